package journal_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
)

type planted struct {
	Tree  string `journal:"keep"`
	Owner string `journal:"mask"`
	Phone string `journal:"drop"`
}

func (planted) Kind() string    { return "test.planted" }
func (p planted) About() string { return p.Tree }

func note(t *testing.T, d *db.DB, hub string, n int) {
	t.Helper()
	err := db.Do(t.Context(), d, func(tx *db.Tx) error {
		return journal.Note(tx, who.System(hub, "test"), planted{fmt.Sprint("tree", n), "Misaki", "090"})
	})
	if err != nil {
		t.Error(err)
	}
}

func verify(t *testing.T, d *db.DB) (int64, error) {
	t.Helper()
	return db.Read(t.Context(), d, func(v *db.View) (int64, error) { return journal.Verify(v) })
}

func TestTheChainHoldsUnderFortyWriters(t *testing.T) {
	journal.Declare(planted{})
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() { note(t, d, fmt.Sprint("hub", i%2), i) })
		}
		wg.Wait()
		if n, err := verify(t, d); n != 40 || err != nil {
			t.Errorf("%d lines: %v", n, err)
		}
	})
}

// TestManyAtOnceAreLinesLikeAnyOther: the first of a hub, more than one statement holds,
// and those somebody is told of.
func TestManyAtOnceAreLinesLikeAnyOther(t *testing.T) {
	journal.Declare(planted{})
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		many := make([]planted, 250)
		for i := range many {
			many[i] = planted{fmt.Sprint("tree", i), "Misaki", "090"}
		}
		for range 2 {
			if err := db.Do(t.Context(), d, func(tx *db.Tx) error { return journal.NoteAll(tx, who.System("h", "test"), many) }); err != nil {
				t.Fatal(err)
			}
		}
		note(t, d, "h", 1)
		if n, err := verify(t, d); n != 501 || err != nil {
			t.Errorf("%d lines: %v", n, err)
		}
	})
}

func TestTamperingShows(t *testing.T) {
	journal.Declare(planted{})
	acts := map[string]string{
		"a line is changed":         `update journal set particulars = '{"Tree":"oak"}' where hub_id = 'h' and seq = 3`,
		"a line is given another":   `update journal set person_id = 'x' where hub_id = 'h' and seq = 3`,
		"a line is taken out":       `delete from journal where hub_id = 'h' and seq = 3`,
		"the end is cut off":        `delete from journal where hub_id = 'h' and seq > 3`,
		"the end and its head":      `update journal_head set seq = 2 where hub_id = 'h'`,
		"a hub's head is taken out": `delete from journal_head where hub_id = 'h'`,
		"a line is moved to a hub":  `insert into journal select 'other', seq, at, person_id, actor, kind, about, particulars, hash from journal where hub_id = 'h' and seq = 1`,
	}
	for name, q := range acts {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				for i := range 5 {
					note(t, d, "h", i)
				}
				if _, err := verify(t, d); err != nil {
					t.Fatal(err)
				}
				if err := db.Do(t.Context(), d, func(tx *db.Tx) error { _, err := tx.Exec(q); return err }); err != nil {
					t.Fatal(err)
				}
				if _, err := verify(t, d); err == nil {
					t.Error("nobody noticed")
				}
			})
		})
	}
}

func TestOnlyWhatIsToBeKeptIsKept(t *testing.T) {
	journal.Declare(planted{})
	d := dbtest.SQLite(t)
	note(t, d, "h", 1)
	lines, err := db.Read(t.Context(), d, func(v *db.View) ([]journal.Entry, error) { return journal.Latest(v, "h", 0, 10) })
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	if p := lines[0].Particulars; !strings.Contains(p, "tree1") || strings.Contains(p, "Misaki") || strings.Contains(p, "090") || !strings.Contains(p, `"Owner":"#`) {
		t.Errorf("kept %s", p)
	}
}
