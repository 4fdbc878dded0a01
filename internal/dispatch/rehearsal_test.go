package dispatch

import (
	"reflect"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/whole"
	"hiroba/internal/orders"
)

func rehearsed(t *testing.T, f Facts, w WhatIf) Rehearsed {
	t.Helper()
	r, err := Rehearse(f, w, func(x *Task) (*plan.Plan, error) { return whole.Solve(t.Context(), x.Problem, whole.Options{}) })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTheSameSeedIsTheSameFortnight(t *testing.T) {
	a, b := rehearsed(t, someTown(4, 10, 8), WhatIf{Seed: 5, Away: 3}), rehearsed(t, someTown(4, 10, 8), WhatIf{Seed: 5, Away: 3})
	if !reflect.DeepEqual(a, b) {
		t.Error("two fortnights of one seed")
	}
	if c := rehearsed(t, someTown(4, 10, 8), WhatIf{Seed: 6, Away: 3}); reflect.DeepEqual(a, c) {
		t.Error("another seed is the same fortnight")
	}
	if len(a.Days) != RehearsedDays || a.Days[0].Date != friday || a.Days[13].Date != friday.AddDays(13) {
		t.Errorf("%+v", a.Days)
	}
}

// The facts a rehearsal is made of are as before afterwards.
func TestARehearsalChangesNothing(t *testing.T) {
	f, g := someTown(4, 10, 8), someTown(4, 10, 8)
	rehearsed(t, f, WhatIf{Seed: 1, Away: 4, Shut: friday.AddDays(3), Order: &Asking{Kind: orders.Kind{ID: "k0", Skill: "type", Level: 1, Seconds: 43}, Volume: 500, Wanted: friday.AddDays(9)}})
	f.sorted()
	g.sorted()
	if !reflect.DeepEqual(f, g) {
		t.Error("the rehearsal changed what it was made of")
	}
}

// A plan names parts by their place: what is done is booked on the order it was planned for,
// also where the order thought of is wanted before all others.
func TestWorkIsBookedOnItsOrder(t *testing.T) {
	f := one()
	f.Parts[0].Promise = friday.AddDays(12)
	what := WhatIf{Seed: 2, Order: &Asking{Kind: orders.Kind{ID: "k", Skill: "type", Level: 1, Seconds: 60}, Volume: 100, Wanted: friday.AddDays(4)}}
	s := newStage(f, what)
	for i, p := range Build(s.copy()).Parts {
		if p.Key() != s.Parts[i].Key() {
			t.Fatalf("part %d is %v, planned as %v", i, s.Parts[i].Key(), p.Key())
		}
	}
	task := Build(s.copy())
	before := map[string]int{}
	for _, p := range s.Parts {
		before[p.Order] = p.Seconds
	}
	urgent := &plan.Plan{Assignments: []plan.Assignment{{Order: 1, Worker: 1, Day: 5, Units: 1, Minutes: 20, Standard: 20}}}
	for s.live(task, urgent).Done == 0 {
	}
	for _, p := range s.Parts {
		if moved := p.Seconds != before[p.Order]; moved != (p.Order == "?") {
			t.Errorf("%s: %d seconds, then %d", p.Order, before[p.Order], p.Seconds)
		}
	}
}

func TestWhatComesOfWhatIf(t *testing.T) {
	plain := rehearsed(t, one(), WhatIf{Seed: 2})
	if o := plain.Orders[0]; !o.Done || o.Late() {
		t.Errorf("an easy order: %+v", o)
	}
	ill := rehearsed(t, one(), WhatIf{Seed: 2, Away: 1})
	if a, b := plain.Orders[0].Ready, ill.Orders[0].Ready; !b.After(a) {
		t.Errorf("ready %v when all are well, %v when the only one is ill", a, b)
	}
	more := func(volume int) []RehearsedOrder {
		return rehearsed(t, one(), WhatIf{Seed: 2, Order: &Asking{Kind: orders.Kind{ID: "k", Skill: "type", Level: 1, Seconds: 43}, Volume: volume, Wanted: friday.AddDays(12)}}).Orders
	}
	// Both can be done in the fortnight, the larger one not by its day.
	if o := more(700); len(o) != 2 || o[1].Order != "?" || !o[1].Late() || o[1].Ready.IsZero() || !o[0].Done || o[0].Late() {
		t.Errorf("%+v", o)
	}
	// Both can not: what is left undone then is what costs least, whichever was there before.
	if o := more(2000); !o[1].Late() || !o[1].Ready.IsZero() {
		t.Errorf("far too much, and an end in sight: %+v", o)
	}
	snow := friday.AddDays(3)
	shut := rehearsed(t, one(), WhatIf{Seed: 2, Shut: snow})
	if !shut.Days[3].Shut || plain.Days[3].Shut || shut.Days[3].Date != snow {
		t.Errorf("%+v", shut.Days[3])
	}
	f := one()
	f.Parts[0].HubOnly = true
	if d := rehearsed(t, f, WhatIf{Seed: 2, Shut: snow}).Days[3]; d.Planned != 0 {
		t.Errorf("work at a shut hub: %+v", d)
	}
}

func TestAWhatIfIsRead(t *testing.T) {
	kinds := []orders.Kind{{ID: "k", Seconds: 43}}
	for _, c := range []struct {
		f    WhatIfForm
		want string
	}{
		{WhatIfForm{}, ""}, {WhatIfForm{Kind: "k", Volume: "100", Wanted: "2/24", Away: "３", Shut: "2/15", Seed: "7"}, ""}, {WhatIfForm{Volume: "100"}, "kind"}, {WhatIfForm{Away: "21"}, "away"},
		{WhatIfForm{Shut: "3/30"}, "shut"}, {WhatIfForm{Shut: "someday"}, "shut"}, {WhatIfForm{Seed: "x"}, "seed"},
	} {
		_, err := c.f.Read(kinds, friday)
		field := ""
		if x := fault.Of(err); x != nil && len(x.Fields) > 0 {
			field = x.Fields[0].Name
		}
		if field != c.want {
			t.Errorf("%+v: %v", c.f, err)
		}
	}
}

// What she had in hand and did in a rehearsal counts under her yearly ceiling there.
func TestARehearsalCountsFeesOfWorkInHand(t *testing.T) {
	f := one()
	f.Workers[0].Limited, f.Workers[0].YenLeft = true, 2000
	f.Firm = []Firm{{Key: Key{"p", 0, 1}, Worker: "a", Hold: Taken, Kind: "k", Units: 1, Seconds: 3600, Fee: 900}}
	s := newStage(f, WhatIf{Seed: 1})
	task := Build(s.copy())
	s.doFirm(task, task.day(task.Today), func(_, minutes int) int { return minutes * 60 })
	if len(s.Firm) != 0 || s.Workers[0].YenLeft != 1100 {
		t.Errorf("%+v, %d left", s.Firm, s.Workers[0].YenLeft)
	}
}
