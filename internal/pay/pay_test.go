package pay

import (
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/payee"
)

var (
	day        = when.On(2026, 11, 10)
	paidOn     = when.On(2026, 12, 18)
	registered = func(when.Date) payee.Tax { return payee.Tax{Registered: true, Number: "T7000012050002"} }
	plain      = func(when.Date) payee.Tax { return payee.Tax{} }
	company    = func(when.Date) payee.Tax { return payee.Tax{Corporate: true} }
)

func item(amount yen.Amount, withhold bool) Item {
	return Item{Received: day, Agreed: amount, Amount: amount, Withhold: withhold, Due: paidOn}
}

// TV-7 to TV-11, and what lies beside them.
func TestAPaymentIsSettledByTheVectors(t *testing.T) {
	for name, x := range map[string]struct {
		items                          []Item
		prices                         Prices
		status                         func(when.Date) payee.Tax
		tax, base, withheld, transfers yen.Amount
	}{
		"TV-7 writing 50,000, tax apart":           {[]Item{item(50000, true)}, Without, registered, 5000, 50000, 5105, 49895},
		"TV-7 told all-in":                         {[]Item{item(55000, true)}, AllIn, registered, 5000, 50000, 5105, 49895},
		"TV-8 all-in 50,000":                       {[]Item{item(50000, true)}, AllIn, plain, 4545, 50000, 5105, 44895},
		"TV-9 all-in 55,000":                       {[]Item{item(55000, true)}, AllIn, plain, 5000, 55000, 5615, 49385},
		"TV-10 data entry":                         {[]Item{item(102900, false)}, AllIn, plain, 9354, 0, 0, 102900},
		"TV-11 mixed, two-step rate, added first":  {[]Item{item(800000, true), item(300000, true), item(200000, false)}, Without, registered, 130000, 1100000, 122520, 1307480},
		"the mock's January":                       {[]Item{item(7560, false), item(6820, false), item(6000, true), item(2700, false)}, AllIn, plain, 2098, 6000, 612, 22468},
		"a company is not withheld from":           {[]Item{item(55000, true)}, AllIn, company, 5000, 0, 0, 55000},
		"nine yen":                                 {[]Item{item(9, true)}, AllIn, plain, 0, 9, 0, 9},
		"small fees are added before the cut-off":  {[]Item{item(9, true), item(9, true)}, AllIn, plain, 1, 18, 1, 17},
		"tax is rounded once a rate, not by lines": {[]Item{item(999, false), item(8960, false), item(6655, false)}, Without, registered, 1661, 0, 0, 18275}, // TV-2
	} {
		got, err := Settle(x.items, x.prices, x.status, paidOn)
		if err != nil || got.Tax != x.tax || got.Base != x.base || got.Withheld != x.withheld || got.Transfer != x.transfers || got.Net+got.Tax != got.Gross {
			t.Errorf("%s: tax %d base %d withheld %d transfer %d (%v)", name, got.Tax, got.Base, got.Withheld, got.Transfer, err)
		}
	}
}

// the status on the day of each supply decides, also within one month.
func TestTheStatusOfTheDayDecides(t *testing.T) {
	from := when.On(2026, 11, 16)
	status := func(d when.Date) payee.Tax { return payee.Tax{Registered: !d.Before(from)} }
	before, later := item(11000, true), item(11000, true)
	later.Received = from
	got, err := Settle([]Item{before, later}, AllIn, status, paidOn)
	if err != nil || !got.Registered || !got.Plain || len(got.Groups) != 2 {
		t.Fatalf("%+v %v", got, err)
	}
	if got.Base != 10000+11000 || got.Withheld != 2144 || got.Transfer != 22000-2144 { // 21,000 × 10.21 % = 2,144.1
		t.Errorf("%+v", got)
	}
}

// TV-5, R-65, R-66: what may be deducted follows the day of supply; the fee does not.
func TestTheShareOfTheTaxFollowsTheSupply(t *testing.T) {
	for on, want := range map[when.Date]yen.Amount{when.On(2026, 9, 30): 8000, when.On(2026, 10, 1): 7000, when.On(2028, 10, 1): 5000, when.On(2030, 10, 1): 3000, when.On(2031, 10, 1): 0} {
		x := item(110000, false)
		x.Received = on
		got, err := Settle([]Item{x}, AllIn, plain, on)
		if err != nil || got.Credit != want || got.Transfer != 110000 {
			t.Errorf("%s: %d of it, %d transferred, %v", on, got.Credit, got.Transfer, err)
		}
	}
	got, err := Settle([]Item{item(110000, false)}, AllIn, registered, paidOn)
	if err != nil || got.Credit != 10000 {
		t.Errorf("registered: %+v %v", got, err)
	}
}

