package orders

import (
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

// QuoteState is where one version of a quote stands.
type QuoteState string

// The states of a quote. Waiting is one whose fee needs an approver's reason.
const (
	QuoteWaiting  QuoteState = "waiting"
	QuoteSent     QuoteState = "sent"
	QuoteAccepted QuoteState = "accepted"
	QuoteOther    QuoteState = "answered" // the client said something else than yes
	QuoteReplaced QuoteState = "replaced"
)

// Quote is what the hub offers a client, and what it would pay the workers.
type Quote struct {
	No                 int
	State              QuoteState
	Volume, Seconds    int
	Price, Fee         yen.Sen // of one unit
	Promise, Valid     when.Date
	Permille           int
	Terms              string
	Wage, Hourly       yen.Amount // the yardstick of the day, and what the fee comes to in an hour
	Reason             string     // why below the yardstick
	Approved           string     // by whom
	ApprovedAt         when.Instant
	MadeBy             string
	Made               when.Instant
	AnsweredBy, Answer string
	AnsweredAt         when.Instant
}

// Total is the price without tax.
func (q Quote) Total() yen.Amount { return q.Price.Times(int64(q.Volume)) }

// Fees are what workers would get for all of it.
func (q Quote) Fees() yen.Amount { return q.Fee.Times(int64(q.Volume)) }

// Below tells whether the fee falls short of the yardstick.
func (q Quote) Below() bool { return q.Fee > 0 && q.Hourly < q.Wage }

// Open tells whether the client can still say yes on a day.
func (q Quote) Open(today when.Date) bool { return q.State == QuoteSent && !today.After(q.Valid) }

// QuoteForm is a quote as typed.
type QuoteForm struct{ Volume, Seconds, Price, Fee, Promise, Permille, Valid, Terms string }

// Read cleans a quote and says what is wrong with it. Practice work has neither price nor fee.
func (f QuoteForm) Read(today when.Date, practice bool) (Quote, error) {
	var c fault.Check
	q := Quote{Volume: number(&c, "volume", f.Volume, 1, 10_000_000), Seconds: number(&c, "seconds", f.Seconds, 1, secondsMost), Permille: number(&c, "permille", f.Permille, 0, 1000),
		Promise: date(&c, "promise", f.Promise, today, true), Valid: date(&c, "valid", f.Valid, today, true), Terms: words(&c, "terms", f.Terms, false, 4000)}
	if !practice {
		q.Price, q.Fee = sen(&c, "price", f.Price), sen(&c, "fee", f.Fee)
		c.When(q.Fee > q.Price && q.Price > 0, "fee", "orders.field.fee_over_price")
	}
	c.When(!q.Promise.IsZero() && q.Promise.Before(today), "promise", "orders.field.past")
	c.When(!q.Valid.IsZero() && q.Valid.Before(today), "valid", "orders.field.past")
	return q, c.Err()
}

func sen(c *fault.Check, field, s string) yen.Sen {
	n, err := yen.ReadSen(s)
	c.When(err != nil && strings.TrimSpace(s) != "", field, "orders.field.yen_form")
	c.When(strings.TrimSpace(s) == "", field, "orders.field.missing")
	c.When(err == nil && (n == 0 || n > 100_000_000), field, "orders.field.yen_range")
	return n
}

// Hourly is what a fee of so much per unit comes to in an hour, at so many seconds a unit.
func Hourly(fee yen.Sen, seconds int) (tax.Hourly, error) {
	return tax.HourlyOf(yen.Amount(fee), 60, int64(seconds)*100) // sixty units take as many minutes as one takes seconds
}

// FeeFor is the lowest fee of one unit that reaches so many yen an hour.
func FeeFor(wage yen.Amount, seconds int) yen.Sen {
	return yen.Sen((int64(wage)*100*int64(seconds) + 3599) / 3600)
}

// Quoted says that a quote was made; Sent, that it went to the client at once.
type Quoted struct {
	ID    string     `journal:"keep"`
	No    int        `journal:"keep"`
	Total yen.Amount `journal:"keep"`
	Sent  bool       `journal:"keep"`
}

// Kind of the event.
func (e Quoted) Kind() string {
	if e.Sent {
		return "orders.quote_sent"
	}
	return "orders.quote_made"
}

// About is the order.
func (e Quoted) About() string { return e.ID }

// QuoteApproved says that a fee below the yardstick was approved, and why.
type QuoteApproved struct {
	ID     string     `journal:"keep"`
	No     int        `journal:"keep"`
	Hourly yen.Amount `journal:"keep"`
	Wage   yen.Amount `journal:"keep"`
	Reason string     `journal:"keep"`
}

// Kind of the event.
func (e QuoteApproved) Kind() string { return "orders.quote_approved" }

// About is the order.
func (e QuoteApproved) About() string { return e.ID }

// QuoteAnswered says what the client answered to a quote.
type QuoteAnswered struct {
	ID  string `journal:"keep"`
	No  int    `journal:"keep"`
	Yes bool   `journal:"keep"`
	By  string `journal:"mask"`
}

// Kind of the event.
func (e QuoteAnswered) Kind() string {
	if e.Yes {
		return "orders.quote_accepted"
	}
	return "orders.quote_answered"
}

// About is the order.
func (e QuoteAnswered) About() string { return e.ID }
