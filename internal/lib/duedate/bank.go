// Package duedate answers when a fee must be paid at the latest, which day a closing
// rule yields, and what a delay costs. Numbers of the law stand in tables/*.tsv; docs/law
// explains them. Day 1 is the day of receipt (or the original due date of a
// re-commission): sixty days end on receipt + 59.
package duedate

import (
	"embed"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/lib/dated"
)

//go:embed tables/*.tsv
var files embed.FS

var (
	limits   = dated.Lazy(files, "tables/limit.tsv")
	bank     = dated.Lazy(files, "tables/bank.tsv")
	interest = dated.Lazy(files, "tables/interest.tsv")
)

// Tables are all tables of the package, for a page that shows what the house knows.
func Tables() []*dated.Table { return []*dated.Table{limits(), bank(), interest()} }

// BankClosed tells whether banks are closed on a day: Saturday, Sunday, holidays, and
// 31 December to 3 January (Banking Act Art. 15, Order Art. 5; TV-16).
func BankClosed(d when.Date) bool {
	if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
		return true
	}
	if _, holiday := calendar.HolidayOn(d); holiday {
		return true
	}
	row, err := bank().On("year_end", d)
	if err != nil {
		return false
	}
	n := int64(d.Month())*100 + int64(d.Day())
	return n >= row.Int("first") || n <= row.Int("last")
}

// PreviousBankDay is the day itself, or the last open day before it. Pay days move
// this way, so that a closed day never makes a payment late.
func PreviousBankDay(d when.Date) when.Date {
	for BankClosed(d) {
		d = d.AddDays(-1)
	}
	return d
}

// NextBankDay is the day itself, or the first open day after it.
func NextBankDay(d when.Date) when.Date {
	for BankClosed(d) {
		d = d.AddDays(1)
	}
	return d
}
