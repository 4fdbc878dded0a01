package app

import (
	"io"
	"log/slog"
	"testing"

	"hiroba/internal/platform/db"
)

// BenchmarkStart opens an existing town and answers its first page.
func BenchmarkStart(b *testing.B) {
	engines(b, func(b *testing.B, d *db.DB) {
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
