// Package mydata is what people may ask of the hub about themselves: to be told all it
// holds, to have it mended, to be forgotten as far as the law allows (Act on the
// Protection of Personal Information, art. 33 to 35; ). It holds the rules;
// the books are in mydatastore. What each house holds, the houses say themselves.
package mydata

import (
	"slices"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
)

// MayKeep is to answer requests and to print for somebody who has no device. To ask about
// oneself needs an account and nothing else.
const MayKeep who.Permission = "mydata.keep"

// How long things last.
const (
	FileLasts   = 7 * 24 * time.Hour  // an export; a new one is a press away
	LetterLasts = 30 * 24 * time.Hour // the last letter to somebody who was erased
	AnswerDays  = 14                  // "without delay" (art. 34, 35), said as a day
)

// Export is one asking to be told.
type Export struct {
	ID    string
	State ExportState
	Asked when.Instant
	Ready when.Instant
	Ends  when.Instant
	Taken when.Instant
}

// ExportState is where an export stands.
type ExportState string

// The states of an export.
const (
	Waiting ExportState = "waiting"
	Ready   ExportState = "ready"
	Gone    ExportState = "gone"
)

// Kind is what a request asks for.
type Kind string

// The kinds.
const (
	Correct Kind = "correct"
	Erase   Kind = "erase"
)

// State is where a request stands.
type State string

// The states.
const (
	Open      State = "open"
	Done      State = "done"
	Refused   State = "refused"
	Withdrawn State = "withdrawn"
)

// Request is a wish about one's own data, with its answer.
type Request struct {
	ID, Person, Worker string
	Kind               Kind
	Words, Answer      string
	State              State
	Due                when.Date
	AnsweredBy         string
	Answered           when.Instant
	Held               int // rows held back until a later day
	MadeBy             string
	Made               when.Instant
	Version            int
	Name               string // for staff
	No                 int    // the worker's, 0 for others
}

const wordsMost = 2000

// Form is a request as typed.
type Form struct {
	Kind, Words string
	Sure        bool // read what goes and what stays
}

// Read cleans a request. What is wrong must be said; why somebody wishes to be forgotten
// need not.
func (f Form) Read() (Request, error) {
	var c fault.Check
	r := Request{Kind: Kind(f.Kind), State: Open}
	c.When(r.Kind != Correct && r.Kind != Erase, "kind", "mydata.field.kind")
	r.Words = words(&c, "words", f.Words)
	c.When(r.Kind == Correct && r.Words == "", "words", "mydata.field.words")
	c.When(r.Kind == Erase && !f.Sure, "sure", "mydata.field.sure")
	return r, c.Err()
}

// AnswerForm is the answer to a request as typed.
type AnswerForm struct{ Decision, Answer string }

// Read cleans an answer. A refusal says why (art. 36).
func (f AnswerForm) Read() (Request, error) {
	var c fault.Check
	r := Request{State: State(f.Decision)}
	c.When(!slices.Contains([]State{Done, Refused}, r.State), "decision", "mydata.field.decision")
	r.Answer = words(&c, "answer", f.Answer)
	c.When(r.State == Refused && r.Answer == "", "answer", "mydata.field.why")
	return r, c.Err()
}

// words cleans what somebody wrote; My Number is never stored.
func words(c *fault.Check, field, s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	c.When(len([]rune(s)) > wordsMost, field, "mydata.field.long", "n", wordsMost)
	c.When(ja.LooksLikeMyNumber(s), field, "mydata.field.my_number")
	return s
}
