// Package helpweb shows the handbook: contents, chapters, pictures, and all of it to print.
package helpweb

import (
	"hiroba/internal/base/ja"
	"net/http"

	"hiroba/internal/base/fault"
	"hiroba/internal/help"
	"hiroba/internal/lib/picture"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the handbook. It needs no store: the handbook is part of
// the program.
type Rooms struct{}

// Register opens the handbook's routes.
func (r Rooms) Register(rt *web.Router) {
	open := web.Public("the handbook tells how a hub is run, and nothing of anybody")
	rt.Handle("GET /help", open, r.contents)
	rt.Handle("GET /help/all", web.SignedIn(), r.all) // all pictures at once: heavier than a public page may be
	rt.Handle("GET /help/{chapter}", open, r.chapter)
	rt.Raw("GET "+help.PicturePath+"{name}", open, http.HandlerFunc(r.picture))
}

type contentsPage struct {
	ui.Shell
	Chapters []entry
	Asked    string
	Hits     []entry
}

// entry is a chapter, or a part of one, in a list.
type entry struct {
	Href, Title, Text string
	Parts             []ui.Link
}

func (r Rooms) contents(w web.Writer, rq web.Request) error {
	p := contentsPage{Shell: rq.Shell(rq.T("help.title")), Asked: rq.URL.Query().Get("q")}
	for _, c := range help.Chapters(rq.Lang.Code()) {
		p.Chapters = append(p.Chapters, entry{href(rq, c.Name, ""), c.Title, c.Lead, parts(c)})
	}
	for _, h := range help.Hits(rq.Lang.Code(), p.Asked) {
		e := entry{Href: href(rq, h.Chapter.Name, h.Section.ID), Title: h.Chapter.Title, Text: ja.Excerpt(h.Text, excerptMost)}
		if h.Section.ID != "" {
			e.Title = rq.T("help.hit", "chapter", h.Chapter.Title, "part", h.Section.Title)
		}
		p.Hits = append(p.Hits, e)
	}
	return w.Page(contentsView(p))
}

// href is the address of a chapter, or of a part of it.
func href(rq web.Request, chapter, id string) string {
	to := rq.Lang.Path("/help/" + chapter)
	if id != "" {
		to += "#" + id
	}
	return to
}

// parts are links to the parts of a chapter, within its page.
func parts(c help.Chapter) (out []ui.Link) {
	for _, s := range c.Sections {
		if s.Level == 2 {
			out = append(out, ui.Link{Href: "#" + s.ID, Label: s.Title})
		}
	}
	return out
}

// excerptMost is how much of a passage that was found is shown.
const excerptMost = 120

type chapterPage struct {
	ui.Shell
	Parts      []ui.Link
	HTML       string
	Prev, Next ui.Link
}

func (r Rooms) chapter(w web.Writer, rq web.Request) error {
	prev, c, next, ok := help.Find(rq.Lang.Code(), rq.PathValue("chapter"))
	if !ok {
		return fault.New(fault.NotFound, "ui.fault.no_page")
	}
	html, err := c.HTML(help.Look{Path: rq.Lang.Path, Known: rq.Actor.SignedIn()})
	if err != nil {
		return err
	}
	p := chapterPage{Shell: rq.Shell(c.Title), Parts: parts(c), HTML: html}
	if prev.Name != "" {
		p.Prev = ui.Link{Href: href(rq, prev.Name, ""), Label: prev.Title}
	}
	if next.Name != "" {
		p.Next = ui.Link{Href: href(rq, next.Name, ""), Label: next.Title}
	}
	return w.Page(chapterView(p))
}

type allPage struct {
	ui.Shell
	Chapters []whole
}

// whole is a chapter with its text.
type whole struct{ Name, Title, HTML string }

func (r Rooms) all(w web.Writer, rq web.Request) error {
	p := allPage{Shell: rq.Shell(rq.T("help.title"))}
	for _, c := range help.Chapters(rq.Lang.Code()) {
		html, err := c.HTML(help.Look{Path: rq.Lang.Path, Known: true, Whole: true})
		if err != nil {
			return err
		}
		p.Chapters = append(p.Chapters, whole{c.Name, c.Title, html})
	}
	return w.Page(allView(p))
}

func (r Rooms) picture(w http.ResponseWriter, req *http.Request) {
	b, err := help.Picture(req.PathValue("name"))
	if err != nil {
		http.NotFound(w, req)
		return
	}
	w.Header().Set("Content-Type", picture.WebP)
	w.Header().Set("Cache-Control", "public, max-age=3600")
	w.Write(b) //nolint:errcheck // the reader has gone
}
