package dispatchstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/platform/db"
)

// The steps of a plan in the making; 0 is before the first.
const (
	StepRead  = 1 // the books are read
	StepShare = 2 // work is shared out
	StepLate  = 3 // what finds nobody in time gets its day
	StepKeep  = 4 // it is written down
	Steps     = 4
)

// teller is told which step of a plan begins.
type teller func(step int) error

// quiet is for plans nobody waits for.
func quiet(int) error { return nil }

// steps notes the steps of a plan that was asked for, where staff can see them.
func (s *Store) steps(ctx context.Context, hubID string, no int) teller {
	return func(step int) error {
		return db.Do(ctx, s.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(`update dispatch_plan set step = $3 where hub_id = $1 and no = $2 and state = 'waiting'`, hubID, no, step)
			return err
		})
	}
}

// Making is how far the plan is that is being made.
type Making struct {
	No    int // 0: none is
	Step  int
	Asked when.Instant
}

// Making tells how far the plan is that somebody asked for.
func (s *Store) Making(ctx context.Context, a who.Actor) (Making, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return Making{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Making, error) { return making(v, a.Hub) })
}

func making(q db.Q, hubID string) (m Making, err error) {
	all, err := db.All(q, func(r db.Scanner) (m Making, err error) { err = r.Scan(&m.No, &m.Step, &m.Asked); return m, err },
		`select no, step, asked_at from dispatch_plan where hub_id = $1 and state = 'waiting' and asked_at > $2 order by no desc limit 1`, hubID, q.Now().Add(-planWithin))
	if len(all) == 1 {
		m = all[0]
	}
	return m, err
}
