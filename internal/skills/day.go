package skills

import (
	"database/sql/driver"
	"fmt"
	"math/bits"
	"strings"

	"hiroba/internal/base/when"
)

// Grain is the smallest piece of free time, in minutes.
const Grain = 15

// Day is the free time of one day, in quarters of an hour: bit n of the two halves is
// the quarter that begins n×15 minutes after midnight, or after noon.
type Day struct{ am, pm uint64 }

const half = 12 * 60 / Grain // quarters in half a day

// Span is a stretch of time within a day.
type Span struct{ From, To when.TimeOfDay }

// FullDay is midnight to midnight.
var FullDay = Day{}.With(Span{0, 24 * 60})

// With adds a stretch, widened to whole quarters.
func (d Day) With(s Span) Day {
	for q := int(s.From) / Grain; q < (int(s.To)+Grain-1)/Grain && q < 2*half; q++ {
		if q < half {
			d.am |= 1 << q
		} else {
			d.pm |= 1 << (q - half)
		}
	}
	return d
}

// And is the time that both days have.
func (d Day) And(o Day) Day { return Day{d.am & o.am, d.pm & o.pm} }

// Or is the time that either day has.
func (d Day) Or(o Day) Day { return Day{d.am | o.am, d.pm | o.pm} }

// Without is the time of d that o does not have.
func (d Day) Without(o Day) Day { return Day{d.am &^ o.am, d.pm &^ o.pm} }

// Minutes of free time.
func (d Day) Minutes() int { return Grain * (bits.OnesCount64(d.am) + bits.OnesCount64(d.pm)) }

func (d Day) has(q int) bool {
	if q < half {
		return d.am>>q&1 == 1
	}
	return d.pm>>(q-half)&1 == 1
}

// Spans are the stretches of free time, in order.
func (d Day) Spans() (out []Span) {
	for q := 0; q < 2*half; q++ {
		if !d.has(q) {
			continue
		}
		from := q
		for q < 2*half && d.has(q) {
			q++
		}
		out = append(out, Span{when.TimeOfDay(from * Grain), when.TimeOfDay(q * Grain)})
	}
	return out
}

// String is "09:00-12:00,20:00-22:15", as it is kept.
func (d Day) String() string {
	var parts []string
	for _, s := range d.Spans() {
		parts = append(parts, fmt.Sprintf("%02d:%02d-%02d:%02d", s.From/60, s.From%60, s.To/60, s.To%60))
	}
	return strings.Join(parts, ",")
}

// ParseDay reads what String wrote.
func ParseDay(s string) (d Day, err error) {
	if s == "" {
		return d, nil
	}
	for _, p := range strings.Split(s, ",") {
		a, b, ok := strings.Cut(p, "-")
		from, e1 := when.ReadTime(a)
		to, e2 := when.ReadTime(b)
		if !ok || e1 != nil || e2 != nil {
			return Day{}, fmt.Errorf("not a day of free time: %q", s)
		}
		d = d.With(Span{from, to})
	}
	return d, nil
}

// Band is a part of the day as the week strip shows it.
type Band struct {
	Key string
	Span
}

// Bands are the six columns of the week strip. The hours before five stand in the exact
// form only.
var Bands = [6]Band{{"dawn", Span{5 * 60, 9 * 60}}, {"morning", Span{9 * 60, 12 * 60}}, {"noon", Span{12 * 60, 15 * 60}},
	{"afternoon", Span{15 * 60, 18 * 60}}, {"evening", Span{18 * 60, 21 * 60}}, {"night", Span{21 * 60, 24 * 60}}}

// Evening is what stays free on a school holiday of somebody who then works evenings only.
var Evening = Day{}.With(Bands[4].Span).With(Bands[5].Span)

// In is the free time within a band.
func (d Day) In(b Band) Day { return d.And(Day{}.With(b.Span)) }

// Set is the day after a band was pressed. A band that was partly free and stays
// pressed keeps its exact times: the strip is coarse, and must not widen what was
// said exactly.
func (d Day) Set(b Band, on bool) Day {
	switch {
	case !on:
		return d.Without(Day{}.With(b.Span))
	case d.In(b).Minutes() == 0:
		return d.With(b.Span)
	}
	return d
}

// Week is seven days, Monday first.
type Week [7]Day

// Minutes of the whole week.
func (w Week) Minutes() (n int) {
	for _, d := range w {
		n += d.Minutes()
	}
	return n
}

// Value stores the week as its days, divided by semicolons.
func (w Week) Value() (driver.Value, error) {
	parts := make([]string, 7)
	for i, d := range w {
		parts[i] = d.String()
	}
	return strings.Join(parts, ";"), nil
}

// Scan reads what Value stored.
func (w *Week) Scan(v any) error {
	var s string
	switch x := v.(type) {
	case string:
		s = x
	case []byte:
		s = string(x)
	default:
		return fmt.Errorf("skills: cannot read a week from a %T", v)
	}
	parts := strings.Split(s, ";")
	if len(parts) != 7 {
		return fmt.Errorf("skills: not a week: %q", s)
	}
	for i, p := range parts {
		d, err := ParseDay(p)
		if err != nil {
			return err
		}
		w[i] = d
	}
	return nil
}

// Monday is the day on which the week of d begins.
func Monday(d when.Date) when.Date { return d.AddDays(-(int(d.Weekday()) + 6) % 7) }
