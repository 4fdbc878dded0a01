package paystore

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
)

func TestNovemberIsClosedWorkerByWorker(t *testing.T) { // here: January
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misakiA, misaki := h.worker("みさき")
		_, aoi := h.worker("あおい")
		for range 98 {
			h.deliver(misaki, "no", 1050, jan(10), true) // TV-10
		}
		h.deliver(aoi, "yes", 50000, jan(12), true)          // TV-8
		h.deliver(aoi, "no", 380, when.On(2027, 2, 1), true) // next month's
		late := h.deliver(misaki, "no", 100, jan(31), false) // not inspected
		_, bs, err := h.Month(t.Context(), h.yamada, "2027-01")
		ok(t, err)
		kinds := map[pay.BlockKind]int{}
		for _, b := range bs {
			kinds[b.Kind] = b.Count
		}
		if kinds[pay.Uninspected] != 1 || kinds[pay.NotDone] != 2 || kinds[pay.NoAccount] != 2 || len(bs) != 3 {
			t.Errorf("%+v", bs)
		}
		if err := h.Close(t.Context(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("uninspected work did not block the month: %v", err)
		}
		h.exec(`update work_receipt set accepted_at = $3 where hub_id = $1 and claim_id = $2`, late, h.now)
		if err := h.Close(t.Context(), h.yamada, "2027-01", pay.CloseForm{}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("people who are not done were passed without knowing it: %v", err)
		}
		if err := h.Close(t.Context(), h.yamada, "2027-02", pay.CloseForm{Knowing: true}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the running month was closed: %v", err)
		}
		if err := h.Close(t.Context(), h.sato, "2027-01", pay.CloseForm{Knowing: true}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("the coordinator closed the month: %v", err)
		}
		ok(t, h.Report(t.Context(), misakiA, "2027-01", true))
		h.closeJanuary()

		m, _, err := h.Month(t.Context(), h.yamada, "2027-01")
		ok(t, err)
		if m.State != pay.MonthClosed || m.Done != 2 || m.Total != 2 || m.Statements != 2 || m.Papers != 2 || m.Sum != 103000+44895 || len(m.Steps) != 2 {
			t.Errorf("%+v", m)
		}
		x, y := h.only(misaki), h.only(aoi)
		if x.Transfer != 103000 || len(x.Lines) != 99 || x.State != pay.Sent || x.Due != when.On(2027, 2, 19) || x.Document == "" || x.AnswerBy != when.On(2027, 2, 16) {
			t.Errorf("%+v", x.Sums)
		}
		if y.Withheld != 5105 || y.Transfer != 44895 || y.Base != 50000 || y.Number != "" {
			t.Errorf("TV-8: %+v", y.Sums)
		}
		b := h.balances()
		if b[books.Payable] != -147895 || b[books.Withholding] != -5105 || b[books.Fees]+b[books.InputTax] != 153000 {
			t.Errorf("%+v", b)
		}
		if n := h.count(`select count(*) from mail_message where hub_id = $1 and kind = 'pay.statement'`); n != 2 {
			t.Errorf("%d letters", n)
		}
		if err := h.Close(t.Context(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a closed month was closed: %v", err)
		}
	})
}

// A piece stands in exactly one line, whatever is tried.
func TestAPieceStandsInOneLineForEver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		claim := h.deliver(misaki, "no", 380, jan(10), true)
		h.closeJanuary()
		err := db.Do(t.Context(), d, func(tx *db.Tx) error {
			return insertLine(tx, h.hub, h.only(misaki).ID, 2, 2, pay.Item{Claim: claim, Worker: misaki, Amount: 380, Agreed: 380})
		})
		if !db.IsUnique(err) {
			t.Errorf("a piece was put into two lines: %v", err)
		}
		err = db.Do(t.Context(), d, func(tx *db.Tx) error {
			return insertLine(tx, h.hub, h.only(misaki).ID, 2, 2, pay.Item{Claim: "x", Worker: misaki, Amount: 379, Agreed: 380})
		})
		if !db.IsCheck(err) {
			t.Errorf("R-27: a line below the fee was kept: %v", err)
		}
		ok(t, h.Reopen(t.Context(), h.yamada, "2027-01", "一件の検品もれ"))
		h.closeJanuary()
		if x := h.only(misaki); x.Version != 1 || len(x.Lines) != 1 {
			t.Errorf("closed again with nothing new: version %d, %d lines", x.Version, len(x.Lines))
		}
	})
}

