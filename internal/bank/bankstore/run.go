package bankstore

import (
	"cmp"
	"context"
	"slices"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/payee"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

var (
	errSamePerson = fault.New(fault.Forbidden, "bank.fault.same_person")
	errNothing    = fault.New(fault.Conflict, "bank.fault.nothing")
	errChanged    = fault.New(fault.Conflict, "bank.fault.changed")
)

// Plan is what a run would be: what was counted, and the lines that are shown.
type Plan struct {
	Due, PayOn when.Date
	Profile    bank.Profile
	Findings   []bank.Finding // of the run as a whole
	Looked     int            // statements that were looked at
	Count      int            // of them ready
	Sum        yen.Amount     // of what is ready
	Ready      []bank.Line    // some of what is ready
	Held       []bank.Line    // some of what is held back
}

// Shown is how many lines of what is ready, and of what is held back, a plan has. The others
// are counted only, however many are paid.
const Shown = 200

// Stopped tells whether the run cannot be made.
func (p Plan) Stopped() bool { return bank.Stops(p.Findings) || p.Count == 0 }

// add counts the lines of a page, and keeps the first ones.
func (p *Plan) add(lines []bank.Line) {
	p.Looked += len(lines)
	for _, l := range lines {
		to := &p.Held
		if !l.Stopped() {
			to = &p.Ready
			p.Count, p.Sum = p.Count+1, p.Sum+l.Amount
		}
		if len(*to) < Shown {
			*to = append(*to, l)
		}
	}
}

// Collect is what would be paid, with everything there is to look at, before anything is
// written (R-79, 5.3).
func (s *Store) Collect(ctx context.Context, a who.Actor, f bank.CollectForm) (Plan, error) {
	if err := a.May(bank.MayKeep); err != nil {
		return Plan{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Plan, error) { return s.plan(v, a.Hub, f) })
}

// plan walks along what waits, page by page.
func (s *Store) plan(q db.Q, hub string, f bank.CollectForm) (p Plan, err error) {
	if p.Due, p.PayOn, err = f.Read(hubstore.Day(q)); err != nil {
		return p, err
	}
	if p.Profile, err = s.profile(q, hub); err != nil {
		return p, err
	}
	c := bank.NewCollector(p.Profile, p.PayOn)
	p.Findings = c.Findings(hubstore.Day(q))
	for after, more := "", true; more; {
		x, err := s.page(q, hub, p.Due, after)
		if err != nil {
			return p, err
		}
		p.add(c.Lines(x.waiting, x.accounts, x.before))
		after, more = x.last, x.more
	}
	return p, nil
}

// page is some of the statements that wait and are in no living run, with whom they are for.
type page struct {
	waiting  []bank.Payable
	accounts map[string]payee.Account
	before   map[string]bank.Before
	last     string // the number of the last one
	more     bool
}

func (s *Store) page(q db.Q, hub string, due when.Date, after string) (x page, err error) {
	all, err := s.Money.Payables(q, hub, due, after, batch)
	if err != nil || len(all) == 0 {
		return x, err
	}
	x.last, x.more = all[len(all)-1].No, len(all) == batch
	if x.waiting, err = free(q, hub, all); err != nil {
		return x, err
	}
	of := workersOf(x.waiting)
	list, args := db.In(2, of)
	known, err := people(q, hub, `and id in `+list, args...)
	if err != nil {
		return x, err
	}
	for i, p := range x.waiting {
		x.waiting[i].WorkerName, x.waiting[i].WorkerNo = known[p.Worker].name, known[p.Worker].no
	}
	if x.accounts, err = s.Payees.AccountsOf(q, hub, of); err != nil {
		return x, err
	}
	x.before, err = earlier(q, hub, of)
	return x, err
}

func workersOf(ps []bank.Payable) []string {
	of := make([]string, len(ps))
	for i, p := range ps {
		of[i] = p.Worker
	}
	return of
}

// free are those of some statements that wait in no living run.
func free(q db.Q, hub string, all []bank.Payable) ([]bank.Payable, error) {
	ids := make([]string, len(all))
	for i, p := range all {
		ids[i] = p.Statement
	}
	list, args := db.In(2, ids)
	taken, err := db.All(q, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
		`select statement_id from bank_transfer where hub_id = $1 and state = 'waiting' and statement_id in `+list, append([]any{hub}, args...)...)
	return slices.DeleteFunc(all, func(p bank.Payable) bool { return slices.Contains(taken, p.Statement) }), err
}

type person struct {
	id, name string
	no       int
}

// people are the hub's workers by id: some of them, or all for a list of a year.
func people(q db.Q, hub, which string, args ...any) (map[string]person, error) {
	rows, err := db.All(q, func(r db.Scanner) (p person, err error) { err = r.Scan(&p.id, &p.no, &p.name); return p, err },
		`select id, no, name from worker where hub_id = $1 `+which, append([]any{hub}, args...)...)
	out := make(map[string]person, len(rows))
	for _, p := range rows {
		out[p.id] = p
	}
	return out, err
}

// earlier is, for some workers, the account that was paid last, and the one that failed since.
func earlier(q db.Q, hub string, of []string) (map[string]bank.Before, error) {
	type row struct {
		worker, mark string
		state        bank.TransferState
	}
	list, args := db.In(2, of)
	rows, err := db.All(q, func(r db.Scanner) (x row, err error) { err = r.Scan(&x.worker, &x.mark, &x.state); return x, err },
		`select t.worker_id, t.mark, t.state from bank_transfer t where t.hub_id = $1 and t.worker_id in `+list+` and t.state in ('paid', 'failed')
		and t.settled_at = (select max(x.settled_at) from bank_transfer x where x.hub_id = t.hub_id and x.worker_id = t.worker_id and x.state = t.state) order by t.settled_at, t.run_id, t.no`, append([]any{hub}, args...)...)
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

// Prepare makes a run of everything that is ready; of very much the first part, and a job goes
// on with it. A second press finds the same run.
func (s *Store) Prepare(ctx context.Context, a who.Actor, f bank.CollectForm, once string) (string, error) {
	if err := a.May(bank.MayKeep); err != nil {
		return "", err
	}
	p, err := s.Collect(ctx, a, f) // nobody waits while everything is looked at
	if err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		if there, err := db.All(tx, scanRun, runColumns+`and r.once_key = $2`, a.Hub, once); err != nil || len(there) > 0 {
			if err != nil {
				return "", err
			}
			return there[0].ID, nil
		}
		if p.Stopped() {
			return "", errNothing
		}
		return s.prepare(tx, a, p, once)
	})
}

