package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db/dbtest"
)

var invoiceHref = regexp.MustCompile(`/staff/invoices/([0-9a-f-]{36})"`)

// invoiceIn is the first invoice of the list in a state.
func (a *App) invoiceIn(t *testing.T, c *http.Cookie, state string) string {
	t.Helper()
	m := invoiceHref.FindStringSubmatch(a.shown(t, c, "/staff/invoices?state="+state))
	if m == nil {
		t.Fatalf("no invoice in state %s", state)
	}
	return "/staff/invoices/" + m[1]
}

// shown is what somebody sees at a path.
func (a *App) shown(t *testing.T, c *http.Cookie, path string) string {
	t.Helper()
	r := get(path)
	if c != nil {
		r.AddCookie(c)
	}
	w := a.do(r)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return w.Body.String()
}

func (a *App) send(t *testing.T, c *http.Cookie, path string, v url.Values) (int, string) {
	t.Helper()
	r := post(path, v)
	r.AddCookie(c)
	w := a.do(r)
	return w.Code, w.Body.String()
}

var versionField = regexp.MustCompile(`name="version" value="(\d+)"`)

func TestADraftIsIssuedPaidAndCredited(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	c := a.signIn(t, "watanabe@yukihara.example")
	at := a.invoiceIn(t, c, "draft")
	version := func() string { return versionOf(t, a.shown(t, c, at)) }
	if code, body := a.send(t, c, at+"/lines", url.Values{"version": {version()}, "title": {"郵送料"}, "quantity": {"x"}, "price": {"600"}, "class": {"standard"}, "supplied": {"2027-02-01"}}); code != 422 || !strings.Contains(body, `value="郵送料"`) || !strings.Contains(body, "quantity-e") {
		t.Errorf("a bad line: %d", code)
	}
	if code, _ := a.send(t, c, at+"/lines", url.Values{"version": {version()}, "title": {"郵送料"}, "quantity": {"1"}, "price": {"600"}, "class": {"standard"}, "supplied": {"2027-02-01"}}); code != 303 {
		t.Errorf("a line: %d", code)
	}
	if body := a.shown(t, c, at); !strings.Contains(body, "8,844円の請求書を発行する") { // 7,440 + 600 and a tenth of it
		t.Error("the sum does not follow the lines")
	}
	old := version()
	if code, _ := a.send(t, c, at+"/issue", url.Values{"version": {old}}); code != 303 {
		t.Fatalf("issue: %d", code)
	}
	if code, _ := a.send(t, c, at+"/issue", url.Values{"version": {old}}); code != 409 {
		t.Errorf("issued twice: %d", code)
	}
	body := a.shown(t, c, at)
	for _, want := range []string{"2026-0003", "適格請求書", "8,844円", "/staff/books/entries/", "/staff/orders/"} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if pdf := a.shown(t, c, at+"/paper.pdf"); !strings.HasPrefix(pdf, "%PDF") {
		t.Error("no paper")
	}
	if code, body := a.send(t, c, at+"/receipts", url.Values{"once": {"r1"}, "on": {"2027-02-09"}, "amount": {"many"}}); code != 422 || !strings.Contains(body, "amount-e") || !strings.Contains(body, `value="many"`) {
		t.Errorf("a bad receipt: %d", code)
	}
	if code, _ := a.send(t, c, at+"/receipts", url.Values{"once": {"r1"}, "on": {"2027-02-09"}, "amount": {"8,000"}}); code != 303 {
		t.Errorf("a receipt: %d", code)
	}
	if code, body := a.send(t, c, at+"/credit", url.Values{"version": {versionOf(t, a.shown(t, c, at+"/credit"))}, "line1": {"900,000"}, "reason": {"x"}}); code != 422 || !strings.Contains(body, "line1-e") {
		t.Errorf("more than was invoiced: %d", code)
	}
	if code, _ := a.send(t, c, at+"/credit", url.Values{"version": {versionOf(t, a.shown(t, c, at+"/credit"))}, "line1": {"440"}, "reason": {"数の直し"}}); code != 303 {
		t.Errorf("a credit note: %d", code)
	}
	if body := a.shown(t, c, at); !strings.Contains(body, "C2026-0001") || !strings.Contains(body, "360円") { // 8,844 − 8,000 − 484
		t.Error("the credit note does not show")
	}
}

func versionOf(t *testing.T, body string) string {
	t.Helper()
	m := versionField.FindStringSubmatch(body)
	if m == nil {
		t.Fatal("no version on the page")
	}
	return m[1]
}

func TestInvoicesAreFoundAndKept(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	c := a.signIn(t, "sato@yukihara.example")
	body := a.shown(t, c, "/staff/invoices?q=みなと")
	if !strings.Contains(body, "2026-0002") || strings.Contains(body, "雪原市 総務課への") {
		t.Error("the list is not narrowed down")
	}
	if body := a.shown(t, c, "/staff/invoices?month=soon"); !strings.Contains(body, "month-e") {
		t.Error("a month nobody can read is taken")
	}
	m := regexp.MustCompile(`/staff/orders/[0-9a-f-]{36}`).FindString(a.shown(t, c, a.invoiceIn(t, c, "issued")))
	for _, way := range []string{"/work/delivery", "/work/pieces", ""} { // down to the delivery and its rows
		a.shown(t, c, m+way)
	}
	r := get(m + "/invoices") // and up again
	r.AddCookie(c)
	if up := a.shown(t, c, a.do(r).Header().Get("Location")); !strings.Contains(up, "2026-0002") || strings.Contains(up, "2026-0001") {
		t.Error("no way from an order to its invoice")
	}
	if csv := a.shown(t, c, "/staff/invoices.csv?state=issued"); !strings.Contains(csv, "2026-0002,みなと商事株式会社") || strings.Contains(csv, "2026-0001") {
		t.Errorf("%q", csv)
	}
	if code, _ := a.send(t, c, "/staff/profit/costs", url.Values{}); code != 403 {
		t.Errorf("a coordinator enters costs: %d", code)
	}
}

