package app

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/bill"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
)

// owed is what waits of what clients owe: overdue invoices first, then reminders, drafts,
// and claims somebody else wants to give up.
func (a *App) owed(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(bill.MaySee) {
		return nil, nil
	}
	n, err := a.Bills.Waits(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	t := tiles{l: r.Lang}
	t.count(n.Late, "bad", "bill.wait.late", "/staff/invoices?state=overdue", "bill.list.title")
	t.count(n.Reminders, "warn", "bill.wait.reminders", "/staff/invoices?state=overdue", "bill.list.title")
	t.count(n.Drafts, "warn", "bill.wait.drafts", "/staff/invoices?state=draft", "bill.list.title")
	if r.Actor.Can(bill.MayApprove) {
		t.count(n.GiveUps, "warn", "bill.wait.give_ups", "/staff/invoices?state=overdue", "bill.list.title")
	}
	return t.all, nil
}

// taxed tells which workers were registered for the tax on a day, for margins.
func (a *App) taxed(q db.Q, hub string, workers []string) (func(string, when.Date) bool, error) {
	st, err := a.Payees.Standings(q, hub, workers)
	return func(w string, on when.Date) bool { return st[w].On(on).Registered }, err
}
