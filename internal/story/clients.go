package story

import (
	"hiroba/internal/orders"
	"hiroba/internal/people"
	"hiroba/internal/skills"
	data "hiroba/internal/town"
)

// client is somebody who orders.
type client struct {
	data.Customer
	id, window string
}

type job struct{ orders.Order }
type piece struct{}

// catalogue takes the ready skills and kinds of work in, and says how large the operator is.
func (t *town) catalogue() error {
	staff := t.staff[people.Coordinator]
	if err := t.act("skills", func() error { return t.app.Skills.TakeReady(t.ctx, staff) }); err != nil {
		return err
	}
	if err := t.act("kinds", func() error { return t.app.Orders.TakeReady(t.ctx, staff) }); err != nil {
		return err
	}
	var err error
	t.skills, err = tell(t, "read skills", func() (out []string, err error) {
		all, err := t.app.Skills.List(t.ctx, staff)
		for _, s := range all[:len(skills.Ready)] {
			out = append(out, s.ID)
		}
		return out, err
	})
	return err
}
