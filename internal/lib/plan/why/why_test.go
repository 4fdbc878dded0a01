package why_test

import (
	"strings"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
	"hiroba/internal/lib/plan/why"
)

func town(t *testing.T, seed uint64, load float64) *plan.Problem {
	t.Helper()
	params, err := plangen.Size("town")
	if err != nil {
		t.Fatal(err)
	}
	params.Seed, params.Load = seed, load
	p := plangen.Make(params)
	for i := range p.Workers {
		if i%9 == 0 {
			p.Workers[i].Ceiling = 240
		}
	}
	return p
}

// Every reason is found again by the check, over loads from idle to overrun; every word
// occurs.
func TestReasonsAreFoundAgain(t *testing.T) {
	seen := map[bool]map[plan.Why]int{true: {}, false: {}}
	for seed := uint64(1); seed <= 6; seed++ {
		p := town(t, seed, 0.3*float64(seed))
		s, err := simplex.Solve(t.Context(), p, simplex.Options{Flat: seed%3 == 0})
		if err != nil {
			t.Fatal(err)
		}
		s.Reasons = why.New(p, s).All()
		if len(s.Reasons) != len(p.Workers)*len(p.Orders) {
			t.Fatalf("%d reasons", len(s.Reasons))
		}
		if _, err := verify.Check(p, s); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for _, r := range s.Reasons {
			seen[r.Given][r.Why]++
		}
	}
	for given, list := range map[bool][]plan.Why{true: plan.WhyGiven, false: plan.WhyNot} {
		for _, w := range list {
			if seen[given][w] == 0 {
				t.Errorf("given %v: %q never occurs", given, w)
			}
		}
		if len(seen[given]) != len(list) {
			t.Errorf("given %v: words %v", given, seen[given])
		}
	}
}

func TestFalseReasonsAreRefused(t *testing.T) {
	p := town(t, 1, 0.8)
	s, err := whole.Solve(t.Context(), p, whole.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := why.New(p, s)
	s.Reasons = r.All()
	for i := range s.Reasons {
		right := s.Reasons[i]
		for _, w := range plan.WhyNot {
			if w == right.Why {
				continue
			}
			s.Reasons[i].Why = w
			if i%97 == 0 {
				if _, err := verify.Check(p, s); err == nil || !strings.Contains(err.Error(), "the reason given is") {
					t.Fatalf("%+v passed instead of %q: %v", s.Reasons[i], right.Why, err)
				}
			}
		}
		s.Reasons[i] = right
	}
	s.Reasons[0].Given = !s.Reasons[0].Given
	if _, err := verify.Check(p, s); err == nil {
		t.Error("a reason for work that was not given passed")
	}
	if _, ok := r.Of(99, 1); ok {
		t.Error("a reason for an order that is not there")
	}
}

// More time for the dearest skill on its day makes the plan cheaper by its price.
func TestBottleneckPriceIsWhatTimeIsWorth(t *testing.T) {
	p := town(t, 1, 0.8)
	s, err := simplex.Solve(t.Context(), p, simplex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	list := why.Bottlenecks(s)
	if len(list) == 0 {
		t.Fatal("no bottleneck in a town with unmet work")
	}
	b := list[0]
	avail := make([]int, p.Days)
	avail[b.Day-1] = 1
	p.Workers = append(p.Workers, plan.Worker{ID: 1000, AtHub: true, Caps: []int{60, 60, 60, 60}, Avail: avail, Skills: []plan.Ability{{Skill: b.Skill, Level: b.Level, Speed: 100}}})
	more, err := simplex.Solve(t.Context(), p, simplex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if saved := s.Objective - more.Objective; saved < b.Price-plan.FullCost-1 || saved > b.Price+1 {
		t.Errorf("a minute of skill %d on day %d saves %.2f; its price is %.2f", b.Skill, b.Day, saved, b.Price)
	}
}
