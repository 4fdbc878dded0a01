package interviewsstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

// Enter is an applicant as staff take them down. Once is made when the form is shown.
type Enter struct {
	Once     string
	Form     interviews.Form
	Source   interviews.Source
	SourceID string // of the survey answer or inquiry, "" by telephone
	Anyway   bool   // staff know that it is another person of the same contact
	Invite   bool   // send the link at once
}

// Receipt is what became of somebody who entered.
type Receipt struct {
	ID    string
	Token string // opens their page; "" if Again
	Again bool   // they were an applicant before
}

// Ask is a visitor asking for an interview on the public page. Somebody who is an
// applicant already gets the link by mail again and nothing else, so that nobody can
// open another's page by typing a name.
func (s *Store) Ask(ctx context.Context, a who.Actor, once string, f interviews.Form) (Receipt, error) {
	if err := a.May(interviews.MayBook); err != nil {
		return Receipt{}, err
	}
	p, err := f.Read(true)
	if err != nil {
		return Receipt{}, err
	}
	p.Source = interviews.FromWeb
	return db.Write(ctx, s.DB, func(tx *db.Tx) (Receipt, error) {
		if p.ReferredBy, err = Referrer(tx, a.Hub, f.Code); err != nil {
			return Receipt{}, err
		}
		if p.ReferredBy != "" {
			p.Source = interviews.FromCard
		}
		r, err := s.enter(tx, a, p, once)
		switch {
		case err != nil:
			return Receipt{}, err
		case r.Again:
			return Receipt{Again: true}, s.linkAgain(tx, a.Hub, r.ID)
		}
		return r, s.inviteNew(tx, a, r.ID)
	})
}

// linkAgain sends the link once more to somebody who asked twice.
func (s *Store) linkAgain(tx *db.Tx, hub, applicantID string) error {
	p, err := byID(tx, hub, applicantID)
	if err != nil {
		return err
	}
	return s.tellAgain(tx, hub, p)
}

// Referrer is the worker of a card's code, "" without one; a code nobody has is a fault
// of the field "code".
func Referrer(q db.Q, hub, code string) (string, error) {
	if code = outreach.ReadCode(code); code == "" {
		return "", nil
	}
	w, err := workersstore.ByReferral(q, hub, code)
	if fault.KindOf(err) == fault.NotFound {
		var c fault.Check
		c.Add("code", "interviews.field.code_unknown")
		return "", c.Err()
	}
	return w.ID, err
}

// Enter takes an applicant down for staff.
func (s *Store) Enter(ctx context.Context, a who.Actor, cmd Enter) (Receipt, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return Receipt{}, err
	}
	p, err := cmd.Form.Read(false)
	if err != nil {
		return Receipt{}, err
	}
	p.Source, p.SourceID = cmd.Source, cmd.SourceID
	if !interviews.IsSource(string(p.Source)) {
		p.Source = interviews.FromPhone
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (Receipt, error) {
		if p.ReferredBy, err = Referrer(tx, a.Hub, cmd.Form.Code); err != nil {
			return Receipt{}, err
		}
		if cmd.Anyway {
			return s.put(tx, a, p, cmd.Once, cmd.Invite)
		}
		r, err := s.enter(tx, a, p, cmd.Once)
		if err == nil && r.Again {
			var c fault.Check
			c.Add("anyway", "interviews.field.same_person")
			return r, c.Err()
		}
		if err != nil || !cmd.Invite {
			return r, err
		}
		return r, s.inviteNew(tx, a, r.ID)
	})
}

// put enters somebody without asking whether they are known.
func (s *Store) put(tx *db.Tx, a who.Actor, p interviews.Applicant, once string, invite bool) (Receipt, error) {
	if done, err := pressed(tx, a.Hub, once); err != nil || done != "" {
		return Receipt{ID: done, Token: s.token(a.Hub, done)}, err
	}
	if _, err := same(tx, a.Hub, &p); err != nil {
		return Receipt{}, err
	}
	r, err := s.add(tx, a, p, once)
	if err != nil || !invite {
		return r, err
	}
	return r, s.inviteNew(tx, a, r.ID)
}

