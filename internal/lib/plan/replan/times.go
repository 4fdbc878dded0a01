package replan

import "hiroba/internal/lib/plan"

// times is the counted minutes workers have left.
type times struct {
	flat      bool
	day, week [][]float64
	all       []float64
}

func newTimes(p *plan.Problem, flat bool) *times {
	t := &times{flat: flat}
	for k := range p.Workers {
		w := &p.Workers[k]
		day, week := make([]float64, p.Days), make([]float64, len(w.Caps))
		for i, a := range w.Avail {
			day[i] = float64(w.Counted(a, flat))
		}
		for i, c := range w.Caps {
			week[i] = float64(w.Counted(c, flat))
		}
		t.day, t.week, t.all = append(t.day, day), append(t.week, week), append(t.all, float64(w.Offer(flat)))
	}
	return t
}

func (t *times) counted(a plan.Assignment) float64 {
	if t.flat {
		return a.Standard
	}
	return a.Minutes
}

func (t *times) free(worker, day int) float64 {
	return min(t.day[worker][day], t.week[worker][day/plan.Week], t.all[worker])
}

func (t *times) spend(worker, day int, minutes float64) {
	t.day[worker][day] -= minutes
	t.week[worker][day/plan.Week] -= minutes
	t.all[worker] -= minutes
}
