package interviews

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Outcome is what comes of an interview.
type Outcome string

// The outcomes, in the order of the page.
const (
	ToBeWorker Outcome = "register"
	Practise   Outcome = "practise" // practise first
	Later      Outcome = "later"
	Elsewhere  Outcome = "other" // other help fits better
	Decline    Outcome = "decline"
)

// Outcomes are all outcomes.
var Outcomes = []Outcome{ToBeWorker, Practise, Later, Elsewhere, Decline}

// Networks and Computers are the answers to what there is at home.
var (
	Computers = []string{"own", "shared", "none"}
	Networks  = []string{"fibre", "mobile", "none"}
	Trials    = []string{"done", "help", "stopped", "not_tried"}
)

// Sheet is what was said in an interview, on one page. Nothing in it is required: a
// conversation is not a form. The confidential note is not part of it.
type Sheet struct {
	Motives, Hours, Household            string
	Computer, Network, Device            string // of Computers, of Networks, free words
	Skills, Trial, TrialNote, Impression string
	Note                                 string // first tier: whoever may hold interviews reads it
	Noted                                []Noted
	Confided                             bool // there is a note of the second tier
	Done                                 bool // the talk is over
	Version                              int
	By                                   string
	At                                   when.Instant
}

// Noted is what the talk and the trial showed of one skill of the catalogue: a level from 1
// to 3. What somebody only says of herself stands in Skills.
type Noted struct {
	Skill string
	Level int
}

// NotedMost is the highest level.
const NotedMost = 3

// Read cleans a sheet as typed; also is the confidential note, checked with it.
func (s Sheet) Read() (Sheet, error) {
	var c fault.Check
	for _, f := range []struct {
		name string
		v    *string
	}{{"motives", &s.Motives}, {"hours", &s.Hours}, {"household", &s.Household}, {"device", &s.Device}, {"skills", &s.Skills}, {"trial_note", &s.TrialNote},
		{"impression", &s.Impression}, {"sheet_note", &s.Note}} {
		*f.v = CleanText(&c, f.name, *f.v)
	}
	c.When(s.Computer != "" && !slices.Contains(Computers, s.Computer), "computer", "interviews.field.pick")
	c.When(s.Network != "" && !slices.Contains(Networks, s.Network), "network", "interviews.field.pick")
	c.When(s.Trial != "" && !slices.Contains(Trials, s.Trial), "trial", "interviews.field.pick")
	for _, n := range s.Noted {
		c.When(n.Level < 1 || n.Level > NotedMost, "noted_"+n.Skill, "interviews.field.pick")
	}
	return s, c.Err()
}

// CleanText trims a text and notes what is wrong with it: too long, or a My Number in it.
func CleanText(c *fault.Check, name, s string) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	c.When(len([]rune(s)) > textMost, name, "interviews.field.text_long", "n", textMost)
	c.When(ja.LooksLikeMyNumber(s), name, "interviews.field.my_number")
	return s
}

// Decision is an outcome with its letter and its follow-up, as typed.
type Decision struct {
	Outcome, Subject, Body string
	LaterOn, Where         string
}

// laterMost is how far ahead "later" may be, in days: within the year after which the
// file of somebody who did not register is erased.
const laterMost = 330

// Read cleans a decision.
func (d Decision) Read(today when.Date) (o Outcome, on when.Date, where string, err error) {
	var c fault.Check
	o = Outcome(d.Outcome)
	c.When(!slices.Contains(Outcomes, o), "outcome", "interviews.decide.outcome_missing")
	CheckLetter(&c, d.Subject, d.Body)
	if o == Later {
		on, err = when.ReadDate(d.LaterOn, today)
		c.When(err != nil, "later_on", "interviews.decide.later_form")
		c.When(err == nil && (!on.After(today) || on.Sub(today) > laterMost), "later_on", "interviews.decide.later_range", "n", laterMost/30)
	}
	if o == Elsewhere {
		where = CleanText(&c, "where", d.Where)
		c.When(where == "", "where", "interviews.decide.where_missing")
	}
	return o, on, where, c.Err()
}

// CheckLetter says what is wrong with a letter that staff edited.
func CheckLetter(c *fault.Check, subject, body string) {
	subject = strings.TrimSpace(subject)
	c.When(subject == "", "subject", "interviews.letter.subject_missing")
	c.When(len([]rune(subject)) > 80 || strings.ContainsAny(subject, "\r\n"), "subject", "interviews.letter.subject_long")
	c.When(strings.TrimSpace(body) == "", "body", "interviews.letter.body_missing")
	CleanText(c, "body", body)
}
