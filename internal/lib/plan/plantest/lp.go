// Package plantest solves small planning problems by plain means, to test the fast ones
// against: every order, worker and day is a variable of a dense linear programme.
package plantest

import (
	"math"

	"hiroba/internal/lib/plan"
)

// Optimum is the least cost of a plan. units, if not nil, says how many units of each
// order each worker must do exactly, and NaN is answered if that cannot be done.
func Optimum(p *plan.Problem, units [][]int) float64 {
	cost, _ := newModel(p, units, -1, 0).solve()
	return cost
}

// Unmet is how much of one order stays undone where no other order is to come off worse for it: a minute
// of it that is undone costs so much, less than one of any other that is late, and nothing else costs anything.
func Unmet(p *plan.Problem, order int, cost float64) float64 {
	_, x := newModel(p, nil, order, cost).solve()
	return x[order]
}

// newModel has the unmet work of the orders as its first variables.
func newModel(p *plan.Problem, units [][]int, special int, cost float64) *model {
	m := &model{bare: special >= 0}
	orders := make([]int, len(p.Orders))
	for i := range p.Orders {
		orders[i] = m.row(float64(p.Orders[i].Demand()))
		c := float64(plan.UnmetCost(p.Orders[i].Priority))
		if i == special {
			c = cost
		}
		m.column(c, entry{orders[i], 1})
	}
	for k := range p.Workers {
		m.worker(p, k, orders, units)
	}
	return m
}

// model is min cost·x, A x = b, x ≥ 0.
type model struct {
	bare bool // only what is late or undone costs anything
	b    []float64
	cols []column
}

type column struct {
	cost    float64
	entries []entry
}

type entry struct {
	row   int
	value float64
}

func (m *model) row(b float64) int { m.b = append(m.b, b); return len(m.b) - 1 }

// own is a cost of who does the work, and how much of it.
func (m *model) own(cost float64) float64 {
	if m.bare {
		return 0
	}
	return cost
}

func (m *model) column(cost float64, e ...entry) { m.cols = append(m.cols, column{cost, e}) }

// atMost is a row with a slack.
func (m *model) atMost(b float64) int {
	r := m.row(b)
	m.column(0, entry{r, 1})
	return r
}

func (m *model) worker(p *plan.Problem, k int, orders []int, units [][]int) {
	w := &p.Workers[k]
	load := m.row(0)
	for _, b := range w.Bands(false) {
		m.column(m.own(float64(b.Cost)), entry{load, -1}, entry{m.atMost(float64(b.Room)), 1})
	}
	day, week := make([]int, p.Days), make([]int, len(w.Caps))
	for t, a := range w.Avail {
		day[t] = m.atMost(float64(a))
	}
	for i, c := range w.Caps {
		week[i] = m.atMost(float64(c))
	}
	for i := range p.Orders {
		o := &p.Orders[i]
		exactly := -1
		if units != nil {
			exactly = m.row(float64(units[i][k] * o.Effort))
		}
		for _, a := range w.Skills {
			if a.Skill != o.Skill || a.Level < o.Level || !w.MayWorkAt(o.Hub) {
				continue
			}
			speed := float64(a.Speed) / 100
			for t := 1; t <= p.Days; t++ {
				step, ok := o.LateStep(t, p.Days)
				if !ok {
					continue
				}
				e := []entry{{orders[i], speed}, {day[t-1], 1}, {week[(t-1)/plan.Week], 1}, {load, 1}}
				if exactly >= 0 {
					e = append(e, entry{exactly, speed})
				}
				m.column(m.own(float64(w.Fit)+speed*float64(plan.OverLevel*(a.Level-o.Level)))+speed*float64(plan.LateCost(o.Priority, step)), e...)
			}
		}
	}
}

// solve is the simplex method on a full table, by Bland's rule, with dear artificial
// variables to begin with.
func (m *model) solve() (cost float64, x []float64) {
	const dear = 1e8
	n, rows := len(m.cols), len(m.b)
	table := make([][]float64, rows+1)
	for r := range table {
		table[r] = make([]float64, n+rows+1)
	}
	basis := make([]int, rows)
	for c, col := range m.cols {
		for _, e := range col.entries {
			table[e.row][c] += e.value
		}
		table[rows][c] = col.cost
	}
	for r := range rows {
		table[r][n+r], table[r][n+rows] = 1, m.b[r]
		basis[r] = n + r
		for c := range table[r] {
			if c < n || c == n+rows {
				table[rows][c] -= dear * table[r][c]
			}
		}
	}
	for enter(table, basis, n) {
	}
	x = make([]float64, n)
	for r, c := range basis {
		if v := table[r][n+rows]; c < n {
			x[c] = v
			cost += v * m.cols[c].cost
		} else if v > 1e-6 {
			return math.NaN(), x
		}
	}
	return cost, x
}

// enter makes one step; false at the optimum.
func enter(table [][]float64, basis []int, n int) bool {
	rows := len(basis)
	last := len(table[rows]) - 1
	c := 0
	for c < n && table[rows][c] > -1e-5 {
		c++
	}
	if c == n {
		return false
	}
	out := -1
	for r := range rows {
		if table[r][c] < 1e-9 {
			continue
		}
		if out < 0 {
			out = r
			continue
		}
		x, y := table[r][last]/table[r][c], table[out][last]/table[out][c]
		if x < y-1e-12 || x < y+1e-12 && basis[r] < basis[out] {
			out = r
		}
	}
	if out < 0 {
		return false
	}
	basis[out] = c
	scale := 1 / table[out][c]
	for i := range table[out] {
		table[out][i] *= scale
	}
	for r := range table {
		if f := table[r][c]; r != out && f != 0 {
			for i, x := range table[out] {
				if x != 0 {
					table[r][i] -= f * x
				}
			}
		}
	}
	return true
}
