package ordersstore

import (
	"archive/zip"
	"bytes"
	"fmt"
	"image"
	"image/png"
	"log/slog"
	"strings"
	"testing"

	"golang.org/x/text/encoding/japanese"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/blob"
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
}

// house is Yukihara's hub with a coordinator, an officer of the city, and a visitor.
type house struct {
	*Store
	t                    *testing.T
	hub                  string
	sato, officer, guest who.Actor
	runner               *jobs.Runner
	now                  when.Instant
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
	h.sato = who.Person(x.ID, id.Make(), "佐藤", orders.MaySee, orders.MayKeep)
	h.officer = who.Person(x.ID, id.Make(), "高橋", orders.MaySee, orders.MayApprove)
	h.guest = who.Visitor(x.ID, orders.MayAsk)
	h.runner = &jobs.Runner{DB: d, Log: slog.Default()}
	h.Jobs(h.runner)
	ok(t, h.TakeReady(t.Context(), h.sato))
	return h
}

func (h *house) kind(tool string) orders.Kind {
	h.t.Helper()
	ks, err := h.Kinds(h.t.Context(), h.sato)
	ok(h.t, err)
	for _, k := range ks {
		if k.Tool == tool {
			return k
		}
	}
	h.t.Fatal("no kind with the tool " + tool)
	return orders.Kind{}
}

var company = orders.PersonForm{Company: "みなと商事株式会社", Name: "田中", Mail: "tanaka@example.com"}

// asked is an order of a company in Tokyo.
func (h *house) asked() string {
	h.t.Helper()
	oid, err := h.Ask(h.t.Context(), h.guest, id.Make(), h.kind("entry").ID, company, orders.AskForm{Title: "会員カード", Volume: "6000", Wanted: "2027-02-24"})
	ok(h.t, err)
	return oid
}

// ordered is an order whose quote was accepted.
func (h *house) ordered() string {
	h.t.Helper()
	oid := h.asked()
	ok(h.t, h.Quote(h.t.Context(), h.sato, oid, 0, orders.QuoteForm{Volume: "6000", Seconds: "43", Price: "28", Fee: "15.2", Promise: "2027-02-22", Permille: "1", Valid: "2027-02-16"}))
	ok(h.t, h.AnswerFor(h.t.Context(), h.sato, oid, 1, Reply{Yes: true, Name: "田中", PO: "PO-77"}))
	return oid
}

func (h *house) order(oid string) Full {
	h.t.Helper()
	f, err := h.Order(h.t.Context(), h.sato, oid)
	ok(h.t, err)
	return f
}

func (h *house) upload(oid, name string, body []byte) Full {
	h.t.Helper()
	_, err := h.Keep(h.t.Context(), h.sato, oid, Upload{Use: "material", Name: name, Body: bytes.NewReader(body)})
	ok(h.t, err)
	ok(h.t, h.runner.Drain(h.t.Context()))
	return h.order(oid)
}

