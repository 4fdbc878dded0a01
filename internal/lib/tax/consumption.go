package tax

import (
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

// Class is how a supply is taxed.
type Class string

// The classes of supply.
const (
	Standard     Class = "standard"
	ReducedFood  Class = "reduced_food"  // food and drink, not eating out
	ReducedPress Class = "reduced_press" // subscribed newspapers
	OutOfScope   Class = "out_of_scope"  // not taxable or exempt: no tax line, no table row
)

// ConsumptionRate is the rate of a class on the day of supply.
func ConsumptionRate(c Class, supplied when.Date) (dated.Rate, error) {
	if c == OutOfScope {
		return 0, nil
	}
	row, err := consumption().On(string(c), supplied)
	if err != nil {
		return 0, err
	}
	return row.Rate("rate"), nil
}

// Line is one line of an invoice or a statement.
type Line struct {
	Amount   yen.Amount
	Class    Class
	Supplied when.Date
}

// Group is everything at one rate.
type Group struct {
	Rate            dated.Rate
	Net, Tax, Gross yen.Amount // Net + Tax = Gross
}

// Totals are the sums of a document, by rate and over all.
type Totals struct {
	Groups          []Group // highest rate first
	Net, Tax, Gross yen.Amount
}

// Sum works out a document's tax: one rounding for each rate, as the invoice rules
// ask (Consumption Tax Act Art. 57-4; TV-2, TV-4). Rounding line by line is not
// offered. inside tells that the amounts include the tax (TV-3).
func Sum(lines []Line, inside bool, r Round) (Totals, error) {
	byRate := map[dated.Rate]yen.Amount{}
	for _, l := range lines {
		rate, err := ConsumptionRate(l.Class, l.Supplied)
		if err != nil {
			return Totals{}, err
		}
		if tooMuch(l.Amount) || tooMuch(byRate[rate]+l.Amount) {
			return Totals{}, ErrTooMuch
		}
		byRate[rate] += l.Amount
	}
	var t Totals
	for rate, sum := range byRate {
		g := Group{Rate: rate, Net: sum, Tax: r.of(sum, rate)}
		if inside {
			g.Tax = r.within(sum, rate)
			g.Net = sum - g.Tax
		}
		g.Gross = g.Net + g.Tax
		t.Groups = append(t.Groups, g)
	}
	return t.total(), nil
}

// Join is the monthly invoice over delivery notes whose tax was rounded note by note
// and rate by rate, which the rules allow instead of one rounding per month.
func Join(notes ...Totals) Totals {
	var t Totals
	for _, n := range notes {
		for _, g := range n.Groups {
			t.put(g)
		}
	}
	return t.total()
}

func (t *Totals) put(g Group) {
	i := slices.IndexFunc(t.Groups, func(o Group) bool { return o.Rate == g.Rate })
	if i < 0 {
		t.Groups = append(t.Groups, g)
		return
	}
	o := &t.Groups[i]
	o.Net, o.Tax, o.Gross = o.Net+g.Net, o.Tax+g.Tax, o.Gross+g.Gross
}

func (t Totals) total() Totals {
	slices.SortFunc(t.Groups, func(a, b Group) int { return int(b.Rate - a.Rate) })
	t.Net, t.Tax, t.Gross = 0, 0, 0
	for _, g := range t.Groups {
		t.Net, t.Tax, t.Gross = t.Net+g.Net, t.Tax+g.Tax, t.Gross+g.Gross
	}
	return t
}

func tooMuch(a yen.Amount) bool { return a > most || a < -most }
