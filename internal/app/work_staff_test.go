package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/town"
)

var (
	cardsRe    = regexp.MustCompile(`href="(/staff/orders/[0-9a-f-]{36})">` + town.Placings[0].Ask.Title)
	pieceRe    = regexp.MustCompile(`href="(/staff/check/[0-9a-f-]{36})"`)
	ownPieceRe = regexp.MustCompile(`href="(/my/work/pieces/[0-9a-f-]{36})"`)
	askedRe    = regexp.MustCompile(`href="(/staff/questions/[0-9a-f-]{36})"`)
	versionRe  = regexp.MustCompile(`name="version" value="(\d+)"`)
	rowRe      = regexp.MustCompile(`id="row(\d+)"`)
	cellRe     = regexp.MustCompile(`id="(r\d+_\d+)" name="r\d+_\d+"[^>]* value="([^"]*)"`)
)

type sender func(*http.Request) *httptest.ResponseRecorder

func found(t *testing.T, re *regexp.Regexp, body string) string {
	t.Helper()
	m := re.FindStringSubmatch(body)
	if m == nil {
		t.Fatalf("%s is not on the page", re)
	}
	return m[1]
}

// keeps sends a form that must be mended: 422, the field named, what was typed still there.
func keeps(t *testing.T, send sender, path string, v url.Values, field string, typed ...string) {
	t.Helper()
	w := send(post(path, v))
	if w.Code != http.StatusUnprocessableEntity {
		t.Errorf("%s: %d, want 422", path, w.Code)
	}
	has(t, path, w.Body.String(), append(typed, `href="#`+field+`"`)...)
}

// goesOn sends a form that is right.
func goesOn(t *testing.T, send sender, path string, v url.Values) string {
	t.Helper()
	w := send(post(path, v))
	if w.Code != http.StatusSeeOther {
		t.Errorf("%s: %d, want to go on", path, w.Code)
	}
	return w.Header().Get("Location")
}

// sheet is the form of an inspection as it stands on its page.
func sheet(t *testing.T, body string) url.Values {
	t.Helper()
	v := url.Values{"version": {found(t, versionRe, body)}}
	for _, m := range cellRe.FindAllStringSubmatch(body, -1) {
		v.Set(m[1], m[2])
	}
	return v
}

func (a *App) window(t *testing.T, client int) string {
	t.Helper()
	ids, err := db.Read(t.Context(), a.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	if err != nil {
		t.Fatal(err)
	}
	staff := who.Person(ids[0], "", "佐藤", orders.MaySee, orders.MayKeep)
	cs, err := a.Orders.Clients(t.Context(), staff, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cs {
		if c.Name == town.Clients[client].Name {
			link, err := a.Orders.GiveWindow(t.Context(), staff, c.ID, orders.WindowForm{GivenTo: "田中", Days: "30"})
			if err != nil {
				t.Fatal(err)
			}
			return path.Base(link)
		}
	}
	t.Fatal("no such client")
	return ""
}

func TestStaffPagesOfWork(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		sato, ito, desk := sender(a.as(t, "sato@yukihara.example")), sender(a.as(t, "ito@yukihara.example")), sender(a.as(t, "kobayashi@yukihara.example"))
		order := found(t, cardsRe, sato(get("/staff/orders")).Body.String())
		whoMayWhat(t, a, order, sato, ito, desk)
		callAndInstruct(t, order, sato)
		inspect(t, sato)
		hereAndGone(t, desk)
		clientsWindow(t, a, path.Base(order))
	})
}

func whoMayWhat(t *testing.T, a *App, order string, sato, ito, desk sender) {
	misaki := a.as(t, town.MisakiMail)
	for _, x := range []struct {
		who  string
		send sender
		path string
		want int
	}{
		{"leader", ito, order + "/work", 200}, {"leader", ito, order + "/work/call", 403}, {"leader", ito, order + "/work/delivery", 403}, {"leader", ito, "/staff/check", 200}, {"desk", desk, "/staff/here", 200},
		{"desk", desk, "/staff/check", 403}, {"worker", misaki, "/staff/check", 403}, {"worker", misaki, order + "/rows/1/file", 403}, {"visitor", a.do, order + "/work", 303}, {"coordinator", sato, order + "/work/delivery", 200},
	} {
		if w := x.send(get(x.path)); w.Code != x.want {
			t.Errorf("%s as %s: %d, want %d", x.path, x.who, w.Code, x.want)
		}
	}
	if strings.Contains(ito(get(order+"/work")).Body.String(), `id="money-h"`) || !strings.Contains(sato(get(order+"/work")).Body.String(), `id="money-h"`) {
		t.Error("the margin is for those who run the work, and for nobody else")
	}
}

