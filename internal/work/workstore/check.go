package workstore

import (
	"context"
	"fmt"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

func (s *Store) findings(q db.Q, hub, pieceID string) ([]work.Finding, error) {
	return db.All(q, s.scanFinding, findingColumns+`and piece_id = $2 order by made_at, id`, hub, pieceID)
}

const findingColumns = `select piece_id, worker_id, row_no, column_no, line_no, cause, rework, was_sealed, now_sealed, example, made_by, made_at from work_finding where hub_id = $1 `

func (s *Store) scanFinding(r db.Scanner) (f work.Finding, err error) {
	var was, now string
	var rework int
	if err = r.Scan(&f.Piece, &f.Worker, &f.Row, &f.Column, &f.Line, &f.Cause, &rework, &was, &now, &f.Example, &f.By, &f.Made); err != nil {
		return f, err
	}
	f.Rework = rework == 1
	if f.Was, err = s.Keys.Open(findingWas, was); err != nil {
		return f, err
	}
	f.Now, err = s.Keys.Open(findingNow, now)
	return f, err
}

// Check records an inspection: what was corrected, and whether the piece is accepted or
// goes back. Nobody inspects her own work. A mistake that two people make is the
// instruction's, and doing it again is paid.
func (s *Store) Check(ctx context.Context, a who.Actor, pieceID string, version int, form work.CheckForm) error {
	if err := a.May(work.MayCheck); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := loadPiece(tx, a.Hub, pieceID)
		if err != nil {
			return err
		}
		f, err := ordersstore.Whole(tx, a.Hub, p.Order)
		if err != nil {
			return err
		}
		if p.Version != version || !inspectable(p, f.Order) {
			return errStale
		}
		w, err := workersstore.Load(tx, a.Hub, p.Worker)
		if err != nil {
			return err
		}
		if w.Person != "" && w.Person == a.Person {
			return errOwn
		}
		claim, err := db.Value[string](tx, `select coalesce(max(id), '') from work_claim where hub_id = $1 and piece_id = $2 and state in ('delivered', 'accepted')`, a.Hub, p.ID)
		if err != nil {
			return err
		}
		today := hubstore.Day(tx)
		answers, err := s.answers(tx, a.Hub, p.ID)
		if err != nil {
			return err
		}
		var in orders.Instruction
		if len(f.Instructions) > 0 {
			in = f.Instructions[0]
		}
		cols := orders.AskedIn(f.Columns, p.Lane)
		v, err := form.Read(p, cols, in, answers, today)
		if err != nil {
			return err
		}
		golds, err := s.goldsOf(tx, a.Hub, p)
		if err != nil {
			return err
		}
		if err := met(v, cols, answers, golds); err != nil {
			return err
		}
		x := inspection{s, tx, a, f, p, claim, cols, answers, v}
		return x.record()
	})
}

// met refuses an answer that is known to be wrong.
func met(v work.Verdict, cols []orders.Column, answers map[int]work.Answer, golds []work.Gold) error {
	var c fault.Check
	for _, x := range v.Unmet(cols, answers, golds) {
		c.Add(fmt.Sprintf("r%d_%d", x.Row, x.Column), "work.field.gold", "right", x.Text)
	}
	return c.Err()
}

// inspection is one inspection as it is written down.
type inspection struct {
	s       *Store
	tx      *db.Tx
	a       who.Actor
	f       ordersstore.Full
	p       work.Piece
	claim   string
	cols    []orders.Column
	answers map[int]work.Answer
	v       work.Verdict
}

func (x inspection) record() error {
	before, err := db.All(x.tx, x.s.scanFinding, findingColumns+`and order_id = $2`, x.a.Hub, x.p.Order)
	if err != nil {
		return err
	}
	wrong, err := x.fix(before)
	if err != nil {
		return err
	}
	if err := x.lot(wrong); err != nil {
		return err
	}
	if x.v.Rework {
		return x.sendBack(before)
	}
	return x.accept(len(x.v.Fixes), wrong, false)
}

