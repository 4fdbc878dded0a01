package outreach

import (
	"hiroba/internal/base/when"
	"hiroba/internal/lib/ics"
)

// Entry is the seminar as a calendar entry. uid stays the same for every version of
// one party's entry; link is the full address of the party's or the seminar's page.
func (s Seminar) Entry(uid string, sequence int, cancelled bool, title, place, link string, now when.Instant) ics.Event {
	method := "PUBLISH"
	if cancelled {
		method = "CANCEL"
	}
	return ics.Event{Method: method, UID: uid, Sequence: sequence, Stamp: now.Time(), Start: s.Starts.Time(), End: s.Ends.Time(),
		Summary: title, Place: place, Text: link, URL: link}
}