func callAndInstruct(t *testing.T, order string, sato sender) {
	base := order + "/work"
	keeps(t, sato, base+"/call", url.Values{"version": {"1"}, "deadline": {"きのう"}, "to": {"named"}}, "worker", `value="きのう"`)
	keeps(t, sato, base+"/call", url.Values{"version": {"1"}, "deadline": {"きのう"}, "to": {"everybody"}}, "deadline", `value="きのう"`)
	keeps(t, sato, base+"/instruction", url.Values{"last": {"2"}, "body": {"新しい手順"}}, "reason", "新しい手順")
	if w := sato(post(base+"/instruction", url.Values{"last": {"1"}, "body": {"x"}, "reason": {"y"}})); w.Code != http.StatusConflict {
		t.Errorf("a version somebody else has replaced: %d", w.Code)
	}
	keeps(t, sato, base+"/notes", url.Values{"row": {"9999"}, "note": {"にじんでいます"}}, "row", `value="にじんでいます"`)
	goesOn(t, sato, base+"/notes", url.Values{"row": {"４"}, "note": {"にじんでいます"}})
	has(t, "the notes", sato(get(base+"/instruction?line=2")).Body.String(), "にじんでいます", "<mark>")
	keeps(t, sato, base+"/change", url.Values{"fee": {"1"}, "reason": {"都合"}}, "fee", `value="1"`, "都合")
	goesOn(t, sato, base+"/change", url.Values{"fee": {"20"}, "reason": {"むずかしかったので"}})
	keeps(t, sato, base, url.Values{"minutes": {"30"}}, "minutes")
	keeps(t, sato, base+"/firsts", url.Values{"by": {" "}}, "by")
	keeps(t, sato, base+"/delivery", url.Values{"format": {"csv"}, "last": {"0"}}, "format")
	if w := sato(get(base + "/pieces?state=held")); w.Code != 200 || strings.Contains(w.Body.String(), "tag--ok\">") {
		t.Errorf("the pieces at work: %d", w.Code)
	}
}

func inspect(t *testing.T, sato sender) {
	at := found(t, pieceRe, sato(get("/staff/check")).Body.String())
	v := sheet(t, sato(get(at)).Body.String())
	cell := ""
	for k := range v {
		if strings.HasSuffix(k, "_2") {
			cell = k
		}
	}
	v.Set(cell, "なおした 名前")
	if w := sato(post(at, v)); w.Code != 200 || !strings.Contains(w.Body.String(), `value="なおした 名前"`) {
		t.Errorf("a form without a verdict decides, or forgets: %d", w.Code)
	}
	v.Set("do", "accept")
	keeps(t, sato, at, v, "line", `value="なおした 名前"`)
	v.Set("do", "back")
	keeps(t, sato, at, v, "rows", `value="なおした 名前"`)
	v.Set("do", "accept")
	v.Set("line", "2")
	v.Set("cause", "worker")
	if to := goesOn(t, sato, at, v); to != "/staff/check" {
		t.Errorf("after the last one comes %s", to)
	}
	if w := sato(post(at, v)); w.Code != http.StatusConflict {
		t.Errorf("the same inspection again: %d", w.Code)
	}
	has(t, "the inspected piece", sato(get(at)).Body.String(), "なおした　名前") // in the width the column asks for
}

func hereAndGone(t *testing.T, desk sender) {
	if w := desk(post("/staff/here", url.Values{"do": {"in"}})); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("nobody checked in: %d", w.Code)
	}
	worker := found(t, regexp.MustCompile(`name="worker" value="([0-9a-f-]{36})"`), desk(get("/staff/here")).Body.String())
	goesOn(t, desk, "/staff/here", url.Values{"do": {"in"}, "worker": {worker}})
	has(t, "who is here", desk(get("/staff/here")).Body.String(), `value="out"`)
	goesOn(t, desk, "/staff/here", url.Values{"do": {"out"}, "worker": {worker}})
	if strings.Contains(desk(get("/staff/here")).Body.String(), `value="out"`) {
		t.Error("who left is still here")
	}
}

