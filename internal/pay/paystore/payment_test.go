package paystore

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/personal"
	"hiroba/internal/work"
	"hiroba/internal/workers"
)

func jobOf(hub, statement string, version int) jobs.Job {
	return jobs.New(hub, "pay.paper", paperOrder{hub, statement, version})
}

func (h *house) payables(due when.Date) []pay.Payable {
	h.t.Helper()
	ps, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]pay.Payable, error) { return Payables(v, h.hub, due, "", 100) })
	ok(h.t, err)
	return ps
}

func (h *house) do(fn func(tx *db.Tx) error) error { return db.Do(h.t.Context(), h.DB, fn) }

func TestAStatementIsPaidFailsAndIsPaidAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "yes", 50000, jan(10), true)
		if ps := h.payables(when.On(2027, 12, 31)); len(ps) != 0 {
			t.Errorf("not closed, and payable: %+v", ps)
		}
		h.closeJanuary()
		if ps := h.payables(when.On(2027, 2, 18)); len(ps) != 0 {
			t.Errorf("not due yet: %+v", ps)
		}
		ps := h.payables(when.On(2027, 2, 19))
		if len(ps) != 1 || ps[0].Net != 44895 || ps[0].No != "P-202701-0001" {
			t.Fatalf("%+v", ps)
		}
		x, on := ps[0].Statement, when.On(2027, 2, 19)
		pay1 := func(tx *db.Tx) error { return MarkPaid(tx, h.yamada, x, 44895, on, "run1/1") }
		if err := h.do(func(tx *db.Tx) error { return MarkPaid(tx, h.yamada, x, 44896, on, "run1/1") }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("paid more than it says: %v", err)
		}
		ok(t, h.do(pay1))
		ok(t, h.do(pay1)) // told twice, booked once
		if b := h.balances(); b[books.Payable] != 0 || b[books.Bank] != -44895 || len(h.payables(on)) != 0 {
			t.Errorf("%+v", b)
		}
		if s := h.only(misaki); s.State != pay.Locked || s.Paid != 44895 || s.PaidOn != on || s.Creditable() {
			t.Errorf("%+v", s)
		}
		if err := h.do(func(tx *db.Tx) error { return MarkPaid(tx, h.yamada, x, 44895, on, "run1/2") }); fault.KindOf(err) != fault.Conflict {
			t.Errorf("paid twice: %v", err)
		}
		ok(t, h.do(func(tx *db.Tx) error { return MarkFailed(tx, h.yamada, x, "run1/1", "口座がありません") }))
		if b := h.balances(); b[books.Payable] != -44895 || b[books.Bank] != 0 || len(h.payables(on)) != 1 {
			t.Errorf("%+v", b)
		}
		if s := h.only(misaki); s.Failed != "口座がありません" || s.Paid != 0 || !s.PaidOn.IsZero() {
			t.Errorf("%+v", s)
		}
		ok(t, h.do(func(tx *db.Tx) error { return MarkPaid(tx, h.yamada, x, 44895, when.On(2027, 2, 26), "run2/1") }))
		rows, err := db.Read(t.Context(), d, func(v *db.View) ([]WithheldRow, error) {
			return Withheld(v, h.hub, when.On(2027, 2, 1), when.On(2027, 2, 28))
		})
		if err != nil || len(rows) != 1 || rows[0].Paid != 50000 || rows[0].Withheld != 5105 || rows[0].Payments != 1 {
			t.Errorf("%+v %v", rows, err)
		}
	})
}

