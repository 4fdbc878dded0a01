package story

import (
	"io"
	"log/slog"
	"os"
	"testing"

	"hiroba/internal/audit"
	"hiroba/internal/base/when"
)

func short(t *testing.T, seed uint64, until string) Told {
	t.Helper()
	told, err := Tell(t.Context(), Config{Data: t.TempDir(), DB: "sqlite", Seed: seed, Until: when.MustDate(until), Out: os.Stderr, Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))})
	if err != nil {
		t.Fatal(err)
	}
	audit.Table(told.Audit, func(f string, a ...any) { io.WriteString(os.Stderr, "") })
	if !audit.Clean(told.Audit) {
		t.Fatal("not clean")
	}
	return told
}

func TestTry(t *testing.T) { short(t, 1, "2025-06-01") }
