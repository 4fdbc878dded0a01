package simplex

import (
	"context"
	"fmt"
	"math"
	"testing"

	"hiroba/internal/lib/plan/plangen"
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
	s, err := Solve(context.Background(), p, flat)
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
				s, err := New(p, c.flat)
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
