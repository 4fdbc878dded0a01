package workers

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/when"
)

// Asked says that somebody was sent, or given on paper, the link of their registration.
type Asked struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
	Name   string `journal:"mask"`
}

// Kind of the event.
func (e Asked) Kind() string { return "workers.asked" }

// About is the worker.
func (e Asked) About() string { return e.Worker }

// Filled says that a part of a file was written, first or anew.
type Filled struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
	Part   Part   `journal:"keep"`
}

// Kind of the event.
func (e Filled) Kind() string { return "workers.filled" }

// About is the worker.
func (e Filled) About() string { return e.Worker }

// Agreed says that somebody agreed to a text.
type Agreed struct {
	Worker  string      `journal:"keep"`
	No      int         `journal:"keep"`
	Text    ConsentKind `journal:"keep"`
	Version string      `journal:"keep"`
	Hash    string      `journal:"keep"`
	How     How         `journal:"keep"`
}

// Kind of the event.
func (e Agreed) Kind() string { return "workers.agreed" }

// About is the worker.
func (e Agreed) About() string { return e.Worker }

// Revealed says that somebody looked at a sealed entry, and why.
type Revealed struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
	Part   string `journal:"keep"`
	Reason string `journal:"keep"`
}

// Kind of the event.
func (e Revealed) Kind() string { return "workers.revealed" }

// About is the worker.
func (e Revealed) About() string { return e.Worker }

// Planned says that a change of state was set for a later day, or taken back.
type Planned struct {
	Worker string    `journal:"keep"`
	No     int       `journal:"keep"`
	State  State     `journal:"keep"`
	On     when.Date `journal:"keep"`
}

// Kind of the event.
func (e Planned) Kind() string { return "workers.planned" }

// About is the worker.
func (e Planned) About() string { return e.Worker }

// Erased says that something of somebody who left is gone.
type Erased struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
	What   string `journal:"keep"`
}

// Kind of the event.
func (e Erased) Kind() string { return "workers.erased" }

// About is the worker.
func (e Erased) About() string { return e.Worker }

// Confirmed says that a worker looked the file over and found it right.
type Confirmed struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
}

// Kind of the event.
func (e Confirmed) Kind() string { return "workers.confirmed" }

// About is the worker.
func (e Confirmed) About() string { return e.Worker }

// ProtectionChecked says that the hub ended somebody who is protected after a complaint or
// report, and that whoever did it says it has nothing to do with that.
type ProtectionChecked struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
}

// Kind of the event.
func (e ProtectionChecked) Kind() string { return "workers.protection_checked" }

// About is the worker.
func (e ProtectionChecked) About() string { return e.Worker }

// PostcodesLoaded says that the table of postcodes was replaced.
type PostcodesLoaded struct {
	Lines int       `journal:"keep"`
	AsOf  when.Date `journal:"keep"`
}

// Kind of the event.
func (e PostcodesLoaded) Kind() string { return "workers.postcodes_loaded" }

// About is no one thing.
func (e PostcodesLoaded) About() string { return "" }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Stepped{}, Asked{}, Filled{}, Agreed{}, Revealed{}, Planned{}, Erased{}, Confirmed{}, ProtectionChecked{}, ClausesSaved{}, PostcodesLoaded{}}
}
