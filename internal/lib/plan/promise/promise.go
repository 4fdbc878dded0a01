// Package promise answers whether an order can be taken, and by when, before it is: for
// certain, nine times in ten, at whose cost, and what would make it sooner.
package promise

import (
	"context"
	"fmt"
	"math"
	"slices"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/simplex"
)

// Question is an order that has not been taken.
type Question struct {
	Skill, Level int
	Minutes      int // standard minutes of work
	By           int // the day that is wished for
	Hub          int
	Release      int // first day on which it can be done; 0 is day 1
	Chances      Chances
}

// Answer is what can be said to the client. Days are 0 where no day of the horizon will do.
type Answer struct {
	Fits     bool    `json:"fits"`    // all of it by the day wished for, without hurting others
	Share    float64 `json:"share"`   // of the work that fits by then
	Planned  int     `json:"planned"` // the first day by which all of it fits, if all goes as planned
	Likely   int     `json:"likely"`  // the day by which it was done in nine runs of ten
	Certain  int     `json:"certain"` // the day by which it was done in every run
	Runs     int     `json:"runs"`    // how many were simulated
	People   int     `json:"people"`  // workers who would do it
	Reached  int     `json:"reached"` // runs in which it was done within the horizon
	Backup   Backup  `json:"backup"`  // what would make it nine in ten where it is not
	Pressed  Pressed `json:"pressed"` // what taking it by the day wished for does to others
	Sooner   []Way   `json:"sooner"`  // ways to make it by the day wished for
	Shortest []int   `json:"-"`       // days of all runs, sorted; for tests and charts
}

// Pressed is what others would suffer if the order had to be done by the day wished for; nothing where it fits.
type Pressed struct {
	Late   float64 `json:"late_minutes"`  // more work of other orders late
	Unmet  float64 `json:"unmet_minutes"` // more work of other orders not done
	Orders int     `json:"orders"`        // that are worse off
	Own    float64 `json:"own_unmet"`     // of the order itself that would still not be done
}

// Backup is how many more people, each with the hours usual here and nothing else to do,
// would make it nine runs in ten by a day. It is asked where chance alone stands against the
// day: the plan keeps the day wished for, or ends at all, and nine runs in ten do not. Both
// are 0 where that is not so, or no number thought of would do.
type Backup struct {
	People int `json:"people"`
	By     int `json:"by"`
}

// Way is one way to have the order done by the day wished for, or as near as it goes.
type Way struct {
	Kind   Kind `json:"kind"`
	Amount int  `json:"amount"`
}

// Kind says what a way changes.
type Kind string

// The ways: so many more people of the skill, each with the hours usual here; so many days
// more; so many percent of the work given to a partner hub.
const (
	MorePeople Kind = "people"
	MoreDays   Kind = "days"
	ToPartner  Kind = "partner_percent"
)

// UnmetCost is what a minute of the order costs that is unmet, where nothing else costs anything but
// what is late or unmet of others, and each minute of that at least fifty times as much: what is
// unmet does not fit without hurting somebody, however much faster the one is worked off than the other.
const UnmetCost = 1

// Ask answers the question for a plan. Work of the plan may move between people and days
// as long as no order of others comes off worse; what is fixed already is held.
func Ask(ctx context.Context, p *plan.Problem, s *plan.Plan, q Question, held []plan.Assignment) (*Answer, error) {
	a, err := newAsker(ctx, p, s, q, held)
	if err != nil {
		return nil, err
	}
	out := &Answer{}
	left, err := a.put(a.q.By).Answer(ctx)
	if err != nil {
		return nil, err
	}
	out.Share = 1 - left/float64(max(q.Minutes, 1))
	out.Fits = left <= whole(q.Minutes)
	r, err := a.when(ctx, out)
	if err != nil {
		return nil, err
	}
	if by := a.unsure(out); by > 0 {
		if out.Backup, err = a.backup(ctx, r, by); err != nil {
			return nil, err
		}
	}
	if out.Fits {
		return out, nil
	}
	if err := a.press(ctx, out); err != nil {
		return nil, err
	}
	return out, a.sooner(ctx, out, left)
}

