package flow

import (
	"errors"
	"math/rand/v2"
	"testing"
)

// shortest solves a small problem another way: by cheapest paths one after the other, each
// found by walking all arcs again and again. It is slow and has nothing in common with the solver.
func shortest(p *Problem) (int64, error) {
	if circles(p) {
		return 0, ErrUnbounded
	}
	type edge struct {
		to         int
		room, cost int64
	}
	n := len(p.Supply)
	var es []edge
	near := make([][]int, n+2)
	add := func(u, v int, room, cost int64) {
		near[u] = append(near[u], len(es))
		es = append(es, edge{v, room, cost})
		near[v] = append(near[v], len(es))
		es = append(es, edge{u, 0, -cost})
	}
	const huge = int64(1) << 40
	open := append([]int64(nil), p.Supply...)
	base := int64(0)
	for _, a := range p.Arcs {
		room, low := a.Cap, a.Low
		if a.Cap == Inf {
			room = huge
		}
		if a.Cost < 0 { // begin full
			low = room
		}
		open[a.From] -= low
		open[a.To] += low
		base += low * a.Cost
		if a.Cost < 0 {
			add(int(a.To), int(a.From), room-a.Low, -a.Cost)
		} else {
			add(int(a.From), int(a.To), room-low, a.Cost)
		}
	}
	need := int64(0)
	for u, b := range open {
		if b > 0 {
			add(n, u, b, 0)
			need += b
		} else if b < 0 {
			add(u, n+1, -b, 0)
		}
	}
	for need > 0 {
		dist, by := make([]int64, n+2), make([]int, n+2)
		for i := range dist {
			dist[i], by[i] = huge, -1
		}
		dist[n] = 0
		for again := true; again; {
			again = false
			for u := range near {
				for _, e := range near[u] {
					if x := &es[e]; x.room > 0 && dist[u] < huge && dist[u]+x.cost < dist[x.to] {
						dist[x.to], by[x.to], again = dist[u]+x.cost, e, true
					}
				}
			}
		}
		if by[n+1] < 0 {
			return 0, ErrInfeasible
		}
		q := need
		for v := n + 1; v != n; v = es[by[v]^1].to {
			q = min(q, es[by[v]].room)
		}
		for v := n + 1; v != n; v = es[by[v]^1].to {
			es[by[v]].room -= q
			es[by[v]^1].room += q
			base += q * es[by[v]].cost
		}
		need -= q
	}
	return base, nil
}

// circles says whether arcs without bound close a cycle of negative cost.
func circles(p *Problem) bool {
	dist := make([]int64, len(p.Supply))
	for range len(p.Supply) + 1 {
		again := false
		for _, a := range p.Arcs {
			if a.Cap == Inf && dist[a.From]+a.Cost < dist[a.To] {
				dist[a.To], again = dist[a.From]+a.Cost, true
			}
		}
		if !again {
			return false
		}
	}
	return true
}

// random makes a small network with everything that is awkward: parallel arcs, loops, arcs
// without room, lower bounds, negative costs, arcs without bound, ties.
func random(r *rand.Rand) *Problem {
	n := 1 + r.IntN(7)
	p := &Problem{Supply: make([]int64, n)}
	for range r.IntN(3) {
		q := int64(r.IntN(6))
		p.Supply[r.IntN(n)] += q
		p.Supply[r.IntN(n)] -= q
	}
	span := 1 + r.IntN(9)
	for range r.IntN(4 * n) {
		a := Arc{From: int32(r.IntN(n)), To: int32(r.IntN(n)), Cap: int64(r.IntN(7)), Cost: int64(r.IntN(span))}
		switch r.IntN(8) {
		case 0:
			a.Low = int64(r.IntN(int(a.Cap) + 1))
		case 1:
			a.Cap = Inf
		case 2:
			a.Cost = -a.Cost
		case 3:
			a.Low -= int64(r.IntN(3))
		case 4:
			if r.IntN(3) == 0 {
				a.Cost, a.Cap = -a.Cost, Inf
			}
		}
		p.Arcs = append(p.Arcs, a)
	}
	return p
}

// agree solves a problem both ways.
func agree(t *testing.T, p *Problem, s *Solver) {
	t.Helper()
	want, wantErr := shortest(p)
	err := s.Solve()
	if wantErr != nil || err != nil {
		if (wantErr == nil) != (err == nil) || errors.Is(err, ErrUnbounded) && !circles(p) {
			t.Fatalf("error %v, want %v\n%+v", err, wantErr, p)
		}
		return
	}
	sol, err := s.Solution(p)
	if err != nil || sol.Cost != want {
		t.Fatalf("cost %d, %v, want %d\n%+v", sol.Cost, err, want, p)
	}
	if err := Verify(p, sol); err != nil {
		t.Fatalf("%v\n%+v", err, p)
	}
}

func TestAgreesWithCheapestPaths(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	solved := 0
	for range 20000 {
		p := random(r)
		s, err := New(p)
		if err != nil {
			t.Fatal(err)
		}
		agree(t, p, s)
		if s.settled() == nil {
			solved++
		}
	}
	if solved < 8000 {
		t.Errorf("only %d had an answer: the test is blind", solved)
	}
}

