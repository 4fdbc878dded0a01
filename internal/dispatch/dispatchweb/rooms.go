// Package dispatchweb has the pages of planning: whether an order can be taken, the board of
// the plan, why work came to a worker or did not, and how it is shared among people.
package dispatchweb

import (
	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/platform/web"
)

// Rooms answers the requests of the house.
type Rooms struct{ Store *dispatchstore.Store }

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	see, run := web.Need(dispatch.MaySee), web.Need(dispatch.MayRun)
	rt.Handle("GET /staff/can-we", see, r.canWe)
	rt.Handle("GET /staff/plan", see, r.board)
	rt.Handle("GET /staff/plan/orders/{id}", see, r.ways)
	rt.Handle("GET /staff/plan/rehearsal", see, r.rehearsal)
	rt.Handle("GET /staff/fairness", run, r.fair)
	rt.Handle("GET /my/why", web.Need(dispatch.MayOwn), r.why)
	rt.Handle("POST /staff/plan/run", run, r.run)
	rt.Handle("POST /staff/plan/send", run, r.send)
	rt.Handle("POST /staff/plan/pins", run, r.pin)
	rt.Handle("POST /staff/plan/pins/{id}/end", run, r.unpin)
}
