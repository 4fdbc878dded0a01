package bankstore

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
)

// many is more than two batches.
const many = 2*batch + 20

// oweMany has three workers be owed many statements.
func (h *house) oweMany() (sum yen.Amount) {
	h.t.Helper()
	for i := range 3 {
		f := hanako
		f.Number = fmt.Sprint(1_000_000 + i)
		w := h.worker(fmt.Sprintf("美唄 %d", i), f)
		for n := i; n < many; n += 3 {
			h.owe(fmt.Sprintf("S-%04d", n), w, yen.Amount(1_000+n), "2026-12-18")
			sum += yen.Amount(1_000 + n)
		}
	}
	return sum
}

func (h *house) job(r bank.Run, no, try int) error {
	j := jobs.New(h.hub, "bank.work", workOrder{h.hub, r.ID, no})
	j.Try = try
	return h.workJob(h.t.Context(), j)
}

// batchOf does one batch of a work, as a job that is killed after it.
func (h *house) batchOf(r bank.Run, no int) {
	h.t.Helper()
	_, err := db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (bool, error) { return h.next(tx, workOrder{h.hub, r.ID, no}) })
	ok(h.t, err)
}

func (h *house) count(query string) int {
	h.t.Helper()
	n, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (int, error) { return db.Value[int](v, query, h.hub) })
	ok(h.t, err)
	return n
}

func conflict(t *testing.T, what string, err error, key string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Kind != fault.Conflict || f.Key != key {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

func TestARunIsMadeBatchByBatch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sum := h.oweMany()
		r := h.prepare("2026-12-18", "")
		if r.Open != bank.Making || r.Count != batch {
			t.Fatalf("%s with %d transfers, want one batch of a run in the making", r.Open, r.Count)
		}
		conflict(t, "approved in the making", h.Approve(t.Context(), h.approver, r.ID, r.Version), "bank.fault.unfinished")
		_, err := h.Prepare(t.Context(), h.maker, bank.CollectForm{Due: "2026-12-18"}, "another")
		conflict(t, "another run meanwhile", err, "bank.fault.making")
		h.batchOf(r, 1)
		for range 2 { // the job that takes over, and one whose lease ran out
			ok(t, h.job(r, 1, 2))
		}
		r = h.run(r.ID)
		if r.Open != "" || r.Count != many || r.Sum != sum {
			t.Fatalf("%q, %d transfers of %d, want %d of %d", r.Open, r.Count, r.Sum, many, sum)
		}
		if n := h.count(`select count(distinct statement_id) from bank_transfer where hub_id = $1`); n != many {
			t.Errorf("%d statements in it, want each once", n)
		}
		if n := h.count(`select count(*) from journal where hub_id = $1 and kind = 'bank.prepared'`); n != 1 {
			t.Errorf("told %d times that it was made", n)
		}
		ok(t, h.Approve(t.Context(), h.approver, r.ID, r.Version))
		ok(t, h.MakeFile(t.Context(), h.maker, r.ID, r.Version+1, false))
		_, body, err := h.Take(t.Context(), h.maker, r.ID)
		ok(t, err)
		got, _, err := zengin.ReadFile(bytes.NewReader(body), r.PayOn)
		ok(t, err)
		var all yen.Amount
		for _, x := range got.Transfers {
			all += x.Amount
		}
		if len(got.Transfers) != many || all != sum {
			t.Errorf("the file has %d of %d", len(got.Transfers), all)
		}
	})
}

func TestARunInTheMakingIsGivenUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.oweMany()
		r := h.prepare("2026-12-18", "")
		ok(t, h.Drop(t.Context(), h.maker, r.ID, r.Version, bank.DropForm{Reason: "x"}))
		ok(t, h.job(r, 1, 1))
		if r = h.run(r.ID); r.State != bank.RunDropped || r.Open != "" || r.Count != batch {
			t.Errorf("it was made further: %+v", r)
		}
		if next := h.prepare("2026-12-18", ""); next.Count != batch {
			t.Errorf("what was given up does not wait again: %d", next.Count)
		}
	})
}

