package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
	"hiroba/internal/town"
)

// start runs the demo town on a database of an engine, without a network.
func start(t testing.TB, d *db.DB) *App {
	t.Helper()
	dir := t.TempDir()
	if source := copied(t, d, dir); source != "" {
		return startAt(t, d, dir, source)
	}
	return startAt(t, d, dir, d.Source)
}

// startAt runs the demo town on a database, and fills it unless it is filled.
func startAt(t testing.TB, d *db.DB, dir, source string) *App {
	t.Helper()
	c := Config{Data: dir, DB: source, URL: "http://hiroba.test", Demo: true, Now: d.Now}
	a, err := New(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	if _, err := a.Fill(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

// fillAt fills the demo town at the moment every test begins.
func fillAt(dir, source string) error {
	a, err := New(context.Background(), Config{Data: dir, DB: source, URL: "http://hiroba.test", Demo: true, Now: func() when.Instant { return dbtest.Start }}, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	_, err = a.Fill(context.Background())
	return errors.Join(err, a.Close())
}

// onceFilled is the demo town on an engine, filled once: the files of its data folder by
// their names, and on PostgreSQL the database it can be copied from.
type onceFilled struct {
	files    map[string][]byte
	template string
}

func fillOnce(names []string, fill func(dir string) (template string, err error)) (x onceFilled, err error) {
	dir, err := os.MkdirTemp("", "hiroba-town")
	if err != nil {
		return x, err
	}
	defer os.RemoveAll(dir)
	if x.template, err = fill(dir); err != nil {
		return x, err
	}
	x.files = map[string][]byte{}
	for _, name := range names {
		if x.files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return x, err
		}
	}
	return x, nil
}

var (
	liteTown = sync.OnceValues(func() (onceFilled, error) {
		return fillOnce([]string{"hiroba.db", "secret.key"}, func(dir string) (string, error) { return "", fillAt(dir, "") })
	})
	pgTown = sync.OnceValues(func() (onceFilled, error) {
		return fillOnce([]string{"secret.key"}, func(dir string) (string, error) {
			return dbtest.PostgresTemplate(func(source string) error { return fillAt(dir, source) })
		})
	})
)

// copied puts a copy of the filled town into a data folder and answers its database; ""
// where a test begins at another moment.
func copied(t testing.TB, d *db.DB, dir string) string {
	t.Helper()
	if d.Now() != dbtest.Start {
		return ""
	}
	town := liteTown
	if strings.HasPrefix(d.Source, "postgres") {
		town = pgTown
	}
	x, err := town()
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range x.files {
		if err := os.WriteFile(filepath.Join(dir, name), body, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if x.template != "" {
		return dbtest.PostgresCopy(t, x.template)
	}
	return filepath.Join(dir, "hiroba.db")
}

// stores are the stores of all houses.
func (a *App) stores() []any {
	return []any{
		a.Hubs,
		a.Told,
		a.People,
		a.Site,
		a.Reach,
		a.Crew,
		a.Skills,
		a.Care,
		a.Talks,
		a.Orders,
		a.Work,
		a.Plans,
		a.Mine,
		a.Payees,
		a.Bank,
		a.Books,
		a.Bills,
		a.Pay,
		a.Plans,
	}
}

func (a *App) do(req *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.Router.ServeHTTP(w, req)
	return w
}

func get(path string) *http.Request { return httptest.NewRequest("GET", path, nil) }

func post(path string, v url.Values) *http.Request {
	r := httptest.NewRequest("POST", path, strings.NewReader(v.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// signIn answers the session cookie of an inhabitant.
func (a *App) signIn(t testing.TB, mail string) *http.Cookie {
	t.Helper()
	w := a.do(post("/sign-in/password", url.Values{"mail": {mail}, "password": {town.Password}}))
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%s cannot sign in: %d", mail, w.Code)
	}
	return w.Result().Cookies()[0]
}

func TestFillingTwiceChangesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		lines := func() int64 {
			n, err := db.Read(t.Context(), a.DB, func(v *db.View) (int64, error) { return journal.Verify(v) })
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		before := lines()
		if _, err := a.Fill(t.Context()); err != nil {
			t.Fatal(err)
		}
		if after := lines(); after != before || before == 0 {
			t.Errorf("%d lines of the journal, then %d", before, after)
		}
	})
}

func TestNoRightIsGrantedTwice(t *testing.T) {
	seen := map[who.Permission]bool{}
	for _, g := range grants {
		if seen[g.may] {
			t.Errorf("%s stands twice in the table", g.may)
		}
		seen[g.may] = true
	}
}

// TestEveryRouteEveryRole is the golden table of the house: what each role meets at each door.
// A visitor at a closed door is sent to sign in, a person without the right is refused.
func TestEveryRouteEveryRole(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	cookies := map[string]*http.Cookie{"": nil}
	for _, p := range town.People {
		cookies[string(p.Role)] = a.signIn(t, p.Mail)
	}
	slot := regexp.MustCompile(`\{[a-z_]+\}`)
	for _, r := range a.Router.Routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		path = slot.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), "zz")
		policy := r.Policy.String()
		need, closed := strings.CutPrefix(policy, "need ")
		for role, c := range cookies {
			if path == "/sign-out" {
				continue // it would end the session the next route needs
			}
			req := httptest.NewRequest(method, path, nil)
			if c != nil {
				req.AddCookie(c)
			}
			got := a.do(req).Code
			may := false
			for _, x := range Rights([]people.Role{people.Role(role)}) {
				may = may || string(x) == need
			}
			switch {
			case role == "" && !strings.HasPrefix(policy, "public") && got != http.StatusSeeOther:
				t.Errorf("%s as a visitor: %d, want the way to sign in", r.Pattern, got)
			case role != "" && closed && !may && got != http.StatusForbidden:
				t.Errorf("%s as %s: %d, want 403", r.Pattern, role, got)
			case role != "" && closed && may && got == http.StatusForbidden:
				t.Errorf("%s as %s: refused, though %s is theirs", r.Pattern, role, need)
			case got == http.StatusInternalServerError:
				t.Errorf("%s as %q: a defect", r.Pattern, role)
			}
		}
	}
	if len(a.Router.Routes) < 30 {
		t.Error("too few routes: the test is blind")
	}
}

// TestTheZeroActorMayDoNothing calls every command and query with nobody, and no
// database: each must refuse before it touches anything.
func TestTheZeroActorMayDoNothing(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	actor := reflect.TypeFor[who.Actor]()
	n := 0
	for _, store := range a.stores() {
		v := reflect.New(reflect.TypeOf(store).Elem())
		for i := range v.NumMethod() {
			m := v.Method(i)
			ft := m.Type()
			if ft.NumIn() < 2 || ft.In(1) != actor || ft.In(0) != reflect.TypeFor[context.Context]() { // inside another's act, that act has asked
				continue
			}
			n++
			args := make([]reflect.Value, ft.NumIn())
			for j := range args {
				args[j] = reflect.Zero(ft.In(j))
			}
			args[0] = reflect.ValueOf(t.Context())
			name := reflect.TypeOf(store).String() + "." + v.Type().Method(i).Name
			func() {
				defer func() {
					if p := recover(); p != nil {
						t.Errorf("%s goes on without asking who: %v", name, p)
					}
				}()
				call := m.Call
				if ft.IsVariadic() {
					call = m.CallSlice
				}
				out := call(args)
				err, _ := out[len(out)-1].Interface().(error)
				if fault.KindOf(err) != fault.Forbidden {
					t.Errorf("%s answers nobody with %v", name, err)
				}
			}()
		}
	}
	if n < 25 {
		t.Errorf("only %d methods: the test is blind", n)
	}
}

func TestEveryEventHasItsSentence(t *testing.T) {
	start(t, dbtest.SQLite(t))
	n := 0
	for kind, e := range journal.Kinds() {
		house, verb, _ := strings.Cut(kind, ".")
		key := house + ".event." + verb
		for _, l := range []i18n.Lang{i18n.JA, i18n.EN} {
			if !l.Has(key) {
				t.Errorf("%s has no sentence in %s", kind, l.Code())
			}
		}
		for _, l := range []i18n.Lang{i18n.JA, i18n.EN} {
			for _, m := range slotOfSentence.FindAllStringSubmatch(i18n.Keys(l)[key], -1) {
				if n++; m[1] != "actor" && !noted(e, m[1]) {
					t.Errorf("%s in %s: its sentence needs %s, which the journal does not keep", kind, l.Code(), m[1])
				}
			}
		}
	}
	if n < 200 {
		t.Errorf("only %d slots: the test is blind", n)
	}
}

// slotOfSentence is where a sentence takes a value: {No}, {Year:raw}, {Units|piece|pieces}.
var slotOfSentence = regexp.MustCompile(`\{([^}:|]*)[^}]*\}`)

// noted tells whether the journal keeps a field of an event, under exactly this name.
func noted(e event.Event, name string) bool {
	f, ok := reflect.TypeOf(e).FieldByName(name)
	return ok && f.Tag.Get("journal") == "keep"
}

func TestForeignOriginsChangeNothing(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	req := post("/staff/closures", url.Values{"from": {"2027-02-10"}, "reason": {"雪"}})
	req.AddCookie(a.signIn(t, "sato@yukihara.example"))
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if w := a.do(req); w.Code != http.StatusForbidden {
		t.Errorf("%d", w.Code)
	}
	if w := a.do(get("/")); strings.Contains(w.Body.String(), "alertbar") {
		t.Error("the closure was announced")
	}
}

func TestASnowDayShowsAtOnceAndIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		c := a.signIn(t, "sato@yukihara.example")
		send := func(v url.Values) *httptest.ResponseRecorder {
			req := post("/staff/closures", v)
			req.AddCookie(c)
			return a.do(req)
		}
		bad := send(url.Values{"from": {"きのう"}, "reason": {""}, "opens": {"１３：００"}})
		if bad.Code != 422 || !strings.Contains(bad.Body.String(), `value="きのう"`) || !strings.Contains(bad.Body.String(), "errsum") {
			t.Errorf("a bad form: %d", bad.Code)
		}
		v := url.Values{"once": {"01900000-0000-7000-8000-000000000001"}, "from": {"２月９日"}, "opens": {"１３：００"}, "reason": {"大雪のため"}, "reason_en": {"Heavy snow"}}
		look := send(v) // nobody closes the hub without having seen what moves
		if look.Code != 422 || !strings.Contains(look.Body.String(), `id="shut-h"`) || strings.Contains(a.do(get("/")).Body.String(), "大雪") {
			t.Errorf("a closure nobody looked at: %d", look.Code)
		}
		v.Set("seen", found(t, regexp.MustCompile(`name="seen" value="([^"]+)"`), look.Body.String()))
		other := url.Values{"from": {"2月10日"}, "reason": {"雪"}, "seen": v["seen"]}
		if w := send(other); w.Code != 422 || !strings.Contains(w.Body.String(), `id="shut-h"`) {
			t.Errorf("another day than the one looked at: %d", w.Code)
		}
		for range 2 { // a double press
			if w := send(v); w.Code != http.StatusSeeOther {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
		}
		for path, want := range map[string]string{"/": "大雪のため、13:00に開きます。", "/en/about": "Heavy snow: opens at 13:00."} {
			if body := a.do(get(path)).Body.String(); strings.Count(body, want) != 1 {
				t.Errorf("%s says it %d times", path, strings.Count(body, want))
			}
		}
		w := httptest.NewRequest("POST", "/staff/closures/01900000-0000-7000-8000-000000000001/withdraw", nil)
		w.AddCookie(c)
		if got := a.do(w).Code; got != http.StatusSeeOther {
			t.Errorf("withdraw: %d", got)
		}
		if strings.Contains(a.do(get("/")).Body.String(), "大雪のため") {
			t.Error("the notice stayed")
		}
	})
}

