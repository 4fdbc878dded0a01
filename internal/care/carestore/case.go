package carestore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

var errCase = fault.New(fault.NotFound, "care.fault.case_gone")

const caseColumns = `select c.id, c.no, c.kind, c.worker_id, c.source, c.name_sealed, c.contact_sealed, c.state, c.outcome, c.protected_until, c.made_at, c.changed_at, c.version
	from care_case c where c.hub_id = $1 `

// notShut keeps a case from whoever it is about.
const notShut = `and not exists (select 1 from care_case_shut x where x.hub_id = c.hub_id and x.case_id = c.id and x.person_id = $2) `

func (s *Store) scanCase(r db.Scanner) (c care.Case, err error) {
	var name, contact string
	err = r.Scan(&c.ID, &c.No, &c.Kind, &c.Worker, &c.Source, &name, &contact, &c.State, &c.Outcome, &c.ProtectedUntil, &c.Made, &c.Changed, &c.Version)
	if err != nil {
		return c, err
	}
	if c.Name, err = s.Keys.Open(caseName, name); err != nil {
		return c, err
	}
	c.Contact, err = s.Keys.Open(caseContact, contact)
	return c, err
}

// Tell opens a case: by a worker who is signed in, or by anybody, with or without a
// name. The token opens the case's own page again; once is the form's mark.
func (s *Store) Tell(ctx context.Context, a who.Actor, f care.CaseForm, once string) (token string, err error) {
	if err := a.May(care.MayTell); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		source, worker := "visitor", ""
		if w, err := workersstore.Mine(tx, a); err == nil {
			source, worker = "worker", w.ID
			f.Name, f.Contact = w.Name, w.Mail
		} else if fault.KindOf(err) != fault.NotFound {
			return "", err
		}
		return s.open(tx, a, f, source, worker, once)
	})
}

// TellFor writes down what somebody said by telephone or at the desk.
func (s *Store) TellFor(ctx context.Context, a who.Actor, f care.CaseForm, once string) error {
	if err := a.May(care.MayHandle); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := mustBeNamed(tx, a); err != nil {
			return err
		}
		_, err := s.open(tx, a, f, "phone", "", once)
		return err
	})
}

func (s *Store) open(tx *db.Tx, a who.Actor, f care.CaseForm, source, worker, once string) (string, error) {
	hs, err := handlers(tx, a.Hub)
	if err != nil {
		return "", err
	}
	c, err := f.Read(hs)
	if err != nil {
		return "", err
	}
	if c.ID = id.Make(); once == "" {
		once = c.ID
	}
	// The token follows from the form's mark, so a second press finds the same page.
	token := s.Keys.Sign("care_case", a.Hub+once)
	if c.No, err = db.Value[int](tx, `select coalesce(max(no), 0) + 1 from care_case where hub_id = $1`, a.Hub); err != nil {
		return "", err
	}
	// A case without a name of the law's protection protects nobody by name; the date is kept all the same.
	c.ProtectedUntil = care.ProtectedFrom(tx.Now().DateIn(when.Tokyo))
	by := a.Name
	if source == "visitor" {
		by = "visitor"
	}
	n, err := tx.Exec(`insert into care_case (hub_id, id, no, token_hash, once_key, kind, worker_id, source, name_sealed, contact_sealed, state, outcome, protected_until, made_by, made_at, changed_at, version)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'received', '', $11, $12, $13, $13, 1) on conflict (hub_id, once_key) do nothing`,
		a.Hub, c.ID, c.No, id.Hash(token), once, string(c.Kind), worker, source, s.Keys.Seal(caseName, c.Name), s.Keys.Seal(caseContact, c.Contact), c.ProtectedUntil, by, tx.Now())
	if err != nil || n == 0 {
		return token, err
	}
	for _, p := range c.Shut {
		if _, err := tx.Exec(`insert into care_case_shut (hub_id, case_id, person_id) values ($1, $2, $3)`, a.Hub, c.ID, p); err != nil {
			return "", err
		}
	}
	if err := s.addEntry(tx, a.Hub, c.ID, care.CaseEntry{Kind: "said", Body: c.Thread[0].Body}); err != nil {
		return "", err
	}
	// The journal is read by more people than the case: it says that there is one, not whose.
	return token, journal.Note(tx, who.System(a.Hub, "care"), care.CaseOpened{ID: c.ID, No: c.No, What: c.Kind})
}

