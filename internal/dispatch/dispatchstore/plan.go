package dispatchstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/whole"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

// Cause is why a plan was made.
type Cause string

// The causes: somebody asked for it, something happened, an hour has passed.
const (
	Asked   Cause = "asked"
	Changed Cause = "changed"
	Round   Cause = "round"
)

// planWithin is how long a plan that was asked for can take; then it counts as failed.
const planWithin = time.Hour

type planArgs struct{ No int }

// Run has a plan made in the background and answers its number. A plan that is being made
// already is the one.
func (s *Store) Run(ctx context.Context, a who.Actor) (int, error) {
	if err := a.May(dispatch.MayRun); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		if m, err := making(tx, a.Hub); err != nil || m.No > 0 {
			return m.No, err
		}
		no, err := open(tx, a.Hub, Asked, a.Name)
		if err != nil {
			return 0, err
		}
		return no, jobs.Enqueue(tx, jobs.New(a.Hub, "dispatch.plan", planArgs{no}))
	})
}

// open enters a plan that is about to be made.
func open(tx *db.Tx, hubID string, cause Cause, by string) (int, error) {
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from dispatch_plan where hub_id = $1`, hubID)
	if err != nil {
		return 0, err
	}
	_, err = tx.Exec(`insert into dispatch_plan (hub_id, no, state, cause, seed, inputs_hash, figures, made_by, asked_at, made_at, sent_by, sent_at) values ($1, $2, 'waiting', $3, 1, '', '', $4, $5, '', '', '')`,
		hubID, no, string(cause), by, tx.Now())
	return no, err
}

// planJob makes a plan that was asked for. Only its last try says that it failed.
func (s *Store) planJob(ctx context.Context, j jobs.Job) error {
	var x planArgs
	if err := j.Read(&x); err != nil {
		return jobs.Never(err)
	}
	return j.Attempt(func() error {
		return s.make(ctx, j.Hub, Asked, "", s.steps(ctx, j.Hub, x.No), func(tx *db.Tx) (int, error) { return last(tx, j.Hub, x.No) })
	}, func() error {
		return db.Do(context.WithoutCancel(ctx), s.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(`update dispatch_plan set state = 'failed', made_at = $3 where hub_id = $1 and no = $2 and state = 'waiting'`, j.Hub, x.No, tx.Now())
			return err
		})
	})
}

// last gives a plan that waits the number after all others, since what was planned for an
// event meanwhile has one too, and the newest counts; 0 if it does not wait any more.
func last(tx *db.Tx, hubID string, no int) (int, error) {
	top, err := db.Value[int](tx, `select coalesce(max(no), 0) from dispatch_plan where hub_id = $1`, hubID)
	if err != nil {
		return 0, err
	}
	if top > no {
		top++
	}
	n, err := tx.Exec(`update dispatch_plan set no = $3 where hub_id = $1 and no = $2 and state = 'waiting'`, hubID, no, top)
	if err != nil || n == 0 {
		return 0, err
	}
	return top, nil
}

// changedJob makes a plan anew after an event; roundJob, every hour. Both only for a hub
// that plans at all, and only if the facts are not the ones of the newest plan.
func (s *Store) changedJob(ctx context.Context, j jobs.Job) error { return s.anew(ctx, j.Hub, Changed) }

func (s *Store) roundJob(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	if err != nil {
		return err
	}
	for _, h := range hubs { // a hub that cannot be planned keeps no other from it
		if e := s.anew(ctx, h, Round); e != nil {
			err = errors.Join(err, fmt.Errorf("hub %s: %w", h, e))
		}
	}
	return err
}

func (s *Store) anew(ctx context.Context, hubID string, cause Cause) error {
	last, err := db.Read(ctx, s.DB, func(v *db.View) (Plan, error) { return newest(v, hubID) })
	if err != nil || last.No == 0 {
		return err
	}
	return s.make(ctx, hubID, cause, last.Hash, quiet, func(tx *db.Tx) (int, error) { return open(tx, hubID, cause, "") })
}

// task is the problem of a hub as its books stand.
func (s *Store) task(ctx context.Context, hubID string) (*dispatch.Task, error) {
	f, err := db.Read(ctx, s.DB, func(v *db.View) (dispatch.Facts, error) { return factsOf(v, hubID) })
	if err != nil {
		return nil, err
	}
	return dispatch.Build(f), nil
}

var errMoved = errors.New("dispatchstore: the books moved each time a plan was made")

// planTries is how often a plan is made anew for books that moved while it was.
const planTries = 4

// make makes a plan and enters it under the number that enter gives, unless its facts are
// the known ones.
func (s *Store) make(ctx context.Context, hubID string, cause Cause, known string, tell teller, enter func(*db.Tx) (int, error)) error {
	if err := s.closeOver(ctx, hubID); err != nil {
		return err
	}
	for range planTries {
		if err := tell(StepRead); err != nil {
			return err
		}
		t, err := s.task(ctx, hubID)
		if err != nil {
			return err
		}
		d := draft{task: t, hash: hashOf(t)}
		if d.hash == known {
			return nil
		}
		if d.Result, err = solveTelling(ctx, t, tell); err != nil {
			return err
		}
		if err := tell(StepKeep); err != nil {
			return err
		}
		if kept, err := s.enter(ctx, hubID, cause, d, enter); err != nil || kept {
			return err
		}
	}
	return errMoved
}

// draft is a plan that is not kept yet, with the name of the facts it was made from.
type draft struct {
	dispatch.Result
	task *dispatch.Task
	hash string
}

// enter keeps a plan if the books are still those it was made from: what it takes back and
// what it offers holds for these alone.
func (s *Store) enter(ctx context.Context, hubID string, cause Cause, d draft, number func(*db.Tx) (int, error)) (kept bool, err error) {
	return db.Write(ctx, s.DB, func(tx *db.Tx) (bool, error) {
		f, err := factsOf(tx, hubID)
		if err != nil || hashOf(dispatch.Build(f)) != d.hash {
			return false, err
		}
		no, err := number(tx)
		if err != nil || no == 0 {
			return true, err
		}
		return true, s.keep(tx, hubID, no, cause, d)
	})
}

// solve plans a task, and by when what it finds nobody for in time would be done.
func solve(ctx context.Context, t *dispatch.Task) (dispatch.Result, error) {
	return solveTelling(ctx, t, quiet)
}

// solveTelling is solve, and tells which of its steps begins.
func solveTelling(ctx context.Context, t *dispatch.Task, tell teller) (dispatch.Result, error) {
	if err := tell(StepShare); err != nil {
		return dispatch.Result{}, err
	}
	first, err := whole.Solve(ctx, t.Problem, whole.Options{})
	if err != nil {
		return dispatch.Result{}, err
	}
	if err := tell(StepLate); err != nil {
		return dispatch.Result{}, err
	}
	var later *plan.Plan
	if p, held, ok := t.Later(first); ok {
		if later, err = whole.Solve(ctx, p, whole.Options{Held: held}); err != nil {
			return dispatch.Result{}, err
		}
	}
	return t.Read(first, later), nil
}

// hashOf names the facts a plan was made from.
func hashOf(t *dispatch.Task) string {
	h := sha256.New()
	_ = t.Problem.Write(h) // a hash takes everything
	fmt.Fprintf(h, "%s %+v %+v %+v", t.Today, t.Blocks, t.Loose, t.Kept)
	for i := range t.Parts {
		p := &t.Parts[i]
		fmt.Fprintf(h, "%+v %s %s", p.Key(), p.Stage, p.Promise)
	}
	for i := range t.Workers {
		fmt.Fprint(h, t.Workers[i].ID, " ")
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Figures are the numbers of a plan that are about nobody in particular.
type Figures struct {
	Orders, Late, Near    int
	FreeWeek              int
	NewcomerShare         int
	Proposals, Minutes    int
	Shorts                []dispatch.Short
	Objective, Bound, Gap float64
}

// keepPlans is how many plans are kept with their shares; older ones stay as a line.
const keepPlans = 60

// keep enters what a plan came to: whom it would ask, when orders would be ready, and why.
func (s *Store) keep(tx *db.Tx, hubID string, no int, cause Cause, d draft) error {
	r := d.Result
	figures, err := json.Marshal(Figures{Orders: len(r.Outlooks), Late: r.Late, Near: r.Near, FreeWeek: r.FreeWeek, NewcomerShare: r.NewcomerShare, Proposals: len(r.Proposals), Minutes: r.ProposedMinutes,
		Shorts: r.Shorts, Objective: r.Objective, Bound: r.Bound, Gap: r.Gap})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`update dispatch_plan set state = 'ready', inputs_hash = $3, figures = $4, made_at = $5 where hub_id = $1 and no = $2`, hubID, no, d.hash, string(figures), tx.Now()); err != nil {
		return err
	}
	for _, keep := range []func(*db.Tx, string, int, dispatch.Result) error{keepShares, keepOutlooks, keepLoads} {
		if err := keep(tx, hubID, no, r); err != nil {
			return err
		}
	}
	if err := forget(tx, hubID, no-keepPlans); err != nil {
		return err
	}
	a := who.System(hubID, "dispatch")
	if err := journal.Note(tx, a, dispatch.Planned{No: no, Cause: string(cause), Proposals: len(r.Proposals), Late: r.Late}); err != nil {
		return err
	}
	if err := shrink(tx, a, no, d.task.Kept); err != nil {
		return err
	}
	return refill(tx, a, no, r.Proposals)
}

func keepShares(tx *db.Tx, hubID string, no int, r dispatch.Result) error {
	for _, p := range r.Proposals {
		if p.Units == 0 {
			continue
		}
		if _, err := tx.Exec(`insert into dispatch_share (hub_id, plan_no, order_id, lane, pass, worker_id, units, minutes, first_on, last_on, why) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			hubID, no, p.Order, p.Lane, p.Pass, p.Worker, p.Units, p.Minutes, p.First, p.Last, string(p.Why)); err != nil {
			return err
		}
	}
	return nil
}

