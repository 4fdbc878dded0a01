package whole

import (
	"context"
	"math"
	"math/bits"
	"math/rand/v2"
)

// A step is putting work on a day to try a trade: so many for each worker, at least for a few of
// them, and at most in all; a part of them in which nothing is saved is enough, too. They are
// counted, not timed, so that the same problem gives the same plan on every machine.
const (
	stepsEach = 50_000
	fewest    = 5
	stepsMost = 100_000_000
	idlePart  = 4
)

// openShare is how often a trade begins with an order that nobody has all of.
const openShare = 0.2

// improve tries trades and keeps what comes out no dearer: units are bulky, and which of them
// go together decides how much time is left over that nothing fits into.
func (d *desk) improve(ctx context.Context) {
	if len(d.seats) == 0 || len(d.left) == 0 {
		return
	}
	for _, n := range d.left {
		d.open += opened(n)
	}
	most := min(stepsEach*max(len(d.seats), fewest), stepsMost)
	for d.steps, d.saved = 0, 0; d.steps < most && d.steps-d.saved < most/idlePart && ctx.Err() == nil; {
		for range 64 {
			d.steps++ // also where there is nothing to put
			d.try()
		}
	}
}

// undone is what it costs that nobody has what is left of an order: besides its units as much as
// one more worker on it would, so that giving an order up saves nothing where it costs nothing.
func (d *desk) undone(order int) float64 {
	if d.left[order] == 0 {
		return 0
	}
	return float64(d.left[order])*d.unmet[order] + newPairCost + newClientCost
}

// trade is two hands as they would be after one, and what would be nobody's.
type trade struct {
	r      *rand.Rand
	drafts [2]draft
	moved  []move
	open   int     // orders nobody has all of
	more   float64 // what more is undone costs
	saved  int     // steps taken when a trade last saved something
}

type draft struct {
	e *seat
	hand
}

// move is units of an order that are nobody's now, or with less than 0 are so no more.
type move struct{ order, units int }

// draft begins one of the two drafts with what a worker has in hand.
func (d *desk) draft(n, worker int) *draft {
	a, e := &d.drafts[n], &d.seats[worker]
	a.e, a.jobs = e, append(a.jobs[:0], e.jobs...)
	return a
}

// change gives units of a task that are nobody's to a draft; with less than 0 it takes them away.
func (d *desk) change(a *draft, task, units int) {
	a.jobs = a.e.add(a.jobs, task, units)
	order := int(a.e.tasks[task].order)
	d.more -= d.undone(order)
	d.left[order] -= units
	d.more += d.undone(order)
	d.open += opened(d.left[order]) - opened(d.left[order]+units)
	d.moved = append(d.moved, move{order, -units})
}

// try tries a trade, and undoes what was done to the desk if it is not made.
func (d *desk) try() {
	d.moved, d.more = d.moved[:0], 0
	if d.deal() {
		return
	}
	for _, m := range d.moved {
		d.left[m.order] -= m.units
		d.open += opened(d.left[m.order]) - opened(d.left[m.order]+m.units)
	}
}

// deal has one worker do some units of an order, another's or nobody's, and a second one what
// the first has no time for any more; both fill up with what is nobody's.
func (d *desk) deal() bool {
	order, two := d.wanted()
	if order < 0 {
		return false
	}
	one := d.drawAble(order)
	if one == two {
		return false
	}
	units := 0
	if two >= 0 {
		units = d.takeSome(d.draft(1, two), order)
	} else {
		units = d.some(d.left[order])
	}
	a, b := d.draft(0, one), &d.drafts[1]
	instead, ok := d.replace(a, order, units)
	if !ok {
		return false
	}
	if two < 0 && instead >= 0 {
		two = d.drawAble(instead)
		b = d.draft(1, two)
	}
	if two < 0 || two == one {
		return d.fillUp(a, -1) && d.settle(d.drafts[:1])
	}
	return d.fillUp(b, instead) && d.fillUp(a, -1) && d.settle(d.drafts[:])
}

// wanted draws an order that nobody has all of, and −1, or one in somebody's hand, and whose;
// an order of −1 is none.
func (d *desk) wanted() (order, worker int) {
	if d.open > 0 && d.r.Float64() < openShare {
		start := d.r.IntN(len(d.left))
		for x := range d.left {
			if i := (start + x) % len(d.left); d.left[i] > 0 && len(d.able[i]) > 0 {
				return i, -1
			}
		}
	}
	k := d.r.IntN(len(d.seats))
	if l := d.r.IntN(len(d.seats)); d.seats[l].delay > d.seats[k].delay {
		k = l
	}
	e := &d.seats[k]
	if len(e.jobs) == 0 {
		return -1, -1
	}
	return int(e.tasks[e.jobs[d.r.IntN(len(e.jobs))].task].order), k
}

