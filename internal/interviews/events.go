package interviews

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/when"
)

// Entered says that somebody became an applicant.
type Entered struct {
	Applicant string `journal:"keep"`
	Source    Source `journal:"keep"`
	Referrer  string `journal:"keep"` // worker id
	Consent   string `journal:"keep"`
	Name      string `journal:"mask"`
}

// Kind of the event.
func (e Entered) Kind() string { return "interviews.entered" }

// About is the applicant.
func (e Entered) About() string { return e.Applicant }

// Turned says that an applicant went over to a stage.
type Turned struct {
	Applicant string `journal:"keep"`
	From      Stage  `journal:"keep"`
	To        Stage  `journal:"keep"`
	Reason    string `journal:"mask"`
}

// Kind of the event.
func (e Turned) Kind() string { return "interviews.now_" + string(e.To) }

// About is the applicant.
func (e Turned) About() string { return e.Applicant }

// Corrected says that name or contact of an applicant was corrected.
type Corrected struct {
	Applicant string `journal:"keep"`
	Contact   string `journal:"mask"`
}

// Kind of the event.
func (e Corrected) Kind() string { return "interviews.corrected" }

// About is the applicant.
func (e Corrected) About() string { return e.Applicant }

// Reminded says that somebody was asked again to pick a time.
type Reminded struct {
	Applicant string `journal:"keep"`
	Times     int    `journal:"keep"`
}

// Kind of the event.
func (e Reminded) Kind() string { return "interviews.reminded" }

// About is the applicant.
func (e Reminded) About() string { return e.Applicant }

// SlotsOpened says that time for interviews was opened.
type SlotsOpened struct {
	Series string    `journal:"keep"`
	Slots  int       `journal:"keep"`
	From   when.Date `journal:"keep"`
	Anyway bool      `journal:"keep"` // although the hub is closed at some of them
}

// Kind of the event.
func (e SlotsOpened) Kind() string { return "interviews.slots_opened" }

// About is the series.
func (e SlotsOpened) About() string { return e.Series }

// SlotTurned says that a slot was closed, opened again or cancelled.
type SlotTurned struct {
	Slot   string       `journal:"keep"`
	State  SlotState    `journal:"keep"`
	Starts when.Instant `journal:"keep"`
}

// Kind of the event.
func (e SlotTurned) Kind() string { return "interviews.slot_" + string(e.State) }

// About is the slot.
func (e SlotTurned) About() string { return e.Slot }

// BookingTurned says that a booking was made, moved, cancelled, held or missed.
type BookingTurned struct {
	Applicant string       `journal:"keep"`
	Slot      string       `journal:"keep"`
	State     BookingState `journal:"keep"`
	Way       Kind         `journal:"keep"`
	Starts    when.Instant `journal:"keep"`
}

// Kind of the event.
func (e BookingTurned) Kind() string { return "interviews.booking_" + string(e.State) }

// About is the applicant.
func (e BookingTurned) About() string { return e.Applicant }

// SheetSaved says that the sheet of an interview was kept.
type SheetSaved struct {
	Applicant string `journal:"keep"`
	Version   int    `journal:"keep"`
	Text      string `journal:"mask"`
}

// Kind of the event.
func (e SheetSaved) Kind() string { return "interviews.sheet_saved" }

// About is the applicant.
func (e SheetSaved) About() string { return e.Applicant }

// Confided says that a note of the second tier was written.
type Confided struct {
	Applicant string `journal:"keep"`
	Text      string `journal:"mask"`
}

// Kind of the event.
func (e Confided) Kind() string { return "interviews.confided" }

// About is the applicant.
func (e Confided) About() string { return e.Applicant }

// ConfidedRead says that a note of the second tier was read.
type ConfidedRead struct {
	Applicant string `journal:"keep"`
}

// Kind of the event.
func (e ConfidedRead) Kind() string { return "interviews.confided_read" }

// About is the applicant.
func (e ConfidedRead) About() string { return e.Applicant }

// Chosen says what came of an interview.
type Chosen struct {
	Applicant string    `journal:"keep"`
	Outcome   Outcome   `journal:"keep"`
	Worker    string    `journal:"keep"`
	Letter    string    `journal:"keep"`
	On        when.Date `journal:"keep"`
}

// Kind of the event.
func (e Chosen) Kind() string { return "interviews.chosen_" + string(e.Outcome) }

// About is the applicant.
func (e Chosen) About() string { return e.Applicant }

// ClosureTold says that somebody was told that the hub is closed at their time.
type ClosureTold struct {
	Applicant string       `journal:"keep"`
	Starts    when.Instant `journal:"keep"`
}

// Kind of the event.
func (e ClosureTold) Kind() string { return "interviews.closure_told" }

// About is the applicant.
func (e ClosureTold) About() string { return e.Applicant }

// Exported says that the list of applicants left as a file.
type Exported struct {
	Rows int    `journal:"keep"`
	Form string `journal:"keep"`
}

// Kind of the event.
func (e Exported) Kind() string { return "interviews.exported" }

// About is nobody in particular.
func (e Exported) About() string { return "" }

// Events are all the house's events.
func Events() []event.Event {
	out := []event.Event{Entered{}, Corrected{}, Reminded{}, SlotsOpened{}, SheetSaved{}, Confided{}, ConfidedRead{}, ClosureTold{}, Exported{}}
	for _, s := range []Stage{Invited, Booked, Interviewed, Decided, Registered, Closed, Erased} {
		out = append(out, Turned{To: s})
	}
	for _, s := range []SlotState{Open, Shut, Cancelled} {
		out = append(out, SlotTurned{State: s})
	}
	for _, s := range []BookingState{Standing, Moved, GaveUp, CalledIn, Held, Absent} {
		out = append(out, BookingTurned{State: s})
	}
	for _, o := range Outcomes {
		out = append(out, Chosen{Outcome: o})
	}
	return out
}
