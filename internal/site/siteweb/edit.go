package siteweb

import (
	"net/url"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
	"hiroba/internal/site/sitestore"
)

type row struct{ Kind, Title, Lang, State, Href, Date string }

type everythingPage struct {
	ui.Shell
	Tabs []ui.NavItem
	Rows []row
	Can  bool
}

func (r *Rooms) everything(w web.Writer, rq web.Request) error {
	ps, err := r.Store.Everything(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := everythingPage{Shell: rq.Shell(rq.T("site.staff.title")), Tabs: r.tabs(rq, ""), Can: rq.Actor.Can(site.MayEdit)}
	have := map[string]bool{}
	for _, x := range ps {
		if !rq.Actor.Can(x.Kind.Right()) {
			continue
		}
		have[string(x.Kind)+x.Slug] = true
		state := rq.T("site.state.draft")
		if !x.Published.IsZero() {
			state = rq.T("site.state.published")
		}
		p.Rows = append(p.Rows, row{rq.T("site.kind." + string(x.Kind)), x.Title, x.Lang, state, editHref(rq.Lang, x.Kind, x.Slug, x.Lang), rq.Lang.MomentShort(x.Made, rq.Hub.Loc)})
	}
	for _, slug := range site.Pages() {
		if p.Can && !have["page"+slug] {
			p.Rows = append(p.Rows, row{rq.T("site.kind.page"), rq.T("site.page." + slug + ".title"), "ja", rq.T("site.state.brought"), editHref(rq.Lang, site.Page, slug, "ja"), ""})
		}
	}
	return w.Page(everythingView(p))
}

func editHref(l i18n.Lang, k site.Kind, slug, lang string) string {
	return l.Path("/staff/site/edit?kind=" + string(k) + "&slug=" + url.QueryEscape(slug) + "&lang=" + lang)
}

type editPage struct {
	ui.Shell
	Form     ui.Form
	Draft    site.Draft
	Fixed    bool // the address of the text cannot be changed
	From     int  // the earlier version that was taken up again, or 0
	Preview  string
	Versions []row
	Other    ui.Link // the same text in the other language
	View     string  // its public address, once it is public
}

func (r *Rooms) edit(w web.Writer, rq web.Request) error {
	q := rq.URL.Query()
	d := site.Draft{Kind: site.Kind(q.Get("kind")), Slug: q.Get("slug"), Lang: i18n.Of(q.Get("lang")).Code()}
	if !d.Kind.Valid() || d.Kind == site.Page && !site.IsPage(d.Slug) {
		return fault.New(fault.NotFound, "site.fault.gone")
	}
	if err := rq.Actor.May(d.Kind.Right()); err != nil {
		return err
	}
	no, _ := strconv.Atoi(q.Get("no"))
	p := editPage{Draft: d, From: max(no, 0)}
	if d.Slug != "" {
		old, err := r.Store.Edit(rq.Context(), rq.Actor, d.Kind, d.Slug, d.Lang, p.From)
		if fault.KindOf(err) == fault.NotFound && p.From == 0 {
			old, err = r.begin(rq, d)
		}
		if err != nil {
			return err
		}
		p.Fixed = true
		p.Draft.Title, p.Draft.Body, p.Draft.Contact, p.Draft.InterviewOn, p.Draft.Tags = old.Title, old.Body, old.Contact, old.Interview, strings.Join(old.Tags, ",")
	}
	p.Draft.Interview = p.Draft.InterviewOn.String()
	return r.editor(w, rq, 200, p)
}

// begin is what the editor shows of a text that is not written in a language yet: the
// text brought along, or the tags, date and contact of its other language.
func (r *Rooms) begin(rq web.Request, d site.Draft) (site.Piece, error) {
	if d.Kind == site.Page {
		other := rq
		other.Lang = i18n.Of(d.Lang)
		return r.brought(other, d.Slug)
	}
	old, err := r.Store.Edit(rq.Context(), rq.Actor, d.Kind, d.Slug, i18n.Of(d.Lang).Other().Code(), 0)
	old.Title, old.Body = "", ""
	return old, err
}

func (r *Rooms) editor(w web.Writer, rq web.Request, status int, p editPage) error {
	p.Shell = rq.Shell(rq.T("site.edit.title")).WithErrors(p.Form)
	d := p.Draft
	if d.Slug != "" {
		vs, err := r.Store.History(rq.Context(), rq.Actor, d.Kind, d.Slug, true)
		if err != nil {
			return err
		}
		for _, v := range vs {
			state, by := rq.T("site.state.draft"), v.MadeBy
			if !v.Published.IsZero() {
				state, p.View = rq.T("site.state.published"), rq.Lang.Path(site.Path(d.Kind, d.Slug))
			}
			if by == "" {
				by = rq.T("site.state.brought")
			}
			p.Versions = append(p.Versions, row{Kind: strconv.Itoa(v.No), Title: by, Lang: rq.T("site.lang." + v.Lang), State: state, Date: rq.Lang.MomentShort(v.Made, rq.Hub.Loc),
				Href: editHref(rq.Lang, d.Kind, d.Slug, v.Lang) + "&no=" + strconv.Itoa(v.No)})
		}
		other := i18n.Of(d.Lang).Other().Code()
		p.Other = ui.Link{Href: editHref(rq.Lang, d.Kind, d.Slug, other), Label: rq.T("site.edit.other", "lang", rq.T("site.lang."+other))}
	}
	return w.PageStatus(status, editView(p))
}

func (r *Rooms) save(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	d := site.Draft{Kind: site.Kind(f.Get("kind")), Slug: f.Get("slug"), Lang: f.Get("lang"), Title: f.Get("title"), Body: f.Get("body"), Tags: f.Get("tags"),
		Interview: f.Get("interview"), Contact: f.Get("contact"), Publish: f.Get("act") == "publish", New: f.Get("fixed") != "1"}
	if !d.Kind.Valid() || d.Kind == site.Page && !site.IsPage(d.Slug) {
		return fault.New(fault.NotFound, "site.fault.gone")
	}
	if err := rq.Actor.May(d.Kind.Right()); err != nil {
		return err
	}
	if f.Get("act") == "preview" {
		html, err := r.html(rq, d.Body)
		if err != nil {
			return err
		}
		return r.editor(w, rq, 200, editPage{Form: ui.Form{Values: f}, Draft: d, Fixed: f.Get("fixed") == "1", Preview: html})
	}
	err := r.Store.Save(rq.Context(), rq.Actor, d)
	if err == nil {
		said := "site.said.saved"
		if d.Publish {
			said = "site.said.published"
		}
		return w.Say("ok", said).SeeOther("/staff/site")
	}
	form, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	return r.editor(w, rq, 422, editPage{Form: form, Draft: d, Fixed: f.Get("fixed") == "1"})
}

type picturesPage struct {
	ui.Shell
	Tabs     []ui.NavItem
	Form     ui.Form
	Pictures []sitestore.Picture
}

func (r *Rooms) pictures(w web.Writer, rq web.Request) error { return r.gallery(w, rq, 200, ui.Form{}) }

func (r *Rooms) gallery(w web.Writer, rq web.Request, status int, f ui.Form) error {
	ps, err := r.Store.Pictures(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return w.PageStatus(status, picturesView(picturesPage{rq.Shell(rq.T("site.pictures.title")).WithErrors(f), r.tabs(rq, "pictures"), f, ps}))
}

func (r *Rooms) addPicture(w web.Writer, rq web.Request) error {
	_, body, err := rq.Upload("file", 1<<20)
	if err != nil {
		return err
	}
	if _, err := r.Store.AddPicture(rq.Context(), rq.Actor, rq.PostFormValue("alt"), body); err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.gallery(w, rq, 422, form)
	}
	return w.Say("ok", "site.said.picture").SeeOther("/staff/site/pictures")
}
