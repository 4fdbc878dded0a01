package simplex

import (
	"math"

	"hiroba/internal/lib/plan"
)

// net is the problem as a network in which an arc may multiply what flows through it:
//
//	order → do(skill, place, level, day) → (worker, day) → (worker, week) → worker → out
//
// plus an arc from each do-node to the next level, and from each order out, unmet. Up to
// the do-nodes a unit is a standard minute, after them a clock minute. Only orders and
// do-nodes ("the market") touch more than one worker.
//
// Nodes are numbered: orders, do-nodes, then each worker's block: herself, her weeks, her
// days. Arcs between do-nodes and days are not stored; a worker's offers describe them.
type net struct {
	p    *plan.Problem
	flat bool
	free bool // the last order is free for a question, and any place can be asked about
	bare bool // only what is late or undone costs anything

	orders, market int // numbers of the first do-node and of the first worker's node
	nodes          int

	rows   []place       // skill and place of each row of do-nodes
	at     map[place]int // where in rows
	asked  []int32       // line that each order asks for
	lowest []int         // lowest level asked for in each row
	open   []bool        // do-nodes that some order can reach; by node - orders

	demand []float64 // by order
	unmet  []float64
	ways   []way // order → do-node arcs, those of one order together
	wayAt  []int // where an order's ways begin; one more than orders

	block []block // by worker
	cell  []cell  // by node - market

	offer   []offer // those of one worker together
	line    []int32 // of the do-nodes of all days, of each offer
	offerAt []int32 // where a worker's offers begin; one more than workers

	helper alone
}

type place struct{ skill, hub int }

// way is an arc from an order to a do-node.
type way struct {
	do   int32
	cost float64
}

// block is where a worker's parts are.
type block struct {
	node       int32 // herself
	week, day  int32 // first node of her weeks and of her days
	end        int32 // one past her last day
	bands      uint8
	fit        float64
	room, cost [4]float64
}

// offer is a skill of a worker at a place: do-node first + day is open to her.
type offer struct {
	first int32 // do-node of day 1
	speed float64
}

// cell is what is fixed about a worker's node.
type cell struct {
	up     int32 // node to which her day or week leads
	worker int32
	day    int32   // of a day: 0 is the first
	cap    float64 // of the arc to up
}

// newNet lays the network out.
func newNet(p *plan.Problem, opt Options) *net {
	n := &net{p: p, flat: opt.Flat, free: opt.Free, bare: opt.Bare, orders: len(p.Orders)}
	n.layMarket()
	n.layWays()
	n.layWorkers()
	return n
}

func (n *net) layMarket() {
	n.at = map[place]int{}
	for i := range n.p.Orders {
		o := &n.p.Orders[i]
		n.asked = append(n.asked, int32(n.lineOf(n.layRow(place{o.Skill, o.Hub}, o.Level), o.Level)))
	}
	if n.free {
		for i := range n.p.Workers {
			w := &n.p.Workers[i]
			for _, a := range w.Skills {
				n.layRow(place{a.Skill, plan.Anywhere}, 1)
				if w.AtHub {
					n.layRow(place{a.Skill, w.Hub}, 1)
				}
			}
		}
	}
	n.market = n.orders + len(n.rows)*plan.Levels*n.p.Days
	n.open = make([]bool, n.market-n.orders)
}

// layRow is the row of a place, in which work of a level is asked for.
func (n *net) layRow(k place, level int) int {
	r, ok := n.at[k]
	if !ok {
		r = len(n.rows)
		n.at[k] = r
		n.rows = append(n.rows, k)
		n.lowest = append(n.lowest, level)
	}
	n.lowest[r] = min(n.lowest[r], level)
	return r
}

// do is the node of a row, level and day, the first day being 0.
func (n *net) do(row, level, day int) int {
	return n.orders + n.lineOf(row, level)*n.p.Days + day
}

// lineOf is the number of a row and level: of the do-nodes of all days.
func (n *net) lineOf(row, level int) int { return row*plan.Levels + level - 1 }

// level is the level of a do-node.
func (n *net) level(do int) int { return (do-n.orders)/n.p.Days%plan.Levels + 1 }

func (n *net) layWays() {
	for i := range n.p.Orders {
		o := &n.p.Orders[i]
		n.demand = append(n.demand, float64(o.Demand()))
		n.unmet = append(n.unmet, float64(plan.UnmetCost(o.Priority)))
		n.wayAt = append(n.wayAt, len(n.ways))
		if n.free && i == n.orders-1 {
			break // its ways come with the question
		}
		n.layWaysOf(i)
	}
	n.wayAt = append(n.wayAt, len(n.ways))
	for _, w := range n.ways {
		n.open[int(w.do)-n.orders] = true
	}
	for i := range n.open {
		n.open[i] = n.open[i] || n.free
		if n.open[i] && n.level(i+n.orders) < plan.Levels {
			n.open[i+n.p.Days] = true
		}
	}
}

