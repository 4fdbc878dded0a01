package outreach

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/when"
)

// SeminarSaved says that a seminar was made or its details changed.
type SeminarSaved struct {
	Seminar string       `journal:"keep"`
	Title   string       `journal:"keep"`
	Version int          `journal:"keep"`
	Starts  when.Instant `journal:"keep"`
}

// Kind of the event.
func (e SeminarSaved) Kind() string { return "outreach.seminar_saved" }

// About is the seminar.
func (e SeminarSaved) About() string { return e.Seminar }

// SeminarPublished says that sign-up was opened.
type SeminarPublished struct {
	Seminar string `journal:"keep"`
	Title   string `journal:"keep"`
}

// Kind of the event.
func (e SeminarPublished) Kind() string { return "outreach.seminar_published" }

// About is the seminar.
func (e SeminarPublished) About() string { return e.Seminar }

// SeminarClosed says that sign-up was closed.
type SeminarClosed struct {
	Seminar string `journal:"keep"`
	Title   string `journal:"keep"`
}

// Kind of the event.
func (e SeminarClosed) Kind() string { return "outreach.seminar_closed" }

// About is the seminar.
func (e SeminarClosed) About() string { return e.Seminar }

// SeminarCancelled says that the seminar does not take place.
type SeminarCancelled struct {
	Seminar string `journal:"keep"`
	Title   string `journal:"keep"`
	Reason  string `journal:"keep"`
	Told    int    `journal:"keep"`
}

// Kind of the event.
func (e SeminarCancelled) Kind() string { return "outreach.seminar_cancelled" }

// About is the seminar.
func (e SeminarCancelled) About() string { return e.Seminar }

// SignedUp says that a party signed up.
type SignedUp struct {
	Signup   string `journal:"keep"`
	Seminar  string `journal:"keep"`
	Adults   int    `journal:"keep"`
	Children int    `journal:"keep"`
	State    string `journal:"keep"`
	Source   string `journal:"keep"`
	Batch    string `journal:"keep"`
	Referrer string `journal:"keep"` // worker id
	Consent  string `journal:"keep"`
	Name     string `journal:"drop"`
	Mail     string `journal:"mask"`
}

// Kind of the event.
func (e SignedUp) Kind() string { return "outreach.signed_up" }

// About is the sign-up.
func (e SignedUp) About() string { return e.Signup }

// SignupChanged says that a party changed what it had written.
type SignupChanged struct {
	Signup   string `journal:"keep"`
	Seminar  string `journal:"keep"`
	Adults   int    `journal:"keep"`
	Children int    `journal:"keep"`
	Contact  string `journal:"mask"`
}

// Kind of the event.
func (e SignupChanged) Kind() string { return "outreach.signup_changed" }

// About is the sign-up.
func (e SignupChanged) About() string { return e.Signup }

// SignupMoved says that a party went over to another edition.
type SignupMoved struct {
	Signup string `journal:"keep"`
	From   string `journal:"keep"`
	To     string `journal:"keep"`
}

// Kind of the event.
func (e SignupMoved) Kind() string { return "outreach.signup_moved" }

// About is the sign-up.
func (e SignupMoved) About() string { return e.Signup }

// SignupCancelled says that a party will not come.
type SignupCancelled struct {
	Signup  string `journal:"keep"`
	Seminar string `journal:"keep"`
	Was     string `journal:"keep"`
}

// Kind of the event.
func (e SignupCancelled) Kind() string { return "outreach.signup_cancelled" }

// About is the sign-up.
func (e SignupCancelled) About() string { return e.Signup }

// SeatOffered says that a freed seat was offered to the next in the line.
type SeatOffered struct {
	Signup  string       `journal:"keep"`
	Seminar string       `journal:"keep"`
	Until   when.Instant `journal:"keep"`
}

// Kind of the event.
func (e SeatOffered) Kind() string { return "outreach.seat_offered" }

// About is the sign-up.
func (e SeatOffered) About() string { return e.Signup }

// OfferAnswered says how an offer ended.
type OfferAnswered struct {
	Signup  string `journal:"keep"`
	Seminar string `journal:"keep"`
	Answer  string `journal:"keep"`
}

// Kind of the event.
func (e OfferAnswered) Kind() string { return "outreach.offer_answered" }

// About is the sign-up.
func (e OfferAnswered) About() string { return e.Signup }

// BatchAdded says where a bundle of flyers goes.
type BatchAdded struct {
	Batch   string `journal:"keep"`
	Seminar string `journal:"keep"`
	Code    string `journal:"keep"`
	Channel string `journal:"keep"`
	Copies  int    `journal:"keep"`
}

// Kind of the event.
func (e BatchAdded) Kind() string { return "outreach.batch_added" }

// About is the seminar.
func (e BatchAdded) About() string { return e.Seminar }

// MailedAll says that everybody of a seminar was written to.
type MailedAll struct {
	Seminar string `journal:"keep"`
	Subject string `journal:"keep"`
	People  int    `journal:"keep"`
}

// Kind of the event.
func (e MailedAll) Kind() string { return "outreach.mailed_all" }

// About is the seminar.
func (e MailedAll) About() string { return e.Seminar }

// Reminded says that people were reminded the day before.
type Reminded struct {
	Seminar string `journal:"keep"`
	People  int    `journal:"keep"`
}

// Kind of the event.
func (e Reminded) Kind() string { return "outreach.reminded" }

// About is the seminar.
func (e Reminded) About() string { return e.Seminar }

func seminarEvents() []event.Event {
	return []event.Event{SeminarSaved{}, SeminarPublished{}, SeminarClosed{}, SeminarCancelled{}, SignedUp{}, SignupChanged{}, SignupMoved{},
		SignupCancelled{}, SeatOffered{}, OfferAnswered{}, BatchAdded{}, MailedAll{}, Reminded{}}
}
