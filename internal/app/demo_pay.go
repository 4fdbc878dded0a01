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

// closingMoment is when the demo town closes a month: on the third of the next, when what was
// delivered on its last days has been inspected.
func closingMoment(first when.Date) when.Instant {
	return first.AddMonths(1).AddDays(2).At(10*60, when.Tokyo)
}

// fillPay gives the demo town a month that is closed: a small order of the latest month whose
// closing is past, done and inspected, statements sent. What came after stands open, with what
// blocks it.
func (a *App) fillPay(ctx context.Context, hubID string) error {
	now := a.DB.Now
	defer func() { a.DB.Now = now }()
	x := &shift{a: a, ctx: ctx, staff: as(hubID, town.Coordinator, orders.MaySee, orders.MayKeep, work.MayRun, work.MayCheck), guest: who.Visitor(hubID, orders.MayAsk, work.MayWatch)}
	x.leader = as(hubID, town.Leader, work.MayCheck)
	today := a.Now().DateIn(when.Tokyo)
	first := when.On(today.Year(), today.Month(), 1).AddMonths(-1)
	if !closingMoment(first).Before(a.Now()) {
		first = first.AddMonths(-1)
	}
	hours := a.Now().Sub(first.AddDays(6).At(9*60, when.Tokyo)).Hours()
	if err := x.place(town.LastMonth, hours, hours); err != nil {
		return err
	}
	if err := x.doAll(town.LastMonth, func(piece int) float64 { return hours - 24*float64(piece+1) }); err != nil {
		return err
	}
	a.DB.Now = func() when.Instant { return closingMoment(first) }
	cashier := as(hubID, town.Accountant, pay.MaySee, pay.MayClose)
	month := books.Month(first)
	if err := a.Pay.Close(ctx, cashier, month, pay.CloseForm{Knowing: true}); err != nil {
		return err
	}
	return a.Runner.Drain(ctx)
}
