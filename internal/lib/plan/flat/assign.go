package flat

import (
	"slices"

	"hiroba/internal/lib/plan"
)

// piece is work of one order that may wait for its day until its slot.
type piece struct {
	order, slot int
	minutes     int64
}

// Plan is the plan as a list of who does what when, with the prices that prove it. Within a
// class, what is due first is done first.
func (p *Planner) Plan() (*plan.Plan, error) {
	cost, err := p.Cost()
	if err != nil {
		return nil, err
	}
	out := &plan.Plan{Flat: true, Objective: float64(cost), Bound: float64(cost), Prices: p.prices()}
	for i := range p.n.p.Orders {
		out.Fates = append(out.Fates, plan.Fate{Order: p.n.p.Orders[i].ID, Unmet: float64(p.s.Flow(int(p.n.orders[i].arcs[0])))})
	}
	work, takers := p.handedOut(), p.takers()
	for _, r := range p.sorted() {
		p.assign(r, work, takers, out)
	}
	return out, nil
}

// sorted is the rows in the order of their nodes.
func (p *Planner) sorted() []row {
	var rows []row
	for r := range p.n.rows {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return int(p.n.rows[a].do[plan.Levels] - p.n.rows[b].do[plan.Levels])
	})
	return rows
}

// handedOut is the pieces that come to each do node.
func (p *Planner) handedOut() map[int32][]piece {
	wait := map[class][]piece{}
	for i := range p.n.p.Orders {
		o := &p.n.p.Orders[i]
		c := classOf(o)
		at := 1
		for _, step := range plan.LateSteps {
			if step > 0 && o.Deadline+step > p.n.p.Days {
				continue
			}
			if f := p.s.Flow(int(p.n.orders[i].arcs[at])); f > 0 {
				wait[c] = append(wait[c], piece{i, o.Deadline + step, f})
			}
			at++
		}
	}
	work := map[int32][]piece{}
	for c, pieces := range wait {
		slices.SortStableFunc(pieces, func(a, b piece) int { return a.slot - b.slot })
		for t, e := range p.n.classes[c].do {
			do := p.n.doNode(c, t)
			work[do], pieces = take(work[do], pieces, p.s.Flow(int(e)))
		}
	}
	for _, pieces := range work { // several classes meet here, in no order
		slices.SortFunc(pieces, func(a, b piece) int {
			if a.slot != b.slot {
				return a.slot - b.slot
			}
			return a.order - b.order
		})
	}
	return work
}

// take moves so many minutes from one list to another.
func take(to, from []piece, minutes int64) (_, rest []piece) {
	for minutes > 0 {
		x := from[0]
		if x.minutes <= minutes {
			from = from[1:]
		} else {
			from = slices.Clone(from)
			from[0].minutes -= minutes
			x.minutes = minutes
		}
		minutes -= x.minutes
		to = append(to, x)
	}
	return to, from
}

// assign gives the pieces of a row to workers, day by day, and what the workers of a level
// leave to those of the next.
func (p *Planner) assign(r row, work map[int32][]piece, takers map[int32][]taker, out *plan.Plan) {
	do := p.n.rows[r].do
	for t := range int32(p.n.p.Days) {
		var pieces []piece
		for l := 1; l <= plan.Levels; l++ {
			if do[l] < 0 {
				continue
			}
			pieces = append(pieces, work[do[l]+t]...)
			for _, k := range takers[do[l]+t] {
				var hers []piece
				hers, pieces = take(nil, pieces, k.minutes)
				p.book(k.worker, int(t)+1, hers, out)
			}
		}
	}
}

type taker struct {
	worker  int
	minutes int64
}

// takers are the workers who take work at each do node.
func (p *Planner) takers() map[int32][]taker {
	out := map[int32][]taker{}
	for k := range p.n.workers {
		at := &p.n.workers[k]
		for _, w := range at.works {
			e := w.first
			for t, day := range at.days {
				if day < 0 {
					continue
				}
				if f := p.s.Flow(int(e)); f > 0 {
					do := p.n.rows[w.row].do[w.level] + int32(t)
					out[do] = append(out[do], taker{k, f})
				}
				e++
			}
		}
	}
	return out
}

// book writes down what a worker does on a day.
func (p *Planner) book(worker, day int, pieces []piece, out *plan.Plan) {
	w := &p.n.p.Workers[worker]
	for _, x := range pieces {
		o := &p.n.p.Orders[x.order]
		if step, _ := o.LateStep(day, p.n.p.Days); step > 0 {
			out.Fates[x.order].Late += float64(x.minutes)
		}
		out.Assignments = append(out.Assignments, plan.Assignment{Order: o.ID, Worker: w.ID, Day: day,
			Minutes: float64(x.minutes) * 100 / float64(w.Skills[0].Speed), Standard: float64(x.minutes)})
	}
}

// prices is what a minute more is worth at each do node.
func (p *Planner) prices() (out []plan.Price) {
	sink := p.s.Potential(int(p.n.sink))
	for _, r := range p.sorted() {
		for l, first := range p.n.rows[r].do {
			if first < 0 || l == 0 {
				continue
			}
			for t := range p.n.p.Days {
				v := sink - p.s.Potential(int(first)+t)
				out = append(out, plan.Price{Skill: r.skill, Level: l, Hub: r.hub, Day: t + 1, Price: float64(v)})
			}
		}
	}
	return out
}
