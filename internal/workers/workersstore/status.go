package workersstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

var errWay = fault.New(fault.Conflict, "workers.fault.way")

// Plan is a change of state set for a later day.
type Plan struct {
	ID     string
	State  workers.State
	On     when.Date
	Reason string
	MadeBy string
}

// Life is what staff see of a worker's states: what was, what comes, what is kept.
type Life struct {
	workers.Worker
	Steps  []workers.Step
	Plans  []Plan
	Keeps  []workers.Keep
	Signed when.Date // the day of the basic contract, zero before
	Open   bool      // a care request is open: no change for the worse
}

// Life reads a worker's states.
func (s *Store) Life(ctx context.Context, a who.Actor, workerID string) (Life, error) {
	if err := a.May(workers.MaySee); err != nil {
		return Life{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Life, error) {
		w, err := Load(v, a.Hub, workerID)
		if err != nil {
			return Life{}, err
		}
		return s.life(v, a.Hub, w)
	})
}

// MyLife reads one's own states.
func (s *Store) MyLife(ctx context.Context, a who.Actor) (Life, error) {
	if err := a.May(workers.MaySelf); err != nil {
		return Life{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Life, error) {
		w, err := Mine(v, a)
		if err != nil {
			return Life{}, err
		}
		return s.life(v, a.Hub, w)
	})
}

func (s *Store) life(q db.Q, hubID string, w workers.Worker) (l Life, err error) {
	l.Worker = w
	if l.Steps, err = steps(q, hubID, w.ID); err != nil {
		return l, err
	}
	if l.Plans, err = plans(q, hubID, w.ID); err != nil {
		return l, err
	}
	if l.Keeps, err = keeps(q, hubID, w.ID); err != nil {
		return l, err
	}
	if l.Signed, err = signed(q, hubID, w.ID); err != nil {
		return l, err
	}
	if s.Open != nil {
		l.Open, err = s.Open(q, hubID, w.ID)
	}
	return l, err
}

func steps(q db.Q, hubID, workerID string) ([]workers.Step, error) {
	return db.All(q, func(r db.Scanner) (x workers.Step, err error) {
		err = r.Scan(&x.State, &x.From, &x.Reason, &x.MadeBy, &x.Made)
		return x, err
	}, `select state, from_on, reason, made_by, made_at from worker_step where hub_id = $1 and worker_id = $2 order by no`, hubID, workerID)
}

func plans(q db.Q, hubID, workerID string) ([]Plan, error) {
	return db.All(q, func(r db.Scanner) (p Plan, err error) {
		err = r.Scan(&p.ID, &p.State, &p.On, &p.Reason, &p.MadeBy)
		return p, err
	}, `select id, state, on_date, reason, made_by from worker_plan where hub_id = $1 and worker_id = $2 and done_at = '' order by on_date, id`, hubID, workerID)
}

func keeps(q db.Q, hubID, workerID string) ([]workers.Keep, error) {
	return db.All(q, func(r db.Scanner) (k workers.Keep, err error) {
		err = r.Scan(&k.Kind, &k.Until, &k.Source, &k.Erased)
		return k, err
	}, `select kind, until_on, source, erased_at from worker_keep where hub_id = $1 and worker_id = $2 order by until_on, kind`, hubID, workerID)
}

// signed is the day of the latest basic contract.
func signed(q db.Q, hubID, workerID string) (when.Date, error) {
	days, err := db.All(q, func(r db.Scanner) (d when.Instant, err error) { err = r.Scan(&d); return d, err },
		`select made_at from worker_consent where hub_id = $1 and worker_id = $2 and kind = 'contract' order by made_at desc limit 1`, hubID, workerID)
	if err != nil || len(days) == 0 {
		return when.Date{}, err
	}
	return days[0].DateIn(when.Tokyo), nil
}

// commissioned is the day since which somebody with a basic contract is commissioned,
// renewals counted in: who left and is back within a month goes on. Zero without a contract.
func commissioned(q db.Q, hubID, workerID string) (when.Date, error) {
	contract, err := signed(q, hubID, workerID)
	if err != nil || contract.IsZero() {
		return when.Date{}, err
	}
	ss, err := steps(q, hubID, workerID)
	return workers.Since(workers.Stints(ss)), err
}

// act loads a worker and the hub for a change of state, and drops what was planned.
func (s *Store) act(tx *db.Tx, a who.Actor, workerID string, to workers.State) (w workers.Worker, h hub.Hub, err error) {
	if w, err = Load(tx, a.Hub, workerID); err != nil {
		return w, h, err
	}
	if !w.State.May(to) {
		return w, h, errWay
	}
	if h, err = hubstore.Load(tx, a.Hub); err != nil {
		return w, h, err
	}
	_, err = tx.Exec(`update worker_plan set done_at = $3 where hub_id = $1 and worker_id = $2 and done_at = ''`, a.Hub, w.ID, tx.Now())
	return w, h, err
}

