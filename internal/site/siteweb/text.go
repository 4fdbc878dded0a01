package siteweb

import (
	"net/url"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
	"hiroba/internal/site/sitestore"
)

type textPage struct {
	ui.Shell
	Title, Lang, HTML string
	Dates             []string // publication, change and interview, in finished words
	Contact           string
	Tags              []ui.Link
	Crumbs            []ui.Link
	Sections          []section // of an article with more than one
	Version           string    // of a policy: its number and since when it holds
	Versions          *ui.Link  // the way to all its versions, or back to the one that holds
	Old               string    // what is said above a version that holds no longer
	Members           []memberCard
	Duties            dutyTable
	History           []moment
	Do                *ui.Link // what a reader of this page can do next
	Ways              []wayRow
}

// page is one of the fixed pages: what staff wrote, or the text hiroba brings along.
func (r *Rooms) page(slug string) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		p, err := r.current(rq, slug)
		if err != nil {
			return err
		}
		t, err := r.textOf(rq, p, nil)
		if err != nil {
			return err
		}
		if site.IsPolicy(slug) {
			t.Dates = nil
			t.Versions = &ui.Link{Href: rq.Lang.Path(site.Path(site.Page, slug) + "/versions"), Label: rq.T("site.policy.all")}
			if p.No > 0 {
				t.Version = rq.T("site.policy.since", "no", p.No, "date", rq.Lang.DateEra(p.Published.DateIn(rq.Hub.Loc)))
			}
		}
		if slug == "companies" {
			t.Do = &ui.Link{Href: rq.Lang.Path("/request"), Label: rq.T("orders.request.title")}
		}
		if err := r.withLists(rq, slug, &t); err != nil {
			return err
		}
		return w.Page(textView(t))
	}
}

// current is the text of a fixed page that holds now. Japanese readers never meet an
// English text where a Japanese one was brought along.
func (r *Rooms) current(rq web.Request, slug string) (site.Piece, error) {
	p, err := r.Store.Read(rq.Context(), rq.Actor, site.Page, slug, rq.Lang.Code())
	if fault.KindOf(err) == fault.NotFound || err == nil && p.Lang != "ja" && rq.Lang == i18n.JA {
		return r.brought(rq, slug)
	}
	return p, err
}

// brought is the text of a fixed page as hiroba brings it.
func (r *Rooms) brought(rq web.Request, slug string) (site.Piece, error) {
	h, err := r.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return site.Piece{}, err
	}
	return sitestore.Brought(h, rq.Lang, slug), nil
}

// textOf makes a page of a text.
func (r *Rooms) textOf(rq web.Request, p site.Piece, crumbs []ui.Link) (textPage, error) {
	html, err := r.html(rq, p.Body)
	if err != nil {
		return textPage{}, err
	}
	t := textPage{Shell: rq.Shell(p.Title), Title: p.Title, HTML: html, Contact: p.Contact,
		Crumbs: append([]ui.Link{{Href: rq.Lang.Path("/"), Label: rq.T("ui.nav.home")}}, crumbs...)}
	if p.Lang != rq.Lang.Code() {
		t.Lang = p.Lang
	}
	if p.Kind == site.Article || p.Kind == site.CaseStudy {
		var all []section
		if t.HTML, all = numbered(t.HTML); len(all) > 1 {
			t.Sections = all
		}
	}
	for _, tag := range p.Tags {
		t.Tags = append(t.Tags, ui.Link{Href: tagHref(rq.Lang, tag), Label: tag})
	}
	l, loc := rq.Lang, rq.Hub.Loc
	if !p.First.IsZero() {
		t.Dates = append(t.Dates, l.T("site.text.published", "date", l.DateEra(p.First.DateIn(loc))))
		if on := p.Published.DateIn(loc); on.After(p.First.DateIn(loc)) {
			t.Dates = append(t.Dates, l.T("site.text.changed", "date", l.DateEra(on)))
		}
	}
	if !p.Interview.IsZero() {
		t.Dates = append(t.Dates, l.T("site.text.interview", "date", l.DateEra(p.Interview)))
	}
	return t, nil
}

func tagHref(l i18n.Lang, tag string) string {
	return l.Path("/articles?tag=" + url.QueryEscape(tag))
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
		t, err := r.textOf(rq, p, []ui.Link{up})
		if err != nil {
			return err
		}
		return w.Page(textView(t))
	}
}

type listPage struct {
	ui.Shell
	Title, Tag, Found string
	Tags              []ui.NavItem
	Entries           []entry
	Mail              string // where to ask for the news by mail
	Pager             ui.Pager
}

// entriesOnPage is how many texts a list shows at once.
const entriesOnPage = 20