// filedMany is a run of many whose file is at the bank, on the day it pays.
func (h *house) filedMany() bank.Run {
	h.t.Helper()
	h.oweMany()
	r := h.prepare("2026-12-18", "")
	ok(h.t, h.job(r, 1, 1))
	ok(h.t, h.Approve(h.t.Context(), h.approver, r.ID, r.Version))
	ok(h.t, h.MakeFile(h.t.Context(), h.maker, r.ID, r.Version+1, false))
	r = h.run(r.ID)
	h.payDay(r)
	return r
}

func TestAnAnswerIsEnteredBatchByBatch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		r := h.filedMany()
		_, body, err := h.Take(t.Context(), h.maker, r.ID)
		ok(t, err)
		codes := bytes.Repeat([]byte{'0'}, many)
		codes[3], codes[batch+7] = '2', '2'
		got, err := h.ReadAnswer(t.Context(), h.maker, r.ID, answered(body, codes...))
		ok(t, err)
		if len(got.Failed) != 2 || h.run(r.ID).Open != bank.Settling || len(h.paid) != batch-1 {
			t.Fatalf("%d failed, %s, %d paid", len(got.Failed), h.run(r.ID).Open, len(h.paid))
		}
		conflict(t, "the rest meanwhile", h.PayRest(t.Context(), h.maker, r.ID), "bank.fault.working")
		conflict(t, "one by hand meanwhile", h.Fail(t.Context(), h.maker, r.ID, many, bank.FailForm{Reason: "name"}), "bank.fault.working")
		conflict(t, "given up meanwhile", h.Drop(t.Context(), h.maker, r.ID, r.Version, bank.DropForm{Reason: "x", Unsent: true}), "bank.fault.stale")
		h.batchOf(r, 2)
		for range 2 {
			ok(t, h.job(r, 2, 2))
		}
		r = h.run(r.ID)
		if r.State != bank.RunDone || r.Open != "" || r.Paid != many-2 || r.Failed != 2 || len(h.paid) != many-2 || h.letters("bank.failed") != 2 {
			t.Errorf("%s %q: %d paid, %d failed, %d letters", r.State, r.Open, r.Paid, r.Failed, h.letters("bank.failed"))
		}
		if n := h.count(`select count(*) from journal where hub_id = $1 and kind = 'bank.settled'`); n != 1 {
			t.Errorf("told %d times what the bank said", n)
		}
	})
}

// TestARunThatStopsSaysWhy has a transfer of the second batch be refused: what was done stays,
// and once the reason is mended it goes on with the rest.
func TestARunThatStopsSaysWhy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		r := h.filedMany()
		pay, refused := h.Money.Paid, error(fault.New(fault.Conflict, "books.fault.month_locked", "month", "2026-12"))
		h.Money.Paid = refuse(pay, fmt.Sprintf("S-%04d", batch+5), &refused)
		ok(t, h.PayRest(t.Context(), h.maker, r.ID))
		ok(t, h.job(r, 2, 1)) // it is told on the page of the run, not among the dead jobs
		x, err := h.Run(t.Context(), h.approver, r.ID, 0)
		ok(t, err)
		if x.Open != bank.SettleStuck || x.Work.Halt.Key != "books.fault.month_locked" || fmt.Sprint(x.Work.Halt.Args) != "[month 2026-12]" || x.Paid != batch || x.Work.Done != batch {
			t.Fatalf("%s %+v, %d paid", x.Open, x.Work.Halt, x.Paid)
		}
		ok(t, h.job(r, 2, 2)) // stuck it stays until somebody says so
		if h.run(r.ID).Paid != batch {
			t.Error("a job went on with what is stuck")
		}
		refused = errors.New("the disk is full")
		ok(t, h.GoOn(t.Context(), h.maker, r.ID))
		if err := h.job(r, 2, 1); !errors.Is(err, refused) || h.run(r.ID).Open != bank.Settling {
			t.Errorf("it is not tried again: %v, %s", err, h.run(r.ID).Open)
		}
		if err := h.job(r, 2, 12); !errors.Is(err, refused) || h.run(r.ID).Open != bank.SettleStuck {
			t.Errorf("the last try: %v, %s", err, h.run(r.ID).Open)
		}
		refused = nil
		ok(t, h.GoOn(t.Context(), h.maker, r.ID))
		conflict(t, "going on with what goes on", h.GoOn(t.Context(), h.maker, r.ID), "bank.fault.stale")
		ok(t, h.job(r, 2, 1))
		if r = h.run(r.ID); r.State != bank.RunDone || r.Paid != many || len(h.by) != many {
			t.Errorf("%s, %d paid", r.State, r.Paid)
		}
	})
}

