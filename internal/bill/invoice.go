package bill

import (
	"fmt"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/tax"
	"hiroba/internal/orders"
)

// Kind is what paper an invoice is.
type Kind string

// The kinds. An internal charge goes to the operator's own head office: within one legal
// person nothing is sold, so it carries no tax and is no qualified invoice.
const (
	Qualified Kind = "qualified" // 適格請求書
	Plain     Kind = "plain"     // the issuer has no registration, or nobody has looked it up yet
	Internal  Kind = "internal"  // 内部の振替
)

// KindFor is the paper a client gets from an issuer.
func KindFor(c orders.ClientKind, i Issuer) Kind {
	if c == "operator" {
		return Internal
	}
	return i.Paper()
}

// State is where an invoice stands.
type State string

// The states of an invoice. What is issued never goes back: it is paid, credited, or
// given up, and its paper stays as it is.
const (
	Draft     State = "draft"
	Open      State = "issued"
	Part      State = "part"
	Paid      State = "paid"
	Cancelled State = "credited"
	GivenUp   State = "given_up"
)

// States in the order of the filter; a dropped draft is in none of them.
var States = []State{Draft, Open, Part, Paid, Cancelled, GivenUp}

// Recipient is to whom an invoice is written. A section of the town hall pays from a
// budget line of a fiscal year; both stand on the paper.
type Recipient struct {
	Name, Address, Contact, Mail string
	BudgetLine                   string
	FiscalYear                   int
}

// RecipientOf is what a client's paper says of them.
func RecipientOf(c orders.Client, until when.Date) Recipient {
	r := Recipient{Name: or(c.BillName, c.Name), Address: or(c.BillTo, c.Address), Contact: c.Contact, Mail: or(c.BillMail, c.Mail)}
	if c.BudgetLine != "" {
		r.BudgetLine, r.FiscalYear = c.BudgetLine, until.FiscalYear()
	}
	return r
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// Line is one line: what was delivered of an order and accepted, or something staff added.
type Line struct {
	No              int
	Order           string // "": added by hand
	OrderNo         int
	Delivery        int
	Title, Unit, PO string
	Quantity        int
	Price           yen.Sen // of one unit, without tax
	Amount          yen.Amount
	Class           tax.Class
	Supplied        when.Date // handed over: decides the rate, and R-59 counts from it
	Accepted        when.Date // decides under which closing it falls
	LawLast         when.Date // where the act binds the client
	Credited        yen.Amount
}

// Left is what of a line no credit note has taken back.
func (l Line) Left() yen.Amount { return l.Amount - l.Credited }

// Rate is the line's rate of tax.
func (l Line) Rate() (dated.Rate, error) { return tax.ConsumptionRate(l.Class, l.Supplied) }

// Reduced tells that the paper must mark the line (field 3 of a qualified invoice).
func (l Line) Reduced() bool { return l.Class == tax.ReducedFood || l.Class == tax.ReducedPress }

// Invoice is an invoice, from its draft on.
type Invoice struct {
	ID, Client, ClientName string
	ClientNo               int
	Kind                   Kind
	State                  State // Draft or Open as kept; StateNow has the rest
	Year, Number           int   // gapless in each fiscal year; 0: a draft
	From, Until            when.Date
	IssuedOn, Due, LawLast when.Date
	To                     Recipient
	By                     Issuer
	Note                   string
	Lines                  []Line
	Totals                 tax.Totals
	Credited               yen.Amount // of all credit notes, with tax
	Got                    yen.Amount // of all receipts, as far as applied
	Given                  yen.Amount // given up
	Document               string     // in the archive
	MadeBy                 string
	Version                int
}

// No is the number as printed: "2026-0003".
func (v Invoice) No() string { return Number(v.Year, v.Number) }

// Number is a number within a fiscal year as printed.
func Number(year, n int) string { return fmt.Sprintf("%d-%04d", year, n) }

// Left is what is still owed.
func (v Invoice) Left() yen.Amount { return v.Totals.Gross - v.Credited - v.Got - v.Given }

// StateNow is where the invoice stands by what came of it.
func (v Invoice) StateNow() State {
	switch {
	case v.State != Open:
		return v.State
	case v.Left() > 0 && v.Got == 0:
		return Open
	case v.Left() > 0:
		return Part
	case v.Given > 0:
		return GivenUp
	case v.Credited >= v.Totals.Gross:
		return Cancelled
	}
	return Paid
}

// Late is by how many days an open invoice is overdue on a day; 0: it is not.
func (v Invoice) Late(today when.Date) int {
	if v.State != Open || v.Left() <= 0 || !today.After(v.Due) {
		return 0
	}
	return today.Sub(v.Due)
}

// PastLaw tells that the agreed due date lies beyond the last day the law leaves the
// client: then that day counts, and the terms are to be talked about.
func (v Invoice) PastLaw() bool { return !v.LawLast.IsZero() && v.Due.After(v.LawLast) }

// Sum is a paper's tax, once per rate over all its lines (TV-2, TV-4).
func Sum(lines []Line, r tax.Round) (tax.Totals, error) {
	return sum(lines, r, func(l Line) yen.Amount { return l.Amount })
}

func sum(lines []Line, r tax.Round, of func(Line) yen.Amount) (tax.Totals, error) {
	var ls []tax.Line
	for _, l := range lines {
		ls = append(ls, tax.Line{Amount: of(l), Class: l.Class, Supplied: l.Supplied})
	}
	return tax.Sum(ls, false, r)
}

// Ready says what keeps a draft from being issued, field by field of its page.
func (v Invoice) Ready() error {
	var c fault.Check
	c.When(len(v.Lines) == 0 || v.Totals.Gross <= 0, "lines", "bill.field.no_lines")
	c.When(v.To.Name == "", "to_name", "bill.field.missing")
	c.When(v.By.Name == "" || v.By.Address == "", "issuer", "bill.field.issuer_missing")
	return c.Err()
}

// Closing is the closing day of a client on or after a day.
func Closing(c orders.Client, d when.Date) when.Date {
	return duedate.Rule{Closing: c.ClosingDay}.ClosingOn(d)
}

// DueOf is the one calendar date on which a closing is to be paid, on a day on which
// banks are open. Terms that would pay before they close mean the month after.
func DueOf(c orders.Client, closing when.Date) when.Date {
	r := duedate.Rule{Closing: c.ClosingDay, Months: c.PayMonths, Day: c.PayDay}
	if r.Valid() != nil {
		r.Months++
	}
	return r.Due(closing)
}

// LawLast is the last day by which a client whom the act binds must pay for what was
// handed over on a day; none where it does not bind, or nobody knows.
func LawLast(b orders.Binding, handed when.Date) when.Date {
	if b != orders.Binds {
		return when.Date{}
	}
	last, err := duedate.ReceivableLast(handed)
	if err != nil {
		return when.Date{}
	}
	return last
}
