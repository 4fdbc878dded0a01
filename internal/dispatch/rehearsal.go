package dispatch

import (
	"math"
	"math/rand/v2"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/orders"
)

// A rehearsal lives a fortnight of a copy of the hub's facts. It is values in, values out:
// it holds no books, no mail and no money, so it cannot send or pay anything.

// RehearsedDays is how far a rehearsal goes.
const RehearsedDays = 14

// awayDays is how long people who fall ill in a rehearsal stay away.
const awayDays = 7

// awayMost is how many people can fall ill at once.
const awayMost = 20

// WhatIf is what is different in a rehearsal.
type WhatIf struct {
	Order *Asking   // one more order
	Away  int       // people who fall ill tomorrow, for a week
	Shut  when.Date // a day on which the hub is closed
	Seed  uint64
}

// WhatIfForm is a what-if as typed. Each part may be left empty.
type WhatIfForm struct{ Kind, Volume, Wanted, Away, Shut, Seed string }

// Read cleans a what-if and says what is wrong with it.
func (f WhatIfForm) Read(kinds []orders.Kind, today when.Date) (w WhatIf, err error) {
	var c fault.Check
	if f.Kind != "" || f.Volume != "" || f.Wanted != "" {
		a, err := AskForm{f.Kind, f.Volume, f.Wanted}.Read(kinds, today)
		if x := fault.Of(err); x != nil {
			for _, y := range x.Fields {
				c.Add(y.Name, y.Key, y.Args...)
			}
		}
		w.Order = &a
	}
	if f.Away != "" {
		n, err := ja.Int(f.Away)
		c.When(err != nil || n < 0 || n > awayMost, "away", "dispatch.field.away", "most", awayMost)
		w.Away = n
	}
	if f.Shut != "" {
		d, err := when.ReadDate(f.Shut, today)
		c.When(err != nil, "shut", "dispatch.field.date")
		c.When(err == nil && (d.Before(today) || d.Sub(today) >= RehearsedDays), "shut", "dispatch.field.shut", "n", RehearsedDays)
		w.Shut = d
	}
	w.Seed = 1
	if f.Seed != "" {
		n, err := ja.Int(f.Seed)
		c.When(err != nil || n < 1 || n > 9999, "seed", "dispatch.field.seed")
		w.Seed = uint64(max(n, 1))
	}
	return w, c.Err()
}

// Rehearsed is how the fortnight went.
type Rehearsed struct {
	Days   []RehearsedDay
	Orders []RehearsedOrder
}

// RehearsedDay is one day of it.
type RehearsedDay struct {
	Date          when.Date
	Shut          bool
	Planned, Done int // clock minutes planned, and done
	People, Away  int // who worked, and who could not
	Finished      []string
}

// RehearsedOrder is what became of an order; the one asked about is called "?".
type RehearsedOrder struct {
	Order          string
	Promise, Ready when.Date // Ready is zero where no end was in sight
	Done           bool      // within the fortnight
}

// Late tells whether the client had it after the day promised, or has no date at all.
func (o RehearsedOrder) Late() bool { return o.Ready.IsZero() || o.Ready.After(o.Promise) }

// stage is where the days are lived.
type stage struct {
	Facts
	rng     *rand.Rand
	free    [][]int // of each worker, from the first Monday on
	there   [][]int
	open    []bool
	monday  when.Date
	ended   map[string]when.Date
	promise map[string]when.Date
}

// Rehearse lives a fortnight of the facts with what is different in it. solve plans a
// morning. The same seed gives the same fortnight.
func Rehearse(f Facts, w WhatIf, solve func(*Task) (*plan.Plan, error)) (Rehearsed, error) {
	s := newStage(f, w)
	var out Rehearsed
	for range RehearsedDays {
		t := Build(s.copy())
		p, err := solve(t)
		if err != nil {
			return out, err
		}
		out.Days = append(out.Days, s.live(t, p))
		s.next()
	}
	t := Build(s.copy())
	p, err := solve(t)
	if err != nil {
		return out, err
	}
	out.Orders = s.fates(t.Read(p, nil))
	return out, nil
}

