// Package plan decides who does which work on which day: workers with the minutes they
// offer on one side, orders with deadlines on the other, and one table of costs. It is
// right in any town. A worker is a number with hours, skills and limits; there is no
// field for a name, and none for having been away or having said no, so nothing of that
// kind can ever weigh in a plan.
//
// The answer is a Plan: assignments, what is late or unmet, and a price for each skill,
// level, place and day. The prices are the certificate: they prove a lower bound on the
// cost of every possible plan, and package verify checks that without trusting this one.
package plan

import "fmt"

// Anywhere is the place of an order that may be done at home.
const Anywhere = -1

// Levels is how many levels a skill has; they count from 1.
const Levels = 3

// Week is the number of days for which a worker's week cap holds.
const Week = 7

// Problem is what is to be planned: the days 1..Days, and skills and hubs counted from 0.
type Problem struct {
	Days, Skills, Hubs int
	Workers            []Worker
	Orders             []Order
}

// Worker is one person's offer of time.
type Worker struct {
	ID       int
	Hub      int  // the hub she belongs to
	AtHub    bool // whether she may do work that is tied to that hub
	Newcomer bool // whether her first minutes are favoured
	Fit      int  // cost of each of her clock minutes, for whatever the caller wants to weigh

	Caps    []int // most clock minutes in each week
	Ceiling int   // most clock minutes over the whole horizon that she wants; 0 is no ceiling
	Avail   []int // clock minutes offered on each day, day 1 first
	// There is how many of these minutes her hub is open to her; nil is all of them. Plans of
	// whole units keep to it. Plans in which work may be cut anywhere do not look at it:
	// theirs is the looser problem, so what they prove still holds.
	There  []int
	Skills []Ability
}

// Ability is what a worker can do, how well and how fast.
type Ability struct {
	Skill int
	Level int // 1..Levels
	Speed int // percent: at 100, one clock minute does one standard minute
}

// Order is an amount of work of one kind.
type Order struct {
	ID, Client int
	Skill      int
	Level      int // lowest level that may do it
	Hub        int // the hub at which it must be done, or Anywhere

	Release  int // first day on which it can be done
	Deadline int // last day on which it is in time
	Priority int // weighs being unmet and being late

	Count  int // units
	Effort int // standard minutes for one unit
	Price  int // yen for one unit; no part of the costs
}

// Demand is the order's work in standard minutes.
func (o *Order) Demand() int { return o.Count * o.Effort }

// Weeks is the number of week caps each worker has.
func (p *Problem) Weeks() int { return (p.Days + Week - 1) / Week }

// Ability is what the worker can do of a skill; ok is false if she has not got it.
func (w *Worker) Ability(skill int) (a Ability, ok bool) {
	for _, a := range w.Skills {
		if a.Skill == skill {
			return a, true
		}
	}
	return Ability{}, false
}

// At is how many clock minutes of a day, the first being 0, she offers for work of a place.
func (w *Worker) At(hub, day int) int {
	if hub == Anywhere || w.There == nil {
		return w.Avail[day]
	}
	return min(w.There[day], w.Avail[day])
}

// MayWorkAt says whether work tied to the place may go to the worker.
func (w *Worker) MayWorkAt(hub int) bool { return hub == Anywhere || w.AtHub && w.Hub == hub }

// The largest figures a problem may have. They keep every sum exact and every table small.
const (
	maxDays    = 400
	maxSkills  = 10_000
	maxHubs    = 100_000
	maxWorkers = 1_000_000
	maxOrders  = 1_000_000
	maxID      = 1 << 40
	maxMinutes = 24 * 60
	maxSpeed   = 1_000
	maxFit     = 100_000
	maxRank    = 1_000 // priority
	maxUnits   = 100_000_000
	maxEffort  = 1_000_000
	maxPrice   = 1 << 40
	maxDemand  = 1_000_000_000
)

