// Package mydatastore keeps the books of what people ask about their own data. It reads
// and erases in all houses by what they declare, and knows none of their tables.
package mydatastore

import (
	"context"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/mydata"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/personal"
	"hiroba/internal/platform/reseal"
)

// Store is the askings of all hubs.
type Store struct {
	DB     *db.DB
	Keys   *keys.Keys
	Hubs   *hubstore.Store  // the hub's name, look and addresses for letters
	Houses []personal.House // what each house holds of people, from the ground up
}

// The purposes under which things are sealed: table and column.
const (
	exportJSON    = "mydata_export.json"
	exportPDF     = "mydata_export.pdf"
	requestWords  = "mydata_request.words"
	requestAnswer = "mydata_request.answer"
)

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{
	{Table: "mydata_export", Name: "json_sealed", Key: []string{"hub_id", "id"}, Purpose: exportJSON, Batch: 4},
	{Table: "mydata_export", Name: "pdf_sealed", Key: []string{"hub_id", "id"}, Purpose: exportPDF, Batch: 4},
	{Table: "mydata_request", Name: "words_sealed", Key: []string{"hub_id", "id"}, Purpose: requestWords, Batch: 200},
	{Table: "mydata_request", Name: "answer_sealed", Key: []string{"hub_id", "id"}, Purpose: requestAnswer, Batch: 200},
}

// Personal is what the house itself holds of people.
var Personal = personal.House{Name: "mydata", Tables: []personal.Table{
	{Name: "mydata_export", Whose: "person_id in (:person)", Order: "asked_at", Tell: "asked_at ready_at ends_at taken_at", Data: true,
		Hide: "state json_sealed pdf_sealed", Why: "mydata.why.twin", Fate: personal.Drop},
	{Name: "mydata_request", Whose: "person_id in (:person) or worker_id in (:workers)", Order: "made_at", Tell: "kind=mydata.kind. words_sealed state=mydata.state. due_on answer_sealed answered_by answered_at made_by made_at",
		Hide: "held", Why: "mydata.why.twin", Sealed: []personal.Sealed{{Name: "words_sealed", Purpose: requestWords}, {Name: "answer_sealed", Purpose: requestAnswer}},
		Fate: personal.Blank, Empty: "made_by@ words_sealed", Law: "mydata.law.record"},
}}

// Jobs names the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("mydata.export", s.exportJob)
	r.Every(time.Hour, "mydata.sweep", s.sweepJob)
}

// whose is the subject of somebody's own asking.
func (s *Store) whose(q db.Q, a who.Actor) (personal.Subject, error) {
	return personal.Find(q, s.Houses, personal.Subject{Hub: a.Hub, Person: a.Person})
}

// subject is whom a request is about.
func (s *Store) subject(q db.Q, hub string, r mydata.Request) (personal.Subject, error) {
	x := personal.Subject{Hub: hub, Person: r.Person}
	personal.Add(&x.Workers, r.Worker)
	return personal.Find(q, s.Houses, x)
}

// sweepJob does the hour's work of each hub.
func (s *Store) sweepJob(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		if err == nil {
			err = s.Sweep(ctx, who.System(h, "mydata", mydata.MayKeep))
		}
	}
	return err
}

// Sweep erases files whose days are over, the last letters, and rows that were held back
// and whose day has come.
func (s *Store) Sweep(ctx context.Context, a who.Actor) error {
	if err := a.May(mydata.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update mydata_export set state = 'gone', json_sealed = '', pdf_sealed = '' where hub_id = $1 and state = 'ready' and ends_at <= $2`, a.Hub, tx.Now())
		if err != nil {
			return err
		}
		_, err = tx.Exec(`delete from mail_message where hub_id = $1 and kind = 'mydata.erased' and created_at < $2`, a.Hub, tx.Now().Add(-mydata.LetterLasts))
		if err != nil {
			return err
		}
		return s.again(tx, a)
	})
}

// again lets the tables meet their fates once more for those of whom something was held back.
func (s *Store) again(tx *db.Tx, a who.Actor) error {
	rs, err := db.All(tx, s.scan, columns+`and r.kind = 'erase' and r.state = 'done' and r.held > 0 order by r.made_at, r.id`, a.Hub)
	if err != nil {
		return err
	}
	for _, r := range rs {
		x := personal.Subject{Hub: a.Hub, Person: r.Person}
		personal.Add(&x.Workers, r.Worker)
		n, err := personal.Rest(tx, s.Houses, x)
		if err != nil || n == r.Held {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := tx.Exec(`update mydata_request set held = $3 where hub_id = $1 and id = $2`, a.Hub, r.ID, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) mine(a who.Actor) error { return a.May(people.MaySelf) }

func today(q db.Q) when.Date { return q.Now().DateIn(when.Tokyo) }
