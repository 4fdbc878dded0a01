package jobs_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
)

func runner(d *db.DB) *jobs.Runner {
	return &jobs.Runner{DB: d, Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
}

func enqueue(t *testing.T, d *db.DB, js ...jobs.Job) {
	t.Helper()
	err := db.Do(t.Context(), d, func(tx *db.Tx) error {
		for _, j := range js {
			if err := jobs.Enqueue(tx, j); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func state(t *testing.T, d *db.DB, state string) int {
	t.Helper()
	n, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from job where hub_id = 'h' and state = $1`, state)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestFourRunnersDoEachJobOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		const n = 60
		for range n {
			enqueue(t, d, jobs.New("h", "work", nil))
		}
		var done atomic.Int64
		var wg sync.WaitGroup
		for range 4 {
			r := runner(d)
			r.Handle("work", func(context.Context, jobs.Job) error { done.Add(1); return nil })
			wg.Go(func() {
				if err := r.Drain(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if done.Load() != n || state(t, d, "done") != n {
			t.Errorf("%d runs, %d done, want %d", done.Load(), state(t, d, "done"), n)
		}
	})
}

func TestAKeyMakesAJobOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		enqueue(t, d, jobs.New("h", "work", nil).Once("k"), jobs.New("h", "work", nil).Once("k"), jobs.New("h", "work", nil), jobs.New("h", "work", nil))
		if n := state(t, d, "ready"); n != 3 {
			t.Errorf("%d jobs, want the keyed one and two without a key", n)
		}
	})
}

// TestALeaseThatRanOutIsTakenOver has one runner hang until another has done its job:
// what the first one says afterwards no longer counts.
func TestALeaseThatRanOutIsTakenOver(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var at atomic.Int64
		d.Now = func() when.Instant { return dbtest.Start.Add(time.Duration(at.Load())) }
		enqueue(t, d, jobs.New("h", "work", nil))
		hung, goOn := make(chan bool), make(chan bool)
		slow := runner(d)
		slow.Handle("work", func(context.Context, jobs.Job) error {
			close(hung)
			<-goOn
			return errors.New("too late to matter")
		})
		ended := make(chan error)
		go func() { _, err := slow.Once(context.Background()); ended <- err }()
		<-hung
		quick := runner(d)
		tries := 0
		quick.Handle("work", func(_ context.Context, j jobs.Job) error { tries = j.Try; return nil })
		if n, err := quick.Once(t.Context()); n != 0 || err != nil {
			t.Errorf("took %d jobs of another's lease: %v", n, err)
		}
		at.Store(int64(3 * time.Minute))
		if n, err := quick.Once(t.Context()); n != 1 || tries != 2 || err != nil {
			t.Errorf("took %d jobs, try %d: %v", n, tries, err)
		}
		close(goOn)
		if err := <-ended; err != nil {
			t.Error(err)
		}
		if state(t, d, "done") != 1 {
			t.Error("the late one undid what was done")
		}
	})
}

func TestAJobThatCannotSucceedIsLaidAside(t *testing.T) {
	d := dbtest.SQLite(t)
	r := runner(d)
	r.Handle("never", func(context.Context, jobs.Job) error { return jobs.Never(errors.New("wrong for good")) })
	r.Handle("panics", func(context.Context, jobs.Job) error { panic("defect") })
	enqueue(t, d, jobs.New("h", "never", nil), jobs.New("h", "panics", nil), jobs.New("h", "unknown", nil))
	if err := r.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if dead, ready := state(t, d, "dead"), state(t, d, "ready"); dead != 2 || ready != 1 {
		t.Errorf("%d laid aside, %d to be tried again; want 2 and the one that panicked", dead, ready)
	}
}

func TestBackoffDoublesUpToSixHours(t *testing.T) {
	want := map[int]time.Duration{0: 5 * time.Second, 1: 5 * time.Second, 2: 10 * time.Second, 5: 80 * time.Second, 12: 10240 * time.Second, 13: 20480 * time.Second, 14: 6 * time.Hour, 99: 6 * time.Hour}
	for try, w := range want {
		if got := jobs.Backoff(try); got != w {
			t.Errorf("before try %d: %v, want %v", try+1, got, w)
		}
	}
}

func TestPeriodicWorkRunsOncePerSlotOnManyNodes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var at, runs atomic.Int64
		d.Now = func() when.Instant { return dbtest.Start.Add(time.Duration(at.Load())) }
		for hour := range 3 {
			at.Store(int64(hour) * int64(time.Hour))
			for range 3 {
				r := runner(d)
				r.Every(time.Hour, "tidy", func(context.Context, jobs.Job) error { runs.Add(1); return nil })
				if err := r.Drain(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
		}
		if runs.Load() != 3 {
			t.Errorf("%d runs in three slots", runs.Load())
		}
	})
}

// TestOldJobsThatAreDoneAreTakenAway: after four weeks, but for those whose key keeps them from being done again.
func TestOldJobsThatAreDoneAreTakenAway(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := when.FromTime(time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC))
		d.Now = func() when.Instant { return now }
		r := runner(d)
		r.Handle("work", func(context.Context, jobs.Job) error { return nil })
		r.Handle("spoilt", func(context.Context, jobs.Job) error { return jobs.Never(errors.New("spoilt")) })
		r.Sweep()
		enqueue(t, d, jobs.New("h", "work", nil), jobs.New("h", "work", nil).Once("every:work:1"), jobs.New("h", "work", nil).Once("letter:1"), jobs.New("h", "spoilt", nil))
		for _, days := range []int{0, 27} {
			now = now.Add(time.Duration(days) * 24 * time.Hour)
			if err := r.Drain(t.Context()); err != nil {
				t.Fatal(err)
			}
			if n := state(t, d, "done"); n != 3 {
				t.Fatalf("%d jobs are left after %d days, not 3", n, days)
			}
		}
		now = now.Add(2 * 24 * time.Hour)
		if err := r.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if done, dead := state(t, d, "done"), state(t, d, "dead"); done != 1 || dead != 1 {
			t.Errorf("%d done and %d dead are left, not the one with a key of its own and the one to be looked at", done, dead)
		}
		enqueue(t, d, jobs.New("h", "work", nil).Once("letter:1"))
		if n := state(t, d, "ready"); n != 0 {
			t.Error("a letter would be written again")
		}
	})
}
