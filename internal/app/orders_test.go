package app

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/mail"
)

var (
	kindRe   = regexp.MustCompile(`name="kind" value="([0-9a-f-]{36})"`)
	carryRe  = regexp.MustCompile(`<input type="hidden" name="([a-z]+)" value="([^"]*)"`)
	orderRe  = regexp.MustCompile(`/staff/orders/[0-9a-f-]{36}`)
	windowRe = regexp.MustCompile(`/window/[A-Za-z0-9_-]+/orders/[0-9a-f-]{36}`)
	rawKeyRe = regexp.MustCompile(`orders\.[a-z_]+\.[a-z_.]+`)
)

// carried are all hidden fields of the form on a page, with what a person adds.
func carried(body string, v url.Values) url.Values {
	for _, m := range carryRe.FindAllStringSubmatch(body, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

// parcel is a form with a file.
func parcel(t *testing.T, path string, v url.Values, name string, body []byte) *http.Request {
	t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for k, xs := range v {
		for _, x := range xs {
			if err := m.WriteField(k, x); err != nil {
				t.Fatal(err)
			}
		}
	}
	w, err := m.CreateFormFile("file", name)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = m.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	return r
}

// letters are the mails of a kind, newest first.
func (a *App) letters(t *testing.T, kind string) (out []mail.Row) {
	t.Helper()
	h, err := a.Hubs.Resolve(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	all, err := db.Read(t.Context(), a.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.ID, "", 0, 500) })
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.Kind == kind {
			out = append(out, m)
		}
	}
	return out
}

// requested sends the request form through its three steps, with a sample.
func (a *App) requested(t *testing.T, move func(time.Duration)) {
	t.Helper()
	page := a.do(get("/request")).Body.String()
	kind := kindRe.FindStringSubmatch(page)
	if kind == nil {
		t.Fatal("no kind of work can be asked for")
	}
	if w := a.do(post("/request", carried(page, url.Values{"words": {"はんこは要りません"}}))); w.Code != 422 || !strings.Contains(w.Body.String(), `href="#kind"`) || !strings.Contains(w.Body.String(), "はんこは要りません") {
		t.Errorf("the first step without a kind: %d", w.Code)
	}
	page = a.do(post("/request", carried(page, url.Values{"kind": {kind[1]}, "title": {"会員カード"}, "words": {"CSVで"}}))).Body.String()
	if w := a.do(post("/request", carried(page, url.Values{"volume": {"たくさん"}}))); w.Code != 422 || !strings.Contains(w.Body.String(), `value="たくさん"`) {
		t.Errorf("a volume that is no number: %d", w.Code)
	}
	page = a.do(post("/request", carried(page, url.Values{"volume": {"６，０００"}, "permille": {"1"}}))).Body.String()
	who := url.Values{"wanted": {"2027-02-24"}, "company": {"かもめ商店"}, "name": {"鈴木"}, "mail": {"suzuki@kamome.example"}}
	if w := a.do(parcel(t, "/request", carried(page, who), "見本.csv", []byte("a,b\n1,2\n"))); w.Code != 422 {
		t.Errorf("a robot's speed: %d", w.Code)
	}
	if back := a.do(post("/request", carried(page, url.Values{"back": {"1"}}))).Body.String(); !strings.Contains(back, `value="会員カード"`) {
		t.Error("on the way back the title is gone")
	}
	move(time.Minute)
	for range 2 { // a double press
		w := a.do(parcel(t, "/request", carried(page, who), "見本.csv", []byte("a,b\n1,2\n")))
		if w.Code != http.StatusSeeOther {
			t.Fatalf("the request: %d %s", w.Code, w.Body)
		}
	}
}

func TestACompanyAsksIsQuotedAndAccepts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		a.requested(t, move)
		if got := a.letters(t, "orders.receipt"); len(got) != 1 || got[0].To != "suzuki@kamome.example" {
			t.Fatalf("%d receipts", len(got))
		}
		sato := a.as(t, "sato@yukihara.example")
		board := sato(get("/staff/orders?state=asked")).Body.String()
		if strings.Count(board, "会員カード") != 1 {
			t.Errorf("the request stands %d times on the board", strings.Count(board, "会員カード"))
		}
		order := orderRe.FindString(board[strings.Index(board, "会員カード")-200:])
		has(t, "the order", sato(get(order)).Body.String(), "6,000", "見本.csv", "かもめ商店", "2027年2月24日")
		a.quoted(t, sato, order)
		a.accepted(t, sato, order)
	})
}

