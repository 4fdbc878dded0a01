package booksstore

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/keys"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

func init() {
	journal.Declare(hub.Events()...)
	journal.Declare(workers.Events()...)
	journal.Declare(books.Events()...)
}

type house struct {
	*Store
	t      *testing.T
	hub    string
	yamada who.Actor // keeps the books
	kudo   who.Actor // sees them
	now    when.Instant
	runner *jobs.Runner
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

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
	h.Store, h.hub = &Store{DB: d, Keys: k, Hubs: hs}, x.ID
	h.yamada = who.Person(x.ID, id.Make(), "山田", books.MaySee, books.MayKeep)
	h.kudo = who.Person(x.ID, id.Make(), "工藤", books.MaySee)
	h.runner = &jobs.Runner{DB: d, Log: slog.New(slog.DiscardHandler)}
	h.Jobs(h.runner)
	return h
}

func (h *house) worker(name, kana string) string {
	h.t.Helper()
	w, err := db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (workers.Worker, error) {
		return workersstore.Begin(tx, h.yamada, workersstore.Entry{Name: name, Kana: kana, Mail: id.Make() + "@example.com", Lang: "ja"})
	})
	ok(h.t, err)
	return w.ID
}

// statement is the entry of TV-7: 50,000 of writing, registered, tax apart.
func statement(ref, worker string, on when.Date) books.Entry {
	return books.Entry{On: on, Kind: "statement", Ref: ref, Memo: "P-202701-0001", Lines: []books.Line{{Account: books.Fees, Amount: 50000, Party: worker, Order: "o1"}, {Account: books.InputTax, Amount: 5000, Party: worker},
		{Account: books.Withholding, Amount: -5105, Party: worker}, {Account: books.Payable, Amount: -49895, Party: worker}}}
}

func (h *house) post(e books.Entry) error {
	return db.Do(h.t.Context(), h.DB, func(tx *db.Tx) error { return Post(tx, h.yamada, e) })
}

func (h *house) issue(d books.Document) (string, error) {
	r, err := h.Prepare(d)
	ok(h.t, err)
	return db.Write(h.t.Context(), h.DB, func(tx *db.Tx) (string, error) { return Issue(tx, h.yamada, r) })
}

func (h *house) count(q string) int {
	h.t.Helper()
	n, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (int, error) { return db.Value[int](v, q, h.hub) })
	ok(h.t, err)
	return n
}

func jan(d int) when.Date { return when.On(2027, 1, d) }

func TestTheLedgerSumsToZeroAndALockedMonthRefuses(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		ok(t, h.post(statement("statement:1", "w1", jan(31))))
		ok(t, h.post(books.Entry{On: when.On(2027, 2, 15), Kind: "transfer", Ref: "transfer:1", Lines: []books.Line{{Account: books.Payable, Amount: 49895, Party: "w1"}, {Account: books.Bank, Amount: -49895}}}))
		wrong := statement("statement:2", "w1", jan(31))
		wrong.Lines[0].Amount++
		if err := h.post(wrong); !errors.Is(err, books.ErrSum) {
			t.Errorf("a yen off was posted: %v", err)
		}
		if n := h.count(`select count(*) from book_entry where hub_id = $1`); n != 2 {
			t.Errorf("%d entries", n)
		}
		x, err := h.Sheet(t.Context(), h.kudo, jan(1), when.On(2027, 2, 28))
		ok(t, err)
		var sum yen.Amount
		net := map[books.Account]yen.Amount{}
		for _, b := range x.Balances {
			sum += b.Net()
			net[b.Account] = b.Net()
		}
		if sum != 0 || net[books.Payable] != 0 || net[books.Fees] != 50000 || net[books.Bank] != -49895 || net[books.Withholding] != -5105 || len(x.Balances) != len(books.Accounts) || len(x.Months) != 2 {
			t.Errorf("%d %+v", sum, x)
		}

		if err := h.Lock(t.Context(), h.kudo, "2027-01"); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("somebody who only sees the books locked a month: %v", err)
		}
		if err := h.Lock(t.Context(), h.yamada, "2027-02"); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a running month was locked: %v", err)
		}
		if err := h.Lock(t.Context(), h.yamada, "2027-13"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%v", err)
		}
		ok(t, h.Lock(t.Context(), h.yamada, "2027-01"))
		ok(t, h.Lock(t.Context(), h.yamada, "2027-01")) // again: nothing more
		err = h.post(statement("statement:3", "w1", jan(31)))
		if f := fault.Of(err); f == nil || f.Key != "books.fault.month_locked" {
			t.Errorf("R-74: a locked month took an entry: %v", err)
		}
		ok(t, h.post(statement("statement:3", "w1", when.On(2027, 2, 1))))
		open, err := db.Read(t.Context(), d, func(v *db.View) (when.Date, error) { return Open(v, h.hub, jan(31)) })
		if err != nil || open != when.On(2027, 2, 1) {
			t.Errorf("%s %v", open, err)
		}
		n, err := db.Read(t.Context(), d, func(v *db.View) (int64, error) { return Verify(v, h.hub) })
		if err != nil || n != 3 {
			t.Errorf("%d %v", n, err)
		}
	})
}

