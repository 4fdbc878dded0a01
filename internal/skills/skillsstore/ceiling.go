package skillsstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/skills"
	"hiroba/internal/workers/workersstore"
)

// Ceiling is a worker's yearly limit; for the house that plans work, which keeps to it
// as she does. No page of staff shows it.
func Ceiling(q db.Q, hub, workerID string) (skills.Ceiling, error) {
	rows, err := db.All(q, func(r db.Scanner) (c skills.Ceiling, err error) {
		minimum := 0
		err = r.Scan(&c.Wall, &c.Own, &c.Measure, &c.Expenses, &c.Direct, &minimum, &c.Blue, &c.Other, &c.Elsewhere, &c.Basis)
		c.Minimum = minimum == 1
		return c, err
	}, `select wall, own_yen, measure, expense_percent, direct_percent, home_minimum, blue, other_yen, elsewhere_yen, basis from worker_ceiling where hub_id = $1 and worker_id = $2`, hub, workerID)
	if err != nil || len(rows) == 0 {
		return skills.Ceiling{Measure: tax.IncomeMeasure, Basis: "delivery"}, err
	}
	return rows[0], nil
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
		day, err := today(tx, a.Hub)
		if err != nil {
			return err
		}
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
