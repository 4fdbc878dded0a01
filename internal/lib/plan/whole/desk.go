package whole

import (
	"math"

	"hiroba/internal/lib/plan"
)

// grain is the smallest time that counts, in minutes.
const grain = 1e-9

// desk is a plan of whole units while it is being made.
type desk struct {
	p    *plan.Problem
	flat bool
	able [][]int32 // workers who may do each order
	hand []hand    // by worker
	left []int     // units of each order nobody has
}

// hand is what a worker has in hand.
type hand struct {
	day, week []float64 // counted minutes still free
	there     []float64 // of a day's, those at her hub; nil is all of them
	load, all float64   // counted minutes in hand, and the most she takes
	bands     [4]plan.Band
	jobs      []job
}

// job is a worker's share of an order.
type job struct {
	order int32
	units int
	held  int // of these, units that may not be taken away
	spent []spell
}

// spell is counted minutes on a day, the first being 0.
type spell struct {
	day     int
	minutes float64
}

func newDesk(p *plan.Problem, flat bool) *desk {
	d := &desk{p: p, flat: flat, able: make([][]int32, len(p.Orders)), hand: make([]hand, len(p.Workers)), left: make([]int, len(p.Orders))}
	bySkill := make([][]int32, p.Skills)
	for k := range p.Workers {
		w := &p.Workers[k]
		h := &d.hand[k]
		h.bands, h.all = w.Bands(flat), float64(w.Offer(flat))
		for _, a := range w.Avail {
			h.day = append(h.day, float64(w.Counted(a, flat)))
		}
		for _, a := range w.There {
			h.there = append(h.there, float64(w.Counted(a, flat)))
		}
		for i, c := range w.Caps {
			all := 0
			for _, a := range w.Avail[i*plan.Week : min((i+1)*plan.Week, p.Days)] {
				all += a
			}
			h.week = append(h.week, float64(w.Counted(min(c, all), flat)))
		}
		for _, a := range w.Skills {
			bySkill[a.Skill] = append(bySkill[a.Skill], int32(k))
		}
	}
	for i := range p.Orders {
		o := &p.Orders[i]
		d.left[i] = o.Count
		for _, k := range bySkill[o.Skill] {
			w := &p.Workers[k]
			if a, _ := w.Ability(o.Skill); a.Level >= o.Level && w.MayWorkAt(o.Hub) {
				d.able[i] = append(d.able[i], k)
			}
		}
	}
	return d
}

// rate is how many standard minutes a counted minute of the worker makes of the order.
func (d *desk) rate(worker, order int) float64 {
	if d.flat {
		return 1
	}
	return float64(d.p.Workers[worker].Speed(d.p.Orders[order].Skill, false)) / 100
}

// job is the worker's job of an order, or nil.
func (h *hand) job(order int) *job {
	for i := range h.jobs {
		if int(h.jobs[i].order) == order {
			return &h.jobs[i]
		}
	}
	return nil
}

// window calls f for the days on which the order may be done, in time first, with the
// cost of lateness of a standard minute; f says whether to go on.
func (d *desk) window(order int, f func(day int, late float64) bool) {
	o := &d.p.Orders[order]
	for day := o.Release; day <= d.p.Days; day++ {
		step, ok := o.LateStep(day, d.p.Days)
		if !ok || !f(day-1, float64(plan.LateCost(o.Priority, step))) {
			return
		}
	}
}

// tied tells whether an order is tied to a hub.
func (d *desk) tied(order int) bool { return d.p.Orders[order].Hub != plan.Anywhere }

// on is the counted minutes of a day a worker has for work that is tied to her hub or not.
func (h *hand) on(day int, tied bool) float64 {
	if tied && h.there != nil {
		return min(h.day[day], h.there[day])
	}
	return h.day[day]
}

// free is the counted minutes a worker has on a day.
func (h *hand) free(day int, tied bool) float64 { return min(h.on(day, tied), h.week[day/plan.Week]) }

// fits is how many units of the order the worker has time for, at most so many.
func (d *desk) fits(worker, order, most int) int {
	h := &d.hand[worker]
	need := float64(d.p.Orders[order].Effort) / d.rate(worker, order)
	want := float64(most) * need
	var week int
	room, inWeek := 0.0, 0.0
	d.window(order, func(day int, _ float64) bool {
		if k := day / plan.Week; k != week {
			room += min(inWeek, h.week[week])
			week, inWeek = k, 0
		}
		inWeek += h.on(day, d.tied(order))
		return room+min(inWeek, h.week[week]) < want
	})
	room = min(room+min(inWeek, h.week[week]), h.all-h.load)
	return min(most, int(room/need+1e-9))
}

