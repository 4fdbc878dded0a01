package skillsstore

import (
	"context"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
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
	h.Today = hubstore.Day(q)
	own, err := calendar(q, hub, w.ID, h.Today)
	if err != nil {
		return h, err
	}
	h.Calendar, h.Set, h.Offs = own.Calendar, own.set, own.offsFrom(h.Today)
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

// given is what somebody said of her time.
type given struct {
	skills.Calendar
	set  bool        // a usual week was given
	offs []when.Date // days off that were planned
}

// offsFrom are the days off that were planned, from a date on, in their order.
func (g given) offsFrom(from when.Date) []when.Date {
	offs := slices.DeleteFunc(g.offs, func(d when.Date) bool { return d.Before(from) })
	slices.SortFunc(offs, func(a, b when.Date) int { return a.Sub(b) })
	return offs
}

// calendar reads what decides a worker's free time from this week on, her cap too.
func calendar(q db.Q, hub, workerID string, today when.Date) (given, error) {
	all, err := readCalendars(q, whose{hub, workerID}, today)
	if err != nil {
		return given{}, err
	}
	g := *all.of(workerID)
	w, _, err := loadWishes(q, hub, workerID)
	g.WeekCap = w.WeekCap
	return g, err
}

// calendars are what workers said of their time, by worker.
type calendars map[string]*given

func (c calendars) of(worker string) *given {
	if c[worker] == nil {
		c[worker] = &given{Calendar: skills.Calendar{Given: map[when.Date]skills.Week{}, Off: map[when.Date]bool{}}}
	}
	return c[worker]
}

// readCalendars reads what decides free time from this week on, but for the caps. The past
// is not read: nobody's history of hours is a basis for anything.
func readCalendars(q db.Q, of whose, today when.Date) (calendars, error) {
	out, this := calendars{}, skills.Monday(today)
	if err := out.usual(q, of); err != nil {
		return nil, err
	}
	if err := out.weeks(q, of, this); err != nil {
		return nil, err
	}
	if err := out.offs(q, of, this); err != nil {
		return nil, err
	}
	if err := out.dropToday(q, of, today); err != nil {
		return nil, err
	}
	return out, out.follows(q, of, this)
}

func (c calendars) usual(q db.Q, of whose) error {
	return of.read(q, func(r db.Scanner) error {
		var worker string
		var w skills.Week
		err := r.Scan(&worker, &w)
		c.of(worker).Usual, c.of(worker).set = w, true
		return err
	}, `select worker_id, days from free_usual where hub_id = $1`)
}

func (c calendars) weeks(q db.Q, of whose, from when.Date) error {
	return of.read(q, func(r db.Scanner) error {
		var worker string
		var on when.Date
		var w skills.Week
		err := r.Scan(&worker, &on, &w)
		c.of(worker).Given[on] = w
		return err
	}, `select worker_id, week_on, days from free_week where hub_id = $1 and week_on >= $2`, from)
}

func (c calendars) offs(q db.Q, of whose, from when.Date) error {
	return of.read(q, func(r db.Scanner) error {
		var worker string
		var d when.Date
		err := r.Scan(&worker, &d)
		g := c.of(worker)
		g.Off[d], g.offs = true, append(g.offs, d)
		return err
	}, `select worker_id, on_day from free_off where hub_id = $1 and on_day >= $2`, from)
}

// Aheads is the free time of all workers of a hub, day by day from a date on, in as many
// queries as for one; for the house that plans work. Days before today answer nothing: what
// has been is no part of planning.
func Aheads(q db.Q, hub string, today, from when.Date, days int) (func(workerID string) []skills.Day, error) {
	all, err := readCalendars(q, whose{hub: hub}, today)
	return func(workerID string) []skills.Day {
		out := make([]skills.Day, days)
		g := all[workerID]
		for i := range out {
			if d := from.AddDays(i); g != nil && !d.Before(today) {
				out[i] = g.On(d)
			}
		}
		return out
	}, err
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
