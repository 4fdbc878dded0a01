package outreach

import (
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
)

// MarkKind is what a mark at the door says.
type MarkKind string

// The kinds of marks.
const (
	CameIn MarkKind = "in"
	Undone MarkKind = "undo"
)

// Mark is one tap at the door. Its ID is made on the tablet, so that a mark sent twice,
// after the network came back, is one mark. A mark without a sign-up is of somebody
// who walked in; Undoes names the walk-in's mark that was a mistake.
type Mark struct {
	ID, Signup, Undoes string
	Kind               MarkKind
	Adults             int // who walked in together
	At                 when.Instant
}

// walkInMost is how many people one tap can let in.
const walkInMost = 20

// Check refuses a mark that no tablet makes.
func (m Mark) Check() error {
	var c fault.Check
	c.When(!id.Valid(m.ID) || m.Kind != CameIn && m.Kind != Undone, "id", "outreach.door.mark_form")
	c.When(m.Signup == "" && m.Kind == CameIn && (m.Adults < 1 || m.Adults > walkInMost), "adults", "outreach.seminar.count_range", "from", 1, "to", walkInMost)
	return c.Err()
}

// Attendance folds marks, in the order in which they were made: which parties are in,
// and the walk-ins by their mark. Two tablets that mark one party count it once.
func Attendance(marks []Mark) (in map[string]bool, walkIns map[string]int) {
	in, walkIns = map[string]bool{}, map[string]int{}
	for _, m := range marks {
		switch {
		case m.Signup != "" && m.Kind == CameIn:
			in[m.Signup] = true
		case m.Signup != "":
			delete(in, m.Signup)
		case m.Kind == CameIn:
			walkIns[m.ID] = m.Adults
		}
	}
	for _, m := range marks {
		if m.Signup == "" && m.Kind == Undone {
			delete(walkIns, m.Undoes)
		}
	}
	return in, walkIns
}

// TicketCode finds the short code in what a scanner or a person gives: the code itself,
// or a ticket's address that ends in it.
func TicketCode(s string) string {
	if _, after, ok := strings.Cut(s, "#"); ok {
		s = after
	}
	return ReadCode(s)
}

// Marked says that marks came from the door.
type Marked struct {
	Seminar string `journal:"keep"`
	Marks   int    `journal:"keep"`
}

// Kind of the event.
func (e Marked) Kind() string { return "outreach.marked" }

// About is the seminar.
func (e Marked) About() string { return e.Seminar }

// Surveyed says that somebody answered the survey.
type Surveyed struct {
	Seminar string `journal:"keep"`
}

// Kind of the event.
func (e Surveyed) Kind() string { return "outreach.surveyed" }

// About is the seminar.
func (e Surveyed) About() string { return e.Seminar }

func doorEvents() []event.Event { return []event.Event{Marked{}, Surveyed{}} }