func TestAnyFigureOpensDownToItsLines(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		w := h.worker("三好 みさき", "ミヨシ ミサキ")
		for i := range 3 {
			ok(t, h.post(statement(fmt.Sprintf("statement:%d", i), w, jan(10+i))))
		}
		rows, total, net, err := h.Postings(t.Context(), h.kudo, books.Payable, jan(1), jan(31), 0, 2)
		ok(t, err)
		if len(rows) != 2 || total != 3 || net != -3*49895 || rows[0].On != jan(12) || rows[0].Ref != "statement:2" {
			t.Errorf("%d of %d %d %+v", len(rows), total, net, rows)
		}
		e, names, err := h.Entry(t.Context(), h.kudo, rows[0].Entry)
		ok(t, err)
		if len(e.Lines) != 4 || e.Check() != nil || names[w] != "三好 みさき" || e.Lines[0].Order != "o1" {
			t.Errorf("%+v %v", e, names)
		}
		if _, _, err := h.Entry(t.Context(), h.kudo, id.Make()); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
		of, err := db.Read(t.Context(), d, func(v *db.View) ([]books.Entry, error) { return EntriesOf(v, h.hub, "statement:1") })
		if err != nil || len(of) != 1 || of[0].On != jan(11) || len(of[0].Lines) != 4 {
			t.Errorf("%+v %v", of, err)
		}
	})
}

func TestNumbersHaveNoGapsUnderARace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		var mu sync.Mutex
		var got []int64
		var wg sync.WaitGroup
		undone := errors.New("undone")
		for i := range 24 {
			wg.Go(func() {
				n, err := db.Write(context.Background(), d, func(tx *db.Tx) (int64, error) {
					n, err := Next(tx, h.hub, "invoice-2027")
					if err == nil && i%4 == 3 {
						err = undone
					}
					return n, err
				})
				mu.Lock()
				defer mu.Unlock()
				switch {
				case err == nil:
					got = append(got, n)
				case !errors.Is(err, undone):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		slices.Sort(got)
		for i, n := range got {
			if n != int64(i+1) {
				t.Fatalf("a gap or a double: %v", got)
			}
		}
		if len(got) != 18 {
			t.Errorf("%d numbers", len(got))
		}
	})
}

func TestADocumentNeverChangesAndACorrectionIsAVersion(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		w := h.worker("三好 みさき", "ミヨシ ミサキ")
		doc := books.Document{Kind: books.StatementDoc, No: "P-202701-0001", On: jan(31), Amount: 49895, Party: w, PartyName: "三好 みさき", Name: "P-202701-0001.pdf", Media: "application/pdf", Bytes: []byte("%PDF first")}
		first, err := h.issue(doc)
		ok(t, err)
		doc.Bytes, doc.Replaces, doc.Reason, doc.Amount = []byte("%PDF second"), first, "数の訂正", 50000
		second, err := h.issue(doc)
		ok(t, err)
		if _, err := h.issue(doc); fault.KindOf(err) != fault.Conflict {
			t.Errorf("one document was replaced twice: %v", err)
		}
		doc.Replaces = ""
		if _, err := h.issue(doc); err == nil {
			t.Error("R-73: a number was used twice without a version")
		}
		old, err := h.Document(t.Context(), h.kudo, first)
		ok(t, err)
		if string(old.Bytes) != "%PDF first" || old.Version != 1 || old.Next != second || len(old.SHA256) != 64 {
			t.Errorf("%+v", old)
		}
		chain, err := h.Versions(t.Context(), h.kudo, first)
		ok(t, err)
		if len(chain) != 2 || chain[1].ID != second || chain[1].Version != 2 || chain[1].Reason != "数の訂正" || chain[1].PartyName != "三好 みさき" {
			t.Errorf("%+v", chain)
		}
		if n := h.count(`select count(*) from book_document where hub_id = $1 and party_sealed like '%みさき%'`); n != 0 {
			t.Error("a worker's name lies open")
		}
		for _, a := range []who.Actor{{}, who.Person(h.hub, id.Make(), "市")} {
			if _, err := h.Document(t.Context(), a, first); fault.KindOf(err) != fault.Forbidden {
				t.Errorf("%q read a document: %v", a.Name, err)
			}
		}
	})
}