// quoted makes a quote, first a bad one, and looks at what it comes to.
func (a *App) quoted(t *testing.T, sato func(*http.Request) *httptest.ResponseRecorder, order string) {
	t.Helper()
	v := url.Values{"last": {"0"}, "volume": {"6000"}, "seconds": {"43"}, "price": {"28"}, "fee": {"15.2"}, "promise": {"2027-02-22"}, "permille": {"1"}, "valid": {"2027-02-16"}, "terms": {"月末締め"}}
	has(t, "what it comes to", sato(get(order+"/quote?"+v.Encode())).Body.String(), "1,272円", "168,000円", "91,200円", "76,800円", "およそ71.7時間")
	v.Set("price", "安く")
	if w := sato(post(order+"/quote", v)); w.Code != 422 || !strings.Contains(w.Body.String(), `value="安く"`) || !strings.Contains(w.Body.String(), `href="#price"`) {
		t.Errorf("a price that is none: %d", w.Code)
	}
	v.Set("price", "28")
	if w := sato(post(order+"/quote", v)); w.Code != http.StatusSeeOther {
		t.Fatalf("the quote: %d %s", w.Code, w.Body)
	}
}

// accepted is the client's side: the link in the letter, the quote, its paper, yes.
func (a *App) accepted(t *testing.T, sato func(*http.Request) *httptest.ResponseRecorder, order string) {
	t.Helper()
	var mine string
	for _, m := range a.letters(t, "orders.quote") {
		if m.To == "suzuki@kamome.example" {
			mine = windowRe.FindString(m.Text)
		}
	}
	page := a.do(get(mine)).Body.String()
	has(t, "the quote in the window", page, "168,000円", "184,800円", "2027年2月22日", "月末締め", `content="noindex"`)
	if strings.Contains(page, "15.2円") || strings.Contains(page, "1,272") {
		t.Error("the client reads what workers are paid")
	}
	if w := a.do(get(mine + "/quote.pdf?no=1")); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("the paper: %d", w.Code)
	}
	if w := a.do(post(mine+"/answer", url.Values{"no": {"1"}, "yes": {"other"}, "name": {"鈴木"}, "po": {"K-1"}})); w.Code != 422 || !strings.Contains(w.Body.String(), `href="#answer"`) || !strings.Contains(w.Body.String(), `value="K-1"`) {
		t.Errorf("another answer without words: %d", w.Code)
	}
	for range 2 {
		if w := a.do(post(mine+"/answer", url.Values{"no": {"1"}, "yes": {"yes"}, "name": {"鈴木"}, "po": {"K-1"}})); w.Code != http.StatusSeeOther {
			t.Fatalf("yes: %d %s", w.Code, w.Body)
		}
	}
	if w := a.do(get(mine + "/confirmation.pdf")); w.Code != 200 || !bytes.HasPrefix(w.Body.Bytes(), []byte("%PDF-")) {
		t.Errorf("the confirmation: %d", w.Code)
	}
	has(t, "the order", sato(get(order)).Body.String(), "K-1", "受注した")
	a.handedOver(t, mine)
	other := orderRe.FindString(sato(get("/staff/orders?state=quoted")).Body.String())
	if w := a.do(get(mine[:strings.LastIndex(mine, "/")] + other[strings.LastIndex(other, "/"):])); w.Code != 404 {
		t.Errorf("another client's order: %d", w.Code)
	}
}

