package workstore

import (
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/work"
)

// What is out with people is settled before its order ends: done rows are paid, the rest is
// never taken for less than it cost.
func TestAnOrderWithWorkInHandEndsOnlySettled(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ctx := t.Context()
		misaki, yui, rin := h.worker("三好 みさき", h.kinds["entry"]), h.worker("結衣", h.kinds["entry"]), h.worker("凛", h.kinds["entry"])
		oid := h.open(100, nil)
		begun, untouched, delivered := h.take(misaki, oid), h.take(yui, oid), h.take(rin, oid)
		h.fill(misaki, begun, 10)
		h.fill(rin, delivered, 99)
		ok(t, h.Deliver(ctx, rin, delivered))
		if err := h.Orders.End(ctx, h.sato, oid, orders.Cancelled, "発注者の都合"); !conflict(err) {
			t.Fatal("an order was cancelled over the heads of those at work:", err)
		}
		ls, err := h.Losses(ctx, h.sato, oid)
		ok(t, err)
		if len(ls) != 2 || ls[0].Done+ls[1].Done != 10 || ls[0].Rest+ls[1].Rest != 228+380 {
			t.Fatalf("%+v", ls)
		}
		form := work.CancelForm{Reason: "発注者の都合", Cost: map[string]string{}, Paid: map[string]string{}}
		for _, l := range ls {
			form.Cost[l.Claim], form.Paid[l.Claim] = "0", l.Rest.String()
		}
		of := func(piece string) string {
			for _, l := range ls {
				if l.Piece == piece {
					return l.Claim
				}
			}
			return ""
		}
		o := h.view(oid)
		form.Cost[of(untouched)], form.Paid[of(untouched)] = "500", "400"
		if err := h.Cancel(ctx, h.sato, oid, o.Version, form); fault.KindOf(err) != fault.Invalid {
			t.Error("paid less than it cost:", err)
		}
		form.Cost[of(untouched)], form.Paid[of(untouched)] = "100", "100"
		if err := h.Cancel(ctx, h.sato, oid, o.Version, form); fault.KindOf(err) != fault.Invalid {
			t.Error("paid less than the fee without a word:", err)
		}
		form.Less = "まだ始めておらず、別の仕事をすぐに渡せた"
		ok(t, h.Cancel(ctx, h.sato, oid, o.Version, form))
		if o = h.view(oid); o.State != orders.Cancelled || o.Call.Live {
			t.Errorf("%s, call live %v", o.State, o.Call.Live)
		}
		for _, x := range []struct {
			fee, extra int
			accepted   bool
			who        any
		}{{152, 228, false, misaki.Person}, {0, 100, true, yui.Person}, {380, 0, false, rin.Person}} {
			n := h.count(`select count(*) from work_receipt t join worker w on w.hub_id = t.hub_id and w.id = t.worker_id where t.hub_id = $1 and w.person_id = $2 and t.fee_yen = $3 and t.extra_yen = $4 and (t.accepted_at <> '') = $5`, h.hub, x.who, x.fee, x.extra, x.accepted)
			if n != 1 {
				t.Errorf("%+v: %d receipts", x, n)
			}
		}
		if n := h.count(`select cast(sum(paid_yen) as bigint) from work_compensation where hub_id = $1 and order_id = $2`, h.hub, oid); n != 328 {
			t.Errorf("%d yen recorded", n)
		}
		if _, err := h.Propose(ctx, misaki, oid, 40, true); !conflict(err) {
			t.Error("a cancelled order still finds hands:", err)
		}
		h.accept(delivered) // what was delivered is inspected as ever
		if err := h.Cancel(ctx, h.sato, oid, o.Version, form); !conflict(err) {
			t.Error("cancelled twice:", err)
		}
	})
}