// ranges of days and of amounts, counterparty, kind, in any combination.
func TestDocumentsAreFoundByAnyCombination(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		misaki, aoi := h.worker("三好 みさき", "ミヨシ ミサキ"), h.worker("青木 あおい", "アオキ アオイ")
		for i := range 12 {
			party, kind := misaki, books.StatementDoc
			if i%2 == 1 {
				party = aoi
			}
			if i%3 == 0 {
				kind = books.PaymentRecordDoc
			}
			_, err := h.issue(books.Document{Kind: kind, No: fmt.Sprint(i), On: jan(1 + i), Amount: yen.Amount(1000 * i), Party: party, PartyName: "x", Name: "x.pdf", Media: "application/pdf", Bytes: []byte{byte(i)}})
			ok(t, err)
		}
		amount := func(n yen.Amount) *yen.Amount { return &n }
		for name, x := range map[string]struct {
			q    books.Query
			want []string
		}{
			"all":                   {books.Query{}, []string{"11", "10", "9", "8", "7", "6", "5", "4", "3", "2", "1", "0"}},
			"days":                  {books.Query{From: jan(3), To: jan(5)}, []string{"4", "3", "2"}},
			"amounts":               {books.Query{Min: amount(9000), Max: amount(10000)}, []string{"10", "9"}},
			"nothing is an amount":  {books.Query{Max: amount(0)}, []string{"0"}},
			"name":                  {books.Query{Name: "みよし"}, []string{"10", "8", "6", "4", "2", "0"}},
			"party and kind":        {books.Query{Party: aoi, Kind: books.PaymentRecordDoc}, []string{"9", "3"}},
			"days, name and amount": {books.Query{From: jan(2), Name: "青木", Min: amount(5000)}, []string{"11", "9", "7", "5"}},
			"all five":              {books.Query{From: jan(1), To: jan(12), Min: amount(1000), Max: amount(9000), Name: "あおき", Kind: books.StatementDoc}, []string{"7", "5", "1"}},
			"nobody":                {books.Query{Name: "100%"}, nil},
		} {
			f, err := h.Search(t.Context(), h.kudo, x.q)
			ok(t, err)
			var got []string
			var sum yen.Amount
			for _, r := range f.Rows {
				got = append(got, r.No)
				sum += r.Amount
			}
			if !slices.Equal(got, x.want) || f.Total != len(x.want) || f.Sum != sum {
				t.Errorf("%s: %v of %d, %d", name, got, f.Total, f.Sum)
			}
		}
	})
}