func (s *Store) prepare(tx *db.Tx, a who.Actor, p Plan, once string) (string, error) {
	if err := noMaking(tx, a.Hub); err != nil {
		return "", err
	}
	no, err := db.Value[int](tx, `select coalesce(max(no), 0) + 1 from bank_run where hub_id = $1`, a.Hub)
	if err != nil {
		return "", err
	}
	runID := id.Make()
	_, err = tx.Exec(`insert into bank_run (hub_id, id, no, once_key, due_on, pay_on, state, profile_no, transfers, sum_yen, made_person, made_by, made_at, approved_person, approved_by, approved_at,
		filed_person, filed_by, filed_at, times, document_id, sha256, bytes, reason, version) values ($1, $2, $3, $4, $5, $6, 'prepared', $7, 0, 0, $8, $9, $10, '', '', '', '', '', '', 0, '', '', 0, '', 1)`,
		a.Hub, runID, no, cmp.Or(once, runID), p.Due, p.PayOn, p.Profile.No, a.Person, a.Name, tx.Now())
	if err != nil {
		return "", err
	}
	return runID, s.begin(tx, a, bank.Work{Run: runID, Kind: bank.Make, Total: p.Looked})
}

// makeSome adds the next page of what waits to a run. Every line is looked at again: what it
// was at the collection may be over.
func (s *Store) makeSome(tx *db.Tx, a who.Actor, r bank.Run, w *bank.Work) (more bool, err error) {
	x, err := s.page(tx, a.Hub, r.Due, w.After)
	if err != nil {
		return false, err
	}
	p, err := s.profileNo(tx, a.Hub, r.Profile)
	if err != nil {
		return false, err
	}
	lines := bank.NewCollector(p, r.PayOn).Lines(x.waiting, x.accounts, x.before)
	if err := s.insert(tx, a, r, slices.DeleteFunc(lines, bank.Line.Stopped)); err != nil {
		return false, err
	}
	if w.Done += len(x.waiting); x.more {
		w.After = x.last
		return true, nil
	}
	if r, err = run(tx, a.Hub, r.ID); err != nil {
		return false, err
	}
	if r.Count == 0 {
		return false, errNothing
	}
	return false, journal.Note(tx, a, bank.Prepared{Run: r.ID, No: r.No, Count: r.Count, Sum: r.Sum, PayOn: r.PayOn})
}

