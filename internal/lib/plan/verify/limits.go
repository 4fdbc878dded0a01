package verify

import (
	"fmt"
	"math"

	"hiroba/internal/lib/plan"
)

// assignments looks at each assignment by itself and adds it up.
func (b *book) assignments() error {
	for i := range b.plan.Assignments {
		a := &b.plan.Assignments[i]
		e, err := b.entry(a)
		if err != nil {
			return fmt.Errorf("assignment %d (order %d, worker %d, day %d): %w", i+1, a.Order, a.Worker, a.Day, err)
		}
		b.row[i] = e
		minutes := b.counted(a)
		b.done[e.order] += a.Standard
		if e.step > 0 {
			b.late[e.order] += a.Standard
		}
		b.load[e.worker] += minutes
		b.day[int(e.worker)*b.p.Days+a.Day-1] += minutes
		if b.p.Orders[e.order].Hub != plan.Anywhere {
			b.tied[int(e.worker)*b.p.Days+a.Day-1] += minutes
		}
	}
	return nil
}

// counted is an assignment's minutes as limits and the worker's costs count them.
func (b *book) counted(a *plan.Assignment) float64 {
	if b.plan.Flat {
		return a.Standard
	}
	return a.Minutes
}

func (b *book) entry(a *plan.Assignment) (entry, error) {
	var e entry
	oi, ok := b.order.find(a.Order)
	if !ok {
		return e, fmt.Errorf("there is no such order")
	}
	wi, ok := b.worker.find(a.Worker)
	if !ok {
		return e, fmt.Errorf("there is no such worker")
	}
	o, w := &b.p.Orders[oi], &b.p.Workers[wi]
	if a.Day < 1 || a.Day > b.p.Days {
		return e, fmt.Errorf("the day is not one of the %d days planned", b.p.Days)
	}
	ability, ok := w.Ability(o.Skill)
	if !ok {
		return e, fmt.Errorf("she has not got skill %d", o.Skill)
	}
	if ability.Level < o.Level {
		return e, fmt.Errorf("her level is %d, the order asks for %d", ability.Level, o.Level)
	}
	if o.Hub != plan.Anywhere && (!w.AtHub || w.Hub != o.Hub) {
		return e, fmt.Errorf("the work is tied to hub %d, where she does not work", o.Hub)
	}
	step, err := lateness(o, a.Day, b.p.Days)
	if err != nil {
		return e, err
	}
	sp := speed(w, ability, b.plan.Flat)
	if err := amounts(a, sp); err != nil {
		return e, err
	}
	return entry{int32(oi), int32(wi), int32(sp), int32(ability.Level - o.Level), int32(step)}, nil
}

// lateness is the step in which a day falls for an order.
func lateness(o *plan.Order, day, horizon int) (int, error) {
	if day < o.Release {
		return 0, fmt.Errorf("the work can begin on day %d at the earliest", o.Release)
	}
	if day <= o.Deadline {
		return 0, nil
	}
	for _, step := range plan.LateSteps {
		if end := o.Deadline + step; day <= end && end <= horizon {
			return step, nil
		}
	}
	return 0, fmt.Errorf("the deadline is day %d, and no lateness allowed reaches this day", o.Deadline)
}

func amounts(a *plan.Assignment, speed int) error {
	if !finite(a.Minutes) || !finite(a.Standard) || a.Minutes < 0 || a.Standard < 0 {
		return fmt.Errorf("%v minutes, %v standard minutes are no amounts of work", a.Minutes, a.Standard)
	}
	if made := a.Minutes * float64(speed) / 100; math.Abs(made-a.Standard) > 1e-6+1e-9*made {
		return fmt.Errorf("%.4f minutes at a speed of %d %% make %.4f standard minutes, not %.4f", a.Minutes, speed, made, a.Standard)
	}
	return nil
}

