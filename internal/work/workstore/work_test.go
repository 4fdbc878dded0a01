package workstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/work"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(skills.Events()...)
	journal.Declare(orders.Events()...)
	journal.Declare(work.Events()...)
}

// house is Yukihara's hub with a coordinator, a leader and workers.
type house struct {
	*Store
	t            testing.TB
	hub          string
	sato, leader who.Actor
	guest        who.Actor
	skills       *skillsstore.Store
	runner       *jobs.Runner
	now          when.Instant
	kinds        map[string]orders.Kind // by tool
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func yukihara(t testing.TB, d *db.DB) *house {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	h := &house{t: t, now: dbtest.Start, kinds: map[string]orders.Kind{}}
	var mu sync.Mutex
	d.Now = func() when.Instant { mu.Lock(); defer mu.Unlock(); return h.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	x, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	h.hub = x.ID
	h.skills = &skillsstore.Store{DB: d, Keys: k, Hubs: hs}
	os := &ordersstore.Store{DB: d, Keys: k, Hubs: hs, Cut: Cut}
	h.Store = &Store{DB: d, Keys: k, Hubs: hs, Orders: os}
	h.sato = who.Person(x.ID, id.Make(), "佐藤", orders.MaySee, orders.MayKeep, work.MayRun, work.MayCheck, work.MayCheckIn, skills.MayCatalogue, skills.MayCount)
	h.leader = who.Person(x.ID, id.Make(), "伊藤", work.MayCheck)
	h.guest = who.Visitor(x.ID, orders.MayAsk, work.MayWatch)
	h.runner = &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
	os.Jobs(h.runner)
	h.Jobs(h.runner)
	(&mail.Worker{DB: d, Sender: mail.Kept{}, From: func(context.Context, string) mail.From { return mail.From{} }}).Handle(h.runner)
	ok(t, h.skills.TakeReady(t.Context(), h.sato))
	ok(t, os.TakeReady(t.Context(), h.sato))
	ks, err := os.Kinds(t.Context(), h.sato)
	ok(t, err)
	for _, k := range ks {
		if _, there := h.kinds[k.Tool]; !there {
			h.kinds[k.Tool] = k
		}
	}
	return h
}

// worker registers somebody who signed the basic contract and can do what kinds ask for.
func (h *house) worker(name string, kinds ...orders.Kind) who.Actor {
	h.t.Helper()
	person := id.Make()
	_, err := db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (int, error) {
		w, err := workersstore.Begin(tx, h.sato, workersstore.Entry{Name: name, Mail: person + "@example.com", Lang: "ja", Person: person})
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
		for _, k := range kinds {
			if k.Skill != "" {
				if err := skillsstore.AddEvidence(tx, h.sato, w.ID, k.Skill, max(1, k.Level), skills.Interview, ""); err != nil {
					return 0, err
				}
			}
		}
		return 0, nil
	})
	ok(h.t, err)
	return who.Person(h.hub, person, name, work.MayDo, skills.MaySelf, workers.MaySelf)
}

func (h *house) workerID(a who.Actor) string {
	h.t.Helper()
	w, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (workers.Worker, error) { return workersstore.Mine(v, a) })
	ok(h.t, err)
	return w.ID
}

var cols = []orders.ColumnForm{{Name: "会員番号"}, {Name: "氏名", Asked: true, Type: "text", Must: true}, {Name: "フリガナ", Asked: true, Type: "kana"}}

const manual = "会員番号は見たままに入れる\n氏名の間は空ける\n読めない字は〓にする"

// order is an ordered order with n rows, columns and an instruction.
func (h *house) order(k orders.Kind, n int, change func(*orders.PlanForm), columns []orders.ColumnForm) string {
	h.t.Helper()
	ctx := h.t.Context()
	oid, err := h.Orders.Ask(ctx, h.guest, id.Make(), k.ID, orders.PersonForm{Company: "みなと商事", Name: "田中", Mail: "tanaka@example.com"}, orders.AskForm{Title: "会員カード"})
	ok(h.t, err)
	ok(h.t, h.Orders.Quote(ctx, h.sato, oid, 0, orders.QuoteForm{Volume: fmt.Sprint(n), Seconds: "43", Price: "28", Fee: "15.2", Promise: "2027-02-26", Permille: "25", Valid: "2027-02-16"}))
	ok(h.t, h.Orders.AnswerFor(ctx, h.sato, oid, 1, ordersstore.Reply{Yes: true, Name: "田中"}))
	var b strings.Builder
	for i, c := range columns {
		if !c.Asked {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(c.Name)
		}
	}
	heads := strings.Count(b.String(), ",") + 1
	for i := range n {
		b.WriteByte('\n')
		for j := range heads {
			if j > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, "v%d-%d", i+1, j)
		}
	}
	_, err = h.Orders.Keep(ctx, h.sato, oid, ordersstore.Upload{Use: "material", Name: "a.csv", Body: strings.NewReader(b.String())})
	ok(h.t, err)
	ok(h.t, h.runner.Drain(ctx))
	ok(h.t, h.Orders.SaveColumns(ctx, h.sato, oid, columns))
	p := orders.PlanForm{Checks: "sample", FirstRows: "0", Owner: "佐藤", Phone: true}
	if change != nil {
		change(&p)
	}
	f, err := h.Orders.Order(ctx, h.sato, oid)
	ok(h.t, err)
	ok(h.t, h.Orders.SavePlan(ctx, h.sato, oid, f.Version, p))
	ok(h.t, h.Instruct(ctx, h.sato, oid, 0, manual, ""))
	return oid
}

