// Package groups plans a whole country: more people than one network can be solved for in
// the time there is. People are planned in groups, each to its optimum, with a share of
// each kind of work as large as the group's share of the hours that could go to it. The plans
// of the groups together are a plan; one list out of their prices proves how good it is, for
// the bound holds for any prices. The more alike the groups are, the smaller is the gap.
package groups

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"time"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
)

// Crowd is the number of workers above which planning in groups is quicker by more than
// what its gap costs.
const Crowd = 50_000

// size is how many workers a group has, about: enough to be like the other groups, and
// few enough that one group is a question of seconds.
const size = 5_000

// Solve finds a plan whose gap to the least cost is small and proved. When the context
// ends, the best plans of the groups found so far are put together.
func Solve(ctx context.Context, p *plan.Problem, flat bool) (*plan.Plan, error) {
	return solve(ctx, p, flat, max(1, (len(p.Workers)+size/2)/size))
}

func solve(ctx context.Context, p *plan.Problem, flat bool, count int) (*plan.Plan, error) {
	began := time.Now()
	if err := p.Check(); err != nil {
		return nil, err
	}
	parts := split(p, flat, count)
	plans := make([]*plan.Plan, len(parts))
	errs := make([]error, len(parts))
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	var all sync.WaitGroup
	for g := range parts {
		turn <- struct{}{}
		all.Go(func() {
			plans[g], errs[g] = simplex.Solve(ctx, &parts[g], simplex.Options{Flat: flat})
			<-turn
		})
	}
	all.Wait()
	out := &plan.Plan{Flat: flat}
	for g, s := range plans {
		if errs[g] != nil {
			return nil, errs[g]
		}
		out.Assignments = append(out.Assignments, s.Assignments...)
	}
	if err := prove(out, p, parts, plans); err != nil {
		return nil, err
	}
	out.Settle(p)
	out.Seconds = time.Since(began).Seconds()
	return out, nil
}

// split makes the groups: people of one hub stay together as far as they can, so that
// what must be done there is asked of few groups.
func split(p *plan.Problem, flat bool, count int) []plan.Problem {
	order := make([]int, len(p.Workers))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(p.Workers[a].Hub, p.Workers[b].Hub) })
	parts := make([]plan.Problem, count)
	for g := range parts {
		parts[g] = plan.Problem{Days: p.Days, Skills: p.Skills, Hubs: p.Hubs}
		for _, i := range order[len(order)*g/count : len(order)*(g+1)/count] {
			parts[g].Workers = append(parts[g].Workers, p.Workers[i])
		}
	}
	share(p, flat, parts)
	return parts
}

// kind is what decides who can do an order.
type kind struct{ skill, level, hub int }

// hours is how much of each kind of work a group could do, in standard minutes, were it
// to do nothing else.
func hours(p *plan.Problem, flat bool) map[kind]int {
	out := map[kind]int{}
	for i := range p.Workers {
		w := &p.Workers[i]
		offer := w.Offer(flat)
		for _, a := range w.Skills {
			minutes := offer
			if !flat {
				minutes = offer * a.Speed / 100
			}
			for level := 1; level <= a.Level; level++ {
				out[kind{a.Skill, level, plan.Anywhere}] += minutes
				if w.AtHub {
					out[kind{a.Skill, level, w.Hub}] += minutes
				}
			}
		}
	}
	return out
}

// share deals each order out in proportion to what each group could do of its kind: a large
// order to all groups, a small one, which to cut up would make every group's problem as long
// as the whole, to those that are behind with its kind. Orders that are alike follow each
// other, so each group gets some of every sort. A share is in units of one minute; what is
// dealt is together what was ordered, to the minute. What nobody can do stays with the last
// group, unmet.
func share(p *plan.Problem, flat bool, parts []plan.Problem) {
	d := dealer{parts: parts, behind: map[kind][]float64{}}
	for g := range parts {
		d.able = append(d.able, hours(&parts[g], flat))
	}
	demand := 0
	order := make([]int, len(p.Orders))
	for i := range p.Orders {
		order[i] = i
		demand += p.Orders[i].Demand()
	}
	d.least = max(demand/max(len(p.Orders)*len(parts), 1), 1)
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := &p.Orders[a], &p.Orders[b]
		return cmp.Or(x.Skill-y.Skill, x.Hub-y.Hub, x.Level-y.Level, x.Priority-y.Priority, x.Release-y.Release, x.Deadline-y.Deadline)
	})
	for _, i := range order {
		d.deal(p.Orders[i])
	}
}

