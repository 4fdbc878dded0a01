package interviewsstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

// Decide says what comes of an interview, writes the letter and begins what follows:
// for "register" the worker's file and the link to fill it in. Pressing twice is the
// same as once. It answers the worker who begins, "" for the other outcomes.
func (s *Store) Decide(ctx context.Context, a who.Actor, applicantID string, d interviews.Decision) (string, error) {
	if err := a.May(interviews.MayRun); err != nil {
		return "", err
	}
	o, on, where, err := d.Read(s.DB.Now().DateIn(when.Tokyo))
	if err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return "", err
		}
		if p.Outcome == o && (p.Stage == interviews.Decided && o == interviews.ToBeWorker || p.Stage == interviews.Closed && o == interviews.Decline) {
			return p.WorkerID, nil
		}
		if p.Stage != interviews.Interviewed && p.Stage != interviews.Decided || p.WorkerID != "" {
			return "", fault.New(fault.Conflict, "interviews.decide.not_now")
		}
		p.Outcome, p.LaterOn, p.Where = o, on, where
		return s.decide(tx, a, p, Letter{Kind: "outcome_" + string(o), Subject: d.Subject, Body: d.Body})
	})
}

func (s *Store) decide(tx *db.Tx, a who.Actor, p interviews.Applicant, l Letter) (string, error) {
	if p.Outcome == interviews.ToBeWorker {
		if err := s.begin(tx, a, &p); err != nil {
			return "", err
		}
	}
	if err := turn(tx, a, &p, interviews.Decided, when.Date{}, ""); err != nil {
		return "", err
	}
	if p.Outcome == interviews.Decline { // nothing is left to do
		if err := turn(tx, a, &p, interviews.Closed, when.Date{}, ""); err != nil {
			return "", err
		}
	}
	letter, err := s.letter(tx, a, p, l)
	if err != nil {
		return "", err
	}
	return p.WorkerID, journal.Note(tx, a, interviews.Chosen{Applicant: p.ID, Outcome: p.Outcome, Worker: p.WorkerID, Letter: letter, On: p.LaterOn})
}

// begin opens the worker's file with what the interview taught of her skills (of somebody
// who practises first, it waits until she registers); the house workers writes its link.
func (s *Store) begin(tx *db.Tx, a who.Actor, p *interviews.Applicant) error {
	w, err := workersstore.Begin(tx, a, workersstore.Entry{Name: p.Name, Kana: p.Kana, Mail: p.Mail, Phone: p.Phone, Lang: p.Lang, ReferredBy: p.ReferredBy})
	if err != nil {
		return err
	}
	p.WorkerID = w.ID
	if err := teach(tx, a, *p); err != nil {
		return err
	}
	return s.Crew.InviteTx(tx, a, w)
}
