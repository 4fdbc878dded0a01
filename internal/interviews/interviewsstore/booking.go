package interviewsstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/interviews"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

const bookingColumns = `select b.id, b.applicant_id, b.way, b.child, b.note, b.state, b.told_on, b.made_at,
	s.id, s.starts_at, s.ends_at, s.kind, s.place, s.by_name, s.state, s.booking_id, s.made_at
	from interview_booking b join interview_slot s on s.hub_id = b.hub_id and s.id = b.slot_id where b.hub_id = $1 `

func scanBooking(r db.Scanner) (b interviews.Booking, err error) {
	child := 0
	err = r.Scan(append([]any{&b.ID, &b.Applicant, &b.Way, &child, &b.Note, &b.State, &b.ToldOn, &b.Made}, slotFields(&b.Slot)...)...)
	b.Child = child == 1
	return b, err
}

var errNoBooking = fault.New(fault.NotFound, "interviews.book.none")

func bookingByID(q db.Q, hub, bookingID string) (interviews.Booking, error) {
	return db.One(q, errNoBooking, scanBooking, bookingColumns+`and b.id = $2`, hub, bookingID)
}

// standing is the booking an applicant has; the zero one for none.
func standing(q db.Q, hub, applicantID string) (interviews.Booking, error) {
	all, err := db.All(q, scanBooking, bookingColumns+`and b.applicant_id = $2 and b.state = 'booked'`, hub, applicantID)
	return append(all, interviews.Booking{})[0], err
}

// Talk is the interview a worker has booked and that is still to come; the zero one for none.
func (s *Store) Talk(ctx context.Context, a who.Actor, workerID string) (interviews.Booking, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return interviews.Booking{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (interviews.Booking, error) {
		all, err := db.All(v, scanBooking, bookingColumns+`and b.applicant_id in (select p.id from applicant p where p.hub_id = $1 and p.worker_id = $2) and b.state = 'booked' and s.ends_at > $3 order by s.starts_at limit 1`,
			a.Hub, workerID, v.Now())
		return append(all, interviews.Booking{})[0], err
	})
}

func meetsOn(q db.Q, hub, applicantID string) (when.Date, error) {
	b, err := standing(q, hub, applicantID)
	if err != nil || b.ID == "" {
		return when.Date{}, err
	}
	return b.Slot.Starts.DateIn(when.Tokyo), nil
}

// Mine is the page behind an applicant's link.
type Mine struct {
	interviews.Applicant
	Token   string
	Booking interviews.Booking // the zero one for none
	Closed  bool               // the hub is closed at the booked time
	First   []interviews.Slot  // the three earliest
	Month   map[when.Date]int  // free slots per day of the month asked for
	Day     []interviews.Slot  // free slots of the day asked for
	Last    when.Date          // the last day with a free slot
}

// firstSlots is how many slots are offered before the calendar.
const firstSlots = 3

// Mine opens the page behind a link: month is the first of a month, day may be none.
func (s *Store) Mine(ctx context.Context, a who.Actor, token string, month, day when.Date) (Mine, error) {
	if err := a.May(interviews.MayBook); err != nil {
		return Mine{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Mine, error) {
		p, err := byToken(v, a.Hub, token)
		if err != nil {
			return Mine{}, err
		}
		return s.mine(v, a.Hub, p, month, day)
	})
}

func (s *Store) mine(v *db.View, hub string, p interviews.Applicant, month, day when.Date) (m Mine, err error) {
	m = Mine{Applicant: p, Token: s.token(hub, p.ID), Month: map[when.Date]int{}}
	if m.Booking, err = standing(v, hub, p.ID); err != nil {
		return m, err
	}
	free, err := freeSlots(v, hub)
	if err != nil {
		return m, err
	}
	h, err := hubstore.Load(v, hub)
	if err != nil {
		return m, err
	}
	m.Closed = m.Booking.ID != "" && m.Booking.Way == interviews.InRoom && closedAt(h, m.Booking.Slot)
	for _, x := range free {
		if x.Kind == interviews.InRoom && closedAt(h, x) {
			continue // a snow day: nobody is sent to a closed door
		}
		d := x.Starts.DateIn(when.Tokyo)
		m.Last = d
		if len(m.First) < firstSlots {
			m.First = append(m.First, x)
		}
		if d.Year() == month.Year() && d.Month() == month.Month() {
			m.Month[d]++
		}
		if d == day {
			m.Day = append(m.Day, x)
		}
	}
	return m, nil
}

