package dispatch

import (
	"testing"
	"time"
)

// Seventy people and some two thousand pieces are planned while somebody waits.
func TestATownIsPlannedAtOnce(t *testing.T) {
	f := someTown(11, 70, 110)
	units := 0
	for _, p := range f.Parts {
		units += p.Units
	}
	began := time.Now()
	_, _, r := solved(t, f)
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("%v for %d units", took, units)
	}
	if units < 2000 || len(r.Proposals) < 50 || r.Gap < 0 {
		t.Errorf("%d units, %d proposals, gap %g", units, len(r.Proposals), r.Gap)
	}
	t.Logf("%d units, gap %.2f %%, %v", units, 100*r.Gap, time.Since(began))
}
