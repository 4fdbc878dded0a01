package flow

import (
	"fmt"
	"slices"
)

// SetCost changes what an arc costs. Call Solve when all changes are made.
func (s *Solver) SetCost(e int, cost int64) error {
	if err := s.bear(cost); err != nil {
		return err
	}
	s.reprice(s.arc(e), cost)
	return nil
}

// reprice changes the cost of an arc; if it is in the tree, what hangs on it follows.
func (s *Solver) reprice(e int32, cost int64) {
	s.changed(e)
	if a, ok := s.shut[e]; ok {
		a.cost = cost
		s.shut[e] = a
		return
	}
	a := &s.arcs[e]
	if s.at[e] == atCap {
		a.cost = -cost
		return
	}
	d := cost - a.cost
	a.cost = cost
	if s.at[e] != inTree {
		return
	}
	if s.nodes[a.src].pred == e {
		s.moved(a.src)
		s.shift(a.src, -d)
	} else {
		s.moved(a.dst)
		s.shift(a.dst, d)
	}
}

// bear makes room for a cost larger than any before.
func (s *Solver) bear(cost int64) error {
	if cost = max(cost, -cost); cost <= s.most && s.big > s.most*int64(len(s.nodes)) {
		return nil
	}
	s.most = max(s.most, cost)
	if s.most > maxPath/8/int64(len(s.nodes)+1)-1 {
		return fmt.Errorf("%w: a cost of %d", ErrOverflow, cost)
	}
	s.big = (s.most + 1) * int64(2*len(s.nodes))
	return nil
}

// SetCap changes the upper bound of an arc. Call Solve when all changes are made.
func (s *Solver) SetCap(e int, cap int64) error {
	x := s.arc(e)
	low := int64(0)
	if e < len(s.low) {
		low = s.low[e]
	}
	if cap < low {
		return fmt.Errorf("%w: arc %d must carry %d and may carry %d", ErrInfeasible, e, low, cap)
	}
	if cap > maxFlow && cap != Inf {
		return fmt.Errorf("%w: arc %d carries up to %d", ErrOverflow, e, cap)
	}
	room := free
	if cap != Inf {
		room = cap - low
	}
	return s.setRoom(x, room)
}

func (s *Solver) setRoom(e int32, room int64) error {
	was := s.room[e]
	switch s.at[e] {
	case atLow:
		s.room[e] = room
		if room > 0 {
			s.open(e)
		} else if was > 0 {
			s.close(e)
		}
	case atCap:
		return s.setFull(e, room)
	case inTree:
		s.setTree(e, room)
	}
	return nil
}

// setFull changes the room of an arc at its upper bound.
func (s *Solver) setFull(e int32, room int64) error {
	was := s.room[e]
	s.room[e] = room
	if room > was {
		s.flip(e)
		if !s.pivotFrom(e, was) {
			return ErrUnbounded
		}
		return nil
	}
	a := s.arcs[e] // turned round
	if room == 0 {
		s.flip(e)
		s.close(e)
	}
	s.carry(a.dst, a.src, was-room)
	return nil
}

// setTree changes the room of an arc in the tree.
func (s *Solver) setTree(e int32, room int64) {
	a := s.arcs[e]
	flow := s.flow(e)
	s.room[e] = room
	x := a.src
	if s.nodes[x].pred != e {
		x = a.dst
	}
	over := max(flow-room, 0)
	flow -= over
	n := &s.nodes[x]
	if n.up, n.down = room-flow, flow; n.pred < 0 {
		n.up, n.down = flow, room-flow
	}
	if n.up == 0 {
		s.loosen(x)
	}
	if over > 0 {
		s.carry(a.src, a.dst, over)
	}
}

// loosen hangs a node from which nothing more can go up on the root, at the potential it has.
// Without that, pivots could go in circles.
func (s *Solver) loosen(x int32) {
	v := s.fresh(x)
	n := &s.nodes[x]
	parent, size := n.parent, n.size
	s.leave(n)
	s.moved(x)
	if size >= s.heavy {
		s.unlink(x, parent)
		s.link(x, s.root)
	}
	s.grow(parent, s.root, -size)
	n.parent, n.pred, n.up, n.down = s.root, made+x, free, 0
	s.made[x] = s.pi[s.root] - v
}