// open is an order whose pieces can be taken on.
func (h *house) open(n int, change func(*orders.PlanForm)) string {
	h.t.Helper()
	oid := h.order(h.kinds["entry"], n, change, cols)
	ok(h.t, h.Split(h.t.Context(), h.sato, oid, 18))
	ok(h.t, h.Call(h.t.Context(), h.sato, oid, 0, CallForm{Deadline: "2027-02-19"}))
	return oid
}

func (h *house) take(a who.Actor, oid string) string {
	h.t.Helper()
	p, err := h.Propose(h.t.Context(), a, oid, 40, true)
	ok(h.t, err)
	pid, err := h.Claim(h.t.Context(), a, p.Piece.ID, p.Hash, true)
	ok(h.t, err)
	return pid
}

// fill fills in some rows of a piece.
func (h *house) fill(a who.Actor, pid string, most int) {
	h.t.Helper()
	x, err := h.Screen(h.t.Context(), a, pid)
	ok(h.t, err)
	for i, l := range x.Lines {
		if i == most {
			return
		}
		typed := map[int]string{}
		for j, c := range x.Ask {
			if typed[c.No] = fmt.Sprintf("アイ%d", j); c.Type == "kana" {
				typed[c.No] = "アイ"
			}
		}
		got, err := h.SaveRow(h.t.Context(), a, pid, l.No, l.Answer.Version, typed)
		ok(h.t, err)
		if len(got.Wrong) > 0 {
			h.t.Fatal(got.Wrong)
		}
	}
}

// rows are the rows of a piece.
func (h *house) rows(pid string) []int {
	h.t.Helper()
	p, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (work.Piece, error) { return loadPiece(v, h.hub, pid) })
	ok(h.t, err)
	return p.Rows.All()
}

// cells are texts by the numbers of the asked columns of cols, from 2.
func cells(texts ...string) map[int]string {
	out := map[int]string{}
	for i, t := range texts {
		out[i+2] = t
	}
	return out
}

func (h *house) accept(pid string) {
	h.t.Helper()
	x, err := h.Sheet(h.t.Context(), h.leader, pid)
	ok(h.t, err)
	ok(h.t, h.Check(h.t.Context(), h.leader, pid, x.Version, work.CheckForm{}))
}

func (h *house) view(oid string) Overview {
	h.t.Helper()
	o, err := h.Overview(h.t.Context(), h.sato, oid)
	ok(h.t, err)
	return o
}

func (h *house) count(q string, args ...any) (n int) {
	h.t.Helper()
	n, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (int, error) { return db.Value[int](v, q, args...) })
	ok(h.t, err)
	return n
}

func (h *house) token(kind string) string {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.hub, "", 0, 200) })
	ok(h.t, err)
	for _, r := range rows {
		if r.Kind == kind {
			_, rest, _ := strings.Cut(r.Text, "/window/")
			t, _, _ := strings.Cut(rest, "/")
			return strings.Fields(t)[0]
		}
	}
	h.t.Fatal("no letter of the kind " + kind)
	return ""
}

func conflict(err error) bool { return fault.KindOf(err) == fault.Conflict }

func keyOf(err error) string {
	if f := fault.Of(err); f != nil {
		return f.Key
	}
	return fmt.Sprint(err)
}

func TestAnOrderIsDoneCheckedAndDelivered(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(30, nil)
		for range 2 {
			pid := h.take(misaki, oid)
			h.fill(misaki, pid, 99)
			ok(t, h.Deliver(t.Context(), misaki, pid))
			h.accept(pid)
		}
		o := h.view(oid)
		if o.Accepted != 30 || o.Total != 30 || o.Fees != 380+76 || o.Margin != 840-456 || o.People != 1 {
			t.Fatalf("%+v", o.Progress)
		}
		rs, err := h.Receipts(t.Context(), misaki)
		ok(t, err)
		if len(rs) != 2 || rs[0].Received.String() != "2027-02-09" || rs[0].Due.String() != "2027-03-19" || rs[0].LastLawful.String() != "2027-04-09" || rs[0].Accepted.IsZero() {
			t.Errorf("%+v", rs)
		}
		ok(t, h.Send(t.Context(), h.sato, oid, 0, DeliverForm{"csv"}))
		token := h.token("work.sent")
		_, r, err := h.DeliveredFile(t.Context(), h.guest, token, oid, 1)
		ok(t, err)
		body, err := io.ReadAll(r)
		ok(t, err)
		if lines := strings.Split(strings.TrimSpace(string(body)), "\r\n"); len(lines) != 31 || !strings.Contains(lines[30], "30,v30-0,アイ0,アイ") {
			t.Errorf("%d lines, %q", len(lines), lines[len(lines)-1])
		}
		ok(t, h.AnswerDelivery(t.Context(), h.guest, token, oid, 1, Reply{Yes: true, Name: "田中"}))
		if o = h.view(oid); o.State != orders.Accepted || o.Deliveries[0].State != "accepted" {
			t.Errorf("%s %+v", o.State, o.Deliveries)
		}
		ps, _, err := h.MyPace(t.Context(), misaki)
		if err != nil || len(ps) != 1 || ps[0].Pieces != 2 {
			t.Error(ps, err)
		}
	})
}

