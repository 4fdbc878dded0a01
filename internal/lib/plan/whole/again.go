package whole

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
)

// Trials of repack for each worker, and at most in all. They are counted, not timed, so
// that the same problem gives the same plan on every machine.
const (
	trialsEach = 150
	trialsMost = 60_000
)

// repack empties two workers' hands again and again and fills them in another order, and
// keeps what comes out cheaper: units are bulky, and which of them go together decides
// how much time is left over that nothing fits into.
func (d *desk) repack(ctx context.Context) {
	r := rand.New(rand.NewPCG(1, 2))
	can := make([][]int32, len(d.hand))
	for i, ks := range d.able {
		for _, k := range ks {
			can[k] = append(can[k], int32(i))
		}
	}
	for range min(trialsEach*len(d.hand), trialsMost) {
		if ctx.Err() != nil {
			return
		}
		order := d.wanted(r)
		if order < 0 {
			return
		}
		one := int(d.able[order][r.IntN(len(d.able[order]))])
		d.trial(r, order, one, d.partner(r, can, one), can)
	}
}

// wanted draws an order with units nobody has; −1 if there is none.
func (d *desk) wanted(r *rand.Rand) int {
	n := len(d.left)
	for range 4 * n {
		if i := r.IntN(n); d.left[i] > 0 && len(d.able[i]) > 0 {
			return i
		}
	}
	return -1
}

// partner draws somebody who can do something that the worker can do.
func (d *desk) partner(r *rand.Rand, can [][]int32, worker int) int {
	i := can[worker][r.IntN(len(can[worker]))]
	return int(d.able[i][r.IntN(len(d.able[i]))])
}

// trial empties and fills two hands, the first with the order wanted before all others.
func (d *desk) trial(r *rand.Rand, order, one, two int, can [][]int32) {
	workers := []int{one, two}
	if one == two {
		workers = workers[:1]
	}
	saved := make([]hand, len(workers))
	left := map[int32]int{}
	gain := 0.0
	for n, k := range workers {
		saved[n] = d.keep(k)
		for _, i := range can[k] {
			left[i] = d.left[i]
		}
	}
	for n, k := range workers {
		for _, j := range saved[n].jobs {
			if x := j.units - j.held; x > 0 {
				gain += d.takeBack(k, int(j.order), x) - float64(x)*d.unmet(int(j.order))
			}
		}
	}
	if x := d.fits(one, order, min(d.left[order], 1+r.IntN(4))); x > 0 {
		gain += float64(x)*d.unmet(order) - d.give(one, order, x)
	}
	if len(workers) == 2 && r.IntN(2) == 0 {
		workers[0], workers[1] = two, one
	}
	for pass := range 2 {
		for _, k := range workers {
			gain += d.load(r, k, can[k], pass == 0)
		}
	}
	if gain > -1e-6 {
		return
	}
	for i, n := range left {
		d.left[i] = n
	}
	for n, k := range []int{one, two}[:len(workers)] {
		d.hand[k] = saved[n]
	}
}

// load fills a hand in a drawn order of preference; loosely leaves room for other work
// now and then.
func (d *desk) load(r *rand.Rand, worker int, can []int32, loosely bool) (gain float64) {
	type choice struct {
		order int32
		worth float64
	}
	var list []choice
	for _, i := range can {
		if d.left[i] > 0 {
			worth := d.rate(worker, int(i)) * d.unmet(int(i)) / float64(d.p.Orders[i].Effort)
			list = append(list, choice{i, worth * (0.7 + 0.6*r.Float64())})
		}
	}
	slices.SortFunc(list, func(a, b choice) int {
		return cmp.Or(cmp.Compare(b.worth, a.worth), cmp.Compare(a.order, b.order))
	})
	for _, c := range list {
		n := d.fits(worker, int(c.order), d.left[c.order])
		if loosely && n > 0 {
			n -= min(n, max(r.IntN(5)-2, 0))
		}
		if n > 0 {
			gain += float64(n)*d.unmet(int(c.order)) - d.give(worker, int(c.order), n)
		}
	}
	return gain
}
