package flow

import "math"

// packed is an arc as pricing sees it, 16 bytes: in the direction in which flow could be
// added, so an arc at its upper bound stands turned round with its cost negated. It is worth
// entering when cost + pi[src] - pi[dst] is negative; that is never so for arcs in the tree.
type packed struct {
	src, dst int32
	cost     int64
}

// Where an arc outside the tree stands.
const (
	atLow uint8 = iota
	atCap
	inTree
)

// Solver holds a network and the basis it stands at. Nodes 0..n-1 are the problem's; the root
// follows, and after it the nodes that were added later.
type Solver struct {
	n, m  int
	root  int32
	heavy int64 // from this size on, the potentials of a subtree are kept up to date

	arcs  []packed
	at    []uint8
	room  []int64          // upper bound less lower bound
	low   []int64          // nil when all are 0
	shut  map[int32]packed // arcs without room, which pricing must not see
	nodes []node
	links []links
	pi    []int64
	made  []int64 // costs of the artificial arcs
	most  int64   // largest cost
	big   int64   // more than any path can cost

	blocks          Blocks
	next, nextBlock int     // where pricing goes on
	block           int     // arcs to look at for each that enters
	paid            []int64 // what artificial arcs cost above the guessed prices; nil without a guess

	wide   bool    // once solved: arcs are sought as after a change
	pool   []int32 // arcs that gained when they were last looked at
	pooled []bool  // whether an arc is among them
	best   int32   // of the arcs looked at, the one that gains most; -1 for none
	least  int64   // its reduced cost
	views  views

	added []int32 // arcs added later
	left  []leftover
	spare []int32 // places in left that are free to be used again
	queue []int32 // nodes whose potentials are being moved

	// Pivots counts changes of the basis, Degenerate those that moved no flow.
	Pivots, Degenerate int64
}

// New builds a solver that stands at a basis of artificial arcs.
func New(p *Problem) (*Solver, error) { return NewBlocks(p, Blocks{}) }

// NewBlocks builds a solver for a network whose blocks are known.
func NewBlocks(p *Problem, b Blocks) (*Solver, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	if err := b.check(p); err != nil {
		return nil, err
	}
	s := lay(p)
	look := plainLook
	if s.blocks = b; b.some() {
		s.heavy, look = 1<<32, blocksLook
	}
	s.block = max(int(math.Sqrt(float64(s.m))*look), 10)
	s.plant(shifted(p))
	return s, nil
}

// lay copies the arcs, all at their lower bounds.
func lay(p *Problem) *Solver {
	n, m := len(p.Supply), len(p.Arcs)
	s := &Solver{n: n, m: m, root: int32(n), heavy: 1, arcs: make([]packed, m), at: make([]uint8, m), room: make([]int64, m), shut: map[int32]packed{},
		nodes: make([]node, n+1), links: make([]links, n+1), pi: make([]int64, n+1), made: make([]int64, n+1)}
	for e := range p.Arcs {
		a := &p.Arcs[e]
		s.room[e] = a.width()
		s.arcs[e] = packed{a.From, a.To, a.Cost}
		if s.room[e] == 0 {
			s.close(int32(e))
		}
		s.most = max(s.most, a.Cost, -a.Cost)
		if a.Low != 0 && s.low == nil {
			s.low = make([]int64, m)
		}
	}
	for e := range s.low {
		s.low[e] = p.Arcs[e].Low
	}
	s.big = (s.most + 1) * int64(n+2)
	return s
}

// width is the room between an arc's bounds.
func (a *Arc) width() int64 {
	if a.Cap == Inf {
		return free
	}
	return a.Cap - a.Low
}

// close hides an arc without room from pricing; open shows it again.
func (s *Solver) close(e int32) {
	s.shut[e] = s.arcs[e]
	s.arcs[e] = packed{}
	s.changed(e)
}

func (s *Solver) open(e int32) {
	if a, ok := s.shut[e]; ok {
		s.arcs[e] = a
		delete(s.shut, e)
		s.changed(e)
	}
}

// shifted are the supplies that remain when every arc carries its lower bound.
func shifted(p *Problem) []int64 {
	b := append([]int64(nil), p.Supply...)
	for e := range p.Arcs {
		a := &p.Arcs[e]
		b[a.From] -= a.Low
		b[a.To] += a.Low
	}
	return b
}

