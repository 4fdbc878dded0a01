package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/care"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
)

var joinLink = regexp.MustCompile(`/join/[A-Za-z0-9_-]+`)

func TestPagesOfWorkers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		me, sato, desk, visitor := a.as(t, misaki), a.as(t, "sato@yukihara.example"), a.as(t, "kobayashi@yukihara.example"), a.do
		_, worker := a.herself(t, misaki)
		base := "/staff/workers/" + worker
		mend(t, me, []wrong{
			{"/my/file/name", url.Values{"name": {"三好 みさき"}, "kana": {"三好"}, "birth_year": {"60"}}, "kana", []string{`value="三好"`, `value="60"`}},
			{"/my/file/contact", url.Values{"phone": {"12"}, "mail": {"misaki"}, "em_name": {"三好 健"}}, "phone", []string{`value="12"`, `value="misaki"`, "三好 健"}},
			{"/my/file/address", url.Values{"postcode": {"99"}, "town": {"雪原市本町"}}, "postcode", []string{`value="99"`, "雪原市本町"}},
			{"/my/file/bank", url.Values{"bank": {"どこかの銀行"}, "branch": {"一番"}, "number": {"12"}, "holder": {"漢字の名前"}}, "bank", []string{"どこかの銀行", "漢字の名前"}},
			{"/my/pause", url.Values{"until": {"きのう"}, "why": {"家の都合"}}, "until", []string{`value="きのう"`, "家の都合"}},
		})
		mend(t, sato, []wrong{
			{"/staff/workers/new", url.Values{"name": {""}, "mail": {"sakura"}}, "name", []string{`value="sakura"`}},
			{base + "/reveal/bank", url.Values{"reason": {"見"}}, "reason", []string{"<details open>", `id="reason"`, `value="見"`}},
			{base + "/pause", url.Values{"until": {"あした？"}}, "until", []string{"あした？"}},
			{base + "/leave", url.Values{"by": {"hub"}, "reason": {""}, "on": {"2027-12-01"}}, "reason", []string{`value="2027-12-01"`}},
			{base + "/leave", url.Values{"by": {"hub"}, "reason": {"予算の終わり"}}, "on", []string{"予算の終わり"}},
		})
		refused(t, "a worker", me, get("/staff/workers"), get(base), get(base+"/life"), post(base+"/leave", nil), get("/staff/figures"))
		refused(t, "the front desk", desk, post(base+"/leave", nil), post(base+"/reveal/bank", url.Values{"reason": {"見たい"}}), get(base+"/file.pdf"), get("/staff/workers/new"))
		if w := visitor(get("/my/file")); w.Code != http.StatusSeeOther {
			t.Errorf("a visitor at somebody's file: %d", w.Code)
		}
		page := sato(get(base)).Body.String()
		if strings.Contains(page, "0001000") || !strings.Contains(page, "***") {
			t.Error("an account number stands open on the page")
		}
		shown := sato(post(base+"/reveal/bank", url.Values{"reason": {"振り込みの確認"}}))
		if shown.Code != http.StatusOK || strings.Contains(shown.Body.String(), "****") {
			t.Errorf("a look with its reason: %d", shown.Code)
		}
		for path, kind := range map[string]string{"/staff/workers.csv": "text/csv", base + "/file.pdf": "application/pdf", "/staff/figures.csv": "text/csv"} {
			if w := sato(get(path)); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) {
				t.Errorf("%s: %d %s", path, w.Code, w.Header().Get("Content-Type"))
			}
		}
	})
}

// TestARegistrationOnThePhonePages goes through the screens by a link; a link that nobody
// made opens nothing.
func TestARegistrationOnThePhonePages(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	sato, visitor := a.as(t, "sato@yukihara.example"), a.do
	w := sato(post("/staff/workers/new", url.Values{"name": {"田村 さくら"}, "mail": {"sakura@example.com"}, "way": {"mail"}}))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d", w.Code)
	}
	if err := a.Runner.Drain(t.Context()); err != nil { // a mail takes its form when it is sent
		t.Fatal(err)
	}
	body, err := db.Read(t.Context(), a.DB, func(v *db.View) (string, error) {
		return db.Value[string](v, `select text_body from mail_message where to_addr = 'sakura@example.com'`)
	})
	if err != nil {
		t.Fatal(err)
	}
	link := joinLink.FindString(body)
	mend(t, visitor, []wrong{
		{link + "/name", url.Values{"name": {"田村 さくら"}, "kana": {"たむら さくら"}, "birth_year": {"3000"}}, "birth", []string{`value="3000"`}},
		{link + "/business", url.Values{"side_limits": {"会社に届け出"}}, "employs", []string{"会社に届け出"}},
	})
	if w := visitor(post(link+"/sign", url.Values{"signed_as": {"田村 さくら"}, "privacy": {"1"}, "contract": {"1"}})); w.Code != http.StatusConflict {
		t.Errorf("signed before the file is there: %d", w.Code)
	}
	for _, path := range []string{link + "/nothing", "/join/zzzz/name"} {
		if w := visitor(get(path)); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

// TestEndingSomebodyProtectedIsAskedTwice: the page names the rule, not the report.
func TestEndingSomebodyProtectedIsAskedTwice(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	me, worker := a.herself(t, misaki)
	if _, err := a.Care.Tell(t.Context(), me, care.CaseForm{Kind: "report", Words: "残業の記録がちがう"}, id.Make()); err != nil {
		t.Fatal(err)
	}
	d, err := db.Read(t.Context(), a.DB, func(v *db.View) (int, error) {
		return db.Value[int](v, `select count(*) from care_request where hub_id = $1 and worker_id = $2 and state = 'open'`, me.Hub, worker)
	})
	if err != nil {
		t.Fatal(err)
	}
	sato, base := a.as(t, "sato@yukihara.example"), "/staff/workers/"+worker
	end := url.Values{"by": {"hub"}, "reason": {"予算の終わり"}, "exception": {"upstream"}}
	if d > 0 { // an open request stands before everything else
		if w := sato(post(base+"/leave", end)); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), i18n.JA.T("workers.fault.care_open")) {
			t.Errorf("while a request is open: %d", w.Code)
		}
		a.settle(t, me.Hub)
	}
	w := sato(post(base+"/leave", end))
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `name="checked"`) || strings.Contains(body, "残業") {
		t.Errorf("the first time: %d", w.Code)
	}
	has(t, "the warning", body, "公益通報者保護法", "予算の終わり")
	end.Set("checked", "1")
	if w := sato(post(base+"/leave", end)); w.Code != http.StatusSeeOther {
		t.Errorf("after asking the handlers: %d", w.Code)
	}
}

// settle answers all open care requests.
func (a *App) settle(t *testing.T, hub string) {
	t.Helper()
	err := db.Do(t.Context(), a.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update care_request set state = 'granted', answered_at = $2 where hub_id = $1 and state = 'open'`, hub, tx.Now().Add(-time.Hour))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
