package flat

import (
	"math"

	"hiroba/internal/lib/flow"
	"hiroba/internal/lib/plan"
)

// crowd is the number of workers above which prices are first sought among a part of them.
const crowd = 500

// guess is a price list from a plan for every so-manieth worker and as much less work.
func (n *net) guess() ([]int64, error) {
	m := build(sample(n.p, max(len(n.p.Workers)/1000, 4)))
	s, err := m.cold()
	if err != nil {
		return nil, err
	}
	return n.spreadPrices(m, s), nil
}

// cold solves the network without a guess.
func (n *net) cold() (*flow.Solver, error) {
	s, err := flow.NewBlocks(&n.Problem, n.blocks)
	if err != nil {
		return nil, err
	}
	return s, s.Solve()
}

// sample is a problem with one in so many workers and as much less work, none of it tied to a
// place: at one place too few would be left to say anything.
func sample(p *plan.Problem, every int) *plan.Problem {
	q := &plan.Problem{Days: p.Days, Skills: p.Skills, Hubs: p.Hubs}
	for k := 0; k < len(p.Workers); k += every {
		q.Workers = append(q.Workers, p.Workers[k])
	}
	for _, o := range p.Orders {
		if o.Hub == plan.Anywhere {
			o.Count, o.Effort = (o.Demand()+every/2)/every, 1
			q.Orders = append(q.Orders, o)
		}
	}
	return q
}

// spreadPrices takes what a minute of work costs in the sample, at a place the same as
// anywhere, and works out from there what waiting and orders cost. The flow's potentials are
// these costs, negated.
func (n *net) spreadPrices(m *net, s *flow.Solver) []int64 {
	v := make([]int64, n.blocks.Nodes[0])
	sink := s.Potential(int(m.sink))
	for r, nodes := range n.rows {
		from := m.rows[row{r.skill, plan.Anywhere}]
		for l := plan.Levels; l >= 1; l-- {
			if nodes.do[l] < 0 {
				continue
			}
			for t := range int32(n.p.Days) {
				x := nodes.do[l] + t
				if v[x] = 0; from != nil && from.do[l] >= 0 {
					v[x] = sink - s.Potential(int(from.do[l]+t))
				}
				if l < plan.Levels {
					v[x] = min(v[x], v[nodes.do[l+1]+t]+plan.OverLevel)
				}
			}
		}
	}
	for c, k := range n.classes {
		for t, x := range k.nodes {
			if v[x] = v[n.doNode(c, t)]; t > 0 {
				v[x] = min(v[x], v[k.nodes[t-1]])
			}
		}
	}
	for i := range n.orders {
		o := &n.orders[i]
		v[o.node] = math.MaxInt64
		for _, e := range o.arcs {
			a := &n.Arcs[e]
			v[o.node] = min(v[o.node], a.Cost+v[a.To])
		}
	}
	for i := range v {
		v[i] = -v[i]
	}
	return v
}
