package skills

import (
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
	"hiroba/internal/lib/tax"
)

// Walls are the yearly thresholds of a self-employed worker in a calendar year. Those of
// single municipalities are left out: where resident tax begins, the town hall says.
func Walls(year int) []tax.Ceiling {
	return slices.DeleteFunc(tax.Ceilings(year), func(c tax.Ceiling) bool { return strings.HasPrefix(c.ID, "W5") })
}

// OwnWall is the id of an amount somebody has set for herself.
const OwnWall = "own"

// Blues are the kinds of blue-return deduction that can be declared; "" is none.
var Blues = []string{"", "simple", "paper", "best"}

// Ceiling is the yearly limit somebody has set for herself and how she counts.
type Ceiling struct {
	Wall      string // id of a threshold, OwnWall, or "" for none
	Own       yen.Amount
	Measure   tax.Measure // of her own amount
	Expenses  int         // percent of the fees, all real expenses
	Direct    int         // percent of the fees, direct expenses only
	Minimum   bool        // she declares that the home workers' rule applies to her
	Blue      string      // kind of blue-return deduction she declares
	Other     yen.Amount  // other income of the year, by the same measure
	Elsewhere yen.Amount  // fees of the year from elsewhere, declared by her
	Basis     string      // for the health measure: "delivery" or "payment" day
}

// Limit is the threshold she looks at in a year; ok is false if she has set none.
func (c Ceiling) Limit(year int) (w tax.Ceiling, ok bool) {
	if c.Wall == OwnWall {
		return tax.Ceiling{ID: OwnWall, Measure: c.Measure, Most: c.Own}, c.Own > 0
	}
	for _, w := range Walls(year) {
		if w.ID == c.Wall {
			return w, true
		}
	}
	return tax.Ceiling{}, false
}

// year is her year with so much in fees, by her own estimates.
func (c Ceiling) year(year int, fees yen.Amount) (tax.Year, error) {
	y := tax.Year{Year: year, Revenue: fees, Expenses: fees * yen.Amount(c.Expenses) / 100, Direct: fees * yen.Amount(c.Direct) / 100, HomeWorker: c.Minimum, Other: c.Other}
	if c.Blue == "" {
		return y, nil
	}
	var err error
	y.Blue, err = tax.BlueDeduction(c.Blue, year)
	return y, err
}

// Income is what fees of a year come to, as a threshold counts.
func (c Ceiling) Income(w tax.Ceiling, year int, fees yen.Amount) (yen.Amount, error) {
	y, err := c.year(year, fees)
	if err != nil {
		return 0, err
	}
	return y.Measured(w)
}

// HighestFees are the most fees of a year with which her income stays within a threshold.
func (c Ceiling) HighestFees(w tax.Ceiling, year int) (yen.Amount, error) {
	y, err := c.year(year, 0)
	if err != nil {
		return 0, err
	}
	percent := c.Expenses
	if w.Measure == tax.HealthMeasure {
		percent = c.Direct
	}
	return y.MostRevenue(w, dated.Rate(percent*100)) // a rate is in hundredths of a percent
}

// CeilingForm is the form as typed.
type CeilingForm struct {
	Wall, Own, Measure, Expenses, Direct, Blue, Other, Elsewhere, Basis string
	Minimum                                                             bool
}

// Read cleans the form and says what is wrong with it.
func (f CeilingForm) Read(year int) (Ceiling, error) {
	var c fault.Check
	x := Ceiling{Wall: f.Wall, Measure: tax.Measure(f.Measure), Basis: f.Basis, Minimum: f.Minimum, Blue: f.Blue}
	x.Own = money(&c, f.Own, "own")
	if x.Measure == "" {
		x.Measure = tax.IncomeMeasure
	}
	if x.Basis == "" {
		x.Basis = "delivery"
	}
	_, known := x.Limit(year)
	c.When(x.Wall == OwnWall && x.Own == 0, "own", "skills.ceiling.own_missing")
	c.When(x.Wall != "" && x.Wall != OwnWall && !known, "wall", "skills.ceiling.wall_missing")
	c.When(x.Measure != tax.IncomeMeasure && x.Measure != tax.HealthMeasure, "measure", "skills.ceiling.measure_missing")
	c.When(x.Basis != "delivery" && x.Basis != "payment", "basis", "skills.ceiling.basis_missing")
	x.Expenses, x.Direct = percent(&c, f.Expenses, "expenses"), percent(&c, f.Direct, "direct")
	c.When(x.Direct > x.Expenses && f.Expenses != "", "direct", "skills.ceiling.direct_more")
	c.When(!slices.Contains(Blues, x.Blue), "blue", "skills.ceiling.blue_missing")
	x.Other, x.Elsewhere = money(&c, f.Other, "other"), money(&c, f.Elsewhere, "elsewhere")
	return x, c.Err()
}

func money(c *fault.Check, s, field string) yen.Amount {
	if strings.TrimSpace(s) == "" {
		return 0
	}
	n, err := yen.Read(s)
	if err != nil || n < 0 {
		c.Add(field, "skills.ceiling.yen_form")
		return 0
	}
	return n
}

func percent(c *fault.Check, s, field string) int {
	s = strings.TrimRight(ja.FoldNumber(s), "%")
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 99 {
		c.Add(field, "skills.ceiling.percent_form")
		return 0
	}
	return n
}

// CeilingSaved says that somebody changed her yearly limit; the figures are her own.
type CeilingSaved struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
}

// Kind of the event.
func (e CeilingSaved) Kind() string { return "skills.ceiling_saved" }

// About is the worker.
func (e CeilingSaved) About() string { return e.Worker }
