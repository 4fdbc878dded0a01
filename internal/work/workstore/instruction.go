package workstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// Instruct writes the next version of an order's instruction; everybody who has a piece of it in hand is told.
func (s *Store) Instruct(ctx context.Context, a who.Actor, orderID string, last int, body, reason string) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := ordersstore.Load(tx, a.Hub, orderID); err != nil {
			return err
		}
		_, err := s.instruct(tx, a, orderID, last, body, reason)
		return err
	})
}

func (s *Store) instruct(tx *db.Tx, a who.Actor, orderID string, last int, body, reason string) (int, error) {
	no, err := ordersstore.Instruct(tx, a, orderID, last, body, reason)
	if err != nil || no == 1 {
		return no, err
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return no, err
	}
	o, err := ordersstore.Load(tx, a.Hub, orderID)
	if err != nil {
		return no, err
	}
	ids, err := db.All(tx, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
		`select distinct worker_id from work_claim where hub_id = $1 and order_id = $2 and state in ('held', 'rework') order by worker_id`, a.Hub, orderID)
	if err != nil {
		return no, err
	}
	for _, x := range ids {
		w, err := workersstore.Load(tx, a.Hub, x)
		if err != nil {
			return no, err
		}
		if err := s.write(tx, h, w, "instruction", "/my/work", o.Title); err != nil {
			return no, err
		}
	}
	return no, nil
}
