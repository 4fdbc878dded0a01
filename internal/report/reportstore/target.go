package reportstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/report"
)

// Targets are what a fiscal year aims at, by figure, with the version they are.
func (s *Store) Targets(ctx context.Context, a who.Actor, year int) (map[string]int64, int, error) {
	if err := a.May(report.MaySee); err != nil {
		return nil, 0, err
	}
	var version int
	ts, err := db.Read(ctx, s.DB, func(v *db.View) (out map[string]int64, err error) {
		out = map[string]int64{}
		if version, err = aimVersion(v, a.Hub, year); err != nil {
			return nil, err
		}
		_, err = db.All(v, func(r db.Scanner) (struct{}, error) {
			var key string
			var n int64
			err := r.Scan(&key, &n)
			out[key] = n
			return struct{}{}, err
		}, `select key, n from report_target where hub_id = $1 and fiscal_year = $2 and version = $3`, a.Hub, year, version)
		return out, err
	})
	return ts, version, err
}

func aimVersion(q db.Q, hub string, year int) (int, error) {
	return db.Value[int](q, `select cast(coalesce(max(version), 0) as bigint) from report_aim where hub_id = $1 and fiscal_year = $2`, hub, year)
}

// SetTargets writes the next version of a year's targets. typed answers what was typed for
// a figure; version is the one that was read.
func (s *Store) SetTargets(ctx context.Context, a who.Actor, year, version int, typed func(key string) string) error {
	if err := a.May(report.MayAim); err != nil {
		return err
	}
	ts, err := report.ReadTargets(typed)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		now, err := aimVersion(tx, a.Hub, year)
		if err != nil {
			return err
		}
		if now != version {
			return errStale
		}
		if _, err := tx.Exec(`insert into report_aim (hub_id, fiscal_year, version, made_by, made_at) values ($1, $2, $3, $4, $5)`, a.Hub, year, version+1, a.Name, tx.Now()); err != nil {
			return err
		}
		for _, x := range ts {
			if _, err := tx.Exec(`insert into report_target (hub_id, fiscal_year, version, key, n) values ($1, $2, $3, $4, $5)`, a.Hub, year, version+1, x.Key, x.N); err != nil {
				return err
			}
		}
		return journal.Note(tx, a, report.Aimed{Year: year, Targets: len(ts)})
	})
}
