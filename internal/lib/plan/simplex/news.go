package simplex

import "math"

// news is what has changed since each part was last priced in vain. After a small change to
// a plan of least cost hardly anybody has an arc to gain by, and most of the time would go
// into looking at those for whom nothing has changed. Values go up and often come back, so what
// is remembered is not that they moved, but a sum over all of a line's. It differs if one of them does, but once in 2^64 times.
type news struct {
	line  []uint64 // over the values of a line's do-nodes, 0 at first
	turn  []uint64 // how often a worker's block has got another basis
	seen  []uint64 // what a worker's gains follow from, as it was when she was priced in vain
	order []uint64 // the same of an order; one more is as if it had not been priced
	level []uint64 // and of the arcs from a line to the next

	gained []part // parts that have had an arc to gain by since the question was put: likely soon again
	known  []bool // whether a part is among them, by its place in the round
	at     int    // where in gained
}

// clear begins with a plan of least cost: nobody has anything to gain.
func (w *news) clear(t *tableau) {
	lines := (t.market - t.orders) / t.p.Days
	w.line, w.level = grown(w.line, lines), grown(w.level, lines)
	w.turn, w.seen = grown(w.turn, t.workers()), grown(w.seen, t.workers())
	w.order = grown(w.order, t.orders)
	for i := range w.order {
		w.order[i] = math.Float64bits(t.value[i])
	}
	w.gained, w.at = w.gained[:0], 0
	clear(w.known)
}

// gains notes that a part, by its place in the round, had something to gain.
func (w *news) gains(place int, p part) {
	for len(w.known) <= place {
		w.known = append(w.known, false)
	}
	if !w.known[place] {
		w.known[place] = true
		w.gained = append(w.gained, p)
	}
}

// grown is a list of so many zeros, in the old one's memory if there is enough of it.
func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// all notes that everything may have changed.
func (w *news) all() {
	if w == nil {
		return
	}
	for _, some := range [...][]uint64{w.turn, w.order, w.level} {
		for i := range some {
			some[i]++
		}
	}
}

func (w *news) turns(worker int32) {
	if w != nil {
		w.turn[worker]++
	}
}

// move notes that the value of a market node changes.
func (w *news) move(n *net, v int32, from, to float64) {
	if w != nil && from != to && int(v) >= n.orders {
		w.line[(int(v)-n.orders)/n.p.Days] += mixed(v, to) - mixed(v, from)
	}
}

// mixed is a number that depends on each bit of a node and its value.
func mixed(v int32, value float64) uint64 {
	h := math.Float64bits(value) ^ uint64(v)*0x9E3779B97F4A7C15
	h = (h ^ h>>32) * 0xD6E8FEB86659FD93
	h = (h ^ h>>32) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}

// priceChanged prices a part, but for one of which nothing has changed since that was in vain.
func (t *tableau) priceChanged(p part) (e entry) {
	now, seen := t.follows(p)
	if now == *seen {
		return e
	}
	if e = t.price(p); e.gain <= gainTol {
		*seen = now
	}
	return e
}

// priceAgain prices the next of the parts that have gained before, but if it stands in the pool.
func (t *tableau) priceAgain(pool []entry) []entry {
	w := t.news
	if len(w.gained) == 0 {
		return pool
	}
	p := w.gained[w.at]
	w.at = (w.at + 1) % len(w.gained)
	for _, x := range pool {
		if t.partOf(x.arc) == p {
			return pool
		}
	}
	if e := t.priceChanged(p); e.gain > gainTol {
		pool = append(pool, e)
	}
	return pool
}

// follows is what a part's gains follow from, and what it was when it was last priced in vain.
func (t *tableau) follows(p part) (now uint64, seen *uint64) {
	w, n := t.news, t.net
	switch p.kind {
	case workerPart:
		for _, l := range n.line[n.offerAt[p.id]:n.offerAt[p.id+1]] {
			now += w.line[l]
		}
		return now + w.turn[p.id], &w.seen[p.id]
	case orderPart:
		return w.line[n.asked[p.id]]*31 + math.Float64bits(t.value[p.id]), &w.order[p.id]
	}
	l := n.lineOf(int(p.id), int(p.low))
	return w.line[l]*31 + w.line[l+1], &w.level[l]
}