// what is paid is the fee less withheld tax and nothing else, whoever is paid whatever.
func TestNothingElseIsDeducted(t *testing.T) {
	for amount := yen.Amount(1); amount < 3_000_000; amount = amount*2 + 7 {
		for _, status := range []func(when.Date) payee.Tax{registered, plain, company} {
			got, err := Settle([]Item{item(amount, true)}, AllIn, status, paidOn)
			if err != nil || got.Gross != amount || got.Transfer != got.Gross-got.Withheld || got.Transfer <= 0 {
				t.Errorf("%d: %+v %v", amount, got, err)
			}
		}
	}
}

// draft, sent, agreed to by act or silence, locked; nothing else.
func TestTheStatesOfAStatement(t *testing.T) {
	want := map[State][]State{Draft: {Sent}, Sent: {Confirmed, Deemed, Locked}, Confirmed: {Locked}, Deemed: {Confirmed, Locked}, Locked: {Confirmed}}
	for _, from := range States {
		for _, to := range States {
			ok := false
			for _, x := range want[from] {
				ok = ok || x == to
			}
			if from.May(to) != ok {
				t.Errorf("%s to %s: %v", from, to, !ok)
			}
		}
	}
	if AnswerBy(when.On(2026, 12, 3)) != when.On(2026, 12, 10) {
		t.Error("the days to answer")
	}
}

// without her agreement it is paid, and serves for no credit.
func TestOnlyAnAgreedStatementServesForCredit(t *testing.T) {
	now := when.FromTime(day.At(600, when.Tokyo).Time())
	for name, x := range map[string]struct {
		s    Statement
		want bool
	}{
		"sent":                 {Statement{Number: "T7000012050002", State: Sent}, false},
		"confirmed":            {Statement{Number: "T7000012050002", State: Confirmed}, true},
		"deemed":               {Statement{Number: "T7000012050002", State: Deemed}, true},
		"paid, never agreed":   {Statement{Number: "T7000012050002", State: Locked}, false},
		"paid, agreed":         {Statement{Number: "T7000012050002", State: Locked, Confirmed: now}, true},
		"no registered number": {Statement{State: Confirmed}, false},
	} {
		if x.s.Creditable() != x.want {
			t.Errorf("%s: %v", name, !x.want)
		}
	}
}

// one calendar date, the earliest of the lines.
func TestAStatementIsDueWithItsEarliestLine(t *testing.T) {
	a, b := item(1, false), item(1, false)
	b.Due = when.On(2026, 11, 20)
	if got := DueOn([]Item{a, b}); got != b.Due {
		t.Error(got)
	}
	if !DueOn(nil).IsZero() {
		t.Error("nothing is due")
	}
}

// a line is never lower than the fee in the order, nor than what was told.
func TestACorrectionOnlyAdds(t *testing.T) {
	l := Line{Item: Item{Agreed: 380, Amount: 400}}
	for typed, field := range map[string]string{"379": "amount", "399": "amount", "400": "amount", "x": "amount", "99999999999": "amount"} {
		_, _, err := CorrectForm{typed, "数えまちがい"}.Read(l)
		if f := fault.Of(err); f == nil || f.Fields[0].Name != field {
			t.Errorf("%s: %v", typed, err)
		}
	}
	_, _, err := CorrectForm{"379", "x"}.Read(l)
	if fault.Of(err).Fields[0].Key != "pay.field.below_fee" {
		t.Error(err)
	}
	if _, _, err := (CorrectForm{"420", " "}).Read(l); fault.Of(err).Fields[0].Name != "reason" {
		t.Error("without a reason", err)
	}
	if a, reason, err := (CorrectForm{"４２０円", " 一枚抜けていた "}).Read(l); err != nil || a != 420 || reason != "一枚抜けていた" {
		t.Error(a, reason, err)
	}
}

