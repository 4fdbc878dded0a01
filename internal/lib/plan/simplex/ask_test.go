package simplex

import (
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/plantest"
)

// askable is a solved problem that questions can be put to.
func askable(t testing.TB, p *plan.Problem, opt Options) *Solver {
	t.Helper()
	opt.Free = true
	s, err := New(p, opt)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Optimise(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// some is a small problem with an order like one of its own, or of another kind.
func some(seed uint64) (*plan.Problem, plan.Order) {
	r := rand.New(rand.NewPCG(seed, 1))
	p := plangen.Make(plangen.Params{Workers: 3 + r.IntN(12), Orders: 1 + r.IntN(6), Days: 7 + r.IntN(15), Skills: 3, Hubs: 2, Load: 0.3 + r.Float64(), Seed: seed})
	o := p.Orders[r.IntN(len(p.Orders))]
	if seed%3 == 0 { // somebody may have the skill, nobody has asked for it there
		o.Skill, o.Level, o.Hub = r.IntN(p.Skills), 1+r.IntN(plan.Levels), r.IntN(p.Hubs+1)-1
	}
	o.Count, o.Effort = 1+r.IntN(3000), 1
	return p, o
}

func answer(t *testing.T, q *Question) float64 {
	t.Helper()
	left, err := q.Answer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return left
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-6*(1+math.Abs(a)) }

// TestAnOrderAskedAboutCostsWhatItCostsAmongTheOthers: put to a plan that is there, it costs
// what the plan costs that is made with it from the beginning.
func TestAnOrderAskedAboutCostsWhatItCostsAmongTheOthers(t *testing.T) {
	var q *Question
	for seed := uint64(1); seed <= 120; seed++ {
		p, o := some(seed)
		flat := seed%4 == 1
		q = askable(t, p, Options{Flat: flat}).Ask(o, float64(plan.UnmetCost(o.Priority)), q)
		left := answer(t, q)
		got := q.Work()
		all := *p
		o.ID = q.t.p.Orders[q.order].ID
		all.Orders = append(slices.Clip(p.Orders), o)
		want, err := Solve(t.Context(), &all, Options{Flat: flat})
		if err != nil {
			t.Fatal(err)
		}
		if !near(got.Objective, want.Objective) || !near(left, got.Fates[len(p.Orders)].Unmet) {
			t.Errorf("seed %d: costs %f with %f unmet, made anew %f", seed, got.Objective, left, want.Objective)
		}
	}
}

// TestABareQuestion: where only what is late or undone costs anything, as much of an order fits as a plain
// programme says.
func TestABareQuestion(t *testing.T) {
	short, all := 0, 0
	for seed := uint64(1); seed <= 40; seed++ {
		p, o := some(seed)
		o.Priority, o.ID = 0, 1_000_000
		left := answer(t, askable(t, p, Options{Bare: true}).Ask(o, 1, nil))
		n := *p
		n.Orders = append(slices.Clip(p.Orders), o)
		if want := plantest.Unmet(&n, len(p.Orders), 1); math.Abs(left-want) > 1e-3 {
			t.Errorf("seed %d: %f are left, by a plain programme %f", seed, left, want)
		}
		if whole := answer(t, askable(t, p, Options{}).Ask(o, 1, nil)); whole < left-1e-3 {
			t.Errorf("seed %d: %f are left, where all costs count %f", seed, left, whole)
		}
		if all++; left > 0.01 {
			short++
		}
	}
	if short < all/10 || short > all*9/10 {
		t.Errorf("of %d questions %d do not fit: the test is blind", all, short)
	}
}

// TestWaitingDayByDay: a day later and a day later is the same as asked for that day at once, and
// the plan that is asked stays as it is.
func TestWaitingDayByDay(t *testing.T) {
	var short, all int
	for seed := uint64(1); seed <= 60; seed++ {
		p, o := some(seed)
		o.Priority, o.Deadline = 0, o.Release
		s := askable(t, p, Options{})
		before := s.Work().Objective
		q := s.Ask(o, 45, nil)
		for day := o.Release; day <= p.Days; day++ {
			q.Wait(day)
			left := answer(t, q)
			o.Deadline = day
			if fits, err := s.Ask(o, 45, nil).Fits(t.Context(), 0.01); err != nil || fits != (left <= 0.01) {
				t.Errorf("seed %d: fits by day %d: %v, %v; %f are left", seed, day, fits, err, left)
			}
			if once := answer(t, s.Ask(o, 45, nil)); math.Abs(left-once) > 1e-4 {
				t.Errorf("seed %d: %f are left by day %d, asked at once %f", seed, left, day, once)
			}
			if left > 0.01 {
				short++
			}
			all++
		}
		if after := s.Work().Objective; after != before {
			t.Errorf("seed %d: the plan cost %f and costs %f after questions", seed, before, after)
		}
	}
	if short < all/10 || short > all*9/10 {
		t.Errorf("of %d questions %d do not fit: the test is blind", all, short)
	}
}

// TestTheFirstDay: it is the one found by asking about every day by itself.
func TestTheFirstDay(t *testing.T) {
	later, never := 0, 0
	for seed := uint64(1); seed <= 80; seed++ {
		p, o := some(seed)
		o.Priority, o.Deadline, o.Count = 0, o.Release, o.Count/4+1
		s := askable(t, p, Options{Bare: true})
		got, err := s.Ask(o, 1, nil).By(t.Context(), 0.01)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for o.Deadline = p.Days; o.Deadline >= o.Release && answer(t, s.Ask(o, 1, nil)) <= 0.01; o.Deadline-- {
			want = o.Deadline
		}
		if got != want {
			t.Errorf("seed %d: by day %d, asked day by day %d", seed, got, want)
		}
		if want > o.Release+1 {
			later++
		} else if want == 0 {
			never++
		}
	}
	if later < 15 || never < 15 {
		t.Errorf("%d days are later than the second, %d orders do not fit: the test is blind", later, never)
	}
}

// TestHelpersAreWorkers: so many people like the helper do what so many workers more do.
func TestHelpersAreWorkers(t *testing.T) {
	helped := 0
	for seed := uint64(1); seed <= 60; seed++ {
		p, o := some(seed)
		o.Priority = 0
		helper := p.Workers[0]
		for _, w := range p.Workers {
			if a, ok := w.Ability(o.Skill); ok && a.Level >= o.Level && w.MayWorkAt(o.Hub) {
				helper = w
			}
		}
		s := askable(t, p, Options{Helper: helper})
		alone := answer(t, s.Ask(o, 45, nil))
		for n := 1; n <= 4; n++ {
			q := s.Ask(o, 45, nil)
			q.Help(n)
			got := answer(t, q)
			more := *p
			for k := range n {
				helper.ID = 1000 + k
				more.Workers = append(slices.Clip(more.Workers), helper)
			}
			if want := answer(t, askable(t, &more, Options{}).Ask(o, 45, nil)); math.Abs(got-want) > 1e-4 {
				t.Errorf("seed %d: %f are left with %d helpers, with as many workers %f", seed, got, n, want)
			}
			if got < alone-1 {
				helped++
			}
		}
	}
	if helped < 60 {
		t.Errorf("helpers helped %d times: the test is blind", helped)
	}
}

// TestMemoryUsedAgain: a question in the memory of others begins as one in memory of its own does.
func TestMemoryUsedAgain(t *testing.T) {
	for seed := uint64(1); seed <= 40; seed++ {
		p, o := some(seed)
		s := askable(t, p, Options{Bare: seed%2 == 0, Helper: p.Workers[0]})
		r := rand.New(rand.NewPCG(seed, 2))
		var q *Question
		for range 12 {
			o.Count, o.Deadline, o.Skill = 1+r.IntN(3000), o.Release+r.IntN(p.Days-o.Release+1), r.IntN(p.Skills)
			q = s.Ask(o, 1, q)
			fresh := s.Ask(o, 1, nil)
			if a, b := q.t, fresh.t; !slices.Equal(a.node, b.node) || !slices.Equal(a.link, b.link) || !slices.Equal(a.kin, b.kin) ||
				!slices.Equal(a.value, b.value) || !slices.Equal(a.rest, b.rest) || !slices.Equal(a.basic, b.basic) {
				t.Fatalf("seed %d: something of an earlier question is left", seed)
			}
			switch r.IntN(5) {
			case 0:
				q.Help(1 + r.IntN(3))
			case 1:
				q.Work()
			case 2:
				s.Work() // its flows are worked out anew
			}
			if _, err := q.By(t.Context(), 0.01); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestQuestionsAtOnce: many may ask the same plan at the same time.
func TestQuestionsAtOnce(t *testing.T) {
	p, o := some(7)
	s := askable(t, p, Options{})
	want := answer(t, s.Ask(o, 45, nil))
	got := make([]float64, 8)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() { got[i], _ = s.Ask(o, 45, nil).Answer(t.Context()) })
	}
	all.Wait()
	for _, x := range got {
		if x != want {
			t.Errorf("%f are left, asked alone %f", x, want)
		}
	}
}
