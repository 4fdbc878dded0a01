package duedate

import (
	"hiroba/internal/base/when"
)

// Terms is what decides the last lawful day of a payment.
type Terms struct {
	Received when.Date // the day the work reached the hub, whatever a later check says
	Closing  bool      // month-end closing agreed, same-kind repeated services, fee or formula in the notice
	Upstream Upstream
}

// Upstream is the client's order behind a re-commission.
type Upstream struct {
	ThreeItems bool      // the notice says that it is a re-commission, for whom, and the original due date
	Due        when.Date // the original due date; zero: none was set, so the exception cannot be used
}

// applies tells whether the exception for re-commissions may be used.
func (u Upstream) applies() bool { return u.ThreeItems && !u.Due.IsZero() }

// Basis is the rule a limit rests on.
type Basis string

// The bases of a limit.
const (
	SixtyDays      Basis = "sixty_days"      // Freelance Act Art. 4(1), R-23
	MonthlyClosing Basis = "monthly_closing" // sixty days read as two months, R-23
	Recommission   Basis = "recommission"    // Freelance Act Art. 4(3), R-25
)

// Limit is by when a fee must and by when it should be paid.
type Limit struct {
	Last    when.Date // last lawful day
	LastPay when.Date // last day a bank pays on or before it
	Advised when.Date // the guideline's day: later than this is a warning
	Basis   Basis
}

// LimitOf works out the limit. A receipt outside of what the tables know is refused
// with *dated.Unknown.
func LimitOf(t Terms) (Limit, error) {
	l := Limit{Basis: SixtyDays}
	var err error
	if l.Last, err = countFrom("payment", t.Received, t.Received); err != nil {
		return Limit{}, err
	}
	if l.Advised, err = countFrom("guideline", t.Received, t.Received); err != nil {
		return Limit{}, err
	}
	switch {
	case t.Upstream.applies():
		l.Basis = Recommission
		l.Last, err = countFrom("recommission", t.Received, t.Upstream.Due)
		l.Last = later(l.Last, t.Received) // nothing is owed before the work is there
	case t.Closing: // who agreed on month-end closing keeps to it, also where sixty days would end later
		l.Basis, l.Last = MonthlyClosing, monthEnd(t.Received, 1)
	}
	l.LastPay = PreviousBankDay(l.Last)
	return l, err
}

// countFrom is the last of so many days, first being day 1; the law of the day on decides.
func countFrom(key string, on, first when.Date) (when.Date, error) {
	row, err := limits().On(key, on)
	if err != nil {
		return when.Date{}, err
	}
	return first.AddDays(int(row.Int("days")) - 1), nil
}

// monthEnd is the last day of the month so many months after that of d.
func monthEnd(d when.Date, months int) when.Date {
	y, m, _ := d.Parts()
	return when.On(y, m, 1).AddMonths(months + 1).AddDays(-1)
}

func later(a, b when.Date) when.Date {
	if a.After(b) {
		return a
	}
	return b
}

// Finding is what a check of a due date says.
type Finding string

// The findings. Late and ClosedDay are refusals.
const (
	Fine      Finding = "fine"
	Guideline Finding = "guideline" // lawful, later than the guideline's thirty days
	Late      Finding = "late"      // past the last lawful day
	ClosedDay Finding = "closed_day"
)

// Refused tells that the due date may not stand.
func (f Finding) Refused() bool { return f == Late || f == ClosedDay }

// Check judges one calendar date as the due date. It hangs on
// neither an invoice nor an acceptance: there is no place for either here.
func Check(due when.Date, t Terms) (Finding, Limit, error) {
	l, err := LimitOf(t)
	switch {
	case err != nil:
		return "", Limit{}, err
	case due.After(l.Last):
		return Late, l, nil
	case BankClosed(due):
		return ClosedDay, l, nil
	case due.After(l.Advised):
		return Guideline, l, nil
	}
	return Fine, l, nil
}

// Effective is the due date the law puts in place of none, or of one set too late:
// the receipt day, or the original due date of a re-commission; the last lawful day
// (Freelance Act Art. 4(2), 4(4)).
func Effective(due when.Date, t Terms) (when.Date, error) {
	l, err := LimitOf(t)
	switch {
	case err != nil:
		return when.Date{}, err
	case due.IsZero() && t.Upstream.applies():
		return t.Upstream.Due, nil
	case due.IsZero():
		return t.Received, nil
	case due.After(l.Last):
		return l.Last, nil
	}
	return due, nil
}

// AfterMended is the last lawful day after a payment failed by the worker's cause (a
// wrong account) and the cause ended: sixty days, thirty for a re-commission, the day
// it ended being day 1 (Freelance Act Art. 4(5)).
func AfterMended(mended when.Date, u Upstream) (when.Date, error) {
	if u.applies() {
		return countFrom("recommission", mended, mended)
	}
	return countFrom("payment", mended, mended)
}

// ReceivableLast is the last day a client bound by the subcontract Act (取適法) may pay
// the hub.
func ReceivableLast(received when.Date) (when.Date, error) {
	return countFrom("subcontract", received, received)
}
