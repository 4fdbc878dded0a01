package workers

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// ways are the changes of state there are.
var ways = map[State][]State{
	Registering: {Registered, Left},
	Registered:  {Paused, Left, Hired},
	Paused:      {Registered, Left, Hired},
	Left:        {Registered},
	Hired:       {Registered, Left},
}

// May tells whether a state can follow another.
func (s State) May(to State) bool { return slices.Contains(ways[s], to) }

// Counted tells whether somebody in this state is among "the registered": a pause by
// own wish does not end a registration.
func (s State) Counted() bool { return s == Registered || s == Paused }

// Valid tells whether a state exists.
func (s State) Valid() bool { _, ok := ways[s]; return ok }

// States are all states, in the order of the filter.
var States = []State{Registering, Registered, Paused, Left, Hired}

// PauseForm is the wish to pause as typed.
type PauseForm struct{ From, Until, Reason string }

// Pause is a wish to pause: from a day, until and with a day or until further notice.
type Pause struct {
	From, Until when.Date // Until is zero if nobody knows yet
	Reason      string
}

// Read reads the form. No reason is asked for.
func (f PauseForm) Read(today when.Date) (Pause, error) {
	var c fault.Check
	p := Pause{From: today, Reason: note(&c, "reason", f.Reason)}
	var err error
	if one(f.From) != "" {
		p.From, err = when.ReadDate(f.From, today)
		c.When(err != nil, "from", "workers.field.date_form")
	}
	c.When(err == nil && p.From.Before(today), "from", "workers.field.from_past")
	if one(f.Until) != "" {
		var e error
		p.Until, e = when.ReadDate(f.Until, today)
		c.When(e != nil, "until", "workers.field.date_form")
		c.When(e == nil && err == nil && p.Until.Before(p.From), "until", "workers.field.until_before")
	}
	return p, c.Err()
}

func note(c *fault.Check, name, s string) string {
	s = one(s)
	c.When(len([]rune(s)) > noteMost, name, "workers.field.long", "n", noteMost)
	c.When(ja.LooksLikeMyNumber(s), name, "workers.field.my_number")
	return s
}

// Ending is who ends a registration.
var Endings = []string{"self", "hub"}

// Exceptions are the cases in which the hub need not give notice thirty days before
// (Freelance Act art. 16(1), Cabinet Office guideline; R-46).
var Exceptions = []string{"disaster", "upstream", "short", "fault", "dormant"}

// LeaveForm is the end of a registration as typed.
type LeaveForm struct {
	By, On, Reason, Exception string
	Checked                   bool // the handlers were asked: it has nothing to do with a complaint or report
}

// CheckProtection warns whoever ends somebody who is protected after a complaint or a report
// (Freelance Act art. 14 with its guideline, Whistleblower Protection Act art. 5; ). The
// sentence names the rule and not the case: who spoke is nobody's to know. It answers whether
// there was something to warn of.
func (f LeaveForm) CheckProtection(until, today when.Date) (warns bool, err error) {
	warns = f.By == "hub" && !until.IsZero() && !until.Before(today)
	var c fault.Check
	c.When(warns && !f.Checked, "checked", "workers.field.protected")
	return warns, c.Err()
}

// Leaving is the end of a registration.
type Leaving struct {
	By        string // self or hub
	On        when.Date
	Reason    string
	Exception string
}

// NoticeDays is how long before its end the hub must say that it ends a commission of
// six months or more (Freelance Act art. 16(1); R-46).
const NoticeDays = 30

// ContinuousMonths is from which length on that notice is due.
const ContinuousMonths = 6

// Stint is a time in which somebody was registered: To is the day it ended, zero while it lasts.
type Stint struct{ From, To when.Date }

// Stints are the times of a person's steps.
func Stints(steps []Step) (out []Stint) {
	open := false
	for _, s := range steps {
		stands := s.State.Counted()
		switch {
		case stands && !open:
			out = append(out, Stint{From: s.From})
		case !stands && open:
			out[len(out)-1].To = s.From
		}
		open = stands
	}
	return out
}

// Since is the first day of the commission that the last stint goes on with: it is counted
// from the first of a row of stints with less than a month between them, from the day
// after an end to the day before the next beginning (Freelance Act art. 13, 16; R-39,
// TV-19). That the work in between was of the same kind is taken as given: a doubt goes
// with the worker. Zero for nobody's stints.
func Since(stints []Stint) (since when.Date) {
	var end when.Date
	for i, s := range stints {
		if i == 0 || !end.IsZero() && !s.From.Before(end.AddDays(1).AddMonths(1)) {
			since = s.From
		}
		end = s.To
	}
	return since
}

// Read reads the form for somebody whose commission began on a day, zero if there is
// none. The hub must give notice when it will have lasted six months at its end: whether
// there was work all the time is doubtful, and a doubt goes with the worker.
func (f LeaveForm) Read(today, since when.Date) (Leaving, error) {
	var c fault.Check
	l := Leaving{By: f.By, On: today, Reason: note(&c, "reason", f.Reason)}
	c.When(!slices.Contains(Endings, f.By), "by", "workers.field.by_missing")
	var err error
	if one(f.On) != "" {
		l.On, err = when.ReadDate(f.On, today)
		c.When(err != nil, "on", "workers.field.date_form")
		c.When(err == nil && l.On.Before(today), "on", "workers.field.from_past")
	}
	if f.By != "hub" {
		return l, c.Err()
	}
	c.When(l.Reason == "", "reason", "workers.field.why_missing")
	if slices.Contains(Exceptions, f.Exception) {
		l.Exception = f.Exception
	}
	long := !since.IsZero() && !l.On.Before(since.AddMonths(ContinuousMonths))
	if err == nil && long && l.Exception == "" && l.On.Before(today.AddDays(NoticeDays)) {
		c.Add("on", "workers.field.notice", "n", NoticeDays, "date", today.AddDays(NoticeDays))
	}
	return l, c.Err()
}
