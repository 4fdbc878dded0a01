package whole

import (
	"cmp"
	"context"
	"slices"
)

// exchange looks for units nobody has whose worker would gain time by giving other work
// away or up; true if any was found.
func (d *desk) exchange(ctx context.Context) (better bool) {
	for _, i := range d.byWeight() {
		for d.left[i] > 0 && ctx.Err() == nil && d.place(i) {
			better = true
		}
	}
	return better
}

// place finds a worker for one unit of the order by moving other units; true if it did.
func (d *desk) place(order int) bool {
	if k, n, ok := d.cheapest(order); ok {
		d.give(k, order, n)
		return true
	}
	for _, k := range d.able[order] {
		for n := range d.hand[k].jobs {
			j := d.hand[k].jobs[n]
			if int(j.order) != order && j.units > j.held && d.swap(int(k), order, int(j.order)) {
				return true
			}
		}
	}
	return false
}

// swap has a worker do a unit of one order instead of as few units of another as make
// room for it; those go to others where that pays. False leaves everything as it was.
func (d *desk) swap(worker, order, instead int) bool {
	h := &d.hand[worker]
	spare := h.job(instead).units - h.job(instead).held
	before := d.keep(worker)
	gain, moved := 0.0, 0
	for moved < spare && d.fits(worker, order, 1) == 0 {
		gain += d.takeBack(worker, instead, 1) - d.unmet(instead)
		moved++
		if gain+d.unmet(order) < -d.unmet(instead)*float64(moved) {
			break // even if all of them find others, this cannot pay
		}
	}
	if d.fits(worker, order, 1) == 0 {
		d.back(worker, before, instead, moved)
		return false
	}
	units := d.fits(worker, order, d.left[order])
	cost := d.give(worker, order, units)
	gain += float64(units)*d.unmet(order) - cost
	type gift struct{ worker, units int }
	var gifts []gift
	for moved > 0 && d.left[instead] > 0 {
		k, n, ok := d.cheapest(instead)
		if !ok {
			break
		}
		gain += float64(n)*d.unmet(instead) - d.give(k, instead, n)
		gifts = append(gifts, gift{k, n})
	}
	if gain > 1e-6 {
		return true
	}
	for _, g := range gifts {
		d.takeBack(g.worker, instead, g.units)
	}
	d.left[order] += units
	d.back(worker, before, instead, moved)
	return false
}

// keep is a copy of what a worker has in hand.
func (d *desk) keep(worker int) hand {
	h := d.hand[worker]
	h.day, h.week, h.there = slices.Clone(h.day), slices.Clone(h.week), slices.Clone(h.there)
	h.jobs = slices.Clone(h.jobs)
	for i := range h.jobs {
		h.jobs[i].spent = slices.Clone(h.jobs[i].spent)
	}
	return h
}

// back puts a worker's hand back, and units that were taken from it.
func (d *desk) back(worker int, h hand, order, units int) {
	d.hand[worker] = h
	d.left[order] -= units
}

// gather has few workers on an order where that costs nothing: small shares go to others
// who have work of the order and time for them.
func (d *desk) gather() {
	type share struct{ worker, order, units int }
	var shares []share
	for k := range d.hand {
		for _, j := range d.hand[k].jobs {
			if j.held == 0 {
				shares = append(shares, share{k, int(j.order), j.units})
			}
		}
	}
	slices.SortFunc(shares, func(a, b share) int {
		return cmp.Or(cmp.Compare(a.units*d.p.Orders[a.order].Effort, b.units*d.p.Orders[b.order].Effort), cmp.Compare(a.worker, b.worker), cmp.Compare(a.order, b.order))
	})
	for _, s := range shares {
		d.handOver(s.worker, s.order)
	}
}

// handOver gives a worker's whole share of an order to one other who is on it, unless
// that costs more than a pair is worth.
func (d *desk) handOver(worker, order int) {
	j := d.hand[worker].job(order)
	if j == nil {
		return
	}
	units := j.units
	for _, k := range d.able[order] {
		if int(k) == worker || d.hand[k].job(order) == nil || d.fits(int(k), order, units) < units {
			continue
		}
		cost := d.quote(int(k), order, units)
		before := d.keep(worker)
		if saved := d.takeBack(worker, order, units); cost-saved < newPairCost {
			d.give(int(k), order, units)
			return
		}
		d.back(worker, before, order, units)
	}
}
