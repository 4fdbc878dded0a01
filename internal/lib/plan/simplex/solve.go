// Package simplex solves the planning problem exactly: a primal simplex method on a
// network whose arcs multiply what flows through them, with a basis that knows the shape
// of the problem. docs/adr/0011-speeds.md says why this and not another method.
package simplex

import (
	"context"
	"errors"
	"time"

	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/verify"
)

// Options say what is asked.
type Options struct {
	Flat bool              // one speed counts for all of a worker's skills, and amounts are whole
	Held []plan.Assignment // work that is settled: it stays, and the plan goes round it
	// Bare leaves only what is late or undone to cost anything: it is all the same who does the work.
	Bare bool
	// Free leaves room for one more order of any kind, which is asked about by and by, see
	// [Solver.Ask], and for any number of people like Helper; see [Question.Help].
	Free   bool
	Helper plan.Worker
}

// Solve finds a plan of least cost. When the context ends, the best plan found so far is
// answered with the gap that is proved for it.
func Solve(ctx context.Context, p *plan.Problem, opt Options) (*plan.Plan, error) {
	began := time.Now()
	s, err := New(p, opt)
	if err != nil {
		return nil, err
	}
	if err := s.Optimise(ctx); err != nil && !stopped(err) {
		return nil, err
	}
	out, err := s.Plan()
	if err != nil {
		return nil, err
	}
	out.Seconds = time.Since(began).Seconds()
	return out, nil
}

func stopped(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// Solver holds a basis, so that a solved problem can be changed a little and solved again.
type Solver struct {
	t      *tableau
	held   []plan.Assignment
	round  []part // what is priced in turn
	at     int
	Pivots int // how many there have been
}

// New lays the problem out, with nobody doing anything yet but what is held.
func New(p *plan.Problem, opt Options) (*Solver, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	if opt.Free {
		p = withFree(p, opt.Helper)
	}
	n := newNet(p, opt)
	if err := n.hold(opt.Held); err != nil {
		return nil, err
	}
	if opt.Free {
		n.layHelper()
	}
	s := &Solver{t: start(n), held: opt.Held}
	s.round = parts(n)
	return s, nil
}

// Optimise goes on to the optimum, or until the context ends.
func (s *Solver) Optimise(ctx context.Context) error {
	for {
		if err := s.pass(ctx, nil); err != nil {
			return err
		}
		before := s.Pivots
		s.t.refresh() // rounding errors of many pivots go
		if err := s.pass(ctx, nil); err != nil || s.Pivots == before {
			return err
		}
	}
}

// errEndless cannot happen: every arc that can enter for a gain ends in a capacity or
// uses up an order.
var errEndless = errors.New("simplex: nothing limits an arc")

// pass pivots until no part has an arc to gain by, or until enough says so, if it is asked.
func (s *Solver) pass(ctx context.Context, enough func() bool) error {
	pool := make([]entry, 0, pooled)
	for quiet := 0; quiet < len(s.round); {
		if enough != nil && quiet == 0 && enough() {
			return nil
		}
		if pool, quiet = s.gather(pool, quiet); len(pool) == 0 {
			continue
		}
		quiet = 0
		best := s.t.choose(pool)
		if !s.t.pivot(best) {
			return errEndless
		}
		pool = s.t.still(pool, best)
		if s.Pivots++; s.Pivots&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// candidates is how many parts are priced in turn for one pivot while nearly everything changes: fewer
// make worse pivots, more cost more than they bring. Settled is how many are after a small change
// to a plan of least cost, beside one that has gained before, and pooled how many that gain are kept at hand then.
// Measured on cities and prefectures.
const (
	candidates = 6
	settled    = 8
	pooled     = 16
)

// gather prices some parts and adds what gains to the pool; quiet is for how many in turn nothing did.
func (s *Solver) gather(pool []entry, quiet int) ([]entry, int) {
	look, w := candidates, s.t.news
	if w != nil {
		look = settled
		pool = s.t.priceAgain(pool)
	}
	for i := 0; i < look && len(pool) < pooled && quiet < len(s.round); i++ {
		at := s.at
		e := s.next()
		if quiet++; e.gain <= gainTol {
			continue
		}
		if pool = append(pool, e); w != nil {
			w.gains(at, s.round[at])
		}
	}
	return pool, quiet
}

// part is a worker, an order or a level of a row of do-nodes.
type part struct {
	kind partKind
	id   int32
	low  int8
}

type partKind uint8

const (
	workerPart partKind = iota
	orderPart
	levelPart
)

// next prices the part whose turn it is.
func (s *Solver) next() entry {
	p := s.round[s.at]
	if s.at++; s.at == len(s.round) {
		s.at = 0
	}
	if s.t.news != nil {
		return s.t.priceChanged(p)
	}
	return s.t.price(p)
}

// price finds a part's arc with the largest gain.
func (t *tableau) price(p part) entry {
	switch p.kind {
	case workerPart:
		return t.priceWorker(int(p.id))
	case orderPart:
		return t.priceOrder(int(p.id))
	}
	return t.priceLevel(int(p.id), int(p.low))
}

// parts lists what is priced, in the same order every time: well mixed, for which fewer pivots do, but in a bare
// network as it lies in memory, because most of a question's time goes into looking for a gain in vain.
func parts(n *net) []part {
	var out []part
	for i := range n.orders {
		out = append(out, part{kind: orderPart, id: int32(i)})
	}
	for r := range n.rows {
		for l := n.lowest[r]; l < plan.Levels; l++ {
			out = append(out, part{levelPart, int32(r), int8(l)})
		}
	}
	for i := range n.workers() {
		if b := &n.block[i]; b.bands > 0 && b.end > b.day {
			out = append(out, part{kind: workerPart, id: int32(i)})
		}
	}
	if n.bare {
		return out
	}
	state := uint64(1)
	for i := len(out) - 1; i > 0; i-- {
		state = state*6364136223846793005 + 1442695040888963407
		j := int(state >> 33 % uint64(i+1))
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// Plan is the plan of the present basis, held work included, with the bound its prices
// prove for the problem as a whole: what holding costs shows as a gap.
func (s *Solver) Plan() (*plan.Plan, error) {
	out := s.Work()
	out.Prices = s.t.prices()
	var err error
	if out.Bound, err = verify.Bound(s.t.p, out.Prices, s.t.flat); err != nil {
		return nil, err
	}
	out.Settle(s.t.p)
	return out, nil
}

// Work is the plan of the present basis without a proof: who does what, and what becomes of
// each order.
func (s *Solver) Work() *plan.Plan {
	s.t.refresh()
	out := &plan.Plan{Flat: s.t.flat}
	s.t.assign(out)
	out.Assignments = append(out.Assignments, s.held...)
	out.Settle(s.t.p)
	return out
}
