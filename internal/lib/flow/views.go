package flow

// views are the arcs of blocks as the core sees them. The potential of a node of a block is that of the
// first heavy node above it and a constant, so an arc joins two heavy nodes, at another cost. That
// stays so until the block changes: its part of the tree, its arcs outside the tree, or a heavy node gets light.
type views struct {
	all      []packed // of each block in the place of its arcs
	number   []int32  // of the arc
	count    []int32  // of each block
	stale    []bool   // whether the block has changed
	ofNode   []int32  // the block of each node from the end of the core on
	ofArc    []int32
	anchor   []int32 // the first heavy node above each node from the end of the core on, or itself
	above    []int64 // its potential above the anchor's
	bridged  bool    // whether an arc joins two blocks, so that a change of one may be one of another
	core     int32
	coreArcs int32
}

// view makes room for the views of the blocks.
func (s *Solver) view() {
	b, v := s.blocks, &s.views
	if !b.some() {
		return
	}
	v.core, v.coreArcs = b.Nodes[0], b.Arcs[0]
	nodes, arcs := s.n-int(v.core), s.m-int(v.coreArcs)
	v.all, v.number, v.count, v.stale = make([]packed, arcs), make([]int32, arcs), make([]int32, len(b.Nodes)-1), make([]bool, len(b.Nodes)-1)
	v.ofNode, v.ofArc, v.anchor, v.above = make([]int32, nodes), make([]int32, arcs), make([]int32, nodes), make([]int64, nodes)
	for k := range v.stale {
		v.stale[k] = true
		for x := b.Nodes[k]; x < b.Nodes[k+1]; x++ {
			v.ofNode[x-v.core] = int32(k)
		}
		for e := b.Arcs[k]; e < b.Arcs[k+1]; e++ {
			v.ofArc[e-v.coreArcs] = int32(k)
		}
	}
	for e := int32(s.m); int(e) < len(s.arcs); e++ {
		a, ok := s.shut[e]
		if !ok {
			a = s.arcs[e]
		}
		s.joins(a.src, a.dst)
	}
}

// home is the block of a node, or -1.
func (s *Solver) home(x int32) int32 {
	if i := int(x - s.views.core); i >= 0 && i < len(s.views.ofNode) {
		return s.views.ofNode[i]
	}
	return -1
}

// moved says that a node's place in the tree has changed, or that it is heavy no more.
func (s *Solver) moved(x int32) {
	if k := s.home(x); k >= 0 {
		s.views.stale[k] = true
	}
}

// changed says that an arc outside the tree has changed.
func (s *Solver) changed(e int32) {
	if i := int(e - s.views.coreArcs); i >= 0 && i < len(s.views.ofArc) {
		s.views.stale[s.views.ofArc[i]] = true
	}
}

// lookThrough looks at the arcs of block k.
func (s *Solver) lookThrough(k int) {
	v := &s.views
	if !s.wide { // blocks change as often as they are looked at, so that a view is not worth making
		first, end := s.blocks.Arcs[k], s.blocks.Arcs[k+1]
		s.refresh(k)
		s.look(s.arcs[first:end], nil, int(first))
		return
	}
	s.fit(k)
	first := s.blocks.Arcs[k] - v.coreArcs
	end := first + v.count[k]
	s.look(v.all[first:end], v.number[first:end], 0)
}

// fit brings the views of block k up to date.
func (s *Solver) fit(k int) {
	if v := &s.views; v.stale[k] || v.bridged {
		s.review(k)
		v.stale[k] = false
	}
}

// review makes the views of block k anew. Arcs in the tree never gain, and those between two nodes under the same
// anchor do not before the block changes.
func (s *Solver) review(k int) {
	v := &s.views
	end := s.blocks.Nodes[k+1]
	for x := end - 1; x >= s.blocks.Nodes[k]; x-- { // from the last to the first, most parents are known before their children
		n := &s.nodes[x]
		if p := n.parent; n.size < s.heavy && p > x && p < end && !v.bridged {
			v.anchor[x-v.core], v.above[x-v.core] = v.anchor[p-v.core], v.above[p-v.core]+s.toParent(n.pred)
		} else {
			v.anchor[x-v.core], v.above[x-v.core] = s.hangs(x)
		}
	}
	first := s.blocks.Arcs[k] - v.coreArcs
	out := first
	for e := s.blocks.Arcs[k]; e < s.blocks.Arcs[k+1]; e++ {
		if s.at[e] == inTree {
			continue
		}
		a := s.arcs[e]
		if a.src >= v.core {
			a.cost += v.above[a.src-v.core]
			a.src = v.anchor[a.src-v.core]
		}
		if a.dst >= v.core {
			a.cost -= v.above[a.dst-v.core]
			a.dst = v.anchor[a.dst-v.core]
		}
		if a.src != a.dst || a.cost < 0 {
			v.all[out], v.number[out] = a, e
			out++
		}
	}
	v.count[k] = out - first
}

// hangs gives the first heavy node above x, or x itself, and how far the potential of x is above that.
func (s *Solver) hangs(x int32) (anchor int32, above int64) {
	n := &s.nodes[x]
	if n.size >= s.heavy {
		return x, 0
	}
	anchor, above = s.hangs(n.parent)
	return anchor, above + s.toParent(n.pred)
}

// joins notes that there is an arc between two nodes.
func (s *Solver) joins(u, v int32) {
	b, c := s.home(u), s.home(v)
	s.views.bridged = s.views.bridged || b >= 0 && c >= 0 && b != c
}
