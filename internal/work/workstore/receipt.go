package workstore

import (
	"context"
	"errors"

	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// deemJob accepts what nobody inspected in time. The day of payment does not move.
func (s *Store) deemJob(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		err = errors.Join(err, s.deem(ctx, h))
	}
	return err
}

func (s *Store) deem(ctx context.Context, hubID string) error {
	a := who.System(hubID, "deemed")
	ids, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) {
		today := hubstore.Day(v)
		return db.All(v, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
			`select t.piece_id from work_receipt t join work_piece p on p.hub_id = t.hub_id and p.id = t.piece_id where t.hub_id = $1 and t.accepted_at = '' and t.accept_by < $2 and p.state = 'delivered' order by t.accept_by limit 500`, hubID, today)
	})
	for _, x := range ids {
		err = errors.Join(err, db.Do(ctx, s.DB, func(tx *db.Tx) error {
			p, err := loadPiece(tx, hubID, x)
			if err != nil || p.State != work.DeliveredIn {
				return err
			}
			f, err := ordersstore.Whole(tx, hubID, p.Order)
			if err != nil {
				return err
			}
			claim, err := db.Value[string](tx, `select coalesce(max(id), '') from work_claim where hub_id = $1 and piece_id = $2 and state = 'delivered'`, hubID, p.ID)
			if err != nil {
				return err
			}
			return inspection{s: s, tx: tx, a: a, f: f, p: p, claim: claim}.accept(0, 0, true)
		}))
	}
	return err
}

// Receipt is what follows from a delivery: the days of the law, the fee, who accepted it.
func (s *Store) Receipts(ctx context.Context, a who.Actor) ([]work.Receipt, error) {
	if err := a.May(work.MayDo); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]work.Receipt, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		return db.All(v, scanReceipt, receiptColumns+`and worker_id = $2 order by received_on desc, claim_id desc limit 500`, a.Hub, w.ID)
	})
}

const receiptColumns = `select claim_id, piece_id, order_id, worker_id, rows, fee_yen, extra_yen, received_on, last_lawful_on, due_on, accept_by, accepted_at, accepted_by, deemed from work_receipt where hub_id = $1 `

func scanReceipt(r db.Scanner) (x work.Receipt, err error) {
	var deemed int
	err = r.Scan(&x.Claim, &x.Piece, &x.Order, &x.Worker, &x.Rows, &x.Fee, &x.Extra, &x.Received, &x.LastLawful, &x.Due, &x.AcceptBy, &x.Accepted, &x.By, &deemed)
	x.Deemed = deemed == 1
	return x, err
}

// Stated notes that a payment statement tells an amount of what was received for a claim, in a
// write that goes on; for the house that draws statements up.
func Stated(tx *db.Tx, hub, claim string, amount yen.Amount) error {
	_, err := tx.Exec(`update work_receipt set told_yen = told_yen + $3 where hub_id = $1 and claim_id = $2`, hub, claim, amount)
	return err
}
