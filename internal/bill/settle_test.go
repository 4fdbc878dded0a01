package bill

import (
	"math/rand/v2"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

func TestCreditNotesTakeBackExactlyTheInvoice(t *testing.T) { // rule 4.1, TV-2: once per rate, also over several notes
	rnd := rand.New(rand.NewPCG(7, 7))
	for range 1_000 {
		v := issued(t, line3(yen.Amount(1+rnd.IntN(30_000)), tax.Standard), line3(yen.Amount(1+rnd.IntN(30_000)), tax.Standard), line3(yen.Amount(1+rnd.IntN(30_000)), tax.ReducedFood))
		var taxed yen.Amount
		for v.Credited < v.Totals.Gross {
			f := CreditForm{Reason: "数の直し", Amounts: map[int]string{}}
			for _, l := range v.Lines {
				f.Amounts[l.No] = yen.Amount(rnd.Int64N(int64(l.Left()) + 1)).String()
				if rnd.IntN(3) == 0 {
					f.Amounts[l.No] = l.Left().String()
				}
			}
			x, err := f.Read(v, today)
			if fault.KindOf(err) == fault.Invalid && len(x.Lines) == 0 {
				continue // nothing was drawn
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range x.Lines {
				v.Lines[l.No-1].Credited += l.Amount
			}
			v.Credited += x.Totals.Gross
			taxed += x.Totals.Tax
		}
		if v.Credited != v.Totals.Gross || taxed != v.Totals.Tax || v.StateNow() != Cancelled {
			t.Fatalf("%d of %d taken back, tax %d of %d", v.Credited, v.Totals.Gross, taxed, v.Totals.Tax)
		}
	}
}

func TestWhatACreditNoteMayNotDo(t *testing.T) {
	v := issued(t, line3(1_000, tax.Standard))
	for field, f := range map[string]CreditForm{
		"reason": {"", map[int]string{1: "100"}},
		"line1":  {"直し", map[int]string{1: "1,001"}},
	} {
		_, err := f.Read(v, today)
		if x := fault.Of(err); x == nil || x.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := (CreditForm{Reason: "直し"}).Read(v, today); fault.KindOf(err) != fault.Invalid {
		t.Error("a note over nothing")
	}
}

func TestAReceiptSettlesAndTheRestStaysVisible(t *testing.T) {
	v := issued(t, line3(100_000, tax.Standard))
	for _, c := range [][3]yen.Amount{{110_000, 110_000, 0}, {60_000, 60_000, 0}, {110_660, 110_000, 660}} {
		if applied, over := v.Apply(c[0]); applied != c[1] || over != c[2] {
			t.Errorf("%d: %d and %d over", c[0], applied, over)
		}
	}
	v.Got = 110_000
	if applied, over := v.Apply(5); applied != 0 || over != 5 {
		t.Errorf("paid twice: %d and %d over", applied, over)
	}
	if _, err := (ReceiptForm{On: "2026-12-02", Amount: "0"}).Read("v", "r", today); len(fault.Of(err).Fields) != 2 {
		t.Error(err)
	}
}

func TestWhatALateClientOwesByTheAct(t *testing.T) { // TV-18, R-30
	l := line3(100_000, tax.Standard)
	l.Supplied, l.LawLast = on("2026-11-10"), on("2027-01-08")
	v := issued(t, l)
	for day, want := range map[string]yen.Amount{"2027-01-08": 0, "2027-01-09": 44, "2027-02-10": 1_452} {
		if got, err := v.Interest(on(day)); err != nil || got != want {
			t.Errorf("TV-18 %s: %d %v, want %d", day, got, err, want)
		}
	}
	free := l
	free.LawLast = when.Date{}
	half := issued(t, l, free) // the act binds for one of two lines alike
	if got, err := half.Interest(on("2027-02-10")); err != nil || got != 1_452 {
		t.Errorf("%d %v", got, err)
	}
	v.Got = 55_000
	if got, err := v.Interest(on("2027-02-10")); err != nil || got != 726 {
		t.Errorf("half of it paid: %d %v", got, err)
	}
	v.Got = 110_000
	if got, _ := v.Interest(on("2027-02-10")); got != 0 {
		t.Errorf("all of it paid: %d", got)
	}
	if share(1_000_000_000_000, 1_000_000_000_000, 1_000_000_000_000) != 1_000_000_000_000 {
		t.Error("a trillion overflows")
	}
}

func TestRemindersComeWithTimeAndNeverByThemselves(t *testing.T) {
	v := issued(t, line3(100_000, tax.Standard)) // due 2026-12-30
	for _, c := range []struct {
		sent        Step
		last, today string
		want        Step
	}{{0, "", "2027-01-01", 0}, {0, "", "2027-01-02", 1}, {1, "2027-01-04", "2027-01-12", 0}, {1, "2027-01-04", "2027-01-13", 2}, {1, "2027-01-10", "2027-01-16", 0}, {1, "2027-01-10", "2027-01-17", 2}, {2, "2027-01-17", "2027-03-01", 0}} {
		var last when.Date
		if c.last != "" {
			last = on(c.last)
		}
		if got := NextReminder(v, c.sent, last, on(c.today)); got != c.want {
			t.Errorf("%+v: %d", c, got)
		}
	}
	v.Kind = Internal
	if NextReminder(v, 0, when.Date{}, on("2027-02-01")) != 0 {
		t.Error("the head office is reminded")
	}
}

func TestMarginShowsTheTaxThatIsLost(t *testing.T) { // R-66, TV-5
	for _, c := range []struct {
		on   string
		lost yen.Amount
	}{{"2026-09-30", 2_000}, {"2026-10-01", 3_000}, {"2028-10-01", 5_000}} {
		m, err := Margin{Sales: 150_000}.AddFee(Fee{Gross: 110_000, Supplied: on(c.on)})
		if err != nil || m.Fees != 100_000 || m.Lost != c.lost || m.Left() != 50_000-c.lost {
			t.Errorf("TV-5 %s: %+v %v", c.on, m, err)
		}
	}
	m, err := Margin{Sales: 150_000}.AddFee(Fee{Gross: 110_000, Registered: true, Supplied: on("2026-12-01")})
	if err != nil || m.Lost != 0 || m.Permille() != 333 {
		t.Errorf("%+v %v", m, err)
	}
	m = m.AddLook(600, 60, issuer) // 2 hours of looking at 1,800 yen
	if m.Looked != 7_200 || m.Look != 3_600 || m.Left() != 46_400 {
		t.Errorf("%+v", m)
	}
	if (Margin{Fees: 1}).Permille() != 0 {
		t.Error("a share of nothing")
	}
}

func TestPlanAndProfit(t *testing.T) {
	p, err := PlanForm{SalesSide: "1,000,000", StaffSide: "500,000"}.Read()
	if err != nil || p[SalesSide][0] != 83_333 || p[SalesSide][11] != 83_337 || p.Year(SalesSide) != 1_000_000 {
		t.Errorf("%+v %v", p, err)
	}
	if n := Profit(map[Side]yen.Amount{SalesSide: 100, GrantsSide: 50, FeesSide: 70, RentSide: 10}); n != 70 {
		t.Error(n)
	}
	if _, err := (PlanForm{RentSide: "x"}).Read(); fault.Of(err).Fields[0].Name != "plan_rent" {
		t.Error(err)
	}
	for field, f := range map[string]CostForm{"side": {"sales", "2026-11-30", "1", "x"}, "on": {"rent", "2026-12-02", "1", "x"}, "amount": {"rent", "2026-11-30", "0", "x"}, "words": {"rent", "2026-11-30", "1", ""}} {
		_, err := f.Read(today)
		if x := fault.Of(err); x == nil || len(x.Fields) != 1 || x.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestAJournalForEachProgram(t *testing.T) {
	es := []Entry{
		{No: 1, On: on("2026-11-30"), Words: "2026-0001 みなと商事", Lines: []Leg{{"売掛金", "みなと商事", 110_000}, {"売上高", "みなと商事", -100_000}, {"仮受消費税", "", -10_000}}},
		{No: 2, On: on("2026-12-30"), Words: "入金", Lines: []Leg{{"普通預金", "", 110_000}, {"売掛金", "みなと商事", -110_000}}},
	}
	for key, want := range map[string]struct {
		columns, amount int
		first           []string
	}{
		"freee":        {14, 6, []string{"2026/11/30", "1", "", "売掛金"}},
		"moneyforward": {27, 8, []string{"1", "2026/11/30", "売掛金", "みなと商事"}},
		"yayoi":        {25, 8, []string{"2110", "1", "", "2026/11/30"}},
	} {
		p, ok := ProgramOf(key)
		if !ok {
			t.Fatal(key)
		}
		rows := p.Rows(es)
		if len(rows) != 3 || p.Heads() != nil && len(p.Heads()) != want.columns {
			t.Fatalf("%s: %d rows, %d heads", key, len(rows), len(p.Heads()))
		}
		for _, r := range rows {
			if len(r) != want.columns {
				t.Errorf("%s: %d columns", key, len(r))
			}
		}
		for i, s := range want.first {
			if rows[0][i] != s {
				t.Errorf("%s column %d: %q, want %q", key, i, rows[0][i], s)
			}
		}
		if rows[0][want.amount] != "110000" {
			t.Errorf("%s: %q", key, rows[0])
		}
	}
	rows := yayoi.Rows(es)
	if rows[1][0] != "2101" || rows[1][8] != "0" || rows[1][14] != "10000" || rows[2][0] != "2111" {
		t.Errorf("%q", rows)
	}
	if _, ok := ProgramOf("other"); ok {
		t.Error("a program nobody knows")
	}
}
