package outreachstore

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"

	"log/slog"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(outreach.Events()...)
}

// hall is Yukihara's hub with somebody at the desk and visitors at the door of the site.
type hall struct {
	*Store
	t              *testing.T
	hub            string
	sato, visitor  who.Actor
	now            *when.Instant
	runner         *jobs.Runner
	mu             sync.Mutex
	peopleSignedUp int
}

func yukihara(t *testing.T, d *db.DB) *hall {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	now := dbtest.Start
	d.Now = func() when.Instant { return now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	h, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, Week: week(), YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	s := &Store{DB: d, Keys: k, Hubs: hs}
	t.Cleanup(func() { // whatever a test did, races too: the numbers beside the seminars are those of the rows
		if err := RecountSeats(context.Background(), d); err != nil {
			t.Error(err)
		}
	})
	r := &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
	s.Jobs(r)
	(&mail.Worker{DB: d, Sender: mail.Kept{}}).Handle(r)
	return &hall{Store: s, t: t, hub: h.ID, now: &now, runner: r,
		sato:    who.Person(h.ID, id.Make(), "佐藤", outreach.MaySee, outreach.MaySignups, outreach.MayRun, outreach.MaySignUp),
		visitor: who.Visitor(h.ID, outreach.MaySignUp)}
}

// week is open from Monday to Friday.
func week() (w [7][]calendar.Span) {
	for d := 1; d <= 5; d++ {
		w[d] = []calendar.Span{{From: 9*60 + 30, To: 16 * 60}}
	}
	return w
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func form(adults, children int) outreach.SeminarForm {
	return outreach.SeminarForm{Series: "はじめての在宅しごと説明会", Title: "家で働くって どんな感じ？", Lead: "子どもがいても働けます", Date: "2027-02-18", From: "10:00", To: "11:30",
		Place: "地域交流館 2階 大会議室", Adults: fmt.Sprint(adults), Children: fmt.Sprint(children), CareUntil: "2/16", Points: "ひろばの紹介\n働いている人の話"}
}

// seminar makes a published one.
func (h *hall) seminar(adults, children int) string {
	h.t.Helper()
	sid, err := h.SaveSeminar(h.t.Context(), h.sato, SaveSeminar{ID: id.Make(), Form: form(adults, children)})
	ok(h.t, err)
	ok(h.t, h.Publish(h.t.Context(), h.sato, sid))
	return sid
}

// person is somebody new each time.
func (h *hall) person() outreach.SignupForm {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.peopleSignedUp++
	n := h.peopleSignedUp
	return outreach.SignupForm{Name: fmt.Sprintf("町の人%d", n), Kana: "マチノヒト" + string(rune('ア'+n%60)), Mail: fmt.Sprintf("p%d@example.com", n), Consent: true, Lang: "ja"}
}

func (h *hall) signUp(seminar string, change ...func(*outreach.SignupForm)) Receipt {
	h.t.Helper()
	f := h.person()
	for _, c := range change {
		c(&f)
	}
	r, err := h.SignUp(h.t.Context(), h.visitor, SignUp{Seminar: seminar, Once: id.Make(), Form: f})
	ok(h.t, err)
	return r
}

func two(f *outreach.SignupForm) { f.Two = true }
func child(ages string) func(*outreach.SignupForm) {
	return func(f *outreach.SignupForm) { f.Care, f.Ages = true, ages }
}

func (h *hall) state(r Receipt) outreach.SignupState {
	h.t.Helper()
	t, err := h.Ticket(h.t.Context(), h.visitor, r.Token)
	ok(h.t, err)
	return t.State
}

func (h *hall) counts(seminar string) Counts {
	h.t.Helper()
	l, err := h.Seminar(h.t.Context(), h.visitor, seminar)
	ok(h.t, err)
	return l.Counts
}

// later moves the clock and does the work that is due then.
func (h *hall) later(d time.Duration) {
	h.t.Helper()
	*h.now = h.now.Add(d)
	ok(h.t, h.runner.Drain(h.t.Context()))
}

func (h *hall) mails(about string) []mail.Row {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.About(v, h.hub, about) })
	ok(h.t, err)
	return rows
}

func (h *hall) kinds(about string) string {
	s := ""
	for _, m := range h.mails(about) {
		s += m.Kind[len("outreach."):] + " "
	}
	return s
}

func conflict(t *testing.T, err error, key string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Kind != fault.Conflict || f.Key != key {
		t.Errorf("got %v, want the conflict %s", err, key)
	}
}

