package workstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
)

// Window is what a client sees of the work on an order.
type Window struct {
	ordersstore.Full
	Progress
	FirstRows  []work.Result // finished, for the client's word; empty as long as not all of them are
	Judged     []work.FirstForm
	Approved   bool
	Deliveries []work.Delivery
}

// WindowOf is the work on an order as a client's link may see it: counts and results, nobody's name.
func (s *Store) WindowOf(ctx context.Context, a who.Actor, token, orderID string) (Window, error) {
	if err := a.May(work.MayWatch); err != nil {
		return Window{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Window, err error) {
		if x.Full, err = ordersstore.WindowOrder(v, a.Hub, token, orderID); err != nil {
			return x, err
		}
		if x.Progress, err = ProgressOf(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Approved, err = firstsApproved(v, a.Hub, x.Order); err != nil {
			return x, err
		}
		if x.Judged, err = firsts(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Order.FirstRows > 0 {
			if x.FirstRows, err = s.firstRows(v, a.Hub, x.Full); err != nil {
				return x, err
			}
		}
		x.Deliveries, err = deliveries(v, a.Hub, orderID)
		return x, err
	})
}
