package paystore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Dispute is what a worker says of a line, or of the whole (line 0), and the answer.
type Dispute struct {
	ID, Statement, No, Worker, WorkerName string
	Line                                  int
	Words, Answer, AnsweredBy             string
	Made, Answered                        when.Instant
}

const disputeColumns = `select d.id, d.statement_id, s.no, d.worker_id, w.name, d.line_no, d.words, d.answer, d.answered_by, d.made_at, d.answered_at from pay_dispute d
	join pay_statement s on s.hub_id = d.hub_id and s.id = d.statement_id join worker w on w.hub_id = d.hub_id and w.id = d.worker_id where d.hub_id = $1 `

func scanDispute(r db.Scanner) (d Dispute, err error) {
	err = r.Scan(&d.ID, &d.Statement, &d.No, &d.Worker, &d.WorkerName, &d.Line, &d.Words, &d.Answer, &d.AnsweredBy, &d.Made, &d.Answered)
	return d, err
}

// Ask is a worker's question about a line of her statement. It stops the clock of silence,
// and never the day of payment.
func (s *Store) Ask(ctx context.Context, a who.Actor, statement string, line int, words, once string) error {
	if err := a.May(pay.MaySelf); err != nil {
		return err
	}
	words, err := pay.ReadWords("words", words)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := s.own(tx, a, statement)
		if err != nil {
			return err
		}
		if line < 0 || line > len(x.Lines) {
			return errLine
		}
		d := id.Make()
		if once == "" {
			once = d
		}
		n, err := tx.Exec(`insert into pay_dispute (hub_id, id, statement_id, worker_id, line_no, once_key, words, answer, answered_by, answered_at, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, '', '', '', $8, $9) on conflict (hub_id, once_key) do nothing`,
			a.Hub, d, x.ID, x.Worker, line, once, words, a.Name, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, pay.Disputed{ID: x.ID, No: x.No, Worker: x.Worker})
	})
}

// AnswerDispute answers a question, and tells the worker that there is an answer.
func (s *Store) AnswerDispute(ctx context.Context, a who.Actor, dispute, words string) error {
	if err := a.May(pay.MayClose); err != nil {
		return err
	}
	words, err := pay.ReadWords("answer", words)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		d, err := db.One(tx, errDispute, scanDispute, disputeColumns+`and d.id = $2`, a.Hub, dispute)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, errState, `update pay_dispute set answer = $3, answered_by = $4, answered_at = $5 where hub_id = $1 and id = $2 and answered_at = ''`, a.Hub, d.ID, words, a.Name, tx.Now())
		if err != nil {
			return err
		}
		// who has an answer gets her days to read it: silence counts from it
		_, err = tx.Exec(`update pay_version set answer_by = $3 where hub_id = $1 and statement_id = $2 and state = 'sent' and answer_by <> '' and version = (select s.newest from pay_statement s where s.hub_id = $1 and s.id = $2)`,
			a.Hub, d.Statement, pay.AnswerBy(tx.Now().DateIn(when.Tokyo)))
		if err != nil {
			return err
		}
		if _, err := s.write(tx, a.Hub, d.Worker, "answer", "/my/money/"+d.Statement, "no", d.No); err != nil {
			return err
		}
		return journal.Note(tx, a, pay.Disputed{ID: d.Statement, No: d.No, Worker: d.Worker, Answered: true})
	})
}

// DisputesOf are the questions about a statement, oldest first.
func (s *Store) DisputesOf(ctx context.Context, a who.Actor, statement string) ([]Dispute, error) {
	if err := a.May(pay.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Dispute, error) { return disputes(v, a.Hub, statement) })
}

// MyDisputes are a worker's own questions about a statement.
func (s *Store) MyDisputes(ctx context.Context, a who.Actor, statement string) ([]Dispute, error) {
	if err := a.May(pay.MaySelf); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Dispute, error) {
		x, err := s.own(v, a, statement)
		if err != nil {
			return nil, err
		}
		return disputes(v, a.Hub, x.ID)
	})
}

func disputes(q db.Q, hub, statement string) ([]Dispute, error) {
	return db.All(q, scanDispute, disputeColumns+`and d.statement_id = $2 order by d.made_at, d.id`, hub, statement)
}

// OpenDisputes are the questions that wait, oldest first.
func (s *Store) OpenDisputes(ctx context.Context, a who.Actor) ([]Dispute, error) {
	if err := a.May(pay.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Dispute, error) {
		return db.All(v, scanDispute, disputeColumns+`and d.answered_at = '' order by d.made_at, d.id limit 200`, a.Hub)
	})
}
