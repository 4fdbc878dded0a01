package dispatchstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/whole"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
)

// Rehearsal is a fortnight that was lived in memory, with the names for it.
type Rehearsal struct {
	dispatch.Rehearsed
	What   dispatch.WhatIf
	Titles map[string]orders.Order
}

// Rehearse lives a fortnight of a copy of today's facts. It reads once, in one picture of
// the books, and writes nothing; what is lived has no way to mail or to pay.
func (s *Store) Rehearse(ctx context.Context, a who.Actor, form dispatch.WhatIfForm) (Rehearsal, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return Rehearsal{}, err
	}
	var out Rehearsal
	f, err := db.Read(ctx, s.DB, func(v *db.View) (f dispatch.Facts, err error) {
		h, err := hubstore.Load(v, a.Hub)
		if err != nil {
			return f, err
		}
		kinds, err := ordersstore.Catalogue(v, a.Hub)
		if err != nil {
			return f, err
		}
		if out.What, err = form.Read(kinds, v.Now().DateIn(h.Zone())); err != nil {
			return f, err
		}
		var b Board
		if err := b.names(v, a.Hub); err != nil {
			return f, err
		}
		out.Titles = b.Titles
		return facts(v, h)
	})
	if err != nil {
		return out, err
	}
	out.Rehearsed, err = dispatch.Rehearse(f, out.What, func(t *dispatch.Task) (*plan.Plan, error) { return whole.Solve(ctx, t.Problem, whole.Options{}) })
	return out, err
}
