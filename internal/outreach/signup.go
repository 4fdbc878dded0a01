package outreach

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// SignupState is where a party stands.
type SignupState string

// The states of a sign-up.
const (
	Seated   SignupState = "seat"
	Waiting  SignupState = "waiting" // in the line for a seat
	Offered  SignupState = "offered" // a freed seat is held until the party answers
	GaveUp   SignupState = "cancelled"
	LapsedIn SignupState = "lapsed" // an offer was declined or ran out
)

// Live tells that the party still has to do with the seminar.
func (s SignupState) Live() bool { return s == Seated || s == Waiting || s == Offered }

// Holds tells that the party holds its seats.
func (s SignupState) Holds() bool { return s == Seated || s == Offered }

// Source is how a sign-up came in.
type Source string

// The sources.
const (
	ByWeb   Source = "web"
	ByPhone Source = "phone" // staff took it down
	AtDoor  Source = "door"
)

// Heard is how people heard of the seminar; "" is not said.
type Heard string

// Heards are the answers to "how did you hear of us", in the order of the form.
var Heards = []Heard{"friend", "flyer", "city", "search", "sns", "news", "staff", "other"}

// ConsentVersion names the text people agree to when they sign up. A changed text
// gets a new version and a new word key; the old one is kept.
const ConsentVersion = "2026-12"

// Party is who comes, together, on one sign-up.
type Party struct {
	Adults    int // 1 or 2
	Companion string
	Children  []int // ages in months
	Way       Way
}

// Signup is one party's sign-up.
type Signup struct {
	ID, SeminarID string
	Line          int    // order of arrival in the seminar
	Code          string // short, for the door and the telephone
	Name          string // as typed
	Kana          string // katakana
	Mail          string
	Phone         string // E.164
	Party
	Heard   Heard
	BatchID string // the flyers it came from
	// ReferredBy is the worker whose card brought the people, as an id; "" unknown.
	// Nobody but staff learns of it, and they see a number, not a name.
	ReferredBy string
	Wishes     string
	Interview  bool // would like to talk with staff about work
	Lang       string
	Consent    string // version of the text
	ConsentAt  when.Instant
	State      SignupState
	StateAt    when.Instant
	Source     Source
	Alike      string // id of an earlier sign-up that may be the same person; for staff
	MovedFrom  string // id of the seminar it was moved from
	Sequence   int    // of the calendar entry
	MadeBy     string
	Created    when.Instant
}

// SamePerson tells that two sign-ups are certainly one person: the same reading of the
// name with the same mail or telephone.
func (s Signup) SamePerson(o Signup) bool { return s.Kana == o.Kana && s.sameContact(o) }

// LooksAlike tells that two sign-ups may be one person: the same mail or telephone
// (families share them), or the same name and reading. It is shown to staff only: to
// tell a visitor would tell strangers who has signed up.
func (s Signup) LooksAlike(o Signup) bool {
	return s.sameContact(o) || s.Kana == o.Kana && s.Name == o.Name
}

func (s Signup) sameContact(o Signup) bool {
	return s.Mail != "" && s.Mail == o.Mail || s.Phone != "" && s.Phone == o.Phone
}

// MayChange tells whether the people themselves may still change their sign-up.
func (s Signup) MayChange(sem Seminar, now when.Instant) error {
	if !s.State.Live() {
		return fault.New(fault.Conflict, "outreach.signup.ended")
	}
	if !now.Before(sem.Starts) {
		return fault.New(fault.Conflict, "outreach.signup.begun")
	}
	return nil
}

// MayEnter tells whether a seminar takes sign-ups; staff may still add people after
// sign-up was closed, until it starts.
func (s Seminar) MayEnter(now when.Instant, staff bool) error {
	switch s.Openness(now) {
	case Open:
		return nil
	case SignUpOver:
		if staff {
			return nil
		}
		return fault.New(fault.Conflict, "outreach.signup.closed")
	case Over:
		return fault.New(fault.Conflict, "outreach.signup.over")
	case Off:
		return fault.New(fault.Conflict, "outreach.signup.off")
	}
	return fault.New(fault.NotFound, "outreach.seminar.gone")
}
