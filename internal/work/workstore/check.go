package workstore

import (
	"context"
	"errors"
	"slices"

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
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
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

// Due is a delivered piece that waits for an inspector.
type Due struct {
	work.Piece
	Title, KindName, WorkerName string
	WorkerNo                    int
	AcceptBy                    when.Date
	Received                    when.Instant
	Own                         bool // delivered by whoever asks: somebody else inspects it
}

// Queue are the pieces that wait for an inspector, the oldest first.
func (s *Store) Queue(ctx context.Context, a who.Actor) ([]Due, error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Due, error) {
		return db.All(v, func(r db.Scanner) (x Due, err error) {
			var set, person string
			var first int
			p := &x.Piece
			if err = r.Scan(&p.ID, &p.Order, &p.No, &p.Lane, &p.Pass, &set, &p.Seconds, &p.Fee, &first, &p.State, &p.Due, &p.Parent, &p.Worker, &p.Version, &x.Title, &x.KindName, &x.WorkerName, &x.WorkerNo, &person, &x.AcceptBy, &x.Received); err != nil {
				return x, err
			}
			p.First, x.Own = first == 1, person != "" && person == a.Person
			p.Rows, err = work.ParseRows(set)
			return x, err
		}, `select p.id, p.order_id, p.no, p.lane, p.pass, p.row_set, p.seconds, p.fee_yen, p.first, p.state, p.due_on, p.parent, p.worker_id, p.version, o.title, k.name, w.name, w.no, w.person_id,
			coalesce(t.accept_by, ''), c.beat_at from work_piece p join work_claim c on c.hub_id = p.hub_id and c.piece_id = p.id and c.state = 'delivered'
			join client_order o on o.hub_id = p.hub_id and o.id = p.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id join worker w on w.hub_id = p.hub_id and w.id = p.worker_id
			left join work_receipt t on t.hub_id = c.hub_id and t.claim_id = c.id
			where p.hub_id = $1 and p.state = 'delivered' order by p.first desc, c.beat_at, p.id limit 500`, a.Hub)
	})
}

// Sheet is a piece before an inspector: all rows, and which of them are the sample.
type Sheet struct {
	Screen
	WorkerName string
	WorkerNo   int
	Regime     work.Regime
	Plan       work.Plan
	Sample     []int
	Other      map[int][]string // the second entry of the same rows
	Checks     string
	Own        bool
	Double     bool
	Ready      bool // waits for an inspector, or is opened again because the client objected
}

// Looked tells whether a row is to be looked at.
func (s Sheet) Looked(row int) bool { return slices.Contains(s.Sample, row) }

// Sheet opens a delivered piece for an inspector.
func (s *Store) Sheet(ctx context.Context, a who.Actor, pieceID string) (Sheet, error) {
	if err := a.May(work.MayCheck); err != nil {
		return Sheet{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Sheet, err error) {
		p, err := loadPiece(v, a.Hub, pieceID)
		if err != nil {
			return x, err
		}
		if p.Worker == "" {
			return x, errState
		}
		f, err := ordersstore.Whole(v, a.Hub, p.Order)
		if err != nil {
			return x, err
		}
		x.Piece, x.Phase, x.Checks = p, string(p.State), f.Checks
		x.Ready = inspectable(p, f.Order)
		if err := s.fillScreen(v, a.Hub, f, &x.Screen); err != nil {
			return x, err
		}
		w, err := workersstore.Load(v, a.Hub, p.Worker)
		if err != nil {
			return x, err
		}
		x.WorkerName, x.WorkerNo, x.Own = w.Name, w.No, w.Person != "" && w.Person == a.Person
		if x.Regime, x.Plan, err = planOf(v, a.Hub, f.Order, p); err != nil {
			return x, err
		}
		x.Sample = work.Pick(p.Rows, x.Plan.Size, p.ID)
		if x.Double = f.Checks == "double"; x.Double {
			x.Other, err = s.otherPass(v, a.Hub, p)
		}
		return x, err
	})
}

// inspectable tells whether a piece can be inspected: it was delivered, or it was accepted
// and its order is at work again, because the client objected or wants the first rows mended.
func inspectable(p work.Piece, o orders.Order) bool {
	return p.State == work.DeliveredIn || p.State == work.Accepted && o.State == orders.Working
}

// planOf is how many rows of a piece are looked at. The client's first rows, and kinds of
// work of which all is read, are looked at whole.
func planOf(q db.Q, hub string, o orders.Order, p work.Piece) (work.Regime, work.Plan, error) {
	lots, err := db.All(q, func(r db.Scanner) (l work.Lot, err error) {
		var ok int
		err = r.Scan(&l.Regime, &ok, &l.Rows)
		l.Accepted = ok == 1
		return l, err
	}, `select regime, accepted, rows from work_lot where hub_id = $1 and worker_id = $2 and kind_id = $3 order by no`, hub, p.Worker, o.Kind)
	if err != nil {
		return "", work.Plan{}, err
	}
	regime, n := work.Next(lots), p.Rows.Count()
	if o.Checks != "sample" || p.First || o.Practice {
		return regime, work.Plan{Size: n}, nil
	}
	return regime, work.PlanFor(n, o.Permille, regime), nil
}

