package db_test

import (
	"errors"
	"testing"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

func TestWhatIsKeptIsReadAgainAfterAWriteAndInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := dbtest.Start
		d.Now = func() when.Instant { return now }
		var k db.Kept[int]
		asked := 0
		get := func(key string, want int) {
			t.Helper()
			if n, err := k.Get(d, key, func() (int, error) { asked++; return asked, nil }); err != nil || n != want {
				t.Errorf("%d, want %d: %v", n, want, err)
			}
		}
		get("a", 1)
		get("a", 1)
		get("b", 2)
		if err := db.Do(t.Context(), d, func(*db.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		get("a", 3)
		now = now.Add(time.Second)
		get("a", 3)
		now = now.Add(time.Second)
		get("a", 4)
		now = now.Add(-time.Minute) // a clock that was put right
		get("a", 5)
		if _, err := k.Get(d, "c", func() (int, error) { return 0, errUnread }); !errors.Is(err, errUnread) {
			t.Error(err)
		}
		get("c", 6)
	})
}

var errUnread = errors.New("nothing can be read")
