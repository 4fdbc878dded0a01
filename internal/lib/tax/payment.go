package tax

import (
	"errors"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Payment is one payment to one payee: the unit withholding is worked out on.
type Payment struct {
	Paid      when.Date
	Lines     []PayLine
	Inside    bool // the amounts include consumption tax or its equivalent
	Separated bool // the statement shows fee and tax apart, so the fee alone is the base
	Round     Round
	Exempt    bool // no withholding: a corporation is paid, or the payer has no salaried staff
}

// PayLine is one line of a payment. Category is frozen at the order. Travel
// money paid together with a fee is part of the fee and carries its category.
type PayLine struct {
	Line
	Category Category
}

// Settlement is what is paid: Net + Tax − Withheld = Transfer.
type Settlement struct {
	Totals
	Base     yen.Amount // what the withheld tax was worked out on
	Withheld yen.Amount
	Transfer yen.Amount
}

// ErrNothingLeft says that a payment would be negative, or a withheld base is.
var ErrNothingLeft = errors.New("nothing left to pay")

// Settle works out one payment. The withheld lines are added first and the yen cut off
// at the end; the year's sum plays no part. There is no other deduction: a
// transfer fee cannot be taken off (R-26; Freelance Act Art. 5(1)2).
func Settle(p Payment) (Settlement, error) {
	all := make([]Line, 0, len(p.Lines))
	byCategory := map[Category][]Line{}
	for _, l := range p.Lines {
		all = append(all, l.Line)
		if l.Category != NotListed && !p.Exempt {
			byCategory[l.Category] = append(byCategory[l.Category], l.Line)
		}
	}
	var s Settlement
	var err error
	if s.Totals, err = Sum(all, p.Inside, p.Round); err != nil {
		return Settlement{}, err
	}
	for c, lines := range byCategory {
		if err := s.withhold(p, c, lines); err != nil {
			return Settlement{}, err
		}
	}
	if s.Transfer = s.Gross - s.Withheld; s.Transfer < 0 {
		return Settlement{}, ErrNothingLeft
	}
	return s, nil
}

func (s *Settlement) withhold(p Payment, c Category, lines []Line) error {
	t, err := Sum(lines, p.Inside, p.Round)
	if err != nil {
		return err
	}
	base := t.Gross
	if p.Separated {
		base = t.Net
	}
	if base < 0 {
		return ErrNothingLeft
	}
	tax, err := Withheld(c, base, p.Paid)
	s.Base, s.Withheld = s.Base+base, s.Withheld+tax
	return err
}
