package app

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/town"
)

var (
	planNoRe  = regexp.MustCompile(`name="no" value="(\d+)"`)
	planOrder = regexp.MustCompile(`name="order" value="([^"]+)"`)
	partRe    = regexp.MustCompile(`<option value="([0-9a-f-]{36}/\d+/\d+)"`)
	optionRe  = regexp.MustCompile(`<option value="([0-9a-f-]{36})"`)
	readyRe   = regexp.MustCompile(`見こみ (\d+月\d+日)`)
)

func TestPagesOfThePlan(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		sato, misaki := sender(a.as(t, "sato@yukihara.example")), sender(a.as(t, town.MisakiMail))
		asking(t, sato)
		deciding(t, a, sato)
		pinning(t, sato)
		reasons(t, a, misaki)
		sameDate(t, a, sato)
		snowed(t, a, sato)
	})
}

// asking: what is wrong is said at the field, what was typed stays, and the answer leads on.
func asking(t *testing.T, sato sender) {
	w := sato(get("/staff/can-we?kind=&volume=many&wanted=someday"))
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `value="many"`) || !strings.Contains(body, `value="someday"`) || strings.Count(body, `class="err"`) != 3 {
		t.Errorf("%d %s", w.Code, body)
	}
	kind := found(t, optionRe, sato(get("/staff/can-we")).Body.String())
	body := sato(get("/staff/can-we?kind=" + kind + "&volume=600&wanted=2030-12-24")).Body.String()
	if !strings.Contains(body, "はい。") || !strings.Contains(body, "/staff/orders/new?kind="+kind) || !strings.Contains(body, "volume=600") {
		t.Error(body)
	}
	if body := sato(get("/staff/orders/new?kind=" + kind + "&volume=600&wanted=2030-12-24")).Body.String(); !strings.Contains(body, `value="600"`) || !strings.Contains(body, `value="2030-12-24"`) {
		t.Error("what was found out is not in the form of the order")
	}
}

// deciding: one button sends an order's offers; a plan that is not the newest is not sent.
func deciding(t *testing.T, a *App, sato sender) {
	body := sato(get("/staff/plan")).Body.String()
	no, order := found(t, planNoRe, body), found(t, planOrder, body)
	ways := sato(get("/staff/plan/orders/" + order)).Body.String()
	spare := regexp.MustCompile(`\?without=[0-9a-f-]+`).FindString(ways)
	if spare == "" || !strings.Contains(ways, "みんなに募集する") {
		t.Errorf("no other ways behind a decision: %s", ways)
	}
	if body := sato(get("/staff/plan/orders/" + order + spare)).Body.String(); !strings.Contains(body, `id="swap"`) {
		t.Error("nobody is told who would be asked instead")
	}
	if w := sato(get("/staff/plan/orders/nothing")); w.Code != http.StatusNotFound {
		t.Errorf("an order nobody planned: %d", w.Code)
	}
	if w := sato(post("/staff/plan/send", url.Values{"no": {"999"}, "order": {order}})); w.Code != http.StatusConflict {
		t.Errorf("a plan nobody made was sent: %d", w.Code)
	}
	if w := sato(post("/staff/plan/send", url.Values{"no": {no}, "order": {order}})); w.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if err := a.Runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if body := sato(get("/staff/plan")).Body.String(); strings.Contains(body, `name="order" value="`+order+`"`) {
		t.Error("what was sent still waits to be decided")
	}
	if w := sato(post("/staff/plan/run", nil)); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	if body := sato(get("/staff/plan")).Body.String(); !strings.Contains(body, "計算しています") {
		t.Error("the board does not tell that a plan is being made")
	}
	if w := sato(get("/staff/plan/making")); w.Code != http.StatusOK || w.Header().Get("Refresh") == "" || !strings.Contains(w.Body.String(), "順番を待っています") {
		t.Errorf("how far it is: %d %s", w.Code, w.Body)
	}
	if err := a.Runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if w := sato(get("/staff/plan/making")); w.Code != http.StatusSeeOther {
		t.Errorf("the plan is there: %d", w.Code)
	}
	if body := sato(get("/staff/plan")).Body.String(); found(t, regexp.MustCompile(`計画(\d+)（`), body) == no {
		t.Error("there is no new plan")
	}
}

func pinning(t *testing.T, sato sender) {
	body := sato(get("/staff/plan")).Body.String()
	part := found(t, partRe, body)
	people := optionRe.FindAllStringSubmatch(body, -1)
	w := sato(post("/staff/plan/pins", url.Values{"part": {part}, "worker": {people[0][1]}, "units": {"many"}}))
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `value="many"`) || !strings.Contains(w.Body.String(), "<details open>") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := sato(post("/staff/plan/pins/zz/end", nil)); w.Code != http.StatusNotFound {
		t.Error(w.Code)
	}
}

// reasons: a worker reads her own, and nobody else's name.
func reasons(t *testing.T, a *App, misaki sender) {
	body := misaki(get("/my/why")).Body.String()
	if !strings.Contains(body, "来た仕事") || strings.Count(body, "三好") != 1 {
		t.Error(body)
	}
	names, err := db.Read(t.Context(), a.DB, func(v *db.View) ([]string, error) {
		return db.All(v, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err }, `select name from worker where name not like '三好%'`)
	})
	if err != nil || len(names) < 10 {
		t.Fatal(len(names), err)
	}
	for _, n := range names {
		if strings.Contains(body, n) {
			t.Errorf("a reason names %s", n)
		}
	}
}

// sameDate: the date in the client's window is the one on the board of orders.
func sameDate(t *testing.T, a *App, sato sender) {
	board := sato(get("/staff/orders?state=working")).Body.String()
	order := found(t, cardsRe, board)
	day := found(t, readyRe, board[strings.Index(board, order):]) // in the row of that order
	link := a.window(t, 0)
	body := a.do(get("/window/" + link + "/orders/" + order[strings.LastIndex(order, "/")+1:])).Body.String()
	if !strings.Contains(body, `id="live-h"`) || !strings.Contains(body, day) {
		t.Errorf("the board says %s, and the window does not", day)
	}
}

// snowed: what a closure changes is told before anything is saved.
func snowed(t *testing.T, a *App, sato sender) {
	day := a.ago(-3).DateIn(when.Tokyo).String()
	w := sato(get("/staff/closures?" + url.Values{"from": {day}, "reason": {"大雪"}, "reason_en": {""}}.Encode()))
	if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, `id="shut-h"`) || !strings.Contains(body, `value="`+day+`"`) {
		t.Errorf("%d %s", w.Code, body)
	}
	if w := sato(get("/staff/closures?from=&reason=")); w.Code != http.StatusUnprocessableEntity {
		t.Error(w.Code)
	}
	if body := sato(get("/staff/closures")).Body.String(); strings.Contains(body, "/withdraw") {
		t.Error("looking saved a closure")
	}
}
