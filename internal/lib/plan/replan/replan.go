package replan

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/whole"
)

// Result is a plan made anew.
type Result struct {
	Problem *plan.Problem // after the change; the plan is a plan for it
	Plan    *plan.Plan
	Moved   float64 // standard minutes of open offers that were taken back
	Cost    float64 // the plan's objective and what the moves cost
	Tried   []Trial // the ways looked at, of which the cheapest was taken
}

// Trial is one way of making the plan anew.
type Trial struct {
	Release   string // which open offers were free to move
	Objective float64
	Moved     float64
	Cost      float64
}

// Do makes the plan anew. It looks at three ways, which free more and more of what is
// only offered: nothing; the offers of the skills that the change touches; all of it. Each
// is solved to the optimum, and the cheapest, moves included, is the answer.
func Do(ctx context.Context, p *plan.Problem, s *plan.Plan, c *Change) (*Result, error) {
	began := time.Now()
	if c.From < 1 || c.From > p.Days+1 {
		return nil, fmt.Errorf("replan: the first open day is %d, not between 1 and %d", c.From, p.Days+1)
	}
	m, err := newMaker(p, s, c)
	if err != nil {
		return nil, err
	}
	var best *Result
	var tried []Trial
	for _, way := range []struct {
		name string
		free func(Pair) bool
	}{
		{"nothing", func(Pair) bool { return false }},
		{"the skills touched", m.touched},
		{"everything", func(Pair) bool { return true }},
	} {
		r, err := m.try(ctx, way.free)
		if err != nil {
			return nil, err
		}
		tried = append(tried, Trial{way.name, r.Plan.Objective, r.Moved, r.Cost})
		if best == nil || r.Cost < best.Cost-1e-6 {
			best = r
		}
	}
	best.Tried = tried
	best.Plan.Seconds = time.Since(began).Seconds()
	return best, nil
}

// maker has what all ways share.
type maker struct {
	old    *plan.Plan
	q      *plan.Problem
	roll   plan.Roll
	change *Change
	firm   map[Pair]bool // done, begun or accepted
	skills map[int]bool  // touched by the change
	pins   []plan.Assignment
	work   []plan.Assignment // of the old plan, as far as it is still wanted, firm first
}

func newMaker(p *plan.Problem, s *plan.Plan, c *Change) (*maker, error) {
	m := &maker{old: s, change: c, firm: map[Pair]bool{}, skills: map[int]bool{}}
	roll := p.Roll()
	done := make([][]float64, len(p.Workers))
	for k := range done {
		done[k] = make([]float64, p.Days)
	}
	for _, a := range s.Assignments {
		k, ok := roll.Worker[a.Worker]
		if _, there := roll.Order[a.Order]; !ok || !there || a.Day < 1 || a.Day > p.Days {
			return nil, fmt.Errorf("replan: the plan is not one for this problem: order %d, worker %d, day %d", a.Order, a.Worker, a.Day)
		}
		if a.Day < c.From {
			done[k][a.Day-1] += a.Minutes
			m.firm[Pair{a.Order, a.Worker}] = true
		}
	}
	for _, x := range c.Accepted {
		m.firm[x] = true
	}
	var err error
	if m.q, err = c.apply(p, done); err != nil {
		return nil, err
	}
	m.roll = m.q.Roll()
	if m.pins, err = m.pinned(); err != nil {
		return nil, err
	}
	m.readWork()
	return m, nil
}

// pinned turns pins into work.
func (m *maker) pinned() ([]plan.Assignment, error) {
	var out []plan.Assignment
	for _, x := range m.change.Pins {
		i, ok := m.roll.Order[x.Order]
		k, there := m.roll.Worker[x.Worker]
		if !ok || !there {
			return nil, fmt.Errorf("replan: order %d cannot be pinned to worker %d: they are not both there", x.Order, x.Worker)
		}
		o, w := &m.q.Orders[i], &m.q.Workers[k]
		a, ok := w.Ability(o.Skill)
		if _, may := o.LateStep(x.Day, m.q.Days); !ok || a.Level < o.Level || !w.MayWorkAt(o.Hub) || !may || x.Units < 1 || x.Day < m.change.From {
			return nil, fmt.Errorf("replan: %d units of order %d cannot be pinned to worker %d on day %d", x.Units, x.Order, x.Worker, x.Day)
		}
		standard := float64(x.Units * o.Effort)
		out = append(out, plan.Assignment{Order: x.Order, Worker: x.Worker, Day: x.Day, Units: x.Units,
			Minutes: standard * 100 / float64(w.Speed(o.Skill, m.old.Flat)), Standard: standard})
		m.firm[x.Pair] = true
		m.skills[o.Skill] = true
	}
	return out, nil
}

