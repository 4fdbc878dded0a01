package outreach

import (
	"slices"
	"strconv"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Survey is what somebody said after a seminar.
type Survey struct {
	Clear     int    // 1 not at all … 4 very well
	Work      string // would like to work: yes, maybe, no
	Interview bool
	Care      bool // would need childcare to work
	Words     string
	Contact   string // how to reach them for an interview, if they came without a ticket
}

// SurveyWorks are the answers to "would you like to work", in the order of the form.
var SurveyWorks = []string{"yes", "maybe", "no"}

// SurveyForm is a survey as typed.
type SurveyForm struct {
	Clear, Work, Words, Contact string
	Interview, Care             bool
}

// SurveyClears is how many steps "how clear was it" has.
const SurveyClears = 4

// Read reads the form. ticket tells that the answer comes by somebody's ticket, so
// that there is a way to reach them.
func (f SurveyForm) Read(ticket bool) (Survey, error) {
	var c fault.Check
	s := Survey{Work: f.Work, Interview: f.Interview, Care: f.Care, Words: text(f.Words), Contact: one(f.Contact)}
	s.Clear, _ = strconv.Atoi(f.Clear)
	c.When(s.Clear < 1 || s.Clear > SurveyClears, "clear", "outreach.survey.clear_missing")
	c.When(!slices.Contains(SurveyWorks, s.Work), "work", "outreach.survey.work_missing")
	c.When(!ticket && s.Interview && s.Contact == "", "contact", "outreach.survey.contact_missing")
	c.When(len([]rune(s.Words)) > wishesMost, "words", "outreach.signup.wishes_long", "n", wishesMost)
	c.When(len([]rune(s.Contact)) > nameMost*2, "contact", "outreach.signup.name_long", "n", nameMost*2)
	c.When(ja.LooksLikeMyNumber(f.Words), "words", "outreach.signup.my_number")
	return s, c.Err()
}

// surveyDays is how long after a seminar its survey can be answered.
const surveyDays = 30

// Surveying refuses a survey before its seminar began or long after it.
func (s Seminar) Surveying(now when.Instant) error {
	if !s.Visible() || now.Before(s.Starts) || s.Ends.Add(surveyDays*24*time.Hour).Before(now) {
		return fault.New(fault.Conflict, "outreach.survey.closed")
	}
	return nil
}