func TestAnUnknownAddressIsAnsweredLikeAKnownOne(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	known := a.do(post("/sign-in/link", url.Values{"mail": {"sato@yukihara.example"}}))
	unknown := a.do(post("/sign-in/link", url.Values{"mail": {"nobody@yukihara.example"}}))
	if known.Code != unknown.Code || known.Body.String() != unknown.Body.String() || known.Header().Get("Location") != unknown.Header().Get("Location") {
		t.Errorf("%d %s / %d %s", known.Code, known.Header(), unknown.Code, unknown.Header())
	}
	a1 := a.do(post("/sign-in/password", url.Values{"mail": {"sato@yukihara.example"}, "password": {"not this one"}}))
	a2 := a.do(post("/sign-in/password", url.Values{"mail": {"sbto@yukihara.example"}, "password": {"not this one"}}))
	if a1.Code != 422 || strings.ReplaceAll(a1.Body.String(), "sato@", "sbto@") != a2.Body.String() {
		t.Error("the answers differ")
	}
}

func TestALinkSignsInOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		a.do(post("/sign-in/link", url.Values{"mail": {"sato@yukihara.example"}}))
		h, err := a.Hubs.Resolve(t.Context(), "x")
		if err != nil {
			t.Fatal(err)
		}
		rows, err := db.Read(t.Context(), a.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, h.ID, "", 0, 1) })
		if err != nil {
			t.Fatal(err)
		}
		link := regexp.MustCompile(`/sign-in/link/\S+`).FindString(rows[0].Text)
		if w := a.do(get(link)); w.Code != 200 || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("looking at the link: %d", w.Code)
		}
		codes := make(chan int, 40)
		for range 40 {
			go func() { codes <- a.do(post(link, nil)).Code }()
		}
		in := 0
		for range 40 {
			if c := <-codes; c == http.StatusSeeOther {
				in++
			} else if c != http.StatusNotFound {
				t.Errorf("%d", c)
			}
		}
		if in != 1 {
			t.Errorf("signed in %d times", in)
		}
	})
}

