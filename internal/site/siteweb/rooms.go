// Package siteweb has the public pages of the hub, their editor, and the first page of staff.
package siteweb

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/lib/md"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
	"hiroba/internal/site/sitestore"
)

// Rooms answers the requests of the public site.
type Rooms struct {
	Store *sitestore.Store
	Hubs  *hubstore.Store
	// Next is the next public seminar, and what can be counted; app asks outreach.
	Next func(ctx context.Context, a who.Actor, l i18n.Lang) (Coming, error)
	// Waiting is what waits for this person today; app asks every house.
	Waiting func(ctx context.Context, r web.Request) ([]Tile, error)
}

// Coming is what the home page says of seminars.
type Coming struct {
	Seminar *Seminar
	Facts   []Fact
}

// Seminar is the next one, in finished words.
type Seminar struct {
	Href, SignUp, Title, Month, Day, Weekday, Time, Place, Online, Children, Seats string
	Percent                                                                        int
	Full                                                                           bool
}

// Fact is a figure with its word; figures come from the books, never from typing.
type Fact struct{ Label, Value, Unit string }

// Tile is one thing of the morning: a number, what it is, and the one way on.
type Tile struct{ Label, Value, Text, Href, Link, Kind string }

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	open := web.Public("the hub's public face")
	rt.Handle("GET /{$}", open, r.home)
	for _, p := range site.Pages() {
		path := "/" + p
		if p == "accessibility" || p == "privacy" {
			path = "/policy/" + p
		}
		rt.Handle("GET "+path, open, r.page(p))
	}
	rt.Handle("GET /news", open, r.list(true))
	rt.Handle("GET /articles", open, r.list(false))
	rt.Handle("GET /news/{slug}", open, r.text(site.News))
	rt.Handle("GET /articles/{slug}", open, r.text(site.Article))
	rt.Handle("GET /pictures/{id}", open, r.picture)
	rt.Handle("GET /staff", web.Need(hub.MaySee), r.today)
	rt.Handle("GET /staff/site", web.Need(site.MayNews), r.everything)
	rt.Handle("GET /staff/site/edit", web.Need(site.MayNews), r.edit)
	rt.Handle("POST /staff/site/edit", web.Need(site.MayNews), r.save)
	rt.Handle("GET /staff/site/pictures", web.Need(site.MayNews), r.pictures)
	rt.Handle("POST /staff/site/pictures", web.Need(site.MayNews).Upload(sitestore.PictureMost+1<<20), r.addPicture)
}

func (r *Rooms) home(w web.Writer, rq web.Request) error {
	h, err := r.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	c, err := r.Next(rq.Context(), rq.Actor, rq.Lang)
	if err != nil {
		return err
	}
	news, err := r.Store.List(rq.Context(), rq.Actor, true, rq.Lang.Code(), "", 3)
	if err != nil {
		return err
	}
	p := homePage{Shell: rq.Shell(rq.T("site.home.title", "hub", hubstore.Name(h, rq.Lang))), Hub: h, Coming: c, News: entries(rq, news),
		AsOf: rq.Lang.DateEra(rq.Today()), Hours: hoursTable(h, rq.Lang), NextClosed: nextClosed(h, rq)}
	p.OpenNow, p.OpenText = openText(h, rq)
	return w.Page(home(p))
}

type homePage struct {
	ui.Shell
	Hub        hub.Hub
	Coming     Coming
	News       []entry
	AsOf       string
	OpenNow    bool
	OpenText   string
	Hours      [][2]string
	NextClosed string
}

type entry struct{ Href, Title, Date, Text, Lang string }

func entries(rq web.Request, ps []site.Piece) []entry {
	var out []entry
	for _, p := range ps {
		base := "/articles/"
		if p.Kind == site.News {
			base = "/news/"
		}
		out = append(out, entry{rq.Lang.Path(base + p.Slug), p.Title, rq.Lang.DateYear(p.Published.DateIn(rq.Hub.Loc)), md.Plain(p.Body, 80), p.Lang})
	}
	return out
}

// openText says whether the desk is open, or when it opens.
func openText(h hub.Hub, rq web.Request) (bool, string) {
	s := h.Hours().At(rq.Now, h.Zone())
	l := rq.Lang
	switch {
	case s.Open:
		return true, l.T("ui.open.now", "until", s.Until.String())
	case s.Next.IsZero():
		return false, l.T("ui.open.unknown")
	case s.Next == rq.Today():
		return false, l.T("ui.open.later", "when", l.T("site.today_at", "time", s.At.String()))
	}
	return false, l.T("ui.open.later", "when", l.Date(s.Next)+" "+s.At.String())
}

