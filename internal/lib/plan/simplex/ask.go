package simplex

import (
	"context"
	"slices"

	"hiroba/internal/lib/plan"
)

// withFree is the problem with one more order at its end, which asks for nothing, and the
// helper as one more worker.
func withFree(p *plan.Problem, helper plan.Worker) *plan.Problem {
	q := *p
	order := plan.Order{Level: 1, Hub: plan.Anywhere, Release: 1, Deadline: 1, Effort: 1}
	for i := range q.Orders {
		order.ID = max(order.ID, q.Orders[i].ID+1)
	}
	helper.ID = 0
	for i := range q.Workers {
		helper.ID = max(helper.ID, q.Workers[i].ID+1)
	}
	q.Orders = append(slices.Clip(q.Orders), order)
	q.Workers = append(slices.Clip(q.Workers), helper)
	return &q
}

// alone is how much the helper's arcs hold for one person.
type alone struct {
	cell []float64
	room [4]float64
}

// layHelper notes what one helper has, and begins with none.
func (n *net) layHelper() {
	b := &n.block[n.workers()-1]
	n.helper.room = b.room
	for _, c := range n.cell[int(b.node)-n.market:] {
		n.helper.cell = append(n.helper.cell, c.cap)
	}
	n.help(0)
}

// help makes the helper's block as large as that of so many people together: people who are
// alike share work evenly in a plan of least cost, so one block with all their hours stands
// for them.
func (n *net) help(people float64) {
	b := &n.block[n.workers()-1]
	for i, c := range n.helper.cell {
		n.cell[int(b.node)-n.market+i].cap = c * people
	}
	for k, x := range n.helper.room {
		b.room[k] = x * people
	}
}

// Question is an order put to a plan that is solved already, on a copy of its basis. It costs
// what it changes, not what the plan cost.
type Question struct {
	Solver
	of    version
	order int // the free one
	day   int // until which it may be done, the first being 1
}

// Ask puts the order in the free place of the solved plan, at a cost of each minute of it that
// is unmet. Before is an earlier question that is answered: its memory is used again; nil is
// none. The solver itself stays as it is, so several questions can be put to it at once.
func (s *Solver) Ask(o plan.Order, unmet float64, before *Question) *Question {
	q := before
	if q == nil {
		q = &Question{Solver: Solver{t: &tableau{news: &news{}}}}
	}
	q.copy(s)
	n := q.t.net
	q.order, q.day = n.orders-1, o.Deadline
	o.ID = n.p.Orders[q.order].ID
	n.p.Orders[q.order] = o
	n.demand[q.order], n.unmet[q.order] = float64(o.Demand()), unmet
	if r, ok := n.at[place{o.Skill, o.Hub}]; ok { // else nobody can do it
		n.asked[q.order] = int32(n.lineOf(r, o.Level))
		n.layWaysOf(q.order)
		n.wayAt[n.orders] = len(n.ways)
	}
	v := int32(q.order)
	q.t.hang(v, arc{unmetArc, 0, v}, n.demand[q.order])
	q.t.value[v] = unmet
	q.t.news.order[v]++
	return q
}

// copy takes over the basis of s and those parts of its network that a question changes.
func (q *Question) copy(s *Solver) {
	q.held, q.round, q.at, q.Pivots = s.held, s.round, s.at, 0
	n, p := q.t.net, (*plan.Problem)(nil)
	if n == nil {
		n, p = &net{}, &plan.Problem{}
	} else {
		p = n.p
	}
	from := s.t.net
	orders, asked, demand, unmet, ways, wayAt := p.Orders[:0], n.asked[:0], n.demand[:0], n.unmet[:0], n.ways[:0], n.wayAt[:0]
	*n, *p = *from, *from.p
	n.p, p.Orders = p, append(orders, from.p.Orders...)
	n.asked, n.demand, n.unmet = append(asked, from.asked...), append(demand, from.demand...), append(unmet, from.unmet...)
	n.ways, n.wayAt = append(ways, from.ways...), append(wayAt, from.wayAt...)
	t := q.t
	t.net = n
	if now := (version{s, s.Pivots, s.t.renewals}); q.of == now && t.renewals == 0 {
		t.restore(s.t)
	} else {
		q.of, t.renewals, t.changed = now, 0, grown(t.changed, (n.nodes+chunk-1)/chunk)
		t.node, t.link, t.kin = append(t.node[:0], s.t.node...), append(t.link[:0], s.t.link...), append(t.kin[:0], s.t.kin...)
	}
	t.value, t.rest, t.basic = append(t.value[:0], s.t.value...), append(t.rest[:0], s.t.rest...), append(t.basic[:0], s.t.basic...)
	t.news.clear(t)
	t.path.stamp = max(t.path.stamp, s.t.path.stamp)
}

