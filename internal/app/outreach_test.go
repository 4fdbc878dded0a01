package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

var (
	seminarRe = regexp.MustCompile(`href="(/seminars/[0-9a-f-]{36})"`)
	hiddenRe  = regexp.MustCompile(`<input type="hidden" name="(stamp|once)" value="([^"]*)"`)
	tokenRe   = regexp.MustCompile(`^/t/[A-Za-z0-9_-]+$`)
)

// moving is a clock a test can move.
func moving(d *db.DB) func(time.Duration) {
	now := d.Now()
	d.Now = func() when.Instant { return now }
	return func(by time.Duration) { now = now.Add(by) }
}

func (a *App) firstSeminar(t *testing.T) string {
	t.Helper()
	m := seminarRe.FindStringSubmatch(a.do(get("/seminars")).Body.String())
	if m == nil {
		t.Fatal("no seminar on the programme")
	}
	return m[1]
}

// filled is the sign-up form of a seminar as a person who took their time sends it.
func (a *App) filled(path string) url.Values {
	v := url.Values{"name": {"田村 さくら"}, "kana": {"たむら さくら"}, "mail": {"tamura@example.com"}, "way": {"place"}, "care": {"1"}, "ages": {"1歳、8か月"}, "consent": {"1"}}
	for _, m := range hiddenRe.FindAllStringSubmatch(a.do(get(path)).Body.String(), -1) {
		v.Set(m[1], m[2])
	}
	return v
}

func TestASignUpFromTheFormToTheTicket(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		path := a.firstSeminar(t) + "/sign-up"
		v := a.filled(path)
		if w := a.do(post(path, v)); w.Code != 422 || !strings.Contains(w.Body.String(), `value="田村 さくら"`) {
			t.Errorf("a robot's speed: %d", w.Code)
		}
		move(time.Minute)
		bad := url.Values{}
		for k := range v {
			bad[k] = v[k]
		}
		bad.Set("mail", "tamura.example.com")
		bad.Set("ages", "たくさん")
		w := a.do(post(path, bad))
		for _, want := range []string{"@", `value="tamura.example.com"`, `value="たくさん"`, `href="#mail"`, `href="#ages"`, `aria-invalid="true"`} {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("the page that asks again lacks %s", want)
			}
		}
		if w.Code != 422 {
			t.Errorf("bad input: %d", w.Code)
		}
		first, second := a.do(post(path, v)), a.do(post(path, v))
		ticket := first.Header().Get("Location")
		if first.Code != http.StatusSeeOther || !tokenRe.MatchString(ticket) || second.Header().Get("Location") != ticket {
			t.Fatalf("%d to %q, then %q", first.Code, ticket, second.Header().Get("Location"))
		}
		body := a.do(get(ticket)).Body.String()
		if !strings.Contains(body, "田村 さくら") || !strings.Contains(body, "1歳、8か月") || !strings.Contains(body, `class="ticket__qr"`) {
			t.Error("the ticket lacks name, ages or code")
		}
		if strings.Contains(a.do(get("/t/AAAAAAAAAAAAAAAAAAAAAAAA")).Body.String(), "田村") || a.do(get("/t/AAAAAAAAAAAAAAAAAAAAAAAA")).Code != 404 {
			t.Error("a made-up token opens something")
		}
		v.Set("once", id.Make())
		if got := a.do(post(path, v)).Header().Get("Location"); !strings.HasSuffix(got, "/again") {
			t.Errorf("the same person once more goes to %s", got)
		}
		for _, step := range []string{"/cancel", "/cancel"} {
			if w := a.do(post(ticket+step, nil)); w.Code != http.StatusSeeOther {
				t.Errorf("cancelling: %d", w.Code)
			}
		}
		if w := a.do(get(ticket + "/change")); w.Code != http.StatusConflict {
			t.Errorf("changing what is cancelled: %d", w.Code)
		}
	})
}

