package whole_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/whole"
	"hiroba/internal/lib/plan/why"
)

// snow is a town whose hubs are shut on days 3 and 4 and open for two hours on all others.
func snow(t *testing.T, seed uint64) *plan.Problem {
	t.Helper()
	params, err := plangen.Size("town")
	if err != nil {
		t.Fatal(err)
	}
	params.Seed, params.Load = seed, 0.5
	p := plangen.Make(params)
	for k := range p.Workers {
		w := &p.Workers[k]
		w.There = make([]int, p.Days)
		for day := range w.There {
			if w.There[day] = min(w.Avail[day], 120); day == 2 || day == 3 {
				w.There[day] = 0
			}
		}
	}
	return p
}

// Work tied to a hub is done while the hub is open and at no other time, whole or reasons.
func TestWorkOfAHubKeepsToItsHours(t *testing.T) {
	tied := 0
	for seed := uint64(1); seed <= 4; seed++ {
		p := snow(t, seed)
		s, err := whole.Solve(t.Context(), p, whole.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s.Reasons = why.New(p, s).All()
		if _, err := verify.Check(p, s); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		roll := p.Roll()
		for i := range s.Assignments {
			a := &s.Assignments[i]
			if p.Orders[roll.Order[a.Order]].Hub == plan.Anywhere {
				continue
			}
			tied++
			w := &p.Workers[roll.Worker[a.Worker]]
			was := w.There
			w.There = make([]int, p.Days)
			if _, err := verify.Check(p, s); err == nil || !strings.Contains(err.Error(), "at the hub on day") {
				t.Errorf("work at a shut hub was not found: %v", err)
			}
			w.There = was
		}
	}
	if tied == 0 {
		t.Error("no work is tied to a hub: the test is blind")
	}
}

func TestHoursOfAHubAreWrittenAndReadAgain(t *testing.T) {
	p := snow(t, 1)
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	again, err := plan.Read(&b)
	if err != nil || !reflect.DeepEqual(p, again) {
		t.Errorf("read again it differs: %v", err)
	}
}
