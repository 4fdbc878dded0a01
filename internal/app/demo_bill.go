package app

import (
	"context"
	"strconv"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/orders"
	"hiroba/internal/town"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

// fillBills gives the demo town three orders that were done and accepted: the invoice of
// one is paid, of one open, of one a draft; and the hub's costs and its plan.
func (a *App) fillBills(ctx context.Context, hubID string) error {
	now := a.DB.Now
	defer func() { a.DB.Now = now }()
	x := &billing{shift: &shift{a: a, ctx: ctx, staff: as(hubID, town.Coordinator, orders.MaySee, orders.MayKeep, work.MayRun, work.MayCheck), leader: as(hubID, town.Leader, work.MayCheck), guest: who.Visitor(hubID, orders.MayAsk, work.MayWatch)},
		accountant: as(hubID, town.Accountant, bill.MaySee, bill.MayKeep, bill.MayBook)}
	if err := a.Bills.SaveIssuer(ctx, x.accountant, 0, town.Issuer); err != nil {
		return err
	}
	if err := x.costs(); err != nil {
		return err
	}
	for _, d := range town.Dones {
		if err := x.done(d); err != nil {
			return err
		}
	}
	return nil
}

// billing is what was done and billed in the demo town before today.
type billing struct {
	*shift
	accountant who.Actor
}

// days sets the clock so many days back, at noon or some hours later.
func (x *billing) days(ago int, hours float64) { x.at(float64(ago)*24 - hours) }

// costs enters what the hub itself costs, and what it expects of the year.
func (x *billing) costs() error {
	x.days(0, 0)
	today := x.a.ago(0).DateIn(when.Tokyo)
	for back := range 3 {
		month := today.AddMonths(-back)
		first := when.On(month.Year(), month.Month(), 1)
		for i, c := range town.Costs {
			c.On = first.String()
			if err := x.a.Bills.PostCost(x.ctx, x.accountant, "demo-"+first.String()+"-"+strconv.Itoa(i), c); err != nil {
				return err
			}
		}
	}
	return x.a.Bills.SavePlan(x.ctx, x.accountant, today.FiscalYear(), town.Plan)
}

// done has an order asked for, worked on, accepted, and billed as far as it goes.
func (x *billing) done(d town.Done) error {
	ago := float64(d.Ago) * 24
	if err := x.place(d.Small, ago+96, ago+72); err != nil {
		return err
	}
	if err := x.doAll(d.Small, func(piece int) float64 { return ago - float64(piece) }); err != nil {
		return err
	}
	o, err := x.a.Orders.Order(x.ctx, x.staff, x.order)
	if err != nil {
		return err
	}
	x.days(d.Ago, 30)
	if err := x.a.Work.Send(x.ctx, x.staff, x.order, 0, workstore.DeliverForm{Format: "csv"}); err != nil {
		return err
	}
	x.days(d.Ago, 54)
	if err := x.a.Work.AnswerDelivery(x.ctx, x.staff, "", x.order, 1, workstore.Reply{Yes: true, Name: o.Of.Contact}); err != nil {
		return err
	}
	return x.billed(d, o.Client)
}

// billed takes the invoice of an order as far as it has come.
func (x *billing) billed(d town.Done, client string) error {
	s := x.a.Bills
	x.days(d.Ago, 60)
	if _, err := s.Propose(x.ctx, x.accountant, client, true); err != nil || !d.Issue {
		return err
	}
	l, err := s.Invoices(x.ctx, x.accountant, billstore.Query{Client: client, State: bill.Draft})
	if err != nil {
		return err
	}
	v := l.Rows[0]
	if err := s.Issue(x.ctx, x.accountant, v.ID, v.Version); err != nil || !d.Pay {
		return err
	}
	x.days(d.Ago-20, 60)
	return s.ReceiveByHand(x.ctx, x.accountant, v.ID, id.Make(), bill.ReceiptForm{On: x.a.DB.Now().DateIn(when.Tokyo).String(), Amount: v.Totals.Gross.String(), Words: town.PaidBy})
}
