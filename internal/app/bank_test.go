package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"hiroba/internal/bank"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
)

// toPay has two of the town's workers wait for money, and one of them without a confirmed
// account; what is paid waits no longer.
func (a *App) toPay(due when.Date) map[string]bool {
	paid := map[string]bool{}
	waiting := func(q db.Q, hub string, until when.Date) (out []bank.Payable, err error) {
		ids, err := db.All(q, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
			`select w.id from worker w where w.hub_id = $1 and w.state = 'registered' order by (select count(*) from payee_check c where c.hub_id = w.hub_id and c.worker_id = w.id) desc, w.no`, hub)
		for i, x := range []string{ids[0], ids[1], ids[len(ids)-1]} {
			if !paid[x] && !due.After(until) {
				out = append(out, bank.Payable{Statement: x, No: fmt.Sprintf("P-%d", i), Worker: x, Amount: yen.Amount(44_895 + i), Due: due})
			}
		}
		return out, err
	}
	a.Bank.Money.Payables = func(q db.Q, hub string, until when.Date, _ string, _ int) ([]bank.Payable, error) {
		return waiting(q, hub, until)
	}
	a.Bank.Money.Owed = func(q db.Q, hub string, until when.Date, _ []string) ([]bank.Payable, error) {
		return waiting(q, hub, until)
	}
	a.Bank.Money.Paid = func(_ *db.Tx, _ who.Actor, s string, _ yen.Amount, _ when.Date, _ string) error {
		paid[s] = true
		return nil
	}
	a.Bank.Money.Failed = func(*db.Tx, who.Actor, string, string, string) error { return nil }
	return paid
}

var aRun = regexp.MustCompile(`/staff/bank/runs/[0-9a-f-]+`)

func TestPagesOfTheBank(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		maker, admin, desk, me := a.as(t, "watanabe@yukihara.example"), a.as(t, "kudo@yukihara.example"), a.as(t, "kobayashi@yukihara.example"), a.as(t, misaki)
		due := duedate.PreviousBankDay(d.Now().DateIn(when.Tokyo).AddDays(20))
		paid := a.toPay(due)
		refused(t, "the front desk", desk, get("/staff/bank"), get("/staff/bank/new"), get("/staff/bank/incoming"), get("/staff/bank/account"), get("/staff/bank/withheld"))
		refused(t, "a worker", me, get("/staff/bank"), post("/staff/bank/new", nil))
		mend(t, maker, []wrong{
			{"/staff/bank/account", url.Values{"version": {"1"}, "bank": {"0002"}, "number": {"1234567"}}, "originator", []string{`value="1234567"`}},
			{"/staff/bank/new", url.Values{"due": {"いつか"}}, "due", []string{"いつか"}},
		})
		shown := maker(get("/staff/bank/new?due=" + due.String())).Body.String()
		for _, want := range []string{"44,895円", "44,896円", "2件", "今回は入らないもの", "口座が"} {
			if !strings.Contains(shown, want) {
				t.Errorf("the collection does not show %q", want)
			}
		}
		w := maker(post("/staff/bank/new", url.Values{"due": {due.String()}, "once": {"once"}}))
		run := aRun.FindString(w.Header().Get("Location"))
		if run == "" {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
		a.walkRun(t, run, maker, admin)
		if len(paid) != 1 {
			t.Errorf("%d are paid", len(paid))
		}
	})
}

