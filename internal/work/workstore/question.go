package workstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

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

// Inquiry is a question with what whoever answers it needs to see.
type Inquiry struct {
	work.Question
	Title       string
	Instruction orders.Instruction
}

// Inquiries are the questions that wait for an answer, the oldest first.
func (s *Store) Inquiries(ctx context.Context, a who.Actor) ([]Inquiry, error) {
	if err := a.May(work.MayCheck); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out []Inquiry, err error) {
		titles := map[string]string{}
		qs, err := db.All(v, scanQuestion, questionColumns+`and q.answered_at = '' order by q.asked_at, q.id limit 200`, a.Hub)
		for _, q := range qs {
			if _, known := titles[q.Order]; !known {
				o, err := ordersstore.Load(v, a.Hub, q.Order)
				if err != nil {
					return nil, err
				}
				titles[q.Order] = o.Title
			}
			out = append(out, Inquiry{Question: q, Title: titles[q.Order]})
		}
		return out, err
	})
}

// Inquiry opens one question.
func (s *Store) Inquiry(ctx context.Context, a who.Actor, questionID string) (Inquiry, error) {
	if err := a.May(work.MayCheck); err != nil {
		return Inquiry{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Inquiry, err error) {
		if x.Question, err = db.One(v, errPiece, scanQuestion, questionColumns+`and q.id = $2`, a.Hub, questionID); err != nil {
			return x, err
		}
		o, err := ordersstore.Load(v, a.Hub, x.Order)
		if err != nil {
			return x, err
		}
		x.Title = o.Title
		is, err := ordersstore.Instructions(v, a.Hub, x.Order)
		if len(is) > 0 {
			x.Instruction = is[0]
		}
		return x, err
	})
}
