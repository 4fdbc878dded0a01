package hubstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

// Journal reads the hub's journal before line seq (0: the newest).
func (s *Store) Journal(ctx context.Context, a who.Actor, before int64) ([]journal.Entry, error) {
	if err := a.May(hub.MayJournal); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]journal.Entry, error) { return journal.Latest(v, a.Hub, before, 50) })
}

// Mails is a page of the mails of the hub.
type Mails struct {
	Rows                         []mail.Row
	All, Waiting, Sent, NotArriv int
}

// MailPage reads a page of mails in a state ("" for all), from an offset.
func (s *Store) MailPage(ctx context.Context, a who.Actor, state string, offset, size int) (Mails, error) {
	if err := a.May(hub.MayMail); err != nil {
		return Mails{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (m Mails, err error) {
		if m.Rows, err = mail.Latest(v, a.Hub, state, offset, size); err != nil {
			return m, err
		}
		for st, n := range map[string]*int{"": &m.All, "waiting": &m.Waiting, "sent": &m.Sent, "failed": &m.NotArriv} {
			if *n, err = mail.Count(v, a.Hub, st); err != nil {
				return m, err
			}
		}
		return m, nil
	})
}

var errMail = fault.New(fault.NotFound, "hub.mail.gone")

// Mail reads one mail as it was sent.
func (s *Store) Mail(ctx context.Context, a who.Actor, id string) (mail.Row, error) {
	if err := a.May(hub.MayMail); err != nil {
		return mail.Row{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (mail.Row, error) { return mail.Get(v, a.Hub, id, errMail) })
}

// MailAgain sends a mail again.
func (s *Store) MailAgain(ctx context.Context, a who.Actor, id string) error {
	if err := a.May(hub.MayMail); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if err := mail.Again(tx, a.Hub, id, errMail); err != nil {
			return err
		}
		return journal.Note(tx, a, hub.Resent{Mail: id})
	})
}
