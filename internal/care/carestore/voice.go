package carestore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

var errVoice = fault.New(fault.NotFound, "care.fault.voice_gone")

const voiceColumns = `select id, worker_id, body, signed_as, state, consent_at, made_at, decided_by, decided_at from care_voice where hub_id = $1 `

func scanVoice(r db.Scanner) (v care.Voice, err error) {
	err = r.Scan(&v.ID, &v.Worker, &v.Body, &v.As, &v.State, &v.Consent, &v.Made, &v.DecidedBy, &v.Decided)
	return v, err
}

// Offer gives a worker's voice to the hub for the public pages, with consent.
func (s *Store) Offer(ctx context.Context, a who.Actor, f care.VoiceForm, once string) error {
	if err := a.May(care.MayAsk); err != nil {
		return err
	}
	x, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		if x.ID = id.Make(); once == "" {
			once = x.ID
		}
		n, err := tx.Exec(`insert into care_voice (hub_id, id, worker_id, once_key, body, signed_as, consent_version, consent_at, state, decided_by, decided_at, made_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, 'offered', '', '', $8) on conflict (hub_id, once_key) do nothing`,
			a.Hub, x.ID, w.ID, once, x.Body, x.As, care.VoiceConsent, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, care.VoiceOffered{ID: x.ID, Consent: care.VoiceConsent})
	})
}

// MyVoices are a worker's own voices, newest first.
func (s *Store) MyVoices(ctx context.Context, a who.Actor) ([]care.Voice, error) {
	if err := a.May(care.MayAsk); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Voice, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return nil, err
		}
		return db.All(v, scanVoice, voiceColumns+`and worker_id = $2 order by made_at desc, id desc`, a.Hub, w.ID)
	})
}

// TakeBack withdraws one's own voice: from this moment no page shows it.
func (s *Store) TakeBack(ctx context.Context, a who.Actor, voiceID string) error {
	if err := a.May(care.MayAsk); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		return decide(tx, a, voiceID, care.VoiceWithdrawn, `and worker_id = $6 and state <> 'withdrawn'`, w.ID)
	})
}

// Decide shows an offered voice on the public pages, or not. Words cannot be changed by the hub.
func (s *Store) Decide(ctx context.Context, a who.Actor, voiceID string, show bool) error {
	if err := a.May(care.MaySurvey); err != nil {
		return err
	}
	to := care.VoiceDeclined
	if show {
		to = care.VoicePublic
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		return decide(tx, a, voiceID, to, `and state <> 'withdrawn' and $6 = ''`, "")
	})
}

func decide(tx *db.Tx, a who.Actor, voiceID string, to care.VoiceState, cond, arg string) error {
	err := db.Exec1(tx, errVoice, `update care_voice set state = $3, decided_by = $4, decided_at = $5 where hub_id = $1 and id = $2 `+cond, a.Hub, voiceID, string(to), a.Name, tx.Now(), arg)
	if err != nil {
		return err
	}
	return journal.Note(tx, a, care.VoiceDecided{ID: voiceID, State: to})
}

// Voices are what workers offered, for staff: undecided ones first.
func (s *Store) Voices(ctx context.Context, a who.Actor) ([]care.Voice, error) {
	if err := a.May(care.MaySurvey); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Voice, error) {
		return db.All(v, scanVoice, voiceColumns+`order by case when state = 'offered' then 0 else 1 end, made_at desc, id desc limit 200`, a.Hub)
	})
}

// PublicVoices are the voices everybody may read, newest first.
func (s *Store) PublicVoices(ctx context.Context, a who.Actor) ([]care.Voice, error) {
	if err := a.May(care.MayTell); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]care.Voice, error) {
		return db.All(v, scanVoice, voiceColumns+`and state = 'public' order by decided_at desc, id desc limit 50`, a.Hub)
	})
}
