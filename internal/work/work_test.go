package work

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/orders"
)

func wrong(err error) string {
	var out []string
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			out = append(out, x.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestRowsAreReadAndWritten(t *testing.T) {
	for _, s := range []string{"1", "1-25", "1-25,31,40-44"} {
		r, err := ParseRows(s)
		if err != nil || r.String() != s {
			t.Errorf("%s: %v %v", s, r, err)
		}
	}
	for _, s := range []string{"", "x", "3-1", "0", "5,4", "1-3,3"} {
		if r, err := ParseRows(s); err == nil {
			t.Errorf("%q was read as %v", s, r)
		}
	}
}

func TestOneRowFollowsAnother(t *testing.T) {
	r := Rows{{3, 5}, {9, 9}, {12, 13}}
	for no, want := range map[int]int{3: 4, 5: 9, 9: 12, 12: 13, 13: 0} {
		if got := r.After(no); got != want {
			t.Errorf("after %d: %d, want %d", no, got, want)
		}
	}
}

// No row is lost or doubled when a set is parted, whatever the parts.
func TestPartedRowsAreAllThere(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		n := 1 + r.IntN(60)
		all := Rows{{3, 3 + n}}
		pick := map[int]bool{}
		for _, no := range all.All() {
			pick[no] = r.IntN(2) == 0
		}
		yes, no := all.Apart(func(i int) bool { return pick[i] })
		both := append(yes.All(), no.All()...)
		slices.Sort(both)
		if !slices.Equal(both, all.All()) {
			t.Fatalf("%v became %v and %v", all, yes, no)
		}
		if again, err := ParseRows(all.String()); err != nil || !reflect.DeepEqual(again, all) {
			t.Fatal(again, err)
		}
	}
}

func TestAnOrderIsCutWithoutLossInEveryLaneAndPass(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		c := Cutting{Minutes: 5 + r.IntN(60), Seconds: 1 + r.IntN(2000), Fee: yen.Sen(r.IntN(5000)), Lanes: [][]int{{0}, {1, 2}}[r.IntN(2)], Double: r.IntN(2) == 0, First: r.IntN(12)}
		rows := 1 + r.IntN(500)
		ps, sum, err := Cut(rows, c)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[[2]int]int{}
		for _, p := range ps {
			k := [2]int{p.Lane, p.Pass}
			if p.Rows.First() != seen[k]+1 {
				t.Fatalf("%+v: a piece begins at %d after %d", c, p.Rows.First(), seen[k])
			}
			seen[k] = p.Rows.Last()
			if p.Rows.Count() > 1 && p.Seconds > c.Minutes*60 {
				t.Fatalf("%+v: a piece of %d s", c, p.Seconds)
			}
			if p.First != (p.Rows.Last() <= c.First) || p.First && p.Rows.Last() > c.First {
				t.Fatalf("%+v: first rows run into the others: %+v", c, p)
			}
		}
		for k, last := range seen {
			if last != rows {
				t.Fatalf("lane and pass %v end at %d of %d", k, last, rows)
			}
		}
		if sum.Pieces != len(ps) {
			t.Fatal(sum)
		}
	}
	for _, x := range []struct {
		rows, minutes int
		want          string
	}{{0, 20, "minutes"}, {10, 4, "minutes"}, {10, 481, "minutes"}, {60000, 5, "minutes"}} {
		if _, _, err := Cut(x.rows, Cutting{Minutes: x.minutes, Seconds: 300, Lanes: []int{0}}); wrong(err) != x.want {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

func TestSixThousandCards(t *testing.T) { // product.md: 25 rows of about 18 minutes, 380 yen each
	ps, sum, err := Cut(6000, Cutting{Minutes: 18, Seconds: 43, Fee: 1520, Lanes: []int{0}})
	if err != nil || sum.Pieces != 240 || sum.RowsEach != 25 || sum.FeeEach != 380 || sum.Minutes != 18 || sum.Fees != 91200 || len(ps) != 240 {
		t.Errorf("%+v %v", sum, err)
	}
}

func TestWhatFitsAndWhyNot(t *testing.T) {
	today := when.On(2027, 2, 9)
	o := Offer{Order: "o", Skill: "entry", Level: 2, Lane: 1, Pass: 1, Phone: true, Live: true, Invited: true, Due: today.AddDays(3)}
	s := Seeker{Working: true, Signed: true, Levels: map[string]int{"entry": 2}, Phone: true}
	for name, x := range map[string]struct {
		change func(*Offer, *Seeker)
		want   Reason
	}{
		"fits":            {func(*Offer, *Seeker) {}, ""},
		"paused":          {func(_ *Offer, s *Seeker) { s.Working = false }, NotWorking},
		"no contract":     {func(_ *Offer, s *Seeker) { s.Signed = false }, NoContract},
		"closed":          {func(o *Offer, _ *Seeker) { o.Live = false }, CallShut},
		"past":            {func(o *Offer, _ *Seeker) { o.Due = today.AddDays(-1) }, PastDue},
		"not asked":       {func(o *Offer, _ *Seeker) { o.Invited = false }, NotInvited},
		"never this kind": {func(_ *Offer, s *Seeker) { s.Never = []string{"entry"} }, SaidNever},
		"never this":      {func(_ *Offer, s *Seeker) { s.Said = map[string]string{"o": "never"} }, SaidNever},
		"level":           {func(_ *Offer, s *Seeker) { s.Levels = nil }, SkillLow},
		"phone":           {func(o *Offer, _ *Seeker) { o.Phone = false }, NeedsPC},
		"at a desk":       {func(o *Offer, s *Seeker) { o.Phone, s.Phone = false, false }, ""},
		"hub":             {func(o *Offer, _ *Seeker) { o.HubOnly = true }, NeedsHub},
		"at the hub":      {func(o *Offer, s *Seeker) { o.HubOnly, s.Here = true, true }, ""},
		"other lane":      {func(_ *Offer, s *Seeker) { s.Lanes = map[string]int{"o": 2} }, OtherLane},
		"other pass":      {func(_ *Offer, s *Seeker) { s.Passes = map[string]int{"o": 2} }, OtherPass},
		"full":            {func(_ *Offer, s *Seeker) { s.Holding = HandsMost }, HandsFull},
	} {
		o, s := o, s
		x.change(&o, &s)
		if got := Fits(o, s, today); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// What decides who gets work has no field for absences, refusals or hand-backs.
func TestNothingKnowsWhySomebodyWasAway(t *testing.T) {
	for _, v := range []any{Seeker{}, Offer{}, Pace{}, Lot{}, Piece{}, Receipt{}} {
		typ := reflect.TypeOf(v)
		for i := range typ.NumField() {
			name := strings.ToLower(typ.Field(i).Name)
			for _, bad := range []string{"absen", "refus", "declin", "handback", "lapse", "away", "sick", "cancel", "score", "rank"} {
				if strings.Contains(name, bad) {
					t.Errorf("%s.%s", typ.Name(), typ.Field(i).Name)
				}
			}
		}
	}
}

func TestTermsNeedAllTwelveItems(t *testing.T) {
	d := when.On(2027, 2, 12)
	whole := Terms{Orderer: "運営", OrdererAddress: "雪原市", OrdererContact: "0120", Worker: "三好", OrderedOn: d, Content: "入力", Rows: 25, Instruction: 1, Fee: 380, UnitFee: 1520, PerHour: 83, DueOn: when.On(2027, 3, 19),
		PayRule: "毎月末日で締め、翌月20日に支払う", PayBy: "振込", Expenses: "通信費は本人", Deadline: d, DeliverTo: "画面", Place: "自宅など", AcceptBy: "7日", Change: "合意", Defects: "直す", Rights: "移る", Secrecy: "守る"}
	if l := whole.Lacks(); len(l) > 0 {
		t.Fatal(l)
	}
	for name, x := range map[string]struct {
		change func(*Terms)
		want   string
	}{
		"no address": {func(t *Terms) { t.OrdererAddress = "" }, "parties"}, "no date": {func(t *Terms) { t.OrderedOn = when.Date{} }, "ordered_on"},
		"no instruction": {func(t *Terms) { t.Instruction = 0 }, "content"}, "loose due": {func(t *Terms) { t.PayRule = "翌月末までに支払う" }, "fee"},
		"after acceptance": {func(t *Terms) { t.PayRule = "検収の翌月20日" }, "fee"}, "on invoice": {func(t *Terms) { t.PayRule = "請求書の翌月" }, "fee"}, "no example": {func(t *Terms) { t.PerHour = 0 }, "fee"},
		"no deadline": {func(t *Terms) { t.Deadline = when.Date{} }, "deadline"}, "no place": {func(t *Terms) { t.Place = "" }, "delivery"}, "no secrecy": {func(t *Terms) { t.Secrecy = "" }, "secrecy"},
		"open without a date": {func(t *Terms) {
			t.Expenses = ""
			t.Open = []Undetermined{{Item: "expenses", Reason: "送料が未定"}}
		}, "expenses"},
		"open with reason and date": {func(t *Terms) { t.Expenses = ""; t.Open = []Undetermined{{"expenses", "送料が未定", d}} }, ""},
	} {
		c := whole
		x.change(&c)
		if got := strings.Join(c.Lacks(), " "); got != x.want {
			t.Errorf("%s: %q", name, got)
		}
	}
	again, err := ReadTerms(string(whole.Bytes()), whole.Hash())
	if err != nil || again.Fee != whole.Fee || again.Deadline != whole.Deadline {
		t.Error(again, err)
	}
	if _, err := ReadTerms(strings.Replace(string(whole.Bytes()), "380", "280", 1), whole.Hash()); err == nil {
		t.Error("terms with another fee were read under the old hash")
	}
}

func TestACallNeedsItsNineItems(t *testing.T) {
	d := when.On(2027, 2, 12)
	c := Call{Content: "x", Deadline: d, UnitFee: 100, DueOn: d, PayRule: "x", PayBy: "x", Expenses: "x", Rights: "x", Contact: "x", Recruiter: "x", RecruiterAddress: "x", Place: "x"}
	if l := c.Lacks(false); len(l) > 0 {
		t.Error(l)
	}
	if got := strings.Join(Call{}.Lacks(false), " "); got != strings.Join(CallItems, " ") {
		t.Error(got)
	}
	if c.UnitFee = 0; strings.Join(c.Lacks(false), " ") != "fee" || len(c.Lacks(true)) > 0 {
		t.Error("practice needs no fee, other work does")
	}
}

func TestCellsAreReadAsPeopleTypeThem(t *testing.T) {
	today := when.On(2027, 2, 9)
	for _, x := range []struct {
		c         orders.Column
		in        string
		out, want string
	}{
		{orders.Column{Type: "text"}, "  三好　みさき ", "三好 みさき", ""},
		{orders.Column{Type: "kana"}, "みよし みさき", "ミヨシ ミサキ", ""}, {orders.Column{Type: "kana"}, "三好", "三好", "kana"},
		{orders.Column{Type: "number"}, "１，２３４", "1234", ""}, {orders.Column{Type: "number"}, "−5", "-5", ""}, {orders.Column{Type: "number"}, "x", "x", "number"},
		{orders.Column{Type: "date"}, "R9.2.9", "2027-02-09", ""}, {orders.Column{Type: "date"}, "きのう", "きのう", "date"},
		{orders.Column{Type: "postcode"}, "０７２００１２", "072-0012", ""}, {orders.Column{Type: "postcode"}, "12", "12", "postcode"},
		{orders.Column{Type: "mail"}, "x@", "x@", "mail"}, {orders.Column{Type: "choice", Choices: []string{"OK", "直す"}}, "OK", "OK", ""}, {orders.Column{Type: "choice", Choices: []string{"OK", "直す"}}, "NG", "NG", "choice"},
		{orders.Column{Type: "text", Width: "half"}, "ＡＢ１２", "AB12", ""}, {orders.Column{Type: "text", Width: "full"}, "AB1", "ＡＢ１", ""},
		{orders.Column{Type: "text", Must: true}, " ", "", "missing"}, {orders.Column{Type: "text"}, " ", "", ""},
	} {
		if out, key := ReadCell(x.c, x.in, today); key != x.want || key == "" && out != x.out {
			t.Errorf("%s %q: %q %q", x.c.Type, x.in, out, key)
		}
	}
}

func TestSamplingFollowsTheStandard(t *testing.T) { // ISO 2859-1, single plans, level II
	for _, x := range []struct {
		lot, permille int
		regime        Regime
		want          Plan
	}{
		{25, 1, Normal, Plan{25, 0}},    // a sample as large as the lot is the lot
		{25, 25, Normal, Plan{5, 0}},    // C, 2.5 %
		{500, 10, Normal, Plan{50, 1}},  // H, 1.0 %
		{1200, 10, Normal, Plan{80, 2}}, // J
		{1200, 10, Tightened, Plan{80, 1}},
		{1200, 10, Reduced, Plan{32, 2}},
		{3200, 10, Normal, Plan{125, 3}}, // K
		{280, 10, Normal, Plan{50, 1}},   // G: arrow down to H
		{150, 10, Normal, Plan{13, 0}},   // F: arrow up to E
		{6000, 1, Normal, Plan{125, 0}},  // L, 0.10 %: arrow up to K
		{10, 0, Normal, Plan{10, 0}},
	} {
		if got := PlanFor(x.lot, x.permille, x.regime); got != x.want {
			t.Errorf("%+v: %+v", x, got)
		}
	}
	// A stricter regime never looks at less with more errors allowed.
	for lot := 2; lot < 5000; lot += 37 {
		for _, p := range []int{1, 4, 10, 25, 65} {
			n, tight := PlanFor(lot, p, Normal), PlanFor(lot, p, Tightened)
			if tight.Size < n.Size && tight.Accept >= n.Accept && n.Size < lot {
				t.Errorf("lot %d, %d in a thousand: normal %+v, tightened %+v", lot, p, n, tight)
			}
		}
	}
}

func TestInspectionTightensAndLoosens(t *testing.T) {
	lots := func(s string) (out []Lot) {
		for _, c := range s {
			out = append(out, Lot{Accepted: c == '+'})
		}
		return out
	}
	for history, want := range map[string]Regime{"": Normal, "+-++": Normal, "+-+-": Tightened, "-++++-": Normal, "--+++++": Normal, "--++++": Tightened, "++++++++++": Reduced, "++++++++++-": Normal} {
		if got := Next(lots(history)); got != want {
			t.Errorf("%s: %s, want %s", history, got, want)
		}
	}
}

func TestASampleIsTheSameForTheSamePiece(t *testing.T) {
	rows := Rows{{1, 25}, {40, 60}}
	a, b := Pick(rows, 8, "piece"), Pick(rows, 8, "piece")
	if !slices.Equal(a, b) || len(a) != 8 {
		t.Error(a, b)
	}
	for _, n := range a {
		if !rows.Has(n) {
			t.Error(n)
		}
	}
	if slices.Equal(a, Pick(rows, 8, "another")) {
		t.Error("every piece has the same sample")
	}
}

func TestTwoPeopleBlameTheInstruction(t *testing.T) {
	before := []Finding{{Column: 3, Line: 2, Worker: "misaki", Cause: "worker"}}
	for _, x := range []struct {
		cause        string
		column, line int
		worker, want string
	}{{"worker", 3, 2, "haruka", "spec"}, {"worker", 3, 2, "misaki", "worker"}, {"worker", 3, 1, "haruka", "worker"}, {"worker", 2, 2, "haruka", "worker"}, {"client", 3, 2, "haruka", "client"}} {
		if got := Blame(x.cause, x.column, x.line, x.worker, before); got != x.want {
			t.Errorf("%+v: %s", x, got)
		}
	}
}

func TestOnlyShortStretchesCountAsWork(t *testing.T) {
	now := when.FromTime(time.Date(2027, 2, 9, 3, 0, 0, 0, time.UTC))
	for d, want := range map[time.Duration]int{0: 0, 40 * time.Second: 40, 10 * time.Minute: 600, 11 * time.Minute: 0, -time.Second: 0} {
		if got := Spent(now, now.Add(d)); got != want {
			t.Errorf("%s: %d", d, got)
		}
	}
	if Spent(when.Instant{}, now) != 0 {
		t.Error("time before the first sign of life counts")
	}
}

func TestResultsAreWrittenInEveryFormat(t *testing.T) {
	cols := []orders.Column{{No: 1, Name: "原簿"}, {No: 2, Name: "氏名", Asked: true, Type: "text"}, {No: 3, Name: "差", Asked: true, Type: "number"}}
	rows := []Result{{No: 1, Given: []string{"a"}, Asked: []string{"髙橋", "-5"}}, {No: 2, Given: []string{"=b"}, Asked: []string{"𠮷田", "007"}}}
	for _, f := range Formats[:len(Formats)-1] { // the last is the archive
		name, media, body, err := Assemble(f, "会員", cols, rows)
		if err != nil || name == "" || media == "" || len(body) == 0 {
			t.Errorf("%s: %v", f, err)
		}
		if f == "csv" && (!strings.Contains(string(body), "-5") || strings.Contains(string(body), "'-5") || !strings.Contains(string(body), "007") || strings.Contains(string(body), ",=b")) {
			t.Errorf("%s", body)
		}
	}
	if _, _, _, err := Assemble("exe", "x", cols, rows); err == nil {
		t.Error("an unknown format was written")
	}
	if got := string(text([]Result{{From: 3661, Name: "a.mp3", Asked: []string{"はい。"}}})); got != "[01:01:01] はい。\n" {
		t.Errorf("%q", got)
	}
}

func TestAnArchiveHoldsTheTableAndEveryFileUnderItsRow(t *testing.T) {
	cols := []orders.Column{{No: 1, Name: "品名"}, {No: 2, Name: "備考", Asked: true, Type: "text"}}
	rows := []Result{{No: 1, Given: []string{"湯呑み"}, Asked: []string{""}, Made: "f1", MadeName: "page.docx"}, {No: 2, Given: []string{"皿"}, Asked: []string{"写真なし"}}, {No: 3, Given: []string{"椀"}, Asked: []string{""}, Made: "f3", MadeName: `..\..\page.docx`}}
	var b bytes.Buffer
	err := Zip(&b, "商品ページ", cols, rows, when.FromTime(time.Date(2027, 2, 9, 3, 0, 0, 0, time.UTC)), func(file string) (io.Reader, error) { return strings.NewReader("body of " + file), nil })
	if err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		got[f.Name] = string(body)
	}
	if len(got) != 3 || got["files/000001_page.docx"] != "body of f1" || got["files/000003_page.docx"] != "body of f3" {
		t.Errorf("%v", got)
	}
	if x := got["index.csv"]; !strings.Contains(x, "1,湯呑み,,files/000001_page.docx") || !strings.Contains(x, "2,皿,写真なし,") {
		t.Errorf("%s", x)
	}
	gone := errors.New("gone")
	if err := Zip(io.Discard, "x", cols, rows, when.Instant{}, func(string) (io.Reader, error) { return nil, gone }); !errors.Is(err, gone) {
		t.Error("a file that cannot be read was left out without a word:", err)
	}
}

// Nobody is asked for amounts where nothing is lost: the whole was done, or it was practice.
func TestCancellingAsksOnlyForWhatIsLost(t *testing.T) {
	losses := []Loss{{Claim: "a", Rows: 5, Done: 5, Earned: 100}, {Claim: "b", Rows: 5, Done: 2}, {Claim: "c", Rows: 5, Done: 2, Earned: 40, Rest: 60}}
	f := CancelForm{Reason: "発注者の都合", Cost: map[string]string{"c": "0"}, Paid: map[string]string{"c": "60"}}
	cs, reason, less, err := f.Read(losses)
	if err != nil || reason == "" || less != "" || len(cs) != 3 || cs[0].Paid != 0 || cs[1].Paid != 0 || cs[2].Paid != 60 {
		t.Errorf("%+v %v", cs, err)
	}
	f.Paid["c"] = ""
	if _, _, _, err := f.Read(losses); err == nil {
		t.Error("an amount is missing, and nobody asks")
	}
}

func TestAVocabularyIsWrittenInOneWay(t *testing.T) {
	cols, err := orders.ReadColumns([]orders.ColumnForm{{Name: "法人格", Asked: true, Type: "term", Choices: "株式会社=(株)／㈱, 有限会社＝㈲、Ltd."}})
	if err != nil {
		t.Fatal(err)
	}
	c := cols[0]
	if c.Vocabulary() != "株式会社=(株)/㈱\n有限会社=㈲\nLtd." {
		t.Errorf("%q", c.Vocabulary())
	}
	for typed, want := range map[string]string{"株式会社": "株式会社", "㈱": "株式会社", "（株）": "株式会社", "㈲": "有限会社", "ltd.": "Ltd.", "ＬＴＤ．": "Ltd."} {
		if got, key := ReadCell(c, typed, when.On(2027, 2, 9)); got != want || key != "" {
			t.Errorf("%s: %q %s", typed, got, key)
		}
	}
	if got, key := ReadCell(c, "合同会社", when.On(2027, 2, 9)); got != "合同会社" || key != "term" {
		t.Errorf("a word outside of the list: %q %s", got, key)
	}
	if _, err := orders.ReadColumns([]orders.ColumnForm{{Name: "x", Asked: true, Type: "term", Choices: "a"}}); err == nil {
		t.Error("a list of one word")
	}
}
