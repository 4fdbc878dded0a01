package app

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
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
	if err := x.ordered(d); err != nil {
		return err
	}
	if err := x.worked(d); err != nil {
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

func (x *billing) ordered(d town.Done) error {
	s := x.a.Orders
	x.days(d.Ago+4, 0)
	clients, err := s.Clients(x.ctx, x.staff, "")
	if err != nil {
		return err
	}
	kinds, err := s.Kinds(x.ctx, x.staff)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(clients, func(c ordersstore.ClientRow) bool { return c.Name == town.Clients[d.Client].Name })
	rows := strconv.Itoa(d.Rows)
	if x.order, err = s.AskFor(x.ctx, x.staff, id.Make(), clients[i].ID, kinds[0].ID, false, orders.AskForm{Title: d.Title, Volume: rows}); err != nil {
		return err
	}
	day := x.a.ago(-30).DateIn(when.Tokyo).String()
	if err := s.Quote(x.ctx, x.staff, x.order, 0, orders.QuoteForm{Volume: rows, Seconds: "180", Price: d.Price, Fee: d.Fee, Promise: day, Valid: day, Permille: "1"}); err != nil {
		return err
	}
	if err := s.AnswerFor(x.ctx, x.staff, x.order, 1, ordersstore.Reply{Yes: true, Name: clients[i].Contact, PO: d.PO}); err != nil {
		return err
	}
	if _, err := s.Keep(x.ctx, x.staff, x.order, ordersstore.Upload{Use: "material", Name: d.Title + ".csv", Body: strings.NewReader(town.DoneRows(d))}); err != nil {
		return err
	}
	if err := x.a.Runner.Drain(x.ctx); err != nil {
		return err
	}
	o, err := s.Order(x.ctx, x.staff, x.order)
	if err != nil {
		return err
	}
	if err := s.SavePlan(x.ctx, x.staff, x.order, o.Version, orders.PlanForm{Checks: o.Checks, FirstRows: "0", Owner: o.Owner}); err != nil {
		return err
	}
	return s.SaveColumns(x.ctx, x.staff, x.order, town.DoneColumns)
}

// worked has the pieces done and accepted by whoever can do them.
func (x *billing) worked(d town.Done) error {
	s := x.a.Work
	x.days(d.Ago+3, 0)
	if err := s.Instruct(x.ctx, x.staff, x.order, 0, town.DoneManual, ""); err != nil {
		return err
	}
	if err := s.Split(x.ctx, x.staff, x.order, 40); err != nil {
		return err
	}
	if err := s.Call(x.ctx, x.staff, x.order, 0, workstore.CallForm{Deadline: x.a.ago(-9).DateIn(when.Tokyo).String()}); err != nil {
		return err
	}
	crew, err := x.able()
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		left, err := s.Overview(x.ctx, x.staff, x.order)
		if err != nil || left.Pieces[work.Open] == 0 {
			return err
		}
		a := crew[n%len(crew)]
		pid, err := x.fill(a, float64(d.Ago*24-n))
		if err != nil {
			return err
		}
		if err := x.finish(a, pid, work.CheckForm{}); err != nil {
			return err
		}
	}
}

// able are the workers whose skill opens the order to them.
func (x *billing) able() ([]who.Actor, error) {
	all, err := x.workers()
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(a who.Actor) bool {
		_, err := x.a.Work.Propose(x.ctx, a, x.order, 120, false)
		return err != nil
	})
	if len(all) == 0 {
		return nil, fmt.Errorf("nobody in the town can do %s", x.order)
	}
	return all, nil
}

// fill takes a piece on and fills its rows in.
func (x *billing) fill(a who.Actor, hours float64) (string, error) {
	x.at(hours)
	s := x.a.Work
	p, err := s.Propose(x.ctx, a, x.order, 120, false)
	if err != nil {
		return "", err
	}
	pid, err := s.Claim(x.ctx, a, p.Piece.ID, p.Hash, false)
	if err != nil {
		return "", err
	}
	for _, no := range p.Piece.Rows.All() {
		if _, err := s.SaveRow(x.ctx, a, pid, no, 0, map[int]string{2: town.DoneAnswer(no)}); err != nil {
			return "", err
		}
	}
	return pid, nil
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
