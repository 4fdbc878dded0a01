package skills

import (
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Measure is how income is counted against a threshold. A self-employed worker has no
// salary deduction, so the wage figures people quote are never shown to her.
type Measure string

// The measures.
const (
	ByTax    Measure = "tax"    // M-tax: total income of the year after real expenses
	ByHealth Measure = "health" // M-health: sales less cost and direct expenses
)

// Wall is one dated threshold. Strict ones are crossed by reaching the figure itself.
type Wall struct {
	ID       string
	Measure  Measure
	Most     yen.Amount
	Strict   bool // income has to stay below Most, not at it
	From, To when.Date
	Source   string
}

// end stands for "until changed".
var end = when.MustDate("9999-12-31")

// walls are the thresholds as they were published; a change of law is a new row.
var walls = []Wall{
	{"w1", ByTax, 580_000, false, when.MustDate("2025-01-01"), when.MustDate("2025-12-31"), "NTA 2025"},
	{"w1", ByTax, 620_000, false, when.MustDate("2026-01-01"), end, "NTA 2026"},
	{"w2", ByTax, 950_000, false, when.MustDate("2025-01-01"), end, "NTA 2025, 2026"},
	{"w3", ByTax, 1_330_000, false, when.MustDate("2025-01-01"), end, "NTA 2025, 2026"},
	{"w4", ByTax, 950_000, false, when.MustDate("2025-01-01"), when.MustDate("2025-12-31"), "NTA 2025"},
	{"w4", ByTax, 1_040_000, false, when.MustDate("2026-01-01"), when.MustDate("2027-12-31"), "NTA 2026"},
	{"w6", ByHealth, 1_300_000, true, when.MustDate("2025-01-01"), end, "MHLW"},
	{"w6a", ByHealth, 1_500_000, true, when.MustDate("2025-10-01"), end, "MHLW 2025-10"},
	{"w6b", ByHealth, 1_800_000, true, when.MustDate("2025-01-01"), end, "MHLW"},
}

// minimums are what certain home workers may count as expenses at least, by year.
var minimums = []struct {
	from int
	yen  yen.Amount
}{{2026, 690_000}, {2025, 650_000}}

// HomeMinimum is the least that may be counted as expenses in a year by somebody to
// whom the rule for home workers applies; whether it does is her own declaration.
func HomeMinimum(year int) yen.Amount {
	for _, m := range minimums {
		if year >= m.from {
			return m.yen
		}
	}
	return 0
}

// Walls are the thresholds on a day, in the order of the table.
func Walls(on when.Date) (out []Wall) {
	for _, w := range walls {
		if !on.Before(w.From) && !on.After(w.To) {
			out = append(out, w)
		}
	}
	return out
}

// Ceiling is the yearly limit somebody has set for herself and how she counts.
type Ceiling struct {
	Wall      string // id of a threshold, "own" for an amount of her own, "" for none
	Own       yen.Amount
	Measure   Measure    // of her own amount
	Expenses  int        // percent of the fees, all real expenses
	Direct    int        // percent of the fees, direct expenses only
	Minimum   bool       // she declares that the home workers' rule applies to her
	Blue      yen.Amount // blue-return deduction she declares
	Other     yen.Amount // other income of the year, by the same measure
	Elsewhere yen.Amount // fees of the year from elsewhere, declared by her
	Basis     string     // for ByHealth: "delivery" or "payment" day
}

// Income is what fees of a year come to by a measure, with real and direct expenses in yen.
func (c Ceiling) Income(m Measure, year int, fees, real, direct yen.Amount) yen.Amount {
	if m == ByHealth {
		return max(fees-direct, 0) + c.Other
	}
	if c.Minimum {
		real = max(real, HomeMinimum(year))
	}
	return max(fees-min(real, fees)-c.Blue, 0) + c.Other
}

// IncomeOf is Income with the expenses she estimates.
func (c Ceiling) IncomeOf(m Measure, year int, fees yen.Amount) yen.Amount {
	return c.Income(m, year, fees, fees*yen.Amount(c.Expenses)/100, fees*yen.Amount(c.Direct)/100)
}

// Limit is the threshold she looks at on a day; ok is false if she has set none.
func (c Ceiling) Limit(on when.Date) (w Wall, ok bool) {
	if c.Wall == "own" {
		return Wall{ID: "own", Measure: c.Measure, Most: c.Own, From: on, To: end}, c.Own > 0
	}
	for _, w := range Walls(on) {
		if w.ID == c.Wall {
			return w, true
		}
	}
	return Wall{}, false
}

// HighestFees are the most fees of a year with which her income stays within a
// threshold. It is found by halving, so it is right for every mix of deductions.
func (c Ceiling) HighestFees(w Wall, year int) yen.Amount {
	most := w.Most
	if w.Strict {
		most--
	}
	lo, hi := yen.Amount(0), yen.Amount(100_000_000)
	if c.IncomeOf(w.Measure, year, 0) > most {
		return 0
	}
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if c.IncomeOf(w.Measure, year, mid) <= most {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// CeilingForm is the form as typed.
type CeilingForm struct {
	Wall, Own, Measure, Expenses, Direct, Blue, Other, Elsewhere, Basis string
	Minimum                                                             bool
}

// Blues are the blue-return deductions that can be declared in a year.
func Blues(year int) []yen.Amount {
	if year >= 2027 {
		return []yen.Amount{0, 100_000, 550_000, 650_000, 750_000}
	}
	return []yen.Amount{0, 100_000, 550_000, 650_000}
}

// Read cleans the form and says what is wrong with it.
func (f CeilingForm) Read(on when.Date) (Ceiling, error) {
	var c fault.Check
	x := Ceiling{Wall: f.Wall, Measure: Measure(f.Measure), Basis: f.Basis, Minimum: f.Minimum}
	x.Own = money(&c, f.Own, "own")
	if x.Measure == "" {
		x.Measure = ByTax
	}
	if x.Basis == "" {
		x.Basis = "delivery"
	}
	_, known := x.Limit(on)
	c.When(x.Wall == "own" && x.Own == 0, "own", "skills.ceiling.own_missing")
	c.When(x.Wall != "" && x.Wall != "own" && !known, "wall", "skills.ceiling.wall_missing")
	c.When(x.Measure != ByTax && x.Measure != ByHealth, "measure", "skills.ceiling.measure_missing")
	c.When(x.Basis != "delivery" && x.Basis != "payment", "basis", "skills.ceiling.basis_missing")
	x.Expenses, x.Direct = percent(&c, f.Expenses, "expenses"), percent(&c, f.Direct, "direct")
	c.When(x.Direct > x.Expenses && f.Expenses != "", "direct", "skills.ceiling.direct_more")
	x.Blue, x.Other, x.Elsewhere = money(&c, f.Blue, "blue"), money(&c, f.Other, "other"), money(&c, f.Elsewhere, "elsewhere")
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