// give hands the worker units of the order, for which she must have time, and returns
// what that costs besides what it saves of unmet work.
func (d *desk) give(worker, order, units int) (cost float64) {
	w, o, h := &d.p.Workers[worker], &d.p.Orders[order], &d.hand[worker]
	rate := d.rate(worker, order)
	minutes := float64(units*o.Effort) / rate
	cost = minutes*float64(w.Fit) + plan.LoadCost(h.bands, h.load+minutes) - plan.LoadCost(h.bands, h.load)
	a, _ := w.Ability(o.Skill)
	cost += float64(units * o.Effort * plan.OverLevel * (a.Level - o.Level))
	j := h.job(order)
	if j == nil {
		h.jobs = append(h.jobs, job{order: int32(order)})
		j = &h.jobs[len(h.jobs)-1]
	}
	j.units += units
	d.left[order] -= units
	h.load += minutes
	d.window(order, func(day int, late float64) bool {
		if x := min(minutes, h.free(day, d.tied(order))); x > 0 {
			d.spend(h, j, day, x)
			cost += x * rate * late
			minutes -= x
		}
		return minutes > grain
	})
	return cost
}

// spend takes minutes of a day for a job.
func (d *desk) spend(h *hand, j *job, day int, minutes float64) {
	h.use(day, d.tied(int(j.order)), minutes)
	for i := range j.spent {
		if j.spent[i].day == day {
			j.spent[i].minutes += minutes
			return
		}
	}
	j.spent = append(j.spent, spell{day, minutes})
}

// use takes minutes of a day and its week, or with less than 0 gives them back.
func (h *hand) use(day int, tied bool, minutes float64) {
	h.day[day] -= minutes
	h.week[day/plan.Week] -= minutes
	if tied && h.there != nil {
		h.there[day] -= minutes
	}
}

// takeBack takes units of the order from the worker, latest days first, and returns what
// that saves besides what unmet work costs.
func (d *desk) takeBack(worker, order, units int) (saved float64) {
	w, o, h := &d.p.Workers[worker], &d.p.Orders[order], &d.hand[worker]
	j := h.job(order)
	rate := d.rate(worker, order)
	minutes := float64(units*o.Effort) / rate
	saved = minutes*float64(w.Fit) + plan.LoadCost(h.bands, h.load) - plan.LoadCost(h.bands, h.load-minutes)
	a, _ := w.Ability(o.Skill)
	saved += float64(units * o.Effort * plan.OverLevel * (a.Level - o.Level))
	h.load -= minutes
	j.units -= units
	d.left[order] += units
	for minutes > grain && len(j.spent) > 0 {
		last := 0
		for i := range j.spent {
			if j.spent[i].day > j.spent[last].day {
				last = i
			}
		}
		s := &j.spent[last]
		x := min(s.minutes, minutes)
		step, _ := o.LateStep(s.day+1, d.p.Days)
		saved += x * rate * float64(plan.LateCost(o.Priority, step))
		h.use(s.day, d.tied(order), -x)
		s.minutes -= x
		minutes -= x
		if s.minutes <= grain {
			j.spent = append(j.spent[:last], j.spent[last+1:]...)
		}
	}
	if j.units == 0 {
		h.drop(order)
	}
	return saved
}

func (h *hand) drop(order int) {
	for i := range h.jobs {
		if int(h.jobs[i].order) == order {
			h.jobs = append(h.jobs[:i], h.jobs[i+1:]...)
			return
		}
	}
}

// unmet is what a unit of the order costs while nobody does it.
func (d *desk) unmet(order int) float64 {
	o := &d.p.Orders[order]
	return float64(o.Effort * plan.UnmetCost(o.Priority))
}

// assignments tells the plan: for each share, the days in order and the units that are
// finished on each.
func (d *desk) assignments() []plan.Assignment {
	var out []plan.Assignment
	for k := range d.hand {
		for i := range d.hand[k].jobs {
			out = append(out, d.told(k, &d.hand[k].jobs[i])...)
		}
	}
	return out
}

func (d *desk) told(worker int, j *job) []plan.Assignment {
	w, o := &d.p.Workers[worker], &d.p.Orders[j.order]
	rate := d.rate(worker, int(j.order))
	byDay := make([]float64, d.p.Days)
	for _, s := range j.spent {
		byDay[s.day] += s.minutes
	}
	var out []plan.Assignment
	done, finished := 0.0, 0
	for day, m := range byDay {
		if m <= grain {
			continue
		}
		standard := m * rate
		done += standard
		units := int(math.Floor(done/float64(o.Effort)+1e-6)) - finished
		finished += units
		out = append(out, plan.Assignment{Order: o.ID, Worker: w.ID, Day: day + 1,
			Minutes: standard * 100 / float64(w.Speed(o.Skill, d.flat)), Standard: standard, Units: units})
	}
	return out
}
