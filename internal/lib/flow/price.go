package flow

// So many times the square root of the number of arcs are looked at for each that enters. In a network of
// blocks a look costs more, because their potentials are worked out for it.
const (
	plainLook  = 3.0
	blocksLook = 1.0
)

// After a change few arcs gain, and the way to the next is long: more are looked at in one go, all that
// gain are kept, and so many enter before new ones are sought.
const (
	wideFactor = 16
	wideKept   = 64
	wideTurns  = 32
)

// enter finds an arc worth entering; -1 when there is none.
func (s *Solver) enter() int32 {
	if !s.wide {
		return s.seek(s.block)
	}
	if e := s.kept(); e >= 0 {
		return e
	}
	s.turns, s.keep = 0, s.keep[:0]
	return s.seek(s.block * wideFactor)
}

// kept is the best of the arcs that were kept, if any still gains.
func (s *Solver) kept() int32 {
	if s.turns++; s.turns > wideTurns {
		return -1
	}
	best, in := int64(0), int32(-1)
	still := s.keep[:0]
	for _, e := range s.keep {
		a := &s.arcs[e]
		if c := a.cost + s.fresh(a.src) - s.fresh(a.dst); c < 0 {
			still = append(still, e)
			if c < best {
				best, in = c, e
			}
		}
	}
	s.keep = still
	return in
}

// seek goes on round the arcs, so many at a time until some gain, and finds the best of these.
func (s *Solver) seek(some int) int32 {
	best, in := int64(0), int32(-1)
	m := len(s.arcs)
	e, k, todo := s.next, s.nextBlock, some
	for left := m; left > 0; {
		end := min(e+todo, m)
		if s.blocks.some() {
			end, k = s.ready(e, end, k)
		}
		if s.wide {
			best, in = s.collect(e, end, best, in)
		} else {
			best, in = s.best(e, end, best, in)
		}
		left -= end - e
		todo -= end - e
		if e = end; e == m {
			e, k = 0, 0
		}
		if todo <= 0 || len(s.keep) > wideKept {
			if in >= 0 {
				break
			}
			todo = some
		}
	}
	s.next, s.nextBlock = e, k
	return in
}

// collect is best, and keeps all arcs that gain.
func (s *Solver) collect(e, end int, best int64, in int32) (int64, int32) {
	pi := s.pi
	part := s.arcs[e:end]
	for i := range part {
		a := &part[i]
		if c := a.cost + pi[a.src] - pi[a.dst]; c < 0 {
			s.keep = append(s.keep, int32(e+i))
			if c < best {
				best, in = c, int32(e+i)
			}
		}
	}
	return best, in
}

// best is the arc of e..end-1 whose reduced cost is least, if it is less than best.
func (s *Solver) best(e, end int, best int64, in int32) (int64, int32) {
	pi := s.pi
	part := s.arcs[e:end]
	for i := range part {
		a := &part[i]
		if c := a.cost + pi[a.src] - pi[a.dst]; c < best {
			best, in = c, int32(e+i)
		}
	}
	return best, in
}

// ready sees to it that potentials are at hand for the arcs from e on, up to the end it gives
// back: part of the core, one block, or what was added later.
func (s *Solver) ready(e, end, k int) (int, int) {
	ends := s.blocks.Arcs
	switch {
	case e < int(ends[0]):
		return min(end, int(ends[0])), 0
	case e < s.m:
		for int(ends[k+1]) <= e {
			k++
		}
		s.refresh(k)
		return int(ends[k+1]), k
	}
	for _, a := range s.arcs[e:end] {
		s.fresh(a.src)
		s.fresh(a.dst)
	}
	return end, k
}