// There is no way to a row but through a claim, and none to a claim but through a stored notice.
func TestNoWorkOpensWithoutItsNotice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.open(30, nil)
		p, err := h.Propose(t.Context(), misaki, oid, 40, true)
		ok(t, err)
		pid := p.Piece.ID
		_, err = h.Screen(t.Context(), misaki, pid)
		_, err2 := h.SaveRow(t.Context(), misaki, pid, 1, 0, cells("a", ""))
		_, _, err3 := h.RowFile(t.Context(), misaki, pid, 1)
		for _, e := range []error{err, err2, err3, h.Beat(t.Context(), misaki, pid), h.Deliver(t.Context(), misaki, pid), h.HandIn(t.Context(), misaki, pid, 1, "a", "b", []byte("x")), h.Ask(t.Context(), misaki, pid, 1, "?")} {
			if !conflict(e) {
				t.Error("work opened without a claim:", e)
			}
		}
		if _, err := h.Claim(t.Context(), misaki, pid, "another hash", true); keyOf(err) != "work.fault.terms_changed" {
			t.Error("taken on other terms than were shown:", err)
		}
		if _, err := h.Claim(t.Context(), misaki, pid, p.Hash, true); err != nil {
			t.Fatal(err)
		}
		if n := h.count(`select count(*) from work_claim c where c.hub_id = $1 and not exists (select 1 from terms_notice t where t.hub_id = c.hub_id and t.id = c.notice_id and t.state = 'agreed' and t.shown_at <= c.claimed_at)`, h.hub); n != 0 {
			t.Error("a claim stands without the notice before it")
		}
		ns, err := h.Notices(t.Context(), misaki)
		if err != nil || len(ns) != 1 || ns[0].Hash != p.Hash || ns[0].Terms.Fee != 380 {
			t.Fatal(ns, err)
		}
		if _, err := h.Notice(t.Context(), haruka, ns[0].ID); fault.KindOf(err) != fault.NotFound {
			t.Error("somebody else's notice was shown:", err)
		}
		if err := h.fkTest(); err == nil {
			t.Error("the books take a claim whose notice does not exist")
		}
		unsigned := h.worker("工藤", h.kinds["entry"])
		ok(t, db.Do(t.Context(), h.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(`delete from worker_consent where hub_id = $1 and worker_id = (select id from worker where hub_id = $1 and person_id = $2)`, h.hub, unsigned.Person)
			return err
		}))
		if _, err := h.Propose(t.Context(), unsigned, oid, 40, true); keyOf(err) != "work.reason.no_contract" {
			t.Error("work without a basic contract:", err)
		}
	})
}

// fkTest writes a claim without a notice straight into the books.
func (h *house) fkTest() error {
	return db.Do(h.t.Context(), h.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`insert into work_claim (hub_id, id, piece_id, order_id, worker_id, notice_id, state, claimed_at, beat_at, lease_until, spent, ended_at)
			select hub_id, 'x', id, order_id, (select min(id) from worker where hub_id = $1), 'none', 'lapsed', '', '', '', 0, '' from work_piece where hub_id = $1 limit 1`, h.hub)
		return err
	})
}

func TestTheBabyWakesAtRowThirtyOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.order(h.kinds["entry"], 50, nil, cols)
		ok(t, h.Split(t.Context(), h.sato, oid, 36)) // one piece of fifty rows
		ok(t, h.Call(t.Context(), h.sato, oid, 0, CallForm{Deadline: "2027-02-19"}))
		pid := h.take(misaki, oid)
		h.fill(misaki, pid, 31)
		_, err := h.SaveRow(t.Context(), misaki, pid, 32, 0, cells("", "はん")) // half a row
		ok(t, err)
		h.now = h.now.Add(work.Lease + time.Minute)
		ok(t, h.lapse(t.Context(), h.hub))
		ok(t, h.lapse(t.Context(), h.hub)) // a second round changes nothing
		rs, err := h.Receipts(t.Context(), misaki)
		ok(t, err)
		if len(rs) != 1 || rs[0].Rows != 31 || rs[0].Fee != 472 { // 15.2 × 31 = 471.2, in her favour
			t.Fatalf("%+v", rs)
		}
		next := h.take(haruka, oid)
		h.fill(haruka, next, 99)
		ok(t, h.Deliver(t.Context(), haruka, next))
		if rs, err = h.Receipts(t.Context(), haruka); err != nil || len(rs) != 1 || rs[0].Rows != 19 {
			t.Fatal(rs, err)
		}
		if n := h.count(`select count(*) from (select row_no from work_row r join work_piece p on p.hub_id = r.hub_id and p.id = r.piece_id where p.hub_id = $1 and p.order_id = $2 group by row_no having count(*) > 1) x`, h.hub, oid); n != 0 {
			t.Errorf("%d rows stand twice", n)
		}
		if o := h.view(oid); o.Total != 50 || o.Entered != 50 {
			t.Errorf("%+v", o.Progress)
		}
	})
}

