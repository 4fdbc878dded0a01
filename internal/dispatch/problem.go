package dispatch

import (
	"fmt"
	"strings"

	"hiroba/internal/base/yen"
	"hiroba/internal/lib/plan"
	"hiroba/internal/skills"
)

// Task is the problem of a hub on a day, and what is firm already.
type Task struct {
	Facts
	Problem *plan.Problem
	Blocks  []Block // firm work, on its days
	Loose   []Loose // firm work there is no time for any more
	Kept    []Kept  // offers and decisions, with what of them stands
	class   []int   // plan's skill of each part
}

// Block is firm work of somebody on a day.
type Block struct {
	Key
	Worker  string
	Hold    Hold
	Day     int
	Minutes int // of the clock
}

// Kept is an offer or a decision with the units for which there is still time.
type Kept struct {
	Firm
	Units int
}

// Loose is firm work for which her free time no longer suffices.
type Loose struct {
	Firm
	Missing int // standard minutes
}

// Build makes the problem of the facts. Numbers of workers and orders in it count from 1,
// in the order of the task's facts.
func Build(f Facts) *Task {
	f.sorted()
	t := &Task{Facts: f}
	t.Parts = append([]Part(nil), f.Parts...)
	t.Apart()
	desks := make([]desk, len(t.Workers))
	for k := range t.Workers {
		desks[k] = t.desk(&t.Workers[k])
	}
	t.placeFirm(desks)
	t.Problem = &plan.Problem{Days: Days, Hubs: 1}
	t.layOrders()
	t.layWorkers(desks)
	return t
}

// desk is somebody's time while firm work is put into it.
type desk struct {
	free, there []int
	caps        []int
	fees        yen.Amount // of firm work, as far as they count under this year's ceiling
	limited     bool
	yenLeft     yen.Amount
}

// noCap is more than a week has.
const noCap = 7 * 24 * 60

func (t *Task) desk(w *Worker) desk {
	d := desk{free: make([]int, Days), there: make([]int, Days), caps: make([]int, Days/plan.Week), limited: w.Limited, yenLeft: w.YenLeft}
	copy(d.free, w.Free)
	copy(d.there, w.There)
	t.trim(d.free, w)
	for i := range d.free {
		if d.there[i] = min(d.there[i], d.free[i]); w.Place == skills.Hub {
			d.free[i] = d.there[i]
		}
		if w.Place == skills.Home {
			d.there[i] = 0
		}
	}
	for k := range d.caps {
		if d.caps[k] = noCap; w.WeekCap > 0 {
			d.caps[k] = w.WeekCap
		}
	}
	if w.WeekCap > 0 {
		d.caps[0] = max(w.WeekCap-w.WeekDone, 0)
	}
	return d
}

// trim lowers free time so that no calendar month goes over the worker's own cap: evenly
// over its days, since a plan may use any of them.
func (t *Task) trim(free []int, w *Worker) {
	if w.MonthCap == 0 {
		return
	}
	for from := 0; from < len(free); {
		to, sum := from, 0
		for ; to < len(free) && t.Date(to+1).Month() == t.Date(from+1).Month(); to++ {
			sum += free[to]
		}
		left := w.MonthCap
		if t.Date(from+1).Month() == t.Today.Month() {
			left = max(left-w.MonthDone, 0)
		}
		if sum > left {
			for i := from; i < to; i++ {
				free[i] = free[i] * left / sum
			}
		}
		from = to
	}
}

// place puts clock minutes into somebody's days from today on, the first free ones first,
// and returns what found no room.
func (d *desk) place(minutes, from, to int, tied bool, put func(day, minutes int)) int {
	for day := from; day <= min(to, Days) && minutes > 0; day++ {
		x := min(minutes, d.free[day-1], d.caps[(day-1)/plan.Week])
		if tied {
			x = min(x, d.there[day-1])
		}
		if x <= 0 {
			continue
		}
		d.free[day-1] -= x
		d.there[day-1] = min(d.there[day-1], d.free[day-1])
		d.caps[(day-1)/plan.Week] -= x
		minutes -= x
		put(day, x)
	}
	return minutes
}

