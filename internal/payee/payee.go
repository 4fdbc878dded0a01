// Package payee is whom money goes to: the account a worker confirmed, and how she
// stands in tax on a day. What she enters stands in her file, in the house workers; here
// it is judged and confirmed. It holds the rules; the books are in payeestore.
package payee

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MaySelf who.Permission = "payee.self" // a worker's own account
	MaySee  who.Permission = "payee.see"  // how each worker's account and registration stand
	MayKeep who.Permission = "payee.keep" // write down that somebody confirmed, and what the register says
)

// Checked says that a worker confirmed the account money goes to.
type Checked struct {
	Worker  string `journal:"keep"`
	Version int    `journal:"keep"`
	Mark    string `journal:"mask"`
	How     How    `journal:"keep"`
}

// Kind of the event.
func (e Checked) Kind() string { return "payee.checked" }

// About is the worker.
func (e Checked) About() string { return e.Worker }

// LookedUp says what the public register said of a number.
type LookedUp struct {
	Worker string `journal:"keep"`
	Number string `journal:"mask"`
	Found  bool   `journal:"keep"`
}

// Kind of the event.
func (e LookedUp) Kind() string { return "payee.looked_up" }

// About is the worker.
func (e LookedUp) About() string { return e.Worker }

// Events are all the house's events.
func Events() []event.Event { return []event.Event{Checked{}, LookedUp{}} }
