package outreach

import "hiroba/internal/base/event"

func doorEvents() []event.Event { return nil }
