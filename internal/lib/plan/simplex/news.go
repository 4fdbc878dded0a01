package simplex

// news is what has changed since each worker was last priced in vain. After a small change to
// a plan of least cost hardly anybody has an arc to gain by, and most of the time would go
// into looking at those of whom nothing has changed. Times are counted in pivots.
type news struct {
	now    int32
	moved  []int32 // when a value of a line's do-nodes changed last
	rehung []int32 // when the basis of a worker's block did
	priced []int32 // when a worker was last priced in vain
}

// clear begins with a plan of least cost: nobody has anything to gain.
func (w *news) clear(n *net) {
	w.now = 1
	w.moved = grown(w.moved, (n.market-n.orders)/n.p.Days)
	w.rehung, w.priced = grown(w.rehung, n.workers()), grown(w.priced, n.workers())
	for i := range w.priced {
		w.priced[i] = w.now
	}
}

// grown is a list of so many zeros, in the old one's memory if there is enough of it.
func grown(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n)
	}
	s = s[:n]
	clear(s)
	return s
}

func (w *news) next() {
	if w != nil {
		w.now++
	}
}

// all notes that everything may have changed.
func (w *news) all() {
	if w == nil {
		return
	}
	w.now++
	for i := range w.rehung {
		w.rehung[i] = w.now
	}
}

func (w *news) hung(worker int32) {
	if w != nil {
		w.rehung[worker] = w.now
	}
}

// move notes that the value of a market node changes.
func (w *news) move(n *net, v int32, by float64) {
	if w != nil && by != 0 && int(v) >= n.orders {
		w.moved[(int(v)-n.orders)/n.p.Days] = w.now
	}
}

// priceChanged prices a worker, but for one of whom nothing has changed since that was in vain.
func (t *tableau) priceChanged(worker int32) (e entry) {
	last := t.news.priced[worker]
	changed := t.news.rehung[worker] > last
	for _, o := range t.offers(int(worker)) {
		changed = changed || t.news.moved[o.line] > last
	}
	if !changed {
		return e
	}
	if e = t.priceWorker(int(worker)); e.gain <= gainTol {
		t.news.priced[worker] = t.news.now
	}
	return e
}
