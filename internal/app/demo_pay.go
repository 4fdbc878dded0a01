package app

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/orders"
	"hiroba/internal/pay"
	"hiroba/internal/town"
	"hiroba/internal/work"
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
	if err := x.place(town.LastMonth, hours, hours); err != nil {
		return err
	}
	if err := x.doAll(town.LastMonth, func(piece int) float64 { return hours - 24*float64(piece+1) }); err != nil {
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