// dealer deals orders to groups.
type dealer struct {
	parts  []plan.Problem
	able   []map[kind]int     // minutes each group could do of each kind
	behind map[kind][]float64 // minutes each group should have been dealt more of it
	least  int                // minutes of a share that is worth being one
}

func (d *dealer) deal(o plan.Order) {
	demand := o.Demand()
	turn, behind := d.turn(kind{o.Skill, o.Level, o.Hub}, demand)
	if len(turn) == 0 {
		d.give(len(d.parts)-1, o, demand)
		return
	}
	turn = turn[:min(len(turn), max(1, demand/d.least))]
	due := 0.0
	for _, g := range turn {
		due += behind[g]
	}
	so, dealt := 0.0, 0
	for _, g := range turn {
		so += behind[g]
		upTo := int(float64(demand) * (so / due)) // the last so is due
		d.give(g, o, upTo-dealt)
		behind[g] -= float64(upTo - dealt)
		dealt = upTo
	}
}

// turn is the groups that should be dealt more of a kind now that there is so much more of
// it, those first that lack most, and how much each lacks.
func (d *dealer) turn(k kind, demand int) (turn []int, behind []float64) {
	behind = d.behind[k]
	if behind == nil {
		behind = make([]float64, len(d.parts))
		d.behind[k] = behind
	}
	all := 0
	for _, able := range d.able {
		all += able[k]
	}
	for g, able := range d.able {
		if able[k] > 0 {
			behind[g] += float64(demand) * float64(able[k]) / float64(all)
		}
		if behind[g] > 0 {
			turn = append(turn, g)
		}
	}
	slices.SortStableFunc(turn, func(a, b int) int { return cmp.Compare(behind[b], behind[a]) })
	return turn, behind
}

func (d *dealer) give(g int, o plan.Order, minutes int) {
	if minutes > 0 {
		o.Count, o.Effort = minutes, 1
		d.parts[g].Orders = append(d.parts[g].Orders, o)
	}
}

// ranks are the places at which one price is taken out of those of all groups, the lowest
// being 0. Where some group leaves work undone its price leaps, so a mean is no group's
// price; and one a little too high proves more than one too low.
var ranks = [...]float64{0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1}

// prove gives the plan the price list that proves most.
func prove(s *plan.Plan, p *plan.Problem, parts []plan.Problem, plans []*plan.Plan) error {
	all := named(parts, plans)
	for n, rank := range ranks {
		prices := all.at(rank)
		bound, err := verify.Bound(p, prices, s.Flat)
		if err != nil {
			return err
		}
		if n == 0 || bound > s.Bound {
			s.Bound, s.Prices = bound, prices
		}
	}
	return nil
}

// offers are the prices that groups name for the same work, lowest first, each with how
// much work of the skill at the place the group was given.
type offers map[plan.Price][]offer

type offer struct{ price, weight float64 }

func named(parts []plan.Problem, plans []*plan.Plan) offers {
	type place struct{ skill, hub int }
	all := offers{}
	for g := range parts {
		weight := map[place]float64{}
		for _, o := range parts[g].Orders {
			weight[place{o.Skill, o.Hub}] += float64(o.Count)
		}
		for _, x := range plans[g].Prices {
			key, w := x, weight[place{x.Skill, x.Hub}]
			if key.Price = 0; w > 0 {
				all[key] = append(all[key], offer{x.Price, w})
			}
		}
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b offer) int {
			return cmp.Or(cmp.Compare(a.price, b.price), cmp.Compare(a.weight, b.weight))
		})
	}
	return all
}

// at is the price list of a rank.
func (all offers) at(rank float64) []plan.Price {
	out := make([]plan.Price, 0, len(all))
	for x, list := range all {
		upTo := 0.0
		for _, n := range list {
			upTo += n.weight * rank
		}
		for _, n := range list {
			x.Price = n.price
			if upTo -= n.weight; upTo <= 0 {
				break
			}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b plan.Price) int {
		return cmp.Or(a.Skill-b.Skill, a.Level-b.Level, a.Hub-b.Hub, a.Day-b.Day)
	})
	return out
}