// Days answers by when alone, the same as Ask does: what fits by the day wished for, what
// others suffer and what would make it sooner is not worked out.
func Days(ctx context.Context, p *plan.Problem, s *plan.Plan, q Question, held []plan.Assignment) (*Answer, error) {
	a, err := newAsker(ctx, p, s, q, held)
	if err != nil {
		return nil, err
	}
	out := &Answer{}
	_, err = a.when(ctx, out)
	return out, err
}

// whole is how much of an order may be left by rounding.
func whole(minutes int) float64 { return 0.01 + 1e-6*float64(minutes) }

// asker has what all questions to the solver share.
type asker struct {
	p    *plan.Problem
	flat bool
	q    Question
	held []plan.Assignment
	bare *simplex.Solver   // the plan without the order, where only what is late or undone costs anything
	last *simplex.Question // put to that
	base *simplex.Solver   // the plan in which everything costs what it costs; made when the order is taken into it
	took *simplex.Question // put to that
}

func newAsker(ctx context.Context, p *plan.Problem, s *plan.Plan, q Question, held []plan.Assignment) (*asker, error) {
	q.Release = max(q.Release, 1)
	a := &asker{p: p, flat: s.Flat, q: q, held: held}
	one := plan.Problem{Days: p.Days, Skills: p.Skills, Hubs: p.Hubs, Orders: []plan.Order{a.order(q.By)}}
	if err := one.Check(); err != nil {
		return nil, fmt.Errorf("promise: %w", err)
	}
	var err error
	a.bare, err = a.solved(ctx, true)
	return a, err
}

// solved is the plan without the order, ready to be asked.
func (a *asker) solved(ctx context.Context, bare bool) (*simplex.Solver, error) {
	s, err := simplex.New(a.p, simplex.Options{Flat: a.flat, Held: a.held, Bare: bare, Free: true, Helper: a.helper()})
	if err != nil {
		return nil, err
	}
	return s, s.Optimise(ctx)
}

// order is the order asked about, due on a day.
func (a *asker) order(by int) plan.Order {
	return plan.Order{Skill: a.q.Skill, Level: a.q.Level, Hub: a.q.Hub, Release: a.q.Release, Deadline: by, Count: a.q.Minutes, Effort: 1}
}

// put asks how much of the order can be done by a day without hurting others.
func (a *asker) put(by int) *simplex.Question {
	a.last = a.bare.Ask(a.order(by), UnmetCost, a.last)
	return a.last
}

// take is the plan with the order as one of its own, due on a day, of a priority.
func (a *asker) take(ctx context.Context, by, priority int) (*plan.Plan, error) {
	if a.base == nil {
		var err error
		if a.base, err = a.solved(ctx, false); err != nil {
			return nil, err
		}
	}
	a.took = a.base.Ask(a.order(by), float64(plan.UnmetCost(priority)), a.took)
	_, err := a.took.Answer(ctx)
	return a.took.Work(), err
}

// when finds the first day by which all fits, and by a rehearsal how sure days are; without
// such a day there is none.
func (a *asker) when(ctx context.Context, out *Answer) (*rehearsal, error) {
	var err error
	if out.Planned, err = a.put(a.q.Release).By(ctx, whole(a.q.Minutes)); err != nil || out.Planned == 0 {
		return nil, err
	}
	s, err := a.take(ctx, out.Planned, 0)
	if err != nil {
		return nil, err
	}
	r := newRehearsal(a, s)
	out.People = r.people()
	out.Shortest = r.run()
	out.Runs = len(out.Shortest)
	out.Likely = a.within(nineTenths(out.Shortest))
	out.Certain = a.within(out.Shortest[len(out.Shortest)-1])
	for _, day := range out.Shortest {
		if day <= a.p.Days {
			out.Reached++
		}
	}
	return r, nil
}

// unsure is the day that the plan keeps and nine runs in ten do not; 0 if there is none.
func (a *asker) unsure(out *Answer) int {
	switch {
	case out.Planned == 0:
		return 0
	case out.Planned <= a.q.By && (out.Likely == 0 || out.Likely > a.q.By):
		return a.q.By
	case out.Likely == 0:
		return a.p.Days
	}
	return 0
}

