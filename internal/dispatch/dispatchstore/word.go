package dispatchstore

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/lib/plan"
	"hiroba/internal/lib/plan/promise"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Silent is the key of the fault of a hub that tells clients no days.
const Silent = "dispatch.fault.silent"

var errSilent = fault.New(fault.NotFound, Silent)

const (
	wordWait = 5 * time.Second  // how long a client's question waits for its answer
	wordMost = 30 * time.Second // how long an answer may take to be worked out
	wordLife = 48 * time.Hour   // how long an answer is kept for whoever asks the same
)

// Said is what can be said to a client who asks by when.
type Said struct {
	dispatch.Word
	ID      string // with it the order is asked for, once the answer is there
	Working bool   // it is being worked out: to be asked again in a moment
	Ahead   int    // questions before it
	Full    bool   // too many questions wait already
	Long    bool   // no answer was found in the time there is for one
}

// TellsDays tells whether the hub lets clients ask by when, before they send a request.
func (s *Store) TellsDays(ctx context.Context, a who.Actor) (bool, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return false, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (bool, error) { return tells(v, a.Hub) })
}

// tells is false where nobody has set it.
func tells(q db.Q, hubID string) (bool, error) {
	n, err := db.Value[int](q, `select count(*) from dispatch_setting where hub_id = $1 and client_days = 1`, hubID)
	return n > 0, err
}

// Days is the same for whoever sets it.
func (s *Store) Days(ctx context.Context, a who.Actor) (bool, error) {
	if err := a.May(dispatch.MaySet); err != nil {
		return false, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (bool, error) { return tells(v, a.Hub) })
}

// SetDays sets whether clients can ask by when.
func (s *Store) SetDays(ctx context.Context, a who.Actor, on bool) error {
	if err := a.May(dispatch.MaySet); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if now, err := tells(tx, a.Hub); err != nil || now == on {
			return err
		}
		_, err := tx.Exec(`insert into dispatch_setting (hub_id, client_days, made_by, made_at) values ($1, $2, $3, $4)
			on conflict (hub_id) do update set client_days = excluded.client_days, made_by = excluded.made_by, made_at = excluded.made_at`, a.Hub, db.Bit(on), a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, dispatch.DaysSet{On: on})
	})
}

// Word is what a client can be told of the day: the planner's own answer, kept by the facts
// it was worked out from. It waits a few seconds for one that is being worked out.
func (s *Store) Word(ctx context.Context, a who.Actor, form dispatch.AskForm) (Said, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return Said{}, err
	}
	var q dispatch.Asking
	var t *dispatch.Task
	key := ""
	x, err := db.Read(ctx, s.DB, func(v *db.View) (x Said, err error) {
		if on, err := tells(v, a.Hub); err != nil || !on {
			return x, orSilent(err)
		}
		var f dispatch.Facts
		if f, q, err = question(v, a.Hub, form); err != nil {
			return x, err
		}
		t = with(f, q)
		key = keyOf(t, q)
		return answerOf(v, a.Hub, key)
	})
	if err != nil || x.ID != "" {
		return x, err
	}
	work := func() error { return s.workOut(context.WithoutCancel(ctx), a.Hub, key, t, q) }
	one, ahead := s.desk.begin(a.Hub+key, work)
	if one == nil {
		return Said{Full: true}, nil
	}
	wait, stop := context.WithTimeout(ctx, cmp.Or(s.wait, wordWait))
	defer stop()
	select {
	case <-one.done:
		if errors.Is(one.err, context.DeadlineExceeded) {
			return Said{Long: true}, nil
		}
		if one.err != nil {
			return Said{}, one.err
		}
		return db.Read(ctx, s.DB, func(v *db.View) (Said, error) { return answerOf(v, a.Hub, key) })
	case <-wait.Done():
		return Said{Working: true, Ahead: ahead}, ctx.Err()
	}
}

func orSilent(err error) error {
	if err == nil {
		return errSilent
	}
	return err
}

// keyOf names a question together with the facts it is asked of.
func keyOf(t *dispatch.Task, q dispatch.Asking) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %v %+v %d %s", hashOf(t), t.Open, q.Kind, q.Volume, q.Wanted))
	return hex.EncodeToString(sum[:])
}

