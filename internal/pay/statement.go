package pay

import (
	"errors"
	"fmt"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/tax"
	"hiroba/internal/payee"
	"hiroba/internal/workers"
)

// State is where a statement stands.
type State string

// The states: drawn up, sent to her, agreed to by her act, or by silence after the days the
// basic contract names, and locked once it is paid.
const (
	Draft     State = "draft"
	Sent      State = "sent"
	Confirmed State = "confirmed"
	Deemed    State = "deemed"
	Locked    State = "locked"
)

// States in their order.
var States = []State{Draft, Sent, Confirmed, Deemed, Locked}

var after = map[State][]State{
	Draft:     {Sent},
	Sent:      {Confirmed, Deemed, Locked}, // without confirmation it may be paid
	Confirmed: {Locked},
	Deemed:    {Confirmed, Locked},
	Locked:    {Confirmed}, // her word may come after the money, and makes it fit for credit
}

// May tells whether one state can follow another. A correction is no step here: it is a new
// version, which begins as a draft.
func (s State) May(to State) bool {
	for _, x := range after[s] {
		if x == to {
			return true
		}
	}
	return false
}

// DeemDays is within how many days a worker says that something is wrong; silence after
// them is agreement, as the basic contract has it.
const DeemDays = 7

// AnswerBy is the last day to say that something is wrong.
func AnswerBy(sent when.Date) when.Date { return sent.AddDays(DeemDays) }

// Item is something that is to be paid: work that was received and accepted, with what the
// order's terms say of it.
type Item struct {
	Claim, Worker, Order, Piece string
	Part                        int    // 0 the work itself; 1 and on: what was added to it later
	Title, Unit                 string // what was done, counted in what
	Rows                        int
	UnitFee                     yen.Sen
	Received, Accepted          when.Date
	Due                         when.Date
	Agreed                      yen.Amount // the fee in the order
	Amount                      yen.Amount // what is paid for it
	Withhold                    bool       // as the order's terms froze it
}

// Line is an item in a statement. Each accepted piece stands in exactly one line, for ever;
// a later version may raise a line's amount, never lower it below the order's.
type Line struct {
	Item
	No      int
	Version int    // the version of the statement that brought it, or its present amount
	Reason  string // of a corrected amount
}

// Statement is what a worker is told she is paid for a month (支払通知書, which is the
// purchase statement of the consumption tax Act).
type Statement struct {
	ID, Month, Worker, No string
	WorkerName, WorkerNo  string
	Version, Newest       int
	State                 State
	Reason                string // of this version; none: what a reopened month brought was added
	Sums
	Number           string // registration number printed, "" none
	Due              when.Date
	Document         string
	Sent             when.Instant
	Contract         string    // wording of the basic contract she had signed when this version was drawn up
	AnswerBy         when.Date // zero: silence agrees to nothing
	Confirmed        when.Instant
	ConfirmedBy      string
	Paid             yen.Amount // transferred so far
	PaidOn           when.Date
	Before           yen.Amount // what the version before it came to
	Disputes         int        // open ones
	Failed           string     // why the last transfer came back, "" none did
	Lines            []Line
	Made             when.Instant
	MadeBy           string
	BankName, Branch string // where it goes; of the account only the end
	Last3            string
}

// Silence tells whether the days over mean agreement: only where the contract she signed says so.
func (s Statement) Silence() bool { return s.Contract >= workers.SilenceSince }

// Open is what is still to be transferred.
func (s Statement) Open() yen.Amount { return s.Transfer - s.Paid }

// Creditable tells whether the statement serves for the input tax of a registered worker:
// only with her agreement.
func (s Statement) Creditable() bool {
	return s.Number != "" && (s.State == Confirmed || s.State == Deemed || s.State == Locked && !s.Confirmed.IsZero())
}

// Waits tells whether there is input tax in it that waits for her agreement.
func (s Statement) Waits() bool { return s.Registered && !s.Creditable() }

// Usable is what of the tax in it the hub may deduct as the statement stands: the registered
// worker's share only with her agreement, the transitional share of the others at once.
func (s Statement) Usable() yen.Amount {
	sum := s.Credit
	for _, g := range s.Groups {
		if g.Registered && s.Waits() {
			sum -= g.Tax
		}
	}
	return sum
}

