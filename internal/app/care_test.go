package app

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
)

// wrong is a form that cannot be taken: its page, what was typed, the field to mend.
type wrong struct {
	path  string
	typed url.Values
	field string
	kept  []string
}

// mend posts each form and wants it back: 422, the field named in the summary, and what was
// typed still there.
func mend(t *testing.T, do func(*http.Request) *httptest.ResponseRecorder, forms []wrong) {
	t.Helper()
	for _, x := range forms {
		w := do(post(x.path, x.typed))
		body := w.Body.String()
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#`+x.field) {
			t.Errorf("%s: %d, and no way to %s", x.path, w.Code, x.field)
		}
		for _, k := range x.kept {
			if !strings.Contains(body, k) {
				t.Errorf("%s: %q is gone", x.path, k)
			}
		}
	}
}

// refused wants 403 at each address.
func refused(t *testing.T, who string, do func(*http.Request) *httptest.ResponseRecorder, reqs ...*http.Request) {
	t.Helper()
	for _, r := range reqs {
		if w := do(r); w.Code != http.StatusForbidden {
			t.Errorf("%s %s as %s: %d", r.Method, r.URL, who, w.Code)
		}
	}
}

var oneRequest = regexp.MustCompile(`/staff/care/requests/[0-9a-f-]+`)

func TestPagesOfCare(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		me, sato, desk, visitor := a.as(t, misaki), a.as(t, "sato@yukihara.example"), a.as(t, "kobayashi@yukihara.example"), a.do
		ja := i18n.JA
		mend(t, me, []wrong{
			{"/my/care", url.Values{"kind": {"other"}, "words": {""}}, "words", nil},
			{"/my/care", url.Values{"words": {"朝は9時からにしてほしい"}}, "kind", []string{"朝は9時からにしてほしい"}},
			{"/my/care", url.Values{"kind": {"hours"}, "words": {"123456789018"}}, "words", []string{"123456789018"}},
			{"/my/voice", url.Values{"body": {"家で働けてうれしい"}, "as": {"30代"}}, "consent", []string{"家で働けてうれしい", `value="30代"`}},
		})
		once := url.Values{"kind": {"hours"}, "words": {"朝は9時からにしてほしい"}, "once": {id.Make()}}
		for range 2 { // a double press
			if w := me(post("/my/care", once)); w.Code != http.StatusSeeOther {
				t.Errorf("a request: %d", w.Code)
			}
		}
		mine := me(get("/my/care")).Body.String()
		if strings.Count(mine, "朝は9時からにしてほしい") != 1 {
			t.Errorf("the request stands there %d times", strings.Count(mine, "朝は9時からにしてほしい"))
		}
		refused(t, "a worker", me, get("/staff/care"), get("/staff/surveys"), post("/staff/care/handlers", nil))
		refused(t, "the front desk", desk, get("/staff/care"), get("/staff/care/cases"), get("/staff/voices"), get("/my/care"))

		list := sato(get("/staff/care")).Body.String()
		one := ""
		for _, href := range oneRequest.FindAllString(list, -1) {
			if strings.Contains(sato(get(href)).Body.String(), "朝は9時からにしてほしい") {
				one = href
			}
		}
		mend(t, sato, []wrong{
			{one, url.Values{"version": {"1"}, "answer": {"すぐに"}}, "decision", []string{"すぐに"}},
			{one, url.Values{"version": {"1"}, "decision": {"refused"}, "answer": {""}}, "answer", nil},
			{one, url.Values{"version": {"1"}, "decision": {"granted"}, "answer": {"はい"}, "from": {"2027-03-01"}, "to": {"2027-02-20"}}, "to", []string{"2027-03-01", "2027-02-20"}},
			{"/staff/care/cases/new", url.Values{"kind": {"complaint"}, "words": {""}, "name": {"石川"}}, "words", []string{"石川"}},
			{"/staff/surveys/" + id.Make(), url.Values{"title": {""}, "lead": {"教えてください"}, "closes": {"2027-03-01"}, "version": {"0"}}, "title", []string{"教えてください"}},
		})
		answer := url.Values{"version": {"1"}, "decision": {"granted"}, "answer": {"3月から、そうします。"}}
		if w := sato(post(one, answer)); w.Code != http.StatusSeeOther {
			t.Errorf("an answer: %d", w.Code)
		}
		if w := sato(post(one, answer)); w.Code != http.StatusConflict {
			t.Errorf("an old page: %d", w.Code)
		}
		has(t, "the answer", me(get("/my/care")).Body.String(), "3月から、そうします。")

		form := hidden(a.do(get("/tell")).Body.String(), url.Values{})
		move(time.Minute)
		form.Set("kind", "complaint")
		form.Set("name", "石川")
		bad := visitor(post("/tell", form))
		if bad.Code != 422 || !strings.Contains(bad.Body.String(), `value="石川"`) {
			t.Errorf("a complaint without words: %d", bad.Code)
		}
		form.Set("words", "会社の人の話し方がこわい")
		w := visitor(post("/tell", form))
		own := w.Header().Get("Location")
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(own, "/tell/") {
			t.Fatalf("a complaint: %d to %s", w.Code, own)
		}
		has(t, "one's own case", visitor(get(own)).Body.String(), "会社の人の話し方がこわい", ja.T("care.case.state.received"))
		if w := visitor(get("/tell/zzzz")); w.Code != http.StatusNotFound {
			t.Errorf("a guessed case: %d", w.Code)
		}
	})
}
