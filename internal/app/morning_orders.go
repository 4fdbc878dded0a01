package app

import (
	"context"

	"hiroba/internal/bill"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersweb"
	"hiroba/internal/platform/web"
	"hiroba/internal/site/siteweb"
	"hiroba/internal/work"
)

// orderTabs are the parts of what staff see of an order, of all houses, in their order.
var orderTabs = append(ordersweb.Own(), ordersweb.Tab{Path: "/work", Key: "work.tab.order", Need: work.MayCheck}, ordersweb.Tab{Path: "/invoices", Key: "bill.list.title", Need: bill.MaySee})

// ordered is what waits of orders: requests without a quote, questions of clients, and
// quotes that wait for an approver.
func (a *App) ordered(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(orders.MayKeep) && !r.Actor.Can(orders.MayApprove) {
		return nil, nil
	}
	n, err := a.Orders.Waits(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	t := tiles{l: r.Lang}
	if r.Actor.Can(orders.MayKeep) {
		t.count(n.Requests, "warn", "orders.requests.waiting", "/staff/orders?state=asked", "orders.board.title")
		t.count(n.Messages, "warn", "orders.message.waiting", "/staff/orders", "orders.board.title")
	}
	if r.Actor.Can(orders.MayApprove) {
		t.count(n.Approvals, "warn", "orders.approvals.waiting", "/staff/approvals", "orders.approvals.title")
	}
	return t.all, nil
}
