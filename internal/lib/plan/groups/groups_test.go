package groups

import (
	"context"
	"fmt"
	"testing"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/simplex"
	"hiroba/internal/lib/plan/verify"
)

func country(t testing.TB, seed uint64) *plan.Problem {
	t.Helper()
	return plangen.Make(plangen.Params{Workers: 240, Orders: 60, Days: 28, Skills: 4, Hubs: 3, Load: 0.8, Seed: seed})
}

// What is dealt out is what was ordered, to the minute, and each person stands in one group.
func TestDealtWhole(t *testing.T) {
	p := country(t, 1)
	for _, count := range []int{1, 3, 7} {
		parts := split(p, false, count)
		minutes, people := map[int]int{}, map[int]int{}
		for _, q := range parts {
			if err := q.Check(); err != nil {
				t.Fatal(err)
			}
			for _, o := range q.Orders {
				minutes[o.ID] += o.Demand()
			}
			for _, w := range q.Workers {
				people[w.ID]++
			}
		}
		for _, o := range p.Orders {
			if minutes[o.ID] != o.Demand() {
				t.Errorf("%d groups: order %d: %d of %d minutes dealt", count, o.ID, minutes[o.ID], o.Demand())
			}
		}
		for _, w := range p.Workers {
			if people[w.ID] != 1 {
				t.Errorf("%d groups: worker %d stands in %d", count, w.ID, people[w.ID])
			}
		}
	}
}

// A small order goes to few groups, and yet each group has of each kind what is its due but
// for less than the largest order of the kind.
func TestSmallOrdersAreNotCutUp(t *testing.T) {
	p := country(t, 2)
	const count = 6
	parts := split(p, false, count)
	shares := 0
	dealt, largest := map[kind][]float64{}, map[kind]float64{}
	for g, q := range parts {
		shares += len(q.Orders)
		for _, o := range q.Orders {
			k := kind{o.Skill, o.Level, o.Hub}
			if dealt[k] == nil {
				dealt[k] = make([]float64, count)
			}
			dealt[k][g] += float64(o.Demand())
		}
	}
	if shares > len(p.Orders)*count/2 {
		t.Errorf("%d orders were cut into %d shares", len(p.Orders), shares)
	}
	for _, o := range p.Orders {
		k := kind{o.Skill, o.Level, o.Hub}
		largest[k] = max(largest[k], float64(o.Demand()))
	}
	for k, list := range dealt {
		able, all, sum := make([]float64, count), 0.0, 0.0
		for g := range parts {
			able[g] = float64(hours(&parts[g], false)[k])
			all += able[g]
			sum += list[g]
		}
		for g := range parts {
			if due := sum * able[g] / max(all, 1); all > 0 && (list[g] > due+largest[k] || list[g] < due-largest[k]) {
				t.Errorf("%+v: group %d was dealt %.0f, its due is %.0f", k, g, list[g], due)
			}
		}
	}
}

// The plan of the groups keeps every limit, costs no less than the best, and proves no more.
func TestPlanHolds(t *testing.T) {
	for _, flat := range []bool{false, true} {
		for seed := uint64(1); seed <= 3; seed++ {
			p := country(t, seed)
			best, err := simplex.Solve(t.Context(), p, simplex.Options{Flat: flat})
			if err != nil {
				t.Fatal(err)
			}
			for _, count := range []int{1, 3} {
				s, err := solve(t.Context(), p, flat, count)
				if err != nil {
					t.Fatal(err)
				}
				f, err := verify.Check(p, s)
				if err != nil {
					t.Fatalf("flat %v, seed %d, %d groups: %v", flat, seed, count, err)
				}
				within := 1e-6 * (1 + best.Objective)
				if f.Objective < best.Objective-within || f.Bound > best.Objective+within {
					t.Errorf("flat %v, seed %d, %d groups: cost %.2f, proved %.2f, the best is %.2f", flat, seed, count, f.Objective, f.Bound, best.Objective)
				}
				if count == 1 && f.Gap > 1e-6 {
					t.Errorf("flat %v, seed %d: one group of all is not exact: %.2g", flat, seed, f.Gap)
				}
			}
		}
	}
}

// The same country gives the same plan, however many processors there are.
func TestSamePlan(t *testing.T) {
	p := country(t, 4)
	var before string
	for range 2 {
		s, err := solve(t.Context(), p, false, 3)
		if err != nil {
			t.Fatal(err)
		}
		s.Seconds = 0
		if now := fmt.Sprint(*s); before != "" && now != before {
			t.Fatal("two plans of one problem")
		} else {
			before = now
		}
	}
}

// Orders that nobody can do are unmet, not lost.
func TestNobodyAble(t *testing.T) {
	p := country(t, 5)
	p.Orders = append(p.Orders, plan.Order{ID: 9999, Skill: 0, Level: 1, Hub: 0, Release: 1, Deadline: 9, Count: 7, Effort: 5})
	for i := range p.Workers {
		p.Workers[i].AtHub = false
	}
	s, err := Solve(t.Context(), p, false)
	if err != nil {
		t.Fatal(err)
	}
	if f := s.Fates[len(s.Fates)-1]; f.Order != 9999 || f.Unmet != 35 {
		t.Errorf("%+v", f)
	}
}

// A stop gives what there is, and it holds.
func TestStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	p := country(t, 6)
	s, err := solve(ctx, p, false, 3)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Check(p, s); err != nil {
		t.Fatal(err)
	}
}
