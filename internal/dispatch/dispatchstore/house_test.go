package dispatchstore

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(skills.Events()...)
	journal.Declare(orders.Events()...)
	journal.Declare(work.Events()...)
	journal.Declare(dispatch.Events()...)
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// house is Yukihara's hub with a coordinator and what planning needs.
type house struct {
	*Store
	t      testing.TB
	hub    string
	hubs   *hubstore.Store
	sato   who.Actor
	skills *skillsstore.Store
	orders *ordersstore.Store
	runner *jobs.Runner
	now    when.Instant
	kind   orders.Kind
}

func yukihara(t testing.TB, d *db.DB) *house {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	h := &house{t: t, now: when.On(2027, 2, 8).At(10*60, when.Tokyo)}
	var mu sync.Mutex
	d.Now = func() when.Instant { mu.Lock(); defer mu.Unlock(); return h.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	town := hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"}
	for day := time.Monday; day <= time.Saturday; day++ {
		town.Week[day] = []calendar.Span{{From: 9 * 60, To: 17 * 60}}
	}
	x, err := hs.Open(t.Context(), opener, link, town, func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	h.hub = x.ID
	h.skills = &skillsstore.Store{DB: d, Keys: k, Hubs: hs}
	h.orders = &ordersstore.Store{DB: d, Keys: k, Hubs: hs, Cut: workstore.Cut}
	h.hubs, h.Store = hs, &Store{DB: d, Work: &workstore.Store{DB: d, Keys: k, Hubs: hs, Orders: h.orders}}
	h.sato = who.Person(x.ID, id.Make(), "佐藤", orders.MaySee, orders.MayKeep, work.MayRun, work.MayCheck, work.MayCheckIn, skills.MayCatalogue, skills.MayKeep, hub.MayClose, dispatch.MaySee, dispatch.MayRun)
	h.runner = &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
	h.orders.Jobs(h.runner)
	h.skills.Jobs(h.runner)
	h.Work.Jobs(h.runner)
	h.Jobs(h.runner)
	(&mail.Worker{DB: d, Sender: mail.Kept{}, From: func(context.Context, string) mail.From { return mail.From{} }}).Handle(h.runner)
	ok(t, h.skills.TakeReady(t.Context(), h.sato))
	ok(t, h.orders.TakeReady(t.Context(), h.sato))
	ks, err := h.orders.Kinds(t.Context(), h.sato)
	ok(t, err)
	h.kind = ks[0]
	return h
}

// worker is somebody who signed, can do the kind, and gives the mornings of all days.
func (h *house) worker(name string) who.Actor {
	h.t.Helper()
	person := id.Make()
	_, err := db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (int, error) {
		w, err := workersstore.Begin(tx, h.sato, workersstore.Entry{Name: name, Kana: "カナ", Mail: person + "@example.com", Lang: "ja", Person: person})
		if err != nil {
			return 0, err
		}
		if err := workersstore.Move(tx, h.sato, w, workers.Registered, when.On(2027, 1, 10), ""); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`insert into worker_text (hub_id, hash, kind, version, lang, body, made_at) values ($1, 'h', 'contract', '2026-11', 'ja', 'x', $2) on conflict (hub_id, hash) do nothing`, h.hub, tx.Now()); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`insert into worker_consent (hub_id, worker_id, id, kind, hash, version, how, signed_as, made_by, made_at) values ($1, $2, $3, 'contract', 'h', '2026-11', 'screen', '', '', $4)`, h.hub, w.ID, id.Make(), tx.Now()); err != nil {
			return 0, err
		}
		return 0, skillsstore.AddEvidence(tx, h.sato, w.ID, h.kind.Skill, max(1, h.kind.Level), skills.Interview, "")
	})
	ok(h.t, err)
	a := who.Person(h.hub, person, name, work.MayDo, skills.MaySelf, workers.MaySelf, dispatch.MayOwn)
	var cells []string
	for day := range 7 {
		cells = append(cells, fmt.Sprintf("%d-morning", day))
	}
	ok(h.t, h.skills.SetWeek(h.t.Context(), a, "", skills.Monday(h.now.DateIn(when.Tokyo)), cells, true))
	return a
}