func newStage(f Facts, w WhatIf) *stage {
	f.Workers, f.Parts, f.Firm = slices.Clone(f.Workers), slices.Clone(f.Parts), slices.Clone(f.Firm)
	if w.Order != nil {
		p := w.Order.Part()
		p.Seconds = w.Order.Volume * w.Order.Kind.Seconds
		p.Units = max(p.Seconds/rehearsedPiece, 1)
		f.Parts = append(f.Parts, p)
	}
	f.sorted() // as Build does: a plan names parts by their place
	s := &stage{Facts: f, rng: rand.New(rand.NewPCG(w.Seed, 20)), monday: f.Monday(), ended: map[string]when.Date{}, promise: map[string]when.Date{}}
	s.open = extended(f.Open, 2*plan.Week)
	for k := range s.Workers {
		s.free, s.there = append(s.free, extended(s.Workers[k].Free, 2*plan.Week)), append(s.there, extended(s.Workers[k].There, 2*plan.Week))
	}
	s.shut(w.Shut)
	s.illness(w.Away)
	s.Firm = nil
	for _, x := range f.Firm {
		if x.Hold == Taken { // what was only offered is part of the plan again
			s.Firm = append(s.Firm, x)
		}
		s.know(x.Order, x.Promise)
	}
	for _, p := range s.Parts {
		s.know(p.Order, p.Promise)
	}
	return s
}

// rehearsedPiece is the length of a piece of an order that is only thought of, in seconds.
const rehearsedPiece = 20 * 60

func (s *stage) know(order string, promise when.Date) {
	if promise.After(s.promise[order]) {
		s.promise[order] = promise
	}
}

// extended is a list with its last week once more, as often as it takes.
func extended[T any](list []T, by int) []T {
	out := slices.Clone(list)
	for range by {
		if n := len(out); n >= plan.Week {
			out = append(out, out[n-plan.Week])
		}
	}
	return out
}

func (s *stage) shut(d when.Date) {
	i := d.Sub(s.monday)
	if d.IsZero() || i < 0 || i >= len(s.open) {
		return
	}
	s.open[i] = false
	for k := range s.there {
		s.there[k][i] = 0
	}
}

// illness takes the next week from people drawn by the seed.
func (s *stage) illness(n int) {
	var able []int
	for k := range s.Workers {
		if slices.Max(append(s.free[k], 0)) > 0 {
			able = append(able, k)
		}
	}
	s.rng.Shuffle(len(able), func(i, j int) { able[i], able[j] = able[j], able[i] })
	from := s.Today.Sub(s.monday) + 1
	for _, k := range able[:min(n, len(able))] {
		for i := from; i < min(from+awayDays, len(s.free[k])); i++ {
			s.free[k][i], s.there[k][i] = 0, 0
		}
	}
}

// copy is the facts of the present day.
func (s *stage) copy() Facts {
	f := s.Facts
	shift := f.Monday().Sub(s.monday)
	f.Workers = slices.Clone(s.Workers)
	for k := range f.Workers {
		f.Workers[k].Free, f.Workers[k].There = slices.Clone(s.free[k][shift:]), slices.Clone(s.there[k][shift:])
		for i := range min(f.Today.Sub(f.Monday()), len(f.Workers[k].Free)) {
			f.Workers[k].Free[i], f.Workers[k].There[i] = 0, 0
		}
	}
	f.Open = nil
	if len(s.open) > 0 {
		f.Open = s.open[shift:]
	}
	f.Parts, f.Firm = slices.Clone(s.Parts), slices.Clone(s.Firm)
	return f
}

// live has everybody do what is planned for the day, as it turns out.
func (s *stage) live(t *Task, p *plan.Plan) RehearsedDay {
	today := t.day(t.Today)
	d := RehearsedDay{Date: t.Today, Shut: !t.openDay(today)}
	chance := promise.Usual
	how := make([]float64, len(t.Workers))
	for k := range how {
		if how[k] = math.Max(1+chance.Spread*s.rng.NormFloat64(), 0.3); s.rng.Float64() < chance.Away {
			how[k] = 0
		}
	}
	worked := map[int]bool{}
	do := func(k, minutes int) int { // answers the seconds of work at her usual speed
		d.Planned += minutes
		worked[k] = true
		if how[k] == 0 {
			return 0
		}
		d.Done += minutes
		s.Workers[k].WeekDone += minutes
		s.Workers[k].MonthDone += minutes
		return int(float64(minutes*60) * how[k])
	}
	s.doFirm(t, today, do)
	s.doPlanned(t, p, today, do)
	for k := range worked {
		if how[k] == 0 {
			d.Away++
		} else {
			d.People++
		}
	}
	d.Finished = s.finish(t, today)
	return d
}

