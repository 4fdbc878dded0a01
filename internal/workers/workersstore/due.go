package workersstore

import (
	"context"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

const (
	hourly     = time.Hour
	yearlyDays = 365
	// batch bounds one write; the next hour goes on.
	batch = 200
)

// everyHub does the day's work of each hub, one hub after another.
func (s *Store) everyHub(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		if err == nil {
			err = s.Day(ctx, who.System(h, "workers", workers.MayKeep))
		}
	}
	return err
}

// Day does what a day brings: changes of state set for it, the yearly question,
// records whose time is over. A second call on the same day finds nothing left.
func (s *Store) Day(ctx context.Context, a who.Actor) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	for _, do := range []func(*db.Tx, who.Actor) error{s.carryOut, s.askYearly, s.erase, s.forgetLists} {
		if err := db.Do(ctx, s.DB, func(tx *db.Tx) error { return do(tx, a) }); err != nil {
			return err
		}
	}
	return nil
}

// carryOut makes the changes of state whose day has come.
func (s *Store) carryOut(tx *db.Tx, a who.Actor) error {
	today := tx.Now().DateIn(when.Tokyo)
	type due struct {
		worker string
		p      Plan
	}
	all, err := db.All(tx, func(r db.Scanner) (d due, err error) {
		err = r.Scan(&d.worker, &d.p.ID, &d.p.State, &d.p.On, &d.p.Reason, &d.p.MadeBy)
		return d, err
	}, `select worker_id, id, state, on_date, reason, made_by from worker_plan where hub_id = $1 and done_at = '' and on_date <= $2 order by on_date, id limit $3`, a.Hub, today, batch)
	if err != nil {
		return err
	}
	for _, d := range all {
		if _, err := tx.Exec(`update worker_plan set done_at = $3 where hub_id = $1 and id = $2`, a.Hub, d.p.ID, tx.Now()); err != nil {
			return err
		}
		w, err := Load(tx, a.Hub, d.worker)
		if err != nil {
			return err
		}
		if !w.State.May(d.p.State) {
			continue // something else happened in the meantime
		}
		if err := s.carry(tx, a, w, d.p); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) carry(tx *db.Tx, a who.Actor, w workers.Worker, p Plan) error {
	a.Name = p.MadeBy
	if err := Move(tx, a, w, p.State, p.On, p.Reason); err != nil {
		return err
	}
	switch p.State {
	case workers.Left:
		return keepFrom(tx, a, w, p.On)
	case workers.Registered:
		h, err := hubstore.Load(tx, a.Hub)
		if err != nil {
			return err
		}
		return s.letter(tx, h, w, "back", "/my/file")
	}
	return nil
}

// askYearly asks those whose file nobody looked at for a year whether it is still
// right, the declarations of R-57 among it. Nobody's registration ends because they
// do not answer.
func (s *Store) askYearly(tx *db.Tx, a who.Actor) error {
	since := tx.Now().Add(-yearlyDays * 24 * time.Hour)
	ws, err := db.All(tx, scan, columns+`and w.state in ('registered', 'paused') and w.made_at < $2
		and exists (select 1 from worker_consent k where k.hub_id = $1 and k.worker_id = w.id and k.kind = 'contract')
		and not exists (select 1 from worker_yearly y where y.hub_id = $1 and y.worker_id = w.id and (y.asked_at > $2 or y.answered_at > $2))
		and not exists (select 1 from worker_has x where x.hub_id = $1 and x.worker_id = w.id and x.part = 'business' and x.made_at > $2) order by w.no limit $3`, a.Hub, since, batch)
	if err != nil || len(ws) == 0 {
		return err
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	for _, w := range ws {
		_, err := tx.Exec(`insert into worker_yearly (hub_id, worker_id, no, asked_at, answered_at, answered_by)
			select $1, $2, coalesce(max(no), 0) + 1, $3, '', '' from worker_yearly where hub_id = $1 and worker_id = $2`, a.Hub, w.ID, tx.Now())
		if err != nil {
			return err
		}
		if err := s.letter(tx, h, w, "yearly", "/my/file"); err != nil {
			return err
		}
	}
	return nil
}

// ConfirmMe says that one's own file is still right.
func (s *Store) ConfirmMe(ctx context.Context, a who.Actor) error {
	if err := a.May(workers.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Mine(tx, a)
		if err != nil {
			return err
		}
		return confirm(tx, a, w)
	})
}

// Confirm says for somebody, who was asked by telephone or at the desk, that the file is still right.
func (s *Store) Confirm(ctx context.Context, a who.Actor, workerID string) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		return confirm(tx, a, w)
	})
}