func TestSeminarLife(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		draft := id.Make()
		for range 2 { // pressed twice
			_, err := h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: draft, Form: form(10, 2)})
			ok(t, err)
		}
		if _, err := h.Seminar(t.Context(), h.visitor, draft); fault.KindOf(err) != fault.NotFound {
			t.Errorf("a visitor saw a draft: %v", err)
		}
		ok(t, h.Publish(t.Context(), h.sato, draft))
		second := h.seminar(10, 2)
		p, err := h.Programme(t.Context(), h.visitor)
		ok(t, err)
		if len(p.Coming) != 2 || p.Coming[0].No+p.Coming[1].No != 3 {
			t.Errorf("programme %+v", p.Coming)
		}
		f := form(10, 2)
		f.Title = "新しい題"
		_, err = h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: draft, Version: 1, Form: f})
		ok(t, err)
		_, err = h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: draft, Version: 1, Form: f})
		conflict(t, err, "outreach.seminar.stale")
		ok(t, h.CloseSignUp(t.Context(), h.sato, second))
		_, err = h.SignUp(t.Context(), h.visitor, SignUp{Seminar: second, Form: h.person()})
		conflict(t, err, "outreach.signup.closed")
		_, err = h.SignUpFor(t.Context(), h.sato, SignUp{Seminar: second, Form: h.person()})
		ok(t, err)
		e, err := h.Edition(t.Context(), h.sato, second)
		ok(t, err)
		if len(e.Steps) != 3 || e.Parties != 1 {
			t.Errorf("edition %+v", e)
		}
	})
}

func TestCapacityIsNotCutBelowWhatIsTaken(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(3, 1)
		h.signUp(sem, two)
		h.signUp(sem)
		waits := h.signUp(sem)
		_, err := h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: sem, Version: 1, Form: form(2, 1)})
		if f := fault.Of(err); f == nil || f.Fields[0].Key != "outreach.seminar.seats_taken" {
			t.Errorf("cut to two: %v", err)
		}
		_, err = h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: sem, Version: 1, Form: form(4, 1)})
		ok(t, err)
		if h.state(waits) != outreach.Offered {
			t.Errorf("a larger room, and who waited is %s", h.state(waits))
		}
	})
}

func TestChangedTimeIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(3, 1)
		r := h.signUp(sem)
		f := form(3, 1)
		f.Date = "2027-02-19"
		_, err := h.SaveSeminar(t.Context(), h.sato, SaveSeminar{ID: sem, Version: 1, Form: f})
		ok(t, err)
		if got := h.kinds(r.ID); got != "seat rescheduled " {
			t.Errorf("mails %s", got)
		}
		h.later(8*24*time.Hour + 7*time.Hour) // 17 Feb 17:00: the old day before
		if got := h.kinds(r.ID); got != "seat rescheduled " {
			t.Errorf("reminded for the old date: %s", got)
		}
		h.later(24 * time.Hour)
		if got := h.kinds(r.ID); got != "seat rescheduled reminder " {
			t.Errorf("mails %s", got)
		}
		h.later(24 * time.Hour)
		ok(t, h.remind(t.Context(), jobs.New(h.hub, "outreach.reminder", reminder{h.hub, sem, when.MustDate("2027-02-19").At(600, when.Tokyo)})))
		if got := h.kinds(r.ID); got != "seat rescheduled reminder " {
			t.Errorf("reminded twice: %s", got)
		}
	})
}

func TestCancelledSeminarTellsEverybody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(1, 0)
		seat, waits := h.signUp(sem), h.signUp(sem)
		n, err := h.CancelSeminar(t.Context(), h.sato, sem, "大雪のため")
		ok(t, err)
		if n != 2 || h.kinds(seat.ID) != "seat off " || h.kinds(waits.ID) != "line off " {
			t.Errorf("told %d: %s, %s", n, h.kinds(seat.ID), h.kinds(waits.ID))
		}
		if _, err := h.CancelSeminar(t.Context(), h.sato, sem, "大雪のため"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("called off twice: %v", err)
		}
	})
}

func TestMailAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		sem := h.seminar(2, 0)
		a, b := h.signUp(sem), h.signUp(sem, func(f *outreach.SignupForm) { f.Mail, f.Phone = "", "090-0000-1234" })
		h.signUp(sem)
		r, err := h.Reach(t.Context(), h.sato, sem, "seat")
		ok(t, err)
		if r != (Reach{1, 1}) {
			t.Errorf("reach %+v", r)
		}
		cmd := MailAll{Seminar: sem, Once: id.Make(), Audience: "all", Subject: "駐車場のお知らせ", Body: "北側に停めてください。\n\n雪かきをしておきます。"}
		for range 2 {
			n, err := h.MailAll(t.Context(), h.sato, cmd)
			ok(t, err)
			if n != 2 {
				t.Errorf("sent to %d", n)
			}
		}
		if h.kinds(a.ID) != "seat all " || h.kinds(b.ID) != "" {
			t.Errorf("mails: %s; %s", h.kinds(a.ID), h.kinds(b.ID))
		}
		e, err := h.Edition(t.Context(), h.sato, sem)
		ok(t, err)
		if len(e.Mailed) != 1 || e.Mailed[0].People != 2 || e.Mailed[0].By != "佐藤" {
			t.Errorf("record %+v", e.Mailed)
		}
	})
}