func (s *stage) doFirm(t *Task, today int, do func(k, minutes int) int) {
	for _, b := range t.Blocks {
		if b.Day != today {
			continue
		}
		k := slices.IndexFunc(t.Workers, func(w Worker) bool { return w.ID == b.Worker })
		done := do(k, b.Minutes)
		for i := range s.Firm {
			x := &s.Firm[i]
			if x.Key == b.Key && x.Worker == b.Worker && done > 0 {
				speed := s.Workers[k].Pace[x.Kind].Speed()
				take := min(done*speed/100, x.Seconds)
				fee := x.Fee * yen.Amount(take) / yen.Amount(max(x.Seconds, 1))
				x.Seconds, x.Fee = x.Seconds-take, x.Fee-fee
				s.Workers[k].YenLeft -= fee
				done -= take * 100 / speed
			}
		}
	}
	s.Firm = slices.DeleteFunc(s.Firm, func(x Firm) bool { return x.Seconds < 60 })
}

func (s *stage) doPlanned(t *Task, p *plan.Plan, today int, do func(k, minutes int) int) {
	for _, a := range p.Assignments {
		if a.Day != today {
			continue
		}
		part := &s.Parts[a.Order-1]
		k := a.Worker - 1
		speed := s.Workers[k].Pace[part.Kind].Speed()
		done := min(do(k, int(math.Round(a.Minutes)))*speed/100, part.Seconds)
		fee := part.Fee * yen.Amount(done) / yen.Amount(max(part.Seconds, 1))
		part.Seconds, part.Fee = part.Seconds-done, part.Fee-fee
		s.Workers[k].YenLeft -= fee
		each := t.Parts[a.Order-1].Effort() * 60
		part.Units = (part.Seconds + each - 1) / each
	}
}

// finish drops what is done and tells which orders are.
func (s *stage) finish(t *Task, today int) (out []string) {
	s.Parts = slices.DeleteFunc(s.Parts, func(p Part) bool { return p.Seconds < 60 })
	left := map[string]bool{}
	for _, p := range s.Parts {
		left[p.Order] = true
	}
	for _, x := range s.Firm {
		left[x.Order] = true
	}
	for order := range s.promise {
		if _, over := s.ended[order]; !over && !left[order] {
			s.ended[order] = t.Ready(today)
			out = append(out, order)
		}
	}
	slices.Sort(out)
	return out
}

// next is the morning after: waiting orders are a day further, sums begin anew where a week
// or a month does.
func (s *stage) next() {
	month, monday := s.Today.Month(), s.Facts.Monday()
	s.Today = s.Today.AddDays(1)
	for k := range s.Workers {
		if s.Facts.Monday() != monday {
			s.Workers[k].WeekDone = 0
		}
		if s.Today.Month() != month {
			s.Workers[k].MonthDone = 0
		}
	}
	for i := range s.Parts {
		if s.Parts[i].Stage != Open && s.openToday() {
			s.Parts[i].Stage = Open
		}
	}
}

func (s *stage) openToday() bool {
	i := s.Today.Sub(s.monday)
	return i >= len(s.open) || s.open[i]
}

func (s *stage) fates(last Result) (out []RehearsedOrder) {
	for order, promise := range s.promise {
		o := RehearsedOrder{Order: order, Promise: promise}
		if o.Ready, o.Done = s.ended[order]; !o.Done {
			for _, x := range last.Outlooks {
				if x.Order == order {
					o.Ready = x.Ready
				}
			}
		}
		out = append(out, o)
	}
	slices.SortFunc(out, func(a, b RehearsedOrder) int {
		if n := a.Promise.Sub(b.Promise); n != 0 {
			return n
		}
		if a.Order < b.Order {
			return -1
		}
		return 1
	})
	return out
}