// TestOnlyOneRunIsInTheMaking has a second run be begun while the first is stuck: the first
// waits until the second is whole, and each statement is in one of them.
func TestOnlyOneRunIsInTheMaking(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.oweMany()
		first := h.prepare("2026-12-18", "")
		payables := h.Money.Payables
		h.Money.Payables = func(db.Q, string, when.Date, string, int) ([]bank.Payable, error) {
			return nil, fault.New(fault.Conflict, "books.fault.month_locked", "month", "2026-12")
		}
		ok(t, h.job(first, 1, 1))
		h.Money.Payables = payables
		second := h.prepare("2026-12-18", "")
		if open := h.run(first.ID).Open; open != bank.MakeStuck || second.Open != bank.Making {
			t.Fatalf("the first is %q, the second %q", open, second.Open)
		}
		conflict(t, "two in the making", h.GoOn(t.Context(), h.maker, first.ID), "bank.fault.making")
		ok(t, h.job(second, 1, 1))
		ok(t, h.GoOn(t.Context(), h.maker, first.ID))
		ok(t, h.job(first, 1, 1))
		first, second = h.run(first.ID), h.run(second.ID)
		if first.Open != "" || second.Open != "" || first.Count+second.Count != many {
			t.Errorf("%q with %d transfers and %q with %d, want %d", first.Open, first.Count, second.Open, second.Count, many)
		}
		if n := h.count(`select count(distinct statement_id) from bank_transfer where hub_id = $1`); n != many {
			t.Errorf("%d statements in them, want each once", n)
		}
		if n := h.count(`select count(*) from bank_work where hub_id = $1 and done > total`); n != 0 {
			t.Errorf("%d works have done more than there was: what is in another run is none of it", n)
		}
	})
}

// TestTheRestIsNotWhatTheBankRefused has the bank's answer get stuck before a refusal of it was
// entered, and somebody say that the rest was paid: what the bank refused is not of the rest.
func TestTheRestIsNotWhatTheBankRefused(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		r := h.filedMany()
		_, body, err := h.Take(t.Context(), h.maker, r.ID)
		ok(t, err)
		codes := bytes.Repeat([]byte{'0'}, many)
		codes[2*batch+7] = '2'
		refused := error(fault.New(fault.Conflict, "books.fault.month_locked", "month", "2026-12"))
		h.Money.Paid = refuse(h.Money.Paid, fmt.Sprintf("S-%04d", batch+5), &refused)
		_, err = h.ReadAnswer(t.Context(), h.maker, r.ID, answered(body, codes...))
		ok(t, err)
		ok(t, h.job(r, 2, 1))
		if open := h.run(r.ID).Open; open != bank.SettleStuck {
			t.Fatalf("the run is %q", open)
		}
		refused = nil
		ok(t, h.PayRest(t.Context(), h.approver, r.ID))
		ok(t, h.job(r, 3, 1))
		if r = h.run(r.ID); r.State != bank.RunDone || r.Paid != many-1 || r.Failed != 1 || h.letters("bank.failed") != 1 {
			t.Errorf("%s: %d paid, %d failed, %d letters", r.State, r.Paid, r.Failed, h.letters("bank.failed"))
		}
		if n := h.count(`select count(*) from journal where hub_id = $1 and kind = 'bank.settled'`); n != 2 {
			t.Errorf("told %d times what became of it, want once for each word", n)
		}
	})
}
