// Package help is the handbook as the program shows it, and which part of it helps on
// which page.
package help

import (
	"io/fs"
	"regexp"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"

	"hiroba/docs/handbook"
	"hiroba/internal/lib/md"
)

// Chapter is one file of the handbook in one language.
type Chapter struct {
	Name     string // its address: "coordinator"
	Title    string
	Lead     string // its first words, for the contents
	Sections []Section
	text     string // without the title
	parts    []Hit  // what a search looks through, read once as the rest
}

// Section is a part of a chapter that a page can point at.
type Section struct {
	ID    string // the same in both languages
	Title string
	Level int // 2 for a part of the chapter, 3 for a part of that
}

var fileRe = regexp.MustCompile(`^\d\d-([a-z-]+)\.md$`)

// books are the chapters by language, read once.
var books = map[string]func() []Chapter{
	"en": sync.OnceValue(func() []Chapter { return read("en", nil) }),
	"ja": sync.OnceValue(func() []Chapter { return read("ja", read("en", nil)) }),
}

// Chapters are all chapters in a language, in their order.
func Chapters(lang string) []Chapter {
	if lang != "en" {
		lang = "ja"
	}
	return books[lang]()
}

// Find is the chapter of a name with its neighbours.
func Find(lang, name string) (prev, c, next Chapter, ok bool) {
	all := Chapters(lang)
	for i := range all {
		if all[i].Name != name {
			continue
		}
		if i > 0 {
			prev = all[i-1]
		}
		if i+1 < len(all) {
			next = all[i+1]
		}
		return prev, all[i], next, true
	}
	return prev, c, next, false
}

// read parses the chapters of a language. Anchors are made from the English headings, and
// the other language has the same ones, heading by heading: a link stays right in both.
func read(lang string, like []Chapter) (out []Chapter) {
	files, _ := fs.Glob(handbook.FS, lang+"/*.md") //nolint:errcheck // the pattern is sound
	for _, f := range files {
		m := fileRe.FindStringSubmatch(strings.TrimPrefix(f, lang+"/"))
		if m == nil {
			continue
		}
		b, _ := handbook.FS.ReadFile(f) //nolint:errcheck // it was listed
		out = append(out, parse(m[1], string(b), anchors(like, m[1])))
	}
	return out
}

// anchors are the addresses of a chapter's headings as the English book has them.
func anchors(like []Chapter, name string) (ids []string) {
	for _, c := range like {
		if c.Name == name {
			for _, s := range c.Sections {
				ids = append(ids, s.ID)
			}
		}
	}
	return ids
}

func parse(name, text string, ids []string) Chapter {
	first, rest, _ := strings.Cut(text, "\n")
	c := Chapter{Name: name, Title: strings.TrimSpace(strings.TrimPrefix(first, "#")), text: rest}
	lead, _, _ := strings.Cut(strings.TrimSpace(rest), "\n\n")
	c.Lead = md.Plain(lead, 200)
	md.With(rest, func(n ast.Node, src []byte) { //nolint:errcheck // only looked through
		h, ok := n.(*ast.Heading)
		if !ok {
			return
		}
		s := Section{ID: headingID(h), Title: md.Words(h, src), Level: h.Level - 1}
		if len(c.Sections) < len(ids) {
			s.ID = ids[len(c.Sections)]
		}
		c.Sections = append(c.Sections, s)
	})
	c.parts = partsOf(c)
	return c
}

func headingID(h *ast.Heading) string {
	v, _ := h.AttributeString("id")
	b, _ := v.([]byte)
	return string(b)
}
