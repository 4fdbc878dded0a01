package whole_test

import (
	"math"
	"reflect"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/plantest"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
)

func TestTownIsNearTheBound(t *testing.T) {
	for seed, most := range map[uint64]float64{1: 0.005, 2: 0.02, 3: 0.005, 4: 0.005} {
		params, err := plangen.Size("town")
		if err != nil {
			t.Fatal(err)
		}
		params.Seed = seed
		p := plangen.Make(params)
		s, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := verify.Check(p, s)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if f.Gap > most {
			t.Errorf("seed %d: gap %.3f %%, at most %.3f %%", seed, 100*f.Gap, 100*most)
		}
		again, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(s.Assignments, again.Assignments) {
			t.Errorf("seed %d: the same problem gave another plan", seed)
		}
	}
}

func TestFlatTown(t *testing.T) {
	params, err := plangen.Size("town")
	if err != nil {
		t.Fatal(err)
	}
	params.Flat = true
	p := plangen.Make(params)
	s, err := whole.Solve(t.Context(), p, whole.Options{Flat: true})
	if err != nil {
		t.Fatal(err)
	}
	if f, err := verify.Check(p, s); err != nil || f.Gap > 0.01 {
		t.Errorf("gap %g, %v", f.Gap, err)
	}
}

// TestTheNextUnitMayCostMore: somebody has time for one more unit on the day it is due and for
// a second one only the day after; then the second goes to somebody else.
func TestTheNextUnitMayCostMore(t *testing.T) {
	p := &plan.Problem{Days: 7, Skills: 1, Hubs: 1}
	for id := 1; id <= 4; id++ {
		p.Workers = append(p.Workers, plan.Worker{ID: id, Caps: []int{1000}, Avail: []int{80, 40, 0, 0, 0, 0, 0}, Skills: []plan.Ability{{Level: 1, Speed: 100}}})
	}
	p.Orders = []plan.Order{{ID: 1, Level: 1, Hub: plan.Anywhere, Release: 1, Deadline: 1, Count: 14, Effort: 20}}
	s, err := whole.Solve(t.Context(), p, whole.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Check(p, s); err != nil {
		t.Fatal(err)
	}
	units := 0
	for _, a := range s.Assignments {
		units += a.Units
		if a.Day > 1 {
			t.Errorf("late: %+v", a)
		}
	}
	if units != 14 {
		t.Errorf("%d units", units)
	}
}

// tiny is a problem small enough to try every way of handing out its units.
func tiny(seed uint64) *plan.Problem {
	p := plangen.Make(plangen.Params{Workers: 2, Orders: 2, Days: 7, Skills: 1, Hubs: 1, Load: 0.9, Seed: seed})
	for i := range p.Orders {
		o := &p.Orders[i]
		o.Level, o.Hub, o.Count = 1, plan.Anywhere, 1+int(seed+uint64(i))%4
		o.Effort = 40 + 35*(int(seed)%3+i)
	}
	return p
}

// best tries all ways.
func best(p *plan.Problem) float64 {
	least := math.Inf(1)
	units := [][]int{{0, 0}, {0, 0}}
	for units[0][0] = 0; units[0][0] <= p.Orders[0].Count; units[0][0]++ {
		for units[0][1] = 0; units[0][0]+units[0][1] <= p.Orders[0].Count; units[0][1]++ {
			for units[1][0] = 0; units[1][0] <= p.Orders[1].Count; units[1][0]++ {
				for units[1][1] = 0; units[1][0]+units[1][1] <= p.Orders[1].Count; units[1][1]++ {
					if c := plantest.Optimum(p, units); c < least { // NaN is not less
						least = c
					}
				}
			}
		}
	}
	return least
}

func TestAgainstEveryWay(t *testing.T) {
	exact, rounds := 0, uint64(30)
	for seed := uint64(1); seed <= rounds; seed++ {
		p := tiny(seed)
		want := best(p)
		s, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verify.Check(p, s); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if slack := 1e-3 + 1e-7*math.Abs(want); s.Objective < want-slack || s.Bound > want+slack {
			t.Errorf("seed %d: cost %.2f and bound %.2f around the best, %.2f", seed, s.Objective, s.Bound, want)
		} else if s.Objective < want+0.005*math.Abs(want)+200 {
			exact++
		} else {
			t.Logf("seed %d: %.2f, best %.2f", seed, s.Objective, want)
		}
	}
	if exact < int(rounds)-3 {
		t.Errorf("only %d of %d plans are as good as the best", exact, rounds)
	}
}

func TestHeldUnitsStay(t *testing.T) {
	params, err := plangen.Size("town")
	if err != nil {
		t.Fatal(err)
	}
	p := plangen.Make(params)
	first, err := whole.Solve(t.Context(), p, whole.Options{})
	if err != nil {
		t.Fatal(err)
	}
	held := share(first, 3)
	s, err := whole.Solve(t.Context(), p, whole.Options{Held: held})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Check(p, s); err != nil {
		t.Fatal(err)
	}
	for _, h := range held {
		found := 0.0
		for _, a := range s.Assignments {
			if a.Order == h.Order && a.Worker == h.Worker && a.Day == h.Day {
				found += a.Standard
			}
		}
		if found < h.Standard-1e-6 {
			t.Errorf("held work of order %d for worker %d on day %d: %.2f of %.2f is left", h.Order, h.Worker, h.Day, found, h.Standard)
		}
	}
}

// share is all the work of every n-th worker in a plan.
func share(s *plan.Plan, n int) []plan.Assignment {
	var out []plan.Assignment
	for _, a := range s.Assignments {
		if a.Worker%n == 0 {
			out = append(out, a)
		}
	}
	return out
}

func TestPartsOfUnitsCannotBeHeld(t *testing.T) {
	p := tiny(1)
	s, err := whole.Solve(t.Context(), p, whole.Options{})
	if err != nil || len(s.Assignments) == 0 {
		t.Fatal(err)
	}
	held := s.Assignments[:1]
	held[0].Minutes /= 2
	held[0].Standard /= 2
	if _, err := whole.Solve(t.Context(), p, whole.Options{Held: held}); err == nil {
		t.Error("half a unit was held")
	}
}
