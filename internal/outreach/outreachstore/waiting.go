package outreachstore

import (
	"context"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

// offerSeats offers what is free to the line until nobody fits any more. Each write
// that may free a seat ends with it, so a newcomer never finds a seat that somebody in
// the line could have. An offered seat is held: it counts as taken.
func (s *Store) offerSeats(tx *db.Tx, a who.Actor, seminarID string) error {
	b, err := openID(tx, a.Hub, seminarID)
	if err != nil || b.ahead == 0 || b.State == outreach.Cancelled || !tx.Now().Before(b.Starts) {
		return err
	}
	line, needs, err := b.line(tx, a.Hub)
	if err != nil {
		return err
	}
	for i := outreach.NextInLine(b.free(), needs); i >= 0; i = outreach.NextInLine(b.free(), needs) {
		g, err := signupByID(tx, a.Hub, line[i])
		if err != nil {
			return err
		}
		if err := s.offer(tx, a, b.Seminar, g); err != nil {
			return err
		}
		b.taken = b.taken.Plus(needs[i])
		line, needs = slices.Delete(line, i, i+1), slices.Delete(needs, i, i+1)
	}
	return nil
}

type offerRef struct{ Hub, Offer string }

func (s *Store) offer(tx *db.Tx, a who.Actor, sem outreach.Seminar, g outreach.Signup) error {
	until := outreach.OfferUntil(tx.Now(), sem.Starts, when.Tokyo)
	oid := id.Make()
	_, err := tx.Exec(`insert into waiting_offer (hub_id, id, signup_id, seminar_id, offered_at, until_at, answered_at, answer) values ($1, $2, $3, $4, $5, $6, '', '')`,
		a.Hub, oid, g.ID, sem.ID, tx.Now(), until)
	if err != nil {
		return err
	}
	if err := setState(tx, a, &g, outreach.Offered); err != nil {
		return err
	}
	if err := jobs.Enqueue(tx, jobs.New(a.Hub, "outreach.offer", offerRef{a.Hub, oid}).Once("outreach.offer:"+oid).At(until)); err != nil {
		return err
	}
	if err := s.tellOffer(tx, a.Hub, sem, g, until); err != nil {
		return err
	}
	return journal.Note(tx, a, outreach.SeatOffered{Signup: g.ID, Seminar: sem.ID, Until: until})
}

// openOffer is an offer nobody has answered.
type openOffer struct {
	id    string
	until when.Instant
}

func offersOf(q db.Q, hub, signupID string) ([]openOffer, error) {
	return db.All(q, func(s db.Scanner) (o openOffer, err error) {
		err = s.Scan(&o.id, &o.until)
		return o, err
	}, `select id, until_at from waiting_offer where hub_id = $1 and signup_id = $2 and answer = ''`, hub, signupID)
}

func endOffer(tx *db.Tx, hub, offerID string, answer outreach.Answer) error {
	return db.Exec1(tx, errOffer, `update waiting_offer set answer = $3, answered_at = $4 where hub_id = $1 and id = $2 and answer = ''`, hub, offerID, answer, tx.Now())
}

var errOffer = fault.New(fault.Conflict, "outreach.offer.gone")

// withdrawOffer ends an open offer of a party that goes away.
func withdrawOffer(tx *db.Tx, hub string, g outreach.Signup) error {
	if g.State != outreach.Offered {
		return nil
	}
	_, err := tx.Exec(`update waiting_offer set answer = 'withdrawn', answered_at = $3 where hub_id = $1 and signup_id = $2 and answer = ''`, hub, g.ID, tx.Now())
	return err
}

// AnswerMine is a party taking or declining the offered seat by its link.
func (s *Store) AnswerMine(ctx context.Context, a who.Actor, token string, take bool) error {
	if err := a.May(outreach.MaySignUp); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, token, "", func(tx *db.Tx, g outreach.Signup) error { return s.answer(tx, a, g, take) })
}

// AnswerFor is staff answering for a party they reached by telephone.
func (s *Store) AnswerFor(ctx context.Context, a who.Actor, signupID string, take bool) error {
	if err := a.May(outreach.MaySignups); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, "", signupID, func(tx *db.Tx, g outreach.Signup) error { return s.answer(tx, a, g, take) })
}

// answer ends the offer. Pressing "take" twice is the same as once.
func (s *Store) answer(tx *db.Tx, a who.Actor, g outreach.Signup, take bool) error {
	if take && g.State == outreach.Seated || !take && g.State == outreach.LapsedIn {
		return nil
	}
	offers, err := offersOf(tx, a.Hub, g.ID)
	if err != nil {
		return err
	}
	if g.State != outreach.Offered || len(offers) == 0 || !tx.Now().Before(offers[0].until) {
		return errOffer
	}
	sem, err := loadSeminar(tx, a.Hub, g.SeminarID)
	if err != nil {
		return err
	}
	if sem.State == outreach.Cancelled {
		return fault.New(fault.Conflict, "outreach.signup.off")
	}
	if !take {
		return s.letGo(tx, a, sem, g, offers[0].id, outreach.Declined)
	}
	if err := endOffer(tx, a.Hub, offers[0].id, outreach.Accepted); err != nil {
		return err
	}
	if err := setState(tx, a, &g, outreach.Seated); err != nil {
		return err
	}
	if err := s.tell(tx, a.Hub, sem, g, "seat", 0); err != nil {
		return err
	}
	return journal.Note(tx, a, outreach.OfferAnswered{Signup: g.ID, Seminar: g.SeminarID, Answer: string(outreach.Accepted)})
}

// letGo takes the party out of the line and offers the seat to the next.
func (s *Store) letGo(tx *db.Tx, a who.Actor, sem outreach.Seminar, g outreach.Signup, offerID string, how outreach.Answer) error {
	if err := endOffer(tx, a.Hub, offerID, how); err != nil {
		return err
	}
	if err := setState(tx, a, &g, outreach.LapsedIn); err != nil {
		return err
	}
	if how == outreach.Lapsed {
		if err := s.tell(tx, a.Hub, sem, g, "lapsed", 0); err != nil {
			return err
		}
	}
	if err := journal.Note(tx, a, outreach.OfferAnswered{Signup: g.ID, Seminar: g.SeminarID, Answer: string(how)}); err != nil {
		return err
	}
	return s.offerSeats(tx, a, g.SeminarID)
}

// lapse ends an offer whose time is up. A second run finds it ended.
func (s *Store) lapse(ctx context.Context, j jobs.Job) error {
	var ref offerRef
	if err := j.Read(&ref); err != nil {
		return jobs.Never(err)
	}
	a := who.System(ref.Hub, "waiting_list")
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		found, err := db.All(tx, scanText, `select signup_id from waiting_offer where hub_id = $1 and id = $2 and answer = '' and until_at <= $3`, ref.Hub, ref.Offer, tx.Now())
		if err != nil || len(found) == 0 {
			return err
		}
		g, err := signupByID(tx, ref.Hub, found[0])
		if err != nil {
			return err
		}
		sem, err := loadSeminar(tx, ref.Hub, g.SeminarID)
		if err != nil {
			return err
		}
		return s.letGo(tx, a, sem, g, ref.Offer, outreach.Lapsed)
	})
}

// Jobs names the handlers of this house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("outreach.offer", s.lapse)
	r.Handle("outreach.reminder", s.remind)
}
