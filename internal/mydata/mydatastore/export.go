package mydatastore

import (
	"context"
	"encoding/base64"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/mydata"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/personal"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

const exportColumns = `select id, state, asked_at, ready_at, ends_at, taken_at from mydata_export where hub_id = $1 `

func scanExport(r db.Scanner) (x mydata.Export, err error) {
	err = r.Scan(&x.ID, &x.State, &x.Asked, &x.Ready, &x.Ends, &x.Taken)
	return x, err
}

// order is the job that makes an export.
type order struct{ Hub, Export, Person string }

// Gather asks for an export: the files are made in the background. One that is being made
// already is not made twice.
func (s *Store) Gather(ctx context.Context, a who.Actor) error {
	if err := s.mine(a); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		n, err := db.Value[int](tx, `select count(*) from mydata_export where hub_id = $1 and person_id = $2 and state = 'waiting'`, a.Hub, a.Person)
		if err != nil || n > 0 {
			return err
		}
		x, err := s.whose(tx, a)
		if err != nil {
			return err
		}
		worker, e := "", id.Make()
		if len(x.Workers) > 0 {
			worker = x.Workers[0]
		}
		_, err = tx.Exec(`insert into mydata_export (hub_id, id, person_id, worker_id, state, asked_at, ready_at, ends_at, taken_at, json_sealed, pdf_sealed) values ($1, $2, $3, $4, 'waiting', $5, '', '', '', '', '')`,
			a.Hub, e, a.Person, worker, tx.Now())
		if err != nil {
			return err
		}
		if err := jobs.Enqueue(tx, jobs.New(a.Hub, "mydata.export", order{a.Hub, e, a.Person})); err != nil {
			return err
		}
		return journal.Note(tx, a, mydata.Asked{Export: e})
	})
}

// exportJob makes the two files of an export and seals them. A second run makes them anew.
func (s *Store) exportJob(ctx context.Context, j jobs.Job) error {
	var o order
	if err := j.Read(&o); err != nil {
		return jobs.Never(err)
	}
	all, err := db.Read(ctx, s.DB, func(v *db.View) (book, error) {
		x, err := s.whose(v, who.Actor{Hub: o.Hub, Person: o.Person})
		if err != nil {
			return book{}, err
		}
		return s.book(v, x, i18n.JA, true)
	})
	if err != nil {
		return err
	}
	machine, err := all.json()
	if err != nil {
		return err
	}
	pdf, err := all.pdf()
	if err != nil {
		return err
	}
	sealed := []string{s.Keys.Seal(exportJSON, string(machine)), s.Keys.Seal(exportPDF, base64.StdEncoding.EncodeToString(pdf))}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update mydata_export set state = 'ready', ready_at = $3, ends_at = $4, json_sealed = $5, pdf_sealed = $6 where hub_id = $1 and id = $2 and state = 'waiting'`,
			o.Hub, o.Export, tx.Now(), tx.Now().Add(mydata.FileLasts), sealed[0], sealed[1])
		return err
	})
}

// Take is one of the files of one's own export, "json" or "pdf". Each taking is on record.
func (s *Store) Take(ctx context.Context, a who.Actor, exportID, file string) ([]byte, error) {
	if err := s.mine(a); err != nil {
		return nil, err
	}
	purpose := exportJSON
	if file == "pdf" {
		purpose = exportPDF
	}
	type sealed struct{ json, pdf string }
	got, err := db.Write(ctx, s.DB, func(tx *db.Tx) (x sealed, err error) {
		x, err = db.One(tx, errGone, func(r db.Scanner) (x sealed, err error) { err = r.Scan(&x.json, &x.pdf); return x, err },
			`select json_sealed, pdf_sealed from mydata_export where hub_id = $1 and id = $2 and person_id = $3 and state = 'ready' and ends_at > $4`, a.Hub, exportID, a.Person, tx.Now())
		if err != nil {
			return x, err
		}
		if _, err := tx.Exec(`update mydata_export set taken_at = $3 where hub_id = $1 and id = $2`, a.Hub, exportID, tx.Now()); err != nil {
			return x, err
		}
		return x, journal.Note(tx, a, mydata.Taken{Export: exportID, File: file})
	})
	if err != nil {
		return nil, err
	}
	if file != "pdf" {
		text, err := s.Keys.Open(purpose, got.json)
		return []byte(text), err
	}
	text, err := s.Keys.Open(purpose, got.pdf)
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(text)
}

// Print is somebody's data on paper, for staff to hand to a worker who has no device. What
// is for her eyes alone is not on it. The print is on record with its reason.
func (s *Store) Print(ctx context.Context, a who.Actor, workerID, reason string) ([]byte, error) {
	if err := a.May(mydata.MayKeep); err != nil {
		return nil, err
	}
	reason, err := workers.ReadReason(reason)
	if err != nil {
		return nil, err
	}
	all, err := db.Write(ctx, s.DB, func(tx *db.Tx) (book, error) {
		w, err := workersstore.Load(tx, a.Hub, workerID)
		if err != nil {
			return book{}, err
		}
		x, err := personal.Find(tx, s.Houses, personal.Subject{Hub: a.Hub, Workers: []string{w.ID}})
		if err != nil {
			return book{}, err
		}
		b, err := s.book(tx, x, i18n.Of(w.Lang), false)
		if err != nil {
			return b, err
		}
		return b, journal.Note(tx, a, mydata.Printed{Worker: w.ID, No: w.No, Reason: reason})
	})
	if err != nil {
		return nil, err
	}
	return all.pdf()
}

// book reads everything a subject's files are made from.
func (s *Store) book(q db.Q, x personal.Subject, l i18n.Lang, own bool) (b book, err error) {
	h, err := hubstore.Load(q, x.Hub)
	if err != nil {
		return b, err
	}
	b = book{hub: h, lang: l, at: q.Now(), own: own, houses: s.Houses}
	if len(x.Names) > 0 {
		b.name = x.Names[len(x.Names)-1]
	}
	b.sections, err = personal.Tell(q, s.Keys, s.Houses, x, own)
	return b, err
}
