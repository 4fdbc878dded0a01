package verify

import (
	"fmt"
	"math"
	"slices"

	"hiroba/internal/lib/plan"
)

// Bound is the cost below which no plan can lie, proved by the prices alone.
//
// Why it holds: suppose all work of a skill, level, place and day were bought and sold at
// its price. Then each order takes its cheapest day (or stays unmet), and each worker
// fills her time in the dearest way. Nobody can do better by himself, so together they
// cost no more than any plan does, in which the same minutes are bought and sold.
// A worker's best answer is found greedily: the limits on her days, weeks and load lie
// inside one another. A price that is not listed is 0; that is a weak proof, but a proof.
func Bound(p *plan.Problem, prices []plan.Price, flat bool) (float64, error) {
	m := newMarket(p)
	if err := m.enter(prices); err != nil {
		return 0, fmt.Errorf("verify: %w", err)
	}
	total := m.orders()
	s := seller{m: m, flat: flat}
	for i := range p.Workers {
		total -= s.profit(&p.Workers[i])
	}
	return total, nil
}

// market is the prices, a row for each skill and place with orders.
type market struct {
	p    *plan.Problem
	row  map[place]int
	min  []int // lowest level asked for in each row
	rows []int // row of each order
	at   []float64
}

type place struct{ skill, hub int }

func newMarket(p *plan.Problem) *market {
	m := &market{p: p, row: map[place]int{}, rows: make([]int, len(p.Orders))}
	for i := range p.Orders {
		o := &p.Orders[i]
		k := place{o.Skill, o.Hub}
		r, ok := m.row[k]
		if !ok {
			r = len(m.row)
			m.row[k] = r
			m.min = append(m.min, o.Level)
		}
		m.min[r] = min(m.min[r], o.Level)
		m.rows[i] = r
	}
	m.at = make([]float64, len(m.row)*plan.Levels*p.Days)
	return m
}

// of is the prices of a row and level, day 1 first.
func (m *market) of(row, level int) []float64 {
	i := (row*plan.Levels + level - 1) * m.p.Days
	return m.at[i : i+m.p.Days]
}

func (m *market) enter(prices []plan.Price) error {
	seen := make([]bool, len(m.at))
	for _, x := range prices {
		if !finite(x.Price) || math.Abs(x.Price) > 1e12 {
			return fmt.Errorf("skill %d, level %d, hub %d, day %d: %v is no price", x.Skill, x.Level, x.Hub, x.Day, x.Price)
		}
		if x.Level < 1 || x.Level > plan.Levels || x.Day < 1 || x.Day > m.p.Days {
			return fmt.Errorf("there is a price for level %d on day %d, which do not exist", x.Level, x.Day)
		}
		r, ok := m.row[place{x.Skill, x.Hub}]
		if !ok {
			return fmt.Errorf("there is a price for skill %d at hub %d, for which there are no orders", x.Skill, x.Hub)
		}
		i := (r*plan.Levels+x.Level-1)*m.p.Days + x.Day - 1
		if seen[i] {
			return fmt.Errorf("skill %d, level %d, hub %d, day %d has two prices", x.Skill, x.Level, x.Hub, x.Day)
		}
		seen[i], m.at[i] = true, x.Price
	}
	return nil
}

// orders is what all orders cost when each takes its cheapest way.
func (m *market) orders() float64 {
	total := 0.0
	for i := range m.p.Orders {
		o := &m.p.Orders[i]
		best := float64(plan.UnmetCost(o.Priority))
		for level := o.Level; level <= plan.Levels; level++ {
			over := float64(plan.OverLevel * (level - o.Level))
			price := m.of(m.rows[i], level)
			from := o.Release
			for _, step := range plan.LateSteps {
				to := o.Deadline + step
				if to > m.p.Days {
					break
				}
				if from <= to {
					best = math.Min(best, slices.Min(price[from-1:to])+over+float64(plan.LateCost(o.Priority, step)))
				}
				from = to + 1
			}
		}
		total += float64(o.Demand()) * best
	}
	return total
}

// seller finds what a worker earns at most; its memory is used again for each.
type seller struct {
	m    *market
	flat bool
	days []earning
	left []int // minutes of each week
}

// earning is what a minute of a day brings.
type earning struct {
	value float64
	day   int32
}

// profit is the most a worker earns above her own costs.
func (s *seller) profit(w *plan.Worker) float64 {
	if !s.values(w) {
		return 0
	}
	s.left = s.left[:0]
	for k, c := range w.Caps {
		days := 0
		for _, a := range w.Avail[k*plan.Week : min((k+1)*plan.Week, s.m.p.Days)] {
			days += a
		}
		s.left = append(s.left, offer(w, min(c, days), s.flat))
	}
	bonus := 0
	if w.Newcomer {
		bonus = offer(w, plan.NewcomerMinutes, s.flat)
	}
	bands := plan.Bands(offered(w, s.m.p.Days, s.flat), bonus)
	slices.SortFunc(s.days, func(a, b earning) int {
		if a.value > b.value {
			return -1
		}
		if a.value < b.value {
			return 1
		}
		return 0
	})
	profit, band := 0.0, 0
	for _, d := range s.days {
		week := int(d.day) / plan.Week
		n := min(offer(w, w.Avail[d.day], s.flat), s.left[week])
		s.left[week] -= n
		for n > 0 && band < len(bands) && d.value > float64(bands[band].Cost) {
			x := min(n, bands[band].Room)
			profit += float64(x) * (d.value - float64(bands[band].Cost))
			n -= x
			if bands[band].Room -= x; bands[band].Room == 0 {
				band++
			}
		}
	}
	return profit
}

// values works out what a minute of each day brings at best; false if she can do nothing.
func (s *seller) values(w *plan.Worker) bool {
	s.days = s.days[:0]
	for t, a := range w.Avail {
		if a > 0 {
			s.days = append(s.days, earning{math.Inf(-1), int32(t)})
		}
	}
	able := false
	for _, a := range w.Skills {
		for _, hub := range [...]int{plan.Anywhere, w.Hub} {
			if !w.MayWorkAt(hub) {
				continue
			}
			r, ok := s.m.row[place{a.Skill, hub}]
			if !ok || a.Level < s.m.min[r] {
				continue
			}
			able = true
			price, rate := s.m.of(r, a.Level), float64(a.Speed)/100
			if s.flat {
				rate = 1 // her minutes are standard minutes already
			}
			for i := range s.days {
				d := &s.days[i]
				d.value = max(d.value, price[d.day]*rate-float64(w.Fit))
			}
		}
	}
	return able
}
