package reportstore

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/report"
	"hiroba/internal/workers"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(orders.Events()...)
	journal.Declare(books.Events()...)
	journal.Declare(report.Events()...)
}

// What happened in a small town, as the test knows it: the recount reads these lists and
// no table.
type (
	step struct {
		worker string
		state  workers.State
		on     when.Date
		made   when.Instant
	}
	receipt struct {
		worker             string
		received, due      when.Date
		accepted           when.Instant
		practice, sentBack bool
	}
	order struct {
		kind, client string
		at           when.Instant
		yen          int64
	}
	fee struct {
		worker string
		on     when.Date
		made   when.Instant
		yen    int64
	}
)

type town struct {
	*Store
	t        *testing.T
	hub      string
	now      when.Instant
	officer  who.Actor
	leader   who.Actor
	kind     string
	clients  map[string]string // id by kind
	people   []string
	steps    []step
	receipts []receipt
	orders   []order
	fees     []fee
	made     int
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func day(s string) when.Date { return when.MustDate(s) }

func noon(d when.Date) when.Instant { return d.At(12*60, when.Tokyo) }

func open(t *testing.T, d *db.DB) *town {
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	x := &town{t: t, now: noon(day("2027-02-09")), clients: map[string]string{}}
	var mu sync.Mutex
	d.Now = func() when.Instant { mu.Lock(); defer mu.Unlock(); return x.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(context.Background(), opener)
	ok(t, err)
	h, err := hs.Open(context.Background(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	x.hub, x.Store = h.ID, &Store{DB: d}
	x.officer = who.Person(h.ID, id.Make(), "高橋", report.MaySee, report.MayFreeze, report.MayAim, report.MayRead)
	x.leader = who.Person(h.ID, id.Make(), "佐藤", report.MaySee, workers.MaySee, orders.MaySee, pay.MaySee, orders.MayKeep)
	ords := &ordersstore.Store{DB: d, Keys: k, Hubs: hs}
	ok(t, ords.TakeReady(context.Background(), x.leader))
	ks, err := ords.Kinds(context.Background(), x.leader)
	ok(t, err)
	x.kind = ks[0].ID
	for i, kind := range clientKinds {
		x.clients[kind] = id.Make()
		x.exec(`insert into client (hub_id, id, no, kind, name, kana, search_key, contact, mail, phone, postcode, address, capital, employees, bill_name, bill_mail, bill_address, closing_day, pay_months, pay_day, budget_line, note, version, made_by, made_at, ended_at)
			values ($1, $2, $3, $4, 'みなと商事', '', '', '', '', '', '', '', -1, -1, '', '', '', 31, 1, 31, '', '', 1, '', '', '')`, x.clients[kind], i+1, kind)
	}
	return x
}

func (x *town) exec(q string, args ...any) {
	x.t.Helper()
	ok(x.t, db.Do(context.Background(), x.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(q, append([]any{x.hub}, args...)...)
		return err
	}))
}

func (x *town) next() int { x.made++; return x.made }

func (x *town) arrives() string {
	w, no := id.Make(), x.next()
	x.exec(`insert into worker (hub_id, id, no, person_id, name, kana, search_key, code_name, mail, phone, lang, state, state_from, referral_code, referred_by, version, made_at)
		values ($1, $2, $3, '', '名前', '', '', '', '', '', 'ja', 'registered', '', $4, '', 1, '')`, w, no, fmt.Sprint("card", no))
	x.people = append(x.people, w)
	return w
}

func (x *town) moves(w string, s workers.State, on when.Date, made when.Instant) {
	x.steps = append(x.steps, step{w, s, on, made})
	x.exec(`insert into worker_step (hub_id, worker_id, no, state, from_on, reason, made_by, made_at) values ($1, $2, $3, $4, $5, '', '', $6)`, w, len(x.steps), string(s), on, made)
}

func (x *town) newOrder(kind string, practice bool) string {
	o, p := id.Make(), 0
	if practice {
		p = 1
	}
	x.exec(`insert into client_order (hub_id, id, no, once_key, client_id, kind_id, title, state, practice, volume, wanted_on, words, po_number, permille, price_sen, fee_sen, seconds, promise_on, checks, first_rows, hub_only, phone, owner, version, made_by, made_at)
		values ($1, $2, $3, $2, $4, $5, '会員カードの入力', 'working', $6, 1000, '', '', '', 1, 2800, 1520, 43, '', 'sample', 0, 0, 0, '', 1, '', '')`, o, x.next(), x.clients[kind], x.kind, p)
	return o
}

func (x *town) takesOn(kind string, at when.Instant, volume, sen int64) {
	o := x.newOrder(kind, false)
	x.orders = append(x.orders, order{kind, x.clients[kind], at, (volume*sen + 99) / 100})
	x.exec(`insert into order_quote (hub_id, order_id, no, state, volume, price_sen, fee_sen, seconds, promise_on, permille, valid_until, terms, wage_yen, hourly_yen, below_reason, approved_by, approved_at, made_by, made_at, answered_by, answered_at, answer)
		values ($1, $2, 1, 'accepted', $3, $4, 1, 1, '', 1, '', '', 0, 0, '', '', '', '', '', '', $5, '')`, o, volume, sen, at)
}

func (x *town) delivers(order string, r receipt) {
	x.receipts = append(x.receipts, r)
	claim, piece, notice := id.Make(), id.Make(), id.Make()
	x.exec(`insert into work_piece (hub_id, id, order_id, no, lane, pass, row_set, first_row, rows, seconds, fee_yen, first, state, due_on, parent, worker_id, version, made_at) values ($1, $2, $3, $4, 0, 1, '1-25', 1, 25, 1000, 400, 0, 'accepted', $5, '', $6, 1, '')`, piece, order, x.next(), r.due, r.worker)
	x.exec(`insert into terms_notice (hub_id, id, worker_id, order_id, piece_id, version, state, body, hash, reason, shown_at, agreed_at) values ($1, $2, $3, $4, $5, 1, 'agreed', '', 'h', '', '', '')`, notice, r.worker, order, piece)
	x.exec(`insert into work_claim (hub_id, id, piece_id, order_id, worker_id, notice_id, state, claimed_at, beat_at, lease_until, spent, ended_at) values ($1, $2, $3, $4, $5, $6, 'accepted', '', '', '', 0, '')`, claim, piece, order, r.worker, notice)
	x.exec(`insert into work_receipt (hub_id, claim_id, piece_id, order_id, worker_id, rows, fee_yen, extra_yen, received_on, last_lawful_on, due_on, accept_by, accepted_at, accepted_by, deemed) values ($1, $2, $3, $4, $5, 25, 400, 0, $6, '', '', '', $7, '', 0)`, claim, piece, order, r.worker, r.received, r.accepted)
	if r.sentBack {
		x.exec(`insert into work_finding (hub_id, id, order_id, piece_id, worker_id, row_no, column_no, line_no, cause, rework, was_sealed, now_sealed, example, made_by, made_at) values ($1, $2, $3, $4, $5, 1, 1, 1, 'worker', 1, '', '', '', '', $6)`, id.Make(), order, piece, r.worker, r.accepted.Add(-time.Hour))
	}
}

func (x *town) earns(f fee) {
	x.fees = append(x.fees, f)
	was := x.now
	x.now = f.made
	ok(x.t, db.Do(context.Background(), x.DB, func(tx *db.Tx) error {
		return booksstore.Post(tx, x.leader, books.Entry{On: f.on, Kind: "statement", Ref: "statement:" + id.Make(), Memo: fmt.Sprint("S-", x.next()),
			Lines: []books.Line{{Account: books.Fees, Amount: 900, Party: f.worker}, {Account: books.Fees, Amount: 100, Party: f.worker}, {Account: books.Payable, Amount: -1000, Party: f.worker}}})
	}))
	x.now = was
}

// lives fills two fiscal years by chance, from one seed.
func (x *town) lives(seed uint64) {
	r := rand.New(rand.NewPCG(seed, 7))
	at := func() when.Date { return day("2025-05-01").AddDays(r.IntN(600)) }
	for range 25 {
		w, d := x.arrives(), at()
		x.moves(w, workers.Registered, d, noon(d.AddDays(r.IntN(10))))
		for range r.IntN(3) {
			d = d.AddDays(20 + r.IntN(100))
			x.moves(w, []workers.State{workers.Paused, workers.Left, workers.Registered, workers.Hired}[r.IntN(4)], d, noon(d))
		}
	}
	order, practice := x.newOrder("company", false), x.newOrder("company", true)
	for range 60 {
		d := at()
		p := r.IntN(6) == 0
		o := order
		if p {
			o = practice
		}
		x.delivers(o, receipt{x.people[r.IntN(len(x.people))], d, d.AddDays(r.IntN(4) - 1), d.AddDays(r.IntN(20)).At(when.TimeOfDay(r.IntN(24*60)), when.Tokyo), p, r.IntN(5) == 0})
	}
	for range 12 {
		x.takesOn(clientKinds[r.IntN(3)], at().At(when.TimeOfDay(r.IntN(24*60)), when.Tokyo), int64(1+r.IntN(500)), int64(1+r.IntN(9000)))
	}
	for range 20 {
		d := at()
		x.earns(fee{x.people[r.IntN(len(x.people))], d, noon(d.AddDays(r.IntN(9))), 1000})
	}
}

// recount is the town counted anew from the test's own lists: what began by a day, and was
// known by an instant.
func (x *town) recount(on when.Date, known when.Instant) map[string][2]int64 {
	from := when.On(on.FiscalYear(), 4, 1)
	over := on.AddDays(1).At(0, when.Tokyo)
	by := func(at when.Instant) bool { return at.Before(over) && !at.After(known) }
	out := map[string][2]int64{}
	state, firstDay := map[string]workers.State{}, map[string]when.Date{}
	for _, s := range x.steps {
		if s.made.After(known) {
			continue
		}
		if _, there := firstDay[s.worker]; !there && s.state == workers.Registered {
			firstDay[s.worker] = s.on
		}
		if !s.on.After(on) {
			state[s.worker] = s.state
		}
	}
	n := map[workers.State]int64{}
	for _, s := range state {
		n[s]++
	}
	out["registered"], out["hired"] = [2]int64{n[workers.Registered] + n[workers.Paused]}, [2]int64{n[workers.Hired]}
	quarter, firstWork := when.On(on.Year(), on.Month(), 1).AddMonths(-2), map[string]when.Date{}
	active := map[string]bool{}
	var all, timely, once int64
	for _, r := range x.receipts {
		if r.practice {
			continue
		}
		if d, there := firstWork[r.worker]; (!there || r.received.Before(d)) && !r.received.After(on) {
			firstWork[r.worker] = r.received
		}
		if !by(r.accepted) {
			continue
		}
		d := r.accepted.DateIn(when.Tokyo)
		active[r.worker] = active[r.worker] || !d.Before(quarter)
		if d.Before(from) {
			continue
		}
		all++
		if !r.received.After(r.due) {
			timely++
		}
		if !r.sentBack {
			once++
		}
	}
	maps.DeleteFunc(active, func(_ string, on bool) bool { return !on })
	out["active"], out["on_time"], out["first_time"] = [2]int64{int64(len(active))}, [2]int64{timely, all}, [2]int64{once, all}
	var soon, cohort int64
	for w, d := range firstDay {
		if end := d.AddDays(90); end.Before(from) || end.After(on) {
			continue
		}
		cohort++
		if f, there := firstWork[w]; there && !f.After(d.AddDays(90)) {
			soon++
		}
	}
	out["first_job"] = [2]int64{soon, cohort}
	clients := map[string]bool{}
	var taken, takenYen int64
	for _, o := range x.orders {
		if by(o.at) && !o.at.DateIn(when.Tokyo).Before(from) {
			clients[o.client] = true
			taken, takenYen = taken+1, takenYen+o.yen
		}
	}
	out["orders"], out["order_yen"], out["clients"] = [2]int64{taken}, [2]int64{takenYen}, [2]int64{int64(len(clients))}
	each := map[string]int64{}
	var sum int64
	for _, f := range x.fees {
		if !f.on.After(on) && !f.on.Before(from) && !f.made.After(known) {
			each[f.worker] += f.yen
			sum += f.yen
		}
	}
	out["fees"], out["median"] = [2]int64{sum}, [2]int64{report.Median(slices.Collect(maps.Values(each)))}
	return out
}

// TestEveryFigureIsWhatHappened: on any day, by what was known then and by what is known
// now, the figures are those of a recount that shares no code with them.
func TestEveryFigureIsWhatHappened(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := open(t, d)
		x.lives(uint64(len(t.Name())))
		seen := map[string]bool{}
		for on := day("2025-05-10"); on.Before(day("2027-02-09")); on = on.AddDays(23) {
			for _, late := range []bool{false, true} {
				known := x.now
				if !late {
					known = end(on)
				}
				b, err := x.Report(context.Background(), x.officer, View{On: on, Late: late})
				ok(t, err)
				for key, want := range x.recount(on, known) {
					f := b.Figure(key)
					if f.N != want[0] || f.Of != want[1] {
						t.Errorf("%s on %s (late %v): %d of %d, want %v", key, on, late, f.N, f.Of, want)
					}
					seen[key] = seen[key] || f.N > 0
				}
			}
		}
		for key, there := range seen {
			if !there {
				t.Errorf("%s was always nothing: the test is blind", key)
			}
		}
	})
}

// TestAFigureOpensItsRows: the rows behind a figure come to the figure, and an officer sees
// no record of anybody.
func TestAFigureOpensItsRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := open(t, d)
		x.lives(3)
		on := View{On: day("2026-11-20"), Late: true}
		for _, f := range report.Definitions {
			rows, err := x.Rows(context.Background(), x.officer, f.Key, on)
			ok(t, err)
			if rows.Records != nil || len(rows.Parts) == 0 {
				t.Errorf("%s: an officer sees records %v, parts %d", f.Key, rows.Records, len(rows.Parts))
			}
			rows, err = x.Rows(context.Background(), x.leader, f.Key, on)
			ok(t, err)
			if rows.Records == nil {
				continue
			}
			n, sums := int64(len(rows.Records.Lines)), [3]int64{}
			for _, l := range rows.Records.Lines {
				for i, m := range l.N {
					sums[i] += m
				}
			}
			switch f.Key {
			case "registered", "hired", "new", "active", "orders":
				if n != rows.Figure.N {
					t.Errorf("%s: %d rows, the figure is %d", f.Key, n, rows.Figure.N)
				}
			case "first_job":
				if n != rows.Figure.Of {
					t.Errorf("%s: %d rows, of %d", f.Key, n, rows.Figure.Of)
				}
			case "order_yen", "fees", "paid":
				if sums[0] != rows.Figure.N {
					t.Errorf("%s: rows come to %d, the figure is %d", f.Key, sums[0], rows.Figure.N)
				}
			case "on_time", "first_time":
				if sums[0] != rows.Figure.Of || sums[1] != rows.Body.Figure("on_time").N || sums[2] != rows.Body.Figure("first_time").N {
					t.Errorf("%s: rows come to %v", f.Key, sums)
				}
			}
		}
		if _, err := x.Rows(context.Background(), x.officer, "nothing", on); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

// TestMonthsComeToTheYear: sums of the months are the year's figures.
func TestMonthsComeToTheYear(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		x := open(t, d)
		x.lives(5)
		b, err := x.Report(context.Background(), x.officer, View{})
		ok(t, err)
		var got report.Month
		for _, m := range b.Months {
			got.New, got.Fees, got.Orders, got.OrderYen, got.Pieces, got.OnTime = got.New+m.New, got.Fees+m.Fees, got.Orders+m.Orders, got.OrderYen+m.OrderYen, got.Pieces+m.Pieces, got.OnTime+m.OnTime
		}
		want := report.Month{New: b.Figure("new").N, Fees: b.Figure("fees").N, Orders: b.Figure("orders").N, OrderYen: b.Figure("order_yen").N, Pieces: b.Figure("on_time").Of, OnTime: b.Figure("on_time").N}
		if got != want || len(b.Months) != 11 || b.Months[10].Month != "2027-02" || want.Pieces == 0 {
			t.Errorf("%+v\n%+v %d months", got, want, len(b.Months))
		}
	})
}

