package whole

import (
	"slices"

	"hiroba/internal/lib/plan"
)

// layout is the work of one hand laid out over the worker's days.
type layout struct {
	free, there, weeks []float64 // what is left of the seat's
	spells             []spell
	load, late         float64 // counted minutes, and what lateness costs
	steps              int     // taken so far
}

// spell is counted minutes of a job on one of the worker's days, and what one costs for being
// late.
type spell struct {
	job, day      int
	minutes, late float64
}

func newLayout(p *plan.Problem) layout {
	return layout{free: make([]float64, p.Days), there: make([]float64, p.Days), weeks: make([]float64, p.Weeks())}
}

// price is what jobs cost a worker; false if she has no time for them. How they lie is in
// the layout.
func (l *layout) price(e *seat, jobs []job) (cost float64, ok bool) {
	late, ok := l.lateness(e, jobs)
	return e.bare(jobs) + late, ok
}

// bare is what jobs cost the worker if none is late.
func (e *seat) bare(jobs []job) (cost float64) {
	load := e.load
	for n, j := range jobs {
		t := &e.tasks[j.task]
		load += float64(j.units) * t.need
		cost += float64(j.units)*t.cost + e.strange(jobs[:n], t)
	}
	return cost + plan.LoadCost(e.bands, load)
}

// strange is the preference against somebody new to an order or, by the jobs before, to its client.
func (e *seat) strange(before []job, t *task) float64 {
	if t.kept > 0 {
		return 0
	}
	for _, j := range before {
		if e.tasks[j.task].client == t.client {
			return newPairCost
		}
	}
	if slices.Contains(e.known, t.client) {
		return newPairCost
	}
	return newPairCost + newClientCost
}

// lateness is what jobs cost for being late; false if the worker has no time for them.
func (l *layout) lateness(e *seat, jobs []job) (cost float64, ok bool) {
	if !l.lay(e, jobs) {
		return 0, false
	}
	l.mend(e, jobs)
	return l.late, true
}

// clear takes everything off the layout.
func (l *layout) clear(e *seat) {
	copy(l.free, e.free)
	copy(l.there, e.there)
	copy(l.weeks, e.weeks)
	l.spells, l.load, l.late = l.spells[:0], e.load, 0
}

// lay lays jobs out, each as early as may be and those due first before others; false if
// there is no time for all of them.
func (l *layout) lay(e *seat, jobs []job) bool {
	l.clear(e)
	for n, j := range jobs {
		t := &e.tasks[j.task]
		minutes := float64(j.units) * t.need
		l.load += minutes
		for day := int(t.from); day < t.last() && minutes > grain; day++ {
			if m := l.put(e, t, day, minutes); m > 0 {
				late := t.lateOn(day)
				l.late += m * late
				l.spells = append(l.spells, spell{n, day, m, late})
				minutes -= m
			}
		}
		if minutes > slack {
			return false
		}
	}
	return l.load <= e.all+slack
}

// slack is minutes by which sums may be out.
const slack = 1e-6

// layLate lays jobs out, each as late as may be, so that there is the most room before them.
func (l *layout) layLate(e *seat, jobs []job) bool {
	l.clear(e)
	for n := len(jobs) - 1; n >= 0; n-- {
		if !l.putLate(e, jobs[n]) {
			return false
		}
	}
	return l.load <= e.all+slack
}

// putLate lays one more job out as late as may be.
func (l *layout) putLate(e *seat, j job) bool {
	t := &e.tasks[j.task]
	minutes := float64(j.units) * t.need
	l.load += minutes
	for day := t.last() - 1; day >= int(t.from) && minutes > grain; day-- {
		minutes -= l.put(e, t, day, minutes)
	}
	return minutes <= slack
}

// put takes as much time of a day for a task as there is, at most so many minutes.
func (l *layout) put(e *seat, t *task, day int, most float64) float64 {
	l.steps++
	m := min(most, l.on(e, t, day), l.weeks[e.week[day]])
	if m <= 0 {
		return 0
	}
	l.free[day] -= m
	l.weeks[e.week[day]] -= m
	if t.tied {
		l.there[day] -= m
	}
	return m
}

// on is the counted minutes a worker has for a task on a day, whatever her week.
func (l *layout) on(e *seat, t *task, day int) float64 {
	if t.tied && e.there != nil {
		return min(l.free[day], l.there[day])
	}
	return l.free[day]
}

// room is how many more counted minutes of a task there is time for besides what is laid out.
func (l *layout) room(e *seat, t *task) float64 {
	room, week, inWeek := 0.0, 0, 0.0
	for day := int(t.from); day < t.last(); day++ {
		if k := e.week[day]; k != week {
			room += min(inWeek, l.weeks[week])
			week, inWeek = k, 0
		}
		inWeek += l.on(e, t, day)
	}
	return min(room+min(inWeek, l.weeks[week]), e.all-l.load)
}

// fits is how many more units of a task there is time for besides what is laid out.
func (l *layout) fits(e *seat, t *task) int { return int(l.room(e, t)/t.need + 1e-9) }

// mend swaps minutes of two jobs while that saves lateness. What is laid out costs the least then,
// but for what now and then only three in a ring could save.
func (l *layout) mend(e *seat, jobs []job) {
	for again := l.late > 0; again; {
		again = false
		for x := 0; x < len(l.spells); x++ {
			for y := 0; y < len(l.spells) && l.spells[x].late > 0 && l.spells[x].minutes > grain; y++ {
				if b := &l.spells[y]; b.day < l.spells[x].day && b.minutes > grain {
					again = l.swap(e, jobs, &l.spells[x], b) || again
				}
			}
		}
	}
}

// swap has a late spell and an earlier one change days, where that is cheaper.
func (l *layout) swap(e *seat, jobs []job, a, b *spell) bool {
	t, u := &e.tasks[jobs[a.job].task], &e.tasks[jobs[b.job].task]
	if b.day < int(t.from) || a.day >= u.last() || t.tied != u.tied && e.there != nil {
		return false
	}
	there, here := t.lateOn(b.day), u.lateOn(a.day)
	gain := a.late + b.late - there - here
	if gain < 1e-6 {
		return false
	}
	m := min(a.minutes, b.minutes)
	l.late -= gain * m
	a.minutes -= m
	b.minutes -= m
	moved := spell{b.job, a.day, m, here}
	l.spend(spell{a.job, b.day, m, there})
	l.spend(moved)
	return true
}

func (l *layout) spend(s spell) {
	for n := range l.spells {
		if x := &l.spells[n]; x.job == s.job && x.day == s.day {
			x.minutes += s.minutes
			return
		}
	}
	l.spells = append(l.spells, s)
}
