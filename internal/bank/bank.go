// Package bank is how money leaves the hub and comes to it: runs of transfers that two
// persons make, the bank's answers to them, incoming payments, and the tax withheld on the
// way. It holds the rules; the books are in bankstore.
package bank

import (
	"cmp"

	"hiroba/internal/base/event"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
)

// What may be done here.
const (
	MaySee  who.Permission = "bank.see"  // runs, incoming payments, lists
	MayKeep who.Permission = "bank.keep" // prepare, approve what another prepared, make files, read answers
	MaySet  who.Permission = "bank.set"  // the hub's own account
)

// Prepared says that somebody put a run together.
type Prepared struct {
	Run   string     `journal:"keep"`
	No    int        `journal:"keep"`
	Count int        `journal:"keep"`
	Sum   yen.Amount `journal:"keep"`
	PayOn when.Date  `journal:"keep"`
}

// Kind of the event.
func (e Prepared) Kind() string { return "bank.prepared" }

// About is the run.
func (e Prepared) About() string { return e.Run }

// Approved says that a second person approved a run.
type Approved struct {
	Run string `journal:"keep"`
	No  int    `journal:"keep"`
}

// Kind of the event.
func (e Approved) Kind() string { return "bank.approved" }

// About is the run.
func (e Approved) About() string { return e.Run }

// Stuck says that the making or the settling of a run cannot go on by itself.
type Stuck struct {
	Run string `journal:"keep"`
	No  int    `journal:"keep"`
}

// Kind of the event.
func (e Stuck) Kind() string { return "bank.stuck" }

// About is the run.
func (e Stuck) About() string { return e.Run }

// Dropped says that a run was given up.
type Dropped struct {
	Run    string `journal:"keep"`
	No     int    `journal:"keep"`
	Reason string `journal:"keep"`
}

// Kind of the event.
func (e Dropped) Kind() string { return "bank.dropped" }

// About is the run.
func (e Dropped) About() string { return e.Run }

// Filed says that the bank's file of a run was made, for the how-manieth time.
type Filed struct {
	Run    string     `journal:"keep"`
	No     int        `journal:"keep"`
	Count  int        `journal:"keep"`
	Sum    yen.Amount `journal:"keep"`
	SHA256 string     `journal:"keep"`
	Times  int        `journal:"keep"`
}

// Kind of the event.
func (e Filed) Kind() string { return "bank.filed" }

// About is the run.
func (e Filed) About() string { return e.Run }

// Taken says that somebody took a run's file out of the house.
type Taken struct {
	Run string `journal:"keep"`
	No  int    `journal:"keep"`
}

// Kind of the event.
func (e Taken) Kind() string { return "bank.taken" }

// About is the run.
func (e Taken) About() string { return e.Run }

// Settled says what became of transfers of a run.
type Settled struct {
	Run    string `journal:"keep"`
	No     int    `journal:"keep"`
	Paid   int    `journal:"keep"`
	Failed int    `journal:"keep"`
}

// Kind of the event.
func (e Settled) Kind() string { return "bank.settled" }

// About is the run.
func (e Settled) About() string { return e.Run }

// Reasoned says that somebody wrote anew why a transfer came back.
type Reasoned struct {
	Run      string `journal:"keep"`
	No       int    `journal:"keep"`
	Transfer int    `journal:"keep"`
	Reason   Reason `journal:"keep"`
}

// Kind of the event.
func (e Reasoned) Kind() string { return "bank.reasoned" }

// About is the run.
func (e Reasoned) About() string { return e.Run }

// ProfileSet says that the hub's own account or its bank's form was changed.
type ProfileSet struct {
	No   int    `journal:"keep"`
	Mark string `journal:"mask"`
}

// Kind of the event.
func (e ProfileSet) Kind() string { return "bank.profile_set" }

// About is the hub itself.
func (e ProfileSet) About() string { return "bank" }

// Imported says that a file of incoming money was read.
type Imported struct {
	File  string `journal:"keep"`
	New   int    `journal:"keep"`
	Known int    `journal:"keep"`
}

// Kind of the event.
func (e Imported) Kind() string { return "bank.imported" }

// About is the file.
func (e Imported) About() string { return e.File }

// Matched says that somebody said what incoming money pays.
type Matched struct {
	Incoming string     `journal:"keep"`
	Invoice  string     `journal:"keep"`
	Amount   yen.Amount `journal:"keep"`
	Fee      yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e Matched) Kind() string { return "bank.matched" }

// About is the incoming money.
func (e Matched) About() string { return e.Incoming }

// SetAside says that incoming money is none of the hub's invoices.
type SetAside struct {
	Incoming string `journal:"keep"`
	Reason   string `journal:"drop"`
}

// Kind of the event.
func (e SetAside) Kind() string { return "bank.set_aside" }

// About is the incoming money.
func (e SetAside) About() string { return e.Incoming }

// RecordsTaken says that yearly records with addresses left the house: one payee's, or the
// year's.
type RecordsTaken struct {
	Year    int    `journal:"keep"`
	Worker  string `journal:"keep"` // "": everybody's
	Records int    `journal:"keep"`
}

// Kind of the event.
func (e RecordsTaken) Kind() string { return "bank.records_taken" }

// About is the payee, or the hub itself.
func (e RecordsTaken) About() string { return cmp.Or(e.Worker, "bank") }

// WithheldTaken says that a month's list of withheld tax left the house.
type WithheldTaken struct {
	Month  string `journal:"keep"`
	People int    `journal:"keep"`
}

// Kind of the event.
func (e WithheldTaken) Kind() string { return "bank.withheld_taken" }

// About is the hub itself.
func (e WithheldTaken) About() string { return "bank" }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Prepared{}, Approved{}, Stuck{}, Dropped{}, Filed{}, Taken{}, Settled{}, Reasoned{}, ProfileSet{}, Imported{}, Matched{}, SetAside{}, RecordsTaken{}, WithheldTaken{}}
}