func hoursTable(h hub.Hub, l i18n.Lang) (rows [][2]string) {
	for _, d := range []int{1, 2, 3, 4, 5, 6, 0} {
		text := l.T("site.closed")
		for i, s := range h.Week[d] {
			if i == 0 {
				text = ""
			} else {
				text += ", "
			}
			text += l.Range(s.From, s.To)
		}
		day := l.Weekday(time.Weekday(d))
		if n := len(rows); n > 0 && rows[n-1][1] == text {
			rows[n-1][0] += l.T("hub.hours.sep") + day
		} else {
			rows = append(rows, [2]string{day, text})
		}
	}
	return rows
}

// nextClosed is the next day within a month that is closed though its weekday is open.
func nextClosed(h hub.Hub, rq web.Request) string {
	hours := h.Hours()
	for d := rq.Today(); d.Before(rq.Today().AddDays(31)); d = d.AddDays(1) {
		if len(h.Week[d.Weekday()]) == 0 || len(hours.Open(d)) > 0 {
			continue
		}
		why := ""
		if x, ok := calendar.HolidayOn(d); ok {
			why = rq.T("hub.holiday." + x.Name)
		}
		for _, c := range h.Closures {
			if c.On(d) {
				why = hubstore.Pick(rq.Lang, c.Reason, c.ReasonEN)
			}
		}
		text := rq.T("site.next_closed", "date", rq.Lang.Date(d))
		if why != "" {
			text += rq.T("site.next_closed_why", "why", why)
		}
		return text
	}
	return ""
}

type textPage struct {
	ui.Shell
	Title, Lang, HTML, Date, Interview, Contact string
	Tags                                        []string
	Crumbs                                      []ui.Link
	Map                                         string
	Versions                                    []string
}

// page is one of the fixed pages: what staff wrote, or the text hiroba brings along.
func (r *Rooms) page(slug string) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		p, err := r.Store.Read(rq.Context(), rq.Actor, site.Page, slug, rq.Lang.Code())
		if fault.KindOf(err) == fault.NotFound {
			p, err = r.brought(rq, slug)
		}
		if err != nil {
			return err
		}
		return r.show(w, rq, p, nil)
	}
}

// brought is the text of a fixed page as hiroba brings it, with the hub's own names in it.
func (r *Rooms) brought(rq web.Request, slug string) (site.Piece, error) {
	h, err := r.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return site.Piece{}, err
	}
	l := rq.Lang
	args := []any{"hub", hubstore.Name(h, l), "address", hubstore.Pick(l, h.Address, h.AddressEN), "access", hubstore.Pick(l, h.Access, h.AccessEN),
		"operators", hubstore.Pick(l, h.Operators, h.OperatorsEN), "hours", hubstore.HoursLine(h, l), "mail", h.Mail, "phone", rq.Shell("").Phone}
	return site.Piece{Kind: site.Page, Slug: slug, Version: site.Version{Lang: l.Code(), Title: l.T("site.page." + slug + ".title"), Body: l.T("site.page."+slug+".body", args...)}}, nil
}

func (r *Rooms) show(w web.Writer, rq web.Request, p site.Piece, crumbs []ui.Link) error {
	html, err := md.HTML(p.Body)
	if err != nil {
		return err
	}
	t := textPage{Shell: rq.Shell(p.Title), Title: p.Title, HTML: html, Tags: p.Tags, Contact: p.Contact, Crumbs: append([]ui.Link{{Href: rq.Lang.Path("/"), Label: rq.T("ui.nav.home")}}, crumbs...)}
	if p.Lang != rq.Lang.Code() {
		t.Lang = p.Lang
	}
	if !p.Published.IsZero() {
		t.Date = rq.Lang.DateEra(p.Published.DateIn(rq.Hub.Loc))
	}
	if !p.Interview.IsZero() {
		t.Interview = rq.Lang.DateEra(p.Interview)
	}
	return w.Page(textView(t))
}

func (r *Rooms) text(k site.Kind) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		p, err := r.Store.Read(rq.Context(), rq.Actor, k, rq.PathValue("slug"), rq.Lang.Code())
		if k == site.Article && fault.KindOf(err) == fault.NotFound {
			p, err = r.Store.Read(rq.Context(), rq.Actor, site.CaseStudy, rq.PathValue("slug"), rq.Lang.Code())
		}
		if err != nil {
			return err
		}
		up := ui.Link{Href: rq.Lang.Path("/articles"), Label: rq.T("site.articles.title")}
		if k == site.News {
			up = ui.Link{Href: rq.Lang.Path("/news"), Label: rq.T("site.news.title")}
		}
		return r.show(w, rq, p, []ui.Link{up})
	}
}

type listPage struct {
	ui.Shell
	Title, Lead, Tag string
	Entries          []entry
}

func (r *Rooms) list(news bool) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		tag := rq.URL.Query().Get("tag")
		ps, err := r.Store.List(rq.Context(), rq.Actor, news, rq.Lang.Code(), tag, 100)
		if err != nil {
			return err
		}
		title := rq.T("site.articles.title")
		if news {
			title = rq.T("site.news.title")
		}
		return w.Page(listView(listPage{Shell: rq.Shell(title), Title: title, Tag: tag, Entries: entries(rq, ps)}))
	}
}