// all documents of a period as an archive with its index.
func TestAPeriodIsExportedWithItsIndex(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		w := h.worker("三好 みさき", "ミヨシ ミサキ")
		for i := range 205 { // more than one batch
			_, err := h.issue(books.Document{Kind: books.StatementDoc, No: fmt.Sprintf("P-%03d/1", i), On: jan(1 + i%31), Amount: 100, Party: w, PartyName: "三好 みさき", Name: "x.pdf", Media: "application/pdf", Bytes: fmt.Appendf(nil, "body %d", i)})
			ok(t, err)
		}
		_, err := h.issue(books.Document{Kind: books.StatementDoc, No: "P-999", On: when.On(2027, 2, 1), Name: "x.pdf", Media: "application/pdf", Bytes: []byte("later")})
		ok(t, err)
		if _, err := h.Export(t.Context(), h.kudo, books.Query{From: jan(1), To: jan(31)}); fault.KindOf(err) != fault.Forbidden {
			t.Errorf("who only sees the books exported them: %v", err)
		}
		if _, err := h.Export(t.Context(), h.yamada, books.Query{From: jan(1)}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a period without its end: %v", err)
		}
		x, err := h.Export(t.Context(), h.yamada, books.Query{From: jan(1), To: jan(31)})
		ok(t, err)
		if _, _, err := h.Archive(t.Context(), h.yamada, x); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an archive that is not there was opened: %v", err)
		}
		ok(t, h.runner.Drain(t.Context()))
		e, f, err := h.Archive(t.Context(), h.yamada, x)
		ok(t, err)
		if e.Done != 205 || e.Total != 205 || e.Size == 0 {
			t.Errorf("%+v", e)
		}
		z, err := zip.NewReader(f, f.Bytes)
		ok(t, err)
		if len(z.File) != 206 || !strings.HasPrefix(z.File[0].Name, "2027-01/statement/2027-01-01_P-000-1_v1.pdf") {
			t.Errorf("%d files, the first %s", len(z.File), z.File[0].Name)
		}
		r, err := z.File[205].Open()
		ok(t, err)
		index, err := io.ReadAll(r)
		ok(t, err)
		if n := bytes.Count(index, []byte("\r\n")); n != 206 || !bytes.Contains(index, []byte("三好 みさき")) || bytes.Contains(index, []byte("P-999")) {
			t.Errorf("%d lines", n)
		}

		second, err := blob.Put(t.Context(), d, h.Keys, h.hub, "application/zip", strings.NewReader("made at the same time"), archiveMost)
		ok(t, err)
		ok(t, h.exported(t.Context(), exportOrder{h.hub, x}, "ready", second))
		if again, _, err := h.Archive(t.Context(), h.yamada, x); err != nil || again.Blob != e.Blob || h.count(`select count(*) from blob where hub_id = $1 and id = '`+second.ID+`'`) != 0 {
			t.Errorf("a second run left its archive: %+v %v", again, err)
		}
		if n := h.count(`select count(*) from journal where hub_id = $1 and kind = 'books.fetched'`); n != 2 {
			t.Errorf("R-92: %d openings are on record", n)
		}
		one, err := h.Export(t.Context(), h.yamada, books.Query{From: jan(1), To: jan(31), Name: "ミヨシ"})
		ok(t, err)
		none, err := h.Export(t.Context(), h.yamada, books.Query{From: jan(1), To: jan(31), Name: "ほかの人"})
		ok(t, err)
		ok(t, h.runner.Drain(t.Context()))
		for id, want := range map[string]int{one: 205, none: 0} {
			if e, _, err := h.Archive(t.Context(), h.yamada, id); err != nil || e.Done != want {
				t.Errorf("by name: %+v %v", e, err)
			}
		}

		h.now = h.now.Add(9 * 24 * time.Hour)
		ok(t, h.runner.Drain(t.Context()))
		if xs, err := h.Exports(t.Context(), h.yamada); err != nil || len(xs) != 0 {
			t.Errorf("after its days: %+v %v", xs, err)
		}
		if n := h.count(`select count(*) from book_document where hub_id = $1`); n != 206 {
			t.Errorf("R-74: %d documents are left", n)
		}
	})
}

// TestAFileThatWasLeftOutIsDrawnAnew: a document whose bytes are gone says so, is found, and
// takes back only what is the same byte for byte.
func TestAFileThatWasLeftOutIsDrawnAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		body := []byte("%PDF of a statement")
		doc, err := h.issue(books.Document{Kind: books.StatementDoc, No: "P-202701-0001", On: dbtest.Start.DateIn(when.Tokyo), Amount: 1, PartyName: "鈴木", Name: "a.pdf", Media: "application/pdf", Bytes: body})
		ok(t, err)
		lost := func() []books.Document {
			ds, err := h.Lost(t.Context(), h.hub, books.StatementDoc)
			ok(t, err)
			return ds
		}
		if n := len(lost()); n != 0 {
			t.Fatalf("%d documents are lost", n)
		}
		ok(t, db.Do(t.Context(), d, func(tx *db.Tx) error {
			_, err := tx.Exec(`delete from blob_part where hub_id = $1`, h.hub)
			return err
		}))
		if _, err := h.Document(t.Context(), h.kudo, doc); !errors.Is(err, errLost) {
			t.Errorf("a document without its bytes: %v", err)
		}
		all := lost()
		if len(all) != 1 || all[0].ID != doc {
			t.Fatalf("lost: %+v", all)
		}
		for _, try := range []struct {
			body []byte
			same bool
		}{{[]byte("%PDF of another one"), false}, {body, true}, {body, true}} {
			if same, err := h.PutBack(t.Context(), h.hub, all[0], try.body); err != nil || same != try.same {
				t.Errorf("%q taken back: %v, %v", try.body, same, err)
			}
		}
		x, err := h.Document(t.Context(), h.kudo, doc)
		if err != nil || !bytes.Equal(x.Bytes, body) || len(lost()) != 0 {
			t.Errorf("after that: %q, %v", x.Bytes, err)
		}
	})
}
