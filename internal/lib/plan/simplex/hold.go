package simplex

import (
	"fmt"

	"hiroba/internal/lib/plan"
)

// hold takes work that is settled already out of the network: from the order, the
// worker's day and week, and the cheap end of her load.
func (n *net) hold(held []plan.Assignment) error {
	if len(held) == 0 {
		return nil
	}
	roll := n.p.Roll()
	for _, h := range held {
		i, ok := roll.Order[h.Order]
		if !ok {
			return fmt.Errorf("simplex: work is held of order %d, which is not there", h.Order)
		}
		k, ok := roll.Worker[h.Worker]
		if !ok {
			return fmt.Errorf("simplex: work is held for worker %d, who is not there", h.Worker)
		}
		if n.demand[i] < h.Standard-1e-3 {
			return fmt.Errorf("simplex: more work is held of order %d than it has", h.Order)
		}
		n.demand[i] = max(n.demand[i]-h.Standard, 0)
		counted := h.Minutes
		if n.flat {
			counted = h.Standard
		}
		if err := n.occupy(k, h.Day-1, counted); err != nil {
			return fmt.Errorf("simplex: worker %d, day %d: %w", h.Worker, h.Day, err)
		}
	}
	return nil
}

// occupy takes minutes of a worker's day.
func (n *net) occupy(worker, day int, minutes float64) error {
	b := &n.block[worker]
	for v := b.day; v < b.end; v++ {
		c := &n.cell[int(v)-n.market]
		if int(c.day) != day {
			continue
		}
		over := minutes - c.cap
		c.cap = max(c.cap-minutes, 0)
		if c.up != b.node {
			up := &n.cell[int(c.up)-n.market]
			over = max(over, minutes-up.cap)
			up.cap = max(up.cap-minutes, 0)
		}
		if over > 1e-3 {
			return fmt.Errorf("%.2f minutes are held above what she offers", over)
		}
		b.take(minutes)
		return nil
	}
	return fmt.Errorf("%.2f minutes are held, but she offers none that can be used", minutes)
}

// take uses up the cheapest minutes of a worker's load.
func (b *block) take(minutes float64) {
	for minutes > 0 && b.bands > 0 {
		x := min(minutes, b.room[0])
		b.room[0] -= x
		minutes -= x
		if b.room[0] > 0 || b.bands == 1 {
			return // the last band stays, empty: a worker's node needs an arc of its own
		}
		copy(b.room[:], b.room[1:])
		copy(b.cost[:], b.cost[1:])
		b.bands--
	}
}
