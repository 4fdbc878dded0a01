package verify_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
)

// two is a problem with one worker who can do both orders and one who can do neither
// alone: small enough to work out by hand.
func two() *plan.Problem {
	return &plan.Problem{Days: 7, Skills: 2, Hubs: 2,
		Workers: []plan.Worker{
			{ID: 1, Hub: 0, AtHub: true, Fit: 2, Caps: []int{150}, Avail: []int{60, 60, 60, 0, 0, 0, 0}, Skills: []plan.Ability{{Skill: 0, Level: 2, Speed: 100}, {Skill: 1, Level: 1, Speed: 50}}},
			{ID: 2, Hub: 1, Newcomer: true, Caps: []int{600}, Avail: []int{0, 90, 90, 0, 0, 0, 90}, Skills: []plan.Ability{{Skill: 0, Level: 1, Speed: 80}}},
		},
		Orders: []plan.Order{
			{ID: 5, Skill: 0, Level: 1, Hub: plan.Anywhere, Release: 1, Deadline: 2, Priority: 1, Count: 20, Effort: 10},
			{ID: 9, Skill: 1, Level: 1, Hub: 0, Release: 2, Deadline: 3, Priority: 2, Count: 3, Effort: 10},
		}}
}

// byHand is a plan for it that keeps every limit.
func byHand() *plan.Plan {
	return &plan.Plan{
		Assignments: []plan.Assignment{
			{Order: 5, Worker: 1, Day: 1, Minutes: 60, Standard: 60},
			{Order: 9, Worker: 1, Day: 2, Minutes: 60, Standard: 30},
			{Order: 5, Worker: 1, Day: 3, Minutes: 30, Standard: 30},
			{Order: 5, Worker: 2, Day: 2, Minutes: 90, Standard: 72},
		},
		Fates: []plan.Fate{{Order: 5, Late: 30, Unmet: 38}, {Order: 9}},
	}
}

func TestCostByHand(t *testing.T) {
	s := byHand()
	// Worker 1: 150 minutes at 2; her offer is 150, so 90 are easy, 30 cost 4, 30 cost 12.
	// Worker 2: a newcomer, 90 minutes at −20. Order 5: 90 minutes a level too high at 3,
	// 30 late by the two-day step at 200, 38 unmet at 2,000.
	want := 150*2 + 30*4 + 30*12 - 90*20 + 90*3 + 30*200 + 38*2000.0
	if _, err := verify.Check(two(), s); err == nil {
		t.Fatal("a plan that says it costs nothing passed")
	}
	s.Objective = want
	var err error
	if s.Bound, err = verify.Bound(two(), nil, false); err != nil {
		t.Fatal(err)
	}
	s.Gap = (s.Objective - s.Bound) / s.Objective
	f, err := verify.Check(two(), s)
	if err != nil {
		t.Fatal(err)
	}
	if f.Objective != want {
		t.Errorf("cost %v, not %v", f.Objective, want)
	}
}

func TestBoundByHand(t *testing.T) {
	// At a price of 0, orders cost nothing and only the newcomer's bonus is earned:
	// 270 minutes at 20.
	if b, err := verify.Bound(two(), nil, false); err != nil || b != -270*20 {
		t.Errorf("bound %v, %v, not −5400", b, err)
	}
	// At 100 a minute on day 2 for skill 0, level 1, order 5 still takes the free day 1;
	// worker 2 earns 80 a minute and the bonus on day 2, the bonus alone on the others.
	b, err := verify.Bound(two(), []plan.Price{{Skill: 0, Level: 1, Hub: plan.Anywhere, Day: 2, Price: 100}}, false)
	if want := -(90*100 + 180*20.0); err != nil || b != want {
		t.Errorf("bound %v, %v, not %v", b, err, want)
	}
}