// backup is the least number of people beside those of the rehearsal with whom nine runs in
// ten are done by a day.
func (a *asker) backup(ctx context.Context, r *rehearsal, by int) (Backup, error) {
	helper := a.helper()
	one := newPlayer(&helper, a.q.Skill, a.flat)
	n, err := least(func(n int) (bool, error) {
		more := *r
		more.workers = append(slices.Clip(r.workers), slices.Repeat([]player{one}, n)...)
		return nineTenths(more.run()) <= by, ctx.Err()
	})
	if err != nil || n == 0 {
		return Backup{}, err
	}
	return Backup{n, by}, nil
}

// nineTenths is the day by which nine in ten of sorted runs were done.
func nineTenths(days []int) int { return days[(len(days)*9+9)/10-1] }

// within is the day, or 0 if it is past the horizon.
func (a *asker) within(day int) int {
	if day > a.p.Days {
		return 0
	}
	return day
}

// press finds what others suffer if the order must be done by the day wished for.
func (a *asker) press(ctx context.Context, out *Answer) error {
	taken, err := a.take(ctx, a.q.By, 3)
	if err != nil {
		return err
	}
	without, with := a.base.Work().Fates, taken.Fates
	for i := range a.p.Orders {
		late, unmet := with[i].Late-without[i].Late, with[i].Unmet-without[i].Unmet
		out.Pressed.Late += late
		out.Pressed.Unmet += unmet
		if late+unmet > 0.01 {
			out.Pressed.Orders++
		}
	}
	out.Pressed.Late, out.Pressed.Unmet = rounded(out.Pressed.Late), rounded(out.Pressed.Unmet)
	out.Pressed.Own = with[len(a.p.Orders)].Unmet
	return nil
}

// rounded is minutes without what rounding leaves of many.
func rounded(minutes float64) float64 { return math.Round(minutes*1e6) / 1e6 }

// sooner works out the three ways.
func (a *asker) sooner(ctx context.Context, out *Answer, left float64) error {
	if n, err := a.people(ctx); err != nil {
		return err
	} else if n > 0 {
		out.Sooner = append(out.Sooner, Way{MorePeople, n})
	}
	if out.Planned > 0 {
		out.Sooner = append(out.Sooner, Way{MoreDays, out.Planned - a.q.By})
	}
	percent := 0
	for percent < 100 && float64(a.q.Minutes)*float64(percent)/100 < left {
		percent += 5
	}
	out.Sooner = append(out.Sooner, Way{ToPartner, percent})
	return nil
}

// mostPeople is how many more people are thought of at most.
const mostPeople = 64

// people is the least number of more people with which all fits; 0 if that is too many.
func (a *asker) people(ctx context.Context) (int, error) {
	return least(func(n int) (bool, error) {
		x := a.put(a.q.By)
		x.Help(n)
		return x.Fits(ctx, whole(a.q.Minutes))
	})
}

// least is the number of more people that does while one fewer does not; 0 if that is too many.
func least(does func(n int) (bool, error)) (int, error) {
	high := 1
	for ; high <= mostPeople; high *= 2 {
		if ok, err := does(high); err != nil {
			return 0, err
		} else if ok {
			break
		}
	}
	if high > mostPeople {
		return 0, nil
	}
	low := high / 2 // does not do, or is 0
	for low+1 < high {
		n := (low + high) / 2
		if ok, err := does(n); err != nil {
			return 0, err
		} else if ok {
			high = n
		} else {
			low = n
		}
	}
	return high, nil
}

// helper is a worker with the skill and the mean hours of the town.
func (a *asker) helper() plan.Worker {
	w := plan.Worker{Hub: max(a.q.Hub, 0), AtHub: true, Caps: make([]int, a.p.Weeks()), Avail: make([]int, a.p.Days),
		Skills: []plan.Ability{{Skill: a.q.Skill, Level: max(a.q.Level, 1), Speed: 100}}}
	k := len(a.p.Workers)
	for i := range a.p.Workers {
		for t, m := range a.p.Workers[i].Avail {
			w.Avail[t] += m
		}
		for t, m := range a.p.Workers[i].Caps {
			w.Caps[t] += m
		}
	}
	for t := range w.Avail {
		w.Avail[t] /= max(k, 1)
	}
	for t := range w.Caps {
		w.Caps[t] /= max(k, 1)
	}
	return w
}
