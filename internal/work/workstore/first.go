package workstore

import (
	"context"
	"errors"
	"io"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
)

func firsts(q db.Q, hub, orderID string) ([]work.FirstForm, error) {
	return db.All(q, func(r db.Scanner) (f work.FirstForm, err error) {
		var right int
		err = r.Scan(&f.Row, &right, &f.Words)
		f.Right = right == 1
		return f, err
	}, `select row_no, correct, words from work_first where hub_id = $1 and order_id = $2 order by row_no`, hub, orderID)
}

// firstRows are the client's first rows once every piece of them was accepted by an inspector.
func (s *Store) firstRows(q db.Q, hub string, f ordersstore.Full) ([]work.Result, error) {
	open, err := db.Value[int](q, `select count(*) from work_piece where hub_id = $1 and order_id = $2 and first = 1 and state <> 'accepted'`, hub, f.ID)
	if err != nil {
		return nil, err
	}
	all, err := db.Value[int](q, `select count(*) from work_piece where hub_id = $1 and order_id = $2 and first = 1`, hub, f.ID)
	if err != nil || open > 0 || all == 0 {
		return nil, err
	}
	n := min(f.Order.FirstRows, f.Rows)
	byRow, err := s.results(q, hub, f, 1, n)
	if err != nil {
		return nil, err
	}
	var out []work.Result
	for no := 1; no <= n; no++ {
		out = append(out, byRow[no])
	}
	return out, nil
}

// JudgeFirsts is the client's word on the first rows. If they approve, the rest opens.
func (s *Store) JudgeFirsts(ctx context.Context, a who.Actor, token, orderID, by string, approve bool, fs []work.FirstForm) error {
	if err := a.May(work.MayWatch); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		f, err := ordersstore.WindowOrder(tx, a.Hub, token, orderID)
		if err != nil {
			return err
		}
		rows, err := s.firstRows(tx, a.Hub, f)
		if err != nil {
			return err
		}
		done, err := firstsApproved(tx, a.Hub, f.Order)
		if err != nil || done || len(rows) == 0 {
			return errors.Join(err, errState)
		}
		fs = slices.DeleteFunc(fs, func(x work.FirstForm) bool { return x.Row < 1 || x.Row > len(rows) })
		if fs, err = work.ReadFirsts(fs, len(rows)); err != nil {
			return err
		}
		if by = ja.Name(by); by == "" {
			var c fault.Check
			c.Add("by", "work.field.missing")
			return c.Err()
		}
		e := work.FirstsJudged{Order: orderID, Approved: approve}
		for _, x := range fs {
			if x.Right {
				e.Right++
			} else {
				e.Wrong++
			}
			_, err := tx.Exec(`insert into work_first (hub_id, order_id, row_no, correct, words, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)
				on conflict (hub_id, order_id, row_no) do update set correct = excluded.correct, words = excluded.words, made_by = excluded.made_by, made_at = excluded.made_at`,
				a.Hub, orderID, x.Row, db.Bit(x.Right), x.Words, by, tx.Now())
			if err != nil {
				return err
			}
		}
		if approve {
			if err := s.approve(tx, a, orderID, by); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, e)
	})
}

// approve opens the rest of an order.
func (s *Store) approve(tx *db.Tx, a who.Actor, orderID, by string) error {
	if _, err := tx.Exec(`insert into work_approval (hub_id, order_id, made_by, made_at) values ($1, $2, $3, $4) on conflict (hub_id, order_id) do nothing`, a.Hub, orderID, by, tx.Now()); err != nil {
		return err
	}
	c, ok, err := liveCall(tx, a.Hub, orderID)
	if err != nil || !ok {
		return err
	}
	o, err := ordersstore.Load(tx, a.Hub, orderID)
	if err != nil {
		return err
	}
	return openPieces(tx, a.Hub, o, c.Deadline)
}

// ApproveFor records that a client approved the first rows by telephone or mail.
func (s *Store) ApproveFor(ctx context.Context, a who.Actor, orderID, by string) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		var c fault.Check
		by = ja.Name(by)
		c.When(by == "", "by", "work.field.missing")
		if err := c.Err(); err != nil {
			return err
		}
		if err := s.approve(tx, a, orderID, by); err != nil {
			return err
		}
		return journal.Note(tx, a, work.FirstsJudged{Order: orderID, Approved: true})
	})
}

// FirstFile opens the picture, page or recording of one of the first rows a client looks at.
func (s *Store) FirstFile(ctx context.Context, a who.Actor, token, orderID string, row int) (orders.Row, io.ReadSeeker, error) {
	if err := a.May(work.MayWatch); err != nil {
		return orders.Row{}, nil, err
	}
	r, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Row, error) {
		f, err := ordersstore.WindowOrder(v, a.Hub, token, orderID)
		if err == nil && (row < 1 || row > f.FirstRows) {
			err = errPiece
		}
		if err != nil {
			return orders.Row{}, err
		}
		return s.rowOf(v, a.Hub, orderID, row)
	})
	if err != nil {
		return r, nil, err
	}
	f, err := s.Orders.RowFile(ctx, a, r.File)
	return r, f, err
}