func (s *Store) addEntry(tx *db.Tx, hub, caseID string, e care.CaseEntry) error {
	_, err := tx.Exec(`insert into care_entry (hub_id, case_id, no, kind, actor, body_sealed, at)
		select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6 from care_entry where hub_id = $1 and case_id = $2`,
		hub, caseID, e.Kind, e.Actor, s.Keys.Seal(entryBody, e.Body), tx.Now())
	return err
}

func (s *Store) thread(q db.Q, hub, caseID string) ([]care.CaseEntry, error) {
	return db.All(q, func(r db.Scanner) (e care.CaseEntry, err error) {
		var body string
		if err = r.Scan(&e.No, &e.Kind, &e.Actor, &body, &e.At); err == nil {
			e.Body, err = s.Keys.Open(entryBody, body)
		}
		return e, err
	}, `select no, kind, actor, body_sealed, at from care_entry where hub_id = $1 and case_id = $2 order by no`, hub, caseID)
}

// public is what the person who brought a case reads of it.
func (s *Store) public(q db.Q, hub string, c care.Case) (care.Case, error) {
	all, err := s.thread(q, hub, c.ID)
	for _, e := range all {
		if e.Public() {
			c.Thread = append(c.Thread, e)
		}
	}
	return c, err
}

// OwnCase is a case as the person who brought it sees it, by the secret in the link.
func (s *Store) OwnCase(ctx context.Context, a who.Actor, token string) (care.Case, error) {
	if err := a.May(care.MayTell); err != nil {
		return care.Case{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (care.Case, error) {
		c, err := db.One(v, errCase, s.scanCase, caseColumns+`and c.token_hash = $2`, a.Hub, id.Hash(token))
		if err != nil {
			return c, err
		}
		return s.public(v, a.Hub, c)
	})
}

// MyCases are the cases a worker brought while signed in, newest first.
func (s *Store) MyCases(ctx context.Context, a who.Actor) ([]care.Case, error) {
	if err := a.May(care.MayAsk); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Case, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		cs, err := db.All(v, s.scanCase, caseColumns+`and c.worker_id = $2 order by c.made_at desc`, a.Hub, w.ID)
		for i := range cs {
			if err == nil {
				cs[i], err = s.public(v, a.Hub, cs[i])
			}
		}
		return cs, err
	})
}

// SayMore adds to one's own case, by the secret in the link; a closed one stays closed
// until a handler opens it.
func (s *Store) SayMore(ctx context.Context, a who.Actor, token, text string) error {
	if err := a.May(care.MayTell); err != nil {
		return err
	}
	e, _, err := care.StepForm{Kind: "note", Words: text}.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		c, err := db.One(tx, errCase, s.scanCase, caseColumns+`and c.token_hash = $2`, a.Hub, id.Hash(token))
		if err != nil {
			return err
		}
		all, err := s.thread(tx, a.Hub, c.ID)
		if n := len(all); err != nil || n > 0 && all[n-1].Kind == "said" && all[n-1].Body == e.Body {
			return err // pressed twice
		}
		if err := s.addEntry(tx, a.Hub, c.ID, care.CaseEntry{Kind: "said", Body: e.Body}); err != nil {
			return err
		}
		_, err = tx.Exec(`update care_case set changed_at = $3, version = version + 1 where hub_id = $1 and id = $2`, a.Hub, c.ID, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, who.System(a.Hub, "care"), care.CaseStep{ID: c.ID, No: c.No, Step: "said"})
	})
}

// Cases are the cases a named handler may know of: open ones oldest first, closed ones newest first.
func (s *Store) Cases(ctx context.Context, a who.Actor, open bool) ([]care.Case, error) {
	if err := a.May(care.MayHandle); err != nil {
		return nil, err
	}
	cond := `and c.state <> 'closed' order by c.made_at`
	if !open {
		cond = `and c.state = 'closed' order by c.changed_at desc limit 200`
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Case, error) {
		if err := mustBeNamed(v, a); err != nil {
			return nil, err
		}
		return db.All(v, s.scanCase, caseColumns+notShut+cond, a.Hub, a.Person)
	})
}

