package bank

import (
	"bytes"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/payee"
)

func on(s string) when.Date { return when.MustDate(s) }

// key is the first sentence of a form's fault at a field.
func key(err error, field string) string {
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			if x.Name == field {
				return x.Key
			}
		}
	}
	return ""
}

var ours = ProfileForm{Originator: "12345678", Name: "株式会社ヒロバショウジ", Bank: "0116", Branch: "606", Kind: "1", Number: "1234567"}

func TestTheHubsAccountIsReadAsPeopleTypeIt(t *testing.T) {
	p, err := ours.Read(on("2026-12-10"))
	if err != nil || p.Originator != "0012345678" || p.Name != "ｶ)ﾋﾛﾊﾞｼﾖｳｼﾞ" || p.Form != "standard" || p.BankName != "北海道" {
		t.Errorf("%+v %v", p, err)
	}
	for _, x := range []struct {
		change     func(*ProfileForm)
		field, key string
	}{
		{func(f *ProfileForm) { f.Originator = "" }, "originator", "bank.field.originator"},
		{func(f *ProfileForm) { f.Originator = "12345678901" }, "originator", "bank.field.originator"},
		{func(f *ProfileForm) { f.Name = "雪原" }, "name", "bank.field.name"},
		{func(f *ProfileForm) {
			f.Name = "アイウエオアイウエオアイウエオアイウエオアイウエオアイウエオアイウエオアイウエオア"
		}, "name", "bank.field.name_long"},
		{func(f *ProfileForm) { f.Bank = "002" }, "bank", "bank.field.bank"},
		{func(f *ProfileForm) { f.Branch = "99a" }, "branch", "bank.field.branch"},
		{func(f *ProfileForm) { f.Kind = "4" }, "kind", "bank.field.kind"},
		{func(f *ProfileForm) { f.Number = "12345678" }, "number", "bank.field.number"},
		{func(f *ProfileForm) { f.Form = "nobody's" }, "form", "bank.field.form"},
		{func(f *ProfileForm) { f.AnswerAt = "200" }, "answer_at", "bank.field.answer"},
	} {
		f := ours
		x.change(&f)
		_, err := f.Read(on("2026-12-10"))
		if got := key(err, x.field); got != x.key {
			t.Errorf("%s: %q, want %q", x.field, got, x.key)
		}
	}
	for kind, change := range map[string]func(*ProfileForm){"no_such_bank": func(f *ProfileForm) { f.Bank = "0002" }, "no_such_branch": func(f *ProfileForm) { f.Branch = "999" }} {
		f := ours
		change(&f)
		p, err := f.Read(on("2026-12-10")) // a new bank is no reason not to pay
		if got := NewCollector(p, on("2026-12-18")).Findings(on("2026-12-10")); err != nil || len(got) != 1 || got[0].Kind != kind || got[0].Stop {
			t.Errorf("%s: %+v %v", kind, got, err)
		}
	}
	wide := ours
	wide.Bank, wide.Number, wide.AnswerAt, wide.AnswerLength, wide.AnswerPaid = "０１１６", "１２-３４５６７", "114", "1", "0、1"
	if p, err := wide.Read(on("2026-12-10")); err != nil || p.Number != "1234567" || len(p.AnswerPaid) != 2 {
		t.Errorf("%+v %v", p, err)
	}
}

func TestTheNextDueDate(t *testing.T) {
	for today, want := range map[string]string{"2026-12-19": "2026-12-20", "2026-12-20": "2026-12-20", "2026-12-21": "2027-01-20"} {
		if got := NextDue(on(today)); got != on(want) {
			t.Errorf("%s: %s, want %s", today, got, want)
		}
	}
}

func TestThePayDayIsAnOpenDay(t *testing.T) {
	for due, want := range map[string]string{"2026-12-20": "2026-12-18", "2027-01-01": "2026-12-30", "2027-01-03": "2026-12-30", "2026-12-25": "2026-12-25"} {
		_, got, err := CollectForm{Due: due}.Read(on("2026-12-10"))
		if err != nil || got != on(want) {
			t.Errorf("%s: paid on %s, want %s", due, got, want)
		}
	}
	if _, _, err := (CollectForm{}).Read(on("2026-12-10")); key(err, "due") != "bank.field.due_missing" {
		t.Errorf("no day: %v", err)
	}
}

