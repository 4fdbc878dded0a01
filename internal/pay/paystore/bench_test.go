package paystore

import (
	"context"
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// crowd puts people with pieces of January into the books.
func (h *house) crowd(people, each int) {
	h.t.Helper()
	terms := string(work.Terms{Title: "会員カードの入力", Withholding: "no", Content: fmt.Sprintf("%1500s", "x")}.Bytes())
	at := jan(11).At(600, when.Tokyo).String()
	for done := 0; done < people; done += 100 {
		ok(h.t, db.Do(context.Background(), h.DB, func(tx *db.Tx) error {
			for range min(100, people-done) {
				w, err := workersstore.Begin(tx, h.sato, workersstore.Entry{Name: "ひと", Kana: "ヒト", Lang: "ja"})
				if err != nil {
					return err
				}
				for i := range each {
					h.n++
					if err := deliverIn(tx, h.hub, id.Make(), id.Make(), id.Make(), w.ID, h.orders["no"], terms, "accepted", at, h.n, 1050, jan(1+i), when.On(2027, 2, 19)); err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
}

// BenchmarkClosing closes a month of 10,000 workers with 10 pieces each: 100,000 lines, with
// entries in the ledger, worker by worker.
func BenchmarkClosing(b *testing.B) {
	for range b.N {
		b.StopTimer()
		h := yukihara(b, dbtest.SQLite(b))
		h.crowd(10_000, 10)
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		b.StartTimer()
		ok(b, h.Close(context.Background(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}))
		peak := watch(func() {
			ok(b, h.closeJob(context.Background(), jobs.New(h.hub, "pay.close", closeOrder{h.hub, "2027-01", "山田", 1})))
		})
		b.StopTimer()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(peak-min(peak, before.HeapAlloc))/1e6, "MB-peak")
		if n := h.count(`select count(*) from pay_line where hub_id = $1`); n != 100_000 {
			b.Fatal(n)
		}
		if n := h.count(`select count(*) from pay_statement where hub_id = $1`); n != 10_000 {
			b.Fatal(n)
		}
		h.balances()
		b.StartTimer()
	}
}

// watch runs something and answers how large the heap was at most.
func watch(fn func()) (peak uint64) {
	done, out := make(chan bool), make(chan uint64)
	go func() {
		var m runtime.MemStats
		for {
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
			select {
			case <-done:
				out <- peak
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	fn()
	done <- true
	return <-out
}

// BenchmarkPapers makes the papers of so many statements of 10 lines; the heap must not grow
// with their number. The clock of a busy machine says little: cpu is what the process used.
func BenchmarkPapers(b *testing.B) {
	h := yukihara(b, dbtest.SQLite(b))
	_, misaki := h.worker("三好 みさき")
	for i := range 10 {
		h.deliver(misaki, "yes", 5000, jan(1+i), true)
	}
	h.closeJanuary()
	x := h.only(misaki)
	sheet, err := db.Read(context.Background(), h.DB, func(v *db.View) (paper.InvoiceSheet, error) {
		y, err := hubstore.Load(v, h.hub)
		return Sheet(i18n.JA, y, x), err
	})
	ok(b, err)
	for _, n := range []int{1_000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for range b.N {
				papers(b, sheet, n)
			}
		})
	}
}

// papers makes so many papers that differ in their numbers.
func papers(b *testing.B, sheet paper.InvoiceSheet, n int) {
	var size int
	begun := cpu(b)
	peak := watch(func() {
		for i := range n {
			sheet.Facts[0][1] = fmt.Sprintf("P-202701-%04d", i)
			pdf, err := paper.Invoice(sheet)
			ok(b, err)
			size = len(pdf)
		}
	})
	b.ReportMetric(float64(peak)/1e6, "MB-peak")
	b.ReportMetric(float64(size)/1e3, "kB/paper")
	b.ReportMetric(float64((cpu(b)-begun).Milliseconds())/float64(n), "cpu-ms/paper")
}

// cpu is what the process has used of the machine.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	ok(b, syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