// layWaysOf adds the ways of an order, which must be the last to have any.
func (n *net) layWaysOf(order int) {
	o := &n.p.Orders[order]
	for day := o.Release; day <= n.p.Days; day++ {
		step, ok := o.LateStep(day, n.p.Days)
		if !ok {
			break
		}
		n.ways = append(n.ways, way{int32(n.orders + int(n.asked[order])*n.p.Days + day - 1), float64(plan.LateCost(o.Priority, step))})
	}
}

func (n *net) layWorkers() {
	next := n.market
	for i := range n.p.Workers {
		w := &n.p.Workers[i]
		b := block{node: int32(next)}
		n.offerAt = append(n.offerAt, int32(len(n.offer)))
		if !n.bare {
			b.fit = float64(w.Fit)
		}
		n.layOffers(w)
		next = n.layBlock(w, i, &b)
		n.block = append(n.block, b)
	}
	n.nodes = next
	n.block = append(n.block, block{node: int32(next)}) // the end of the last
	n.offerAt = append(n.offerAt, int32(len(n.offer)))
}

func (n *net) layOffers(w *plan.Worker) {
	for _, a := range w.Skills {
		for _, hub := range [...]int{plan.Anywhere, w.Hub} {
			r, ok := n.at[place{a.Skill, hub}]
			if !ok || !w.MayWorkAt(hub) || a.Level < n.lowest[r] {
				continue
			}
			o := offer{int32(n.do(r, a.Level, 0)), float64(a.Speed) / 100}
			if n.flat {
				o.speed = 1
			}
			n.offer, n.line = append(n.offer, o), append(n.line, int32(n.lineOf(r, a.Level)))
		}
	}
}

// layBlock gives a worker her nodes: a week only where its cap can bind, a day only where
// she can do something.
func (n *net) layBlock(w *plan.Worker, worker int, b *block) (next int) {
	type span struct {
		days []int
		cap  int
		node int
	}
	spans := make([]span, len(w.Caps))
	next = int(b.node) + 1
	n.cell = append(n.cell, cell{up: -1, worker: int32(worker)})
	b.week = int32(next)
	for k := range spans {
		s := span{node: int(b.node)}
		all, usable := 0, 0
		for t := k * plan.Week; t < min((k+1)*plan.Week, n.p.Days); t++ {
			all += w.Avail[t]
			if m := w.Counted(w.Avail[t], n.flat); m > 0 && n.useful(worker, t) {
				s.days = append(s.days, t)
				usable += m
			}
		}
		s.cap = w.Counted(min(w.Caps[k], all), n.flat)
		if usable > s.cap && len(s.days) > 1 {
			s.node = next
			n.cell = append(n.cell, cell{up: b.node, worker: int32(worker), cap: float64(s.cap)})
			next++
		}
		spans[k] = s
	}
	b.day = int32(next)
	for _, s := range spans {
		for _, t := range s.days {
			m := min(w.Counted(w.Avail[t], n.flat), s.cap)
			n.cell = append(n.cell, cell{up: int32(s.node), worker: int32(worker), day: int32(t), cap: float64(m)})
			next++
		}
	}
	b.end = int32(next)
	if n.bare {
		b.layBands(plan.Band{Room: w.Offer(n.flat)})
	} else {
		bands := w.Bands(n.flat)
		b.layBands(bands[:]...)
	}
	return next
}

// upCost is what a standard minute costs at a higher level than was asked for, for each level.
func (n *net) upCost() float64 {
	if n.bare {
		return 0
	}
	return plan.OverLevel
}

// useful says whether one of the last worker's offers can be used on the day.
func (n *net) useful(worker, day int) bool {
	for _, o := range n.offer[n.offerAt[worker]:] {
		if n.open[int(o.first)+day-n.orders] {
			return true
		}
	}
	return false
}

func (b *block) layBands(bands ...plan.Band) {
	for _, x := range bands {
		if x.Room > 0 {
			b.room[b.bands], b.cost[b.bands] = float64(x.Room), float64(x.Cost)
			b.bands++
		}
	}
}

// offers is what the worker can do.
func (n *net) offers(worker int) []offer {
	return n.offer[n.offerAt[worker]:n.offerAt[worker+1]]
}

// closed is the price of a do-node that no order reaches: too low for anybody to want it.
var closed = math.Inf(-1)

// nobody is what a minute would cost that no order asks for: more than anybody would save.
const nobody = plan.NewcomerBonus * 100

// workers is how many there are.
func (n *net) workers() int { return len(n.block) - 1 }