// ReadCase opens one case for a named handler whom it does not concern; the look is journalled.
func (s *Store) ReadCase(ctx context.Context, a who.Actor, caseID string) (care.Case, error) {
	if err := a.May(care.MayHandle); err != nil {
		return care.Case{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (care.Case, error) {
		c, err := s.handled(tx, a, caseID)
		if err != nil {
			return c, err
		}
		if c.Thread, err = s.thread(tx, a.Hub, c.ID); err != nil {
			return c, err
		}
		c.Shut, err = db.All(tx, func(r db.Scanner) (p string, err error) { err = r.Scan(&p); return p, err },
			`select person_id from care_case_shut where hub_id = $1 and case_id = $2 order by person_id`, a.Hub, c.ID)
		if err != nil {
			return c, err
		}
		return c, journal.Note(tx, a, care.CaseRead{ID: c.ID, No: c.No})
	})
}

func (s *Store) handled(q db.Q, a who.Actor, caseID string) (care.Case, error) {
	if err := mustBeNamed(q, a); err != nil {
		return care.Case{}, err
	}
	return db.One(q, errCase, s.scanCase, caseColumns+notShut+`and c.id = $3`, a.Hub, a.Person, caseID)
}

// Step adds to a case what was done; version is the one that was read.
func (s *Store) Step(ctx context.Context, a who.Actor, caseID string, version int, f care.StepForm) error {
	if err := a.May(care.MayHandle); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		c, err := s.handled(tx, a, caseID)
		if err != nil {
			return err
		}
		e, to, err := f.Read()
		if err != nil {
			return err
		}
		if to == "" {
			to = c.State
		}
		outcome := c.Outcome
		if f.Kind == "outcome" {
			outcome = f.Outcome
		}
		err = db.Exec1(tx, errStale, `update care_case set state = $4, outcome = $5, changed_at = $6, version = version + 1 where hub_id = $1 and id = $2 and version = $3`,
			a.Hub, caseID, version, string(to), outcome, tx.Now())
		if err != nil {
			return err
		}
		e.Actor = a.Name
		if err := s.addEntry(tx, a.Hub, caseID, e); err != nil {
			return err
		}
		return journal.Note(tx, a, care.CaseStep{ID: c.ID, No: c.No, Step: f.Kind})
	})
}

// Shut keeps a case from a handler whom it turns out to be about.
func (s *Store) Shut(ctx context.Context, a who.Actor, caseID, person string) error {
	if err := a.May(care.MayHandle); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		c, err := s.handled(tx, a, caseID)
		if err != nil {
			return err
		}
		left, err := db.Value[int](tx, `select count(*) from care_handler h where h.hub_id = $1 and h.ended_at = '' and h.person_id <> $3 and not exists
			(select 1 from care_case_shut x where x.hub_id = h.hub_id and x.case_id = $2 and x.person_id = h.person_id)`, a.Hub, caseID, person)
		if err != nil {
			return err
		}
		if left == 0 {
			var c fault.Check
			c.Add("shut", "care.field.shut_all")
			return c.Err()
		}
		if _, err := tx.Exec(`insert into care_case_shut (hub_id, case_id, person_id) values ($1, $2, $3) on conflict (hub_id, case_id, person_id) do nothing`, a.Hub, caseID, person); err != nil {
			return err
		}
		return journal.Note(tx, a, care.CaseStep{ID: c.ID, No: c.No, Step: "shut"})
	})
}

// ProtectedUntil is the last day on which a worsening of a worker's position needs a
// second look, because they brought a case; none if they did not.
func ProtectedUntil(q db.Q, hub, workerID string) (when.Date, error) {
	return db.Value[when.Date](q, `select coalesce(max(protected_until), '') from care_case where hub_id = $1 and worker_id = $2 and kind <> 'complaint'`, hub, workerID)
}
