package calendar

import (
	"time"

	"hiroba/internal/base/when"
)

// Span is a stretch of open time within one day.
type Span struct{ From, To when.TimeOfDay }

// Closure is a change at short notice: closed on some days, or open only part of them.
type Closure struct {
	From, To when.Date
	Opens    when.TimeOfDay // opens no sooner, 0: as usual
	Closes   when.TimeOfDay // closes no later, 0: as usual; with Opens 0 too: closed all day
}

// Whole tells that the place is closed all day.
func (c Closure) Whole() bool { return c.Opens == 0 && c.Closes == 0 }

// On tells whether the closure touches a date.
func (c Closure) On(d when.Date) bool { return !d.Before(c.From) && !d.After(c.To) }

// Hours are a place's opening hours.
type Hours struct {
	Week         [7][]Span // by weekday, Sunday first
	OpenHolidays bool      // keeps its weekday's hours on national holidays
	YearEndFrom  [2]int    // month and day of the first closed day, e.g. {12, 29}; zero: none
	YearEndTo    [2]int    // the last closed day, e.g. {1, 3}
	Closures     []Closure
}

// Open is when the place is open on a date.
func (h Hours) Open(d when.Date) []Span {
	if _, holiday := HolidayOn(d); holiday && !h.OpenHolidays || h.yearEnd(d) {
		return nil
	}
	spans := h.Week[d.Weekday()]
	for _, c := range h.Closures {
		if c.On(d) {
			spans = c.cut(spans)
		}
	}
	return spans
}

func (c Closure) cut(spans []Span) (out []Span) {
	if c.Whole() {
		return nil
	}
	for _, s := range spans {
		if c.Opens > 0 {
			s.From = max(s.From, c.Opens)
		}
		if c.Closes > 0 {
			s.To = min(s.To, c.Closes)
		}
		if s.From < s.To {
			out = append(out, s)
		}
	}
	return out
}

func (h Hours) yearEnd(d when.Date) bool {
	if h.YearEndFrom[0] == 0 {
		return false
	}
	_, m, day := d.Parts()
	n, from, to := int(m)*100+day, h.YearEndFrom[0]*100+h.YearEndFrom[1], h.YearEndTo[0]*100+h.YearEndTo[1]
	if from > to {
		return n >= from || n <= to
	}
	return n >= from && n <= to
}

// State is whether a place is open, and until or from when.
type State struct {
	Open  bool
	Until when.TimeOfDay // if open
	Next  when.Date      // if closed: opens on this date; zero if not within a year
	At    when.TimeOfDay // … at this time
}

const horizon = 400 // days to look ahead: over a year, then the place is not open at all

// At answers the state at an instant.
func (h Hours) At(now when.Instant, loc *time.Location) State {
	d, t := now.DateIn(loc), now.ClockIn(loc)
	for i := range horizon {
		day := d.AddDays(i)
		for _, s := range h.Open(day) {
			if i == 0 && t >= s.To {
				continue
			}
			if i == 0 && t >= s.From {
				return State{Open: true, Until: s.To}
			}
			return State{Next: day, At: s.From}
		}
	}
	return State{}
}

// ReplyBy is the end of open time n business days after the day the desk takes
// something up: at once while it is open, else when it next opens.
func (h Hours) ReplyBy(now when.Instant, loc *time.Location, n int) when.Instant {
	s := h.At(now, loc)
	d := now.DateIn(loc)
	if !s.Open {
		if s.Next.IsZero() {
			return when.Instant{}
		}
		d = s.Next
	}
	for i := 0; i < horizon && n > 0; i++ {
		if d = d.AddDays(1); len(h.Open(d)) > 0 {
			n--
		}
	}
	spans := h.Open(d)
	if len(spans) == 0 {
		return when.Instant{}
	}
	return d.At(spans[len(spans)-1].To, loc)
}
