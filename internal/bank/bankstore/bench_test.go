package bankstore

import (
	"fmt"
	"runtime"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/platform/db/dbtest"
)

// BenchmarkFile prepares, approves and writes the bank's file of a run, from the books to the
// archive; records is how many transfers it holds.
func BenchmarkFile(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := yukihara(b, dbtest.SQLite(b))
			h.crowd(b, n)
			f := bank.CollectForm{Due: "2026-12-18"}
			for range b.N {
				run, err := h.Prepare(b.Context(), h.maker, f, "")
				ok(b, err)
				ok(b, h.Approve(b.Context(), h.approver, run, 1))
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				b.ResetTimer()
				ok(b, h.MakeFile(b.Context(), h.maker, run, 2, false))
				b.StopTimer()
				runtime.ReadMemStats(&after)
				b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/(1<<20), "MB-alloc")
				b.ReportMetric(float64(after.HeapSys)/(1<<20), "MB-heap")
			}
		})
	}
}

// crowd has a hundred workers with confirmed accounts be owed so many statements.
func (h *house) crowd(b *testing.B, n int) {
	b.Helper()
	var of []string
	for i := range 100 {
		f := hanako
		f.Number = fmt.Sprint(1_000_000 + i)
		of = append(of, h.worker(fmt.Sprintf("美唄 %d", i), f))
	}
	for i := range n {
		h.statements = append(h.statements, bank.Payable{Statement: id.Make(), No: fmt.Sprintf("P-%06d", i), Worker: of[i%100], Amount: yen.Amount(1_000 + i), Due: when.MustDate("2026-12-18"), Month: when.MustDate("2026-11-30")})
	}
}
