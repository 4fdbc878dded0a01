package simplex

import "math"

// start is the basis in which nobody does anything yet: every order goes out unmet.
func start(n *net) *tableau {
	t := &tableau{net: n, node: make([]own, n.nodes), link: make([]link, n.nodes), kin: make([]kin, n.nodes), value: make([]float64, n.market)}
	t.rest = make([]uint8, n.nodes-n.market)
	t.basic = make([]bool, n.nodes-n.market)
	for i := range t.kin {
		t.kin[i].prev = out
		t.link[i] = link{pred: out, child: out, next: out}
	}
	for i := range n.orders {
		v := int32(i)
		t.hang(v, arc{unmetArc, 0, v}, n.demand[i])
		t.value[v] = n.unmet[i]
		t.list(v)
	}
	t.startMarket()
	for i := range n.workers() {
		t.startWorker(&n.block[i])
	}
	return t
}

// startMarket hangs each do-node from the order, or the level below, that values it most.
func (t *tableau) startMarket() {
	best := make([]arc, t.market-t.orders)
	for j := range best {
		t.value[j+t.orders] = closed
	}
	for i := range t.orders {
		for k, w := range t.ways[t.wayAt[i]:t.wayAt[i+1]] {
			if x := t.unmet[i] - w.cost; x > t.value[w.do] {
				best[int(w.do)-t.orders], t.value[w.do] = arc{wayArc, int16(k), int32(i)}, x
			}
		}
	}
	for j, a := range best {
		v, below := j+t.orders, j+t.orders-t.p.Days
		if !t.open[j] {
			continue
		}
		if t.level(v) > 1 && t.open[below-t.orders] {
			if x := t.value[below] - t.upCost(); x > t.value[v] {
				a, t.value[v] = arc{levelArc, 0, int32(below)}, x
			}
		}
		if math.IsInf(t.value[v], -1) {
			a, t.value[v] = arc{nobodyArc, 0, int32(v)}, -nobody
		}
		t.hang(int32(v), a, 0)
		t.list(int32(v))
	}
}

func (t *tableau) startWorker(b *block) {
	if b.bands == 0 {
		return
	}
	t.hang(b.node, arc{bandArc, 0, b.node}, 0)
	t.basic[int(b.node)-t.market] = true
	for v := b.week; v < b.end; v++ {
		t.hang(v, arc{stepArc, 0, v}, 0)
		t.basic[int(v)-t.market] = true
	}
}
