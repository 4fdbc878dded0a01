package app

import (
	"context"
	"hiroba/internal/work"

	"hiroba/internal/bill"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersweb"
	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
)

// orderTabs are the parts of what staff see of an order, of all houses, in their order.
var orderTabs = append(ordersweb.Own(), ordersweb.Tab{Path: "/work", Key: "work.tab.order", Need: work.MayCheck}, ordersweb.Tab{Path: "/invoices", Key: "bill.list.title", Need: bill.MaySee})

// ordered is what waits of orders: requests without a quote, questions of clients, and
// quotes that wait for an approver.
func (a *App) ordered(ctx context.Context, r web.Request) (out []siteweb.Tile, err error) {
	if !r.Actor.Can(orders.MayKeep) && !r.Actor.Can(orders.MayApprove) {
		return nil, nil
	}
	n, err := a.Orders.Waits(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	l := r.Lang
	add := func(n int, key, path, link string) {
		if n > 0 {
			out = append(out, siteweb.Tile{Label: l.T(key), Value: l.Number(n), Href: l.Path(path), Link: l.T(link), Kind: "warn"})
		}
	}
	if r.Actor.Can(orders.MayKeep) {
		add(n.Requests, "orders.requests.waiting", "/staff/orders?state=asked", "orders.board.title")
		add(n.Messages, "orders.message.waiting", "/staff/orders", "orders.board.title")
	}
	if r.Actor.Can(orders.MayApprove) {
		add(n.Approvals, "orders.approvals.waiting", "/staff/approvals", "orders.approvals.title")
	}
	return out, nil
}
