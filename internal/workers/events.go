package workers

import "hiroba/internal/base/event"

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

// Events are all the house's events.
func Events() []event.Event { return []event.Event{Stepped{}, Asked{}} }
