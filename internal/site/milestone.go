package site

import (
	"regexp"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Exact is how exactly a date is known.
type Exact string

// How exactly: what happened long ago is often known by its year only.
const (
	ToTheYear  Exact = "year"
	ToTheMonth Exact = "month"
	ToTheDay   Exact = "day"
)

// Milestone is something that happened to the hub, for its history.
type Milestone struct {
	Entry
	On           string // as typed: "2025", "2025年6月", "令和7年6月14日"
	Day          when.Date
	Exact        Exact
	Text, TextEN string
}

// Check cleans a milestone, reads its date and says what is wrong with it.
func (m *Milestone) Check(today when.Date) error {
	var c fault.Check
	m.Entry.check(&c)
	texts(&c, map[string]*string{"text": &m.Text, "text_en": &m.TextEN})
	var err error
	if m.Day, m.Exact, err = ReadDay(m.On, today); err != nil {
		c.Add("on", "site.field.day_form")
	}
	c.When(m.Text == "", "text", "site.field.text_missing")
	return c.Err()
}

// Label is the text of a milestone.
func (m *Milestone) Label() string { return m.Text }

// withYear is how a date begins that names its year: in four digits, or by its era.
var withYear = regexp.MustCompile(`^(\d{4}|\D)`)

// ReadDay reads a date that may be known to the month or the year only, in the forms
// people write it. Missing parts become the first of the month or of the year.
func ReadDay(s string, today when.Date) (when.Date, Exact, error) {
	s = ja.FoldNumber(s)
	if !withYear.MatchString(s) {
		return when.Date{}, "", when.ErrDate
	}
	if d, err := when.ReadDate(s, today); err == nil {
		return d, ToTheDay, nil
	}
	sep := ""
	if last := s[len(s)-1]; last >= '0' && last <= '9' {
		sep = "-"
	}
	// The last days are tried, because the first month and year of an era begin late.
	if d, err := when.ReadDate(s+sep+"28", today); err == nil {
		return when.On(d.Year(), d.Month(), 1), ToTheMonth, nil
	}
	if d, err := when.ReadDate(s+sep+"12-31", today); err == nil {
		return when.On(d.Year(), 1, 1), ToTheYear, nil
	}
	return when.Date{}, "", when.ErrDate
}

// Typed is the date as a form shows it again: "2025", "2025-06" or "2025-06-14".
func (m *Milestone) Typed() string {
	switch s := m.Day.String(); m.Exact {
	case ToTheYear:
		return s[:4]
	case ToTheMonth:
		return s[:7]
	default:
		return s
	}
}
