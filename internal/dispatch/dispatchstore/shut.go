package dispatchstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
)

// Shutting is what a closure of the hub would do, before it is saved (S24).
type Shutting struct {
	Orders []Moving // whose date would be another one
	Hours  int      // clock minutes at the hub that would have to be done on another day
	People int      // who have them
}

// Moving is an order whose date would move.
type Moving struct {
	orders.Order
	Was, Now when.Date // zero: not within the days planned
	Late     bool      // then later than promised
}

// Shut plans the hub as it is and as it would be with a closure, and tells the difference.
// Nothing is kept.
func (s *Store) Shut(ctx context.Context, a who.Actor, c hub.Closure) (Shutting, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return Shutting{}, err
	}
	var out Shutting
	var live map[string]orders.Order
	var open, shut dispatch.Facts
	_, err := db.Read(ctx, s.DB, func(v *db.View) (int, error) {
		h, err := hubstore.Load(v, a.Hub)
		if err != nil {
			return 0, err
		}
		if open, err = facts(v, h); err != nil {
			return 0, err
		}
		h.Closures = append(h.Closures, c)
		if shut, err = facts(v, h); err != nil {
			return 0, err
		}
		var b Board
		err = b.names(v, a.Hub)
		live = b.Titles
		return 0, err
	})
	if err != nil {
		return out, err
	}
	was, now := dispatch.Build(open), dispatch.Build(shut)
	before, err := solve(ctx, was)
	if err != nil {
		return out, err
	}
	after, err := solve(ctx, now)
	if err != nil {
		return out, err
	}
	out.Hours, out.People = was.AtHub(before, c.From, c.To)
	out.moved(before, after, live)
	return out, nil
}

func (x *Shutting) moved(before, after dispatch.Result, live map[string]orders.Order) {
	was := map[string]dispatch.Outlook{}
	for _, o := range before.Outlooks {
		was[o.Order] = o
	}
	for _, o := range after.Outlooks {
		if w := was[o.Order]; w.Ready != o.Ready {
			x.Orders = append(x.Orders, Moving{live[o.Order], w.Ready, o.Ready, o.Late()})
		}
	}
}