func TestARevokedDeviceIsOutAtOnce(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	one, two := a.signIn(t, "sato@yukihara.example"), a.signIn(t, "sato@yukihara.example")
	req := httptest.NewRequest("POST", "/me/devices/end-others", nil)
	req.AddCookie(two)
	a.do(req)
	for c, want := range map[*http.Cookie]int{one: http.StatusSeeOther, two: http.StatusOK} {
		req := get("/staff")
		req.AddCookie(c)
		if got := a.do(req).Code; got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		a := start(t, d)
		c := a.signIn(t, "kudo@yukihara.example")
		req := get("/staff/people")
		req.AddCookie(c)
		page := a.do(req).Body.String()
		end := regexp.MustCompile(`/staff/people/[0-9a-f-]+/end/hub_admin`).FindString(page)
		req = httptest.NewRequest("POST", end, nil)
		req.AddCookie(c)
		if w := a.do(req); end == "" || w.Code != http.StatusConflict {
			t.Errorf("%q: %d", end, w.Code)
		}
	})
}

func TestBackToAnotherSiteIsNotFollowed(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	for _, next := range []string{"https://elsewhere.example/", "//elsewhere.example", `/\elsewhere.example`} {
		w := a.do(post("/sign-in/password", url.Values{"mail": {"sato@yukihara.example"}, "password": {town.Password}, "next": {next}}))
		if to := w.Header().Get("Location"); to != "/staff" {
			t.Errorf("%s leads to %s", next, to)
		}
	}
}

func TestMissingPagesSayWhatToDo(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	for path, want := range map[string]string{"/nope": "見つかりません", "/en/nope": "could not find"} {
		w := a.do(get(path))
		if w.Code != 404 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	big := post("/sign-in/link", url.Values{"mail": {strings.Repeat("a", 2<<20)}})
	if w := a.do(big); w.Code != 422 {
		t.Errorf("too large a form: %d", w.Code)
	}
}
