package skills

import (
	"sort"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// WeeksAhead is how far free hours can be given and are summed.
const WeeksAhead = 8

// SchoolRule is what somebody does when school is out.
type SchoolRule string

// The rules.
const (
	SchoolOff     SchoolRule = "off"     // no hours
	SchoolEvening SchoolRule = "evening" // evenings only
)

// Left is what a usual day keeps on a school holiday.
func (r SchoolRule) Left(d Day) Day {
	if r == SchoolEvening {
		return d.And(Evening)
	}
	return Day{}
}

// Period is a run of days, both ends in it.
type Period struct{ From, To when.Date }

// Has tells whether a day is in the period.
func (p Period) Has(d when.Date) bool { return !d.Before(p.From) && !d.After(p.To) }

// Calendar is everything that decides somebody's free hours.
type Calendar struct {
	Usual   Week
	Given   map[when.Date]Week // by their Monday: weeks that were set on their own
	Off     map[when.Date]bool // days without hours, whatever the reason
	Rule    SchoolRule         // "" if the school calendar is not followed
	Breaks  []Period           // of the school
	WeekCap int                // minutes a week at most, 0 for none
}

// Planned is the free time of one day as it was given, before days off. A week set on
// its own says exactly what was meant; only usual weeks follow the school.
func (c Calendar) Planned(d when.Date) Day {
	m := Monday(d)
	if w, ok := c.Given[m]; ok {
		return w[d.Sub(m)]
	}
	day := c.Usual[d.Sub(m)]
	if c.Rule != "" {
		for _, b := range c.Breaks {
			if b.Has(d) {
				return c.Rule.Left(day)
			}
		}
	}
	return day
}

// On is the free time of one day.
func (c Calendar) On(d when.Date) Day {
	if c.Off[d] {
		return Day{}
	}
	return c.Planned(d)
}

// PlannedWeek is the week that begins on a Monday, before days off.
func (c Calendar) PlannedWeek(monday when.Date) (w Week) {
	for i := range w {
		w[i] = c.Planned(monday.AddDays(i))
	}
	return w
}

// Week is the free time of the week that begins on a Monday.
func (c Calendar) Week(monday when.Date) (w Week) {
	for i := range w {
		w[i] = c.On(monday.AddDays(i))
	}
	return w
}

// Offered are the minutes of a week that the hub may count on: never more than the
// worker's own cap.
func (c Calendar) Offered(monday when.Date) int { return c.capped(c.Week(monday).Minutes()) }

// OfferedUsual are those of the usual week.
func (c Calendar) OfferedUsual() int { return c.capped(c.Usual.Minutes()) }

func (c Calendar) capped(n int) int {
	if c.WeekCap > 0 {
		return min(n, c.WeekCap)
	}
	return n
}

// Unusual are the Mondays, from one on, of weeks that may differ from the usual week.
func (c Calendar) Unusual(from when.Date) []when.Date {
	seen := map[when.Date]bool{}
	for m := range c.Given {
		seen[m] = true
	}
	for d := range c.Off {
		seen[Monday(d)] = true
	}
	if c.Rule != "" {
		for _, b := range c.Breaks {
			for m := Monday(b.From); !m.After(b.To); m = m.AddDays(7) {
				seen[m] = true
			}
		}
	}
	var out []when.Date
	for m := range seen {
		if !m.Before(from) {
			out = append(out, m)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Before(out[j]) })
	return out
}

// Pressed reads the strip: values such as "0-noon", the day from Monday and the band.
func Pressed(before Week, values []string) Week {
	on := map[string]bool{}
	for _, v := range values {
		on[v] = true
	}
	for i := range before {
		for _, b := range Bands {
			before[i] = before[i].Set(b, on[Cell(i, b)])
		}
	}
	return before
}

// Cell is the strip's value for a day from Monday and a band.
func Cell(day int, b Band) string { return string(rune('0'+day)) + "-" + b.Key }

// SpansMost is how many stretches the exact form takes.
const SpansMost = 4

// ReadSpans reads exact times, a pair per line of the form: from1, to1, from2 …
func ReadSpans(pairs [SpansMost][2]string) (d Day, err error) {
	var c fault.Check
	for i, p := range pairs {
		if strings.TrimSpace(p[0]) == "" && strings.TrimSpace(p[1]) == "" {
			continue
		}
		n := string(rune('1' + i))
		from, e1 := when.ReadTime(p[0])
		to, e2 := when.ReadTime(p[1])
		c.When(e1 != nil, "from"+n, "skills.hours.time_form")
		c.When(e2 != nil, "to"+n, "skills.hours.time_form")
		c.When(e1 == nil && from%Grain != 0, "from"+n, "skills.hours.grain")
		c.When(e2 == nil && to%Grain != 0, "to"+n, "skills.hours.grain")
		c.When(e1 == nil && e2 == nil && to <= from, "to"+n, "skills.hours.order")
		d = d.With(Span{from, to})
	}
	return d, c.Err()
}

// HoursSet says that somebody's free hours changed. It says no more: whether a day was
// dropped or a week was set is the worker's own affair.
type HoursSet struct {
	Worker string `journal:"keep"`
	No     int    `journal:"keep"`
}

// Kind of the event.
func (e HoursSet) Kind() string { return "skills.hours_set" }

// About is the worker.
func (e HoursSet) About() string { return e.Worker }

// WeekAsked says that everybody was asked for next week's hours.
type WeekAsked struct {
	Week   when.Date `journal:"keep"`
	People int       `journal:"keep"`
}

// Kind of the event.
func (e WeekAsked) Kind() string { return "skills.week_asked" }

// About is the week.
func (e WeekAsked) About() string { return e.Week.String() }
