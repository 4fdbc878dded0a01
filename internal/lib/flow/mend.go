package flow

// half is one direction of an arc in the residual network: what more may go to its head.
type half struct {
	to, twin int32
	cost     int64
	room     int64
}

// mender carries what nodes have too much of to where it lacks, along cheapest ways, many at
// once. Every half arc with room has a reduced cost of 0 or more, before and after: the
// potentials are a proof at every moment, only the balance is not yet kept.
type mender struct {
	begin  []int32 // first half arc of each node; one more at the end
	halves []half
	place  []int32 // the forward half of each arc
	node   []place
	excess []int64

	now   int32
	done  []int32 // settled nodes, nearest first
	queue []int32
	heap  []far
	path  []int32
}

// place is a node as the search sees it.
type place struct {
	pi, dist int64
	stamp    int32 // search in which dist was set
	order    int32 // place in the order in which that search settled nodes; -1 before
	next     int32 // half arc at which the walk goes on
}

// far is a node that waits in the heap.
type far struct {
	dist int64
	node int32
}

func newMender(arcs []Arc, n int) *mender {
	m := &mender{begin: make([]int32, n+1), halves: make([]half, 2*len(arcs)), place: make([]int32, len(arcs)), node: make([]place, n), excess: make([]int64, n)}
	for e := range arcs {
		m.begin[arcs[e].From]++
		m.begin[arcs[e].To]++
	}
	sum := int32(0)
	for u := range m.begin {
		m.begin[u], sum = sum, sum+m.begin[u]
	}
	at := append([]int32(nil), m.begin...)
	for e := range arcs {
		a := &arcs[e]
		i := at[a.From]
		at[a.From]++
		j := at[a.To]
		at[a.To]++
		m.place[e] = i
		m.halves[i] = half{a.To, j, a.Cost, a.width()}
		m.halves[j] = half{a.From, i, -a.Cost, 0}
	}
	return m
}

// set puts a first flow on an arc, above its lower bound.
func (m *mender) set(e int, flow int64, a *Arc) {
	m.excess[a.From] -= flow
	m.excess[a.To] += flow
	h := &m.halves[m.place[e]]
	h.room -= flow
	m.halves[h.twin].room += flow
}

func (m *mender) flow(e int) int64 { return m.halves[m.halves[m.place[e]].twin].room }

// proves says whether no half arc with room has a negative reduced cost.
func (m *mender) proves() bool {
	for u := range m.node {
		for _, h := range m.halves[m.begin[u]:m.begin[u+1]] {
			if h.room > 0 && h.cost+m.node[u].pi < m.node[h.to].pi {
				return false
			}
		}
	}
	return true
}

// run mends until nothing is left to carry, for so many rounds at most.
func (m *mender) run(rounds int) error {
	for range rounds {
		var sources []int32
		for u, x := range m.excess {
			if x > 0 {
				sources = append(sources, int32(u))
			}
		}
		if len(sources) == 0 {
			return nil
		}
		if !m.search(sources) {
			return ErrInfeasible
		}
		for _, u := range sources {
			m.walk(u)
		}
	}
	return nil
}

// search settles nodes by distance from the sources until those found to lack something lack
// enough, and moves the potentials so that the cheapest ways there cost nothing.
func (m *mender) search(sources []int32) bool {
	m.now++
	m.done, m.queue, m.heap = m.done[:0], m.queue[:0], m.heap[:0]
	want := int64(0)
	for _, u := range sources {
		x := &m.node[u]
		x.dist, x.stamp, x.order = 0, m.now, -1
		m.queue = append(m.queue, u)
		want += m.excess[u]
	}
	d := int64(0)
	for !m.settle(d, want) {
		for len(m.heap) > 0 && m.node[m.heap[0].node].order >= 0 {
			m.pop()
		}
		if len(m.heap) == 0 {
			return false
		}
		d = m.heap[0].dist
		for len(m.heap) > 0 && m.heap[0].dist == d {
			m.queue = append(m.queue, m.pop())
		}
	}
	if d > 0 {
		for _, u := range m.done {
			m.node[u].pi += m.node[u].dist - d
		}
	}
	return true
}