// limits compares each worker's days and weeks with what she offers.
func (b *book) limits() error {
	for i := range b.p.Workers {
		if b.load[i] == 0 {
			continue
		}
		w := &b.p.Workers[i]
		if most := offer(w, w.Ceiling, b.plan.Flat); w.Ceiling > 0 && b.load[i] > float64(most)+slack(b.load[i]) {
			return fmt.Errorf("worker %d has %.2f minutes in all, above her own ceiling of %d", w.ID, b.load[i], most)
		}
		var week float64
		for t, m := range b.day[i*b.p.Days : (i+1)*b.p.Days] {
			if most := offer(w, w.Avail[t], b.plan.Flat); m > float64(most)+slack(m) {
				return fmt.Errorf("worker %d has %.2f minutes on day %d but offers %d", w.ID, m, t+1, most)
			}
			if err := b.there(w, i, t); err != nil {
				return err
			}
			week += m
			if t%plan.Week == plan.Week-1 || t == b.p.Days-1 {
				k := t / plan.Week
				if most := offer(w, w.Caps[k], b.plan.Flat); week > float64(most)+slack(week) {
					return fmt.Errorf("worker %d has %.2f minutes in week %d, above her cap of %d", w.ID, week, k+1, most)
				}
				week = 0
			}
		}
	}
	return nil
}

// there compares the time of a day, the first being 0, that is tied to a worker's hub with
// the time her hub is open to her. Only plans of whole units keep to it.
func (b *book) there(w *plan.Worker, worker, day int) error {
	m := b.tied[worker*b.p.Days+day]
	if w.There == nil || !b.plan.Whole {
		return nil
	}
	if most := offer(w, min(w.There[day], w.Avail[day]), b.plan.Flat); m > float64(most)+slack(m) {
		return fmt.Errorf("worker %d has %.2f minutes at the hub on day %d, which is open to her for %d", w.ID, m, day+1, most)
	}
	return nil
}

// fates compares what the plan says of each order with what is assigned.
func (b *book) fates() error {
	if len(b.plan.Fates) != len(b.p.Orders) {
		return fmt.Errorf("the plan tells the fate of %d orders; there are %d", len(b.plan.Fates), len(b.p.Orders))
	}
	for i := range b.p.Orders {
		o, f := &b.p.Orders[i], &b.plan.Fates[i]
		demand := float64(o.Demand())
		if f.Order != o.ID {
			return fmt.Errorf("fate %d is of order %d, not of order %d", i+1, f.Order, o.ID)
		}
		if b.done[i] > demand+slack(demand) {
			return fmt.Errorf("order %d: %.2f standard minutes are assigned, but it has only %.0f", o.ID, b.done[i], demand)
		}
		if !finite(f.Unmet) || math.Abs(f.Unmet-math.Max(demand-b.done[i], 0)) > slack(demand) {
			return fmt.Errorf("order %d: %.2f standard minutes are said to be unmet, but that is %.2f", o.ID, f.Unmet, demand-b.done[i])
		}
		if !finite(f.Late) || math.Abs(f.Late-b.late[i]) > slack(demand) {
			return fmt.Errorf("order %d: %.2f standard minutes are said to be late, but that is %.2f", o.ID, f.Late, b.late[i])
		}
	}
	return nil
}

// units checks that a plan of whole units hands out no parts of them: what a worker does
// of an order over all days is as many units as she is said to finish.
func (b *book) units() error {
	if !b.plan.Whole {
		return nil
	}
	type pair struct{ order, worker int32 }
	type sum struct {
		standard float64
		units    int
	}
	sums := make(map[pair]sum, len(b.row))
	count := make([]int, len(b.p.Orders))
	for i, e := range b.row {
		a := &b.plan.Assignments[i]
		if a.Units < 0 {
			return fmt.Errorf("assignment %d: %d units", i+1, a.Units)
		}
		k := pair{e.order, e.worker}
		s := sums[k]
		sums[k] = sum{s.standard + a.Standard, s.units + a.Units}
		count[e.order] += a.Units
	}
	for k, s := range sums {
		o := &b.p.Orders[k.order]
		if want := float64(s.units * o.Effort); math.Abs(s.standard-want) > 0.01+1e-6*want {
			return fmt.Errorf("order %d, worker %d: %.2f standard minutes are not the %d whole units of %d minutes they are said to be",
				o.ID, b.p.Workers[k.worker].ID, s.standard, s.units, o.Effort)
		}
	}
	for i, n := range count {
		if o := &b.p.Orders[i]; n > o.Count {
			return fmt.Errorf("order %d: %d units are handed out of %d", o.ID, n, o.Count)
		}
	}
	return nil
}
