package workersstore

import (
	"context"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
)

// LinkLasts is how long a registration link opens the form: long enough for somebody
// who fills it in while a child sleeps, a screen at a time.
const LinkLasts = 30 * 24 * time.Hour

var errLink = fault.New(fault.NotFound, "workers.fault.link")

// InviteTx makes a registration link and the mail that carries it, in the transaction
// of the act that led to it. Somebody without a mail address gets no mail: staff print
// the link (Reprint) or fill in the form for them.
func (s *Store) InviteTx(tx *db.Tx, a who.Actor, w workers.Worker) error {
	token, h, err := link(tx, a, w)
	if err != nil {
		return err
	}
	l := i18n.Of(w.Lang)
	_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "workers.invitation", About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject:    l.T("workers.mail.invite.subject"),
		Paragraphs: []string{l.T("workers.mail.invite.text", "name", w.Name, "hub", hubstore.Name(h, l)), l.T("workers.mail.invite.how", "days", int(LinkLasts.Hours()/24))},
		Button:     &mail.Link{Label: l.T("workers.mail.invite.button"), URL: s.Hubs.URL(h, l.Path("/join/"+token))}})
	return err
}

// link makes a link for a worker who has not signed yet.
func link(tx *db.Tx, a who.Actor, w workers.Worker) (token string, h hub.Hub, err error) {
	if err := mustBeUnsigned(tx, a.Hub, w); err != nil {
		return "", h, err
	}
	if h, err = hubstore.Load(tx, a.Hub); err != nil {
		return "", h, err
	}
	token = id.Secret(20)
	_, err = tx.Exec(`insert into worker_link (hub_id, token_hash, worker_id, made_by, made_at, ends_at) values ($1, $2, $3, $4, $5, $6)`,
		a.Hub, id.Hash(token), w.ID, a.Name, tx.Now(), tx.Now().Add(LinkLasts))
	if err != nil {
		return "", h, err
	}
	return token, h, journal.Note(tx, a, workers.Asked{Worker: w.ID, No: w.No, Name: w.Name})
}

// byLink is the worker whose registration a link opens.
func byLink(q db.Q, hubID, token string) (workers.Worker, error) {
	return db.One(q, errLink, scan, columns+`and w.id = (select k.worker_id from worker_link k where k.hub_id = $1 and k.token_hash = $2 and k.ends_at > $3)`,
		hubID, id.Hash(token), q.Now())
}

// Invite mails a registration link again.
func (s *Store) Invite(ctx context.Context, a who.Actor, workerID string) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		if w.Mail == "" {
			return fault.New(fault.Conflict, "workers.fault.no_mail")
		}
		return s.InviteTx(tx, a, w)
	})
}

// Reprint makes a further link for staff to print as a code: those sent before stay good.
func (s *Store) Reprint(ctx context.Context, a who.Actor, workerID string) (url string, err error) {
	if err := a.May(workers.MayKeep); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return "", err
		}
		token, h, err := link(tx, a, w)
		return s.Hubs.URL(h, i18n.Of(w.Lang).Path("/join/"+token)), err
	})
}
