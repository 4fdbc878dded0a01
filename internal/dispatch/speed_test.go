package dispatch

import (
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/lib/plan/whole"
)

// large is a town of seventy people with some two thousand six hundred pieces.
func large(tb testing.TB) Facts {
	f := someTown(11, 70, 110)
	units := 0
	for _, p := range f.Parts {
		units += p.Units
	}
	if units < 2000 {
		tb.Fatalf("%d units: too small to tell anything", units)
	}
	return f
}

func TestALargeTownIsPlanned(t *testing.T) {
	if _, _, r := solved(t, large(t)); len(r.Proposals) < 50 || r.Gap < 0 || len(r.Outlooks) < 100 {
		t.Errorf("%d proposals, gap %g", len(r.Proposals), r.Gap)
	}
	if x := asked(t, large(t), cards(6000, friday.AddDays(12))); x.Runs == 0 || x.People == 0 {
		t.Errorf("%+v", x)
	}
}

// The goal is two seconds for an answer, while somebody waits.
func BenchmarkCanWe(b *testing.B) {
	f, a := large(b), cards(6000, friday.AddDays(12))
	f.Parts = append(f.Parts, a.Part())
	for b.Loop() {
		t := Build(f)
		p, q := t.Question(a)
		if _, err := promise.Ask(b.Context(), p, &plan.Plan{}, q, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	f := large(b)
	for b.Loop() {
		t := Build(f)
		if _, err := whole.Solve(b.Context(), t.Problem, whole.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
