package flow

import "fmt"

// Verify proves an answer, or says what is wrong with it: every arc within its bounds, every
// node in balance, no arc that could do better at the potentials, and the cost that of the
// flow and of the potentials alike. It trusts nothing the solver has computed.
func Verify(p *Problem, s *Solution) error {
	if len(s.Flow) != len(p.Arcs) || len(s.Potential) != len(p.Supply) {
		return fmt.Errorf("%w: %d flows and %d potentials for %d arcs and %d nodes", ErrInput, len(s.Flow), len(s.Potential), len(p.Arcs), len(p.Supply))
	}
	for _, v := range s.Potential {
		if v > 2*maxPath || v < -2*maxPath {
			return fmt.Errorf("%w: potential %d", ErrOverflow, v)
		}
	}
	var cost, dual wide
	open := append([]int64(nil), p.Supply...)
	for e := range p.Arcs {
		a, f := &p.Arcs[e], s.Flow[e]
		if f < a.Low || f > a.Cap {
			return fmt.Errorf("flow: arc %d carries %d, not %d..%d", e, f, a.Low, a.Cap)
		}
		open[a.From] -= f
		open[a.To] += f
		c := a.Cost + s.Potential[a.From] - s.Potential[a.To]
		if c > 0 && f > a.Low || c < 0 && f < a.Cap {
			return fmt.Errorf("flow: arc %d carries %d of %d..%d at a reduced cost of %d", e, f, a.Low, a.Cap, c)
		}
		cost.add(f, a.Cost)
		if c > 0 {
			dual.add(a.Low, c)
		} else if c < 0 {
			dual.add(a.Cap, c)
		}
	}
	for u, b := range open {
		if b != 0 {
			return fmt.Errorf("flow: node %d has %d left over", u, b)
		}
		dual.add(-s.Potential[u], p.Supply[u])
	}
	if v, ok := cost.small(); !ok || v != s.Cost || cost != dual {
		return fmt.Errorf("flow: a cost of %d is claimed; the flow costs %d, the potentials prove %d", s.Cost, int64(cost.lo), int64(dual.lo))
	}
	return nil
}
