package simplex

// refresh works all flows and values out anew from the basis alone.
func (t *tableau) refresh() {
	t.renewals++
	t.reflow()
	t.renew()
	t.news.all()
}

// reflow finds the flows: what a node needs that nothing below it brings, its own arc
// brings. Circles come last.
func (t *tableau) reflow() {
	need := t.needs()
	below := make([]int32, t.nodes)
	for v := range t.link {
		if p := t.link[v].pred; p != out {
			below[p]++
		}
	}
	var leaves []int32
	for v := range t.link {
		if below[v] == 0 && t.node[v].takes != 0 {
			leaves = append(leaves, int32(v))
		}
	}
	for len(leaves) > 0 {
		v := leaves[len(leaves)-1]
		leaves = leaves[:len(leaves)-1]
		below[v] = -1
		t.node[v].flow = need[v] / t.node[v].takes
		if p := t.link[v].pred; p != out {
			need[p] += t.link[v].factor * need[v]
			if below[p]--; below[p] == 0 {
				leaves = append(leaves, p)
			}
		}
	}
	for v := range int32(t.nodes) {
		if below[v] > 0 {
			t.flowRound(v, need, below)
		}
	}
}

// needs is what each node must pass on before any basic arc flows.
func (t *tableau) needs() []float64 {
	need := make([]float64, t.nodes)
	copy(need, t.demand)
	for i, c := range t.cell {
		if c.up >= 0 && !t.basic[i] && t.rest[i] == atCap {
			need[i+t.market] -= c.cap
			need[c.up] += c.cap
		}
	}
	for i := range t.workers() {
		b := &t.net.block[i]
		for k := range t.filled(i) {
			need[b.node] -= b.room[k]
		}
	}
	return need
}

// filled is how many of a worker's bands are full without being in the basis.
func (t *tableau) filled(worker int) int {
	return int(t.rest[int(t.net.block[worker].node)-t.market])
}

// flowRound finds the flows on the circle through v.
func (t *tableau) flowRound(v int32, need []float64, below []int32) {
	amount, round := 0.0, 1.0
	for w := v; ; {
		amount = (amount + need[w]) * t.link[w].factor
		round *= t.link[w].factor
		if w = t.link[w].pred; w == v {
			break
		}
	}
	in := amount / (1 - round)
	for w := v; ; {
		total := need[w] + in
		t.node[w].flow = total / t.node[w].takes
		below[w] = -1
		in = total * t.link[w].factor
		if w = t.link[w].pred; w == v {
			return
		}
	}
}

// renew finds the values of the market's nodes.
func (t *tableau) renew() {
	const unknown, onWay, known = 0, 1, 2
	state := make([]uint8, t.nodes)
	value := make([]float64, t.nodes)
	var chain []int32
	for v := range int32(t.market) {
		chain = chain[:0]
		w := v
		for w != out && state[w] == unknown && t.node[w].takes != 0 {
			state[w] = onWay
			chain = append(chain, w)
			w = t.link[w].pred
		}
		if w != out && state[w] == onWay {
			sum, factor := t.link[w].shift, t.link[w].factor
			for u := t.link[w].pred; u != w; u = t.link[u].pred {
				sum += factor * t.link[u].shift
				factor *= t.link[u].factor
			}
			value[w], state[w] = sum/(1-factor), known
		}
		for i := len(chain) - 1; i >= 0; i-- {
			u := chain[i]
			if l := &t.link[u]; state[u] != known {
				value[u], state[u] = l.shift, known
				if l.pred != out {
					value[u] += l.factor * value[l.pred]
				}
			}
		}
	}
	for v := range t.market {
		if t.node[v].takes != 0 {
			t.value[v] = value[v]
		}
	}
}
