package flat

import (
	"errors"
	"fmt"
	"slices"

	"hiroba/internal/lib/flow"
	"hiroba/internal/lib/plan"
)

// Planner holds a plan that is best for its problem, and makes it best again after a change.
type Planner struct {
	n *net
	s *flow.Solver
}

// ErrAnew means that a change goes beyond the network at hand: the problem is to be planned anew.
var ErrAnew = errors.New("flat: the change is to be planned anew")

// New plans a problem. Of each worker the first skill's speed counts for all.
func New(p *plan.Problem) (*Planner, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	q := *p // changes are made to a copy
	q.Workers, q.Orders = append([]plan.Worker(nil), p.Workers...), append([]plan.Order(nil), p.Orders...)
	n := build(&q)
	s, err := n.start()
	if err != nil {
		return nil, err
	}
	if err := s.Solve(); err != nil {
		return nil, err
	}
	nodes, arcs := len(n.Supply)/8, len(n.Arcs)/8 // for some hundred orders more
	n.Supply, n.Arcs = slices.Grow(n.Supply, nodes), slices.Grow(n.Arcs, arcs)
	s.Ready(nodes, arcs)
	return &Planner{n, s}, nil
}

// Network is the problem as a minimum-cost-flow problem, for other solvers.
func Network(p *plan.Problem) *flow.Problem { return &build(p).Problem }

// start is a solver that begins from guessed prices where there are many workers.
func (n *net) start() (*flow.Solver, error) {
	if len(n.p.Workers) < crowd {
		return flow.NewBlocks(&n.Problem, n.blocks)
	}
	price, err := n.guess()
	if err != nil {
		return nil, err
	}
	return flow.NewNear(&n.Problem, n.blocks, price)
}

// Problem is the problem as it stands after all changes.
func (p *Planner) Problem() *plan.Problem { return p.n.p }

// Cost is what the plan costs by the table of costs.
func (p *Planner) Cost() (int64, error) {
	sol, err := p.s.Solution(&p.n.Problem)
	if err != nil {
		return 0, err
	}
	return sol.Cost, nil
}

// Prove checks the plan's network against its potentials, arc by arc, and says what the plan
// costs. No plan of whole standard minutes costs less.
func (p *Planner) Prove() (int64, error) {
	sol, err := p.s.Solution(&p.n.Problem)
	if err != nil {
		return 0, err
	}
	return sol.Cost, flow.Verify(&p.n.Problem, sol)
}

// Avail changes how many clock minutes a worker offers on a day, 0 when she is away, and
// plans again. A day on which she offered nothing at first gives [ErrAnew].
func (p *Planner) Avail(worker, day, minutes int) error {
	if worker < 0 || worker >= len(p.n.p.Workers) || day < 1 || day > p.n.p.Days || minutes < 0 {
		return fmt.Errorf("flat: worker %d has no day %d with %d minutes", worker, day, minutes)
	}
	w, at := &p.n.p.Workers[worker], &p.n.workers[worker]
	ok := len(at.days) > 0 && at.days[day-1] >= 0
	if !ok && len(w.Skills) > 0 && minutes > 0 {
		return ErrAnew
	}
	w.Avail = append([]int(nil), w.Avail...)
	w.Avail[day-1] = minutes
	if !ok {
		return nil
	}
	week := (day - 1) / plan.Week
	err := p.room(at.days[day-1], standard(w, minutes))
	err = errors.Join(err, p.room(at.weeks[week], weekRoom(w, week)))
	for i, b := range bands(w) {
		err = errors.Join(err, p.room(at.bands+int32(i), b.Room))
	}
	return errors.Join(err, p.s.Solve())
}

// Add takes in a new order and plans again. [ErrAnew] if nobody was asked for its skill at its
// place and level before.
func (p *Planner) Add(o plan.Order) error { return p.add(o, plan.UnmetCost(o.Priority)) }

// Try is Add for an order that is to hurt nobody: where a standard minute of it costs the rest of the plan more
// than the price, it stays undone, at that price. Try says how many minutes those are.
func (p *Planner) Try(o plan.Order, price int) (undone int64, err error) {
	if err := p.add(o, price); err != nil {
		return 0, err
	}
	return p.s.Flow(int(p.n.orders[len(p.n.orders)-1].arcs[0])), nil
}

