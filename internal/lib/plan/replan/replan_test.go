package replan_test

import (
	"strings"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/replan"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
)

func town(t *testing.T, seed uint64, units bool) (*plan.Problem, *plan.Plan) {
	t.Helper()
	params, err := plangen.Size("town")
	if err != nil {
		t.Fatal(err)
	}
	params.Seed, params.Load = seed, 0.6
	p := plangen.Make(params)
	var s *plan.Plan
	if units {
		s, err = whole.Solve(t.Context(), p, whole.Options{})
	} else {
		s, err = simplex.Solve(t.Context(), p, simplex.Options{})
	}
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

func amounts(s *plan.Plan) map[replan.Pair]float64 {
	m := map[replan.Pair]float64{}
	for _, a := range s.Assignments {
		m[replan.Pair{Order: a.Order, Worker: a.Worker}] += a.Standard
	}
	return m
}

// Somebody cannot come on a day: accepted work of others stays to the minute, the plan
// holds for the changed problem, and what moved is told.
func TestOneDayAway(t *testing.T) {
	for seed := uint64(1); seed <= 6; seed++ {
		p, s := town(t, seed, seed%2 == 0)
		gone := s.Assignments[len(s.Assignments)/2]
		c := &replan.Change{From: 3, Hours: []replan.Hours{{Worker: gone.Worker, Day: max(gone.Day, 3)}}}
		for x := range amounts(s) {
			if x.Worker != gone.Worker && x.Worker%2 == 0 {
				c.Accepted = append(c.Accepted, x)
			}
		}
		r, err := replan.Do(t.Context(), p, s, c)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if _, err := verify.Check(r.Problem, r.Plan); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		before, after := amounts(s), amounts(r.Plan)
		for _, x := range c.Accepted {
			if after[x] < before[x]-0.01 {
				t.Errorf("seed %d: accepted work %+v went from %.2f to %.2f", seed, x, before[x], after[x])
			}
		}
		for _, a := range r.Plan.Assignments {
			if a.Worker == gone.Worker && a.Day == c.Hours[0].Day && a.Minutes > 1e-6 {
				t.Errorf("seed %d: work on the day she cannot come", seed)
			}
		}
		if len(r.Tried) != 3 || r.Tried[0].Moved != 0 {
			t.Errorf("seed %d: tried %+v", seed, r.Tried)
		}
		for _, x := range r.Tried {
			if x.Cost < r.Cost-1e-6 {
				t.Errorf("seed %d: %.2f taken though %q costs %.2f", seed, r.Cost, x.Release, x.Cost)
			}
		}
		for _, x := range r.Plan.Moved {
			p := replan.Pair{Order: x.Order, Worker: x.Worker}
			if x.Standard > before[p]-after[p]+0.02 {
				t.Errorf("seed %d: moved %+v, but it went from %.2f to %.2f", seed, x, before[p], after[p])
			}
		}
	}
}

// What is done is never undone.
func TestPastStays(t *testing.T) {
	p, s := town(t, 3, false)
	r, err := replan.Do(t.Context(), p, s, &replan.Change{From: 10, Cancelled: []int{p.Orders[0].ID}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Check(r.Problem, r.Plan); err != nil {
		t.Fatal(err)
	}
	past := func(s *plan.Plan) map[[3]int]float64 {
		m := map[[3]int]float64{}
		for _, a := range s.Assignments {
			if a.Day < 10 && a.Order != p.Orders[0].ID {
				m[[3]int{a.Order, a.Worker, a.Day}] += a.Standard
			}
		}
		return m
	}
	after := past(r.Plan)
	for k, x := range past(s) {
		if after[k] < x-1e-6 {
			t.Errorf("order %d, worker %d, day %d: %.2f done, %.2f now", k[0], k[1], k[2], x, after[k])
		}
	}
	for _, a := range r.Plan.Assignments {
		if a.Order == p.Orders[0].ID {
			t.Fatal("work of a cancelled order")
		}
	}
}

func TestNewOrderAndPin(t *testing.T) {
	for _, units := range []bool{false, true} {
		p, s := town(t, 4, units)
		w := p.Workers[0]
		day := 0
		for t := 7; t < p.Days && day == 0; t++ {
			if w.Avail[t] > 0 {
				day = t + 1
			}
		}
		c := &replan.Change{From: 8,
			Orders: []replan.Order{{ID: 900, Skill: w.Skills[0].Skill, Level: 1, Hub: plan.Anywhere, Release: 1, Deadline: 28, Priority: 3, Count: 40, Effort: 15}},
			Pins:   []replan.Pin{{Pair: replan.Pair{Order: 900, Worker: w.ID}, Day: day, Units: 1}}}
		r, err := replan.Do(t.Context(), p, s, c)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verify.Check(r.Problem, r.Plan); err != nil {
			t.Fatal(err)
		}
		pinned := 0.0
		for _, a := range r.Plan.Assignments {
			if a.Order == 900 && a.Worker == w.ID && a.Day == day {
				pinned += a.Standard
			}
			if a.Order == 900 && a.Day < 8 {
				t.Errorf("work of the new order on day %d, which is past", a.Day)
			}
		}
		if pinned < 15-1e-6 {
			t.Errorf("units %v: %.2f minutes are left of a pin of 15", units, pinned)
		}
	}
}

// Dear moves move nothing.
func TestDearMoves(t *testing.T) {
	p, s := town(t, 5, false)
	c := &replan.Change{From: 1, Hours: []replan.Hours{{Worker: s.Assignments[0].Worker, Day: s.Assignments[0].Day}}, MovedCost: 1e7}
	r, err := replan.Do(t.Context(), p, s, c)
	if err != nil {
		t.Fatal(err)
	}
	if r.Moved > 0.01 {
		t.Errorf("%.2f minutes moved at ten million each", r.Moved)
	}
}

func TestChangesThatCannotBe(t *testing.T) {
	p, s := town(t, 1, false)
	for _, c := range []struct {
		text, want string
	}{
		{`{"from":0}`, "first open day is 0"},
		{`{"from":1,"hours":[{"worker":999,"day":1,"minutes":0}]}`, "hours of worker 999"},
		{`{"from":5,"hours":[{"worker":1,"day":4,"minutes":0}]}`, "hours of worker 1 on day 4"},
		{`{"from":1,"hours":[{"worker":1,"day":4,"minutes":2000}]}`, "availability on day 4 is 2000"},
		{`{"from":1,"cancelled":[99]}`, "order 99 cannot be cancelled"},
		{`{"from":1,"orders":[{"id":1,"level":1,"deadline":5,"count":1,"effort":1}]}`, "two of this number"},
		{`{"from":1,"pins":[{"order":1,"worker":999,"day":1,"units":1}]}`, "not both there"},
		{`{"from":1,"pins":[{"order":1,"worker":1,"day":99,"units":1}]}`, "cannot be pinned"},
		{`{"from":1,"away":[1]}`, "unknown field"},
	} {
		x, err := replan.Read(strings.NewReader(c.text))
		if err == nil {
			_, err = replan.Do(t.Context(), p, s, x)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.text, err, c.want)
		}
	}
}
