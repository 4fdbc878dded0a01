package bankstore

import (
	"context"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
)

var (
	errRun      = fault.New(fault.NotFound, "bank.fault.run_gone")
	errTransfer = fault.New(fault.NotFound, "bank.fault.transfer_gone")
)

const runColumns = `select r.id, r.no, r.due_on, r.pay_on, r.state, r.profile_no, r.transfers, r.sum_yen, r.made_person, r.made_by, r.made_at, r.approved_person, r.approved_by, r.approved_at,
	r.filed_person, r.filed_by, r.filed_at, r.times, r.document_id, r.sha256, r.bytes, r.reason, r.version,
	(select count(*) from bank_transfer t where t.hub_id = r.hub_id and t.run_id = r.id and t.state = 'paid'),
	(select count(*) from bank_transfer t where t.hub_id = r.hub_id and t.run_id = r.id and t.state = 'failed'),
	coalesce((select x.kind || '.' || x.state from bank_work x where x.hub_id = r.hub_id and x.run_id = r.id and x.state <> 'done'), '') from bank_run r where r.hub_id = $1 `

func scanRun(r db.Scanner) (x bank.Run, err error) {
	err = r.Scan(&x.ID, &x.No, &x.Due, &x.PayOn, &x.State, &x.Profile, &x.Count, &x.Sum, &x.Made.Person, &x.Made.Name, &x.Made.At, &x.Approved.Person, &x.Approved.Name, &x.Approved.At,
		&x.Filed.Person, &x.Filed.Name, &x.Filed.At, &x.Times, &x.Document, &x.SHA256, &x.Bytes, &x.Reason, &x.Version, &x.Paid, &x.Failed, &x.Open)
	return x, err
}

func run(q db.Q, hub, runID string) (bank.Run, error) {
	return db.One(q, errRun, scanRun, runColumns+`and r.id = $2`, hub, runID)
}

const transferColumns = `select t.run_id, r.no, t.no, t.statement_id, t.statement_no, t.worker_id, w.name, w.no, t.mark, t.record_sealed, t.state, t.reason, t.settled_on, t.settled_by, t.settled_at
	from bank_transfer t join bank_run r on r.hub_id = t.hub_id and r.id = t.run_id join worker w on w.hub_id = t.hub_id and w.id = t.worker_id where t.hub_id = $1 `

func (s *Store) scanTransfer(r db.Scanner) (t bank.Transfer, err error) {
	var sealed string
	err = r.Scan(&t.Run, &t.RunNo, &t.No, &t.Statement, &t.StatementNo, &t.Worker, &t.WorkerName, &t.WorkerNo, &t.Mark, &sealed, &t.State, &t.Reason, &t.On, &t.By, &t.SettledAt)
	if err != nil {
		return t, err
	}
	err = s.open(transferRecord, sealed, &t.Record)
	return t, err
}

// RunsPage is how many runs a page shows.
const RunsPage = 50

// Runs are the runs of the hub, newest first.
func (s *Store) Runs(ctx context.Context, a who.Actor) ([]bank.Run, error) {
	if err := a.May(bank.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]bank.Run, error) {
		return db.All(v, scanRun, runColumns+`order by r.no desc limit $2`, a.Hub, RunsPage)
	})
}

// TransfersPage is how many transfers a page shows.
const TransfersPage = 100

// RunView is a run with a page of its transfers.
type RunView struct {
	bank.Run
	Transfers []bank.Transfer
	Profile   bank.Profile
	Work      bank.Work // the work that is not done
}

// Run is one run with its transfers from an offset on. Whoever sees it sees the ends of
// account numbers; the numbers stand in the file alone.
func (s *Store) Run(ctx context.Context, a who.Actor, runID string, offset int) (RunView, error) {
	if err := a.May(bank.MaySee); err != nil {
		return RunView{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x RunView, err error) {
		if x.Run, err = run(v, a.Hub, runID); err != nil {
			return x, err
		}
		if x.Profile, err = s.profileNo(v, a.Hub, x.Run.Profile); err != nil {
			return x, err
		}
		if x.Open != "" {
			if x.Work, err = open(v, a.Hub, runID); err != nil {
				return x, err
			}
		}
		// What failed stands first: somebody has to do something about it.
		x.Transfers, err = db.All(v, s.scanTransfer, transferColumns+`and t.run_id = $2 order by case when t.state = 'failed' then 0 else 1 end, t.no limit $3 offset $4`, a.Hub, runID, TransfersPage, offset)
		return x, err
	})
}

// transfers are all transfers of a run, in the order of its file.
func (s *Store) transfers(q db.Q, hub, runID string) ([]bank.Transfer, error) {
	return db.All(q, s.scanTransfer, transferColumns+`and t.run_id = $2 order by t.no`, hub, runID)
}

// some are the transfers of a run behind one of them, a batch at most.
func (s *Store) some(q db.Q, hub, runID string, after int) ([]bank.Transfer, error) {
	return db.All(q, s.scanTransfer, transferColumns+`and t.run_id = $2 and t.no > $3 order by t.no limit $4`, hub, runID, after, batch)
}

// transfer is one of a run.
func (s *Store) transfer(q db.Q, hub, runID string, no int) (bank.Transfer, error) {
	return db.One(q, errTransfer, s.scanTransfer, transferColumns+`and t.run_id = $2 and t.no = $3`, hub, runID, no)
}

// Failed are the transfers that did not go and whose statement waits again, newest first.
func (s *Store) Failed(ctx context.Context, a who.Actor) ([]bank.Transfer, error) {
	if err := a.May(bank.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]bank.Transfer, error) {
		return db.All(v, s.scanTransfer, transferColumns+`and t.state = 'failed' and not exists (select 1 from bank_transfer n join bank_run z on z.hub_id = n.hub_id and z.id = n.run_id
			where n.hub_id = t.hub_id and n.statement_id = t.statement_id and n.state in ('waiting', 'paid') and z.no > r.no)
			order by t.settled_at desc, t.no limit 200`, a.Hub)
	})
}
