package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"
)

// A backup is one SQLite file whatever the engine, so it can be restored into
// either, and opened with any SQLite tool when hiroba itself is long gone.

// Count is how many rows a table had when the backup was made.
type Count struct {
	Table string
	Rows  int64
}

const manifest = `drop table if exists backup_manifest; create table backup_manifest (tab text not null primary key, n bigint not null, digest text not null)`

// Backup writes everything into a new file at path, while the program runs. It is
// one consistent picture; the file appears under its name only when it is whole.
func Backup(ctx context.Context, d *DB, steps fs.FS, path string) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already; name a new file", path)
	}
	part := path + ".part"
	for _, p := range []string{part, part + "-wal", part + "-shm"} {
		os.Remove(p)
	}
	if err := d.copyTo(ctx, steps, part); err != nil {
		os.Remove(part)
		return err
	}
	if err := count(ctx, part); err != nil {
		os.Remove(part)
		return err
	}
	return os.Rename(part, path)
}

func (d *DB) copyTo(ctx context.Context, steps fs.FS, part string) error {
	if d.Engine == SQLite {
		own, err := sql.Open("sqlite", "file:"+d.Source+litePragmas)
		if err != nil {
			return err
		}
		defer own.Close()
		_, err = own.ExecContext(ctx, `vacuum into $1`, part)
		return err
	}
	out, err := Open(ctx, part)
	if err != nil {
		return err
	}
	defer out.Close()
	if err := Migrate(ctx, out, steps); err != nil {
		return err
	}
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	tables, err := tablesInOrder(ctx, out.pen.conn)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := copyTable(ctx, tx, out.pen.conn, t); err != nil {
			return fmt.Errorf("table %s: %w", t, err)
		}
	}
	_, err = out.pen.conn.ExecContext(ctx, `pragma wal_checkpoint(truncate)`)
	return err
}

type querier interface {
	QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, q string, args ...any) (sql.Result, error)
}

// copyTable copies all rows of a table, whose columns have the same names on both sides.
func copyTable(ctx context.Context, from querier, to querier, table string) error {
	if _, err := to.ExecContext(ctx, `delete from `+table); err != nil {
		return err
	}
	rows, err := from.QueryContext(ctx, `select * from `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return err
	}
	marks := make([]string, len(cols))
	vals := make([]any, len(cols))
	for i := range cols {
		marks[i] = fmt.Sprintf("$%d", i+1)
		vals[i] = new(any)
	}
	q := `insert into ` + table + ` (` + strings.Join(cols, ", ") + `) values (` + strings.Join(marks, ", ") + `)`
	for rows.Next() {
		if err := rows.Scan(vals...); err != nil {
			return err
		}
		args := make([]any, len(cols))
		for i, v := range vals {
			args[i] = *(v.(*any))
		}
		if _, err := to.ExecContext(ctx, q, args...); err != nil {
			return err
		}
	}
	return rows.Err()
}

// tablesInOrder lists the tables of a SQLite database so that a table comes after those it refers to.
func tablesInOrder(ctx context.Context, c querier) ([]string, error) {
	names, err := column(ctx, c, `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> 'backup_manifest' order by name`)
	if err != nil {
		return nil, err
	}
	needs := map[string][]string{}
	for _, n := range names {
		if needs[n], err = column(ctx, c, `select "table" from pragma_foreign_key_list('`+n+`')`); err != nil {
			return nil, err
		}
	}
	var out []string
	done := map[string]bool{}
	var visit func(string)
	visit = func(n string) {
		if done[n] {
			return
		}
		done[n] = true
		sort.Strings(needs[n])
		for _, m := range needs[n] {
			visit(m)
		}
		out = append(out, n)
	}
	for _, n := range names {
		visit(n)
	}
	return out, nil
}

