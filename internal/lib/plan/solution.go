package plan

import (
	"encoding/json"
	"fmt"
	"io"
)

// Plan is an answer to a Problem.
type Plan struct {
	// Flat says that one speed counts for all of a worker's skills, the first one's, and
	// that limits and costs of the worker's side are in standard minutes rounded down.
	Flat bool `json:"flat,omitempty"`
	// Whole says that every order is handed out in whole units.
	Whole bool `json:"whole,omitempty"`

	Objective float64 `json:"objective"` // cost by the table
	Bound     float64 `json:"bound"`     // no plan costs less; proved by Prices
	Gap       float64 `json:"gap"`       // (Objective − Bound) / |Objective|
	Seconds   float64 `json:"seconds"`

	Assignments []Assignment `json:"assignments"`
	Fates       []Fate       `json:"orders"` // in the order of the problem
	Prices      []Price      `json:"prices"`
	Reasons     []Reason     `json:"reasons,omitempty"`
	Moved       []Share      `json:"moved,omitempty"` // in a plan made anew: offers taken back
}

// Share is work of an order for a worker, in standard minutes.
type Share struct {
	Order    int     `json:"order"`
	Worker   int     `json:"worker"`
	Standard float64 `json:"standard_minutes"`
}

// Assignment is work of one order for one worker on one day.
type Assignment struct {
	Order    int     `json:"order"`
	Worker   int     `json:"worker"`
	Day      int     `json:"day"`
	Minutes  float64 `json:"minutes"`          // of the clock
	Standard float64 `json:"standard_minutes"` // what they achieve
	Units    int     `json:"units,omitempty"`  // finished on this day, in a plan of whole units
}

// Fate is how an order fares, in standard minutes.
type Fate struct {
	Order int     `json:"order"`
	Late  float64 `json:"late"`  // done after the deadline
	Unmet float64 `json:"unmet"` // not done at all
}

// Price is what one more standard minute of a skill is worth at a level (its holders of
// exactly that level), place and day. Any prices prove a bound; the solver's prove the
// best. The highest ones show where the bottleneck is.
type Price struct {
	Skill int     `json:"skill"`
	Level int     `json:"level"`
	Hub   int     `json:"hub"`
	Day   int     `json:"day"`
	Price float64 `json:"price"`
}

// ReadPlan reads a plan from JSON. It checks the form only; package verify checks the rest.
func ReadPlan(r io.Reader) (*Plan, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	s := &Plan{}
	if err := d.Decode(s); err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("plan: something follows the plan")
	}
	return s, nil
}
