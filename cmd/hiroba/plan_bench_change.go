package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/flat"
)

// changes plans again after one change at a time and prints how long that took. Each kind is
// undone by nothing: the changes pile up, as they do in a month.
func (b *bench) changes(size string, pr *plan.Problem, count int) error {
	p, err := flat.New(pr)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 1))
	err = b.timed(size+", planned again after away a day", count, func() error { return away(r, p) })
	if err == nil {
		err = b.timed(size+", planned again after a new order", count, func() error { return p.Add(another(r, p.Problem().Orders)) })
	}
	if err == nil {
		err = b.timed(size+", planned again after a delay", count, func() error { return delay(r, p) })
	}
	if err != nil {
		return err
	}
	cost, err := p.Prove()
	if err != nil {
		return err
	}
	anew, err := flat.New(p.Problem())
	if err != nil {
		return err
	}
	if again, err := anew.Cost(); err != nil || again != cost {
		return fmt.Errorf("after all changes the plan costs %d; planned anew it costs %d (%w)", cost, again, err)
	}
	fmt.Fprintf(b.out, "%s: after all changes proved best, and the same as planned anew: %d\n", size, cost)
	return b.tries(size, pr, count)
}

// tryPrice is what a standard minute of a tried order may cost the rest of the plan at most.
const tryPrice = 300

// tries plans again after new orders that are done only where they hurt nobody.
func (b *bench) tries(size string, pr *plan.Problem, count int) error {
	p, err := flat.New(pr)
	if err != nil {
		return err
	}
	r, whole := rand.New(rand.NewPCG(1, 2)), 0
	err = b.timed(size+", planned again after an order tried", count, func() error {
		undone, err := p.Try(another(r, p.Problem().Orders), tryPrice)
		if undone == 0 {
			whole++
		}
		return err
	})
	if err != nil {
		return err
	}
	cost, err := p.Prove()
	if err != nil {
		return err
	}
	fmt.Fprintf(b.out, "%s: %d of %d orders tried fit wholly; proved best: %d\n", size, whole, count, cost)
	return nil
}

// timing is how long something took each time.
type timing struct {
	name string
	took []time.Duration
}

// timed notes how long something takes that is done so often.
func (b *bench) timed(name string, count int, do func() error) error {
	i := slices.IndexFunc(b.took, func(t timing) bool { return t.name == name })
	if i < 0 {
		i = len(b.took)
		b.took = append(b.took, timing{name: name})
	}
	for range count {
		begin := cpuTime()
		if err := do(); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		b.took[i].took = append(b.took[i].took, cpuTime()-begin)
	}
	return nil
}

// times prints how long everything took that was timed, one by one and all together.
func (b *bench) times(all string) {
	every := timing{name: all}
	for _, t := range b.took {
		t.print(b.out)
		every.took = append(every.took, t.took...)
	}
	every.print(b.out)
	fmt.Fprintln(b.out)
	b.took = nil
}

func (t timing) print(w io.Writer) {
	slices.Sort(t.took)
	at := func(percent int) float64 {
		return float64(t.took[min(len(t.took)*percent/100, len(t.took)-1)].Microseconds()) / 1000
	}
	fmt.Fprintf(w, "%-46s p50 %8.2f  p90 %8.2f  p99 %8.2f  max %8.2f ms, of %d\n", t.name, at(50), at(90), at(99), at(100), len(t.took))
}

// away takes a worker's day.
func away(r *rand.Rand, p *flat.Planner) error {
	for {
		k, day := r.IntN(len(p.Problem().Workers)), 1+r.IntN(p.Problem().Days)
		if p.Problem().Workers[k].Avail[day-1] > 0 {
			return p.Avail(k, day, 0)
		}
	}
}

// another is an order like one that is there.
func another(r *rand.Rand, orders []plan.Order) plan.Order {
	o := orders[r.IntN(len(orders))]
	o.ID = len(orders) + 1
	o.Count = max(3000/o.Effort, 1)
	return o
}

// delay moves a deadline by up to three days either way.
func delay(r *rand.Rand, p *flat.Planner) error {
	i := r.IntN(len(p.Problem().Orders))
	o := &p.Problem().Orders[i]
	return p.Delay(i, min(max(o.Deadline+r.IntN(7)-3, o.Release), p.Problem().Days))
}
