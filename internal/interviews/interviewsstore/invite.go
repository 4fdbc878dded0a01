package interviewsstore

import (
	"context"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// bulkMost is how many applicants one press reaches.
const bulkMost = 200

// Tally is what a press for several applicants did.
type Tally struct {
	Done   int
	NoMail int // done, but they have to be told by telephone
	Left   int // not in a stage in which it can be done
}

// each runs an act for several applicants, all in one write.
func (s *Store) each(ctx context.Context, a who.Actor, ids []string, act func(*db.Tx, interviews.Applicant) error) (Tally, error) {
	if len(ids) == 0 || len(ids) > bulkMost {
		var c fault.Check
		c.Add("pick", "interviews.board.pick", "n", bulkMost)
		return Tally{}, c.Err()
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (t Tally, err error) {
		for _, x := range ids {
			p, err := byID(tx, a.Hub, x)
			if err != nil {
				return t, err
			}
			switch err := act(tx, p); {
			case fault.KindOf(err) == fault.Conflict:
				t.Left++
				continue
			case err != nil:
				return t, err
			}
			t.Done++
			if p.Mail == "" {
				t.NoMail++
			}
		}
		return t, nil
	})
}

// Invite sends the link to several applicants. Who has been invited and has not
// answered is left as they are: for them there is Remind.
func (s *Store) Invite(ctx context.Context, a who.Actor, ids []string) (Tally, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return Tally{}, err
	}
	return s.each(ctx, a, ids, func(tx *db.Tx, p interviews.Applicant) error {
		if p.Stage == interviews.Invited || p.Stage == interviews.Booked {
			return fault.New(fault.Conflict, "interviews.fault.stage")
		}
		return s.invite(tx, a, p, "")
	})
}

func (s *Store) inviteNew(tx *db.Tx, a who.Actor, applicantID string) error {
	p, err := byID(tx, a.Hub, applicantID)
	if err != nil || p.Stage != interviews.New { // pressed twice
		return err
	}
	return s.invite(tx, a, p, "")
}

func (s *Store) invite(tx *db.Tx, a who.Actor, p interviews.Applicant, reason string) error {
	if err := turn(tx, a, &p, interviews.Invited, when.Date{}, reason); err != nil {
		return err
	}
	return s.write(tx, a.Hub, note{kind: "invite", to: p})
}

// Remind asks several applicants again to pick a time.
func (s *Store) Remind(ctx context.Context, a who.Actor, ids []string) (Tally, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return Tally{}, err
	}
	return s.each(ctx, a, ids, func(tx *db.Tx, p interviews.Applicant) error {
		if p.Stage != interviews.Invited || tx.Now().Sub(p.RemindedAt) < remindEvery && p.Reminded > 0 {
			return fault.New(fault.Conflict, "interviews.fault.stage")
		}
		p.Reminded, p.RemindedAt = p.Reminded+1, tx.Now()
		if err := save(tx, a.Hub, &p, when.Date{}); err != nil {
			return err
		}
		if err := s.write(tx, a.Hub, note{kind: "nudge", to: p}); err != nil {
			return err
		}
		return journal.Note(tx, a, interviews.Reminded{Applicant: p.ID, Times: p.Reminded})
	})
}

// remindEvery keeps a second press, and a zealous colleague, from filling a mailbox.
const remindEvery = 12 * time.Hour

// Called notes that staff telephoned: the applicant has five days again.
func (s *Store) Called(ctx context.Context, a who.Actor, applicantID string) error {
	if err := a.May(interviews.MayBoard); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return err
		}
		switch p.Stage {
		case interviews.New:
			return s.invite(tx, a, p, "")
		case interviews.Invited:
			p.Reminded, p.RemindedAt = p.Reminded+1, tx.Now()
			if err := save(tx, a.Hub, &p, when.Date{}); err != nil {
				return err
			}
			return journal.Note(tx, a, interviews.Reminded{Applicant: p.ID, Times: p.Reminded})
		}
		return fault.New(fault.Conflict, "interviews.fault.stage")
	})
}

// Letter is a letter staff wrote. Its body may say {name} where the person's name goes.
type Letter struct{ Kind, Subject, Body string }

// Close ends several applications with a letter; who has no mail address has a letter to print.
func (s *Store) Close(ctx context.Context, a who.Actor, ids []string, l Letter) (Tally, error) {
	if err := a.May(interviews.MayRun); err != nil {
		return Tally{}, err
	}
	var c fault.Check
	interviews.CheckLetter(&c, l.Subject, l.Body)
	if err := c.Err(); err != nil {
		return Tally{}, err
	}
	l.Kind = "close"
	return s.each(ctx, a, ids, func(tx *db.Tx, p interviews.Applicant) error {
		return s.close(tx, a, p, l)
	})
}

func (s *Store) close(tx *db.Tx, a who.Actor, p interviews.Applicant, l Letter) error {
	if err := s.release(tx, a, &p, interviews.GaveUp); err != nil {
		return err
	}
	if err := turn(tx, a, &p, interviews.Closed, when.Date{}, ""); err != nil {
		return err
	}
	_, err := s.letter(tx, a, p, l)
	return err
}

// letter keeps a letter word for word and puts it into the post.
func (s *Store) letter(tx *db.Tx, a who.Actor, p interviews.Applicant, l Letter) (string, error) {
	body := strings.ReplaceAll(strings.ReplaceAll(l.Body, "\r\n", "\n"), "{name}", p.Name)
	sent, err := s.send(tx, a.Hub, note{kind: l.Kind, to: p, subject: strings.TrimSpace(l.Subject), body: body})
	if err != nil {
		return "", err
	}
	lid := id.Make()
	_, err = tx.Exec(`insert into applicant_letter (hub_id, id, applicant_id, kind, subject, body, mail_id, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		a.Hub, lid, p.ID, l.Kind, strings.TrimSpace(l.Subject), body, sent, a.Name, tx.Now())
	return lid, err
}

// GiveUp is somebody saying by their link that they would rather not.
func (s *Store) GiveUp(ctx context.Context, a who.Actor, token string) error {
	if err := a.May(interviews.MayBook); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byToken(tx, a.Hub, token)
		if err != nil || p.Stage == interviews.Closed {
			return err
		}
		if p.Stage != interviews.New && p.Stage != interviews.Invited && p.Stage != interviews.Booked {
			return fault.New(fault.Conflict, "interviews.book.ended")
		}
		if err := s.release(tx, a, &p, interviews.GaveUp); err != nil {
			return err
		}
		if err := turn(tx, a, &p, interviews.Closed, when.Date{}, ""); err != nil {
			return err
		}
		return s.write(tx, a.Hub, note{kind: "bye", to: p})
	})
}
