package bill

import (
	"math/rand/v2"
	"slices"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/tax"
	"hiroba/internal/orders"
)

func on(s string) when.Date { return when.MustDate(s) }

var (
	today   = on("2026-12-01")
	issuer  = Issuer{Name: "ゆきはらワークス株式会社", Address: "北海道雪原市本町2条1丁目", Registration: "T7000012050002", Verified: on("2026-04-01"), Rounding: tax.Floor, Hour: 1800, Look: 20}
	company = orders.Client{ID: "c", Kind: "company", Name: "みなと商事株式会社", Contact: "田中 翔", ClosingDay: 31, PayMonths: 1, PayDay: 31}
)

func line3(a yen.Amount, c tax.Class) Line {
	return Line{Amount: a, Class: c, Supplied: today, Quantity: 1, Price: yen.Sen(a * 100)}
}

func numbered(ls ...Line) []Line {
	for i := range ls {
		ls[i].No = i + 1
	}
	return ls
}

func issued(t *testing.T, ls ...Line) Invoice {
	t.Helper()
	v := Invoice{ID: "v", State: Open, Kind: Qualified, By: issuer, To: Recipient{Name: company.Name}, Lines: numbered(ls...), Due: on("2026-12-30")}
	if err := v.Settle(); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTaxOfAnInvoiceIsRoundedOncePerRate(t *testing.T) { // TV-2, TV-4
	for _, c := range []struct {
		name            string
		lines           []Line
		net, tax, gross yen.Amount
		rates           int
	}{
		{"TV-2", []Line{line3(999, tax.Standard), line3(8_960, tax.Standard), line3(6_655, tax.Standard)}, 16_614, 1_661, 18_275, 1},
		{"TV-4", []Line{line3(100_000, tax.Standard), line3(2_999, tax.ReducedFood)}, 102_999, 10_239, 113_238, 2},
		{"within one legal person", []Line{line3(100_000, tax.OutOfScope)}, 100_000, 0, 100_000, 1},
	} {
		v := issued(t, c.lines...)
		if v.Totals.Net != c.net || v.Totals.Tax != c.tax || v.Totals.Gross != c.gross || len(v.Totals.Groups) != c.rates {
			t.Errorf("%s: %+v", c.name, v.Totals)
		}
	}
}

func TestTheRateIsThatOfTheDayOfSupply(t *testing.T) { // R-65, rule 4.1
	early := Line{No: 1, Title: "前の税率の仕事", Amount: 1_000, Class: tax.Standard, Supplied: on("2019-09-30")}
	v := Invoice{To: Recipient{Name: "x"}, By: issuer, Lines: []Line{early}}
	if err := v.Settle(); err == nil {
		t.Error("a day no table knows was taxed")
	}
	for _, x := range []struct{ supplied, price, field, key string }{
		{"2019-09-30", "10", "supplied", "bill.field.rate_unknown"},
		{"2026-11-30", "100,000", "price", "bill.field.yen_range"},
		{"2026-11-30", "9,000", "", ""},
	} {
		_, err := LineForm{Title: "手で足した行", Quantity: "100,000", Price: x.price, Class: "standard", Supplied: x.supplied}.Read(Qualified, today)
		if f := fault.Of(err); x.key != "" && (f == nil || len(f.Fields) != 1 || f.Fields[0].Name != x.field || f.Fields[0].Key != x.key) || x.key == "" && err != nil {
			t.Errorf("%s at %s: %v", x.supplied, x.price, err)
		}
	}
}

func TestOnTheClosingDayNothingIsDraftedYet(t *testing.T) {
	x := Accepted{Order: "a", OrderNo: 1, Delivery: 1, Quantity: 1, Price: 10_000, Handed: on("2026-11-29"), On: on("2026-11-30")}
	for day, want := range map[string]int{"2026-11-30": 0, "2026-12-01": 1} {
		ds, err := Propose(company, issuer, []Accepted{x}, on(day), false)
		if err != nil || len(ds) != want {
			t.Errorf("%s: %d drafts, %v", day, len(ds), err)
		}
	}
	if ds, err := Propose(company, issuer, []Accepted{x}, on("2026-11-30"), true); err != nil || len(ds) != 1 || ds[0].Until != on("2026-11-30") {
		t.Errorf("asked for now: %+v, %v", ds, err)
	}
}

func TestEachClosingIsADraft(t *testing.T) {
	xs := []Accepted{
		{Order: "a", OrderNo: 1, Delivery: 1, Title: "会員カードの入力", Quantity: 6_000, Price: 2_800, Handed: on("2026-10-29"), On: on("2026-11-02"), Binding: orders.Binds},
		{Order: "b", OrderNo: 2, Delivery: 1, Title: "名簿の確認", Quantity: 333, Price: 300, Handed: on("2026-11-12"), On: on("2026-11-30"), Binding: orders.Binds},
		{Order: "c", OrderNo: 3, Delivery: 1, Title: "まだ締まらない", Quantity: 1, Price: 100, Handed: on("2026-12-01"), On: on("2026-12-01")},
	}
	ds, err := Propose(company, issuer, xs, today, false)
	if err != nil || len(ds) != 1 {
		t.Fatalf("%d drafts, %v", len(ds), err)
	}
	v := ds[0]
	if v.Until != on("2026-11-30") || v.From != on("2026-10-29") || v.Due != on("2026-12-30") || len(v.Lines) != 2 || v.Lines[0].Amount != 168_000 || v.Lines[1].No != 2 || v.Totals.Gross != 185_898 {
		t.Errorf("%+v", v)
	}
	if v.LawLast != on("2026-12-27") || !v.PastLaw() { // receipt + 59 of the first that was handed over
		t.Errorf("R-59: the law's last day is %s, due %s", v.LawLast, v.Due)
	}
	if ds, err = Propose(company, issuer, xs, today, true); err != nil || len(ds) != 2 || ds[1].Until != today {
		t.Errorf("asked for now: %d drafts, %v", len(ds), err)
	}
}

func TestEveryAcceptedDeliveryStandsInOneLine(t *testing.T) { // property: nothing is lost or billed twice
	rnd := rand.New(rand.NewPCG(3, 1))
	for range 2_000 {
		c := company
		c.ClosingDay, c.PayMonths, c.PayDay = 1+rnd.IntN(31), rnd.IntN(3), 1+rnd.IntN(31)
		var xs []Accepted
		var sum yen.Amount
		for i := range rnd.IntN(12) {
			x := Accepted{Order: string(rune('a' + i)), OrderNo: i, Delivery: 1, Quantity: 1 + rnd.IntN(500), Price: yen.Sen(1 + rnd.IntN(5_000)), Handed: on("2026-06-01").AddDays(rnd.IntN(150))}
			x.On = x.Handed.AddDays(rnd.IntN(9))
			sum += x.Price.Times(int64(x.Quantity))
			xs = append(xs, x)
		}
		ds, err := Propose(c, issuer, xs, today, true)
		if err != nil {
			t.Fatal(err)
		}
		var seen []string
		for _, v := range ds {
			sum -= v.Totals.Net
			for _, l := range v.Lines {
				seen = append(seen, l.Order)
				if l.Accepted.After(v.Until) {
					t.Fatalf("accepted on %s, closed on %s", l.Accepted, v.Until)
				}
			}
			if v.Due.Before(v.Until.AddDays(-4)) || duedate.BankClosed(v.Due) || v.Until.After(today) {
				t.Fatalf("closing %s due %s by %+v", v.Until, v.Due, c)
			}
		}
		slices.Sort(seen)
		if len(seen) != len(xs) || len(slices.Compact(seen)) != len(xs) || sum != 0 {
			t.Fatalf("%d of %d, %d yen over", len(seen), len(xs), sum)
		}
	}
}

func TestWhatPaperAClientGets(t *testing.T) { // qualified-invoice fields, R-64; internal clients
	unchecked, none := issuer, issuer
	unchecked.Verified = when.Date{}
	none.Registration = ""
	for _, c := range []struct {
		kind orders.ClientKind
		by   Issuer
		want Kind
	}{{"company", issuer, Qualified}, {"section", issuer, Qualified}, {"company", unchecked, Plain}, {"company", none, Plain}, {"operator", issuer, Internal}} {
		if got := KindFor(c.kind, c.by); got != c.want {
			t.Errorf("%s: %s, want %s", c.kind, got, c.want)
		}
	}
	head := company
	head.Kind = "operator"
	ds, err := Propose(head, issuer, []Accepted{{Order: "a", Delivery: 1, Quantity: 10, Price: 10_000, Handed: on("2026-11-10"), On: on("2026-11-12"), Binding: orders.Binds}}, today, false)
	if err != nil || ds[0].Kind != Internal || !ds[0].LawLast.IsZero() || ds[0].Totals.Tax != 0 || ds[0].Totals.Gross != 1_000 {
		t.Errorf("%+v %v", ds, err)
	}
	section := company
	section.Kind, section.BudgetLine = "section", "総務費 委託料"
	if r := RecipientOf(section, on("2027-03-31")); r.BudgetLine != "総務費 委託料" || r.FiscalYear != 2026 {
		t.Errorf("%+v", r)
	}
}

func TestWhatKeepsADraftFromBeingIssued(t *testing.T) {
	good := issued(t, line3(1_000, tax.Standard))
	if err := good.Ready(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*Invoice){
		"no line":    func(v *Invoice) { v.Lines = nil },
		"nothing":    func(v *Invoice) { v.Totals.Gross = 0 },
		"no name":    func(v *Invoice) { v.To.Name = "" },
		"no issuer":  func(v *Invoice) { v.By.Name = "" },
		"no address": func(v *Invoice) { v.By.Address = "" },
	} {
		v := good
		spoil(&v)
		if fault.KindOf(v.Ready()) != fault.Invalid {
			t.Errorf("%s was ready", name)
		}
	}
}

func TestWhereAnInvoiceStands(t *testing.T) {
	v := issued(t, line3(100_000, tax.Standard)) // 110,000
	for _, c := range []struct {
		got, credited, given yen.Amount
		want                 State
		left                 yen.Amount
	}{{0, 0, 0, Open, 110_000}, {1, 0, 0, Part, 109_999}, {110_000, 0, 0, Paid, 0}, {0, 110_000, 0, Cancelled, 0}, {0, 10_000, 0, Open, 100_000}, {100_000, 10_000, 0, Paid, 0}, {50_000, 0, 60_000, GivenUp, 0}} {
		x := v
		x.Got, x.Credited, x.Given = c.got, c.credited, c.given
		if x.StateNow() != c.want || x.Left() != c.left {
			t.Errorf("%+v: %s %d", c, x.StateNow(), x.Left())
		}
	}
	v.State = Draft
	if v.StateNow() != Draft || v.Late(on("2030-01-01")) != 0 {
		t.Error("a draft is owed by nobody")
	}
}

func TestLateIsCountedFromTheDayAfterTheDueDate(t *testing.T) {
	v := issued(t, line3(1_000, tax.Standard))
	for d, want := range map[string]int{"2026-12-29": 0, "2026-12-30": 0, "2026-12-31": 1, "2027-01-30": 31} {
		if got := v.Late(on(d)); got != want {
			t.Errorf("%s: %d", d, got)
		}
	}
	v.Got = v.Totals.Gross
	if v.Late(on("2027-01-30")) != 0 {
		t.Error("what is paid is not late")
	}
}

func TestTheLawsLastDayForAClient(t *testing.T) {
	for _, c := range []struct {
		b    orders.Binding
		want string
	}{{orders.Binds, "2027-01-08"}, {orders.Free, ""}, {orders.Open, ""}} {
		if got := LawLast(c.b, on("2026-11-10")); got.String() != c.want {
			t.Errorf("%s: %s", c.b, got)
		}
	}
}

func TestLinesByHand(t *testing.T) {
	good := LineForm{Title: "発送の箱", Quantity: "３", Price: "1,200.5", Class: "standard", Supplied: "2026-11-20"}
	l, err := good.Read(Qualified, today)
	if err != nil || l.Amount != 3_602 || l.Supplied != on("2026-11-20") { // 3,601.5: a part of a yen counts as one
		t.Errorf("%+v %v", l, err)
	}
	for field, f := range map[string]LineForm{
		"title":    {"", "3", "100", "standard", "2026-11-20"},
		"quantity": {"x", "0", "100", "standard", "2026-11-20"},
		"price":    {"x", "3", "-1", "standard", "2026-11-20"},
		"class":    {"x", "3", "100", "other", "2026-11-20"},
		"supplied": {"x", "3", "100", "standard", "2026-12-02"},
	} {
		_, err := f.Read(Qualified, today)
		if x := fault.Of(err); x == nil || len(x.Fields) != 1 || x.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := good.Read(Internal, today); fault.KindOf(err) != fault.Invalid {
		t.Error("tax within one legal person")
	}
}

func TestTheIssuer(t *testing.T) {
	good := IssuerForm{Name: "ゆきはらワークス株式会社", Address: "雪原市", Registration: "Ｔ７０００－０１２０－５０００２", Verified: "2026-04-01", Rounding: "floor", PayTo: "北央信用金庫 雪原支店 普通 0000000", Hour: "1800", Look: "20"}
	i, err := good.Read(today)
	if err != nil || !i.Qualified() || i.Registration != "T7000012050002" {
		t.Errorf("%+v %v", i, err)
	}
	good.Verified = ""
	if i, err = good.Read(today); err != nil || i.Qualified() {
		t.Error("a number nobody looked up is printed")
	}
	for field, f := range map[string]IssuerForm{
		"registration": {"a", "b", "", "T12", "", "floor", "x", "0", "0"},
		"rounding":     {"a", "b", "", "", "", "up", "x", "0", "0"},
		"verified":     {"a", "b", "", "T7000012050002", "2027-01-01", "floor", "x", "0", "0"},
		"pay_to":       {"a", "b", "", "", "", "floor", "", "0", "0"},
		"look":         {"a", "b", "", "", "", "floor", "x", "0", "101"},
		"phone":        {"a", "b", "xx", "", "", "floor", "x", "0", "0"},
	} {
		_, err := f.Read(today)
		if x := fault.Of(err); x == nil || x.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
