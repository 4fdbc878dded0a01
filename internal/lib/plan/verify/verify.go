// Package verify checks a plan against its problem, sharing nothing with the solver but
// the types and the table of costs. It trusts no figure of the plan: every limit is
// looked at, the cost is added up again, and the lower bound is worked out from the price
// list, which proves it whatever the prices are.
package verify

import (
	"fmt"
	"math"

	"hiroba/internal/lib/plan"
)

// slack is how far figures may lie apart before they count as different: 1e-7 of their
// size, and a thousandth of a minute.
func slack(size float64) float64 { return 1e-3 + 1e-7*math.Abs(size) }

// Finding is what a check worked out for itself.
type Finding struct {
	Objective, Bound, Gap float64
}

// Check returns the first thing that is wrong with the plan as a sentence, or nil.
func Check(p *plan.Problem, s *plan.Plan) (Finding, error) {
	var f Finding
	b, err := newBook(p, s)
	if err != nil {
		return f, fmt.Errorf("verify: %w", err)
	}
	for _, check := range []func() error{b.assignments, b.limits, b.fates, b.units, b.reasons} {
		if err := check(); err != nil {
			return f, fmt.Errorf("verify: %w", err)
		}
	}
	f.Objective = b.cost()
	if f.Bound, err = Bound(p, s.Prices, s.Flat); err != nil {
		return f, err
	}
	f.Gap = gap(f.Objective, f.Bound)
	if err := b.claims(f); err != nil {
		return f, fmt.Errorf("verify: %w", err)
	}
	return f, nil
}

// gap is how far the cost may be from the best, as a share of the cost.
func gap(objective, bound float64) float64 {
	return (objective - bound) / math.Max(math.Abs(objective), 1)
}

// claims compares what the plan says of itself with what was found.
func (b *book) claims(f Finding) error {
	s := b.plan
	for _, c := range []struct {
		what         string
		claim, found float64
	}{{"costs", s.Objective, f.Objective}, {"proves a bound of", s.Bound, f.Bound}} {
		if !finite(c.claim) || math.Abs(c.claim-c.found) > slack(c.found) {
			return fmt.Errorf("the plan says it %s %.2f, but that is %.2f", c.what, c.claim, c.found)
		}
	}
	if !finite(s.Gap) || math.Abs(s.Gap-f.Gap) > 2e-7+1e-3/math.Max(math.Abs(f.Objective), 1) {
		return fmt.Errorf("the plan says its gap is %.3g, but that is %.3g", s.Gap, f.Gap)
	}
	return nil
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// book is the plan put into rows.
type book struct {
	p      *plan.Problem
	plan   *plan.Plan
	worker index
	order  index

	row  []entry   // one for each assignment
	done []float64 // standard minutes for each order
	late []float64
	load []float64 // minutes of each worker
	day  []float64 // minutes of each worker on each day, worker by worker
	tied []float64 // of these, minutes of work that is tied to her hub
}

// entry is where an assignment belongs.
type entry struct {
	order, worker int32
	speed, over   int32 // percent; levels above the one asked for
	step          int32 // lateness
}

// index finds the place of an ID. IDs that count from 1 without a gap need no map.
type index struct {
	n     int
	plain bool
	at    map[int]int
}

func newIndex(n int, id func(int) int) index {
	x := index{n: n, plain: true}
	for i := range n {
		x.plain = x.plain && id(i) == i+1
	}
	if !x.plain {
		x.at = make(map[int]int, n)
		for i := range n {
			x.at[id(i)] = i
		}
	}
	return x
}

func (x index) find(id int) (int, bool) {
	if x.plain {
		return id - 1, id >= 1 && id <= x.n
	}
	i, ok := x.at[id]
	return i, ok
}

func newBook(p *plan.Problem, s *plan.Plan) (*book, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	return &book{
		p: p, plan: s,
		worker: newIndex(len(p.Workers), func(i int) int { return p.Workers[i].ID }),
		order:  newIndex(len(p.Orders), func(i int) int { return p.Orders[i].ID }),
		row:    make([]entry, len(s.Assignments)),
		done:   make([]float64, len(p.Orders)),
		late:   make([]float64, len(p.Orders)),
		load:   make([]float64, len(p.Workers)),
		day:    make([]float64, len(p.Workers)*p.Days),
		tied:   make([]float64, len(p.Workers)*p.Days),
	}, nil
}

// speed is the percent that counts for an ability of the worker.
func speed(w *plan.Worker, a plan.Ability, flat bool) int {
	if flat {
		return w.Skills[0].Speed
	}
	return a.Speed
}

// offered is how many of those minutes a worker offers over the horizon: what her days
// and week caps leave, and no more than her ceiling.
func offered(w *plan.Worker, horizon int, flat bool) int {
	sum := 0
	for k, c := range w.Caps {
		days := 0
		for t := k * plan.Week; t < min((k+1)*plan.Week, horizon); t++ {
			days += w.Avail[t]
		}
		sum += offer(w, min(c, days), flat)
	}
	if w.Ceiling > 0 {
		sum = min(sum, offer(w, w.Ceiling, flat))
	}
	return sum
}

// offer turns a worker's clock minutes into the minutes limits are counted in.
func offer(w *plan.Worker, minutes int, flat bool) int {
	if flat && len(w.Skills) > 0 {
		return minutes * w.Skills[0].Speed / 100
	}
	return minutes
}
