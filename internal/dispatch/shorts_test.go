package dispatch

import (
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/simplex"
)

// typing is a hub with one person who types for an hour a day, and an order of so many hours.
func typing(hours int, promise when.Date) Facts {
	free := make([]int, Days)
	for i := range free {
		free[i] = 60
	}
	w := Worker{ID: "w1", Free: free, There: free, Levels: map[string]int{"type": 1}}
	p := Part{Order: "o1", Client: "c1", No: 1, Pass: 1, Kind: "cards", Skill: "type", Level: 1, Stage: Open, Units: 6 * hours, Seconds: 3600 * hours, Promise: promise}
	return Facts{Today: friday, Open: week(), Workers: []Worker{w}, Parts: []Part{p}}
}

// The board says from which day more time of a kind would help, and what an hour of it does
// away with: adding time on that day, and no other change, makes the best plan better by as much.
func TestAnHourMoreBringsWhatIsSaid(t *testing.T) {
	for _, c := range []struct {
		hours int
		what  Worth
	}{{40, Nobody}, {8, TwoLate}} {
		f := typing(c.hours, friday.AddDays(7))
		task, s, r := solved(t, f)
		x := r.Shorts[0]
		if x.Late == 0 || len(x.Spans) == 0 || x.Spans[0].What != c.what || x.Spans[0].From.Before(friday) || x.Spans[0].Tenths < 9 {
			t.Fatalf("%d hours: %+v", c.hours, x)
		}
		price := 0.0
		for _, p := range s.Prices {
			if task.Date(p.Day) == x.Spans[0].From {
				price = max(price, p.Price)
			}
		}
		more := f.Workers[0]
		more.ID, more.Free = "w2", make([]int, Days)
		more.Free[x.Spans[0].From.Sub(f.Monday())] = 30
		more.There = more.Free
		better := f
		better.Workers = []Worker{f.Workers[0], more}
		saved := optimum(t, f) - optimum(t, better)
		if saved < 0.8*30*price || saved > 30*price+0.01 {
			t.Errorf("%d hours: half an hour more saves %.0f; its price says %.0f", c.hours, saved, 30*price)
		}
	}
}

func optimum(t *testing.T, f Facts) float64 {
	t.Helper()
	s, err := simplex.Solve(t.Context(), Build(f).Problem, simplex.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s.Objective
}

// Where all is in time nothing is said to be missing, and days of one worth are one line.
func TestDaysOfOneWorthAreOneLine(t *testing.T) {
	if _, _, r := solved(t, typing(2, friday.AddDays(14))); r.Shorts[0].Late != 0 || r.Shorts[0].Spans != nil {
		t.Errorf("%+v", r.Shorts[0])
	}
	task := Build(typing(2, friday.AddDays(14)))
	var price [Days + 1]float64
	for day := range price {
		price[day] = 20 // what a busy day costs is nobody's lateness
	}
	price[1] = 1000 // over already
	price[6], price[7], price[9] = 1010, 990, 1000
	price[10], price[11] = 249, 101
	got := task.scarce(price)
	want := []Scarce{{task.Date(6), task.Date(7), Nobody, 10}, {task.Date(9), task.Date(9), Nobody, 10}, {task.Date(10), task.Date(10), FiveLate, 10}, {task.Date(11), task.Date(11), TwoLate, 10}}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	if plan.LateCost(0, plan.LateSteps[1]) != 100 || plan.UnmetCost(0) != 1000 {
		t.Error("the table of costs is another one: look at what is said of it")
	}
}
