package hub

import (
	"testing"

	"hiroba/internal/base/fault"
)

// TestFewIsChosenWithinBounds: the programme's five unless somebody chose, never one or two.
func TestFewIsChosenWithinBounds(t *testing.T) {
	for few, want := range map[int]int{0: FewUsual, 3: 3, 10: 10, 2: -1, 11: -1, -1: -1} {
		h := Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラ", Address: "雪原市", Phone: "0126000000", Few: few}
		e := fault.Of(h.Check())
		if refused := e != nil && len(e.Fields) == 1 && e.Fields[0].Name == "few"; refused != (want < 0) || want > 0 && h.Few != want {
			t.Errorf("%d: %v, %d", few, e, h.Few)
		}
	}
}