// version is a basis of a solver.
type version struct {
	s                *Solver
	pivots, renewals int
}

// restore takes over the nodes of another basis of which this one was a copy, as far as they have changed since.
func (t *tableau) restore(from *tableau) {
	for i, changed := range t.changed {
		if changed {
			first, end := i*chunk, min((i+1)*chunk, t.nodes)
			copy(t.node[first:end], from.node[first:end])
			copy(t.link[first:end], from.link[first:end])
			copy(t.kin[first:end], from.kin[first:end])
			t.changed[i] = false
		}
	}
}

// Wait lets the order wait until a later day.
func (q *Question) Wait(day int) {
	n := q.t.net
	o := &n.p.Orders[q.order]
	for r, ok := n.at[place{o.Skill, o.Hub}]; q.day < day; {
		if q.day++; ok {
			n.ways = append(n.ways, way{do: int32(n.do(r, o.Level, q.day-1))})
		}
	}
	o.Deadline = q.day
	n.wayAt[n.orders] = len(n.ways)
	q.t.news.order[q.order]++
}

// Help adds so many people like the helper.
func (q *Question) Help(people int) {
	t := q.t
	n, worker := t.net, t.workers()-1
	n.cell, n.block = slices.Clone(n.cell), slices.Clone(n.block)
	n.help(float64(people))
	b := &n.block[worker]
	for v := b.node; v < b.end; v++ { // nothing flows there yet, so all may rest at zero
		t.touch(v)
		t.rest[int(v)-n.market] = atZero
		if o := &t.node[v]; o.takes != 0 {
			o.cap = t.ends(o.arc).cap
		}
	}
	if o := &t.node[b.node]; o.arc.kind == bandArc && o.arc.sub > 0 { // the first minutes come first
		t.hang(b.node, arc{bandArc, 0, b.node}, 0)
		t.revalue(b.node, false)
	}
	t.news.turns(int32(worker))
}

// Fits says whether all of the order but so many minutes is done. It goes on until that is so,
// or to the optimum, where it is not: then no plan does more of it at the cost.
func (q *Question) Fits(ctx context.Context, but float64) (bool, error) {
	err := q.pass(ctx, func() bool { return q.left() <= but })
	return q.left() <= but, err
}

// By is the first day by which all of the order but so many minutes is done; 0 if there is none. It is for a
// [Options.Bare] plan and an unmet cost so low that no other order comes off worse for this one.
func (q *Question) By(ctx context.Context, but float64) (int, error) {
	for days := q.t.p.Days; ; q.Wait(q.hopeless(but) + 1) {
		if fits, err := q.Fits(ctx, but); fits || err != nil {
			return q.day, err
		}
		if q.day == days {
			return 0, nil
		}
	}
}

// hopeless is the last day, but for the very last of all, by which the order is not done either, as the prices for
// the present day tell. With all of it done the plan would cost what it costs without it, so that all would be saved
// that is unmet now; and a minute saves no more than what it costs unmet less its price on a later day.
func (q *Question) hopeless(but float64) int {
	n := q.t.net
	o := &n.p.Orders[q.order]
	r, ok := n.at[place{o.Skill, o.Hub}]
	day := q.day
	for ; day+1 < n.p.Days; day++ {
		if ok && q.left()-but <= n.demand[q.order]*(1-q.t.value[n.do(r, o.Level, day)]/n.unmet[q.order]) {
			break
		}
	}
	return day
}

// Answer goes on to the optimum and is what stays unmet of the order, in minutes.
func (q *Question) Answer(ctx context.Context) (float64, error) {
	err := q.pass(ctx, nil)
	return q.left(), err
}

// left is what is unmet of the order as it stands.
func (q *Question) left() float64 {
	if own := &q.t.node[q.order]; own.arc.kind == unmetArc {
		return own.flow
	}
	return 0
}
