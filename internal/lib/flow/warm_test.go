package flow

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

// change makes a random change to a problem and to its solver alike.
func change(t *testing.T, r *rand.Rand, p *Problem, s *Solver) {
	t.Helper()
	n := len(p.Supply)
	var err error
	switch k := r.IntN(6); {
	case k == 0:
		u, v, q := r.IntN(n), r.IntN(n), int64(r.IntN(5)-2)
		p.Supply[u] += q
		p.Supply[v] -= q
		err = s.Move(u, v, q)
	case k == 1:
		p.Supply = append(p.Supply, 0)
		var u int
		if u, err = s.AddNode(); u != n {
			t.Fatalf("new node %d, want %d", u, n)
		}
	case k == 2:
		a := Arc{From: int32(r.IntN(n)), To: int32(r.IntN(n)), Cap: int64(r.IntN(5)), Cost: int64(r.IntN(30))}
		p.Arcs = append(p.Arcs, a)
		var e int
		if e, err = s.AddArc(int(a.From), int(a.To), a.Cap, a.Cost); e != len(p.Arcs)-1 {
			t.Fatalf("new arc %d, want %d", e, len(p.Arcs)-1)
		}
	case len(p.Arcs) == 0:
	case k == 3:
		e := r.IntN(len(p.Arcs))
		p.Arcs[e].Cost = int64(r.IntN(40) - 4)
		err = s.SetCost(e, p.Arcs[e].Cost)
	default:
		e := r.IntN(len(p.Arcs))
		p.Arcs[e].Cap = max(p.Arcs[e].Low, int64(r.IntN(9)))
		err = s.SetCap(e, p.Arcs[e].Cap)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestChangesAreSolvedFromWhereItStands(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	again := 0
	for range 4000 {
		p := random(r)
		s, err := New(p)
		if err != nil {
			t.Fatal(err)
		}
		if s.Solve() != nil {
			continue
		}
		for range 12 {
			for range 1 + r.IntN(3) {
				change(t, r, p, s)
			}
			agree(t, p, s)
			if s.settled() != nil {
				break
			}
			again++
		}
	}
	if again < 5000 {
		t.Errorf("only %d changes had an answer: the test is blind", again)
	}
}

// Once a change is solved no arc gains, so none may be left in the pool, nor be taken for one that is there: it would
// never be found again.
func TestPoolIsEmptyOnceSolved(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	used := 0
	for range 2000 {
		p, s := blockySolver(t, r)
		for range 6 {
			if s.Solve() != nil {
				break
			}
			if len(s.pool) > 0 || slices.Contains(s.pooled, true) {
				t.Fatalf("%d arcs in the pool: %v", len(s.pool), s.pooled)
			}
			change(t, r, p, s)
		}
		if cap(s.pool) > 0 {
			used++
		}
	}
	if used < 200 {
		t.Errorf("only %d had arcs in the pool: the test is blind", used)
	}
}

func blockySolver(t *testing.T, r *rand.Rand) (*Problem, *Solver) {
	t.Helper()
	p, b := blocky(r)
	s, err := NewBlocks(p, b)
	if err != nil {
		t.Fatal(err)
	}
	return p, s
}

// blocky makes a random network with a core and blocks.
func blocky(r *rand.Rand) (*Problem, Blocks) {
	p := &Problem{}
	core := 1 + r.IntN(6)
	for range core {
		p.Node(0)
	}
	arc := func(u, v int) {
		a := Arc{From: int32(u), To: int32(v), Cap: int64(r.IntN(9)), Cost: int64(r.IntN(12) - 2)}
		if r.IntN(9) == 0 {
			a.Low = a.Cap / 2
		}
		if r.IntN(9) == 0 {
			a.Cap, a.Cost = Inf, max(a.Cost, -a.Cost)
		}
		p.Arcs = append(p.Arcs, a)
	}
	for range r.IntN(3 * core) {
		arc(r.IntN(core), r.IntN(core))
	}
	b := Blocks{Nodes: []int32{int32(core)}, Arcs: []int32{int32(len(p.Arcs))}}
	for range 1 + r.IntN(5) {
		first := len(p.Supply)
		size := r.IntN(5)
		for range size {
			p.Node(0)
		}
		some := func() int {
			if size > 0 && r.IntN(3) > 0 {
				return first + r.IntN(size)
			}
			return r.IntN(core)
		}
		for range r.IntN(12) {
			arc(some(), some())
		}
		b.Nodes, b.Arcs = append(b.Nodes, int32(len(p.Supply))), append(b.Arcs, int32(len(p.Arcs)))
	}
	for range r.IntN(4) {
		q := int64(r.IntN(9))
		p.Supply[r.IntN(len(p.Supply))] += q
		p.Supply[r.IntN(len(p.Supply))] -= q
	}
	return p, b
}

func TestBlocksAgreeWithThePlainNetwork(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	solved := 0
	for range 10000 {
		p, s := blockySolver(t, r)
		agree(t, p, s)
		if s.settled() != nil {
			continue
		}
		solved++
		for range 6 {
			change(t, r, p, s)
			change(t, r, p, s)
			agree(t, p, s)
			if s.settled() != nil {
				break
			}
		}
	}
	if solved < 2000 {
		t.Errorf("only %d had an answer: the test is blind", solved)
	}
}

// An arc that is added may hang a part of a block, or of the core, under another block.
func TestArcsBetweenBlocks(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	changes := 0
	for range 500 {
		p, b := bridgeable(r)
		s, err := NewBlocks(p, b)
		if err != nil {
			t.Fatal(err)
		}
		core, all := int(b.Nodes[0]), len(p.Supply)
		early, late, moves := core, core, core // from which nodes: of the core only, or of all
		switch r.IntN(4) {
		case 0:
			early = all
		case 1:
			late = all
		case 2:
			moves = all
		}
		bridge := func(from int) {
			u, v := r.IntN(from), r.IntN(all)
			if r.IntN(2) == 0 {
				u, v = v, u
			}
			a := Arc{From: int32(u), To: int32(v), Cap: int64(1 + r.IntN(9)), Cost: int64(r.IntN(12))}
			p.Arcs = append(p.Arcs, a)
			if _, err := s.AddArc(u, v, a.Cap, a.Cost); err != nil {
				t.Fatal(err)
			}
		}
		bridge(early)
		agree(t, p, s)
		bridge(late)
		for range 15 {
			e := r.IntN(len(p.Arcs))
			p.Arcs[e].Cost = int64(r.IntN(12))
			u, v, q := r.IntN(moves), r.IntN(all), int64(r.IntN(11)-5)
			p.Supply[u] += q
			p.Supply[v] -= q
			if err := errors.Join(s.SetCost(e, p.Arcs[e].Cost), s.Move(u, v, q)); err != nil {
				t.Fatal(err)
			}
			agree(t, p, s)
			if s.settled() != nil {
				t.Fatal("a network that always has an answer has none")
			}
			changes++
		}
	}
	if changes < 7500 {
		t.Errorf("only %d changes: the test is blind", changes)
	}
}

// bridgeable makes a random network of a core and blocks of four nodes, with dear ways for whatever there is.
func bridgeable(r *rand.Rand) (*Problem, Blocks) {
	p := &Problem{Supply: make([]int64, 3)}
	p.Arc(0, 1, Inf, 5)
	p.Arc(1, 0, Inf, 5)
	p.Arc(1, 2, Inf, 5)
	p.Arc(2, 1, Inf, 5)
	b := Blocks{Nodes: []int32{3}, Arcs: []int32{4}}
	for range 4 {
		first := len(p.Supply)
		for k := range 4 {
			u := p.Node(0)
			p.Arc(u, int32(r.IntN(3)), Inf, 50)
			p.Arc(int32(r.IntN(3)), u, Inf, 50)
			if k > 0 {
				p.Arc(u, int32(first+r.IntN(k)), int64(1+r.IntN(9)), int64(r.IntN(12)))
				p.Arc(int32(first+r.IntN(k)), u, int64(1+r.IntN(9)), int64(r.IntN(12)))
			}
		}
		b.Nodes, b.Arcs = append(b.Nodes, int32(len(p.Supply))), append(b.Arcs, int32(len(p.Arcs)))
	}
	return p, b
}

func TestStartFromPricesAgrees(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	near := 0
	for range 10000 {
		p, b := blocky(r)
		price := make([]int64, b.Nodes[0])
		for i := range price {
			price[i] = int64(r.IntN(7))
		}
		s, err := NewNear(p, b, price)
		if err != nil { // the mender may find out first
			if _, want := shortest(p); want == nil {
				t.Fatalf("%v\n%+v", err, p)
			}
			continue
		}
		if s.paid != nil {
			near++
		}
		agree(t, p, s)
		if s.settled() == nil {
			change(t, r, p, s)
			agree(t, p, s)
		}
	}
	if near < 1000 {
		t.Errorf("only %d started from the prices: the test is blind", near)
	}
}

func TestBlocksThatAreNone(t *testing.T) {
	p := &Problem{Supply: make([]int64, 4)}
	p.Arc(0, 1, 1, 1)
	p.Arc(2, 3, 1, 1)
	for _, b := range []Blocks{
		{Nodes: []int32{1, 4}, Arcs: []int32{1}},
		{Nodes: []int32{1, 4}, Arcs: []int32{1, 1}},
		{Nodes: []int32{1, 4}, Arcs: []int32{1, 2}},
		{Nodes: []int32{2, 3, 4}, Arcs: []int32{1, 2, 2}},
		{Nodes: []int32{2, 5, 4}, Arcs: []int32{1, 2, 2}},
	} {
		if _, err := NewBlocks(p, b); err == nil {
			t.Errorf("%+v passes", b)
		}
	}
	if _, err := NewBlocks(p, Blocks{Nodes: []int32{2, 4}, Arcs: []int32{1, 2}}); err != nil {
		t.Error(err)
	}
}
