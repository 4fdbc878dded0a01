package tax

import (
	"errors"
	"fmt"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// MinimumWage is the yen per hour of a prefecture (JIS code 1 to 47; 0 is the national
// mean) on a day. It does not bind commissions; the guideline names it as one yardstick.
func MinimumWage(prefecture int, d when.Date) (yen.Amount, error) {
	row, err := wage().On(fmt.Sprintf("%02d", prefecture), d)
	if err != nil {
		return 0, err
	}
	return row.Yen("yen"), nil
}

// Hourly is what an hour of work brings, as an exact fraction.
type Hourly struct{ fee, minutes int64 } // so many yen in so many minutes

// ErrPace says that units or minutes are not above zero.
var ErrPace = errors.New("no pace of work")

// HourlyOf is the return of work paid by the unit: so many units in so many minutes
// (12 in 60, or 1 in 60 for a piece that takes an hour; TV-13).
func HourlyOf(unitFee yen.Amount, units, minutes int64) (Hourly, error) {
	if units <= 0 || minutes <= 0 || units > 1_000_000 || minutes > 1_000_000 {
		return Hourly{}, ErrPace
	}
	if unitFee < 0 {
		return Hourly{}, ErrNegative
	}
	if unitFee > 10_000_000_000 {
		return Hourly{}, ErrTooMuch
	}
	return Hourly{int64(unitFee) * units, minutes}, nil
}

// Yen is the return in whole yen, cut off.
func (h Hourly) Yen() yen.Amount { return yen.Amount(h.fee * 60 / max(1, h.minutes)) }

// Below tells whether the return lies below a wage, compared exactly.
func (h Hourly) Below(wage yen.Amount) bool {
	return h.Yen() < wage // wage is whole: cutting off cannot change the answer
}