// FromSignup makes an applicant of a party that wants an interview, and sends the link
// where there is a mail address. Somebody who is an applicant already is answered.
func (s *Store) FromSignup(ctx context.Context, a who.Actor, signupID string) (Receipt, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return Receipt{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (Receipt, error) {
		g, err := outreachstore.LoadSignup(tx, a.Hub, signupID)
		if err != nil {
			return Receipt{}, err
		}
		p := interviews.Applicant{Name: g.Name, Kana: g.Kana, Mail: g.Mail, Phone: g.Phone, Lang: g.Lang, Source: interviews.FromSignup, SourceID: g.ID, ReferredBy: g.ReferredBy,
			Wants: g.Wishes, Consent: g.Consent, Stage: interviews.New}
		r, err := s.enter(tx, a, p, "signup:"+g.ID)
		if err != nil || r.Again || p.Mail == "" {
			return r, err
		}
		return r, s.inviteNew(tx, a, r.ID)
	})
}

func pressed(tx *db.Tx, hub, once string) (string, error) {
	if once == "" {
		return "", nil
	}
	found, err := db.All(tx, func(r db.Scanner) (x string, err error) {
		err = r.Scan(&x)
		return x, err
	}, `select id from applicant where hub_id = $1 and once_key = $2`, hub, once)
	return append(found, "")[0], err
}

// enter writes an applicant down, unless the form was pressed before or the person is known.
func (s *Store) enter(tx *db.Tx, a who.Actor, p interviews.Applicant, once string) (Receipt, error) {
	done, err := pressed(tx, a.Hub, once)
	if err != nil {
		return Receipt{}, err
	}
	if done != "" {
		return Receipt{ID: done, Token: s.token(a.Hub, done)}, nil
	}
	known, err := same(tx, a.Hub, &p)
	if err != nil {
		return Receipt{}, err
	}
	if known.ID != "" {
		return Receipt{ID: known.ID, Again: true}, nil
	}
	return s.add(tx, a, p, once)
}

func (s *Store) add(tx *db.Tx, a who.Actor, p interviews.Applicant, once string) (Receipt, error) {
	p.ID = id.Make()
	if once == "" {
		once = p.ID
	}
	p.NextStep, p.NextOn = p.Next(tx.Now().DateIn(when.Tokyo), when.Date{}, when.Date{})
	if err := s.insert(tx, a, p, once); err != nil {
		return Receipt{}, err
	}
	return Receipt{ID: p.ID, Token: s.token(a.Hub, p.ID)}, journal.Note(tx, a, interviews.Entered{Applicant: p.ID, Source: p.Source, Referrer: p.ReferredBy, Consent: p.Consent, Name: p.Name})
}

// Correct mends name, reading and contacts of an applicant.
func (s *Store) Correct(ctx context.Context, a who.Actor, applicantID string, version int, f interviews.Form) error {
	if err := a.May(interviews.MayBoard); err != nil {
		return err
	}
	f.Consent = true // given when they asked
	n, err := f.Read(false)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return err
		}
		if p.Version != version {
			return errStale
		}
		p.Name, p.Kana, p.Mail, p.Phone, p.Wants = n.Name, n.Kana, n.Mail, n.Phone, n.Wants
		meets, err := meetsOn(tx, a.Hub, p.ID)
		if err != nil {
			return err
		}
		if err := save(tx, a.Hub, &p, meets); err != nil {
			return err
		}
		return journal.Note(tx, a, interviews.Corrected{Applicant: p.ID, Contact: p.Mail + p.Phone})
	})
}

// errStale says that somebody else saved while the form was open.
var errStale = fault.New(fault.Conflict, "interviews.fault.stale")
