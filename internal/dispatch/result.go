package dispatch

import (
	"cmp"
	"math"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/why"
)

// Proposal is work of a part that a plan would ask somebody to do.
type Proposal struct {
	Key
	Worker      string
	Units       int
	Minutes     int // of the clock
	First, Last when.Date
	Why         Why
}

// Spell is work on an order on a day: planned, or firm already.
type Spell struct {
	Day     int
	Minutes int // of the clock
	Firm    bool
}

// Turn is somebody's work on an order on a day.
type Turn struct {
	Order, Worker string
	Day, Minutes  int
}

// Outlook is how an order fares in a plan.
type Outlook struct {
	Order   string
	Promise when.Date
	Ready   when.Date // when the client can have it; zero if not within the plan's days
	Slack   int       // days between that and the promise; below 0 is late
	Missing int       // standard minutes for which the plan finds nobody before its last day
	People  int
	Spells  []Spell
}

// Late tells whether the client would have it after the day promised.
func (o Outlook) Late() bool { return o.Ready.IsZero() || o.Slack < 0 }

// Load is how much of somebody's free time is given to work, in clock minutes.
type Load struct {
	Worker            string
	Week, WeekOffered int // of this week, from today on
	All, Offered      int
	New               bool
}

// Reason is why a part came to somebody or not.
type Reason struct {
	Order string `json:"order"`
	Given bool   `json:"given"`
	Why   Why    `json:"why"`
}

// Result is a plan in the terms of the hub.
type Result struct {
	Proposals             []Proposal
	Outlooks              []Outlook
	Spells                []Turn // who works on what on which day, planned and firm
	Loads                 []Load
	Shorts                []Short
	Reasons               map[string][]Reason // by worker
	Objective, Bound, Gap float64
	Late, Near            int // orders late; orders with less than a day to spare
	FreeWeek              int // clock minutes of this week nobody asked for
	NewcomerShare         int // percent of proposed minutes that go to newcomers
	ProposedMinutes       int
}

// Read puts a plan of the task into the terms of the hub. later is the plan of what the
// first one finds nobody for in time: it says when that would be done; nil if all is met.
func (t *Task) Read(s, later *plan.Plan) Result {
	r := Result{Objective: s.Objective, Bound: s.Bound, Gap: s.Gap, Reasons: map[string][]Reason{}}
	reader := why.New(t.Problem, s)
	r.Proposals = t.proposals(s, reader)
	all := slices.Clone(s.Assignments)
	if later != nil {
		all = later.Assignments
	}
	r.Outlooks = t.outlooks(all)
	for _, o := range r.Outlooks {
		if o.Late() {
			r.Late++
		} else if o.Slack < 1 {
			r.Near++
		}
	}
	r.Spells = t.turns(all)
	t.loads(&r, s)
	t.shorts(&r, s)
	t.reasons(&r, reader)
	return r
}

// part is the part of an order of the plan; what was added to find its end has a number
// beyond the first ones.
func (t *Task) part(order int) *Part { return &t.Parts[(order-1)%len(t.Parts)] }

func (t *Task) proposals(s *plan.Plan, reader *why.Reader) []Proposal {
	type pair struct{ order, worker int }
	at := map[pair]int{}
	var out []Proposal
	for _, a := range s.Assignments {
		k := pair{a.Order, a.Worker}
		n, ok := at[k]
		day := t.Date(a.Day)
		if !ok {
			n = len(out)
			at[k] = n
			x, _ := reader.Of(a.Order, a.Worker)
			out = append(out, Proposal{Key: t.part(a.Order).Key(), Worker: t.Workers[a.Worker-1].ID, First: day, Last: day, Why: Why(x.Why)})
		}
		p := &out[n]
		p.Units += a.Units
		p.Minutes += int(math.Round(a.Minutes))
		if day.Before(p.First) {
			p.First = day
		}
		if day.After(p.Last) {
			p.Last = day
		}
	}
	slices.SortStableFunc(out, func(a, b Proposal) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.First.Sub(b.First), 0), cmp.Compare(a.Worker, b.Worker))
	})
	return out
}

// outlooks joins planned and firm work of each order.
func (t *Task) outlooks(all []plan.Assignment) []Outlook {
	at := map[string]int{}
	var out []Outlook
	people := map[string]map[string]bool{}
	done := make([]float64, len(t.Parts))
	of := func(order string, promise when.Date) *Outlook {
		n, ok := at[order]
		if !ok {
			n = len(out)
			at[order], people[order] = n, map[string]bool{}
			out = append(out, Outlook{Order: order, Promise: promise})
		}
		return &out[n]
	}
	for i := range t.Parts {
		of(t.Parts[i].Order, t.Parts[i].Promise)
	}
	for _, a := range all {
		p := t.part(a.Order)
		o := of(p.Order, p.Promise)
		o.add(a.Day, int(math.Round(a.Minutes)), false)
		people[p.Order][t.Workers[a.Worker-1].ID] = true
		done[(a.Order-1)%len(t.Parts)] += a.Standard
	}
	for _, b := range t.Blocks {
		o := of(b.Order, when.Date{})
		o.add(b.Day, b.Minutes, true)
		people[b.Order][b.Worker] = true
	}
	for _, x := range t.Loose {
		of(x.Order, when.Date{}).Missing += x.Missing
	}
	for i := range t.Parts {
		// what lies beyond the last day planned is not missing: there is time for it then
		if left := t.Parts[i].Units*t.Parts[i].Effort() - int(math.Round(done[i])); left > 0 && t.deadline(t.Parts[i].Promise) <= Days {
			out[at[t.Parts[i].Order]].Missing += left
		}
	}
	for i := range out {
		t.finish(&out[i], len(people[out[i].Order]))
	}
	slices.SortStableFunc(out, func(a, b Outlook) int {
		return cmp.Or(cmp.Compare(a.order(), b.order()), cmp.Compare(a.Promise.Sub(b.Promise), 0), cmp.Compare(a.Order, b.Order))
	})
	return out
}

