package care

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// CaseKind is what a case is about.
type CaseKind string

// CaseKinds in the order of the page: a complaint, harassment (Art. 14), abuse by a
// client, a report of a violation of law.
var CaseKinds = []CaseKind{"complaint", "harassment", "client", "report"}

// CaseState is where a case stands.
type CaseState string

// The states of a case.
const (
	Received CaseState = "received"
	Looking  CaseState = "looking"
	Acted    CaseState = "acted"
	Closed   CaseState = "closed"
)

// Outcomes are how a case can end.
var Outcomes = []string{"confirmed", "partly", "not_confirmed", "settled", "withdrawn"}

// Case is one complaint or report with what was done.
type Case struct {
	ID             string
	No             int
	Kind           CaseKind
	Worker         string // "" for visitors and for whoever stays unnamed
	Source         string // worker, visitor or phone
	Name, Contact  string // as far as they were given
	State          CaseState
	Outcome        string
	ProtectedUntil when.Date // until then a worsening of this person's position warns
	Made, Changed  when.Instant
	Version        int
	Thread         []CaseEntry
	Shut           []string // persons who must not read it
}

// CaseEntry is one thing in a case: said (by the person), reply (to the person), note,
// step, measure, outcome.
type CaseEntry struct {
	No                int
	Kind, Actor, Body string
	At                when.Instant
}

// Public tells whether the person who brought the case may read an entry.
func (e CaseEntry) Public() bool { return e.Kind == "said" || e.Kind == "reply" || e.Kind == "outcome" }

// CaseForm is a case as typed.
type CaseForm struct {
	Kind, Words, Name, Contact string
	Shut                       []string // handlers who must not read it
}

// Read cleans a case and says what is wrong with it. A name is never needed.
func (f CaseForm) Read(handlers []Handler) (Case, error) {
	var c fault.Check
	x := Case{Kind: CaseKind(f.Kind), State: Received, Name: ja.Name(f.Name), Contact: ja.Name(f.Contact)}
	c.When(!slices.Contains(CaseKinds, x.Kind), "kind", "care.field.case_kind_missing")
	text := words(&c, "words", f.Words, true)
	c.When(len([]rune(x.Name)) > 100, "name", "care.field.name_long")
	c.When(len([]rune(x.Contact)) > 200, "contact", "care.field.name_long")
	for _, h := range handlers {
		if slices.Contains(f.Shut, h.Person) {
			x.Shut = append(x.Shut, h.Person)
		}
	}
	c.When(len(handlers) > 0 && len(x.Shut) == len(handlers), "shut", "care.field.shut_all")
	x.Thread = []CaseEntry{{Kind: "said", Body: text}}
	return x, c.Err()
}

// StepForm is what a handler adds to a case.
type StepForm struct{ Kind, Words, Outcome string }

// stepTo is the state a kind of entry brings a case into; "" leaves it.
var stepTo = map[string]CaseState{"reply": "", "note": "", "step": Looking, "measure": Acted, "outcome": Closed}

// Read cleans a step and says what is wrong with it.
func (f StepForm) Read() (CaseEntry, CaseState, error) {
	var c fault.Check
	to, ok := stepTo[f.Kind]
	c.When(!ok, "step", "care.field.step_missing")
	e := CaseEntry{Kind: f.Kind, Body: words(&c, "words", f.Words, true)}
	c.When(f.Kind == "outcome" && !slices.Contains(Outcomes, f.Outcome), "outcome", "care.field.outcome_missing")
	return e, to, c.Err()
}

// CaseOpened says that somebody brought a case. Who, stays in the case.
type CaseOpened struct {
	ID   string   `journal:"keep"`
	No   int      `journal:"keep"`
	What CaseKind `journal:"keep"`
}

// Kind of the event.
func (e CaseOpened) Kind() string { return "care.case_opened" }

// About is the case.
func (e CaseOpened) About() string { return e.ID }

// CaseRead says that a handler read a case.
type CaseRead struct {
	ID string `journal:"keep"`
	No int    `journal:"keep"`
}

// Kind of the event.
func (e CaseRead) Kind() string { return "care.case_read" }

// About is the case.
func (e CaseRead) About() string { return e.ID }

// CaseStep says that something was done about a case.
type CaseStep struct {
	ID   string `journal:"keep"`
	No   int    `journal:"keep"`
	Step string `journal:"keep"`
}

// Kind of the event.
func (e CaseStep) Kind() string { return "care.case_step" }

// About is the case.
func (e CaseStep) About() string { return e.ID }