func TestStaffSeminarPages(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		moving(d)
		a := start(t, d)
		sato, officer := a.signIn(t, "sato@yukihara.example"), a.signIn(t, "takahashi@yukihara.example")
		as := func(c *http.Cookie, req *http.Request) *httptest.ResponseRecorder {
			req.AddCookie(c)
			return a.do(req)
		}
		page := "/staff" + a.firstSeminar(t)
		if body := as(officer, get(page)).Body.String(); strings.Contains(body, "@example.com") {
			t.Error("the city officer reads people's addresses")
		}
		if body := as(sato, get(page)).Body.String(); !strings.Contains(body, "town0@example.com") {
			t.Error("the coordinator does not")
		}
		w := as(sato, post("/staff/seminars/new", url.Values{"id": {id.Make()}, "version": {"0"}, "title": {"夏の会"}, "date": {"きのう"}, "adults": {"0"}}))
		for _, want := range []string{`value="夏の会"`, `value="きのう"`, `href="#date"`, `href="#adults"`, `href="#series"`} {
			if w.Code != 422 || !strings.Contains(w.Body.String(), want) {
				t.Errorf("%d without %s", w.Code, want)
			}
		}
		sure := as(sato, get(page+"/step/cancel"))
		if sure.Code != 200 || !strings.Contains(sure.Body.String(), "25") && !strings.Contains(sure.Body.String(), "26") {
			t.Errorf("the page before cancelling does not say how many are told: %d", sure.Code)
		}
		if w := as(sato, post(page+"/step/cancel", url.Values{})); w.Code != 422 {
			t.Errorf("cancelling without a reason: %d", w.Code)
		}
		letter := url.Values{"once": {id.Make()}, "audience": {"seat"}, "subject": {"駐車場について"}, "body": {"雪のため、裏の駐車場をお使いください。"}, "do": {"preview"}}
		if w := as(sato, post(page+"/mail", letter)); w.Code != 200 || !strings.Contains(w.Body.String(), "駐車場について") {
			t.Errorf("preview: %d", w.Code)
		}
		letter.Set("do", "send")
		if w := as(sato, post(page+"/mail", letter)); w.Code != http.StatusSeeOther {
			t.Errorf("sending: %d", w.Code)
		}
		if w := as(officer, get(page+"/numbers.xlsx")); w.Code != http.StatusForbidden {
			t.Errorf("the city officer takes people's data home: %d", w.Code)
		}
		book, err := excelize.OpenReader(bytes.NewReader(as(sato, get(page+"/numbers.xlsx")).Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows("申し込み")
		if err != nil || len(rows) != 31 || rows[0][1] != "お名前" {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	})
}

func TestAFlyerIsPrintedAgainAlike(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		c := a.signIn(t, "sato@yukihara.example")
		page := "/staff" + a.firstSeminar(t)
		batch := regexp.MustCompile(`flyer\.pdf\?batch=[0-9a-f-]+`).FindString(func() string {
			req := get(page + "/flyers")
			req.AddCookie(c)
			return a.do(req).Body.String()
		}())
		fetch := func(path string) []byte {
			req := get(page + "/" + path)
			req.AddCookie(c)
			w := a.do(req)
			if w.Code != 200 || w.Header().Get("Content-Type") != "application/pdf" {
				t.Fatalf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
			}
			return w.Body.Bytes()
		}
		first := fetch(batch)
		move(48 * time.Hour)
		c = a.signIn(t, "sato@yukihara.example")
		if !bytes.Equal(first, fetch(batch)) {
			t.Error("a reprint two days later differs")
		}
		if bytes.Equal(first, fetch("flyer.pdf")) || bytes.Equal(fetch("flyer.pdf"), fetch("flyer.pdf?lang=en")) {
			t.Error("flyers that should differ do not")
		}
	})
}

func TestADoorTapWithoutScript(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		moving(d)
		a := start(t, d)
		c := a.signIn(t, "kobayashi@yukihara.example")
		door := "/door" + strings.TrimPrefix(a.firstSeminar(t), "/seminars")
		form := url.Values{"kind": {"in"}, "mark": {id.Make()}, "adults": {"2"}}
		for range 2 { // a double press
			req := post(door, form)
			req.AddCookie(c)
			if w := a.do(req); w.Code != http.StatusSeeOther {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
		}
		req := httptest.NewRequest("POST", door+"/marks", strings.NewReader(`{"marks":[{"id":"`+id.Make()+`","kind":"in","adults":1,"at":"2026-12-01T01:00:00.000Z"}]}`))
		req.Header.Set("Content-Type", "application/json")
		req.AddCookie(c)
		if w := a.do(req); w.Code != 200 || strings.TrimSpace(w.Body.String()) != `{"came":3}` {
			t.Errorf("%d %s", w.Code, w.Body)
		}
		req = httptest.NewRequest("POST", door+"/marks", strings.NewReader(`[`))
		req.AddCookie(c)
		if w := a.do(req); w.Code != 422 {
			t.Errorf("a broken sending: %d", w.Code)
		}
	})
}

func TestNamesAreNoFormulas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		path := a.firstSeminar(t)
		v := a.filled(path + "/sign-up")
		move(time.Minute)
		v.Set("name", "=HYPERLINK(1)")
		if w := a.do(post(path+"/sign-up", v)); w.Code != http.StatusSeeOther {
			t.Fatalf("%d", w.Code)
		}
		req := get("/staff" + path + "/signups.csv")
		req.AddCookie(a.signIn(t, "sato@yukihara.example"))
		if body := a.do(req).Body.String(); !strings.Contains(body, "'=HYPERLINK") {
			t.Error("a name goes out as a formula")
		}
	})
}
