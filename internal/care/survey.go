package care

import (
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// SurveyState is where a survey stands.
type SurveyState string

// The states of a survey.
const (
	Draft      SurveyState = "draft"
	SurveyOpen SurveyState = "open"
	SurveyOver SurveyState = "closed"
)

// Question is one question of a survey.
type Question struct {
	Kind    string // scale (1 to 5), choice, text
	Label   string
	Choices []string
}

// QuestionKinds in the order of the form.
var QuestionKinds = []string{"scale", "choice", "text"}

// Survey is a few questions to all who work here.
type Survey struct {
	ID, Title, Lead string
	Named           bool // answers carry the worker's name; the form says so
	State           SurveyState
	Closes          when.Date
	MadeBy          string
	Made, Sent      when.Instant
	Version         int
	Questions       []Question
	Asked, Answered int
}

// QuestionsMost keeps a survey short: two minutes on a phone.
const QuestionsMost = 8

// SurveyForm is a survey as typed. A question without a label is left out.
type SurveyForm struct {
	Title, Lead, Closes string
	Named               bool
	Questions           []QuestionForm
}

// QuestionForm is a question as typed; choices stand on a line each.
type QuestionForm struct{ Kind, Label, Choices string }

// Read cleans a survey and says what is wrong with it.
func (f SurveyForm) Read(today when.Date) (Survey, error) {
	var c fault.Check
	s := Survey{Title: strings.TrimSpace(f.Title), Lead: words(&c, "lead", f.Lead, false), Named: f.Named, State: Draft}
	c.When(s.Title == "", "title", "care.field.title_missing")
	c.When(len([]rune(s.Title)) > 80, "title", "care.field.title_long")
	s.Closes = date(&c, "closes", strings.TrimSpace(f.Closes), today)
	c.When(strings.TrimSpace(f.Closes) == "", "closes", "care.field.date_form")
	c.When(!s.Closes.IsZero() && !s.Closes.After(today), "closes", "care.field.closes_past")
	for i, q := range f.Questions {
		q.read(&c, strconv.Itoa(i+1), &s)
	}
	c.When(len(s.Questions) == 0, "label1", "care.field.question_missing")
	return s, c.Err()
}

func (q QuestionForm) read(c *fault.Check, no string, s *Survey) {
	x := Question{Kind: q.Kind, Label: strings.TrimSpace(q.Label)}
	if x.Label == "" {
		return
	}
	c.When(len([]rune(x.Label)) > 200, "label"+no, "care.field.title_long")
	c.When(!slices.Contains(QuestionKinds, x.Kind), "kind"+no, "care.field.question_kind")
	for _, l := range strings.Split(q.Choices, "\n") {
		if l = strings.TrimSpace(l); l != "" && x.Kind == "choice" {
			x.Choices = append(x.Choices, l)
		}
	}
	c.When(x.Kind == "choice" && (len(x.Choices) < 2 || len(x.Choices) > 10), "choices"+no, "care.field.choices_few")
	s.Questions = append(s.Questions, x)
}

// ReadAnswers cleans one sheet of answers; any question may be left out, but not all.
func (s Survey) ReadAnswers(typed []string) ([]string, error) {
	var c fault.Check
	out := make([]string, len(s.Questions))
	some := false
	for i, q := range s.Questions {
		if i >= len(typed) {
			break
		}
		v, field := strings.TrimSpace(typed[i]), "q"+strconv.Itoa(i+1)
		switch {
		case v == "":
		case q.Kind == "text":
			v = words(&c, field, v, false)
		case q.Kind == "scale":
			c.When(!slices.Contains([]string{"1", "2", "3", "4", "5"}, v), field, "care.field.answer_form")
		default:
			c.When(!slices.Contains(q.Choices, v), field, "care.field.answer_form")
		}
		out[i] = v
		some = some || v != ""
	}
	c.When(!some, "q1", "care.field.answer_missing")
	return out, c.Err()
}

// Tally is what was answered to one question.
type Tally struct {
	Question
	Answers int
	Counts  []Count
	Texts   []string // free words, in no order that tells who
}

// Count is how many gave one answer.
type Count struct {
	Label string
	N     int
}

// Mean of a scale, times ten: 38 is 3.8; 0 where nobody answered.
func (t Tally) Mean() int {
	sum := 0
	for _, c := range t.Counts {
		n, _ := strconv.Atoi(c.Label)
		sum += 10 * n * c.N
	}
	if t.Answers == 0 {
		return 0
	}
	return (sum + t.Answers/2) / t.Answers
}

// TallyLeast is from how many sheets on the results of an anonymous survey are shown:
// fewer could tell who said what (domain: cells under five persons are masked).
const TallyLeast = 5

// Shown tells whether results may be shown yet.
func (s Survey) Shown() bool { return s.Named || s.Answered >= TallyLeast }

// TallyUp counts sheets, each with one value per question; "" is no answer.
func (s Survey) TallyUp(sheets [][]string) []Tally {
	out := make([]Tally, len(s.Questions))
	for i, q := range s.Questions {
		t := Tally{Question: q}
		labels := q.Choices
		if q.Kind == "scale" {
			labels = []string{"1", "2", "3", "4", "5"}
		}
		at := map[string]int{}
		for j, l := range labels {
			t.Counts = append(t.Counts, Count{Label: l})
			at[l] = j
		}
		for _, sheet := range sheets {
			if i >= len(sheet) || sheet[i] == "" {
				continue
			}
			t.Answers++
			if j, ok := at[sheet[i]]; ok {
				t.Counts[j].N++
			} else if q.Kind == "text" {
				t.Texts = append(t.Texts, sheet[i])
			}
		}
		slices.Sort(t.Texts)
		out[i] = t
	}
	return out
}

// SurveySaved says that a survey was written.
type SurveySaved struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e SurveySaved) Kind() string { return "care.survey_saved" }

// About is the survey.
func (e SurveySaved) About() string { return e.ID }

// SurveySent says that workers were asked.
type SurveySent struct {
	ID     string `journal:"keep"`
	People int    `journal:"keep"`
}

// Kind of the event.
func (e SurveySent) Kind() string { return "care.survey_sent" }

// About is the survey.
func (e SurveySent) About() string { return e.ID }

// SurveyClosed says that a survey takes no more answers.
type SurveyClosed struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e SurveyClosed) Kind() string { return "care.survey_closed" }

// About is the survey.
func (e SurveyClosed) About() string { return e.ID }

// SurveyAnswered says that a sheet came in; never whose.
type SurveyAnswered struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e SurveyAnswered) Kind() string { return "care.survey_answered" }

// About is the survey.
func (e SurveyAnswered) About() string { return e.ID }
