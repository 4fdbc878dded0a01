package dispatchstore

import (
	"context"
	"encoding/json"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers/workersstore"
)

// Mine is why work came to a worker or did not, in the newest plan: about her alone.
type Mine struct {
	Made    when.Instant // zero where there is no plan
	Reasons []MyReason
}

// MyReason is the reason for one order.
type MyReason struct {
	dispatch.Reason
	Title string
	Kind  orders.Kind
	Out   bool // she was asked
	Units int  // pieces she was asked for
}

// MyReasons reads a worker's own reasons. What only staff know yet, that a plan would ask
// her, is not told before she is asked.
func (s *Store) MyReasons(ctx context.Context, a who.Actor) (Mine, error) {
	if err := a.May(dispatch.MayOwn); err != nil {
		return Mine{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (m Mine, err error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return m, err
		}
		p, err := newest(v, a.Hub)
		if err != nil || p.No == 0 {
			return m, err
		}
		m.Made = p.Made
		out, err := myOffers(v, a.Hub, w.ID)
		if err != nil {
			return m, err
		}
		reasons, err := reasonsOf(v, a.Hub, p.No, w.ID)
		if err != nil {
			return m, err
		}
		return m, m.tell(v, a.Hub, reasons, out)
	})
}

// tell puts reasons in words' reach. Of an order nobody was called for, and of an offer that
// has not been told yet, she hears when she is asked.
func (m *Mine) tell(v *db.View, hubID string, reasons []dispatch.Reason, out map[string]Offer) error {
	var b Board
	if err := b.titles(v, hubID); err != nil {
		return err
	}
	called, err := orderSet(v, `select distinct order_id from work_call where hub_id = $1`, hubID)
	if err != nil {
		return err
	}
	for _, r := range reasons {
		o, live := b.Titles[r.Order]
		if !live || !called[r.Order] {
			continue
		}
		x := MyReason{Reason: r, Title: o.Title, Kind: b.Kinds[o.Kind]}
		f, asked := out[r.Order]
		switch {
		case r.Given && r.Why == dispatch.InHand:
		case asked && f.Told.IsZero():
			continue
		case asked:
			x.Out, x.Given, x.Why, x.Units = true, true, f.Why, f.Units
		case r.Given:
			continue
		}
		m.Reasons = append(m.Reasons, x)
	}
	return nil
}

func reasonsOf(q db.Q, hubID string, no int, workerID string) (out []dispatch.Reason, err error) {
	rows, err := db.All(q, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err },
		`select reasons from dispatch_load where hub_id = $1 and plan_no = $2 and worker_id = $3`, hubID, no, workerID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return out, json.Unmarshal([]byte(rows[0]), &out)
}

// myOffers are a worker's standing offers, those told before those that are not yet.
func myOffers(q db.Q, hubID, workerID string) (map[string]Offer, error) {
	out := map[string]Offer{}
	_, err := db.All(q, func(r db.Scanner) (x Offer, err error) {
		err = r.Scan(&x.Order, &x.Units, &x.Why, &x.Told)
		if was, ok := out[x.Order]; ok && !was.Told.IsZero() {
			if x.Told.IsZero() {
				return was, err
			}
			x.Units += was.Units
		}
		out[x.Order] = x
		return x, err
	}, `select order_id, units, why, told_at from dispatch_offer where hub_id = $1 and worker_id = $2 and closed_at = '' order by made_at, id`, hubID, workerID)
	return out, err
}
