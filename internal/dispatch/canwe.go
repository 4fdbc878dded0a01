package dispatch

import (
	"cmp"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/orders"
)

// Asking is an order nobody has promised yet.
type Asking struct {
	Kind   orders.Kind
	Volume int
	Wanted when.Date
	Stage  Stage           // how far it is; "" is Uncut
	Barred map[string]bool // who may not have it
}

// AskForm is such a question as typed.
type AskForm struct{ Kind, Volume, Wanted string }

// volumeMost is the largest order that can be asked about.
const volumeMost = 1_000_000

// minutesMost is the largest piece of work that is planned or asked about, in standard
// minutes: more than a town has in a lifetime.
const minutesMost = 10_000_000

// Read cleans a question and says what is wrong with it. kinds are those to choose from.
func (f AskForm) Read(kinds []orders.Kind, today when.Date) (Asking, error) {
	var c fault.Check
	var a Asking
	for _, k := range kinds {
		if k.ID == f.Kind && k.Open() {
			a.Kind = k
		}
	}
	c.When(a.Kind.ID == "", "kind", "dispatch.field.kind")
	n, err := ja.Int(f.Volume)
	c.When(err != nil || n < 1 || n > volumeMost, "volume", "dispatch.field.volume", "most", volumeMost)
	a.Volume = n
	c.When(a.Kind.Seconds > 0 && n <= volumeMost && a.Minutes() > minutesMost, "volume", "dispatch.field.volume", "most", minutesMost*60/max(a.Kind.Seconds, 1))
	a.Wanted, err = when.ReadDate(f.Wanted, today)
	c.When(err != nil, "wanted", "dispatch.field.date")
	c.When(err == nil && !a.Wanted.After(today), "wanted", "dispatch.field.past")
	return a, c.Err()
}

// Minutes is the work of it, in standard minutes.
func (a Asking) Minutes() int { return max((a.Volume*a.Kind.Seconds+59)/60, 1) }

// Part is the question as a part that has nothing to do yet: with it among the facts, the
// problem knows who could do it.
func (a Asking) Part() Part {
	k := a.Kind
	return Part{Order: "?", Client: "?", Kind: k.ID, Skill: k.Skill, Level: k.Level, Phone: k.Phone, HubOnly: k.HubOnly, Stage: cmp.Or(a.Stage, Uncut), Pass: 1, Promise: a.Wanted, Barred: a.Barred}
}

// Question is what the task, with the question's part among its facts, asks lib/plan. Work
// tied to the hub is judged by the time in which the hub is open, for all work alike: too
// cautious rather than too bold.
func (t *Task) Question(a Asking) (*plan.Problem, promise.Question) {
	p := t.Problem
	q := promise.Question{Minutes: a.Minutes(), By: min(t.deadline(a.Wanted), Days), Hub: plan.Anywhere, Release: min(t.release(cmp.Or(a.Stage, Uncut)), Days), Chances: promise.Usual}
	q.By = max(q.By, q.Release)
	for i := range t.Parts {
		if t.Parts[i].Order == "?" {
			q.Skill, q.Level = t.class[i], p.Orders[i].Level
		}
	}
	if a.Kind.Spread > 0 {
		q.Chances.Spread = float64(a.Kind.Spread) / 200 // a person's days differ less than people do
	}
	if a.Kind.HubOnly {
		q.Hub = 0
		p = atHub(p)
	}
	return p, q
}

func atHub(p *plan.Problem) *plan.Problem {
	n := *p
	n.Workers = append([]plan.Worker(nil), p.Workers...)
	for k := range n.Workers {
		n.Workers[k].Avail = n.Workers[k].There
	}
	return &n
}

// Answer is what can be said to the client. Dates are zero where none within the plan's
// days will do.
type Answer struct {
	Asking
	Fits             bool      // by the date wished for, nine times in ten, without hurting others
	Planned          when.Date // if all goes as planned
	Likely, Certain  when.Date // nine times in ten; in all rehearsals
	Runs, People     int
	Reached          int // rehearsals in which it was done by the last day looked at
	Backup           int // more people with whom it would be done by BackupBy nine times in ten, where only chance stands against that; 0 for none
	BackupBy         when.Date
	ByWanted         int // units that fit by the date wished for, if all goes as planned
	Orders           int // of others that would suffer if it had to be then
	OwnShort         int // units that would still be missing then
	MorePeople       int // with whom it would fit; 0 if that would not help
	MoreHours        int // theirs a week
	Partner          int // percent to hand to a partner hub; 0 if none needed
	Hours            int // of work, by the standard time
	Beyond           bool
	LastDay, Promise when.Date // the last day looked at; the date to promise
}

// Said turns lib/plan's answer into dates and units.
func (t *Task) Said(a Asking, x *promise.Answer) Answer {
	out := Answer{Asking: a, Runs: x.Runs, People: x.People, Hours: (a.Minutes() + 30) / 60, LastDay: t.Date(Days)}
	if x.Planned > 0 {
		out.Planned = t.Ready(x.Planned)
	}
	if x.Likely > 0 {
		out.Likely = t.Ready(x.Likely)
	}
	if x.Certain > 0 {
		out.Certain = t.Ready(x.Certain)
	}
	out.Reached = x.Reached
	if x.Backup.People > 0 {
		out.Backup, out.BackupBy = x.Backup.People, t.Ready(x.Backup.By)
	}
	out.Fits = !out.Likely.IsZero() && !out.Likely.After(a.Wanted)
	out.Beyond = out.Likely.IsZero()
	out.ByWanted = min(int(x.Share*float64(a.Volume)+1e-6), a.Volume)
	out.Orders = x.Pressed.Orders
	out.OwnShort = int(x.Pressed.Own) * 60 / max(a.Kind.Seconds, 1)
	if out.Promise = a.Wanted; !out.Fits {
		out.Promise = out.Likely
	}
	for _, w := range x.Sooner {
		switch w.Kind {
		case promise.MorePeople:
			out.MorePeople, out.MoreHours = w.Amount, w.Amount*t.meanWeek()/60
		case promise.ToPartner:
			out.Partner = w.Amount
		}
	}
	return out
}

// meanWeek is how many minutes a week people offer here, on average.
func (t *Task) meanWeek() int {
	sum := 0
	for k := range t.Problem.Workers {
		w := &t.Problem.Workers[k]
		for i, cap := range w.Caps {
			days := 0
			for _, a := range w.Avail[i*plan.Week : (i+1)*plan.Week] {
				days += a
			}
			sum += min(days, cap)
		}
	}
	return sum / max(len(t.Workers)*(Days/plan.Week), 1)
}