func (p *Planner) add(o plan.Order, unmet int) error {
	one := plan.Problem{Days: p.n.p.Days, Skills: p.n.p.Skills, Hubs: p.n.p.Hubs, Orders: []plan.Order{o}}
	if err := one.Check(); err != nil {
		return err
	}
	if r := p.n.rows[row{o.Skill, o.Hub}]; r == nil || r.do[o.Level] < 0 {
		return ErrAnew
	}
	u, err := p.node()
	if err != nil {
		return err
	}
	p.n.p.Orders = append(p.n.p.Orders, o)
	e, err := p.arc(u, p.n.sink, unmet)
	if err != nil {
		return err
	}
	p.n.orders = append(p.n.orders, orderArcs{u, []int32{e}})
	if err := p.steps(len(p.n.orders) - 1); err != nil {
		return err
	}
	var arcs []int
	for _, e := range p.n.orders[len(p.n.orders)-1].arcs {
		arcs = append(arcs, int(e))
	}
	p.s.Perch(int(u), arcs)
	p.n.Supply[u] += int64(o.Demand())
	p.n.Supply[p.n.sink] -= int64(o.Demand())
	return errors.Join(p.s.Move(int(u), int(p.n.sink), int64(o.Demand())), p.s.Solve())
}

// Delay gives an order, by its place in the problem, another deadline and plans again.
func (p *Planner) Delay(order, deadline int) error {
	if order < 0 || order >= len(p.n.p.Orders) || deadline < p.n.p.Orders[order].Release || deadline > p.n.p.Days {
		return fmt.Errorf("flat: order %d cannot be due on day %d", order, deadline)
	}
	at := &p.n.orders[order]
	for _, e := range at.arcs[1:] {
		if err := p.room(e, 0); err != nil {
			return err
		}
	}
	p.n.p.Orders[order].Deadline = deadline
	at.arcs = at.arcs[:1:1]
	return errors.Join(p.steps(order), p.s.Solve())
}

// steps makes an order's arcs, one for each step of lateness, and the days they lead to.
func (p *Planner) steps(order int) error {
	o, at := &p.n.p.Orders[order], &p.n.orders[order]
	for _, step := range plan.LateSteps {
		if step > 0 && o.Deadline+step > p.n.p.Days {
			continue
		}
		u, err := p.classNode(classOf(o), o.Deadline+step)
		if err != nil {
			return err
		}
		e, err := p.arc(at.node, u, plan.LateCost(o.Priority, step))
		if err != nil {
			return err
		}
		at.arcs = append(at.arcs, e)
	}
	return nil
}

// classNode is a class's node of a day, made if it is not there yet.
func (p *Planner) classNode(c class, day int) (int32, error) {
	k := p.n.classes[c]
	if k == nil {
		k = &classNodes{}
		p.n.classes[c] = k
	}
	for c.release+len(k.nodes) <= day {
		u, err := p.node()
		if err != nil {
			return 0, err
		}
		t := len(k.nodes)
		k.nodes = append(k.nodes, u)
		e, err := p.arc(u, p.n.doNode(c, t), 0)
		if err != nil {
			return 0, err
		}
		if k.do = append(k.do, e); t > 0 {
			if _, err := p.arc(u, k.nodes[t-1], 0); err != nil {
				return 0, err
			}
		}
	}
	return k.nodes[day-c.release], nil
}

// node and arc add to the network and to the solver alike.
func (p *Planner) node() (int32, error) {
	u, err := p.s.AddNode()
	p.n.Node(0)
	return int32(u), err
}

func (p *Planner) arc(from, to int32, cost int) (int32, error) {
	e, err := p.s.AddArc(int(from), int(to), flow.Inf, int64(cost))
	p.n.Arc(from, to, flow.Inf, int64(cost))
	return int32(e), err
}

// room changes the capacity of an arc.
func (p *Planner) room(e int32, room int) error {
	a := &p.n.Arcs[e]
	if a.Cap == int64(room) {
		return nil
	}
	a.Cap = int64(room)
	return p.s.SetCap(int(e), int64(room))
}
