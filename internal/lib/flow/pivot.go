package flow

// pivot brings arc in into the tree and takes another out, or moves it from bound to bound.
// It says false when nothing bounds the cycle.
func (s *Solver) pivot(in int32) bool { return s.pivotFrom(in, 0) }

// pivotFrom is pivot for an arc that already carries base above its lower bound.
func (s *Solver) pivotFrom(in int32, base int64) bool {
	a := &s.arcs[in]
	first, second := a.src, a.dst
	s.Pivots++
	// One climb finds the join and what bounds the cycle. Flow goes up from second and comes
	// down to first; of ties the last on the way from the join round to it leaves, so that from every node
	// something can always go up, which rules out going in circles.
	nodes := s.nodes
	if s.blocks.some() {
		s.fresh(first)
		s.fresh(second)
	}
	d1 := s.room[in] - base
	d2 := d1
	o1, o2 := int32(-1), int32(-1)
	u, v := first, second
	for u != v {
		if x, y := &nodes[u], &nodes[v]; x.size < y.size {
			if x.down < d1 {
				d1, o1 = x.down, u
			}
			u = x.parent
		} else {
			if y.up <= d2 {
				d2, o2 = y.up, v
			}
			v = y.parent
		}
	}
	delta := min(d1, d2)
	if delta > free/2 {
		return false
	}
	if delta > 0 {
		s.push(first, second, u, delta)
	} else {
		s.Degenerate++
	}
	if o2 >= 0 && d2 <= d1 {
		s.swap(in, second, first, o2, u, base+delta)
	} else if o1 >= 0 {
		s.swap(in, first, second, o1, u, base+delta)
	} else {
		s.flip(in)
	}
	return true
}

// push moves delta round the cycle.
func (s *Solver) push(first, second, join int32, delta int64) {
	for u := first; u != join; {
		n := &s.nodes[u]
		n.down -= delta
		n.up += delta
		u = n.parent
	}
	for v := second; v != join; {
		n := &s.nodes[v]
		n.up -= delta
		n.down += delta
		v = n.parent
	}
}

// flip moves an arc from one bound to the other.
func (s *Solver) flip(e int32) {
	s.at[e] ^= 1
	s.turn(e)
	s.changed(e)
}

func (s *Solver) turn(e int32) {
	a := &s.arcs[e]
	a.src, a.dst, a.cost = a.dst, a.src, -a.cost
}

// swap takes the arc above out of the tree and hangs what was below it on v by arc in, whose end there is u.
func (s *Solver) swap(in, u, v, out, join int32, flow int64) {
	a := &s.arcs[in]
	d := a.cost + s.pi[a.src] - s.pi[a.dst]
	if a.src == u {
		d = -d
	}
	if s.at[in] == atCap {
		s.turn(in)
		flow = s.room[in] - flow
	}
	s.at[in] = inTree
	pred, up, down := in, s.room[in]-flow, flow
	if a.src != u {
		pred, up, down = ^in, flow, up
	}
	above := s.nodes[out].parent
	s.leave(&s.nodes[out])
	size := s.rehang(u, out, v, pred, up, down)
	s.grow(v, join, size)
	s.grow(above, join, -size)
	s.shift(u, d)
}

// leave puts the arc above a node at the bound it has reached.
func (s *Solver) leave(n *node) {
	e, flow := n.pred, n.down
	if e < 0 {
		e, flow = ^e, n.up
	}
	if e >= made {
		return
	}
	s.changed(e)
	if s.at[e] = atLow; flow > 0 {
		s.at[e] = atCap
		s.turn(e)
	}
	if s.room[e] == 0 {
		s.close(e)
	}
}
