// Package flat plans exactly when each worker has one speed for all she does. Then the plan
// is a network of whole minutes: order, class of work, day to do it, worker's day, worker's
// week, worker, and a sink behind the bands of her load. A worker has one arc for each skill
// and day, however many orders there are.
package flat

import (
	"hiroba/internal/lib/flow"
	"hiroba/internal/lib/plan"
)

// net is the problem as a network: the orders' side is its core, each worker is a block.
type net struct {
	p *plan.Problem
	flow.Problem
	blocks flow.Blocks
	sink   int32

	orders  []orderArcs
	rows    map[row]*rowNodes
	classes map[class]*classNodes
	workers []workerArcs
}

// row is a skill at a place; class is work that may be done by the same people on the same days.
type (
	row   struct{ skill, hub int }
	class struct {
		row
		level, release int
	}
)

// rowNodes has, for each level, the first of the nodes at which work of a day is handed to workers; -1 below the lowest level asked for.
type rowNodes struct {
	do   [plan.Levels + 1]int32
	arcs [plan.Levels + 1]int32 // the first arc up to the next level
}

// classNodes are the nodes of the days from release on: what waits there may be done on that
// day or before. Each has an arc to where work of the day is handed out.
type classNodes struct {
	nodes []int32
	do    []int32 // arcs
}

// orderArcs are an order's node and its arcs: unmet first, then one for each step of lateness.
type orderArcs struct {
	node int32
	arcs []int32
}

// workerArcs are where a worker's arcs are; all is empty for one who can do nothing or is never there.
type workerArcs struct {
	works []workArcs
	days  []int32 // arc of each day; -1 where she is not there
	weeks []int32 // arc of each week; -1 where she is not there at all
	bands int32   // the first of four arcs to the sink; 0 if she has none
}

// workArcs are the arcs from one skill at one place to each of her days.
type workArcs struct {
	row
	level int
	first int32
}

// build lays the network out, core first.
func build(p *plan.Problem) *net {
	n := &net{p: p, rows: map[row]*rowNodes{}, classes: map[class]*classNodes{}}
	n.sink = n.Node(0)
	n.kinds()
	n.orderSide()
	n.blocks.Nodes = append(n.blocks.Nodes, int32(len(n.Supply)))
	n.blocks.Arcs = append(n.blocks.Arcs, int32(len(n.Arcs)))
	n.workers = make([]workerArcs, len(p.Workers))
	for k := range p.Workers {
		n.worker(k)
		n.blocks.Nodes = append(n.blocks.Nodes, int32(len(n.Supply)))
		n.blocks.Arcs = append(n.blocks.Arcs, int32(len(n.Arcs)))
	}
	return n
}

// kinds finds the rows and classes that orders ask for, and makes their nodes in the order in which orders name them.
func (n *net) kinds() {
	var rows []row
	low := map[row]int{}
	for i := range n.p.Orders {
		o := &n.p.Orders[i]
		r := row{o.Skill, o.Hub}
		if l, ok := low[r]; !ok {
			rows = append(rows, r)
			low[r] = o.Level
		} else {
			low[r] = min(l, o.Level)
		}
	}
	for _, r := range rows {
		n.row(r, low[r])
	}
}

func (n *net) row(r row, low int) {
	nodes := &rowNodes{}
	for l := range nodes.do {
		nodes.do[l] = -1
		if l < low {
			continue
		}
		nodes.do[l] = n.days(n.p.Days)
		if l > low {
			nodes.arcs[l-1] = int32(len(n.Arcs))
			for t := range int32(n.p.Days) {
				n.Arc(nodes.do[l-1]+t, nodes.do[l]+t, flow.Inf, plan.OverLevel)
			}
		}
	}
	n.rows[r] = nodes
}

// days makes so many nodes and returns the first.
func (n *net) days(count int) int32 {
	first := int32(len(n.Supply))
	n.Supply = append(n.Supply, make([]int64, count)...)
	return first
}

func (n *net) orderSide() {
	var order []class
	last := map[class]int{}
	for i := range n.p.Orders {
		o := &n.p.Orders[i]
		c := classOf(o)
		if last[c] == 0 {
			order = append(order, c)
		}
		for _, step := range plan.LateSteps {
			if step == 0 || o.Deadline+step <= n.p.Days {
				last[c] = max(last[c], o.Deadline+step)
			}
		}
	}
	for _, c := range order {
		n.class(c, last[c])
	}
	n.orders = make([]orderArcs, len(n.p.Orders))
	for i := range n.p.Orders {
		n.order(i)
	}
}

func classOf(o *plan.Order) class { return class{row{o.Skill, o.Hub}, o.Level, o.Release} }

