package verify_test

import (
	"testing"

	"hiroba/internal/lib/plan/plangen"
	"hiroba/internal/lib/plan/verify"
	"hiroba/internal/lib/plan/simplex"
)

func BenchmarkBound(b *testing.B) {
	params, _ := plangen.Size("prefecture")
	p := plangen.Make(params)
	s, err := simplex.Solve(b.Context(), p, false)
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("objective %.2f bound %.4f gap %g assignments %d prices %d", s.Objective, s.Bound, s.Gap, len(s.Assignments), len(s.Prices))
	b.Run("bound", func(b *testing.B) {
		for b.Loop() {
			verify.Bound(p, s.Prices, false)
		}
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			if _, err := verify.Check(p, s); err != nil {
				b.Fatal(err)
			}
		}
	})
}
