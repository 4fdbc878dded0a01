package books

import (
	"errors"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

func TestAnEntrySumsToZeroOrIsRefused(t *testing.T) {
	day := when.On(2026, 11, 30)
	good := Entry{On: day, Kind: "statement", Ref: "statement:1", Lines: []Line{{Account: Fees, Amount: 50000}, {Account: InputTax, Amount: 5000}, {Account: Withholding, Amount: -5105}, {Account: Payable, Amount: -49895}}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		want   error
		change func(*Entry)
	}{
		"a yen off":       {ErrSum, func(e *Entry) { e.Lines[0].Amount++ }},
		"a line of zero":  {ErrZero, func(e *Entry) { e.Lines[1].Amount = 0; e.Lines[0].Amount = 55000 }},
		"unknown account": {ErrAccount, func(e *Entry) { e.Lines[0].Account = "transfer_fee" }},
		"one line":        {ErrEmpty, func(e *Entry) { e.Lines = e.Lines[:1] }},
		"no day":          {ErrEmpty, func(e *Entry) { e.On = when.Date{} }},
		"no ref":          {ErrEmpty, func(e *Entry) { e.Ref = "" }},
		"no kind":         {ErrEmpty, func(e *Entry) { e.Kind = "gift" }},
	} {
		e := good
		e.Lines = append([]Line(nil), good.Lines...)
		x.change(&e)
		if err := e.Check(); !errors.Is(err, x.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLinesOfNothingAreLeftOut(t *testing.T) {
	e := Entry{Lines: []Line{{Account: Fees, Amount: 10}, {Account: InputTax}, {Account: Payable, Amount: -10}}}
	if got := e.Balanced(); len(got.Lines) != 2 || len(e.Lines) != 3 {
		t.Errorf("%+v of %+v", got, e)
	}
}

func TestAMonthHasItsDays(t *testing.T) {
	for month, last := range map[string]string{"2026-11": "2026-11-30", "2027-02": "2027-02-28", "2028-02": "2028-02-29", "2026-12": "2026-12-31"} {
		_, l, err := MonthDays(month)
		if err != nil || l.String() != last || Month(l) != month {
			t.Errorf("%s: %s %v", month, l, err)
		}
	}
	if _, _, err := MonthDays("2026-13"); err == nil {
		t.Error("a thirteenth month")
	}
}

// ranges of days and of amounts, and any combination.
func TestASearchIsReadAsTyped(t *testing.T) {
	today := when.On(2026, 12, 1)
	q, err := QueryForm{From: "2026/11/1", To: "令和8年11月30日", Min: "1,000", Max: "５００００円", Name: " みなと ", Kind: "invoice"}.Read(today)
	if err != nil || q.From != when.On(2026, 11, 1) || q.To != when.On(2026, 11, 30) || *q.Min != 1000 || *q.Max != 50000 || q.Name != "みなと" || q.Kind != InvoiceDoc {
		t.Errorf("%+v %v", q, err)
	}
	if q, err := (QueryForm{}).Read(today); err != nil || q.Min != nil || q.Kind != "" {
		t.Errorf("an empty search: %+v %v", q, err)
	}
	for name, x := range map[string]struct {
		f     QueryForm
		field string
	}{
		"no date":         {QueryForm{From: "soon"}, "from"},
		"no amount":       {QueryForm{Min: "much"}, "min"},
		"ends before":     {QueryForm{From: "2026-11-02", To: "2026-11-01"}, "to"},
		"less than least": {QueryForm{Min: "2", Max: "1"}, "max"},
	} {
		_, err := x.f.Read(today)
		if f := fault.Of(err); f == nil || f.Fields[0].Name != x.field {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (QueryForm{From: "2026-11-01"}).ReadPeriod(today); fault.KindOf(err) != fault.Invalid {
		t.Error("a period without its end", err)
	}
}

func TestTheChartHasBothSides(t *testing.T) {
	n := 0
	for _, a := range Accounts {
		if a.Debit() {
			n++
		}
	}
	if len(Accounts) != 12 || n != 6 {
		t.Errorf("%d accounts, %d on the left", len(Accounts), n)
	}
}
