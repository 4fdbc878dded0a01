package simplex

import "math"

// arc names an arc.
type arc struct {
	kind kind
	sub  int16 // which of the ways, offers or bands
	id   int32 // the node it belongs to: order, do-node, day, week or worker
}

type kind uint8

const (
	unmetArc  kind = iota // order → out
	wayArc                // order → do-node
	levelArc              // do-node → the next level
	offerArc              // do-node → day
	nobodyArc             // out → do-node that no order reaches; nothing ever flows on it
	stepArc               // day → week or worker, week → worker
	bandArc               // worker → out
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
		e.head, e.cost = a.id+int32(n.p.Days), n.upCost()
	case offerArc:
		c := n.cell[int(a.id)-n.market]
		b := &n.block[c.worker]
		o := n.offers(int(c.worker))[a.sub]
		e.tail, e.head, e.takes, e.cost = o.first+c.day, a.id, o.speed, b.fit
	case nobodyArc:
		e.tail, e.head, e.cost, e.cap = out, a.id, nobody, 0
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
	arc   arc
	takes float64 // what the arc takes at the node itself
	flow  float64
	cap   float64

	stamp, pos int32 // of the path
}

// link is what is needed most often of a node, kept close together: its pred, how its
// value follows from the pred's, and its children.
//
// A worker's node is listed as a child only if a node of the market hangs below it: the
// others' values are worked out when asked for, so that a change of prices need not
// visit them.
type link struct {
	shift, factor float64 // value = shift + factor · value of pred
	pred          int32   // the other end of the own arc, or out
	child, next   int32
}

// kin is the rest of a node's place among its pred's children.
type kin struct {
	prev, children int32
	listed         bool
}

// Where a step or band arc outside the basis rests.
const (
	atZero = 0
	atCap  = 1
)

// tableau is a basis with its flows and values.
type tableau struct {
	*net
	node  []own
	link  []link
	kin   []kin
	value []float64 // of the market's nodes: cost of one more minute there
	rest  []uint8   // of a worker's node: where its step rests; for herself how many bands are full
	basic []bool    // of a worker's node: whether its step or band is in the basis

	news *news // nil while nearly everything changes all the time

	renewals int    // how often all flows and values were worked out anew
	changed  []bool // of a copy: which of the nodes, a chunk together, are not as they were; nil if nobody asks

	path  path
	stack []visit
	local []float64 // values of the nodes of the worker being priced
}

// chunk is of how many nodes together it is known whether they have changed.
const chunk = 16

func (t *tableau) touch(v int32) {
	if t.changed != nil {
		t.changed[v/chunk] = true
	}
}

// hang makes a the own arc of v.
func (t *tableau) hang(v int32, a arc, flow float64) {
	t.touch(v)
	e := t.ends(a)
	o, l := &t.node[v], &t.link[v]
	mine, other := e.takes, e.gives
	l.pred = e.head
	if v == e.head {
		mine, other = other, mine
		l.pred = e.tail
	}
	o.arc, o.flow, o.cap, o.takes = a, flow, e.cap, mine
	l.shift = e.cost / mine
	l.factor = -other / mine
	if l.pred == out {
		l.factor = 0
	}
}

// worth is the value of any node.
func (t *tableau) worth(v int32) float64 {
	sum, factor := 0.0, 1.0
	for int(v) >= t.market {
		l := &t.link[v]
		sum += factor * l.shift
		if l.pred == out {
			return sum
		}
		factor *= l.factor
		v = l.pred
	}
	return sum + factor*t.value[v]
}

// list puts v among the children of its pred, if it must be there.
func (t *tableau) list(v int32) {
	for {
		k := &t.kin[v]
		if k.listed || int(v) >= t.market && k.children == 0 {
			return
		}
		t.touch(v)
		l := &t.link[v]
		k.listed, k.prev, l.next = true, out, out
		if l.pred == out {
			return
		}
		t.touch(l.pred)
		up := &t.link[l.pred]
		if up.child >= 0 {
			t.touch(up.child)
			t.kin[up.child].prev = v
		}
		l.next, up.child = up.child, v
		t.kin[l.pred].children++
		if v = l.pred; int(v) < t.market {
			return
		}
	}
}

// unlist takes v from the children of its pred.
func (t *tableau) unlist(v int32) {
	for {
		k, l := &t.kin[v], &t.link[v]
		if !k.listed {
			return
		}
		t.touch(v)
		k.listed = false
		if l.pred == out {
			return
		}
		t.touch(l.pred)
		if k.prev >= 0 {
			t.touch(k.prev)
			t.link[k.prev].next = l.next
		} else {
			t.link[l.pred].child = l.next
		}
		if l.next >= 0 {
			t.touch(l.next)
			t.kin[l.next].prev = k.prev
		}
		v = l.pred
		t.kin[v].children--
		if int(v) < t.market || t.kin[v].children > 0 {
			return
		}
	}
}
