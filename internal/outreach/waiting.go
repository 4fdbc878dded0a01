package outreach

import (
	"time"

	"hiroba/internal/base/when"
)

// The rules of the line for a full seminar.
//
// A party gets all its seats or none. The line is in the order of arrival; a freed
// seat goes to the first party that fits into what is free. A smaller party goes
// ahead of a larger one only where the larger one does not fit: an empty seat helps
// nobody, and the larger party keeps its place for the next one. A newcomer never
// takes a seat that somebody in the line could have.

// Place decides where a newcomer goes: into a seat if it fits and nobody in the line
// fits into what is free, else to the end of the line.
func Place(free, need Seats, line []Seats) SignupState {
	if need == (Seats{}) || free.Fits(need) && NextInLine(free, line) < 0 {
		return Seated
	}
	return Waiting
}

// NextInLine is the index of the first party in the line that fits, or -1.
func NextInLine(free Seats, line []Seats) int {
	for i, need := range line {
		if free.Fits(need) {
			return i
		}
	}
	return -1
}

// An offer stands for a day, as long as nobody has to answer at night.
const (
	offerFor   = 24 * time.Hour
	quietFrom  = 21 * 60 // nobody has to answer from here …
	quietUntil = 8 * 60  // … to here
	answerFrom = 9 * 60  // an hour after the quiet, so that the mail is seen first
)

// OfferUntil is when an offer made now runs out: a day later, not in the quiet hours
// (21:00 to 8:00; then at 9:00 of the morning after), never after the seminar starts.
func OfferUntil(now, starts when.Instant, loc *time.Location) when.Instant {
	until := now.Add(offerFor)
	d, t := until.DateIn(loc), until.ClockIn(loc)
	switch {
	case t >= quietFrom:
		until = d.AddDays(1).At(answerFrom, loc)
	case t < quietUntil:
		until = d.At(answerFrom, loc)
	}
	if until.After(starts) {
		return starts
	}
	return until
}

// Answer is how an offer ended; "" while it stands.
type Answer string

// The answers to an offer.
const (
	Accepted  Answer = "accepted"
	Declined  Answer = "declined"
	Lapsed    Answer = "lapsed"
	Withdrawn Answer = "withdrawn" // the party cancelled or moved meanwhile
)
