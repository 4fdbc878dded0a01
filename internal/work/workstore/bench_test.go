package workstore

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// BenchmarkRowSave is one row saved by whoever holds its piece: the round trip of a worker's key presses.
func BenchmarkRowSave(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		h := yukihara(b, d)
		a := h.worker("三好 みさき", h.kinds["entry"])
		pid := h.take(a, h.open(25, nil))
		x, err := h.Screen(b.Context(), a, pid)
		ok(b, err)
		v := 0
		for b.Loop() {
			if _, err := h.SaveRow(b.Context(), a, pid, x.Lines[0].No, v, cells("三好 みさき", "ミヨシ ミサキ")); err != nil {
				b.Fatal(err)
			}
			v++
		}
	})
}

// BenchmarkBench is a worker's list of work with ten thousand open pieces in ten orders.
func BenchmarkBench(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		h := yukihara(b, d)
		a := h.worker("三好 みさき", h.kinds["entry"])
		for range 10 {
			h.open(25*1000, nil)
		}
		for b.Loop() {
			x, err := h.Bench(b.Context(), a, 40, true)
			if err != nil || len(x.Cards) != 10 {
				b.Fatal(len(x.Cards), err)
			}
		}
	})
}

// BenchmarkSplit is an order of a hundred thousand rows cut into pieces.
func BenchmarkSplit(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		h := yukihara(b, d)
		t := time.Now()
		oid := h.order(h.kinds["entry"], 100_000, nil, cols)
		b.ReportMetric(time.Since(t).Seconds(), "read-s")
		for b.Loop() {
			ok(b, h.Split(b.Context(), h.sato, oid, 18))
		}
	})
}

// BenchmarkClaimStorm is a thousand people who take one of a thousand pieces each, at once.
func BenchmarkClaimStorm(b *testing.B) {
	const people = 1000
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		h := yukihara(b, d)
		as := make([]who.Actor, people)
		for i := range as {
			as[i] = h.worker(fmt.Sprint("人", i), h.kinds["entry"])
		}
		for b.Loop() {
			b.StopTimer()
			oid := h.open(25*people, nil)
			b.StartTimer()
			var wg sync.WaitGroup
			for _, a := range as {
				wg.Go(func() {
					x, err := h.Propose(b.Context(), a, oid, 40, true)
					if err == nil {
						_, err = h.Claim(b.Context(), a, x.Piece.ID, x.Hash, true)
					}
					if err != nil {
						b.Error(err)
					}
				})
			}
			wg.Wait()
			b.StopTimer()
			if n := h.count(`select count(distinct piece_id) from work_claim where hub_id = $1 and order_id = $2 and state = 'held'`, h.hub, oid); n != people {
				b.Fatalf("%d pieces are held", n)
			}
			ok(b, db.Do(b.Context(), d, func(tx *db.Tx) error { // hands empty again
				_, err := tx.Exec(`update work_claim set state = 'handed_back' where hub_id = $1`, h.hub)
				return err
			}))
			b.StartTimer()
		}
	})
}