func (h *house) id(a who.Actor) string {
	h.t.Helper()
	w, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (workers.Worker, error) { return workersstore.Mine(v, a) })
	ok(h.t, err)
	return w.ID
}

// order is an accepted order of so many cards, cut into pieces of some eighteen minutes.
func (h *house) order(title string, rows int, promise string, hubOnly bool) string {
	h.t.Helper()
	return h.ordered(title, rows, rows, promise, hubOnly, "sample")
}

// ordered is an accepted order of so many cards, of which some have come, checked in a way.
func (h *house) ordered(title string, volume, rows int, promise string, hubOnly bool, checks string) string {
	h.t.Helper()
	ctx := h.t.Context()
	guest := who.Visitor(h.hub, orders.MayAsk)
	oid, err := h.orders.Ask(ctx, guest, id.Make(), h.kind.ID, orders.PersonForm{Company: "みなと商事", Name: "田中", Mail: "tanaka@example.com"}, orders.AskForm{Title: title})
	ok(h.t, err)
	ok(h.t, h.orders.Quote(ctx, h.sato, oid, 0, orders.QuoteForm{Volume: fmt.Sprint(volume), Seconds: "43", Price: "28", Fee: "15.2", Promise: promise, Permille: "25", Valid: "2027-02-16"}))
	ok(h.t, h.orders.AnswerFor(ctx, h.sato, oid, 1, ordersstore.Reply{Yes: true, Name: "田中"}))
	_, err = h.orders.Keep(ctx, h.sato, oid, ordersstore.Upload{Use: "material", Name: "a.csv", Body: strings.NewReader("会員番号" + strings.Repeat("\n1", rows))})
	ok(h.t, err)
	h.drain()
	ok(h.t, h.orders.SaveColumns(ctx, h.sato, oid, []orders.ColumnForm{{Name: "会員番号"}, {Name: "氏名", Asked: true, Type: "text", Must: true}}))
	f, err := h.orders.Order(ctx, h.sato, oid)
	ok(h.t, err)
	ok(h.t, h.orders.SavePlan(ctx, h.sato, oid, f.Version, orders.PlanForm{Checks: checks, FirstRows: "0", Owner: "佐藤", Phone: true, HubOnly: hubOnly}))
	ok(h.t, h.Work.Instruct(ctx, h.sato, oid, 0, "見たままに入れる", ""))
	ok(h.t, h.Work.Split(ctx, h.sato, oid, 18))
	return oid
}

func (h *house) drain() {
	h.t.Helper()
	ok(h.t, h.runner.Drain(h.t.Context()))
}

// facts are what a plan would be made from now.
func (h *house) facts() dispatch.Facts {
	h.t.Helper()
	f, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (dispatch.Facts, error) { return factsOf(v, h.hub) })
	ok(h.t, err)
	return f
}

func (h *house) plan() Board {
	h.t.Helper()
	_, err := h.Run(h.t.Context(), h.sato)
	ok(h.t, err)
	h.drain()
	return h.board()
}

func (h *house) board() Board {
	h.t.Helper()
	b, err := h.Board(h.t.Context(), h.sato)
	ok(h.t, err)
	return b
}

func (h *house) send(b Board) {
	h.t.Helper()
	_, err := h.Send(h.t.Context(), h.sato, b.No, "")
	ok(h.t, err)
	h.drain()
}

func (h *house) claim(a who.Actor, oid string) string {
	h.t.Helper()
	p, err := h.Work.Propose(h.t.Context(), a, oid, 40, true)
	ok(h.t, err)
	pid, err := h.Work.Claim(h.t.Context(), a, p.Piece.ID, p.Hash, true)
	ok(h.t, err)
	return pid
}

// mails is how many letters of a kind went to somebody.
func (h *house) mails(kind, worker string) int {
	h.t.Helper()
	n, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from mail_message where hub_id = $1 and kind = $2 and about = $3`, h.hub, kind, worker)
	})
	ok(h.t, err)
	return n
}

// noted is how often the journal has an event.
func (h *house) noted(kind string) int {
	h.t.Helper()
	n, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from journal where hub_id = $1 and kind = $2`, h.hub, kind)
	})
	ok(h.t, err)
	return n
}

func units(ps []dispatch.Proposal) (n int) {
	for _, p := range ps {
		n += p.Units
	}
	return n
}
