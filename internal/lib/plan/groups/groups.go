// Package groups plans a whole country: more people than one network can be solved for in
// the time there is. People are planned in groups, each to its optimum, with a share of
// each order as large as the group's share of the hours that could go to it. The plans of
// the groups together are a plan; the mean of their prices proves how good it is, for the
// bound holds for any prices. The more alike the groups are, the smaller is the gap.
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
	out.Prices = mean(parts, plans)
	var err error
	if out.Bound, err = verify.Bound(p, out.Prices, flat); err != nil {
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

// share deals each order out to all groups, in proportion to what each could do: were each
// order given to few groups, their prices would differ so much that the mean proves little.
// A share is in units of one minute; what is dealt is together what was ordered, to the
// minute. What nobody can do stays with the last group, unmet.
func share(p *plan.Problem, flat bool, parts []plan.Problem) {
	able := make([]map[kind]int, len(parts))
	for g := range parts {
		able[g] = hours(&parts[g], flat)
	}
	for _, o := range p.Orders {
		k := kind{o.Skill, o.Level, o.Hub}
		all := 0
		for g := range able {
			all += able[g][k]
		}
		demand, so, dealt := o.Demand(), 0, 0
		for g := range parts {
			so += able[g][k]
			upTo := int(float64(demand) * (float64(so) / float64(max(all, 1))))
			if g == len(parts)-1 {
				upTo = demand
			}
			if upTo > dealt {
				o.Count, o.Effort = upTo-dealt, 1
				parts[g].Orders = append(parts[g].Orders, o)
			}
			dealt = upTo
		}
	}
}

// mean is one price list of all: each price is the mean over the groups that name it,
// weighed by how much work of the skill at the place the group was given.
func mean(parts []plan.Problem, plans []*plan.Plan) []plan.Price {
	type place struct{ skill, hub int }
	type sum struct{ price, weight float64 }
	sums := map[plan.Price]sum{}
	for g := range parts {
		weight := map[place]float64{}
		for _, o := range parts[g].Orders {
			weight[place{o.Skill, o.Hub}] += float64(o.Count)
		}
		for _, x := range plans[g].Prices {
			key, w := x, weight[place{x.Skill, x.Hub}]
			key.Price = 0
			s := sums[key]
			sums[key] = sum{s.price + w*x.Price, s.weight + w}
		}
	}
	out := make([]plan.Price, 0, len(sums))
	for x, s := range sums {
		if x.Price = s.price / s.weight; s.weight > 0 {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b plan.Price) int {
		return cmp.Or(a.Skill-b.Skill, a.Level-b.Level, a.Hub-b.Hub, a.Day-b.Day)
	})
	return out
}