func (t *Task) turns(all []plan.Assignment) []Turn {
	var out []Turn
	for _, b := range t.Blocks {
		out = append(out, Turn{b.Order, b.Worker, b.Day, b.Minutes})
	}
	for _, a := range all {
		out = append(out, Turn{t.part(a.Order).Order, t.Workers[a.Worker-1].ID, a.Day, int(math.Round(a.Minutes))})
	}
	return out
}

// order of the board: what is late first, then by what there is to spare.
func (o *Outlook) order() int {
	if o.Ready.IsZero() {
		return math.MinInt32
	}
	return o.Slack
}

func (o *Outlook) add(day, minutes int, firm bool) {
	for i := range o.Spells {
		if s := &o.Spells[i]; s.Day == day && s.Firm == firm {
			s.Minutes += minutes
			return
		}
	}
	o.Spells = append(o.Spells, Spell{day, minutes, firm})
}

func (t *Task) finish(o *Outlook, people int) {
	o.People = people
	slices.SortFunc(o.Spells, func(a, b Spell) int { return cmp.Compare(a.Day, b.Day) })
	if o.Promise.IsZero() {
		for _, f := range t.Firm {
			if f.Order == o.Order {
				o.Promise = f.Promise // all of it is in people's hands
			}
		}
	}
	if o.Missing > 0 {
		return
	}
	last := t.day(t.Today) - 1
	if n := len(o.Spells); n > 0 {
		last = o.Spells[n-1].Day
	}
	o.Ready = t.Ready(last)
	if t.deadline(o.Promise) > Days && o.Ready.Before(o.Promise) {
		o.Ready = o.Promise
	}
	o.Slack = o.Promise.Sub(o.Ready)
}

// loads are everybody's hours, given and offered.
func (t *Task) loads(r *Result, s *plan.Plan) {
	r.Loads = make([]Load, len(t.Workers))
	at := map[string]int{}
	today, proposed, fresh := t.day(t.Today), 0.0, 0.0
	for k := range t.Workers {
		w := &t.Workers[k]
		at[w.ID] = k
		r.Loads[k] = Load{Worker: w.ID, New: w.New}
		x := &t.Problem.Workers[k]
		for i, a := range x.Avail {
			r.Loads[k].Offered += a
			if i < plan.Week && i >= today-1 {
				r.Loads[k].WeekOffered += a
			}
		}
		r.Loads[k].WeekOffered = min(r.Loads[k].WeekOffered, x.Caps[0])
	}
	give := func(k, day, minutes int) {
		l := &r.Loads[k]
		if l.All += minutes; day <= plan.Week {
			l.Week += minutes
		}
	}
	for _, b := range t.Blocks {
		k := at[b.Worker]
		give(k, b.Day, b.Minutes)
		r.Loads[k].Offered += b.Minutes
		if b.Day <= plan.Week {
			r.Loads[k].WeekOffered += b.Minutes
		}
	}
	for _, a := range s.Assignments {
		give(a.Worker-1, a.Day, int(math.Round(a.Minutes)))
		if proposed += a.Minutes; t.Workers[a.Worker-1].New {
			fresh += a.Minutes
		}
	}
	for _, l := range r.Loads {
		r.FreeWeek += max(l.WeekOffered-l.Week, 0)
	}
	if r.ProposedMinutes = int(math.Round(proposed)); proposed > 0 {
		r.NewcomerShare = int(math.Round(100 * fresh / proposed))
	}
}

// Later is the problem of what a plan finds nobody for, to be done as soon as there is time
// after all that is planned; ok is false if nothing is left.
func (t *Task) Later(s *plan.Plan) (p *plan.Problem, held []plan.Assignment, ok bool) {
	q := *t.Problem
	q.Orders = slices.Clone(t.Problem.Orders)
	for i, f := range s.Fates {
		o := t.Problem.Orders[i]
		units := int(math.Round(f.Unmet)) / o.Effort
		if units == 0 {
			continue
		}
		q.Orders[i].Count -= units
		o.ID, o.Count, o.Deadline = len(t.Parts)+i+1, units, Days
		q.Orders = append(q.Orders, o)
		ok = true
	}
	return &q, s.Assignments, ok
}

// AtHub is how many clock minutes of work tied to the hub a result has between two dates,
// and how many people have them.
func (t *Task) AtHub(r Result, from, to when.Date) (minutes, people int) {
	tied := map[string]bool{}
	for i := range t.Parts {
		tied[t.Parts[i].Order] = tied[t.Parts[i].Order] || t.Parts[i].HubOnly
	}
	for _, x := range t.Firm {
		tied[x.Order] = tied[x.Order] || x.HubOnly
	}
	who := map[string]bool{}
	for _, s := range r.Spells {
		if d := t.Date(s.Day); tied[s.Order] && !d.Before(from) && !d.After(to) {
			minutes += s.Minutes
			who[s.Worker] = true
		}
	}
	return minutes, len(who)
}
