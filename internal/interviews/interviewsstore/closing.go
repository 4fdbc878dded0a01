package interviewsstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// closedAt tells that a closure at short notice touches the time of a slot. A slot that
// staff opened outside the usual hours on purpose is not touched by a closure of another day.
func closedAt(h hub.Hub, x interviews.Slot) bool {
	d := x.Starts.DateIn(h.Zone())
	from, to := x.Starts.ClockIn(h.Zone()), x.Ends.ClockIn(h.Zone())
	for _, c := range h.Closures {
		if c.On(d) && (c.Whole() || c.Opens > 0 && from < c.Opens || c.Closes > 0 && to > c.Closes) {
			return true
		}
	}
	return false
}

// Stranded is an interview at the hub at a time when the hub is closed.
type Stranded struct {
	interviews.Booking
	Name, Mail, Phone string
	Told              bool // they were told today or since the closure is known
}

// Stranded are the booked interviews a closure at short notice stands in the way of.
func (s *Store) Stranded(ctx context.Context, a who.Actor) ([]Stranded, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Stranded, error) { return stranded(v, a.Hub) })
}

func stranded(q db.Q, hubID string) (out []Stranded, err error) {
	h, err := hubstore.Load(q, hubID)
	if err != nil || len(h.Closures) == 0 {
		return nil, err
	}
	all, err := db.All(q, func(r db.Scanner) (x Stranded, err error) {
		child := 0
		b := &x.Booking
		err = r.Scan(append([]any{&b.ID, &b.Applicant, &b.Way, &child, &b.Note, &b.State, &b.ToldOn, &b.Made}, append(slotFields(&b.Slot), &x.Name, &x.Mail, &x.Phone)...)...)
		b.Child = child == 1
		return x, err
	}, `select b.id, b.applicant_id, b.way, b.child, b.note, b.state, b.told_on, b.made_at, s.id, s.starts_at, s.ends_at, s.kind, s.place, s.by_name, s.state, s.booking_id, s.made_at,
		p.name, p.mail, p.phone from interview_booking b join interview_slot s on s.hub_id = b.hub_id and s.id = b.slot_id join applicant p on p.hub_id = b.hub_id and p.id = b.applicant_id
		where b.hub_id = $1 and b.state = 'booked' and b.way = 'room' and s.starts_at > $2 order by s.starts_at, b.id`, hubID, q.Now())
	for _, x := range all {
		if closedAt(h, x.Slot) {
			x.Told = x.ToldOn == x.Slot.Starts.DateIn(h.Zone())
			out = append(out, x)
		}
	}
	return out, err
}

// TellStranded writes to everybody whose interview a closure stands in the way of: the
// hub is closed, here is your link, pick another time or talk by telephone. It answers
// how many were told and how many have to be called. Nobody is told twice.
func (s *Store) TellStranded(ctx context.Context, a who.Actor) (told, call int, err error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return 0, 0, err
	}
	_, err = db.Write(ctx, s.DB, func(tx *db.Tx) (struct{}, error) {
		told, call = 0, 0
		all, err := stranded(tx, a.Hub)
		if err != nil {
			return struct{}{}, err
		}
		for _, x := range all {
			switch {
			case x.Told:
				continue
			case x.Mail == "":
				call++
				continue
			}
			if err := s.tellClosed(tx, a, x); err != nil {
				return struct{}{}, err
			}
			told++
		}
		return struct{}{}, nil
	})
	return told, call, err
}

func (s *Store) tellClosed(tx *db.Tx, a who.Actor, x Stranded) error {
	p, err := byID(tx, a.Hub, x.Applicant)
	if err != nil {
		return err
	}
	if err := s.write(tx, a.Hub, note{kind: "hub_closed", to: p, booking: x.Booking}); err != nil {
		return err
	}
	if _, err := tx.Exec(`update interview_booking set told_on = $3 where hub_id = $1 and id = $2`, a.Hub, x.ID, x.Slot.Starts.DateIn(when.Tokyo)); err != nil {
		return err
	}
	return journal.Note(tx, a, interviews.ClosureTold{Applicant: p.ID, Starts: x.Slot.Starts})
}

// ByPhone turns a booking at the hub into a talk by telephone at the same time.
func (s *Store) ByPhone(ctx context.Context, a who.Actor, token, phone string) error {
	if err := a.May(interviews.MayBook); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byToken(tx, a.Hub, token)
		if err != nil {
			return err
		}
		b, err := standing(tx, a.Hub, p.ID)
		if err != nil {
			return err
		}
		if b.ID == "" {
			return errNoBooking
		}
		if err := b.MayChange(tx.Now()); err != nil || b.Way == interviews.ByPhone {
			return err
		}
		n, number, err := interviews.Pick{Phone: phone, ByPhone: true, Note: b.Note}.Read(b.Slot, p.Phone)
		if err != nil {
			return err
		}
		n.ID = b.ID
		p.Phone, p.Sequence = number, p.Sequence+1
		if err := save(tx, a.Hub, &p, b.Slot.Starts.DateIn(when.Tokyo)); err != nil {
			return err
		}
		if _, err := tx.Exec(`update interview_booking set way = 'phone', child = 0 where hub_id = $1 and id = $2`, a.Hub, b.ID); err != nil {
			return err
		}
		if err := s.write(tx, a.Hub, note{kind: "moved", to: p, booking: n}); err != nil {
			return err
		}
		return journal.Note(tx, a, interviews.BookingTurned{Applicant: p.ID, Slot: b.Slot.ID, State: interviews.Standing, Way: interviews.ByPhone, Starts: b.Slot.Starts})
	})
}
