package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/mydata"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/personal"
)

// schemaTables are the tables of the schema with their columns, as they are after its last step.
func schemaTables(t *testing.T) map[string][]string {
	t.Helper()
	files, err := filepath.Glob("../schema/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	step := regexp.MustCompile(`(?s)create table (\w+) \((.*?)\n\);|alter table (\w+) (?:(add|drop) column|rename (to)) (\w+)|drop table (\w+)`)
	column := regexp.MustCompile(`(?m)^\t(\w+) (?:text|bigint)`)
	out := map[string][]string{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range step.FindAllStringSubmatch(string(b), -1) {
			made, altered, dropped := m[1], m[3], m[7]
			switch {
			case made != "":
				for _, c := range column.FindAllStringSubmatch(m[2], -1) {
					out[made] = append(out[made], c[1])
				}
			case dropped != "":
				delete(out, dropped)
			case m[4] == "add":
				out[altered] = append(out[altered], m[6])
			case m[4] == "drop":
				out[altered] = slices.DeleteFunc(out[altered], func(c string) bool { return c == m[6] })
			default:
				out[m[6]] = out[altered]
				delete(out, altered)
			}
		}
	}
	return out
}

// ofPeople are the columns by which a table has to do with a person.
var ofPeople = regexp.MustCompile(`^(person_id|worker_id|applicant_id|signup_id|inquiry_id|case_id|statement_id|mail|mail_key|to_addr|phone|kana|birth\w*|address|contact|said_by|\w+_sealed)$`)

// notTold are tables with such a column that no house declares, each with its reason.
var notTold = map[string]string{
	"client_order":        "phone says whether it can be done on one",
	"work_kind":           "phone says whether it can be done on one",
	"hub":                 "the hub's own address and telephone",
	"worker_import":       "an office's list on its way into the books: whoever it brings has their own row of it, and it is erased within a week",
	"worker_import_block": "the rows of such a list, erased with it",
	"client":              "a company or an office; who answers there for it is told in its own name",
	"order_chunk":         "the client's rows, sealed: they are the client's",
	"blob_part":           "the parts of files, sealed: each file belongs to a row that is told or is the client's",
	"work_piece":          "the client's order in pieces; that she took one on stands in her claim",
	"work_gold":           "right answers to the client's rows, written by staff: they are the client's",
	"work_row":            "what is entered belongs to the client",
	"site_piece":          "what an article says of whom is told with their consent; no account leads to it",
	"bank_profile":        "the hub's own account",
	"bank_incoming":       "money that came to the hub's account, by the name its bank gave: papers of the hub's books",
	"bill_issuer":         "the operator: its name and telephone as they stand on invoices",
	"site_voice":          "a voice on the public page, agreed to on paper; no account leads to it",
	"worker_has":          "which parts of a file are there: the parts themselves are told and erased with it",
	"free_part":           "what hours add to the sums: worked out anew at the end of the write that erases them",
	"absence":             "gone the day after; nobody can ask for it, by construction",
	"care_case_shut":      "from whom a case is kept: telling it would name the case",
}

// TestEveryTableOfPeopleIsDeclared walks the schema: a table that has to do with people is
// told and erased by some house, or stands above with a reason; so is each of its columns.
func TestEveryTableOfPeopleIsDeclared(t *testing.T) {
	tables, declared := schemaTables(t), map[string]personal.Table{}
	for _, h := range Personal(nil, nil) {
		for _, x := range h.Tables {
			if _, twice := declared[x.Name]; twice {
				t.Errorf("%s is told twice", x.Name)
			}
			declared[x.Name] = x
			declaredWell(t, tables[x.Name], x)
		}
	}
	n := 0
	for name, columns := range tables {
		if !slices.ContainsFunc(columns, ofPeople.MatchString) {
			continue
		}
		n++
		_, told := declared[name]
		if told == (notTold[name] != "") {
			t.Errorf("%s has to do with people: some house declares it, or it stands in notTold with a reason, and not both", name)
		}
	}
	if n < 40 {
		t.Errorf("%d tables only: the test is blind", n)
	}
}

func declaredWell(t *testing.T, columns []string, x personal.Table) {
	t.Helper()
	if len(columns) == 0 {
		t.Errorf("%s is declared and is no table", x.Name)
	}
	var told []string
	for _, c := range x.Columns() {
		told = append(told, c.Name)
		if x.As[c.Name] == "" && !slices.Contains(columns, c.Name) {
			t.Errorf("%s.%s is told and is no column", x.Name, c.Name)
		}
		for _, l := range []i18n.Lang{i18n.JA, i18n.EN} {
			if k := "mydata.column." + strings.TrimSuffix(c.Name, "_sealed"); !l.Has(k) {
				t.Errorf("%s has no words", k)
			}
		}
		if x.Fate == personal.Blank && !x.Empties(c.Name) && x.Law == "" {
			t.Errorf("%s.%s stays without a reason", x.Name, c.Name)
		}
	}
	hidden := strings.Fields(x.Hide)
	for _, c := range columns {
		if !slices.Contains(told, c) && !slices.Contains(hidden, c) && !personal.Technical(c) {
			t.Errorf("%s.%s is neither told nor hidden with a reason", x.Name, c)
		}
	}
	for _, c := range hidden {
		if !slices.Contains(columns, c) {
			t.Errorf("%s.%s is hidden and is no column", x.Name, c)
		}
	}
	if len(hidden) > 0 && x.Why == "" || x.Fate == personal.Keep && x.Law == "" || x.Until != "" && x.Law == "" || x.Fate == "" {
		t.Errorf("%s: a reason is missing", x.Name)
	}
	for _, k := range []string{"mydata.table." + x.Name, x.Why, x.Law} {
		if k != "" && !i18n.JA.Has(k) {
			t.Errorf("%s: %s has no words", x.Name, k)
		}
	}
}

// herself is an inhabitant with an account and much in the books.
func (a *App) herself(t *testing.T, mail string) (who.Actor, string) {
	t.Helper()
	h, err := a.Hubs.Resolve(t.Context(), "x")
	if err != nil {
		t.Fatal(err)
	}
	got, err := db.Read(t.Context(), a.DB, func(v *db.View) (x [3]string, err error) {
		err = v.QueryRow(`select p.id, p.name, coalesce(w.id, '') from person p left join worker w on w.person_id = p.id and w.hub_id = $1 where p.mail = $2`, h.ID, mail).Scan(&x[0], &x[1], &x[2])
		return x, err
	})
	if err != nil {
		t.Fatal(err)
	}
	return who.Person(h.ID, got[0], got[1], append(append(Rights([]people.Role{people.Worker}), everybody...), people.MaySelf)...), got[2]
}

const misaki = "misaki@example.com"

// unpaid is the address of a registered worker of whom there is no paper of money: nothing
// of her has to stay.
func (a *App) unpaid(t *testing.T) string {
	t.Helper()
	mail, err := db.Read(t.Context(), a.DB, func(v *db.View) (string, error) {
		return db.Value[string](v, `select coalesce(min(w.mail), '') from worker w join hub h on h.id = w.hub_id where w.state = 'registered' and w.person_id <> ''
			and not exists (select 1 from work_receipt t where t.hub_id = w.hub_id and t.worker_id = w.id)`)
	})
	if err != nil || mail == "" {
		t.Fatal("everybody was paid something", err)
	}
	return mail
}

func TestEverythingIsToldToHerAlone(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := dbtest.Start
		d.Now = func() when.Instant { return now }
		a := start(t, d)
		me, _ := a.herself(t, misaki)
		if err := a.Mine.Gather(t.Context(), me); err != nil {
			t.Fatal(err)
		}
		if err := a.Runner.Drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		p, err := a.Mine.Mine(t.Context(), me)
		if err != nil || len(p.Exports) != 1 || p.Exports[0].State != mydata.Ready {
			t.Fatalf("%+v %v", p.Exports, err)
		}
		e := p.Exports[0].ID
		b, err := a.Mine.Take(t.Context(), me, e, "json")
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Format   string
			Sections []struct {
				Key  string
				Rows []map[string]any
			}
			Keys map[string]string
		}
		if err := json.Unmarshal(b, &doc); err != nil || doc.Format != "hiroba/my-data/1" {
			t.Fatal(doc.Format, err)
		}
		keys := map[string]bool{}
		for _, s := range doc.Sections {
			keys[s.Key] = true
			for _, r := range s.Rows {
				for k := range r {
					if doc.Keys[k] == "" {
						t.Errorf("%s.%s is not explained", s.Key, k)
					}
				}
			}
		}
		for _, want := range []string{"person", "worker", "worker_part", "worker_consent", "skill_evidence", "free_usual", "journal"} {
			if !keys[want] {
				t.Errorf("%s is not told", want)
			}
		}
		for _, want := range []string{me.Name, misaki, `"Birth": "`} {
			if !strings.Contains(string(b), want) {
				t.Errorf("%s is not told", want)
			}
		}
		if pdf, err := a.Mine.Take(t.Context(), me, e, "pdf"); err != nil || !strings.HasPrefix(string(pdf), "%PDF") {
			t.Errorf("%.10s %v", pdf, err)
		}
		other, _ := a.herself(t, "sato@yukihara.example")
		if _, err := a.Mine.Take(t.Context(), other, e, "json"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another took it: %v", err)
		}
		now = a.DB.Now().Add(mydata.FileLasts + time.Hour)
		a.DB.Now = func() when.Instant { return now }
		if err := a.Mine.Sweep(t.Context(), who.System(me.Hub, "test", mydata.MayKeep)); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Mine.Take(t.Context(), me, e, "json"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("it is there after its days: %v", err)
		}
	})
}

