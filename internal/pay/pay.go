// Package pay is how a month's work becomes money: what goes into a payment statement, what
// it comes to, when it is due, who has agreed to it. It holds
// the rules; the books are in paystore. There is no deduction but withheld income tax, and
// no type for one.
package pay

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
)

// What may be done here.
const (
	MaySelf  who.Permission = "pay.self"  // a worker's own money
	MaySee   who.Permission = "pay.see"   // months, statements, the law's clock
	MayClose who.Permission = "pay.close" // close and reopen months, answer and correct
)

// Closing says that the closing of a month began, or that it was reopened, and why.
type Closing struct {
	Month  string `journal:"keep"`
	Reason string `journal:"keep"`
	Again  bool   `journal:"keep"`
}

// Kind of the event.
func (e Closing) Kind() string {
	if e.Again {
		return "pay.reopened"
	}
	return "pay.closing"
}

// About is the month.
func (e Closing) About() string { return e.Month }

// Stuck says that the closing of a month got stuck, and that the month is open again.
type Stuck struct {
	Month string `journal:"keep"`
}

// Kind of the event.
func (e Stuck) Kind() string { return "pay.stuck" }

// About is the month.
func (e Stuck) About() string { return e.Month }

// Closed says that a month is closed, with how many statements.
type Closed struct {
	Month      string     `journal:"keep"`
	Statements int        `journal:"keep"`
	Sum        yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e Closed) Kind() string { return "pay.closed" }

// About is the month.
func (e Closed) About() string { return e.Month }

// Stated says that a version of a statement was drawn up.
type Stated struct {
	ID      string     `journal:"keep"`
	No      string     `journal:"keep"`
	Version int        `journal:"keep"`
	Worker  string     `journal:"keep"`
	Amount  yen.Amount `journal:"keep"`
	Reason  string     `journal:"keep"`
}

// Kind of the event.
func (e Stated) Kind() string {
	switch {
	case e.Version > 1 && e.Reason == "":
		return "pay.added"
	case e.Version > 1:
		return "pay.restated"
	}
	return "pay.stated"
}

// About is the worker.
func (e Stated) About() string { return e.Worker }

// Moved says that a statement came into another state.
type Moved struct {
	ID     string `journal:"keep"`
	No     string `journal:"keep"`
	Worker string `journal:"keep"`
	State  State  `journal:"keep"`
}

// Kind of the event.
func (e Moved) Kind() string { return "pay.state_" + string(e.State) }

// About is the worker.
func (e Moved) About() string { return e.Worker }

// Disputed says that a worker asked about a line, or that she was answered.
type Disputed struct {
	ID       string `journal:"keep"`
	No       string `journal:"keep"`
	Worker   string `journal:"keep"`
	Answered bool   `journal:"keep"`
}

// Kind of the event.
func (e Disputed) Kind() string {
	if e.Answered {
		return "pay.dispute_answered"
	}
	return "pay.disputed"
}

// About is the worker.
func (e Disputed) About() string { return e.Worker }

// Paid says that a statement was paid, or that a transfer came back.
type Paid struct {
	ID     string     `journal:"keep"`
	No     string     `journal:"keep"`
	Worker string     `journal:"keep"`
	Amount yen.Amount `journal:"keep"`
	Failed bool       `journal:"keep"`
	Reason string     `journal:"mask"`
}

// Kind of the event.
func (e Paid) Kind() string {
	if e.Failed {
		return "pay.failed"
	}
	return "pay.paid"
}

// About is the worker.
func (e Paid) About() string { return e.Worker }

// Reported says that a worker has nothing more to hand in for a month.
type Reported struct {
	Month  string `journal:"keep"`
	Worker string `journal:"keep"`
	Undone bool   `journal:"keep"`
}

// Kind of the event.
func (e Reported) Kind() string {
	if e.Undone {
		return "pay.not_done"
	}
	return "pay.done"
}

// About is the worker.
func (e Reported) About() string { return e.Worker }

// Reminded says that those who have not reported were asked, kindly.
type Reminded struct {
	Month  string `journal:"keep"`
	People int    `journal:"keep"`
}

// Kind of the event.
func (e Reminded) Kind() string { return "pay.reminded" }

// About is the month.
func (e Reminded) About() string { return e.Month }

// Spent says that a worker noted an expense in her own book, or took it out.
type Spent struct {
	ID      string `journal:"keep"`
	Removed bool   `journal:"keep"`
}

// Kind of the event.
func (e Spent) Kind() string {
	if e.Removed {
		return "pay.expense_removed"
	}
	return "pay.expense"
}

// About is the note.
func (e Spent) About() string { return e.ID }

// Events are all the house's events.
func Events() []event.Event {
	out := []event.Event{Closing{}, Closing{Again: true}, Stuck{}, Closed{}, Stated{}, Stated{Version: 2}, Stated{Version: 2, Reason: "x"}, Disputed{}, Disputed{Answered: true}, Paid{}, Paid{Failed: true}, Reported{}, Reported{Undone: true}, Reminded{}, Spent{}, Spent{Removed: true}}
	for _, s := range States {
		out = append(out, Moved{State: s})
	}
	return out
}
