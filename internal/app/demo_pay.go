package app

import (
	"context"
	"fmt"
	"strings"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/pay"
	"hiroba/internal/town"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

// fillPay gives the demo town a month that is over: a small order of last month, done and
// inspected, its month closed, statements sent. This month stands open, with what blocks it.
func (a *App) fillPay(ctx context.Context, hubID string) error {
	now := a.DB.Now
	defer func() { a.DB.Now = now }()
	x := &shift{a: a, ctx: ctx, staff: as(hubID, town.Coordinator, orders.MaySee, orders.MayKeep, work.MayRun, work.MayCheck), guest: who.Visitor(hubID, orders.MayAsk, work.MayWatch)}
	x.leader = as(hubID, town.Leader, work.MayCheck)
	today := a.Now().DateIn(when.Tokyo)
	first := when.On(today.Year(), today.Month(), 1).AddMonths(-1)
	hours := a.Now().Sub(first.AddDays(6).At(9*60, when.Tokyo)).Hours()
	if err := x.lastMonth(hours); err != nil {
		return err
	}
	if err := x.workLastMonth(hours); err != nil {
		return err
	}
	if closing := first.AddMonths(1).AddDays(2).At(10*60, when.Tokyo); closing.Before(a.Now()) {
		a.DB.Now = func() when.Instant { return closing }
	} else {
		a.DB.Now = now
	}
	cashier := as(hubID, town.Accountant, pay.MaySee, pay.MayClose)
	month := books.Month(first)
	if err := a.Pay.Close(ctx, cashier, month, pay.CloseForm{Knowing: true}); err != nil {
		return err
	}
	return a.Runner.Drain(ctx)
}

// lastMonth places the order of last month and puts it out.
func (x *shift) lastMonth(hours float64) error {
	x.at(hours)
	l, os := town.LastMonth, x.a.Orders
	clients, err := os.Clients(x.ctx, x.staff, "")
	if err != nil {
		return err
	}
	kinds, err := os.Kinds(x.ctx, x.staff)
	if err != nil {
		return err
	}
	client := ""
	for _, c := range clients {
		if c.Name == town.Clients[town.Practice.Client].Name {
			client = c.ID
		}
	}
	if x.order, err = os.AskFor(x.ctx, x.staff, id.Make(), client, kinds[0].ID, false, orders.AskForm{Title: l.Title, Volume: fmt.Sprint(l.Rows)}); err != nil {
		return err
	}
	day := x.a.DB.Now().DateIn(when.Tokyo).AddDays(14).String()
	if err := os.Quote(x.ctx, x.staff, x.order, 0, orders.QuoteForm{Volume: fmt.Sprint(l.Rows), Seconds: "45", Price: "32", Fee: "18", Promise: day, Valid: day, Permille: "10"}); err != nil {
		return err
	}
	if err := os.AnswerFor(x.ctx, x.staff, x.order, 1, ordersstore.Reply{Yes: true, Name: town.Clients[town.Practice.Client].Contact}); err != nil {
		return err
	}
	if _, err := os.Keep(x.ctx, x.staff, x.order, ordersstore.Upload{Use: "material", Name: l.File, Body: strings.NewReader(l.Body())}); err != nil {
		return err
	}
	if err := x.a.Runner.Drain(x.ctx); err != nil {
		return err
	}
	if err := os.SaveColumns(x.ctx, x.staff, x.order, l.Columns); err != nil {
		return err
	}
	s := x.a.Work
	if err := s.Instruct(x.ctx, x.staff, x.order, 0, l.Manual, ""); err != nil {
		return err
	}
	if err := s.Split(x.ctx, x.staff, x.order, 20); err != nil {
		return err
	}
	return s.Call(x.ctx, x.staff, x.order, 0, workstore.CallForm{Deadline: day})
}

// workLastMonth has the crew do all of it, a day apart.
func (x *shift) workLastMonth(hours float64) (err error) {
	all, err := x.workers()
	if err != nil {
		return err
	}
	x.crew = nil
	for _, a := range all { // not everybody may do this kind
		if _, err := x.a.Work.Propose(x.ctx, a, x.order, 40, false); err == nil {
			x.crew = append(x.crew, a)
		}
	}
	if len(x.crew) == 0 {
		return fmt.Errorf("nobody in town can do %s", town.LastMonth.Title)
	}
	for i := range town.LastMonth.Pieces {
		a := x.crew[i%len(x.crew)]
		x.at(hours - 24*float64(i+1))
		p, err := x.a.Work.Propose(x.ctx, a, x.order, 40, false)
		if err != nil {
			return err
		}
		pid, err := x.a.Work.Claim(x.ctx, a, p.Piece.ID, p.Hash, false)
		if err != nil {
			return err
		}
		for n, no := range p.Piece.Rows.All() {
			x.at(hours - 24*float64(i+1) - float64(n+1)/90)
			if _, err := x.a.Work.SaveRow(x.ctx, a, pid, no, 0, map[int]string{2: town.LastMonth.Answer(no)}); err != nil {
				return err
			}
		}
		if err := x.finish(a, pid, work.CheckForm{}); err != nil {
			return err
		}
	}
	return nil
}
