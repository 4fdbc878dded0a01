// Package workers is who is registered at the hub and takes work from it: their file,
// their status as records, how they found the hub. It holds the rules; the books are
// in workersstore. An account (who can sign in) is the house people's business; a
// worker without mail has none.
package workers

import (
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MayCount  who.Permission = "workers.count"  // figures without names
	MaySee    who.Permission = "workers.see"    // who is registered, and their contacts
	MayKeep   who.Permission = "workers.keep"   // act for a worker: register, correct, pause
	MayReveal who.Permission = "workers.reveal" // sealed entries: bank account, address, birth date; each look is journalled
	MaySelf   who.Permission = "workers.self"   // one's own file
	MayEnter  who.Permission = "workers.enter"  // fill in one's registration by its link; visitors have it
)

// State is where somebody stands with the hub.
type State string

// The states.
const (
	Registering State = "registering" // has a link, has not signed yet
	Registered  State = "registered"
	Paused      State = "paused" // by own wish
	Left        State = "left"
	Hired       State = "hired" // as the operator's staff (S48): no commissions for the same duties any more
)

// Working tells whether somebody in this state can be offered work. Whether the basic
// contract is signed is a record of its own, and asked before work is opened.
func (s State) Working() bool { return s == Registered }

// Worker is what every house may know of a worker. Sealed entries are not here.
type Worker struct {
	ID           string
	No           int    // "W-0042"
	Person       string // account, "" without one
	Name, Kana   string // as typed; katakana
	CodeName     string // what clients see instead of the name
	Mail, Phone  string
	Lang         string
	State        State
	From         when.Date // since when in this state
	ReferralCode string
	ReferredBy   string // worker id, "" unknown
	Version      int
	Made         when.Instant
}

// Step is one change of state, as recorded.
type Step struct {
	State  State
	From   when.Date
	Reason string
	MadeBy string
	Made   when.Instant
}

// Stepped says that a worker's state changed.
type Stepped struct {
	Worker string    `journal:"keep"`
	No     int       `journal:"keep"`
	State  State     `journal:"keep"`
	From   when.Date `journal:"keep"`
	Name   string    `journal:"mask"`
}

// Kind of the event.
func (e Stepped) Kind() string { return "workers.stepped" }

// About is the worker.
func (e Stepped) About() string { return e.Worker }
