package skills

import (
	"slices"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Source is where the knowledge of a skill comes from.
type Source string

// The sources, the least certain first.
const (
	Declared  Source = "declared" // the worker says so
	Interview Source = "interview"
	Test      Source = "test"
	Work      Source = "work" // accepted work
)

// Sources in the order of trust, the least certain first.
var Sources = []Source{Declared, Interview, Test, Work}

// trust is how far a source is believed.
func (s Source) trust() int { return slices.Index(Sources, s) }

// Evidence is one reason to believe that somebody has a skill at a level.
type Evidence struct {
	ID, Skill  string
	Level      int
	Source     Source
	Note       string
	On         when.Date
	MadeBy     string
	Made       when.Instant
	Voided     when.Instant // recorded by mistake: kept, and counts no more
	VoidReason string
}

// Level is what somebody's evidence of one skill says now.
type Level struct {
	Skill  string
	Level  int // 0: nothing known
	Source Source
	Since  when.Date
}

// LevelNow is the rule: the most trusted source speaks, and of that source its newest
// word. What was said by mistake does not count. Newer words of a weaker source never
// undo a stronger one: a test passed is not lost by modesty, nor passed by boasting.
func LevelNow(all []Evidence) (l Level) {
	var best Evidence
	for _, e := range all {
		if !e.Voided.IsZero() {
			continue
		}
		if l.Level == 0 || newer(e, best) {
			best, l = e, Level{Skill: e.Skill, Level: e.Level, Source: e.Source, Since: e.On}
		}
	}
	return l
}

// newer tells whether e speaks louder than b.
func newer(e, b Evidence) bool {
	if e.Source != b.Source {
		return e.Source.trust() > b.Source.trust()
	}
	if e.On != b.On {
		return e.On.After(b.On)
	}
	return e.Made.After(b.Made)
}

// EvidenceForm is a piece of evidence as typed by staff.
type EvidenceForm struct{ Skill, Level, Source, On, Note string }

const noteMost = 200

// Read cleans the form. Accepted work is no source that is typed: work itself tells it.
func (f EvidenceForm) Read(today when.Date) (Evidence, error) {
	var c fault.Check
	e := Evidence{Skill: f.Skill, Source: Source(f.Source), Note: one(f.Note), On: today}
	c.When(f.Skill == "", "skill", "skills.evidence.skill_missing")
	e.Level = ReadLevel(&c, f.Level)
	c.When(e.Source != Interview && e.Source != Test && e.Source != Declared, "source", "skills.evidence.source_missing")
	if f.On != "" {
		d, err := when.ReadDate(f.On, today)
		c.When(err != nil, "on", "skills.form.date")
		c.When(err == nil && d.After(today), "on", "skills.evidence.future")
		e.On = d
	}
	c.When(long(e.Note, noteMost), "note", "skills.form.long", "n", noteMost)
	c.When(ja.LooksLikeMyNumber(e.Note), "note", "skills.form.my_number")
	return e, c.Err()
}

// ReadLevel reads a level from 1 to LevelMost.
func ReadLevel(c *fault.Check, s string) int {
	n, err := strconv.Atoi(s)
	c.When(err != nil || n < 1 || n > LevelMost, "level", "skills.evidence.level_missing")
	return n
}

// Speed is how fast somebody does one piece of a skill's work, measured on accepted work.
type Speed struct {
	Skill       string
	SecondsEach int
	Pieces      int // on how many pieces it rests
	Sure        int // percent
	Measured    when.Instant
}

// EvidenceAdded says that something was learned about a worker's skill.
type EvidenceAdded struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
	Skill  string `journal:"keep"`
	Name   string `journal:"keep"`
	Level  int    `journal:"keep"`
	Source Source `journal:"keep"`
}

// Kind of the event.
func (e EvidenceAdded) Kind() string { return "skills.evidence_added" }

// About is the worker.
func (e EvidenceAdded) About() string { return e.Worker }

// EvidenceVoided says that a record of a skill was a mistake.
type EvidenceVoided struct {
	Worker   string `journal:"keep"`
	No       int    `journal:"keep"`
	Evidence string `journal:"keep"`
	Reason   string `journal:"drop"`
}

// Kind of the event.
func (e EvidenceVoided) Kind() string { return "skills.evidence_voided" }

// About is the worker.
func (e EvidenceVoided) About() string { return e.Worker }
