package workstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

var errItem = fault.New(fault.Conflict, "work.fault.item_open")

// openItems are the items of an order's terms that are or were undetermined.
func openItems(q db.Q, hub, orderID string) ([]work.OpenItem, error) {
	return db.All(q, func(r db.Scanner) (x work.OpenItem, err error) {
		err = r.Scan(&x.Item, &x.Reason, &x.DecideBy, &x.Value, &x.Decided, &x.DecidedBy)
		return x, err
	}, `select item, reason, decide_by, value, decided_at, decided_by from work_open_item where hub_id = $1 and order_id = $2 order by decide_by, item`, hub, orderID)
}

// OpenItems are the items of an order's terms that are or were undetermined, for staff.
func (s *Store) OpenItems(ctx context.Context, a who.Actor, orderID string) ([]work.OpenItem, error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]work.OpenItem, error) { return openItems(v, a.Hub, orderID) })
}

// LeaveOpen says that an item cannot be fixed yet, why, and by when it will be. It stands so
// in every notice from now on; those that were given before have it already.
func (s *Store) LeaveOpen(ctx context.Context, a who.Actor, orderID string, form work.OpenForm) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := hubstore.Day(tx)
		u, err := form.Read(today)
		if err != nil {
			return err
		}
		o, err := ordersstore.Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if o.State != orders.Ordered && o.State != orders.Working {
			return errState
		}
		if err := db.Exec1(tx, errItem, `insert into work_open_item (hub_id, order_id, item, reason, decide_by, made_by, made_at, value, decided_by, decided_at) values ($1, $2, $3, $4, $5, $6, $7, '', '', '')
			on conflict (hub_id, order_id, item) do nothing`, a.Hub, o.ID, u.Item, u.Reason, u.DecideBy, a.Name, tx.Now()); err != nil {
			return err
		}
		return journal.Note(tx, a, work.LeftOpen{Order: o.ID, Item: u.Item, Reason: u.Reason, DecideBy: u.DecideBy})
	})
}

// Decide fixes an open item, and gives everybody who has a notice with it open a supplement:
// a new version, linked to the notice it completes.
func (s *Store) Decide(ctx context.Context, a who.Actor, orderID, item, value string) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		value, err := work.ReadDecision(value)
		if err != nil {
			return err
		}
		o, err := ordersstore.Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if err := db.Exec1(tx, errItem, `update work_open_item set value = $4, decided_by = $5, decided_at = $6 where hub_id = $1 and order_id = $2 and item = $3 and decided_at = ''`,
			a.Hub, o.ID, item, value, a.Name, tx.Now()); err != nil {
			return err
		}
		n, err := s.supplement(tx, a, o, item, value)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, work.Supplemented{Order: o.ID, Item: item, Value: value, Notices: n})
	})
}

// supplement completes the notices of all claims in which an item was open, and writes to
// each of their holders once.
func (s *Store) supplement(tx *db.Tx, a who.Actor, o orders.Order, item, value string) (n int, err error) {
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return 0, err
	}
	ns, err := db.All(tx, scanNotice, noticeColumns+`and t.id in (select notice_id from work_claim where hub_id = $1 and order_id = $2 and state in ('held', 'delivered', 'rework', 'accepted')) order by t.worker_id, t.id`, a.Hub, o.ID)
	if err != nil {
		return 0, err
	}
	var w workers.Worker
	for _, old := range ns {
		t, open := old.Terms.Supplement(item, value)
		if !open {
			continue
		}
		first := w.ID != old.Worker // of hers: they come worker by worker
		if first {
			if w, err = workersstore.Load(tx, a.Hub, old.Worker); err != nil {
				return n, err
			}
		}
		now, err := insertNotice(tx, a.Hub, w, work.Piece{ID: old.Piece, Order: o.ID}, t, notice{state: "agreed", supplements: old.ID})
		if err != nil {
			return n, err
		}
		if _, err := tx.Exec(`update work_claim set notice_id = $3 where hub_id = $1 and notice_id = $2`, a.Hub, old.ID, now); err != nil {
			return n, err
		}
		if n++; !first {
			continue
		}
		if err := s.write(tx, h, w, "supplement", "/my/work/terms/"+now, o.Title); err != nil {
			return n, err
		}
	}
	return n, nil
}
