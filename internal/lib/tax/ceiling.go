package tax

import (
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

// Measure is the sum a ceiling is compared with.
type Measure string

// The measures.
const (
	IncomeMeasure Measure = "income" // total income for tax
	HealthMeasure Measure = "health" // revenue as health insurers count it
)

// Ceiling is a yearly threshold a self-employed worker may wish to stay within. It is
// information for her own choice: the house never says that she qualifies.
type Ceiling struct {
	ID      string
	Measure Measure
	Most    yen.Amount // she stays within at or below this sum
	Row     dated.Row  // its wording, day, mark and source
}

// CeilingOf is a ceiling by its id ("W1", "W6") in a calendar year, or *dated.Unknown.
// The measures are of the whole year, so its last day decides.
func CeilingOf(id string, year int) (Ceiling, error) {
	row, err := ceiling().On(id, when.On(year, time.December, 31))
	if err != nil {
		return Ceiling{}, err
	}
	c := Ceiling{ID: id, Measure: Measure(row.Text("measure")), Most: row.Yen("sum"), Row: row}
	if row.Text("stay") == "below" {
		c.Most--
	}
	return c, nil
}

// Ceilings are all ceilings known for a calendar year, in the table's order.
func Ceilings(year int) (out []Ceiling) {
	for _, id := range ceiling().Keys() {
		if c, err := CeilingOf(id, year); err == nil {
			out = append(out, c)
		}
	}
	return out
}

// BlueDeduction is the deduction of the blue return: kind best, paper or simple.
func BlueDeduction(kind string, year int) (yen.Amount, error) {
	row, err := blue().On(kind, when.On(year, time.December, 31))
	if err != nil {
		return 0, err
	}
	return row.Yen("sum"), nil
}

// Year is a worker's year as she declares it.
type Year struct {
	Year       int
	Revenue    yen.Amount // fees and other sales, tax-equivalent included where she is unregistered
	Expenses   yen.Amount // real expenses, all of them
	Direct     yen.Amount // cost of sales and the direct expenses among them, for the health measure
	HomeWorker bool       // she takes the home-workers' minimum: her own declaration
	Salary     yen.Amount // salary deduction she uses elsewhere, which lowers that minimum
	Blue       yen.Amount // deduction of the blue return
	Other      yen.Amount // other income
}

// Income is the measure for tax: withheld tax is not taken off (TV-20).
func (y Year) Income() (yen.Amount, error) {
	cost := y.Expenses
	if y.HomeWorker {
		least, err := y.least()
		if err != nil {
			return 0, err
		}
		cost = max(cost, min(least, y.Revenue))
	}
	business := y.Revenue - cost
	if business > 0 {
		business = max(0, business-y.Blue) // the deduction cannot make a loss
	}
	return business + y.Other, nil
}

// Health is the measure of health insurers: no blue-return deduction, no minimum,
// direct expenses only (TV-20). Other income counts.
func (y Year) Health() yen.Amount { return y.Revenue - y.Direct + y.Other }

// Measured is the measure a ceiling asks for.
func (y Year) Measured(c Ceiling) (yen.Amount, error) {
	if c.Measure == HealthMeasure {
		return y.Health(), nil
	}
	return y.Income()
}

func (y Year) least() (yen.Amount, error) {
	row, err := homeworker().On("expenses", when.On(y.Year, time.December, 31))
	if err != nil {
		return 0, err
	}
	return max(0, row.Yen("least")-y.Salary), nil
}

// MostRevenue is the highest revenue of the year that stays within a ceiling, if
// expenses are a fixed share of revenue (all of them for tax, the direct ones for
// health). The other fields of y are taken as they are; TV-21. Zero if none stays.
func (y Year) MostRevenue(c Ceiling, share dated.Rate) (yen.Amount, error) {
	room := c.Most - y.Other
	if c.Measure == IncomeMeasure {
		room += y.Blue
	}
	if c.Most < y.Other || share >= dated.Whole || share < 0 {
		return 0, nil
	}
	byShare := Floor.div(int64(room)*int64(dated.Whole), int64(dated.Whole-share))
	if c.Measure == HealthMeasure || !y.HomeWorker {
		return byShare, nil
	}
	least, err := y.least()
	return max(byShare, room+least), err
}
