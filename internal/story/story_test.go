package story

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"reflect"
	"testing"

	"hiroba/internal/app"
	"hiroba/internal/audit"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	data "hiroba/internal/town"
)

// By spring there were a seminar, the first five and their first work.
const spring = "2025-05-24"

func lifeOf(t *testing.T, c Config) Told {
	t.Helper()
	c.Out, c.Log = io.Discard, slog.New(slog.DiscardHandler)
	told, err := Tell(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range told.Audit {
		if len(r.Broken) > 0 {
			t.Errorf("%s: %v", r.Key, r.Broken)
		}
	}
	if !audit.Clean(told.Audit) {
		t.Fatal("the auditor found something")
	}
	return told
}

// TestTheSameSeedTellsTheSameTown: on both engines, once more from the file of what was
// lived, and lived on from it to the end: month by month what the shipped town came to.
func TestTheSameSeedTellsTheSameTown(t *testing.T) {
	c := Config{Data: t.TempDir(), DB: "sqlite", Seed: 1, Until: when.MustDate(spring)}
	lite := lifeOf(t, c)
	if again := lifeOf(t, c); !reflect.DeepEqual(lite.Towns, again.Towns) || rows(lite) != rows(again) {
		t.Errorf("read from the file, the story is another:\n%+v\n%+v", lite.Towns, again.Towns)
	}
	pg := dbtest.Postgres(t)
	other := lifeOf(t, Config{Data: t.TempDir(), DB: pg.Source, Seed: 1, Until: when.MustDate(spring)})
	if !reflect.DeepEqual(lite.Towns, other.Towns) {
		t.Errorf("on PostgreSQL the figures are others:\n%+v\n%+v", lite.Towns, other.Towns)
	}
	c.Until = when.Date{}
	all := lifeOf(t, c).Towns[0]
	lively(t, all[:4])
	for i, m := range shippedMonths(t, len(all)) {
		if m != all[i] {
			t.Errorf("%s is another month than in the shipped town; pack it anew (docs/story.md):\n%+v\n%+v", m.First, all[i], m)
		}
	}
}

// shippedMonths are the figures of the town that comes with the program.
func shippedMonths(t *testing.T, want int) (ms []Month) {
	t.Helper()
	b, err := os.ReadFile("shipped/yukihara.json")
	if err == nil {
		err = json.Unmarshal(b, &ms)
	}
	if err != nil || len(ms) != want {
		t.Fatalf("%d months, not %d: %v", len(ms), want, err)
	}
	return ms
}

// rows are how many the auditor read, rule by rule.
func rows(t Told) (s string) {
	for _, r := range t.Audit {
		s += fmt.Sprintf("%s %d\n", r.Key, r.Rows)
	}
	return s
}

// lively tells whether the first months had what the source tells of them.
func lively(t *testing.T, ms []Month) {
	t.Helper()
	if n := ms[0].Came; n < 12 || n > 30 {
		t.Errorf("%d came to the first seminar", n)
	}
	if n := ms[1].Registered; n != 5 {
		t.Errorf("%d registered in April, the first five are five", n)
	}
	last := ms[len(ms)-1]
	if last.Paid == 0 || last.Billed == 0 || last.Rows == 0 {
		t.Errorf("June without work or money: %+v", last)
	}
}

// TestAHubThatIsThereIsLeftAlone: the story refuses what it did not begin, and other dates and seeds.
func TestAHubThatIsThereIsLeftAlone(t *testing.T) {
	c := Config{Data: t.TempDir(), DB: "sqlite", Seed: 1, Scale: 2, Until: when.MustDate("2025-03-05"), Out: io.Discard, Log: slog.New(slog.DiscardHandler)}
	lifeOf(t, c)
	c.Seed = 2
	if _, err := Tell(t.Context(), c); !errors.Is(err, errOther) {
		t.Errorf("another seed: %v", err)
	}
	held := c
	held.Data, held.DB = t.TempDir(), c.Data+"/hiroba.db"
	if _, err := Tell(t.Context(), held); !errors.Is(err, errHeld) {
		t.Errorf("a hub that is there: %v", err)
	}
}

// TestManyTownsCanBeLookedAt: no host name by itself means the first of them, and still they
// are a demo; with a hub among them that is no story's, they are not.
func TestManyTownsCanBeLookedAt(t *testing.T) {
	c := Config{Data: t.TempDir(), DB: "sqlite", Seed: 1, Scale: 2, Until: when.MustDate("2025-03-04")}
	lifeOf(t, c)
	a, err := app.New(t.Context(), app.Config{Data: c.Data, DB: c.DB, URL: "http://localhost", Demo: true}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if err := a.CheckDemo(t.Context()); err != nil {
		t.Error(err)
	}
	if people, err := a.Fill(t.Context()); err != nil || len(people) == 0 {
		t.Errorf("%d sign-ins, %v", len(people), err)
	}
	if err := db.Do(t.Context(), a.DB, func(tx *db.Tx) error {
		return db.Exec1(tx, errHeld, `update hub set slug = $1 where slug = $2`, "minamiyama", "yukihara-2")
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.CheckDemo(t.Context()); err == nil {
		t.Error("a real hub's mail was shown")
	}
}

// TestItMaySnowBeforeTheHubOpens: on the morning of its first day there is nobody yet who could close it.
func TestItMaySnowBeforeTheHubOpens(t *testing.T) {
	x := &town{world: &world{}, hub: data.StoryHub(0, 1), snow: map[when.Date]bool{}}
	for seed := range uint64(200) {
		x.seed = seed
		if err := x.snowfall(Start.AddDays(2)); err != nil || len(x.snow) > 0 {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
}
