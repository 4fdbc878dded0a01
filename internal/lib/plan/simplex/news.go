package simplex

import "math"

// news is what has changed since each worker was last priced in vain. After a small change to
// a plan of least cost hardly anybody has an arc to gain by, and most of the time would go
// into looking at those for whom nothing has changed. Values go up and often come back, so what
// is remembered is not that they moved, but a sum over all of a line's. It differs if one of them does, but once in 2^64 times.
type news struct {
	line []uint64 // over the values of a line's do-nodes, 0 at first
	seen []uint64 // over her lines, when a worker was last priced in vain
	hung []bool   // whether her block's basis has changed since
}

// clear begins with a plan of least cost: nobody has anything to gain.
func (w *news) clear(n *net) {
	w.line = grown(w.line, (n.market-n.orders)/n.p.Days)
	w.seen, w.hung = grown(w.seen, n.workers()), grown(w.hung, n.workers())
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
	for i := range w.hung {
		w.hung[i] = true
	}
}

func (w *news) hangs(worker int32) {
	if w != nil {
		w.hung[worker] = true
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

// priceChanged prices a worker, but for one of whom nothing has changed since that was in vain.
func (t *tableau) priceChanged(worker int32) (e entry) {
	w, now := t.news, uint64(0)
	for _, o := range t.offers(int(worker)) {
		now = now*31 + w.line[o.line]
	}
	if now == w.seen[worker] && !w.hung[worker] {
		return e
	}
	if e = t.priceWorker(int(worker)); e.gain <= gainTol {
		w.seen[worker], w.hung[worker] = now, false
	}
	return e
}
