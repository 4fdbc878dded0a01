package app

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/people"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/town"
)

// What a page of the public site may weigh: a phone in the snow has one bar.
const (
	bytesMost    = 60_000
	requestsMost = 6
)

// visit reads a page as a browser would, compressed, and answers it plain for looking at.
func (a *App) visit(t *testing.T, path string) (plain string, sent int, kind string) {
	t.Helper()
	req := get(path)
	req.Header.Set("Accept-Encoding", "gzip")
	w := a.do(req)
	if w.Code != http.StatusOK {
		t.Errorf("%s: %d", path, w.Code)
	}
	return a.do(get(path)).Body.String(), w.Body.Len(), w.Header().Get("Content-Type")
}

// parts are the addresses a page loads by itself, ways the ones it links to.
func parts(t *testing.T, page string) (loads, ways []string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		at := map[string]string{}
		for _, x := range n.Attr {
			at[x.Key] = x.Val
		}
		switch {
		case n.Data == "link" && (at["rel"] == "stylesheet" || at["rel"] == "icon"):
			loads = append(loads, at["href"])
		case at["loading"] == "lazy": // comes when somebody reads as far
		case n.Data == "script" || n.Data == "img" || n.Data == "source":
			loads = append(loads, at["src"])
		case n.Data == "a":
			ways = append(ways, at["href"])
		}
	}
	return loads, ways
}

// crawl visits every public page that can be reached from the home page.
func (a *App) crawl(t *testing.T, see func(path, page string, sent int)) (pages int) {
	t.Helper()
	todo := []string{"/", "/en/"}
	met := map[string]bool{"/": true, "/en/": true}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		page, sent, kind := a.visit(t, path)
		if !strings.HasPrefix(kind, "text/html") {
			continue
		}
		pages++
		see(path, page, sent)
		_, ways := parts(t, page)
		for _, w := range ways {
			w, _, _ = strings.Cut(w, "#")
			if strings.HasPrefix(w, "/") && !met[w] && !strings.Contains(w, "/demo/") && !strings.HasPrefix(w, "/language/") {
				met[w] = true
				todo = append(todo, w)
			}
		}
	}
	return pages
}

func TestPublicPagesAreLight(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	weights := map[string]int{}
	pages := a.crawl(t, func(path, page string, sent int) {
		loads, _ := parts(t, page)
		loaded := map[string]bool{}
		for _, l := range loads {
			if l == "" || loaded[l] || strings.HasPrefix(l, "data:") {
				continue
			}
			if !strings.HasPrefix(l, "/") {
				t.Errorf("%s loads %s: nothing comes from elsewhere", path, l)
				continue
			}
			loaded[l] = true
			if weights[l] == 0 {
				_, weights[l], _ = a.visit(t, l)
			}
			sent += weights[l]
		}
		if sent > bytesMost || len(loaded)+1 > requestsMost {
			t.Errorf("%s: %d bytes in %d requests, want at most %d in %d", path, sent, len(loaded)+1, bytesMost, requestsMost)
		}
	})
	if pages < 20 {
		t.Errorf("only %d pages: the test is blind", pages)
	}
}