func TestAReopenedMonthIsANewVersionNeverAChange(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		claim := h.deliver(misaki, "no", 1000, jan(10), true)
		h.closeJanuary()
		_, _, first, err := h.MyPaper(t.Context(), a, h.only(misaki).ID)
		ok(t, err)
		old := h.only(misaki).Document
		h.deliver(misaki, "no", 500, jan(20), true)
		h.exec(`update work_receipt set extra_yen = 80 where hub_id = $1 and claim_id = $2`, claim) // paid extra, later
		if err := h.Reopen(t.Context(), h.yamada, "2027-01", " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("reopened without a reason: %v", err)
		}
		ok(t, h.Reopen(t.Context(), h.yamada, "2027-01", "検品もれ"))
		if err := h.Reopen(t.Context(), h.yamada, "2027-01", "検品もれ"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an open month was reopened: %v", err)
		}
		h.closeJanuary()
		x := h.only(misaki)
		if x.Version != 2 || x.Transfer != 1580 || x.Before != 1000 || len(x.Lines) != 3 || x.State != pay.Sent || Reason(i18n.EN, x) != i18n.EN.T("pay.reason.reopened") {
			t.Errorf("%+v", x)
		}
		if x.Lines[1].Part+x.Lines[2].Part != 1 {
			t.Errorf("what was added is no line of its own: %+v", x.Lines)
		}
		chain, err := h.Books.Versions(t.Context(), h.yamada, x.Document)
		ok(t, err)
		if len(chain) != 2 || chain[1].Reason == "" || chain[0].ID != old || chain[0].Next != x.Document || chain[1].Amount != 1580 {
			t.Errorf("%+v", chain)
		}
		again, err := h.Books.Document(t.Context(), h.yamada, old)
		ok(t, err)
		if !bytes.Equal(again.Bytes, first) {
			t.Error("R-73: the first paper changed")
		}
		lines, err := db.Read(t.Context(), d, func(v *db.View) ([]pay.Line, error) { return linesAt(v, h.hub, x.ID, 1) })
		if err != nil || len(lines) != 1 || lines[0].Amount != 1000 {
			t.Errorf("the first version is not what it was: %+v %v", lines, err)
		}
		if b := h.balances(); b[books.Payable] != -1580 {
			t.Errorf("%+v", b)
		}
	})
}

// The job is killed half-way and goes on where it was.
func TestAKilledClosingGoesOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		for range batch + 5 {
			_, w := h.worker("ひと")
			h.deliver(w, "no", 1000, jan(10), true)
		}
		ok(t, h.Close(t.Context(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}))
		ps, err := h.batch(t.Context(), h.hub, jan(31), "")
		ok(t, err)
		ok(t, h.stateAll(t.Context(), who.System(h.hub, "山田"), closeOrder{Hub: h.hub, Month: "2027-01", Version: 1}, jan(31), ps)) // the first batch, then power goes
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := h.runner.Drain(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		ok(t, h.runner.Drain(t.Context()))
		m, _, err := h.Month(t.Context(), h.yamada, "2027-01")
		ok(t, err)
		if m.State != pay.MonthClosed || m.Statements != batch+5 || m.Sum != yen.Amount(1000*(batch+5)) || m.Done != batch+5 {
			t.Errorf("%+v", m)
		}
		if n := h.count(`select count(*) from pay_line where hub_id = $1`); n != batch+5 {
			t.Errorf("%d lines", n)
		}
	})
}

