// Package dispatchstore keeps the books of plans: it gathers the facts, has them planned in
// the background, keeps what came of it, and sends out what staff accept.
package dispatchstore

import (
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work/workstore"
)

// Store is the plans of all hubs.
type Store struct {
	DB   *db.DB
	Work *workstore.Store // by whom calls are put out
	desk desk
	wait time.Duration // for a client's question; 0 is as long as usual
	most time.Duration // that its answer may take; 0 is as long as usual
}

var (
	errNoPlan = fault.New(fault.NotFound, "dispatch.fault.no_plan")
	errStale  = fault.New(fault.Conflict, "dispatch.fault.stale")
	errOrder  = fault.New(fault.NotFound, "dispatch.fault.no_order")
	errPin    = fault.New(fault.NotFound, "dispatch.fault.pin_gone")
)

// roundEvery is how often a hub that plans is looked at without anything having happened.
const roundEvery = time.Hour

// stirring are the events after which a plan may no longer be the best one. What somebody
// takes on is none of them: it was offered.
var stirring = []string{
	"skills.hours_set", "skills.wishes_saved", "skills.ceiling_saved", "skills.evidence_added", "skills.evidence_voided", "skills.break_saved", "workers.stepped",
	"work.declined", "work.handed_back", "work.lapsed", "work.split", "work.firsts_judged", "work.sent_back", "hub.changed", "hub.closed", "hub.reopened",
	"orders.step_ordered", "orders.step_cancelled", "orders.quote_sent", "orders.planned", "orders.day_agreed", "dispatch.pinned", "dispatch.unpinned",
}

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	for _, kind := range stirring {
		journal.Subscribe(kind, "dispatch.changed")
	}
	r.Handle("on:dispatch.changed", s.changedJob)
	r.Handle("dispatch.plan", s.planJob)
	r.Handle("dispatch.offer", s.offerJob)
	r.Every(roundEvery, "dispatch.round", s.roundJob)
}