// settle settles the nodes at distance d; it says whether one of them lacks something.
func (m *mender) settle(d, want int64) bool {
	found := int64(0)
	for i := 0; i < len(m.queue) && found < want; i++ {
		u := m.queue[i]
		x := &m.node[u]
		if x.dist != d || x.order >= 0 {
			continue
		}
		x.order, x.next = int32(len(m.done)), m.begin[u]
		m.done = append(m.done, u)
		if m.excess[u] < 0 {
			found -= m.excess[u]
		}
		m.relax(u, d)
	}
	m.queue = m.queue[:0]
	return found > 0
}

func (m *mender) relax(u int32, d int64) {
	base := d + m.node[u].pi
	part := m.halves[m.begin[u]:m.begin[u+1]]
	for i := range part {
		h := &part[i]
		if h.room == 0 {
			continue
		}
		x := &m.node[h.to]
		nd := base + h.cost - x.pi
		if x.stamp == m.now && x.dist <= nd {
			continue
		}
		x.dist, x.stamp, x.order = nd, m.now, -1
		if nd == d {
			m.queue = append(m.queue, h.to)
		} else {
			m.push(far{nd, h.to})
		}
	}
}

// walk carries the excess of a source along ways that cost nothing and lead forward in the
// order of the search, so it never goes in a circle and looks at each half arc once.
func (m *mender) walk(source int32) {
	m.path = m.path[:0]
	for u := source; m.excess[source] > 0; {
		if m.excess[u] < 0 {
			u = m.deliver(source, u)
		} else if i := m.step(u); i >= 0 {
			m.path = append(m.path, i)
			u = m.halves[i].to
		} else if len(m.path) == 0 {
			return
		} else {
			last := m.path[len(m.path)-1]
			m.path = m.path[:len(m.path)-1]
			u = m.tail(last)
			m.node[u].next++
		}
	}
}

func (m *mender) tail(i int32) int32 { return m.halves[m.halves[i].twin].to }

// deliver carries as much as it can along the path and goes back to where the path broke.
func (m *mender) deliver(source, to int32) int32 {
	q := min(m.excess[source], -m.excess[to])
	for _, i := range m.path {
		q = min(q, m.halves[i].room)
	}
	whole := len(m.path)
	for k, i := range m.path {
		h := &m.halves[i]
		h.room -= q
		m.halves[h.twin].room += q
		if h.room == 0 {
			whole = min(whole, k)
		}
	}
	m.excess[source] -= q
	m.excess[to] += q
	if whole < len(m.path) {
		to = m.tail(m.path[whole])
		m.path = m.path[:whole]
	}
	return to
}

// step is the next half arc from u that may be walked; -1 when there is none left.
func (m *mender) step(u int32) int32 {
	x := &m.node[u]
	for end := m.begin[u+1]; x.next < end; x.next++ {
		h := &m.halves[x.next]
		if h.room == 0 {
			continue
		}
		y := &m.node[h.to]
		if y.stamp == m.now && y.order > x.order && h.cost+x.pi == y.pi {
			return x.next
		}
	}
	return -1
}

func (m *mender) push(f far) {
	h := append(m.heap, f)
	i := len(h) - 1
	for i > 0 {
		p := (i - 1) / 4
		if h[p].dist <= f.dist {
			break
		}
		h[i] = h[p]
		i = p
	}
	h[i] = f
	m.heap = h
}

func (m *mender) pop() int32 {
	h := m.heap
	top := h[0].node
	n := len(h) - 1
	f := h[n]
	h = h[:n]
	for i := 0; n > 0; {
		c := 4*i + 1
		if c >= n {
			h[i] = f
			break
		}
		best := c
		for k := c + 1; k < min(c+4, n); k++ {
			if h[k].dist < h[best].dist {
				best = k
			}
		}
		if h[best].dist >= f.dist {
			h[i] = f
			break
		}
		h[i] = h[best]
		i = best
	}
	m.heap = h
	return top
}