// Check says what is wrong with the problem, if anything; the error names the worker or
// order, and the field.
func (p *Problem) Check() error {
	if err := p.checkSize(len(p.Workers), len(p.Orders)); err != nil {
		return err
	}
	ids := make(map[int]bool, max(len(p.Workers), len(p.Orders)))
	for i := range p.Workers {
		w := &p.Workers[i]
		if err := p.checkWorker(w); err != nil {
			return fmt.Errorf("worker %d: %w", w.ID, err)
		}
		if ids[w.ID] {
			return fmt.Errorf("worker %d: there are two of this number", w.ID)
		}
		ids[w.ID] = true
	}
	clear(ids)
	for i := range p.Orders {
		o := &p.Orders[i]
		if err := p.checkOrder(o); err != nil {
			return fmt.Errorf("order %d: %w", o.ID, err)
		}
		if ids[o.ID] {
			return fmt.Errorf("order %d: there are two of this number", o.ID)
		}
		ids[o.ID] = true
	}
	return nil
}

// within is the error of a figure outside its range.
func within(what string, v, low, high int) error {
	if v < low || v > high {
		return fmt.Errorf("%s is %d, not between %d and %d", what, v, low, high)
	}
	return nil
}

// first is the first error there is.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) checkSize(workers, orders int) error {
	return first(
		within("number of days", p.Days, 1, maxDays),
		within("number of skills", p.Skills, 1, maxSkills),
		within("number of hubs", p.Hubs, 0, maxHubs),
		within("number of workers", workers, 0, maxWorkers),
		within("number of orders", orders, 0, maxOrders),
	)
}

func (p *Problem) checkWorker(w *Worker) error {
	err := first(
		within("number", w.ID, 0, maxID),
		within("hub", w.Hub, 0, max(p.Hubs-1, 0)),
		within("cost of fit", w.Fit, -maxFit, maxFit),
		within("ceiling", w.Ceiling, 0, maxDays*maxMinutes),
		within("number of week caps", len(w.Caps), p.Weeks(), p.Weeks()),
		within("number of days of availability", len(w.Avail), p.Days, p.Days),
		within("number of skills", len(w.Skills), 0, p.Skills),
	)
	for i, c := range w.Caps {
		if c < 0 || c > Week*maxMinutes { // asked before the sentence is made: there are millions of these
			err = first(err, within(fmt.Sprintf("cap of week %d", i+1), c, 0, Week*maxMinutes))
		}
	}
	for i, a := range w.Avail {
		if a < 0 || a > maxMinutes {
			err = first(err, within(fmt.Sprintf("availability on day %d", i+1), a, 0, maxMinutes))
		}
	}
	if w.There != nil {
		err = first(err, within("number of days at the hub", len(w.There), p.Days, p.Days))
	}
	for i, a := range w.There {
		if a < 0 || a > maxMinutes {
			err = first(err, within(fmt.Sprintf("time at the hub on day %d", i+1), a, 0, maxMinutes))
		}
	}
	for i, a := range w.Skills {
		err = first(err,
			within("skill", a.Skill, 0, p.Skills-1),
			within("level", a.Level, 1, Levels),
			within("speed", a.Speed, 1, maxSpeed))
		for _, b := range w.Skills[:i] {
			if a.Skill == b.Skill {
				err = first(err, fmt.Errorf("skill %d is there twice", a.Skill))
			}
		}
	}
	return err
}

func (p *Problem) checkOrder(o *Order) error {
	err := first(
		within("number", o.ID, 0, maxID),
		within("client", o.Client, 0, maxID),
		within("skill", o.Skill, 0, p.Skills-1),
		within("level", o.Level, 1, Levels),
		within("hub", o.Hub, Anywhere, p.Hubs-1),
		within("release day", o.Release, 1, p.Days),
		within("deadline", o.Deadline, o.Release, p.Days),
		within("priority", o.Priority, 0, maxRank),
		within("number of units", o.Count, 0, maxUnits),
		within("effort of a unit", o.Effort, 1, maxEffort),
		within("price of a unit", o.Price, 0, maxPrice),
	)
	if err == nil && o.Demand() > maxDemand {
		err = fmt.Errorf("%d units of %d minutes are more than %d minutes", o.Count, o.Effort, maxDemand)
	}
	return err
}
