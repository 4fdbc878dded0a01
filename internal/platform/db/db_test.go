package db_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/schema"
)

func exec(t testing.TB, d *db.DB, q string, args ...any) {
	t.Helper()
	if err := db.Do(t.Context(), d, func(tx *db.Tx) error { _, err := tx.Exec(q, args...); return err }); err != nil {
		t.Fatal(err)
	}
}

func count(t testing.TB, d *db.DB, q string, args ...any) int {
	t.Helper()
	n, err := db.Read(t.Context(), d, func(v *db.View) (int, error) { return db.Value[int](v, q, args...) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const seats = `create table seat (id text not null primary key, taker text not null, check (taker <> 'nobody'))`

func TestAFailedWriteLeavesItsNeighboursAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats)
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				err := db.Do(context.Background(), d, func(tx *db.Tx) error {
					if _, err := tx.Exec(`insert into seat (id, taker) values ($1, $2)`, string(rune('A'+i)), "x"); err != nil {
						return err
					}
					if i%2 == 1 {
						return errors.New("changed my mind")
					}
					return nil
				})
				if (err != nil) != (i%2 == 1) {
					t.Errorf("%d: %v", i, err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, `select count(*) from seat`); n != 20 {
			t.Errorf("%d rows, want 20", n)
		}
	})
}

