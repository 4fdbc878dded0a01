package flow

import "fmt"

// Blocks says which part of a network is made of small blocks that touch nothing but the core:
// the nodes of block k are Nodes[k]..Nodes[k+1]-1, its arcs Arcs[k]..Arcs[k+1]-1. All nodes
// before Nodes[0] and all arcs before Arcs[0] are the core. An arc of block k joins nodes of
// block k with each other or with the core.
//
// The potentials of a block are worked out when its arcs are priced. That is what makes a
// network of ten thousand workers cheap: a price that changes in the core moves every worker's
// day that hangs under it, and nobody needs to know before that worker is looked at.
type Blocks struct{ Nodes, Arcs []int32 }

func (b Blocks) some() bool { return len(b.Nodes) > 1 }

// check says whether the blocks are blocks.
func (b Blocks) check(p *Problem) error {
	if len(b.Nodes) != len(b.Arcs) {
		return fmt.Errorf("%w: %d and %d ends of blocks", ErrInput, len(b.Nodes), len(b.Arcs))
	}
	if !b.some() {
		return nil
	}
	last := len(b.Nodes) - 1
	if b.Nodes[0] < 0 || b.Arcs[0] < 0 || int(b.Nodes[last]) != len(p.Supply) || int(b.Arcs[last]) != len(p.Arcs) {
		return fmt.Errorf("%w: the blocks do not end where the problem ends", ErrInput)
	}
	if err := b.inside(p, 0, b.Arcs[0], 0, 0); err != nil {
		return err
	}
	for k := range last {
		if b.Nodes[k] > b.Nodes[k+1] || b.Arcs[k] > b.Arcs[k+1] {
			return fmt.Errorf("%w: block %d ends before it begins", ErrInput, k)
		}
		if err := b.inside(p, b.Arcs[k], b.Arcs[k+1], b.Nodes[k], b.Nodes[k+1]); err != nil {
			return err
		}
	}
	return nil
}

// inside checks that the arcs join only nodes of the core and of from..to-1.
func (b Blocks) inside(p *Problem, first, end, from, to int32) error {
	for e := first; e < end; e++ {
		a := &p.Arcs[e]
		for _, u := range [2]int32{a.From, a.To} {
			if u >= b.Nodes[0] && (u < from || u >= to) {
				return fmt.Errorf("%w: arc %d leaves its block for node %d", ErrInput, e, u)
			}
		}
	}
	return nil
}

// hook hangs nodes of blocks by arcs of their own, empty ones towards later nodes or the core.
func (s *Solver) hook() {
	if !s.blocks.some() {
		return
	}
	core := s.blocks.Nodes[0]
	for e := s.blocks.Arcs[0]; int(e) < s.m; e++ {
		a := &s.arcs[e]
		x := a.src
		n := &s.nodes[x]
		if x < core || n.pred != made+x || n.down != 0 || s.room[e] == 0 || a.dst >= core && a.dst <= x {
			continue
		}
		n.parent, n.pred, n.up, n.down = a.dst, e, s.room[e], 0
		s.at[e] = inTree
	}
	for x := core; int(x) < s.n; x++ {
		if n := &s.nodes[x]; n.parent != s.root {
			s.nodes[n.parent].size += n.size
		}
	}
}

// refresh works out the potentials of block k. From the last node to the first, most parents
// are known before their children.
func (s *Solver) refresh(k int) {
	nodes, pi := s.nodes, s.pi
	for x := s.blocks.Nodes[k+1] - 1; x >= s.blocks.Nodes[k]; x-- {
		n := &nodes[x]
		if n.size >= s.heavy {
			continue
		}
		if n.parent > x || nodes[n.parent].size >= s.heavy {
			pi[x] = pi[n.parent] + s.toParent(n.pred)
		} else {
			s.fresh(x)
		}
	}
}
