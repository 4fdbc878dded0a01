package paystore

import (
	"testing"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/workers"
)

// register tells a worker's registration number before January's work.
func (h *house) register(worker string) {
	h.t.Helper()
	h.days(-60)
	ok(h.t, h.Payees.Crew.Fill(h.t.Context(), who.Person(h.hub, id.Make(), "渡辺", workers.MayKeep), worker, workers.BusinessForm{Employs: "no", Form: "person", Invoice: "T7000012050002"}))
	h.days(60)
}

// the input tax of a registered worker is in the ledger only from her agreement on, by
// act or by silence, before the money or after it; the transitional share of others at once.
func TestInputTaxWaitsForHerAgreement(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		_, aoi := h.worker("あおい")
		_, kaho := h.worker("かほ")
		h.register(misaki)
		h.register(aoi)
		for _, w := range []string{misaki, aoi, kaho} {
			h.deliver(w, "no", 11000, jan(10), true)
		}
		h.closeJanuary()
		tax := func() yen.Amount { return h.balances()[books.InputTax] }
		if got := tax(); got != 700 || !h.only(misaki).Waits() || h.only(kaho).Waits() { // 70 % of 1,000, of かほ alone
			t.Errorf("closed: %d", got)
		}
		ok(t, h.Confirm(t.Context(), a, h.only(misaki).ID, 1))
		if got := tax(); got != 1700 || h.only(misaki).Waits() {
			t.Errorf("confirmed: %d", got)
		}
		h.correct(misaki, 1, "22000")
		if got := tax(); got != 1700 {
			t.Errorf("corrected, and not agreed to again: %d", got)
		}
		ok(t, h.Confirm(t.Context(), a, h.only(misaki).ID, 2))
		if got := tax(); got != 2700 {
			t.Errorf("agreed to again: %d", got)
		}
		h.days(8)
		ok(t, h.runner.Drain(t.Context()))
		if got := tax(); got != 3700 || h.only(aoi).State != pay.Deemed {
			t.Errorf("deemed: %d", got)
		}
		ok(t, h.paid(aoi, 11000, when.On(2027, 2, 19), "t1"))
		if x := h.only(aoi); x.State != pay.Locked || !x.Creditable() {
			t.Errorf("agreed by silence and paid, and not for credit: %+v", x)
		}
		if b := h.balances(); b[books.Fees]+b[books.InputTax] != 22000+11000+11000 {
			t.Errorf("%+v", b)
		}
	})
}

func TestHerWordAfterTheMoneyBringsTheCredit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		a, misaki := h.worker("みさき")
		h.register(misaki)
		h.deliver(misaki, "no", 11000, jan(10), true)
		h.closeJanuary()
		ok(t, h.paid(misaki, 11000, when.On(2027, 2, 9), "t1"))
		if got := h.balances()[books.InputTax]; got != 0 {
			t.Errorf("paid, and her word not there: %d", got)
		}
		ok(t, h.Confirm(t.Context(), a, h.only(misaki).ID, 1))
		if got := h.balances()[books.InputTax]; got != 1000 {
			t.Errorf("%d", got)
		}
	})
}
