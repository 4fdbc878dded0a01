package workstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// Losses are the pieces people have in hand of an order, and what its end would take from them.
func (s *Store) Losses(ctx context.Context, a who.Actor, orderID string) ([]work.Loss, error) {
	if err := a.May(work.MayRun); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]work.Loss, error) {
		f, err := ordersstore.Whole(v, a.Hub, orderID)
		if err != nil {
			return nil, err
		}
		_, losses, err := s.losses(v, a.Hub, f)
		return losses, err
	})
}

// losses are the claims in hand, and beside each what its holder would lose.
func (s *Store) losses(q db.Q, hub string, f ordersstore.Full) ([]held, []work.Loss, error) {
	_, today, err := hubstore.Today(q, hub)
	if err != nil {
		return nil, nil, err
	}
	hs, err := db.All(q, scanHeld, heldColumns+`and c.order_id = $2 and c.state in ('held', 'rework') order by p.no`, hub, f.ID)
	if err != nil || len(hs) == 0 {
		return nil, nil, err
	}
	done, err := s.doneRows(q, hub, f, today, hs)
	if err != nil {
		return nil, nil, err
	}
	names, err := db.All(q, func(r db.Scanner) (x work.Loss, err error) {
		err = r.Scan(&x.Worker, &x.WorkerName, &x.WorkerNo)
		return x, err
	}, `select distinct w.id, w.name, w.no from work_claim c join worker w on w.hub_id = c.hub_id and w.id = c.worker_id where c.hub_id = $1 and c.order_id = $2 and c.state in ('held', 'rework')`, hub, f.ID)
	if err != nil {
		return nil, nil, err
	}
	out := make([]work.Loss, len(hs))
	for i, h := range hs {
		x := work.Loss{Claim: h.Claim, Piece: h.ID, Worker: h.Worker, No: h.No, Rows: h.Rows.Count(), Done: done[h.ID], Again: h.Phase == "rework"}
		for _, n := range names {
			if n.Worker == h.Worker {
				x.WorkerName, x.WorkerNo = n.WorkerName, n.WorkerNo
			}
		}
		if x.Again {
			x.Done = x.Rows
		}
		if !f.Practice {
			x.Rest = f.Fee.Times(int64(x.Left()))
			if x.Earned = h.Fee; x.Left() > 0 {
				x.Earned = h.Fee * yen.Amount(x.Done) / yen.Amount(x.Rows)
			}
		}
		out[i] = x
	}
	return hs, out, nil
}

// doneRows counts the finished rows of each piece in hand, in one read.
func (s *Store) doneRows(q db.Q, hub string, f ordersstore.Full, today when.Date, hs []held) (map[string]int, error) {
	asked := map[string][]orders.Column{}
	for _, h := range hs {
		asked[h.ID] = orders.AskedIn(f.Columns, h.Lane)
	}
	done := map[string]int{}
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		var piece string
		a, err := s.scanAnswer(prefixed{r, &piece})
		if err == nil && a.Done(asked[piece], today) {
			done[piece]++
		}
		return 0, err
	}, `select r.piece_id, r.row_no, r.cells_sealed, r.file_id, r.file_name, r.version, r.saved_at, r.mark from work_claim c join work_row r on r.hub_id = c.hub_id and r.piece_id = c.piece_id
		where c.hub_id = $1 and c.order_id = $2 and c.state = 'held'`, hub, f.ID)
	return done, err
}

// prefixed reads one column before those another reader knows.
type prefixed struct {
	db.Scanner
	first *string
}

// Scan reads the column in front, then the others.
func (p prefixed) Scan(dest ...any) error { return p.Scanner.Scan(append([]any{p.first}, dest...)...) }

// Cancel ends an order whose pieces are out with people. What is done is received and
// paid; for what is left each is paid what was agreed here, never less than it cost her. What
// was delivered before is inspected as ever.
func (s *Store) Cancel(ctx context.Context, a who.Actor, orderID string, version int, form work.CancelForm) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		f, err := ordersstore.Whole(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if f.Version != version || f.State != orders.Working {
			return errStale
		}
		hs, losses, err := s.losses(tx, a.Hub, f)
		if err != nil {
			return err
		}
		cs, reason, less, err := form.Read(losses)
		if err != nil {
			return err
		}
		ev := work.Settled{Order: f.ID, Pieces: len(cs)}
		for i, c := range cs {
			if err := s.settle(tx, a, f, hs[i], c, reason, less); err != nil {
				return err
			}
			ev.Paid, ev.Cost = ev.Paid+c.Paid, ev.Cost+c.Cost
		}
		if _, err := tx.Exec(`update work_call set closed_at = $3 where hub_id = $1 and order_id = $2 and closed_at = ''`, a.Hub, f.ID, tx.Now()); err != nil {
			return err
		}
		if err := ordersstore.Move(tx, a, f.Order, orders.Cancelled, reason); err != nil {
			return err
		}
		return journal.Note(tx, a, ev)
	})
}

// settle ends one claim of a cancelled order, records what is owed for it, and tells its holder.
func (s *Store) settle(tx *db.Tx, a who.Actor, f ordersstore.Full, h held, c work.Compensation, reason, less string) error {
	h0, today, err := hubstore.Today(tx, a.Hub)
	if err != nil {
		return err
	}
	w, err := workersstore.Load(tx, a.Hub, h.Worker)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`update terms_notice set state = 'refused' where hub_id = $1 and piece_id = $2 and worker_id = $3 and state = 'proposed'`, a.Hub, h.ID, w.ID); err != nil {
		return err
	}
	if c.Again { // nothing more is asked of her
		p := h.Piece
		p.State = work.Accepted
		if err := (inspection{s: s, tx: tx, a: a, f: f, p: p, claim: h.Claim}).accept(0, 0, false); err != nil {
			return err
		}
	} else if _, err := s.end(tx, a, h, w, f, today, "handed_back"); err != nil {
		return err
	}
	if less != "" {
		reason += "\n" + less
	}
	if _, err := tx.Exec(`insert into work_compensation (hub_id, claim_id, order_id, piece_id, worker_id, rows_left, rest_yen, cost_yen, paid_yen, reason, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		a.Hub, h.Claim, f.ID, h.ID, w.ID, c.Left(), int64(c.Rest), int64(c.Cost), int64(c.Paid), reason, a.Name, tx.Now()); err != nil {
		return err
	}
	if err := compensate(tx, a, h, c, today); err != nil {
		return err
	}
	return s.write(tx, h0, w, "settled", "/my/work", f.Title)
}

// compensate puts what is paid for a taken piece on the receipt of what was done of it, or
// on one of its own where nothing was: from there it is paid like a fee.
func compensate(tx *db.Tx, a who.Actor, h held, c work.Compensation, today when.Date) error {
	if c.Paid == 0 {
		return nil
	}
	n, err := tx.Exec(`update work_receipt set extra_yen = extra_yen + $3 where hub_id = $1 and claim_id = $2`, a.Hub, h.Claim, int64(c.Paid))
	if err != nil || n > 0 {
		return err
	}
	due, limit, err := duedate.Standard.Choose(duedate.Terms{Received: today})
	if err != nil {
		return err
	}
	if err := receive(tx, a.Hub, h, c.Left(), 0, today, due, limit); err != nil {
		return err
	}
	_, err = tx.Exec(`update work_receipt set extra_yen = $3, accepted_at = $4, accepted_by = $5 where hub_id = $1 and claim_id = $2`, a.Hub, h.Claim, int64(c.Paid), tx.Now(), a.Name)
	return err
}
