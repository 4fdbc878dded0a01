// Package dispatchweb has the pages of planning: whether an order can be taken, the board of
// the plan, why work came to a worker or did not, and how it is shared among people.
package dispatchweb

import (
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/platform/web"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store *dispatchstore.Store
	// Each and All bound how often visitors can ask by when: from one address, and of one hub.
	Each, All *web.Limiter
}

// New makes the rooms with the usual bounds: somebody who tries a few amounts is never
// stopped, and all who ask together take a small part of the machine.
func New(s *dispatchstore.Store, clock when.Clock) *Rooms {
	return &Rooms{Store: s, Each: &web.Limiter{Most: 12, Every: 30 * time.Second, Clock: clock}, All: &web.Limiter{Most: 60, Every: 10 * time.Second, Clock: clock}}
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	see, run := web.Need(dispatch.MaySee), web.Need(dispatch.MayRun)
	rt.Handle("GET /staff/can-we", see, r.canWe)
	rt.Handle("GET /staff/plan", see, r.board)
	rt.Handle("GET /staff/plan/making", see, r.making)
	rt.Handle("GET /staff/plan/orders/{id}", see, r.ways)
	rt.Handle("GET /staff/plan/rehearsal", see, r.rehearsal)
	rt.Handle("GET /staff/fairness", run, r.fair)
	rt.Handle("GET /staff/settings/days", web.Need(dispatch.MaySet), r.daysForm)
	rt.Handle("POST /staff/settings/days", web.Need(dispatch.MaySet), r.saveDays)
	rt.Handle("GET /my/why", web.Need(dispatch.MayOwn), r.why)
	rt.Handle("POST /staff/plan/run", run, r.run)
	rt.Handle("POST /staff/plan/send", run, r.send)
	rt.Handle("POST /staff/plan/pins", run, r.pin)
	rt.Handle("POST /staff/plan/pins/{id}/end", run, r.unpin)
}
