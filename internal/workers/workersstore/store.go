// Package workersstore keeps the books of the house workers.
package workersstore

import (
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
)

// Store is the registered workers of all hubs.
type Store struct {
	DB     *db.DB
	Keys   *keys.Keys         // seals bank account, address and birth date
	Hubs   *hubstore.Store    // the hub's name, look and addresses for letters
	People *peoplestore.Store // accounts
}