func keepOutlooks(tx *db.Tx, hubID string, no int, r dispatch.Result) error {
	for i, o := range r.Outlooks {
		spells, err := json.Marshal(o.Spells)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`insert into dispatch_outlook (hub_id, plan_no, order_id, place, promise_on, ready_on, slack, missing, people, spells) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			hubID, no, o.Order, i, o.Promise, o.Ready, o.Slack, o.Missing, o.People, string(spells)); err != nil {
			return err
		}
	}
	return nil
}

func keepLoads(tx *db.Tx, hubID string, no int, r dispatch.Result) error {
	for _, l := range r.Loads {
		reasons, err := json.Marshal(r.Reasons[l.Worker])
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`insert into dispatch_load (hub_id, plan_no, worker_id, week_minutes, week_offered, minutes, offered, fresh, reasons) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			hubID, no, l.Worker, l.Week, l.WeekOffered, l.All, l.Offered, db.Bit(l.New), string(reasons)); err != nil {
			return err
		}
	}
	return nil
}

// forget drops what old plans said of people.
func forget(tx *db.Tx, hubID string, upTo int) error {
	for _, sql := range []string{`delete from dispatch_share where hub_id = $1 and plan_no <= $2`, `delete from dispatch_load where hub_id = $1 and plan_no <= $2`, `delete from dispatch_outlook where hub_id = $1 and plan_no <= $2`} {
		if _, err := tx.Exec(sql, hubID, upTo); err != nil {
			return err
		}
	}
	return nil
}

