package bankstore

import (
	"context"
	"errors"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

var (
	errMaking     = fault.New(fault.Conflict, "bank.fault.making")
	errUnfinished = fault.New(fault.Conflict, "bank.fault.unfinished")
	errWorking    = fault.New(fault.Conflict, "bank.fault.working")
	errNoWork     = fault.New(fault.Conflict, "bank.fault.stale")
)

// batch is how many transfers are made or settled in one write: others get their turn in between.
const batch = 250

// turn is how many batches a job does; then the next one is enqueued, and other work is not
// kept waiting.
const turn = 16

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) { r.Handle("bank.work", s.workJob) }

// workOrder is the job that goes on with a work.
type workOrder struct {
	Hub, Run string
	No       int
}

const workColumns = `select run_id, no, kind, said, after_no, done, total, paid, failed, why, made_person, made_by, made_at from bank_work where hub_id = $1 and run_id = $2 and `

func scanWork(r db.Scanner) (w bank.Work, err error) {
	var why string
	err = r.Scan(&w.Run, &w.No, &w.Kind, &w.Said, &w.After, &w.Done, &w.Total, &w.Paid, &w.Failed, &why, &w.By.Person, &w.By.Name, &w.By.At)
	w.Halt = bank.ReadHalt(why)
	return w, err
}

// open is the work of a run that is not done.
func open(q db.Q, hub, runID string) (bank.Work, error) {
	return db.One(q, errNoWork, scanWork, workColumns+`state <> 'done'`, hub, runID)
}

// stuck is the work of a run that waits for somebody's word, one that says nothing if none does.
func stuck(q db.Q, hub string, r bank.Run) (bank.Work, error) {
	if !r.Open.Stuck() {
		return bank.Work{}, nil
	}
	return open(q, hub, r.ID)
}

// begin begins a work and does its first batch, which is all of a small one: then what is wrong
// is told at once, and nothing was changed. A job goes on with what is left.
func (s *Store) begin(tx *db.Tx, a who.Actor, w bank.Work) error {
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from bank_work where hub_id = $1 and run_id = $2`, a.Hub, w.Run)
	if err != nil {
		return err
	}
	w.No = no
	_, err = tx.Exec(`insert into bank_work (hub_id, run_id, no, kind, state, said, after_no, done, total, paid, failed, why, made_person, made_by, made_at) values ($1, $2, $3, $4, 'running', $5, '', 0, $6, 0, 0, '', $7, $8, $9)`,
		a.Hub, w.Run, w.No, string(w.Kind), w.Said, w.Total, a.Person, a.Name, tx.Now())
	if err != nil {
		return err
	}
	more, err := s.advance(tx, a, w)
	if err != nil || !more {
		return err
	}
	return goOn(tx, a.Hub, w)
}

func goOn(tx *db.Tx, hub string, w bank.Work) error {
	return jobs.Enqueue(tx, jobs.New(hub, "bank.work", workOrder{hub, w.Run, w.No}))
}

// advance does the next batch of a work; the batch and how far the work is are one write.
func (s *Store) advance(tx *db.Tx, a who.Actor, w bank.Work) (more bool, err error) {
	r, err := run(tx, a.Hub, w.Run)
	if err != nil {
		return false, err
	}
	was := w.Done
	if w.Kind == bank.Make {
		more, err = s.makeSome(tx, a, r, &w)
	} else {
		more, err = s.settleSome(tx, a, r, &w)
	}
	if err != nil {
		return false, err
	}
	state := "running"
	if !more {
		state = "done"
	}
	return more, db.Exec1(tx, errStale, `update bank_work set state = $4, after_no = $5, done = $6, paid = $7, failed = $8 where hub_id = $1 and run_id = $2 and no = $3 and state = 'running' and done = $9`,
		a.Hub, w.Run, w.No, state, w.After, w.Done, w.Paid, w.Failed, was)
}

// workJob goes on with a work batch by batch. Killed, it goes on where it was.
func (s *Store) workJob(ctx context.Context, j jobs.Job) error {
	var o workOrder
	if err := j.Read(&o); err != nil {
		return jobs.Never(err)
	}
	for range turn {
		if err := ctx.Err(); err != nil {
			return err
		}
		var more bool
		err := jobs.Caught(func() (err error) {
			more, err = db.Write(ctx, s.DB, func(tx *db.Tx) (bool, error) { return s.next(tx, o) })
			return err
		})
		if err != nil {
			return s.halt(context.WithoutCancel(ctx), j, o, err)
		}
		if !more {
			return nil
		}
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return goOn(tx, o.Hub, bank.Work{Run: o.Run, No: o.No}) })
}

// next does the next batch in the name of whoever began the work. One that was ended meanwhile
// has none.
func (s *Store) next(tx *db.Tx, o workOrder) (more bool, err error) {
	ws, err := db.All(tx, scanWork, workColumns+`no = $3 and state = 'running'`, o.Hub, o.Run, o.No)
	if err != nil || len(ws) == 0 {
		return false, err
	}
	return s.advance(tx, began(o.Hub, ws[0]), ws[0])
}

// began is whoever began a work: all of it is done in that name.
func began(hub string, w bank.Work) who.Actor { return who.Person(hub, w.By.Person, w.By.Name) }

// halt lays a work aside that cannot go on, and says why: at once where a person has to do
// something about it, else when the last try failed.
func (s *Store) halt(ctx context.Context, j jobs.Job, o workOrder, cause error) error {
	why, known := bank.HaltOf(cause)
	if !known && !jobs.Last(j.Try) {
		return cause
	}
	err := db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(`update bank_work set state = 'stuck', why = $4 where hub_id = $1 and run_id = $2 and no = $3 and state = 'running'`, o.Hub, o.Run, o.No, why.Text())
		if err != nil || n == 0 {
			return err
		}
		r, err := run(tx, o.Hub, o.Run)
		if err != nil {
			return err
		}
		return journal.Note(tx, who.System(o.Hub, "bank"), bank.Stuck{Run: r.ID, No: r.No})
	})
	if known {
		return err
	}
	return errors.Join(cause, err)
}

// GoOn has a work that was stuck go on where it was.
func (s *Store) GoOn(ctx context.Context, a who.Actor, runID string) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := open(tx, a.Hub, runID)
		if err != nil {
			return err
		}
		if w.Kind == bank.Make {
			if err := noMaking(tx, a.Hub); err != nil {
				return err
			}
		}
		if err := db.Exec1(tx, errStale, `update bank_work set state = 'running', why = '' where hub_id = $1 and run_id = $2 and no = $3 and state = 'stuck'`, a.Hub, runID, w.No); err != nil {
			return err
		}
		return goOn(tx, a.Hub, w)
	})
}

// noMaking refuses while another run is in the making: of two, each would take what waits.
func noMaking(q db.Q, hub string) error {
	n, err := db.Value[int](q, `select count(*) from bank_work where hub_id = $1 and kind = 'make' and state = 'running'`, hub)
	if err == nil && n > 0 {
		err = errMaking
	}
	return err
}

// leave ends the work of a run where it is.
func leave(tx *db.Tx, hub, runID string) error {
	_, err := tx.Exec(`update bank_work set state = 'done' where hub_id = $1 and run_id = $2 and state <> 'done'`, hub, runID)
	return err
}

// Working tells whether a job goes on with a run.
func (s *Store) Working(ctx context.Context, a who.Actor, runID string) (bool, error) {
	if err := a.May(bank.MaySee); err != nil {
		return false, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (bool, error) {
		r, err := run(v, a.Hub, runID)
		return r.Open.Runs(), err
	})
}
