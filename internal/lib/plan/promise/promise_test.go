package promise_test

import (
	"reflect"
	"slices"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/plantest"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/lib/plan/simplex"
)

func ready(t *testing.T, workers, orders int, load float64, seed uint64) (*plan.Problem, *plan.Plan) {
	t.Helper()
	p := plangen.Make(plangen.Params{Workers: workers, Orders: orders, Days: 14, Skills: 2, Hubs: 1, Load: load, Seed: seed})
	s, err := simplex.Solve(t.Context(), p, simplex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

// The first day that fits is the one found by trying every day with a plain programme.
func TestPlannedDayAgainstTryingAll(t *testing.T) {
	fitting := 0
	for seed := uint64(1); seed <= 25; seed++ {
		p, s := ready(t, 4, 2, 0.3, seed)
		q := promise.Question{Skill: p.Workers[0].Skills[0].Skill, Level: 1, Hub: plan.Anywhere, Minutes: 200 + 350*int(seed%6), By: 3 + int(seed%6)}
		a, err := promise.Ask(t.Context(), p, s, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		first := 0
		for day := p.Days; day >= 1 && fits(p, q, day); day-- {
			first = day
		}
		days, err := promise.Days(t.Context(), p, s, q, nil)
		if err != nil || days.Planned != a.Planned || !slices.Equal(days.Shortest, a.Shortest) || days.Likely != a.Likely || days.Certain != a.Certain {
			t.Errorf("seed %d: asked for the days alone: %+v, %v; with all else: %+v", seed, days, err, a)
		}
		if a.Planned != first {
			t.Errorf("seed %d: planned for day %d; trying all finds %d", seed, a.Planned, first)
		}
		if a.Fits != (first > 0 && first <= q.By) {
			t.Errorf("seed %d: fits %v by day %d; the first day is %d", seed, a.Fits, q.By, first)
		}
		if a.Fits {
			fitting++
			if len(a.Sooner) != 0 || a.Pressed.Own > 0.01 {
				t.Errorf("seed %d: it fits, yet %+v", seed, a)
			}
		} else if len(a.Sooner) == 0 {
			t.Errorf("seed %d: it does not fit and nothing would help", seed)
		}
		if a.Planned > 0 && (a.Likely > 0 && a.Likely < a.Planned-3 || a.Certain > 0 && a.Certain < a.Likely) {
			t.Errorf("seed %d: planned %d, likely %d, certain %d", seed, a.Planned, a.Likely, a.Certain)
		}
	}
	if fitting == 0 || fitting == 25 {
		t.Errorf("%d of 25 questions fit: the test asks too much or too little", fitting)
	}
}

// fits says by a plain programme whether an order fits by the day without costing others
// anything.
func fits(p *plan.Problem, q promise.Question, day int) bool {
	n := *p
	n.Orders = append(n.Orders[:len(n.Orders):len(n.Orders)], plan.Order{ID: 999, Skill: q.Skill, Level: q.Level, Hub: q.Hub, Release: 1, Deadline: day, Count: q.Minutes, Effort: 1})
	return plantest.Unmet(&n, len(n.Orders)-1, 1) < 0.02
}

func TestSameSeedSameAnswer(t *testing.T) {
	p, s := ready(t, 20, 4, 0.5, 3)
	q := promise.Question{Skill: 0, Level: 1, Hub: plan.Anywhere, Minutes: 900, By: 9}
	a, err := promise.Ask(t.Context(), p, s, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	b, err := promise.Ask(t.Context(), p, s, q, nil)
	if err != nil || !reflect.DeepEqual(a, b) {
		t.Errorf("two answers: %+v, %+v, %v", a, b, err)
	}
	if a.Runs != promise.Usual.Runs || a.People == 0 {
		t.Errorf("%+v", a)
	}
}

// Of promises for "nine in ten", nine in ten hold in rehearsals of another seed.
func TestNineInTenHold(t *testing.T) {
	held, asked := 0, 0
	for seed := uint64(1); seed <= 12; seed++ {
		p, s := ready(t, 30, 6, 0.5, seed)
		q := promise.Question{Skill: 0, Level: 1, Hub: plan.Anywhere, Minutes: 1500, By: 10}
		a, err := promise.Ask(t.Context(), p, s, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a.Likely == 0 {
			continue
		}
		q.Chances = promise.Usual
		q.Chances.Seed = 1000 + seed
		b, err := promise.Ask(t.Context(), p, s, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, day := range b.Shortest {
			asked++
			if day <= a.Likely {
				held++
			}
		}
	}
	if asked < 1000 || float64(held) < 0.88*float64(asked) {
		t.Errorf("%d of %d promises held", held, asked)
	}
}

// The ways lead there: with so many more people, or so many more days, it fits.
func TestWaysLeadThere(t *testing.T) {
	p, s := ready(t, 12, 3, 0.9, 7)
	q := promise.Question{Skill: 0, Level: 1, Hub: plan.Anywhere, Minutes: 2500, By: 6}
	a, err := promise.Ask(t.Context(), p, s, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	if a.Fits {
		t.Fatal("the question is too easy")
	}
	for _, w := range a.Sooner {
		switch w.Kind {
		case promise.MoreDays:
			q2 := q
			q2.By += w.Amount
			if b, err := promise.Ask(t.Context(), p, s, q2, nil); err != nil || !b.Fits {
				t.Errorf("with %d more days: %+v, %v", w.Amount, b, err)
			}
		case promise.ToPartner:
			q2 := q
			q2.Minutes -= q.Minutes * w.Amount / 100
			if b, err := promise.Ask(t.Context(), p, s, q2, nil); q2.Minutes > 0 && (err != nil || !b.Fits) {
				t.Errorf("with %d %% to a partner: %+v, %v", w.Amount, b, err)
			}
		case promise.MorePeople:
			if w.Amount < 1 {
				t.Errorf("%+v", w)
			}
		}
	}
}

func TestQuestionsThatCannotBe(t *testing.T) {
	p, s := ready(t, 4, 2, 0.5, 1)
	for _, q := range []promise.Question{
		{Skill: 9, Level: 1, Hub: plan.Anywhere, Minutes: 10, By: 5},
		{Skill: 0, Level: 4, Hub: plan.Anywhere, Minutes: 10, By: 5},
		{Skill: 0, Level: 1, Hub: 7, Minutes: 10, By: 5},
		{Skill: 0, Level: 1, Hub: plan.Anywhere, Minutes: 10, By: 50},
		{Skill: 0, Level: 1, Hub: plan.Anywhere, Minutes: -10, By: 5},
	} {
		if a, err := promise.Ask(t.Context(), p, s, q, nil); err == nil {
			t.Errorf("%+v was answered: %+v", q, a)
		}
	}
}

// alone is a town of one person with so many minutes a day.
func alone(minutes int) *plan.Problem {
	p := &plan.Problem{Days: 14, Skills: 1, Hubs: 1}
	w := plan.Worker{ID: 1, AtHub: true, Caps: []int{10_000, 10_000}, Skills: []plan.Ability{{Skill: 0, Level: 1, Speed: 100}}}
	for range p.Days {
		w.Avail = append(w.Avail, minutes)
	}
	w.There = w.Avail
	p.Workers = []plan.Worker{w}
	return p
}

// Where an order hangs on one person, nine in ten cannot be had, and how many more people
// would make it so is said: with these in the town it is.
func TestChanceAloneAndWhoWouldHelp(t *testing.T) {
	for _, c := range []struct{ minutes, by int }{{840, 14}, {600, 10}} { // as much as the horizon has; to the last minute of the day
		p := alone(60)
		q := promise.Question{Level: 1, Hub: plan.Anywhere, Minutes: c.minutes, By: c.by}
		a, err := promise.Ask(t.Context(), p, &plan.Plan{}, q, nil)
		if err != nil {
			t.Fatal(err)
		}
		if a.Planned == 0 || a.Planned > c.by || a.Likely != 0 && a.Likely <= c.by || a.Reached >= a.Runs || a.Backup.People == 0 || a.Backup.By != c.by {
			t.Fatalf("%d minutes: %+v", c.minutes, a)
		}
		for n := range a.Backup.People {
			w := p.Workers[0]
			w.ID = n + 2
			p.Workers = append(p.Workers, w)
		}
		b, err := promise.Ask(t.Context(), p, &plan.Plan{}, q, nil)
		if err != nil || b.Likely == 0 || b.Likely > c.by || b.Backup.People != 0 {
			t.Errorf("with %d more people: %+v, %v", a.Backup.People, b, err)
		}
	}
	p := alone(60)
	q := promise.Question{Level: 1, Hub: plan.Anywhere, Minutes: 5000, By: 14}
	if a, err := promise.Ask(t.Context(), p, &plan.Plan{}, q, nil); err != nil || a.Planned != 0 || a.Backup.People != 0 {
		t.Errorf("what no plan ends is not chance: %+v, %v", a, err)
	}
}
