package flat

import (
	"errors"
	"math/rand/v2"
	"testing"

	"hiroba/internal/lib/flow"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/verify"
)

func instance(t testing.TB, size string, seed uint64) *plan.Problem {
	t.Helper()
	par, err := plangen.Size(size)
	if err != nil {
		t.Fatal(err)
	}
	par.Flat, par.Seed = true, seed
	return plangen.Make(par)
}

// TestReferenceOptima: the same figures were found by other solvers.
func TestReferenceOptima(t *testing.T) {
	for _, c := range []struct {
		size string
		seed uint64
		want int64
	}{
		{"town", 1, 177144588}, {"town", 2, 152750345}, {"town", 3, 192813011},
		{"city", 1, 123935934}, {"city", 2, 123817511}, {"city", 3, 123727898},
	} {
		pr := instance(t, c.size, c.seed)
		p, err := New(pr)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Prove(); err != nil || got != c.want {
			t.Errorf("%s %d: %d, %v, want %d", c.size, c.seed, got, err, c.want)
		}
		s, err := p.Plan()
		if err != nil {
			t.Fatal(err)
		}
		if f, err := verify.Check(pr, s); err != nil || f.Gap > 1e-9 {
			t.Errorf("%s %d: the plan has a gap of %g, %v", c.size, c.seed, f.Gap, err)
		}
	}
}

// TestStartFromGuessedPrices takes the way of large problems with smaller ones.
func TestStartFromGuessedPrices(t *testing.T) {
	for seed := range uint64(3) {
		pr := plangen.Make(plangen.Params{Workers: 1600, Orders: 60, Days: 28, Skills: 5, Hubs: 3, Load: 0.9, Flat: true, Seed: seed})
		p, err := New(pr)
		if err != nil {
			t.Fatal(err)
		}
		n := build(pr)
		s, err := n.cold()
		if err != nil {
			t.Fatal(err)
		}
		want, err := (&Planner{n, s}).Prove()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Prove(); err != nil || got != want {
			t.Errorf("seed %d: %d, %v, want %d", seed, got, err, want)
		}
	}
}

// alter makes one change of each kind in turn.
func alter(t testing.TB, r *rand.Rand, p *Planner, kind int) error {
	t.Helper()
	pr := p.Problem()
	switch kind % 4 {
	case 0:
		return p.Avail(r.IntN(len(pr.Workers)), 1+r.IntN(pr.Days), 0)
	case 1:
		return p.Avail(r.IntN(len(pr.Workers)), 1+r.IntN(pr.Days), 15*r.IntN(33))
	case 2:
		o := pr.Orders[r.IntN(len(pr.Orders))]
		o.ID = len(pr.Orders) + 1
		o.Release = 1 + r.IntN(pr.Days)
		o.Deadline = min(o.Release+r.IntN(12), pr.Days)
		o.Count, o.Effort = 1+r.IntN(300), 1+r.IntN(20)
		return p.Add(o)
	}
	i := r.IntN(len(pr.Orders))
	return p.Delay(i, pr.Orders[i].Release+r.IntN(pr.Days-pr.Orders[i].Release+1))
}

func TestChangesArePlannedFromWhereItStands(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	changed := 0
	for seed := range uint64(6) {
		pr := instance(t, "town", seed)
		before := *pr
		p, err := New(pr)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 24 {
			err := alter(t, r, p, k)
			if errors.Is(err, ErrAnew) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			changed++
			got, err := p.Prove()
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := New(p.Problem())
			if err != nil {
				t.Fatal(err)
			}
			if want, err := fresh.Prove(); err != nil || got != want {
				t.Fatalf("seed %d, change %d: %d, planned anew %d, %v", seed, k, got, want, err)
			}
			s, err := p.Plan()
			if err != nil {
				t.Fatal(err)
			}
			if f, err := verify.Check(p.Problem(), s); err != nil || f.Gap > 1e-9 {
				t.Fatalf("seed %d, change %d: gap %g, %v", seed, k, f.Gap, err)
			}
		}
		if len(pr.Orders) != len(before.Orders) || pr.Workers[0].Avail[0] != before.Workers[0].Avail[0] {
			t.Fatal("the caller's problem was changed")
		}
	}
	if changed < 100 {
		t.Errorf("only %d changes could be made: the test is blind", changed)
	}
}

// TestManySmallChanges: two hundred small problems, changed and planned from where they stand,
// cost what they cost planned anew.
func TestManySmallChanges(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	changed := 0
	for seed := range uint64(200) {
		pr := plangen.Make(plangen.Params{Workers: 8, Orders: 5, Days: 7, Skills: 2, Hubs: 2, Load: 0.7 + 0.1*float64(seed%5), Flat: true, Seed: seed})
		p, err := New(pr)
		if err != nil {
			t.Fatal(err)
		}
		for k := range 5 {
			if err := alter(t, r, p, k+int(seed)); errors.Is(err, ErrAnew) {
				continue
			} else if err != nil {
				t.Fatal(err)
			}
			changed++
			got, err := p.Prove()
			if err != nil {
				t.Fatalf("seed %d, change %d: %v", seed, k, err)
			}
			fresh, err := New(p.Problem())
			if err != nil {
				t.Fatal(err)
			}
			if want, err := fresh.Prove(); err != nil || got != want {
				t.Fatalf("seed %d, change %d: %d, planned anew %d, %v", seed, k, got, want, err)
			}
		}
	}
	if changed < 600 {
		t.Errorf("only %d changes could be made: the test is blind", changed)
	}
}