func TestNewAccountsAreMarked(t *testing.T) {
	a := payee.Account{Bank: "0501", Branch: "060", Type: 1, Number: "0012345", HolderKana: "ﾋﾞﾊﾞｲ ﾊﾅｺ", Mark: "m", CheckedOn: when.FromTime(on("2026-12-01").At(0, when.Tokyo).Time())}
	for _, x := range []struct {
		before Before
		want   zengin.NewCode
	}{{Before{}, zengin.First}, {Before{FailedMark: "m"}, zengin.First}, {Before{PaidMark: "m"}, zengin.Known}, {Before{PaidMark: "other"}, zengin.Changed}} {
		p, _ := ours.Read(on("2026-12-10"))
		c := NewCollector(p, on("2026-12-18"))
		l := c.Lines([]Payable{{Statement: "S", Worker: "w", WorkerNo: 7, Amount: 10, Due: on("2026-12-18"), Month: on("2026-11-30")}}, map[string]payee.Account{"w": a}, map[string]Before{"w": x.before})[0]
		if Stops(c.Findings(on("2026-12-10"))) || l.Stopped() || l.New != x.want || l.Transfer().Code1 != 7 || l.Transfer().Code2 != 202611 {
			t.Errorf("%+v: %+v", x.before, l)
		}
	}
	c := NewCollector(Profile{}, on("2026-12-18"))
	late := c.Lines([]Payable{{Worker: "w", Amount: 10, Due: on("2026-12-17")}}, map[string]payee.Account{"w": a}, nil)[0]
	if got := c.Findings(on("2026-12-10")); !Stops(got) || got[0].Kind != "no_profile" || late.Findings[0].Kind != "late" {
		t.Errorf("%+v %+v", got, late)
	}
}

func TestPayersAreKnownByTheirNames(t *testing.T) {
	for _, x := range []struct {
		payer, kana string
		same        bool
	}{
		{"ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", "マルヤマショウジ", true},
		{"ﾏﾙﾔﾏｼﾖｳｼﾞ(ｶ", "カブシキガイシャ マルヤマショウジ", true},
		{"ﾏﾙﾔﾏ ｼﾖｳｼﾞ", "マルヤマショウジ", true},
		{"ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ(ｶ)ｻﾂﾎﾟﾛｼﾃﾝ", "マルヤマショウジ", true},
		{"ﾄｸﾋ)ﾕｷﾉﾜ", "ユキノワ", true},
		{"ﾄｸﾃｲﾋｴｲﾘｶﾂﾄﾞｳﾎｳｼﾞﾝﾕｷﾉﾜ", "ユキノワ", true},
		{"ﾕｷﾉﾜｺｿﾀﾞﾃｼｴﾝｾﾝ", "ユキノワコソダテシエンセンター", true}, // cut by the bank
		{"ｶ)ﾏﾙﾔﾏ", "マルヤマショウジ", false},
		{"ﾋﾞﾊﾞｲ ﾊﾅｺ", "マルヤマショウジ", false},
		{"", "マルヤマショウジ", false},
		{"ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", "", false},
	} {
		if got := SameName(x.payer, x.kana); got != x.same {
			t.Errorf("%q and %q: %v (%q, %q)", x.payer, x.kana, got, bare(x.payer), bare(x.kana))
		}
	}
}