// hubs opens n more hubs beside the demo town's.
func (a *App) hubs(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		err := db.Do(t.Context(), a.DB, func(tx *db.Tx) error {
			_, err := tx.Exec(`insert into hub (id, slug, host, name, name_en, kana, sub, sub_en, operators, operators_en, postcode, address, address_en, access, access_en,
				phone, mail, hue, open_holidays, year_end_from, year_end_to, reply_days, version, opened_at)
				select $1, $2, $3, name, name_en, kana, sub, sub_en, operators, operators_en, postcode, address, address_en, access, access_en,
				phone, mail, hue, open_holidays, year_end_from, year_end_to, reply_days, version, opened_at from hub where slug = $4`,
				id.Make(), fmt.Sprintf("town%d", i), fmt.Sprintf("town%d.example", i), town.Hub().Slug)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		h, err := a.Hubs.Resolve(t.Context(), fmt.Sprintf("town%d.localhost", i))
		if err != nil {
			t.Fatal(err)
		}
		here := who.System(h.ID, "test", hub.MayOpen, people.MayInvite)
		if err := a.People.AddPerson(t.Context(), here, people.Invite{Name: "A", Role: string(people.Worker)}); err != nil {
			t.Fatal(err)
		}
		if err := a.fillOutreach(t.Context(), h.ID); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	params = regexp.MustCompile(`\$(\d+)`)
	scan   = regexp.MustCompile(`^SCAN (\w+)`)
	search = regexp.MustCompile(`^SEARCH (\w+) USING (?:COVERING )?(INDEX|INTEGER PRIMARY KEY|PRIMARY KEY) ?(\S*) \((.*)\)`)
)

// ownKeys are searches without hub_id that cannot grow with the hubs: by a secret or an id that is one row's own.
var ownKeys = regexp.MustCompile(`^(token_hash|id|slug|host|mail_key|person_id|piece_id)=\?`)

// TestNoQueryGrowsWithTheNumberOfHubs fills a few hubs, reads every public page and the
// work pages, and looks at how SQLite carries out each query that was asked: it may
// walk along an index of one hub, never through a table of all of them.
func TestNoQueryGrowsWithTheNumberOfHubs(t *testing.T) {
	d := dbtest.SQLite(t)
	a := startAt(t, d, t.TempDir(), d.Source)
	a.hubs(t, 3)
	for _, who := range []string{"", "kudo@yukihara.example"} {
		var c *http.Cookie
		if who != "" {
			c = a.signInAt(t, town.Hub().Slug+".localhost", who)
		}
		for _, r := range a.Router.Routes {
			method, path, _ := strings.Cut(r.Pattern, " ")
			if method != "GET" || strings.Contains(path, "{token}") {
				continue
			}
			for _, s := range []string{"zz", a.someSeminar(t)} {
				req := httptest.NewRequest("GET", slots.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), s), nil)
				req.Host = town.Hub().Slug + ".localhost"
				if c != nil {
					req.AddCookie(c)
				}
				a.do(req)
			}
		}
	}
	looked := 0
	for _, q := range a.DB.Texts() {
		most := 0
		for _, m := range params.FindAllStringSubmatch(q, -1) {
			var n int
			fmt.Sscan(m[1], &n) //nolint:errcheck // digits
			most = max(most, n)
		}
		plan, err := db.Read(t.Context(), a.DB, func(v *db.View) ([]string, error) {
			return db.All(v, func(s db.Scanner) (line string, err error) {
				var id, parent, unused int
				err = s.Scan(&id, &parent, &unused, &line)
				return line, err
			}, "explain query plan "+q, make([]any, most)...)
		})
		if err != nil {
			t.Errorf("%v\n%s", err, q)
			continue
		}
		looked++
		for _, line := range plan {
			m := search.FindStringSubmatch(line)
			if grows := scan.MatchString(line) || m != nil && !strings.Contains(m[4], "hub_id=?") && !ownKeys.MatchString(m[4]); grows && !bounded(q, line) {
				t.Errorf("%s\nin %s", line, q)
			}
		}
	}
	if looked < 40 {
		t.Errorf("only %d queries: the test is blind", looked)
	}
}

// harmless are lines of plans that do not grow with the hubs, each with its reason.
var harmless = []struct{ line, query, why string }{
	{"SCAN p", "from (select", "the page's fifty rows, cut out by the subquery"},
	{"SCAN x", "from (select 1 from work_piece where hub_id", "one row tells whether an order is cut"},
	{"SCAN x", "from work_piece p\n", "the pieces of one order, from the subquery"},
	{"SCAN x", "group by hub_id, order_id) g", "the pieces of one hub, from the subquery"},
	{"SCAN last_mark", "partition by signup_id", "the marks of one hub, from the subquery"},
	{"CONSTANT", "", "a row without a table"},
	{"SCAN hub", "from hub order by id limit 3", "three rows tell whether there is more than one hub"},
	{"SCAN hub", "from hub order by id", "the night's work goes round all hubs"},
	{"SCAN schema_step", "", "one row for each step of the schema"},
	{"SEARCH job USING INDEX job_due", "", "the runner takes what is due, of all hubs; nothing waits there long"},
}

func bounded(q, line string) bool {
	for _, h := range harmless {
		if strings.Contains(line, h.line) && strings.Contains(q, h.query) {
			return true
		}
	}
	return false
}

var slots = regexp.MustCompile(`\{[a-z_]+\}`)

// someSeminar is a published seminar of the demo town.
func (a *App) someSeminar(t *testing.T) string {
	t.Helper()
	req := get("/seminars")
	req.Host = town.Hub().Slug + ".localhost"
	m := seminarRe.FindStringSubmatch(a.do(req).Body.String())
	if m == nil {
		t.Fatal("no seminar")
	}
	return strings.TrimPrefix(m[1], "/seminars/")
}

// signInAt answers the session cookie of an inhabitant at a host.
func (a *App) signInAt(t *testing.T, host, mail string) *http.Cookie {
	t.Helper()
	req := post("/sign-in/password", map[string][]string{"mail": {mail}, "password": {town.Password}})
	req.Host = host
	w := a.do(req)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%s: %d", mail, w.Code)
	}
	return w.Result().Cookies()[0]
}