// by act, by silence, and her word after the money.
func TestAStatementIsAgreedToByActOrSilence(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		b, aoi := h.worker("あおい")
		_, kaho := h.worker("かほ")
		for _, w := range []string{misaki, aoi, kaho} {
			h.deliver(w, "no", 1000, jan(10), true)
		}
		h.closeJanuary()
		x := h.only(misaki)
		if err := h.Confirm(t.Context(), b, x.ID, 1); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else's statement was confirmed: %v", err)
		}
		if err := h.Confirm(t.Context(), a, x.ID, 2); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a version she has not seen was confirmed: %v", err)
		}
		ok(t, h.Confirm(t.Context(), a, x.ID, 1))
		if err := h.Confirm(t.Context(), a, x.ID, 1); fault.KindOf(err) != fault.Conflict {
			t.Errorf("confirmed twice: %v", err)
		}
		ok(t, h.Ask(t.Context(), b, h.only(aoi).ID, 1, "10日の分がたりません", "k"))
		ok(t, h.Ask(t.Context(), b, h.only(aoi).ID, 1, "10日の分がたりません", "k")) // pressed twice
		h.days(7)
		ok(t, h.runner.Drain(t.Context()))
		if s := h.only(kaho); s.State != pay.Sent {
			t.Errorf("on the last day: %s", s.State)
		}
		h.days(1)
		ok(t, h.runner.Drain(t.Context()))
		if s := [3]pay.State{h.only(misaki).State, h.only(aoi).State, h.only(kaho).State}; s != [3]pay.State{pay.Confirmed, pay.Sent, pay.Deemed} {
			t.Errorf("%v", s)
		}
		ok(t, h.do(func(tx *db.Tx) error {
			return MarkPaid(tx, h.yamada, h.only(aoi).ID, h.open(h.only(aoi).ID), when.On(2027, 2, 19), "t")
		}))
		ok(t, h.Confirm(t.Context(), b, h.only(aoi).ID, 1))
		if s := h.only(aoi); s.State != pay.Locked || s.Confirmed.IsZero() {
			t.Errorf("%+v", s)
		}
	})
}

func TestAWorkerDisputesALine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		h.deliver(misaki, "no", 380, jan(10), true)
		h.deliver(misaki, "no", 1000, jan(11), true)
		h.closeJanuary()
		x := h.only(misaki)
		for line, want := range map[int]fault.Kind{3: fault.NotFound, -1: fault.NotFound} {
			if err := h.Ask(t.Context(), a, x.ID, line, "x", ""); fault.KindOf(err) != want {
				t.Errorf("line %d: %v", line, err)
			}
		}
		if err := h.Ask(t.Context(), a, x.ID, 1, " ", ""); fault.KindOf(err) != fault.Invalid {
			t.Error("no words", err)
		}
		ok(t, h.Ask(t.Context(), a, x.ID, 1, "もう20円のはずです", ""))
		open, err := h.OpenDisputes(t.Context(), h.sato)
		if err != nil || len(open) != 1 || open[0].Line != 1 || open[0].WorkerName != "みさき" {
			t.Fatalf("%+v %v", open, err)
		}
		if ps := h.payables(when.On(2027, 2, 19)); len(ps) != 1 { // the day stays
			t.Errorf("%+v", ps)
		}
		if err := h.Correct(t.Context(), h.yamada, x.ID, 1, 1, pay.CorrectForm{Amount: "379", Reason: "x"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("R-27: %v", err)
		}
		ok(t, h.Correct(t.Context(), h.yamada, x.ID, 1, 1, pay.CorrectForm{Amount: "400", Reason: "1行の数えもれ"}))
		if err := h.Correct(t.Context(), h.yamada, x.ID, 1, 1, pay.CorrectForm{Amount: "500", Reason: "x"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old version was corrected: %v", err)
		}
		ok(t, h.AnswerDispute(t.Context(), h.yamada, open[0].ID, "ご指摘のとおりでした"))
		if err := h.AnswerDispute(t.Context(), h.yamada, open[0].ID, "もう一度"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("answered twice: %v", err)
		}
		ok(t, h.runner.Drain(t.Context()))
		x = h.only(misaki)
		if x.Version != 2 || x.Transfer != 1400 || x.Before != 1380 || x.Lines[0].Amount != 400 || x.Lines[0].Reason != "1行の数えもれ" || x.State != pay.Sent {
			t.Errorf("%+v", x)
		}
		mine, err := h.MyDisputes(t.Context(), a, x.ID)
		if err != nil || len(mine) != 1 || mine[0].Answer == "" {
			t.Errorf("%+v %v", mine, err)
		}
		ok(t, h.do(func(tx *db.Tx) error { return MarkPaid(tx, h.yamada, x.ID, h.open(x.ID), when.On(2027, 2, 19), "t1") }))
		ok(t, h.Correct(t.Context(), h.yamada, x.ID, 2, 2, pay.CorrectForm{Amount: "1100", Reason: "さらに"}))
		ok(t, h.runner.Drain(t.Context()))
		if ps := h.payables(when.On(2027, 12, 31)); len(ps) != 1 || ps[0].Net != 100 { // only the difference
			t.Errorf("%+v", ps)
		}
		if b := h.balances(); b[books.Payable] != -100 {
			t.Errorf("%+v", b)
		}
	})
}

