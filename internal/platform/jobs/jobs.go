// Package jobs is background work on the same database: a job is enqueued in
// the transaction of the business row, so either both are there or neither. A
// job runs at least once; its handler must bear a second run.
package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
)

// Job is a piece of work to be done later.
type Job struct {
	Hub   string // "" for the installation's own work
	ID    string
	Kind  string
	Args  string // JSON
	RunAt when.Instant
	Key   string // with a key, the job exists once per hub
	Try   int    // 1 at the first run
}

// New makes a job of a kind; args are kept as JSON.
func New(hub, kind string, args any) Job {
	b, err := json.Marshal(args)
	if err != nil {
		panic(fmt.Sprintf("jobs: arguments of %s: %v", kind, err)) // a programming fault: our own types always marshal
	}
	return Job{Hub: hub, Kind: kind, Args: string(b)}
}

// At has the job run no sooner than t.
func (j Job) At(t when.Instant) Job { j.RunAt = t; return j }

// Once gives the job a key: a second job with the same key is dropped.
func (j Job) Once(key string) Job { j.Key = key; return j }

// Read unpacks the arguments.
func (j Job) Read(into any) error { return json.Unmarshal([]byte(j.Args), into) }

// Enqueue puts a job into the queue, in this very transaction.
func Enqueue(tx *db.Tx, j Job) error {
	at := j.RunAt
	if at.IsZero() {
		at = tx.Now()
	}
	var key any
	if j.Key != "" {
		key = j.Key
	}
	_, err := tx.Exec(`insert into job (hub_id, id, kind, args, state, run_at, attempt, lease_until, unique_key, last_error, created_at, ended_at)
		values ($1, $2, $3, $4, 'ready', $5, 0, '', $6, '', $7, '') on conflict (hub_id, unique_key) do nothing`,
		j.Hub, id.Make(), j.Kind, j.Args, at, key, tx.Now())
	return err
}

// Handler does one job. An error has the job tried again later.
type Handler func(ctx context.Context, j Job) error

// Giving up at once: wrap an error with Never when trying again cannot help.
type never struct{ error }

// Never marks an error after which the job must not be tried again.
func Never(err error) error { return never{err} }

const (
	lease    = 2 * time.Minute
	maxTry   = 12 // with doubling waits from 5 s to 6 h: about a day
	batch    = 16
	waitMost = 6 * time.Hour
)

// Runner takes due jobs and does them.
type Runner struct {
	DB   *db.DB
	Log  *slog.Logger
	Tick time.Duration // how often to look when nothing wakes it; 0 means one second

	handlers map[string]Handler
	periodic []period
	wake     chan struct{}
	wakeOnce sync.Once
}

type period struct {
	kind  string
	every time.Duration
}

// Handle names the handler of a kind.
func (r *Runner) Handle(kind string, h Handler) {
	if r.handlers == nil {
		r.handlers = map[string]Handler{}
	}
	if r.handlers[kind] != nil {
		panic("jobs: two handlers for " + kind)
	}
	r.handlers[kind] = h
}

// Every has a job of a kind run once per slot of time, on however many nodes.
func (r *Runner) Every(every time.Duration, kind string, h Handler) {
	r.Handle(kind, h)
	r.periodic = append(r.periodic, period{kind, every})
}

// Wake has the runner look at once; called after a commit that enqueued something.
func (r *Runner) Wake() {
	r.init()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *Runner) init() { r.wakeOnce.Do(func() { r.wake = make(chan struct{}, 1) }) }

// Run works until ctx ends; the job in hand is finished first.
func (r *Runner) Run(ctx context.Context) {
	r.init()
	tick := r.Tick
	if tick == 0 {
		tick = time.Second
	}
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		if n, err := r.Once(ctx); err != nil && ctx.Err() == nil {
			r.Log.Error("jobs", "err", err)
		} else if n == batch {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		case <-r.wake:
		}
	}
}

// Drain does all work that is due now, and what that work enqueues; for tests and the end of a demo's filling.
func (r *Runner) Drain(ctx context.Context) error {
	for {
		n, err := r.Once(ctx)
		if err != nil || n == 0 {
			return err
		}
	}
}

// Once takes at most one batch of due jobs and does them one after another.
func (r *Runner) Once(ctx context.Context) (int, error) {
	if err := r.slots(ctx); err != nil {
		return 0, err
	}
	js, err := r.take(ctx)
	for _, j := range js {
		r.do(context.WithoutCancel(ctx), j)
	}
	return len(js), err
}

