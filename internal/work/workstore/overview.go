package workstore

import (
	"context"
	"errors"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
)

// Progress is how far an order is, in rows of all lanes and passes.
type Progress struct {
	Total, Entered, Accepted int
	Pieces                   map[work.State]int
	Fees                     yen.Amount // of all pieces, with what is paid for doing things again
	People                   int
	Late                     int // deliveries that wait beyond their day
}

// Percent of n in all rows.
func (p Progress) Percent(n int) int {
	if p.Total == 0 {
		return 0
	}
	return n * 100 / p.Total
}

// ProgressOf counts how far an order is; for the stores above.
func ProgressOf(q db.Q, hub, orderID string) (p Progress, err error) {
	p.Pieces = map[work.State]int{}
	_, err = db.All(q, func(r db.Scanner) (int, error) {
		var state work.State
		var n, rows int
		var fee yen.Amount
		err := r.Scan(&state, &n, &rows, &fee)
		p.Pieces[state], p.Total, p.Fees = n, p.Total+rows, p.Fees+fee
		if state == work.Accepted {
			p.Accepted = rows
		}
		return n, err
	}, `select state, count(*), cast(sum(rows) as bigint), cast(sum(fee_yen) as bigint) from work_piece where hub_id = $1 and order_id = $2 group by state`, hub, orderID)
	if err != nil {
		return p, err
	}
	if p.Entered, err = db.Value[int](q, `select cast(coalesce(sum((select count(*) from work_row r where r.hub_id = p.hub_id and r.piece_id = p.id)), 0) as bigint)
		from work_piece p where p.hub_id = $1 and p.order_id = $2`, hub, orderID); err != nil { // piece by piece: as a join, SQLite would walk over the rows of all orders
		return p, err
	}
	if p.People, err = db.Value[int](q, `select count(distinct worker_id) from work_claim where hub_id = $1 and order_id = $2`, hub, orderID); err != nil {
		return p, err
	}
	extra, err := db.Value[int64](q, `select cast(coalesce(sum(extra_yen), 0) as bigint) from work_receipt where hub_id = $1 and order_id = $2`, hub, orderID)
	p.Fees += yen.Amount(extra)
	return p, err
}

// Overview is the work on an order, for staff.
type Overview struct {
	ordersstore.Full
	Progress
	Cut        bool
	Call       work.Call
	Called     bool
	Told       []Told
	Approved   bool
	Firsts     []work.FirstForm
	Deliveries []work.Delivery
	Margin     yen.Amount // the price without tax, less what workers get (S26)
}

// Told is somebody who was told of a call, and what they answered.
type Told struct{ Worker, Name, Answer string }

// Overview is how the work on an order stands.
func (s *Store) Overview(ctx context.Context, a who.Actor, orderID string) (Overview, error) {
	if err := a.May(work.MayCheck); err != nil {
		return Overview{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Overview, err error) {
		if x.Full, err = ordersstore.Whole(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Progress, err = ProgressOf(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Cut, err = Cut(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Call, x.Called, err = liveCall(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Told, err = db.All(v, func(r db.Scanner) (t Told, err error) { err = r.Scan(&t.Worker, &t.Name, &t.Answer); return t, err },
			`select w.id, w.name, t.answer from work_call_to t join worker w on w.hub_id = t.hub_id and w.id = t.worker_id where t.hub_id = $1 and t.order_id = $2 and t.told_version > 0 order by w.kana, w.id`, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Approved, err = firstsApproved(v, a.Hub, x.Order); err != nil {
			return x, err
		}
		if x.Firsts, err = firsts(v, a.Hub, orderID); err != nil {
			return x, err
		}
		if x.Deliveries, err = deliveries(v, a.Hub, orderID); err != nil {
			return x, err
		}
		x.Margin = x.Price.Times(int64(x.Volume)) - x.Fees
		return x, nil
	})
}

// PieceOfRow finds the piece that holds a row, so that an objection leads to its work.
func (s *Store) PieceOfRow(ctx context.Context, a who.Actor, orderID string, row int) (string, error) {
	if err := a.May(work.MayCheck); err != nil {
		return "", err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (string, error) {
		ps, err := db.All(v, scanPiece, pieceColumns+`and p.order_id = $2 and p.pass = 1 and p.first_row <= $3 order by p.first_row desc limit 50`, a.Hub, orderID, row)
		for _, p := range ps {
			if p.Rows.Has(row) {
				return p.ID, nil
			}
		}
		return "", errors.Join(err, errPiece)
	})
}

// Waiting is what waits for staff: deliveries to inspect, those beyond their day, questions,
// and items of terms that were to be decided by now.
type Waiting struct{ Inspect, Late, Questions, Objections, Undecided int }

// Waits counts what waits for staff.
func (s *Store) Waits(ctx context.Context, a who.Actor) (Waiting, error) {
	if err := a.May(work.MayCheck); err != nil {
		return Waiting{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (w Waiting, err error) {
		today := v.Now().DateIn(when.Tokyo)
		if w.Inspect, err = db.Value[int](v, `select count(*) from work_piece where hub_id = $1 and state = 'delivered'`, a.Hub); err != nil {
			return w, err
		}
		if w.Late, err = db.Value[int](v, `select count(*) from work_receipt where hub_id = $1 and accepted_at = '' and accept_by <= $2`, a.Hub, today); err != nil {
			return w, err
		}
		if w.Questions, err = db.Value[int](v, `select count(*) from work_question where hub_id = $1 and answered_at = ''`, a.Hub); err != nil {
			return w, err
		}
		if w.Undecided, err = db.Value[int](v, `select count(*) from work_open_item where hub_id = $1 and decided_at = '' and decide_by <= $2`, a.Hub, today); err != nil {
			return w, err
		}
		w.Objections, err = db.Value[int](v, `select count(*) from work_delivery d join client_order o on o.hub_id = d.hub_id and o.id = d.order_id where d.hub_id = $1 and d.state = 'objected' and o.state = 'working'`, a.Hub)
		return w, err
	})
}
