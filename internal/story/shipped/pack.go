package shipped

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"

	"hiroba/internal/app"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/reseal"
	"hiroba/internal/schema"
	"hiroba/internal/story"
)

// Pack writes a town into a file, and the figures of its months beside it: a copy without what
// can be made again, which are the papers that come out the same and the indexes.
func Pack(ctx context.Context, a *app.App, months []story.Month, file string) error {
	papers, err := a.Redrawn(ctx)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp(filepath.Dir(file), ".packing-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	whole, lean := filepath.Join(dir, "whole.db"), filepath.Join(dir, "lean.db")
	if err := db.Backup(ctx, a.DB, schema.FS, whole); err != nil {
		return err
	}
	if err := thin(ctx, a, whole, lean, papers); err != nil {
		return err
	}
	if err := compress(lean, file); err != nil {
		return err
	}
	b, err := json.MarshalIndent(months, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(file, ".db.br")+".json", append(b, '\n'), 0o644) //nolint:gosec // it is published
}

// thin takes out of a copy what can be made again, and opens what is sealed.
func thin(ctx context.Context, a *app.App, whole, lean string, papers []string) error {
	if err := open(ctx, a, whole, papers); err != nil {
		return err
	}
	if err := db.Unindex(ctx, whole); err != nil {
		return err
	}
	d, err := db.Open(ctx, whole)
	if err != nil {
		return err
	}
	defer d.Close()
	return db.Backup(ctx, d, schema.FS, lean) // which leaves no room where something was
}

// open leaves papers out of a file and opens what is sealed in it.
func open(ctx context.Context, a *app.App, file string, papers []string) (err error) {
	d, err := db.Open(ctx, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	err = db.Do(ctx, d, func(tx *db.Tx) error {
		for _, x := range papers {
			if _, err := tx.Exec(`delete from blob_part where blob_id = $1`, x); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return reseal.Turn(ctx, d, app.Sealed(), a.Keys.Open)
}

// compress packs a file.
func compress(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	w := brotli.NewWriterOptions(out, brotli.WriterOptions{Quality: 9, LGWin: 24})
	if _, err = io.Copy(w, in); err == nil {
		err = w.Close()
	}
	if e := out.Close(); err == nil {
		err = e
	}
	return err
}
