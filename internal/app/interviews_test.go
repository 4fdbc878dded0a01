package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

var (
	ownPageRe   = regexp.MustCompile(`^/i/[A-Za-z0-9_-]+$`)
	slotRe      = regexp.MustCompile(`name="slot" value="([0-9a-f-]{36})"`)
	applicantRe = regexp.MustCompile(`href="(/staff/applicants/[0-9a-f-]{36})"`)
)

// as is a sender of requests with somebody's session.
func (a *App) as(t *testing.T, mail string) func(*http.Request) *httptest.ResponseRecorder {
	t.Helper()
	c := a.signIn(t, mail)
	return func(r *http.Request) *httptest.ResponseRecorder {
		r.AddCookie(c)
		return a.do(r)
	}
}

// hidden are the hidden fields of the form on a page, with what a person adds.
func hidden(body string, v url.Values) url.Values {
	for _, m := range hiddenRe.FindAllStringSubmatch(body, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

func (a *App) asker(mail string) url.Values {
	return hidden(a.do(get("/interview")).Body.String(), url.Values{"name": {"三好 はるか"}, "kana": {"みよし はるか"}, "mail": {mail}, "consent": {"1"}})
}

func has(t *testing.T, what, body string, wants ...string) {
	t.Helper()
	for _, w := range wants {
		if !strings.Contains(body, w) {
			t.Errorf("%s: lacks %s", what, w)
		}
	}
}

func TestAnInterviewFromAskingToTheCalendar(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		v := a.asker("haruka@example.com")
		if w := a.do(post("/interview", v)); w.Code != 422 {
			t.Errorf("a robot's speed: %d", w.Code)
		}
		move(time.Minute)
		bad := url.Values{"name": {"三好 はるか"}, "kana": {"三好"}, "mail": {"haruka"}, "code": {"NOSUCHX"}, "wants": {"番号は1234-5678-9018"}}
		w := a.do(post("/interview", bad))
		if w.Code != 422 {
			t.Errorf("bad input: %d", w.Code)
		}
		has(t, "the page that asks again", w.Body.String(), `value="haruka"`, `value="三好"`, "番号は1234-5678-9018", `href="#kana"`, `href="#wants"`, `href="#consent"`, `aria-invalid="true"`)
		first, second := a.do(post("/interview", v)), a.do(post("/interview", v)) // a double press
		mine := first.Header().Get("Location")
		if !ownPageRe.MatchString(mine) || second.Header().Get("Location") != mine {
			t.Fatalf("%d to %q, then %q", first.Code, mine, second.Header().Get("Location"))
		}
		v.Set("once", id.Make())
		if to := a.do(post("/interview", v)).Header().Get("Location"); to != "/interview/again" {
			t.Errorf("the same person once more goes to %s", to)
		}
		if w := a.do(get("/i/AAAAAAAAAAAAAAAAAAAAAAAA")); w.Code != 404 || strings.Contains(w.Body.String(), "三好") {
			t.Errorf("a made-up link: %d", w.Code)
		}
		body := a.do(get(mine)).Body.String()
		has(t, "the page", body, `class="cal"`, "三好 はるか")
		slots := slotRe.FindAllStringSubmatch(body, -1)
		if len(slots) != 3 {
			t.Fatalf("%d times are offered first", len(slots))
		}
		if w := a.do(post(mine+"/book", url.Values{"by_phone": {"1"}, "slot": {slots[0][1]}, "note": {"耳が遠いです"}})); w.Code != 422 {
			t.Errorf("by telephone without a number: %d", w.Code)
		} else {
			has(t, "the page that asks for the number", w.Body.String(), "耳が遠いです", `href="#phone"`)
		}
		if w := a.do(post(mine+"/book", nil)); w.Code != 422 {
			t.Errorf("no time picked: %d", w.Code)
		}
		if w := a.do(post(mine+"/book", url.Values{"slot": {id.Make()}})); w.Code != 404 {
			t.Errorf("a forged slot: %d", w.Code)
		}
		pick := url.Values{"slot": {slots[0][1]}, "child": {"1"}}
		for range 2 {
			if w := a.do(post(mine+"/book", pick)); w.Code != http.StatusSeeOther {
				t.Fatalf("booking: %d", w.Code)
			}
		}
		other := a.asker("yuki@example.com")
		other.Set("kana", "べつの ひと")
		move(time.Minute)
		theirs := a.do(post("/interview", other)).Header().Get("Location")
		if w := a.do(post(theirs+"/book", pick)); w.Code != 422 || slotRe.FindStringSubmatch(w.Body.String())[1] == slots[0][1] {
			t.Errorf("a time that is taken: %d", w.Code)
		}
		if w := a.do(get(mine + "/calendar.ics")); w.Code != 200 || !strings.Contains(w.Body.String(), "BEGIN:VEVENT") {
			t.Errorf("the calendar: %d", w.Code)
		}
		if w := a.do(post(mine+"/book", url.Values{"slot": {slots[2][1]}, "move": {"1"}})); w.Code != http.StatusSeeOther {
			t.Errorf("moving: %d", w.Code)
		}
		for range 2 {
			if w := a.do(post(mine+"/cancel", nil)); w.Code != http.StatusSeeOther {
				t.Errorf("cancelling: %d", w.Code)
			}
		}
		if w := a.do(get(mine + "/calendar.ics")); w.Code != 404 {
			t.Errorf("the calendar of nothing: %d", w.Code)
		}
		a.do(post(mine+"/stop", nil))
		if w := a.do(post(mine+"/book", pick)); w.Code != http.StatusConflict {
			t.Errorf("booking after the end: %d", w.Code)
		}
	})
}

