package outreach

import (
	"slices"
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Category is what an inquiry is about.
type Category string

// Categories, in the order in which people see them.
var Categories = []Category{"work", "order", "space", "migration", "tour", "other"}

// InquiryState is where an inquiry stands.
type InquiryState string

// The states of an inquiry.
const (
	InquiryOpen     InquiryState = "open"
	InquiryAnswered InquiryState = "answered"
	InquiryClosed   InquiryState = "closed"
)

// Inquiry is one question with what became of it.
type Inquiry struct {
	ID         string
	Category   Category
	Name       string
	Mail       string
	Phone      string // E.164
	Lang       string
	FirstWords string
	Owner      string // person id, "" for nobody yet
	OwnerName  string
	State      InquiryState
	Due        when.Instant // an answer was promised by then
	Source     string       // web or phone
	Version    int
	Made       when.Instant
	Thread     []Entry
}

// Overdue tells whether the promised time of an open inquiry has passed.
func (i Inquiry) Overdue(now when.Instant) bool {
	return i.State == InquiryOpen && !i.Due.IsZero() && now.After(i.Due)
}

// Entry is one thing in the thread of an inquiry. Kinds: asked, answer, note, call, taken, closed, reopened.
type Entry struct {
	No                int
	Kind, Actor, Body string
	MailState         string // of an answer: waiting, sent, failed; "" if it went by no mail
	At                when.Instant
}

// Public tells whether the asker may read an entry: notes and calls stay in the house.
func (e Entry) Public() bool { return e.Kind == "asked" || e.Kind == "answer" }

// InquiryForm is an inquiry as typed.
type InquiryForm struct {
	Category, Name, Mail, Phone, Text, Lang string
	Consent                                 bool
}

const askMost = 4000

// Read cleans an inquiry and says what is wrong with it. One way to answer is enough.
func (f InquiryForm) Read() (Inquiry, error) {
	var c fault.Check
	i := Inquiry{Category: Category(f.Category), Name: ja.Name(one(f.Name)), Lang: f.Lang, State: InquiryOpen}
	c.When(!slices.Contains(Categories, i.Category), "category", "outreach.inquiry.category_missing")
	c.When(i.Name == "", "name", "outreach.inquiry.name_missing")
	c.When(len([]rune(i.Name)) > nameMost, "name", "outreach.signup.name_long", "n", nameMost)
	var err error
	i.Mail, err = ja.Mail(f.Mail)
	c.When(err != nil, "mail", "outreach.inquiry.mail_form")
	i.Phone, err = ja.Phone(f.Phone)
	c.When(err != nil, "phone", "outreach.inquiry.phone_form")
	c.When(strings.TrimSpace(f.Mail) == "" && strings.TrimSpace(f.Phone) == "", "mail", "outreach.inquiry.way_missing")
	t := strings.TrimSpace(f.Text)
	c.When(t == "", "text", "outreach.inquiry.text_missing")
	c.When(len([]rune(t)) > askMost, "text", "outreach.inquiry.text_long", "n", askMost)
	c.When(ja.LooksLikeMyNumber(t), "text", "outreach.inquiry.my_number")
	c.When(!f.Consent, "consent", "outreach.inquiry.consent_missing")
	i.FirstWords = t
	return i, c.Err()
}

// Asked says that an inquiry came in.
type Asked struct {
	ID       string   `journal:"keep"`
	Category Category `journal:"keep"`
}

// Kind of the event.
func (e Asked) Kind() string { return "outreach.asked" }

// About is the inquiry.
func (e Asked) About() string { return e.ID }

// Answered says that staff answered an inquiry.
type Answered struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e Answered) Kind() string { return "outreach.answered" }

// About is the inquiry.
func (e Answered) About() string { return e.ID }

// InquiryStep says that an inquiry was taken, noted, called about, closed or opened again.
type InquiryStep struct {
	ID   string `journal:"keep"`
	Step string `journal:"keep"`
}

// Kind of the event.
func (e InquiryStep) Kind() string { return "outreach.inquiry_" + e.Step }

// About is the inquiry.
func (e InquiryStep) About() string { return e.ID }

// inquirySteps are what staff do with an inquiry besides answering.
var inquirySteps = []string{"note", "call", "taken", "closed", "reopened"}

func inquiryEvents() []event.Event {
	out := []event.Event{Asked{}, Answered{}}
	for _, s := range inquirySteps {
		out = append(out, InquiryStep{Step: s})
	}
	return out
}