// Handing back and declining change nothing of what comes to somebody.
func TestHandingBackAndDecliningLeaveNoTrace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid, other := h.open(30, nil), h.open(30, nil)
		before, err := h.Bench(t.Context(), misaki, 40, true)
		ok(t, err)
		for range 5 {
			ok(t, h.HandBack(t.Context(), misaki, h.take(misaki, other)))
		}
		ok(t, h.Pass(t.Context(), misaki, oid, "later"))
		ok(t, h.Pass(t.Context(), misaki, oid, ""))
		after, err := h.Bench(t.Context(), misaki, 40, true)
		ok(t, err)
		if fmt.Sprintf("%+v", before.Cards) != fmt.Sprintf("%+v", after.Cards) {
			t.Errorf("before %+v\nafter %+v", before.Cards, after.Cards)
		}
		ok(t, h.Pass(t.Context(), misaki, oid, "never"))
		b, err := h.Bench(t.Context(), misaki, 40, true)
		if err != nil || len(b.Cards) != 1 || b.Other[0].Reason != work.SaidNever {
			t.Errorf("%+v %v", b, err)
		}
	})
}

func TestNobodyHoldsMoreThanThree(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(500, nil)
		p, err := h.Propose(t.Context(), misaki, oid, 40, true)
		ok(t, err)
		var wg sync.WaitGroup
		errs := make([]error, 12)
		for i := range errs {
			pid, err := h.another(t.Context(), misaki, p.Piece, i)
			ok(t, err)
			wg.Go(func() { _, errs[i] = h.Claim(t.Context(), misaki, pid, p.Hash, true) })
		}
		wg.Wait()
		b, err := h.Bench(t.Context(), misaki, 40, true)
		ok(t, err)
		if len(b.Held) != work.HandsMost {
			t.Errorf("she holds %d: %v", len(b.Held), errs)
		}
	})
}

func TestAPieceIsNeverTakenOnTwice(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.open(25*15, nil) // fifteen pieces
		n := 40
		as := make([]who.Actor, n)
		for i := range as {
			as[i] = h.worker(fmt.Sprint("人", i), h.kinds["entry"])
		}
		got := make([]string, n)
		errs := make([]error, n)
		p, err := h.Propose(t.Context(), as[0], oid, 40, true)
		ok(t, err)
		var wg sync.WaitGroup
		for i, a := range as {
			wg.Go(func() {
				x, err := h.Propose(t.Context(), a, oid, 40, true)
				if err != nil {
					errs[i] = err
					return
				}
				got[i], errs[i] = h.Claim(t.Context(), a, x.Piece.ID, x.Hash, true)
			})
		}
		wg.Wait()
		seen, taken := map[string]bool{}, 0
		for i, g := range got {
			if errs[i] != nil {
				if !conflict(errs[i]) {
					t.Error(errs[i])
				}
				continue
			}
			if seen[g] {
				t.Error("two people have", g)
			}
			seen[g] = true
			taken++
		}
		if o := h.view(oid); taken != 15 || o.Pieces[work.Held] != 15 || o.Pieces[work.Open] != 0 {
			t.Errorf("%d taken on, %+v", taken, o.Pieces)
		}
		if n := h.count(`select count(*) from (select piece_id from work_claim where hub_id = $1 group by piece_id having count(*) > 1) x`, h.hub); n != 0 {
			t.Errorf("%d pieces with two claims", n)
		}
		_ = p
	})
}

func TestTwoPeopleMakeTheSameMistake(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.open(50, nil)
		a, b := h.take(misaki, oid), h.take(haruka, oid)
		for who, pid := range map[*who.Actor]string{&misaki: a, &haruka: b} {
			h.fill(*who, pid, 99)
			ok(t, h.Deliver(t.Context(), *who, pid))
		}
		x, err := h.Sheet(t.Context(), h.leader, a)
		ok(t, err)
		fix := work.CheckForm{Fixes: []work.Fix{{Row: x.Lines[0].No, Column: 3, Text: "アイウ"}}}
		if e := fault.Of(h.Check(t.Context(), h.leader, a, x.Version, fix)); e == nil || len(e.Fields) != 2 {
			t.Error("corrected without a line of the instruction and a cause:", e)
		}
		fix.Line, fix.Cause = "2", "worker"
		ok(t, h.Check(t.Context(), h.leader, a, x.Version, fix))
		if !conflict(h.Check(t.Context(), h.leader, a, x.Version, fix)) {
			t.Error("inspected twice")
		}
		y, err := h.Sheet(t.Context(), h.leader, b)
		ok(t, err)
		again := work.CheckForm{Rework: true, Rows: []int{y.Lines[0].No, y.Lines[1].No}, Line: "2", Cause: "worker"}
		if e := fault.Of(h.Check(t.Context(), h.leader, b, y.Version, again)); e == nil || e.Fields[0].Name != "example" {
			t.Error("sent back without an example:", e)
		}
		again.Example = "「アイウ」のように"
		// The mistake stands in another column than the correction: each stands for itself.
		ok(t, h.Check(t.Context(), h.leader, b, y.Version, again))
		rs, err := h.Receipts(t.Context(), haruka)
		ok(t, err)
		if rs[0].Extra != 31 { // 15.2 × 2: the instruction is to blame, so it is paid
			t.Errorf("%+v", rs)
		}
		lines, err := h.Blamed(t.Context(), h.sato, oid)
		if err != nil || len(lines) != 0 {
			t.Error("another column was blamed:", lines, err)
		}
		s, err := h.Screen(t.Context(), haruka, b)
		if err != nil || s.Phase != "rework" || s.Lines[0].Answer.Mark != "wrong" || len(s.Lines[0].Findings) != 1 {
			t.Errorf("%+v %v", s.Lines[0], err)
		}
		ok(t, h.Deliver(t.Context(), haruka, b))
		h.accept(b)
	})
}

func TestNobodyInspectsHerOwnWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(25, nil)
		pid := h.take(misaki, oid)
		h.fill(misaki, pid, 99)
		ok(t, h.Deliver(t.Context(), misaki, pid))
		self := who.Person(h.hub, misaki.Person, misaki.Name, work.MayDo, work.MayCheck)
		x, err := h.Sheet(t.Context(), self, pid)
		ok(t, err)
		if err := h.Check(t.Context(), self, pid, x.Version, work.CheckForm{}); fault.KindOf(err) != fault.Forbidden || !x.Own {
			t.Error("she inspected her own work:", err)
		}
	})
}

func TestTheClientSeesTheFirstRowsFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.open(60, func(p *orders.PlanForm) { p.FirstRows = "10" })
		o := h.view(oid)
		if o.Pieces[work.Open] != 2 || o.Pieces[work.Waiting] == 0 {
			t.Fatalf("%+v", o.Pieces)
		}
		for _, a := range []who.Actor{misaki, haruka} {
			pid := h.take(a, oid)
			h.fill(a, pid, 99)
			ok(t, h.Deliver(t.Context(), a, pid))
			h.accept(pid)
		}
		if _, err := h.Propose(t.Context(), misaki, oid, 40, true); !conflict(err) {
			t.Error("the rest opened before the client's word:", err)
		}
		url, err := h.Orders.GiveWindow(t.Context(), h.sato, o.Of.ID, orders.WindowForm{GivenTo: "田中", Days: "30"})
		ok(t, err)
		token := url[strings.LastIndex(url, "/")+1:]
		w, err := h.WindowOf(t.Context(), h.guest, token, oid)
		ok(t, err)
		if len(w.FirstRows) != 10 || w.FirstRows[9].Asked[0] != "アイ0" {
			t.Fatalf("%+v", w.FirstRows)
		}
		fs := make([]work.FirstForm, 10)
		for i := range fs {
			fs[i] = work.FirstForm{Row: i + 1, Right: i != 3}
		}
		if e := fault.Of(h.JudgeFirsts(t.Context(), h.guest, token, oid, "田中", true, fs)); e == nil || e.Fields[0].Name != "words4" {
			t.Error("wrong without a word:", e)
		}
		fs[3].Words = "姓と名の間を空けてください"
		ok(t, h.JudgeFirsts(t.Context(), h.guest, token, oid, "田中", true, fs))
		if o = h.view(oid); o.Pieces[work.Waiting] != 0 || !o.Approved || len(o.Firsts) != 10 {
			t.Errorf("%+v", o.Pieces)
		}
		ok(t, h.Instruct(t.Context(), h.sato, oid, 1, manual+"\n姓と名の間を空ける", "発注者の確認"))
		p, err := h.Propose(t.Context(), misaki, oid, 40, true)
		if err != nil || p.Terms.Instruction != 2 {
			t.Error(p.Terms.Instruction, err)
		}
	})
}

func TestOtherTermsNeedAYes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.open(50, nil)
		a, b := h.take(misaki, oid), h.take(haruka, oid)
		if e := fault.Of(h.Change(t.Context(), h.sato, oid, work.ChangeForm{Fee: "15", Reason: "x"})); e == nil || e.Fields[0].Name != "fee" {
			t.Error("a fee was cut after the notice:", e)
		}
		ok(t, h.Change(t.Context(), h.sato, oid, work.ChangeForm{Fee: "20", Due: "2027-02-24", Reason: "欄が増えた"}))
		s, err := h.Screen(t.Context(), misaki, a)
		ok(t, err)
		if len(s.Proposed) != 1 || s.Proposed[0].Terms.Fee != 500 {
			t.Fatalf("%+v", s.Proposed)
		}
		ok(t, h.AnswerChange(t.Context(), misaki, s.Proposed[0].ID, true))
		x, err := h.Screen(t.Context(), haruka, b)
		ok(t, err)
		ok(t, h.AnswerChange(t.Context(), haruka, x.Proposed[0].ID, false))
		s, err = h.Screen(t.Context(), misaki, a)
		ok(t, err)
		x, err = h.Screen(t.Context(), haruka, b)
		ok(t, err)
		if s.Fee != 500 || s.Due.String() != "2027-02-24" || x.Fee != 380 || x.Due.String() != "2027-02-19" {
			t.Errorf("agreed: %d by %s, not agreed: %d by %s", s.Fee, s.Due, x.Fee, x.Due)
		}
	})
}

