package skillsstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/workers/workersstore"
)

// Ceiling is a worker's yearly limit. No page of staff shows it.
func Ceiling(q db.Q, hub, workerID string) (skills.Ceiling, error) {
	all, err := ceilings(q, whose{hub, workerID})
	return ceilingIn(all, workerID), err
}

// Ceilings are the yearly limits of all workers of a hub, in one query; for the house that
// plans work, which keeps to them as they do.
func Ceilings(q db.Q, hub string) (func(workerID string) skills.Ceiling, error) {
	all, err := ceilings(q, whose{hub: hub})
	return func(workerID string) skills.Ceiling { return ceilingIn(all, workerID) }, err
}

// ceilingIn is one of them; whoever has set none has the usual way of counting.
func ceilingIn(all map[string]skills.Ceiling, workerID string) skills.Ceiling {
	if c, ok := all[workerID]; ok {
		return c
	}
	return skills.Ceiling{Measure: tax.IncomeMeasure, Basis: "delivery"}
}

func ceilings(q db.Q, of whose) (map[string]skills.Ceiling, error) {
	out := map[string]skills.Ceiling{}
	return out, of.read(q, func(r db.Scanner) error {
		var worker string
		var c skills.Ceiling
		minimum := 0
		err := r.Scan(&worker, &c.Wall, &c.Own, &c.Measure, &c.Expenses, &c.Direct, &minimum, &c.Blue, &c.Other, &c.Elsewhere, &c.Basis)
		c.Minimum = minimum == 1
		out[worker] = c
		return err
	}, `select worker_id, wall, own_yen, measure, expense_percent, direct_percent, home_minimum, blue, other_yen, elsewhere_yen, basis from worker_ceiling where hub_id = $1`)
}

// MyCeiling is one's own yearly limit.
func (s *Store) MyCeiling(ctx context.Context, a who.Actor) (skills.Ceiling, error) {
	if err := a.May(skills.MaySelf); err != nil {
		return skills.Ceiling{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (skills.Ceiling, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return skills.Ceiling{}, err
		}
		return Ceiling(v, a.Hub, w.ID)
	})
}

// SaveCeiling keeps one's own yearly limit.
func (s *Store) SaveCeiling(ctx context.Context, a who.Actor, f skills.CeilingForm) error {
	if err := a.May(skills.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		day := hubstore.Day(tx)
		c, err := f.Read(day.Year())
		if err != nil {
			return err
		}
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		minimum := 0
		if c.Minimum {
			minimum = 1
		}
		_, err = tx.Exec(`insert into worker_ceiling (hub_id, worker_id, wall, own_yen, measure, expense_percent, direct_percent, home_minimum, blue, other_yen, elsewhere_yen, basis, changed_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
			on conflict (hub_id, worker_id) do update set wall = excluded.wall, own_yen = excluded.own_yen, measure = excluded.measure, expense_percent = excluded.expense_percent,
			direct_percent = excluded.direct_percent, home_minimum = excluded.home_minimum, blue = excluded.blue, other_yen = excluded.other_yen,
			elsewhere_yen = excluded.elsewhere_yen, basis = excluded.basis, changed_at = excluded.changed_at`,
			a.Hub, w.ID, c.Wall, int64(c.Own), c.Measure, c.Expenses, c.Direct, minimum, c.Blue, int64(c.Other), int64(c.Elsewhere), c.Basis, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, skills.CeilingSaved{Worker: w.ID, No: w.No})
	})
}
