package help

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"hiroba/docs/handbook"
	"hiroba/internal/lib/md"
	"hiroba/internal/lib/picture"
	"hiroba/internal/platform/i18n"
)

var languages = []i18n.Lang{i18n.JA, i18n.EN}

func TestBothLanguagesHaveTheSameChaptersAndParts(t *testing.T) {
	ja, en := Chapters("ja"), Chapters("en")
	if len(ja) != len(en) || len(ja) < 10 {
		t.Fatalf("%d chapters in Japanese, %d in English", len(ja), len(en))
	}
	for i := range ja {
		if ja[i].Name != en[i].Name || len(ja[i].Sections) != len(en[i].Sections) {
			t.Fatalf("%s has %d parts in Japanese, %s has %d in English", ja[i].Name, len(ja[i].Sections), en[i].Name, len(en[i].Sections))
		}
		for n, s := range ja[i].Sections {
			if s.Level != en[i].Sections[n].Level || s.ID != en[i].Sections[n].ID {
				t.Errorf("%s: %q is not %q in English", ja[i].Name, s.Title, en[i].Sections[n].Title)
			}
		}
		if x, y := frame(ja[i].text), frame(en[i].text); x != y {
			t.Errorf("%s: lists, tables and pictures stand as\n%s in Japanese and as\n%s in English", ja[i].Name, x, y)
		}
	}
}

// frame is what kinds of lines a text has, in their order.
func frame(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		switch kind := strings.TrimLeft(line, " "); {
		case regexp.MustCompile(`^\d+\. `).MatchString(kind):
			b.WriteByte('1')
		case kind != "\n" && strings.ContainsAny(kind[:1], "#-|!"):
			b.WriteByte(kind[0])
		case kind != "\n" && !strings.HasSuffix(b.String(), "p"):
			b.WriteByte('p')
		}
	}
	return b.String()
}

func TestTheTextsAreSound(t *testing.T) {
	for _, l := range languages {
		for _, c := range Chapters(l.Code()) {
			if c.Title == "" || c.Lead == "" {
				t.Errorf("%s %s has no title or no first words", l.Code(), c.Name)
			}
			for _, p := range md.Check("# " + c.Title + "\n" + c.text) {
				t.Errorf("%s %s, line %d: %s", l.Code(), c.Name, p.Line, p.Kind)
			}
		}
	}
}

// TestWhatStandsInBoldStandsOnAScreen: bold is kept for the product's own words.
func TestWhatStandsInBoldStandsOnAScreen(t *testing.T) {
	bold := regexp.MustCompile(`\*\*([^*]+)\*\*`)
	for _, l := range languages {
		words := map[string]bool{}
		var open []*regexp.Regexp
		for _, v := range i18n.Keys(l) {
			words[v] = true
			if fixed := slot.ReplaceAllString(v, ""); fixed != v && len([]rune(strings.TrimSpace(fixed))) > 3 {
				open = append(open, regexp.MustCompile("^"+slot.ReplaceAllString(regexp.QuoteMeta(v), ".+")+"$"))
			}
		}
		n := 0
		for _, c := range Chapters(l.Code()) {
			for _, m := range bold.FindAllStringSubmatch(c.text, -1) {
				n++
				if !words[m[1]] && !slices.ContainsFunc(open, func(r *regexp.Regexp) bool { return r.MatchString(m[1]) }) {
					t.Errorf("%s %s: no screen says %q", l.Code(), c.Name, m[1])
				}
			}
		}
		if n < 150 {
			t.Errorf("%s: %d labels only: the test is blind", l.Code(), n)
		}
	}
}

// slot is where a sentence takes a value, quoted for a regular expression or not.
var slot = regexp.MustCompile(`\\?\{[^}]*\}`)

func TestPicturesAreThoseOfTheText(t *testing.T) {
	named := map[string]bool{}
	sum := 0
	for _, l := range languages {
		for _, c := range Chapters(l.Code()) {
			for _, m := range regexp.MustCompile(`!\[[^\]]*\]\(([^)]*)\)`).FindAllStringSubmatch(c.text, -1) {
				name := path.Base(m[1])
				named[name] = true
				if !strings.HasSuffix(name, "-"+l.Code()+".webp") || m[1] != "../pictures/"+name {
					t.Errorf("%s %s shows %s", l.Code(), c.Name, m[1])
				}
				b, err := Picture(name)
				if err != nil {
					t.Errorf("%s %s: %v", l.Code(), c.Name, err)
					continue
				}
				if i, err := picture.Read(b); err != nil || i.Type != picture.WebP || len(b) > 80<<10 {
					t.Errorf("%s: %d bytes, %v %v", name, len(b), i, err)
				}
				sum += len(b)
			}
		}
	}
	files, err := fs.Glob(handbook.FS, "pictures/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !named[path.Base(f)] {
			t.Errorf("nobody shows %s", f)
		}
	}
	if sum > 3<<20 || len(named) < 40 {
		t.Errorf("%d pictures of %d bytes", len(named), sum)
	}
}

