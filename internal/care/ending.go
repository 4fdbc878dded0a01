package care

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// Exception is a reason for which the law asks no 30 days' notice (Art. 16; R-46).
type Exception string

// Exceptions in the order of the form.
var Exceptions = []Exception{"disaster", "upstream", "short", "fault", "idle"}

// Ending is how the hub ends a commission of its own will.
type Ending struct {
	Began     when.Date // of the first contract in the chain of renewals
	Notice    when.Date // when the worker was told, in writing
	End       when.Date
	Exception Exception // "" for none
	Words     string    // the exception in words
}

// noticeDays is how long before the end the worker must know.
const noticeDays = 30

// LastNotice is the last day on which notice of an end is in time.
func LastNotice(end when.Date) when.Date { return end.AddDays(-noticeDays) }

// NeedsNotice tells whether the commission has lasted six months or longer at its end.
func (e Ending) NeedsNotice() bool { return !e.End.Before(e.Began.AddMonths(6)) }

// Check refuses an end that comes too suddenly, naming the last day that was left.
func (e Ending) Check() error {
	var c fault.Check
	if !e.NeedsNotice() || !e.Notice.After(LastNotice(e.End)) {
		return nil
	}
	known := false
	for _, x := range Exceptions {
		known = known || x == e.Exception
	}
	c.When(!known, "end", "care.field.notice_late", "by", LastNotice(e.End))
	c.When(known && e.Words == "", "exception_words", "care.field.exception_words")
	return c.Err()
}
