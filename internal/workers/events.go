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
	return []event.Event{Stepped{}, Asked{}, Filled{}, Agreed{}, Revealed{}, Planned{}, Erased{}, Confirmed{}, ProtectionChecked{}, ClausesSaved{}, PostcodesLoaded{}, Entered{}, ListRead{}, ListCommitted{}, ListErased{}, RowDecided{}}
}

// Entered says that somebody was registered from an office's list. It is an event
// of its own: thousands come at once, and nothing they have needs counting anew.
type Entered struct {
	Worker string    `journal:"keep"`
	No     int       `journal:"keep"`
	From   when.Date `journal:"keep"`
	Import string    `journal:"keep"`
	Name   string    `journal:"mask"`
}

// Kind of the event.
func (e Entered) Kind() string { return "workers.entered" }

// About is the worker.
func (e Entered) About() string { return e.Worker }

// ListCommitted says that an office's list was taken into the books, and how.
type ListCommitted struct {
	Import string `journal:"keep"`
	Made   int    `journal:"keep"`
	Filled int    `journal:"keep"`
	Left   int    `journal:"keep"`
}

// Kind of the event.
func (e ListCommitted) Kind() string { return "workers.list_committed" }

// About is the import.
func (e ListCommitted) About() string { return e.Import }

// ListRead says that an office's list was uploaded: how many rows, nothing of them.
type ListRead struct {
	Import string `journal:"keep"`
	Rows   int    `journal:"keep"`
}

// Kind of the event.
func (e ListRead) Kind() string { return "workers.list_read" }

// About is the import.
func (e ListRead) About() string { return e.Import }

// ListErased says that nothing of an office's list is kept any more but the numbers.
type ListErased struct {
	Import string `journal:"keep"`
}

// Kind of the event.
func (e ListErased) Kind() string { return "workers.list_erased" }

// About is the import.
func (e ListErased) About() string { return e.Import }

// RowDecided says that a row of a list is left out, taken back or decided as a double.
type RowDecided struct {
	Import string    `journal:"keep"`
	Line   int       `journal:"keep"`
	To     MarkState `journal:"keep"`
}

// Kind of the event.
func (e RowDecided) Kind() string { return "workers.row_decided" }

// About is the import.
func (e RowDecided) About() string { return e.Import }