func (r *Rooms) picture(w web.Writer, rq web.Request) error {
	p, err := r.Store.Picture(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return w.File(p.ID, p.Type, p.Body, false)
}

type todayPage struct {
	ui.Shell
	Date  string
	Tiles []Tile
}

func (r *Rooms) today(w web.Writer, rq web.Request) error {
	tiles, err := r.Waiting(rq.Context(), rq)
	if err != nil {
		return err
	}
	return w.Page(todayView(todayPage{Shell: rq.Shell(rq.T("ui.nav.staff_home")), Date: rq.Lang.DateYear(rq.Today()), Tiles: tiles}))
}

type row struct{ Kind, Title, Lang, State, Href, Date string }

type everythingPage struct {
	ui.Shell
	Rows []row
	Can  bool
}

func (r *Rooms) everything(w web.Writer, rq web.Request) error {
	ps, err := r.Store.Everything(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := everythingPage{Shell: rq.Shell(rq.T("site.staff.title")), Can: rq.Actor.Can(site.MayEdit)}
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
	return l.Path("/staff/site/edit?kind=" + string(k) + "&slug=" + slug + "&lang=" + lang)
}

type editPage struct {
	ui.Shell
	Form     ui.Form
	Draft    site.Draft
	Fixed    bool // the address of the text cannot be changed
	Preview  string
	Versions []row
}

func (r *Rooms) edit(w web.Writer, rq web.Request) error {
	q := rq.URL.Query()
	d := site.Draft{Kind: site.Kind(q.Get("kind")), Slug: q.Get("slug"), Lang: q.Get("lang")}
	if d.Lang == "" {
		d.Lang = "ja"
	}
	if !d.Kind.Valid() {
		return fault.New(fault.NotFound, "site.fault.gone")
	}
	p := editPage{Draft: d}
	if d.Slug != "" {
		old, err := r.Store.Newest(rq.Context(), rq.Actor, d.Kind, d.Slug, d.Lang)
		if fault.KindOf(err) == fault.NotFound && d.Kind == site.Page && site.IsPage(d.Slug) {
			other := rq
			other.Lang = i18n.Of(d.Lang)
			old, err = r.brought(other, d.Slug)
		}
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		p.Fixed = true
		p.Draft.Title, p.Draft.Body, p.Draft.Contact, p.Draft.InterviewOn = old.Title, old.Body, old.Contact, old.Interview
		for i, t := range old.Tags {
			if i > 0 {
				p.Draft.Tags += ","
			}
			p.Draft.Tags += t
		}
	}
	p.Draft.Interview = p.Draft.InterviewOn.String()
	return r.editor(w, rq, 200, p)
}

func (r *Rooms) editor(w web.Writer, rq web.Request, status int, p editPage) error {
	p.Shell = rq.Shell(rq.T("site.edit.title")).WithErrors(p.Form)
	if p.Draft.Slug != "" {
		vs, err := r.Store.History(rq.Context(), rq.Actor, p.Draft.Kind, p.Draft.Slug, true)
		if err != nil {
			return err
		}
		for _, v := range vs {
			state := rq.T("site.state.draft")
			if !v.Published.IsZero() {
				state = rq.T("site.state.published")
			}
			p.Versions = append(p.Versions, row{Kind: strconv.Itoa(v.No), Title: v.MadeBy, Lang: v.Lang, State: state, Date: rq.Lang.MomentShort(v.Made, rq.Hub.Loc)})
		}
	}
	return w.PageStatus(status, editView(p))
}

func (r *Rooms) save(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	d := site.Draft{Kind: site.Kind(f.Get("kind")), Slug: f.Get("slug"), Lang: f.Get("lang"), Title: f.Get("title"), Body: f.Get("body"), Tags: f.Get("tags"),
		Interview: f.Get("interview"), Contact: f.Get("contact"), Publish: f.Get("act") == "publish"}
	if !d.Kind.Valid() {
		return fault.New(fault.NotFound, "site.fault.gone")
	}
	if f.Get("act") == "preview" {
		html, err := md.HTML(d.Body)
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
	Form     ui.Form
	Pictures []sitestore.Picture
}

func (r *Rooms) pictures(w web.Writer, rq web.Request) error { return r.gallery(w, rq, 200, ui.Form{}) }

func (r *Rooms) gallery(w web.Writer, rq web.Request, status int, f ui.Form) error {
	ps, err := r.Store.Pictures(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return w.PageStatus(status, picturesView(picturesPage{rq.Shell(rq.T("site.pictures.title")).WithErrors(f), f, ps}))
}

func (r *Rooms) addPicture(w web.Writer, rq web.Request) error {
	if err := rq.ParseMultipartForm(1 << 20); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return err
	}
	var body []byte
	if file, _, err := rq.FormFile("file"); err == nil {
		defer file.Close()
		if body, err = io.ReadAll(file); err != nil {
			return err
		}
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
