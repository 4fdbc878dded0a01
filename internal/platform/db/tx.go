package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"hiroba/internal/base/when"
)

// Q is what a query needs; a View and a Tx both give it.
type Q interface {
	Query(q string, args ...any) (*sql.Rows, error)
	QueryRow(q string, args ...any) *sql.Row
	Now() when.Instant
}

// View reads one consistent picture of the books.
type View struct {
	ctx context.Context
	on  executor
	now when.Instant
}

// Now is the instant of the whole act.
func (v *View) Now() when.Instant { return v.now }

// Query runs a select.
func (v *View) Query(q string, args ...any) (*sql.Rows, error) {
	return v.on.QueryContext(v.ctx, q, args...)
}

// QueryRow runs a select of one row.
func (v *View) QueryRow(q string, args ...any) *sql.Row {
	return v.on.QueryRowContext(v.ctx, q, args...)
}

// executor is what statements run on: a PostgreSQL transaction or a SQLite connection.
type executor interface {
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row
}

// Tx can only be had inside Write. After the first failed statement it refuses
// further ones, so SQLite behaves as PostgreSQL does.
type Tx struct {
	ctx    context.Context
	on     executor
	now    when.Instant
	engine Engine
	broken error
	atEnd  []ending
}

type ending struct {
	key string
	fn  func(*Tx) error
}

// Now is the instant of the whole act: every row of one write carries the same time.
func (t *Tx) Now() when.Instant { return t.now }

// Query runs a select, or an insert or update with "returning".
func (t *Tx) Query(q string, args ...any) (*sql.Rows, error) {
	if t.broken != nil {
		return nil, t.broken
	}
	r, err := t.on.QueryContext(t.ctx, q, args...)
	return r, t.mark(err)
}

// QueryRow runs a select of one row.
func (t *Tx) QueryRow(q string, args ...any) *sql.Row {
	return t.on.QueryRowContext(t.ctx, q, args...)
}

// Exec runs a statement and answers how many rows it touched.
func (t *Tx) Exec(q string, args ...any) (int64, error) {
	if t.broken != nil {
		return 0, t.broken
	}
	r, err := t.on.ExecContext(t.ctx, q, args...)
	if err != nil {
		return 0, t.mark(err)
	}
	return r.RowsAffected()
}

// AtEnd has fn run once, after the write's own function and before the commit.
// A second call with the same key is ignored.
func (t *Tx) AtEnd(key string, fn func(*Tx) error) {
	for _, e := range t.atEnd {
		if e.key == key {
			return
		}
	}
	t.atEnd = append(t.atEnd, ending{key, fn})
}

func (t *Tx) finish() error {
	for _, e := range t.atEnd {
		if err := e.fn(t); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tx) mark(err error) error {
	if err == nil || errors.Is(err, sql.ErrNoRows) {
		return err
	}
	t.broken = fmt.Errorf("an earlier statement of this write failed: %w", err)
	return err
}

// SkipLocked is the one dialect suffix: PostgreSQL's queue readers step round each other.
func (t *Tx) SkipLocked() string {
	if t.engine == Postgres {
		return " for update skip locked"
	}
	return ""
}

// Exec1 runs a statement that must touch exactly one row; otherwise it answers missing.
func Exec1(t *Tx, missing error, q string, args ...any) error {
	n, err := t.Exec(q, args...)
	if err == nil && n != 1 {
		return missing
	}
	return err
}

// All scans every row of a query.
func All[T any](q Q, scan func(Scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// One scans the only row of a query; missing is the error when there is none.
func One[T any](q Q, missing error, scan func(Scanner) (T, error), query string, args ...any) (T, error) {
	v, err := scan(q.QueryRow(query, args...))
	if errors.Is(err, sql.ErrNoRows) {
		var zero T
		return zero, missing
	}
	return v, err
}

// Value reads a single value, such as a count.
func Value[T any](q Q, query string, args ...any) (v T, err error) {
	err = q.QueryRow(query, args...).Scan(&v)
	return v, err
}

// Scanner is a row to read columns from.
type Scanner interface{ Scan(dest ...any) error }
