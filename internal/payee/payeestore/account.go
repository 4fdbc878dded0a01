package payeestore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

var (
	errNoAccount = fault.New(fault.NotFound, "payee.fault.no_account")
	errChanged   = fault.New(fault.Conflict, "payee.fault.changed")
	errNumber    = fault.New(fault.Conflict, "payee.fault.number_changed")
)

// Mine is one's own account as the bank will show it; none is no fault.
func (s *Store) Mine(ctx context.Context, a who.Actor) (payee.File, error) {
	if err := a.May(payee.MaySelf); err != nil {
		return payee.File{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (payee.File, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return payee.File{}, err
		}
		return s.file(v, a.Hub, w)
	})
}

// Of is how a worker's account and registration stand, for staff: of the account only what
// tells it apart.
func (s *Store) Of(ctx context.Context, a who.Actor, workerID string) (payee.File, error) {
	if err := a.May(payee.MaySee); err != nil {
		return payee.File{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (payee.File, error) {
		w, err := workersstore.Load(v, a.Hub, workerID)
		if err != nil {
			return payee.File{}, err
		}
		f, err := s.file(v, a.Hub, w)
		f.Account = f.Account.Masked()
		return f, err
	})
}

// file puts together what is known of a payee.
func (s *Store) file(q db.Q, hub string, w workers.Worker) (f payee.File, err error) {
	f.Worker, f.WorkerNo, f.Name = w.ID, w.No, w.Name
	accounts, err := s.AccountsOf(q, hub, []string{w.ID})
	if err != nil {
		return f, err
	}
	f.Account = accounts[w.ID]
	if f.Checks, err = history(q, hub, w.ID); err != nil {
		return f, err
	}
	st, err := s.Standings(q, hub, []string{w.ID})
	f.Declared, f.Lookups = st[w.ID].said, st[w.ID].looked
	return f, err
}

// history are all confirmations of a worker, newest first.
func history(q db.Q, hub, workerID string) ([]payee.Check, error) {
	return db.All(q, func(r db.Scanner) (c payee.Check, err error) {
		err = r.Scan(&c.Version, &c.How, &c.By, &c.At)
		return c, err
	}, `select version, how, made_by, made_at from payee_check where hub_id = $1 and worker_id = $2 order by no desc`, hub, workerID)
}

// Confirm is the worker's own word that the account she was shown is hers.
func (s *Store) Confirm(ctx context.Context, a who.Actor, mark string) error {
	if err := a.May(payee.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Mine(tx, a)
		if err != nil {
			return err
		}
		return s.confirm(tx, a, w.ID, mark, payee.OnScreen)
	})
}

// ConfirmFor writes down that a worker without a device confirmed her account, and how.
func (s *Store) ConfirmFor(ctx context.Context, a who.Actor, workerID string, f payee.CheckForm) error {
	if err := a.May(payee.MayKeep); err != nil {
		return err
	}
	how, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		w, err := workersstore.Load(tx, a.Hub, workerID)
		if err != nil {
			return err
		}
		return s.confirm(tx, a, w.ID, f.Mark, how)
	})
}

// confirm writes a confirmation of exactly the account that was shown; pressed twice, it is
// there once.
func (s *Store) confirm(tx *db.Tx, a who.Actor, workerID, mark string, how payee.How) error {
	accounts, err := s.AccountsOf(tx, a.Hub, []string{workerID})
	if err != nil {
		return err
	}
	x, there := accounts[workerID]
	switch {
	case !there:
		return errNoAccount
	case x.Mark != mark:
		return errChanged
	case x.State() == payee.Confirmed:
		return nil
	}
	_, err = tx.Exec(`insert into payee_check (hub_id, worker_id, no, version, mark, how, made_by, made_at)
		select $1, $2, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 from payee_check where hub_id = $1 and worker_id = $2`,
		a.Hub, workerID, x.Version, mark, string(how), a.Name, tx.Now())
	if err != nil {
		return err
	}
	return journal.Note(tx, a, payee.Checked{Worker: workerID, Version: x.Version, Mark: mark, How: how})
}
