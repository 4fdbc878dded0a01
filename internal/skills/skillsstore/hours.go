package skillsstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/workers"
)

// Hours is somebody's free time with what it follows from.
type Hours struct {
	Worker  workers.Worker
	Today   when.Date
	Set     bool        // a usual week was given
	Offs    []when.Date // days off that were planned, from today on
	School  string      // id of the school whose holidays are followed
	Schools []skills.School
	skills.Calendar
}

// Hours reads a worker's free time from this week on; "" is one's own.
func (s *Store) Hours(ctx context.Context, a who.Actor, workerID string) (Hours, error) {
	if err := may(a, workerID, skills.MaySee); err != nil {
		return Hours{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (h Hours, err error) {
		w, err := subject(v, a, workerID)
		if err != nil {
			return h, err
		}
		return hours(v, a.Hub, w)
	})
}

func hours(q db.Q, hub string, w workers.Worker) (h Hours, err error) {
	h.Worker = w
	if h.Today, err = today(q, hub); err != nil {
		return h, err
	}
	if h.Calendar, h.Set, err = calendar(q, hub, w.ID, h.Today); err != nil {
		return h, err
	}
	if h.Offs, err = offs(q, hub, w.ID, h.Today); err != nil {
		return h, err
	}
	if h.Schools, err = schools(q, hub); err != nil {
		return h, err
	}
	rows, err := db.All(q, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err },
		`select school_id from worker_school where hub_id = $1 and worker_id = $2`, hub, w.ID)
	if len(rows) == 1 {
		h.School = rows[0]
	}
	return h, err
}

func offs(q db.Q, hub, workerID string, from when.Date) ([]when.Date, error) {
	return db.All(q, func(r db.Scanner) (d when.Date, err error) { err = r.Scan(&d); return d, err },
		`select on_day from free_off where hub_id = $1 and worker_id = $2 and on_day >= $3 order by on_day`, hub, workerID, from)
}

// calendar reads what decides a worker's free time from this week on. The past is not
// read: nobody's history of hours is a basis for anything.
func calendar(q db.Q, hub, workerID string, today when.Date) (c skills.Calendar, set bool, err error) {
	c.Given, c.Off = map[when.Date]skills.Week{}, map[when.Date]bool{}
	this := skills.Monday(today)
	type given struct {
		on   when.Date
		days skills.Week
	}
	usual, err := db.All(q, func(r db.Scanner) (w skills.Week, err error) { err = r.Scan(&w); return w, err },
		`select days from free_usual where hub_id = $1 and worker_id = $2`, hub, workerID)
	if err != nil {
		return c, false, err
	}
	if set = len(usual) == 1; set {
		c.Usual = usual[0]
	}
	weeks, err := db.All(q, func(r db.Scanner) (g given, err error) { err = r.Scan(&g.on, &g.days); return g, err },
		`select week_on, days from free_week where hub_id = $1 and worker_id = $2 and week_on >= $3`, hub, workerID, this)
	if err != nil {
		return c, set, err
	}
	for _, g := range weeks {
		c.Given[g.on] = g.days
	}
	off, err := offs(q, hub, workerID, this)
	if err != nil {
		return c, set, err
	}
	for _, d := range off {
		c.Off[d] = true
	}
	if err := dropToday(q, hub, workerID, today, c.Off); err != nil {
		return c, set, err
	}
	if c.Rule, c.Breaks, err = follows(q, hub, workerID, this); err != nil {
		return c, set, err
	}
	w, _, err := loadWishes(q, hub, workerID)
	c.WeekCap = w.WeekCap
	return c, set, err
}

// Ahead is a worker's free time, day by day from a date on; for the house that plans
// work. Days before today answer nothing: what has been is no part of planning.
func Ahead(q db.Q, hub, workerID string, from when.Date, days int) ([]skills.Day, error) {
	now, err := today(q, hub)
	if err != nil {
		return nil, err
	}
	c, _, err := calendar(q, hub, workerID, now)
	out := make([]skills.Day, days)
	for i := range out {
		if d := from.AddDays(i); !d.Before(now) {
			out[i] = c.On(d)
		}
	}
	return out, err
}

var errWeek = fault.New(fault.NotFound, "skills.fault.week")

// open tells whether hours of a week can be given: this week and those ahead.
func openWeek(week, today when.Date) bool {
	this := skills.Monday(today)
	return week == skills.Monday(week) && !week.Before(this) && week.Before(this.AddDays(7*skills.WeeksAhead))
}

// SetWeek is what the strip says of a week: values of the cells that are pressed. With
// usual the week holds for every week from now on. "" is one's own.
func (s *Store) SetWeek(ctx context.Context, a who.Actor, workerID string, week when.Date, cells []string, usual bool) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	return s.change(ctx, a, workerID, func(tx *db.Tx, h Hours) error { return setWeek(tx, a, h, week, cells, usual) })
}

func setWeek(tx *db.Tx, a who.Actor, h Hours, week when.Date, cells []string, usual bool) error {
	if !openWeek(week, h.Today) {
		return errWeek
	}
	shown, planned := h.Week(week), h.PlannedWeek(week)
	w := skills.Pressed(shown, cells)
	for i := range w {
		d := week.AddDays(i)
		if !h.Off[d] {
			continue
		}
		if w[i].Minutes() == 0 { // a day off stays one; what was planned for it is not lost
			w[i] = planned[i]
			continue
		}
		if err := giveBack(tx, a.Hub, h.Worker.ID, d); err != nil {
			return err
		}
	}
	if usual {
		return saveUsual(tx, a, h.Worker.ID, week, w)
	}
	return saveWeek(tx, a, h.Worker.ID, week, w)
}

