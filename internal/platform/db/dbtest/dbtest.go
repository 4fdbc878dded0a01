// Package dbtest gives each test a fresh, migrated database on every engine.
package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/schema"
)

// Start is when every test begins unless it sets its own clock: a Tuesday morning in Japan.
var Start = when.FromTime(time.Date(2027, 2, 9, 1, 0, 0, 0, time.UTC))

// server is the address of a PostgreSQL for tests: HIROBA_TEST_POSTGRES, or one started by scripts/postgres.
var server = sync.OnceValues(func() (*url.URL, error) {
	s := os.Getenv("HIROBA_TEST_POSTGRES")
	if s == "" {
		_, here, _, _ := runtime.Caller(0)
		out, err := exec.Command(filepath.Join(filepath.Dir(here), "../../../../scripts/postgres")).Output()
		if err != nil {
			return nil, fmt.Errorf("scripts/postgres: %w", err)
		}
		s = strings.TrimSpace(string(out))
	}
	return url.Parse(s)
})

func pgURL(name string) (string, error) {
	u, err := server()
	if err != nil {
		return "", err
	}
	v := *u
	v.Path = "/" + name
	return v.String(), nil
}

var liteTemplate = sync.OnceValues(func() ([]byte, error) {
	dir, err := os.MkdirTemp("", "hiroba-template")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	p := filepath.Join(dir, "t.db")
	if err := migrated(p); err != nil {
		return nil, err
	}
	return os.ReadFile(p)
})

// pgTemplate is a migrated database on the test server. All packages share it: the first to come makes it, under
// another name until it is done.
var pgTemplate = sync.OnceValues(func() (string, error) {
	sum, err := schemaSum()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("tpl_%x", sum)
	return name, alone(sum, func(c *sql.Conn) error {
		var there bool
		if err := c.QueryRowContext(context.Background(), `select exists (select 1 from pg_database where datname = $1)`, name).Scan(&there); err != nil || there {
			return err
		}
		begun := fmt.Sprintf("new_%x", rand.Uint64())
		u, err := pgURL(begun)
		if err != nil {
			return err
		}
		if err := admin("create database " + begun); err != nil {
			return err
		}
		if err := migrated(u); err != nil {
			return err
		}
		return admin("alter database " + begun + " rename to " + name)
	})
})

// schemaSum is a number of the schema as it stands.
func schemaSum() (uint64, error) {
	h := fnv.New64a()
	names, err := fs.Glob(schema.FS, "*.sql")
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		b, err := schema.FS.ReadFile(name)
		if err != nil {
			return 0, err
		}
		fmt.Fprintln(h, name, len(b))
		h.Write(b) //nolint:errcheck // a hash takes everything
	}
	return h.Sum64(), nil
}

// alone runs something while no other process does under the same number.
func alone(number uint64, do func(c *sql.Conn) error) error {
	return onServer(func(c *sql.Conn) error { // when it is closed, nothing is locked any more
		if _, err := c.ExecContext(context.Background(), `select pg_advisory_lock($1)`, int64(number)); err != nil {
			return err
		}
		return do(c)
	})
}

func migrated(source string) error {
	d, err := db.Open(context.Background(), source)
	if err != nil {
		return err
	}
	defer d.Close()
	return db.Migrate(context.Background(), d, schema.FS)
}

func admin(q string) error {
	return onServer(func(c *sql.Conn) error {
		_, err := c.ExecContext(context.Background(), q)
		return err
	})
}

// onServer runs something on a connection to the test server itself.
func onServer(do func(c *sql.Conn) error) error {
	u, err := pgURL("postgres")
	if err != nil {
		return err
	}
	a, err := sql.Open("pgx", u)
	if err != nil {
		return err
	}
	defer a.Close()
	c, err := a.Conn(context.Background())
	if err != nil {
		return err
	}
	defer c.Close()
	return do(c)
}

// SQLite is a fresh database in a file of the test's own.
func SQLite(t testing.TB) *db.DB {
	t.Helper()
	b, err := liteTemplate()
	must(t, err)
	p := filepath.Join(t.TempDir(), "t.db")
	must(t, os.WriteFile(p, b, 0o600))
	return open(t, p)
}

// Postgres is a fresh database on the test server.
func Postgres(t testing.TB) *db.DB {
	t.Helper()
	tpl, err := pgTemplate()
	must(t, err)
	return open(t, PostgresCopy(t, tpl))
}

// PostgresTemplate is a database on the test server that fill has filled, by its name, to
// be copied. fill gets its address and leaves no connection open.
func PostgresTemplate(fill func(source string) error) (string, error) {
	tpl, err := pgTemplate()
	if err != nil {
		return "", err
	}
	name := fmt.Sprintf("tpl_%x", rand.Uint64())
	if err := admin("create database " + name + " template " + tpl); err != nil {
		return "", err
	}
	u, err := pgURL(name)
	if err != nil {
		return "", err
	}
	return name, fill(u)
}

// PostgresCopy is the address of a test's own copy of a template.
func PostgresCopy(t testing.TB, template string) string {
	t.Helper()
	name := fmt.Sprintf("t_%x", rand.Uint64())
	must(t, admin("create database "+name+" template "+template+" strategy file_copy")) // half the time of the other way
	u, err := pgURL(name)
	must(t, err)
	t.Cleanup(func() { admin("drop database " + name + " with (force)") }) //nolint:errcheck // the server is thrown away
	return u
}

func open(t testing.TB, source string) *db.DB {
	t.Helper()
	d, err := db.Open(t.Context(), source)
	must(t, err)
	d.Now = func() when.Instant { return Start }
	t.Cleanup(func() { d.Close() })
	return d
}

// Each runs fn once per engine, each time on a fresh database.
func Each(t *testing.T, fn func(t *testing.T, d *db.DB)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { fn(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { fn(t, Postgres(t)) })
}

// Bench is Each for a benchmark.
func Bench(b *testing.B, fn func(b *testing.B, d *db.DB)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { fn(b, SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { fn(b, Postgres(b)) })
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
