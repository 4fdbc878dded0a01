package pay

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// MonthState is where a month stands.
type MonthState string

// The states of a month.
const (
	MonthOpen    MonthState = "open"
	MonthClosing MonthState = "closing"
	MonthClosed  MonthState = "closed"
)

// Month is the closing of a month as an object of its own.
type Month struct {
	Month       string
	State       MonthState
	Version     int // how often it was closed
	Done, Total int // workers of the closing that runs
	Statements  int
	Sum         yen.Amount
	Papers      int // statements that have their paper
	Steps       []Step
}

// ReasonStuck is the reason of a month that was opened again because its closing got stuck.
const ReasonStuck = "pay.step.stuck"

// monthsShown is how many months the page of closings has.
const monthsShown = 13

// LastMonths are the months one closes and looks back on, the running one first.
func LastMonths(today when.Date) (out []string) {
	first := when.On(today.Year(), today.Month(), 1)
	for i := range monthsShown {
		out = append(out, first.AddMonths(-i).String()[:7])
	}
	return out
}

// Step is one thing that happened to a month.
type Step struct {
	What, Reason, By string
	At               when.Instant
}

// BlockKind is what keeps a month from being closed.
type BlockKind string

// What blocks. The first three must be settled; the others may be passed knowingly, for
// they do not change what somebody earned.
const (
	Uninspected BlockKind = "uninspected" // received and not inspected
	Disputed1   BlockKind = "disputed"    // a question about a statement that waits for an answer
	Undecided   BlockKind = "undecided"   // whether to withhold is not decided
	NotDone     BlockKind = "not_done"    // people who have not said that this is all
	NoAccount   BlockKind = "no_account"  // nowhere to send the money
	Unconfirmed BlockKind = "unconfirmed" // an account she has not confirmed
	DoubtfulTax BlockKind = "doubtful"    // a registration number that waits for a look-up
)

// Hard tells whether it must be settled first.
func (k BlockKind) Hard() bool { return k == Uninspected || k == Disputed1 || k == Undecided }

// Blocker is one thing that blocks a month, with whom or what it is about.
type Blocker struct {
	Kind   BlockKind
	Count  int
	People []Person // at most a handful, to be named
}

// Person is a worker by name.
type Person struct{ ID, Name, No string }

// CloseForm is the closing of a month as pressed.
type CloseForm struct{ Knowing bool }

// MayCloseMonth says whether a month can be closed: it must be over, nothing hard may block it,
// and what is soft is passed only knowingly.
func MayCloseMonth(m Month, last, today when.Date, bs []Blocker, f CloseForm) error {
	switch {
	case m.State != MonthOpen:
		return fault.New(fault.Conflict, "pay.fault.not_open", "month", m.Month)
	case !last.Before(today):
		return fault.New(fault.Conflict, "pay.fault.month_runs", "month", m.Month)
	}
	var c fault.Check
	for _, b := range bs {
		if b.Kind.Hard() {
			return fault.New(fault.Conflict, "pay.fault.blocked", "month", m.Month)
		}
		c.When(!f.Knowing, "knowing", "pay.field.knowing")
	}
	return c.Err()
}

// Expense is something a worker spent for her work: her own book, which the hub does not judge.
type Expense struct {
	ID     string
	On     when.Date
	Kind   string
	Amount yen.Amount
	Note   string
	File   string
	Media  string
}

// ExpenseKinds are the usual heads of a tax return, in the order of the form. Direct ones count
// for health insurers, too.
var ExpenseKinds = []string{"supplies", "communication", "equipment", "travel", "training", "fees", "other"}

// ExpenseForm is an expense as typed.
type ExpenseForm struct{ On, Kind, Amount, Note string }

// Read cleans an expense and says what is wrong with it.
func (f ExpenseForm) Read(today when.Date) (Expense, error) {
	var c fault.Check
	x := Expense{Kind: f.Kind, Note: strings.TrimSpace(f.Note)}
	var err error
	x.On, err = when.ReadDate(f.On, today)
	c.When(err != nil, "on", "pay.field.date")
	c.When(err == nil && x.On.After(today), "on", "pay.field.future")
	x.Amount, err = yen.Read(f.Amount)
	c.When(err != nil || x.Amount <= 0 || x.Amount > most, "amount", "pay.field.amount")
	c.When(!slices.Contains(ExpenseKinds, f.Kind), "kind", "pay.field.kind")
	c.When(len([]rune(x.Note)) > 200, "note", "pay.field.long", "n", 200)
	return x, c.Err()
}

// PhotoMost is how large the picture of a receipt may be.
const PhotoMost = 8 << 20
