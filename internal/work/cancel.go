package work

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/yen"
)

// Loss is a piece somebody has in hand, and what she would lose if its order were cancelled now.
type Loss struct {
	Claim, Piece, Worker, WorkerName string
	No, WorkerNo                     int
	Rows, Done                       int
	Earned                           yen.Amount // the fee of the rows that are done: received and paid as they are
	Rest                             yen.Amount // what the rows that are left would have earned
	Again                            bool       // was delivered and is being mended: it is accepted as it is
}

// Left is how many rows are not done.
func (l Loss) Left() int { return l.Rows - l.Done }

// Compensation is what somebody is paid for a piece that was taken from her.
type Compensation struct {
	Loss
	Cost yen.Amount // what it has cost her: bought, booked, turned down
	Paid yen.Amount
}

// CancelForm is the cancelling of an order with pieces in hand, as typed: for each claim
// what it cost her and what she is paid.
type CancelForm struct {
	Reason, Less string
	Cost, Paid   map[string]string
}

// Read settles each piece in hand. Nobody is paid less than it cost her; who is paid less
// than the whole fee of the rest is told why (R-37, Art. 5 (2) of the Freelance Act).
func (f CancelForm) Read(losses []Loss) (out []Compensation, reason, less string, err error) {
	var c fault.Check
	under := false
	for _, l := range losses {
		x := Compensation{Loss: l}
		if l.Rest > 0 { // practice has no fee
			x.Cost, x.Paid = amount(&c, "cost_"+l.Claim, f.Cost[l.Claim]), amount(&c, "paid_"+l.Claim, f.Paid[l.Claim])
			c.When(x.Paid < x.Cost, "paid_"+l.Claim, "work.field.paid_under_cost", "cost", x.Cost.String())
			under = under || x.Paid < l.Rest
		}
		out = append(out, x)
	}
	reason, less = words(&c, "reason", f.Reason, true, 1000), words(&c, "less", f.Less, under, 1000)
	return out, reason, less, c.Err()
}

func amount(c *fault.Check, field, s string) yen.Amount {
	a, err := yen.Read(s)
	c.When(err != nil || a < 0, field, "work.field.yen_form")
	return max(a, 0)
}

// Settled says that an order was cancelled while people had pieces in hand, and what they were paid.
type Settled struct {
	Order  string     `journal:"keep"`
	Pieces int        `journal:"keep"`
	Paid   yen.Amount `journal:"keep"`
	Cost   yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e Settled) Kind() string { return "work.settled" }

// About is the order.
func (e Settled) About() string { return e.Order }
