package care

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// RequestKind is what a worker asks to be considered. The circumstances behind it are
// never asked: pregnancy, birth, care of children or of parents need not be named.
type RequestKind string

// RequestKinds in the order of the page: one tap each.
var RequestKinds = []RequestKind{"deadline", "volume", "hours", "place", "other"}

// RequestState is where a request stands.
type RequestState string

// The states of a request.
const (
	Open      RequestState = "open"
	Granted   RequestState = "granted"
	Partly    RequestState = "partly"
	Refused   RequestState = "refused"
	Withdrawn RequestState = "withdrawn"
)

// Request is one wish to be considered, with its answer.
type Request struct {
	ID, Worker string
	Kind       RequestKind
	Words      string
	State      RequestState
	Answer     string // with the reason where it is refused
	From, To   when.Date
	AnsweredBy string
	Answered   when.Instant
	MadeBy     string
	Made       when.Instant
	Version    int
	WorkerName string // for handlers
	WorkerNo   int
}

// RequestForm is a request as typed.
type RequestForm struct{ Kind, Words string }

// Read cleans a request and says what is wrong with it. Words are optional, except
// where "other" alone would say nothing.
func (f RequestForm) Read() (Request, error) {
	var c fault.Check
	r := Request{Kind: RequestKind(f.Kind), State: Open}
	c.When(!slices.Contains(RequestKinds, r.Kind), "kind", "care.field.kind_missing")
	r.Words = words(&c, "words", f.Words, r.Kind == "other")
	return r, c.Err()
}

// AnswerForm is the answer to a request as typed.
type AnswerForm struct{ Decision, Answer, From, To string }

// Read cleans an answer and says what is wrong with it. A refusal needs its reason
// (Art. 13: explain why if it is impossible).
func (f AnswerForm) Read(today when.Date) (Request, error) {
	var c fault.Check
	r := Request{State: RequestState(f.Decision)}
	c.When(r.State != Granted && r.State != Partly && r.State != Refused, "decision", "care.field.decision_missing")
	r.Answer = words(&c, "answer", f.Answer, false)
	c.When(r.Answer == "" && r.State == Refused, "answer", "care.field.reason_missing")
	c.When(r.Answer == "" && r.State != Refused, "answer", "care.field.words_missing")
	r.From, r.To = date(&c, "from", f.From, today), date(&c, "to", f.To, today)
	c.When(!r.From.IsZero() && !r.To.IsZero() && r.To.Before(r.From), "to", "care.field.to_before")
	return r, c.Err()
}

func date(c *fault.Check, field, s string, today when.Date) when.Date {
	if s == "" {
		return when.Date{}
	}
	d, err := when.ReadDate(s, today)
	c.When(err != nil, field, "care.field.date_form")
	return d
}

// Requested says that a worker asked to be considered.
type Requested struct {
	ID     string      `journal:"keep"`
	Worker string      `journal:"keep"`
	What   RequestKind `journal:"keep"`
}

// Kind of the event.
func (e Requested) Kind() string { return "care.requested" }

// About is the request.
func (e Requested) About() string { return e.ID }

// RequestAnswered says how a request was answered.
type RequestAnswered struct {
	ID       string       `journal:"keep"`
	Decision RequestState `journal:"keep"`
}

// Kind of the event.
func (e RequestAnswered) Kind() string { return "care.request_answered" }

// About is the request.
func (e RequestAnswered) About() string { return e.ID }

// RequestWithdrawn says that the worker took a request back.
type RequestWithdrawn struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e RequestWithdrawn) Kind() string { return "care.request_withdrawn" }

// About is the request.
func (e RequestWithdrawn) About() string { return e.ID }

// RequestRead says that a handler read a request (R-92: sensitive reads are on record).
type RequestRead struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e RequestRead) Kind() string { return "care.request_read" }

// About is the request.
func (e RequestRead) About() string { return e.ID }
