package whole

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"sort"

	"hiroba/internal/lib/plan"
)

// grain is the smallest time that counts, in minutes.
const grain = 1e-9

// desk is a plan of whole units while it is being made.
type desk struct {
	p      *plan.Problem
	flat   bool
	able   [][]int32 // workers who may do each order
	seats  []seat    // by worker
	left   []int     // units of each order nobody has
	unmet  []float64 // what one of them costs
	layout           // of the hand looked at last
	trade
}

// seat is a worker with the time she has for work that is not held, and what she has of it
// in hand.
type seat struct {
	days  []int     // on which she offers any time, the first being 0
	free  []float64 // counted minutes of each of these
	there []float64 // of these, those at her hub; nil is all of them
	week  []int     // of each of these
	weeks []float64 // counted minutes by week
	load  float64   // counted minutes held
	all   float64   // the most she takes, held or not
	bands [4]plan.Band
	tasks []task            // orders she may do, as they stand in the problem
	held  map[int][]float64 // by task, counted minutes held by day
	known []int             // clients of these
	hand
}

// hand is work of a worker and what it costs.
type hand struct {
	jobs  []job // those due first before others
	cost  float64
	delay float64 // of it, what lateness costs
}

// job is whole units of a task.
type job struct{ task, units int }

// task is an order as one worker may do it. A large region has millions of them.
type task struct {
	order int32
	rank  int32                      // of the order by deadline
	kept  int32                      // units held
	tied  bool                       // whether the order is tied to a hub
	from  int16                      // the first of her days on which it may be done
	till  [len(plan.LateSteps)]int16 // the day after the last in each step of lateness

	client int
	rate   float64 // standard minutes of a counted minute
	need   float64 // counted minutes of a unit
	cost   float64 // of a unit whenever it is done
	late   float64 // of a counted minute a day late
}

// Preferences in cost: small against lateness, enough to decide among equals.
const (
	newPairCost   = 60.0 // one more worker on an order
	newClientCost = 20.0 // a worker new to the client
	dueSooner     = 0.02 // a minute undone of an order due a day sooner
)

func newDesk(p *plan.Problem, flat bool) *desk {
	d := &desk{p: p, flat: flat, able: make([][]int32, len(p.Orders)), seats: make([]seat, len(p.Workers)),
		left: make([]int, len(p.Orders)), unmet: make([]float64, len(p.Orders)), layout: newLayout(p),
		trade: trade{r: rand.New(rand.NewPCG(1, 2))}}
	bySkill := make([][]int32, p.Skills)
	for k := range p.Workers {
		d.seats[k] = d.seat(&p.Workers[k])
		for _, a := range p.Workers[k].Skills {
			bySkill[a.Skill] = append(bySkill[a.Skill], int32(k))
		}
	}
	rank := d.byDeadline()
	for i := range p.Orders {
		o := &p.Orders[i]
		d.left[i], d.unmet[i] = o.Count, float64(o.Effort)*(float64(plan.UnmetCost(o.Priority))+dueSooner*float64(p.Days-o.Deadline))
		for _, k := range bySkill[o.Skill] {
			w := &p.Workers[k]
			if a, _ := w.Ability(o.Skill); a.Level >= o.Level && w.MayWorkAt(o.Hub) {
				d.able[i] = append(d.able[i], k)
				t := d.task(int(k), i, a.Level-o.Level)
				t.rank = rank[i]
				d.seats[k].tasks = append(d.seats[k].tasks, t)
			}
		}
	}
	return d
}

// byDeadline is where each order stands among all, those due first before others.
func (d *desk) byDeadline() []int32 {
	rank := make([]int32, len(d.p.Orders))
	for n, i := range d.sorted(func(x, y *plan.Order) int {
		return cmp.Or(cmp.Compare(x.Deadline, y.Deadline), cmp.Compare(y.Priority, x.Priority))
	}) {
		rank[i] = int32(n)
	}
	return rank
}

// sorted is the orders in some order, and among equals as they came.
func (d *desk) sorted(by func(x, y *plan.Order) int) []int {
	out := make([]int, len(d.p.Orders))
	for i := range out {
		out[i] = i
	}
	slices.SortStableFunc(out, func(a, b int) int { return by(&d.p.Orders[a], &d.p.Orders[b]) })
	return out
}

func (d *desk) seat(w *plan.Worker) seat {
	e := seat{bands: w.Bands(d.flat), all: float64(w.Offer(d.flat))}
	offered := make([]int, len(w.Caps))
	for day, a := range w.Avail {
		if a == 0 {
			continue
		}
		offered[day/plan.Week] += a
		e.days, e.week = append(e.days, day), append(e.week, day/plan.Week)
		e.free = append(e.free, float64(w.Counted(a, d.flat)))
		if w.There != nil {
			e.there = append(e.there, float64(w.Counted(w.There[day], d.flat)))
		}
	}
	for n, c := range w.Caps {
		e.weeks = append(e.weeks, float64(w.Counted(min(c, offered[n]), d.flat)))
	}
	return e
}

