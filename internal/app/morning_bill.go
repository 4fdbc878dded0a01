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
func (a *App) owed(ctx context.Context, r web.Request) (out []siteweb.Tile, err error) {
	if !r.Actor.Can(bill.MaySee) {
		return nil, nil
	}
	n, err := a.Bills.Waits(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	l := r.Lang
	add := func(n int, key, path, kind string) {
		if n > 0 {
			out = append(out, siteweb.Tile{Label: l.T(key), Value: l.Number(n), Href: l.Path(path), Link: l.T("bill.list.title"), Kind: kind})
		}
	}
	add(n.Late, "bill.wait.late", "/staff/invoices?state=overdue", "bad")
	add(n.Reminders, "bill.wait.reminders", "/staff/invoices?state=overdue", "warn")
	add(n.Drafts, "bill.wait.drafts", "/staff/invoices?state=draft", "warn")
	if r.Actor.Can(bill.MayApprove) {
		add(n.GiveUps, "bill.wait.give_ups", "/staff/invoices?state=overdue", "warn")
	}
	return out, nil
}

// taxed tells which workers were registered for the tax on a day, for margins.
func (a *App) taxed(q db.Q, hub string, workers []string, on when.Date) (map[string]bool, error) {
	ts, err := a.Payees.TaxOf(q, hub, workers, on)
	out := make(map[string]bool, len(ts))
	for w, t := range ts {
		out[w] = t.Registered
	}
	return out, err
}
