package simplex

import (
	"math"

	"hiroba/internal/lib/plan"
)

// arc names an arc.
type arc struct {
	kind kind
	sub  int16 // which of the ways, offers or bands
	id   int32 // the node it belongs to: order, do-node, day, week or worker
}

type kind uint8

const (
	unmetArc kind = iota // order → out
	wayArc               // order → do-node
	levelArc             // do-node → the next level
	offerArc             // do-node → day
	stepArc              // day → week or worker, week → worker
	bandArc              // worker → out
)

// out is where arcs lead that leave the network.
const out = -1

// ends is an arc's two ends, what it takes at each for one unit of flow (negative: gives),
// its cost and its capacity. It leads from tail to head; head may be out.
type ends struct {
	tail, head   int32
	takes, gives float64 // at the tail; at the head, as a negative number
	cost, cap    float64
}

func (n *net) ends(a arc) ends {
	e := ends{tail: a.id, head: out, takes: 1, gives: -1, cap: math.Inf(1)}
	switch a.kind {
	case unmetArc:
		e.cost = n.unmet[a.id]
	case wayArc:
		w := n.ways[n.wayAt[a.id]+int(a.sub)]
		e.head, e.cost = w.do, w.cost
	case levelArc:
		e.head, e.cost = a.id+int32(n.p.Days), plan.OverLevel
	case offerArc:
		c := n.cell[int(a.id)-n.market]
		b := &n.block[c.worker]
		o := n.offer[int(b.offer)+int(a.sub)]
		e.tail, e.head, e.takes, e.cost = o.first+c.day, a.id, o.speed, b.fit
	case stepArc:
		c := n.cell[int(a.id)-n.market]
		e.head, e.cap = c.up, c.cap
	case bandArc:
		b := &n.block[n.cell[int(a.id)-n.market].worker]
		e.cost, e.cap = b.cost[a.sub], b.room[a.sub]
	}
	return e
}

// own is the basic arc that belongs to a node. Every node has one, which leads (against
// its direction or along it) to the node's pred; following preds ends out of the network
// or in a circle. One such arc for each node is a basis of the linear programme.
type own struct {
	pred   int32 // the other end, or out
	arc    arc
	shift  float64 // value of the node = shift + factor · value of pred
	factor float64
	takes  float64 // what the arc takes at the node itself
	flow   float64
	cap    float64

	stamp, pos int32 // of the pathfinder
}

// kin is a node's place among the children of its pred. A worker's node is listed only if
// a node of the market hangs below it: the others' values are worked out when asked for,
// so that a change of prices need not visit them.
type kin struct {
	child, next, prev int32
	children          int32
	listed            bool
}

// Where a step or band arc outside the basis rests.
const (
	atZero  = 0
	atCap   = 1
	isBasic = 2
)

// tableau is a basis with its flows and values.
type tableau struct {
	*net
	node  []own
	kin   []kin
	value []float64 // of the market's nodes: cost of one more minute there; of others scratch
	rest  []uint8   // of a worker's node: where its step rests; for herself the band she has come to
	basic []bool    // of a worker's node: whether its step or band is in the basis

	path  path
	stack []int32
	local []float64 // values of the nodes of the worker being priced
}

// hang makes a the own arc of v.
func (t *tableau) hang(v int32, a arc, flow float64) {
	e := t.ends(a)
	o := &t.node[v]
	o.arc, o.flow, o.cap = a, flow, e.cap
	mine, other := e.takes, e.gives
	o.pred = e.head
	if v == e.head {
		mine, other = other, mine
		o.pred = e.tail
	}
	o.takes = mine
	o.shift = e.cost / mine
	o.factor = -other / mine
	if o.pred == out {
		o.factor = 0
	}
}

// worth is the value of any node.
func (t *tableau) worth(v int32) float64 {
	if int(v) < t.market {
		return t.value[v]
	}
	o := &t.node[v]
	if o.pred == out {
		return o.shift
	}
	return o.shift + o.factor*t.worth(o.pred)
}

// list puts v among the children of its pred, if it must be there.
func (t *tableau) list(v int32) {
	for {
		k, p := &t.kin[v], t.node[v].pred
		if k.listed || int(v) >= t.market && k.children == 0 {
			return
		}
		k.listed = true
		k.prev, k.next = -1, -1
		if p == out {
			return
		}
		q := &t.kin[p]
		if q.child >= 0 {
			t.kin[q.child].prev = v
		}
		k.next = q.child
		q.child = v
		q.children++
		v = p
		if int(p) < t.market {
			return
		}
	}
}

// unlist takes v from the children of its pred.
func (t *tableau) unlist(v int32) {
	for {
		k, p := &t.kin[v], t.node[v].pred
		if !k.listed {
			return
		}
		k.listed = false
		if p == out {
			return
		}
		q := &t.kin[p]
		if k.prev >= 0 {
			t.kin[k.prev].next = k.next
		} else {
			q.child = k.next
		}
		if k.next >= 0 {
			t.kin[k.next].prev = k.prev
		}
		q.children--
		if int(p) < t.market || q.children > 0 {
			return
		}
		v = p
	}
}