func TestTheSameVersionMakesTheSameBytes(t *testing.T) {
	d := dbtest.SQLite(t)
	h := yukihara(t, d)
	a, misaki := h.worker("三好 みさき")
	h.deliver(misaki, "yes", 50000, jan(10), true)
	h.closeJanuary()
	id := h.only(misaki).ID
	_, _, first, err := h.MyPaper(t.Context(), a, id)
	ok(t, err)
	h.days(40)
	h.exec(`update pay_version set document_id = '', state = 'draft' where hub_id = $1 and statement_id = $2`, id) // only a test may
	h.exec(`update book_document set no = 'x' where hub_id = $1 and kind = $2`, "statement")
	ok(t, h.paperJob(t.Context(), jobOf(h.hub, id, 1)))
	_, _, again, err := h.MyPaper(t.Context(), a, id)
	ok(t, err)
	if !bytes.Equal(first, again) || len(first) < 4000 || !bytes.HasPrefix(first, []byte("%PDF")) {
		t.Errorf("%d and %d bytes", len(first), len(again))
	}
}

// pieces on the law's clock leave it only when they are paid.
func TestTheLawsClock(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "no", 1000, jan(10), true)
		h.deliver(misaki, "no", 2000, when.On(2027, 2, 5), false)
		c, err := h.Clock(t.Context(), h.sato, "", 0, 10)
		ok(t, err)
		if c.Total != 2 || c.Rows[0].Amount != 1000 || c.Rows[0].Due != when.On(2027, 2, 19) || c.Rows[0].Last != when.On(2027, 3, 10) || c.Rows[0].Alarm != duedate.Quiet || c.Law != duedate.Civil {
			t.Errorf("%+v", c)
		}
		h.closeJanuary()
		h.days(11) // 20 February
		c, err = h.Clock(t.Context(), h.sato, duedate.Overdue, 0, 10)
		ok(t, err)
		if c.Total != 1 || c.Rows[0].Alarm != duedate.Overdue || c.Rows[0].Statement == "" || c.Alarms[duedate.Overdue] != 1 || c.Alarms[duedate.Quiet] != 1 {
			t.Errorf("%+v", c)
		}
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			return MarkPaid(tx, h.yamada, h.only(misaki).ID, h.open(h.only(misaki).ID), when.On(2027, 2, 22), "t1")
		}))
		if c, err = h.Clock(t.Context(), h.sato, duedate.Overdue, 0, 10); err != nil || c.Total != 0 {
			t.Errorf("%+v %v", c, err)
		}
	})
}

func TestMonthsOfTheLedgerStayLocked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "no", 1000, jan(10), true)
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error { return booksstore.LockMonth(tx, h.yamada, "2027-01") }))
		h.closeJanuary()
		es, err := db.Read(t.Context(), d, func(v *db.View) ([]books.Entry, error) {
			return booksstore.EntriesOf(v, h.hub, "statement:"+h.only(misaki).ID)
		})
		if err != nil || len(es) != 1 || es[0].On != when.On(2027, 2, 1) {
			t.Errorf("%+v %v", es, err)
		}
	})
}