// StatementNo is a statement's number: its month and the worker's number.
func StatementNo(month, workerNo string) string {
	return fmt.Sprintf("P-%s-%s", strings.ReplaceAll(month, "-", ""), strings.TrimPrefix(workerNo, "W-"))
}

// Group is what a statement says of one rate and one status.
type Group struct {
	Registered      bool
	Rate            string // "10"
	Net, Tax, Gross yen.Amount
}

// Sums is what a statement comes to: Gross − Withheld = Transfer, and Net + Tax = Gross.
type Sums struct {
	Groups            []Group
	Net, Tax, Gross   yen.Amount
	Credit            yen.Amount // of Tax, what the hub may deduct: all, or the transitional share
	Base              yen.Amount // what is withheld from
	Withheld          yen.Amount
	Transfer          yen.Amount
	Registered, Plain bool // whether there are lines of either status
}

// Prices says how the amounts of items are meant: with consumption tax or its equivalent in
// them, or without. The terms of this house are all-in.
type Prices bool

// The two ways.
const (
	AllIn   Prices = true
	Without Prices = false
)

// Settle works out a payment of items to one worker. The status on the day of each supply
// decides: for a registered worker fee and tax stand apart, so the fee alone is
// withheld from (R-69, TV-7); for the others the whole is (TV-8, TV-9). Bases are added
// first and cut off once (R-68, TV-11). A corporation is not withheld from.
func Settle(items []Item, prices Prices, status func(when.Date) payee.Tax, paid when.Date) (Sums, error) {
	var s Sums
	for _, registered := range []bool{true, false} {
		if err := s.side(items, prices, status, registered); err != nil {
			return Sums{}, err
		}
	}
	if s.Base > 0 {
		var err error
		if s.Withheld, err = tax.Withheld(tax.Fees, s.Base, paid); err != nil {
			return Sums{}, err
		}
	}
	s.Transfer = s.Gross - s.Withheld
	return s, nil
}

// side adds what is supplied with or without a registration.
func (s *Sums) side(items []Item, prices Prices, status func(when.Date) payee.Tax, registered bool) error {
	var all, held []tax.Line
	for _, x := range items {
		t := status(x.Received)
		if t.Registered != registered {
			continue
		}
		l := tax.Line{Amount: x.Amount, Class: tax.Standard, Supplied: x.Received}
		all = append(all, l)
		if x.Withhold && !t.Corporate {
			held = append(held, l)
		}
	}
	if len(all) == 0 {
		return nil
	}
	s.Registered, s.Plain = s.Registered || registered, s.Plain || !registered
	t, err := tax.Sum(all, bool(prices), tax.Floor)
	if err != nil {
		return err
	}
	for _, g := range t.Groups {
		s.Groups = append(s.Groups, Group{Registered: registered, Rate: strings.TrimSuffix(g.Rate.String(), "%"), Net: g.Net, Tax: g.Tax, Gross: g.Gross})
	}
	s.Net, s.Tax, s.Gross = s.Net+t.Net, s.Tax+t.Tax, s.Gross+t.Gross
	if err := s.credit(all, t, prices, registered); err != nil {
		return err
	}
	return s.base(held, prices, registered)
}

// credit is what the hub may deduct of the tax: all of a registered worker's, the
// transitional share of the others by the day of supply. It never lowers a fee.
func (s *Sums) credit(all []tax.Line, t tax.Totals, prices Prices, registered bool) error {
	if registered {
		s.Credit += t.Tax
		return nil
	}
	byShare := map[when.Date]yen.Amount{}
	for _, l := range all {
		byShare[when.On(l.Supplied.Year(), l.Supplied.Month(), 1)] += l.Amount
	}
	for month, sum := range byShare {
		if prices == Without {
			m, err := tax.Sum([]tax.Line{{Amount: sum, Class: tax.Standard, Supplied: month}}, false, tax.Floor)
			if err != nil {
				return err
			}
			sum = m.Gross
		}
		share, err := tax.CreditShare(month)
		if err != nil || share == 0 { // from 2031-10 nothing is left, and no cap is known
			if err != nil {
				return err
			}
			continue
		}
		c, err := tax.TransitionalCredit(tax.Purchase{Gross: sum, Class: tax.Standard, Supplied: month, Period: month})
		if err != nil {
			return err
		}
		s.Credit += c.Deduct
	}
	return nil
}

