package verify

import (
	"math"

	"hiroba/internal/lib/plan"
)

// cost adds the plan up by the table of costs.
func (b *book) cost() float64 {
	total := 0.0
	for i, e := range b.row {
		a := &b.plan.Assignments[i]
		o := &b.p.Orders[e.order]
		each := plan.OverLevel*int(e.over) + plan.LateCost(o.Priority, int(e.step))
		total += a.Standard*float64(each) + b.counted(a)*float64(b.p.Workers[e.worker].Fit)
	}
	for i := range b.p.Orders {
		o := &b.p.Orders[i]
		total += math.Max(float64(o.Demand())-b.done[i], 0) * float64(plan.UnmetCost(o.Priority))
	}
	for i := range b.p.Workers {
		if b.load[i] > 0 {
			total += b.loadCost(&b.p.Workers[i], b.load[i])
		}
	}
	return total
}

// loadCost is the cost of a worker's minutes: her first as a newcomer, and those above
// the shares of her offer.
func (b *book) loadCost(w *plan.Worker, minutes float64) float64 {
	offered := offered(w, b.p.Days, b.plan.Flat)
	first := 0.0
	if w.Newcomer {
		first = math.Min(float64(offer(w, plan.NewcomerMinutes, b.plan.Flat)), float64(offered))
	}
	easy := math.Max(float64(offered*plan.EasyShare/100), first)
	busy := math.Max(float64(offered*plan.BusyShare/100), easy)
	over := func(from float64) float64 { return math.Max(minutes-from, 0) }
	return -plan.NewcomerBonus*math.Min(minutes, first) + plan.BusyCost*(over(easy)-over(busy)) + plan.FullCost*over(busy)
}