// handedOver drops a good table and a broken one in the window.
func (a *App) handedOver(t *testing.T, mine string) {
	t.Helper()
	use := url.Values{"use": {"material"}}
	if w := a.do(parcel(t, mine+"/files", use, "", nil)); w.Code != 422 || !strings.Contains(w.Body.String(), `href="#file"`) {
		t.Errorf("no file: %d", w.Code)
	}
	for name, body := range map[string]string{"一覧.csv": "氏名,住所\na,1\nb,2\nc,3\n", "壊れた.csv": "氏名,住所\na,1\nb\n"} {
		if w := a.do(parcel(t, mine+"/files", use, name, []byte(body))); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
	if err := a.Runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	has(t, "the window", a.do(get(mine)).Body.String(), "一覧.csv", "表、3件", "全部で3件", "SHA-256", "暗号化", "3行目の列の数が違います。2列のはずが、1列あります。")
}

func TestALinkThatIsShutSaysWhomToCall(t *testing.T) {
	d := dbtest.SQLite(t)
	a := start(t, d)
	link := regexp.MustCompile(`/window/[A-Za-z0-9_-]+`).FindString(a.letters(t, "orders.window")[0].Text)
	has(t, "the window", a.do(get(link)).Body.String(), "みなと商事株式会社", "会員カードの入力", `content="noindex"`)
	sato := a.as(t, "sato@yukihara.example")
	clients := sato(get("/staff/clients?q=みなと")).Body.String()
	page := sato(get(regexp.MustCompile(`/staff/clients/[0-9a-f-]{36}`).FindString(clients))).Body.String()
	for _, x := range regexp.MustCompile(`/staff/clients/[0-9a-f-]{36}/windows/[0-9a-f-]{36}/revoke`).FindAllString(page, -1) {
		if w := sato(post(x, nil)); w.Code != http.StatusSeeOther {
			t.Errorf("revoke: %d", w.Code)
		}
	}
	for _, path := range []string{link, link + "/ask", link + "/orders/zz", "/window/AAAA", "/en/window/AAAA"} {
		w := a.do(get(path))
		if w.Code != 404 || !strings.Contains(w.Body.String(), `btn--lg" href="tel:`) || strings.Contains(w.Body.String(), "みなと") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestBelowTheYardstickTheCityReadsTheReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		sato, officer := a.as(t, "sato@yukihara.example"), a.as(t, "takahashi@yukihara.example")
		order := orderRe.FindString(sato(get("/staff/orders?state=asked")).Body.String())
		before := len(a.letters(t, "orders.quote"))
		soon := when.On(2027, 3, 1).String()
		v := url.Values{"last": {"0"}, "volume": {"1200"}, "seconds": {"60"}, "price": {"30"}, "fee": {"15"}, "promise": {soon}, "permille": {"1"}, "valid": {soon}}
		has(t, "what it comes to", sato(get(order+"/quote?"+v.Encode())).Body.String(), "900円", "note--bad")
		if w := sato(post(order+"/quote", v)); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if len(a.letters(t, "orders.quote")) != before {
			t.Error("the quote went out before it was approved")
		}
		if w := officer(get("/staff/orders")); w.Code != http.StatusForbidden {
			t.Errorf("the officer opens the orders: %d", w.Code)
		}
		list := officer(get("/staff/approvals")).Body.String()
		here := regexp.MustCompile(`/staff/approvals/[0-9a-f-]{36}/1`).FindString(list)
		page := officer(get(here)).Body.String()
		has(t, "the approval", page, "900円", "15円", "最低賃金")
		if strings.Contains(list+page, "みなと") {
			t.Error("the approver reads whose order it is")
		}
		if w := officer(post(here, url.Values{"reason": {" "}})); w.Code != 422 || !strings.Contains(w.Body.String(), `href="#reason"`) {
			t.Errorf("without a reason: %d", w.Code)
		}
		if w := officer(post(here, url.Values{"reason": {"練習をかねて最初の1回だけ"}})); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		has(t, "what was approved", officer(get("/staff/approvals")).Body.String(), "練習をかねて最初の1回だけ", "高橋 健")
		if len(a.letters(t, "orders.quote")) != before+1 {
			t.Error("after the approval no quote went out")
		}
		if w := officer(get(here)); w.Code != http.StatusConflict {
			t.Errorf("approving once more: %d", w.Code)
		}
	})
}