func column(ctx context.Context, c querier, q string) ([]string, error) {
	rows, err := c.QueryContext(ctx, q)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// count writes the number of rows of each table, and a digest of them, into the backup itself.
func count(ctx context.Context, path string) error {
	f, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	defer f.Close()
	f.SetMaxOpenConns(1)
	if _, err := f.ExecContext(ctx, manifest); err != nil {
		return err
	}
	tables, err := tablesInOrder(ctx, f)
	if err != nil {
		return err
	}
	for _, t := range tables {
		sum, err := digest(ctx, f, t)
		if err != nil {
			return err
		}
		if _, err := f.ExecContext(ctx, `insert into backup_manifest (tab, n, digest) select $1, count(*), $2 from `+t, t, sum); err != nil {
			return err
		}
	}
	_, err = f.ExecContext(ctx, `pragma journal_mode = delete`)
	return err
}

// digest is a fingerprint of all rows of a table: a bit that fell over inside a value leaves
// the file whole for SQLite, and is found by this alone.
func digest(ctx context.Context, c querier, table string) (string, error) {
	rows, err := c.QueryContext(ctx, `select * from `+table+` order by rowid`)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return "", err
	}
	vals := make([]any, len(cols))
	for i := range vals {
		vals[i] = new(any)
	}
	h := sha256.New()
	for rows.Next() {
		if err := rows.Scan(vals...); err != nil {
			return "", err
		}
		for _, v := range vals {
			text := fmt.Sprint(*(v.(*any)))
			fmt.Fprintf(h, "%d:%s", len(text), text)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), rows.Err()
}

// Verify looks a backup over before anything is replaced: integrity, references,
// row counts and digests, and that this program knows its schema. check is called with the open
// backup for what only the caller knows, such as the journal's chain.
func Verify(ctx context.Context, path string, steps fs.FS, check func(*DB) error) ([]Count, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	d, err := Open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("%s is not a readable backup: %w", path, err)
	}
	defer d.Close()
	for _, q := range []string{`pragma integrity_check`, `select 'missing reference in ' || "table" from pragma_foreign_key_check`} {
		lines, err := column(ctx, d.read, q)
		if err != nil {
			return nil, err
		}
		if len(lines) > 0 && lines[0] != "ok" {
			return nil, fmt.Errorf("%s is damaged: %s", path, lines[0])
		}
	}
	if err := Current(ctx, d, steps); err != nil && !errors.Is(err, ErrOlder) {
		return nil, err
	}
	counts, err := d.counted(ctx)
	if err != nil {
		return nil, err
	}
	return counts, check(d)
}

func (d *DB) counted(ctx context.Context) ([]Count, error) {
	list := `select tab, n, digest from backup_manifest order by tab`
	if has, err := HasColumn(ctx, d, "backup_manifest", "digest"); err == nil && !has {
		list = `select tab, n, '' from backup_manifest order by tab` // a backup made before there were digests
	}
	rows, err := d.read.QueryContext(ctx, list)
	if err != nil {
		return nil, fmt.Errorf("no list of row counts in it; is this a backup made by hiroba? %w", err)
	}
	defer rows.Close()
	var out []Count
	digests := map[string]string{}
	for rows.Next() {
		var c Count
		var sum string
		if err := rows.Scan(&c.Table, &c.Rows, &sum); err != nil {
			return nil, err
		}
		out = append(out, c)
		digests[c.Table] = sum
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	for _, c := range out {
		if err := d.intact(ctx, c.Table, digests[c.Table]); err != nil {
			return nil, err
		}
		var n int64
		if err := d.read.QueryRowContext(ctx, `select count(*) from `+c.Table).Scan(&n); err != nil {
			return nil, err
		}
		if n != c.Rows {
			return nil, fmt.Errorf("table %s has %d rows, its list says %d", c.Table, n, c.Rows)
		}
	}
	return out, nil
}

// Restore puts a verified backup in the place of what source holds. A SQLite file
// there is kept beside it; a PostgreSQL database is emptied and filled in one transaction.
func Restore(ctx context.Context, path, source string, steps fs.FS, keep string) error {
	if !strings.HasPrefix(source, "postgres") {
		return restoreFile(path, source, keep)
	}
	to, err := Open(ctx, source)
	if err != nil {
		return err
	}
	defer to.Close()
	from, err := Open(ctx, path)
	if err != nil {
		return err
	}
	defer from.Close()
	if err := Migrate(ctx, to, steps); err != nil {
		return err
	}
	tables, err := tablesInOrder(ctx, from.read)
	if err != nil {
		return err
	}
	tx, err := to.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	for i := len(tables) - 1; i >= 0; i-- {
		if _, err := tx.ExecContext(ctx, `delete from `+tables[i]); err != nil {
			return err
		}
	}
	for _, t := range tables {
		if err := copyTable(ctx, from.read, tx, t); err != nil {
			return fmt.Errorf("table %s: %w", t, err)
		}
	}
	return tx.Commit()
}

func restoreFile(path, source, keep string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := os.WriteFile(source+".new", b, 0o600); err != nil {
		return err
	}
	if _, err := os.Stat(source); err == nil {
		if err := os.Rename(source, keep); err != nil {
			return err
		}
	}
	for _, ext := range []string{"-wal", "-shm"} {
		if err := os.Rename(source+ext, keep+ext); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return os.Rename(source+".new", source)
}

// intact refuses a table whose rows are not those that were written into the backup.
func (d *DB) intact(ctx context.Context, table, want string) error {
	if want == "" {
		return nil
	}
	got, err := digest(ctx, d.read, table)
	if err == nil && got != want {
		err = fmt.Errorf("table %s is damaged: its rows are not those that were backed up", table)
	}
	return err
}
