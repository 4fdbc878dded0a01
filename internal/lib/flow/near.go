package flow

import "fmt"

// mendRounds is how often excess is carried in bulk before the simplex takes over: the first
// rounds carry nearly all, and the later ones cost as much. The larger the network, the dearer
// is a pivot beside a round.
func mendRounds(nodes int) int { return 2 + nodes/12_000 }

// NewNear builds a solver that starts from guessed prices, one for each node of the core; they
// should be such that no arc without bound in the core has a negative reduced cost.
//
// First every core node may buy and sell without limit at its price, and each block answers
// on its own. What is out of balance then is carried in bulk along cheapest ways. From what
// is still open [Solver.Solve] goes on, with artificial arcs that cost little more than the
// guessed price at first: the network mends what is cheap to mend before the rest.
func NewNear(p *Problem, b Blocks, price []int64) (*Solver, error) {
	s, err := NewBlocks(p, b)
	if err != nil || !b.some() {
		return s, err
	}
	if len(price) != int(b.Nodes[0]) {
		return nil, fmt.Errorf("%w: %d prices for %d nodes of the core", ErrInput, len(price), b.Nodes[0])
	}
	for _, v := range price {
		if v > maxPath/4 || v < -maxPath/4 {
			return nil, fmt.Errorf("%w: a price of %d", ErrOverflow, v)
		}
	}
	s.trade(price)
	for k := range len(b.Nodes) - 1 {
		if !s.answer(k) { // such prices are no guess: begin without them
			return NewBlocks(p, b)
		}
	}
	m := newMender(p.Arcs, len(p.Supply))
	for e := range p.Arcs {
		m.set(e, s.flow(int32(e)), &p.Arcs[e])
	}
	for u, b := range shifted(p) {
		m.excess[u] += b
		m.node[u].pi = s.fresh(int32(u)) - s.pi[s.root]
	}
	if !m.proves() {
		return NewBlocks(p, b)
	}
	if err := m.run(mendRounds(s.n)); err != nil {
		return nil, err
	}
	if !s.adopt(m) {
		return NewBlocks(p, b)
	}
	s.paid = make([]int64, s.n)
	return s, nil
}

// trade lets every core node buy and sell at its price.
func (s *Solver) trade(price []int64) {
	for u := range s.blocks.Nodes[0] {
		n := &s.nodes[u]
		f := n.down
		if n.pred < 0 {
			f = -n.up
		}
		n.pred, n.up, n.down = made+u, free-f, free+f
		s.made[u], s.pi[u] = -price[u], price[u]
	}
}

// answer brings one block to its best at the prices of the core.
func (s *Solver) answer(k int) bool {
	for {
		s.least, s.best = 0, -1
		s.lookThrough(k)
		if s.best < 0 {
			return true
		}
		if !s.pivot(s.best) {
			return false
		}
	}
}

// raise makes the artificial arcs that carry something cost so much above the guessed price;
// it says how many there are.
func (s *Solver) raise(above int64) (count int) {
	for u, paid := range s.paid {
		n := &s.nodes[u]
		d := above - paid
		switch {
		case n.pred >= made && n.down > 0:
			s.shift(int32(u), -d)
		case n.pred <= ^made && n.up > 0:
			s.shift(int32(u), d)
		default:
			continue
		}
		s.made[u] += d
		s.paid[u] = above
		count++
	}
	return count
}
