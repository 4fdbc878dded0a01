// Package whole makes plans of whole units: it starts from the plan of least cost, in
// which work may be cut anywhere, rounds it down, fills up and improves by exchanges. Its
// gap is proved against the same bound.
package whole

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sort"
	"time"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/simplex"
)

// Options steer what is made.
type Options struct {
	Flat bool
	// Held is work in whole units that stays as it is.
	Held []plan.Assignment
}

// Solve makes a plan of whole units. When the context ends, the best plan found so far is
// answered.
func Solve(ctx context.Context, p *plan.Problem, opt Options) (*plan.Plan, error) {
	began := time.Now()
	s, err := simplex.Solve(ctx, p, simplex.Options{Flat: opt.Flat, Held: opt.Held})
	if err != nil {
		return nil, err
	}
	out, err := Round(ctx, p, s, opt.Held)
	if err != nil {
		return nil, err
	}
	out.Seconds = time.Since(began).Seconds()
	return out, nil
}

// Round makes a plan of whole units out of one in which work is cut anywhere, leaving
// what is held as it is.
func Round(ctx context.Context, p *plan.Problem, s *plan.Plan, held []plan.Assignment) (*plan.Plan, error) {
	d := newDesk(p, s.Flat)
	if err := d.hold(held); err != nil {
		return nil, err
	}
	d.roundDown(s, held)
	d.fill()
	for ctx.Err() == nil && d.exchange(ctx) {
	}
	d.repack(ctx)
	d.gather()
	out := &plan.Plan{Flat: s.Flat, Whole: true, Bound: s.Bound, Prices: s.Prices}
	out.Assignments = d.assignments()
	out.Settle(p)
	return out, nil
}

var errHeld = errors.New("whole: the work held is not in whole units, or of somebody who cannot do it")

// hold puts work in hand that stays.
func (d *desk) hold(held []plan.Assignment) error {
	roll := d.p.Roll()
	for _, a := range held {
		i, ok := roll.Order[a.Order]
		k, there := roll.Worker[a.Worker]
		if !ok || !there || !slices.Contains(d.able[i], int32(k)) || a.Day < 1 || a.Day > d.p.Days {
			return errHeld
		}
		h := &d.hand[k]
		j := h.job(i)
		if j == nil {
			h.jobs = append(h.jobs, job{order: int32(i)})
			j = &h.jobs[len(h.jobs)-1]
		}
		minutes := a.Standard / d.rate(k, i)
		d.spend(h, j, a.Day-1, minutes)
		h.load += minutes
		j.units += a.Units
		j.held += a.Units
		d.left[i] -= a.Units
	}
	for k := range d.hand {
		for _, j := range d.hand[k].jobs {
			made := 0.0
			for _, s := range j.spent {
				made += s.minutes * d.rate(k, int(j.order))
			}
			if diff := made - float64(j.units*d.p.Orders[j.order].Effort); diff > 0.01 || diff < -0.01 {
				return errHeld
			}
		}
	}
	return nil
}

// roundDown gives each worker the whole units of her shares in the plan; the largest
// shares first, so that an order goes to few.
func (d *desk) roundDown(s *plan.Plan, held []plan.Assignment) {
	type pair struct{ order, worker int }
	roll := d.p.Roll()
	sums := map[pair]float64{}
	for _, a := range s.Assignments {
		sums[pair{roll.Order[a.Order], roll.Worker[a.Worker]}] += a.Standard
	}
	for _, a := range held {
		sums[pair{roll.Order[a.Order], roll.Worker[a.Worker]}] -= a.Standard
	}
	pairs := make([]pair, 0, len(sums))
	for k := range sums {
		pairs = append(pairs, k)
	}
	slices.SortFunc(pairs, func(a, b pair) int {
		return cmp.Or(cmp.Compare(d.p.Orders[a.order].Deadline, d.p.Orders[b.order].Deadline), cmp.Compare(sums[b], sums[a]), cmp.Compare(a.order, b.order), cmp.Compare(a.worker, b.worker))
	})
	for _, k := range pairs {
		units := min(int(sums[k]/float64(d.p.Orders[k.order].Effort)+1e-6), d.left[k.order])
		if n := d.fits(k.worker, k.order, units); n > 0 {
			d.give(k.worker, k.order, n)
		}
	}
}

// byWeight is the orders, those whose unmet work costs most first.
func (d *desk) byWeight() []int {
	out := make([]int, len(d.p.Orders))
	for i := range out {
		out[i] = i
	}
	slices.SortFunc(out, func(a, b int) int {
		x, y := &d.p.Orders[a], &d.p.Orders[b]
		return cmp.Or(cmp.Compare(y.Priority, x.Priority), cmp.Compare(y.Effort, x.Effort), cmp.Compare(x.Deadline, y.Deadline), cmp.Compare(a, b))
	})
	return out
}

// fill gives units nobody has to whoever has time: the cheapest first, and among equals
// those who have work of the order, or of its client, already.
func (d *desk) fill() {
	for _, i := range d.byWeight() {
		for d.left[i] > 0 {
			k, n, ok := d.cheapest(i)
			if !ok {
				break
			}
			d.give(k, i, n)
		}
	}
}

// Preferences in cost of a unit: small against lateness, enough to decide among equals.
const (
	newPairCost   = 60.0 // one more worker on an order
	newClientCost = 20.0 // a worker new to the client
)

// cheapest finds who does one unit of the order at the least cost, and how many of those
// nobody has she does at that cost each: the next may come late, or be one too many for her.
func (d *desk) cheapest(order int) (worker, units int, ok bool) {
	best := d.unmet(order)
	for _, k := range d.able[order] {
		if d.fits(int(k), order, 1) == 0 {
			continue
		}
		if c := d.quote(int(k), order, 1) + d.strange(int(k), order); c < best {
			best, worker, ok = c, int(k), true
		}
	}
	if !ok {
		return 0, 0, false
	}
	each, most := d.quote(worker, order, 1), d.fits(worker, order, d.left[order])
	more := sort.Search(most-1, func(n int) bool { return d.quote(worker, order, n+2) > float64(n+2)*each+1e-6 })
	return worker, more + 1, true
}

// quote is what units would cost with a worker who has time for them.
func (d *desk) quote(worker, order, units int) float64 {
	w, o, h := &d.p.Workers[worker], &d.p.Orders[order], &d.hand[worker]
	rate := d.rate(worker, order)
	minutes := float64(units*o.Effort) / rate
	a, _ := w.Ability(o.Skill)
	cost := minutes*float64(w.Fit) + plan.LoadCost(h.bands, h.load+minutes) - plan.LoadCost(h.bands, h.load) +
		float64(units*o.Effort*plan.OverLevel*(a.Level-o.Level))
	var taken [64]float64 // by week
	d.window(order, func(day int, late float64) bool {
		k := day / plan.Week
		x := min(minutes, h.on(day, o.Hub != plan.Anywhere), h.week[k]-taken[k])
		if x > 0 {
			taken[k] += x
			minutes -= x
			cost += x * rate * late
		}
		return minutes > grain
	})
	return cost
}

// strange is the preference against a worker who is new to the order or its client.
func (d *desk) strange(worker, order int) float64 {
	client := false
	for _, j := range d.hand[worker].jobs {
		if int(j.order) == order {
			return 0
		}
		client = client || d.p.Orders[j.order].Client == d.p.Orders[order].Client
	}
	if client {
		return newPairCost
	}
	return newPairCost + newClientCost
}
