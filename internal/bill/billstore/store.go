// Package billstore keeps the books of what clients owe: drafts from what they accepted,
// invoices with gapless numbers, what was paid, taken back and given up. Money moves in
// the ledger of the house of books, in the same write.
package billstore

import (
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
)

// Store is the claims of all hubs.
type Store struct {
	DB     *db.DB
	Hubs   *hubstore.Store
	Orders *ordersstore.Store
	Books  *booksstore.Store
	// Registered tells of these workers who was registered for the tax on a day. The house of payees answers; nil: nobody was.
	Registered func(q db.Q, hub string, workers []string) (func(worker string, on when.Date) bool, error)
}

var (
	errInvoice = fault.New(fault.NotFound, "bill.fault.invoice_gone")
	errStale   = fault.New(fault.Conflict, "bill.fault.stale")
	errState   = fault.New(fault.Conflict, "bill.fault.state")
	errSelf    = fault.New(fault.Conflict, "bill.fault.same_person")
)

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Every(6*time.Hour, "bill.propose", s.proposeJob)
}