func TestWhatBlocksAMonth(t *testing.T) {
	m, last := Month{Month: "2026-11", State: MonthOpen}, when.On(2026, 11, 30)
	today := when.On(2026, 12, 3)
	hard, soft := []Blocker{{Kind: Uninspected, Count: 1}}, []Blocker{{Kind: NotDone, Count: 4}}
	for name, x := range map[string]struct {
		m     Month
		today when.Date
		bs    []Blocker
		f     CloseForm
		want  fault.Kind
	}{
		"nothing":          {m, today, nil, CloseForm{}, ""},
		"on its last day":  {m, last, nil, CloseForm{}, fault.Conflict},
		"the day after":    {m, last.AddDays(1), nil, CloseForm{}, ""},
		"uninspected work": {m, today, hard, CloseForm{Knowing: true}, fault.Conflict},
		"four not done":    {m, today, soft, CloseForm{}, fault.Invalid},
		"knowing it":       {m, today, soft, CloseForm{Knowing: true}, ""},
		"closed already":   {Month{State: MonthClosed}, today, nil, CloseForm{}, fault.Conflict},
		"being closed":     {Month{State: MonthClosing}, today, nil, CloseForm{}, fault.Conflict},
	} {
		if err := MayCloseMonth(x.m, last, x.today, x.bs, x.f); fault.KindOf(err) != x.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TV-17, TV-18, R-28, R-30.
func TestTheClockOfALatePayment(t *testing.T) {
	c := Clocked{Amount: 110000, Received: when.On(2026, 11, 10), Due: when.On(2026, 12, 18), Last: when.On(2027, 1, 8)}
	for on, want := range map[when.Date]duedate.Alarm{when.On(2026, 12, 10): duedate.Quiet, when.On(2026, 12, 11): duedate.Week, when.On(2026, 12, 15): duedate.ThreeDays, when.On(2026, 12, 18): duedate.Today, when.On(2026, 12, 19): duedate.Overdue} {
		got, err := c.Judge(on, duedate.Civil)
		if err != nil || got.Alarm != want || got.Beyond {
			t.Errorf("%s: %q %v %v", on, got.Alarm, got.Beyond, err)
		}
	}
	got, err := c.Judge(when.On(2027, 2, 10), duedate.Subcontract)
	if err != nil || got.Interest != 1452 || got.InterestDays != 33 || !got.Beyond {
		t.Errorf("%+v %v", got, err)
	}
	old := Clocked{Amount: 1000, Received: when.On(1890, 1, 10), Due: when.On(1890, 2, 18), Last: when.On(1890, 3, 10)}
	if got, err := old.Judge(when.On(2027, 2, 10), duedate.Civil); err != nil || got.Alarm != duedate.Overdue || got.Interest != 0 {
		t.Errorf("a day no rate is known of: %+v %v", got, err)
	}
	c.Paid = when.On(2026, 12, 18)
	if got, err := c.Judge(when.On(2027, 2, 10), duedate.Civil); err != nil || got.Alarm != duedate.Quiet || got.Interest != 0 {
		t.Errorf("%+v %v", got, err)
	}
}

func TestAnExpenseIsReadAsTyped(t *testing.T) {
	today := when.On(2026, 12, 1)
	x, err := ExpenseForm{On: "11/28", Kind: "supplies", Amount: "1,280円", Note: " 付せん "}.Read(today)
	if err != nil || x.On != when.On(2026, 11, 28) || x.Amount != 1280 || x.Note != "付せん" {
		t.Errorf("%+v %v", x, err)
	}
	for field, f := range map[string]ExpenseForm{"on": {On: "soon", Kind: "other", Amount: "1"}, "amount": {On: "11/28", Kind: "other", Amount: "0"}, "kind": {On: "11/28", Kind: "gift", Amount: "1"}} {
		_, err := f.Read(today)
		if got := fault.Of(err); got == nil || got.Fields[0].Name != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := (ExpenseForm{On: "2026-12-02", Kind: "other", Amount: "1"}).Read(today); fault.KindOf(err) != fault.Invalid {
		t.Error("tomorrow's expense", err)
	}
}

func TestANumberNamesMonthAndWorker(t *testing.T) {
	if got := StatementNo("2027-01", "W-0148"); got != "P-202701-0148" {
		t.Error(got)
	}
	if _, err := ReadWords("reason", ""); fault.Of(err).Fields[0].Key != "pay.field.reason" {
		t.Error("a reason is asked for as a question", err)
	}
	for _, s := range []string{"", "  "} {
		if _, err := ReadWords("words", s); fault.KindOf(err) != fault.Invalid {
			t.Error("no words", err)
		}
	}
}
