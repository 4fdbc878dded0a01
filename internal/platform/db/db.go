// Package db is one door to two engines. SQL is written once, in the subset both
// speak, with $n parameters. A write is a function: it is begun here, committed
// here, retried here, and nowhere else.
package db

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"hiroba/internal/base/when"
)

// Engine names the database behind a DB.
type Engine string

// The two engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// DB is one open database.
type DB struct {
	Engine  Engine
	Source  string       // the file, or the PostgreSQL address
	Now     when.Clock   // tests set their own
	Retries atomic.Int64 // how often PostgreSQL made Write try again
	Commits atomic.Int64 // durable transactions
	Writes  atomic.Int64 // committed writes: Writes/Commits is the size of a group
	Ran     atomic.Int64 // statements on SQLite: tests count what an act asks

	read  *sql.DB
	write *sql.DB
	desk  *desk        // SQLite's readers
	pen   *pen         // SQLite's single writer
	race  sync.RWMutex // of writers on PostgreSQL
}

const litePragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)" +
	"&_pragma=temp_store(MEMORY)"

// Open opens source: "postgres://…" is PostgreSQL, anything else is the path of a SQLite file.
func Open(ctx context.Context, source string) (*DB, error) {
	d := &DB{Engine: SQLite, Source: source, Now: when.System}
	if strings.HasPrefix(source, "postgres://") || strings.HasPrefix(source, "postgresql://") {
		d.Engine = Postgres
		return d, d.openPostgres(ctx)
	}
	return d, d.openSQLite(ctx)
}

func (d *DB) openPostgres(ctx context.Context) (err error) {
	if d.read, err = sql.Open("pgx", d.Source); err != nil {
		return err
	}
	d.write = d.read
	d.read.SetMaxOpenConns(16)
	d.read.SetMaxIdleConns(16)
	var collate, version string
	row := d.read.QueryRowContext(ctx, `select datcollate, current_setting('server_version_num') from pg_database where datname = current_database()`)
	if err := row.Scan(&collate, &version); err != nil {
		return fmt.Errorf("postgres: %w", err)
	}
	if collate != "C" && collate != "POSIX" {
		return fmt.Errorf("postgres: the database sorts by %q; hiroba needs byte order: create database hiroba template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'", collate)
	}
	if version < "150000" {
		return fmt.Errorf("postgres: server version %s; hiroba needs 15 or newer", version)
	}
	return nil
}

func (d *DB) openSQLite(ctx context.Context) (err error) {
	if d.write, err = sql.Open("sqlite", "file:"+d.Source+litePragmas+"&_txlock=immediate"); err != nil {
		return err
	}
	d.write.SetMaxOpenConns(1)
	if d.pen, err = newPen(ctx, d); err != nil {
		d.write.Close()
		return fmt.Errorf("sqlite %s: %w", d.Source, err)
	}
	if d.read, err = sql.Open("sqlite", "file:"+d.Source+litePragmas+"&_pragma=query_only(1)"); err != nil {
		return err
	}
	d.desk = newDesk(d.read, &d.Ran)
	return nil
}

// Close lets running writes end, tidies SQLite's statistics and closes.
func (d *DB) Close() error {
	if d.pen != nil {
		d.pen.close()
	}
	if d.desk != nil {
		d.desk.close()
	}
	err := d.read.Close()
	if d.write != d.read {
		if e := d.write.Close(); err == nil {
			err = e
		}
	}
	return err
}

// Ping asks the database for a sign of life.
func (d *DB) Ping(ctx context.Context) error {
	_, err := Read(ctx, d, func(v *View) (int, error) { return Value[int](v, `select 1`) })
	return err
}
