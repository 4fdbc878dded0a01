package db_test

import (
	"context"
	"testing"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// TestAFileLosesItsIndexesAndGetsThemBack: as many as before, none between.
func TestAFileLosesItsIndexesAndGetsThemBack(t *testing.T) {
	d := dbtest.SQLite(t)
	path := d.Source
	indexes := func() (n int) {
		t.Helper()
		x, err := db.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		n, err = db.Read(t.Context(), x, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from sqlite_master where type = 'index' and sql is not null`)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if has, err := db.HasColumn(t.Context(), d, "hub", "slug"); err != nil || !has {
		t.Errorf("hub.slug: %v, %v", has, err)
	}
	if has, err := db.HasColumn(t.Context(), d, "hub", "crown"); err != nil || has {
		t.Errorf("hub.crown: %v, %v", has, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	before := indexes()
	for _, x := range []struct {
		do   func(context.Context, string) error
		want int
	}{{db.Unindex, 0}, {db.Reindex, before}} {
		if err := x.do(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		if n := indexes(); n != x.want {
			t.Errorf("%d indexes, not %d", n, x.want)
		}
	}
	if before < 50 {
		t.Errorf("%d indexes: the test is blind", before)
	}
}
