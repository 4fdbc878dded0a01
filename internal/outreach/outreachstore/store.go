// Package outreachstore keeps the books of outreach: seminars, sign-ups, the waiting
// list, flyers, the door, inquiries. Each command is one serializable write.
package outreachstore

import (
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
)

// Store holds the books of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys      // makes the secrets in people's links
	Hubs *hubstore.Store // the hub's name, look and addresses for letters
}
