package simplex

import "math"

// entry is an arc that would lower the cost if its flow changed.
type entry struct {
	arc  arc
	down bool    // from its capacity, else up from zero
	gain float64 // for each unit of flow
}

// path is the way from both ends of an entering arc out of the network: the arcs whose
// flows change with its own.
type path struct {
	stamp int32
	node  []int32
	need  []float64 // flow needed at the node for one unit of the entering arc
	tail  int       // nodes on the tail's way; the rest are the head's
	join  int       // where the head's way meets the tail's, or -1
	loop  int       // where the tail's way runs into a circle, or -1
}

// pivotTol is the smallest change of a flow that counts.
const pivotTol = 1e-9

// follow finds the path of the entering arc.
func (t *tableau) follow(e *ends) {
	p := &t.path
	p.stamp++
	p.node, p.need = p.node[:0], p.need[:0]
	p.join = -1
	p.loop = t.walk(e.tail)
	p.tail = len(p.node)
	loop := -1
	if e.head != out {
		if loop = t.walk(e.head); loop >= 0 && loop < p.tail {
			p.join, loop = loop, -1
		}
	}
	extra := 0.0
	if len(p.node) > p.tail {
		extra = t.push(p.tail, len(p.node), e.gives, -1, 0, loop)
	} else if p.join >= 0 {
		extra = e.gives
	}
	t.push(0, p.tail, e.takes, p.join, extra, p.loop)
}

// walk adds the nodes from v on to the path until it leaves the network or meets a node
// that is there already, whose position it returns, else -1.
func (t *tableau) walk(v int32) int {
	p := &t.path
	for v != out {
		o := &t.node[v]
		if o.stamp == p.stamp {
			return int(o.pos)
		}
		t.touch(v)
		o.stamp, o.pos = p.stamp, int32(len(p.node))
		p.node = append(p.node, v)
		p.need = append(p.need, 0)
		v = t.link[v].pred
	}
	return -1
}

// push works out the need along a part of the path, where amount comes in at its first
// node and extra at position join; it returns what leaves its last node.
func (t *tableau) push(from, to int, amount float64, join int, extra float64, loop int) float64 {
	p := &t.path
	for i := from; i < to; i++ {
		if i == join {
			amount += extra
		}
		p.need[i] = amount
		amount *= t.link[p.node[i]].factor
	}
	if loop < 0 {
		return amount
	}
	round := 1.0
	for i := loop; i < to; i++ {
		round *= t.link[p.node[i]].factor
	}
	more := amount / (1 - round)
	for i := loop; i < to; i++ {
		p.need[i] += more
		more *= t.link[p.node[i]].factor
	}
	return 0
}

// ratio finds how far the entering arc can go and whose own arc stops it: the position on
// the path, or -1 if that is the arc's own capacity.
func (t *tableau) ratio(e *ends, down bool) (step float64, stop int, atCap bool) {
	p := &t.path
	step, stop = e.cap, -1
	best := 0.0
	for i, v := range p.node {
		o := &t.node[v]
		d := p.need[i]
		if o.takes != 1 {
			d /= o.takes
		}
		if !down {
			d = -d
		}
		p.need[i] = d // now the change of the own flow
		size, room := d, o.cap-o.flow
		if d < 0 {
			size, room = -d, o.flow
		}
		if size <= pivotTol || room > step*size { // most are left so without a division
			continue
		}
		if room = max(room, 0) / size; room < step || room == step && size > best {
			step, stop, atCap, best = room, i, d > 0, size
		}
	}
	return step, stop, atCap
}

// pivot lets the arc into the basis, or moves it to its other bound; false if nothing
// stops it, which no bounded problem does.
func (t *tableau) pivot(x entry) bool {
	e := t.ends(x.arc)
	t.follow(&e)
	step, stop, full := t.ratio(&e, x.down)
	if math.IsInf(step, 1) {
		return false
	}
	p := &t.path
	if step > 0 {
		for i, v := range p.node {
			t.node[v].flow += step * p.need[i]
		}
	}
	flow := step
	if x.down {
		flow = e.cap - step
	}
	if stop < 0 {
		t.leave(x.arc, !x.down)
		return true
	}
	t.leave(t.node[p.node[stop]].arc, full)
	t.enter(x.arc)
	t.exchange(x.arc, &e, flow, stop)
	return true
}

// leave notes where an arc rests that is no longer in the basis.
func (t *tableau) leave(a arc, full bool) {
	if a.kind < stepArc { // the others rest at zero
		return
	}
	i := int(a.id) - t.market
	t.basic[i] = false
	t.news.turns(t.cell[i].worker)
	switch {
	case a.kind == bandArc:
		t.rest[i] = uint8(a.sub)
		if full {
			t.rest[i]++
		}
	case full:
		t.rest[i] = atCap
	default:
		t.rest[i] = atZero
	}
}

func (t *tableau) enter(a arc) {
	if a.kind < stepArc {
		return
	}
	i := int(a.id) - t.market
	t.basic[i] = true
	if a.kind == bandArc {
		t.rest[i] = uint8(a.sub)
	}
}

// exchange takes the own arc of the path's node at stop out of the basis and gives the
// nodes between it and an end of the entering arc new own arcs.
func (t *tableau) exchange(a arc, e *ends, flow float64, stop int) {
	p := &t.path
	tailIn := stop < p.tail
	headIn := stop >= p.tail
	if p.join >= 0 && !headIn {
		reach := p.join
		if p.loop >= 0 {
			reach = min(reach, p.loop)
		}
		headIn = stop >= reach
	}
	from := 0
	if !tailIn {
		from = p.tail
	}
	way := p.node[from : stop+1]
	for _, v := range way {
		if int(v) >= t.market {
			t.news.turns(t.cell[int(v)-t.market].worker)
		}
	}
	for i := len(way) - 1; i >= 0; i-- {
		t.unlist(way[i])
	}
	for i := len(way) - 1; i > 0; i-- {
		o := &t.node[way[i-1]]
		t.hang(way[i], o.arc, o.flow)
	}
	t.hang(way[0], a, flow)
	for i := len(way) - 1; i >= 0; i-- {
		t.list(way[i])
	}
	t.revalue(way[0], tailIn && headIn)
}

// revalue works out the values of v and all market nodes that hang below it; round says
// that v is on a circle.
func (t *tableau) revalue(v int32, round bool) {
	l := &t.link[v]
	x := l.shift
	switch {
	case l.pred == out:
	case round:
		factor := l.factor
		for w := l.pred; w != v; w = t.link[w].pred {
			x += factor * t.link[w].shift
			factor *= t.link[w].factor
		}
		x /= 1 - factor
	default:
		x += l.factor * t.worth(l.pred)
	}
	if int(v) < t.market {
		t.news.move(t.net, v, t.value[v], x)
		t.value[v] = x
	}
	news := t.news
	s := append(t.stack[:0], visit{l.child, x})
	for len(s) > 0 {
		at := s[len(s)-1]
		s = s[:len(s)-1]
		for c := at.node; c >= 0; {
			l := &t.link[c]
			if c != v { // else the circle is closed
				x := l.shift + l.factor*at.value
				if int(c) < t.market {
					if news != nil {
						news.move(t.net, c, t.value[c], x)
					}
					t.value[c] = x
				}
				if l.child >= 0 {
					s = append(s, visit{l.child, x})
				}
			}
			c = l.next
		}
	}
	t.stack = s
}

// visit is the first of some children to be visited, and the value of their pred.
type visit struct {
	node  int32
	value float64
}
