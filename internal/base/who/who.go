// Package who says who is asking. The zero Actor may do nothing.
package who

import (
	"sort"

	"hiroba/internal/base/fault"
)

// Permission is a right, named house.verb, such as "outreach.run_seminars".
type Permission string

// Actor is someone, or some part of the system, acting in one hub.
type Actor struct {
	Hub    string // id of the hub the act belongs to; "" only for the installation's operator
	Person string // id of the person; "" for visitors and for the system
	Name   string // as shown in the journal: a person's name, "visitor", "system:mail"
	may    map[Permission]bool
}

// Person makes the actor of a signed-in person with the rights of their roles.
func Person(hub, person, name string, may ...Permission) Actor {
	return Actor{Hub: hub, Person: person, Name: name, may: set(may)}
}

// Visitor makes the actor for someone without an account: only what is opened to everybody.
func Visitor(hub string, may ...Permission) Actor {
	return Actor{Hub: hub, Name: "visitor", may: set(may)}
}

// System makes a named part of the program, with the few rights its work needs.
func System(hub, name string, may ...Permission) Actor {
	return Actor{Hub: hub, Name: "system:" + name, may: set(may)}
}

func set(may []Permission) map[Permission]bool {
	m := make(map[Permission]bool, len(may))
	for _, p := range may {
		m[p] = true
	}
	return m
}

// May answers nil if the actor holds the right, else a Forbidden fault.
func (a Actor) May(p Permission) error {
	if a.may[p] {
		return nil
	}
	return fault.New(fault.Forbidden, "ui.fault.not_yours")
}

// Can is May as a yes or no, for pages that show or hide a way on.
func (a Actor) Can(p Permission) bool { return a.may[p] }

// SignedIn tells a person with an account from a visitor or the system.
func (a Actor) SignedIn() bool { return a.Person != "" }

// Rights lists what the actor may do, sorted; for tests and for "my devices".
func (a Actor) Rights() []Permission {
	out := make([]Permission, 0, len(a.may))
	for p := range a.may {
		out = append(out, p)
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}
