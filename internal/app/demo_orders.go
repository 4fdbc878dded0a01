package app

import (
	"bytes"
	"context"
	"path"
	"strconv"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/town"
)

// fillOrders gives the demo town its kinds of work, its clients, and an order of every
// beginning: one that waits, one that is quoted, two whose work can be split.
func (a *App) fillOrders(ctx context.Context, hubID string) error {
	staff := as(hubID, town.Coordinator, orders.MaySee, orders.MayKeep)
	if err := a.Orders.TakeReady(ctx, staff); err != nil {
		return err
	}
	if err := a.Orders.SaveOperator(ctx, staff, town.OperatorSize); err != nil {
		return err
	}
	kinds, err := a.Orders.Kinds(ctx, staff)
	if err != nil {
		return err
	}
	var acts []act
	clients := make([]string, len(town.Clients))
	for i, f := range town.Clients {
		clients[i] = id.Make()
		acts = append(acts, act{a.ago(30 - i), func() error { return a.Orders.SaveClient(ctx, staff, clients[i], 0, f) }})
	}
	for _, p := range town.Placings {
		x := &placing{a: a, staff: staff, plan: p, client: clients[p.Client], kind: kinds[p.Kind].ID}
		acts = append(acts, x.acts(ctx)...)
	}
	return a.live(acts)
}

// placing is how one order of the demo town came about.
type placing struct {
	a                   *App
	staff               who.Actor
	plan                town.Placed
	client, kind, order string
}

// acts are its steps: asked in the morning, quoted in the afternoon, answered the day after.
func (x *placing) acts(ctx context.Context) []act {
	p, at := x.plan, x.a.ago(x.plan.Ago).DateIn(when.Tokyo).At(town.Morning, when.Tokyo)
	acts := []act{{at, func() error { return x.ask(ctx) }}}
	if p.Quote != nil {
		acts = append(acts, act{at.Add(3 * time.Hour), func() error { return x.quote(ctx) }})
	}
	if p.Accept {
		acts = append(acts, act{at.Add(26 * time.Hour), func() error { return x.accept(ctx) }}, act{at.Add(28 * time.Hour), func() error { return x.hand(ctx) }})
	}
	return acts
}

func (x *placing) wanted() when.Date { return x.a.ago(-x.plan.WantIn).DateIn(when.Tokyo) }

func (x *placing) ask(ctx context.Context) (err error) {
	f := x.plan.Ask
	f.Wanted = x.wanted().String()
	x.order, err = x.a.Orders.AskFor(ctx, x.staff, id.Make(), x.client, x.kind, false, f)
	return err
}

func (x *placing) quote(ctx context.Context) error {
	f := *x.plan.Quote
	f.Promise, f.Valid = x.wanted().AddDays(-2).String(), x.a.ago(-10).DateIn(when.Tokyo).String()
	return x.a.Orders.Quote(ctx, x.staff, x.order, 0, f)
}

func (x *placing) accept(ctx context.Context) error {
	return x.a.Orders.AnswerFor(ctx, x.staff, x.order, 1, ordersstore.Reply{Yes: true, Name: town.Clients[x.plan.Client].Contact, PO: x.plan.PO})
}

// hand gives the material, says what is asked of it, and how it is worked on.
func (x *placing) hand(ctx context.Context) error {
	p, s := x.plan, x.a.Orders
	if _, err := s.Keep(ctx, x.staff, x.order, ordersstore.Upload{Use: "material", Name: p.File, Body: bytes.NewReader(p.Body())}); err != nil {
		return err
	}
	o, err := s.Order(ctx, x.staff, x.order)
	if err != nil {
		return err
	}
	if err := s.SavePlan(ctx, x.staff, x.order, o.Version, orders.PlanForm{Checks: o.Checks, FirstRows: strconv.Itoa(p.First), Owner: o.Owner, HubOnly: o.HubOnly, Phone: o.Phone}); err != nil {
		return err
	}
	if len(p.Columns) > 0 {
		if err := s.SaveColumns(ctx, x.staff, x.order, p.Columns); err != nil {
			return err
		}
	}
	if p.Said == "" {
		return nil
	}
	return x.say(ctx)
}

// say writes what the client said, through a window of their own.
func (x *placing) say(ctx context.Context) error {
	s := x.a.Orders
	link, err := s.GiveWindow(ctx, x.staff, x.client, orders.WindowForm{GivenTo: town.Clients[x.plan.Client].Contact, Days: "180"})
	if err != nil {
		return err
	}
	guest := who.Visitor(x.staff.Hub, orders.MayAsk)
	return s.WriteByLink(ctx, guest, path.Base(link), x.order, id.Make(), x.plan.Said)
}