// class makes a class's nodes up to the last day.
func (n *net) class(c class, last int) {
	k := &classNodes{}
	n.classes[c] = k
	for c.release+len(k.nodes) <= last {
		k.nodes = append(k.nodes, n.Node(0))
		t := len(k.nodes) - 1
		k.do = append(k.do, int32(n.Arc(k.nodes[t], n.doNode(c, t), flow.Inf, 0)))
		if t > 0 {
			n.Arc(k.nodes[t], k.nodes[t-1], flow.Inf, 0)
		}
	}
}

// doNode is where work of a class is handed out, so many days after its release.
func (n *net) doNode(c class, t int) int32 {
	return n.rows[c.row].do[c.level] + int32(c.release-1+t)
}

func (n *net) order(i int) {
	o := &n.p.Orders[i]
	demand := int64(o.Demand())
	u := n.Node(demand)
	n.Supply[n.sink] -= demand
	arcs := []int32{int32(n.Arc(u, n.sink, flow.Inf, int64(plan.UnmetCost(o.Priority))))}
	k := n.classes[classOf(o)]
	for _, step := range plan.LateSteps {
		if step == 0 || o.Deadline+step <= n.p.Days {
			arcs = append(arcs, int32(n.Arc(u, k.nodes[o.Deadline+step-o.Release], flow.Inf, int64(plan.LateCost(o.Priority, step)))))
		}
	}
	n.orders[i] = orderArcs{u, arcs}
}

// standard is what a worker achieves in so many clock minutes, whole minutes rounded down.
func standard(w *plan.Worker, minutes int) int { return minutes * w.Skills[0].Speed / 100 }

// worker makes a worker's block: days first, then weeks, then herself.
func (n *net) worker(k int) {
	w := &n.p.Workers[k]
	if len(w.Skills) == 0 {
		return
	}
	at := &n.workers[k]
	day := int32(len(n.Supply))
	for _, a := range w.Avail {
		if a > 0 {
			n.Node(0)
		}
	}
	if int(day) == len(n.Supply) {
		return // never there
	}
	at.works = n.works(w, day)
	at.days = make([]int32, len(w.Avail))
	me := int32(len(n.Supply))
	at.weeks = make([]int32, len(w.Caps))
	for i := range w.Caps {
		if at.weeks[i] = -1; offer(w, i) > 0 {
			me++
		}
	}
	for t, a := range w.Avail {
		if at.days[t] = -1; a > 0 {
			at.days[t] = int32(n.Arc(day, me, int64(standard(w, a)), 0)) // weeks leads it to its week
			day++
		}
	}
	n.weeks(w, at, me)
	n.Node(0)
	at.bands = int32(len(n.Arcs))
	for _, b := range bands(w) {
		n.Arc(me, n.sink, int64(b.Room), int64(b.Cost))
	}
}

// weeks makes the weeks' nodes and arcs, and leads the days there.
func (n *net) weeks(w *plan.Worker, at *workerArcs, me int32) {
	for i := range w.Caps {
		if offer(w, i) == 0 {
			continue
		}
		week := n.Node(0)
		for t := i * plan.Week; t < min((i+1)*plan.Week, len(at.days)); t++ {
			if e := at.days[t]; e >= 0 {
				n.Arcs[e].To = week
			}
		}
		at.weeks[i] = int32(n.Arc(week, me, int64(weekRoom(w, i)), 0))
	}
}

// weekOf is a worker's availability in a week.
func weekOf(w *plan.Worker, week int) []int {
	return w.Avail[week*plan.Week : min((week+1)*plan.Week, len(w.Avail))]
}

// offer is how many clock minutes a worker is there in a week, caps aside.
func offer(w *plan.Worker, week int) (sum int) {
	for _, a := range weekOf(w, week) {
		sum += a
	}
	return sum
}

// weekRoom is what a worker can achieve in a week.
func weekRoom(w *plan.Worker, week int) int { return standard(w, min(w.Caps[week], offer(w, week))) }

// bands are a worker's bands of load.
func bands(w *plan.Worker) [4]plan.Band {
	sum, bonus := 0, 0
	for i := range w.Caps {
		sum += weekRoom(w, i)
	}
	if w.Newcomer {
		bonus = standard(w, plan.NewcomerMinutes)
	}
	return plan.Bands(sum, bonus)
}

// works makes the arcs from work of a day to the worker's day.
func (n *net) works(w *plan.Worker, day int32) (out []workArcs) {
	for _, a := range w.Skills {
		for _, hub := range [2]int{plan.Anywhere, w.Hub} {
			r := n.rows[row{a.Skill, hub}]
			if !w.MayWorkAt(hub) || r == nil || r.do[a.Level] < 0 {
				continue
			}
			out = append(out, workArcs{row{a.Skill, hub}, a.Level, int32(len(n.Arcs))})
			d := day
			for t, avail := range w.Avail {
				if avail > 0 {
					n.Arc(r.do[a.Level]+int32(t), d, flow.Inf, int64(w.Fit))
					d++
				}
			}
		}
	}
	return out
}