// drawAble draws somebody who may do an order.
func (d *desk) drawAble(order int) int { return int(d.able[order][d.r.IntN(len(d.able[order]))]) }

// some draws how many of so many units change hands: a few, now and then many.
func (d *desk) some(most int) int {
	if d.r.IntN(4) == 0 {
		return most >> d.r.IntN(bits.Len(uint(most)))
	}
	return 1 + d.r.IntN(min(most, 4))
}

// takeSome takes some of a draft's units of an order away, and says how many.
func (d *desk) takeSome(a *draft, order int) (units int) {
	n, _ := a.e.find(order)
	for _, j := range a.jobs {
		if j.task == n {
			units = d.some(j.units)
		}
	}
	d.change(a, n, -units)
	return units
}

// replace puts units of an order into a draft, and where there is no time for them, or now and
// then where there is, takes some of another away; it says which order that was, or −1.
func (d *desk) replace(a *draft, order, units int) (instead int, ok bool) {
	if !d.makeRoom(a) {
		return -1, false
	}
	n, _ := a.e.find(order)
	t := &a.e.tasks[n]
	instead, ok = -1, true
	if lack := float64(units)*t.need - d.room(a.e, t); lack > slack || d.r.IntN(4) == 0 {
		if instead, ok = d.forgo(a, n, lack); !ok && lack > slack {
			return -1, false
		}
	}
	d.change(a, n, units)
	return instead, true
}

// forgo takes units of a drawn task away from a draft: as few as bring the minutes it lacks, or
// some where it lacks none; false if it has none but the task wanted.
func (d *desk) forgo(a *draft, wanted int, lack float64) (order int, ok bool) {
	if len(a.jobs) == 0 {
		return -1, false
	}
	j := a.jobs[d.r.IntN(len(a.jobs))]
	if j.task == wanted {
		return -1, false
	}
	units := d.some(j.units)
	t := &a.e.tasks[j.task]
	if lack > slack {
		units = min(j.units, int(math.Ceil(lack/t.need-1e-9)))
	}
	d.change(a, j.task, -units)
	return int(t.order), true
}

// makeRoom lays a draft out so that there is room for more; false if even the draft does not fit.
func (d *desk) makeRoom(a *draft) bool { return d.layLate(a.e, a.jobs) || d.lay(a.e, a.jobs) }

// fillUp adds what is nobody's and fits to a draft, first of the order given if there is one;
// false if the draft does not fit or may not do the order.
func (d *desk) fillUp(a *draft, first int) bool {
	if d.open == 0 {
		return true
	}
	n, ok := -1, true
	if first >= 0 {
		n, ok = a.e.find(first)
	}
	if !ok || !d.makeRoom(a) {
		return false
	}
	if n >= 0 {
		d.addMost(a, n)
	}
	start := d.r.IntN(len(a.e.tasks))
	for x := range a.e.tasks {
		n := start + x
		if n >= len(a.e.tasks) {
			n -= len(a.e.tasks)
		}
		if d.left[a.e.tasks[n].order] > 0 {
			d.addMost(a, n)
		}
	}
	return true
}

// addMost adds as many units of a task to a draft as are nobody's and fit.
func (d *desk) addMost(a *draft, n int) {
	t := &a.e.tasks[n]
	if units := min(d.left[t.order], d.fits(a.e, t)); units > 0 {
		d.putLate(a.e, job{n, units})
		d.change(a, n, units)
	}
}

// settle makes the drafts the workers' hands, unless that is dearer.
func (d *desk) settle(drafts []draft) bool {
	more := d.more
	for n := range drafts {
		x := &drafts[n]
		x.cost = x.e.bare(x.jobs)
		more += x.cost - x.e.cost
	}
	for n := len(drafts) - 1; n >= 0 && more <= 0; n-- {
		x := &drafts[n]
		late, ok := d.lateness(x.e, x.jobs)
		if !ok {
			return false
		}
		x.cost, x.delay = x.cost+late, late
		more += late
	}
	if more > 0 {
		return false
	}
	if more < -1e-6 {
		d.saved = d.steps
	}
	for _, x := range drafts {
		x.e.jobs = append(x.e.jobs[:0], x.jobs...)
		x.e.cost, x.e.delay = x.cost, x.delay
	}
	return true
}

func opened(left int) int {
	if left > 0 {
		return 1
	}
	return 0
}
