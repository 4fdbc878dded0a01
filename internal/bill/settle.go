package bill

import (
	"errors"
	"math/bits"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/tax"
)

// CreditLine is what a credit note takes back of one line, without tax.
type CreditLine struct {
	No     int
	Amount yen.Amount
}

// Credit is a credit note (適格返還請求書 where the invoice is a qualified one).
type Credit struct {
	ID, Invoice  string
	Year, Number int
	On           when.Date
	Reason       string
	Lines        []CreditLine
	Totals       tax.Totals
	Document     string
	MadeBy       string
}

// No is the number as printed.
func (c Credit) No() string { return "C" + Number(c.Year, c.Number) }

// CreditForm is a credit note as typed: by a line's number, what is taken back.
type CreditForm struct {
	Reason  string
	Amounts map[int]string
}

// Read makes a credit note out of the form. Tax is once per rate; notes one after the
// other take back exactly the invoice's tax and not a yen more, so each is the difference
// of two sums.
func (f CreditForm) Read(v Invoice, today when.Date) (Credit, error) {
	var c fault.Check
	x := Credit{Invoice: v.ID, On: today, Reason: words(&c, "reason", f.Reason, true)}
	after := make([]Line, len(v.Lines))
	for i, l := range v.Lines {
		n := amount(&c, LineField(l.No), f.Amounts[l.No], false, 0, l.Left())
		if after[i] = l; n > 0 {
			after[i].Credited += n
			x.Lines = append(x.Lines, CreditLine{l.No, n})
		}
	}
	c.When(len(x.Lines) == 0 && len(v.Lines) > 0, LineField(v.Lines[0].No), "bill.field.credit_none")
	if err := c.Err(); err != nil {
		return x, err
	}
	was, err := credited(v.Lines, v.By.Rounding)
	if err != nil {
		return x, err
	}
	now, err := credited(after, v.By.Rounding)
	if err != nil {
		return x, err
	}
	x.Totals = minus(now, was)
	if x.Totals.Gross > v.Totals.Gross-v.Credited-v.Given { // what was given up is owed no more
		return x, fault.New(fault.Conflict, "bill.fault.credit_over")
	}
	return x, nil
}

// LineField is the form's field for a line.
func LineField(no int) string { return "line" + strconv.Itoa(no) }

func credited(lines []Line, r tax.Round) (tax.Totals, error) {
	return sum(lines, r, func(l Line) yen.Amount { return l.Credited })
}

// minus is one sum without another, rate by rate; rates of which nothing is left are out.
func minus(a, b tax.Totals) (t tax.Totals) {
	for _, g := range a.Groups {
		for _, o := range b.Groups {
			if o.Rate == g.Rate {
				g.Net, g.Tax, g.Gross = g.Net-o.Net, g.Tax-o.Tax, g.Gross-o.Gross
			}
		}
		if g.Gross != 0 {
			t.Groups = append(t.Groups, g)
			t.Net, t.Tax, t.Gross = t.Net+g.Net, t.Tax+g.Tax, t.Gross+g.Gross
		}
	}
	return t
}

// Receipt is money that came in for an invoice.
type Receipt struct {
	Invoice string
	Amount  yen.Amount
	Fee     yen.Amount // what the payer's bank took off and the hub bears; it settles the invoice, too
	On      when.Date
	Ref     string // names the receipt: a line of a bank's file, or a form's mark; the same twice is one
	Words   string
}

// Apply splits a receipt into what settles the invoice and what is over: an overpayment
// stays visible as an advance of the client.
func (v Invoice) Apply(got yen.Amount) (applied, over yen.Amount) {
	applied = max(0, min(got, v.Left()))
	return applied, got - applied
}

// ReceiptForm is a receipt entered by hand, as typed.
type ReceiptForm struct{ On, Amount, Words string }

// Read cleans the receipt and says what is wrong with it.
func (f ReceiptForm) Read(invoice, ref string, today when.Date) (Receipt, error) {
	var c fault.Check
	r := Receipt{Invoice: invoice, Ref: ref, On: date(&c, "on", f.On, today), Amount: amount(&c, "amount", f.Amount, true, 1, 1_000_000_000), Words: line(&c, "words", f.Words, false)}
	return r, c.Err()
}