// placeFirm puts firm work on its days before anything is planned. What somebody took on
// and has no time left for is told; what she was only asked for is free again.
func (t *Task) placeFirm(desks []desk) {
	at := map[string]int{}
	for k := range t.Workers {
		at[t.Workers[k].ID] = k
	}
	part := map[Key]int{}
	for i := range t.Parts {
		part[t.Parts[i].Key()] = i
	}
	has := map[[2]string]Key{} // the lane and pass of an order that somebody has
	for _, x := range t.Firm {
		k, there := at[x.Worker]
		i, open := part[x.Key]
		pair := [2]string{x.Order, x.Worker}
		other, two := has[pair]
		if two = two && other != x.Key; x.Hold != Taken && (!there || !open || two) {
			t.Kept = append(t.Kept, Kept{x, 0}) // she is not there any more, nothing is left to do, or she has another lane
			continue
		}
		if x.Lane != ToCome {
			has[pair] = x.Key
		}
		if !there {
			t.Loose = append(t.Loose, Loose{x, (x.Seconds + 59) / 60})
			continue
		}
		due := Days
		if x.Due.IsZero() && open {
			due = t.deadline(t.Parts[i].Promise)
		} else if !x.Due.IsZero() {
			due = max(t.day(x.Due), t.day(t.Today))
		}
		if x.Hold == Taken {
			t.placeTaken(&desks[k], x, due)
			continue
		}
		t.placeUnits(&desks[k], x, &t.Parts[i], due)
	}
}

func (t *Task) speed(x Firm) int {
	for k := range t.Workers {
		if t.Workers[k].ID == x.Worker {
			return t.Workers[k].Pace[x.Kind].Speed()
		}
	}
	return 100
}

func (t *Task) block(x Firm) func(day, minutes int) {
	return func(day, minutes int) {
		t.Blocks = append(t.Blocks, Block{x.Key, x.Worker, x.Hold, day, minutes})
	}
}

func (t *Task) placeTaken(d *desk, x Firm, due int) {
	speed := t.speed(x)
	d.fees += x.Fee
	clock := (x.Seconds*100/speed + 59) / 60
	if left := d.place(clock, t.day(t.Today), due, x.HubOnly, t.block(x)); left > 0 {
		t.Loose = append(t.Loose, Loose{x, left * speed / 100})
	}
}

// bears tells whether a fee still fits under the yearly ceiling she set, if she set one.
func (d *desk) bears(fee yen.Amount) bool { return !d.limited || d.fees+fee <= d.yenLeft }

// feeOf is the fee for so many of a part's units: never less than what they come to.
func (p *Part) feeOf(units int) yen.Amount {
	return p.Fee - p.Fee*yen.Amount(p.Units-units)/yen.Amount(p.Units)
}

// placeUnits keeps as many whole units of an offer or a decision as still find time, and,
// as far as they are done this year, stay under her ceiling.
func (t *Task) placeUnits(d *desk, x Firm, p *Part, due int) {
	effort, speed := p.Effort(), t.speed(x)
	each := (effort*100 + speed - 1) / speed
	n := 0
	for want := min(x.Units, p.Units); n < want; n++ {
		fee := p.feeOf(n+1) - p.feeOf(n)
		before := *d
		before.free, before.there, before.caps = append([]int(nil), d.free...), append([]int(nil), d.there...), append([]int(nil), d.caps...)
		var put []Block
		if d.place(each, t.release(p.Stage), due, p.HubOnly, func(day, m int) { put = append(put, Block{x.Key, x.Worker, x.Hold, day, m}) }) > 0 {
			*d = before
			break
		}
		if t.Date(put[len(put)-1].Day).Year() == t.Today.Year() {
			if !d.bears(fee) {
				*d = before
				break
			}
			d.fees += fee
		}
		t.Blocks = append(t.Blocks, put...)
	}
	if n < x.Units && x.Hold == ByStaff {
		t.Loose = append(t.Loose, Loose{x, (min(x.Units, p.Units) - n) * effort})
	}
	t.Kept = append(t.Kept, Kept{x, n})
	if n > 0 {
		p.Seconds, p.Fee = p.Seconds*(p.Units-n)/p.Units, p.Fee-p.feeOf(n)
		p.Units -= n
	}
}