// A closing that can not be done gives the month back, and says so; closed again, it goes on.
func TestAStuckClosingOpensTheMonthAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "no", 1000, jan(10), true)
		h.exec(`insert into pay_statement (hub_id, id, month, worker_id, no, newest, paid_yen, paid_on, failed, made_at) values ($1, 'half', '2027-01', $2, 'x', 1, 0, '', '', '')`, misaki) // in the way
		ok(t, h.Close(t.Context(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}))
		state := func() pay.Month {
			m, _, err := h.Month(t.Context(), h.yamada, "2027-01")
			ok(t, err)
			return m
		}
		for range 12 {
			ok(t, h.runner.Drain(t.Context()))
			if m := state(); m.State == pay.MonthOpen {
				break
			}
			h.days(1)
		}
		m := state()
		if m.State != pay.MonthOpen || len(m.Steps) != 2 || m.Steps[1].Reason != pay.ReasonStuck {
			t.Fatalf("%+v", m)
		}
		h.exec(`delete from pay_statement where hub_id = $1 and id = 'half'`)
		h.closeJanuary()
		if m := state(); m.State != pay.MonthClosed || m.Statements != 1 {
			t.Errorf("%+v", m)
		}
	})
}

// A closing that meets a defect gives the month back as well.
func TestAClosingThatMeetsADefectOpensTheMonthAgain(t *testing.T) {
	h := yukihara(t, dbtest.SQLite(t))
	_, misaki := h.worker("みさき")
	h.deliver(misaki, "no", 1000, jan(10), true)
	ok(t, h.Close(t.Context(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}))
	j := jobs.New(h.hub, "pay.close", closeOrder{h.hub, "2027-01", "山田", 1})
	for ; !jobs.Last(j.Try); j.Try++ {
	}
	was := h.Payees
	h.Payees = nil
	err := h.closeJob(t.Context(), j)
	h.Payees = was
	m, _, e := h.Month(t.Context(), h.yamada, "2027-01")
	ok(t, e)
	if err == nil || m.State != pay.MonthOpen {
		t.Errorf("%v, and the month is %s", err, m.State)
	}
}

// A statement whose paper was never made is looked for, and sent.
func TestAPaperThatWasNeverMadeIsMade(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "no", 1000, jan(10), true)
		ok(t, h.Close(t.Context(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}))
		_, err := h.runner.Once(t.Context()) // the closing alone
		ok(t, err)
		h.exec(`update job set state = 'dead' where hub_id = $1 and kind = 'pay.paper'`)
		ok(t, h.runner.Drain(t.Context()))
		if n := h.count(`select count(*) from pay_version where hub_id = $1 and state = 'draft'`); n != 1 {
			t.Fatalf("%d wait for their paper", n)
		}
		h.now = h.now.Add(2 * time.Hour)
		ok(t, h.runner.Drain(t.Context()))
		if s := h.only(misaki); s.State != pay.Sent || s.Document == "" {
			t.Errorf("%+v", s)
		}
	})
}

func TestARemindingCountsWhoWasWrittenTo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		_, aoi := h.worker("あおい")
		h.deliver(misaki, "no", 1000, jan(10), true)
		h.deliver(aoi, "no", 1000, jan(10), true)
		h.exec(`update worker set mail = '' where hub_id = $1 and id = $2`, aoi)
		if n, err := h.Remind(t.Context(), h.sato, "2027-01"); n != 1 || err != nil {
			t.Errorf("%d %v", n, err)
		}
		if n := h.count(`select count(*) from mail_message where hub_id = $1 and kind = 'pay.remind'`); n != 1 {
			t.Errorf("%d letters", n)
		}
	})
}

func TestNoMonthIsListedBeforeTheFirstWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		want := func(months ...string) {
			t.Helper()
			ms, err := h.Months(t.Context(), h.yamada)
			var got []string
			for _, m := range ms {
				got = append(got, m.Month)
			}
			if err != nil || !slices.Equal(got, months) {
				t.Errorf("%v, want %v: %v", got, months, err)
			}
		}
		want("2027-02") // the running month alone, while nothing was received
		h.deliver(misaki, "no", 1050, when.On(2026, 12, 20), true)
		want("2027-02", "2027-01", "2026-12")
		h.exec(`insert into pay_month (hub_id, month, state, version, done, total) values ($1, '2026-10', 'open', 1, 0, 0)`)
		want("2027-02", "2027-01", "2026-12", "2026-10") // what somebody began stays in sight
	})
}
