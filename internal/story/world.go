package story

import (
	"container/heap"
	"context"
	"fmt"
	"time"

	"hiroba/internal/app"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
)

// world is what all towns of a story share: one installation, one clock, and what is to
// happen next. Nothing in it knows of the product more than a person with a browser does.
type world struct {
	ctx   context.Context
	app   *app.App
	now   when.Instant
	late  time.Duration // the product's clock is so far ahead of the story's: only after a kill
	next  events
	seq   int
	log   *log
	towns []*town
	again bool // the act in hand may have been done before a kill
}

// event is something that happens at a moment; what happens at one moment keeps the order in which it was planned.
type event struct {
	at  when.Instant
	seq int
	do  func() error
}

// events are a heap by moment.
type events []event

// Len of the heap.
func (e events) Len() int { return len(e) }

// Less is by moment, then by the order of planning.
func (e events) Less(i, j int) bool {
	if e[i].at != e[j].at {
		return e[i].at.Before(e[j].at)
	}
	return e[i].seq < e[j].seq
}

// Swap of the heap.
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }

// Push of the heap.
func (e *events) Push(x any) { *e = append(*e, x.(event)) }

// Pop of the heap.
func (e *events) Pop() any {
	old := *e
	x := old[len(old)-1]
	*e = old[:len(old)-1]
	return x
}

// at has something happen at a moment; what is planned for the past happens now.
func (w *world) at(t when.Instant, do func() error) {
	if t.Before(w.now) {
		t = w.now
	}
	w.seq++
	heap.Push(&w.next, event{t, w.seq, do})
}

// until lives on to a moment: the clock turns from event to event.
func (w *world) until(end when.Instant) error {
	for len(w.next) > 0 && w.next[0].at.Before(end) {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		e := heap.Pop(&w.next).(event)
		w.now = e.at
		if err := e.do(); err != nil {
			return fmt.Errorf("%s: %w", e.at.In(when.Tokyo).Format("2006-01-02 15:04"), err)
		}
	}
	w.now = end
	return nil
}

// drain has the work of the background done that is due by now: reminders, closings, letters.
func (w *world) drain() error {
	_, err := lived(w, "drain", func() (bool, error) {
		if w.again {
			return true, w.wait()
		}
		return true, w.app.Runner.Drain(w.ctx)
	})
	return err
}

// wait is what follows a kill in the middle of such work: a job that was in hand is nobody's
// again when its lease has run out, some minutes later.
func (w *world) wait() error {
	defer func() { w.late = 0 }()
	for {
		if err := w.app.Runner.Drain(w.ctx); err != nil {
			return err
		}
		n, err := db.Read(w.ctx, w.app.DB, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(hub_id) from job where state = 'running'`)
		})
		if err != nil || n == 0 {
			return err
		}
		w.late += leaseOver
	}
}

// leaseOver is longer than a job stays with a program that died.
const leaseOver = 3 * time.Minute
