// Package flow solves minimum-cost flow exactly, in whole numbers, and proves what it answers.
//
// The solver is a primal network simplex. It keeps its basis, so a changed cost, capacity or
// supply is solved again from where it stands. Potentials come with every answer; [Verify]
// needs nothing but the problem, the flow and the potentials to say whether an answer is best.
package flow

import (
	"errors"
	"fmt"
	"math"
)

// Inf as a capacity means without bound.
const Inf = int64(math.MaxInt64)

// Arc may carry Low..Cap units from one node to another, each at Cost.
type Arc struct {
	From, To       int32
	Low, Cap, Cost int64
}

// Problem is a network: what each node gives (positive) or takes (negative), and the arcs.
// Supplies sum to zero.
type Problem struct {
	Supply []int64
	Arcs   []Arc
}

// Solution is a cheapest flow and the potentials that prove it: the reduced cost of an arc,
// Cost + Potential[From] - Potential[To], is not negative where flow could be added and not
// positive where it could be taken away.
type Solution struct {
	Cost      int64
	Flow      []int64 // of each arc
	Potential []int64 // of each node
}

// What can keep a problem from having an answer.
var (
	ErrInfeasible = errors.New("flow: the capacities cannot carry the supplies")
	ErrUnbounded  = errors.New("flow: a cycle of negative cost has no bound")
	ErrOverflow   = errors.New("flow: the numbers are too large to be exact")
	ErrInput      = errors.New("flow: not a network")
)

// Largest magnitudes that keep every sum exact in 64 bits.
const (
	maxFlow = int64(1) << 58 // sum of supplies and of lower bounds
	maxPath = int64(1) << 60 // cost of a path through every node
	free    = int64(1) << 60 // room on an arc without bound
)

// Node adds a node and returns its number.
func (p *Problem) Node(supply int64) int32 {
	p.Supply = append(p.Supply, supply)
	return int32(len(p.Supply) - 1)
}

// Arc adds an arc with lower bound 0 and returns its number.
func (p *Problem) Arc(from, to int32, cap, cost int64) int {
	p.Arcs = append(p.Arcs, Arc{From: from, To: to, Cap: cap, Cost: cost})
	return len(p.Arcs) - 1
}

// Check says what is wrong with the input: nodes that are not there, bounds that cross,
// supplies that do not sum to zero ([ErrInput], [ErrInfeasible]), numbers too large ([ErrOverflow]).
func (p *Problem) Check() error {
	n := len(p.Supply)
	if n >= int(made)-1 || len(p.Arcs) >= int(made)/2 {
		return fmt.Errorf("%w: %d nodes and %d arcs", ErrOverflow, n, len(p.Arcs))
	}
	if err := p.checkArcs(int32(n)); err != nil {
		return err
	}
	var sum, size int64
	for u, b := range p.Supply {
		if b > maxFlow || b < -maxFlow || size > maxFlow {
			return fmt.Errorf("%w: supply %d at node %d", ErrOverflow, b, u)
		}
		sum += b
		size += max(b, -b)
	}
	if sum != 0 {
		return fmt.Errorf("%w: supplies sum to %d, not 0", ErrInfeasible, sum)
	}
	return nil
}

func (p *Problem) checkArcs(n int32) error {
	most, lows := int64(0), int64(0)
	for e := range p.Arcs {
		a := &p.Arcs[e]
		switch {
		case a.From < 0 || a.From >= n || a.To < 0 || a.To >= n:
			return fmt.Errorf("%w: arc %d joins node %d to node %d of %d", ErrInput, e, a.From, a.To, n)
		case a.Low > a.Cap:
			return fmt.Errorf("%w: arc %d must carry %d and may carry %d", ErrInfeasible, e, a.Low, a.Cap)
		case a.Low > maxFlow || a.Low < -maxFlow || a.Cap < -maxFlow || a.Cap != Inf && a.Cap > maxFlow:
			return fmt.Errorf("%w: arc %d carries %d..%d", ErrOverflow, e, a.Low, a.Cap)
		case a.Cost > maxPath || a.Cost < -maxPath:
			return fmt.Errorf("%w: arc %d costs %d", ErrOverflow, e, a.Cost)
		}
		most = max(most, a.Cost, -a.Cost)
		if lows += max(a.Low, -a.Low); lows > maxFlow {
			return fmt.Errorf("%w: lower bounds sum to more than %d", ErrOverflow, maxFlow)
		}
	}
	if most > maxPath/8/int64(n+2)-1 {
		return fmt.Errorf("%w: %d nodes with costs up to %d", ErrOverflow, n, most)
	}
	return nil
}
