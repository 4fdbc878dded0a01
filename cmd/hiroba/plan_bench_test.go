package main

import (
	"strings"
	"testing"

	"hiroba/internal/lib/plan"
)

// What CBC is given is the problem: every cost and limit of one worker and one order.
func TestProgrammeOfWholeUnits(t *testing.T) {
	p := &plan.Problem{Days: 7, Skills: 1, Hubs: 1,
		Workers: []plan.Worker{{ID: 1, Fit: 2, Caps: []int{100}, Avail: []int{0, 60, 60, 0, 0, 0, 0}, Skills: []plan.Ability{{Skill: 0, Level: 2, Speed: 50}}}},
		Orders:  []plan.Order{{ID: 1, Level: 1, Hub: plan.Anywhere, Release: 1, Deadline: 2, Count: 3, Effort: 10}}}
	want := `Minimize
 obj: 10000 u0
 + 3.50 m0_0_2
 + 53.50 m0_0_3
 + -20 b0_0
 + 0 b0_1
 + 4 b0_2
 + 12 b0_3
Subject To
 s0_0: 50 m0_0_2
 + 50 m0_0_3 - 1000 n0_0 = 0
 d0: u0
 + n0_0 = 3
 b0: m0_0_2
 + m0_0_3 - b0_0 - b0_1 - b0_2 - b0_3 = 0
 day0_2: m0_0_2 <= 60
 week0_0: m0_0_2
 + m0_0_3 <= 100
 load0: m0_0_2
 + m0_0_3 <= 100
 day0_3: m0_0_3 <= 60
Bounds
 u0 <= 3
 n0_0 <= 3
 b0_0 <= 0
 b0_1 <= 60
 b0_2 <= 20
 b0_3 <= 20
General
 u0
 n0_0
End
`
	var b strings.Builder
	if err := writeUnits(&b, p); err != nil {
		t.Fatal(err)
	}
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}
