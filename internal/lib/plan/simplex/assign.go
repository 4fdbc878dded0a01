package simplex

import (
	"cmp"
	"slices"

	"hiroba/internal/lib/plan"
)

// dust is the smallest amount of work that is told, in minutes: what is below is error.
const dust = 1e-7

// cost is what the flows cost.
func (t *tableau) cost() float64 {
	sum := 0.0
	for v := range t.node {
		if o := &t.node[v]; o.takes != 0 {
			sum += o.flow * t.ends(o.arc).cost
		}
	}
	for i := range t.workers() {
		b := &t.net.block[i]
		for k := range t.filled(i) {
			sum += b.room[k] * b.cost[k]
		}
	}
	return sum
}

// portion is an amount of work of an order, or of a worker's day, in standard minutes.
type portion struct {
	who      int32 // the order, or the day's node
	standard float64
}

// assign tells the plan's assignments.
func (t *tableau) assign(s *plan.Plan) {
	brought := make([][]portion, t.market-t.orders) // by orders
	done := make([][]portion, t.market-t.orders)    // by workers
	for v := range t.node {
		o := &t.node[v]
		if o.takes == 0 || o.flow < dust {
			continue
		}
		switch o.arc.kind {
		case wayArc:
			w := t.ways[t.wayAt[o.arc.id]+int(o.arc.sub)]
			brought[int(w.do)-t.orders] = append(brought[int(w.do)-t.orders], portion{o.arc.id, o.flow})
		case offerArc:
			e := t.ends(o.arc)
			done[int(e.tail)-t.orders] = append(done[int(e.tail)-t.orders], portion{o.arc.id, o.flow * e.takes})
		}
	}
	for r := range t.rows {
		for day := range t.p.Days {
			t.pair(s, r, day, brought, done)
		}
	}
}

// pair gives a row's work of a day to those who work on it, level by level from below:
// what a level leaves goes on to the next, as the flows say. Orders of one client stay
// together, and each order goes to as few people as possible.
func (t *tableau) pair(s *plan.Plan, row, day int, brought, done [][]portion) {
	var open []portion
	for level := t.lowest[row]; level <= plan.Levels; level++ {
		j := t.do(row, level, day) - t.orders
		open = append(open, brought[j]...)
		slices.SortStableFunc(open, func(a, b portion) int {
			x, y := &t.p.Orders[a.who], &t.p.Orders[b.who]
			return cmp.Or(cmp.Compare(x.Deadline, y.Deadline), cmp.Compare(x.Client, y.Client), cmp.Compare(x.ID, y.ID))
		})
		for _, d := range done[j] {
			for d.standard > dust && len(open) > 0 {
				x := min(d.standard, open[0].standard)
				t.tell(s, open[0].who, d.who, x)
				d.standard -= x
				if open[0].standard -= x; open[0].standard <= dust {
					open = open[1:]
				}
			}
		}
	}
}

func (t *tableau) tell(s *plan.Plan, order, day int32, standard float64) {
	c := t.cell[int(day)-t.market]
	w := &t.p.Workers[c.worker]
	o := &t.p.Orders[order]
	a, _ := w.Ability(o.Skill)
	speed := a.Speed
	if t.flat {
		speed = w.Skills[0].Speed
	}
	s.Assignments = append(s.Assignments, plan.Assignment{
		Order: o.ID, Worker: w.ID, Day: int(c.day) + 1, Minutes: standard * 100 / float64(speed), Standard: standard})
}

// prices is the price list of the basis for the places that orders ask for. One that no order
// can reach has a price at which nobody would work there.
func (t *tableau) prices() []plan.Price {
	var out []plan.Price
	asked := make([]bool, len(t.rows))
	for _, l := range t.asked {
		asked[int(l)/plan.Levels] = true
	}
	for r, k := range t.rows {
		if !asked[r] {
			continue
		}
		for level := t.lowest[r]; level <= plan.Levels; level++ {
			for day := range t.p.Days {
				v := t.do(r, level, day)
				x := float64(-nobody)
				if t.open[v-t.orders] {
					x = t.value[v]
				}
				out = append(out, plan.Price{Skill: k.skill, Level: level, Hub: k.hub, Day: day + 1, Price: x})
			}
		}
	}
	return out
}
