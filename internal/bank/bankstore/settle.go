package bankstore

import (
	"context"
	"strconv"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers/workersstore"
)

var (
	errNotFiled = fault.New(fault.Conflict, "bank.fault.not_filed")
	errNotYet   = fault.New(fault.Conflict, "bank.fault.not_yet")
)

// Settle is what the bank said of some transfers.
type Settle struct {
	Paid   []bank.Transfer
	Failed []bank.Transfer // with their reasons
}

// ReadAnswer reads the file the bank sent back for a run. A broken or half-written file, or
// one of another run, changes nothing.
func (s *Store) ReadAnswer(ctx context.Context, a who.Actor, runID string, body []byte) (bank.Answered, error) {
	if err := a.May(bank.MayKeep); err != nil {
		return bank.Answered{}, err
	}
	x, err := db.Read(ctx, s.DB, func(v *db.View) (answering, error) { return s.answering(v, a.Hub, runID) })
	if err != nil {
		return bank.Answered{}, err
	}
	got, err := bank.ReadAnswer(body, x.form, x.transfers, x.run.PayOn)
	if err != nil {
		return got, err
	}
	said, some := bank.Said(x.transfers, got.Paid, got.Failed)
	return got, db.Do(ctx, s.DB, func(tx *db.Tx) error {
		r, err := run(tx, a.Hub, runID)
		if err == nil && (r.Version != x.run.Version || r.Paid != x.run.Paid || r.Failed != x.run.Failed) {
			err = errStale // somebody settled some of it meanwhile
		}
		if err != nil || !some {
			return err
		}
		return s.say(tx, a, r, said)
	})
}

// say enters what was said of a run's transfers: of very many the first part, and a job goes on
// with it. It takes the place of an earlier word that got stuck. Nothing is paid before the day
// on which the bank pays. What the earlier word did is noted as its own.
func (s *Store) say(tx *db.Tx, a who.Actor, r bank.Run, said string) error {
	if r.Open.Runs() {
		return errWorking
	}
	if bank.SaysPaid(said) && hubstore.Day(tx).Before(r.PayOn) {
		return errNotYet
	}
	before, err := stuck(tx, a.Hub, r)
	if err != nil {
		return err
	}
	if err := settled(tx, began(a.Hub, before), r, before.Paid, before.Failed); err != nil {
		return err
	}
	if err := leave(tx, a.Hub, r.ID); err != nil {
		return err
	}
	return s.begin(tx, a, bank.Work{Run: r.ID, Kind: bank.Settle, Said: said, Total: r.Count})
}

// settleSome enters what was said of the next transfers.
func (s *Store) settleSome(tx *db.Tx, a who.Actor, r bank.Run, w *bank.Work) (more bool, err error) {
	ts, err := s.some(tx, a.Hub, r.ID, w.Done)
	if err != nil {
		return false, err
	}
	var x Settle
	for _, t := range ts {
		switch paid, failed := w.SaidOf(t); {
		case paid:
			x.Paid = append(x.Paid, t)
		case failed:
			t.Reason = "other"
			x.Failed = append(x.Failed, t)
		}
	}
	paid, failed, err := s.settle(tx, a, r, x)
	if err != nil {
		return false, err
	}
	w.Done, w.Paid, w.Failed = w.Done+len(ts), w.Paid+paid, w.Failed+failed
	if w.Done < r.Count {
		return true, nil
	}
	return false, settled(tx, a, r, w.Paid, w.Failed)
}

// settled notes what became of transfers, once for each word that was said.
func settled(tx *db.Tx, a who.Actor, r bank.Run, paid, failed int) error {
	if paid+failed == 0 {
		return nil
	}
	return journal.Note(tx, a, bank.Settled{Run: r.ID, No: r.No, Paid: paid, Failed: failed})
}

// answering is what an answer is read with. Accounts are opened for it, and the file is read,
// before the write begins: nobody else waits for it.
type answering struct {
	run       bank.Run
	transfers []bank.Transfer
	form      bank.Profile
}

func (s *Store) answering(q db.Q, hub, runID string) (x answering, err error) {
	if x.run, x.transfers, err = s.filed(q, hub, runID); err != nil {
		return x, err
	}
	if x.form, err = s.profileNo(q, hub, x.run.Profile); err != nil {
		return x, err
	}
	now, err := s.profile(q, hub) // the place of the answer may have been learnt since
	x.form.AnswerAt, x.form.AnswerLength, x.form.AnswerPaid = now.AnswerAt, now.AnswerLength, now.AnswerPaid
	return x, err
}