func TestSealedColumnsNeverMeet(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		k := h.kinds["check"]
		misaki, haruka := h.worker("三好 みさき", k), h.worker("春香", k)
		sealed := []orders.ColumnForm{{Name: "氏名", Group: "a"}, {Name: "住所", Group: "b"}, {Name: "番号"}, {Name: "氏名の直し", Asked: true, Group: "a"}, {Name: "住所の直し", Asked: true, Group: "b"}}
		oid := h.order(k, 40, func(p *orders.PlanForm) { p.HubOnly = true }, sealed)
		ok(t, h.Split(t.Context(), h.sato, oid, 10))
		ok(t, h.Call(t.Context(), h.sato, oid, 0, CallForm{Deadline: "2027-02-19"}))
		if _, err := h.Propose(t.Context(), misaki, oid, 40, true); keyOf(err) != "work.reason.hub" {
			t.Error("sealed work opened away from the hub:", err)
		}
		for _, a := range []who.Actor{misaki, haruka} {
			ok(t, h.CheckIn(t.Context(), h.sato, h.workerID(a), false))
		}
		seen := map[string]map[string]bool{}
		for i, a := range []who.Actor{misaki, haruka, misaki, haruka} {
			pid := h.take(a, oid)
			x, err := h.Screen(t.Context(), a, pid)
			ok(t, err)
			if seen[a.Name] == nil {
				seen[a.Name] = map[string]bool{}
			}
			for _, c := range x.Given {
				seen[a.Name][c.Name] = true
			}
			for _, l := range x.Lines {
				if l.Cells != nil || len(l.Given) != len(x.Given) {
					t.Fatalf("%d: other cells leave the store: %+v", i, l)
				}
			}
		}
		for name, cs := range seen {
			if cs["氏名"] && cs["住所"] {
				t.Errorf("%s saw name and address together", name)
			}
		}
		pid := h.take(misaki, oid)
		ok(t, h.CheckIn(t.Context(), h.sato, h.workerID(misaki), true))
		if _, err := h.Screen(t.Context(), misaki, pid); keyOf(err) != "work.reason.hub" {
			t.Error("sealed work stays open after she left:", err)
		}
		_, err := h.SaveRow(t.Context(), misaki, pid, h.rows(pid)[0], 0, map[int]string{4: "x"})
		_, _, err2 := h.RowFile(t.Context(), misaki, pid, h.rows(pid)[0])
		for _, e := range []error{err, err2, h.Ask(t.Context(), misaki, pid, h.rows(pid)[0], "?")} {
			if k := keyOf(e); k != "work.reason.hub" {
				t.Error("another way leads to sealed work away from the hub:", e)
			}
		}
	})
}

func TestTwoEntriesAreByTwoPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.open(25, func(p *orders.PlanForm) { p.Checks = "double" })
		a := h.take(misaki, oid)
		if _, err := h.Propose(t.Context(), misaki, oid, 40, true); err == nil {
			t.Error("one person was offered both entries")
		}
		b := h.take(haruka, oid)
		h.fill(misaki, a, 99)
		h.fill(haruka, b, 99)
		x, err := h.Screen(t.Context(), haruka, b)
		ok(t, err)
		_, err = h.SaveRow(t.Context(), haruka, b, x.Lines[2].No, x.Lines[2].Answer.Version, cells("ちがう", ""))
		ok(t, err)
		ok(t, h.Deliver(t.Context(), misaki, a))
		ok(t, h.Deliver(t.Context(), haruka, b))
		s, err := h.Sheet(t.Context(), h.leader, a)
		ok(t, err)
		var differ []int
		for _, l := range s.Lines {
			if len(work.Differ(l.Answer.Cells, s.Other[l.No])) > 0 {
				differ = append(differ, l.No)
			}
		}
		if len(differ) != 1 || differ[0] != 3 {
			t.Errorf("rows that differ: %v", differ)
		}
	})
}

func TestAnInspectionThatNeverComesIsAcceptance(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(25, nil)
		pid := h.take(misaki, oid)
		h.fill(misaki, pid, 99)
		ok(t, h.Deliver(t.Context(), misaki, pid))
		before, err := h.Receipts(t.Context(), misaki)
		ok(t, err)
		for range work.AcceptDays {
			h.now = h.now.Add(24 * time.Hour)
			ok(t, h.deem(t.Context(), h.hub))
		}
		if rs, _ := h.Receipts(t.Context(), misaki); !rs[0].Accepted.IsZero() {
			t.Error("deemed accepted before its day was over")
		}
		h.now = h.now.Add(24 * time.Hour)
		ok(t, h.deem(t.Context(), h.hub))
		rs, err := h.Receipts(t.Context(), misaki)
		if err != nil || rs[0].Accepted.IsZero() || !rs[0].Deemed || rs[0].Due != before[0].Due {
			t.Errorf("%+v %v", rs[0], err)
		}
	})
}

func TestPracticeOpensPaidWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		k := h.kinds["entry"]
		haruka := h.worker("春香")
		paid := h.open(25, nil)
		if _, err := h.Propose(t.Context(), haruka, paid, 40, true); keyOf(err) != "work.reason.skill" {
			t.Error(err)
		}
		ok(t, h.Orders.SaveClient(t.Context(), h.sato, id.Make(), 0, orders.ClientForm{Kind: "operator", Name: "運営", ClosingDay: "31", PayMonths: "1", PayDay: "31"}))
		cs, err := h.Orders.Clients(t.Context(), h.sato, "運営")
		ok(t, err)
		oid, err := h.Orders.AskFor(t.Context(), h.sato, id.Make(), cs[0].ID, k.ID, true, orders.AskForm{Title: "町の写真の説明"})
		ok(t, err)
		ok(t, h.Orders.Quote(t.Context(), h.sato, oid, 0, orders.QuoteForm{Volume: "5", Seconds: "43", Promise: "2027-02-26", Permille: "1", Valid: "2027-02-16"}))
		ok(t, h.Orders.AnswerFor(t.Context(), h.sato, oid, 1, ordersstore.Reply{Yes: true, Name: "佐藤"}))
		_, err = h.Orders.Keep(t.Context(), h.sato, oid, ordersstore.Upload{Use: "material", Name: "a.csv", Body: strings.NewReader("会員番号\n1\n2\n3\n")})
		ok(t, err)
		ok(t, h.runner.Drain(t.Context()))
		ok(t, h.Orders.SaveColumns(t.Context(), h.sato, oid, cols))
		ok(t, h.Instruct(t.Context(), h.sato, oid, 0, manual, ""))
		ok(t, h.Split(t.Context(), h.sato, oid, 18))
		ok(t, h.Call(t.Context(), h.sato, oid, 0, CallForm{Deadline: "2027-02-19"}))
		pid := h.take(haruka, oid)
		h.fill(haruka, pid, 99)
		ok(t, h.Deliver(t.Context(), haruka, pid))
		h.accept(pid)
		if rs, err := h.Receipts(t.Context(), haruka); err != nil || len(rs) != 0 {
			t.Error("practice entered money:", rs, err)
		}
		if _, err := h.Propose(t.Context(), haruka, paid, 40, true); err != nil {
			t.Error("passed practice opened nothing:", err)
		}
	})
}

func TestAQuestionBecomesTheInstruction(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.open(50, nil)
		a := h.take(misaki, oid)
		h.take(haruka, oid)
		for range 2 { // pressed twice
			ok(t, h.Ask(t.Context(), misaki, a, mustRow(t, h, misaki, a), "会社名の略は？"))
		}
		qs, err := h.Questions(t.Context(), h.leader, "")
		ok(t, err)
		if len(qs) != 1 {
			t.Fatalf("%+v", qs)
		}
		long := AnswerForm{Answer: strings.Repeat("略", 2001), Body: manual + "\n会社名は略さない", Version: 1}
		if e := fault.Of(h.Answer(t.Context(), h.leader, qs[0].ID, long)); e == nil || e.Fields[0].Name != "answer" {
			t.Error("too long, and not told beside the answer:", e)
		}
		long.Answer = strings.Repeat("略", 2000) // as long as an answer may be that changes no instruction
		ok(t, h.Answer(t.Context(), h.leader, qs[0].ID, long))
		if !conflict(h.Answer(t.Context(), h.leader, qs[0].ID, AnswerForm{Answer: "x"})) {
			t.Error("answered twice")
		}
		s, err := h.Screen(t.Context(), misaki, a)
		if err != nil || s.Instruction.No != 2 || len(s.Questions) != 1 || s.Questions[0].Answer == "" {
			t.Errorf("%+v %v", s.Questions, err)
		}
		if n := h.count(`select count(*) from mail_message where hub_id = $1 and kind = 'work.instruction'`, h.hub); n != 2 {
			t.Errorf("%d people were told of the new instruction", n)
		}
	})
}

func mustRow(t *testing.T, h *house, a who.Actor, pid string) int {
	t.Helper()
	s, err := h.Screen(t.Context(), a, pid)
	ok(t, err)
	return s.Lines[0].No
}

func TestTwoDevicesDoNotOverwriteEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		pid := h.take(misaki, h.open(25, nil))
		row := mustRow(t, h, misaki, pid)
		_, err := h.SaveRow(t.Context(), misaki, pid, row, 0, cells("電話で", ""))
		ok(t, err)
		if _, err := h.SaveRow(t.Context(), misaki, pid, row, 0, cells("古い画面", "")); keyOf(err) != "work.fault.row_changed" {
			t.Error(err)
		}
		x, err := h.SaveRow(t.Context(), misaki, pid, row, 1, cells("", "三好"))
		if err != nil || len(x.Wrong) != 2 || x.Wrong[0].Key != "missing" || x.Wrong[1].Key != "kana" {
			t.Error(x.Wrong, err)
		}
		if e := fault.Of(h.Deliver(t.Context(), misaki, pid)); e == nil || e.Fields[0].Name != "rows" {
			t.Error("a half-filled piece was delivered:", e)
		}
	})
}

func TestAClosedCallTakesNobodyOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, haruka := h.worker("三好 みさき", h.kinds["entry"]), h.worker("春香", h.kinds["entry"])
		oid := h.order(h.kinds["entry"], 50, nil, cols)
		ok(t, h.Split(t.Context(), h.sato, oid, 18))
		ok(t, h.Call(t.Context(), h.sato, oid, 0, CallForm{Deadline: "2027-02-19", Workers: []string{h.workerID(misaki)}}))
		if _, err := h.Propose(t.Context(), haruka, oid, 40, true); keyOf(err) != "work.reason.not_invited" {
			t.Error(err)
		}
		p, err := h.Propose(t.Context(), misaki, oid, 40, true)
		ok(t, err)
		ok(t, h.Call(t.Context(), h.sato, oid, 1, CallForm{Deadline: "2027-02-22"}))
		if _, err := h.Claim(t.Context(), misaki, p.Piece.ID, p.Hash, true); keyOf(err) != "work.fault.terms_changed" {
			t.Error("taken on a deadline that is no longer so:", err)
		}
		p, err = h.Propose(t.Context(), haruka, oid, 40, true)
		ok(t, err)
		ok(t, h.CloseCall(t.Context(), h.sato, oid))
		if _, err := h.Claim(t.Context(), haruka, p.Piece.ID, p.Hash, true); !conflict(err) {
			t.Error("taken on after the call was closed:", err)
		}
		if n := h.count(`select count(*) from work_call where hub_id = $1 and order_id = $2`, h.hub, oid); n != 2 {
			t.Errorf("%d versions of the call are kept", n)
		}
	})
}

// What is left of an order whose day is past is called for once another day is agreed on.
func TestACallGoesOnAfterAnotherDayIsAgreedOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		haruka := h.worker("春香", h.kinds["entry"])
		oid := h.open(25, nil)
		if err := h.Call(t.Context(), h.sato, oid, 1, CallForm{Deadline: "2027-02-27"}); fault.KindOf(err) != fault.Invalid {
			t.Error("called for a day after the promise:", err)
		}
		h.now = h.now.Add(20 * 24 * time.Hour) // it was promised for 2027-02-26
		today := h.now.DateIn(when.Tokyo)
		again := CallForm{Deadline: today.AddDays(7).String()}
		if err := h.Call(t.Context(), h.sato, oid, 1, again); fault.KindOf(err) != fault.Invalid {
			t.Error("called for after the day promised:", err)
		}
		o, err := h.Orders.Order(t.Context(), h.sato, oid)
		ok(t, err)
		ok(t, h.Orders.AgreeDay(t.Context(), h.sato, oid, o.Version, orders.DayForm{Day: today.AddDays(9).String(), By: "田中", Why: "人が足りない"}))
		ok(t, h.Call(t.Context(), h.sato, oid, 1, again))
		if _, err := h.Propose(t.Context(), haruka, oid, 40, true); err != nil {
			t.Error("what is left is offered to nobody:", err)
		}
	})
}

func TestAnObjectionLeadsBackToTheWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki := h.worker("三好 みさき", h.kinds["entry"])
		oid := h.open(25, nil)
		pid := h.take(misaki, oid)
		h.fill(misaki, pid, 99)
		ok(t, h.Deliver(t.Context(), misaki, pid))
		h.accept(pid)
		ok(t, h.Send(t.Context(), h.sato, oid, 0, DeliverForm{"xlsx"}))
		ok(t, h.AnswerDelivery(t.Context(), h.sato, "", oid, 1, Reply{Name: "田中", Rows: map[int]string{7: "姓が違う"}}))
		got, err := h.PieceOfRow(t.Context(), h.sato, oid, 7)
		if err != nil || got != pid {
			t.Fatal(got, err)
		}
		x, err := h.Sheet(t.Context(), h.leader, pid)
		ok(t, err)
		ok(t, h.Check(t.Context(), h.leader, pid, x.Version, work.CheckForm{Fixes: []work.Fix{{Row: 7, Column: 2, Text: "髙橋"}}, Line: "1", Cause: "client"}))
		ok(t, h.Send(t.Context(), h.sato, oid, 1, DeliverForm{"csv"}))
		_, r, err := h.DeliveredFile(t.Context(), h.sato, "", oid, 2)
		ok(t, err)
		body, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(body, []byte("髙橋")) {
			t.Error(errors.Join(err, errors.New(string(body))))
		}
	})
}

// TestWhoLooksAtOnceIsShownAnotherPiece: people with different numbers begin with different
// pieces of the same length while there are enough, so nobody is a moment too late.
func TestWhoLooksAtOnceIsShownAnotherPiece(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		var crew []who.Actor
		for n := range 3 {
			crew = append(crew, h.worker(fmt.Sprint("人", n), h.kinds["entry"]))
		}
		oid := h.open(400, nil)
		seen := map[string]bool{}
		for _, a := range crew {
			x, err := h.Propose(t.Context(), a, oid, 20, true)
			ok(t, err)
			seen[x.Piece.ID] = true
		}
		if len(seen) != len(crew) {
			t.Errorf("%d people were shown %d pieces", len(crew), len(seen))
		}
	})
}