func TestUnbounded(t *testing.T) {
	p := &Problem{Supply: make([]int64, 3)}
	p.Arc(0, 1, Inf, 2)
	p.Arc(1, 2, Inf, -5)
	p.Arc(2, 0, Inf, 2)
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Solve(); !errors.Is(err, ErrUnbounded) {
		t.Errorf("error %v, want unbounded", err)
	}
	p.Arcs[2].Cap = 7
	if s, err = New(p); err != nil {
		t.Fatal(err)
	}
	if err := s.Solve(); err != nil {
		t.Fatal(err)
	}
	if sol, err := s.Solution(p); err != nil || sol.Cost != -7 {
		t.Errorf("cost %d, %v, want -7", sol.Cost, err)
	}
}

func TestBadInput(t *testing.T) {
	for name, c := range map[string]struct {
		p    Problem
		want error
	}{
		"a node that is not there": {Problem{Supply: make([]int64, 2), Arcs: []Arc{{From: 0, To: 2, Cap: 1}}}, ErrInput},
		"a negative node":          {Problem{Supply: make([]int64, 2), Arcs: []Arc{{From: -1, To: 1, Cap: 1}}}, ErrInput},
		"bounds that cross":        {Problem{Supply: make([]int64, 2), Arcs: []Arc{{From: 0, To: 1, Low: 2, Cap: 1}}}, ErrInfeasible},
		"supply that does not sum": {Problem{Supply: []int64{1, 0}}, ErrInfeasible},
		"a huge supply":            {Problem{Supply: []int64{1 << 60, -1 << 60}}, ErrOverflow},
		"many large supplies":      {Problem{Supply: []int64{1 << 58, 1 << 58, 1 << 58, -1 << 58, -1 << 58, -1 << 58}}, ErrOverflow},
		"a huge cost":              {Problem{Supply: make([]int64, 2), Arcs: []Arc{{From: 0, To: 1, Cap: 1, Cost: -1 << 59}}}, ErrOverflow},
		"a cost below all":         {Problem{Supply: make([]int64, 2), Arcs: []Arc{{From: 0, To: 1, Cap: 1, Cost: -1 << 63}}}, ErrOverflow},
		"a huge bound":             {Problem{Supply: make([]int64, 2), Arcs: []Arc{{From: 0, To: 1, Cap: 1 << 59}}}, ErrOverflow},
		"no way":                   {Problem{Supply: []int64{1, -1}}, ErrInfeasible},
	} {
		s, err := New(&c.p)
		if err == nil {
			err = s.Solve()
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: error %v, want %v", name, err, c.want)
		}
	}
}

func TestCostThat64BitsDoNotHold(t *testing.T) {
	p := &Problem{Supply: []int64{1 << 57, -1 << 57}}
	p.Arc(0, 1, Inf, 1<<40)
	s, err := New(p)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Solve(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Solution(p); !errors.Is(err, ErrOverflow) {
		t.Errorf("error %v, want overflow", err)
	}
}

// TestVerifyFindsEveryFault spoils right answers in every place.
func TestVerifyFindsEveryFault(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	spoilt := 0
	for range 2000 {
		p := random(r)
		s, err := New(p)
		if err != nil || s.Solve() != nil {
			continue
		}
		sol, err := s.Solution(p)
		if err != nil {
			t.Fatal(err)
		}
		for e := range sol.Flow {
			if p.Arcs[e].From == p.Arcs[e].To && p.Arcs[e].Cost == 0 {
				continue // a loop that costs nothing may carry what it likes
			}
			sol.Flow[e]++
			if Verify(p, sol) == nil {
				t.Fatalf("a unit more on arc %d passes\n%+v", e, p)
			}
			sol.Flow[e]--
			spoilt++
		}
		sol.Cost++
		if Verify(p, sol) == nil {
			t.Fatal("a wrong cost passes")
		}
	}
	if spoilt < 2000 {
		t.Error("the test is blind")
	}
	p := &Problem{Supply: []int64{1, -1}}
	p.Arc(0, 1, 1, 5)
	p.Arc(0, 1, 1, 3)
	if Verify(p, &Solution{Cost: 5, Flow: []int64{1, 0}, Potential: []int64{0, 5}}) == nil {
		t.Error("a dear flow passes")
	}
	if err := Verify(p, &Solution{Cost: 3, Flow: []int64{0, 1}, Potential: []int64{0, 4}}); err != nil {
		t.Error(err)
	}
}

// TestSameAgain: nothing is left to chance.
func TestSameAgain(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		p := random(r)
		a, _ := New(p)
		b, _ := New(p)
		if a.Solve() != nil || b.Solve() != nil {
			continue
		}
		x, _ := a.Solution(p)
		y, _ := b.Solution(p)
		for e := range x.Flow {
			if x.Flow[e] != y.Flow[e] {
				t.Fatal("two runs differ")
			}
		}
	}
}