func (h *house) blobs() int {
	h.t.Helper()
	n, err := db.Read(h.t.Context(), h.DB, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from blob where hub_id = $1`, h.hub)
	})
	ok(h.t, err)
	return n
}

func (h *house) token(kind string) string {
	h.t.Helper()
	_, rest, _ := strings.Cut(h.letter(kind), "/window/")
	t, _, _ := strings.Cut(rest, "/")
	return strings.Fields(t)[0]
}

// letter is the text of the newest letter of a kind.
func (h *house) letter(kind string) string {
	h.t.Helper()
	rows, err := db.Read(h.t.Context(), h.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.hub, "", 0, 100) })
	ok(h.t, err)
	for _, r := range rows {
		if r.Kind == kind {
			return r.Text
		}
	}
	h.t.Fatal("no letter of the kind " + kind)
	return ""
}

func wrong(err error) string {
	var out []string
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			out = append(out, x.Name)
		}
	}
	return strings.Join(out, " ")
}

func TestARequestBecomesAnOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.asked()
		f := orders.QuoteForm{Volume: "6000", Seconds: "43", Price: "28", Fee: "15.2", Promise: "2027-02-22", Permille: "1", Valid: "2027-02-16"}
		ok(t, h.Quote(t.Context(), h.sato, oid, 0, f))
		if fault.KindOf(h.Quote(t.Context(), h.sato, oid, 0, f)) != fault.Conflict {
			t.Error("two people wrote the same version of a quote")
		}
		token := h.token("orders.quote")
		x, err := h.OrderByLink(t.Context(), h.guest, token, oid)
		ok(t, err)
		q, _ := x.Quote()
		if q.Total() != 168000 || q.Fees() != 91200 || q.Hourly != 1272 || q.Below() {
			t.Errorf("%+v", q)
		}
		ok(t, h.AnswerByWindow(t.Context(), h.guest, token, oid, 1, Reply{Name: "田中", Answer: "もう少し早くできますか"}))
		if fault.KindOf(h.AnswerByWindow(t.Context(), h.guest, token, oid, 1, Reply{Yes: true, Name: "田中"})) != fault.Conflict {
			t.Error("a quote that was answered otherwise was accepted afterwards")
		}
		f.Promise = "2027-02-20"
		ok(t, h.Quote(t.Context(), h.sato, oid, 1, f))
		for range 2 { // pressed twice
			ok(t, h.AnswerByWindow(t.Context(), h.guest, token, oid, 2, Reply{Yes: true, Name: "田中", PO: "PO-77"}))
		}
		o := h.order(oid)
		if o.State != orders.Ordered || o.Promise.String() != "2027-02-20" || o.Fee != 1520 || o.PONumber != "PO-77" || len(o.Quotes) != 2 || len(o.Steps) != 3 {
			t.Errorf("%+v", o.Order)
		}
	})
}

func TestAFeeBelowTheYardstickWaitsForAReason(t *testing.T) { // R-36, TV-13
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.asked()
		low := orders.QuoteForm{Volume: "12", Seconds: "300", Price: "200", Fee: "94", Promise: "2027-02-22", Permille: "1", Valid: "2027-02-16"}
		ok(t, h.Quote(t.Context(), h.sato, oid, 0, low))
		q, _ := h.order(oid).Quote()
		if q.State != orders.QuoteWaiting || q.Hourly != 1128 || q.Wage != 1131 {
			t.Fatalf("%+v", q)
		}
		if fault.KindOf(h.AnswerFor(t.Context(), h.sato, oid, 1, Reply{Yes: true, Name: "田中"})) != fault.Conflict {
			t.Error("a quote nobody approved was accepted")
		}
		if fault.KindOf(h.Approve(t.Context(), h.sato, oid, 1, "x")) != fault.Forbidden {
			t.Error("who makes a quote approved it without the right")
		}
		if wrong(h.Approve(t.Context(), h.officer, oid, 1, " ")) != "reason" {
			t.Error("approved without a reason")
		}
		ok(t, h.Approve(t.Context(), h.officer, oid, 1, "はじめての人の練習をかねるため"))
		_, done, err := h.Approvals(t.Context(), h.officer)
		if err != nil || len(done) != 1 || done[0].Reason == "" {
			t.Error(done, err)
		}
		low.Fee = "95"
		ok(t, h.Quote(t.Context(), h.sato, oid, 1, low))
		if q, _ = h.order(oid).Quote(); q.State != orders.QuoteSent || q.Hourly != 1140 {
			t.Errorf("%+v", q)
		}
	})
}

func TestAWindowShowsOneClientOnlyAndEnds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.asked()
		other, err := h.Ask(t.Context(), h.guest, id.Make(), h.kind("entry").ID, orders.PersonForm{Company: "別の会社", Name: "鈴木", Mail: "suzuki@example.com"}, orders.AskForm{Title: "別の仕事"})
		ok(t, err)
		c := h.order(oid).Of
		url, err := h.GiveWindow(t.Context(), h.sato, c.ID, orders.WindowForm{GivenTo: "田中", Days: "30"})
		ok(t, err)
		token := url[strings.LastIndex(url, "/")+1:]
		v, err := h.ByLink(t.Context(), h.guest, token)
		ok(t, err)
		if len(v.Orders) != 1 || v.Orders[0].ID != oid {
			t.Errorf("%+v", v.Orders)
		}
		if _, err := h.OrderByLink(t.Context(), h.guest, token, other); fault.KindOf(err) != fault.NotFound {
			t.Error("another client's order was shown:", err)
		}
		ok(t, h.RevokeWindow(t.Context(), h.sato, c.ID, v.Window.ID))
		if _, err := h.ByLink(t.Context(), h.guest, token); fault.KindOf(err) != fault.NotFound {
			t.Error("a revoked link opens:", err)
		}
		url, err = h.GiveWindow(t.Context(), h.sato, c.ID, orders.WindowForm{GivenTo: "田中", Days: "1"})
		ok(t, err)
		h.now = h.now.Add(49 * 60 * 60 * 1e9)
		if _, err := h.ByLink(t.Context(), h.guest, url[strings.LastIndex(url, "/")+1:]); fault.KindOf(err) != fault.NotFound {
			t.Error("a link opens after its last day:", err)
		}
	})
}

func sjis(t *testing.T, s string) []byte {
	b, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
	ok(t, err)
	return b
}

func picturesZip(t *testing.T, n int, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range n {
		w, err := z.Create(fmt.Sprintf("cards/%04d.png", i+1))
		ok(t, err)
		ok(t, png.Encode(w, image.NewGray(image.Rect(0, 0, 8+i%3, 8))))
	}
	for _, name := range more {
		w, err := z.Create(name)
		ok(t, err)
		w.Write([]byte("no picture at all"))
	}
	ok(t, z.Close())
	return b.Bytes()
}

func TestMaterialsAreReadWholeOrNotAtAll(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		var long strings.Builder
		long.WriteString("会員番号,氏名\n")
		for i := range 8000 {
			fmt.Fprintf(&long, "%d,人%d\n", i, i)
		}
		for name, x := range map[string]struct {
			body []byte
			key  string
			rows int
		}{
			"shift_jis.csv": {sjis(t, "会員番号,氏名\r\n1,三好 みさき\r\n2,工藤\r\n"), "", 2},
			"bom.csv":       {[]byte("\xEF\xBB\xBF会員番号,氏名\n1,髙橋\n"), "", 1},
			"urls.txt":      {[]byte("https://example.com/a\nhttps://example.com/b\n"), "", 2},
			"cards.zip":     {picturesZip(t, 120, "__MACOSX/x.png"), "", 120},
			"late.csv":      {[]byte(long.String() + "8001\n"), "sheet.columns", 0},
			"twice.csv":     {[]byte("氏名,氏名\na,b\n"), "head_twice", 0},
			"empty.csv":     {[]byte("氏名,住所\n"), "no_rows", 0},
			"notes.zip":     {picturesZip(t, 60, "zz.png"), "not_image", 0},
			"broken.zip":    {picturesZip(t, 3)[:200], "zip", 0},
			"noise.mp3":     {[]byte("this is no music at all"), "sound", 0},
			"urls2.txt":     {[]byte("https://example.com/a\nnot an address\n"), "url", 0},
		} {
			before := h.blobs()
			f := h.upload(h.ordered(), name, x.body)
			m := f.Materials[len(f.Materials)-1]
			if m.Problem != x.key || f.Rows != x.rows || (m.State == orders.Whole) != (x.key == "") {
				t.Errorf("%s: %s %s %s, %d rows", name, m.State, m.Problem, m.ProblemArgs, f.Rows)
			}
			if x.key != "" && h.blobs() != before+1 {
				t.Errorf("%s: of a refused file %d pictures stay", name, h.blobs()-before-1)
			}
		}
		oid := h.ordered()
		h.upload(oid, "cards.zip", picturesZip(t, 120))
		rows, err := h.Preview(t.Context(), h.sato, oid, 60)
		ok(t, err)
		if len(rows) != 60 || rows[59].No != 60 || rows[59].Name != "0060.png" {
			t.Fatalf("%d rows, the last %+v", len(rows), rows[len(rows)-1])
		}
		r, err := h.RowFile(t.Context(), h.sato, rows[59].File)
		ok(t, err)
		if _, err := png.Decode(r); err != nil {
			t.Error(err)
		}
	})
}

func TestASecondTableGoesOnAfterTheFirst(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.ordered()
		h.upload(oid, "a.csv", []byte("氏名,住所\na,1\nb,2\n"))
		h.upload(oid, "b.csv", []byte("氏名,住所\nc,3\n"))
		f := h.upload(oid, "c.csv", []byte("氏名,電話\nd,4\n"))
		if f.Rows != 3 || f.Materials[2].Problem != "heads_differ" || len(f.Columns) != 2 {
			t.Errorf("%d rows, %+v", f.Rows, f.Materials)
		}
		rows, err := h.Preview(t.Context(), h.sato, oid, 10)
		if err != nil || len(rows) != 3 || rows[2].Cells[0] != "c" || rows[2].No != 3 {
			t.Error(rows, err)
		}
		if fault.KindOf(h.RemoveMaterial(t.Context(), h.sato, oid, f.Materials[0].ID)) != fault.Conflict {
			t.Error("rows in the middle were taken away")
		}
		ok(t, h.RemoveMaterial(t.Context(), h.sato, oid, f.Materials[1].ID))
		ok(t, h.RemoveMaterial(t.Context(), h.sato, oid, f.Materials[0].ID))
		if f = h.order(oid); f.Rows != 0 || len(f.Columns) != 0 {
			t.Errorf("%+v", f.Columns)
		}
	})
}

func TestAReadingThatWasCutOffBeginsAnew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.ordered()
		mid, err := h.Keep(t.Context(), h.sato, oid, Upload{Use: "material", Name: "cards.zip", Body: bytes.NewReader(picturesZip(t, 130))})
		ok(t, err)
		m, err := h.beginReading(t.Context(), h.hub, mid)
		ok(t, err)
		f, err := blob.Open(t.Context(), h.DB, h.Keys, h.hub, m.Blob, errMaterial)
		ok(t, err)
		src, err := read(m.Name, f, f.Bytes)
		ok(t, err)
		rows, files, err := h.chunk(src, m)
		ok(t, err)
		ok(t, h.keepChunk(t.Context(), h.hub, m, 0, rows, files, src.total())) // and here the power fails
		if h.order(oid).Rows != 0 {
			t.Error("half a material counts")
		}
		ok(t, h.runner.Drain(t.Context()))
		if x := h.order(oid); x.Rows != 130 || h.blobs() != 131 {
			t.Errorf("%d rows, %d files", x.Rows, h.blobs())
		}
	})
}

func TestSealedColumnsGetLanesOfTheirOwn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := yukihara(t, d)
		oid := h.ordered()
		h.upload(oid, "a.csv", []byte("氏名,住所,会員番号\na,1,x\n"))
		fs := []orders.ColumnForm{{Name: "氏名", Group: "a"}, {Name: "住所", Group: "b"}, {Name: "会員番号"}, {Name: "住所の直し", Asked: true, Group: "b"}, {Name: "確認", Asked: true, Type: "choice", Choices: "OK,直す", Must: true}}
		ok(t, h.SaveColumns(t.Context(), h.sato, oid, fs))
		cols := h.order(oid).Columns
		if got := orders.Lanes(cols); len(got) != 2 {
			t.Errorf("lanes %v", got)
		}
		for lane, want := range map[int]string{1: "氏名 会員番号 確認", 2: "住所 会員番号 住所の直し"} {
			var names []string
			for _, c := range orders.InLane(cols, lane) {
				names = append(names, c.Name)
			}
			if got := strings.Join(names, " "); got != want {
				t.Errorf("lane %d shows %s", lane, got)
			}
		}
		if got := wrong(h.SaveColumns(t.Context(), h.sato, oid, []orders.ColumnForm{{Name: "氏名", Group: "a"}, {Name: "住所"}, {Name: "会員番号"}})); got != "group0" {
			t.Error("one group alone separates nothing:", got)
		}
		if fault.KindOf(h.SaveColumns(t.Context(), h.sato, oid, append([]orders.ColumnForm{{Name: "x", Group: "a"}}, fs[1:]...))) != fault.Conflict {
			t.Error("a column of the client's table was left out")
		}
		if got := wrong(h.SaveColumns(t.Context(), h.sato, oid, append(fs, orders.ColumnForm{Name: "確認", Asked: true, Type: "choice", Choices: "1"}))); got != "choices5 name5" {
			t.Error(got)
		}
	})
}
