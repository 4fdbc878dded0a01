// Package calendar knows Japan's national holidays and a place's opening hours:
// is it open now, and if not, when does it open?
package calendar

import (
	"time"

	"hiroba/internal/base/when"
)

// AnnouncedThrough is the last year whose equinox days the almanac in the official
// gazette has fixed (each February for the next year). Later years are computed and provisional.
const AnnouncedThrough = 2027

// Holiday is a national holiday.
type Holiday struct {
	Name        string // key part: "new_year", "substitute" …
	Provisional bool   // rests on an equinox that is not announced yet
}

// fixed holidays: month, day, first and last year in force (0: still), by the
// 1948 Act on National Holidays and its amendments.
var fixed = []struct {
	month      time.Month
	day        int
	from, till int
	name       string
}{
	{1, 1, 1949, 0, "new_year"}, {1, 15, 1949, 1999, "coming_of_age"},
	{2, 11, 1967, 0, "foundation"}, {2, 23, 2020, 0, "emperor"},
	{4, 29, 1949, 1988, "emperor"}, {4, 29, 1989, 2006, "greenery"}, {4, 29, 2007, 0, "showa"},
	{5, 3, 1949, 0, "constitution"}, {5, 4, 2007, 0, "greenery"}, {5, 5, 1949, 0, "children"},
	{7, 20, 1996, 2002, "marine"}, {8, 11, 2016, 2019, "mountain"}, {8, 11, 2022, 0, "mountain"},
	{9, 15, 1966, 2002, "aged"}, {10, 10, 1966, 1999, "sports"}, {11, 3, 1948, 0, "culture"},
	{11, 23, 1948, 0, "labour"}, {12, 23, 1989, 2018, "emperor"},
}

// mondays are the holidays moved to the nth Monday ("Happy Monday" amendments of 1998 and 2001).
var mondays = []struct {
	month      time.Month
	nth        int
	from, till int
	name       string
}{
	{1, 2, 2000, 0, "coming_of_age"}, {7, 3, 2003, 2019, "marine"}, {7, 3, 2022, 0, "marine"},
	{9, 3, 2003, 0, "aged"}, {10, 2, 2000, 2019, "sports"}, {10, 2, 2022, 0, "sports"},
}

// once are days made holidays by an Act of their own.
var once = map[when.Date]string{
	when.On(1989, 2, 24): "imperial", when.On(1990, 11, 12): "imperial", when.On(1993, 6, 9): "imperial",
	when.On(2019, 5, 1): "imperial", when.On(2019, 10, 22): "imperial",
	when.On(2020, 7, 23): "marine", when.On(2020, 7, 24): "sports", when.On(2020, 8, 10): "mountain",
	when.On(2021, 7, 22): "marine", when.On(2021, 7, 23): "sports", when.On(2021, 8, 8): "mountain",
}

// HolidayOn answers the holiday of a date from 1970 to 2050.
func HolidayOn(d when.Date) (Holiday, bool) {
	if h, ok := named(d); ok {
		return h, true
	}
	if h, ok := substitute(d); ok {
		return h, true
	}
	return citizens(d)
}

// named are the holidays that have their own name.
func named(d when.Date) (Holiday, bool) {
	y, m, day := d.Parts()
	if n, ok := once[d]; ok {
		return Holiday{Name: n}, true
	}
	for _, f := range fixed {
		if f.month == m && f.day == day && y >= f.from && (f.till == 0 || y <= f.till) {
			return Holiday{Name: f.name}, true
		}
	}
	for _, f := range mondays {
		if f.month == m && d.Weekday() == time.Monday && (day-1)/7+1 == f.nth && y >= f.from && (f.till == 0 || y <= f.till) {
			return Holiday{Name: f.name}, true
		}
	}
	switch {
	case m == time.March && day == equinox(y, 20.8431):
		return Holiday{"vernal", y > AnnouncedThrough}, true
	case m == time.September && day == equinox(y, 23.2488):
		return Holiday{"autumnal", y > AnnouncedThrough}, true
	}
	return Holiday{}, false
}

// equinox is the day of the month, by the usual approximation: one pair of
// constants from 1980 on, another for the seventies.
func equinox(year int, base float64) int {
	if year >= 1980 {
		return int(base + 0.242194*float64(year-1980) - float64((year-1980)/4))
	}
	if base > 22 {
		base = 23.2588
	} else {
		base = 20.8357
	}
	return int(base + 0.242194*float64(year-1980) - float64((year-1983)/4))
}

// substitute: from 12 April 1973 the Monday after a holiday on Sunday; from 2007
// the first day after it that is no holiday.
func substitute(d when.Date) (Holiday, bool) {
	if d.Before(when.On(1973, 4, 12)) {
		return Holiday{}, false
	}
	if d.Year() < 2007 {
		if h, ok := named(d.AddDays(-1)); ok && d.Weekday() == time.Monday {
			return Holiday{"substitute", h.Provisional}, true
		}
		return Holiday{}, false
	}
	for back := d.AddDays(-1); ; back = back.AddDays(-1) {
		h, ok := named(back)
		if !ok {
			return Holiday{}, false
		}
		if back.Weekday() == time.Sunday {
			return Holiday{"substitute", h.Provisional}, true
		}
	}
}

// citizens: from 27 December 1985 a weekday between two holidays.
func citizens(d when.Date) (Holiday, bool) {
	if d.Before(when.On(1985, 12, 27)) || d.Weekday() == time.Sunday || d.Year() < 2007 && d.Weekday() == time.Monday && isSub(d) {
		return Holiday{}, false
	}
	a, ok1 := named(d.AddDays(-1))
	b, ok2 := named(d.AddDays(1))
	return Holiday{"citizens", a.Provisional || b.Provisional}, ok1 && ok2
}

func isSub(d when.Date) bool { _, ok := substitute(d); return ok }