// step changes a state now, or sets it for a later day.
func (s *Store) step(tx *db.Tx, a who.Actor, w workers.Worker, to workers.State, on when.Date, reason string) error {
	today := tx.Now().DateIn(when.Tokyo)
	if on.After(today) {
		_, err := tx.Exec(`insert into worker_plan (hub_id, worker_id, id, state, on_date, reason, made_by, made_at, done_at) values ($1, $2, $3, $4, $5, $6, $7, $8, '')`,
			a.Hub, w.ID, id.Make(), string(to), on, reason, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, workers.Planned{Worker: w.ID, No: w.No, State: to, On: on})
	}
	return Move(tx, a, w, to, today, reason)
}

// Pause pauses a worker by their own wish, told to staff.
func (s *Store) Pause(ctx context.Context, a who.Actor, workerID string, f workers.PauseForm) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.pause(tx, a, workerID, f) })
}

// PauseMe pauses one's own registration.
func (s *Store) PauseMe(ctx context.Context, a who.Actor, f workers.PauseForm) error {
	if err := a.May(workers.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Mine(tx, a)
		if err != nil {
			return err
		}
		return s.pause(tx, a, w.ID, f)
	})
}

func (s *Store) pause(tx *db.Tx, a who.Actor, workerID string, f workers.PauseForm) error {
	p, err := f.Read(tx.Now().DateIn(when.Tokyo))
	if err != nil {
		return err
	}
	w, h, err := s.act(tx, a, workerID, workers.Paused)
	if err != nil {
		return err
	}
	if err := s.step(tx, a, w, workers.Paused, p.From, p.Reason); err != nil {
		return err
	}
	l := i18n.Of(w.Lang)
	if p.Until.IsZero() {
		return s.letter(tx, h, w, "paused", "/my/pause", "from", l.Date(p.From))
	}
	if err := s.step(tx, a, w, workers.Registered, p.Until.AddDays(1), ""); err != nil {
		return err
	}
	return s.letter(tx, h, w, "paused_until", "/my/pause", "from", l.Date(p.From), "until", l.Date(p.Until))
}

// Return has a worker who paused, left or was hired come back.
func (s *Store) Return(ctx context.Context, a who.Actor, workerID string) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.comeBack(tx, a, workerID) })
}

// ReturnMe ends one's own pause, or takes back one that has not begun. Who left comes
// back through the hub: the contract is signed anew.
func (s *Store) ReturnMe(ctx context.Context, a who.Actor) error {
	if err := a.May(workers.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := Mine(tx, a)
		if err != nil {
			return err
		}
		if w.State == workers.Left || w.State == workers.Hired {
			return errWay
		}
		return s.comeBack(tx, a, w.ID)
	})
}

func (s *Store) comeBack(tx *db.Tx, a who.Actor, workerID string) error {
	w, err := Load(tx, a.Hub, workerID)
	if err != nil {
		return err
	}
	if w.State == workers.Registered { // a pause or an end that has not come yet is taken back
		n, err := tx.Exec(`update worker_plan set done_at = $3 where hub_id = $1 and worker_id = $2 and done_at = ''`, a.Hub, w.ID, tx.Now())
		if err != nil {
			return err
		}
		if n == 0 {
			return errWay
		}
		return journal.Note(tx, a, workers.Planned{Worker: w.ID, No: w.No, State: workers.Registered, On: tx.Now().DateIn(when.Tokyo)})
	}
	w, h, err := s.act(tx, a, workerID, workers.Registered)
	if err != nil {
		return err
	}
	if w.State == workers.Left {
		if gone, err := erasedAny(tx, a.Hub, w.ID); err != nil || gone {
			return orErr(err, fault.New(fault.Conflict, "workers.fault.erased"))
		}
		if _, err := tx.Exec(`delete from worker_keep where hub_id = $1 and worker_id = $2 and erased_at = ''`, a.Hub, w.ID); err != nil {
			return err
		}
	}
	if err := Move(tx, a, w, workers.Registered, tx.Now().DateIn(when.Tokyo), ""); err != nil {
		return err
	}
	return s.letter(tx, h, w, "back", "/my/file")
}

// erasedAny tells whether the profile is gone already: then a new registration is the way.
func erasedAny(q db.Q, hubID, workerID string) (bool, error) {
	n, err := db.Value[int](q, `select count(*) from worker_keep where hub_id = $1 and worker_id = $2 and erased_at <> '' and kind in ('profile', 'money', 'applicant')`, hubID, workerID)
	return n > 0, err
}

