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
	wideFactor = 8
	wideKept   = 64
	wideTurns  = 4
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
	s.least, s.best = 0, -1
	m := len(s.arcs)
	e, k, todo := s.next, s.nextBlock, some
	for left := m; left > 0; {
		end := min(e+todo, m)
		if s.blocks.some() {
			end, k = s.lookBlocks(e, end, k)
		} else {
			s.look(s.arcs[e:end], nil, e)
		}
		left -= end - e
		todo -= end - e
		if e = end; e == m {
			e, k = 0, 0
		}
		if todo <= 0 || len(s.keep) > wideKept {
			if s.best >= 0 {
				break
			}
			todo = some
		}
	}
	s.next, s.nextBlock = e, k
	return s.best
}

// look looks at arcs whose ends' potentials are at hand; their numbers are given, or go up from the first.
func (s *Solver) look(part []packed, numbers []int32, first int) {
	pi, limit := s.pi, s.least
	for i := range part {
		a := &part[i]
		if c := a.cost + pi[a.src] - pi[a.dst]; c < limit {
			e := int32(first + i)
			if numbers != nil {
				e = numbers[i]
			}
			limit = s.found(e, c)
		}
	}
}

// found notes an arc that gains, and says what the cost of the next must be below.
func (s *Solver) found(e int32, c int64) int64 {
	if c < s.least {
		s.least, s.best = c, e
	}
	if s.wide {
		s.keep = append(s.keep, e)
		return 0
	}
	return c
}

// lookBlocks looks at arcs from e on, up to the end it gives back: part of the core, one
// block, or what was added later.
func (s *Solver) lookBlocks(e, end, k int) (int, int) {
	ends := s.blocks.Arcs
	switch {
	case e < int(ends[0]):
		end = min(end, int(ends[0]))
		s.look(s.arcs[e:end], nil, e)
		return end, 0
	case e < s.m:
		for int(ends[k+1]) <= e {
			k++
		}
		s.lookThrough(k)
		return int(ends[k+1]), k
	}
	for _, a := range s.arcs[e:end] {
		s.fresh(a.src)
		s.fresh(a.dst)
	}
	s.look(s.arcs[e:end], nil, e)
	return end, k
}
