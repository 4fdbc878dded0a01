package simplex

import (
	"fmt"
	"hiroba/internal/lib/plan"
)

// start is the basis in which nobody does anything yet.
func start(n *net) *tableau {
	t := &tableau{net: n, node: make([]own, n.nodes), kin: make([]kin, n.nodes), value: make([]float64, n.nodes)}
	t.rest = make([]uint8, n.nodes-n.market)
	t.basic = make([]bool, n.nodes-n.market)
	for i := range t.kin {
		t.kin[i] = kin{child: -1, next: -1, prev: -1}
	}
	for i := range n.orders {
		v := int32(i)
		t.hang(v, arc{unmetArc, 0, v}, n.demand[i])
		t.value[v] = n.unmet[i]
		t.list(v)
	}
	t.startMarket()
	for i := range n.block[:len(n.block)-1] {
		b := &n.block[i]
		if b.bands == 0 {
			continue
		}
		t.hang(b.node, arc{bandArc, 0, b.node}, 0)
		t.basic[int(b.node)-n.market] = true
		for v := b.week; v < b.end; v++ {
			t.hang(v, arc{stepArc, 0, v}, 0)
			t.basic[int(v)-n.market] = true
		}
	}
	return t
}

func (t *tableau) startMarket() {
	own := make([]arc, t.market-t.orders)
	for i := range t.orders {
		for k, w := range t.ways[t.wayAt[i]:t.wayAt[i+1]] {
			j := int(w.do) - t.orders
			if x := t.unmet[i] - w.cost; own[j].id == 0 && own[j].sub == 0 && own[j].kind == 0 || x > t.value[w.do] {
				own[j] = arc{wayArc, int16(k), int32(i)}
				t.value[w.do] = x
			}
		}
	}
	for j := range own {
		v := j + t.orders
		if !t.open[j] {
			t.value[v] = closed
			continue
		}
		if below := j - t.p.Days; t.level(v) > 1 && t.open[below] {
			if x := t.value[below+t.orders] - plan.OverLevel; own[j].kind != wayArc || x > t.value[v] {
				own[j] = arc{levelArc, 0, int32(below + t.orders)}
				t.value[v] = x
			}
		}
		t.hang(int32(v), own[j], 0)
		t.list(int32(v))
	}
}

var Debug = true

func (t *tableau) optimise() (pivots int) {
	type blk struct{ kind, a, b int }
	var bl []blk
	for i := range t.orders {
		bl = append(bl, blk{1, i, 0})
	}
	for r := range t.rows {
		for l := 1; l < plan.Levels; l++ {
			bl = append(bl, blk{2, r, l})
		}
	}
	for i := range t.net.block[:len(t.net.block)-1] {
		if t.net.block[i].bands > 0 && t.net.block[i].end > t.net.block[i].day {
			bl = append(bl, blk{0, i, 0})
		}
	}
	seed := uint64(1)
	for i := len(bl) - 1; i > 0; i-- {
		seed = seed*6364136223846793005 + 1442695040888963407
		j := int((seed >> 33) % uint64(i+1))
		bl[i], bl[j] = bl[j], bl[i]
	}
	cur := 0
	quiet := 0
	var pathLen, zero, subtree int
	size := Chunk
	for quiet < len(bl) {
		var best entry
		for k := 0; k < size && quiet < len(bl); k++ {
			b := bl[cur]
			cur++
			if cur == len(bl) {
				cur = 0
			}
			var e entry
			switch b.kind {
			case 0:
				e = t.priceWorker(b.a)
			case 1:
				e = t.priceOrder(b.a)
			default:
				e = t.priceLevel(b.a, b.b)
			}
			quiet++
			if e.gain > gainTol && e.gain > best.gain {
				best = e
			}
		}
		if best.gain > 0 {
			quiet = 0
			if !t.pivot(best) {
				panic("unbounded")
			}
			pivots++
			pathLen += len(t.path.node)
			if Debug && pivots%20000 == 0 {
				fmt.Println(pivots, "path", pathLen/20000, "zero", zero, "sub", subtree, t.cost())
				pathLen = 0
			}
			if pivots > 5000000 {
				break
			}
		}
	}
	return pivots
}

var Chunk = 20

// cost is what the flows cost.
func (t *tableau) cost() float64 {
	sum := 0.0
	for v := range t.node {
		o := &t.node[v]
		if o.takes == 0 {
			continue
		}
		sum += o.flow * t.ends(o.arc).cost
	}
	for i := range t.net.block[:len(t.net.block)-1] {
		b := &t.net.block[i]
		j := int(b.node) - t.market
		k := int(t.rest[j])
		if t.basic[j] {
			// the band in the basis is somebody's own arc; find it by its flow's owner
			k = int(t.bandOf(i))
		}
		for q := range k {
			sum += b.room[q] * b.cost[q]
		}
	}
	return sum
}

func (t *tableau) bandOf(i int) int16 {
	b := &t.net.block[i]
	if b.bands == 0 {
		return 0
	}
	for v := b.node; v < b.end; v++ {
		if a := t.node[v].arc; t.node[v].takes != 0 && a.kind == bandArc {
			return a.sub
		}
	}
	return 0
}