// TestTriedOrders: what does not fit at the price stays undone, and the plan is the best of its network.
func TestTriedOrders(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	whole, part, none := 0, 0, 0
	for seed := range uint64(4) {
		p, err := New(instance(t, "town", seed))
		if err != nil {
			t.Fatal(err)
		}
		for range 12 {
			o := p.Problem().Orders[r.IntN(len(p.Problem().Orders))]
			o.ID = len(p.Problem().Orders) + 1
			o.Count = max(3000/o.Effort, 1)
			undone, err := p.Try(o, 300)
			if err != nil {
				t.Fatal(err)
			}
			switch undone {
			case 0:
				whole++
			case int64(o.Demand()):
				none++
			default:
				part++
			}
			got, err := p.Prove()
			if err != nil {
				t.Fatal(err)
			}
			s, err := flow.New(&p.n.Problem)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Solve(); err != nil {
				t.Fatal(err)
			}
			if sol, err := s.Solution(&p.n.Problem); err != nil || sol.Cost != got {
				t.Fatalf("seed %d: %d, solved anew %d, %v", seed, got, sol.Cost, err)
			}
		}
	}
	if whole == 0 || part == 0 || none == 0 {
		t.Errorf("%d fit, %d in part, %d not at all: the test is blind", whole, part, none)
	}
}

// TestThousandsOfAbsences: what carried the remains of one change is closed before the next; days that come
// and go for good are planned every time, and at the end cost what they cost planned anew.
func TestThousandsOfAbsences(t *testing.T) {
	for seed := range uint64(5) {
		pr := plangen.Make(plangen.Params{Workers: 30, Orders: 7, Days: 28, Skills: 3, Hubs: 2, Load: 0.9, Flat: true, Seed: seed})
		p, err := New(pr)
		if err != nil {
			t.Fatal(err)
		}
		r := rand.New(rand.NewPCG(1, 1))
		for i := range 1500 {
			k, day := r.IntN(len(pr.Workers)), 1+r.IntN(pr.Days)
			if err := p.Avail(k, day, r.IntN(2)*pr.Workers[k].Avail[day-1]); err != nil {
				t.Fatalf("seed %d, change %d: %v", seed, i, err)
			}
		}
		got, err := p.Prove()
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := New(p.Problem())
		if err != nil {
			t.Fatal(err)
		}
		if want, err := fresh.Prove(); err != nil || got != want {
			t.Fatalf("seed %d: %d, planned anew %d, %v", seed, got, want, err)
		}
	}
}

func TestOddProblems(t *testing.T) {
	for name, pr := range map[string]*plan.Problem{
		"nothing at all":     {Days: 3, Skills: 1},
		"work but no worker": {Days: 3, Skills: 1, Orders: []plan.Order{{ID: 1, Level: 2, Hub: plan.Anywhere, Release: 1, Deadline: 2, Count: 3, Effort: 5}}},
		"a worker without skill or time": {Days: 3, Skills: 2, Hubs: 1, Workers: []plan.Worker{
			{ID: 1, Caps: []int{60}, Avail: []int{10, 0, 0}},
			{ID: 2, Caps: []int{60}, Avail: []int{0, 0, 0}, Skills: []plan.Ability{{Skill: 1, Level: 1, Speed: 100}}},
			{ID: 3, Caps: []int{0}, Avail: []int{60, 60, 60}, Skills: []plan.Ability{{Skill: 0, Level: 3, Speed: 33}}},
			{ID: 4, Caps: []int{9}, Avail: []int{1, 1, 5}, Newcomer: true, Fit: -3, Skills: []plan.Ability{{Skill: 0, Level: 3, Speed: 33}}},
		}, Orders: []plan.Order{{ID: 1, Level: 1, Hub: plan.Anywhere, Release: 1, Deadline: 3, Count: 3, Effort: 5}}},
	} {
		p, err := New(pr)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := p.Prove(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		s, err := p.Plan()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := verify.Check(pr, s); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkPrefecture plans 10,000 workers and 2,000 orders; the optimum is the reference's.
func BenchmarkPrefecture(b *testing.B) {
	pr := instance(b, "prefecture", 1)
	for b.Loop() {
		p, err := New(pr)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if got, err := p.Prove(); err != nil || got != 119869188 {
			b.Fatalf("%d, %v, want 119869188", got, err)
		}
		b.StartTimer()
	}
}

func BenchmarkCity(b *testing.B) {
	pr := instance(b, "city", 1)
	for b.Loop() {
		if _, err := New(pr); err != nil {
			b.Fatal(err)
		}
	}
}