// Whatever the prices, the bound stays below the optimum.
func TestBoundNeverLies(t *testing.T) {
	params, err := plangen.Size("town")
	if err != nil {
		t.Fatal(err)
	}
	p := plangen.Make(params)
	s, err := simplex.Solve(t.Context(), p, simplex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 200 {
		prices := append([]plan.Price(nil), s.Prices...)
		for i := range prices {
			prices[i].Price += float64((i*7919+round*104729)%201-100) * float64(round) / 50
		}
		b, err := verify.Bound(p, prices, false)
		if err != nil || b > s.Objective*(1+1e-9) {
			t.Fatalf("round %d: bound %v above the optimum %v (%v)", round, b, s.Objective, err)
		}
		if round > 0 && b == s.Bound {
			t.Fatalf("round %d: other prices, the same bound", round)
		}
	}
}

func TestBrokenPlansAreRefused(t *testing.T) {
	good := byHand()
	good.Objective = 81250
	b, err := verify.Bound(two(), nil, false)
	if err != nil {
		t.Fatal(err)
	}
	good.Bound, good.Gap = b, (81250-b)/81250
	good.Prices = []plan.Price{{Skill: 0, Level: 1, Hub: plan.Anywhere, Day: 1}}
	if _, err := verify.Check(two(), good); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		spoil func(*plan.Plan)
		want  string
	}{
		{"no such order", func(s *plan.Plan) { s.Assignments[0].Order = 6 }, "no such order"},
		{"no such worker", func(s *plan.Plan) { s.Assignments[0].Worker = 3 }, "no such worker"},
		{"day outside the horizon", func(s *plan.Plan) { s.Assignments[0].Day = 8 }, "not one of the 7 days"},
		{"day nought", func(s *plan.Plan) { s.Assignments[0].Day = 0 }, "not one of the 7 days"},
		{"skill she lacks", func(s *plan.Plan) { s.Assignments[3].Order = 9 }, "has not got skill 1"},
		{"before the release", func(s *plan.Plan) { s.Assignments[1].Day = 1 }, "day 2 at the earliest"},
		{"minutes that make less", func(s *plan.Plan) { s.Assignments[3].Standard = 90 }, "make 72.0000 standard minutes"},
		{"no number", func(s *plan.Plan) { s.Assignments[3].Minutes = math.NaN() }, "no amounts of work"},
		{"negative work", func(s *plan.Plan) { s.Assignments[3].Minutes, s.Assignments[3].Standard = -90, -72 }, "no amounts of work"},
		{"more than the day", func(s *plan.Plan) { s.Assignments[0].Minutes, s.Assignments[0].Standard = 61, 61 }, "worker 1 has 61.00 minutes on day 1 but offers 60"},
		{"a day she is away", func(s *plan.Plan) { s.Assignments[2].Day = 4 }, "on day 4 but offers 0"},
		{"more than the week", func(s *plan.Plan) { s.Assignments[2].Minutes, s.Assignments[2].Standard = 31, 31 }, "in week 1, above her cap of 150"},
		{"more than ordered", func(s *plan.Plan) {
			s.Assignments = append(s.Assignments, plan.Assignment{Order: 5, Worker: 2, Day: 3, Minutes: 90, Standard: 72})
		}, "234.00 standard minutes are assigned, but it has only 200"},
		{"unmet work hidden", func(s *plan.Plan) { s.Fates[0].Unmet = 0 }, "are said to be unmet, but that is 38.00"},
		{"late work hidden", func(s *plan.Plan) { s.Fates[0].Late = 0 }, "are said to be late, but that is 30.00"},
		{"fate missing", func(s *plan.Plan) { s.Fates = s.Fates[:1] }, "fate of 1 orders; there are 2"},
		{"fates exchanged", func(s *plan.Plan) { s.Fates[0], s.Fates[1] = s.Fates[1], s.Fates[0] }, "fate 1 is of order 9"},
		{"cheaper than it is", func(s *plan.Plan) { s.Objective = 81000 }, "says it costs 81000.00, but that is 81250.00"},
		{"bound too high", func(s *plan.Plan) { s.Bound += 1 }, "proves a bound of"},
		{"gap too small", func(s *plan.Plan) { s.Gap = 0 }, "its gap is 0"},
		{"gap no number", func(s *plan.Plan) { s.Gap = math.NaN() }, "its gap is NaN"},
		{"price no number", func(s *plan.Plan) { s.Prices[0].Price = math.Inf(1) }, "is no price"},
		{"price for no orders", func(s *plan.Plan) { s.Prices[0].Hub = 1 }, "for which there are no orders"},
		{"price for no day", func(s *plan.Plan) { s.Prices[0].Day = 8 }, "which do not exist"},
		{"two prices", func(s *plan.Plan) { s.Prices = append(s.Prices, s.Prices[0]) }, "has two prices"},
		{"parts of units", func(s *plan.Plan) { s.Whole = true }, "are not the 0 whole units"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := copyOf(t, good)
			c.spoil(s)
			if _, err := verify.Check(two(), s); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
	p := two()
	p.Workers[0].AtHub = false
	if _, err := verify.Check(p, good); err == nil || !strings.Contains(err.Error(), "tied to hub 0") {
		t.Errorf("work at a hub by somebody who does not work there: %v", err)
	}
	p = two()
	p.Orders[0].Level = 2
	if _, err := verify.Check(p, good); err == nil || !strings.Contains(err.Error(), "her level is 1, the order asks for 2") {
		t.Errorf("work above her level: %v", err)
	}
	p = two()
	p.Orders[0].Deadline = 1
	p.Orders[0].Priority = 0
	p.Workers[1].Avail[4] = 90
	late := copyOf(t, good)
	late.Assignments[3].Day = 7
	if _, err := verify.Check(p, late); err == nil || !strings.Contains(err.Error(), "no lateness allowed reaches this day") {
		t.Errorf("work past the last step of lateness: %v", err)
	}
}

func copyOf(t *testing.T, s *plan.Plan) *plan.Plan {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	c, err := plan.ReadPlan(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func BenchmarkPrefecture(b *testing.B) {
	params, err := plangen.Size("prefecture")
	if err != nil {
		b.Fatal(err)
	}
	p := plangen.Make(params)
	s, err := simplex.Solve(b.Context(), p, simplex.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("bound", func(b *testing.B) {
		for b.Loop() {
			if _, err := verify.Bound(p, s.Prices, false); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("whole check", func(b *testing.B) {
		for b.Loop() {
			if _, err := verify.Check(p, s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
