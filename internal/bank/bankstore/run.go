package bankstore

import (
	"context"
	"slices"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var (
	errSamePerson = fault.New(fault.Forbidden, "bank.fault.same_person")
	errNothing    = fault.New(fault.Conflict, "bank.fault.nothing")
	errChanged    = fault.New(fault.Conflict, "bank.fault.changed")
)

// Plan is what a run would be: the collection, with the days it is for.
type Plan struct {
	bank.Collection
	Due, PayOn when.Date
	Profile    bank.Profile
}

// Collect is what would be paid, with everything there is to look at, before anything is
// written (R-79, 5.3).
func (s *Store) Collect(ctx context.Context, a who.Actor, f bank.CollectForm) (Plan, error) {
	if err := a.May(bank.MayKeep); err != nil {
		return Plan{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Plan, error) { return s.plan(v, a.Hub, f) })
}

func (s *Store) plan(q db.Q, hub string, f bank.CollectForm) (p Plan, err error) {
	if p.Due, p.PayOn, err = f.Read(today(q)); err != nil {
		return p, err
	}
	if p.Profile, err = s.profile(q, hub); err != nil {
		return p, err
	}
	waiting, err := s.payables(q, hub, p.Due)
	if err != nil {
		return p, err
	}
	accounts, before, err := s.payees(q, hub, waiting)
	if err != nil {
		return p, err
	}
	p.Collection = bank.Collect(waiting, accounts, before, p.Profile, p.PayOn, today(q))
	return p, nil
}

// payables are the statements that wait and are in no living run.
func (s *Store) payables(q db.Q, hub string, due when.Date) ([]bank.Payable, error) {
	all, err := s.Money.Payables(q, hub, due)
	if err != nil {
		return nil, err
	}
	taken, err := db.All(q, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err }, `select statement_id from bank_transfer where hub_id = $1 and state = 'waiting'`, hub)
	if err != nil {
		return nil, err
	}
	in := make(map[string]bool, len(taken))
	for _, x := range taken {
		in[x] = true
	}
	all = slices.DeleteFunc(all, func(p bank.Payable) bool { return in[p.Statement] })
	known, err := people(q, hub)
	for i, p := range all {
		all[i].WorkerName, all[i].WorkerNo = known[p.Worker].name, known[p.Worker].no
	}
	return all, err
}

type person struct {
	id, name string
	no       int
}

// people are the hub's workers by id, in one query however many are paid.
func people(q db.Q, hub string) (map[string]person, error) {
	rows, err := db.All(q, func(r db.Scanner) (p person, err error) { err = r.Scan(&p.id, &p.no, &p.name); return p, err }, `select id, no, name from worker where hub_id = $1`, hub)
	out := make(map[string]person, len(rows))
	for _, p := range rows {
		out[p.id] = p
	}
	return out, err
}

// payees are the accounts of whoever is to be paid, and what became of earlier transfers.
func (s *Store) payees(q db.Q, hub string, ps []bank.Payable) (map[string]payee.Account, map[string]bank.Before, error) {
	of := make([]string, len(ps))
	for i, p := range ps {
		of[i] = p.Worker
	}
	accounts, err := s.Payees.AccountsOf(q, hub, of)
	if err != nil {
		return nil, nil, err
	}
	before, err := earlier(q, hub)
	return accounts, before, err
}

// earlier is, for each worker, the account that was paid last, and the one that failed since.
func earlier(q db.Q, hub string) (map[string]bank.Before, error) {
	type row struct {
		worker, mark string
		state        bank.TransferState
	}
	rows, err := db.All(q, func(r db.Scanner) (x row, err error) { err = r.Scan(&x.worker, &x.mark, &x.state); return x, err },
		`select t.worker_id, t.mark, t.state from bank_transfer t where t.hub_id = $1 and t.state in ('paid', 'failed')
		and t.settled_at = (select max(x.settled_at) from bank_transfer x where x.hub_id = t.hub_id and x.worker_id = t.worker_id and x.state = t.state) order by t.settled_at, t.run_id, t.no`, hub)
	out := make(map[string]bank.Before, len(rows))
	for _, r := range rows {
		b := out[r.worker]
		if r.state == bank.Paid {
			b.PaidMark, b.FailedMark = r.mark, ""
		} else {
			b.FailedMark = r.mark
		}
		out[r.worker] = b
	}
	return out, err
}

// Prepare makes a run of everything that is ready. A second press finds the same run.
func (s *Store) Prepare(ctx context.Context, a who.Actor, f bank.CollectForm, once string) (string, error) {
	if err := a.May(bank.MayKeep); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		if there, err := db.All(tx, scanRun, runColumns+`and r.once_key = $2`, a.Hub, once); err != nil || len(there) > 0 {
			if err != nil {
				return "", err
			}
			return there[0].ID, nil
		}
		p, err := s.plan(tx, a.Hub, f)
		if err != nil {
			return "", err
		}
		if p.Stopped() {
			return "", errNothing
		}
		return s.prepare(tx, a, p, once)
	})
}