// readWork takes what is still wanted of the old plan, and notes the skills touched.
func (m *maker) readWork() {
	hours := map[[2]int]bool{}
	for _, h := range m.change.Hours {
		hours[[2]int{h.Worker, h.Day}] = true
	}
	for _, a := range m.old.Assignments {
		o := &m.q.Orders[m.roll.Order[a.Order]]
		if o.Count == 0 || hours[[2]int{a.Worker, a.Day}] {
			m.skills[o.Skill] = true
		}
		if o.Count > 0 {
			m.work = append(m.work, a)
		}
	}
	for _, o := range m.change.Orders {
		m.skills[o.Skill] = true
	}
	slices.SortStableFunc(m.work, func(a, b plan.Assignment) int {
		return cmp.Or(m.rank(a)-m.rank(b), cmp.Compare(a.Day, b.Day))
	})
}

// rank puts done work before firm work before offers.
func (m *maker) rank(a plan.Assignment) int {
	switch {
	case a.Day < m.change.From:
		return 0
	case m.firm[Pair{a.Order, a.Worker}]:
		return 1
	}
	return 2
}

func (m *maker) touched(x Pair) bool { return m.skills[m.q.Orders[m.roll.Order[x.Order]].Skill] }

// try plans anew with the open offers that may move.
func (m *maker) try(ctx context.Context, free func(Pair) bool) (*Result, error) {
	held := m.keep(free)
	var s *plan.Plan
	var err error
	if m.old.Whole {
		s, err = whole.Solve(ctx, m.q, whole.Options{Flat: m.old.Flat, Held: held})
	} else {
		s, err = simplex.Solve(ctx, m.q, simplex.Options{Flat: m.old.Flat, Held: held})
	}
	if err != nil {
		return nil, err
	}
	r := &Result{Problem: m.q, Plan: s}
	s.Moved = m.moved(s)
	for _, x := range s.Moved {
		r.Moved += x.Standard
	}
	each := m.change.MovedCost
	if each == 0 {
		each = UsualMovedCost
	}
	r.Cost = s.Objective + each*r.Moved
	return r, nil
}

// moved is the open offers that a plan takes back, but for those that nobody could keep.
func (m *maker) moved(s *plan.Plan) []plan.Share {
	now := map[Pair]float64{}
	for _, a := range s.Assignments {
		now[Pair{a.Order, a.Worker}] += a.Standard
	}
	could := map[Pair]float64{}
	for _, a := range m.keep(func(Pair) bool { return false }) {
		if x := (Pair{a.Order, a.Worker}); !m.firm[x] {
			could[x] += a.Standard
		}
	}
	var out []plan.Share
	for x, n := range could {
		if back := n - now[x]; back > 0.01 {
			out = append(out, plan.Share{Order: x.Order, Worker: x.Worker, Standard: back})
		}
	}
	slices.SortFunc(out, func(a, b plan.Share) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.Worker, b.Worker))
	})
	return out
}

// keep is the work that stays: pins, then what of the old plan still fits the hours there
// are now, in whole units if the plan is of such.
func (m *maker) keep(free func(Pair) bool) []plan.Assignment {
	t := newTimes(m.q, m.old.Flat)
	rest := make([]float64, len(m.q.Orders))
	for i := range rest {
		rest[i] = float64(m.q.Orders[i].Demand())
	}
	var held []plan.Assignment
	add := func(a plan.Assignment) {
		i, k := m.roll.Order[a.Order], m.roll.Worker[a.Worker]
		rate := a.Standard / t.counted(a)
		if x := min(t.counted(a), t.free(k, a.Day-1), rest[i]/rate); x > 1e-6 {
			share := x / t.counted(a)
			a.Minutes *= share
			a.Standard *= share
			t.spend(k, a.Day-1, x)
			rest[i] -= a.Standard
			held = append(held, a)
		}
	}
	for _, a := range m.pins {
		add(a)
	}
	for _, a := range m.work {
		if m.rank(a) < 2 || !free(Pair{a.Order, a.Worker}) {
			add(a)
		}
	}
	if m.old.Whole {
		return m.wholeUnits(held)
	}
	return held
}

// wholeUnits cuts each share down to whole units, from its last day, and counts them.
func (m *maker) wholeUnits(held []plan.Assignment) []plan.Assignment {
	shares := map[Pair][]plan.Assignment{}
	var order []Pair
	for _, a := range held {
		x := Pair{a.Order, a.Worker}
		if shares[x] == nil {
			order = append(order, x)
		}
		shares[x] = append(shares[x], a)
	}
	var out []plan.Assignment
	for _, x := range order {
		list := shares[x]
		slices.SortStableFunc(list, func(a, b plan.Assignment) int { return cmp.Compare(a.Day, b.Day) })
		effort := float64(m.q.Orders[m.roll.Order[x.Order]].Effort)
		all := 0.0
		for _, a := range list {
			all += a.Standard
		}
		goal := math.Floor(all/effort+1e-6) * effort
		done, units := 0.0, 0
		for _, a := range list {
			if take := min(a.Standard, goal-done); take > 1e-6 {
				a.Minutes *= take / a.Standard
				a.Standard = take
				done += take
				n := int(done/effort + 1e-6)
				a.Units, units = n-units, n
				out = append(out, a)
			}
		}
	}
	return out
}
