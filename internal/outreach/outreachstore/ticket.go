package outreachstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers/workersstore"
)

// Ticket is a party's own page.
type Ticket struct {
	outreach.Signup
	Seminar Listed
	Token   string
	Ahead   int          // parties before it in the line
	Until   when.Instant // the offer stands until then; none if there is no offer
	Other   []Listed     // editions it could move to
	Worker  int          // number of the worker whose card brought them; for staff only, 0 unknown
}

// Ticket opens the page behind a link.
func (s *Store) Ticket(ctx context.Context, a who.Actor, token string) (Ticket, error) {
	if err := a.May(outreach.MaySignUp); err != nil {
		return Ticket{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Ticket, error) {
		g, err := signupByToken(v, a.Hub, token)
		if err != nil {
			return Ticket{}, err
		}
		return s.ticket(v, a.Hub, g)
	})
}

// TicketOf opens a sign-up for staff.
func (s *Store) TicketOf(ctx context.Context, a who.Actor, signupID string) (Ticket, error) {
	if err := a.May(outreach.MaySignups); err != nil {
		return Ticket{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Ticket, error) {
		g, err := signupByID(v, a.Hub, signupID)
		if err != nil {
			return Ticket{}, err
		}
		t, err := s.ticket(v, a.Hub, g)
		if err != nil || g.ReferredBy == "" {
			return t, err
		}
		w, err := workersstore.Load(v, a.Hub, g.ReferredBy)
		t.Worker = w.No
		return t, err
	})
}

func (s *Store) ticket(q db.Q, hub string, g outreach.Signup) (t Ticket, err error) {
	t = Ticket{Signup: g, Token: s.token(hub, g.ID)}
	if t.Seminar, err = listed(q, hub, g.SeminarID); err != nil {
		return t, err
	}
	switch g.State {
	case outreach.Waiting:
		t.Ahead, err = db.Value[int](q, `select count(*) from signup where hub_id = $1 and seminar_id = $2 and state = 'waiting' and line < $3`, hub, g.SeminarID, g.Line)
	case outreach.Offered:
		t.Until, err = db.Value[when.Instant](q, `select until_at from waiting_offer where hub_id = $1 and signup_id = $2 and answer = ''`, hub, g.ID)
	}
	if err != nil {
		return t, err
	}
	sems, err := db.All(q, scanSeminar, seminarColumns+`and s.state = 'published' and s.starts_at > $2 and s.id <> $3 order by s.starts_at, s.id`, hub, q.Now(), g.SeminarID)
	if err != nil {
		return t, err
	}
	t.Other, err = withCounts(q, hub, sems)
	return t, err
}

// mine runs an act on the sign-up behind a link, or, for staff, on the one with an id.
func (s *Store) mine(ctx context.Context, hub, token, signupID string, act func(*db.Tx, outreach.Signup) error) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		var g outreach.Signup
		var err error
		if token != "" {
			g, err = signupByToken(tx, hub, token)
		} else {
			g, err = signupByID(tx, hub, signupID)
		}
		if err != nil {
			return err
		}
		return act(tx, g)
	})
}

// CancelMine is a party cancelling by its link.
func (s *Store) CancelMine(ctx context.Context, a who.Actor, token string) error {
	if err := a.May(outreach.MaySignUp); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, token, "", func(tx *db.Tx, g outreach.Signup) error { return s.cancel(tx, a, g) })
}

// CancelFor is staff cancelling for a party.
func (s *Store) CancelFor(ctx context.Context, a who.Actor, signupID string) error {
	if err := a.May(outreach.MaySignups); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, "", signupID, func(tx *db.Tx, g outreach.Signup) error { return s.cancel(tx, a, g) })
}