// maySay are the columns in which a name stays by law, or belongs to somebody else's record.
var maySay = map[string]string{
	"terms_notice.body": "mydata.law.contract",
	"journal.actor":     "mydata.law.record", "journal.particulars": "mydata.law.record", "worker_consent.made_by": "mydata.law.contract", "worker_text.body": "texts name the hub",
	"seminar.speakers": "the published programme names who speaks",
}

// TestWhoIsForgottenLeavesNoTrace erases an inhabitant with everything and then reads every
// column of every table: her name, address and telephone stand nowhere but where the law
// keeps them.
func TestWhoIsForgottenLeavesNoTrace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		move := moving(d)
		a := start(t, d)
		mail := a.unpaid(t)
		me, worker := a.herself(t, mail)
		path := a.firstSeminar(t) + "/sign-up"
		seat := a.filled(path)
		move(time.Minute)
		seat.Set("name", me.Name)
		seat.Set("mail", mail)
		if w := a.do(post(path, seat)); w.Code != http.StatusSeeOther {
			t.Fatalf("a seat at a seminar to come: %d", w.Code)
		}
		staff := who.Person(me.Hub, id.Make(), "佐藤", mydata.MayKeep)
		w, err := a.Crew.MyFile(t.Context(), me)
		if err != nil {
			t.Fatal(err)
		}
		traces := []string{me.Name, mail, w.Kana, w.Phone}
		before := a.find(t, traces)
		if len(before) < 6 {
			t.Fatalf("only %v: the test is blind", before)
		}
		if err := a.Mine.Ask(t.Context(), me, mydata.Form{Kind: "erase", Words: "引っ越すので", Sure: true}, id.Make()); err != nil {
			t.Fatal(err)
		}
		rs, _, err := a.Mine.Requests(t.Context(), staff, true, 0, 10)
		if err != nil || len(rs) != 1 || rs[0].Name != me.Name {
			t.Fatalf("%+v %v", rs, err)
		}
		if err := a.Mine.Answer(t.Context(), staff, rs[0].ID, rs[0].Version, mydata.AnswerForm{Decision: "done"}); err != nil {
			t.Fatal(err)
		}
		a.unletter(t, me.Hub)
		for _, at := range a.find(t, traces) {
			if maySay[at] == "" {
				t.Errorf("%s still tells of her", at)
			}
		}
		held, err := db.Read(t.Context(), a.DB, func(v *db.View) (int, error) {
			return db.Value[int](v, `select count(*) from signup where hub_id = $1 and name = '' and state <> 'cancelled'`, me.Hub)
		})
		if err != nil || held != 0 {
			t.Errorf("%d seats are kept for nobody: %v", held, err)
		}
		if left := a.leftOf(t, me.Hub, worker); left != [3]int{1, 1, 0} {
			t.Errorf("left %v", left)
		}
	})
}

