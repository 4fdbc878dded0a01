// Package plangen makes planning problems that look like a region's: skills of unequal
// popularity, people who give some weekdays, orders whose sizes spread over three powers
// of ten. An instance is a pure function of its parameters, on every machine.
package plangen

import (
	"fmt"

	"hiroba/internal/lib/plan"
)

// Params say how large a problem to make.
type Params struct {
	Workers, Orders, Days, Skills, Hubs int
	Load                                float64 // work ordered, as a share of all the work people offer
	Flat                                bool    // one speed for each worker, whatever the skill
	Seed                                uint64
}

// Sizes are the names Size knows, small to large.
var Sizes = []string{"town", "city", "prefecture", "large", "nation"}

// Size is the parameters of a named size, with 28 days, a load of 0.8 and seed 1.
func Size(name string) (Params, error) {
	p := Params{Days: 28, Load: 0.8, Seed: 1}
	switch name {
	case "town":
		p.Workers, p.Orders, p.Skills, p.Hubs = 70, 15, 8, 1
	case "city":
		p.Workers, p.Orders, p.Skills, p.Hubs = 1000, 300, 12, 4
	case "prefecture":
		p.Workers, p.Orders, p.Skills, p.Hubs = 10000, 2000, 16, 40
	case "large":
		p.Workers, p.Orders, p.Skills, p.Hubs = 30000, 6000, 20, 150
	case "nation":
		p.Workers, p.Orders, p.Skills, p.Hubs = 100000, 20000, 24, 500
	default:
		return p, fmt.Errorf("plangen: no size is called %q; there are %v", name, Sizes)
	}
	return p, nil
}

// Make makes the problem. The order of the draws is part of the format: changing it
// changes every instance ever measured.
func Make(p Params) *plan.Problem {
	g := &maker{Params: p, r: newRand(p.Seed)}
	pr := &plan.Problem{Days: p.Days, Skills: p.Skills, Hubs: p.Hubs}
	for i := range p.Workers {
		pr.Workers = append(pr.Workers, g.worker(i+1))
	}
	for i := range p.Orders {
		pr.Orders = append(pr.Orders, g.order(i+1))
	}
	g.scale(pr.Orders)
	return pr
}

type maker struct {
	Params
	r        *rand
	capacity float64 // standard minutes offered
	demand   float64 // standard minutes ordered, before scaling
}

func (g *maker) weeks() int { return (g.Days + plan.Week - 1) / plan.Week }

// skill draws a skill; the n-th is about 1/(1+n/3) as popular as the first.
func (g *maker) skill() int {
	for {
		s := g.r.intn(g.Skills)
		if g.r.float() < 1/(1+float64(s)/3) {
			return s
		}
	}
}

func (g *maker) worker(id int) plan.Worker {
	r := g.r
	w := plan.Worker{ID: id, Hub: r.intn(g.Hubs), AtHub: r.percent(40), Newcomer: r.percent(20), Fit: r.between(0, 9)}
	base := min(max(int(100+15*r.normal()), 55), 150)
	w.Skills = g.abilities(w.Newcomer, base)
	perDay, weekday, days := g.pattern()
	w.Avail = make([]int, g.Days)
	for d := range w.Avail {
		if weekday[d%plan.Week] && !r.percent(8) {
			w.Avail[d] = min(max(perDay+15*r.between(-4, 4), 30), 480)
		}
	}
	limit := 60 * ((perDay*days*r.between(70, 110)/100 + 59) / 60)
	w.Caps = make([]int, g.weeks())
	for i := range w.Caps {
		w.Caps[i] = limit
		offered := 0
		for d := i * plan.Week; d < min((i+1)*plan.Week, g.Days); d++ {
			offered += w.Avail[d]
		}
		g.capacity += float64(min(offered, limit)) * float64(base) / 100
	}
	return w
}

func (g *maker) abilities(newcomer bool, base int) []plan.Ability {
	r := g.r
	n := 1 + r.intn(4)
	if newcomer {
		n = 1 + r.intn(2)
	}
	var out []plan.Ability
	for seen := map[int]bool{}; len(out) < n; {
		s := g.skill()
		if seen[s] {
			if len(seen) >= g.Skills {
				break
			}
			continue
		}
		seen[s] = true
		a := plan.Ability{Skill: s, Level: 1, Speed: base}
		if !newcomer {
			a.Level = 1 + r.intn(100)/50
			if r.percent(15) {
				a.Level = plan.Levels
			}
		}
		if !g.Flat {
			a.Speed = min(max(int(float64(base)*(1+0.18*r.normal())), 40), 180)
		}
		out = append(out, a)
	}
	return out
}

// pattern is the minutes of a working day, the weekdays worked and how many they are.
func (g *maker) pattern() (perDay int, weekday [plan.Week]bool, days int) {
	r := g.r
	perDay = 15 * r.between(4, 24)
	for range r.between(2, 5) {
		d := r.intn(5)
		if r.percent(12) {
			d = 5 + r.intn(2)
		}
		if !weekday[d] {
			weekday[d] = true
			days++
		}
	}
	return perDay, weekday, days
}

func (g *maker) order(id int) plan.Order {
	r := g.r
	o := plan.Order{ID: id, Client: r.intn(max(g.Orders/4, 1)), Skill: g.skill(), Hub: plan.Anywhere, Priority: 1 + r.intn(3)}
	switch x := r.intn(100); {
	case x < 60:
		o.Level = 1
	case x < 92:
		o.Level = 2
	default:
		o.Level = 3
	}
	if r.percent(15) {
		o.Hub = r.intn(g.Hubs)
	}
	o.Release = 1
	if r.percent(35) {
		o.Release = 1 + plan.Week*r.intn(min(3, g.weeks()))
	}
	o.Deadline = min(o.Release+r.between(3, 20), g.Days)
	o.Effort = r.logUniform(2, 60)
	o.Count = r.logUniform(100, 20000)
	if o.Hub != plan.Anywhere {
		o.Count = max(o.Count/8, 1) // work tied to one place is small work
	}
	g.demand += float64(o.Demand())
	return o
}

// scale brings the orders to the load asked for and draws their prices.
func (g *maker) scale(orders []plan.Order) {
	f := g.Load * g.capacity / g.demand
	for i := range orders {
		o := &orders[i]
		o.Count = max(int(float64(o.Count)*f+0.5), 1)
		o.Price = o.Effort * g.r.between(14, 30) * (2 + o.Level) / 3
	}
}