func (d *desk) task(worker, order, over int) task {
	w, o, days := &d.p.Workers[worker], &d.p.Orders[order], d.seats[worker].days
	t := task{order: int32(order), client: o.Client, rate: 1, tied: o.Hub != plan.Anywhere}
	if !d.flat {
		t.rate = float64(w.Speed(o.Skill, false)) / 100
	}
	t.need = float64(o.Effort) / t.rate
	t.cost = t.need*float64(w.Fit) + float64(o.Effort*plan.OverLevel*over)
	t.late = t.rate * float64(plan.LateCost(o.Priority, 1))
	from := sort.SearchInts(days, o.Release-1)
	till := from
	for n, step := range plan.LateSteps {
		if last := o.Deadline + step; last <= d.p.Days {
			till = sort.SearchInts(days, last)
		}
		t.till[n] = int16(till)
	}
	t.from = int16(from)
	return t
}

// last is the day after the last on which the task may be done.
func (t *task) last() int { return int(t.till[len(t.till)-1]) }

// lateOn is what a minute of the task costs for being late on one of the days on which it may be done.
func (t *task) lateOn(day int) float64 {
	n := 0
	for day >= int(t.till[n]) {
		n++
	}
	return t.late * float64(plan.LateSteps[n])
}

// find is where the worker's task of an order stands; false if she may not do it.
func (e *seat) find(order int) (int, bool) {
	return slices.BinarySearchFunc(e.tasks, int32(order), func(t task, order int32) int { return cmp.Compare(t.order, order) })
}

// keep holds units of a task that end on a day, and takes their minutes there away.
func (e *seat) keep(n, units, day int, minutes float64) {
	t := &e.tasks[n]
	if e.held == nil {
		e.held = map[int][]float64{}
	}
	if e.held[n] == nil {
		e.held[n] = make([]float64, plan.Week*len(e.weeks))
	}
	if t.kept == 0 {
		e.known = append(e.known, t.client)
	}
	t.kept += int32(units)
	e.held[n][day] += minutes
	e.load += minutes
	e.weeks[day/plan.Week] = max(e.weeks[day/plan.Week]-minutes, 0)
	if x, ok := slices.BinarySearch(e.days, day); ok {
		e.free[x] = max(e.free[x]-minutes, 0)
		if t.tied && e.there != nil {
			e.there[x] = max(e.there[x]-minutes, 0)
		}
	}
}

// add adds units of a task to jobs, in their order; with less than 0 it takes them away.
func (e *seat) add(jobs []job, task, units int) []job {
	n := 0
	for n < len(jobs) && e.tasks[jobs[n].task].rank < e.tasks[task].rank {
		n++
	}
	if n == len(jobs) || jobs[n].task != task {
		return slices.Insert(jobs, n, job{task, units})
	}
	if jobs[n].units += units; jobs[n].units == 0 {
		return slices.Delete(jobs, n, n+1)
	}
	return jobs
}

// assignments tells the plan: for each share, the days in order and the units that are
// finished on each.
func (d *desk) assignments() []plan.Assignment {
	var out []plan.Assignment
	for k := range d.seats {
		e := &d.seats[k]
		byDay := map[int][]float64{}
		for n, held := range e.held {
			byDay[n] = slices.Clone(held)
		}
		d.price(e, e.jobs)
		for _, s := range d.spells {
			n := e.jobs[s.job].task
			if byDay[n] == nil {
				byDay[n] = make([]float64, d.p.Days)
			}
			byDay[n][e.days[s.day]] += s.minutes
		}
		for n := range e.tasks {
			out = append(out, d.told(k, &e.tasks[n], byDay[n])...)
		}
	}
	return out
}

func (d *desk) told(worker int, t *task, byDay []float64) []plan.Assignment {
	w, o := &d.p.Workers[worker], &d.p.Orders[t.order]
	var out []plan.Assignment
	done, finished := 0.0, 0
	for day, m := range byDay {
		if m <= grain {
			continue
		}
		standard := m * t.rate
		done += standard
		units := int(math.Floor(done/float64(o.Effort)+1e-6)) - finished
		finished += units
		out = append(out, plan.Assignment{Order: o.ID, Worker: w.ID, Day: day + 1,
			Minutes: standard * 100 / float64(w.Speed(o.Skill, d.flat)), Standard: standard, Units: units})
	}
	return out
}
