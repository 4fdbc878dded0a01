// Package report is what the town, the operator and those who gave money are told in
// figures: what is counted and how, what was aimed at, what may be shown in public, and
// snapshots that can be counted again. The books it counts are other houses'; it keeps
// only targets and snapshots, and knows nobody's name.
package report

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MaySee    who.Permission = "report.see"    // figures without people
	MayFreeze who.Permission = "report.freeze" // snapshots, and what is made public of them
	MayAim    who.Permission = "report.aim"    // targets of a fiscal year
	MayRead   who.Permission = "report.read"   // what was made public; visitors have it
)

// Aimed says that the targets of a fiscal year were set.
type Aimed struct {
	Year    int `journal:"keep"`
	Targets int `journal:"keep"`
}

// Kind of the event.
func (e Aimed) Kind() string { return "report.aimed" }

// About is nobody: a year is no thing of its own.
func (e Aimed) About() string { return "" }

// Frozen says that figures were written down as they stood.
type Frozen struct {
	ID   string `journal:"keep"`
	No   int    `journal:"keep"`
	On   string `journal:"keep"`
	Hash string `journal:"keep"`
}

// Kind of the event.
func (e Frozen) Kind() string { return "report.frozen" }

// About is the snapshot.
func (e Frozen) About() string { return e.ID }

// Rerun says that a snapshot was counted again, and whether it came out the same.
type Rerun struct {
	ID   string `journal:"keep"`
	No   int    `journal:"keep"`
	Same bool   `journal:"keep"`
}

// Kind of the event.
func (e Rerun) Kind() string {
	if e.Same {
		return "report.counted_same"
	}
	return "report.counted_other"
}

// About is the snapshot.
func (e Rerun) About() string { return e.ID }

// Moved says what became of a snapshot.
type Moved struct {
	ID   string `journal:"keep"`
	No   int    `journal:"keep"`
	What Step   `journal:"keep"`
}

// Kind of the event.
func (e Moved) Kind() string { return "report." + string(e.What) }

// About is the snapshot.
func (e Moved) About() string { return e.ID }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Aimed{}, Frozen{}, Rerun{Same: true}, Rerun{}, Moved{What: Confirmed}, Moved{What: Submitted}, Moved{What: Published}, Moved{What: Withdrawn}}
}
