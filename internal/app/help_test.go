package app

import (
	"html"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hiroba/internal/help"
	"hiroba/internal/platform/db/dbtest"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/town"
)

// noPages are routes that answer no page a person reads.
var noPages = regexp.MustCompile(`^/(assets|healthz|readyz|pictures|logo|language)\b|\.(css|csv|xlsx|pdf|ics|json|txt)$|/(file|photo|pdf|version)$`)

// TestEveryPageHasItsHelp: whatever page is opened, the handbook has a part for it.
func TestEveryPageHasItsHelp(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	slot := regexp.MustCompile(`\{[a-z_]+\}`)
	n := 0
	for _, r := range a.Router.Routes {
		method, path, _ := strings.Cut(r.Pattern, " ")
		path = slot.ReplaceAllString(strings.ReplaceAll(path, "{$}", ""), "zz")
		if method != http.MethodGet || noPages.MatchString(path) {
			continue
		}
		n++
		if !help.Has(path) {
			t.Errorf("%s: the handbook has nothing for it (help/where.go)", r.Pattern)
		}
	}
	if n < 150 {
		t.Errorf("%d pages only: the test is blind", n)
	}
}

// reader opens pages of the town with the cookies of its people.
type reader struct {
	*App
	t       *testing.T
	cookies []*http.Cookie
	read    map[string]string // pages by address, for the first who may open them
}

func (a *App) readers(t *testing.T) *reader {
	r := &reader{App: a, t: t, read: map[string]string{}}
	for _, p := range town.People {
		r.cookies = append(r.cookies, a.signIn(t, p.Mail))
	}
	return r
}

// all is every version of a page that somebody of the town may see, and a visitor's.
func (r *reader) all(path string) string {
	if s, ok := r.read[path]; ok {
		return s
	}
	var b strings.Builder
	for _, c := range append([]*http.Cookie{nil}, r.cookies...) {
		req := get(path)
		if c != nil {
			req.AddCookie(c)
		}
		if w := r.do(req); w.Code == http.StatusOK {
			b.WriteString(html.UnescapeString(w.Body.String()))
		}
	}
	r.read[path] = b.String()
	return b.String()
}

// below are the pages that a page leads to and that stand below it; of many alike, the first.
func (r *reader) below(path string) (out []string) {
	const most = 12
	link := regexp.MustCompile(`href="(` + regexp.QuoteMeta(path) + `/[^"#]+)"`)
	for _, m := range link.FindAllStringSubmatch(r.all(path), -1) {
		if !noPages.MatchString(strings.TrimPrefix(m[1], "/en")) && !slices.Contains(out, m[1]) && len(out) < most {
			out = append(out, m[1])
		}
	}
	return out
}

// says tells whether a label stands on a page or on one that it leads to; a path with an
// open part, such as /staff/orders/…, is one of the pages below.
func (r *reader) says(l i18n.Lang, path, label string) bool {
	path, open := strings.CutSuffix(l.Path(path), "/…")
	if !open && strings.Contains(r.all(path), label) {
		return true
	}
	for _, p := range r.below(path) {
		if strings.Contains(r.all(p), label) || open && slices.ContainsFunc(r.below(p), func(q string) bool { return strings.Contains(r.all(q), label) }) {
			return true
		}
	}
	return false
}

// TestTheHandbookTellsTheTruth opens every page the handbook names, in its language, and
// looks there, and on the pages it leads to, for every label that stands beside the page's
// name. What appears only after a press is named in a line of its own; internal/help sees to
// it that its words exist.
func TestTheHandbookTellsTheTruth(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	r := a.readers(t)
	n := 0
	for _, l := range []i18n.Lang{i18n.JA, i18n.EN} {
		for _, c := range help.Chapters(l.Code()) {
			for _, s := range c.Steps() {
				for _, p := range s.Pages {
					if r.all(strings.TrimSuffix(l.Path(p), "/…")) == "" {
						t.Errorf("%s %s: nobody can open %s", l.Code(), c.Name, p)
					}
				}
				for _, label := range s.Labels {
					n++
					if !slices.ContainsFunc(s.Pages, func(p string) bool { return r.says(l, p, label) }) {
						t.Errorf("%s %s: %v do not say %q: %s", l.Code(), c.Name, s.Pages, label, s.Text)
					}
				}
			}
		}
	}
	if n < 100 {
		t.Errorf("%d labels only: the test is blind", n)
	}
}

// TestPagesLeadToTheirHelp: the frame of each page holds the way into the handbook.
func TestPagesLeadToTheirHelp(t *testing.T) {
	a := start(t, dbtest.SQLite(t))
	r := a.readers(t)
	for _, path := range []string{"/", "/seminars", "/sign-in", "/my", "/my/money", "/me", "/staff", "/staff/plan", "/staff/bank/new", "/staff/figures", "/help", "/help/all", "/help/start"} {
		for _, l := range []i18n.Lang{i18n.JA, i18n.EN} {
			if !strings.Contains(r.all(l.Path(path)), `href="`+l.Path(help.For(path))+`" rel="help"`) {
				t.Errorf("%s: no way to %s", l.Path(path), l.Path(help.For(path)))
			}
		}
	}
}
