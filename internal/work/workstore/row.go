package workstore

import (
	"context"
	"io"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// answers are the rows of a piece as they were filled in.
func (s *Store) answers(q db.Q, hub, pieceID string) (map[int]work.Answer, error) {
	out := map[int]work.Answer{}
	_, err := db.All(q, func(r db.Scanner) (int, error) {
		a, err := s.scanAnswer(r)
		out[a.Row] = a
		return a.Row, err
	}, `select row_no, cells_sealed, file_id, file_name, version, saved_at, mark from work_row where hub_id = $1 and piece_id = $2`, hub, pieceID)
	return out, err
}

func (s *Store) scanAnswer(r db.Scanner) (a work.Answer, err error) {
	var sealed string
	if err = r.Scan(&a.Row, &sealed, &a.File, &a.FileName, &a.Version, &a.Saved, &a.Mark); err != nil {
		return a, err
	}
	cells, err := s.Keys.Open(rowCells, sealed)
	if err != nil {
		return a, err
	}
	a.Cells, err = work.UnpackCells(cells)
	return a, err
}

// Line is one row on the screen: what is given, what was filled in, what there is to know.
type Line struct {
	orders.Row
	Given    []string // in the order of Screen.Given
	Answer   work.Answer
	Done     bool
	Note     string
	Findings []work.Finding
	Asked    []work.Question
}

// Screen is a piece as it is worked on.
type Screen struct {
	work.Piece
	Title, Tool, Unit string
	Given, Ask        []orders.Column
	Lines             []Line
	Instruction       orders.Instruction
	Questions         []work.Question // answered ones of the order, for all
	Lease             when.Instant
	Phase             string // held, rework, delivered, accepted
	Notice            string
	Proposed          []work.Notice
	References        []orders.Material
	Saved             int
	Practice          bool
	FeeEach           string // of a row
	Then              int    // the version of the instruction when it was taken on
}

// Screen opens a piece for whoever holds it, or has delivered it.
func (s *Store) Screen(ctx context.Context, a who.Actor, pieceID string) (Screen, error) {
	if err := a.May(work.MayDo); err != nil {
		return Screen{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Screen, err error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return x, err
		}
		h, err := db.One(v, errNotHeld, scanHeld, heldColumns+`and c.piece_id = $2 and c.worker_id = $3 and c.state in ('held', 'rework', 'delivered', 'accepted')`, a.Hub, pieceID, w.ID)
		if err != nil {
			return x, err
		}
		f, err := ordersstore.Whole(v, a.Hub, h.Order)
		if err != nil {
			return x, err
		}
		if err := h.opens(v, a.Hub); err != nil {
			return x, err
		}
		x = Screen{Piece: h.Piece, Lease: h.Lease, Phase: h.Phase, Notice: h.Notice}
		n, err := db.One(v, errNotice, scanNotice, noticeColumns+`and t.id = $2`, a.Hub, h.Notice)
		if err != nil {
			return x, err
		}
		x.Then = n.Terms.Instruction
		if x.Proposed, err = db.All(v, scanNotice, noticeColumns+`and t.piece_id = $2 and t.worker_id = $3 and t.state = 'proposed'`, a.Hub, pieceID, w.ID); err != nil {
			return x, err
		}
		return x, s.fillScreen(v, a.Hub, f, &x)
	})
}

// fillScreen puts the rows of a piece together: only the columns of its lane.
func (s *Store) fillScreen(q db.Q, hub string, f ordersstore.Full, x *Screen) error {
	_, today, err := hubstore.Today(q, hub)
	if err != nil {
		return err
	}
	x.Title, x.Tool, x.Unit, x.Practice, x.FeeEach = f.Title, f.Work.Tool, f.Work.Unit, f.Practice, f.Fee.String()
	if len(f.Instructions) > 0 {
		x.Instruction = f.Instructions[0]
	}
	for _, m := range f.Materials {
		if m.Use == "reference" {
			x.References = append(x.References, m)
		}
	}
	places := map[int]int{} // column number: its place among the given cells
	for _, c := range f.Columns {
		if !c.Asked {
			places[c.No] = len(places)
		}
	}
	for _, c := range orders.InLane(f.Columns, x.Lane) {
		if c.Asked {
			x.Ask = append(x.Ask, c)
		} else {
			x.Given = append(x.Given, c)
		}
	}
	answers, err := s.answers(q, hub, x.ID)
	if err != nil {
		return err
	}
	notes, err := ordersstore.Notes(q, hub, x.Order, x.Rows.First(), x.Rows.Last()-x.Rows.First()+1)
	if err != nil {
		return err
	}
	found, err := s.findings(q, hub, x.ID)
	if err != nil {
		return err
	}
	if x.Questions, err = questions(q, hub, x.Order); err != nil {
		return err
	}
	for _, run := range x.Rows {
		rows, err := s.Orders.Rows(q, hub, x.Order, run.From, run.To-run.From+1)
		if err != nil {
			return err
		}
		for _, r := range rows {
			l := Line{Row: r, Answer: answers[r.No], Note: notes[r.No]}
			if l.Answer.Cells == nil {
				l.Answer.Cells = make([]string, len(x.Ask))
			}
			for _, c := range x.Given {
				if i := places[c.No]; i < len(r.Cells) {
					l.Given = append(l.Given, r.Cells[i])
				} else {
					l.Given = append(l.Given, "")
				}
			}
			l.Cells = nil // what other lanes show does not leave the store
			_, saved := answers[r.No]
			l.Done = saved && l.Answer.Done(x.Ask, today)
			if l.Done {
				x.Saved++
			}
			for _, fd := range found {
				if fd.Row == r.No {
					l.Findings = append(l.Findings, fd)
				}
			}
			for _, qn := range x.Questions {
				if qn.Row == r.No {
					l.Asked = append(l.Asked, qn)
				}
			}
			x.Lines = append(x.Lines, l)
		}
	}
	return nil
}

