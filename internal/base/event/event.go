// Package event is the word for something that happened. Events tell, they
// never ask: the journal keeps them, subscribers mail, notify and count.
package event

// Event is one thing that happened, a struct of a capability's own package.
//
// Each exported field carries a tag journal:"keep", journal:"mask" or
// journal:"drop". Masked fields are kept as a short fingerprint, so a change shows
// but the value does not. A field without a tag stops the tests.
type Event interface {
	Kind() string  // "outreach.signed_up": house, dot, verb in the past
	About() string // id of the thing it happened to
}
