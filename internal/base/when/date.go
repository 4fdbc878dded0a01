// Package when has the words of time: civil dates, instants, times of day. A
// date is what a person writes; an instant is when something happened.
package when

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Date is a civil date without a zone. The zero Date means "none".
type Date struct{ days int32 } // days since 0000-12-31; 0 is none

// unixDays is the number of 1 January 1970.
const unixDays = 719163

// On makes a date; days and months out of range roll over as in time.Date.
func On(year int, month time.Month, day int) Date {
	return Date{int32(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400) + unixDays}
}

// ParseDate reads "2006-01-02" and nothing else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("not a date: %q", s)
	}
	return On(t.Date()), nil
}

// MustDate is ParseDate for tables and tests.
func MustDate(s string) Date {
	d, err := ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d Date) time() time.Time { return time.Unix(int64(d.days-unixDays)*86400, 0).UTC() }

// IsZero tells that there is no date.
func (d Date) IsZero() bool { return d.days == 0 }

// Parts are year, month and day.
func (d Date) Parts() (int, time.Month, int) { return d.time().Date() }

// Year of the date.
func (d Date) Year() int { y, _, _ := d.Parts(); return y }

// Month of the date.
func (d Date) Month() time.Month { _, m, _ := d.Parts(); return m }

// Day of the month.
func (d Date) Day() int { _, _, n := d.Parts(); return n }

// Weekday of the date.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// AddDays moves by n days.
func (d Date) AddDays(n int) Date { return Date{d.days + int32(n)} }

// AddMonths moves by n months; a day past the month's end becomes its last day.
func (d Date) AddMonths(n int) Date {
	y, m, day := d.Parts()
	first := On(y, m+time.Month(n), 1)
	last := first.time().AddDate(0, 1, -1).Day()
	return first.AddDays(min(day, last) - 1)
}

// Sub is the number of days from o to d.
func (d Date) Sub(o Date) int { return int(d.days - o.days) }

// Before tells that d comes before o.
func (d Date) Before(o Date) bool { return d.days < o.days }

// After tells that d comes after o.
func (d Date) After(o Date) bool { return d.days > o.days }

// FiscalYear is the Japanese fiscal year, April to March.
func (d Date) FiscalYear() int {
	y, m, _ := d.Parts()
	if m < time.April {
		return y - 1
	}
	return y
}

// At is the instant of a time of day on this date in a zone.
func (d Date) At(t TimeOfDay, loc *time.Location) Instant {
	y, m, day := d.Parts()
	return FromTime(time.Date(y, m, day, 0, int(t), 0, 0, loc))
}

// String is "2006-01-02", or "" for none.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.time().Format(time.DateOnly)
}

// Value stores the date as text.
func (d Date) Value() (driver.Value, error) { return d.String(), nil }

// Scan reads what Value stored.
func (d *Date) Scan(v any) error {
	s, err := text(v)
	if err != nil || s == "" {
		*d = Date{}
		return err
	}
	*d, err = ParseDate(s)
	return err
}

// MarshalText is for JSON.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is for JSON.
func (d *Date) UnmarshalText(b []byte) error { return d.Scan(string(b)) }

func text(v any) (string, error) {
	switch s := v.(type) {
	case string:
		return s, nil
	case []byte:
		return string(s), nil
	case nil:
		return "", nil
	}
	return "", fmt.Errorf("when: cannot read a %T", v)
}
