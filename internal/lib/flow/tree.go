package flow

// node is a node's place in the spanning tree, with the room on the arc to its parent:
// what more may go up, and what more may come down. The size of a subtree grows with every
// step towards the root, so the smaller of two nodes is never above the other.
type node struct {
	parent   int32
	pred     int32 // arc to the parent: e when it leads up, ^e when it leads down
	size     int64
	up, down int64
}

// links are a node's children, as a ring-less doubly linked list; none is -1. Only children
// whose subtree is heavy stand in it: the potentials of light ones are worked out when asked for.
type links struct{ child, next, prev int32 }

func (s *Solver) link(x, parent int32) {
	l := s.links
	first := l[parent].child
	l[x].next, l[x].prev = first, -1
	if first >= 0 {
		l[first].prev = x
	}
	l[parent].child = x
}

func (s *Solver) unlink(x, parent int32) {
	l := s.links
	next, prev := l[x].next, l[x].prev
	if prev >= 0 {
		l[prev].next = next
	} else {
		l[parent].child = next
	}
	if next >= 0 {
		l[next].prev = prev
	}
}

// grow adds d to the sizes from x up to, not including, the node above.
func (s *Solver) grow(x, above int32, d int64) {
	for x != above {
		n := &s.nodes[x]
		was := n.size
		n.size += d
		if was < s.heavy && n.size >= s.heavy {
			s.link(x, n.parent)
		} else if was >= s.heavy && n.size < s.heavy {
			s.unlink(x, n.parent)
			s.moved(x)
		}
		x = n.parent
	}
}

// rehang turns the stem from in up to out round, so that in hangs on parent by arc pred with
// the given room, and returns the size of what moved.
func (s *Solver) rehang(in, out, parent, pred int32, up, down int64) int64 {
	total := s.nodes[out].size
	below := int64(0)
	for x := in; ; {
		n := &s.nodes[x]
		was := *n
		if was.size >= s.heavy {
			s.unlink(x, was.parent)
		}
		n.parent, n.pred, n.up, n.down, n.size = parent, pred, up, down, total-below
		s.moved(x)
		if n.size >= s.heavy {
			s.link(x, parent)
		}
		if x == out {
			return total
		}
		below = was.size
		parent, pred, up, down = x, ^was.pred, was.down, was.up
		x = was.parent
	}
}

// shift adds d to the potentials of everything heavy under x, or of everything else if that is less.
func (s *Solver) shift(x int32, d int64) {
	size := s.nodes[x].size
	if d == 0 || size < s.heavy {
		return
	}
	skip := int32(-1)
	if rest := s.nodes[s.root].size - size; rest < size {
		x, skip, d = s.root, x, -d
	}
	if len(s.queue) <= len(s.nodes) {
		s.queue = make([]int32, len(s.nodes)*5/4+1)
	}
	// Without a jump where a list ends, which cannot be foreseen, and first in first out, so that the
	// next node is at hand while one is still being fetched.
	pi, l, queue := s.pi, s.links, s.queue
	pi[x] += d
	queue[0] = l[x].child
	for head, tail := 0, one(queue[0]); head < tail; head++ {
		c := queue[head]
		k := &l[c]
		queue[tail] = k.next
		tail += one(k.next)
		if c == skip {
			continue
		}
		pi[c] += d
		queue[tail] = k.child
		tail += one(k.child)
	}
	if p := pi[s.root]; p > maxPath || p < -maxPath {
		for i := range pi {
			pi[i] -= p
		}
	}
}

// one is 1 for a node and 0 for none.
func one(x int32) int { return int(uint32(^x) >> 31) }

// fresh works out the potential of a node whose subtree is light, and of the light nodes above it.
func (s *Solver) fresh(x int32) int64 {
	n := &s.nodes[x]
	if n.size >= s.heavy {
		return s.pi[x]
	}
	v := s.fresh(n.parent) + s.toParent(n.pred)
	s.pi[x] = v
	return v
}

// toParent is what a node's potential is above its parent's.
func (s *Solver) toParent(pred int32) int64 {
	if pred >= 0 {
		return -s.costOf(pred)
	}
	return s.costOf(^pred)
}

// made is where the numbers of the artificial arcs begin, one between each node and the root.
const made = int32(1) << 30

// costOf is the cost of an arc in the tree, artificial ones included.
func (s *Solver) costOf(e int32) int64 {
	if e >= made {
		return s.made[e-made]
	}
	return s.arcs[e].cost
}