func TestStaffPagesOfInterviews(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		sato, desk := a.as(t, "sato@yukihara.example"), a.as(t, "kobayashi@yukihara.example")
		board := sato(get("/staff/applicants")).Body.String()
		one := applicantRe.FindStringSubmatch(board)[1]
		for _, path := range []string{one + "/decide", "/staff/applicants/close", "/staff/interviews/new", "/staff/applicants/list.csv"} {
			if w := desk(get(path)); w.Code != http.StatusForbidden {
				t.Errorf("%s as the front desk: %d", path, w.Code)
			}
		}
		if w := sato(post("/staff/applicants", url.Values{"do": {"invite"}})); w.Code != 422 || !strings.Contains(w.Body.String(), `href="#pick"`) {
			t.Errorf("nobody chosen: %d", w.Code)
		}
		if w := sato(post("/staff/applicants", url.Values{"do": {"remind"}, "pick": {id.Make()}})); w.Code != 404 {
			t.Errorf("a forged applicant: %d", w.Code)
		}
		w := sato(post("/staff/interviews/new", url.Values{"date": {"きのう"}, "from": {"9:30"}, "to": {"9:40"}, "length": {"30"}, "kind": {"room"}, "by": {"佐藤 直子"}}))
		if w.Code != 422 {
			t.Errorf("bad slots: %d", w.Code)
		}
		has(t, "the form of the slots", w.Body.String(), `value="きのう"`, `href="#date"`, `href="#to"`, `href="#room"`)
		v := url.Values{"once": {id.Make()}, "name": {"北川 久美子"}, "kana": {"きたがわ くみこ"}, "phone": {"090-0000-7777"}, "source": {"phone"}, "consent": {"1"}, "do": {"keep"}}
		to := sato(post("/staff/applicants/new", v)).Header().Get("Location")
		if again := sato(post("/staff/applicants/new", v)).Header().Get("Location"); to == "" || again != to {
			t.Errorf("a double press: %q, then %q", to, again)
		}
		v.Set("once", id.Make())
		if w := sato(post("/staff/applicants/new", v)); w.Code != 422 || !strings.Contains(w.Body.String(), `name="anyway"`) {
			t.Errorf("the same person: %d", w.Code)
		}
		sheet := url.Values{"version": {"0"}, "motives": {"家で働きたい"}, "do": {"draft"}}
		if w := sato(post(to+"/sheet", sheet)); w.Code != http.StatusSeeOther {
			t.Errorf("a draft: %d", w.Code)
		}
		if w := desk(post(to+"/sheet", sheet)); w.Code != http.StatusConflict {
			t.Errorf("a stale sheet: %d", w.Code)
		}
		sheet.Set("version", "1")
		sheet.Set("sheet_note", "123456789018")
		w = sato(post(to+"/sheet", sheet))
		if w.Code != 422 {
			t.Errorf("a My Number: %d", w.Code)
		}
		has(t, "the sheet", w.Body.String(), "123456789018", "家で働きたい", `href="#sheet_note"`)
		sheet.Del("sheet_note")
		sheet.Set("do", "done")
		if w := sato(post(to+"/sheet", sheet)); w.Header().Get("Location") != to+"/decide" {
			t.Errorf("done: %d to %s", w.Code, w.Header().Get("Location"))
		}
		if w := sato(post(to+"/decide", url.Values{"outcome": {"later"}, "subject": {"件名"}, "body": {"手紙"}, "later_on": {"いつか"}})); w.Code != 422 || !strings.Contains(w.Body.String(), `value="いつか"`) {
			t.Errorf("a decision without a day: %d", w.Code)
		}
		if w := sato(post(to+"/decide", url.Values{"outcome": {"register"}, "subject": {"件名"}, "body": {"{name}さん"}})); w.Code != http.StatusSeeOther {
			t.Errorf("a decision: %d", w.Code)
		}
		has(t, "the file", sato(get(to)).Body.String(), "W-", "印刷して渡す")
		sato(post(to+"/confided", url.Values{"do": {"keep"}, "confided": {"ひみつの話"}}))
		if strings.Contains(sato(get(to+"/sheet")).Body.String(), "ひみつの話") {
			t.Error("the confidential note is on the page without a look on record")
		}
		has(t, "the look", sato(post(to+"/confided", url.Values{"do": {"show"}})).Body.String(), "ひみつの話")
		if w := desk(post(to+"/confided", url.Values{"do": {"show"}})); w.Code != http.StatusForbidden {
			t.Errorf("the front desk looks: %d", w.Code)
		}
		x := sato(get("/staff/applicants/list.xlsx?stage="))
		book, err := excelize.OpenReader(x.Body)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil || len(rows) < 9 {
			t.Errorf("%d rows: %v", len(rows), err)
		}
		move(6 * 24 * time.Hour)
		if err := a.Runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		sato = a.as(t, "sato@yukihara.example") // the session of a week ago has ended
		has(t, "the board after six days", sato(get("/staff/applicants")).Body.String(), "日返事がない")
		has(t, "the morning after six days", sato(get("/staff")).Body.String(), "due=silent", "duty--bad")
	})
}