// Move lets a node give so much more, and another take as much more.
func (s *Solver) Move(from, to int, amount int64) error {
	if amount < 0 {
		from, to, amount = to, from, -amount
	}
	if amount < 0 || amount > maxFlow {
		return fmt.Errorf("%w: supply %d", ErrOverflow, amount)
	}
	if amount > 0 && from != to {
		s.carry(s.node(from), s.node(to), amount)
	}
	return nil
}

// leftover is an arc that carries what a change left over. It costs a little more than the
// potentials say at first; Solve makes it dearer until it is empty.
type leftover struct {
	arc  int32
	base int64
}

// carry takes what a change left over from one node to another.
func (s *Solver) carry(from, to int32, amount int64) {
	base := s.fresh(to) - s.fresh(from)
	at := -1
	if k := len(s.spare); k > 0 {
		at = int(s.spare[k-1])
		s.spare = s.spare[:k-1]
	} else {
		at = len(s.left)
		s.left = append(s.left, leftover{arc: s.append()})
	}
	s.left[at].base = base
	e := s.left[at].arc
	s.arcs[e] = packed{to, from, -base}
	s.joins(from, to)
	s.room[e] = amount
	s.at[e] = atCap
}

// charge makes leftovers that still carry something cost so much above what the potentials
// said; it says how many there are.
func (s *Solver) charge(above int64) (count int) {
	for _, l := range s.left {
		if s.flow(l.arc) > 0 {
			s.reprice(l.arc, l.base+above)
			count++
		}
	}
	return count
}

// append makes an arc without ends.
func (s *Solver) append() int32 {
	s.arcs = append(s.arcs, packed{})
	s.room = append(s.room, 0)
	s.at = append(s.at, atLow)
	s.pooled = append(s.pooled, false)
	return int32(len(s.arcs) - 1)
}

// Ready does beforehand what the first changes would wait for: it makes room for so many nodes and arcs more and
// looks at all blocks.
func (s *Solver) Ready(nodes, arcs int) {
	s.nodes, s.links, s.pi, s.made = slices.Grow(s.nodes, nodes), slices.Grow(s.links, nodes), slices.Grow(s.pi, nodes), slices.Grow(s.made, nodes)
	s.arcs, s.room, s.at, s.pooled = slices.Grow(s.arcs, arcs), slices.Grow(s.room, arcs), slices.Grow(s.at, arcs), slices.Grow(s.pooled, arcs)
	for k := range s.views.stale {
		s.fit(k)
	}
}

// AddNode adds a node without supply and returns its number.
func (s *Solver) AddNode() (int, error) {
	u := int32(len(s.nodes))
	s.nodes = append(s.nodes, node{parent: s.root, pred: made + u, size: s.heavy, up: free})
	s.links = append(s.links, links{child: -1})
	s.pi = append(s.pi, s.pi[s.root])
	s.made = append(s.made, 0)
	s.nodes[s.root].size += s.heavy
	s.link(u, s.root)
	return int(u) - 1, s.bear(s.most)
}

// AddArc adds an arc, empty at first, with lower bound 0, and returns its number. In a network
// of blocks it may join any two nodes.
func (s *Solver) AddArc(from, to int, cap, cost int64) (int, error) {
	if err := s.bear(cost); err != nil {
		return 0, err
	}
	e := s.append()
	s.arcs[e] = packed{s.node(from), s.node(to), cost}
	s.joins(s.node(from), s.node(to))
	s.close(e)
	s.added = append(s.added, e)
	return s.m + len(s.added) - 1, s.SetCap(s.m+len(s.added)-1, cap)
}

// Perch gives a node that was just added the highest potential at which none of its arcs is
// worth entering. Supply moved to it is then carried off at once, not bid up step by step.
func (s *Solver) Perch(u int, arcs []int) {
	x := s.node(u)
	n := &s.nodes[x]
	if n.pred != made+x || n.down != 0 || len(arcs) == 0 {
		return
	}
	best := -2 * maxPath
	for _, e := range arcs {
		if a := &s.arcs[s.arc(e)]; a.src == x {
			best = max(best, s.fresh(a.dst)-a.cost)
		}
	}
	if best == -2*maxPath {
		return
	}
	d := best - s.fresh(x)
	s.made[x] -= d
	s.shift(x, d)
}
