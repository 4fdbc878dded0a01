// Package dispatch decides who is asked for which work, when an order is ready, and whether
// another can be taken. It turns what the houses below know into a problem for lib/plan and
// its answer back into proposals; people decide. The books are in dispatchstore.
//
// Nobody's absences, refusals or hand-backs are a fact here: the types have no field for
// them. What is closed is an offer, never a person.
package dispatch

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MaySee who.Permission = "dispatch.see" // the board, and whether an order can be taken
	MayRun who.Permission = "dispatch.run" // plan, pin, send offers out
	MayOwn who.Permission = "dispatch.own" // a worker's own: why work came or did not
	MaySet who.Permission = "dispatch.set" // whether clients are told a day before they ask
)

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Planned{}, Sent{}, Shrunk{}, Pinned{}, Pinned{Ended: true}, DaysSet{}, DaysSet{On: true}, Told{}, Told{Promise: when.MustDate("2026-04-01")}}
}

// Planned says that a plan was made.
type Planned struct {
	No        int    `journal:"keep"`
	Cause     string `journal:"keep"`
	Proposals int    `journal:"keep"`
	Late      int    `journal:"keep"` // orders that would not be ready as promised
}

// Kind of the event.
func (e Planned) Kind() string { return "dispatch.planned" }

// About is the plan.
func (e Planned) About() string { return "" }

// Sent says that the proposals of a plan were accepted and go out as offers.
type Sent struct {
	No     int `journal:"keep"`
	Offers int `journal:"keep"`
	Orders int `journal:"keep"`
}

// Kind of the event.
func (e Sent) Kind() string { return "dispatch.sent" }

// About is the plan.
func (e Sent) About() string { return "" }

// Shrunk says that offers lost some of their units, or all: there is no time for them any more.
// Whose they were is not noted.
type Shrunk struct {
	No     int `journal:"keep"`
	Offers int `journal:"keep"`
}

// Kind of the event.
func (e Shrunk) Kind() string { return "dispatch.shrunk" }

// About is the plan.
func (e Shrunk) About() string { return "" }

// Pinned says that somebody decided who does a part of an order, or took that back.
type Pinned struct {
	Order  string `journal:"keep"`
	Worker string `journal:"keep"`
	Units  int    `journal:"keep"`
	Ended  bool   `journal:"keep"`
}

// Kind of the event.
func (e Pinned) Kind() string {
	if e.Ended {
		return "dispatch.unpinned"
	}
	return "dispatch.pinned"
}

// About is the order.
func (e Pinned) About() string { return e.Order }
