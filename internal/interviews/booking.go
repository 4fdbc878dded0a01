package interviews

import (
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// BookingState is how a booking stands or ended.
type BookingState string

// The states of a booking.
const (
	Standing BookingState = "booked"
	Moved    BookingState = "moved"     // to another slot
	GaveUp   BookingState = "cancelled" // by the applicant, or by staff for them
	CalledIn BookingState = "off"       // the hub cancelled the slot
	Held     BookingState = "held"
	Absent   BookingState = "absent" // nobody came
)

// Booking is a promise to talk at a slot's time.
type Booking struct {
	ID, Applicant string
	Slot          Slot
	Way           Kind // as the slot, or by telephone instead
	Child         bool // a child comes too
	Note          string
	State         BookingState
	ToldOn        when.Date // the day on which the people were told that the hub is closed then
	Made          when.Instant
}

// Pick is what somebody picks on the page of their link.
type Pick struct {
	Slot, Phone, Note string
	ByPhone, Child    bool
}

const noteMost = 400

// Read cleans a pick. known is the telephone number the hub has already.
func (p Pick) Read(s Slot, known string) (Booking, string, error) {
	var c fault.Check
	b := Booking{Slot: s, Way: s.Kind, Child: p.Child, Note: strings.TrimSpace(strings.ReplaceAll(p.Note, "\r\n", "\n")), State: Standing}
	phone, err := ja.Phone(p.Phone)
	c.When(err != nil, "phone", "interviews.field.phone_form")
	if phone == "" {
		phone = known
	}
	if p.ByPhone {
		b.Way = ByPhone
	}
	c.When(err == nil && b.Way == ByPhone && phone == "", "phone", "interviews.book.phone_missing")
	c.When(len([]rune(b.Note)) > noteMost, "note", "interviews.field.text_long", "n", noteMost)
	c.When(ja.LooksLikeMyNumber(b.Note), "note", "interviews.field.my_number")
	if b.Way != InRoom {
		b.Child = false // nobody comes to the hub
	}
	return b, phone, c.Err()
}

// remindAt is the time of day at which people are reminded, the day before.
const remindAt = 17 * 60

// RemindAt is when somebody is reminded of an interview.
func (s Slot) RemindAt(loc *time.Location) when.Instant {
	return s.Starts.DateIn(loc).AddDays(-1).At(remindAt, loc)
}

// MayChange tells whether the people themselves may still move or cancel.
func (b Booking) MayChange(now when.Instant) error {
	if b.State != Standing {
		return fault.New(fault.Conflict, "interviews.book.ended")
	}
	if !now.Before(b.Slot.Starts) {
		return fault.New(fault.Conflict, "interviews.book.begun")
	}
	return nil
}