func TestIncomingMoneyIsProposedToInvoices(t *testing.T) {
	open := []Open{
		{Invoice: "a", ClientKana: "マルヤマショウジ", Amount: 110_000, Due: on("2026-11-30")},
		{Invoice: "b", ClientKana: "マルヤマショウジ", Amount: 55_000, Due: on("2026-12-31")},
		{Invoice: "c", ClientKana: "ユキノワ", Amount: 55_000, Due: on("2026-12-31")},
	}
	for _, x := range []struct {
		amount yen.Amount
		payer  string
		why    Why
		ids    string
		short  yen.Amount
	}{
		{110_000, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", BySum, "a", 0},
		{109_560, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", ByFee, "a", 440},
		{165_000, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", ByAll, "ab", 0},
		{164_340, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", ByAll, "ab", 660},
		{110_440, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", ByOver, "a", 0},
		{50_000, "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ", ByName, "a", 60_000},
		{110_000, "ｺｳﾉ ﾕｷ", ByAmount, "a", 0},
	} {
		got := Propose(Incoming{Left: x.amount, Payer: x.payer}, open)
		if len(got) == 0 {
			t.Errorf("%d from %s: nothing", x.amount, x.payer)
			continue
		}
		ids := ""
		for _, o := range got[0].Invoices {
			ids += o.Invoice
		}
		if got[0].Why != x.why || ids != x.ids || got[0].Short != x.short {
			t.Errorf("%d from %s: %+v", x.amount, x.payer, got[0])
		}
	}
	few := []Open{{Invoice: "a", ClientKana: "マルヤマショウジ", Amount: 110_000}, {Invoice: "b", ClientKana: "マルヤマショウジ", Amount: 500}}
	for _, p := range Propose(Incoming{Left: 110_000, Payer: "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ"}, few) {
		if p.Why == ByAll {
			t.Errorf("together, with nothing for the last: %+v", p)
		}
	}
	if got := Propose(Incoming{Left: 7, Payer: "ｺｳﾉ ﾕｷ"}, open); len(got) != 0 {
		t.Errorf("proposed out of nothing: %+v", got)
	}
}

func TestAMatchIsNoMoreThanCame(t *testing.T) {
	open := []Open{{Invoice: "a", No: "1", Amount: 110_000}, {Invoice: "b", No: "2", Amount: 55_000}}
	x := Incoming{Left: 120_000}
	ms, err := MatchForm{Invoices: []string{"a", "b"}}.Read(x, open, 880)
	if err != nil || len(ms) != 2 || ms[0].Amount != 110_000 || ms[1].Amount != 10_000 { // a part payment
		t.Errorf("%+v %v", ms, err)
	}
	if ms, err = (MatchForm{Invoices: []string{"b", "b"}}).Read(x, open, 880); err != nil || len(ms) != 1 || ms[0].Amount != 55_000 {
		t.Errorf("named twice: %+v %v", ms, err)
	}
	for _, b := range []struct {
		f          MatchForm
		field, key string
	}{
		{MatchForm{Invoices: []string{"a", "b"}, Amounts: []string{"120,000"}}, "invoice", "bank.field.more_than_came"},
		{MatchForm{}, "invoice", "bank.field.invoice_missing"},
		{MatchForm{Invoices: []string{"zz"}}, "invoice", "bank.field.invoice_gone"},
		{MatchForm{Invoices: []string{"a"}, Amounts: []string{"120,001"}}, "amount", "bank.field.more_than_came"},
		{MatchForm{Invoices: []string{"a"}, Amounts: []string{"−5"}}, "amount", "bank.field.amount"},
		{MatchForm{Invoices: []string{"a"}, Amounts: []string{"lots"}}, "amount", "bank.field.amount"},
	} {
		_, err := b.f.Read(x, open, 880)
		if got := key(err, b.field); got != b.key {
			t.Errorf("%+v: %q", b.f, got)
		}
	}
}

// TestWhatIsShortIsBorneByTheHubOrAsked has a person say what becomes of the bank's fee.
func TestWhatIsShortIsBorneByTheHubOrAsked(t *testing.T) {
	open := []Open{{Invoice: "a", No: "1", Amount: 110_000}, {Invoice: "b", No: "2", Amount: 55_000}}
	both := []string{"a", "b"}
	for _, x := range []struct {
		came      yen.Amount
		of        []string
		rest      Rest
		most      yen.Amount
		last, fee yen.Amount // of the last invoice
		key       string
	}{
		{109_560, []string{"a"}, RestFee, 880, 109_560, 440, ""},
		{109_560, []string{"a"}, RestAsk, 880, 109_560, 0, ""},
		{109_560, []string{"a"}, "", 880, 109_560, 0, ""}, // never silently
		{164_120, both, RestFee, 880, 54_120, 880, ""},
		{164_119, both, RestFee, 880, 0, 0, "bank.field.fee_most"},
		{109_560, []string{"a"}, RestFee, 0, 0, 0, "bank.field.fee_unset"},
		{110_000, []string{"a"}, RestFee, 880, 0, 0, "bank.field.fee_most"}, // nothing is short
		{120_000, []string{"a"}, RestFee, 880, 0, 0, "bank.field.fee_most"},
		{110_440, []string{"a"}, RestAdvance, 880, 110_440, 0, ""},
		{110_440, []string{"a"}, RestAsk, 880, 110_000, 0, ""},
		{109_560, []string{"a"}, RestAdvance, 880, 0, 0, "bank.field.nothing_over"},
		{109_560, []string{"a"}, "gift", 880, 0, 0, "bank.field.rest"},
	} {
		ms, err := MatchForm{Invoices: x.of, Rest: x.rest}.Read(Incoming{Left: x.came}, open, x.most)
		if got := key(err, "rest"); got != x.key {
			t.Errorf("%d, %s up to %d: %q, want %q", x.came, x.rest, x.most, got, x.key)
		}
		if x.key == "" && (err != nil || ms[len(ms)-1].Amount != x.last || ms[len(ms)-1].Fee != x.fee) {
			t.Errorf("%d, %s: %+v %v", x.came, x.rest, ms, err)
		}
	}
	f := ours
	for typed, want := range map[string]string{"": "", "８８０円": "", "991": "bank.field.fee_form", "-1": "bank.field.fee_form", "lots": "bank.field.fee_form"} {
		f.FeeMost = typed
		p, err := f.Read(on("2026-12-10"))
		if got := key(err, "fee_most"); got != want || typed == "８８０円" && p.FeeMost != 880 {
			t.Errorf("%q: %q, %d", typed, got, p.FeeMost)
		}
	}
}

// notice is a file of incoming transfers as a bank would send it.
func notice(t *testing.T, entries ...zengin.Entry) []byte {
	t.Helper()
	var out bytes.Buffer
	st := zengin.Statement{Kind: zengin.Notice, Made: on("2026-12-10"), From: on("2026-12-01"), Until: on("2026-12-10"), Bank: "0116", Branch: "606", Type: zengin.Ordinary, Account: "1234567", Holder: "ｶ)ﾋﾛﾊﾞｼﾖｳｼﾞ", Entries: entries}
	if err := zengin.WriteStatements(&out, "\r\n", st); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAFileOfIncomingMoneyIsReadOrRefusedWhole(t *testing.T) {
	p, _ := ours.Read(on("2026-12-10"))
	e := zengin.Entry{Ref: "000001", On: on("2026-12-09"), Value: on("2026-12-09"), Amount: 110_000, Payer: "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ"}
	body := notice(t, e, e)
	got, err := ReadIncoming(body, p, on("2026-12-10"))
	if err != nil || len(got) != 2 || got[0].Mark == got[1].Mark || got[0].Amount != 110_000 || got[0].Payer != "ｶ)ﾏﾙﾔﾏｼﾖｳｼﾞ" {
		t.Fatalf("%+v %v", got, err)
	}
	other := p
	other.Number = "7654321"
	for what, x := range map[string]struct {
		body []byte
		p    Profile
		key  string
	}{
		"nothing":         {nil, p, "bank.field.file_missing"},
		"no statement":    {[]byte("2026-12-09,110000"), p, "bank.field.no_statement"},
		"half":            {body[:len(body)/2], p, ""},
		"another account": {body, other, "bank.field.other_account"},
		"money out alone": {notice(t, zengin.Entry{On: on("2026-12-09"), Value: on("2026-12-09"), Amount: 5, Out: true, Payer: "ﾏﾙ"}), p, "bank.field.nothing_came"},
	} {
		_, err := ReadIncoming(x.body, x.p, on("2026-12-10"))
		if got := key(err, "file"); got == "" || x.key != "" && got != x.key {
			t.Errorf("%s: %q (%v)", what, got, err)
		}
	}
}

func TestTheWithholdingListOfAMonth(t *testing.T) {
	rows := []Withheld{
		{Worker: "a", WorkerNo: 2, Category: tax.Fees, Paid: 50_000, Tax: 5_105},
		{Worker: "b", WorkerNo: 1, Category: tax.Fees, Paid: 100_000, Tax: 10_210},
		{Worker: "c", WorkerNo: 3, Category: tax.NotListed, Paid: 102_900},
	}
	l := ListOf(on("2026-12-25"), rows)
	if l.Due != on("2027-01-12") || l.People != 2 || l.Paid != 150_000 || l.Tax != 15_315 || l.Rows[0].Worker != "b" { // the 10th is a Sunday, the 11th a holiday
		t.Errorf("%+v", l)
	}
}

func TestTheYearlyRecords(t *testing.T) {
	rows := []Withheld{
		{Worker: "a", WorkerNo: 2, Category: tax.Fees, Payments: 2, Paid: 50_001, Tax: 5_105},
		{Worker: "b", WorkerNo: 1, Category: tax.Fees, Payments: 1, Paid: 50_000, Tax: 5_105},
		{Worker: "c", WorkerNo: 3, Category: tax.NotListed, Payments: 1, Paid: 900_000},
	}
	got, err := RecordsOf(2026, rows)
	if err != nil || len(got) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	if b, a := got[0], got[1]; b.Needed || b.Paid != 50_000 || !a.Needed || a.Tax != 5_105 || a.Count != 2 {
		t.Errorf("%+v", got)
	}
	if RecordsDue(2026) != on("2027-02-01") { // 31 January is a Sunday
		t.Errorf("due %s", RecordsDue(2026))
	}
}
