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
	offers, value := t.offers(worker), t.value
	links, cells, basics := t.link[b.week:b.end], t.cell[int(b.week)-t.market:int(b.end)-t.market], t.basic[int(b.week)-t.market:int(b.end)-t.market]
	for i := range links {
		c, l, v := &cells[i], &links[i], b.week+int32(i)
		up := local[int(c.up)-base]
		x := up // of a day or week that hangs on what it leads to
		if l.pred != c.up {
			x = t.worth(v)
		}
		local = append(local, x)
		if v >= b.day {
			top, at := best.gain+b.fit+x, -1
			for k := range offers {
				o := &offers[k]
				if y := o.speed * value[o.first+c.day]; y > top {
					top, at = y, k
				}
			}
			if at >= 0 {
				best = entry{arc{offerArc, int16(at), v}, false, top - b.fit - x}
			}
		}
		if !basics[i] {
			g := x - up
			full := t.rest[int(v)-t.market] == atCap
			if full {
				g = -g
			}
			if g > best.gain {
				best = entry{arc{stepArc, 0, v}, full, g}
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
