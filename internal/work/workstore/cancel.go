package workstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub"
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
	today := hubstore.Day(q)
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
		h, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return err
		}
		e := ending{s, tx, a, h, today, f, reason}
		if less != "" {
			e.reason += "\n" + less
		}
		ev := work.Settled{Order: f.ID, Pieces: len(cs)}
		for i, c := range cs {
			if err := e.settle(hs[i], c); err != nil {
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

// ending is the end of an order with work in hand, as it is written down.
type ending struct {
	s      *Store
	tx     *db.Tx
	a      who.Actor
	hub    hub.Hub
	today  when.Date
	f      ordersstore.Full
	reason string // as it stands with each compensation
}

// settle ends one claim, records what is owed for it, and tells its holder.
func (e ending) settle(h held, c work.Compensation) error {
	w, err := workersstore.Load(e.tx, e.a.Hub, h.Worker)
	if err != nil {
		return err
	}
	if _, err := e.tx.Exec(`update terms_notice set state = 'refused' where hub_id = $1 and piece_id = $2 and worker_id = $3 and state = 'proposed'`, e.a.Hub, h.ID, w.ID); err != nil {
		return err
	}
	if c.Again { // nothing more is asked of her
		p := h.Piece
		p.State = work.Accepted
		if err := (inspection{s: e.s, tx: e.tx, a: e.a, f: e.f, p: p, claim: h.Claim}).accept(0, 0, false); err != nil {
			return err
		}
	} else if _, err := e.s.end(e.tx, e.a, h, w, e.f, e.today, "handed_back"); err != nil {
		return err
	}
	if _, err := e.tx.Exec(`insert into work_compensation (hub_id, claim_id, order_id, piece_id, worker_id, rows_left, rest_yen, cost_yen, paid_yen, reason, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		e.a.Hub, h.Claim, e.f.ID, h.ID, w.ID, c.Left(), int64(c.Rest), int64(c.Cost), int64(c.Paid), e.reason, e.a.Name, e.tx.Now()); err != nil {
		return err
	}
	if err := e.compensate(h, c); err != nil {
		return err
	}
	return e.s.write(e.tx, e.hub, w, "settled", "/my/work", e.f.Title)
}

// compensate puts what is paid for a taken piece on the receipt of what was done of it, or
// on one of its own where nothing was: from there it is paid like a fee.
func (e ending) compensate(h held, c work.Compensation) error {
	if c.Paid == 0 {
		return nil
	}
	n, err := e.tx.Exec(`update work_receipt set extra_yen = extra_yen + $3 where hub_id = $1 and claim_id = $2`, e.a.Hub, h.Claim, int64(c.Paid))
	if err != nil || n > 0 {
		return err
	}
	due, limit, err := duedate.Standard.Choose(duedate.Terms{Received: e.today})
	if err != nil {
		return err
	}
	if err := receive(e.tx, e.a.Hub, h, c.Left(), 0, e.today, due, limit); err != nil {
		return err
	}
	_, err = e.tx.Exec(`update work_receipt set extra_yen = $3, accepted_at = $4, accepted_by = $5 where hub_id = $1 and claim_id = $2`, e.a.Hub, h.Claim, int64(c.Paid), e.tx.Now(), e.a.Name)
	return err
}
