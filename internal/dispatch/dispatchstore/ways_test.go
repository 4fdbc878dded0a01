package dispatchstore

import (
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// Behind a decision stand the other ways: what fits by the day promised, and who else could
// be asked; deciding for somebody makes a plan in which she has it.
func TestOtherWaysAreComputed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.worker("三好 みさき")
		h.worker("春香")
		late, fine := h.order("急ぎの名簿", 3000, "2027-02-10", false), h.order("会員カード", 100, "2027-02-26", false)
		b := h.plan()
		x, err := h.Ways(t.Context(), h.sato, late, "")
		ok(t, err)
		if !x.Late() || !x.Left || x.Answer.ByWanted <= 0 || x.Answer.ByWanted >= x.Answer.Volume || x.Answer.MorePeople == 0 || x.Answer.Partner == 0 || x.Able != 2 {
			t.Fatalf("%+v", x)
		}
		if x, err = h.Ways(t.Context(), h.sato, fine, ""); err != nil || len(x.Shares) == 0 {
			t.Fatal(err, x)
		}
		spared := x.Shares[0].Worker
		x, err = h.Ways(t.Context(), h.sato, fine, spared)
		ok(t, err)
		if x.Swap == nil || len(x.Swap.Instead) != 1 || x.Swap.Instead[0].Worker == spared || x.Swap.Ready.IsZero() {
			t.Fatalf("%+v", x.Swap)
		}
		if h.board().No != b.No {
			t.Error("a look made a plan")
		}
		next := x.Swap.Instead[0]
		ok(t, h.Pin(t.Context(), h.sato, PinForm{PartName(next.Key), next.Worker, "1"}))
		h.drain()
		if y := h.board(); y.No == b.No || len(y.Pins) != 1 {
			t.Errorf("a decision is not in the plan: %d, %+v", y.No, y.Pins)
		}
		if _, err := h.Ways(t.Context(), h.sato, "nothing", ""); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
		if _, err := h.Ways(t.Context(), who.Visitor(h.hub, dispatch.MayOwn), fine, ""); err == nil {
			t.Error("somebody else sees them")
		}
	})
}