// PayRest says that every transfer of a run the bank has not refused was paid.
func (s *Store) PayRest(ctx context.Context, a who.Actor, runID string) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		r, err := atBank(tx, a.Hub, runID)
		if err != nil || r.Waiting() == 0 {
			return err
		}
		before, err := stuck(tx, a.Hub, r)
		if err != nil {
			return err
		}
		return s.say(tx, a, r, before.RestPaid(r.Count))
	})
}

// Fail says that one transfer came back, and why: also one that was taken for paid, whose
// money is with the hub again. Of one that came back already it says the reason anew.
func (s *Store) Fail(ctx context.Context, a who.Actor, runID string, no int, f bank.FailForm) error {
	if err := a.May(bank.MayKeep); err != nil {
		return err
	}
	reason, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		r, err := atBank(tx, a.Hub, runID)
		if err == nil && r.Open.Runs() {
			err = errWorking
		}
		if err != nil {
			return err
		}
		t, err := s.transfer(tx, a.Hub, runID, no)
		if err != nil {
			return err
		}
		t.Reason = reason
		if t.State == bank.Failed {
			return s.reason(tx, a, t)
		}
		paid, failed, err := s.settle(tx, a, r, Settle{Failed: []bank.Transfer{t}})
		if err != nil {
			return err
		}
		return settled(tx, a, r, paid, failed)
	})
}

// atBank is a run whose file may be at the bank.
func atBank(q db.Q, hub, runID string) (bank.Run, error) {
	r, err := run(q, hub, runID)
	if err == nil && !r.State.AtBank() {
		err = errNotFiled
	}
	return r, err
}

// filed is a run whose file may be at the bank, with its transfers.
func (s *Store) filed(q db.Q, hub, runID string) (bank.Run, []bank.Transfer, error) {
	r, err := atBank(q, hub, runID)
	if err != nil {
		return r, nil, err
	}
	ts, err := s.transfers(q, hub, runID)
	return r, ts, err
}

// settle writes what became of transfers, and of how many. The same answer read twice changes
// nothing; what was paid may still come back.
func (s *Store) settle(tx *db.Tx, a who.Actor, r bank.Run, x Settle) (paid, failed int, err error) {
	waited := 0
	for _, t := range x.Paid {
		if t.State != bank.Waiting {
			continue
		}
		if err := s.paid(tx, a, r, t); err != nil {
			return 0, 0, err
		}
		paid, waited = paid+1, waited+1
	}
	for _, t := range x.Failed {
		if t.State != bank.Waiting && t.State != bank.Paid {
			continue
		}
		if err := s.fail(tx, a, t); err != nil {
			return 0, 0, err
		}
		if failed++; t.State == bank.Waiting {
			waited++
		}
	}
	if waited > 0 && r.Waiting() == waited {
		err = db.Exec1(tx, errStale, `update bank_run set state = 'done', version = version + 1 where hub_id = $1 and id = $2`, a.Hub, r.ID)
	}
	return paid, failed, err
}

// paid writes that a transfer was paid on the run's day.
func (s *Store) paid(tx *db.Tx, a who.Actor, r bank.Run, t bank.Transfer) error {
	if err := s.mark(tx, a, t, bank.Paid, r.PayOn, ""); err != nil {
		return err
	}
	return s.Money.Paid(tx, a, t.Statement, t.Record.Amount, r.PayOn, t.Ref())
}

// mark writes where a transfer stands from now on, if it still stands where it was read.
func (s *Store) mark(tx *db.Tx, a who.Actor, t bank.Transfer, to bank.TransferState, on when.Date, reason bank.Reason) error {
	return db.Exec1(tx, errStale, `update bank_transfer set state = $4, reason = $5, settled_on = $6, settled_by = $7, settled_at = $8 where hub_id = $1 and run_id = $2 and no = $3 and state = $9`,
		a.Hub, t.Run, t.No, string(to), string(reason), on, a.Name, tx.Now(), string(t.State))
}

// fail writes that a transfer came back: its statement waits again, and the worker is told.
func (s *Store) fail(tx *db.Tx, a who.Actor, t bank.Transfer) error {
	if err := s.mark(tx, a, t, bank.Failed, hubstore.Day(tx), t.Reason); err != nil {
		return err
	}
	if err := s.Money.Failed(tx, a, t.Statement, t.Ref(), string(t.Reason)); err != nil {
		return err
	}
	return s.tellFailed(tx, a, t)
}