// leftOf counts what is left of a worker who was erased: her number, the contract, parts of her file.
func (a *App) leftOf(t *testing.T, hub, worker string) (x [3]int) {
	t.Helper()
	x, err := db.Read(t.Context(), a.DB, func(v *db.View) (x [3]int, err error) {
		for i, q := range []string{`select count(*) from worker where hub_id = $1 and id = $2 and state = 'left'`, `select count(*) from worker_consent where hub_id = $1 and worker_id = $2 and kind = 'contract'`,
			`select count(*) from worker_part where hub_id = $1 and worker_id = $2`} {
			if x[i], err = db.Value[int](v, q, hub, worker); err != nil {
				return x, err
			}
		}
		return x, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestWhoWasPaidStaysInThePapersOfMoney: her name and what papers of money need of her file
// stay as long as the law asks, and nothing else does.
func TestWhoWasPaidStaysInThePapersOfMoney(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	me, worker := a.herself(t, misaki)
	if err := a.Mine.Ask(t.Context(), me, mydata.Form{Kind: "erase", Words: "引っ越すので", Sure: true}, id.Make()); err != nil {
		t.Fatal(err)
	}
	staff := who.Person(me.Hub, id.Make(), "佐藤", mydata.MayKeep)
	rs, _, err := a.Mine.Requests(t.Context(), staff, true, 0, 10)
	if err != nil || len(rs) != 1 {
		t.Fatalf("%+v %v", rs, err)
	}
	if err := a.Mine.Answer(t.Context(), staff, rs[0].ID, rs[0].Version, mydata.AnswerForm{Decision: "done"}); err != nil {
		t.Fatal(err)
	}
	a.unletter(t, me.Hub)
	if left := a.leftOf(t, me.Hub, worker); left != [3]int{1, 1, 4} {
		t.Errorf("left %v", left)
	}
	for _, at := range a.find(t, []string{me.Name, misaki}) {
		if maySay[at] == "" && at != "worker.name" {
			t.Errorf("%s still tells of her", at)
		}
	}
}

// TestAReportOutlivesTheErasing: what somebody reported stays while she is protected, and
// goes when that is over, without anybody asking again.
func TestAReportOutlivesTheErasing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		now := dbtest.Start
		d.Now = func() when.Instant { return now }
		a := start(t, d)
		mail := a.unpaid(t)
		me, _ := a.herself(t, mail)
		if _, err := a.Care.Tell(t.Context(), me, care.CaseForm{Kind: "report", Words: "残業の記録がちがう"}, id.Make()); err != nil {
			t.Fatal(err)
		}
		staff := who.Person(me.Hub, id.Make(), "佐藤", mydata.MayKeep)
		if err := a.Mine.Ask(t.Context(), me, mydata.Form{Kind: "erase", Sure: true}, id.Make()); err != nil {
			t.Fatal(err)
		}
		rs, _, err := a.Mine.Requests(t.Context(), staff, true, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Mine.Answer(t.Context(), staff, rs[0].ID, rs[0].Version, mydata.AnswerForm{Decision: "done"}); err != nil {
			t.Fatal(err)
		}
		there := func() (n int) {
			n, err := db.Read(t.Context(), a.DB, func(v *db.View) (int, error) {
				return db.Value[int](v, `select (select count(*) from care_case where hub_id = $1 and name_sealed <> '') + (select count(*) from care_entry where hub_id = $1 and body_sealed <> '')`, me.Hub)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if there() != 2 {
			t.Errorf("%d: the report went with her data", there())
		}
		sweep := func(days int) {
			now = now.Add(time.Duration(days) * 24 * time.Hour)
			if err := a.Mine.Sweep(t.Context(), staff); err != nil {
				t.Fatal(err)
			}
		}
		sweep(364)
		if there() != 2 {
			t.Error("gone before the protection ended")
		}
		sweep(3)
		if there() != 0 {
			t.Error("there after the protection ended")
		}
		a.unletter(t, me.Hub)
		for _, at := range a.find(t, []string{me.Name, mail}) {
			if maySay[at] == "" {
				t.Errorf("%s still tells of her", at)
			}
		}
	})
}

// unletter takes the one letter out that tells her it is done; it goes by itself after its days.
func (a *App) unletter(t *testing.T, hub string) {
	t.Helper()
	err := db.Do(t.Context(), a.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`delete from mail_message where hub_id = $1 and kind = 'mydata.erased'`, hub)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// find are the columns of all tables in which one of the texts stands.
func (a *App) find(t *testing.T, texts []string) (out []string) {
	t.Helper()
	for table, columns := range schemaTables(t) {
		for _, c := range columns {
			for _, x := range texts {
				n, err := db.Read(t.Context(), a.DB, func(v *db.View) (int, error) {
					return db.Value[int](v, fmt.Sprintf(`select count(*) from %s where cast(%s as text) like $1`, table, c), "%"+x+"%")
				})
				if err != nil {
					t.Fatal(err)
				}
				if n > 0 {
					out = append(out, table+"."+c)
					break
				}
			}
		}
	}
	return out
}

func TestPagesOfMyData(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	me, worker := a.herself(t, misaki)
	c, sato := a.signIn(t, misaki), a.signIn(t, "sato@yukihara.example")
	ask := func(req *http.Request, c *http.Cookie, code int, want string) {
		t.Helper()
		req.AddCookie(c)
		w := a.do(req)
		if w.Code != code || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s %s: %d, want %d with %s", req.Method, req.URL, w.Code, code, want)
		}
	}
	ask(get("/me/data"), c, 200, "/my/file")
	ask(get("/me/data/erase"), c, 200, "法人税法施行規則第59条")
	ask(get("/en/me/data"), sato, 200, "My data")
	ask(post("/me/data/erase", url.Values{"words": {"遠くへ行きます"}}), c, 422, "遠くへ行きます")
	ask(post("/me/data", url.Values{"words": {""}}), c, 422, i18n.JA.T("mydata.field.words"))
	ask(post("/me/data", url.Values{"words": {"名前の読みがちがいます"}, "once": {id.Make()}}), c, 303, "")
	ask(get("/staff"), sato, 200, i18n.JA.T("mydata.today"))
	ask(get("/staff/data"), sato, 200, me.Name)
	base := "/staff/workers/" + worker + "/data"
	ask(post(base+"/print", url.Values{"reason": {""}}), sato, 422, "errsum")
	ask(post(base+"/print", url.Values{"reason": {"窓口で頼まれた"}}), sato, 200, "%PDF")
	ask(post(base, url.Values{"kind": {"erase"}, "words": {"消したい"}}), sato, 422, "消したい")
	rs, _, err := a.Mine.Requests(t.Context(), who.Person(me.Hub, id.Make(), "佐藤", mydata.MayKeep), true, 0, 10)
	if err != nil || len(rs) != 1 {
		t.Fatal(rs, err)
	}
	one := "/staff/data/" + rs[0].ID
	ask(post(one, url.Values{"decision": {"refused"}, "answer": {""}, "version": {"1"}}), sato, 422, i18n.JA.T("mydata.field.why"))
	ask(post(one, url.Values{"decision": {"done"}, "answer": {"直しました。"}, "version": {"1"}}), sato, 303, "")
	ask(get("/me/data"), c, 200, "直しました。")
}
