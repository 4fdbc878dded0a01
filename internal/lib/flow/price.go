package flow

// So many times the square root of the number of arcs are looked at for each that enters. In a network of
// blocks a look costs more, because their potentials are worked out for it.
const (
	plainLook  = 3.0
	blocksLook = 1.0
)

// After a change few arcs gain, and the way to the next is long. All that are found to gain stay in a pool while they do,
// and the best of them enters. While they are few, more are sought before each that enters: the better the choice, the
// fewer have to.
const (
	wideFactor = 4
	poolFew    = 200
	poolFull   = 264
)

// enter finds an arc worth entering; -1 when there is none.
func (s *Solver) enter() int32 {
	s.least, s.best = 0, -1
	if !s.wide {
		return s.seek(s.block)
	}
	s.sift()
	if len(s.pool) < poolFew {
		s.seek(s.block * wideFactor)
	}
	return s.best
}

// sift drops what gains no more from the pool and finds the best of the rest.
func (s *Solver) sift() {
	still := s.pool[:0]
	for _, e := range s.pool {
		a := &s.arcs[e]
		c := a.cost + s.fresh(a.src) - s.fresh(a.dst)
		if s.pooled[e] = c < 0; !s.pooled[e] {
			continue
		}
		if still = append(still, e); c < s.least {
			s.least, s.best = c, e
		}
	}
	s.pool = still
}

// seek goes on round the arcs, so many at a time until some gain, and finds the best of these and the pool.
func (s *Solver) seek(some int) int32 {
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
		if todo <= 0 || len(s.pool) > poolFull {
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
	if s.wide {
		limit = 0
	}
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
	if !s.wide {
		return c
	}
	if !s.pooled[e] {
		s.pooled[e] = true
		s.pool = append(s.pool, e)
	}
	return 0
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