// freeSlots are the slots somebody can pick now, of the coming year.
func freeSlots(q db.Q, hub string) ([]interviews.Slot, error) {
	return db.All(q, scanSlot, slotColumns+`and s.state = 'open' and s.booking_id = '' and s.starts_at > $2 order by s.starts_at, s.id limit 2000`, hub, q.Now())
}

// MineOf is Mine for staff who pick a time for somebody.
func (s *Store) MineOf(ctx context.Context, a who.Actor, applicantID string, month, day when.Date) (Mine, error) {
	if err := a.May(interviews.MayBoard); err != nil {
		return Mine{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Mine, error) {
		p, err := byID(v, a.Hub, applicantID)
		if err != nil {
			return Mine{}, err
		}
		return s.mine(v, a.Hub, p, month, day)
	})
}

// Book is somebody picking a time by their link: the first one, or another instead.
func (s *Store) Book(ctx context.Context, a who.Actor, token string, pick interviews.Pick) error {
	if err := a.May(interviews.MayBook); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byToken(tx, a.Hub, token)
		if err != nil {
			return err
		}
		return s.book(tx, a, p, pick, false)
	})
}

// BookFor is staff picking a time for somebody.
func (s *Store) BookFor(ctx context.Context, a who.Actor, applicantID string, pick interviews.Pick) error {
	if err := a.May(interviews.MayBoard); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return err
		}
		return s.book(tx, a, p, pick, true)
	})
}

// book gives the slot to the applicant, and the one they had back, both or neither.
// Pressing twice is the same as once. The row of the slot is what two people who want
// it both write: the database lets one of them go first, and the other meets a slot
// that is taken.
func (s *Store) book(tx *db.Tx, a who.Actor, p interviews.Applicant, pick interviews.Pick, staff bool) error {
	if err := p.May(interviews.Booked); err != nil {
		return fault.New(fault.Conflict, "interviews.book.ended")
	}
	x, err := pickable(tx, a.Hub, pick.Slot)
	if err != nil {
		return err
	}
	had, err := standing(tx, a.Hub, p.ID)
	if err != nil || had.ID != "" && had.Slot.ID == x.ID {
		return err
	}
	if had.ID != "" && !staff {
		if err := had.MayChange(tx.Now()); err != nil {
			return err
		}
	}
	b, phone, err := pick.Read(x, p.Phone)
	if err != nil {
		return err
	}
	if had.ID != "" {
		if err := s.end(tx, a, p, had, interviews.Moved); err != nil {
			return err
		}
		p.Sequence++
	}
	p.Phone, b.ID, b.Applicant = phone, id.Make(), p.ID
	return s.take(tx, a, p, b, had.ID != "")
}

// pickable reads a slot that can be had now.
func pickable(tx *db.Tx, hub, slotID string) (interviews.Slot, error) {
	if slotID == "" {
		var c fault.Check
		c.Add("slot", "interviews.book.pick")
		return interviews.Slot{}, c.Err()
	}
	x, err := slotByID(tx, hub, slotID)
	if err != nil {
		return x, err
	}
	if x.State != interviews.Open || !tx.Now().Before(x.Starts) {
		return x, errTaken
	}
	return x, nil
}

// errTaken says that somebody was faster, or that the time has passed.
var errTaken = fault.New(fault.Conflict, "interviews.book.taken")