// TestTheDesksPagesKeepWhatWasTyped walks the forms of staff with bad input, and all their
// pages for words that are missing.
func TestTheDesksPagesKeepWhatWasTyped(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	sato := a.as(t, "sato@yukihara.example")
	find := func(page, re string) string { return regexp.MustCompile(re).FindString(sato(get(page)).Body.String()) }
	client, kind, order := find("/staff/clients?q=総務課", `/staff/clients/[0-9a-f-]{36}`), find("/staff/kinds", `/staff/kinds/[0-9a-f-]{36}`), find("/staff/orders?state=ordered", `/staff/orders/[0-9a-f-]{36}`)
	for path, x := range map[string]struct {
		v    url.Values
		want []string
	}{
		client + "/edit":          {url.Values{"version": {"1"}, "kind": {"section"}, "name": {"総務課"}, "capital": {"億"}}, []string{`value="億"`, `href="#capital"`, `href="#budget_line"`, `href="#closing_day"`}},
		client + "/talks":         {url.Values{"on": {"昨日"}, "asked": {"値上げ"}}, []string{`value="昨日"`, "値上げ", `href="#asked_by"`, "details class=\"card\" open"}},
		client + "/windows":       {url.Values{"given_to": {"大西"}, "days": {"900"}}, []string{`value="900"`, `href="#days"`}},
		"/staff/clients/operator": {url.Values{"capital": {"たくさん"}}, []string{`value="たくさん"`, `href="#capital"`}},
		kind + "/edit":            {url.Values{"version": {"1"}, "name": {"入力"}, "seconds": {"0"}, "level": {"2"}}, []string{`value="入力"`, `href="#seconds"`, `href="#skill"`, `href="#tax_kind"`, `href="#rights"`}},
		"/staff/orders/new":       {url.Values{"title": {"名簿"}, "wanted": {"2020-01-01"}}, []string{`value="名簿"`, `href="#client"`, `href="#kind"`, `href="#wanted"`}},
		order + "/plan":           {url.Values{"version": {"1"}, "checks": {"all"}, "first_rows": {"500"}, "owner": {"佐藤"}}, []string{`value="500"`, `href="#first_rows"`}},
		order + "/end":            {url.Values{"to": {"cancelled"}}, []string{`href="#reason"`}},
		order + "/messages":       {url.Values{"body": {""}, "once": {"x"}}, []string{`href="#body"`}},
		order + "/columns":        {url.Values{"lines": {"2"}, "name0": {"氏名"}, "name1": {"氏名"}, "type1": {"choice"}, "choices1": {"一つ"}}, []string{`value="一つ"`, `href="#name1"`, `href="#choices1"`}},
	} {
		w := sato(post(path, x.v))
		if w.Code != 422 {
			t.Errorf("%s: %d", path, w.Code)
		}
		has(t, path, w.Body.String(), x.want...)
	}
	for _, path := range []string{client, client + "/edit", kind, kind + "/edit", order, order + "/quote", order + "/materials", "/staff/orders/new", "/staff/clients/new", "/staff/clients/operator", "/staff/kinds/new"} {
		for _, l := range []i18n.Lang{i18n.JA, i18n.EN} {
			w := sato(get(l.Path(path)))
			if raw := rawKeyRe.FindString(w.Body.String()); w.Code != 200 || raw != "" {
				t.Errorf("%s: %d, shows %q", l.Path(path), w.Code, raw)
			}
		}
	}
}