func (r *Rooms) list(news bool) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		q := rq.URL.Query()
		page := web.PageOf(q)
		base, title := "/articles", rq.T("site.articles.title")
		p := listPage{Tag: q.Get("tag")}
		if news {
			base, title, p.Tag = "/news", rq.T("site.news.title"), ""
		}
		ps, total, err := r.Store.List(rq.Context(), rq.Actor, site.Query{News: news, Lang: rq.Lang.Code(), Tag: p.Tag, From: (page - 1) * entriesOnPage, Most: entriesOnPage})
		if err != nil {
			return err
		}
		p.Shell, p.Title, p.Entries = rq.Shell(title), title, entries(rq, ps)
		p.Pager = ui.Pager{Page: page, Size: entriesOnPage, Total: total, Base: rq.Lang.Path(base + "?tag=" + url.QueryEscape(p.Tag) + "&p=")}
		if p.Tag != "" {
			p.Found = rq.T("site.list.found", "tag", p.Tag, "n", total)
		}
		if news {
			p.Mail = rq.Lang.Path("/news-mail")
		} else {
			if p.Tags, err = r.tags(rq, p.Tag); err != nil {
				return err
			}
		}
		return w.Page(listView(p))
	}
}

// tags are the ways to the articles with each tag; the first leads to all.
func (r *Rooms) tags(rq web.Request, now string) ([]ui.NavItem, error) {
	all, err := r.Store.Tags(rq.Context(), rq.Actor)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	out := []ui.NavItem{{Href: rq.Lang.Path("/articles"), Label: rq.T("site.list.all"), Current: now == ""}}
	for _, t := range all {
		out = append(out, ui.NavItem{Href: tagHref(rq.Lang, t.Name), Label: t.Name, Count: t.N, Current: t.Name == now})
	}
	return out, nil
}

type versionsPage struct {
	ui.Shell
	Title  string
	Crumbs []ui.Link
	Rows   []versionRow
}

type versionRow struct {
	No, Since, Until, Title, Href string
	Now                           bool
}

// versions lists the texts a policy page has had, with the days on which each held.
func (r *Rooms) versions(slug string) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		h, err := r.Hubs.Here(rq.Context(), rq.Actor)
		if err != nil {
			return err
		}
		now, err := r.current(rq, slug)
		if err != nil {
			return err
		}
		vs, err := r.Store.History(rq.Context(), rq.Actor, site.Page, slug, false)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return err
		}
		if now.No == 0 { // nobody has written one: the text brought along has held since the hub opened
			now.Published, vs = h.OpenedAt, []site.Piece{now}
		}
		p := versionsPage{Shell: rq.Shell(rq.T("site.policy.versions", "title", now.Title)), Title: now.Title, Crumbs: policyCrumbs(rq, slug, now.Title)}
		until := ""
		for _, v := range vs {
			if v.Lang != now.Lang {
				continue
			}
			since := rq.Lang.DateYear(v.Published.DateIn(rq.Hub.Loc))
			row := versionRow{No: strconv.Itoa(max(v.No, 1)), Since: since, Until: until, Title: v.Title, Now: v.No == now.No, Href: rq.Lang.Path(site.Path(site.Page, slug))}
			if !row.Now {
				row.Href += "/versions/" + row.No
			}
			p.Rows, until = append(p.Rows, row), since
		}
		return w.Page(versionsView(p))
	}
}

func policyCrumbs(rq web.Request, slug, title string) []ui.Link {
	return []ui.Link{{Href: rq.Lang.Path("/"), Label: rq.T("ui.nav.home")}, {Href: rq.Lang.Path(site.Path(site.Page, slug)), Label: title}}
}

// version shows one published version of a policy page at its own address.
func (r *Rooms) version(slug string) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		now, err := r.current(rq, slug)
		if err != nil {
			return err
		}
		no, _ := strconv.Atoi(rq.PathValue("no"))
		p, err := r.Store.Policy(rq.Context(), rq.Actor, slug, now.Lang, no)
		if err != nil {
			return err
		}
		t, err := r.textOf(rq, p, nil)
		if err != nil {
			return err
		}
		t.Crumbs = append(policyCrumbs(rq, slug, now.Title), ui.Link{Href: rq.Lang.Path(site.Path(site.Page, slug) + "/versions"), Label: rq.T("site.policy.all")})
		t.Shell.Title = rq.T("site.policy.old_title", "title", p.Title, "no", p.No)
		t.Shell.NoIndex = true
		t.Dates = nil
		t.Version = rq.T("site.policy.since", "no", p.No, "date", rq.Lang.DateEra(p.Published.DateIn(rq.Hub.Loc)))
		t.Versions = &ui.Link{Href: rq.Lang.Path(site.Path(site.Page, slug)), Label: rq.T("site.policy.current")}
		if p.No != now.No {
			t.Old = rq.T("site.policy.old")
		}
		return w.Page(textView(t))
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