func (s *Store) prepare(tx *db.Tx, a who.Actor, p Plan, once string) (string, error) {
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from bank_run where hub_id = $1`, a.Hub)
	if err != nil {
		return "", err
	}
	runID, lines := id.Make(), p.Ready()
	if once == "" {
		once = runID
	}
	_, err = tx.Exec(`insert into bank_run (hub_id, id, no, once_key, due_on, pay_on, state, profile_no, transfers, sum_yen, made_person, made_by, made_at, approved_person, approved_by, approved_at,
		filed_person, filed_by, filed_at, times, document_id, sha256, bytes, reason, version) values ($1, $2, $3, $4, $5, $6, 'prepared', $7, $8, $9, $10, $11, $12, '', '', '', '', '', '', 0, '', '', 0, '', 1)`,
		a.Hub, runID, no, once, p.Due, p.PayOn, p.Profile.No, len(lines), p.Sum(), a.Person, a.Name, tx.Now())
	if err != nil {
		return "", err
	}
	for i, l := range lines {
		record, err := s.seal(transferRecord, l.Transfer())
		if err != nil {
			return "", err
		}
		_, err = tx.Exec(`insert into bank_transfer (hub_id, run_id, no, statement_id, statement_no, worker_id, amount_yen, mark, record_sealed, state, reason, settled_on, settled_by, settled_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', '', '', '', '')`, a.Hub, runID, i+1, l.Statement, l.No, l.Worker, l.Amount, l.Account.Mark, record)
		if err != nil {
			return "", err
		}
	}
	return runID, journal.Note(tx, a, bank.Prepared{Run: runID, No: no, Count: len(lines), Sum: p.Sum(), PayOn: p.PayOn})
}

// Approve is the second person's word. An account that changed since the run was
// prepared, or is no longer confirmed, holds the run back.
func (s *Store) Approve(ctx context.Context, a who.Actor, runID string, version int) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		r, err := run(tx, a.Hub, runID)
		if err != nil {
			return err
		}
		if r.State != bank.RunPrepared || r.Version != version {
			return errStale
		}
		if !r.MayApprove(a.Person) {
			return errSamePerson
		}
		if err := s.unchanged(tx, a.Hub, r); err != nil {
			return err
		}
		err = db.Exec1(tx, errStale, `update bank_run set state = 'approved', approved_person = $4, approved_by = $5, approved_at = $6, version = version + 1 where hub_id = $1 and id = $2 and version = $3`,
			a.Hub, runID, version, a.Person, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, bank.Approved{Run: runID, No: r.No})
	})
}

// unchanged refuses a run one of whose accounts, or statements, is no longer what was prepared.
func (s *Store) unchanged(q db.Q, hub string, r bank.Run) error {
	ts, err := s.transfers(q, hub, r.ID)
	if err != nil {
		return err
	}
	owed, err := s.owed(q, hub, r.Due)
	if err != nil {
		return err
	}
	of := make([]string, len(ts))
	for i, t := range ts {
		of[i] = t.Worker
	}
	accounts, err := s.Payees.AccountsOf(q, hub, of)
	if err != nil {
		return err
	}
	for _, t := range ts {
		if a := accounts[t.Worker]; a.Mark != t.Mark || a.State() != payee.Confirmed || owed[t.Statement] != t.Record.Amount {
			return errChanged
		}
	}
	return nil
}

// owed is what each statement comes to that waits.
func (s *Store) owed(q db.Q, hub string, due when.Date) (map[string]yen.Amount, error) {
	all, err := s.Money.Payables(q, hub, due)
	out := make(map[string]yen.Amount, len(all))
	for _, p := range all {
		out[p.Statement] = p.Amount
	}
	return out, err
}

// Drop gives a run up; its statements wait again. Once its file was made, somebody says that
// the bank never got it, and none of it may be settled.
func (s *Store) Drop(ctx context.Context, a who.Actor, runID string, version int, f bank.DropForm) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		r, err := run(tx, a.Hub, runID)
		if err != nil {
			return err
		}
		if r.State == bank.RunDropped || r.State == bank.RunDone || r.Version != version || r.Waiting() != r.Count {
			return errStale
		}
		reason, err := f.Read(r.State == bank.RunFiled)
		if err != nil {
			return err
		}
		if err := db.Exec1(tx, errStale, `update bank_run set state = 'dropped', reason = $4, version = version + 1 where hub_id = $1 and id = $2 and version = $3`, a.Hub, runID, version, reason); err != nil {
			return err
		}
		if _, err := tx.Exec(`update bank_transfer set state = 'unsent' where hub_id = $1 and run_id = $2`, a.Hub, runID); err != nil {
			return err
		}
		return journal.Note(tx, a, bank.Dropped{Run: runID, No: r.No, Reason: reason})
	})
}
