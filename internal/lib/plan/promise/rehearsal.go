package promise

import (
	"math"
	"math/rand/v2"
	"slices"

	"hiroba/internal/lib/plan"
)

// Chances are how often things go otherwise than planned. They are the town's, never one
// person's.
type Chances struct {
	Runs    int     // how many rehearsals
	Seed    uint64  // the same seed gives the same answer
	Spread  float64 // standard deviation of a person's real speed, as a share of the planned
	Away    float64 // chance that somebody cannot come on a day
	Decline float64 // chance that somebody says no to an order
}

// Usual is used where a town has no figures of its own yet.
var Usual = Chances{Runs: 400, Seed: 1, Spread: 0.15, Away: 0.05, Decline: 0.1}

// rehearsal plays a plan many times with chance.
type rehearsal struct {
	chances Chances
	minutes float64
	release int
	days    int
	workers []player
}

// player is somebody who may do the order.
type player struct {
	rate    float64   // standard minutes for a minute
	planned []float64 // minutes of the order by day
	spare   []float64 // free minutes by day
	week    []float64 // free minutes by week
	invited bool
}

// newRehearsal plays the order asked about, the last of the plan.
func newRehearsal(a *asker, s *plan.Plan) *rehearsal {
	order := s.Fates[len(a.p.Orders)].Order
	r := &rehearsal{chances: a.q.Chances, minutes: float64(a.q.Minutes), release: a.q.Release, days: a.p.Days}
	if r.chances.Runs == 0 {
		r.chances = Usual
	}
	at := map[int]int{}
	for k := range a.p.Workers {
		w := &a.p.Workers[k]
		if x, ok := w.Ability(a.q.Skill); ok && x.Level >= a.q.Level && w.MayWorkAt(a.q.Hub) {
			at[w.ID] = len(r.workers)
			r.workers = append(r.workers, newPlayer(w, a.q.Skill, a.flat))
		}
	}
	for _, x := range s.Assignments {
		k, ok := at[x.Worker]
		if !ok {
			continue
		}
		p := &r.workers[k]
		p.spare[x.Day-1] = max(p.spare[x.Day-1]-x.Minutes, 0)
		p.week[(x.Day-1)/plan.Week] = max(p.week[(x.Day-1)/plan.Week]-x.Minutes, 0)
		if x.Order == order {
			p.planned[x.Day-1] += x.Minutes
			p.invited = true
		}
	}
	return r
}

func newPlayer(w *plan.Worker, skill int, flat bool) player {
	p := player{rate: float64(w.Speed(skill, flat)) / 100, planned: make([]float64, len(w.Avail))}
	for _, a := range w.Avail {
		p.spare = append(p.spare, float64(a))
	}
	for _, c := range w.Caps {
		p.week = append(p.week, float64(c))
	}
	return p
}

// people is how many have work of the order in the plan.
func (r *rehearsal) people() int {
	n := 0
	for i := range r.workers {
		if r.workers[i].invited {
			n++
		}
	}
	return n
}

// run is the day on which each rehearsal ends, sorted; one past the horizon if it does
// not end.
func (r *rehearsal) run() []int {
	g := rand.New(rand.NewPCG(r.chances.Seed, 0x9E3779B97F4A7C15))
	out := make([]int, r.chances.Runs)
	for i := range out {
		out[i] = r.once(g)
	}
	slices.Sort(out)
	return out
}

// once plays the days: everybody does what is planned, if she comes, at the speed she
// turns out to have; what is missing by then is made up by whoever has free time.
func (r *rehearsal) once(g *rand.Rand) int {
	speed := make([]float64, len(r.workers))
	week := make([][]float64, len(r.workers))
	declined := make([]bool, len(r.workers))
	for k := range r.workers {
		speed[k] = r.workers[k].rate * math.Max(1+r.chances.Spread*g.NormFloat64(), 0.3)
		week[k] = slices.Clone(r.workers[k].week)
		declined[k] = g.Float64() < r.chances.Decline
	}
	done, planned := 0.0, 0.0
	for day := r.release; day <= r.days; day++ {
		for k := range r.workers {
			p := &r.workers[k]
			planned += p.planned[day-1] * p.rate
			away := g.Float64() < r.chances.Away
			if !away && !declined[k] {
				done += p.planned[day-1] * speed[k]
			}
			if behind := planned - done; behind > 0 && !away && !declined[k] {
				x := min(p.spare[day-1], week[k][(day-1)/plan.Week], behind/speed[k])
				week[k][(day-1)/plan.Week] -= x
				done += x * speed[k]
			}
		}
		if done >= r.minutes-0.5 {
			return day
		}
	}
	return r.days + 1
}