// TestLinksLeadSomewhere: within the book, on a page of one chapter and on the page of all.
func TestLinksLeadSomewhere(t *testing.T) {
	link, id := regexp.MustCompile(`href="([^"]*)"`), regexp.MustCompile(`<h\d id="([^"]*)"`)
	for _, l := range languages {
		at, pages, whole := map[string]bool{}, map[string]string{}, ""
		for _, c := range Chapters(l.Code()) {
			pages[c.Name] = html(t, c, Look{Path: l.Path, Known: true})
			at[l.Path("/help/"+c.Name)] = true
			at["#"+c.Name] = true
			for _, m := range id.FindAllStringSubmatch(pages[c.Name], -1) {
				at[l.Path("/help/"+c.Name)+"#"+m[1]] = true
				at["#"+c.Name+"-"+m[1]] = true
			}
			whole += html(t, c, Look{Path: l.Path, Known: true, Whole: true})
		}
		for name, page := range pages {
			for _, m := range link.FindAllStringSubmatch(page, -1) {
				if strings.Contains(m[1], "/help/") && !at[m[1]] {
					t.Errorf("%s %s leads to %s", l.Code(), name, m[1])
				}
			}
		}
		for _, m := range link.FindAllStringSubmatch(whole, -1) {
			if strings.HasPrefix(m[1], "#") && !at[m[1]] || strings.Contains(m[1], ".md") {
				t.Errorf("%s: the whole leads to %s", l.Code(), m[1])
			}
		}
		for _, m := range id.FindAllStringSubmatch(whole, -1) {
			if strings.Count(whole, `id="`+m[1]+`"`) != 1 {
				t.Errorf("%s: two parts are called %s", l.Code(), m[1])
			}
		}
	}
}

func TestAVisitorIsLedToNoClosedPage(t *testing.T) {
	c := parse("x", "# X\n\nSee `/staff/plan`, `/seminars` and `/staff/orders/…`.\n", nil)
	guest, staff := html(t, c, Look{Path: i18n.EN.Path}), html(t, c, Look{Path: i18n.EN.Path, Known: true})
	if strings.Contains(guest, `href="/en/staff`) || !strings.Contains(guest, `href="/en/seminars"`) {
		t.Error(guest)
	}
	if !strings.Contains(staff, `<a href="/en/staff/plan"><code>/staff/plan</code></a>`) || strings.Contains(staff, "orders/…\"") {
		t.Error(staff)
	}
}

func html(t *testing.T, c Chapter, k Look) string {
	t.Helper()
	s, err := c.HTML(k)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestEveryWayIntoTheBookIsThere(t *testing.T) {
	for _, f := range fits {
		_, c, _, ok := Find("ja", f.chapter)
		if !ok || f.section != "" && !slices.ContainsFunc(c.Sections, func(s Section) bool { return s.ID == f.section }) {
			t.Errorf("%s: %s#%s is not in the book", f.path, f.chapter, f.section)
		}
	}
	for page, want := range map[string]string{"/": "/help/everybody", "/staff": "/help/coordinator#monday-morning", "/staff/plan/rehearsal": "/help/coordinator#say-whether-you-can-take-it",
		"/staff/bank/runs/x/1": "/help/accountant#pay", "/my/work/pieces/x": "/help/worker#work", "/survey-of-work/x": "/help/worker#card-and-voice", "/seminarsx": "/help/everybody"} {
		if got := For(page); got != want {
			t.Errorf("%s: %s, want %s", page, got, want)
		}
	}
}

func TestWordsAreFoundWhereTheyStand(t *testing.T) {
	hits := Hits("ja", "大雪 押す")
	if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Chapter.Name == "worker" && h.Section.ID == "not-today" }) {
		t.Errorf("%d places", len(hits))
	}
	if got := Hits("en", "FEVER worker"); len(got) == 0 || len(got) > 4 {
		t.Errorf("%d places", len(got))
	}
	if Hits("en", "  ") != nil || Hits("ja", "ありえない言葉") != nil {
		t.Error("found what is not there")
	}
}
