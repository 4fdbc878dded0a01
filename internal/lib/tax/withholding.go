package tax

import (
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/lib/dated"
)

// Category is a row group of the closed list of Income Tax Act Art. 204(1). All work
// of a hub that is withheld at all falls into one.
type Category string

// The categories. NotListed is never withheld: the list is closed.
const (
	NotListed Category = ""
	Fees      Category = "fees" // Art. 204(1)1: writing, design, lectures …
)

// Withheld is the income tax to withhold from one payment of base to one person:
// 10.21 % up to a million, 20.42 % of the rest, yen cut off (Art. 205; TV-6).
func Withheld(c Category, base yen.Amount, paid when.Date) (yen.Amount, error) {
	if base < 0 {
		return 0, ErrNegative
	}
	if tooMuch(base) {
		return 0, ErrTooMuch
	}
	if c == NotListed {
		return 0, nil
	}
	row, err := withholding().On(string(c), paid)
	if err != nil {
		return 0, err
	}
	low, high := min(base, row.Yen("threshold")), max(0, base-row.Yen("threshold"))
	n := int64(low)*int64(row.Rate("low")) + int64(high)*int64(row.Rate("high"))
	return Floor.div(n, int64(dated.Whole)), nil
}

// GrossUp is the fee that leaves net after withholding, for a contract that promises
// net pay (R-70; TV-12): net/0.8979 up to a million of gross, cut off.
func GrossUp(c Category, net yen.Amount, paid when.Date) (yen.Amount, error) {
	if net < 0 {
		return 0, ErrNegative
	}
	if tooMuch(net) {
		return 0, ErrTooMuch
	}
	if c == NotListed {
		return net, nil
	}
	row, err := withholding().On(string(c), paid)
	if err != nil {
		return 0, err
	}
	limit, low, high := row.Yen("threshold"), row.Rate("low"), row.Rate("high")
	kept := limit - Floor.of(limit, low) // what is left of a fee at the threshold
	if net <= kept {
		return Floor.div(int64(net)*int64(dated.Whole), int64(dated.Whole-low)), nil
	}
	return limit + Floor.div(int64(net-kept)*int64(dated.Whole), int64(dated.Whole-high)), nil
}

// Treatment is what the closed list says of a kind of work.
type Treatment struct {
	Withhold bool
	Check    bool // sources disagree: the operator's adviser decides, R-67
	Row      dated.Row
}

// WorkTypes are the kinds of work the table knows.
func WorkTypes() []string { return worktype().Keys() }

// TreatmentOf is the default for a kind of work; an operator's own choice with its
// reason stands above it.
func TreatmentOf(kind string, paid when.Date) (Treatment, error) {
	row, err := worktype().On(kind, paid)
	if err != nil {
		return Treatment{}, err
	}
	return Treatment{Withhold: row.Text("withhold") == "yes", Check: row.Text("check") == "yes", Row: row}, nil
}

// WithholdingDue is the day by which withheld tax is paid to the tax office: the 10th
// of the next month (R-71; the half-year special does not cover these fees). A closed
// day moves it forward (National Tax General Rules Act Art. 10(2), from memory).
func WithholdingDue(paid when.Date) when.Date {
	y, m, _ := paid.Parts()
	return nextOpen(when.On(y, m+1, 10))
}

// nextOpen moves a tax deadline off Saturday, Sunday and holidays.
func nextOpen(d when.Date) when.Date {
	for {
		_, holiday := calendar.HolidayOn(d)
		if w := d.Weekday(); w != time.Saturday && w != time.Sunday && !holiday {
			return d
		}
		d = d.AddDays(1)
	}
}