// insert writes transfers behind those that a run has already.
func (s *Store) insert(tx *db.Tx, a who.Actor, r bank.Run, lines []bank.Line) error {
	var sum yen.Amount
	for i, l := range lines {
		record, err := s.seal(transferRecord, l.Transfer())
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into bank_transfer (hub_id, run_id, no, statement_id, statement_no, worker_id, amount_yen, mark, record_sealed, state, reason, settled_on, settled_by, settled_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', '', '', '', '')`, a.Hub, r.ID, r.Count+i+1, l.Statement, l.No, l.Worker, l.Amount, l.Account.Mark, record)
		if err != nil {
			return err
		}
		sum += l.Amount
	}
	return db.Exec1(tx, errStale, `update bank_run set transfers = transfers + $3, sum_yen = sum_yen + $4 where hub_id = $1 and id = $2 and state = 'prepared'`, a.Hub, r.ID, len(lines), sum)
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
		if r.Open != "" {
			return errUnfinished
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
	for after := 0; after < r.Count; after += batch {
		ts, err := s.some(q, hub, r.ID, after)
		if err != nil {
			return err
		}
		if err := s.unchangedOf(q, hub, r, ts); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) unchangedOf(q db.Q, hub string, r bank.Run, ts []bank.Transfer) error {
	workers, statements := make([]string, len(ts)), make([]string, len(ts))
	for i, t := range ts {
		workers[i], statements[i] = t.Worker, t.Statement
	}
	accounts, err := s.Payees.AccountsOf(q, hub, workers)
	if err != nil {
		return err
	}
	waiting, err := s.Money.Owed(q, hub, r.Due, statements)
	if err != nil {
		return err
	}
	owed := make(map[string]yen.Amount, len(waiting))
	for _, p := range waiting {
		owed[p.Statement] = p.Amount
	}
	for _, t := range ts {
		if a := accounts[t.Worker]; a.Mark != t.Mark || a.State() != payee.Confirmed || owed[t.Statement] != t.Record.Amount {
			return errChanged
		}
	}
	return nil
}

// Drop gives a run up; its statements wait again. Once its file was made, somebody says that
// the bank never got it, and none of it may be settled. One in the making is made no further.
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
		if r.Open == bank.Settling {
			return errWorking
		}
		reason, err := f.Read(r.State == bank.RunFiled)
		if err != nil {
			return err
		}
		if err := db.Exec1(tx, errStale, `update bank_run set state = 'dropped', reason = $4, version = version + 1 where hub_id = $1 and id = $2 and version = $3`, a.Hub, runID, version, reason); err != nil {
			return err
		}
		if err := leave(tx, a.Hub, runID); err != nil {
			return err
		}
		if _, err := tx.Exec(`update bank_transfer set state = 'unsent' where hub_id = $1 and run_id = $2`, a.Hub, runID); err != nil {
			return err
		}
		return journal.Note(tx, a, bank.Dropped{Run: runID, No: r.No, Reason: reason})
	})
}
