// Package whole makes plans of whole units: it starts from the plan of least cost, in
// which work may be cut anywhere, rounds it down, fills up and improves by trades between
// two people. Its gap is proved against the same bound.
package whole

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
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
	d.improve(ctx)
	out := &plan.Plan{Flat: s.Flat, Whole: true, Bound: s.Bound, Prices: s.Prices}
	out.Assignments = d.assignments()
	out.Settle(p)
	return out, nil
}

var errHeld = errors.New("whole: the work held is not in whole units, or of somebody who cannot do it")

// hold puts work in hand that stays, and takes its time away.
func (d *desk) hold(held []plan.Assignment) error {
	roll := d.p.Roll()
	for _, a := range held {
		i, ok := roll.Order[a.Order]
		k, there := roll.Worker[a.Worker]
		if !ok || !there || a.Day < 1 || a.Day > d.p.Days {
			return errHeld
		}
		e := &d.seats[k]
		n, ok := e.find(i)
		if !ok {
			return errHeld
		}
		e.keep(n, a.Units, a.Day-1, a.Standard/e.tasks[n].rate)
		d.left[i] -= a.Units
	}
	for k := range d.seats {
		e := &d.seats[k]
		for n, held := range e.held {
			t, made := &e.tasks[n], 0.0
			for _, m := range held {
				made += m * t.rate
			}
			if math.Abs(made-float64(int(t.kept)*d.p.Orders[t.order].Effort)) > 0.01 {
				return errHeld
			}
		}
		e.cost = e.bare(nil)
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
		d.offer(k.worker, k.order, int(sums[k]/float64(d.p.Orders[k.order].Effort)+1e-6))
	}
}

// fill gives units nobody has to whoever has time, those whose unmet work costs most first.
func (d *desk) fill() {
	for _, i := range d.byWeight() {
		for _, k := range d.able[i] {
			d.offer(int(k), i, d.left[i])
		}
	}
}

// offer gives a worker as many of the units as nobody has and she has time for.
func (d *desk) offer(worker, order, most int) {
	e := &d.seats[worker]
	n, _ := e.find(order)
	if most = min(most, d.left[order]); most <= 0 || !d.lay(e, e.jobs) {
		return
	}
	if most = min(most, d.fits(e, &e.tasks[n])); most <= 0 {
		return
	}
	with := e.add(slices.Clone(e.jobs), n, most)
	if cost, ok := d.price(e, with); ok {
		e.hand = hand{with, cost, d.late}
		d.left[order] -= most
	}
}

// byWeight is the orders, those whose unmet work costs most first.
func (d *desk) byWeight() []int {
	return d.sorted(func(x, y *plan.Order) int {
		return cmp.Or(cmp.Compare(y.Priority, x.Priority), cmp.Compare(y.Effort, x.Effort), cmp.Compare(x.Deadline, y.Deadline))
	})
}