// TestASnapshotIsCountedAgain: what is recorded later changes nothing of it, what is
// tampered with shows, and each count is on record (S2; the same hash).
func TestASnapshotIsCountedAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		x := open(t, d)
		x.lives(9)
		f := report.FreezeForm{Title: "1月の報告", To: "雪原市", On: "2027-01-31"}
		one, err := x.Freeze(ctx, x.officer, "once", f)
		ok(t, err)
		if two, err := x.Freeze(ctx, x.officer, "once", f); err != nil || two != one {
			t.Fatalf("pressed twice: %s %s %v", one, two, err)
		}
		x.now = x.now.Add(24 * time.Hour)
		w := x.arrives()
		x.moves(w, workers.Registered, day("2027-01-10"), x.now)
		x.earns(fee{w, day("2027-01-20"), x.now, 1000})
		x.takesOn("company", x.now, 10, 1000)
		same, ds, err := x.Recount(ctx, x.officer, one)
		ok(t, err)
		if !same || len(ds) != 0 {
			t.Errorf("what came later changed it: %+v", ds)
		}
		was, _, err := x.Snapshot(ctx, x.officer, one)
		ok(t, err)
		x.exec(`update hub set few = 7 where id = $1`)
		if same, _, err = x.Recount(ctx, x.officer, one); err != nil || !same {
			t.Error("what the hub covers from now on changed what was written down:", err)
		}
		if now, err := x.Report(ctx, x.officer, View{}); err != nil || now.Covering() != 7 || was.Body.Covering() != hub.FewUsual {
			t.Errorf("covered below %d and %d, %v", was.Body.Covering(), now.Covering(), err)
		}
		x.exec(`update order_quote set volume = volume + 1 where hub_id = $1 and answered_at = (select max(q.answered_at) from order_quote q where q.hub_id = $1 and q.answered_at < '2027-01-31' and q.answered_at > '2026-04-01')`)
		same, ds, err = x.Recount(ctx, x.officer, one)
		ok(t, err)
		if same || len(ds) != 1 || ds[0].Key != "order_yen" {
			t.Errorf("tampering went unseen: %v %+v", same, ds)
		}
		s, counts, err := x.Snapshot(ctx, x.officer, one)
		ok(t, err)
		raw, err := s.Body.Canonical()
		ok(t, err)
		if len(counts) != 3 || counts[0].Same || !counts[1].Same || !counts[2].Same || report.Hash(raw) != s.Hash {
			t.Errorf("%+v", counts)
		}
	})
}