// SavedRow is a row as it was saved: what does not fit yet, and which row of the piece comes next.
type SavedRow struct {
	work.Answer
	Wrong   []work.Wrong
	Columns []orders.Column // in the order of the cells
	Next    int             // 0 after the last
}

// SaveRow saves a row as typed, by the numbers of its columns, in the form they ask for,
// and tells which cells do not fit yet. version is the one that was shown: what was typed
// on another device meanwhile is not overwritten. Saving is a sign of life.
func (s *Store) SaveRow(ctx context.Context, a who.Actor, pieceID string, row, version int, typed map[int]string) (SavedRow, error) {
	if err := a.May(work.MayDo); err != nil {
		return SavedRow{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (x SavedRow, err error) {
		h, cols, err := s.atRow(tx, a, pieceID, row)
		if err != nil {
			return x, err
		}
		_, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return x, err
		}
		x.Row, x.Columns, x.Next = row, cols, h.Rows.After(row)
		texts := make([]string, len(cols))
		for i, c := range cols {
			texts[i] = typed[c.No]
		}
		x.Cells, x.Wrong = work.ReadCells(cols, texts, today)
		if slices.ContainsFunc(x.Cells, ja.LooksLikeMyNumber) {
			return x, errMyNumber
		}
		sealed := s.Keys.Seal(rowCells, work.PackCells(x.Cells))
		n, err := tx.Exec(`insert into work_row (hub_id, piece_id, row_no, cells_sealed, file_id, file_name, version, saved_at, mark) values ($1, $2, $3, $4, '', '', $5, $6, '')
			on conflict (hub_id, piece_id, row_no) do update set cells_sealed = excluded.cells_sealed, version = excluded.version, saved_at = excluded.saved_at, mark = ''
			where work_row.version = $7`, a.Hub, pieceID, row, sealed, version+1, tx.Now(), version)
		if err != nil {
			return x, err
		}
		if n == 0 {
			return x, errRow
		}
		x.Version, x.Saved = version+1, tx.Now()
		return x, alive(tx, a.Hub, h)
	})
}

var errMyNumber = fault.New(fault.Conflict, "work.field.my_number")

// atRow is a row of a piece the actor holds, with the columns to fill in.
func (s *Store) atRow(q db.Q, a who.Actor, pieceID string, row int) (held, []orders.Column, error) {
	h, _, err := mine(q, a, pieceID)
	if err != nil {
		return h, nil, err
	}
	if !h.Rows.Has(row) {
		return h, nil, errPiece
	}
	if err := h.opens(q, a.Hub); err != nil {
		return h, nil, err
	}
	cols, err := ordersstore.Columns(q, a.Hub, h.Order)
	return h, orders.AskedIn(cols, h.Lane), err
}

// alive prolongs the lease and counts the time since the last sign of life as work, if it was short.
func alive(tx *db.Tx, hub string, h held) error {
	_, err := tx.Exec(`update work_claim set beat_at = $3, lease_until = $4, spent = spent + $5 where hub_id = $1 and id = $2`, hub, h.Claim, tx.Now(), tx.Now().Add(work.Lease), work.Spent(h.Beat, tx.Now()))
	return err
}

// Beat says that somebody still has a piece open.
func (s *Store) Beat(ctx context.Context, a who.Actor, pieceID string) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, _, err := mine(tx, a, pieceID)
		if err != nil {
			return err
		}
		return alive(tx, a.Hub, h)
	})
}

