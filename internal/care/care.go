// Package care is where workers are heard: requests to be considered (Freelance Act
// Art. 13), complaints and reports (Art. 14), surveys and voices. It holds the rules;
// the books are in carestore. Only named handlers read what people wrote.
package care

import (
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MayAsk    who.Permission = "care.ask"    // a worker's own requests, voices and answers
	MayTell   who.Permission = "care.tell"   // complain or report; visitors have it
	MayHandle who.Permission = "care.handle" // can be named a handler; being named is asked besides
	MayName   who.Permission = "care.name"   // name the handlers
	MaySurvey who.Permission = "care.survey" // make surveys, publish voices
	MayCount  who.Permission = "care.count"  // figures without people
)

// Handler is somebody who reads and answers requests and cases.
type Handler struct{ ID, Person, Name string }

const wordsMost = 4000

// words cleans what somebody wrote and says what is wrong with it. My Number is never
// stored, also not when somebody writes it into a letter.
func words(c *fault.Check, field, s string, must bool) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	c.When(must && s == "", field, "care.field.words_missing")
	c.When(len([]rune(s)) > wordsMost, field, "care.field.words_long", "n", wordsMost)
	c.When(ja.LooksLikeMyNumber(s), field, "care.field.my_number")
	return s
}

// HandlersChanged says who may read from now on, or no longer.
type HandlersChanged struct {
	Person string `journal:"keep"`
	Name   string `journal:"keep"`
	Named  bool   `journal:"keep"`
}

// Kind of the event.
func (e HandlersChanged) Kind() string {
	if e.Named {
		return "care.handler_named"
	}
	return "care.handler_ended"
}

// About is the person.
func (e HandlersChanged) About() string { return e.Person }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{HandlersChanged{Named: true}, HandlersChanged{}, Requested{}, RequestAnswered{}, RequestWithdrawn{}, RequestRead{},
		CaseOpened{}, CaseRead{}, CaseStep{}, VoiceOffered{}, VoiceDecided{State: VoicePublic}, VoiceDecided{State: VoiceDeclined}, VoiceDecided{State: VoiceWithdrawn},
		SurveySaved{}, SurveySent{}, SurveyClosed{}, SurveyAnswered{}}
}
