// Package skillsstore keeps the books of skills: the catalogue and its evidence, wishes
// and own limits, free hours and their sums. Each command is one serializable write.
package skillsstore

import (
	"strconv"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/skills"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// Store holds the books of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys      // makes the links of the Sunday message
	Hubs *hubstore.Store // the hub's name, look and addresses for letters
}

// roundEvery is how often the store looks whether it is Sunday evening somewhere.
const roundEvery = 15 * time.Minute

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	journal.Subscribe(workers.Stepped{}.Kind(), "skills.recount")
	r.Handle("on:skills.recount", s.recountJob)
	r.Handle("skills.recount_school", s.recountSchool)
	r.Handle("skills.ask", s.askJob)
	r.Every(roundEvery, "skills.round", s.round)
}

// may asks for the right that a command on somebody's data needs: one's own, or staff's
// where a worker is named.
func may(a who.Actor, workerID string, staff who.Permission) error {
	if workerID == "" {
		return a.May(skills.MaySelf)
	}
	return a.May(staff)
}

// subject is the worker a command is about: the one named, or the one who is asking.
func subject(q db.Q, a who.Actor, workerID string) (workers.Worker, error) {
	if workerID == "" {
		return workersstore.Mine(q, a)
	}
	return workersstore.Load(q, a.Hub, workerID)
}

// whose are the rows that are read: one worker's, or with no worker named everybody's of
// the hub, in as many queries as for one.
type whose struct{ hub, worker string }

// read runs a query that ends in a condition; $1 is the hub, what follows it is args.
func (w whose) read(q db.Q, scan func(db.Scanner) error, query string, args ...any) error {
	args = append([]any{w.hub}, args...)
	if w.worker != "" {
		args = append(args, w.worker)
		query += " and worker_id = $" + strconv.Itoa(len(args))
	}
	_, err := db.All(q, func(r db.Scanner) (int, error) { return 0, scan(r) }, query, args...)
	return err
}

var errOld = fault.New(fault.Conflict, "skills.fault.changed")
