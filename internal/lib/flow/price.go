package flow

// blockFactor times the square root of the number of arcs is how many are looked at for each that enters.
const blockFactor = 1.0

// enter finds an arc worth entering, the best of as many as are looked at; -1 when there is none.
func (s *Solver) enter() int32 {
	best, in := int64(0), int32(-1)
	m := len(s.arcs)
	e, k, todo := s.next, s.nextBlock, s.block
	for left := m; left > 0; {
		end := min(e+todo, m)
		if s.blocks.some() {
			end, k = s.ready(e, end, k)
		}
		best, in = s.best(e, end, best, in)
		left -= end - e
		todo -= end - e
		if e = end; e == m {
			e, k = 0, 0
		}
		if todo <= 0 {
			if in >= 0 {
				break
			}
			todo = s.block
		}
	}
	s.next, s.nextBlock = e, k
	return in
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