// Interest is what a client whom the act binds owes for being late, if they paid what is
// left on a day: each line from its own sixty-first day, on its share of
// what is left. It is shown and never posted: whether to ask for it is the hub's to say.
func (v Invoice) Interest(day when.Date) (owed yen.Amount, err error) {
	left, all := v.Left(), yen.Amount(0)
	if v.State != Open || v.Kind == Internal || left <= 0 {
		return 0, nil
	}
	for _, l := range v.Lines {
		all += l.Left()
	}
	for _, l := range v.Lines {
		if l.LawLast.IsZero() || !day.After(l.LawLast) || all == 0 {
			continue
		}
		i, err := duedate.InterestOf(duedate.Delay{Law: duedate.Subcontract, Amount: share(left, l.Left(), all), Received: l.Supplied, Paid: day})
		var unknown *dated.Unknown
		if errors.As(err, &unknown) {
			continue // a rate nobody has looked up yet is not reckoned with
		}
		if err != nil {
			return 0, err
		}
		owed += i.Owed
	}
	return owed, nil
}

// share is the part of a sum that one of several amounts stands for, cut off; it cannot overflow.
func share(sum, one, all yen.Amount) yen.Amount {
	hi, lo := bits.Mul64(uint64(sum), uint64(one))
	q, _ := bits.Div64(hi, lo, uint64(all))
	return yen.Amount(q)
}

// Step is how often a client was reminded.
type Step int

// Wait is for how many days an invoice is overdue before the hub thinks of a first and of
// a second reminder; a second never comes sooner than a week after the first.
const (
	waitFirst  = 3
	waitSecond = 14
	waitAgain  = 7
)

// NextReminder is the reminder that is due, 0 if none: a person sends it, no program.
func NextReminder(v Invoice, sent Step, last, today when.Date) Step {
	late := v.Late(today)
	switch {
	case v.Kind == Internal:
		return 0
	case sent == 0 && late >= waitFirst:
		return 1
	case sent == 1 && late >= waitSecond && today.Sub(last) >= waitAgain:
		return 2
	}
	return 0
}

// GiveUpForm asks to give a claim up, as typed.
type GiveUpForm struct{ Reason string }

// Read cleans the form and says what is wrong with it.
func (f GiveUpForm) Read() (string, error) {
	var c fault.Check
	s := words(&c, "reason", f.Reason, true)
	return s, c.Err()
}

// GivingUp is a claim somebody wants to give up; another person decides.
type GivingUp struct {
	ID, Invoice, Reason, AskedBy, Asker, ApprovedBy, RefusedBy string // Asker is the person who asked
	Amount                                                     yen.Amount
	Asked, Approved, Refused                                   when.Instant
}

// Waits tells whether nobody decided yet.
func (g GivingUp) Waits() bool { return g.Approved.IsZero() && g.Refused.IsZero() }

// Credited says that a credit note was issued.
type Credited struct {
	ID      string     `journal:"keep"`
	Invoice string     `journal:"keep"`
	No      string     `journal:"keep"`
	Gross   yen.Amount `journal:"keep"`
	Reason  string     `journal:"keep"`
}

// Kind of the event.
func (e Credited) Kind() string { return "bill.credited" }

// About is the invoice.
func (e Credited) About() string { return e.Invoice }

// Received says that money came in for an invoice.
type Received struct {
	Invoice string     `journal:"keep"`
	Amount  yen.Amount `journal:"keep"`
	Over    yen.Amount `journal:"keep"`
	Fee     yen.Amount `journal:"keep"`
	On      when.Date  `journal:"keep"`
}

// Kind of the event.
func (e Received) Kind() string { return "bill.received" }

// About is the invoice.
func (e Received) About() string { return e.Invoice }

// AdvanceUsed says that what a client had paid too much settled another invoice.
type AdvanceUsed struct {
	Invoice string     `journal:"keep"`
	Amount  yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e AdvanceUsed) Kind() string { return "bill.advance_used" }

// About is the invoice.
func (e AdvanceUsed) About() string { return e.Invoice }

// Reminded says that a client was reminded.
type Reminded struct {
	Invoice string `journal:"keep"`
	Step    int    `journal:"keep"`
	Mailed  bool   `journal:"keep"`
}

// Kind of the event.
func (e Reminded) Kind() string { return "bill.reminded" }

// About is the invoice.
func (e Reminded) About() string { return e.Invoice }

// GaveUp says that somebody asked to give a claim up, or that another person agreed.
type GaveUp struct {
	Invoice  string     `journal:"keep"`
	Amount   yen.Amount `journal:"keep"`
	Reason   string     `journal:"keep"`
	Approved bool       `journal:"keep"`
}

// Kind of the event.
func (e GaveUp) Kind() string {
	if e.Approved {
		return "bill.gave_up"
	}
	return "bill.give_up_asked"
}

// About is the invoice.
func (e GaveUp) About() string { return e.Invoice }

// GiveUpRefused says that a claim is not given up.
type GiveUpRefused struct {
	Invoice string `journal:"keep"`
}

// Kind of the event.
func (e GiveUpRefused) Kind() string { return "bill.give_up_refused" }

// About is the invoice.
func (e GiveUpRefused) About() string { return e.Invoice }
