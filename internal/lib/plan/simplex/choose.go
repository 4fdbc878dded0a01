package simplex

import "hiroba/internal/lib/plan"

// choose is the arc of the pool to let in. While nearly everything changes it is the one that gains
// most for each unit. After a small change to a plan of least cost it is worth looking how far
// each can go: the one that lowers the cost most makes a third or a fifth of the pivots do.
func (t *tableau) choose(pool []entry) (best entry) {
	if t.news == nil {
		for _, x := range pool {
			if x.gain > best.gain {
				best = x
			}
		}
		return best
	}
	most := -1.0
	for _, x := range pool {
		if y := x.gain * t.step(x); y > most || y == most && x.gain > best.gain {
			best, most = x, y
		}
	}
	return best
}

// step is how far an arc can go.
func (t *tableau) step(x entry) float64 {
	e := t.ends(x.arc)
	t.follow(&e)
	step, _, _ := t.ratio(&e, x.down)
	return step
}

// still is what gains of the pool after the best of it has entered, and what can be gained where that was.
func (t *tableau) still(pool []entry, best entry) []entry {
	left := pool[:0]
	if t.news == nil {
		return left
	}
	for _, x := range pool {
		if x.gain = t.gain(x); x.gain > gainTol {
			left = append(left, x)
		}
	}
	if x := t.priceChanged(t.partOf(best.arc)); x.gain > gainTol {
		left = append(left, x)
	}
	return left
}

// partOf is the part that an arc is priced with.
func (n *net) partOf(a arc) part {
	switch a.kind {
	case unmetArc, wayArc:
		return part{kind: orderPart, id: a.id}
	case levelArc:
		line := (int(a.id) - n.orders) / n.p.Days
		return part{levelPart, int32(line / plan.Levels), int8(n.level(int(a.id)))}
	}
	return part{kind: workerPart, id: n.cell[int(a.id)-n.market].worker}
}

// gain is what an arc gains for each unit; nothing if it is in the basis, or at its other bound.
func (t *tableau) gain(x entry) float64 {
	if !t.rests(x) {
		return 0
	}
	e := t.ends(x.arc)
	g := e.takes*t.worth(e.tail) - e.cost
	if e.head != out {
		g += e.gives * t.worth(e.head)
	}
	if x.down {
		return -g
	}
	return g
}

// rests says whether an arc is outside the basis, at the bound from which it was to enter.
func (t *tableau) rests(x entry) bool {
	i := int(x.arc.id) - t.market
	switch x.arc.kind {
	case stepArc:
		return !t.basic[i] && (t.rest[i] == atCap) == x.down
	case bandArc:
		k := int16(t.rest[i])
		if x.down {
			k--
		}
		return !t.basic[i] && k == x.arc.sub
	}
	e := t.ends(x.arc)
	return t.node[e.tail].arc != x.arc && (e.head == out || t.node[e.head].arc != x.arc)
}