// cancel gives the party's seats back; pressing twice is the same as once.
func (s *Store) cancel(tx *db.Tx, a who.Actor, g outreach.Signup) error {
	if g.State == outreach.GaveUp {
		return nil
	}
	sem, err := loadSeminar(tx, a.Hub, g.SeminarID)
	if err != nil {
		return err
	}
	if err := g.MayChange(sem, tx.Now()); err != nil {
		return err
	}
	was := g.State
	if err := withdrawOffer(tx, a.Hub, g); err != nil {
		return err
	}
	g.Sequence++
	if _, err := tx.Exec(`update signup set sequence = $3 where hub_id = $1 and id = $2`, a.Hub, g.ID, g.Sequence); err != nil {
		return err
	}
	if err := setState(tx, a, &g, outreach.GaveUp); err != nil {
		return err
	}
	if err := s.tell(tx, a.Hub, sem, g, "cancelled", 0); err != nil {
		return err
	}
	if err := journal.Note(tx, a, outreach.SignupCancelled{Signup: g.ID, Seminar: g.SeminarID, Was: string(was)}); err != nil {
		return err
	}
	return s.offerSeats(tx, a, g.SeminarID)
}

// MoveMine is a party going over to another edition by its link.
func (s *Store) MoveMine(ctx context.Context, a who.Actor, token, to string) error {
	if err := a.May(outreach.MaySignUp); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, token, "", func(tx *db.Tx, g outreach.Signup) error { return s.move(tx, a, g, to, false) })
}

// MoveFor is staff moving a party.
func (s *Store) MoveFor(ctx context.Context, a who.Actor, signupID, to string) error {
	if err := a.May(outreach.MaySignups); err != nil {
		return err
	}
	return s.mine(ctx, a.Hub, "", signupID, func(tx *db.Tx, g outreach.Signup) error { return s.move(tx, a, g, to, true) })
}

// move takes a seat in the other edition and gives the old one back, both or neither;
// the ticket stays the same. A full edition is a conflict and nothing changes.
func (s *Store) move(tx *db.Tx, a who.Actor, g outreach.Signup, to string, staff bool) error {
	if g.SeminarID == to {
		return nil
	}
	old, err := loadSeminar(tx, a.Hub, g.SeminarID)
	if err != nil {
		return err
	}
	if err := g.MayChange(old, tx.Now()); err != nil {
		return err
	}
	b, err := openID(tx, a.Hub, to)
	if err != nil {
		return err
	}
	if err := mayMove(tx, b, &g, a.Hub, staff); err != nil {
		return err
	}
	if err := withdrawOffer(tx, a.Hub, g); err != nil {
		return err
	}
	from := g.SeminarID
	g.SeminarID, g.MovedFrom, g.Line = to, from, b.turn
	g.Sequence++
	err = recounted(tx, a.Hub, g.ID, func() error {
		_, err := tx.Exec(`update signup set seminar_id = $3, moved_from = $4, line = $5, way = $6, sequence = $7, reminded_for = '' where hub_id = $1 and id = $2`,
			a.Hub, g.ID, to, from, g.Line, g.Way, g.Sequence)
		return err
	})
	if err != nil {
		return err
	}
	if err := setState(tx, a, &g, outreach.Seated); err != nil {
		return err
	}
	if err := s.tell(tx, a.Hub, b.Seminar, g, "moved", 0); err != nil {
		return err
	}
	if err := journal.Note(tx, a, outreach.SignupMoved{Signup: g.ID, From: from, To: to}); err != nil {
		return err
	}
	return s.offerSeats(tx, a, from)
}

// mayMove tells whether the party can have a seat in the other edition. Where that
// edition does not offer the party's way to take part, its only way is taken.
func mayMove(tx *db.Tx, b book, g *outreach.Signup, hub string, staff bool) error {
	if err := b.MayEnter(tx.Now(), staff); err != nil {
		return err
	}
	offered := false
	for _, w := range b.Ways() {
		offered = offered || w == g.Way
	}
	if !offered {
		g.Way = b.Ways()[0]
	}
	if len(g.Children) > 0 && (g.Way == outreach.Online || !b.Childcare(tx.Now().DateIn(when.Tokyo))) {
		return fault.New(fault.Conflict, "outreach.signup.move_care")
	}
	there := *g
	there.SeminarID = b.ID
	same, err := sameParty(tx, hub, &there)
	if err != nil {
		return err
	}
	if same.ID != "" {
		return fault.New(fault.Conflict, "outreach.signup.move_there")
	}
	state, err := b.place(tx, hub, g.Party)
	if err == nil && state != outreach.Seated {
		err = fault.New(fault.Conflict, "outreach.signup.move_full")
	}
	return err
}
