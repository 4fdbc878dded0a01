package bankstore

import (
	"fmt"
	"runtime"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/platform/db/dbtest"
)

// BenchmarkRun makes, approves and settles a run of so many transfers; peak is how far the heap
// rose above its start after a batch, what is garbage included.
func BenchmarkRun(b *testing.B) {
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			h := yukihara(b, dbtest.SQLite(b))
			h.crowd(b, n)
			for range b.N {
				b.StopTimer()
				runtime.GC()
				var start runtime.MemStats
				runtime.ReadMemStats(&start)
				b.StartTimer()
				r := h.prepare("2026-12-18", "")
				peak := h.work(b, r, 1)
				b.ReportMetric(b.Elapsed().Seconds(), "s-made")
				ok(b, h.Approve(b.Context(), h.approver, r.ID, 1))
				b.ReportMetric(b.Elapsed().Seconds(), "s-approved")
				ok(b, h.MakeFile(b.Context(), h.maker, r.ID, 2, false))
				b.ReportMetric(b.Elapsed().Seconds(), "s-filed")
				h.pay(r)
				peak = max(peak, h.work(b, r, 2))
				b.ReportMetric(b.Elapsed().Seconds(), "s-settled")
				b.ReportMetric((float64(peak)-float64(start.HeapAlloc))/(1<<20), "MB-peak")
				if r = h.run(r.ID); r.State != bank.RunDone || r.Paid != n {
					b.Fatalf("%s, %d paid", r.State, r.Paid)
				}
			}
		})
	}
}

// work does what is left of a work batch by batch, and says how large the heap was at most.
func (h *house) work(b *testing.B, r bank.Run, no int) (peak uint64) {
	b.Helper()
	var m runtime.MemStats
	for h.run(r.ID).Open != "" {
		h.batchOf(r, no)
		runtime.ReadMemStats(&m)
		peak = max(peak, m.HeapAlloc)
	}
	return peak
}
