package simplex

import (
	"context"
	"fmt"
	"math"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/plantest"
	"hiroba/internal/lib/plan/verify"
)

type optimum struct {
	size string
	flat bool
	seed uint64
	cost float64
}

// Optima found by other solvers on the same instances.
var optima = []optimum{
	{"town", false, 1, 155934250.39},
	{"town", false, 2, 95183794.49},
	{"town", false, 3, 205755697.1},
	{"town", true, 1, 177144588},
	{"town", true, 2, 152750345},
	{"town", true, 3, 192813011},
	{"city", false, 1, 386312318.39},
	{"city", false, 2, 385710853.4},
	{"city", false, 3, 387033758.7},
	{"city", true, 1, 123935934},
	{"city", true, 2, 123817511},
	{"city", true, 3, 123727898},
}

func TestKnownOptima(t *testing.T) {
	for _, c := range optima {
		t.Run(fmt.Sprintf("%s flat=%v seed %d", c.size, c.flat, c.seed), func(t *testing.T) {
			check(t, c.size, c.flat, c.seed, c.cost)
		})
	}
}

func check(t *testing.T, size string, flat bool, seed uint64, cost float64) {
	t.Helper()
	params, err := plangen.Size(size)
	if err != nil {
		t.Fatal(err)
	}
	params.Flat, params.Seed = flat, seed
	p := plangen.Make(params)
	s, err := Solve(t.Context(), p, Options{Flat: flat})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(s.Objective-cost) > 0.06 {
		t.Errorf("cost %.2f, not %.2f", s.Objective, cost)
	}
	f, err := verify.Check(p, s)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(f.Gap) > 1e-8 {
		t.Errorf("the gap proved is %g", f.Gap)
	}
}

// BenchmarkSolve measures in user time as well, and holds every size to its optimum.
func BenchmarkSolve(b *testing.B) {
	for _, c := range append(optima[:0:0],
		optima[0], optima[3], optima[6], optima[9],
		optimum{"prefecture", false, 1, 194446787.31}, optimum{"prefecture", true, 1, 119869188}) {
		b.Run(fmt.Sprintf("%s/flat=%v", c.size, c.flat), func(b *testing.B) {
			params, err := plangen.Size(c.size)
			if err != nil {
				b.Fatal(err)
			}
			params.Flat, params.Seed = c.flat, c.seed
			p := plangen.Make(params)
			pivots := 0
			for b.Loop() {
				s, err := New(p, Options{Flat: c.flat})
				if err != nil {
					b.Fatal(err)
				}
				if err := s.Optimise(b.Context()); err != nil {
					b.Fatal(err)
				}
				if cost := s.t.cost(); math.Abs(cost-c.cost) > 0.06 {
					b.Fatalf("cost %.2f, not %.2f", cost, c.cost)
				}
				pivots = s.Pivots
			}
			b.ReportMetric(float64(pivots), "pivots")
		})
	}
}

// Small problems of every kind, against a plain linear programme with a variable for
// each order, worker and day.
func TestAgainstPlainProgramme(t *testing.T) {
	for seed := uint64(1); seed <= 120; seed++ {
		p := plangen.Make(plangen.Params{Workers: 2 + int(seed%5), Orders: 1 + int(seed%4), Days: 5 + int(seed%9), Skills: 2, Hubs: 1 + int(seed%2),
			Load: 0.3 + 0.2*float64(seed%7), Seed: seed})
		for i := range p.Workers {
			if (seed+uint64(i))%5 == 0 {
				p.Workers[i].Ceiling = 100 + 40*i
			}
		}
		want := plantest.Optimum(p, nil)
		s, err := Solve(t.Context(), p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(s.Objective-want) > 1e-3+1e-7*math.Abs(want) {
			t.Errorf("seed %d: cost %.4f, the plain programme says %.4f", seed, s.Objective, want)
		}
		if f, err := verify.Check(p, s); err != nil || f.Gap > 1e-7 {
			t.Errorf("seed %d: gap %g, %v", seed, f.Gap, err)
		}
	}
}

// Work that is held stays, and the rest is the best there is beside it.
func TestHeldWorkStays(t *testing.T) {
	for seed := uint64(1); seed <= 40; seed++ {
		p := plangen.Make(plangen.Params{Workers: 8, Orders: 5, Days: 14, Skills: 3, Hubs: 1, Load: 0.8, Seed: seed})
		s, err := Solve(t.Context(), p, Options{})
		if err != nil {
			t.Fatal(err)
		}
		held := s.Assignments[:len(s.Assignments)/2]
		again, err := Solve(t.Context(), p, Options{Held: held})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if _, err := verify.Check(p, again); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if math.Abs(again.Objective-s.Objective) > 1e-3+1e-7*math.Abs(s.Objective) {
			t.Errorf("seed %d: holding half of the best plan costs %.4f instead of %.4f", seed, again.Objective, s.Objective)
		}
	}
}

func TestHeldWorkMustBePossible(t *testing.T) {
	p := plangen.Make(plangen.Params{Workers: 3, Orders: 2, Days: 7, Skills: 1, Hubs: 1, Load: 0.5, Seed: 1})
	for _, a := range []plan.Assignment{
		{Order: 9, Worker: 1, Day: 1, Minutes: 10, Standard: 10},
		{Order: 1, Worker: 9, Day: 1, Minutes: 10, Standard: 10},
		{Order: 1, Worker: 1, Day: 1, Minutes: 1e6, Standard: 1},
		{Order: 1, Worker: 1, Day: 1, Minutes: 10, Standard: 1e9},
	} {
		if _, err := New(p, Options{Held: []plan.Assignment{a}}); err == nil {
			t.Errorf("%+v was held", a)
		}
	}
}

// A plan cut short is a plan all the same, with the gap its prices prove.
func TestStoppedEarly(t *testing.T) {
	params, err := plangen.Size("city")
	if err != nil {
		t.Fatal(err)
	}
	p := plangen.Make(params)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, err := Solve(ctx, p, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if f, err := verify.Check(p, s); err != nil || f.Gap <= 0 {
		t.Errorf("gap %g, %v", f.Gap, err)
	}
}