// fix writes the corrections, and answers in how many rows the worker stands for a mistake.
func (x inspection) fix(before []work.Finding) (int, error) {
	rows := map[int]bool{}
	for _, f := range x.v.Fixes {
		i := slices.IndexFunc(x.cols, func(c orders.Column) bool { return c.No == f.Column })
		a := x.answers[f.Row]
		cause := work.Blame(x.v.Cause, f.Column, x.v.Line, x.p.Worker, before)
		if cause == "worker" {
			rows[f.Row] = true
		}
		if err := x.finding(f.Row, f.Column, cause, false, a.Cells[i], f.Text); err != nil {
			return 0, err
		}
		a.Cells = slices.Clone(a.Cells)
		a.Cells[i] = f.Text
		x.answers[f.Row] = a
		_, err := x.tx.Exec(`update work_row set cells_sealed = $4, mark = 'fixed', version = version + 1 where hub_id = $1 and piece_id = $2 and row_no = $3`,
			x.a.Hub, x.p.ID, f.Row, x.s.Keys.Seal(rowCells, work.PackCells(a.Cells)))
		if err != nil {
			return 0, err
		}
	}
	return len(rows), nil
}

func (x inspection) finding(row, column int, cause string, rework bool, was, now string) error {
	_, err := x.tx.Exec(`insert into work_finding (hub_id, id, order_id, piece_id, worker_id, row_no, column_no, line_no, cause, rework, was_sealed, now_sealed, example, made_by, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, x.a.Hub, id.Make(), x.p.Order, x.p.ID, x.p.Worker, row, column, x.v.Line, cause, db.Bit(rework),
		x.s.Keys.Seal(findingWas, was), x.s.Keys.Seal(findingNow, now), x.v.Example, x.a.Name, x.tx.Now())
	return err
}

// lot records how the delivery stood the test, and with it how closely the next is looked at.
func (x inspection) lot(wrong int) error {
	if x.v.Rework && x.v.Cause == "worker" {
		wrong = max(wrong, len(x.v.Rows))
	}
	regime, plan, err := planOf(x.tx, x.a.Hub, x.f.Order, x.p)
	if err != nil {
		return err
	}
	_, err = x.tx.Exec(`insert into work_lot (hub_id, worker_id, kind_id, no, piece_id, regime, rows, looked, wrong, accepted, made_at)
		select $1, $2, $3, (select coalesce(max(no), 0) + 1 from work_lot where hub_id = $1 and worker_id = $2 and kind_id = $3), $4, $5, $6, $7, $8, $9, $10`,
		x.a.Hub, x.p.Worker, x.f.Kind, x.p.ID, string(regime), x.p.Rows.Count(), plan.Size, wrong, db.Bit(wrong <= plan.Accept && !x.v.Rework), x.tx.Now())
	if err != nil {
		return err
	}
	_, err = x.tx.Exec(`insert into work_pace (hub_id, worker_id, kind_id, units, seconds, pieces, looked, wrong) values ($1, $2, $3, 0, 0, 0, $4, $5)
		on conflict (hub_id, worker_id, kind_id) do update set looked = work_pace.looked + excluded.looked, wrong = work_pace.wrong + excluded.wrong`, x.a.Hub, x.p.Worker, x.f.Kind, plan.Size, wrong)
	return err
}

// sendBack asks for rows to be done again. Where it is not the worker's to make good, it is paid.
func (x inspection) sendBack(before []work.Finding) error {
	cause := x.v.Cause
	for _, c := range x.cols {
		if b := work.Blame(x.v.Cause, c.No, x.v.Line, x.p.Worker, before); b != x.v.Cause {
			cause = b
		}
	}
	for _, r := range x.v.Rows {
		if err := x.finding(r, x.cols0(), cause, true, "", ""); err != nil {
			return err
		}
		if _, err := x.tx.Exec(`update work_row set mark = 'wrong' where hub_id = $1 and piece_id = $2 and row_no = $3`, x.a.Hub, x.p.ID, r); err != nil {
			return err
		}
	}
	extra := yen.Amount(0)
	if cause != "worker" {
		extra = x.f.Fee.Times(int64(len(x.v.Rows)))
	}
	if _, err := x.tx.Exec(`update work_receipt set extra_yen = extra_yen + $3, accepted_at = '', accepted_by = '', deemed = 0 where hub_id = $1 and claim_id = $2`, x.a.Hub, x.claim, int64(extra)); err != nil {
		return err
	}
	if _, err := x.tx.Exec(`update work_claim set state = 'rework', beat_at = $3, lease_until = $4, ended_at = '' where hub_id = $1 and id = $2`, x.a.Hub, x.claim, x.tx.Now(), x.tx.Now().Add(work.Lease)); err != nil {
		return err
	}
	if _, err := x.tx.Exec(`update work_piece set state = 'rework', version = version + 1 where hub_id = $1 and id = $2`, x.a.Hub, x.p.ID); err != nil {
		return err
	}
	if err := journal.Note(x.tx, x.a, work.Checked{Piece: x.p.ID, Order: x.p.Order, Worker: x.p.Worker, Rows: len(x.v.Rows), Cause: cause, Line: x.v.Line, Extra: extra}); err != nil {
		return err
	}
	return x.letter("rework")
}

// cols0 is the column a row is sent back for where no single one is named: the first.
func (x inspection) cols0() int {
	if len(x.cols) == 0 {
		return 0
	}
	return x.cols[0].No
}

func (x inspection) letter(name string) error {
	w, err := workersstore.Load(x.tx, x.a.Hub, x.p.Worker)
	if err != nil {
		return err
	}
	h, err := hubstore.Load(x.tx, x.a.Hub)
	if err != nil {
		return err
	}
	return x.s.write(x.tx, h, w, name, "/my/work/pieces/"+x.p.ID, x.f.Title)
}

// accept ends a piece well: it is measured, practice opens paid work, and the receipt says who accepted it when.
func (x inspection) accept(fixed, wrong int, deemed bool) error {
	if x.p.State != work.DeliveredIn && x.p.State != work.Accepted {
		return errState
	}
	if _, err := x.tx.Exec(`update work_row set mark = 'ok' where hub_id = $1 and piece_id = $2 and mark = ''`, x.a.Hub, x.p.ID); err != nil {
		return err
	}
	if _, err := x.tx.Exec(`update work_piece set state = 'accepted', version = version + 1 where hub_id = $1 and id = $2`, x.a.Hub, x.p.ID); err != nil {
		return err
	}
	if _, err := x.tx.Exec(`update work_claim set state = 'accepted', ended_at = $3 where hub_id = $1 and id = $2`, x.a.Hub, x.claim, x.tx.Now()); err != nil {
		return err
	}
	if _, err := x.tx.Exec(`update work_receipt set accepted_at = $3, accepted_by = $4, deemed = $5 where hub_id = $1 and claim_id = $2`, x.a.Hub, x.claim, x.tx.Now(), x.a.Name, db.Bit(deemed)); err != nil {
		return err
	}
	if x.p.State == work.DeliveredIn {
		if err := x.measure(); err != nil {
			return err
		}
	}
	return journal.Note(x.tx, x.a, work.Checked{Piece: x.p.ID, Order: x.p.Order, Worker: x.p.Worker, Accepted: true, Deemed: deemed, Fixed: fixed, Rows: wrong})
}

// Blamed are the lines of an order's instruction over which two or more people stumbled.
func (s *Store) Blamed(ctx context.Context, a who.Actor, orderID string) (lines []int, err error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]int, error) {
		return db.All(v, func(r db.Scanner) (n int, err error) { err = r.Scan(&n); return n, err },
			`select line_no from work_finding where hub_id = $1 and order_id = $2 and cause in ('worker', 'spec') and made_at > coalesce((select max(made_at) from order_instruction where hub_id = $1 and order_id = $2), '')
			group by line_no, column_no having count(distinct worker_id) > 1 order by line_no`, a.Hub, orderID)
	})
}
