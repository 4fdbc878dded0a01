package skills

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// School is one whose holidays the hub keeps.
type School struct {
	ID           string
	Name, NameEN string
	Retired      when.Instant
	Breaks       []Break
}

// Break is one holiday of a school.
type Break struct {
	ID           string
	Name, NameEN string
	Period
}

// SchoolForm is a school as typed.
type SchoolForm struct{ Name, NameEN string }

// Read cleans the form.
func (f SchoolForm) Read() (School, error) {
	var c fault.Check
	s := School{Name: one(f.Name), NameEN: one(f.NameEN)}
	c.When(s.Name == "", "name", "skills.school.name_missing")
	c.When(long(s.Name, nameMost), "name", "skills.form.long", "n", nameMost)
	c.When(long(s.NameEN, nameMost), "name_en", "skills.form.long", "n", nameMost)
	return s, c.Err()
}

// BreakForm is a holiday as typed.
type BreakForm struct{ School, Name, NameEN, From, To string }

// breakMost is the longest holiday, in days: longer ones are a slip of the pen.
const breakMost = 100

// Read cleans the form.
func (f BreakForm) Read(today when.Date) (Break, error) {
	var c fault.Check
	b := Break{Name: one(f.Name), NameEN: one(f.NameEN)}
	c.When(b.Name == "", "break_name", "skills.school.break_name_missing")
	c.When(long(b.Name, nameMost), "break_name", "skills.form.long", "n", nameMost)
	b.Period = readPeriod(&c, f.From, f.To, today)
	return b, c.Err()
}

// readPeriod reads "from" and "to"; an empty "to" is the same day.
func readPeriod(c *fault.Check, from, to string, today when.Date) (p Period) {
	var e1, e2 error
	p.From, e1 = when.ReadDate(from, today)
	c.When(e1 != nil, "from", "skills.form.date")
	p.To = p.From
	if to != "" {
		p.To, e2 = when.ReadDate(to, today)
		c.When(e2 != nil, "to", "skills.form.date")
	}
	if e1 == nil && e2 == nil {
		c.When(p.To.Before(p.From), "to", "skills.form.period_order")
		c.When(p.To.Sub(p.From) > breakMost, "to", "skills.form.period_long", "n", breakMost)
		c.When(p.To.Before(today), "to", "skills.form.period_past")
	}
	return p
}

// ReadOff reads days somebody plans to take off.
func ReadOff(from, to string, today when.Date) (Period, error) {
	var c fault.Check
	p := readPeriod(&c, from, to, today)
	return p, c.Err()
}

// SchoolSaved says that a school was added or left out.
type SchoolSaved struct {
	School string `journal:"keep"`
	Name   string `journal:"keep"`
}

// Kind of the event.
func (e SchoolSaved) Kind() string { return "skills.school_saved" }

// About is the school.
func (e SchoolSaved) About() string { return e.School }

// BreakSaved says that a school's holiday was added or taken back.
type BreakSaved struct {
	School string    `journal:"keep"`
	Name   string    `journal:"keep"`
	From   when.Date `journal:"keep"`
	To     when.Date `journal:"keep"`
}

// Kind of the event.
func (e BreakSaved) Kind() string { return "skills.break_saved" }

// About is the school.
func (e BreakSaved) About() string { return e.School }
