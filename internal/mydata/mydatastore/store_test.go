package mydatastore

import (
	"strings"
	"sync"
	"testing"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/mydata"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/platform/personal"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

type desk struct {
	*Store
	t        *testing.T
	now      when.Instant
	sato, me who.Actor
	worker   string
	runner   *jobs.Runner
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// yukihara is a hub with a coordinator and a registered worker who has an account.
func yukihara(t *testing.T, d *db.DB) *desk {
	t.Helper()
	journal.Declare(hub.Events()...)
	journal.Declare(people.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(mydata.Events()...)
	k, err := keys.New([]byte(strings.Repeat("k", 32)))
	ok(t, err)
	hubs := &hubstore.Store{DB: d, Base: "http://hiroba.test"}
	op := who.System("", "test", hub.MayOpen)
	token, err := hubs.SetupLink(t.Context(), op)
	ok(t, err)
	h, err := hubs.Open(t.Context(), op, token, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町", Phone: "0126-00-0000", Mail: "hiroba@yukihara.example", Hue: 168, ReplyDays: 2}, func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	x := &desk{t: t, now: dbtest.Start, sato: who.Person(h.ID, id.Make(), "佐藤", mydata.MayKeep), runner: &jobs.Runner{DB: d}}
	d.Now = func() when.Instant { return x.now }
	x.Store = &Store{DB: d, Keys: k, Hubs: hubs, Houses: []personal.House{journal.Personal, mail.Personal, peoplestore.Personal, workersstore.Personal, Personal}}
	x.Jobs(x.runner)
	ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
		p, err := peoplestore.Enrol(tx, x.sato, people.Invite{Name: "三好 みさき", Mail: "misaki@example.com", Role: string(people.Worker)}, i18n.JA)
		if err != nil {
			return err
		}
		w, err := workersstore.Begin(tx, x.sato, workersstore.Entry{Name: p.Name, Kana: "ミヨシ ミサキ", Mail: p.Mail, Lang: "ja", Person: p.ID})
		x.worker, x.me = w.ID, who.Person(h.ID, p.ID, p.Name, people.MaySelf)
		if err != nil {
			return err
		}
		return workersstore.Move(tx, x.sato, w, workers.Registered, tx.Now().DateIn(when.Tokyo), "")
	}))
	return x
}

func (x *desk) open() mydata.Request {
	x.t.Helper()
	rs, n, err := x.Requests(x.t.Context(), x.sato, true, 0, 10)
	ok(x.t, err)
	if n != 1 || len(rs) != 1 {
		x.t.Fatalf("%d requests wait", n)
	}
	return rs[0]
}

func TestARequestIsFiledOnceSealedAndAnswered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		once := id.Make()
		for range 2 { // pressed twice
			ok(t, x.Ask(t.Context(), x.me, mydata.Form{Kind: "correct", Words: "名前の読みがちがいます"}, once))
		}
		r := x.open()
		if r.Name != "三好 みさき" || r.Words != "名前の読みがちがいます" || r.Due.Sub(x.now.DateIn(when.Tokyo)) != mydata.AnswerDays {
			t.Errorf("%+v", r)
		}
		bare, err := db.Read(t.Context(), d, func(v *db.View) (string, error) {
			return db.Value[string](v, `select words_sealed from mydata_request where hub_id = $1`, x.me.Hub)
		})
		ok(t, err)
		if strings.Contains(bare, "名前") {
			t.Error("the words stand open in the database")
		}
		if err := x.Answer(t.Context(), x.sato, r.ID, r.Version, mydata.AnswerForm{Decision: "refused"}); fault.KindOf(err) != fault.Invalid {
			t.Errorf("refused without a reason: %v", err)
		}
		ok(t, x.Answer(t.Context(), x.sato, r.ID, r.Version, mydata.AnswerForm{Decision: "done", Answer: "直しました"}))
		p, err := x.Mine(t.Context(), x.me)
		ok(t, err)
		if len(p.Requests) != 1 || p.Requests[0].State != mydata.Done || p.Requests[0].Answer != "直しました" || !p.Worker {
			t.Errorf("%+v", p)
		}
		if err := x.Withdraw(t.Context(), x.me, r.ID); fault.KindOf(err) != fault.Conflict {
			t.Errorf("taken back after the answer: %v", err)
		}
	})
}

