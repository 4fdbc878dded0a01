package payeestore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

// TaxOf is how some workers stand in tax on the day of a supply.
func (s *Store) TaxOf(q db.Q, hub string, of []string, on when.Date) (map[string]payee.Tax, error) {
	all, err := s.Standings(q, hub, of)
	out := make(map[string]payee.Tax, len(all))
	for w, st := range all {
		out[w] = st.On(on)
	}
	return out, err
}

// declared are versions of a file as what was said on a day.
func declared(vs []workersstore.Version) (out []payee.Declared) {
	for _, v := range vs {
		out = append(out, payee.Declared{On: v.Made.DateIn(when.Tokyo), Business: *v.Business})
	}
	return out
}

type lookupRow struct {
	worker string
	payee.Lookup
}

func scanLookup(r db.Scanner) (l lookupRow, err error) {
	err = r.Scan(&l.worker, &l.No, &l.Number, &l.Found, &l.From, &l.Until, &l.LookedOn, &l.MadeBy, &l.Made)
	return l, err
}

func lookups(q db.Q, hub string, of []string) (map[string][]payee.Lookup, error) {
	const all = `select worker_id, no, number, found, from_on, until_on, looked_on, made_by, made_at from payee_lookup where hub_id = $1 `
	var rows []lookupRow
	var err error
	if len(of) <= db.InMost {
		list, args := db.In(2, of)
		rows, err = db.All(q, scanLookup, all+`and worker_id in `+list+` order by worker_id, no`, append([]any{hub}, args...)...)
	} else {
		rows, err = db.All(q, scanLookup, all+`order by worker_id, no`, hub)
	}
	out := map[string][]payee.Lookup{}
	for _, l := range rows {
		out[l.worker] = append(out[l.worker], l.Lookup)
	}
	return out, err
}

// LookUp keeps what the public register said of a worker's number.
func (s *Store) LookUp(ctx context.Context, a who.Actor, workerID string, f payee.LookupForm) error {
	if err := a.May(payee.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		st, err := s.Standings(tx, a.Hub, []string{w.ID})
		if err != nil {
			return err
		}
		number := payee.File{Declared: st[w.ID].said}.Number()
		if f.Number != string(number) {
			return errNumber
		}
		l, err := f.Read(number, tx.Now().DateIn(when.Tokyo))
		if err != nil {
			return err
		}
		return keepLookup(tx, a, w.ID, l)
	})
}

func keepLookup(tx *db.Tx, a who.Actor, workerID string, l payee.Lookup) error {
	_, err := tx.Exec(`insert into payee_lookup (hub_id, worker_id, no, number, found, from_on, until_on, looked_on, made_by, made_at)
		select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7, $8, $9 from payee_lookup where hub_id = $1 and worker_id = $2`,
		a.Hub, workerID, string(l.Number), db.Bit(l.Found), l.From, l.Until, l.LookedOn, a.Name, tx.Now())
	if err != nil {
		return err
	}
	return journal.Note(tx, a, payee.LookedUp{Worker: workerID, Number: string(l.Number), Found: l.Found})
}
