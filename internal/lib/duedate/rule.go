package duedate

import (
	"errors"

	"hiroba/internal/base/when"
)

// Rule is a closing rule: work received until the closing day is paid on a day so many
// months later. It always yields one calendar date.
type Rule struct {
	Closing int // day of the month, 31: its last day
	Months  int // 0 to 2 after the month of the closing
	Day     int // day of the month, 31: its last day
}

// Standard pays on the 20th of the month after the month of delivery: at worst the
// 51st day, which leaves room for a closed day and a mishap.
var Standard = Rule{Closing: 31, Months: 1, Day: 20}

// ErrRule says that a rule has no meaning or pays before it closes.
var ErrRule = errors.New("not a closing rule")

// Valid refuses days and months that do not exist and a pay day before the closing.
func (r Rule) Valid() error {
	if r.Closing < 1 || r.Closing > 31 || r.Day < 1 || r.Day > 31 || r.Months < 0 || r.Months > 2 || r.Months == 0 && r.Day < r.Closing {
		return ErrRule
	}
	return nil
}

// Due is the pay date of what was received on a day: the previous bank day if a bank is
// closed, but never before the receipt.
func (r Rule) Due(received when.Date) when.Date {
	due := PreviousBankDay(dayOf(r.ClosingOn(received), r.Months, r.Day))
	if due.Before(received) {
		return NextBankDay(received)
	}
	return due
}

// ClosingOn is the closing day on or after a day.
func (r Rule) ClosingOn(d when.Date) when.Date {
	closing := dayOf(d, 0, r.Closing)
	if closing.Before(d) {
		return dayOf(d, 1, r.Closing)
	}
	return closing
}

// dayOf is a day of the month so many months after that of d; past its end, its last.
func dayOf(d when.Date, months, day int) when.Date {
	end := monthEnd(d, months)
	y, m, last := end.Parts()
	return when.On(y, m, min(day, last))
}

// Worst is the largest number of days (receipt = day 1) the rule takes for any receipt
// from one day to another.
func (r Rule) Worst(from, until when.Date) (days int, received when.Date) {
	for d := from; !d.After(until); d = d.AddDays(1) {
		if n := r.Due(d).Sub(d) + 1; n > days {
			days, received = n, d
		}
	}
	return days, received
}

// Choose is the due date for a statement: the rule's date, or the last bank day that is
// still lawful where the rule would be late. It is never past the lawful date.
func (r Rule) Choose(t Terms) (when.Date, Limit, error) {
	if err := r.Valid(); err != nil {
		return when.Date{}, Limit{}, err
	}
	l, err := LimitOf(t)
	if err != nil {
		return when.Date{}, Limit{}, err
	}
	due := r.Due(t.Received)
	if due.After(l.Last) {
		due = l.LastPay
	}
	return due, l, nil
}

// Alarm is how near an unpaid due date is.
type Alarm string

// The alarms, from quiet to loud.
const (
	Quiet     Alarm = ""
	Week      Alarm = "week"       // seven days or fewer
	ThreeDays Alarm = "three_days" // three days or fewer
	Today     Alarm = "today"
	Overdue   Alarm = "overdue"
)

// AlarmOf is the alarm of an unpaid due date on a day.
func AlarmOf(due, today when.Date) Alarm {
	switch n := due.Sub(today); {
	case n < 0:
		return Overdue
	case n == 0:
		return Today
	case n <= 3:
		return ThreeDays
	case n <= 7:
		return Week
	}
	return Quiet
}
