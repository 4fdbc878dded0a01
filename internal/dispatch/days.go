package dispatch

import (
	"hiroba/internal/base/when"
	"hiroba/internal/skills"
)

// Monday is the first day planned.
func (f *Facts) Monday() when.Date { return skills.Monday(f.Today) }

// day is the number of a date in a plan, 1 being the first.
func (f *Facts) day(d when.Date) int { return d.Sub(f.Monday()) + 1 }

// Date is the date of a day of a plan.
func (f *Facts) Date(day int) when.Date { return f.Monday().AddDays(day - 1) }

// openDay tells whether the hub is open on a day; beyond what was asked it is taken to be.
func (f *Facts) openDay(day int) bool { return day > len(f.Open) || day >= 1 && f.Open[day-1] }

// longestShut is how many days in a row a hub is looked at for an open one.
const longestShut = 62

// Ready is the date on which a client has work that is done on a day: it is inspected and
// delivered on the next day the hub is open.
func (f *Facts) Ready(day int) when.Date {
	next := day + 1
	for n := 0; n < longestShut && !f.openDay(next); n++ {
		next++
	}
	return f.Date(next)
}

// deadline is the last day on which work for a date can be done: before the last open day
// there is to inspect and deliver it. It is never before today.
func (f *Facts) deadline(promise when.Date) int {
	last := f.day(promise)
	for n := 0; n < longestShut && !f.openDay(last); n++ {
		last--
	}
	return max(last-1, f.day(f.Today))
}

// openAfter is the n-th open day from a day on, the day itself not counted.
func (f *Facts) openAfter(day, n int) int {
	for ; n > 0; n-- {
		day++
		for k := 0; k < longestShut && !f.openDay(day); k++ {
			day++
		}
	}
	return day
}

// release is the first day on which a part can be done: what is not cut yet is tomorrow,
// what waits for the client's word a day later.
func (f *Facts) release(s Stage) int {
	today := f.day(f.Today)
	switch s {
	case Uncut, Quoted:
		return f.openAfter(today, 1)
	case Asleep:
		return f.openAfter(today, 2)
	}
	return today
}

// LastDay is the last date on which work promised for a date can be done, as deadline says.
func (f *Facts) LastDay(promise when.Date) when.Date { return f.Date(f.deadline(promise)) }
