// Package interviewsstore keeps the books of interviews: applicants, slots and
// bookings, sheets, letters. Each command is one serializable write.
package interviewsstore

import (
	"time"

	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/keys"
	"hiroba/internal/workers/workersstore"
)

// Store is the applicants of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys          // makes the secrets in people's links, seals confidential notes
	Hubs *hubstore.Store     // the hub's name, look and addresses for letters
	Crew *workersstore.Store // begins a registration
}

// Jobs names the work done later.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("interviews.reminder", s.remindJob)
	r.Every(time.Hour, "interviews.follow", s.followJob)
	r.Every(24*time.Hour, "interviews.retention", s.eraseJob)
}
