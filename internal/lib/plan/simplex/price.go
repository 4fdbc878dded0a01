package simplex

// gainTol is the smallest gain for which an arc enters.
const gainTol = 1e-9

// priceWorker finds the worker's arc with the largest gain.
func (t *tableau) priceWorker(worker int) (best entry) {
	b := &t.net.block[worker]
	best.gain = gainTol
	base := int(b.node)
	self := t.worth(b.node)
	if i := base - t.market; !t.basic[i] {
		k := t.rest[i]
		if k < b.bands && self-b.cost[k] > best.gain {
			best = entry{arc{bandArc, int16(k), b.node}, false, self - b.cost[k]}
		}
		if k > 0 && b.cost[k-1]-self > best.gain {
			best = entry{arc{bandArc, int16(k - 1), b.node}, true, b.cost[k-1] - self}
		}
	}
	local := append(t.local[:0], self)
	offers := t.offers(worker)
	for v := b.week; v < b.end; v++ {
		c := &t.cell[int(v)-t.market]
		x := t.worth(v)
		local = append(local, x)
		if v >= b.day {
			top, at := -1e30, 0
			for k, o := range offers {
				if y := o.speed * t.value[o.first+c.day]; y > top {
					top, at = y, k
				}
			}
			if g := top - b.fit - x; g > best.gain {
				best = entry{arc{offerArc, int16(at), v}, false, g}
			}
		}
		if i := int(v) - t.market; !t.basic[i] {
			g := x - local[int(c.up)-base]
			if t.rest[i] == atCap {
				g = -g
			}
			if g > best.gain {
				best = entry{arc{stepArc, 0, v}, t.rest[i] == atCap, g}
			}
		}
	}
	t.local = local
	return best
}

// priceOrder finds the order's arc with the largest gain.
func (t *tableau) priceOrder(order int) (best entry) {
	best.gain = gainTol
	x := t.value[order]
	if g := x - t.unmet[order]; g > best.gain {
		best = entry{arc{unmetArc, 0, int32(order)}, false, g}
	}
	for k, w := range t.ways[t.wayAt[order]:t.wayAt[order+1]] {
		if g := x - w.cost - t.value[w.do]; g > best.gain {
			best = entry{arc{wayArc, int16(k), int32(order)}, false, g}
		}
	}
	return best
}

// priceLevel finds the best arc from a level of a row, on any day, to the next.
func (t *tableau) priceLevel(row, level int) (best entry) {
	best.gain = gainTol
	v, up := t.do(row, level, 0), t.upCost()
	for range t.p.Days {
		if t.open[v-t.orders] {
			if g := t.value[v] - up - t.value[v+t.p.Days]; g > best.gain {
				best = entry{arc{levelArc, 0, int32(v)}, false, g}
			}
		}
		v++
	}
	return best
}
