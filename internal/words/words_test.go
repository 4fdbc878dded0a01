package words_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"hiroba/internal/platform/i18n"
)

const root = "../.."

var slotRe = regexp.MustCompile(`\{([A-Za-z_]+)`)

func TestBothLanguagesSayTheSameThings(t *testing.T) {
	ja, en := i18n.Keys(i18n.JA), i18n.Keys(i18n.EN)
	for k, a := range ja {
		b, ok := en[k]
		if !ok {
			t.Errorf("%s: not in English", k)
			continue
		}
		if x, y := slots(a), slots(b); x != y {
			t.Errorf("%s: slots %s in Japanese, %s in English", k, x, y)
		}
	}
	for k := range en {
		if _, ok := ja[k]; !ok {
			t.Errorf("%s: not in Japanese", k)
		}
	}
}

// slots are the names a text needs, each once, in order of the alphabet.
func slots(s string) string {
	seen := map[string]bool{}
	for _, m := range slotRe.FindAllStringSubmatch(s, -1) {
		seen[m[1]] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(seen)), " ")
}

// literals are all texts in the program, but for tests and generated files: templ
// files are read as text, so that what stands in attributes counts too.
func literals(t *testing.T) (texts map[string]bool, templ string) {
	t.Helper()
	texts = map[string]bool{}
	walk(t, func(path string, body []byte) {
		if strings.HasSuffix(path, ".templ") {
			templ += string(body)
			return
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, body, 0)
		if err != nil {
			t.Fatal(err)
		}
		other := map[ast.Node]bool{}
		ast.Inspect(f, func(n ast.Node) bool {
			if namesOther(n) {
				return false
			}
			if call, ok := n.(*ast.CallExpr); ok && aboutJobs(call) {
				for _, a := range call.Args {
					other[a] = true
				}
			}
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING && !other[n] {
				if s, err := strconv.Unquote(l.Value); err == nil {
					texts[s] = true
				}
			}
			return true
		})
	})
	return texts, templ
}

// namesOther tells whether a node gives something else a name of a message's form: a
// right, a kind of mail, a kind of job.
func namesOther(n ast.Node) bool {
	switch x := n.(type) {
	case *ast.ValueSpec: // MaySee who.Permission = "outreach.see"
		sel, ok := x.Type.(*ast.SelectorExpr)
		return ok && sel.Sel.Name == "Permission"
	case *ast.KeyValueExpr: // mail.Message{Kind: "outreach.reminder"}
		key, ok := x.Key.(*ast.Ident)
		_, text := x.Value.(*ast.BasicLit)
		return ok && key.Name == "Kind" && text
	}
	return false
}

// aboutJobs tells whether a call names a kind of job or a subscriber: jobs.New(hub,
// "outreach.reminder", …), runner.Handle("outreach.reminder", …).
func aboutJobs(x *ast.CallExpr) bool {
	f, ok := x.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	pkg, _ := f.X.(*ast.Ident)
	return f.Sel.Name == "Handle" || f.Sel.Name == "Every" || f.Sel.Name == "Subscribe" || f.Sel.Name == "New" && pkg != nil && pkg.Name == "jobs"
}

func walk(t *testing.T, fn func(path string, body []byte)) {
	t.Helper()
	for _, dir := range []string{"internal", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "_templ.go") || !strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, ".templ") {
				return err
			}
			body, err := os.ReadFile(path)
			if err == nil {
				fn(path, body)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

var quoted = regexp.MustCompile(`"([a-z_]+\.[a-z0-9_.]*)"`)

func TestNoKeyIsUnusedAndNoneIsMissing(t *testing.T) {
	texts, templ := literals(t)
	for _, m := range quoted.FindAllStringSubmatch(templ, -1) {
		texts[m[1]] = true
	}
	houses := map[string]bool{}
	for k := range i18n.Keys(i18n.JA) {
		house, _, _ := strings.Cut(k, ".")
		houses[house] = true
		if !used(k, texts) {
			t.Errorf("%s: nobody uses it", k)
		}
	}
	key := regexp.MustCompile(`^([a-z]+)(\.[a-z0-9_]+)+$`)
	for s := range texts {
		if m := key.FindStringSubmatch(s); m != nil && houses[m[1]] && !i18n.JA.Has(s) && !isOtherName(s) && !begins(s) {
			t.Errorf("%q looks like a message and is not in the catalogue", s)
		}
	}
}

// used: the key itself, or its beginning, joined to something at run time. Sentences
// of events are made from the event's kind.
func used(k string, texts map[string]bool) bool {
	if kind := strings.Replace(k, ".event.", ".", 1); kind != k && used(kind, texts) {
		return true
	}
	if texts[k] {
		return true
	}
	for i := len(k) - 1; i > strings.IndexByte(k, '.'); i-- {
		if texts[k[:i]] && (k[i-1] == '.' || k[i-1] == '_' || k[i] >= '0' && k[i] <= '9') {
			return true
		}
	}
	return false
}

// begins tells whether a key begins with s and goes on at run time.
func begins(s string) bool {
	for k := range i18n.Keys(i18n.JA) {
		if strings.HasPrefix(k, s) {
			return true
		}
	}
	return false
}

// isOtherName knows names of the same form that are no messages: rights, events, jobs, mails.
func isOtherName(s string) bool {
	house, verb, _ := strings.Cut(s, ".")
	return begins(house + ".event." + verb)
}

func TestNoProseOutsideTheCatalogue(t *testing.T) {
	allowed := []string{ // data and readers of Japanese input, not sentences shown to people
		"internal/base/when/", "internal/base/ja/", "internal/base/yen/", "internal/platform/i18n/", "internal/lib/", "internal/town/",
	}
	walk(t, func(path string, body []byte) {
		rel, _ := filepath.Rel(root, path)
		for _, a := range allowed {
			if strings.HasPrefix(filepath.ToSlash(rel), a) {
				return
			}
		}
		for i, l := range strings.Split(string(body), "\n") {
			if j := strings.Index(l, "//"); j >= 0 {
				l = l[:j]
			}
			for _, r := range l {
				if unicode.In(r, unicode.Hiragana, unicode.Katakana, unicode.Han) && !strings.Contains(l, "NewReplacer") && !strings.Contains(l, "TrimSuffix") {
					t.Errorf("%s:%d: Japanese outside the catalogue: %s", rel, i+1, strings.TrimSpace(l))
					break
				}
			}
		}
	})
}