// slots enqueues each periodic job for the present slot; the unique key makes it one.
func (r *Runner) slots(ctx context.Context) error {
	now := r.DB.Now()
	for _, p := range r.periodic {
		slot := now.Time().Truncate(p.every).Unix()
		key := fmt.Sprintf("every:%s:%d", p.kind, slot)
		there, err := db.Read(ctx, r.DB, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from job where hub_id = '' and unique_key = $1`, key)
		})
		if err != nil {
			return err
		}
		if there > 0 {
			continue
		}
		if err := db.Do(ctx, r.DB, func(tx *db.Tx) error { return Enqueue(tx, New("", p.kind, nil).Once(key)) }); err != nil {
			return err
		}
	}
	return nil
}

func (r *Runner) take(ctx context.Context) ([]Job, error) {
	now := r.DB.Now()
	due, err := db.Read(ctx, r.DB, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from job where (state = 'ready' and run_at <= $1) or (state = 'running' and lease_until < $1)`, now)
	})
	if err != nil || due == 0 {
		return nil, err
	}
	return db.Write(ctx, r.DB, func(tx *db.Tx) ([]Job, error) {
		now := tx.Now()
		return db.All(tx, scanJob, `update job set state = 'running', attempt = attempt + 1, lease_until = $1
			where (hub_id, id) in (select hub_id, id from job where (state = 'ready' and run_at <= $2) or (state = 'running' and lease_until < $2)
			order by run_at limit $3`+tx.SkipLocked()+`) returning hub_id, id, kind, args, attempt`, now.Add(lease), now, batch)
	})
}

func scanJob(s db.Scanner) (j Job, err error) {
	err = s.Scan(&j.Hub, &j.ID, &j.Kind, &j.Args, &j.Try)
	return j, err
}

func (r *Runner) do(ctx context.Context, j Job) {
	err := r.call(ctx, j)
	if e := r.settle(ctx, j, err); e != nil {
		r.Log.Error("jobs: settle", "job", j.ID, "kind", j.Kind, "err", e)
	}
}

func (r *Runner) call(ctx context.Context, j Job) error {
	h := r.handlers[j.Kind]
	if h == nil {
		return Never(fmt.Errorf("no handler for %s", j.Kind))
	}
	return Caught(func() error { return h(ctx, j) })
}

// Caught does something, and makes an error of a panic. The runner does so with every handler; one that has to lay
// something aside when its last try fails does so itself with what can fail.
func Caught(do func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return do()
}

// Attempt does what a job is for. If its last try fails too, by an error or a panic, failed tells those who wait.
func (j Job) Attempt(do, failed func() error) error {
	err := Caught(do)
	if err != nil && Last(j.Try) {
		err = errors.Join(err, failed())
	}
	return err
}

// settle ends the attempt. The attempt number is a fence: a runner whose lease
// ran out cannot settle what another has taken over.
func (r *Runner) settle(ctx context.Context, j Job, err error) error {
	return db.Do(ctx, r.DB, func(tx *db.Tx) error {
		now := tx.Now()
		if err == nil {
			_, e := tx.Exec(`update job set state = 'done', lease_until = '', last_error = '', ended_at = $4 where hub_id = $1 and id = $2 and attempt = $3`,
				j.Hub, j.ID, j.Try, now)
			return e
		}
		r.Log.Warn("job failed", "kind", j.Kind, "job", j.ID, "try", j.Try, "err", err)
		var n never
		if errors.As(err, &n) || j.Try >= maxTry {
			_, e := tx.Exec(`update job set state = 'dead', lease_until = '', last_error = $4, ended_at = $5 where hub_id = $1 and id = $2 and attempt = $3`,
				j.Hub, j.ID, j.Try, err.Error(), now)
			return e
		}
		_, e := tx.Exec(`update job set state = 'ready', lease_until = '', last_error = $4, run_at = $5 where hub_id = $1 and id = $2 and attempt = $3`,
			j.Hub, j.ID, j.Try, err.Error(), now.Add(Backoff(j.Try)))
		return e
	})
}

// keptFor is how long a job that is done stays, for whoever looks for what happened.
const keptFor = 28 * 24 * time.Hour

// sweepMost is how many jobs one write takes away.
const sweepMost = 2000

// Sweep has old jobs that are done taken away once a day. One with a key of its own stays:
// the key is what keeps it from being done again.
func (r *Runner) Sweep() { r.Every(24*time.Hour, "jobs.sweep", r.sweep) }

func (r *Runner) sweep(ctx context.Context, _ Job) error {
	for {
		n, err := db.Write(ctx, r.DB, func(tx *db.Tx) (int64, error) {
			return tx.Exec(`delete from job where (hub_id, id) in (select hub_id, id from job where state = 'done' and ended_at < $1
				and (unique_key is null or unique_key like 'every:%') order by ended_at limit $2)`, tx.Now().Add(-keptFor), sweepMost)
		})
		if err != nil || n < sweepMost {
			return err
		}
	}
}

// Last tells whether a try is the last one.
func Last(try int) bool { return try >= maxTry }

// Backoff is the wait before the next try: 5 s, 10 s, 20 s … at most six hours.
func Backoff(try int) time.Duration {
	if try < 1 {
		try = 1
	}
	if try > 13 {
		return waitMost
	}
	return min(5*time.Second<<(try-1), waitMost)
}