func TestFilesOfAnOrderAreKeptReadAndTakenAway(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	sato := a.as(t, "sato@yukihara.example")
	order := orderRe.FindString(sato(get("/staff/orders?state=asked")).Body.String())
	w := sato(parcel(t, order+"/materials", url.Values{"use": {"material"}}, "a.csv", []byte("氏名,住所\na,1\n")))
	progress := w.Header().Get("Location")
	if page := sato(get(progress)); page.Header().Get("Refresh") == "" || !strings.Contains(page.Body.String(), "a.csv") {
		t.Errorf("while it is read: %d", page.Code)
	}
	if err := a.Runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if to := sato(get(progress)).Header().Get("Location"); to != order+"/materials" {
		t.Errorf("afterwards the page leads to %q", to)
	}
	has(t, "the materials", sato(get(order+"/materials")).Body.String(), "<td>a</td>", "全部で1件", `name="side0" value="given"`, `name="group1"`)
	file := sato(get(progress + "/file"))
	if file.Body.String() != "氏名,住所\na,1\n" || !strings.HasPrefix(file.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("the file: %d %s", file.Code, file.Header())
	}
	if w := sato(post(progress+"/remove", nil)); w.Code != http.StatusSeeOther || strings.Contains(sato(get(order+"/materials")).Body.String(), "a.csv") {
		t.Errorf("take away: %d", w.Code)
	}
	cards := ""
	for _, path := range orderRe.FindAllString(sato(get("/staff/orders?state=working")).Body.String(), -1) {
		if page := sato(get(path + "/materials")).Body.String(); strings.Contains(page, "card_0001.png") {
			cards = path
		}
	}
	if w := sato(get(cards + "/rows/1")); w.Code != 200 || w.Header().Get("Content-Type") != "image/png" {
		t.Errorf("a card: %d %s", w.Code, w.Header())
	}
	if w := sato(get(cards + "/rows/99")); w.Code != 404 {
		t.Errorf("a row beyond the first ones: %d", w.Code)
	}
}

func TestKindsAndClientsOfAHub(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	sato := a.as(t, "sato@yukihara.example")
	has(t, "the kinds", sato(get("/staff/kinds")).Body.String(), "画像からのデータ入力", "0.7分", "43秒", "税理士に確かめる", "note--bad")
	kind := regexp.MustCompile(`/staff/kinds/[0-9a-f-]{36}`).FindString(sato(get("/staff/kinds")).Body.String())
	if w := sato(post(kind+"/retire", url.Values{"do": {"retire"}})); w.Code != http.StatusSeeOther || strings.Contains(a.do(get("/request")).Body.String(), strings.TrimPrefix(kind, "/staff/kinds/")) {
		t.Errorf("a retired kind can be asked for: %d", w.Code)
	}
	list := sato(get("/staff/clients?q=みなと")).Body.String()
	page := sato(get(regexp.MustCompile(`/staff/clients/[0-9a-f-]{36}`).FindString(list))).Body.String()
	has(t, "whom the act binds", page, i18n.JA.T("orders.law.client."+string(orders.Binds)), i18n.JA.T("orders.law.workers."+string(orders.Binds)))
	section := sato(get(regexp.MustCompile(`/staff/clients/[0-9a-f-]{36}`).FindString(sato(get("/staff/clients?q=総務課")).Body.String()))).Body.String()
	if strings.Contains(section, i18n.JA.T("orders.law.client."+string(orders.Binds))) {
		t.Error("the town hall is bound as a business")
	}
	if csv := sato(get("/staff/clients.csv")).Body.String(); strings.Count(csv, "\n") != 4 || !strings.Contains(csv, "tanaka@client.example") {
		t.Errorf("the list for the office:\n%s", csv)
	}
	watanabe := a.as(t, "watanabe@yukihara.example")
	if w := watanabe(get("/staff/orders")); w.Code != 200 || strings.Contains(w.Body.String(), "/staff/orders/new") {
		t.Errorf("the accountant: %d", w.Code)
	}
}

// TestAClientWhoSignsInComesToTheirWindow: the account's address says whose it is.
func TestAClientWhoSignsInComesToTheirWindow(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	tanaka := a.as(t, "tanaka@client.example")
	w := tanaka(get("/client"))
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/window/") {
		t.Fatalf("%d %s", w.Code, to)
	}
	has(t, "the window", tanaka(get(to)).Body.String(), "会員カードの入力")
	if w := a.as(t, "sato@yukihara.example")(get("/client")); w.Code != http.StatusForbidden {
		t.Errorf("the coordinator has no client's window: %d", w.Code)
	}
	h, err := a.Hubs.Resolve(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Orders.Enter(t.Context(), who.Person(h.ID, id.Make(), "誰か", orders.MayEnter)); fault.KindOf(err) != fault.NotFound {
		t.Errorf("somebody for whom no client is registered: %v", err)
	}
}
