package app

import (
	"fmt"
	"net/http"
	"net/url"
	"syscall"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/town"
)

// busy reports the processor time of an operation beside its time by the clock: on a
// machine with other work it is the figure to compare.
func busy(b *testing.B) (done func()) {
	used := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N), "cpu-ns/op") }
}

// page is one page, read over and over.
func (a *App) page(b *testing.B, path string, c *http.Cookie) {
	b.Helper()
	defer busy(b)()
	for b.Loop() {
		req := get(path)
		req.Header.Set("Accept-Encoding", "gzip")
		if c != nil {
			req.AddCookie(c)
		}
		if w := a.do(req); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}

// edition is a published seminar with room for many.
func (a *App) edition(t testing.TB) (hubID, seminar string) {
	t.Helper()
	h, err := a.Hubs.Resolve(t.Context(), "localhost")
	if err != nil {
		t.Fatal(err)
	}
	staff := who.System(h.ID, "bench", outreach.MayRun, outreach.MaySignups, outreach.MaySignUp)
	f := town.Seminars[0].Form
	f.Adults, f.Date = "5000", a.Now().DateIn(when.Tokyo).AddDays(60).String()
	s, err := a.Reach.SaveSeminar(t.Context(), staff, outreachstore.SaveSeminar{ID: id.Make(), Form: f})
	if err == nil {
		err = a.Reach.Publish(t.Context(), staff, s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return h.ID, s
}

// signUps has n people sign up for a seminar from home.
func (a *App) signUps(t testing.TB, hubID, seminar string, n int) {
	t.Helper()
	guest := who.System(hubID, "bench", everybody...)
	for i := range n {
		f := town.Party(i, outreach.Online)
		f.Mail = fmt.Sprintf("bench%d@example.com", i)
		if _, err := a.Reach.SignUp(t.Context(), guest, outreachstore.SignUp{Seminar: seminar, Once: id.Make(), Form: f}); err != nil {
			t.Fatal(err)
		}
	}
}

func BenchmarkHome(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) { start(b, d).page(b, "/", nil) })
}

func BenchmarkSeminar(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		a := start(b, d)
		_, s := a.edition(b)
		a.page(b, "/seminars/"+s, nil)
	})
}

func BenchmarkStaffList(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		a := start(b, d)
		hubID, s := a.edition(b)
		a.signUps(b, hubID, s, 300)
		a.page(b, "/staff/seminars/"+s, a.signIn(b, "sato@yukihara.example"))
	})
}

func BenchmarkSignUp(b *testing.B) {
	dbtest.Bench(b, func(b *testing.B, d *db.DB) {
		at, step := dbtest.Start, time.Duration(0)
		d.Now = func() when.Instant { at = at.Add(step); return at }
		a := start(b, d)
		step = time.Minute // so that no limit is met
		_, s := a.edition(b)
		n := 0
		defer busy(b)()
		for b.Loop() {
			if n%100 == 0 {
				b.StopTimer()
				_, s = a.edition(b)
				b.StartTimer()
			}
			n++
			stamp := a.Keys.Stamp("sign-up", at)
			w := a.do(post("/seminars/"+s+"/sign-up", url.Values{"stamp": {stamp}, "once": {id.Make()}, "name": {"三好 みさき"}, "kana": {"みよし みさき"},
				"mail": {fmt.Sprintf("misaki%d@example.com", n)}, "way": {"place"}, "heard": {"friend"}, "consent": {"1"}}))
			if w.Code != http.StatusSeeOther {
				b.Fatal(w.Code, w.Body)
			}
		}
	})
}
