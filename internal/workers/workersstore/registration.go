package workersstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
)

// Registration is somebody's registration as its form shows it.
type Registration struct {
	workers.Worker
	File      workers.File
	Photos    []Photo
	Consents  []workers.Consent
	Clauses   workers.Clauses                // the hub's own, part of the contract's text
	Texts     map[workers.ConsentKind]string // what there is to agree to, in her language
	Postcodes when.Date                      // as of when the table of postcodes is; zero without one
	Unsigned  bool                           // the basic contract is still to be signed: a registration under way, or one from an office's list
	Origins   []Origin                       // the lists this person came with
}

// Screen is one screen of the form as typed.
type Screen interface {
	// Take reads what was typed into the part of a file it is.
	Take(today when.Date) (workers.File, error)
}

// ByLink is the registration a link opens.
func (s *Store) ByLink(ctx context.Context, a who.Actor, token string) (Registration, error) {
	if err := a.May(workers.MayEnter); err != nil {
		return Registration{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Registration, error) {
		w, err := byLink(v, a.Hub, token)
		if err != nil {
			return Registration{}, err
		}
		return s.registration(v, a.Hub, w)
	})
}

func (s *Store) registration(q db.Q, hubID string, w workers.Worker) (r Registration, err error) {
	r.Worker = w
	if r.File, err = s.file(q, w, hubID); err != nil {
		return r, err
	}
	if r.Photos, err = photos(q, hubID, w.ID); err != nil {
		return r, err
	}
	if r.Consents, err = s.consents(q, hubID, w.ID); err != nil {
		return r, err
	}
	if r.Origins, err = s.origins(q, hubID, w.ID); err != nil {
		return r, err
	}
	if r.Unsigned, err = unsigned(q, hubID, w); err != nil {
		return r, err
	}
	h, err := hubstore.Load(q, hubID)
	if err != nil {
		return r, err
	}
	own, err := clauses(q, hubID)
	if err != nil {
		return r, err
	}
	r.Texts, r.Clauses = texts(h, i18n.Of(w.Lang), own), own
	r.Postcodes, err = postcodesAsOf(q, hubID)
	return r, err
}

// FillByLink saves one screen of the registration a link opens.
func (s *Store) FillByLink(ctx context.Context, a who.Actor, token string, screen Screen) error {
	if err := a.May(workers.MayEnter); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := byLink(tx, a.Hub, token)
		if err != nil {
			return err
		}
		if err := mustBeUnsigned(tx, a.Hub, w); err != nil {
			return err
		}
		return s.take(tx, self(a, w), w, screen)
	})
}

// self is who fills in a form by its link: the worker, as far as the link can tell.
func self(a who.Actor, w workers.Worker) who.Actor {
	a.Name = w.Name
	return a
}

// take reads a screen and writes it. The reading belongs to the write, so that what
// is kept was checked against the day of the write.
func (s *Store) take(tx *db.Tx, a who.Actor, w workers.Worker, screen Screen) error {
	f, err := screen.Take(tx.Now().DateIn(when.Tokyo))
	if err != nil {
		return err
	}
	return s.fill(tx, a, w, f)
}

// Fill saves one screen for somebody without a device; who acted is on record.
func (s *Store) Fill(ctx context.Context, a who.Actor, workerID string, screen Screen) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		return s.change(tx, a, w, screen)
	})
}

// Correct saves one screen of one's own file.
func (s *Store) Correct(ctx context.Context, a who.Actor, screen Screen) error {
	if err := a.May(workers.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Mine(tx, a)
		if err != nil {
			return err
		}
		return s.change(tx, a, w, screen)
	})
}

// change writes a screen into a file. When the bank account of somebody who is
// registered changes, the worker is told at once at the address that stood before:
// whoever changed it without her cannot keep it from her.
func (s *Store) change(tx *db.Tx, a who.Actor, w workers.Worker, screen Screen) error {
	f, err := screen.Take(tx.Now().DateIn(when.Tokyo))
	if err != nil {
		return err
	}
	if err := s.fill(tx, a, w, f); err != nil || w.State == workers.Registering {
		return err
	}
	changed := f.Bank != nil || f.Contact != nil && f.Contact.Mail != w.Mail
	if !changed {
		return nil
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	l, kind := i18n.Of(w.Lang), "bank"
	if f.Bank == nil {
		kind = "mail"
	}
	_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "workers.changed", About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject:    l.T("workers.mail.changed." + kind),
		Paragraphs: []string{l.T("workers.mail.changed.text", "name", w.Name, "what", l.T("workers.mail.changed."+kind), "at", l.Moment(tx.Now(), h.Zone()), "by", a.Name), l.T("workers.mail.changed.not_you")},
		Button:     &mail.Link{Label: l.T("workers.mail.changed.button"), URL: s.Hubs.URL(h, l.Path("/my/file"))}})
	return err
}

// Begin opens a file at the desk for somebody who is there, and invites them if they
// have a mail address. It answers the worker's id.
func (s *Store) Begin(ctx context.Context, a who.Actor, f workers.BeginForm) (string, error) {
	if err := a.May(workers.MayKeep); err != nil {
		return "", err
	}
	e, err := f.Read()
	if err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		by := ""
		if e.Code != "" {
			holder, err := ByReferral(tx, a.Hub, e.Code)
			if err != nil {
				var c fault.Check
				c.Add("code", "workers.field.code_unknown")
				return "", c.Err()
			}
			by = holder.ID
		}
		w, err := Begin(tx, a, Entry{Name: e.Name, Kana: e.Kana, Mail: e.Mail, Phone: e.Phone, Lang: e.Lang, ReferredBy: by})
		if err != nil || w.Mail == "" || !f.Invite {
			return w.ID, err
		}
		return w.ID, s.InviteTx(tx, a, w)
	})
}

// Seen is a worker's file as staff see it: sealed entries only as far as a list needs
// them to be told apart.
func (s *Store) Seen(ctx context.Context, a who.Actor, workerID string) (Registration, error) {
	if err := a.May(workers.MaySee); err != nil {
		return Registration{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Registration, error) {
		w, err := Load(v, a.Hub, workerID)
		if err != nil {
			return Registration{}, err
		}
		r, err := s.registration(v, a.Hub, w)
		if err == nil && !(a.Can(workers.MayKeep) && w.State == workers.Registering) {
			mask(&r.File)
		}
		if !a.Can(workers.MayKeep) {
			for i := range r.Origins {
				r.Origins[i].Said = Said{}
			}
		}
		return r, err
	})
}

// mask takes out of a file what is sealed, but for what tells entries apart.
func mask(f *workers.File) {
	if f.Naming != nil {
		f.Naming.Birth = when.Date{}
	}
	if f.Address != nil {
		*f.Address = workers.Address{Region: f.Address.Region}
	}
	if b := f.Bank; b != nil {
		*b = workers.Account{BankName: b.BankName, Kind: b.Kind, Number: b.Masked()}
	}
	if f.Contact != nil {
		f.Contact.Emergency = workers.Someone{Relation: f.Contact.Emergency.Relation}
	}
}

// MyFile is one's own file, open.
func (s *Store) MyFile(ctx context.Context, a who.Actor) (Registration, error) {
	if err := a.May(workers.MaySelf); err != nil {
		return Registration{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Registration, error) {
		w, err := Mine(v, a)
		if err != nil {
			return Registration{}, err
		}
		return s.registration(v, a.Hub, w)
	})
}
