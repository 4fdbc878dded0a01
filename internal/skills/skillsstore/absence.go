package skillsstore

import (
	"context"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/workers/workersstore"
)

// This file is the only one that may name the table absence; a test of the architecture
// sees to it, and to it that nothing here hands out who was away, or how often.

// UndoWithin is how long 'not today' can be taken back with one press.
const UndoWithin = 10 * time.Minute

// NotToday drops today's free hours. No reason is asked, none is kept, and tomorrow
// nobody can tell it from a day without hours.
func (s *Store) NotToday(ctx context.Context, a who.Actor) error {
	if err := a.May(skills.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		day := hubstore.Day(tx)
		if err := forgetDays(tx, a.Hub, day); err != nil {
			return err
		}
		n, err := tx.Exec(`insert into absence (hub_id, worker_id, on_day, made_at) values ($1, $2, $3, $4) on conflict (hub_id, worker_id, on_day) do nothing`, a.Hub, w.ID, day, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		recountAtEnd(tx, a.Hub, w.ID)
		return journal.Note(tx, a, skills.HoursSet{Worker: w.ID, No: w.No})
	})
}

var errUndo = fault.New(fault.Conflict, "skills.today.undo_over")

// TakeBack undoes NotToday, for as long as UndoWithin.
func (s *Store) TakeBack(ctx context.Context, a who.Actor) error {
	if err := a.May(skills.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		err = db.Exec1(tx, errUndo, `delete from absence where hub_id = $1 and worker_id = $2 and made_at >= $3`, a.Hub, w.ID, tx.Now().Add(-UndoWithin))
		if err != nil {
			return err
		}
		recountAtEnd(tx, a.Hub, w.ID)
		return journal.Note(tx, a, skills.HoursSet{Worker: w.ID, No: w.No})
	})
}

// MyToday tells a worker, and nobody else, whether she said 'not today', and until when
// that can be taken back.
func (s *Store) MyToday(ctx context.Context, a who.Actor) (said bool, undo when.Instant, err error) {
	if err := a.May(skills.MaySelf); err != nil {
		return false, undo, err
	}
	undo, err = db.Read(ctx, s.DB, func(v *db.View) (when.Instant, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return when.Instant{}, err
		}
		day := hubstore.Day(v)
		rows, err := db.All(v, func(r db.Scanner) (at when.Instant, err error) { err = r.Scan(&at); return at, err },
			`select made_at from absence where hub_id = $1 and worker_id = $2 and on_day = $3`, a.Hub, w.ID, day)
		if err != nil || len(rows) == 0 {
			return when.Instant{}, err
		}
		return rows[0].Add(UndoWithin), nil
	})
	return !undo.IsZero(), undo, err
}

// dropToday adds today to the days without hours of whoever dropped it.
func (c calendars) dropToday(q db.Q, of whose, today when.Date) error {
	return of.read(q, func(r db.Scanner) error {
		var worker string
		err := r.Scan(&worker)
		c.of(worker).Off[today] = true
		return err
	}, `select worker_id from absence where hub_id = $1 and on_day = $2`, today)
}

// pickUp forgets a dropped day because its hours are being set anew.
func pickUp(tx *db.Tx, hub, workerID string, day when.Date) error {
	_, err := tx.Exec(`delete from absence where hub_id = $1 and worker_id = $2 and on_day = $3`, hub, workerID, day)
	return err
}

// forgetDays erases what is over, from the sums too: of yesterday nobody can ask any more.
func forgetDays(tx *db.Tx, hub string, today when.Date) error {
	over, err := db.All(tx, func(r db.Scanner) (w string, err error) { err = r.Scan(&w); return w, err },
		`select distinct worker_id from absence where hub_id = $1 and on_day < $2 order by worker_id`, hub, today)
	if err != nil || len(over) == 0 {
		return err
	}
	if _, err := tx.Exec(`delete from absence where hub_id = $1 and on_day < $2`, hub, today); err != nil {
		return err
	}
	for _, w := range over {
		recountAtEnd(tx, hub, w)
	}
	return nil
}
