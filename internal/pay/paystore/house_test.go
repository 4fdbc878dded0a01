package paystore

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/pay"
	"hiroba/internal/payee"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/mail"
	"hiroba/internal/skills"
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
	journal.Declare(books.Events()...)
	journal.Declare(payee.Events()...)
	journal.Declare(pay.Events()...)
}

// house is Yukihara's hub on 9 February 2027: January waits to be closed.
type house struct {
	*Store
	t      testing.TB
	hub    string
	yamada who.Actor // accountant
	sato   who.Actor // sees
	now    when.Instant
	runner *jobs.Runner
	kind   string
	client string
	orders map[string]string // by how its withholding was frozen
	n      int
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func jan(d int) when.Date { return when.On(2027, 1, d) }

func yukihara(t testing.TB, d *db.DB) *house {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	h := &house{t: t, now: dbtest.Start, orders: map[string]string{}}
	var mu sync.Mutex
	d.Now = func() when.Instant { mu.Lock(); defer mu.Unlock(); return h.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(context.Background(), opener)
	ok(t, err)
	x, err := hs.Open(context.Background(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	h.hub = x.ID
	crew := &workersstore.Store{DB: d, Keys: k, Hubs: hs}
	h.Store = &Store{DB: d, Keys: k, Hubs: hs, Books: &booksstore.Store{DB: d, Keys: k, Hubs: hs}, Payees: &payeestore.Store{DB: d, Keys: k, Crew: crew}}
	h.yamada = who.Person(x.ID, id.Make(), "山田", pay.MaySee, pay.MayClose, books.MaySee)
	h.sato = who.Person(x.ID, id.Make(), "佐藤", pay.MaySee, orders.MayKeep, orders.MaySee)
	h.runner = &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
	h.Jobs(h.runner)
	(&mail.Worker{DB: d, Sender: mail.Kept{}, From: func(context.Context, string) mail.From { return mail.From{} }}).Handle(h.runner)
	os := &ordersstore.Store{DB: d, Keys: k, Hubs: hs}
	ok(t, os.TakeReady(context.Background(), h.sato))
	ks, err := os.Kinds(context.Background(), h.sato)
	ok(t, err)
	h.kind, h.client = ks[0].ID, id.Make()
	h.exec(`insert into client (hub_id, id, no, kind, name, kana, search_key, contact, mail, phone, postcode, address, capital, employees, bill_name, bill_mail, bill_address, closing_day, pay_months, pay_day, budget_line, note, version, made_by, made_at, ended_at)
		values ($1, $2, 1, 'company', 'みなと商事', 'ミナト', 'minato', '', '', '', '', '', -1, -1, '', '', '', 31, 1, 31, '', '', 1, '', '', '')`, h.client)
	for i, w := range []string{"no", "yes", "ask"} {
		h.orders[w] = id.Make()
		h.exec(`insert into client_order (hub_id, id, no, once_key, client_id, kind_id, title, state, practice, volume, wanted_on, words, po_number, permille, price_sen, fee_sen, seconds, promise_on, checks, first_rows, hub_only, phone, owner, version, made_by, made_at)
			values ($1, $2, $3, $2, $4, $5, $6, 'working', 0, 1000, '', '', '', 1, 2800, 1520, 43, '', 'sample', 0, 0, 0, '', 1, '', '')`, h.orders[w], i+1, h.client, h.kind, map[string]string{"no": "会員カードの入力", "yes": "商品紹介の原稿", "ask": "録音の文字起こし"}[w])
	}
	return h
}

func (h *house) exec(q string, args ...any) {
	h.t.Helper()
	ok(h.t, db.Do(context.Background(), h.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(q, append([]any{h.hub}, args...)...)
		return err
	}))
}

func (h *house) count(q string, args ...any) int {
	h.t.Helper()
	n, err := db.Read(context.Background(), h.DB, func(v *db.View) (int, error) { return db.Value[int](v, q, append([]any{h.hub}, args...)...) })
	ok(h.t, err)
	return n
}

// worker registers somebody with an account.
func (h *house) worker(name string) (who.Actor, string) {
	h.t.Helper()
	person := id.Make()
	w, err := db.Write(context.Background(), h.DB, func(tx *db.Tx) (workers.Worker, error) {
		w, err := workersstore.Begin(tx, h.sato, workersstore.Entry{Name: name, Kana: name, Mail: person + "@example.com", Lang: "ja", Person: person})
		if err != nil {
			return w, err
		}
		return w, workersstore.Move(tx, h.sato, w, workers.Registered, when.On(2027, 1, 1), "")
	})
	ok(h.t, err)
	h.exec(`insert into worker_text (hub_id, hash, kind, version, lang, body, made_at) values ($1, 'contract', 'contract', '', 'ja', '', '') on conflict (hub_id, hash) do nothing`)
	h.exec(`insert into worker_consent (hub_id, worker_id, id, kind, hash, version, how, signed_as, made_by, made_at) values ($1, $2, $3, 'contract', 'contract', $4, 'screen', $5, $5, $6)`, w.ID, id.Make(), workers.TextVersion, name, h.now.String())
	return who.Person(h.hub, person, name, pay.MaySelf, workers.MaySelf), w.ID
}

// deliver puts a received piece into the books, with the terms it was taken on under.
func (h *house) deliver(worker, withhold string, fee yen.Amount, on when.Date, accepted bool) (claim string) {
	h.t.Helper()
	h.n++
	claim, piece, notice := id.Make(), id.Make(), id.Make()
	state, at := "delivered", ""
	if accepted {
		state, at = "accepted", on.AddDays(1).At(600, when.Tokyo).String()
	}
	due := when.On(on.Year(), on.Month(), 1).AddMonths(1).AddDays(18)
	terms := work.Terms{Title: `quoted ,"Withholding":"yes" words`, Withholding: withhold}
	ok(h.t, db.Do(context.Background(), h.DB, func(tx *db.Tx) error {
		return deliverIn(tx, h.hub, claim, piece, notice, worker, h.orders[withhold], string(terms.Bytes()), state, at, h.n, fee, on, due)
	}))
	return claim
}

func deliverIn(tx *db.Tx, hub, claim, piece, notice, worker, order, terms, state, at string, n int, fee yen.Amount, on, due when.Date) error {
	for _, x := range []struct {
		q    string
		args []any
	}{
		{`insert into work_piece (hub_id, id, order_id, no, lane, pass, row_set, first_row, rows, seconds, fee_yen, first, state, due_on, parent, worker_id, version, made_at) values ($1, $2, $3, $4, 0, 1, '1-25', 1, 25, 1000, $5, 0, $6, $7, '', $8, 1, '')`, []any{piece, order, n, fee, state, on, worker}},
		{`insert into terms_notice (hub_id, id, worker_id, order_id, piece_id, version, state, body, hash, reason, shown_at, agreed_at) values ($1, $2, $3, $4, $5, 1, 'agreed', $6, 'h', '', '', '')`, []any{notice, worker, order, piece, terms}},
		{`insert into work_claim (hub_id, id, piece_id, order_id, worker_id, notice_id, state, claimed_at, beat_at, lease_until, spent, ended_at) values ($1, $2, $3, $4, $5, $6, $7, '', '', '', 0, '')`, []any{claim, piece, order, worker, notice, state}},
		{`insert into work_receipt (hub_id, claim_id, piece_id, order_id, worker_id, rows, fee_yen, extra_yen, received_on, last_lawful_on, due_on, accept_by, accepted_at, accepted_by, deemed) values ($1, $2, $3, $4, $5, 25, $6, 0, $7, $8, $9, $10, $11, '', 0)`, []any{claim, piece, order, worker, fee, on, on.AddDays(59), due, on.AddDays(7), at}},
	} {
		if _, err := tx.Exec(x.q, append([]any{hub}, x.args...)...); err != nil {
			return fmt.Errorf("%s: %w", x.q[:40], err)
		}
	}
	return nil
}

// closeJanuary closes January and lets the papers go out.
func (h *house) closeJanuary() {
	h.t.Helper()
	ok(h.t, h.Close(context.Background(), h.yamada, "2027-01", pay.CloseForm{Knowing: true}))
	ok(h.t, h.runner.Drain(context.Background()))
}

// only is the one statement of a worker.
func (h *house) only(worker string) pay.Statement {
	h.t.Helper()
	x, err := db.Read(context.Background(), h.DB, func(v *db.View) (pay.Statement, error) {
		xs, err := statementsOf(v, h.hub, worker)
		if err != nil || len(xs) != 1 {
			return pay.Statement{}, fmt.Errorf("%d statements: %v", len(xs), err)
		}
		return load(v, h.hub, xs[0].ID)
	})
	ok(h.t, err)
	return x
}

// balances is what the accounts come to, and that the whole ledger sums to zero.
func (h *house) balances() map[books.Account]yen.Amount {
	h.t.Helper()
	out := map[books.Account]yen.Amount{}
	_, err := db.Read(context.Background(), h.DB, func(v *db.View) (int, error) {
		bad, err := db.Value[int](v, `select count(*) from (select entry_id from book_line where hub_id = $1 group by entry_id having sum(amount_yen) <> 0) x`, h.hub)
		if err != nil || bad > 0 {
			return 0, errors.Join(err, fmt.Errorf("%d entries do not sum to zero", bad))
		}
		bs, err := booksstore.Balances(v, h.hub, when.On(2026, 1, 1), when.On(2028, 1, 1))
		for _, b := range bs {
			out[b.Account] = b.Net()
		}
		return 0, err
	})
	ok(h.t, err)
	return out
}

func (h *house) days(n int) { h.now = h.now.Add(time.Duration(n) * 24 * time.Hour) }

// open is what is not paid yet of a statement.
func (h *house) open(statement string) yen.Amount {
	h.t.Helper()
	s, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (pay.Statement, error) { return load(v, h.hub, statement) })
	ok(h.t, err)
	return s.Open()
}