// TestTwoAnswersAtOnce: whoever is second meets the answer of the first.
func TestTwoAnswersAtOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		ok(t, x.Ask(t.Context(), x.me, mydata.Form{Kind: "erase", Sure: true}, id.Make()))
		r := x.open()
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				errs[i] = x.Answer(t.Context(), x.sato, r.ID, r.Version, mydata.AnswerForm{Decision: "done"})
			})
		}
		wg.Wait()
		done := 0
		for _, err := range errs {
			switch {
			case err == nil:
				done++
			case fault.KindOf(err) != fault.Conflict:
				t.Error(err)
			}
		}
		if done != 1 {
			t.Errorf("answered %d times", done)
		}
	})
}

// TestWhoWorksForTheHubIsNotErased, and nothing of a refused erasing is half done.
func TestWhoWorksForTheHubIsNotErased(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			return peoplestore.Appoint(tx, x.sato, x.me.Person, x.me.Name, people.Leader)
		}))
		ok(t, x.Ask(t.Context(), x.me, mydata.Form{Kind: "erase", Sure: true}, id.Make()))
		r := x.open()
		if err := x.Answer(t.Context(), x.sato, r.ID, r.Version, mydata.AnswerForm{Decision: "done"}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%v", err)
		}
		if r := x.open(); r.Name != "三好 みさき" || r.State != mydata.Open {
			t.Errorf("half done: %+v", r)
		}
	})
}

func TestAnExportIsMadeOnceAndGoneAfterItsDays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		for range 3 {
			ok(t, x.Gather(t.Context(), x.me))
		}
		ok(t, x.runner.Drain(t.Context()))
		p, err := x.Mine(t.Context(), x.me)
		ok(t, err)
		if len(p.Exports) != 1 || p.Exports[0].State != mydata.Ready {
			t.Fatalf("%+v", p.Exports)
		}
		e := p.Exports[0]
		b, err := x.Take(t.Context(), x.me, e.ID, "json")
		ok(t, err)
		if !strings.Contains(string(b), "misaki@example.com") {
			t.Error("her address is not told")
		}
		if _, err := x.Take(t.Context(), who.Person(x.me.Hub, x.sato.Person, "佐藤", people.MaySelf), e.ID, "pdf"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another took it: %v", err)
		}
		x.now = e.Ends
		if _, err := x.Take(t.Context(), x.me, e.ID, "json"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("taken after its days: %v", err)
		}
		ok(t, x.Sweep(t.Context(), x.sato))
		left, err := db.Read(t.Context(), d, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from mydata_export where hub_id = $1 and (json_sealed <> '' or pdf_sealed <> '' or state <> 'gone')`, x.me.Hub)
		})
		ok(t, err)
		if left != 0 {
			t.Error("the files are still in the database")
		}
	})
}

func TestStaffPrintWithAReasonOnly(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := yukihara(t, d)
		if _, err := x.Print(t.Context(), x.sato, x.worker, " "); fault.KindOf(err) != fault.Invalid {
			t.Errorf("without a reason: %v", err)
		}
		b, err := x.Print(t.Context(), x.sato, x.worker, "窓口で頼まれた")
		ok(t, err)
		lines, err := db.Read(t.Context(), d, func(v *db.View) ([]journal.Entry, error) { return journal.About(v, x.me.Hub, x.worker) })
		ok(t, err)
		if !strings.HasPrefix(string(b), "%PDF") || lines[len(lines)-1].Kind != "mydata.printed" {
			t.Errorf("%.8s %+v", b, lines[len(lines)-1])
		}
	})
}