func (s *Store) take(tx *db.Tx, a who.Actor, p interviews.Applicant, b interviews.Booking, moved bool) error {
	err := db.Exec1(tx, errTaken, `update interview_slot set booking_id = $3 where hub_id = $1 and id = $2 and booking_id = '' and state = 'open'`, a.Hub, b.Slot.ID, b.ID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into interview_booking (hub_id, id, slot_id, applicant_id, way, child, note, state, reminded_at, told_on, made_by, made_at, ended_at)
		values ($1, $2, $3, $4, $5, $6, $7, 'booked', '', '', $8, $9, '')`, a.Hub, b.ID, b.Slot.ID, p.ID, b.Way, db.Bit(b.Child), b.Note, a.Name, tx.Now())
	if err != nil {
		return err
	}
	if err := turn(tx, a, &p, interviews.Booked, b.Slot.Starts.DateIn(when.Tokyo), ""); err != nil {
		return err
	}
	if at := b.Slot.RemindAt(when.Tokyo); at.After(tx.Now()) {
		if err := jobs.Enqueue(tx, jobs.New(a.Hub, "interviews.reminder", reminder{a.Hub, b.ID}).At(at)); err != nil {
			return err
		}
	}
	kind := "booked"
	if moved {
		kind = "moved"
	}
	if err := s.write(tx, a.Hub, note{kind: kind, to: p, booking: b}); err != nil {
		return err
	}
	return journal.Note(tx, a, interviews.BookingTurned{Applicant: p.ID, Slot: b.Slot.ID, State: interviews.Standing, Way: b.Way, Starts: b.Slot.Starts})
}

// end ends a booking and, unless the talk was held, gives its slot back.
func (s *Store) end(tx *db.Tx, a who.Actor, p interviews.Applicant, b interviews.Booking, how interviews.BookingState) error {
	if _, err := tx.Exec(`update interview_booking set state = $3, ended_at = $4 where hub_id = $1 and id = $2 and state = 'booked'`, a.Hub, b.ID, how, tx.Now()); err != nil {
		return err
	}
	if how != interviews.Held && how != interviews.Absent {
		if _, err := tx.Exec(`update interview_slot set booking_id = '' where hub_id = $1 and id = $2 and booking_id = $3`, a.Hub, b.Slot.ID, b.ID); err != nil {
			return err
		}
	}
	return journal.Note(tx, a, interviews.BookingTurned{Applicant: p.ID, Slot: b.Slot.ID, State: how, Way: b.Way, Starts: b.Slot.Starts})
}

// release ends the booking of somebody whose application ends, with its calendar entry.
func (s *Store) release(tx *db.Tx, a who.Actor, p *interviews.Applicant, how interviews.BookingState) error {
	b, err := standing(tx, a.Hub, p.ID)
	if err != nil || b.ID == "" {
		return err
	}
	p.Sequence++
	if err := s.end(tx, a, *p, b, how); err != nil {
		return err
	}
	if how != interviews.GaveUp {
		return nil
	}
	return s.write(tx, a.Hub, note{kind: "cancelled", to: *p, booking: b, off: true})
}

// Cancel is somebody cancelling by their link; they can pick another time whenever they like.
func (s *Store) Cancel(ctx context.Context, a who.Actor, token string) error {
	if err := a.May(interviews.MayBook); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byToken(tx, a.Hub, token)
		if err != nil {
			return err
		}
		return s.cancel(tx, a, p, false)
	})
}

// CancelFor is staff cancelling for somebody.
func (s *Store) CancelFor(ctx context.Context, a who.Actor, applicantID string) error {
	if err := a.May(interviews.MayBoard); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return err
		}
		return s.cancel(tx, a, p, true)
	})
}

// cancel gives the slot back; pressing twice is the same as once.
func (s *Store) cancel(tx *db.Tx, a who.Actor, p interviews.Applicant, staff bool) error {
	b, err := standing(tx, a.Hub, p.ID)
	if err != nil || b.ID == "" {
		return err
	}
	if !staff {
		if err := b.MayChange(tx.Now()); err != nil {
			return err
		}
	}
	if err := s.release(tx, a, &p, interviews.GaveUp); err != nil {
		return err
	}
	return turn(tx, a, &p, interviews.Invited, when.Date{}, "")
}

// NotThere notes that nobody came: the applicant is asked to pick another time, without blame.
func (s *Store) NotThere(ctx context.Context, a who.Actor, applicantID string) error {
	if err := a.May(interviews.MaySheet); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		p, err := byID(tx, a.Hub, applicantID)
		if err != nil {
			return err
		}
		b, err := standing(tx, a.Hub, p.ID)
		if err != nil || b.ID == "" {
			return err
		}
		if tx.Now().Before(b.Slot.Starts) {
			return fault.New(fault.Conflict, "interviews.book.not_yet")
		}
		if err := s.release(tx, a, &p, interviews.Absent); err != nil {
			return err
		}
		if err := turn(tx, a, &p, interviews.Invited, when.Date{}, ""); err != nil {
			return err
		}
		return s.write(tx, a.Hub, note{kind: "missed", to: p})
	})
}

// Calendar is the calendar entry of a booking, for the page of its link.
func (s *Store) Calendar(ctx context.Context, a who.Actor, token string) (string, error) {
	if err := a.May(interviews.MayBook); err != nil {
		return "", err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (string, error) {
		p, err := byToken(v, a.Hub, token)
		if err != nil {
			return "", err
		}
		b, err := standing(v, a.Hub, p.ID)
		if err == nil && b.ID == "" {
			err = errNoBooking
		}
		if err != nil {
			return "", err
		}
		h, err := hubstore.Load(v, a.Hub)
		return s.entry(h, p, b, false, s.Hubs.URL(h, "/i/"+token), v.Now()).String(), err
	})
}