// TestOnlyWhatWasPublishedIsPublic: a snapshot is looked at before anybody outside sees it,
// and can be taken back.
func TestOnlyWhatWasPublishedIsPublic(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		x := open(t, d)
		one, err := x.Freeze(ctx, x.officer, "a", report.FreezeForm{Title: "1月の報告", On: "2027-01-31"})
		ok(t, err)
		visitor := who.Visitor(x.hub, report.MayRead)
		public := func() string {
			s, none, err := x.Latest(ctx, visitor)
			ok(t, err)
			there, err := x.AnyPublic(ctx, visitor)
			ok(t, err)
			if there == none {
				t.Errorf("any public: %v, the newest is none: %v", there, none)
			}
			if none {
				return ""
			}
			return s.ID
		}
		if err := x.Move(ctx, x.officer, one, report.Published); fault.KindOf(err) != fault.Conflict || public() != "" {
			t.Errorf("published before anybody looked: %v", err)
		}
		ok(t, x.Move(ctx, x.officer, one, report.Confirmed))
		ok(t, x.Move(ctx, x.officer, one, report.Published))
		if public() != one {
			t.Error("not public")
		}
		ok(t, x.Move(ctx, x.officer, one, report.Submitted))
		ok(t, x.Move(ctx, x.officer, one, report.Withdrawn))
		if public() != "" {
			t.Error("still public")
		}
		xs, err := x.Snapshots(ctx, x.officer)
		if err != nil || len(xs) != 1 || !xs[0].Sent || xs[0].Public {
			t.Errorf("%+v %v", xs, err)
		}
		two, err := x.Freeze(ctx, x.officer, "b", report.FreezeForm{Title: "2月の報告", On: "2027-01-31"})
		ok(t, err)
		if xs, err = x.Newest(ctx, x.officer, 1); err != nil || len(xs) != 1 || xs[0].ID != two {
			t.Errorf("%+v %v", xs, err)
		}
		if _, _, err := x.Snapshot(ctx, x.officer, "nothing"); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

func TestTargetsAreKeptVersionByVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		x := open(t, d)
		set := func(version int, n string) error {
			return x.SetTargets(ctx, x.officer, 2026, version, func(k string) string { return map[string]string{"registered": n}[k] })
		}
		ok(t, set(0, "80"))
		if err := set(0, "90"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("an old page was taken: %v", err)
		}
		if err := set(1, "many"); fault.KindOf(err) != fault.Invalid {
			t.Error(err)
		}
		ok(t, set(1, "70"))
		ts, v, err := x.Targets(ctx, x.officer, 2026)
		if err != nil || v != 2 || ts["registered"] != 70 || len(ts) != 1 {
			t.Errorf("%v %d %v", ts, v, err)
		}
		if n, err := db.Read(ctx, d, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from report_target where hub_id = $1`, x.hub)
		}); err != nil || n != 2 {
			t.Errorf("%d versions kept, %v", n, err)
		}
	})
}

// TestAnotherHubCountsNothingOfThis: figures and snapshots stay in their hub.
func TestAnotherHubCountsNothingOfThis(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		x := open(t, d)
		x.lives(11)
		_, err := x.Freeze(ctx, x.officer, "a", report.FreezeForm{Title: "1月の報告", On: "2027-01-31"})
		ok(t, err)
		other := who.Person("another", id.Make(), "他", report.MaySee)
		b, err := x.Report(ctx, other, View{})
		ok(t, err)
		for _, f := range b.Figures {
			if f.N != 0 || f.Of != 0 {
				t.Errorf("%+v", f)
			}
		}
		if xs, err := x.Snapshots(ctx, other); err != nil || len(xs) != 0 {
			t.Errorf("%v %v", xs, err)
		}
	})
}
