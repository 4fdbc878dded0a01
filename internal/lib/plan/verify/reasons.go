package verify

import (
	"fmt"
	"slices"

	"hiroba/internal/lib/plan"
)

// reasons works out again every reason the plan gives, from the assignments alone.
func (b *book) reasons() error {
	if len(b.plan.Reasons) == 0 {
		return nil
	}
	has := make(map[[2]int32]bool, len(b.row))
	week := make([]float64, len(b.p.Workers)*b.p.Weeks())
	for i, e := range b.row {
		has[[2]int32{e.order, e.worker}] = true
		week[int(e.worker)*b.p.Weeks()+(b.plan.Assignments[i].Day-1)/plan.Week] += b.counted(&b.plan.Assignments[i])
	}
	c := clerk{book: b, week: week}
	for _, r := range b.plan.Reasons {
		i, ok := b.order.find(r.Order)
		k, there := b.worker.find(r.Worker)
		if !ok || !there {
			return fmt.Errorf("there is a reason for order %d and worker %d, which are not both there", r.Order, r.Worker)
		}
		given := has[[2]int32{int32(i), int32(k)}]
		if given != r.Given {
			return fmt.Errorf("the reason for order %d and worker %d is for the case that given is %v; it is %v", r.Order, r.Worker, r.Given, given)
		}
		want := c.against(i, k)
		if given {
			want = c.favour(i, k)
		}
		if r.Why != want {
			return fmt.Errorf("order %d, worker %d: the reason given is %.20q, but it is %q", r.Order, r.Worker, r.Why, want)
		}
	}
	return nil
}

// clerk recomputes reasons.
type clerk struct {
	*book
	week []float64 // minutes of each worker in each week
}

// hindrance is the first thing that keeps a worker from an order at all, or "".
func (c *clerk) hindrance(o *plan.Order, w *plan.Worker) plan.Why {
	n := slices.IndexFunc(w.Skills, func(a plan.Ability) bool { return a.Skill == o.Skill })
	if n < 0 {
		return plan.Skill
	}
	if w.Skills[n].Level < o.Level {
		return plan.Level
	}
	if o.Hub >= 0 && (!w.AtHub || o.Hub != w.Hub) {
		return plan.Place
	}
	return ""
}

// slackOn is how many minutes a worker has left on a day, and in its week.
func (c *clerk) slackOn(k, day int) (onDay, inWeek float64) {
	w := &c.p.Workers[k]
	onDay = float64(offer(w, w.Avail[day-1], c.plan.Flat)) - c.day[k*c.p.Days+day-1]
	n := (day - 1) / plan.Week
	return onDay, float64(offer(w, w.Caps[n], c.plan.Flat)) - c.week[k*c.p.Weeks()+n]
}

// slackFor is slackOn for an order: where it is tied to her hub, only while that is open to her.
func (c *clerk) slackFor(o *plan.Order, k, day int) (onDay, inWeek float64) {
	onDay, inWeek = c.slackOn(k, day)
	if w := &c.p.Workers[k]; o.Hub >= 0 && w.There != nil {
		onDay = min(onDay, float64(offer(w, w.There[day-1], c.plan.Flat))-c.tied[k*c.p.Days+day-1])
	}
	return onDay, inWeek
}

// full says that a worker has come to the ceiling she set herself.
func (c *clerk) full(k int) bool {
	w := &c.p.Workers[k]
	return w.Ceiling > 0 && float64(offer(w, w.Ceiling, c.plan.Flat))-c.load[k] < plan.Free
}

func (c *clerk) against(i, k int) plan.Why {
	o, w := &c.p.Orders[i], &c.p.Workers[k]
	if h := c.hindrance(o, w); h != "" {
		return h
	}
	last := o.LastDay(c.p.Days)
	offers := false
	for day := o.Release; day <= last; day++ {
		offers = offers || w.Avail[day-1] > 0 && (o.Hub < 0 || w.There == nil || w.There[day-1] > 0)
	}
	if !offers {
		return plan.Deadline
	}
	if c.full(k) {
		return plan.Ceiling
	}
	why := plan.Hours
	for day := o.Release; day <= last; day++ {
		onDay, inWeek := c.slackFor(o, k, day)
		if onDay >= plan.Free && inWeek >= plan.Free {
			return plan.Turn
		}
		if onDay >= plan.Free {
			why = plan.Cap
		}
	}
	return why
}

func (c *clerk) favour(i, k int) plan.Why {
	o, w := &c.p.Orders[i], &c.p.Workers[k]
	if o.Hub >= 0 {
		return plan.Place
	}
	if w.Newcomer && c.load[k] <= plan.NewcomerMinutes {
		return plan.Turn
	}
	why := plan.Hours
	mine, _ := w.Ability(o.Skill)
	for n := range c.p.Workers {
		other := &c.p.Workers[n]
		if n == k || c.hindrance(o, other) != "" || c.full(n) || !c.idle(n, o) {
			continue
		}
		if theirs, _ := other.Ability(o.Skill); theirs.Level <= mine.Level {
			return plan.Skill
		}
		why = plan.Level
	}
	return why
}

// idle says that a worker has time left on one of an order's days.
func (c *clerk) idle(k int, o *plan.Order) bool {
	for day := o.Release; day <= o.LastDay(c.p.Days); day++ {
		if onDay, inWeek := c.slackFor(o, k, day); onDay >= plan.Free && inWeek >= plan.Free {
			return true
		}
	}
	return false
}
