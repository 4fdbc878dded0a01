// Package carestore keeps the books of the house care. What people wrote is sealed;
// it opens for named handlers only, and every look is journalled.
package carestore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
)

// Store is the care of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys
	Hubs *hubstore.Store // the hub's name, look and addresses for letters
}

// The purposes under which words are sealed: table and column.
const (
	requestWords  = "care_request.words"
	requestAnswer = "care_request.answer"
	caseName      = "care_case.name"
	caseContact   = "care_case.contact"
	entryBody     = "care_entry.body"
)

var errNotNamed = fault.New(fault.Forbidden, "care.fault.not_named")

func handlers(q db.Q, hub string) ([]care.Handler, error) {
	return db.All(q, func(r db.Scanner) (h care.Handler, err error) {
		err = r.Scan(&h.ID, &h.Person, &h.Name)
		return h, err
	}, `select id, person_id, name from care_handler where hub_id = $1 and ended_at = '' order by named_at, id`, hub)
}

// mustBeNamed refuses whoever holds the role but was not named.
func mustBeNamed(q db.Q, a who.Actor) error {
	n, err := db.Value[int](q, `select count(*) from care_handler where hub_id = $1 and person_id = $2 and ended_at = ''`, a.Hub, a.Person)
	if err == nil && n == 0 {
		err = errNotNamed
	}
	return err
}

// Handlers are those who read what people write; everybody who may write to them may know who they are.
func (s *Store) Handlers(ctx context.Context, a who.Actor) ([]care.Handler, error) {
	if err := a.May(care.MayTell); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Handler, error) { return handlers(v, a.Hub) })
}

// Name makes somebody a handler, from now on.
func (s *Store) Name(ctx context.Context, a who.Actor, person, name string) error {
	if err := a.May(care.MayName); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := tx.Exec(`insert into care_handler (hub_id, id, person_id, name, named_by, named_at, ended_by, ended_at) select $1, $2, $3, $4, $5, $6, '', ''
			where not exists (select 1 from care_handler where hub_id = $1 and person_id = $3 and ended_at = '')`, a.Hub, id.Make(), person, name, a.Name, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, care.HandlersChanged{Person: person, Name: name, Named: true})
	})
}

// Unname ends somebody's being a handler.
func (s *Store) Unname(ctx context.Context, a who.Actor, person string) error {
	if err := a.May(care.MayName); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		names, err := db.All(tx, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
			`update care_handler set ended_at = $3, ended_by = $4 where hub_id = $1 and person_id = $2 and ended_at = '' returning name`, a.Hub, person, tx.Now(), a.Name)
		if err != nil || len(names) == 0 {
			return err
		}
		return journal.Note(tx, a, care.HandlersChanged{Person: person, Name: names[0]})
	})
}

// Waiting is what the first page of staff says: open requests and cases for a named
// handler; whether nobody is named yet, for whoever may name.
type Waiting struct {
	Requests, Cases int
	Nobody          bool
}

// Waits counts what waits for this person.
func (s *Store) Waits(ctx context.Context, a who.Actor) (Waiting, error) {
	if err := a.May(care.MayHandle); err != nil {
		return Waiting{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (w Waiting, err error) {
		hs, err := handlers(v, a.Hub)
		if err != nil {
			return w, err
		}
		w.Nobody = len(hs) == 0
		if mustBeNamed(v, a) != nil {
			return w, nil
		}
		if w.Requests, err = db.Value[int](v, `select count(*) from care_request where hub_id = $1 and state = 'open'`, a.Hub); err != nil {
			return w, err
		}
		w.Cases, err = db.Value[int](v, `select count(*) from care_case c where c.hub_id = $1 and c.state = 'received'
			and not exists (select 1 from care_case_shut x where x.hub_id = c.hub_id and x.case_id = c.id and x.person_id = $2)`, a.Hub, a.Person)
		return w, err
	})
}
