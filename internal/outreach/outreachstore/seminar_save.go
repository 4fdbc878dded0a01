package outreachstore

import (
	"context"
	"strconv"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

// SaveSeminar is what staff typed about a seminar. ID is made when the form is shown,
// so that pressing twice makes one seminar; Version is 0 for a new one.
type SaveSeminar struct {
	ID      string
	Version int
	Form    outreach.SeminarForm
}

// SaveSeminar keeps a new or changed seminar. Where date, time or place of a published
// one change, everybody signed up is told; where it grows, the line moves up.
func (s *Store) SaveSeminar(ctx context.Context, a who.Actor, cmd SaveSeminar) (string, error) {
	if err := a.May(outreach.MayRun); err != nil {
		return "", err
	}
	if !id.Valid(cmd.ID) {
		return "", errSeminar
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		m, err := cmd.Form.Seminar(tx.Now().DateIn(when.Tokyo), when.Tokyo)
		if err != nil {
			return "", err
		}
		m.ID = cmd.ID
		if cmd.Version == 0 {
			return m.ID, s.addSeminar(tx, a, m)
		}
		return m.ID, s.changeSeminar(tx, a, m, cmd.Version)
	})
}

func (s *Store) addSeminar(tx *db.Tx, a who.Actor, m outreach.Seminar) error {
	there, err := db.Value[int](tx, `select count(*) from seminar where hub_id = $1 and id = $2`, a.Hub, m.ID)
	if err != nil || there > 0 { // the second press
		return err
	}
	series, err := seriesOf(tx, a.Hub, m.Series)
	if err != nil {
		return err
	}
	no, err := nextNo(tx, a.Hub, series)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into seminar (hub_id, id, series_id, no, title, title_en, lead, lead_en, about, points, speakers, bring, starts_at, ends_at, doors_minutes,
		place, place_en, online_url, adults, children, care_until, care_note, target, state, published_at, turn, version, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, 'draft', '', 0, 1, $24)`,
		a.Hub, m.ID, series, no, m.Title, m.TitleEN, m.Lead, m.LeadEN, m.About, m.Points, m.Speakers, m.Bring, m.Starts, m.Ends, m.Doors,
		m.Place, m.PlaceEN, m.OnlineURL, m.Capacity.Adults, m.Capacity.Children, m.CareUntil, m.CareNote, m.Target, tx.Now())
	if err != nil {
		return err
	}
	if err := seminarStep(tx, a, m.ID, outreach.Draft, ""); err != nil {
		return err
	}
	return journal.Note(tx, a, outreach.SeminarSaved{Seminar: m.ID, Title: m.Title, Version: 1, Starts: m.Starts})
}

func (s *Store) changeSeminar(tx *db.Tx, a who.Actor, m outreach.Seminar, version int) error {
	old, err := listed(tx, a.Hub, m.ID)
	if err != nil {
		return err
	}
	if err := room(old, m); err != nil {
		return err
	}
	no := old.No
	series, err := seriesOf(tx, a.Hub, m.Series)
	if err != nil {
		return err
	}
	if series != old.SeriesID {
		if no, err = nextNo(tx, a.Hub, series); err != nil {
			return err
		}
	}
	err = db.Exec1(tx, errStale, `update seminar set series_id = $4, no = $5, title = $6, title_en = $7, lead = $8, lead_en = $9, about = $10, points = $11, speakers = $12,
		bring = $13, starts_at = $14, ends_at = $15, doors_minutes = $16, place = $17, place_en = $18, online_url = $19, adults = $20, children = $21, care_until = $22,
		care_note = $23, target = $24, version = version + 1, turn = turn + 1 where hub_id = $1 and id = $2 and version = $3`,
		a.Hub, m.ID, version, series, no, m.Title, m.TitleEN, m.Lead, m.LeadEN, m.About, m.Points, m.Speakers,
		m.Bring, m.Starts, m.Ends, m.Doors, m.Place, m.PlaceEN, m.OnlineURL, m.Capacity.Adults, m.Capacity.Children, m.CareUntil, m.CareNote, m.Target)
	if err != nil {
		return err
	}
	if err := journal.Note(tx, a, outreach.SeminarSaved{Seminar: m.ID, Title: m.Title, Version: version + 1, Starts: m.Starts}); err != nil {
		return err
	}
	if !old.Visible() || old.State == outreach.Cancelled {
		return nil
	}
	if err := s.remindLater(tx, a.Hub, m); err != nil {
		return err
	}
	if m.Starts != old.Starts || m.Ends != old.Ends || m.Place != old.Place {
		if err := s.tellChange(tx, a.Hub, m.ID); err != nil {
			return err
		}
	}
	return s.offerSeats(tx, a, m.ID)
}

// room refuses a capacity below what is already taken, and taking away a place or a way
// people have chosen.
func room(old Listed, m outreach.Seminar) error {
	var c fault.Check
	c.When(m.Capacity.Adults < old.Taken.Adults, "adults", "outreach.seminar.seats_taken", "n", old.Taken.Adults)
	c.When(m.Capacity.Children < old.Taken.Children, "children", "outreach.seminar.seats_taken", "n", old.Taken.Children)
	live := old.Parties+old.WaitingParties > 0
	c.When(live && (m.Place == "") != (old.Place == ""), "place", "outreach.seminar.ways_taken")
	c.When(live && m.OnlineURL == "" && old.OnlineURL != "", "online_url", "outreach.seminar.ways_taken")
	return c.Err()
}

func seriesOf(tx *db.Tx, hub, name string) (string, error) {
	found, err := db.All(tx, scanText, `select id from seminar_series where hub_id = $1 and name = $2`, hub, name)
	if err != nil || len(found) == 1 {
		return append(found, "")[0], err
	}
	sid := id.Make()
	_, err = tx.Exec(`insert into seminar_series (hub_id, id, name, made_at) values ($1, $2, $3, $4)`, hub, sid, name, tx.Now())
	return sid, err
}

func nextNo(tx *db.Tx, hub, series string) (int, error) {
	return db.Value[int](tx, `select cast(coalesce(max(no), 0) + 1 as bigint) from seminar where hub_id = $1 and series_id = $2`, hub, series)
}

func seminarStep(tx *db.Tx, a who.Actor, seminarID string, to outreach.SeminarState, reason string) error {
	_, err := tx.Exec(`insert into seminar_step (hub_id, id, seminar_id, state, reason, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`,
		a.Hub, id.Make(), seminarID, to, reason, a.Name, tx.Now())
	return err
}

// Publish opens sign-up, the first time or again.
func (s *Store) Publish(ctx context.Context, a who.Actor, seminarID string) error {
	if err := a.May(outreach.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		m, err := s.step(tx, a, seminarID, outreach.Published, "")
		if err != nil {
			return err
		}
		if m.PublishedAt.IsZero() {
			_, err = tx.Exec(`update seminar set published_at = $3 where hub_id = $1 and id = $2`, a.Hub, m.ID, tx.Now())
			if err != nil {
				return err
			}
		}
		if err := s.remindLater(tx, a.Hub, m); err != nil {
			return err
		}
		return journal.Note(tx, a, outreach.SeminarPublished{Seminar: m.ID, Title: m.Title})
	})
}

// CloseSignUp ends sign-up; the seminar stays to be seen and the line still moves up.
func (s *Store) CloseSignUp(ctx context.Context, a who.Actor, seminarID string) error {
	if err := a.May(outreach.MayRun); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		m, err := s.step(tx, a, seminarID, outreach.Closed, "")
		if err != nil {
			return err
		}
		return journal.Note(tx, a, outreach.SeminarClosed{Seminar: m.ID, Title: m.Title})
	})
}

// CancelSeminar calls a seminar off and tells everybody who signed up, with the
// reason. It answers to how many parties a mail goes.
func (s *Store) CancelSeminar(ctx context.Context, a who.Actor, seminarID, reason string) (int, error) {
	if err := a.May(outreach.MayRun); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		m, err := s.step(tx, a, seminarID, outreach.Cancelled, reason)
		if err != nil {
			return 0, err
		}
		told, err := s.tellAll(tx, a.Hub, m.ID, "off", reason)
		if err != nil {
			return 0, err
		}
		return told, journal.Note(tx, a, outreach.SeminarCancelled{Seminar: m.ID, Title: m.Title, Reason: reason, Told: told})
	})
}

// step answers the seminar as it was, with its new state.
func (s *Store) step(tx *db.Tx, a who.Actor, seminarID string, to outreach.SeminarState, reason string) (outreach.Seminar, error) {
	m, err := loadSeminar(tx, a.Hub, seminarID)
	if err != nil {
		return m, err
	}
	if err := m.Step(to, tx.Now()); err != nil {
		return m, err
	}
	m.State = to
	if _, err := tx.Exec(`update seminar set state = $3, turn = turn + 1 where hub_id = $1 and id = $2`, a.Hub, m.ID, to); err != nil {
		return m, err
	}
	return m, seminarStep(tx, a, m.ID, to, reason)
}

// remindLater has people reminded the day before. A changed date makes another job;
// the old one finds that it is not meant any more.
func (s *Store) remindLater(tx *db.Tx, hub string, m outreach.Seminar) error {
	at := m.RemindAt(when.Tokyo)
	if !at.After(tx.Now()) {
		return nil
	}
	key := "outreach.reminder:" + m.ID + ":" + strconv.FormatInt(m.Starts.Time().Unix()/int64(time.Minute/time.Second), 36)
	return jobs.Enqueue(tx, jobs.New(hub, "outreach.reminder", reminder{hub, m.ID, m.Starts}).Once(key).At(at))
}
