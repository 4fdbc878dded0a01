// Package replan makes a plan anew after a change: what is done or accepted stays, what
// was only offered is moved when that is worth it, and the rest is planned again.
package replan

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"hiroba/internal/lib/plan"
)

// Change is what has become different since a plan was made. That somebody cannot come is
// a day with no minutes; why, and how often, is nowhere asked.
type Change struct {
	// From is the first day that is still open; the work before it is done.
	From int `json:"from"`
	// Hours are days on which a worker now offers other minutes.
	Hours []Hours `json:"hours,omitempty"`
	// Orders are new ones. They cannot be released before From.
	Orders []Order `json:"orders,omitempty"`
	// Cancelled are orders that are wanted no more.
	Cancelled []int `json:"cancelled,omitempty"`
	// Accepted are offers of the plan that were accepted. They stay; so does all work of a
	// worker on an order that she has begun.
	Accepted []Pair `json:"accepted,omitempty"`
	// Pins are decisions of people: this work is for this worker on this day.
	Pins []Pin `json:"pins,omitempty"`
	// MovedCost is the cost of each standard minute of an open offer that is taken back;
	// 0 stands for the usual one.
	MovedCost float64 `json:"moved_cost,omitempty"`
}

// UsualMovedCost is as much as work being late by one step of an unimportant order.
const UsualMovedCost = 100

// Hours is a worker's minutes on a day.
type Hours struct {
	Worker  int `json:"worker"`
	Day     int `json:"day"`
	Minutes int `json:"minutes"`
}

// Pair is a worker's share of an order.
type Pair struct {
	Order  int `json:"order"`
	Worker int `json:"worker"`
}

// Pin is work a person has decided on.
type Pin struct {
	Pair
	Day   int `json:"day"`
	Units int `json:"units"`
}

// Order is a new order.
type Order struct {
	ID       int `json:"id"`
	Client   int `json:"client"`
	Skill    int `json:"skill"`
	Level    int `json:"level"`
	Hub      int `json:"hub"`
	Release  int `json:"release"`
	Deadline int `json:"deadline"`
	Priority int `json:"priority"`
	Count    int `json:"count"`
	Effort   int `json:"effort"`
	Price    int `json:"price"`
}

// Read reads a change from JSON.
func Read(r io.Reader) (*Change, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	c := &Change{}
	if err := d.Decode(c); err != nil {
		return nil, fmt.Errorf("replan: %w", err)
	}
	return c, nil
}

// apply is the problem after the change; done is the minutes of work already done, by
// worker's place and day.
func (c *Change) apply(p *plan.Problem, done [][]float64) (*plan.Problem, error) {
	q := *p
	q.Workers = slices.Clone(p.Workers)
	q.Orders = slices.Clone(p.Orders)
	roll := p.Roll()
	for k := range q.Workers {
		w := &q.Workers[k]
		w.Avail = slices.Clone(w.Avail)
		for t := range min(c.From-1, p.Days) { // past time is gone, but for what was done in it
			w.Avail[t] = min(w.Avail[t], int(done[k][t]+0.999))
		}
	}
	for _, h := range c.Hours {
		k, ok := roll.Worker[h.Worker]
		if !ok || h.Day < c.From || h.Day > p.Days {
			return nil, fmt.Errorf("replan: hours of worker %d on day %d cannot be changed", h.Worker, h.Day)
		}
		q.Workers[k].Avail[h.Day-1] = h.Minutes
	}
	for _, id := range c.Cancelled {
		i, ok := roll.Order[id]
		if !ok {
			return nil, fmt.Errorf("replan: order %d cannot be cancelled: it is not there", id)
		}
		q.Orders[i].Count = 0
	}
	for _, o := range c.Orders {
		q.Orders = append(q.Orders, plan.Order{ID: o.ID, Client: o.Client, Skill: o.Skill, Level: o.Level, Hub: o.Hub,
			Release: max(o.Release, c.From, 1), Deadline: o.Deadline, Priority: o.Priority, Count: o.Count, Effort: o.Effort, Price: o.Price})
	}
	if err := q.Check(); err != nil {
		return nil, fmt.Errorf("replan: after the change: %w", err)
	}
	return &q, nil
}
