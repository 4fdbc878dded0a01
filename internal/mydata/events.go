package mydata

import "hiroba/internal/base/event"

// Asked says that somebody asked to be told all the hub holds about them.
type Asked struct {
	Export string `journal:"keep"`
}

// Kind of the event.
func (e Asked) Kind() string { return "mydata.asked" }

// About is the export.
func (e Asked) About() string { return e.Export }

// Taken says that somebody took one of the files of an export.
type Taken struct {
	Export string `journal:"keep"`
	File   string `journal:"keep"` // json or pdf
}

// Kind of the event.
func (e Taken) Kind() string { return "mydata.taken" }

// About is the export.
func (e Taken) About() string { return e.Export }

// Printed says that staff printed somebody's data for them.
type Printed struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
	Reason string `journal:"keep"`
}

// Kind of the event.
func (e Printed) Kind() string { return "mydata.printed" }

// About is the worker.
func (e Printed) About() string { return e.Worker }

// Requested says that somebody asked to have their data mended or erased.
type Requested struct {
	ID   string `journal:"keep"`
	What Kind   `journal:"keep"`
}

// Kind of the event.
func (e Requested) Kind() string { return "mydata.requested" }

// About is the request.
func (e Requested) About() string { return e.ID }

// Settled says how a request ended.
type Settled struct {
	ID    string `journal:"keep"`
	What  Kind   `journal:"keep"`
	State State  `journal:"keep"`
}

// Kind of the event.
func (e Settled) Kind() string { return "mydata.settled" }

// About is the request.
func (e Settled) About() string { return e.ID }

// Forgotten says that somebody's data were erased in all houses; Held is how many rows
// wait for a later day.
type Forgotten struct {
	ID   string `journal:"keep"`
	Held int    `journal:"keep"`
}

// Kind of the event.
func (e Forgotten) Kind() string { return "mydata.forgotten" }

// About is the request.
func (e Forgotten) About() string { return e.ID }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Asked{}, Taken{}, Printed{}, Requested{}, Settled{}, Forgotten{}}
}
