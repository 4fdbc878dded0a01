package workersstore

import (
	"context"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

func scanClauses(r db.Scanner) (c workers.Clauses, err error) {
	err = r.Scan(&c.No, &c.Body, &c.BodyEN, &c.MadeBy, &c.Made)
	return c, err
}

// clauses are a hub's own clauses as they stand now; the zero ones for none.
func clauses(q db.Q, hubID string) (workers.Clauses, error) {
	all, err := db.All(q, scanClauses, `select no, body, body_en, made_by, made_at from worker_clause where hub_id = $1 order by no desc limit 1`, hubID)
	return append(all, workers.Clauses{})[0], err
}

// Clauses are what an administrator sees: the law's text in a language, and all versions of
// the hub's own clauses, newest first, with how many signed each.
func (s *Store) Clauses(ctx context.Context, a who.Actor, l i18n.Lang) (law string, all []workers.Clauses, err error) {
	if err := a.May(hub.MaySet); err != nil {
		return "", nil, err
	}
	all, err = db.Read(ctx, s.DB, func(v *db.View) ([]workers.Clauses, error) {
		h, err := hubstore.Load(v, a.Hub)
		if err != nil {
			return nil, err
		}
		law = texts(h, l, workers.Clauses{})[workers.Contract]
		cs, err := db.All(v, scanClauses, `select no, body, body_en, made_by, made_at from worker_clause where hub_id = $1 order by no desc`, a.Hub)
		for i := range cs {
			if err == nil {
				cs[i].Signed, err = db.Value[int](v, `select count(*) from worker_consent where hub_id = $1 and kind = 'contract' and version like $2`, a.Hub, "%/"+strconv.Itoa(cs[i].No))
			}
		}
		return cs, err
	})
	return law, all, err
}

// SaveClauses makes a new version of the hub's own clauses: who signs from now on signs it,
// what was signed before stays as it was. before is the version that was on the page.
func (s *Store) SaveClauses(ctx context.Context, a who.Actor, before int, f workers.ClauseForm) error {
	if err := a.May(hub.MaySet); err != nil {
		return err
	}
	x, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		now, err := clauses(tx, a.Hub)
		if err != nil {
			return err
		}
		if now.No != before {
			return fault.New(fault.Conflict, "workers.clause.stale")
		}
		if now.Body == x.Body && now.BodyEN == x.BodyEN {
			return nil // nothing changed: no new version
		}
		_, err = tx.Exec(`insert into worker_clause (hub_id, no, body, body_en, made_by, made_at) values ($1, $2, $3, $4, $5, $6)`, a.Hub, before+1, x.Body, x.BodyEN, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, workers.ClausesSaved{No: before + 1, Hash: workers.TextHash(x.Body + "\n" + x.BodyEN)})
	})
}
