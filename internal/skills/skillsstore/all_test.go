package skillsstore

import (
	"database/sql"
	"math/rand/v2"
	"slices"
	"testing"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/skills"
)

// tally counts the queries of a reader.
type tally struct {
	db.Q
	n int
}

func (y *tally) Query(q string, args ...any) (*sql.Rows, error) { y.n++; return y.Q.Query(q, args...) }
func (y *tally) QueryRow(q string, args ...any) *sql.Row        { y.n++; return y.Q.QueryRow(q, args...) }

// aheads is the free time of the whole hub, eight weeks from this one on.
func (c *crew) aheads() func(string) []skills.Day {
	c.t.Helper()
	of, err := db.Read(c.t.Context(), c.DB, func(v *db.View) (func(string) []skills.Day, error) {
		return Aheads(v, c.hub, c.today(), c.week(0), 56)
	})
	ok(c.t, err)
	return of
}

// TestAllAreReadAsEachIs gives four workers hours, days off, a school and a ceiling in every
// way there is. What is read of all at once is what is read of each, and takes no more
// queries for four than for none.
func TestAllAreReadAsEachIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c, r, ctx := yukihara(t, d, 5), rand.New(rand.NewPCG(8, 9)), t.Context()
		school := id.Make()
		ok(t, c.AddSchool(ctx, c.staff, school, skills.SchoolForm{Name: "小学校"}))
		ok(t, c.AddBreak(ctx, c.staff, id.Make(), skills.BreakForm{School: school, Name: "春休み", From: "2027-02-22", To: "2027-03-02"}))
		for n := range 4 { // the fifth says nothing
			ok(t, c.SetWeek(ctx, c.me(n), "", c.week(0), anyCells(r), true))
			ok(t, c.SetWeek(ctx, c.me(n), "", c.week(1+n), anyCells(r), false))
			ok(t, c.TakeOff(ctx, c.me(n), "", c.today().AddDays(3+n).String(), c.today().AddDays(5+n).String()))
		}
		ok(t, c.FollowSchool(ctx, c.me(1), "", school, skills.SchoolOff))
		ok(t, c.FollowSchool(ctx, c.me(2), "", school, skills.SchoolEvening))
		ok(t, c.NotToday(ctx, c.me(3)))
		ok(t, c.SaveCeiling(ctx, c.me(0), skills.CeilingForm{Wall: skills.OwnWall, Own: "480000", Expenses: "30", Minimum: true}))

		ok(t, c.read(func(v *db.View) error {
			none, all := &tally{Q: v}, &tally{Q: v}
			if _, err := Aheads(none, id.Make(), c.today(), c.week(0), 56); err != nil {
				return err
			}
			if _, err := Ceilings(none, id.Make()); err != nil {
				return err
			}
			free, err := Aheads(all, c.hub, c.today(), c.week(0), 56)
			if err != nil {
				return err
			}
			ceiling, err := Ceilings(all, c.hub)
			if err != nil {
				return err
			}
			if all.n != none.n || all.n == 0 {
				t.Errorf("%d queries for five workers, %d for none", all.n, none.n)
			}
			return c.compare(v, free, ceiling)
		}))
	})
}

// compare holds what was read of all against what is read of each.
func (c *crew) compare(v *db.View, free func(string) []skills.Day, ceiling func(string) skills.Ceiling) error {
	minutes, limited := 0, 0
	for n, w := range c.of {
		own, err := calendar(v, c.hub, w.ID, c.today())
		if err != nil {
			return err
		}
		want := make([]skills.Day, 56)
		for i := range want {
			if d := c.week(0).AddDays(i); !d.Before(c.today()) {
				want[i] = own.On(d)
			}
		}
		got := free(w.ID)
		if !slices.EqualFunc(got, want, func(a, b skills.Day) bool { return a.String() == b.String() }) {
			c.t.Errorf("worker %d: %v of all, %v of her own", n, got, want)
		}
		for _, d := range got {
			minutes += d.Minutes()
		}
		mine, err := Ceiling(v, c.hub, w.ID)
		if err != nil {
			return err
		}
		if ceiling(w.ID) != mine {
			c.t.Errorf("worker %d: %v of all, %v of her own", n, ceiling(w.ID), mine)
		}
		if mine.Wall != "" {
			limited++
		}
	}
	if minutes == 0 || limited != 1 {
		c.t.Errorf("%d minutes, %d ceilings: the test is blind", minutes, limited)
	}
	return nil
}

func (c *crew) read(fn func(*db.View) error) error {
	_, err := db.Read(c.t.Context(), c.DB, func(v *db.View) (int, error) { return 0, fn(v) })
	return err
}
