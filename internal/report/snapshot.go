package report

import (
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// Step is what becomes of a snapshot. The figures in it never change.
type Step string

// The steps: the city has looked at it; it went to its addressee; it stands on the public
// page; it stands there no longer.
const (
	Confirmed Step = "confirmed"
	Submitted Step = "submitted"
	Published Step = "published"
	Withdrawn Step = "withdrawn"
)

// Snapshot is a report as it was written down.
type Snapshot struct {
	ID, Title, To string
	No            int
	Body          Body
	Hash          string
	MadeBy        string
	Made          when.Instant
	State         Step // what was done last, "" nothing yet
	StateAt       when.Instant
	Sent, Public  bool
}

// May tells whether a step can be taken now.
func (s Snapshot) May(x Step) bool {
	switch x {
	case Confirmed:
		return s.State == ""
	case Submitted:
		return s.State != "" && !s.Sent
	case Published:
		return s.State != "" && !s.Public
	case Withdrawn:
		return s.Public
	}
	return false
}

// Recount is one time a snapshot was counted again.
type Recount struct {
	Hash string
	Same bool
	By   string
	At   when.Instant
}

const (
	titleMost = 80
	toMost    = 80
)

// FreezeForm is a snapshot as asked for.
type FreezeForm struct{ Title, To, On string }

// Freeze is a snapshot that can be made.
type Freeze struct {
	Title, To string
	On        when.Date
}

// Read cleans the form and says what is wrong with it.
func (f FreezeForm) Read(today when.Date) (Freeze, error) {
	var c fault.Check
	x := Freeze{Title: strings.TrimSpace(f.Title), To: strings.TrimSpace(f.To)}
	c.When(x.Title == "", "title", "report.field.title_missing")
	c.When(len([]rune(x.Title)) > titleMost, "title", "report.field.too_long", "n", titleMost)
	c.When(len([]rune(x.To)) > toMost, "to", "report.field.too_long", "n", toMost)
	d, err := when.ReadDate(f.On, today)
	c.When(err != nil, "on", "report.field.day_form")
	c.When(err == nil && d.After(today), "on", "report.field.day_future")
	x.On = d
	return x, c.Err()
}
