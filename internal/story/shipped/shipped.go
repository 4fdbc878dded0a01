// Package shipped is the town as the story of seed 1 left it, packed into one file that
// comes with the program: what `hiroba serve --demo` opens. Nobody in it is real, so
// its key is known to everybody, and its sealed values are packed unsealed, which makes
// them small; they are sealed when the town is unpacked.
package shipped

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed" // the town
	"encoding/hex"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/andybalholm/brotli"

	"hiroba/internal/app"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/reseal"
)

// packed is a SQLite file without its indexes, its sealed values open. Beside it stand the
// figures of each month, with which a new telling is compared.
//
//go:embed yukihara.db.br
var packed []byte

// publicKey seals what is in the town: made of a sentence, so that nobody takes it for a secret.
var publicKey = func() string {
	sum := sha256.Sum256([]byte("Yukihara is a town that exists only here, and this is its key"))
	return hex.EncodeToString(sum[:])
}()

func keyFile(dir string) string { return app.Config{Data: dir}.KeyFile() }

// GiveKey puts the town's key into a folder that has none, so that the links in the mails of
// a story told there are good in every town that is unpacked.
func GiveKey(dir string) error {
	f, err := os.OpenFile(keyFile(dir), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	_, err = f.WriteString(publicKey + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}

// Public tells whether a folder has the key that everybody knows, be it to sign with only.
func Public(dir string) bool {
	b, err := os.ReadFile(keyFile(dir))
	return err == nil && strings.Contains(string(b), publicKey)
}

// Unpack puts the town into a folder that has no database yet. The file gets its name when
// it is whole.
func Unpack(ctx context.Context, dir string) error {
	return unpack(ctx, dir, brotli.NewReader(bytes.NewReader(packed)))
}

func unpack(ctx context.Context, dir string, r io.Reader) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := GiveKey(dir); err != nil {
		return err
	}
	file := app.Config{Data: dir}.Source()
	part := file + ".part"
	if err := write(part, r); err != nil {
		return err
	}
	if err := furnish(ctx, part, keyFile(dir)); err != nil {
		return errors.Join(err, os.Remove(part))
	}
	return os.Rename(part, file)
}

func write(path string, r io.Reader) error {
	for _, p := range []string{path, path + "-wal", path + "-shm"} { // of a start that was broken off
		if err := os.Remove(p); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}

// furnish seals what is sealed in a hub, and makes the indexes.
func furnish(ctx context.Context, file, key string) error {
	if err := seal(ctx, file, key); err != nil {
		return err
	}
	return db.Reindex(ctx, file)
}

func seal(ctx context.Context, file, key string) (err error) {
	k, err := keys.Load(key)
	if err != nil {
		return err
	}
	d, err := db.Open(ctx, file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	var columns []reseal.Column
	for _, c := range app.Sealed() { // a town packed by an older program lacks what is new
		has, err := db.HasColumn(ctx, d, c.Table, c.Name)
		if err != nil {
			return err
		}
		if has {
			columns = append(columns, c)
		}
	}
	return reseal.Turn(ctx, d, columns, func(purpose, open string) (string, error) { return k.Seal(purpose, open), nil })
}

// Stands is the moment a town that nobody served goes on from: the newest in its books. A
// database that has no books yet has none.
func Stands(ctx context.Context, source string) (at when.Instant, err error) {
	d, err := db.Open(ctx, source)
	if err != nil {
		return at, err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return db.Read(ctx, d, func(v *db.View) (newest when.Instant, err error) {
		all, err := db.All(v, func(r db.Scanner) (x when.Instant, err error) {
			err = r.Scan(&x)
			return x, err
		}, `select coalesce(max(at), '') from journal union all select coalesce(max(ended_at), '') from job`)
		for _, x := range all {
			if newest.Before(x) {
				newest = x
			}
		}
		return newest, err
	})
}
