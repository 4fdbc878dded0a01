// Package flowgen makes minimum-cost-flow problems of the classic families, each written from
// the published description of its kind. A problem is a pure function of its parameters.
package flowgen

import (
	"fmt"
	"math"
	"math/rand/v2"

	"hiroba/internal/lib/flow"
)

// Params say which problem to make.
type Params struct {
	Family string
	Nodes  int // about so many
	Degree int // arcs for each node, about
	Seed   uint64
}

// Families are the names Make knows.
var Families = []string{"netgen", "torus", "gridgraph", "transp", "assign"}

// Largest costs and capacities.
const (
	maxCost = 10_000
	maxCap  = 1_000
)

// Make makes a problem that has an answer.
func Make(p Params) (*flow.Problem, error) {
	if p.Nodes < 4 || p.Nodes > 1<<24 || p.Degree < 2 || p.Degree > 1<<10 {
		return nil, fmt.Errorf("flowgen: %d nodes with %d arcs each", p.Nodes, p.Degree)
	}
	g := &maker{rand.New(rand.NewPCG(p.Seed, 0x666c6f77)), &flow.Problem{}, p.Nodes, p.Degree}
	switch p.Family {
	case "netgen":
		g.netgen()
	case "torus":
		g.torus()
	case "gridgraph":
		g.grid()
	case "transp":
		g.bipartite(2 * maxCap)
	case "assign":
		g.bipartite(1)
	default:
		return nil, fmt.Errorf("flowgen: no family is called %q; there are %v", p.Family, Families)
	}
	return g.p, nil
}

type maker struct {
	*rand.Rand
	p      *flow.Problem
	n, deg int
}

func (g *maker) nodes(n int) { g.p.Supply = make([]int64, n) }

// between is a number of low..high.
func (g *maker) between(low, high int) int64 { return int64(low + g.IntN(high-low+1)) }

func (g *maker) arc(u, v int, cap int64) {
	g.p.Arc(int32(u), int32(v), cap, g.between(1, maxCost))
}

// netgen: a few sources and sinks, everything else in between. Each source heads a chain of
// nodes that is wide enough for all it gives and ends at a sink or more; the chains take up
// all nodes, so the problem has an answer. The other arcs are drawn at random. After
// Klingman, Napier and Stutz (1974).
func (g *maker) netgen() {
	g.nodes(g.n)
	ends := max(int(math.Sqrt(float64(g.n))), 1)
	if 2*ends >= g.n {
		ends = 1
	}
	inner := g.Perm(g.n - 2*ends)
	chains := make([][]int, ends)
	for i, x := range inner {
		c := g.IntN(ends)
		if i < ends {
			c = i
		}
		chains[c] = append(chains[c], x+ends)
	}
	for i, chain := range chains {
		give := g.between(1, 2*maxCap)
		g.p.Supply[i] += give
		last := i
		for _, u := range chain {
			g.arc(last, u, give+g.between(0, maxCap))
			last = u
		}
		for left := give; left > 0; {
			q := min(left, g.between(1, maxCap))
			sink := g.n - 1 - g.IntN(ends)
			g.arc(last, sink, q+g.between(0, maxCap))
			g.p.Supply[sink] -= q
			left -= q
		}
	}
	for len(g.p.Arcs) < g.n*g.deg {
		if u, v := g.IntN(g.n-ends), ends+g.IntN(g.n-ends); u != v {
			g.arc(u, v, g.between(1, maxCap))
		}
	}
}

// torus: a square grid that wraps round, arcs to near nodes in both directions, longer ones
// wider and dearer; all goes from one node to the one farthest from it. In the spirit of
// Goldberg's grids on a torus.
func (g *maker) torus() {
	side := max(int(math.Sqrt(float64(g.n))), 2)
	g.nodes(side * side)
	out := int64(0)
	for u := range side * side {
		x, y := u%side, u/side
		for d := 1; d <= max(g.deg/2, 1); d++ {
			for _, v := range [2]int{y*side + (x+d)%side, (y+d)%side*side + x} {
				cap := g.between(1, maxCap*d)
				g.p.Arc(int32(u), int32(v), cap, g.between(1, maxCost*d*d))
				if u == 0 && v != 0 {
					out += cap
				}
			}
		}
	}
	far := side/2*side + side/2
	g.p.Supply[0], g.p.Supply[far] = out, -out
	g.p.Arc(0, int32(far), out, int64(maxCost*side*side))
}

// gridgraph: a grid between a source on the left and a sink on the right; arcs lead to the
// right, up and down. A third of what could leave the source has to go through, with a dear
// way round for what cannot. After Resende and Veiga's grids.
func (g *maker) grid() {
	side := max(int(math.Sqrt(float64(g.n))), 2)
	g.nodes(side*side + 2)
	source, sink := side*side, side*side+1
	through := int64(0)
	for y := range side {
		cap := g.between(1, maxCap)
		through += cap
		g.arc(source, y*side, cap)
		g.arc(y*side+side-1, sink, 2*maxCap)
	}
	for u := range side * side {
		if u%side < side-1 {
			g.arc(u, u+1, g.between(1, maxCap))
		}
		if u/side < side-1 {
			g.arc(u, u+side, g.between(1, maxCap))
			g.arc(u+side, u, g.between(1, maxCap))
		}
	}
	through /= 3
	g.p.Supply[source], g.p.Supply[sink] = through, -through
	g.p.Arc(int32(source), int32(sink), through, int64(maxCost*side))
}

// bipartite: as many that give as take, up to most each, and arcs without bound. One arc
// of each leads to the node that takes exactly what it gives.
func (g *maker) bipartite(most int) {
	half := g.n / 2
	g.nodes(2 * half)
	for u, v := range g.Perm(half) {
		q := g.between(1, most)
		g.p.Supply[u] += q
		g.p.Supply[half+v] -= q
		g.arc(u, half+v, flow.Inf)
		for range g.deg - 1 {
			g.arc(u, half+g.IntN(half), flow.Inf)
		}
	}
}
