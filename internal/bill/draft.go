package bill

import (
	"cmp"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
	"hiroba/internal/orders"
)

// Accepted is a delivery a client accepted and no invoice has.
type Accepted struct {
	Order, Title, Unit, PO string
	OrderNo, Delivery      int
	Quantity               int
	Price                  yen.Sen
	Handed, On             when.Date
	Binding                orders.Binding // of the act, for this class of work
}

// line is the delivery as a line of an invoice.
func (x Accepted) line(k Kind) Line {
	l := Line{Order: x.Order, OrderNo: x.OrderNo, Delivery: x.Delivery, Title: x.Title, Unit: x.Unit, PO: x.PO, Quantity: x.Quantity, Price: x.Price, Amount: x.Price.Times(int64(x.Quantity)),
		Class: tax.Standard, Supplied: x.Handed, Accepted: x.On, LawLast: LawLast(x.Binding, x.Handed)}
	if k == Internal { // within one legal person nothing is sold, and the act binds nobody
		l.Class, l.LawLast = tax.OutOfScope, when.Date{}
	}
	return l
}

// Propose puts what a client accepted into drafts, one for each closing. A closing that is
// not over yet waits, unless now asks for what there is.
func Propose(c orders.Client, i Issuer, xs []Accepted, today when.Date, now bool) (out []Invoice, err error) {
	by := map[when.Date][]Accepted{}
	for _, x := range xs {
		closing := Closing(c, x.On)
		if now {
			closing = earlier(closing, today)
		}
		if now || closing.Before(today) { // on the day itself a client may still accept
			by[closing] = append(by[closing], x)
		}
	}
	for closing, xs := range by {
		v, err := draftOf(c, i, closing, xs)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	slices.SortFunc(out, func(a, b Invoice) int { return a.Until.Sub(b.Until) })
	return out, nil
}

func draftOf(c orders.Client, i Issuer, closing when.Date, xs []Accepted) (Invoice, error) {
	v := Invoice{Client: c.ID, ClientName: c.Name, ClientNo: c.No, State: Draft, Kind: KindFor(c.Kind, i), Until: closing, Due: DueOf(c, closing), To: RecipientOf(c, closing), By: i}
	slices.SortFunc(xs, func(a, b Accepted) int {
		return cmp.Or(a.Handed.Sub(b.Handed), cmp.Compare(a.OrderNo, b.OrderNo), cmp.Compare(a.Delivery, b.Delivery))
	})
	for n, x := range xs {
		l := x.line(v.Kind)
		l.No = n + 1
		v.Lines = append(v.Lines, l)
	}
	return v, v.Settle()
}

// Settle works out everything of a draft that follows from its lines.
func (v *Invoice) Settle() (err error) {
	v.From, v.LawLast = when.Date{}, when.Date{}
	for _, l := range v.Lines {
		v.From, v.LawLast = earlier(v.From, l.Supplied), earlier(v.LawLast, l.LawLast)
	}
	v.Totals, err = Sum(v.Lines, v.By.Rounding)
	return err
}

// earlier is the earlier of two days, of which either may be none.
func earlier(a, b when.Date) when.Date {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// Classes a line can be added with, in the order of the form.
var Classes = []tax.Class{tax.Standard, tax.ReducedFood, tax.ReducedPress, tax.OutOfScope}

// amountMost is the most a line by hand may come to.
const amountMost yen.Amount = 1_000_000_000

// LineForm is a line somebody adds by hand, as typed.
type LineForm struct{ Title, Quantity, Price, Class, Supplied string }

// Read cleans the line and says what is wrong with it.
func (f LineForm) Read(k Kind, today when.Date) (Line, error) {
	var c fault.Check
	l := Line{Title: line(&c, "title", f.Title, true), Quantity: number(&c, "quantity", f.Quantity, 1, 1_000_000), Class: tax.Class(f.Class), Supplied: date(&c, "supplied", f.Supplied, today)}
	p, err := yen.ReadSen(f.Price)
	c.When(err != nil || p == 0 || p > 1_000_000_000, "price", "bill.field.price_form")
	l.Price, l.Accepted = p, l.Supplied
	c.When(!slices.Contains(Classes, l.Class), "class", "bill.field.pick")
	c.When(k == Internal && l.Class != tax.OutOfScope, "class", "bill.field.internal_class")
	if err := c.Err(); err != nil {
		return l, err
	}
	_, err = l.Rate()
	c.When(err != nil, "supplied", "bill.field.rate_unknown", "title", l.Title)
	l.Amount = p.Times(int64(l.Quantity))
	c.When(l.Amount > amountMost, "price", "bill.field.yen_range", "from", "1", "to", amountMost.String())
	return l, c.Err()
}

// HeadForm is what of a draft can be changed by hand, as typed. The address comes from
// the client and may be corrected for this paper alone.
type HeadForm struct{ Name, Address, Contact, BudgetLine, Note string }

// Read cleans the head and says what is wrong with it.
func (f HeadForm) Read(r Recipient) (Recipient, string, error) {
	var c fault.Check
	r.Name, r.Address, r.Contact = line(&c, "to_name", f.Name, true), line(&c, "to_address", f.Address, false), line(&c, "to_contact", f.Contact, false)
	r.BudgetLine = line(&c, "budget_line", f.BudgetLine, r.FiscalYear > 0)
	note := words(&c, "note", f.Note, false)
	return r, note, c.Err()
}

// Drafted says that a draft was put together from what a client accepted.
type Drafted struct {
	ID     string     `journal:"keep"`
	Client string     `journal:"keep"`
	Lines  int        `journal:"keep"`
	Gross  yen.Amount `journal:"keep"`
	Until  when.Date  `journal:"keep"`
}

// Kind of the event.
func (e Drafted) Kind() string { return "bill.drafted" }

// About is the invoice.
func (e Drafted) About() string { return e.ID }

// DraftChanged says that somebody changed a draft.
type DraftChanged struct {
	ID    string     `journal:"keep"`
	What  string     `journal:"keep"` // head, line_added, line_removed
	Gross yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e DraftChanged) Kind() string { return "bill.draft_changed" }

// About is the invoice.
func (e DraftChanged) About() string { return e.ID }

// Dropped says that a draft was dropped: what it had is open to be billed again.
type Dropped struct {
	ID     string `journal:"keep"`
	Client string `journal:"keep"`
}

// Kind of the event.
func (e Dropped) Kind() string { return "bill.dropped" }

// About is the invoice.
func (e Dropped) About() string { return e.ID }

// Issued says that an invoice was issued: from here on its paper never changes.
type Issued struct {
	ID     string     `journal:"keep"`
	No     string     `journal:"keep"`
	Client string     `journal:"keep"`
	As     Kind       `journal:"keep"`
	Gross  yen.Amount `journal:"keep"`
	Due    when.Date  `journal:"keep"`
}

// Kind of the event.
func (e Issued) Kind() string { return "bill.issued" }

// About is the invoice.
func (e Issued) About() string { return e.ID }
