package main

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/db"
)

// groups compares durable writes of one row each: one transaction each, and in groups as db.Write does it.
func groups(ctx context.Context, path string, long time.Duration) error {
	d, err := db.Open(ctx, path)
	if err != nil {
		return err
	}
	defer d.Close()
	if err := db.Do(ctx, d, func(tx *db.Tx) error {
		_, err := tx.Exec(`create table mark (id text not null primary key, at text not null)`)
		return err
	}); err != nil {
		return err
	}
	grouped := func() error {
		return db.Do(ctx, d, func(tx *db.Tx) error {
			_, err := tx.Exec(`insert into mark (id, at) values ($1, $2)`, id.Make(), tx.Now())
			return err
		})
	}
	for _, n := range []int{1, 16, 64} {
		before := d.Commits.Load()
		done, err := writers(n, long, grouped)
		if err != nil {
			return err
		}
		fmt.Printf("%-34s %8.0f /s  (%.1f writes in a commit)\n", fmt.Sprintf("durable writes in groups, %d at once", n), done/long.Seconds(), done/float64(d.Commits.Load()-before))
	}
	one, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)")
	if err != nil {
		return err
	}
	defer one.Close()
	one.SetMaxOpenConns(1)
	done, err := writers(16, long, func() error {
		tx, err := one.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
		if _, err := tx.ExecContext(ctx, `insert into mark (id, at) values ($1, $2)`, id.Make(), d.Now()); err != nil {
			return err
		}
		return tx.Commit()
	})
	if err == nil {
		fmt.Printf("%-34s %8.0f /s\n", "one transaction each, 16 at once", done/long.Seconds())
	}
	return err
}

// writers has n writers write for a while and answers how many writes were done.
func writers(n int, long time.Duration, write func() error) (float64, error) {
	var wg sync.WaitGroup
	var done atomic.Int64
	errs := make(chan error, n)
	end := time.Now().Add(long)
	for range n {
		wg.Go(func() {
			for time.Now().Before(end) {
				if err := write(); err != nil {
					errs <- err
					return
				}
				done.Add(1)
			}
		})
	}
	wg.Wait()
	select {
	case err := <-errs:
		return 0, err
	default:
		return float64(done.Load()), nil
	}
}