func TestWhatContainsATextAsItWasTyped(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats)
		for _, taker := range []string{"yuko_tanaka@example.com", "yukoxtanaka@example.com", "100% あおい", `a\b`} {
			exec(t, d, `insert into seat (id, taker) values ($1, $1)`, taker)
		}
		for typed, want := range map[string]int{"": 4, "o_t": 1, "yuko": 2, "%": 1, "100%": 1, "10%0": 0, `\`: 1, `\b`: 1, `\%`: 0} {
			if n := count(t, d, `select count(*) from seat where ($1 = '' or taker like $1)`, db.Containing(typed)); n != want {
				t.Errorf("%q is in %d, want %d", typed, n, want)
			}
		}
	})
}

func TestPanicReachesItsCallerAndHarmsNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats)
		func() {
			defer func() {
				if recover() == nil {
					t.Error("the panic was swallowed")
				}
			}()
			db.Do(t.Context(), d, func(tx *db.Tx) error { //nolint:errcheck // it panics
				tx.Exec(`insert into seat (id, taker) values ('a', 'x')`) //nolint:errcheck // rolled back
				panic("defect")
			})
		}()
		exec(t, d, `insert into seat (id, taker) values ($1, $2)`, "b", "y")
		if n := count(t, d, `select count(*) from seat`); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

func TestFaultsOfTheEngineAreToldByCode(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats+`; create table ref (id text not null references seat (id))`)
		exec(t, d, `insert into seat (id, taker) values ($1, $2)`, "a", "x")
		for q, is := range map[string]func(error) bool{
			`insert into seat (id, taker) values ('a', 'y')`:      db.IsUnique,
			`insert into seat (id, taker) values ('b', 'nobody')`: db.IsCheck,
			`insert into ref (id) values ('zz')`:                  db.IsForeignKey,
		} {
			err := db.Do(t.Context(), d, func(tx *db.Tx) error {
				_, err := tx.Exec(q)
				if _, again := tx.Exec(`insert into seat (id, taker) values ('c', 'z')`); again == nil {
					t.Error("a broken write went on")
				}
				return err
			})
			if !is(err) {
				t.Errorf("%s: %v", q, err)
			}
		}
		if n := count(t, d, `select count(*) from seat`); n != 1 {
			t.Errorf("%d rows, want 1", n)
		}
	})
}

// TestAtMostTwoOfThree: a rule over several rows holds under a race only if writes are serializable.
func TestAtMostTwoOfThree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats)
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() {
				err := db.Do(context.Background(), d, func(tx *db.Tx) error {
					n, err := db.Value[int](tx, `select count(*) from seat where taker = $1`, "misaki")
					if err != nil || n >= 2 {
						return err
					}
					_, err = tx.Exec(`insert into seat (id, taker) values ($1, $2)`, string(rune('A'+i)), "misaki")
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := count(t, d, `select count(*) from seat`); n != 2 {
			t.Errorf("%d seats taken, want 2", n)
		}
	})
}

func TestEndedContextChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if err := db.Do(ctx, d, func(tx *db.Tx) error { _, err := tx.Exec(`insert into seat (id, taker) values ('a', 'x')`); return err }); err == nil {
			t.Error("wrote after the end")
		}
		if n := count(t, d, `select count(*) from seat`); n != 0 {
			t.Errorf("%d rows, want 0", n)
		}
	})
}

func TestMigrateRefusesWhatItDoesNotKnow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := db.Current(t.Context(), d, schema.FS); err != nil {
			t.Error(err)
		}
		exec(t, d, `insert into schema_step (name, sum, done_at) values ($1, '', '')`, "9999_future.sql")
		if err := db.Migrate(t.Context(), d, schema.FS); !errors.Is(err, db.ErrNewer) {
			t.Errorf("a newer database: %v", err)
		}
		exec(t, d, `delete from schema_step where name = $1`, "9999_future.sql")
		exec(t, d, `update schema_step set sum = $1 where name = '0001_platform.sql'`, "changed")
		more := fstest.MapFS{"9999_more.sql": {Data: []byte("create table more (a text)")}}
		for _, n := range []string{"0001_platform.sql"} {
			b, err := schema.FS.ReadFile(n)
			if err != nil {
				t.Fatal(err)
			}
			more[n] = &fstest.MapFile{Data: b}
		}
		exec(t, d, `delete from schema_step where name <> $1`, "0001_platform.sql")
		if err := db.Migrate(t.Context(), d, more); err == nil || !strings.Contains(err.Error(), "changed") {
			t.Errorf("a changed step: %v", err)
		}
	})
}

func TestBackupAndRestore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, `insert into setup_link (token_hash, made_at, used_at) values ($1, $2, '')`, "雪", d.Now())
		file := filepath.Join(t.TempDir(), "b.hiroba")
		if err := db.Backup(t.Context(), d, schema.FS, file); err != nil {
			t.Fatal(err)
		}
		if err := db.Backup(t.Context(), d, schema.FS, file); err == nil {
			t.Error("a backup was written over")
		}
		fine := func(*db.DB) error { return nil }
		counts, err := db.Verify(t.Context(), file, schema.FS, fine)
		if err != nil {
			t.Fatal(err)
		}
		if len(counts) < 10 {
			t.Errorf("only %d tables", len(counts))
		}
		exec(t, d, `delete from setup_link where token_hash = $1`, "雪")
		source := d.Source
		if d.Engine == db.SQLite {
			source = filepath.Join(t.TempDir(), "restored.db")
		}
		if err := db.Restore(t.Context(), file, source, schema.FS, source+".before"); err != nil {
			t.Fatal(err)
		}
		back, err := db.Open(t.Context(), source)
		if err != nil {
			t.Fatal(err)
		}
		defer back.Close()
		if n := count(t, back, `select count(*) from setup_link where token_hash = $1`, "雪"); n != 1 {
			t.Errorf("%d rows came back, want 1", n)
		}
		damage(t, file, `update setup_link set made_at = 'x' where token_hash = $1`)
		if _, err := db.Verify(t.Context(), file, schema.FS, fine); err == nil || !strings.Contains(err.Error(), "setup_link is damaged") {
			t.Errorf("a value that changed by itself was taken for whole: %v", err)
		}
		damage(t, file, `update backup_manifest set digest = '' where tab <> $1`)
		if _, err := db.Verify(t.Context(), file, schema.FS, fine); err != nil {
			t.Errorf("a backup without digests: %v", err)
		}
		damage(t, file, `delete from setup_link where token_hash = $1`)
		if _, err := db.Verify(t.Context(), file, schema.FS, fine); err == nil {
			t.Error("a damaged backup was taken for whole")
		}
	})
}

// damage changes a backup behind its list's back.
func damage(t *testing.T, file, how string) {
	t.Helper()
	d, err := db.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	exec(t, d, how, "雪")
}

func TestClosedIsClosed(t *testing.T) {
	d := dbtest.SQLite(t)
	d.Close()
	if err := db.Do(t.Context(), d, func(*db.Tx) error { return nil }); err == nil {
		t.Error("wrote into a closed database")
	}
}

// BenchmarkWrite shows group commit: many writers at once share one durable transaction.
func BenchmarkWrite(b *testing.B) {
	for _, par := range []int{1, 16, 64} {
		b.Run(map[int]string{1: "alone", 16: "16 at once", 64: "64 at once"}[par], func(b *testing.B) {
			d := dbtest.SQLite(b)
			if err := db.Do(b.Context(), d, func(tx *db.Tx) error { _, err := tx.Exec(seats); return err }); err != nil {
				b.Fatal(err)
			}
			b.SetParallelism(par)
			work := make(chan int)
			var wg sync.WaitGroup
			for range par {
				wg.Go(func() {
					for i := range work {
						err := db.Do(b.Context(), d, func(tx *db.Tx) error {
							_, err := tx.Exec(`insert into seat (id, taker) values ($1, $2)`, i, "x")
							return err
						})
						if err != nil {
							b.Error(err)
						}
					}
				})
			}
			b.ResetTimer()
			for i := range b.N {
				work <- i
			}
			close(work)
			wg.Wait()
			b.ReportMetric(float64(d.Writes.Load())/float64(d.Commits.Load()), "writes/commit")
		})
	}
}

// BenchmarkStorm is three thousand people who go for a thousand seats at once, each until she has one or all are
// taken: nothing but the one statement that no two can win.
func BenchmarkStorm(b *testing.B) {
	const people, places = 3000, 1000
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		exec(b, d, seats)
		var waits []time.Duration
		for b.Loop() {
			b.StopTimer()
			exec(b, d, `delete from seat`)
			for i := range places {
				exec(b, d, `insert into seat (id, taker) values ($1, '')`, fmt.Sprint(i))
			}
			b.StartTimer()
			waits = append(waits, storm(b, d, people, places)...)
			if n := count(b, d, `select count(distinct taker) from seat where taker <> ''`); n != places {
				b.Fatalf("%d people have one of %d seats", n, places)
			}
		}
		slices.Sort(waits)
		b.ReportMetric(float64(waits[len(waits)*99/100].Milliseconds()), "p99-ms")
	})
}

// storm is how long each of so many people took.
func storm(b *testing.B, d *db.DB, people, places int) []time.Duration {
	var got atomic.Int64
	took := make([]time.Duration, people)
	var all sync.WaitGroup
	for i := range people {
		all.Go(func() {
			at := time.Now()
			for try := 0; got.Load() < int64(places); try++ {
				n, err := db.Write(b.Context(), d, func(tx *db.Tx) (int64, error) {
					return tx.Exec(`update seat set taker = $2 where id = $1 and taker = ''`, fmt.Sprint((i+try*7)%places), fmt.Sprint(i))
				})
				if err != nil {
					b.Error(err)
					return
				}
				if n == 1 {
					got.Add(1)
					break
				}
			}
			took[i] = time.Since(at)
		})
	}
	all.Wait()
	return took
}

// TestManyReadersNeverWaitForEachOther begins more reads than there are connections,
// each with statements nobody has prepared: a reader who needs a second connection
// while holding one would stop everybody for ever.
func TestManyReadersNeverWaitForEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats)
		exec(t, d, `insert into seat (id, taker) values ($1, $2)`, "a", "x")
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		var wg sync.WaitGroup
		var ready sync.WaitGroup
		ready.Add(8)
		for i := range 40 {
			wg.Go(func() {
				_, err := db.Read(ctx, d, func(v *db.View) (int, error) {
					if i < 8 {
						ready.Done()
					}
					ready.Wait()
					return db.Value[int](v, fmt.Sprintf(`select count(*) + %d from seat where taker = $1`, i), "x")
				})
				if err != nil {
					t.Errorf("%d: %v", i, err)
				}
			})
			if i == 7 {
				ready.Wait() // eight hold a connection each before the others come
			}
		}
		wg.Wait()
	})
}

func TestAReaderSeesOnePicture(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		exec(t, d, seats)
		n, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
			before, err := db.Value[int](v, `select count(*) from seat`)
			if err != nil {
				return 0, err
			}
			exec(t, d, `insert into seat (id, taker) values ($1, $2)`, "b", "y")
			after, err := db.Value[int](v, `select count(*) from seat`)
			return after - before, err
		})
		if n != 0 || err != nil {
			t.Errorf("the picture moved by %d: %v", n, err)
		}
		if count(t, d, `select count(*) from seat`) != 1 {
			t.Error("the next picture is old")
		}
	})
}
