package outreach

import (
	"slices"

	"hiroba/internal/base/event"
)

// Events are all the house's events.
func Events() []event.Event {
	return slices.Concat(seminarEvents(), inquiryEvents(), doorEvents())
}