// layOrders writes the parts into the problem. Parts that the same people may do share a
// skill of the plan; a part that somebody is barred from has one of its own.
func (t *Task) layOrders() {
	crowds := t.crowds()
	known := map[string]int{}
	t.class = make([]int, len(t.Parts))
	clients := map[string]int{}
	for i := range t.Parts {
		p := &t.Parts[i]
		key := classKey(p, crowds[i])
		c, ok := known[key]
		if !ok {
			c = len(known)
			known[key] = c
		}
		t.class[i] = c
		if _, ok := clients[p.Client]; !ok {
			clients[p.Client] = len(clients) + 1
		}
		t.Problem.Orders = append(t.Problem.Orders, t.planOrder(i, c, clients[p.Client]))
	}
	t.Problem.Skills = max(len(known), 1)
	t.Problem.Workers = make([]plan.Worker, len(t.Workers))
	for k := range t.Workers {
		w := &t.Problem.Workers[k]
		have := map[int]bool{}
		for i := range t.Parts {
			if c := t.class[i]; crowds[i][k] && !have[c] {
				have[c] = true
				w.Skills = append(w.Skills, plan.Ability{Skill: c, Level: level(&t.Workers[k], &t.Parts[i]), Speed: t.Workers[k].Pace[t.Parts[i].Kind].Speed()})
			}
		}
	}
}

// classKey is the same for parts of a kind that the same people may do.
func classKey(p *Part, who crowd) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s|%d|", p.Kind, p.Level)
	for _, x := range who {
		if x {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return b.String()
}

func (t *Task) planOrder(i, class, client int) plan.Order {
	p := &t.Parts[i]
	o := plan.Order{ID: i + 1, Client: client, Skill: class, Level: max(p.Level, 1), Hub: plan.Anywhere, Count: p.Units, Effort: p.Effort()}
	if p.HubOnly {
		o.Hub = 0
	}
	if p.Skill == "" {
		o.Level = 1
	}
	o.Release = min(t.release(p.Stage), Days)
	o.Deadline = min(max(t.deadline(p.Promise), o.Release), Days)
	if whole := t.deadline(p.Promise); whole > Days { // what lies beyond the plan's last day is done beyond it
		o.Count = p.Units * (Days - o.Release + 1) / (whole - o.Release + 1)
	}
	o.Count = min(o.Count, minutesMost/o.Effort) // a slip of the pen in one quote is no end to planning
	return o
}

func (t *Task) layWorkers(desks []desk) {
	for k := range t.Workers {
		w, d := &t.Workers[k], &desks[k]
		x := &t.Problem.Workers[k]
		x.ID, x.Hub, x.AtHub, x.Newcomer = k+1, 0, w.Place != skills.Home, w.New
		x.Avail, x.There, x.Caps = d.free, d.there, d.caps
		if w.Limited {
			t.limit(w.YenLeft-d.fees, x)
		}
	}
}

// limit keeps a worker below the yearly ceiling she set herself, of which firm work leaves
// so much: the minutes in which she would reach it at the best pay there is for her. Days of
// the next year have a ceiling of their own.
func (t *Task) limit(left yen.Amount, x *plan.Worker) {
	minutes := 0
	if rate := t.best(x); left > 0 && rate > 0 {
		minutes = int(float64(left)/rate + 1e-6) // a whole minute is not lost to the division
	} else if left > 0 {
		return
	}
	end := 0
	for end < Days && t.Date(end+1).Year() == t.Today.Year() {
		end++
	}
	sum := 0
	for _, a := range x.Avail[:end] {
		sum += a
	}
	if minutes > 0 && end == Days {
		x.Ceiling = minutes
		return
	}
	for i := range x.Avail[:end] {
		if sum > minutes {
			x.Avail[i] = x.Avail[i] * minutes / sum
			x.There[i] = min(x.There[i], x.Avail[i])
		}
	}
}

// best is the most yen a clock minute of hers can bring in this plan.
func (t *Task) best(x *plan.Worker) (rate float64) {
	for i := range t.Parts {
		a, ok := x.Ability(t.class[i])
		if p := &t.Parts[i]; ok && p.Seconds > 0 {
			// a unit's minutes are rounded up, so its pay for a planned minute is never above this
			rate = max(rate, float64(p.Fee)*60/float64(p.Seconds)*float64(a.Speed)/100)
		}
	}
	return rate
}
