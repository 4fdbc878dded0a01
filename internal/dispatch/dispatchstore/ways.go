package dispatchstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/care/carestore"
	"hiroba/internal/dispatch"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
)

// Ways are the other ways behind a decision about an order, each computed from the books as
// they stand.
type Ways struct {
	Row
	Kind   orders.Kind
	Skill  skills.Skill
	Left   bool            // something is in nobody's hands yet
	Answer dispatch.Answer // of what is left: what fits by the day promised, and what would help
	Able   int             // who could be asked for it
	Uncut  bool            // there is nothing to call for yet
	Shares []dispatch.Proposal
	People map[string]Person
	Swap   *Swap // what was asked about, nil for nothing
	// Arranged are those with whom something was agreed, as on the board.
	Arranged map[string]bool
}

// Swap is what the plan would do if somebody were not asked for the order.
type Swap struct {
	Without string
	Instead []dispatch.Proposal // who would do more of it, and how much in all
	dispatch.Outlook
	Worse int // other orders that would be ready later
}

// Ways works out the other ways for an order of the newest plan. without is somebody who is
// to be spared, "" for nobody. Nothing is kept.
func (s *Store) Ways(ctx context.Context, a who.Actor, orderID, without string) (Ways, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return Ways{}, err
	}
	var f dispatch.Facts
	x, err := db.Read(ctx, s.DB, func(v *db.View) (x Ways, err error) {
		if f, err = factsOf(v, a.Hub); err != nil {
			return x, err
		}
		if x, err = waysOf(v, a.Hub, orderID, f); err == nil {
			x.Arranged, err = carestore.Arranged(v, a, f.Today)
		}
		return x, err
	})
	if err != nil {
		return x, err
	}
	q, rest, ok := f.Left(x.Order, x.Kind)
	if x.Left = ok && x.State.Bound(); x.Left {
		if x.Answer, err = ask(ctx, rest, q); err != nil {
			return x, err
		}
	}
	if _, known := x.People[without]; known {
		x.Swap, err = swap(ctx, f, orderID, without)
	}
	return x, err
}

func waysOf(v *db.View, hubID, orderID string, f dispatch.Facts) (x Ways, err error) {
	var b Board
	if b.Plan, err = newest(v, hubID); err != nil {
		return x, err
	}
	if err = b.names(v, hubID); err != nil {
		return x, err
	}
	if err = b.read(v, hubID); err != nil {
		return x, err
	}
	for _, o := range b.Orders {
		if o.ID == orderID {
			x.Row = o
		}
	}
	if x.ID == "" {
		return x, errOrder
	}
	x.Kind, x.People, x.Able = b.Kinds[x.Row.Order.Kind], b.People, f.Able(orderID)
	for _, p := range b.Shares {
		if p.Order == orderID {
			x.Shares = append(x.Shares, p)
		}
	}
	for _, p := range f.Parts {
		x.Uncut = x.Uncut || p.Order == orderID && p.Lane != dispatch.ToCome && p.Stage == dispatch.Uncut
	}
	list, err := skillsstore.Catalogue(v, hubID)
	for _, k := range list {
		if k.ID == x.Kind.Skill {
			x.Skill = k
		}
	}
	return x, err
}

// swap plans the books as they are and with somebody spared, and tells the difference.
func swap(ctx context.Context, f dispatch.Facts, orderID, without string) (*Swap, error) {
	was, err := solve(ctx, dispatch.Build(f))
	if err != nil {
		return nil, err
	}
	now, err := solve(ctx, dispatch.Build(f.Spared(orderID, without)))
	if err != nil {
		return nil, err
	}
	return &Swap{without, dispatch.Instead(orderID, was, now), now.OutlookOf(orderID), dispatch.Worse(orderID, was, now)}, nil
}