func TestACardIsRememberedToTheSignUp(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		path := a.firstSeminar(t)
		w := a.do(get(path + "?c=abc-defg"))
		if len(w.Result().Cookies()) == 0 {
			t.Fatal("the card is forgotten at once")
		}
		req := get(path + "/sign-up")
		req.AddCookie(w.Result().Cookies()[0])
		has(t, "the form", a.do(req).Body.String(), `name="card"`, `value="ABCDEFG"`)
		v := a.filled(path + "/sign-up")
		move(time.Minute)
		v.Set("card", "ABCDEFG")
		if w := a.do(post(path+"/sign-up", v)); w.Code != 422 || !strings.Contains(w.Body.String(), `href="#card"`) {
			t.Errorf("a code nobody has: %d", w.Code)
		}
	})
}

// TestAReferralChainOfFive: five people, each by the card of the one before, each asked,
// talked with and begun as a worker. Staff see a number at each, never a chain of names.
func TestAReferralChainOfFive(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		h, err := a.Hubs.Resolve(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		sato := a.as(t, "sato@yukihara.example")
		var code, before string
		for i, name := range []string{"ひとみ", "ふみ", "みつこ", "よしえ", "いつき"} {
			v := hidden(a.do(get("/interview?c="+code)).Body.String(), url.Values{"name": {"組 " + name}, "kana": {"くみ " + name}, "mail": {fmt.Sprintf("kumi%d@example.com", i)}, "consent": {"1"}, "code": {strings.ToLower(code)}})
			move(time.Minute)
			if w := a.do(post("/interview", v)); !ownPageRe.MatchString(w.Header().Get("Location")) {
				t.Fatalf("%s: %d", name, w.Code)
			}
			one := applicantRe.FindStringSubmatch(sato(get("/staff/applicants?stage=invited&q=" + url.QueryEscape("組 "+name))).Body.String())[1]
			body := sato(get(one)).Body.String()
			if i > 0 {
				has(t, name, body, "クチコミ（"+before+"）")
			}
			if i > 1 && strings.Contains(body, "ひとみ") {
				t.Errorf("%s: the page names somebody further up", name)
			}
			sato(post(one+"/sheet", url.Values{"version": {"0"}, "do": {"done"}}))
			if w := sato(post(one+"/decide", url.Values{"outcome": {"register"}, "subject": {"件名"}, "body": {"手紙"}})); w.Code != http.StatusSeeOther {
				t.Fatalf("%s: %d %s", name, w.Code, w.Body)
			}
			before = regexp.MustCompile(`W-\d{4}`).FindAllString(sato(get(one)).Body.String(), -1)[min(i, 1)]
			id := strings.TrimPrefix(one, "/staff/applicants/")
			code, err = db.Read(t.Context(), a.DB, func(v *db.View) (string, error) {
				return db.Value[string](v, `select w.referral_code from worker w join applicant p on p.hub_id = w.hub_id and p.worker_id = w.id where p.hub_id = $1 and p.id = $2`, h.ID, id)
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	})
}
