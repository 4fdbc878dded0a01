package bill

import (
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

// Note is the receipt (領収書) given for money that came in.
type Note struct {
	ID, Receipt  string
	Year, Number int // gapless in each fiscal year; 0: nobody asked for it yet
	On, Issued   when.Date
	Amount, Over yen.Amount // Over is in Amount: too much, an advance on which there is no tax
	Totals       tax.Totals // of what settled the invoice
	Document     string
	MadeBy       string
}

// No is the number as printed.
func (n Note) No() string { return "R" + Number(n.Year, n.Number) }

// Given tells that the note was issued.
func (n Note) Given() bool { return n.Number > 0 }

// For is what the money was for: the whole of an invoice, a part of it, or nothing that is owed.
func (n Note) For(v Invoice) string {
	switch n.Totals.Gross {
	case 0:
		return "advance"
	case v.Totals.Gross:
		return "whole"
	}
	return "part"
}

// Came is one thing that lessened what is owed on an invoice: money, as far as it settled the
// invoice, or a credit note with what it took back.
type Came struct {
	ID      string
	Applied yen.Amount
	Back    []CreditLine
}

// PartOf is what one payment settled of an invoice, rate by rate: each takes its share of what
// those before it left, so all of them together come to the invoice's own tax and not a yen more.
func (v Invoice) PartOf(came []Came, id string) (tax.Totals, error) {
	left, lines := v.Totals, slices.Clone(v.Lines)
	for i := range lines {
		lines[i].Credited = 0
	}
	for _, c := range came {
		part := partOf(left, c.Applied)
		if c.ID == id {
			return part, nil
		}
		if len(c.Back) > 0 {
			var err error
			if part, err = takeBack(lines, c.Back, v.By.Rounding); err != nil {
				return part, err
			}
		}
		left = atLeastNone(minus(left, part))
	}
	return tax.Totals{}, nil
}

// takeBack marks what a credit note took back on its lines and answers its totals.
func takeBack(lines []Line, back []CreditLine, r tax.Round) (tax.Totals, error) {
	was, err := credited(lines, r)
	if err != nil {
		return was, err
	}
	for _, b := range back {
		for i := range lines {
			if lines[i].No == b.No {
				lines[i].Credited += b.Amount
			}
		}
	}
	now, err := credited(lines, r)
	return minus(now, was), err
}

// atLeastNone leaves out of what is left the rates of which more was taken back than was owed.
func atLeastNone(t tax.Totals) (out tax.Totals) {
	for _, g := range t.Groups {
		if g.Gross > 0 {
			g.Tax = min(max(g.Tax, 0), g.Gross)
			out = with(out, g)
		}
	}
	return out
}

func with(t tax.Totals, g tax.Group) tax.Totals {
	g.Net = g.Gross - g.Tax
	t.Groups = append(t.Groups, g)
	t.Net, t.Tax, t.Gross = t.Net+g.Net, t.Tax+g.Tax, t.Gross+g.Gross
	return t
}

// partOf divides an amount among the rates by what is left of each. The yen that are cut off go
// to the first rate with room for them.
func partOf(left tax.Totals, n yen.Amount) (t tax.Totals) {
	n = min(n, left.Gross)
	if n <= 0 {
		return t
	}
	parts, rest := make([]yen.Amount, len(left.Groups)), n
	for i, g := range left.Groups {
		parts[i] = share(n, g.Gross, left.Gross)
		rest -= parts[i]
	}
	for i, g := range left.Groups {
		more := min(rest, g.Gross-parts[i])
		rest -= more
		if g.Tax, g.Gross = share(g.Tax, parts[i]+more, g.Gross), parts[i]+more; g.Gross > 0 {
			t = with(t, g)
		}
	}
	return t
}

// NoteIssued says that a receipt was given for a payment.
type NoteIssued struct {
	Invoice string     `journal:"keep"`
	Receipt string     `journal:"keep"`
	No      string     `journal:"keep"`
	Amount  yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e NoteIssued) Kind() string { return "bill.note_issued" }

// About is the invoice.
func (e NoteIssued) About() string { return e.Invoice }