// otherPass are the answers of the other entry to the same rows, whoever has them now.
func (s *Store) otherPass(q db.Q, hub string, p work.Piece) (map[int][]string, error) {
	out := map[int][]string{}
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		x, err := s.scanAnswer(r)
		if p.Rows.Has(x.Row) {
			out[x.Row] = x.Cells
		}
		return 0, err
	}, `select r.row_no, r.cells_sealed, r.file_id, r.file_name, r.version, r.saved_at, r.mark from work_piece o join work_row r on r.hub_id = o.hub_id and r.piece_id = o.id
		where o.hub_id = $1 and o.order_id = $2 and o.lane = $3 and o.pass <> $4 and o.state in ('delivered', 'accepted') and r.row_no >= $5 and r.row_no <= $6`,
		hub, p.Order, p.Lane, p.Pass, p.Rows.First(), p.Rows.Last())
	return out, err
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
		_, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return err
		}
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
		x := inspection{s, tx, a, f, p, claim, cols, answers, v}
		return x.record()
	})
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

// provenPieces is how many accepted pieces of a kind prove its level.
const provenPieces = 5

// measure takes an accepted piece into what is known of somebody's pace and skill.
func (x inspection) measure() error {
	spent, err := db.Value[int](x.tx, `select spent from work_claim where hub_id = $1 and id = $2`, x.a.Hub, x.claim)
	if err != nil {
		return err
	}
	units := 0
	if spent > 0 {
		units = x.p.Rows.Count()
	}
	_, err = x.tx.Exec(`insert into work_pace (hub_id, worker_id, kind_id, units, seconds, pieces, looked, wrong) values ($1, $2, $3, $4, $5, 1, 0, 0)
		on conflict (hub_id, worker_id, kind_id) do update set units = work_pace.units + excluded.units, seconds = work_pace.seconds + excluded.seconds, pieces = work_pace.pieces + 1`,
		x.a.Hub, x.p.Worker, x.f.Kind, units, spent)
	if err != nil || x.f.Work.Skill == "" {
		return err
	}
	pace, err := db.One(x.tx, errState, scanPace, paceColumns+`and worker_id = $2 and kind_id = $3`, x.a.Hub, x.p.Worker, x.f.Kind)
	if err != nil {
		return err
	}
	if each := pace.SecondsEach(); each > 0 {
		if err := skillsstore.SetSpeed(x.tx, x.a, x.p.Worker, skills.Speed{Skill: x.f.Work.Skill, SecondsEach: each, Pieces: pace.Pieces, Sure: pace.Sure(), Measured: x.tx.Now()}); err != nil {
			return err
		}
	}
	switch {
	case x.f.Practice:
		return skillsstore.AddEvidence(x.tx, x.a, x.p.Worker, x.f.Work.Skill, max(1, x.f.Work.Level), skills.Test, x.f.Title)
	case pace.Pieces == provenPieces:
		return skillsstore.AddEvidence(x.tx, x.a, x.p.Worker, x.f.Work.Skill, max(1, x.f.Work.Level), skills.Work, x.f.KindName)
	}
	return nil
}

const paceColumns = `select worker_id, kind_id, units, seconds, pieces, looked, wrong from work_pace where hub_id = $1 `

func scanPace(r db.Scanner) (p work.Pace, err error) {
	err = r.Scan(&p.Worker, &p.Kind, &p.Units, &p.Seconds, &p.Pieces, &p.Checked, &p.Wrong)
	return p, err
}

// MyPace is what was measured of somebody's own work, by kind: only she sees it with staff.
func (s *Store) MyPace(ctx context.Context, a who.Actor) (paces []work.Pace, kinds map[string]orders.Kind, err error) {
	if err := a.May(work.MayDo); err != nil {
		return nil, nil, err
	}
	kinds = map[string]orders.Kind{}
	paces, err = db.Read(ctx, s.DB, func(v *db.View) ([]work.Pace, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		ks, err := ordersstore.Catalogue(v, a.Hub)
		if err != nil {
			return nil, err
		}
		for _, k := range ks {
			kinds[k.ID] = k
		}
		return db.All(v, scanPace, paceColumns+`and worker_id = $2 order by kind_id`, a.Hub, w.ID)
	})
	return paces, kinds, err
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
		_, today, err := hubstore.Today(v, hubID)
		if err != nil {
			return nil, err
		}
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
