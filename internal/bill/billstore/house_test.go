package billstore

import (
	"log/slog"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
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
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(orders.Events()...)
	journal.Declare(books.Events()...)
	journal.Declare(bill.Events()...)
}

// house is Yukihara's hub with an accountant, an administrator, an officer of the city,
// and a company in Tokyo as its client. It is the 9th of February 2027.
type house struct {
	*Store
	t                           *testing.T
	hub, client                 string
	ito, kudo, officer, visitor who.Actor
	now                         when.Instant
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var operator = bill.IssuerForm{Name: "ゆきはらワークス株式会社", Address: "北海道雪原市本町2条1丁目", Phone: "0120-00-0000", Registration: "T7000012050002", Verified: "2026-04-01", Rounding: "floor", PayTo: "北央信用金庫 雪原支店\n普通 0000000", Hour: "1800", Look: "20"}

func yukihara(t *testing.T, d *db.DB) *house {
	t.Helper()
	k, err := keys.New([]byte("a secret of more than thirty-two bytes"))
	ok(t, err)
	h := &house{t: t, now: dbtest.Start}
	d.Now = func() when.Instant { return h.now }
	hs := &hubstore.Store{DB: d, Base: "https://yukihara.example.jp"}
	opener := who.System("", "test", hub.MayOpen)
	link, err := hs.SetupLink(t.Context(), opener)
	ok(t, err)
	x, err := hs.Open(t.Context(), opener, link, hub.Hub{Slug: "yukihara", Name: "雪原しごとひろば", Kana: "ユキハラシゴトヒロバ", Address: "北海道雪原市本町2条1丁目", Phone: "0120000000", Hue: 168, ReplyDays: 2, YearEndFrom: "12-29", YearEndTo: "01-03"},
		func(*db.Tx, who.Actor) error { return nil })
	ok(t, err)
	h.Store, h.hub = &Store{DB: d, Hubs: hs, Orders: &ordersstore.Store{DB: d, Keys: k, Hubs: hs}, Books: &booksstore.Store{DB: d, Keys: k, Hubs: hs}}, x.ID
	h.ito = who.Person(x.ID, id.Make(), "伊藤", hub.MayKnow, orders.MaySee, orders.MayKeep, bill.MaySee, bill.MayKeep, bill.MayBook, bill.MayApprove, books.MaySee, books.MayKeep)
	h.kudo = who.Person(x.ID, id.Make(), "工藤", bill.MaySee, bill.MayApprove)
	h.officer = who.Person(x.ID, id.Make(), "高橋", orders.MaySee)
	h.visitor = who.Visitor(x.ID, bill.MayWatch, orders.MayAsk)
	ok(t, h.Orders.TakeReady(t.Context(), h.ito))
	ok(t, h.Orders.SaveOperator(t.Context(), h.ito, orders.SizeForm{Capital: "30,000,000", Employees: "45"}))
	h.client = h.newClient(orders.ClientForm{Kind: "company", Name: "みなと商事株式会社", Kana: "ミナトショウジ", Contact: "田中 翔", Mail: "tanaka@example.com", Address: "東京都港区海岸0-0-0", Capital: "400,000,000", Employees: "240", ClosingDay: "31", PayMonths: "1", PayDay: "31"})
	ok(t, h.SaveIssuer(t.Context(), h.ito, 0, operator))
	return h
}

func (h *house) newClient(f orders.ClientForm) string {
	h.t.Helper()
	cid := id.Make()
	ok(h.t, h.Orders.SaveClient(h.t.Context(), h.ito, cid, 0, f))
	return cid
}

// delivered is an order of so many rows that was handed over and accepted, as the houses
// of orders and work leave it.
func (h *house) delivered(client, title string, volume, price, handed, accepted string) string {
	h.t.Helper()
	ks, err := h.Orders.Kinds(h.t.Context(), h.ito)
	ok(h.t, err)
	oid, err := h.Orders.AskFor(h.t.Context(), h.ito, id.Make(), client, ks[1].ID, false, orders.AskForm{Title: title, Volume: volume})
	ok(h.t, err)
	ok(h.t, h.Orders.Quote(h.t.Context(), h.ito, oid, 0, orders.QuoteForm{Volume: volume, Seconds: "30", Price: price, Fee: "12", Promise: "2027-03-22", Permille: "1", Valid: "2027-03-16"}))
	ok(h.t, h.Orders.AnswerFor(h.t.Context(), h.ito, oid, 1, ordersstore.Reply{Yes: true, Name: "田中", PO: "MS-1"}))
	noon := func(s string) when.Instant { return when.MustDate(s).At(12*60, when.Tokyo) }
	h.exec(`insert into work_delivery (hub_id, order_id, no, format, name, media, blob_id, sha256, note, state, made_by, made_at, answered_by, answered_at, answer)
		values ($1, $2, 1, 'csv', 'result.csv', 'text/csv', 'x', 'x', '{}', 'accepted', '佐藤', $3, '田中', $4, '')`, h.hub, oid, noon(handed), noon(accepted))
	h.exec(`update client_order set state = 'accepted' where hub_id = $1 and id = $2`, h.hub, oid)
	return oid
}

func (h *house) exec(q string, args ...any) {
	h.t.Helper()
	ok(h.t, db.Do(h.t.Context(), h.DB, func(tx *db.Tx) error { _, err := tx.Exec(q, args...); return err }))
}

// drafted is the one draft of a client.
func (h *house) drafted(client string) Full {
	h.t.Helper()
	n, err := h.Propose(h.t.Context(), h.ito, client, true)
	ok(h.t, err)
	if n != 1 {
		h.t.Fatalf("%d drafts", n)
	}
	l, err := h.Invoices(h.t.Context(), h.ito, Query{Client: client, State: bill.Draft})
	ok(h.t, err)
	return h.read(l.Rows[0].ID)
}

func (h *house) read(invoiceID string) Full {
	h.t.Helper()
	f, err := h.Invoice(h.t.Context(), h.ito, invoiceID)
	ok(h.t, err)
	return f
}

// issued is an invoice over 6,000 rows at 28 yen: 184,800 yen, due at the end of February.
func (h *house) issued() Full {
	h.t.Helper()
	h.delivered(h.client, "会員カードの入力", "6000", "28", "2027-01-20", "2027-01-22")
	f := h.drafted(h.client)
	ok(h.t, h.Issue(h.t.Context(), h.ito, f.ID, f.Version))
	return h.read(f.ID)
}

func (h *house) wait(days int) { h.now = h.now.Add(time.Duration(days) * 24 * time.Hour) }

// balance is what an account comes to: debits less credits.
func (h *house) balance(a books.Account) yen.Amount {
	h.t.Helper()
	bs, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]books.Balance, error) {
		return booksstore.Balances(v, h.hub, when.MustDate("2000-01-01"), when.MustDate("2100-01-01"))
	})
	ok(h.t, err)
	for _, b := range bs {
		if b.Account == a {
			return b.Net()
		}
	}
	return 0
}

func (h *house) balances(want map[books.Account]yen.Amount) {
	h.t.Helper()
	for _, a := range books.Accounts {
		if got := h.balance(a); got != want[a] {
			h.t.Errorf("%s stands at %d, want %d", a, got, want[a])
		}
	}
}

func (h *house) letters(kind string) (out []mail.Row) {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.hub, "", 0, 100) })
	ok(h.t, err)
	for _, r := range rows {
		if r.Kind == kind {
			out = append(out, r)
		}
	}
	return out
}

func (h *house) drain() {
	h.t.Helper()
	r := &jobs.Runner{DB: h.DB, Log: slog.Default()}
	h.Jobs(r)
	ok(h.t, h.proposeJob(h.t.Context(), jobs.Job{}))
}
