package outreachstore

import (
	"context"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

// MailAll is a letter staff write to the people of a seminar.
type MailAll struct {
	Seminar  string
	Once     string // made when the form is shown
	Audience string // "seat": who has a seat; "all": who waits, too
	Subject  string
	Body     string
}

// Check says what is wrong with the letter.
func (m *MailAll) Check() error {
	var c fault.Check
	m.Subject, m.Body = strings.TrimSpace(m.Subject), strings.TrimSpace(strings.ReplaceAll(m.Body, "\r\n", "\n"))
	c.When(m.Audience != "seat" && m.Audience != "all", "audience", "outreach.letter.audience_missing")
	c.When(m.Subject == "", "subject", "outreach.letter.subject_missing")
	c.When(len([]rune(m.Subject)) > 80 || strings.Contains(m.Subject, "\n"), "subject", "outreach.letter.subject_long")
	c.When(m.Body == "", "body", "outreach.letter.body_missing")
	c.When(len([]rune(m.Body)) > 5000, "body", "outreach.letter.body_long")
	return c.Err()
}

// MailedAll is a letter that went out.
type MailedAll struct {
	Subject, Body, Audience string
	People                  int
	By                      string
	At                      when.Instant
}

func mailedAll(q db.Q, hub, seminarID string) ([]MailedAll, error) {
	return db.All(q, func(s db.Scanner) (m MailedAll, err error) {
		err = s.Scan(&m.Subject, &m.Body, &m.Audience, &m.People, &m.By, &m.At)
		return m, err
	}, `select subject, body, audience, people, made_by, made_at from seminar_mail where hub_id = $1 and seminar_id = $2 order by made_at desc`, hub, seminarID)
}

// Reach is how many parties a letter would reach, and who must be called instead.
type Reach struct{ WithMail, WithoutMail int }

// Reach counts the parties of an audience.
func (s *Store) Reach(ctx context.Context, a who.Actor, seminarID, audience string) (Reach, error) {
	if err := a.May(outreach.MayRun); err != nil {
		return Reach{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (r Reach, err error) {
		err = v.QueryRow(`select cast(coalesce(sum(case when mail <> '' then 1 else 0 end), 0) as bigint), cast(coalesce(sum(case when mail = '' then 1 else 0 end), 0) as bigint)
			from signup where hub_id = $1 and seminar_id = $2 and (state = 'seat' or ($3 = 'all' and state in ('waiting','offered')))`, a.Hub, seminarID, audience).Scan(&r.WithMail, &r.WithoutMail)
		return r, err
	})
}

// MailAll writes to everybody of an audience, and answers to how many. A second press
// sends nothing.
func (s *Store) MailAll(ctx context.Context, a who.Actor, cmd MailAll) (int, error) {
	if err := a.May(outreach.MayRun); err != nil {
		return 0, err
	}
	if err := cmd.Check(); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		sem, err := loadSeminar(tx, a.Hub, cmd.Seminar)
		if err != nil {
			return 0, err
		}
		sent, err := db.All(tx, func(s db.Scanner) (n int, err error) {
			err = s.Scan(&n)
			return n, err
		}, `select people from seminar_mail where hub_id = $1 and once_key = $2`, a.Hub, cmd.Once)
		if err != nil || len(sent) > 0 {
			return append(sent, 0)[0], err
		}
		people, err := parties(tx, a.Hub, sem.ID, cmd.Audience == "all")
		if err != nil {
			return 0, err
		}
		var notes []note
		for _, g := range people {
			if g.Mail != "" {
				notes = append(notes, note{kind: "all", sem: sem, to: g, subject: cmd.Subject, body: cmd.Body})
			}
		}
		if err := s.write(tx, a.Hub, notes); err != nil {
			return 0, err
		}
		_, err = tx.Exec(`insert into seminar_mail (hub_id, id, seminar_id, once_key, audience, subject, body, people, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			a.Hub, id.Make(), sem.ID, cmd.Once, cmd.Audience, cmd.Subject, cmd.Body, len(notes), a.Name, tx.Now())
		if err != nil {
			return 0, err
		}
		return len(notes), journal.Note(tx, a, outreach.MailedAll{Seminar: sem.ID, Subject: cmd.Subject, People: len(notes)})
	})
}

// parties are the sign-ups that hold a seat, and with all those who wait.
func parties(q db.Q, hub, seminarID string, all bool) ([]outreach.Signup, error) {
	cond := `and g.seminar_id = $2 and g.state = 'seat' order by g.line`
	if all {
		cond = `and g.seminar_id = $2 and g.state in ('seat','waiting','offered') order by g.line`
	}
	gs, err := db.All(q, scanSignup, signupColumns+cond, hub, seminarID)
	if err != nil {
		return nil, err
	}
	return gs, childrenOf(q, hub, seminarID, gs)
}

// tellAll writes one kind of letter to everybody who has to do with a seminar.
func (s *Store) tellAll(tx *db.Tx, hub, seminarID, kind, reason string) (int, error) {
	sem, err := loadSeminar(tx, hub, seminarID)
	if err != nil {
		return 0, err
	}
	people, err := parties(tx, hub, seminarID, true)
	if err != nil {
		return 0, err
	}
	var notes []note
	for _, g := range people {
		if g.Mail != "" {
			notes = append(notes, note{kind: kind, sem: sem, to: g, reason: reason})
		}
	}
	return len(notes), s.write(tx, hub, notes)
}

// tellChange writes to everybody that date, time or place are new.
func (s *Store) tellChange(tx *db.Tx, hub, seminarID string) error {
	_, err := tx.Exec(`update signup set sequence = sequence + 1 where hub_id = $1 and seminar_id = $2 and state in ('seat','offered')`, hub, seminarID)
	if err != nil {
		return err
	}
	_, err = s.tellAll(tx, hub, seminarID, "rescheduled", "")
	return err
}

type reminder struct {
	Hub, Seminar string
	Starts       when.Instant
}

// remind writes to who has a seat, the day before. A second run, and a run for a date
// that was changed since, find nobody to remind.
func (s *Store) remind(ctx context.Context, j jobs.Job) error {
	var ref reminder
	if err := j.Read(&ref); err != nil {
		return jobs.Never(err)
	}
	a := who.System(ref.Hub, "reminder")
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		sem, err := loadSeminar(tx, ref.Hub, ref.Seminar)
		if err != nil {
			return err
		}
		if sem.Starts != ref.Starts || sem.State == outreach.Cancelled || !tx.Now().Before(sem.Starts) {
			return nil
		}
		people, err := db.All(tx, scanSignup, signupColumns+`and g.seminar_id = $2 and g.state = 'seat' and g.reminded_for <> $3 order by g.line`, ref.Hub, sem.ID, sem.Starts)
		if err != nil || len(people) == 0 {
			return err
		}
		if err := childrenOf(tx, ref.Hub, sem.ID, people); err != nil {
			return err
		}
		notes := make([]note, len(people))
		for i, g := range people {
			notes[i] = note{kind: "reminder", sem: sem, to: g}
		}
		if err := s.write(tx, ref.Hub, notes); err != nil {
			return err
		}
		_, err = tx.Exec(`update signup set reminded_for = $3 where hub_id = $1 and seminar_id = $2 and state = 'seat'`, ref.Hub, sem.ID, sem.Starts)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, outreach.Reminded{Seminar: sem.ID, People: len(people)})
	})
}
