package siteweb

import (
	"context"
	"net/url"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
)

// listing is how staff keep one list: what it holds, what its form asks, how it is kept.
type listing struct {
	list site.List
	all  func(ctx context.Context, a who.Actor) ([]item, error)
	ask  func(rq web.Request) []question
	keep func(ctx context.Context, a who.Actor, e site.Entry, f url.Values) error
}

// item is one entry of any list, for the table and for its form.
type item struct {
	site.Entry
	Label, Detail string
	Hidden        bool // kept, but not public yet
	values        url.Values
}

// question is one field of a form and the way it is asked.
type question struct {
	ui.Field
	As string // "line", "text", "pick" or "tick"
}

type listingPage struct {
	ui.Shell
	List       string
	Tabs       []ui.NavItem
	Rows, Gone []listingRow
	New        string
}

type listingRow struct {
	Label, Detail, By, Href string
	Place                   int
	Hidden                  bool
}

// tabs are the ways between the parts of the site's editor.
func (r *Rooms) tabs(rq web.Request, which string) []ui.NavItem {
	out := []ui.NavItem{{Href: rq.Lang.Path("/staff/site"), Label: rq.T("site.tab.texts"), Current: which == ""}}
	if rq.Actor.Can(site.MayEdit) {
		for _, l := range site.Lists() {
			out = append(out, ui.NavItem{Href: rq.Lang.Path("/staff/site/" + string(l)), Label: rq.T("site.tab." + string(l)), Current: which == string(l)})
		}
	}
	out = append(out, ui.NavItem{Href: rq.Lang.Path("/staff/site/letters"), Label: rq.T("site.letters.title"), Current: which == "letters"})
	return append(out, ui.NavItem{Href: rq.Lang.Path("/staff/site/pictures"), Label: rq.T("site.pictures.title"), Current: which == "pictures"})
}

func (r *Rooms) showListing(l listing) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		all, err := l.all(rq.Context(), rq.Actor)
		if err != nil {
			return err
		}
		list := string(l.list)
		p := listingPage{Shell: rq.Shell(rq.T("site.tab." + list)), List: list, Tabs: r.tabs(rq, list), New: rq.Lang.Path("/staff/site/" + list + "/" + id.Make())}
		for _, x := range all {
			row := listingRow{Label: x.Label, Detail: x.Detail, Place: x.Place, Hidden: x.Hidden, Href: rq.Lang.Path("/staff/site/" + list + "/" + x.ID),
				By: x.MadeBy + " " + rq.Lang.MomentShort(x.Made, rq.Hub.Loc)}
			if l.list == site.History { // its order is that of its dates
				row.Place = 0
			}
			if x.Removed.IsZero() {
				p.Rows = append(p.Rows, row)
			} else {
				p.Gone = append(p.Gone, row)
			}
		}
		return w.Page(listingView(p))
	}
}

type entryPage struct {
	ui.Shell
	Form         ui.Form
	Tabs         []ui.NavItem
	Action, List string
	Version      string
	Questions    []question
	Known        bool
}

// find is the entry a form is about; a new one has an id nobody used yet.
func (l listing) find(rq web.Request) (item, error) {
	entryID := rq.PathValue("id")
	if !id.Valid(entryID) {
		return item{}, fault.New(fault.NotFound, "site.fault.entry_gone")
	}
	all, err := l.all(rq.Context(), rq.Actor)
	for _, x := range all {
		if x.ID == entryID {
			if !x.Removed.IsZero() {
				return item{}, fault.New(fault.NotFound, "site.fault.entry_gone")
			}
			return x, err
		}
	}
	return item{Entry: site.Entry{ID: entryID}}, err
}

func (r *Rooms) editEntry(l listing) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		x, err := l.find(rq)
		if err != nil {
			return err
		}
		f := ui.Form{Values: x.values}
		if f.Values == nil {
			f.Values = url.Values{}
		}
		if x.Place > 0 {
			f.Values.Set("place", strconv.Itoa(x.Place))
		}
		f.Values.Set("version", strconv.Itoa(x.Version))
		return w.Page(entryView(r.entryPage(rq, l, f)))
	}
}

func (r *Rooms) entryPage(rq web.Request, l listing, f ui.Form) entryPage {
	list := string(l.list)
	qs := l.ask(rq)
	if l.list != site.History { // its order is that of its dates
		qs = append(qs, question{ui.Field{Name: "place", Label: rq.T("site.entry.place"), Hint: rq.T("site.entry.place_hint"), Mode: "numeric", Short: true}, "line"})
	}
	return entryPage{Shell: rq.Shell(rq.T("site.tab." + list)).WithErrors(f), Form: f, Tabs: r.tabs(rq, list), List: list, Questions: qs,
		Action: rq.Lang.Path("/staff/site/" + list + "/" + rq.PathValue("id")), Version: f.Get("version"), Known: f.Get("version") != "0"}
}

func (r *Rooms) saveEntry(l listing) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		if err := rq.ParseForm(); err != nil {
			return err
		}
		if !id.Valid(rq.PathValue("id")) {
			return fault.New(fault.NotFound, "site.fault.entry_gone")
		}
		e := site.Entry{ID: rq.PathValue("id"), Place: placeOf(rq.PostForm.Get("place"))}
		e.Version, _ = strconv.Atoi(rq.PostForm.Get("version"))
		e.Version = max(e.Version, 0)
		if err := l.keep(rq.Context(), rq.Actor, e, rq.PostForm); err != nil {
			form, err := rq.FormOf(err)
			if err != nil {
				return err
			}
			return w.PageStatus(422, entryView(r.entryPage(rq, l, form)))
		}
		return w.Say("ok", "site.said.kept").SeeOther("/staff/site/" + string(l.list))
	}
}

// placeOf reads a place in a list; "" asks for the end, anything else that is no number is refused.
func placeOf(s string) int {
	if ja.Name(s) == "" {
		return 0
	}
	n, err := ja.Int(s)
	if err != nil || n < 1 {
		return -1
	}
	return n
}

func (r *Rooms) moveEntry(l listing, move func(context.Context, who.Actor, site.List, string) error, said string) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		if err := move(rq.Context(), rq.Actor, l.list, rq.PathValue("id")); err != nil {
			return err
		}
		return w.Say("ok", said).SeeOther("/staff/site/" + string(l.list))
	}
}
