package outreach

import (
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// SeminarState is how far a seminar has come; whether it is over is told by the clock.
type SeminarState string

// The states of a seminar.
const (
	Draft     SeminarState = "draft"     // only staff see it
	Published SeminarState = "published" // sign-up is open
	Closed    SeminarState = "closed"    // shown, takes no more sign-ups
	Cancelled SeminarState = "cancelled" // does not take place
)

// Seats are places for adults and, apart from them, in the childcare corner.
type Seats struct{ Adults, Children int }

// Minus is what is left when taken is gone; never below zero.
func (s Seats) Minus(taken Seats) Seats {
	return Seats{max(0, s.Adults-taken.Adults), max(0, s.Children-taken.Children)}
}

// Plus is both together.
func (s Seats) Plus(o Seats) Seats { return Seats{s.Adults + o.Adults, s.Children + o.Children} }

// Fits tells whether the need has room: a party fits whole or not at all.
func (s Seats) Fits(need Seats) bool { return need.Adults <= s.Adults && need.Children <= s.Children }

// Seminar is one edition of a series.
type Seminar struct {
	ID, SeriesID, Series string
	No                   int // within the series, from 1
	Title, TitleEN       string
	Lead, LeadEN         string // one or two sentences
	About                string // Markdown
	Points               string // what people will hear, one a line
	Speakers             string // one a line
	Bring                string
	Starts, Ends         when.Instant
	Doors                int // minutes before the start that the door opens
	Place, PlaceEN       string
	OnlineURL            string
	Capacity             Seats
	CareUntil            when.Date // last day to ask for childcare; none: as long as sign-up is open
	CareNote             string
	Target               int // adults hoped for; 0: none set
	State                SeminarState
	PublishedAt          when.Instant
	Version              int // grows with every change; flyers carry it
}

// Openness is what a visitor can do with a seminar now.
type Openness string

// What a visitor can do.
const (
	NotYet     Openness = "not_yet"
	Open       Openness = "open"
	SignUpOver Openness = "closed"
	Over       Openness = "over"
	Off        Openness = "cancelled"
)

// Openness at an instant. Sign-up ends when the seminar starts; who comes later
// is taken in at the door.
func (s Seminar) Openness(now when.Instant) Openness {
	switch {
	case s.State == Draft:
		return NotYet
	case s.State == Cancelled:
		return Off
	case !now.Before(s.Starts):
		return Over
	case s.State == Closed:
		return SignUpOver
	}
	return Open
}

// Visible tells whether visitors may see it at all.
func (s Seminar) Visible() bool { return s.State != Draft && !s.PublishedAt.IsZero() }

// Way is how a party takes part.
type Way string

// The ways to take part.
const (
	AtPlace Way = "place"
	Online  Way = "online"
)

// Ways are the ways the seminar offers.
func (s Seminar) Ways() []Way {
	switch {
	case s.Place != "" && s.OnlineURL != "":
		return []Way{AtPlace, Online}
	case s.OnlineURL != "":
		return []Way{Online}
	}
	return []Way{AtPlace}
}

// Childcare tells whether childcare can still be asked for on a day.
func (s Seminar) Childcare(today when.Date) bool {
	return s.Capacity.Children > 0 && s.Place != "" && (s.CareUntil.IsZero() || !today.After(s.CareUntil))
}

// Need is what a party takes of the room. Where people can come or join online, the
// capacity is that of the room, so joining online takes no seat.
func (s Seminar) Need(p Party) Seats {
	if p.Way == Online {
		if s.Place != "" {
			return Seats{}
		}
		return Seats{Adults: p.Adults}
	}
	return Seats{p.Adults, len(p.Children)}
}

// DoorsAt is when the door opens.
func (s Seminar) DoorsAt() when.Instant { return s.Starts.Add(-time.Duration(s.Doors) * time.Minute) }

// RemindAt is when people are reminded: at 17:00 on the day before.
func (s Seminar) RemindAt(loc *time.Location) when.Instant {
	return s.Starts.DateIn(loc).AddDays(-1).At(17*60, loc)
}

// Lines are the non-empty lines of a text.
func Lines(s string) (out []string) {
	for _, l := range strings.Split(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// Step moves the seminar to a state, if that is a step it can take from here.
func (s Seminar) Step(to SeminarState, now when.Instant) error {
	from := s.State
	ok := false
	switch to {
	case Published:
		ok = from == Draft || from == Closed
		if ok && !now.Before(s.Starts) {
			return fault.New(fault.Conflict, "outreach.seminar.past")
		}
	case Closed:
		ok = from == Published
	case Cancelled:
		ok = from == Published || from == Closed
	}
	if !ok {
		return fault.New(fault.Conflict, "outreach.seminar.step_gone")
	}
	return nil
}