func (s *Sums) base(held []tax.Line, prices Prices, registered bool) error {
	if len(held) == 0 {
		return nil
	}
	t, err := tax.Sum(held, bool(prices), tax.Floor)
	if err != nil {
		return err
	}
	if registered {
		s.Base += t.Net
	} else {
		s.Base += t.Gross
	}
	return nil
}

// DueOn is the day a statement is paid: the earliest of its lines, one calendar date (R-22,
// It never moves because the client has not paid.
func DueOn(items []Item) (due when.Date) {
	for _, x := range items {
		if due.IsZero() || x.Due.Before(due) {
			due = x.Due
		}
	}
	return due
}

// Items are the lines' items.
func Items(ls []Line) []Item {
	out := make([]Item, 0, len(ls))
	for _, l := range ls {
		out = append(out, l.Item)
	}
	return out
}

// CorrectForm is the correction of a line as typed.
type CorrectForm struct{ Amount, Reason string }

// Read says what is wrong with a correction. A line is never lower than the fee in the
// order, and nothing that was told is taken back: corrections only add.
func (f CorrectForm) Read(l Line) (yen.Amount, string, error) {
	var c fault.Check
	a, err := yen.Read(f.Amount)
	reason := strings.TrimSpace(f.Reason)
	c.When(err != nil, "amount", "pay.field.amount")
	c.When(err == nil && a < l.Agreed, "amount", "pay.field.below_fee", "fee", l.Agreed.String())
	c.When(err == nil && a >= l.Agreed && a < l.Amount, "amount", "pay.field.below_told", "amount", l.Amount.String())
	c.When(err == nil && a == l.Amount, "amount", "pay.field.same")
	c.When(err == nil && a > most, "amount", "pay.field.amount")
	c.When(reason == "", "reason", "pay.field.reason")
	c.When(len([]rune(reason)) > wordsMost, "reason", "pay.field.long", "n", wordsMost)
	return a, reason, c.Err()
}

const (
	most      = 100_000_000 // of one line
	wordsMost = 1000
)

// ReadWords cleans a question, an answer or a reason that must be there.
func ReadWords(field, s string) (string, error) {
	var c fault.Check
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	missing := "pay.field.words_missing"
	if field == "reason" {
		missing = "pay.field.reason"
	}
	c.When(s == "", field, missing)
	c.When(len([]rune(s)) > wordsMost, field, "pay.field.long", "n", wordsMost)
	return s, c.Err()
}

// Payable is a statement that is to be paid.
type Payable struct {
	Statement, No, Worker string
	Month                 string     // it is for
	Net                   yen.Amount // to be transferred now
	DueOn                 when.Date
}

// Clocked is one piece on the law's clock.
type Clocked struct {
	Claim, Order, Piece, Worker string
	Title, WorkerName           string
	Amount                      yen.Amount
	Received, Due, Last         when.Date
	Accepted                    bool
	Statement                   string
	Paid                        when.Date
	Alarm                       duedate.Alarm
	Interest                    yen.Amount
	InterestDays                int
	Beyond                      bool // past the last lawful day
}

// Judge sets how near a piece is to its day, and what a delay costs so far. For
// days no rate is known of, it says what is late and not what it costs.
func (c Clocked) Judge(today when.Date, law duedate.Law) (Clocked, error) {
	if !c.Paid.IsZero() {
		return c, nil
	}
	c.Alarm = duedate.AlarmOf(c.Due, today)
	c.Beyond = today.After(c.Last)
	if c.Alarm != duedate.Overdue || c.Amount <= 0 {
		return c, nil
	}
	i, err := duedate.InterestOf(duedate.Delay{Law: law, Amount: c.Amount, Received: c.Received, Due: c.Due, Paid: today})
	if unknown := (*dated.Unknown)(nil); errors.As(err, &unknown) {
		return c, nil
	}
	c.Interest, c.InterestDays = i.Owed, i.Days
	return c, err
}
