// Package reportstore counts what the books of the other houses hold, as of any day, and
// keeps targets and snapshots. It only reads others' books.
package reportstore

import (
	"context"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/report"
)

// Store is the reports of all hubs.
type Store struct{ DB *db.DB }

// View says which figures are asked for: of which day, and whether with what was recorded
// after it.
type View struct {
	On   when.Date
	Late bool
}

// span is the time figures are counted over: from the fiscal year's first day to a day, by
// what was on record at an instant.
type span struct {
	hub   string
	on    when.Date
	from  when.Date
	known when.Instant
	until when.Instant // what happened later does not count: the end of the day, or known
	few   report.Few   // what will cover the public copy
	edges []any        // instants at which the second to the twelfth month begin
}

// end is the last instant of a day: the grain of the books is a microsecond.
func end(d when.Date) when.Instant { return d.AddDays(1).At(0, when.Tokyo).Add(-time.Microsecond) }

func earlier(a, b when.Instant) when.Instant {
	if b.Before(a) {
		return b
	}
	return a
}

func over(hub string, few report.Few, on when.Date, known when.Instant) span {
	s := span{hub: hub, few: few, on: on, from: report.Begins(on), known: known, until: earlier(end(on), known)}
	for i := 1; i < 12; i++ {
		s.edges = append(s.edges, s.from.AddMonths(i).At(0, when.Tokyo))
	}
	return s
}

// begins is the fiscal year's first instant.
func (s span) begins() when.Instant { return s.from.At(0, when.Tokyo) }

// args are the parameters of a statement that tells months apart: $1 the hub, $2 and $3
// the span, $4 to $14 where months begin.
func (s span) args() []any { return append([]any{s.hub, s.begins(), s.until}, s.edges...) }

// quarter is the first instant of the month two before the day's.
func (s span) quarter() when.Instant {
	return when.On(s.on.Year(), s.on.Month(), 1).AddMonths(-2).At(0, when.Tokyo)
}

// view settles what is asked for: no day is after today, and a past day is seen by what
// was on record when it ended, unless what came late is wanted.
func view(q db.Q, hub string, x View) (span, error) {
	if today := hubstore.Day(q); x.On.IsZero() || x.On.After(today) {
		x.On = today
	}
	known := q.Now()
	if !x.Late {
		known = earlier(end(x.On), known)
	}
	few, err := fewOf(q, hub)
	return over(hub, few, x.On, known), err
}

// Report counts all figures of a day.
func (s *Store) Report(ctx context.Context, a who.Actor, x View) (report.Body, error) {
	if err := a.May(report.MaySee); err != nil {
		return report.Body{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (report.Body, error) {
		of, err := view(v, a.Hub, x)
		if err != nil {
			return report.Body{}, err
		}
		return count(v, of)
	})
}

// fewOf is below how many people the hub covers a number.
func fewOf(q db.Q, hubID string) (report.Few, error) {
	n, err := hubstore.Few(q, hubID)
	return report.Few(n), err
}

// AnyPublic tells whether a snapshot stands on the public page, without reading its body.
func (s *Store) AnyPublic(ctx context.Context, a who.Actor) (bool, error) {
	if err := a.May(report.MayRead); err != nil {
		return false, err
	}
	n, err := db.Read(ctx, s.DB, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from report_snapshot s where s.hub_id = $1 `+public, a.Hub)
	})
	return n > 0, err
}

// Latest is the body of the newest snapshot that stands on the public page, with the
// instant it was made public; none: no snapshot is public.
func (s *Store) Latest(ctx context.Context, a who.Actor) (x report.Snapshot, none bool, err error) {
	if err := a.May(report.MayRead); err != nil {
		return x, true, err
	}
	xs, err := db.Read(ctx, s.DB, func(v *db.View) ([]report.Snapshot, error) {
		return db.All(v, scanSnapshot, snapshotColumns+public+` order by s.on_day desc, s.no desc limit 1`, a.Hub)
	})
	if err != nil || len(xs) == 0 {
		return x, true, err
	}
	return xs[0], false, nil
}