func clientsWindow(t *testing.T, a *App, order string) {
	mine, theirs := "/window/"+a.window(t, 0)+"/orders/"+order, "/window/"+a.window(t, 1)+"/orders/"+order
	for p, want := range map[string]int{mine: 200, mine + "/firsts": 200, mine + "/rows/1/file": 200, mine + "/rows/11/file": 404, mine + "/deliveries/1": 404, mine + "/deliveries/1/file": 404,
		theirs + "/firsts": 404, theirs + "/rows/1/file": 404, theirs + "/deliveries/1": 404, theirs + "/deliveries/1/file": 404} {
		if w := a.do(get(p)); w.Code != want {
			t.Errorf("%s: %d, want %d", p, w.Code, want)
		}
	}
	has(t, "the window", a.do(get(mine)).Body.String(), `id="work-h"`)
	if strings.Contains(a.do(get(mine)).Body.String(), "三好") {
		t.Error("a client reads who works")
	}
	if w := a.do(post(mine+"/firsts", url.Values{"do": {"approve"}, "by": {"田中"}})); w.Code != http.StatusConflict {
		t.Errorf("rows that were approved before: %d", w.Code)
	}
	if w := a.do(post(theirs+"/firsts", url.Values{"do": {"approve"}, "by": {"田中"}})); w.Code != http.StatusNotFound {
		t.Errorf("another client's order: %d", w.Code)
	}
}

// A worker who also inspects: her question becomes the next version, and her own delivery is for other eyes.
func TestNobodyInspectsTheirOwnWork(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	ids, err := db.Read(t.Context(), a.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	if err != nil {
		t.Fatal(err)
	}
	if err := a.People.Settle(t.Context(), who.Person(ids[0], "", "工藤", people.MayInvite), people.Invite{Name: "三好 みさき", Mail: town.MisakiMail, Role: string(people.Leader)}, town.Password); err != nil {
		t.Fatal(err)
	}
	misaki, sato := sender(a.as(t, town.MisakiMail)), sender(a.as(t, "sato@yukihara.example"))
	order := found(t, cardsRe, sato(get("/staff/orders")).Body.String())
	mine := found(t, ownPieceRe, misaki(get("/my/work")).Body.String())
	at := "/staff/check/" + path.Base(mine)
	rows := rowRe.FindAllStringSubmatch(sato(get(at)).Body.String(), -1)
	if len(rows) < 4 {
		t.Fatalf("%d rows", len(rows))
	}
	goesOn(t, misaki, mine+"/rows/"+rows[3][1]+"/ask", url.Values{"question": {"旧字は新字にしますか。"}})
	asked := found(t, askedRe, sato(get("/staff/questions")).Body.String())
	keeps(t, sato, asked, url.Values{"version": {"2"}, "next": {"1"}, "body": {"別の手順"}}, "answer", "別の手順", "checked")
	goesOn(t, sato, asked, url.Values{"version": {"2"}, "next": {"1"}, "answer": {"見たままの字にしてください。"}})
	has(t, "the instruction", sato(get(order+"/work/instruction")).Body.String(), "<li>見たままの字にしてください。</li>", town.CardManual[0][:30])
	if strings.Contains(sato(get("/staff/questions")).Body.String(), asked) {
		t.Error("an answered question still waits")
	}
	for _, m := range rows[2:] {
		n, _ := strconv.Atoi(m[1])
		v := url.Values{"version": {"0"}}
		for i, s := range town.Member(n - 1) {
			v.Set(fmt.Sprintf("c%d", i+1), s)
		}
		goesOn(t, misaki, mine+"/rows/"+m[1], v)
	}
	goesOn(t, misaki, mine+"/deliver", nil)
	body := misaki(get(at)).Body.String()
	if strings.Contains(body, `value="accept"`) || !strings.Contains(sato(get(at)).Body.String(), `value="accept"`) {
		t.Error("her own delivery is hers to judge, or nobody's")
	}
	v := sheet(t, sato(get(at)).Body.String())
	v.Set("do", "accept")
	if w := misaki(post(at, v)); w.Code != http.StatusForbidden {
		t.Errorf("her own work accepted by herself: %d", w.Code)
	}
	goesOn(t, sato, at, v)
}