// plant hangs every node on the root: what has something to give by an arc up, what lacks by
// a dear arc down. Nodes of blocks hang by arcs of their own where they can.
func (s *Solver) plant(supply []int64) {
	for i := range s.links {
		s.links[i].child = -1
	}
	for u := range int32(s.n) {
		n := node{parent: s.root, pred: made + u, size: s.weight(u), up: free, down: supply[u]}
		if supply[u] < 0 {
			n.pred, n.up, n.down = ^n.pred, -supply[u], free
			s.made[u], s.pi[u] = s.big, s.big
		}
		s.nodes[u] = n
	}
	s.nodes[s.root] = node{parent: -1, size: s.heavy}
	s.hook()
	for x := int32(s.n) - 1; x >= 0; x-- {
		if n := &s.nodes[x]; n.parent == s.root {
			s.nodes[s.root].size += n.size
			if n.size >= s.heavy {
				s.link(x, s.root)
			}
		}
	}
}

// weight is what a node adds to the size of a subtree.
func (s *Solver) weight(u int32) int64 {
	if s.blocks.some() && u >= s.blocks.Nodes[0] && int(u) < s.n {
		return 1
	}
	return s.heavy
}

// steep is how much dearer artificial arcs that still carry something become from round to round.
const steep = 8

// Solve goes from the basis at hand to a best one. It may be called again after changes;
// after an error the solver is of no more use.
//
// What is out of balance is made dear in steps: what is cheap to mend is mended before the rest.
func (s *Solver) Solve() error {
	for above := int64(1); ; above *= steep {
		open := s.raise(above) + s.charge(above)
		if above > 1 && open == 0 || above > 2*steep*s.big {
			return s.settled()
		}
		if err := s.run(); err != nil {
			return err
		}
	}
}

func (s *Solver) run() error {
	still, patience := int64(0), int64(20*len(s.nodes)+1000)
	for e := s.enter(); e >= 0; e = s.enter() {
		was := s.Degenerate
		if !s.pivot(e) {
			return ErrUnbounded
		}
		if still++; s.Degenerate == was {
			still = 0
		}
		if still > patience { // perhaps in a circle; from a tree without dead ends that cannot be
			s.loosenAll()
			still = 0
		}
	}
	return nil
}

// loosenAll hangs every node from which nothing can go up on the root.
func (s *Solver) loosenAll() {
	for x := range s.nodes {
		if x != int(s.root) && s.nodes[x].up == 0 {
			s.loosen(int32(x))
		}
	}
}

// settled says whether the artificial arcs and those that carry what a change left over are empty.
// From then on they are closed: after the next change they would be cheap ways.
func (s *Solver) settled() error {
	if !s.wide && !s.uproot() {
		return ErrInfeasible
	}
	for i, l := range s.left {
		e := l.arc
		if s.flow(e) != 0 {
			return ErrInfeasible
		}
		if s.room[e] > 0 {
			if s.at[e] == inTree { // it would be a cheap way for the next change
				s.setTree(e, 0)
			}
			delete(s.shut, e)
			s.room[e], s.arcs[e] = 0, packed{}
			s.spare = append(s.spare, int32(i))
		}
	}
	return nil
}

// uproot closes the artificial arcs if all are empty. Nothing comes down from the root any more, so nothing
// can go up to it.
func (s *Solver) uproot() bool {
	for u := range s.nodes {
		n := &s.nodes[u]
		if n.pred >= made && n.down > 0 || n.pred <= ^made && n.up > 0 {
			return false
		}
		if n.pred <= ^made {
			n.pred, n.up, n.down = made+int32(u), free, 0
			s.made[u] = -s.made[u]
		}
	}
	s.paid, s.wide = nil, true
	s.pooled = make([]bool, len(s.arcs))
	s.view()
	return true
}

// flow is what an arc carries above its lower bound.
func (s *Solver) flow(e int32) int64 {
	switch s.at[e] {
	case atLow:
		return 0
	case atCap:
		return s.room[e]
	}
	a := &s.arcs[e]
	if n := &s.nodes[a.src]; n.pred == e {
		return n.down
	}
	return s.nodes[a.dst].up
}
