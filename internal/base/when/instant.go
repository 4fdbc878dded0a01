package when

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Tokyo is Japan's zone. It has no summer time, so a fixed zone serves where the
// machine has no zone data.
var Tokyo = time.FixedZone("Asia/Tokyo", 9*60*60)

// Instant is a moment, in UTC to the microsecond. The zero Instant means "never".
type Instant struct{ us int64 } // microseconds since 1970, plus one so that 1970 itself is not "never"

const layout = "2006-01-02T15:04:05.000000Z"

// FromTime rounds a time down to the microsecond.
func FromTime(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	us := t.UnixMicro()
	if us >= 0 {
		us++
	}
	return Instant{us}
}

// Time is the moment as a time.Time in UTC.
func (i Instant) Time() time.Time {
	if i.us == 0 {
		return time.Time{}
	}
	us := i.us
	if us > 0 {
		us--
	}
	return time.UnixMicro(us).UTC()
}

// IsZero tells that there is no moment.
func (i Instant) IsZero() bool { return i.us == 0 }

// Add moves by a duration.
func (i Instant) Add(d time.Duration) Instant { return FromTime(i.Time().Add(d)) }

// Sub is the time from o to i.
func (i Instant) Sub(o Instant) time.Duration { return i.Time().Sub(o.Time()) }

// Before tells that i comes before o.
func (i Instant) Before(o Instant) bool { return i.us < o.us }

// After tells that i comes after o.
func (i Instant) After(o Instant) bool { return i.us > o.us }

// In is the moment on the clocks of a zone.
func (i Instant) In(loc *time.Location) time.Time { return i.Time().In(loc) }

// DateIn is the civil date in a zone.
func (i Instant) DateIn(loc *time.Location) Date { return On(i.In(loc).Date()) }

// ClockIn is the time of day in a zone, to the minute.
func (i Instant) ClockIn(loc *time.Location) TimeOfDay {
	t := i.In(loc)
	return TimeOfDay(t.Hour()*60 + t.Minute())
}

// String is fixed-width UTC text that sorts as it reads, "" for never.
func (i Instant) String() string {
	if i.IsZero() {
		return ""
	}
	return i.Time().Format(layout)
}

// Value stores the instant as text.
func (i Instant) Value() (driver.Value, error) { return i.String(), nil }

// Scan reads what Value stored.
func (i *Instant) Scan(v any) error {
	s, err := text(v)
	if err != nil || s == "" {
		*i = Instant{}
		return err
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return fmt.Errorf("not an instant: %q", s)
	}
	*i = FromTime(t)
	return nil
}

// MarshalText is for JSON.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.String()), nil }

// UnmarshalText is for JSON.
func (i *Instant) UnmarshalText(b []byte) error { return i.Scan(string(b)) }

// Clock tells the time; tests bring their own.
type Clock func() Instant

// System is the machine's clock.
func System() Instant { return FromTime(time.Now()) }
