package db

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
)

// Read runs fn on one consistent picture of the books. fn must not begin another
// Read or Write: it holds a connection, and there is a number of them.
func Read[T any](ctx context.Context, d *DB, fn func(*View) (T, error)) (T, error) {
	if d.Engine == Postgres {
		return readPostgres(ctx, d, fn)
	}
	var zero T
	r, err := d.desk.take(ctx)
	if err != nil {
		return zero, err
	}
	defer d.desk.giveBack(r)
	return fn(&View{ctx: ctx, on: uninterrupted{r.statements}, now: d.Now()})
}

func readPostgres[T any](ctx context.Context, d *DB, fn func(*View) (T, error)) (T, error) {
	var zero T
	tx, err := d.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return zero, err
	}
	defer tx.Rollback()                              //nolint:errcheck // nothing was written
	return fn(&View{ctx: ctx, on: tx, now: d.Now()}) // the driver keeps prepared statements per connection
}

// readersMost is how many read SQLite at once.
const readersMost = 8

// desk lends SQLite's reading connections. They are opened when first needed and kept; the
// one given back last goes out first, so that a quiet hub keeps one connection and its statements warm.
type desk struct {
	db     *sql.DB
	ran    *atomic.Int64
	seats  chan struct{} // one for each who may read now
	mu     sync.Mutex
	idle   []*reader
	closed chan struct{}
	once   sync.Once
}

type reader struct{ statements }

func newDesk(d *sql.DB, ran *atomic.Int64) *desk {
	k := &desk{db: d, ran: ran, seats: make(chan struct{}, readersMost), closed: make(chan struct{})}
	for range readersMost {
		k.seats <- struct{}{}
	}
	return k
}

// pop takes the connection given back last, nil if none is open and idle.
func (k *desk) pop() (r *reader) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if n := len(k.idle); n > 0 {
		r, k.idle = k.idle[n-1], k.idle[:n-1]
	}
	return r
}

// push gives a seat back, and the connection with it unless it broke.
func (k *desk) push(r *reader) {
	if r != nil {
		k.mu.Lock()
		k.idle = append(k.idle, r)
		k.mu.Unlock()
	}
	k.seats <- struct{}{}
}

// take lends a connection on which a picture of the books has begun.
func (k *desk) take(ctx context.Context) (*reader, error) {
	select {
	case <-k.closed:
		return nil, errClosed
	default:
	}
	select {
	case <-k.seats:
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-k.closed:
		return nil, errClosed
	}
	r, err := k.pop(), ctx.Err()
	if err == nil && r == nil {
		r, err = k.open()
	}
	if err == nil {
		err = r.bind(`begin`)
	}
	if err != nil {
		if r != nil {
			r.close()
		}
		k.push(nil)
		return nil, err
	}
	return r, nil
}

func (k *desk) open() (*reader, error) {
	s, err := connect(context.Background(), k.db, k.ran)
	if err != nil {
		return nil, err
	}
	return &reader{s}, nil
}

// giveBack ends the picture. A connection that cannot even do that is thrown away.
func (k *desk) giveBack(r *reader) {
	if err := r.bind(`rollback`); err != nil {
		r.close()
		r = nil
	}
	k.push(r)
}

// close waits for those who still read.
func (k *desk) close() {
	k.once.Do(func() {
		close(k.closed)
		for range readersMost {
			<-k.seats
		}
		for r := k.pop(); r != nil; r = k.pop() {
			r.close()
		}
	})
}

// Texts are the queries SQLite's readers have run so far, sorted: tests look at how each is carried out.
// Nobody may be reading.
func (d *DB) Texts() []string {
	d.desk.mu.Lock()
	defer d.desk.mu.Unlock()
	seen := map[string]bool{}
	for _, r := range d.desk.idle {
		for q := range r.kept {
			seen[q] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// uninterrupted has a query on SQLite run to its end once it has begun: it takes
// milliseconds, and a watcher for each would cost more. Between two queries an ended
// context is noticed.
type uninterrupted struct{ statements }

func (u uninterrupted) QueryContext(ctx context.Context, q string, args ...any) (*sql.Rows, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return u.statements.QueryContext(context.WithoutCancel(ctx), q, args...)
}

func (u uninterrupted) QueryRowContext(ctx context.Context, q string, args ...any) *sql.Row {
	if ctx.Err() == nil {
		ctx = context.WithoutCancel(ctx)
	}
	return u.statements.QueryRowContext(ctx, q, args...)
}
