package interviewsstore

import (
	"context"
	"encoding/json"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// sealed names what the key seals, so that a value moved elsewhere does not open.
const sealed = "interview_sheet.confided"

func scanSheet(r db.Scanner) (x interviews.Sheet, err error) {
	confided, done := "", 0
	err = r.Scan(&x.Motives, &x.Hours, &x.Household, &x.Computer, &x.Network, &x.Device, &x.Skills, &x.Trial, &x.TrialNote, &x.Impression, &x.Note, &confided, &done,
		&x.Version, &x.By, &x.At)
	x.Confided, x.Done = confided != "", done == 1
	return x, err
}

// sheetOf is the sheet of an applicant; the zero one where nothing was written yet.
func sheetOf(q db.Q, hub, applicantID string) (interviews.Sheet, error) {
	all, err := db.All(q, scanSheet, `select motives, hours, household, computer, network, device, skills, trial, trial_note, impression, note, confided, done, version, made_by, made_at
		from interview_sheet where hub_id = $1 and applicant_id = $2`, hub, applicantID)
	x := append(all, interviews.Sheet{})[0]
	if err != nil {
		return x, err
	}
	ns, err := notedOf(q, hub, applicantID)
	for _, n := range ns {
		x.Noted = append(x.Noted, n.Noted)
	}
	return x, err
}

// Sheet reads the sheet of an applicant, without the confidential note.
func (s *Store) Sheet(ctx context.Context, a who.Actor, applicantID string) (interviews.Sheet, error) {
	if err := a.May(interviews.MaySheet); err != nil {
		return interviews.Sheet{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (interviews.Sheet, error) {
		if _, err := byID(v, a.Hub, applicantID); err != nil {
			return interviews.Sheet{}, err
		}
		return sheetOf(v, a.Hub, applicantID)
	})
}

// SaveSheet keeps the sheet. done says that the talk is over: the applicant goes on to
// be decided about. A sheet that somebody else saved meanwhile is a conflict.
func (s *Store) SaveSheet(ctx context.Context, a who.Actor, applicantID string, x interviews.Sheet, done bool) error {
	if err := a.May(interviews.MaySheet); err != nil {
		return err
	}
	x, err := x.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return err
		}
		was, err := sheetOf(tx, a.Hub, p.ID)
		if err != nil {
			return err
		}
		if was.Version != x.Version {
			return errStale
		}
		x.Version, x.Done = was.Version+1, was.Done || done
		if err := keepSheet(tx, a, p.ID, x); err != nil {
			return err
		}
		if err := keepNoted(tx, a, p.ID, x.Noted); err != nil {
			return err
		}
		text, _ := json.Marshal(x)
		if err := journal.Note(tx, a, interviews.SheetSaved{Applicant: p.ID, Version: x.Version, Text: string(text)}); err != nil {
			return err
		}
		if !done {
			return nil
		}
		return s.held(tx, a, p)
	})
}

func keepSheet(tx *db.Tx, a who.Actor, applicantID string, x interviews.Sheet) error {
	_, err := tx.Exec(`insert into interview_sheet (hub_id, applicant_id, motives, hours, household, computer, network, device, skills, trial, trial_note, impression, note, confided,
		done, version, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, $15, $16, $17)
		on conflict (hub_id, applicant_id) do update set motives = excluded.motives, hours = excluded.hours, household = excluded.household, computer = excluded.computer,
		network = excluded.network, device = excluded.device, skills = excluded.skills, trial = excluded.trial, trial_note = excluded.trial_note, impression = excluded.impression,
		note = excluded.note, done = excluded.done, version = excluded.version, made_by = excluded.made_by, made_at = excluded.made_at`,
		a.Hub, applicantID, x.Motives, x.Hours, x.Household, x.Computer, x.Network, x.Device, x.Skills, x.Trial, x.TrialNote, x.Impression, x.Note, db.Bit(x.Done), x.Version, a.Name, tx.Now())
	return err
}

// held says that the talk took place, by the booked time or without one.
func (s *Store) held(tx *db.Tx, a who.Actor, p interviews.Applicant) error {
	if p.Stage == interviews.Interviewed || p.Stage == interviews.Decided || p.Stage == interviews.Registered {
		return nil // the sheet is only being completed
	}
	if err := s.release(tx, a, &p, interviews.Held); err != nil {
		return err
	}
	return turn(tx, a, &p, interviews.Interviewed, when.Date{}, "")
}

// Confide keeps the note of the second tier; "" takes it away.
func (s *Store) Confide(ctx context.Context, a who.Actor, applicantID, text string) error {
	if err := a.May(interviews.MayConfide); err != nil {
		return err
	}
	var c fault.Check
	text = interviews.CleanText(&c, "confided", text)
	if err := c.Err(); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return err
		}
		was, err := sheetOf(tx, a.Hub, p.ID)
		if err != nil {
			return err
		}
		if was.Version == 0 {
			if err := keepSheet(tx, a, p.ID, interviews.Sheet{Version: 1}); err != nil {
				return err
			}
		}
		kept := ""
		if text != "" {
			kept = s.Keys.Seal(sealed, text)
		}
		if _, err := tx.Exec(`update interview_sheet set confided = $3 where hub_id = $1 and applicant_id = $2`, a.Hub, p.ID, kept); err != nil {
			return err
		}
		return journal.Note(tx, a, interviews.Confided{Applicant: p.ID, Text: text})
	})
}

// Reveal reads the note of the second tier. Each look is journalled before it is answered.
func (s *Store) Reveal(ctx context.Context, a who.Actor, applicantID string) (string, error) {
	if err := a.May(interviews.MayConfide); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return "", err
		}
		kept, err := db.All(tx, func(r db.Scanner) (x string, err error) {
			err = r.Scan(&x)
			return x, err
		}, `select confided from interview_sheet where hub_id = $1 and applicant_id = $2 and confided <> ''`, a.Hub, p.ID)
		if err != nil || len(kept) == 0 {
			return "", err
		}
		text, err := s.Keys.Open(sealed, kept[0])
		if err != nil {
			return "", err
		}
		return text, journal.Note(tx, a, interviews.ConfidedRead{Applicant: p.ID})
	})
}
