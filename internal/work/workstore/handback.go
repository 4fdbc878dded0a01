package workstore

import (
	"context"
	"errors"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// HandBack gives a piece back. The rows that are done are delivered and paid; the rest goes
// on to somebody else. No reason is asked, and none can be given.
func (s *Store) HandBack(ctx context.Context, a who.Actor, pieceID string) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, w, err := mine(tx, a, pieceID)
		if err != nil {
			return err
		}
		if h.Phase == "rework" {
			return errState // what is to be done again belongs to a delivery; the leader takes it over
		}
		return s.giveBack(tx, a, h, w, false)
	})
}

// giveBack ends a claim: done rows stay with who did them, the others become a piece of their own.
func (s *Store) giveBack(tx *db.Tx, a who.Actor, h held, w workers.Worker, lapsed bool) error {
	today := hubstore.Day(tx)
	f, err := ordersstore.Whole(tx, a.Hub, h.Order)
	if err != nil {
		return err
	}
	how := "handed_back"
	if lapsed {
		how = "lapsed"
	}
	rows := h.Rows.Count()
	left, err := s.end(tx, a, h, w, f, today, how)
	if err != nil {
		return err
	}
	return journal.Note(tx, a, work.HandedBack{Claim: h.Claim, Order: h.Order, Done: rows - left, Left: left, Lapsed: lapsed})
}

// end ends a claim in one of the ways that leave rows undone, and answers how many those are.
func (s *Store) end(tx *db.Tx, a who.Actor, h held, w workers.Worker, f ordersstore.Full, today when.Date, how string) (int, error) {
	done, left, err := s.apart(tx, a.Hub, f, h.Piece, today)
	if err != nil {
		return 0, err
	}
	if len(done) == 0 {
		return left.Count(), s.reopen(tx, a.Hub, h, left, how)
	}
	if len(left) > 0 {
		if err := s.part(tx, a.Hub, &h, f, done, left); err != nil {
			return 0, err
		}
	}
	return left.Count(), s.deliver(tx, a, h, w, f, today)
}

// reopen gives a piece on of which nothing is done.
func (s *Store) reopen(tx *db.Tx, hub string, h held, left work.Rows, how string) error {
	if _, err := tx.Exec(`update work_claim set state = $3, ended_at = $4 where hub_id = $1 and id = $2`, hub, h.Claim, how, tx.Now()); err != nil {
		return err
	}
	if err := forget(tx, hub, h.ID, left); err != nil {
		return err
	}
	_, err := tx.Exec(`update work_piece set state = 'open', worker_id = '', version = version + 1 where hub_id = $1 and id = $2`, hub, h.ID)
	return err
}

// part splits a piece in two: what is done keeps its place, what is left opens anew.
func (s *Store) part(tx *db.Tx, hub string, h *held, f ordersstore.Full, done, left work.Rows) error {
	each := h.Fee / yen.Amount(max(1, h.Rows.Count()))
	rest := h.Piece
	if err := forget(tx, hub, h.ID, left); err != nil {
		return err
	}
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from work_piece where hub_id = $1 and order_id = $2`, hub, h.Order)
	if err != nil {
		return err
	}
	rest.ID, rest.No, rest.Parent, rest.State, rest.Rows = id.Make(), no, h.ID, work.Open, left
	rest.Seconds, rest.Fee = left.Count()*f.Seconds, f.Fee.Times(int64(left.Count()))
	if err := insertPiece(tx, hub, rest); err != nil {
		return err
	}
	h.Rows, h.Seconds, h.Fee = done, done.Count()*f.Seconds, max(f.Fee.Times(int64(done.Count())), each*yen.Amount(done.Count()))
	_, err = tx.Exec(`update work_piece set row_set = $3, first_row = $4, rows = $5, seconds = $6, fee_yen = $7 where hub_id = $1 and id = $2`,
		hub, h.ID, done.String(), done.First(), done.Count(), h.Seconds, int64(h.Fee))
	return err
}

// forget takes half-filled rows away that go on to somebody else.
func forget(tx *db.Tx, hub, pieceID string, rows work.Rows) error {
	for _, r := range rows {
		if _, err := tx.Exec(`delete from work_row where hub_id = $1 and piece_id = $2 and row_no >= $3 and row_no <= $4`, hub, pieceID, r.From, r.To); err != nil {
			return err
		}
	}
	return nil
}

// apart tells which rows of a piece are done.
func (s *Store) apart(q db.Q, hub string, f ordersstore.Full, p work.Piece, today when.Date) (done, left work.Rows, err error) {
	answers, err := s.answers(q, hub, p.ID)
	if err != nil {
		return nil, nil, err
	}
	asked := orders.AskedIn(f.Columns, p.Lane)
	done, left = p.Rows.Apart(func(no int) bool { x, ok := answers[no]; return ok && x.Done(asked, today) })
	return done, left, nil
}

// lapseBatch is how many leases are ended in one round of the job.
const lapseBatch = 200

// lapseJob gives on what nobody has touched until its lease ran out. Nothing is lowered by
// it and nobody is blamed: done rows are delivered and paid, and the person hears of it.
func (s *Store) lapseJob(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		err = errors.Join(err, s.lapse(ctx, h))
	}
	return err
}

func (s *Store) lapse(ctx context.Context, hubID string) error {
	ids, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) {
		return db.All(v, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
			`select id from work_claim where hub_id = $1 and state = 'held' and lease_until < $2 order by lease_until, id limit $3`, hubID, v.Now(), lapseBatch)
	})
	a := who.System(hubID, "lease")
	for _, x := range ids {
		err = errors.Join(err, db.Do(ctx, s.DB, func(tx *db.Tx) error {
			hs, err := db.All(tx, scanHeld, heldColumns+`and c.id = $2 and c.state = 'held' and c.lease_until < $3`, hubID, x, tx.Now())
			if err != nil || len(hs) == 0 {
				return err
			}
			return s.lapseOne(tx, a, hs[0])
		}))
	}
	return err
}

func (s *Store) lapseOne(tx *db.Tx, a who.Actor, h held) error {
	w, err := workersstore.Load(tx, a.Hub, h.Worker)
	if err != nil {
		return err
	}
	if err := s.giveBack(tx, a, h, w, true); err != nil {
		return err
	}
	x, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	o, err := ordersstore.Load(tx, a.Hub, h.Order)
	if err != nil {
		return err
	}
	return s.write(tx, x, w, "lapsed", "/my/work", o.Title)
}
