package app

import (
	"io"
	"log/slog"
	"testing"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// The town can be shown on any day: on the first of a month, on which nothing of the last one is
// closed yet, before the holidays, and on the last of February.
func TestTheTownIsFilledOnAnyDay(t *testing.T) {
	for _, at := range []string{"2026-12-01T09:10:00+09:00", "2026-12-28T09:10:00+09:00", "2027-01-01T00:00:00+09:00", "2028-02-29T12:00:00+09:00"} {
		t.Run(at, func(t *testing.T) {
			moment, err := time.Parse(time.RFC3339, at)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			a, err := New(t.Context(), Config{Data: dir, DB: "sqlite", URL: "http://hiroba.test", Demo: true, Now: func() when.Instant { return when.FromTime(moment) }}, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if _, err := a.Fill(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// BenchmarkStart opens an existing town and answers its first page.
func BenchmarkStart(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		filled := start(b, d)
		c := filled.Config
		filled.Close()
		for b.Loop() {
			a, err := New(b.Context(), c, slog.New(slog.NewTextHandler(io.Discard, nil)))
			if err != nil {
				b.Fatal(err)
			}
			if w := a.do(get("/")); w.Code != 200 {
				b.Fatal(w.Code)
			}
			a.Close()
		}
	})
}
