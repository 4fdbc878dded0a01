package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// maxTries bounds PostgreSQL's retries; after it the error is a defect, not a loop.
const maxTries = 40

// Write runs fn in one serializable transaction on either engine. fn may run
// twice, so it does only books: no mail, no file, no network. When Write answers
// without an error, the act is on disk.
func Write[T any](ctx context.Context, d *DB, fn func(*Tx) (T, error)) (T, error) {
	var v, zero T
	act := func(tx *Tx) (err error) {
		if v, err = fn(tx); err != nil {
			return err
		}
		return tx.finish()
	}
	var err error
	if d.Engine == SQLite {
		err = d.pen.write(ctx, act)
	} else {
		err = d.writePostgres(ctx, act)
	}
	if err != nil {
		return zero, err
	}
	d.Writes.Add(1)
	return v, nil
}

// Do is Write for acts without an answer.
func Do(ctx context.Context, d *DB, fn func(*Tx) error) error {
	_, err := Write(ctx, d, func(tx *Tx) (struct{}, error) { return struct{}{}, fn(tx) })
	return err
}

func (d *DB) writePostgres(ctx context.Context, act func(*Tx) error) error {
	for try := 0; ; try++ {
		err := d.turn(ctx, try, act)
		if err == nil {
			d.Commits.Add(1)
			return nil
		}
		if !lostRace(err) || try >= maxTries || ctx.Err() != nil {
			return err
		}
		d.Retries.Add(1)
		time.Sleep(time.Duration(rand.IntN(1+min(try, 8))) * time.Millisecond)
	}
}

// turn lets writes race each other once. Who lost a race goes alone, while those who come
// new wait: otherwise these would win against the losers again and again, and everybody who
// writes for one hub wants the end of its journal's chain.
func (d *DB) turn(ctx context.Context, try int, act func(*Tx) error) error {
	if try == 0 {
		d.race.RLock()
		defer d.race.RUnlock()
	} else {
		d.race.Lock()
		defer d.race.Unlock()
	}
	return d.oncePostgres(ctx, try, act)
}

// retryLock makes those who lost a race to another process queue up, so that they do not lose again to each other.
const retryLock = 0x6869726f6261

func (d *DB) oncePostgres(ctx context.Context, try int, act func(*Tx) error) error {
	conn, err := d.write.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	if try > 0 {
		if _, err := conn.ExecContext(ctx, `select pg_advisory_lock($1)`, int64(retryLock)); err != nil {
			return err
		}
		defer conn.ExecContext(context.WithoutCancel(ctx), `select pg_advisory_unlock($1)`, int64(retryLock)) //nolint:errcheck // the lock ends with the connection at the latest
	}
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if err := act(&Tx{ctx: ctx, on: tx, now: d.Now(), engine: Postgres}); err != nil {
		return err
	}
	return tx.Commit()
}

// pen is SQLite's single writer. It takes every write that is waiting, runs each
// in a savepoint of one transaction, and makes them durable with one commit.
type pen struct {
	statements
	db    *DB
	queue chan *stroke
	done  chan struct{}
}

type stroke struct {
	ctx      context.Context
	act      func(*Tx) error
	err      error
	panicked any
	done     chan struct{}
}

const groupMost = 128 // writes in one commit at most: bounds the wait of the first one

var errClosed = errors.New("the database is closed")

func newPen(ctx context.Context, d *DB) (*pen, error) {
	s, err := connect(ctx, d.write, &d.Ran)
	if err != nil {
		return nil, err
	}
	p := &pen{statements: s, db: d, queue: make(chan *stroke, groupMost), done: make(chan struct{})}
	go p.run()
	return p, nil
}

func (p *pen) write(ctx context.Context, act func(*Tx) error) error {
	s := &stroke{ctx: ctx, act: act, done: make(chan struct{})}
	select {
	case <-p.done:
		return errClosed
	case <-ctx.Done():
		return ctx.Err()
	case p.queue <- s:
	}
	select {
	case <-s.done:
	case <-p.done:
		return errClosed
	}
	if s.panicked != nil {
		panic(s.panicked)
	}
	return s.err
}

// close puts the pen down after the writes that are waiting.
func (p *pen) close() {
	s := &stroke{}
	select {
	case p.queue <- s: // the empty stroke: put the pen down
		<-p.done
	case <-p.done:
	}
}

func (p *pen) run() {
	defer close(p.done)
	defer p.putDown()
	for first := range p.queue {
		if first.act == nil || !p.group(first) {
			return
		}
	}
}

func (p *pen) putDown() {
	p.conn.ExecContext(context.Background(), `pragma optimize`) //nolint:errcheck // statistics only
	p.statements.close()
}

// group runs first and whatever else is waiting; it answers false when told to stop.
func (p *pen) group(first *stroke) (goOn bool) {
	goOn = true
	var all []*stroke
	err := p.bind(`begin immediate`)
	for s := first; s != nil; {
		all = append(all, s)
		if s.err = err; err == nil {
			p.stroke(s)
		}
		s = nil
		if len(all) < groupMost {
			select {
			case s = <-p.queue:
				if s.act == nil {
					goOn, s = false, nil
				}
			default:
			}
		}
	}
	if err == nil {
		err = p.commit()
	}
	for _, s := range all {
		if s.err == nil {
			s.err = err
		}
		close(s.done)
	}
	return goOn
}

func (p *pen) commit() error {
	if err := p.bind(`commit`); err != nil {
		p.bind(`rollback`) //nolint:errcheck // the commit's error is the one to tell
		return fmt.Errorf("commit: %w", err)
	}
	p.db.Commits.Add(1)
	return nil
}

// stroke runs one write between savepoints, so that its failure leaves its neighbours alone.
func (p *pen) stroke(s *stroke) {
	if s.err = s.ctx.Err(); s.err != nil {
		return
	}
	// An interrupted statement would roll the whole group back: a write that has begun is finished.
	ctx := context.WithoutCancel(s.ctx)
	if s.err = p.bind(`savepoint stroke`); s.err != nil {
		return
	}
	func() {
		defer func() {
			if s.panicked = recover(); s.panicked != nil {
				s.err = fmt.Errorf("panic: %v", s.panicked)
			}
		}()
		s.err = s.act(&Tx{ctx: ctx, on: p, now: p.db.Now(), engine: SQLite})
	}()
	if s.err != nil {
		if err := p.bind(`rollback to stroke`); err != nil {
			s.err = errors.Join(s.err, err)
		}
	}
	if err := p.bind(`release stroke`); err != nil && s.err == nil {
		s.err = err
	}
}