func orErr(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// Leave ends a registration: by the worker's wish at once or later, by the hub with
// notice and reason, and not while a care request is open.
func (s *Store) Leave(ctx context.Context, a who.Actor, workerID string, f workers.LeaveForm) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		since, err := commissioned(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		l, err := f.Read(tx.Now().DateIn(when.Tokyo), since)
		if err != nil {
			return err
		}
		w, h, err := s.act(tx, a, workerID, workers.Left)
		if err != nil {
			return err
		}
		if err := s.refuseWhileOpen(tx, a, w, l.By == "hub"); err != nil {
			return err
		}
		if err := s.warnProtected(tx, a, w, f); err != nil {
			return err
		}
		return s.end(tx, a, h, w, l)
	})
}

// warnProtected warns before the hub ends somebody who is protected; whoever goes on does
// so on record.
func (s *Store) warnProtected(tx *db.Tx, a who.Actor, w workers.Worker, f workers.LeaveForm) error {
	if s.Protected == nil {
		return nil
	}
	until, err := s.Protected(tx, a.Hub, w.ID)
	if err != nil {
		return err
	}
	if warned, err := f.CheckProtection(until, tx.Now().DateIn(when.Tokyo)); err != nil || !warned {
		return err
	}
	return journal.Note(tx, a, workers.ProtectionChecked{Worker: w.ID, No: w.No})
}

// refuseWhileOpen keeps the hub from ending somebody who has asked for care. A
// worker who wishes to leave herself may.
func (s *Store) refuseWhileOpen(tx *db.Tx, a who.Actor, w workers.Worker, byHub bool) error {
	if s.Open == nil || !byHub {
		return nil
	}
	open, err := s.Open(tx, a.Hub, w.ID)
	if err == nil && open {
		err = fault.New(fault.Conflict, "workers.fault.care_open")
	}
	return err
}

func (s *Store) end(tx *db.Tx, a who.Actor, h hub.Hub, w workers.Worker, l workers.Leaving) error {
	reason := l.By
	if l.Exception != "" {
		reason += "/" + l.Exception
	}
	if l.Reason != "" {
		reason += ": " + l.Reason
	}
	if err := s.step(tx, a, w, workers.Left, l.On, reason); err != nil {
		return err
	}
	if !l.On.After(tx.Now().DateIn(when.Tokyo)) {
		if err := keepFrom(tx, a, w, l.On); err != nil {
			return err
		}
	}
	la := i18n.Of(w.Lang)
	keep, err := workers.Kept(w.State, l.On)
	if err != nil {
		return err
	}
	last := keep[len(keep)-1].Until
	if w.State == workers.Registering {
		return s.letter(tx, h, w, "withdrawn", "", "until", la.DateYear(last))
	}
	if l.By == "hub" {
		return s.letter(tx, h, w, "ended", "", "on", la.DateYear(l.On), "why", l.Reason, "profile", la.DateYear(keep[2].Until), "money", la.DateYear(last))
	}
	return s.letter(tx, h, w, "left", "", "on", la.DateYear(l.On), "profile", la.DateYear(keep[2].Until), "money", la.DateYear(last))
}

// keepFrom writes down until when each kind of record is kept.
func keepFrom(tx *db.Tx, a who.Actor, w workers.Worker, on when.Date) error {
	keep, err := workers.Kept(w.State, on)
	if err != nil {
		return err
	}
	for _, k := range keep {
		_, err := tx.Exec(`insert into worker_keep (hub_id, worker_id, kind, until_on, source, erased_at) values ($1, $2, $3, $4, $5, '')
			on conflict (hub_id, worker_id, kind) do update set until_on = excluded.until_on, source = excluded.source`, a.Hub, w.ID, k.Kind, k.Until, k.Source)
		if err != nil {
			return err
		}
	}
	return nil
}

// HireRoles are what a worker can be hired as.
var HireRoles = []people.Role{people.Coordinator, people.FrontDesk, people.Leader, people.Accountant}

// Hire makes a worker one of the staff (S48): the account gets the role and keeps
// identity and history; commissions for the same duties end with the state.
func (s *Store) Hire(ctx context.Context, a who.Actor, workerID string, role people.Role) error {
	if err := a.May(people.MayInvite); err != nil {
		return err
	}
	ok := false
	for _, r := range HireRoles {
		ok = ok || r == role
	}
	if !ok {
		var c fault.Check
		c.Add("role", "workers.field.role_missing")
		return c.Err()
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, h, err := s.act(tx, a, workerID, workers.Hired)
		if err != nil {
			return err
		}
		if w.Person == "" {
			return fault.New(fault.Conflict, "workers.fault.no_account")
		}
		if err := peoplestore.Appoint(tx, a, w.Person, w.Name, role); err != nil {
			return err
		}
		if err := Move(tx, a, w, workers.Hired, tx.Now().DateIn(when.Tokyo), string(role)); err != nil {
			return err
		}
		return s.letter(tx, h, w, "hired", "/staff", "role", i18n.Of(w.Lang).T("people.role."+string(role)))
	})
}
