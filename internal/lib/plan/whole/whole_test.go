package whole_test

import (
	"context"
	"math"
	"reflect"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/plantest"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
)

// TestTownIsNearTheBound compares with what CBC proves for whole units: no plan costs less.
func TestTownIsNearTheBound(t *testing.T) {
	for _, c := range []struct {
		seed        uint64
		bound, most float64
	}{
		{1, 156_403_176, 0.0003}, {2, 95_855_946, 0.0035}, {3, 206_519_760, 0.00001}, {4, 203_324_099, 0.0003},
		{5, 206_031_506, 0.00001}, {6, 59_633_030, 0.0025}, {7, 206_510_567, 0.00001}, {8, 150_152_872, 0.0003},
	} {
		params, err := plangen.Size("town")
		if err != nil {
			t.Fatal(err)
		}
		params.Seed = c.seed
		p := plangen.Make(params)
		s, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		f, err := verify.Check(p, s)
		if err != nil {
			t.Fatalf("seed %d: %v", c.seed, err)
		}
		if gap := (f.Objective - c.bound) / c.bound; gap < 0 || gap > c.most || f.Bound > c.bound {
			t.Errorf("seed %d: cost %.0f, %.4f %% above the bound, at most %.4f %%; ours is %.0f", c.seed, f.Objective, 100*gap, 100*c.most, f.Bound)
		}
		again, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(s.Assignments, again.Assignments) {
			t.Errorf("seed %d: the same problem gave another plan", c.seed)
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
	if f, err := verify.Check(p, s); err != nil || f.Gap > 0.0046 {
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
	for seed := uint64(1); seed <= 30; seed++ {
		p := tiny(seed)
		want := best(p)
		s, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verify.Check(p, s); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		// A little dearer may be what goes to fewer people.
		if slack := 1e-3 + 1e-7*math.Abs(want); s.Objective < want-slack || s.Objective > want+200 || s.Bound > want+slack {
			t.Errorf("seed %d: cost %.2f and bound %.2f around the best, %.2f", seed, s.Objective, s.Bound, want)
		}
	}
}

// TestWorkLiesWhereItIsLeastLate: for the units everybody has, no other days cost less, but for
// what only three jobs in a ring could save.
func TestWorkLiesWhereItIsLeastLate(t *testing.T) {
	late, dearer := 0, 0
	for seed := uint64(1); seed <= 60; seed++ {
		p := plangen.Make(plangen.Params{Workers: 3, Orders: 6, Days: 14, Skills: 1, Hubs: 1, Load: 1.3, Seed: seed})
		for i := range p.Orders {
			o := &p.Orders[i]
			o.Level, o.Hub, o.Deadline, o.Priority = 1, plan.Anywhere, o.Release+i, i%4
		}
		s, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		units := make([][]int, len(p.Orders))
		for i := range units {
			units[i] = make([]int, len(p.Workers))
			if s.Fates[i].Late > 0 {
				late++
			}
		}
		for _, a := range s.Assignments {
			units[a.Order-1][a.Worker-1] += a.Units
		}
		want := plantest.Optimum(p, units)
		if s.Objective > want*1.0001 {
			dearer++
		}
		if s.Objective < want*0.9999 || s.Objective > want*1.003 {
			t.Errorf("seed %d: %.2f, on other days %.2f", seed, s.Objective, want)
		}
	}
	if late < 60 || dearer > 5 {
		t.Errorf("%d orders are late, %d plans dearer than on other days", late, dearer)
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

// When the context ends there is a plan all the same, only not so good a one.
func TestAPlanInNoTime(t *testing.T) {
	params, err := plangen.Size("town")
	if err != nil {
		t.Fatal(err)
	}
	p := plangen.Make(params)
	cut, err := simplex.Solve(t.Context(), p, simplex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	s, err := whole.Round(ctx, p, cut, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f, err := verify.Check(p, s); err != nil || f.Gap > 0.02 {
		t.Errorf("gap %g, %v", f.Gap, err)
	}
}

// A town where there is nobody, nothing to do, or nobody who can do it has a plan, too.
func TestATownWithoutSomething(t *testing.T) {
	for name, change := range map[string]func(*plan.Problem){
		"people": func(p *plan.Problem) { p.Workers = nil },
		"orders": func(p *plan.Problem) { p.Orders = nil },
		"skill":  func(p *plan.Problem) { p.Workers[0].Skills, p.Workers[1].Skills = nil, nil },
		"time": func(p *plan.Problem) {
			for k := range p.Workers {
				p.Workers[k].Avail = make([]int, p.Days)
			}
		},
	} {
		p := tiny(1)
		change(p)
		s, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verify.Check(p, s); err != nil || len(s.Assignments) > 0 {
			t.Errorf("without %s: %v, %v", name, err, s.Assignments)
		}
	}
}
