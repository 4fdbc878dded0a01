package flow

import "math/bits"

// Solution is what the present basis says, of the problem's nodes and arcs and then of those
// added later, in the order in which they were added.
func (s *Solver) Solution(p *Problem) (*Solution, error) {
	out := &Solution{Flow: make([]int64, len(p.Arcs)), Potential: make([]int64, len(p.Supply))}
	for e := range out.Flow {
		out.Flow[e] = s.Flow(e)
	}
	for u := range out.Potential {
		out.Potential[u] = s.Potential(u)
	}
	var err error
	out.Cost, err = Cost(p, out.Flow)
	return out, err
}

// Flow is what an arc carries at the present basis.
func (s *Solver) Flow(e int) int64 {
	f := s.flow(s.arc(e))
	if e < len(s.low) {
		f += s.low[e]
	}
	return f
}

// Potential is a node's potential at the present basis.
func (s *Solver) Potential(u int) int64 { return s.fresh(s.node(u)) - s.pi[s.root] }

// arc and node are the numbers inside the solver: what was added later comes after the
// solver's own root and leftovers.
func (s *Solver) arc(e int) int32 {
	if e < s.m {
		return int32(e)
	}
	return s.added[e-s.m]
}

func (s *Solver) node(u int) int32 {
	if u < s.n {
		return int32(u)
	}
	return int32(u) + 1
}

// Cost is what a flow costs; [ErrOverflow] when 64 bits do not hold it.
func Cost(p *Problem, flow []int64) (int64, error) {
	var sum wide
	for e := range p.Arcs {
		sum.add(flow[e], p.Arcs[e].Cost)
	}
	v, ok := sum.small()
	if !ok {
		return 0, ErrOverflow
	}
	return v, nil
}

// wide is a sum of products in 128 bits, two's complement.
type wide struct{ hi, lo uint64 }

func (w *wide) add(a, b int64) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if a < 0 {
		hi -= uint64(b)
	}
	if b < 0 {
		hi -= uint64(a)
	}
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi, _ = bits.Add64(w.hi, hi, carry)
}

// small is the sum if 64 bits hold it.
func (w *wide) small() (int64, bool) { return int64(w.lo), w.hi == uint64(int64(w.lo)>>63) }