func TestProfitAndMarginsOpenTheirEntries(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	c := a.signIn(t, "watanabe@yukihara.example")
	body := a.shown(t, c, "/staff/profit?year=2026")
	if !strings.Contains(body, `/staff/books/ledger/sales?from=`) || !strings.Contains(body, `/staff/books/ledger/hub_costs?from=`) {
		t.Error("no way from a figure to its entries")
	}
	if code, body := a.send(t, c, "/staff/profit/costs", url.Values{"side": {"rent"}, "on": {"2027-02-01"}, "amount": {"x"}, "words": {"家賃"}}); code != 422 || !strings.Contains(body, "amount-e") || !strings.Contains(body, `value="家賃"`) {
		t.Errorf("a bad cost: %d", code)
	}
	if code, body := a.send(t, c, "/staff/profit/plan", url.Values{"year": {"2026"}, "plan_rent": {"much"}}); code != 422 || !strings.Contains(body, "plan_rent-e") {
		t.Errorf("a bad plan: %d", code)
	}
	if body := a.shown(t, c, "/staff/margins?from=2026-04-01&until=2027-03-31"); !strings.Contains(body, "申込書の入力（1回目）") {
		t.Error("no margin of a billed order")
	}
	code, csv := a.send(t, c, "/staff/profit/export", url.Values{"program": {"moneyforward"}, "from": {"2026-04-01"}, "until": {"2027-03-31"}})
	if code != 200 || !strings.HasPrefix(csv, "\ufeff取引No,") || !strings.Contains(csv, "売上高") {
		t.Errorf("%d %.200q", code, csv)
	}
	if code, body := a.send(t, c, "/staff/profit/export", url.Values{"program": {"yayoi"}, "from": {"2027-03-31"}, "until": {"2026-04-01"}}); code != 422 || !strings.Contains(body, "until-e") {
		t.Errorf("a period that ends before it begins: %d", code)
	}
}

func TestAClientSeesWhatTheyOwe(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	c := a.signIn(t, "tanaka@client.example")
	r := get("/client")
	r.AddCookie(c)
	window := a.do(r).Header().Get("Location")
	body := a.shown(t, nil, window)
	if !strings.Contains(body, window+"/invoices") || !strings.Contains(body, "16,830円") {
		t.Error("the window says nothing of invoices")
	}
	list := a.shown(t, nil, window+"/invoices")
	m := regexp.MustCompile(`href="(` + regexp.QuoteMeta(window) + `/invoices/[0-9a-f-]{36})"`).FindStringSubmatch(list)
	if m == nil {
		t.Fatal("no invoice in the window")
	}
	if page := a.shown(t, nil, m[1]); !strings.Contains(page, "申込書の入力") || strings.Contains(page, "/staff/") {
		t.Error("an invoice in the window")
	}
	staff := strings.Replace(m[1], window, "/staff", 1)
	w := a.signIn(t, "watanabe@yukihara.example")
	if code, _ := a.send(t, w, staff+"/receipts", url.Values{"once": {"r9"}, "on": {a.Now().DateIn(when.Tokyo).String()}, "amount": {"123"}, "words": {"支払いの遅い会社"}}); code != 303 {
		t.Fatalf("a receipt: %d", code)
	}
	if page := a.shown(t, nil, m[1]); !strings.Contains(page, "123円") || strings.Contains(page, "支払いの遅い会社") {
		t.Error("what staff noted of a receipt is the hub's own")
	}
	if pdf := a.shown(t, nil, m[1]+"/paper.pdf"); !strings.HasPrefix(pdf, "%PDF") {
		t.Error("no paper in the window")
	}
	a.takesReceipt(t, m[1])
	if w := a.do(get("/window/guessed/invoices")); w.Code != 404 {
		t.Errorf("a guessed link: %d", w.Code)
	}
}

// takesReceipt has a client ask for the receipt of what they paid, in their window.
func (a *App) takesReceipt(t *testing.T, invoice string) {
	t.Helper()
	m := regexp.MustCompile(`href="(` + regexp.QuoteMeta(invoice) + `/receipts/[0-9a-f-]{36})"`).FindStringSubmatch(a.shown(t, nil, invoice))
	if m == nil {
		t.Fatal("no way to a receipt")
	}
	if page := a.shown(t, nil, m[1]); !strings.Contains(page, m[1]+"/note\"") || strings.Contains(page, "/staff/") {
		t.Error("no way to ask for a receipt")
	}
	if w := a.do(post(m[1]+"/note", nil)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != m[1] {
		t.Fatalf("asked for a receipt: %d", w.Code)
	}
	if page := a.shown(t, nil, m[1]); !strings.Contains(page, "123円") || !strings.Contains(page, m[1]+"/note.pdf") || strings.Contains(page, m[1]+"/note\"") {
		t.Error("a receipt that was given")
	}
	if pdf := a.shown(t, nil, m[1]+"/note.pdf"); !strings.HasPrefix(pdf, "%PDF") {
		t.Error("no paper of a receipt")
	}
}
