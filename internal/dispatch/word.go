package dispatch

import "hiroba/internal/base/when"

// Word is what a client is told of a day before they ask for work: what of an answer is
// theirs to know. It has no field for people, for hours or for what others ordered.
type Word struct {
	Volume  int
	Wanted  when.Date
	Promise when.Date // the date staff would promise; zero if no day looked at will do
	Likely  when.Date // by when it is there nine times in ten
	Last    when.Date // the last day looked at
}

// Word is what of an answer a client is told. The date is the one staff see.
func (a Answer) Word() Word {
	return Word{Volume: a.Volume, Wanted: a.Wanted, Promise: a.Promise, Likely: a.Likely, Last: a.LastDay}
}

// DaysSet says whether clients are told a day before they ask.
type DaysSet struct {
	On bool `journal:"keep"`
}

// Kind of the event.
func (e DaysSet) Kind() string {
	if e.On {
		return "dispatch.days_shown"
	}
	return "dispatch.days_hidden"
}

// About is the hub.
func (e DaysSet) About() string { return "" }

// Told says what a client was told of the day before they asked for an order.
type Told struct {
	Order   string    `journal:"keep"`
	Wanted  when.Date `journal:"keep"`
	Promise when.Date `journal:"keep"` // zero: that no day could be told
}

// Kind of the event.
func (e Told) Kind() string {
	if e.Promise.IsZero() {
		return "dispatch.told_none"
	}
	return "dispatch.told"
}

// About is the order.
func (e Told) About() string { return e.Order }