func TestHerOwnMoney(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		b, _ := h.worker("あおい")
		h.deliver(misaki, "yes", 50000, jan(10), true)
		h.deliver(misaki, "no", 300, when.On(2027, 2, 3), true)
		h.deliver(misaki, "no", 700, when.On(2027, 2, 8), false)
		m, err := h.MyMoney(t.Context(), a)
		ok(t, err)
		if m.SoFar != 300 || m.Waiting != 700 || m.Pieces != 2 || m.Next != nil || m.Expected != 50300 || !m.HasLast || m.LastDone || m.Year.Fees != 50300 {
			t.Errorf("%+v", m)
		}
		h.closeJanuary()
		ok(t, h.Report(t.Context(), a, "2027-02", true))
		m, err = h.MyMoney(t.Context(), a)
		ok(t, err)
		if m.Next == nil || m.Next.Transfer != 44895 || m.Next.Due != when.On(2027, 2, 19) || !m.Done || m.HasLast || len(m.Statements) != 1 {
			t.Errorf("%+v", m)
		}
		ok(t, h.do(func(tx *db.Tx) error {
			return MarkPaid(tx, h.yamada, m.Next.ID, h.open(m.Next.ID), when.On(2027, 2, 19), "t1")
		}))

		jpeg := []byte("\xff\xd8\xff\xe0 no picture")
		if err := h.Spend(t.Context(), a, pay.ExpenseForm{On: "2/8", Kind: "supplies", Amount: "1280"}, jpeg, ""); fault.KindOf(err) != fault.Invalid {
			t.Errorf("what is no picture was kept: %v", err)
		}
		ok(t, h.Spend(t.Context(), a, pay.ExpenseForm{On: "2/8", Kind: "supplies", Amount: "1280", Note: "付せん"}, nil, "k"))
		ok(t, h.Spend(t.Context(), a, pay.ExpenseForm{On: "2/8", Kind: "supplies", Amount: "1280", Note: "付せん"}, nil, "k"))
		y, err := h.MyYear(t.Context(), a, 2027)
		ok(t, err)
		if y.Paid != 44895 || y.Withheld != 5105 || len(y.Payments) != 1 || y.Payments[0].Gross != 50000 || len(y.Expenses) != 1 || y.Expenses[0].Note != "付せん" || y.ByKind["supplies"] != 1280 || y.Spent != 1280 {
			t.Errorf("%+v", y)
		}
		if n := h.count(`select count(*) from pay_expense where hub_id = $1 and note_sealed like '%付せん%'`); n != 0 {
			t.Error("her note lies open")
		}
		if err := h.Unspend(t.Context(), b, y.Expenses[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Errorf("somebody else's note was removed: %v", err)
		}
		ok(t, h.Unspend(t.Context(), a, y.Expenses[0].ID))
		for name, act := range map[string]func() error{
			"another's statement": func() error { _, err := h.Mine(t.Context(), b, m.Next.ID); return err },
			"another's paper":     func() error { _, _, _, err := h.MyPaper(t.Context(), b, m.Next.ID); return err },
		} {
			if err := act(); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// Her own book goes with her, the pictures of her receipts too; another's stay.
func TestThePicturesOfReceiptsGoWithHer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		b, _ := h.worker("あおい")
		var picture bytes.Buffer
		ok(t, png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8))))
		for _, w := range []who.Actor{a, b} {
			ok(t, h.Spend(t.Context(), w, pay.ExpenseForm{On: "2/8", Kind: "supplies", Amount: "1280"}, picture.Bytes(), ""))
		}
		if n := h.count(`select count(*) from blob where hub_id = $1`); n != 2 {
			t.Fatalf("%d pictures", n)
		}
		ok(t, h.do(func(tx *db.Tx) error {
			_, err := personal.Erase(tx, who.System(h.hub, "test"), []personal.House{Personal}, personal.Subject{Hub: h.hub, Workers: []string{misaki}})
			return err
		}))
		if n, rows := h.count(`select count(*) from blob where hub_id = $1`), h.count(`select count(*) from pay_expense where hub_id = $1`); n != 1 || rows != 1 {
			t.Errorf("%d pictures and %d notes are left", n, rows)
		}
	})
}