// RowFileMost is the largest file that can be handed in for a row.
const RowFileMost = 8 << 20

// HandIn keeps a file that was made for a row: other tools' work.
func (s *Store) HandIn(ctx context.Context, a who.Actor, pieceID string, row int, name, media string, body []byte) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	var c fault.Check
	c.When(len(body) == 0, "file", "work.field.file_missing")
	c.When(len(body) > RowFileMost, "file", "work.field.file_big", "n", RowFileMost>>20)
	if err := c.Err(); err != nil {
		return err
	}
	small, err := blob.Seal(s.Keys, media, body)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, cols, err := s.atRow(tx, a, pieceID, row)
		if err != nil {
			return err
		}
		if err := blob.Keep(tx, a.Hub, small); err != nil {
			return err
		}
		empty := s.Keys.Seal(rowCells, work.PackCells(make([]string, len(cols))))
		_, err = tx.Exec(`insert into work_row (hub_id, piece_id, row_no, cells_sealed, file_id, file_name, version, saved_at, mark) values ($1, $2, $3, $4, $5, $6, 1, $7, '')
			on conflict (hub_id, piece_id, row_no) do update set file_id = excluded.file_id, file_name = excluded.file_name, version = work_row.version + 1, saved_at = excluded.saved_at, mark = ''`,
			a.Hub, pieceID, row, empty, small.ID, ja.Name(name), tx.Now())
		if err != nil {
			return err
		}
		return alive(tx, a.Hub, h)
	})
}

// RowFile opens the picture, page or recording of a row for whoever holds its piece.
func (s *Store) RowFile(ctx context.Context, a who.Actor, pieceID string, row int) (orders.Row, io.ReadSeeker, error) {
	if err := a.May(work.MayDo); err != nil {
		return orders.Row{}, nil, err
	}
	r, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Row, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return orders.Row{}, err
		}
		h, err := db.One(v, errNotHeld, scanHeld, heldColumns+`and c.piece_id = $2 and c.worker_id = $3 and c.state in ('held', 'rework', 'delivered')`, a.Hub, pieceID, w.ID)
		if err == nil && !h.Rows.Has(row) {
			err = errPiece
		}
		if err == nil {
			err = h.opens(v, a.Hub)
		}
		if err != nil {
			return orders.Row{}, err
		}
		return s.rowOf(v, a.Hub, h.Order, row)
	})
	if err != nil {
		return r, nil, err
	}
	f, err := s.Orders.RowFile(ctx, a, r.File)
	return r, f, err
}

func (s *Store) rowOf(q db.Q, hub, orderID string, row int) (orders.Row, error) {
	rows, err := s.Orders.Rows(q, hub, orderID, row, 1)
	if err == nil && (len(rows) == 0 || rows[0].File == "") {
		err = errPiece
	}
	if err != nil {
		return orders.Row{}, err
	}
	return rows[0], nil
}

// CheckFile opens the picture, page or recording of a row for an inspector.
func (s *Store) CheckFile(ctx context.Context, a who.Actor, orderID string, row int) (orders.Row, io.ReadSeeker, error) {
	if err := a.May(work.MayCheck); err != nil {
		return orders.Row{}, nil, err
	}
	r, err := db.Read(ctx, s.DB, func(v *db.View) (orders.Row, error) { return s.rowOf(v, a.Hub, orderID, row) })
	if err != nil {
		return r, nil, err
	}
	f, err := s.Orders.RowFile(ctx, a, r.File)
	return r, f, err
}

const questionColumns = `select q.id, q.order_id, q.piece_id, q.worker_id, q.row_no, q.body, q.answer, q.instruction_no, q.answered_by, q.asked_at, q.answered_at, w.code_name
	from work_question q join worker w on w.hub_id = q.hub_id and w.id = q.worker_id where q.hub_id = $1 `

func scanQuestion(r db.Scanner) (x work.Question, err error) {
	err = r.Scan(&x.ID, &x.Order, &x.Piece, &x.Worker, &x.Row, &x.Body, &x.Answer, &x.Instruction, &x.AnsweredBy, &x.Asked, &x.Answered, &x.CodeName)
	return x, err
}

func questions(q db.Q, hub, orderID string) ([]work.Question, error) {
	return db.All(q, scanQuestion, questionColumns+`and q.order_id = $2 order by q.asked_at desc, q.id desc`, hub, orderID)
}

