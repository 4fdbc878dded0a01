package flow

// adopt builds a basis from the mender's flow and potentials. Arcs that are neither empty nor
// full must be in the tree; those that would close a cycle are pushed to a bound afterwards.
// Nodes out of balance hang on the root by artificial arcs.
func (s *Solver) adopt(m *mender) bool {
	flow := make([]int64, s.m)
	for e := range flow {
		flow[e] = m.flow(e)
	}
	for u := range s.n {
		s.pi[u] = m.node[u].pi
	}
	s.pi[s.root] = 0
	f := newForest(s.n + 1)
	top := s.unbalanced(f, m.excess)
	tree, extra := s.span(f, flow)
	for u := range int32(s.n) {
		if f.join(u, s.root) {
			top = append(top, u)
		}
	}
	s.hang(top, m.excess)
	s.weigh(s.spread(top, tree, flow))
	for _, e := range extra {
		if !s.pivotFrom(e, flow[e]) {
			return false
		}
	}
	return true
}

// forest is the parts of a growing forest.
type forest []int32

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

// join joins two parts; it says false if they are one already.
func (f forest) join(x, y int32) bool {
	for f[x] != x {
		f[x] = f[f[x]]
		x = f[x]
	}
	for f[y] != y {
		f[y] = f[f[y]]
		y = f[y]
	}
	f[min(x, y)] = max(x, y)
	return x != y
}

func (s *Solver) unbalanced(f forest, excess []int64) (top []int32) {
	for u, x := range excess {
		if x != 0 {
			f.join(int32(u), s.root)
			top = append(top, int32(u))
		}
	}
	return top
}

// span picks the arcs of the tree: first those between their bounds, then others of reduced
// cost 0. What closes a cycle of the first kind is extra.
func (s *Solver) span(f forest, flow []int64) (tree, extra []int32) {
	for e := range int32(s.m) {
		if s.at[e] == atCap {
			s.turn(e)
		}
		s.at[e] = atLow
		a := &s.arcs[e]
		switch {
		case flow[e] == 0:
		case flow[e] == s.room[e]:
			s.flip(e)
		case f.join(a.src, a.dst):
			tree = append(tree, e)
		default:
			extra = append(extra, e)
		}
	}
	for e := range int32(s.m) {
		a := &s.arcs[e]
		bound := flow[e] == 0 || flow[e] == s.room[e]
		if bound && s.room[e] > 0 && a.cost+s.pi[a.src]-s.pi[a.dst] == 0 && f.join(a.src, a.dst) {
			tree = append(tree, e)
		}
	}
	return tree, extra
}

// hang puts the top nodes under the root.
func (s *Solver) hang(top []int32, excess []int64) {
	for i := range s.nodes {
		s.nodes[i] = node{parent: -1}
		s.links[i].child = -1
	}
	for _, u := range top {
		n := &s.nodes[u]
		n.parent, n.pred, n.up, n.down = s.root, made+u, free, excess[u]
		s.made[u] = -s.pi[u]
		if excess[u] == 0 {
			n.up = 0 // nothing shall be bought or sold at the guessed price for good
		}
		if excess[u] < 0 {
			n.pred, n.up, n.down = ^n.pred, -excess[u], free
			s.made[u] = s.pi[u]
		}
	}
}

// spread hangs all other nodes under the top ones by the arcs of the tree; it gives them in an
// order in which parents come first.
func (s *Solver) spread(top, tree []int32, flow []int64) []int32 {
	begin := make([]int32, s.n+2)
	for _, e := range tree {
		begin[s.arcs[e].src+1]++
		begin[s.arcs[e].dst+1]++
	}
	for i := range s.n + 1 {
		begin[i+1] += begin[i]
	}
	at := append([]int32(nil), begin...)
	near := make([]int32, 2*len(tree))
	for _, e := range tree {
		for _, u := range [2]int32{s.arcs[e].src, s.arcs[e].dst} {
			near[at[u]] = e
			at[u]++
		}
	}
	order := append(make([]int32, 0, s.n), top...)
	for i := 0; i < len(order); i++ {
		u := order[i]
		for _, e := range near[begin[u]:begin[u+1]] {
			if s.at[e] != inTree {
				order = append(order, s.take(e, u, flow[e]))
			}
		}
	}
	return order
}

// take brings an arc into the tree below u and returns the node it leads to.
func (s *Solver) take(e, u int32, flow int64) int32 {
	if s.at[e] == atCap {
		s.turn(e)
	}
	s.at[e] = inTree
	a := &s.arcs[e]
	x, pred, up, down := a.src, e, s.room[e]-flow, flow
	if x == u {
		x, pred, up, down = a.dst, ^e, flow, s.room[e]-flow
	}
	n := &s.nodes[x]
	n.parent, n.pred, n.up, n.down = u, pred, up, down
	return x
}

// weigh adds up the sizes, children first.
func (s *Solver) weigh(order []int32) {
	s.nodes[s.root].size = s.heavy
	for i := len(order) - 1; i >= 0; i-- {
		u := order[i]
		n := &s.nodes[u]
		n.size += s.weight(u)
		s.nodes[n.parent].size += n.size
		if n.size >= s.heavy {
			s.link(u, n.parent)
		}
	}
}
