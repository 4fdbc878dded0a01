package workersstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
)

const signedPurpose = "worker_consent/signed_as"

// texts are what there is to agree to, in a language, with the hub's name in it.
func texts(h hub.Hub, l i18n.Lang, own workers.Clauses) map[workers.ConsentKind]string {
	name, operators := hubstore.Name(h, l), hubstore.Pick(l, h.Operators, h.OperatorsEN)
	contract := l.T("workers.text.contract", "hub", name, "operators", operators)
	if body := hubstore.Pick(l, own.Body, own.BodyEN); body != "" {
		contract += "\n\n" + l.T("workers.text.own", "hub", name) + "\n" + body
	}
	return map[workers.ConsentKind]string{
		workers.Privacy:  l.T("workers.text.privacy", "hub", name, "operators", operators),
		workers.Contract: contract,
		workers.Guardian: l.T("workers.text.guardian", "hub", name),
	}
}

// SignByLink signs the registration a link opens: the consents are recorded with
// text, time and name, the state becomes registered, and an account is made.
func (s *Store) SignByLink(ctx context.Context, a who.Actor, token string, f workers.SignForm) error {
	if err := a.May(workers.MayEnter); err != nil {
		return err
	}
	f.How = workers.OnScreen
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := byLink(tx, a.Hub, token)
		if err != nil {
			return err
		}
		return s.sign(tx, self(a, w), w, f)
	})
}

// Sign signs for somebody without a device, who agreed on paper or by voice.
func (s *Store) Sign(ctx context.Context, a who.Actor, workerID string, f workers.SignForm) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	if f.How == workers.OnScreen {
		f.How = ""
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		return s.sign(tx, a, w, f)
	})
}

func (s *Store) sign(tx *db.Tx, a who.Actor, w workers.Worker, f workers.SignForm) error {
	if err := mustBeUnsigned(tx, a.Hub, w); err != nil {
		return err
	}
	file, err := s.file(tx, w, a.Hub)
	if err != nil {
		return err
	}
	if lacks := file.Lacks(); len(lacks) > 0 {
		return fault.New(fault.Conflict, "workers.fault.lacks", "n", len(lacks))
	}
	today := tx.Now().DateIn(when.Tokyo)
	got, err := f.Read(w.Name, file.Naming.Minor(today))
	if err != nil {
		return err
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	if err := s.agree(tx, a, h, w, got); err != nil {
		return err
	}
	// Who came with an office's list is registered already: the contract alone was missing.
	if w.State == workers.Registering {
		if err := Move(tx, a, w, workers.Registered, today, ""); err != nil {
			return err
		}
	}
	return s.welcome(tx, a, h, w)
}

// unsigned tells whether somebody's basic contract is still to be signed. Who came with
// an office's list is registered without one, and no work is opened before it.
func unsigned(q db.Q, hubID string, w workers.Worker) (bool, error) {
	if w.State == workers.Registering || !w.State.Counted() {
		return w.State == workers.Registering, nil
	}
	day, err := signed(q, hubID, w.ID)
	return day.IsZero(), err
}

func mustBeUnsigned(q db.Q, hubID string, w workers.Worker) error {
	open, err := unsigned(q, hubID, w)
	if err == nil && !open {
		err = fault.New(fault.Conflict, "workers.fault.signed")
	}
	return err
}

// agree records each consent with the very text it was given to.
func (s *Store) agree(tx *db.Tx, a who.Actor, h hub.Hub, w workers.Worker, g workers.Signing) error {
	l := i18n.Of(w.Lang)
	own, err := clauses(tx, a.Hub)
	if err != nil {
		return err
	}
	all := texts(h, l, own)
	if g.Seen != "" && g.Seen != workers.TextHash(all[workers.Contract]) { // nobody signs what she has not read
		var c fault.Check
		c.Add("contract", "workers.field.text_changed")
		return c.Err()
	}
	kinds := []workers.ConsentKind{workers.Privacy, workers.Contract}
	if g.Guardian != nil {
		kinds = append(kinds, workers.Guardian)
	}
	for _, k := range kinds {
		hash, as := workers.TextHash(all[k]), g.SignedAs
		if k == workers.Guardian {
			as = g.Guardian.Name + " " + g.Guardian.Relation + " " + g.Guardian.Phone
		}
		_, err := tx.Exec(`insert into worker_text (hub_id, hash, kind, version, lang, body, made_at) values ($1, $2, $3, $4, $5, $6, $7) on conflict (hub_id, hash) do nothing`,
			a.Hub, hash, string(k), own.Version(k), l.Code(), all[k], tx.Now())
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into worker_consent (hub_id, worker_id, id, kind, hash, version, how, signed_as, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			a.Hub, w.ID, id.Make(), string(k), hash, own.Version(k), string(g.How), s.Keys.Seal(signedPurpose, as), a.Name, tx.Now())
		if err != nil {
			return err
		}
		if err := journal.Note(tx, a, workers.Agreed{Worker: w.ID, No: w.No, Text: k, Version: own.Version(k), Hash: hash, How: g.How}); err != nil {
			return err
		}
	}
	return nil
}

// welcome gives an account to somebody with a mail address, and writes to them.
func (s *Store) welcome(tx *db.Tx, a who.Actor, h hub.Hub, w workers.Worker) error {
	if w.Mail == "" {
		return nil
	}
	l := i18n.Of(w.Lang)
	if w.Person == "" {
		p, err := peoplestore.Enrol(tx, a, people.Invite{Name: w.Name, Mail: w.Mail, Role: string(people.Worker)}, l)
		if err != nil {
			return err
		}
		if err := db.Exec1(tx, errGone, `update worker set person_id = $3 where hub_id = $1 and id = $2`, a.Hub, w.ID, p.ID); err != nil {
			return err
		}
	} else if err := peoplestore.Appoint(tx, a, w.Person, w.Name, people.Worker); err != nil {
		return err
	}
	return s.letter(tx, h, w, "signed", "/my/file")
}

// letter is one of the house's mails: subject, text and a button by its kind.
func (s *Store) letter(tx *db.Tx, h hub.Hub, w workers.Worker, kind, path string, args ...any) error {
	l := i18n.Of(w.Lang)
	args = append([]any{"name", w.Name, "hub", hubstore.Name(h, l)}, args...)
	m := mail.Message{Hub: h.ID, Kind: "workers.letter", About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l),
		Subject: l.T("workers.mail."+kind+".subject", args...), Paragraphs: []string{l.T("workers.mail."+kind+".text", args...)}}
	if path != "" {
		m.Button = &mail.Link{Label: l.T("workers.mail." + kind + ".button"), URL: s.Hubs.URL(h, l.Path(path))}
	}
	_, err := mail.Enqueue(tx, m)
	return err
}

// consents are what somebody agreed to, oldest first.
func (s *Store) consents(q db.Q, hubID, workerID string) ([]workers.Consent, error) {
	return db.All(q, func(r db.Scanner) (c workers.Consent, err error) {
		err = r.Scan(&c.ID, &c.Kind, &c.Version, &c.Hash, &c.How, &c.SignedAs, &c.MadeBy, &c.Made, &c.Text)
		if err == nil {
			c.SignedAs, err = s.Keys.Open(signedPurpose, c.SignedAs)
		}
		return c, err
	}, `select c.id, c.kind, c.version, c.hash, c.how, c.signed_as, c.made_by, c.made_at, t.body from worker_consent c
		join worker_text t on t.hub_id = c.hub_id and t.hash = c.hash where c.hub_id = $1 and c.worker_id = $2 order by c.made_at, c.id`, hubID, workerID)
}