// Ask asks about a row; the leader answers, and the answer goes to all.
func (s *Store) Ask(ctx context.Context, a who.Actor, pieceID string, row int, body string) error {
	if err := a.May(work.MayDo); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, _, err := s.atRow(tx, a, pieceID, row)
		if err != nil {
			return err
		}
		if body, err = work.ReadWords("question", body); err != nil {
			return err
		}
		qid := id.Make()
		n, err := tx.Exec(`insert into work_question (hub_id, id, order_id, piece_id, row_no, worker_id, body, answer, instruction_no, answered_by, asked_at, answered_at)
			select $1, $2, $3, $4, $5, $6, $7, '', 0, '', $8, '' where not exists (select 1 from work_question where hub_id = $1 and piece_id = $4 and row_no = $5 and body = $7 and answered_at = '')`,
			a.Hub, qid, h.Order, h.ID, row, h.Worker, body, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		if err := alive(tx, a.Hub, h); err != nil {
			return err
		}
		return journal.Note(tx, a, work.Asked{ID: qid, Order: h.Order, Row: row})
	})
}

// Questions are the questions of an order, or, without one, all that wait for an answer.
func (s *Store) Questions(ctx context.Context, a who.Actor, orderID string) ([]work.Question, error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]work.Question, error) {
		if orderID != "" {
			return questions(v, a.Hub, orderID)
		}
		return db.All(v, scanQuestion, questionColumns+`and q.answered_at = '' order by q.asked_at, q.id limit 200`, a.Hub)
	})
}

// AnswerForm is the answer to a question, and what becomes of the instruction by it.
type AnswerForm struct {
	Answer  string
	Body    string // the whole new instruction; "" leaves it
	Version int    // of the instruction that was read
}

// Answer answers a question. With a new version of the instruction everybody at work hears of it.
func (s *Store) Answer(ctx context.Context, a who.Actor, questionID string, f AnswerForm) error {
	if err := a.May(work.MayCheck); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		q, err := db.One(tx, errPiece, scanQuestion, questionColumns+`and q.id = $2`, a.Hub, questionID)
		if err != nil {
			return err
		}
		if f.Answer, err = work.ReadWords("answer", f.Answer); err != nil {
			return err
		}
		no := 0
		if f.Body != "" {
			if no, err = s.instruct(tx, a, q.Order, f.Version, f.Body, f.Answer); err != nil {
				return err
			}
		}
		if err := db.Exec1(tx, errStale, `update work_question set answer = $3, instruction_no = $4, answered_by = $5, answered_at = $6 where hub_id = $1 and id = $2 and answered_at = ''`,
			a.Hub, q.ID, f.Answer, no, a.Name, tx.Now()); err != nil {
			return err
		}
		if err := journal.Note(tx, a, work.Answered{ID: q.ID, Order: q.Order, Instruction: no}); err != nil || no > 0 {
			return err
		}
		return s.tellOne(tx, a.Hub, q.Worker, q.Order, q.Piece)
	})
}

func (s *Store) tellOne(tx *db.Tx, hubID, workerID, orderID, pieceID string) error {
	w, err := workersstore.Load(tx, hubID, workerID)
	if err != nil {
		return err
	}
	h, err := hubstore.Load(tx, hubID)
	if err != nil {
		return err
	}
	o, err := ordersstore.Load(tx, hubID, orderID)
	if err != nil {
		return err
	}
	return s.write(tx, h, w, "answer", "/my/work/pieces/"+pieceID, o.Title)
}

// Instruct writes the next version of an order's instruction; everybody who has a piece of it in hand is told.
func (s *Store) Instruct(ctx context.Context, a who.Actor, orderID string, last int, body, reason string) error {
	if err := a.May(work.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := ordersstore.Load(tx, a.Hub, orderID); err != nil {
			return err
		}
		_, err := s.instruct(tx, a, orderID, last, body, reason)
		return err
	})
}

func (s *Store) instruct(tx *db.Tx, a who.Actor, orderID string, last int, body, reason string) (int, error) {
	no, err := ordersstore.Instruct(tx, a, orderID, last, body, reason)
	if err != nil || no == 1 {
		return no, err
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return no, err
	}
	o, err := ordersstore.Load(tx, a.Hub, orderID)
	if err != nil {
		return no, err
	}
	ids, err := db.All(tx, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
		`select distinct worker_id from work_claim where hub_id = $1 and order_id = $2 and state in ('held', 'rework') order by worker_id`, a.Hub, orderID)
	if err != nil {
		return no, err
	}
	for _, x := range ids {
		w, err := workersstore.Load(tx, a.Hub, x)
		if err != nil {
			return no, err
		}
		if err := s.write(tx, h, w, "instruction", "/my/work", o.Title); err != nil {
			return no, err
		}
	}
	return no, nil
}
