package db

import (
	"context"
	"database/sql"
	"regexp"
	"strings"
	"sync/atomic"
)

// keepMost bounds the prepared statements one connection keeps; SQL texts are constants, so few are needed.
const keepMost = 1000

// statements is one SQLite connection with the statements prepared on it. Each
// connection keeps its own: nobody who holds one connection ever waits for another.
type statements struct {
	conn  *sql.Conn
	kept  map[string]*sql.Stmt
	bound map[string]*sql.Stmt // begin, commit and their like, which no act asks itself
	ran   *atomic.Int64        // by all connections
}

func connect(ctx context.Context, d *sql.DB, ran *atomic.Int64) (statements, error) {
	c, err := d.Conn(ctx)
	return statements{c, map[string]*sql.Stmt{}, map[string]*sql.Stmt{}, ran}, err
}

// bind begins or ends a transaction or a part of one. It runs to its end.
func (s statements) bind(q string) (err error) {
	st := s.bound[q]
	if st == nil {
		if st, err = s.conn.PrepareContext(context.Background(), q); err != nil {
			return err
		}
		s.bound[q] = st
	}
	_, err = st.ExecContext(context.Background())
	return err
}

func (s statements) close() {
	for _, all := range []map[string]*sql.Stmt{s.kept, s.bound} {
		for _, st := range all {
			st.Close()
		}
	}
	s.conn.Close()
}

func (s statements) prepared(ctx context.Context, q string) (*sql.Stmt, error) {
	s.ran.Add(1)
	if st := s.kept[q]; st != nil {
		return st, nil
	}
	st, err := s.conn.PrepareContext(ctx, steady(q))
	if err == nil && len(s.kept) < keepMost {
		s.kept[q] = st
	}
	return st, err
}

var peeked = regexp.MustCompile(`(?i)\b(limit|offset|like) (\$\d+)`)

// steady keeps SQLite from planning by the value of a parameter: after limit, offset and
// like it would look at the value and prepare the statement anew each time it is run. A
// backslash in a pattern takes the next sign as it is, as PostgreSQL has it by itself.
func steady(q string) string {
	return peeked.ReplaceAllStringFunc(q, func(m string) string {
		word, param, _ := strings.Cut(m, " ")
		if strings.EqualFold(word, "like") {
			return word + " ('' || " + param + `) escape '\'`
		}
		return word + " (0 + " + param + ")"
	})
}

// ExecContext runs a statement. Scripts of several statements cannot be prepared as
// one and run as they are.
func (s statements) ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error) {
	if len(args) == 0 {
		return s.conn.ExecContext(ctx, q)
	}
	st, err := s.prepared(ctx, q)
	if err != nil {
		return nil, err
	}
	return st.ExecContext(ctx, args...)
}

// QueryContext runs a query.
func (s statements) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	st, err := s.prepared(ctx, q)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(ctx, args...)
}

// QueryRowContext runs a query of one row.
func (s statements) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	st, err := s.prepared(ctx, q)
	if err != nil {
		return s.conn.QueryRowContext(ctx, q, args...) // the row carries the error
	}
	return st.QueryRowContext(ctx, args...)
}
