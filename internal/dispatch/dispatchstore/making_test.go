package dispatchstore

import (
	"slices"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// Whoever asked for a plan sees which of its steps is being done, until it is there.
func TestAPlanTellsHowFarItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		h.worker("三好 みさき")
		h.order("会員カード", 100, "2027-02-19", false)
		at := func() Making {
			m, err := h.Making(t.Context(), h.sato)
			ok(t, err)
			return m
		}
		if m := at(); m.No != 0 {
			t.Fatalf("nobody asked: %+v", m)
		}
		no, err := h.Run(t.Context(), h.sato)
		ok(t, err)
		if m := at(); m.No != no || m.Step != 0 || m.Asked != h.now {
			t.Errorf("%+v", m)
		}
		var told []int
		tell := func(step int) error {
			ok(t, h.steps(t.Context(), h.hub, no)(step))
			told = append(told, at().Step)
			return nil
		}
		ok(t, h.make(t.Context(), h.hub, Asked, "", tell, func(tx *db.Tx) (int, error) { return last(tx, h.hub, no) }))
		if !slices.Equal(told, []int{StepRead, StepShare, StepLate, StepKeep}) || StepKeep != Steps {
			t.Errorf("steps %v", told)
		}
		if m := at(); m.No != 0 || h.board().No != no {
			t.Errorf("it is there, and still %+v", m)
		}
		if _, err := h.Making(t.Context(), who.Visitor(h.hub, dispatch.MayOwn)); fault.KindOf(err) != fault.Forbidden {
			t.Error(err)
		}
	})
}