// walkRun takes a run through two persons to its answer, in which one transfer comes back.
func (a *App) walkRun(t *testing.T, run string, maker, admin func(*http.Request) *httptest.ResponseRecorder) {
	t.Helper()
	version := func(n string) url.Values { return url.Values{"version": {n}} }
	if w := maker(post(run+"/approve", version("1"))); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "R-78") {
		t.Errorf("the maker approves: %d", w.Code)
	}
	if w := maker(get(run + "/file.txt")); w.Code != http.StatusConflict {
		t.Errorf("a file before approval: %d", w.Code)
	}
	if w := admin(post(run+"/approve", version("1"))); w.Code != http.StatusSeeOther {
		t.Fatalf("approval: %d", w.Code)
	}
	if w := maker(post(run+"/file", version("2"))); w.Code != http.StatusSeeOther {
		t.Fatalf("the file: %d %s", w.Code, w.Body)
	}
	mend(t, maker, []wrong{{run + "/file", version("3"), "again", []string{"渡辺"}}, {run + "/drop", version("3"), "reason", nil}, {run + "/1", url.Values{}, "reason", nil}})
	body := maker(get(run + "/file.txt")).Body.Bytes()
	if len(body) != 5*122 {
		t.Fatalf("%d bytes", len(body))
	}
	if w := maker(upload(t, run+"/answer", "file", "half.txt", body[:200])); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#file"`) {
		t.Errorf("half an answer: %d", w.Code)
	}
	if w := maker(post(run+"/1", url.Values{"reason": {"name"}})); w.Code != http.StatusSeeOther {
		t.Errorf("a transfer that came back: %d", w.Code)
	}
	if w := maker(post(run+"/paid", nil)); w.Code != http.StatusConflict {
		t.Errorf("paid before its day: %d", w.Code)
	}
	if err := a.clock.Forward("480h"); err != nil {
		t.Fatal(err)
	}
	maker, admin = a.as(t, "watanabe@yukihara.example"), a.as(t, "kudo@yukihara.example")
	if w := maker(post(run+"/paid", nil)); w.Code != http.StatusSeeOther {
		t.Errorf("the rest: %d", w.Code)
	}
	again := admin(get(run + "/1")).Body.String()
	if !strings.Contains(again, "カナの名義のとおり") || !strings.Contains(again, `aria-current="step"`) {
		t.Error("the way to the next run is not shown")
	}
	if list := admin(get("/staff/bank")).Body.String(); !strings.Contains(list, run+"/1") || !strings.Contains(list, "1件 振込不能") {
		t.Error("what came back is not in the list")
	}
}

var oneIncoming = regexp.MustCompile(`/staff/bank/incoming/[0-9a-f-]+`)

func TestPagesOfIncomingMoney(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		maker := a.as(t, "watanabe@yukihara.example")
		list := maker(get("/staff/bank/incoming")).Body.String()
		all := oneIncoming.FindAllString(list, -1)
		if len(all) < 2 || !strings.Contains(list, "たぶん") {
			t.Fatalf("%v", all)
		}
		for what, body := range map[string][]byte{"nothing": nil, "something else": []byte("hello")} {
			if w := maker(upload(t, "/staff/bank/incoming", "file", "x.txt", body)); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `href="#file"`) {
				t.Errorf("%s: %d", what, w.Code)
			}
		}
		page := maker(get(all[0])).Body.String()
		invoice := regexp.MustCompile(`name="invoice" value="([0-9a-f-]+)"`).FindStringSubmatch(page)
		if invoice == nil || !strings.Contains(page, "請求より440円少ない") {
			t.Fatal("no proposal with the fee that was taken off")
		}
		mend(t, maker, []wrong{
			{all[0], url.Values{"version": {"1"}}, "invoice", nil},
			{all[0], url.Values{"version": {"1"}, "invoice": {invoice[1]}, "rest": {"advance"}}, "rest", []string{`value="advance" checked`}},
			{all[0], url.Values{"version": {"1"}, "invoice": {invoice[1]}, "amount": {"99,999,999"}}, "amount", []string{"99,999,999"}},
			{all[1] + "/aside", url.Values{"version": {"1"}}, "reason", nil},
		})
		if w := maker(post(all[0], url.Values{"version": {"1"}, "invoice": {invoice[1]}, "rest": {"fee"}})); w.Code != http.StatusSeeOther {
			t.Errorf("matched: %d", w.Code)
		}
		if page := maker(get("/staff/invoices/" + invoice[1])).Body.String(); !strings.Contains(page, "不足の440円は振込手数料として") {
			t.Error("the invoice does not say what the hub bore")
		}
		for _, r := range audited(t, a) {
			if len(r.Broken) > 0 {
				t.Errorf("%s is broken by a fee: %v", r.Key, r.Broken)
			}
		}
		if w := maker(post(all[0], url.Values{"version": {"1"}, "invoice": {invoice[1]}})); w.Code != http.StatusConflict {
			t.Errorf("matched twice: %d", w.Code)
		}
		if w := maker(post(all[1]+"/aside", url.Values{"version": {"1"}, "reason": {"国保の還付"}})); w.Code != http.StatusSeeOther {
			t.Errorf("set aside: %d", w.Code)
		}
		if list := maker(get("/staff/bank/incoming?state=aside")).Body.String(); !strings.Contains(list, "国保の還付") {
			t.Error("the reason is gone")
		}
		for _, path := range []string{"/staff/bank/withheld", "/staff/bank/withheld.csv?month=2026-11", "/staff/bank/withheld.xlsx", "/staff/bank/records?year=2026", "/staff/bank/records.csv", "/staff/bank/records.xlsx"} {
			if w := maker(get(path)); w.Code != http.StatusOK {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		if w := maker(get("/staff/bank/records/2026/nobody.pdf")); w.Code != http.StatusNotFound {
			t.Errorf("a record of nobody: %d", w.Code)
		}
	})
}
