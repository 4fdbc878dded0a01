// Package why explains a plan: for each worker and order one reason, and for each skill
// and day what an hour more would be worth.
package why

import (
	"cmp"
	"slices"

	"hiroba/internal/lib/plan"
)

// Reader answers for one plan.
type Reader struct {
	p      *plan.Problem
	roll   plan.Roll
	worker []state
	able   [][]int32 // workers who may do each order
	given  map[pair]bool
}

type pair struct{ order, worker int }

// state is what a plan leaves a worker, in counted minutes.
type state struct {
	day, week []float64
	there     []float64 // of a day's, those at her hub; nil is all of them
	load      float64
	ceiling   float64 // left under her ceiling; without one, without end
}

// New reads a plan.
func New(p *plan.Problem, s *plan.Plan) *Reader {
	r := &Reader{p: p, roll: p.Roll(), worker: make([]state, len(p.Workers)), given: map[pair]bool{}}
	for k := range p.Workers {
		r.worker[k] = idle(&p.Workers[k], s.Flat)
	}
	for _, a := range s.Assignments {
		i, k := r.roll.Order[a.Order], r.roll.Worker[a.Worker]
		counted := a.Minutes
		if s.Flat {
			counted = a.Standard
		}
		r.given[pair{i, k}] = true
		w := &r.worker[k]
		w.day[a.Day-1] -= counted
		if w.there != nil && p.Orders[i].Hub != plan.Anywhere {
			w.there[a.Day-1] -= counted
		}
		w.week[(a.Day-1)/plan.Week] -= counted
		w.ceiling -= counted
		w.load += counted
	}
	r.readAble()
	return r
}

func idle(w *plan.Worker, flat bool) state {
	s := state{ceiling: 1e18}
	for _, a := range w.Avail {
		s.day = append(s.day, float64(w.Counted(a, flat)))
	}
	for _, a := range w.There {
		s.there = append(s.there, float64(w.Counted(a, flat)))
	}
	for _, c := range w.Caps {
		s.week = append(s.week, float64(w.Counted(c, flat)))
	}
	if w.Ceiling > 0 {
		s.ceiling = float64(w.Counted(w.Ceiling, flat))
	}
	return s
}

func (r *Reader) readAble() {
	bySkill := make([][]int32, r.p.Skills)
	for k := range r.p.Workers {
		for _, a := range r.p.Workers[k].Skills {
			bySkill[a.Skill] = append(bySkill[a.Skill], int32(k))
		}
	}
	r.able = make([][]int32, len(r.p.Orders))
	for i := range r.p.Orders {
		o := &r.p.Orders[i]
		for _, k := range bySkill[o.Skill] {
			if a, _ := r.p.Workers[k].Ability(o.Skill); a.Level >= o.Level && r.p.Workers[k].MayWorkAt(o.Hub) {
				r.able[i] = append(r.able[i], k)
			}
		}
	}
}

// Of is the reason for an order and a worker, by their numbers; ok is false if the
// problem lacks one of them.
func (r *Reader) Of(order, worker int) (plan.Reason, bool) {
	i, ok := r.roll.Order[order]
	k, there := r.roll.Worker[worker]
	if !ok || !there {
		return plan.Reason{}, false
	}
	x := plan.Reason{Order: order, Worker: worker, Given: r.given[pair{i, k}]}
	if x.Given {
		x.Why = r.came(i, k)
	} else {
		x.Why = r.stayed(i, k)
	}
	return x, true
}

// All is the reasons for every worker and order: workers × orders of them.
func (r *Reader) All() []plan.Reason {
	out := make([]plan.Reason, 0, len(r.p.Orders)*len(r.p.Workers))
	for i := range r.p.Orders {
		for k := range r.p.Workers {
			x, _ := r.Of(r.p.Orders[i].ID, r.p.Workers[k].ID)
			out = append(out, x)
		}
	}
	return out
}

// stayed is why an order did not come to a worker.
func (r *Reader) stayed(order, worker int) plan.Why {
	o, w := &r.p.Orders[order], &r.p.Workers[worker]
	a, ok := w.Ability(o.Skill)
	switch {
	case !ok:
		return plan.Skill
	case a.Level < o.Level:
		return plan.Level
	case !w.MayWorkAt(o.Hub):
		return plan.Place
	}
	offers, day, both := r.time(order, worker)
	switch {
	case !offers:
		return plan.Deadline
	case r.worker[worker].ceiling < plan.Free:
		return plan.Ceiling
	case both:
		return plan.Turn
	case day:
		return plan.Cap
	}
	return plan.Hours
}

// time says of the order's days whether the worker offers any, whether one has time
// left, and whether one has in a week that has too.
func (r *Reader) time(order, worker int) (offers, day, both bool) {
	o, s := &r.p.Orders[order], &r.worker[worker]
	for t := o.Release - 1; t < o.LastDay(r.p.Days); t++ {
		offers = offers || r.p.Workers[worker].At(o.Hub, t) > 0
		left := s.day[t]
		if s.there != nil && o.Hub != plan.Anywhere {
			left = min(left, s.there[t])
		}
		if left >= plan.Free {
			day = true
			both = both || s.week[t/plan.Week] >= plan.Free
		}
	}
	return offers, day, both
}

// came is why an order came to a worker.
func (r *Reader) came(order, worker int) plan.Why {
	o, w := &r.p.Orders[order], &r.p.Workers[worker]
	if o.Hub != plan.Anywhere {
		return plan.Place
	}
	if w.Newcomer && r.worker[worker].load <= plan.NewcomerMinutes {
		return plan.Turn
	}
	a, _ := w.Ability(o.Skill)
	higher, others := true, false
	for _, k := range r.able[order] {
		if int(k) == worker || r.worker[k].ceiling < plan.Free {
			continue
		}
		if _, _, both := r.time(order, int(k)); both {
			b, _ := r.p.Workers[k].Ability(o.Skill)
			others = true
			if higher = b.Level > a.Level; !higher {
				break
			}
		}
	}
	switch {
	case !others:
		return plan.Hours
	case higher:
		return plan.Level
	}
	return plan.Skill
}

// Bottleneck is what one more standard minute of a skill would be worth on a day.
type Bottleneck struct {
	Skill int     `json:"skill"`
	Level int     `json:"level"`
	Day   int     `json:"day"`
	Price float64 `json:"price"`
}

// Bottlenecks is the price of each skill and day, at the level and place where it is
// highest; the dearest first. What costs less than a minute of full load is no bottleneck.
func Bottlenecks(s *plan.Plan) []Bottleneck {
	type key struct{ skill, day int }
	best := map[key]Bottleneck{}
	for _, p := range s.Prices {
		k := key{p.Skill, p.Day}
		if b, ok := best[k]; p.Price > plan.FullCost && (!ok || p.Price > b.Price) {
			best[k] = Bottleneck{p.Skill, p.Level, p.Day, p.Price}
		}
	}
	out := make([]Bottleneck, 0, len(best))
	for _, b := range best {
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Bottleneck) int {
		return cmp.Or(cmp.Compare(b.Price, a.Price), cmp.Compare(a.Skill, b.Skill), cmp.Compare(a.Day, b.Day))
	})
	return out
}
