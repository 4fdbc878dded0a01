package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

var (
	saidRe   = regexp.MustCompile(`name="said" value="([0-9a-f-]{36})"`)
	bigRe    = regexp.MustCompile(`(?s)class="ans__big".*?<strong>(.*?)</strong>`)
	staffBig = regexp.MustCompile(`(?s)id="answer-h".*?<span>(.*?)</span>`)
	dayRe    = regexp.MustCompile(`\d+月\d+日（.）`)
)

// A client asks by when before they send: the form keeps what was typed, the day is the one
// staff see, and staff see on the order what was told. A hub that has not set it tells nothing.
func TestAClientAsksByWhen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		kudo, sato := sender(a.as(t, "kudo@yukihara.example")), sender(a.as(t, "sato@yukihara.example"))
		if strings.Contains(a.third(t).body, `name="by_when"`) {
			t.Error("a hub that has not set it lets clients ask")
		}
		if w := kudo(post("/staff/settings/days", url.Values{"days": {"1"}})); w.Code != http.StatusSeeOther {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		if w := sato(get("/staff/settings/days")); w.Code != http.StatusForbidden {
			t.Errorf("a coordinator opens the setting: %d", w.Code)
		}
		has(t, "the setting", kudo(get("/staff/settings/days")).Body.String(), "checked")

		x := a.third(t)
		w := a.do(post("/request", carried(x.body, url.Values{"by_when": {"1"}, "company": {"かもめ商店"}, "wanted": {""}})))
		if body := w.Body.String(); w.Code != 422 || !strings.Contains(body, `href="#wanted"`) || !strings.Contains(body, "かもめ商店") {
			t.Errorf("no day wished for: %d", w.Code)
		}
		who := url.Values{"wanted": {"2030-12-24"}, "company": {"かもめ商店"}, "name": {"鈴木"}, "mail": {"suzuki@kamome.example"}}
		w = a.do(post("/request", carried(x.body, add(who, "by_when", "1"))))
		body := w.Body.String()
		if w.Code != 200 || !strings.Contains(body, "かもめ商店") || !strings.Contains(body, `value="2030-12-24"`) || !strings.Contains(body, "suzuki@kamome.example") {
			t.Fatalf("what was typed does not stay: %d %s", w.Code, body)
		}
		staff := sato(get("/staff/can-we?kind=" + x.kind + "&volume=600&wanted=2030-12-24")).Body.String()
		told, seen := dayRe.FindString(found(t, bigRe, body)), dayRe.FindString(found(t, staffBig, staff))
		if told == "" || told != seen {
			t.Errorf("the client is told %q; staff see %q", told, seen)
		}
		for _, secret := range []string{"関わる人", "ほかの注文", "ほかの道", "三好"} {
			if strings.Contains(body, secret) {
				t.Errorf("the client reads %s", secret)
			}
		}
		move(time.Minute)
		if w := a.do(post("/request", carried(body, who))); w.Code != http.StatusSeeOther || saidRe.FindString(body) == "" {
			t.Fatalf("the request: %d %s", w.Code, w.Body)
		}
		board := sato(get("/staff/orders?state=asked")).Body.String()
		order := orderRe.FindString(board[strings.Index(board, "急ぎの名簿")-200:])
		has(t, "the order", sato(get(order)).Body.String(), "依頼の前に伝えた見こみ", told)
		a.fromTheWindow(t, sato, x.kind, told)
		a.often(t, x)
		a.silenced(t, kudo, x)
	})
}

func add(v url.Values, key, value string) url.Values {
	out := url.Values{key: {value}}
	for k, x := range v {
		out[k] = x
	}
	return out
}

// third is the third page of the request form, for six hundred of a kind.
type third struct{ kind, body string }

func (a *App) third(t *testing.T) third {
	t.Helper()
	page := a.do(get("/request")).Body.String()
	kind := found(t, kindRe, page)
	page = a.do(post("/request", carried(page, url.Values{"kind": {kind}, "title": {"急ぎの名簿"}}))).Body.String()
	return third{kind, a.do(post("/request", carried(page, url.Values{"volume": {"600"}, "permille": {"1"}}))).Body.String()}
}

// often: whoever asks again and again is asked to wait, and keeps what was typed.
func (a *App) often(t *testing.T, x third) {
	t.Helper()
	for range 20 {
		body := a.do(post("/request", carried(x.body, url.Values{"by_when": {"1"}, "company": {"かもめ商店"}, "wanted": {"2030-12-25"}}))).Body.String()
		if strings.Contains(body, "いま、続けて調べることはできません") && strings.Contains(body, "かもめ商店") && saidRe.FindString(body) == "" {
			return
		}
	}
	t.Error("twenty questions from one address in one moment are answered")
}

// silenced: a form that is open while the hub turns it off gets a word, not a fault.
func (a *App) silenced(t *testing.T, kudo sender, x third) {
	t.Helper()
	if w := kudo(post("/staff/settings/days", url.Values{})); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	r := post("/request", carried(x.body, url.Values{"by_when": {"1"}, "wanted": {"2030-12-24"}}))
	r.RemoteAddr = "192.0.2.77:1" // somebody who has not asked yet
	if w := a.do(r); w.Code != 200 || !strings.Contains(w.Body.String(), "いま日をお伝えしていません") {
		t.Errorf("%d", w.Code)
	}
}

// fromTheWindow: a client who has a window asks by when there, and reads the same day.
func (a *App) fromTheWindow(t *testing.T, sato sender, kind, told string) {
	t.Helper()
	window := sender(a.as(t, "tanaka@client.example"))(get("/client")).Header().Get("Location")
	page := a.do(get(window + "/ask")).Body.String()
	typed := carried(page, url.Values{"kind": {kind}, "title": {"窓口からの名簿"}, "volume": {"600"}, "permille": {"1"}, "wanted": {"someday"}, "by_when": {"1"}})
	if w := a.do(post(window+"/ask", typed)); w.Code != 422 || !strings.Contains(w.Body.String(), `value="someday"`) || !strings.Contains(w.Body.String(), `href="#wanted"`) {
		t.Errorf("a day nobody can read: %d", w.Code)
	}
	typed.Set("wanted", "2030-12-24")
	body := a.do(post(window+"/ask", typed)).Body.String()
	if got := dayRe.FindString(found(t, bigRe, body)); got != told || !strings.Contains(body, "窓口からの名簿") {
		t.Errorf("the window tells %q, the form %q", got, told)
	}
	typed = carried(body, typed)
	typed.Del("by_when")
	w := a.do(post(window+"/ask", typed))
	if w.Code != http.StatusSeeOther || saidRe.FindString(body) == "" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	has(t, "the order", sato(get("/staff/orders"+strings.TrimPrefix(w.Header().Get("Location"), window+"/orders"))).Body.String(), "依頼の前に伝えた見こみ", told)
}