// the order's terms froze it; words of a title that look like the field do not.
func TestTheWithholdingIsTheOneOfTheTerms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		h.deliver(misaki, "no", 1000, jan(10), true)
		h.deliver(misaki, "yes", 2000, jan(11), true)
		h.exec(`update work_kind set withholding = 'yes' where hub_id = $1`) // changed after the orders
		items, err := db.Read(t.Context(), d, func(v *db.View) (map[string][]pay.Item, error) { return itemsOf(v, h.hub, jan(31), misaki, misaki) })
		if err != nil || len(items[misaki]) != 2 || items[misaki][0].Withhold || !items[misaki][1].Withhold {
			t.Errorf("%+v %v", items, err)
		}
		h.exec(`update work_kind set withholding = 'ask' where hub_id = $1`)
		h.deliver(misaki, "ask", 3000, jan(12), true)
		_, bs, err := h.Month(t.Context(), h.yamada, "2027-01")
		ok(t, err)
		if len(bs) == 0 || bs[0].Kind != pay.Undecided {
			t.Errorf("%+v", bs)
		}
	})
}

func TestNobodyElseTouchesMoney(t *testing.T) {
	h := yukihara(t, dbtest.SQLite(t))
	stranger := who.Person(h.hub, id.Make(), "市", work.MayCheck)
	for name, act := range map[string]func() error{
		"months":  func() error { _, err := h.Months(t.Context(), stranger); return err },
		"close":   func() error { return h.Close(t.Context(), stranger, "2027-01", pay.CloseForm{Knowing: true}) },
		"clock":   func() error { _, err := h.Clock(t.Context(), stranger, "", 0, 1); return err },
		"correct": func() error { return h.Correct(t.Context(), h.sato, "x", 1, 1, pay.CorrectForm{}) },
		"answer":  func() error { return h.AnswerDispute(t.Context(), h.sato, "x", "y") },
	} {
		if err := act(); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// silence agrees only where the contract she signed says so, and never before she had
// her days to read an answer.
func TestSilenceAgreesOnlyByContract(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		_, misaki := h.worker("みさき")
		b, aoi := h.worker("あおい")
		_, kaho := h.worker("かほ")
		for _, w := range []string{misaki, aoi, kaho} {
			h.deliver(w, "no", 1000, jan(10), true)
		}
		h.exec(`update worker_consent set version = '2026-11/3' where hub_id = $1 and worker_id = $2`, misaki) // before there was the clause
		h.closeJanuary()
		h.exec(`update pay_version set answer_by = '2027-02-16' where hub_id = $1 and statement_id = $2`, h.only(misaki).ID) // as it was once set for everybody
		h.exec(`insert into worker_consent (hub_id, worker_id, id, kind, hash, version, how, signed_as, made_by, made_at) values ($1, $2, 'later', 'contract', 'contract', $3, 'screen', 'x', 'x', $4)`, misaki, workers.TextVersion, h.now.Add(time.Hour).String())
		ok(t, h.Ask(t.Context(), b, h.only(aoi).ID, 1, "10日の分がたりません", ""))
		h.days(8)
		open, err := h.OpenDisputes(t.Context(), h.sato)
		ok(t, err)
		ok(t, h.AnswerDispute(t.Context(), h.yamada, open[0].ID, "11日の分に入っています"))
		ok(t, h.runner.Drain(t.Context()))
		if s := [3]pay.State{h.only(misaki).State, h.only(aoi).State, h.only(kaho).State}; s != [3]pay.State{pay.Sent, pay.Sent, pay.Deemed} {
			t.Errorf("%v", s)
		}
		if x := h.only(aoi); x.AnswerBy != pay.AnswerBy(h.now.DateIn(when.Tokyo)) {
			t.Errorf("answered today, to be read until %s", x.AnswerBy)
		}
		h.days(8)
		ok(t, h.runner.Drain(t.Context()))
		if s := [2]pay.State{h.only(misaki).State, h.only(aoi).State}; s != [2]pay.State{pay.Sent, pay.Deemed} {
			t.Errorf("%v", s)
		}
	})
}

func TestTheClauseNamesTheDays(t *testing.T) {
	for l, days := range map[i18n.Lang]string{i18n.JA: fmt.Sprintf("%d日以内に申し出がない", pay.DeemDays), i18n.EN: fmt.Sprintf("within %d days", pay.DeemDays)} {
		if text := l.T("workers.text.contract", "operators", "", "hub", ""); !strings.Contains(text, days) {
			t.Errorf("the contract does not say %q", days)
		}
	}
}