// reason writes anew why a transfer came back, while its statement waits: a bank's file says
// only that it did. No money moves by it, and she is told what she can do now.
func (s *Store) reason(tx *db.Tx, a who.Actor, t bank.Transfer) error {
	x, err := s.step(tx, a.Hub, Again{Transfer: t})
	if err != nil {
		return err
	}
	if !x.Waits() {
		return errStale
	}
	err = db.Exec1(tx, errStale, `update bank_transfer set reason = $4 where hub_id = $1 and run_id = $2 and no = $3 and state = 'failed'`, a.Hub, t.Run, t.No, string(t.Reason))
	if err != nil {
		return err
	}
	if err := s.Money.Failed(tx, a, t.Statement, t.Ref(), string(t.Reason)); err != nil {
		return err
	}
	if err := s.tellFailed(tx, a, t); err != nil {
		return err
	}
	return journal.Note(tx, a, bank.Reasoned{Run: t.Run, No: t.RunNo, Transfer: t.No, Reason: t.Reason})
}

// tellFailed writes to the worker whose transfer came back, with what she can do.
func (s *Store) tellFailed(tx *db.Tx, a who.Actor, t bank.Transfer) error {
	w, err := workersstore.Load(tx, a.Hub, t.Worker)
	if err != nil || w.Mail == "" {
		return err
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	l := i18n.Of(w.Lang)
	_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "bank.failed", About: t.Worker, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T("bank.mail.failed_subject"),
		Paragraphs: []string{l.T("bank.mail.failed_text", "name", w.Name, "amount", l.Yen(t.Record.Amount), "number", t.Last3()), l.T("bank.ask." + string(t.Reason)), l.T("bank.mail.failed_sorry")},
		Button:     &mail.Link{Label: l.T("bank.mail.failed_button"), URL: s.Hubs.URL(h, l.Path("/my/account"))}})
	return err
}

// Again is a transfer that came back, with how the way to the next run stands.
type Again struct {
	bank.Transfer
	State   Step
	Account string // the end of the account as it is now
	Filed   bool   // the file of its run was made
	Next    int    // the run its statement is in now, 0 none
	NextID  string
}

// Step is what comes next for a transfer that came back.
type Step string

// The steps of the way to the next run.
const (
	AskHer  Step = "ask"     // she has to look at her account
	Confirm Step = "confirm" // a new account is there, she has to confirm it
	Ready   Step = "ready"   // the next run will hold it
	InRun   Step = "in_run"
	Done    Step = "done"
)

// Waits tells whether the statement is in no run yet.
func (x Again) Waits() bool { return x.State != InRun && x.State != Done }

// Again is where the statement of a transfer that came back stands.
func (s *Store) Again(ctx context.Context, a who.Actor, runID, no string) (Again, error) {
	if err := a.May(bank.MaySee); err != nil {
		return Again{}, err
	}
	n, err := strconv.Atoi(no)
	if err != nil {
		return Again{}, errTransfer
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Again, err error) {
		if x.Transfer, err = s.transfer(v, a.Hub, runID, n); err != nil {
			return x, err
		}
		r, err := run(v, a.Hub, runID)
		if err != nil {
			return x, err
		}
		x.Filed = r.State.AtBank()
		return s.step(v, a.Hub, x)
	})
}

func (s *Store) step(q db.Q, hub string, x Again) (Again, error) {
	next, err := db.All(q, s.scanTransfer, transferColumns+`and t.statement_id = $2 and r.no > $3 and t.state in ('waiting', 'paid')`, hub, x.Statement, x.RunNo)
	if err != nil {
		return x, err
	}
	accounts, err := s.Payees.AccountsOf(q, hub, []string{x.Worker})
	if err != nil {
		return x, err
	}
	now := accounts[x.Worker]
	x.Account, x.State = now.Last3(), Ready
	switch {
	case len(next) > 0:
		x.Next, x.NextID, x.State = next[0].RunNo, next[0].Run, InRun
		if next[0].State == bank.Paid {
			x.State = Done
		}
	case now.Missing() || now.Mark == x.Mark && x.Reason.HerPart():
		x.State = AskHer
	case now.CheckedOn.IsZero():
		x.State = Confirm
	}
	return x, nil
}
