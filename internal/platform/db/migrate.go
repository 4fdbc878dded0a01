package db

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"sort"
)

// ErrNewer says that the database was written by a newer hiroba than this one.
var ErrNewer = errors.New("the database was written by a newer hiroba than this program; start the newer program, or restore a backup made before the upgrade")

// Migrate brings the schema up to the newest file of fsys ("0001_name.sql" …).
// A file that was changed after it ran, or a database newer than the files, is refused.
func Migrate(ctx context.Context, d *DB, fsys fs.FS) error {
	// Asked first, so that a program that starts on a database of its own writes nothing.
	if err := Current(ctx, d, fsys); err == nil || errors.Is(err, ErrNewer) {
		return err
	}
	if err := Do(ctx, d, func(tx *Tx) error {
		_, err := tx.Exec(`create table if not exists schema_step (name text primary key, sum text not null, done_at text not null)`)
		return err
	}); err != nil {
		return err
	}
	names, err := steps(fsys)
	if err != nil {
		return err
	}
	for _, n := range names {
		body, err := fs.ReadFile(fsys, n)
		if err != nil {
			return err
		}
		if err := Do(ctx, d, func(tx *Tx) error { return step(tx, n, string(body)) }); err != nil {
			return fmt.Errorf("migrate %s: %w", n, err)
		}
	}
	return nil
}

func step(tx *Tx, name, body string) error {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(body)))
	done, err := All(tx, scanText, `select sum from schema_step where name = $1`, name)
	switch {
	case err != nil:
		return err
	case len(done) == 1 && done[0] != sum:
		return errors.New("this step was changed after it had run here; a schema change is a new file")
	case len(done) == 1:
		return nil
	}
	if _, err := tx.Exec(body); err != nil {
		return err
	}
	_, err = tx.Exec(`insert into schema_step (name, sum, done_at) values ($1, $2, $3)`, name, sum, tx.Now())
	return err
}

// ErrOlder says that steps are still to be run.
var ErrOlder = errors.New("the database is older than this program: run hiroba migrate")

// Current answers nil if exactly the steps of fsys have run, ErrOlder or ErrNewer otherwise.
func Current(ctx context.Context, d *DB, fsys fs.FS) error {
	names, err := steps(fsys)
	if err != nil {
		return err
	}
	done, err := Read(ctx, d, func(v *View) ([]string, error) {
		return All(v, scanText, `select name from schema_step order by name`)
	})
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, n := range names {
		known[n] = true
	}
	for _, n := range done {
		if !known[n] {
			return fmt.Errorf("%w (step %s)", ErrNewer, n)
		}
	}
	if len(done) < len(names) {
		return ErrOlder
	}
	return nil
}

func steps(fsys fs.FS) ([]string, error) {
	names, err := fs.Glob(fsys, "*.sql")
	sort.Strings(names)
	return names, err
}

func scanText(s Scanner) (v string, err error) {
	err = s.Scan(&v)
	return v, err
}
