package duedate

import (
	"errors"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

// Law is the law a delay is paid for under.
type Law string

// The laws. The Freelance Act has no clause of its own, as far as was seen: where the
// subcontract Act does not bind the payer, the contract's or the Civil Code's rate applies.
const (
	Subcontract Law = "subcontract" // 取適法 Art. 6, JFTC Rule 9 of 2025
	Civil       Law = "civil"       // Civil Code Art. 404, 419
)

// Delay is a payment that came late.
type Delay struct {
	Law      Law
	Amount   yen.Amount
	Received when.Date
	Due      when.Date // for Civil: the day after it begins the delay
	Reduced  when.Date // for Subcontract: the day of an unlawful reduction, if that is what is owed
	Paid     when.Date
}

// Interest is what a delay costs.
type Interest struct {
	From when.Date // first day that counts; Paid is the last, and counts
	Days int
	Rate dated.Rate
	Owed yen.Amount
}

// ErrAmount says that an amount is negative or beyond any payment of a hub.
var ErrAmount = errors.New("not an amount that can be late")

// InterestOf is the interest on a delay, yen cut off (R-30; TV-18): by the subcontract
// Act from day 61 (receipt = day 1), or from an unlawful reduction if that is later, to
// the day of payment, both counted.
func InterestOf(d Delay) (Interest, error) {
	if d.Amount < 0 || d.Amount > 1_000_000_000_000 {
		return Interest{}, ErrAmount
	}
	from := d.Due.AddDays(1)
	if d.Law == Subcontract {
		last, err := ReceivableLast(d.Received)
		if err != nil {
			return Interest{}, err
		}
		from = later(last.AddDays(1), d.Reduced)
	}
	row, err := interest().On(string(d.Law), from)
	if err != nil {
		return Interest{}, err
	}
	i := Interest{From: from, Days: max(0, d.Paid.Sub(from)+1), Rate: row.Rate("rate")}
	// Two steps keep a trillion yen over a century from overflowing.
	n := int64(d.Amount) * int64(i.Days)
	year := 365 * int64(dated.Whole)
	i.Owed = yen.Amount(n/year*int64(i.Rate) + n%year*int64(i.Rate)/year)
	return i, nil
}
