package help

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"

	"hiroba/docs/handbook"
	"hiroba/internal/lib/md"
	"hiroba/internal/lib/picture"
)

// Look is how a chapter is shown.
type Look struct {
	Path  func(string) string // puts a page's address into the reader's language
	Known bool                // the reader is signed in: pages behind the sign-in are links too
	Whole bool                // all chapters on one page, to print: headings stand one lower, anchors name their chapter
}

// HTML is the chapter as a page shows it.
func (c Chapter) HTML(k Look) (string, error) {
	n := 0
	return md.With(c.text, func(x ast.Node, src []byte) {
		switch e := x.(type) {
		case *ast.Heading:
			e.SetAttributeString("id", []byte(k.anchor(c.Name, c.Sections[n].ID)))
			if !k.Whole {
				e.Level--
			}
			n++
		case *ast.Link:
			e.Destination = []byte(k.link(c.Name, string(e.Destination)))
		case *ast.Image:
			k.image(e)
		case *ast.CodeSpan:
			k.page(e, src)
		}
	})
}

// anchor is the address of a part of a chapter within the page.
func (k Look) anchor(chapter, id string) string {
	if k.Whole {
		return chapter + "-" + id
	}
	return id
}

// link turns a link between files into one between pages: "05-leader.md#x", "#x".
func (k Look) link(here, to string) string {
	file, id, _ := strings.Cut(to, "#")
	if m := fileRe.FindStringSubmatch(file); m != nil {
		here = m[1]
	} else if file != "" {
		return to
	}
	switch {
	case k.Whole && id == "":
		return "#" + here
	case k.Whole || file == "":
		return "#" + k.anchor(here, id)
	case id == "":
		return k.Path("/help/" + here)
	}
	return k.Path("/help/"+here) + "#" + id
}

// image gives a picture its address in the program and the size it has, so that nothing
// jumps while it loads. What is printed must be there at once.
func (k Look) image(e *ast.Image) {
	name := path.Base(string(e.Destination))
	e.Destination = []byte(PicturePath + name)
	b, err := Picture(name)
	if err != nil {
		return
	}
	if i, err := picture.Read(b); err == nil {
		e.SetAttributeString("width", []byte(fmt.Sprint(i.Width)))
		e.SetAttributeString("height", []byte(fmt.Sprint(i.Height)))
	}
	if !k.Whole {
		e.SetAttributeString("loading", []byte("lazy"))
	}
}

// closed are the pages behind the sign-in.
var closed = regexp.MustCompile(`^/(staff|my|me|door|demo)\b`)

// page makes a link of a page's address, written as `/staff/plan`, for whoever can open
// it; one with a part left open, such as `/staff/orders/…`, stays words.
func (k Look) page(e *ast.CodeSpan, src []byte) {
	p := md.Words(e, src)
	if !strings.HasPrefix(p, "/") || strings.Contains(p, "…") || !k.Known && closed.MatchString(p) {
		return
	}
	to := ast.NewLink()
	to.Destination = []byte(k.Path(p))
	parent := e.Parent()
	parent.ReplaceChild(parent, e, to)
	to.AppendChild(to, e)
}

// PicturePath is where the pictures of the handbook stand.
const PicturePath = "/help/pictures/"

// Picture is a picture of the handbook by its name.
func Picture(name string) ([]byte, error) {
	return handbook.FS.ReadFile("pictures/" + name)
}

// Hits are the sections that hold all words of a question, of all chapters.
func Hits(lang, question string) (out []Hit) {
	asked := strings.Fields(strings.ToLower(question))
	if len(asked) == 0 {
		return nil
	}
	for _, c := range Chapters(lang) {
		for _, h := range c.parts {
			if holds(h.lower, asked) {
				out = append(out, h)
			}
		}
	}
	return out
}

// Hit is a part of a chapter in which something was found.
type Hit struct {
	Chapter Chapter
	Section Section
	Text    string
	lower   string // title and text, as a search reads them
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// partsOf are the sections of a chapter with their words, what stands before the first one too.
func partsOf(c Chapter) []Hit {
	out := []Hit{{Chapter: c, Section: Section{Title: c.Title}}}
	var b bytes.Buffer
	close := func() {
		h := &out[len(out)-1]
		h.Text = md.Plain(b.String(), 1<<20)
		h.lower = strings.ToLower(h.Section.Title + " " + h.Text)
		b.Reset()
	}
	n := 0
	for line := range strings.Lines(c.text) {
		if strings.HasPrefix(line, "##") {
			close()
			out = append(out, Hit{Chapter: c, Section: c.Sections[n]})
			n++
			continue
		}
		b.WriteString(line)
	}
	close()
	return out
}
