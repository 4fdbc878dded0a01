package outreachstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// SurveyOf is the seminar a survey is about, if it can be answered now. With a ticket's
// token the answer belongs to that party.
func (s *Store) SurveyOf(ctx context.Context, a who.Actor, seminarID string) (Listed, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return Listed{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Listed, error) {
		l, err := listed(v, a.Hub, seminarID)
		if err == nil {
			err = l.Surveying(v.Now())
		}
		return l, err
	})
}

// Survey keeps what somebody said. once is made when the form is shown; a party that
// answers by its ticket has one answer, and a second one takes its place.
func (s *Store) Survey(ctx context.Context, a who.Actor, seminarID, token, once string, f outreach.SurveyForm) error {
	if err := a.May(outreach.MaySignUp); err != nil {
		return err
	}
	say, err := f.Read(token != "")
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		m, err := loadSeminar(tx, a.Hub, seminarID)
		if err == nil {
			err = m.Surveying(tx.Now())
		}
		if err != nil {
			return err
		}
		party := ""
		if token != "" {
			g, err := signupByToken(tx, a.Hub, token)
			if err != nil {
				return err
			}
			if g.SeminarID != seminarID {
				return errSignup
			}
			party, once = g.ID, "signup:"+g.ID
		}
		n, err := tx.Exec(`insert into survey_answer (hub_id, id, seminar_id, signup_id, once_key, clear, work, interview_wanted, care_wanted, words, contact, made_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
			on conflict (hub_id, once_key) do update set clear = excluded.clear, work = excluded.work, interview_wanted = excluded.interview_wanted,
			care_wanted = excluded.care_wanted, words = excluded.words, contact = excluded.contact`,
			a.Hub, id.Make(), seminarID, party, once, say.Clear, say.Work, db.Bit(say.Interview), db.Bit(say.Care), say.Words, say.Contact, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, outreach.Surveyed{Seminar: seminarID})
	})
}