// giveBack ends a day off, planned or not.
func giveBack(tx *db.Tx, hub, workerID string, d when.Date) error {
	if _, err := tx.Exec(`delete from free_off where hub_id = $1 and worker_id = $2 and on_day = $3`, hub, workerID, d); err != nil {
		return err
	}
	return pickUp(tx, hub, workerID, d)
}

func saveWeek(tx *db.Tx, a who.Actor, workerID string, week when.Date, w skills.Week) error {
	_, err := tx.Exec(`insert into free_week (hub_id, worker_id, week_on, days, changed_by, changed_at) values ($1, $2, $3, $4, $5, $6)
		on conflict (hub_id, worker_id, week_on) do update set days = excluded.days, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
		a.Hub, workerID, week, w, a.Name, tx.Now())
	return err
}

// saveUsual keeps a usual week. The week it was said in no longer stands on its own.
func saveUsual(tx *db.Tx, a who.Actor, workerID string, week when.Date, w skills.Week) error {
	_, err := tx.Exec(`insert into free_usual (hub_id, worker_id, days, changed_by, changed_at) values ($1, $2, $3, $4, $5)
		on conflict (hub_id, worker_id) do update set days = excluded.days, changed_by = excluded.changed_by, changed_at = excluded.changed_at`,
		a.Hub, workerID, w, a.Name, tx.Now())
	if err != nil || week.IsZero() {
		return err
	}
	return saveWeek(tx, a, workerID, week, w)
}

// SameAsBefore gives a week the hours of the week before it. "" is one's own.
func (s *Store) SameAsBefore(ctx context.Context, a who.Actor, workerID string, week when.Date) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	return s.change(ctx, a, workerID, func(tx *db.Tx, h Hours) error { return sameAsBefore(tx, a, h, week) })
}

func sameAsBefore(tx *db.Tx, a who.Actor, h Hours, week when.Date) error {
	if !openWeek(week, h.Today) {
		return errWeek
	}
	before := h.PlannedWeek(week.AddDays(-7))
	if kept, err := db.All(tx, func(r db.Scanner) (w skills.Week, err error) { err = r.Scan(&w); return w, err },
		`select days from free_week where hub_id = $1 and worker_id = $2 and week_on = $3`, a.Hub, h.Worker.ID, week.AddDays(-7)); err != nil {
		return err
	} else if len(kept) == 1 {
		before = kept[0]
	}
	return saveWeek(tx, a, h.Worker.ID, week, before)
}

// SetDay gives one day its exact times. "" is one's own.
func (s *Store) SetDay(ctx context.Context, a who.Actor, workerID string, d when.Date, pairs [skills.SpansMost][2]string) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	day, err := skills.ReadSpans(pairs)
	if err != nil {
		return err
	}
	return s.change(ctx, a, workerID, func(tx *db.Tx, h Hours) error {
		week := skills.Monday(d)
		if !openWeek(week, h.Today) {
			return errWeek
		}
		w := h.PlannedWeek(week)
		w[d.Sub(week)] = day
		if err := giveBack(tx, a.Hub, h.Worker.ID, d); err != nil {
			return err
		}
		return saveWeek(tx, a, h.Worker.ID, week, w)
	})
}

// TakeOff plans days without hours. "" is one's own.
func (s *Store) TakeOff(ctx context.Context, a who.Actor, workerID, from, to string) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	return s.change(ctx, a, workerID, func(tx *db.Tx, h Hours) error {
		p, err := skills.ReadOff(from, to, h.Today)
		if err != nil {
			return err
		}
		for d := p.From; !d.After(p.To); d = d.AddDays(1) {
			if d.Before(h.Today) {
				continue
			}
			if _, err := tx.Exec(`insert into free_off (hub_id, worker_id, on_day, made_at) values ($1, $2, $3, $4) on conflict (hub_id, worker_id, on_day) do nothing`, a.Hub, h.Worker.ID, d, tx.Now()); err != nil {
				return err
			}
		}
		return nil
	})
}

// BackOn takes a planned day off back. "" is one's own.
func (s *Store) BackOn(ctx context.Context, a who.Actor, workerID string, d when.Date) error {
	if err := may(a, workerID, skills.MayKeep); err != nil {
		return err
	}
	return s.change(ctx, a, workerID, func(tx *db.Tx, h Hours) error {
		_, err := tx.Exec(`delete from free_off where hub_id = $1 and worker_id = $2 and on_day = $3`, a.Hub, h.Worker.ID, d)
		return err
	})
}

// change is what all changes of hours share: who, the present state, sums, a note.
func (s *Store) change(ctx context.Context, a who.Actor, workerID string, do func(*db.Tx, Hours) error) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := subject(tx, a, workerID)
		if err != nil {
			return err
		}
		return changeOf(tx, a, w, do)
	})
}

func changeOf(tx *db.Tx, a who.Actor, w workers.Worker, do func(*db.Tx, Hours) error) error {
	h, err := hours(tx, a.Hub, w)
	if err != nil {
		return err
	}
	if err := do(tx, h); err != nil {
		return err
	}
	recountAtEnd(tx, a.Hub, w.ID)
	return journal.Note(tx, a, skills.HoursSet{Worker: w.ID, No: w.No})
}