// Plan is a plan as a record.
type Plan struct {
	No     int
	State  string
	Cause  Cause
	MadeBy string
	Made   when.Instant
	Sent   when.Instant
	SentBy string
	Hash   string
	Seed   int
	Figures
}

const planColumns = `select no, state, cause, seed, inputs_hash, figures, made_by, made_at, sent_by, sent_at from dispatch_plan where hub_id = $1 `

func scanPlan(r db.Scanner) (p Plan, err error) {
	var figures string
	if err = r.Scan(&p.No, &p.State, &p.Cause, &p.Seed, &p.Hash, &figures, &p.MadeBy, &p.Made, &p.SentBy, &p.Sent); err != nil || figures == "" {
		return p, err
	}
	return p, json.Unmarshal([]byte(figures), &p.Figures)
}

// newest is the newest plan that is ready; No is 0 where there is none.
func newest(q db.Q, hubID string) (p Plan, err error) {
	rows, err := db.All(q, scanPlan, planColumns+`and state = 'ready' order by no desc limit 1`, hubID)
	if len(rows) == 1 {
		p = rows[0]
	}
	return p, err
}

// progress tells whether a plan is being made, and whether the last one came to nothing.
func progress(q db.Q, hubID string) (making, failed bool, err error) {
	_, err = db.All(q, func(r db.Scanner) (_ int, err error) {
		var state string
		var asked when.Instant
		err = r.Scan(&state, &asked)
		making = making || state == "waiting" && asked.After(q.Now().Add(-planWithin))
		failed = state != "ready"
		return 0, err
	}, `select state, asked_at from dispatch_plan where hub_id = $1 and (state = 'waiting' or no >= (select coalesce(max(no), 0) from dispatch_plan where hub_id = $1 and state = 'ready')) order by no`, hubID)
	return making, failed && !making, err
}
