package interviewsstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

type reminder struct{ Hub, Booking string }

// remindJob writes to who talks with us tomorrow. A booking that was moved or cancelled
// meanwhile is not reminded of, and none twice.
func (s *Store) remindJob(ctx context.Context, j jobs.Job) error {
	var ref reminder
	if err := j.Read(&ref); err != nil {
		return jobs.Never(err)
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		b, err := bookingByID(tx, ref.Hub, ref.Booking)
		if err != nil || b.State != interviews.Standing || !tx.Now().Before(b.Slot.Starts) {
			return err
		}
		n, err := tx.Exec(`update interview_booking set reminded_at = $3 where hub_id = $1 and id = $2 and reminded_at = ''`, ref.Hub, b.ID, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		p, err := byID(tx, ref.Hub, b.Applicant)
		if err != nil {
			return err
		}
		h, err := hubstore.Load(tx, ref.Hub)
		if err != nil {
			return err
		}
		if b.Way == interviews.InRoom && closedAt(h, b.Slot) {
			return nil // nobody is asked to come to a closed door; staff have it on their list
		}
		return s.write(tx, ref.Hub, note{kind: "reminder", to: p, booking: b})
	})
}

// everyHub runs an act once for each hub, as the program's own actor.
func (s *Store) everyHub(ctx context.Context, name string, act func(context.Context, who.Actor) error) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	if err != nil {
		return err
	}
	for _, h := range hubs {
		if err := act(ctx, who.System(h, name, interviews.MayTend)); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) followJob(ctx context.Context, _ jobs.Job) error {
	return s.everyHub(ctx, "interviews", s.Follow)
}

func (s *Store) eraseJob(ctx context.Context, _ jobs.Job) error {
	return s.everyHub(ctx, "retention", func(ctx context.Context, a who.Actor) error {
		_, err := s.Erase(ctx, a)
		return err
	})
}

// Follow brings applicants whose registration is finished to the last stage.
func (s *Store) Follow(ctx context.Context, a who.Actor) error {
	if err := a.May(interviews.MayTend); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		all, err := db.All(tx, scanApplicant, applicantColumns+`and p.stage = 'decided' and p.worker_id <> '' order by p.id`, a.Hub)
		if err != nil {
			return err
		}
		for _, p := range all {
			w, err := workersstore.Load(tx, a.Hub, p.WorkerID)
			if err != nil {
				return err
			}
			if w.State == workers.Registering {
				continue
			}
			to := interviews.Registered
			if w.State == workers.Left {
				to = interviews.Closed
			}
			if err := turn(tx, a, &p, to, when.Date{}, ""); err != nil {
				return err
			}
		}
		return nil
	})
}

// keepDays is how long somebody who did not register stays in the books after the last
// thing that happened: a year.
const keepDays = 365

// Erase takes everything personal of applicants who did not register within a year out
// of the books, and answers how many. What stays is that somebody asked, how they came
// and how far they went; the letters are gone, too. Each one is on record.
func (s *Store) Erase(ctx context.Context, a who.Actor) (int, error) {
	if err := a.May(interviews.MayTend); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		before := tx.Now().DateIn(when.Tokyo).AddDays(-keepDays).At(0, when.Tokyo)
		all, err := db.All(tx, scanApplicant, applicantColumns+`and p.stage not in ('registered', 'erased') and p.worker_id = '' and p.stage_at < $2 and p.reminded_at < $2
			order by p.id limit 500`, a.Hub, before)
		if err != nil {
			return 0, err
		}
		for _, p := range all {
			if err := s.erase(tx, a, p); err != nil {
				return 0, err
			}
		}
		return len(all), nil
	})
}

func (s *Store) erase(tx *db.Tx, a who.Actor, p interviews.Applicant) error {
	if err := s.release(tx, a, &p, interviews.CalledIn); err != nil {
		return err
	}
	if err := mail.Forget(tx, a.Hub, p.ID); err != nil {
		return err
	}
	for _, q := range []string{`delete from interview_sheet where hub_id = $1 and applicant_id = $2`, `delete from interview_skill where hub_id = $1 and applicant_id = $2`, `delete from applicant_letter where hub_id = $1 and applicant_id = $2`,
		`update interview_booking set note = '' where hub_id = $1 and applicant_id = $2`, `update applicant_step set reason = '' where hub_id = $1 and applicant_id = $2`} {
		if _, err := tx.Exec(q, a.Hub, p.ID); err != nil {
			return err
		}
	}
	was := p.Stage
	_, err := tx.Exec(`update applicant set name = '', kana = '', search_key = '', mail = '', phone = '', wants = '', other_where = '', alike = '', source_id = '', stage = 'erased',
		stage_at = $3, next_step = '', next_on = '', version = version + 1 where hub_id = $1 and id = $2`, a.Hub, p.ID, tx.Now())
	if err != nil {
		return err
	}
	p.Stage = interviews.Erased
	if err := step(tx, a, p, ""); err != nil {
		return err
	}
	return journal.Note(tx, a, interviews.Turned{Applicant: p.ID, From: was, To: interviews.Erased})
}
