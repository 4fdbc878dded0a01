package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/town"
)

// TestPagesOfPay walks a statement through the real router: her page and paper, what is
// refused, and what staff see of it.
func TestPagesOfPay(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	misaki, watanabe := a.signIn(t, town.MisakiMail), a.signIn(t, "watanabe@yukihara.example")
	page := func(c *http.Cookie, r *http.Request, want int) string {
		t.Helper()
		r.AddCookie(c)
		w := a.do(r)
		if w.Code != want {
			t.Fatalf("%s %s: %d, want %d", r.Method, r.URL, w.Code, want)
		}
		return w.Body.String()
	}
	body := page(misaki, get("/my/money"), 200)
	link := regexp.MustCompile(`/my/money/[0-9a-f-]{36}`).FindString(body)
	if link == "" || !strings.Contains(body, "次の支払い") {
		t.Fatalf("no statement on her page:\n%s", body)
	}
	if body = page(misaki, get(link), 200); !strings.Contains(body, "合っています") || !strings.Contains(body, "商店街マップの店名入力") {
		t.Error("her statement lacks something")
	}
	if pdf := page(misaki, get(link+"/pdf"), 200); !strings.HasPrefix(pdf, "%PDF") {
		t.Error("the paper is no PDF")
	}
	page(watanabe, get(link), 403)
	if body = page(misaki, post(link+"/ask", url.Values{"line": {"1"}, "words": {""}, "once": {"o"}}), 422); !strings.Contains(body, "何について聞きたいか") {
		t.Error("nothing beside the empty field")
	}
	page(misaki, post(link+"/ask", url.Values{"line": {"1"}, "words": {"数が違います"}, "once": {"o"}}), 303)

	staff := strings.Replace(link, "/my/money/", "/staff/statements/", 1)
	if body = page(watanabe, get("/staff/statements"), 200); !strings.Contains(body, "数が違います") {
		t.Error("her question is nowhere")
	}
	body = page(watanabe, post(staff+"/lines/1", url.Values{"version": {"1"}, "amount": {"1"}, "reason": {"まちがい"}}), 422)
	if !strings.Contains(body, "報酬の減額の禁止") || !strings.Contains(body, "まちがい") { // R-27; what was typed stays
		t.Error("a line below the fee was not refused as it should be")
	}
	page(watanabe, post(staff+"/lines/1", url.Values{"version": {"1"}, "amount": {"90000"}, "reason": {"数えもれ"}}), 303)
	page(watanabe, get(staff+"/lines/99"), 404)
	page(misaki, post(link+"/confirm", url.Values{"version": {"1"}}), 409)

	month := when.On(2027, 2, 1).String()[:7]
	page(watanabe, post("/staff/months/"+month+"/close", url.Values{"knowing": {"1"}}), 409)
	page(watanabe, get("/staff/months/2027-13"), 404)
	if body = page(watanabe, post("/staff/months/2027-01/reopen", url.Values{"reason": {" "}}), 422); !strings.Contains(body, `<details class="card" open>`) {
		t.Error("what is wrong with the reason is hidden")
	}
	if body = page(watanabe, get("/staff/books?from=soon"), 422); !strings.Contains(body, `value="soon"`) {
		t.Error("what was typed is gone")
	}
	if body = page(watanabe, get("/staff/books?name="+url.QueryEscape("三好")+"&kind=statement&min=1"), 200); !strings.Contains(body, "P-202701-0001") {
		t.Error("R-73: her statement is not found")
	}
	page(watanabe, post("/staff/books/exports", url.Values{"from": {"2027-01-01"}}), 422)
}
