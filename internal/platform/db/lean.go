package db

import (
	"context"
	"database/sql"
	"errors"
)

// Unindex drops the indexes of a SQLite file and keeps in it how they are made: they pack badly
// and are made again in a moment.
func Unindex(ctx context.Context, path string) error {
	return inFile(ctx, path, func(c querier) error {
		_, err := c.ExecContext(ctx, `create table packed_index (name text not null primary key, make text not null);
			insert into packed_index (name, make) select name, sql from sqlite_master where type = 'index' and sql is not null`)
		if err != nil {
			return err
		}
		names, err := column(ctx, c, `select name from packed_index order by name`)
		for _, n := range names {
			if err == nil {
				_, err = c.ExecContext(ctx, `drop index "`+n+`"`)
			}
		}
		return err
	})
}

// Reindex makes the indexes again that Unindex dropped, and forgets what only a packed file
// has, the list of its rows among it.
func Reindex(ctx context.Context, path string) error {
	return inFile(ctx, path, func(c querier) error {
		makes, err := column(ctx, c, `select make from packed_index order by name`)
		for _, m := range append(makes, `drop table packed_index`, `drop table if exists backup_manifest`) {
			if err == nil {
				_, err = c.ExecContext(ctx, m)
			}
		}
		return err
	})
}

// HasColumn tells whether a SQLite file has a column yet.
func HasColumn(ctx context.Context, d *DB, table, name string) (bool, error) {
	found, err := column(ctx, d.read, `select name from pragma_table_info('`+table+`') where name = '`+name+`'`)
	return len(found) > 0, err
}

// inFile does something to a SQLite file that nobody else has open, whole or not at all.
func inFile(ctx context.Context, path string, do func(querier) error) (err error) {
	f, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	tx, err := f.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}
