// Package workersstore keeps the books of the house workers.
package workersstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/keys"
)

// Store is the registered workers of all hubs.
type Store struct {
	DB     *db.DB
	Keys   *keys.Keys         // seals bank account, address and birth date
	Hubs   *hubstore.Store    // the hub's name, look and addresses for letters
	People *peoplestore.Store // accounts
	// Open says in words' key why a worker's state must not be changed for the worse now:
	// an open care request does. The house that knows them sets it; nil is no.
	Open func(q db.Q, hub, worker string) (bool, error)
	// Protected says until which day a worker is protected after a complaint or a report
	// zero if not. The house that knows sets it; nil is nobody.
	Protected func(q db.Q, hub, worker string) (when.Date, error)
}

// Jobs names the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Every(hourly, "workers.daily", s.everyHub)
	r.Handle("workers.import", s.importJob)
}