func confirm(tx *db.Tx, a who.Actor, w workers.Worker) error {
	_, err := tx.Exec(`insert into worker_yearly (hub_id, worker_id, no, asked_at, answered_at, answered_by)
		select $1, $2, coalesce(max(no), 0) + 1, '', $3, $4 from worker_yearly where hub_id = $1 and worker_id = $2`, a.Hub, w.ID, tx.Now(), a.Name)
	if err != nil {
		return err
	}
	return journal.Note(tx, a, workers.Confirmed{Worker: w.ID, No: w.No})
}

// erase removes what is kept no longer. The worker's row, steps and
// consents stay without a name: the figures of the past stay true.
func (s *Store) erase(tx *db.Tx, a who.Actor) error {
	type due struct{ worker, kind string }
	all, err := db.All(tx, func(r db.Scanner) (d due, err error) { err = r.Scan(&d.worker, &d.kind); return d, err },
		`select worker_id, kind from worker_keep where hub_id = $1 and erased_at = '' and until_on <= $2 order by until_on, worker_id, kind limit $3`,
		a.Hub, tx.Now().DateIn(when.Tokyo), batch)
	if err != nil {
		return err
	}
	for _, d := range all {
		w, err := Load(tx, a.Hub, d.worker)
		if err != nil {
			return err
		}
		if err := eraseKind(tx, a, w, d.kind); err != nil {
			return err
		}
		if _, err := tx.Exec(`update worker_keep set erased_at = $4 where hub_id = $1 and worker_id = $2 and kind = $3`, a.Hub, w.ID, d.kind, tx.Now()); err != nil {
			return err
		}
		if err := journal.Note(tx, a, workers.Erased{Worker: w.ID, No: w.No, What: d.kind}); err != nil {
			return err
		}
	}
	return nil
}

// partsOf are the parts of a file that end with a kind of record. The emergency
// contact goes first; the name, address and account on papers of money go last.
var partsOf = map[string][]workers.Part{
	"emergency": {workers.PartContact},
	"profile":   {workers.PartTools},
	"money":     {workers.PartName, workers.PartAddress, workers.PartBank, workers.PartBusiness},
	"applicant": {workers.PartName, workers.PartContact, workers.PartAddress, workers.PartBank, workers.PartBusiness, workers.PartTools},
}

// eraseParts deletes the parts of a file that end with a kind of record.
func eraseParts(tx *db.Tx, a who.Actor, w workers.Worker, kind string) error {
	for _, p := range partsOf[kind] {
		for _, q := range []string{`delete from worker_part where hub_id = $1 and worker_id = $2 and part = $3`, `delete from worker_has where hub_id = $1 and worker_id = $2 and part = $3`} {
			if _, err := tx.Exec(q, a.Hub, w.ID, string(p)); err != nil {
				return err
			}
		}
	}
	return counted(tx, a.Hub, w.ID)
}

func eraseKind(tx *db.Tx, a who.Actor, w workers.Worker, kind string) error {
	if err := eraseParts(tx, a, w, kind); err != nil {
		return err
	}
	switch kind {
	case "photo":
		return nil1(tx.Exec(`delete from worker_photo where hub_id = $1 and worker_id = $2`, a.Hub, w.ID))
	case "profile":
		if err := nil1(tx.Exec(`update worker_import_person set said_sealed = '' where hub_id = $1 and worker_id = $2`, a.Hub, w.ID)); err != nil {
			return err
		}
		if err := nil1(tx.Exec(`update worker set mail = '', phone = '', search_key = $3 where hub_id = $1 and id = $2`, a.Hub, w.ID, key(workers.Worker{Name: w.Name, Kana: w.Kana, No: w.No}))); err != nil || w.Person == "" {
			return err
		}
		return peoplestore.Dismiss(tx, a, w.Person, w.Name, people.Worker)
	case "money", "applicant":
		return nameless(tx, a, w)
	}
	return nil
}

func nil1(_ int64, err error) error { return err }

// nameless takes from a worker what tells who it was.
func nameless(tx *db.Tx, a who.Actor, w workers.Worker) error {
	name := i18n.Of(w.Lang).T("workers.nobody")
	for _, q := range []string{`delete from worker_photo where hub_id = $1 and worker_id = $2`, `delete from worker_link where hub_id = $1 and worker_id = $2`,
		`update worker_consent set signed_as = '' where hub_id = $1 and worker_id = $2`,
		`update worker_import_person set said_sealed = '' where hub_id = $1 and worker_id = $2`, `update worker_step set reason = '' where hub_id = $1 and worker_id = $2`} {
		if _, err := tx.Exec(q, a.Hub, w.ID); err != nil {
			return err
		}
	}
	return nil1(tx.Exec(`update worker set name = $3, kana = '', search_key = '', mail = '', phone = '', person_id = '' where hub_id = $1 and id = $2`, a.Hub, w.ID, name))
}
