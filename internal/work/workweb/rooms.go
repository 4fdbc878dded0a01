// Package workweb has the pages of the work itself: what a worker can take on and does,
// what staff split, call, inspect and deliver, and what a client sees of it in the window.
package workweb

import (
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store *workstore.Store
	// OrderTabs are the parts of an order's staff page; app puts them together from all houses.
	OrderTabs func(rq web.Request, orderID string) []ui.NavItem
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	r.myRoutes(rt, web.Need(work.MayDo))
	r.staffRoutes(rt)
	r.windowRoutes(rt, web.Public("a client watches the work by a link of their own, without an account"))
}
