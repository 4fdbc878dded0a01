package plan

// Counted turns clock minutes of a worker into the minutes her limits and costs are
// counted in: the same, or with flat her standard minutes, rounded down.
func (w *Worker) Counted(clock int, flat bool) int {
	if flat && len(w.Skills) > 0 {
		return clock * w.Skills[0].Speed / 100
	}
	return clock
}

// Speed is the percent at which a worker does a skill she has.
func (w *Worker) Speed(skill int, flat bool) int {
	if flat {
		return w.Skills[0].Speed
	}
	a, _ := w.Ability(skill)
	return a.Speed
}

// Offer is how many counted minutes a worker offers over the horizon, after week caps and
// her ceiling.
func (w *Worker) Offer(flat bool) int {
	sum := 0
	for k, c := range w.Caps {
		days := 0
		for _, a := range w.Avail[k*Week : min((k+1)*Week, len(w.Avail))] {
			days += a
		}
		sum += w.Counted(min(c, days), flat)
	}
	if w.Ceiling > 0 {
		return min(sum, w.Counted(w.Ceiling, flat))
	}
	return sum
}

// Bands is the load cost of the worker; see the function Bands.
func (w *Worker) Bands(flat bool) [4]Band {
	bonus := 0
	if w.Newcomer {
		bonus = w.Counted(NewcomerMinutes, flat)
	}
	return Bands(w.Offer(flat), bonus)
}

// LoadCost is what so many counted minutes cost in bands.
func LoadCost(bands [4]Band, minutes float64) float64 {
	sum := 0.0
	for _, b := range bands {
		x := min(minutes, float64(b.Room))
		sum += x * float64(b.Cost)
		minutes -= x
	}
	return sum
}

// Roll finds workers and orders by their numbers.
type Roll struct{ Worker, Order map[int]int }

// Roll makes the problem's roll.
func (p *Problem) Roll() Roll {
	r := Roll{make(map[int]int, len(p.Workers)), make(map[int]int, len(p.Orders))}
	for i := range p.Workers {
		r.Worker[p.Workers[i].ID] = i
	}
	for i := range p.Orders {
		r.Order[p.Orders[i].ID] = i
	}
	return r
}

// Settle works the orders' fates and the cost out from the assignments, which must keep
// to the problem's limits.
func (s *Plan) Settle(p *Problem) {
	roll := p.Roll()
	load := make([]float64, len(p.Workers))
	s.Fates = make([]Fate, len(p.Orders))
	for i := range p.Orders {
		s.Fates[i] = Fate{Order: p.Orders[i].ID, Unmet: float64(p.Orders[i].Demand())}
	}
	s.Objective = 0
	for _, a := range s.Assignments {
		i, k := roll.Order[a.Order], roll.Worker[a.Worker]
		o, w, f := &p.Orders[i], &p.Workers[k], &s.Fates[i]
		counted := a.Minutes
		if s.Flat {
			counted = a.Standard
		}
		load[k] += counted
		f.Unmet -= a.Standard
		step, _ := o.LateStep(a.Day, p.Days)
		if step > 0 {
			f.Late += a.Standard
		}
		ability, _ := w.Ability(o.Skill)
		s.Objective += counted*float64(w.Fit) + a.Standard*float64(OverLevel*(ability.Level-o.Level)+LateCost(o.Priority, step))
	}
	for i := range s.Fates {
		f := &s.Fates[i]
		if f.Unmet < 1e-6 { // rounding errors of many additions
			f.Unmet = 0
		}
		s.Objective += f.Unmet * float64(UnmetCost(p.Orders[i].Priority))
	}
	for k, m := range load {
		if m > 0 {
			s.Objective += LoadCost(p.Workers[k].Bands(s.Flat), m)
		}
	}
	s.Gap = (s.Objective - s.Bound) / max(s.Objective, -s.Objective, 1)
}