// answerOf is the answer that is kept for a question; its ID is "" where there is none.
func answerOf(q db.Q, hubID, key string) (x Said, err error) {
	rows, err := db.All(q, func(r db.Scanner) (x Said, err error) {
		err = r.Scan(&x.ID, &x.Volume, &x.Wanted, &x.Promise, &x.Likely, &x.Last)
		return x, err
	}, `select id, volume, wanted_on, promise_on, likely_on, last_on from dispatch_answer where hub_id = $1 and facts = $2`, hubID, key)
	if err != nil || len(rows) == 0 {
		return x, err
	}
	return rows[0], nil
}

// workOut puts a question to the planner, of which only the day is told, and keeps the answer;
// old ones go.
func (s *Store) workOut(ctx context.Context, hubID, key string, t *dispatch.Task, q dispatch.Asking) error {
	ctx, stop := context.WithTimeout(ctx, cmp.Or(s.most, wordMost))
	defer stop()
	p, question := t.Question(q)
	x, err := promise.Days(ctx, p, &plan.Plan{}, question, nil)
	if err != nil {
		return err
	}
	w := t.Said(q, x).Word()
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := tx.Exec(`delete from dispatch_answer where hub_id = $1 and made_at < $2`, hubID, tx.Now().Add(-wordLife)); err != nil {
			return err
		}
		_, err := tx.Exec(`insert into dispatch_answer (hub_id, id, facts, kind_id, volume, wanted_on, promise_on, likely_on, last_on, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			on conflict (hub_id, facts) do nothing`, hubID, id.Make(), key, q.Kind.ID, w.Volume, w.Wanted, w.Promise, w.Likely, w.Last, tx.Now())
		return err
	})
}

// KeepWord notes with an order what its client was told before it was asked for. Whoever
// sent the request knows its once; what was told of another kind, amount or day than what
// was then asked for is none of it.
func (s *Store) KeepWord(ctx context.Context, a who.Actor, orderID, once, said string) error {
	if err := a.May(orders.MayAsk); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		all, err := db.All(tx, scanWord, `select x.volume, x.wanted_on, x.promise_on, x.likely_on, x.last_on from dispatch_answer x
			join client_order o on o.hub_id = x.hub_id and o.kind_id = x.kind_id and o.volume = x.volume and o.wanted_on = x.wanted_on
			where x.hub_id = $1 and x.id = $2 and o.id = $3 and o.once_key = $4 and o.state = 'asked'`, a.Hub, said, orderID, once)
		if err != nil || len(all) == 0 {
			return err
		}
		w := all[0]
		n, err := tx.Exec(`insert into dispatch_told (hub_id, order_id, volume, wanted_on, promise_on, likely_on, last_on, told_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
			on conflict (hub_id, order_id) do nothing`, a.Hub, orderID, w.Volume, w.Wanted, w.Promise, w.Likely, w.Last, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		return journal.Note(tx, a, dispatch.Told{Order: orderID, Wanted: w.Wanted, Promise: w.Promise})
	})
}

func scanWord(r db.Scanner) (w dispatch.Word, err error) {
	err = r.Scan(&w.Volume, &w.Wanted, &w.Promise, &w.Likely, &w.Last)
	return w, err
}

// ToldOf is what an order's client was told before it was asked for; at is zero where that
// was nothing.
func (s *Store) ToldOf(ctx context.Context, a who.Actor, orderID string) (w dispatch.Word, at when.Instant, err error) {
	if err := a.May(orders.MaySee); err != nil {
		return w, at, err
	}
	_, err = db.Read(ctx, s.DB, func(v *db.View) (int, error) {
		_, err := db.All(v, func(r db.Scanner) (_ int, err error) {
			err = r.Scan(&w.Volume, &w.Wanted, &w.Promise, &w.Likely, &w.Last, &at)
			return 0, err
		}, `select volume, wanted_on, promise_on, likely_on, last_on, told_at from dispatch_told where hub_id = $1 and order_id = $2`, a.Hub, orderID)
		return 0, err
	})
	return w, at, err
}
