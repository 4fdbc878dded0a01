// Package siteweb has the public pages of the hub, their editor, and the first page of staff.
package siteweb

import (
	"context"
	"strings"
	"time"

	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/lib/md"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
	"hiroba/internal/site/sitestore"
)

// Rooms answers the requests of the public site.
type Rooms struct {
	Store *sitestore.Store
	Hubs  *hubstore.Store
	Keys  *keys.Keys   // stamps on the public form
	Limit *web.Limiter // how often one address may send it
	// Next is the next public seminar, and what can be counted; app asks outreach.
	Next func(ctx context.Context, a who.Actor, l i18n.Lang) (Coming, error)
	// Waiting is what waits for this person today; app asks every house.
	Waiting func(ctx context.Context, r web.Request) ([]Tile, error)
	// Said are the voices workers gave themselves and can take back at any time; app asks care.
	Said func(ctx context.Context, a who.Actor) ([]site.Voice, error)
	// Speaks remembers on somebody's account which language they chose; nil leaves it to the browser.
	Speaks func(ctx context.Context, a who.Actor, l i18n.Lang) error
}

// Coming is what the home page says of seminars.
type Coming struct {
	Seminar *Seminar
	Facts   []Fact
	Figures ui.Link // where more of them stand, if anything is public
}

// Seminar is the next one, in finished words.
type Seminar struct {
	Href, SignUp, Title, Month, Day, Weekday, Time, Place, Online, Children, Seats string
	Percent                                                                        int
	Full                                                                           bool
}

// Fact is a figure with its word; figures come from the books, never from typing.
type Fact struct{ Label, Value, Unit string }

// Tile is one thing of the morning: a number or a time, what it is, and the one way on. Its kind is
// bad for what is late, warn for what waits, and none for what the day brings.
type Tile struct{ Label, Value, Text, Href, Link, Kind string }

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	open := web.Public("the hub's public face")
	rt.Handle("GET /{$}", open, chosen(r.home))
	rt.Handle("GET /language/{lang}", web.Public("everybody chooses their language"), r.language)
	for _, p := range site.Pages() {
		path := site.Path(site.Page, p)
		rt.Handle("GET "+path, open, r.page(p))
		if site.IsPolicy(p) {
			rt.Handle("GET "+path+"/versions", open, r.versions(p))
			rt.Handle("GET "+path+"/versions/{no}", open, r.version(p))
		}
	}
	rt.Handle("GET /news", open, r.list(true))
	rt.Handle("GET /articles", open, r.list(false))
	rt.Handle("GET /news/{slug}", open, r.text(site.News))
	rt.Handle("GET /articles/{slug}", open, r.text(site.Article))
	r.newsMailRoutes(rt)
	rt.Handle("GET /voices", open, r.voices)
	rt.Handle("GET /examples", open, r.examples)
	rt.Handle("GET /pictures/{id}", open, r.picture)
	rt.Handle("GET /staff", web.Need(hub.MaySee), chosen(r.today))
	rt.Handle("GET /staff/site", web.Need(site.MayNews), r.everything)
	rt.Handle("GET /staff/site/edit", web.Need(site.MayNews), r.edit)
	rt.Handle("POST /staff/site/edit", web.Need(site.MayNews), r.save)
	rt.Handle("GET /staff/site/pictures", web.Need(site.MayNews), r.pictures)
	rt.Handle("POST /staff/site/pictures", web.Need(site.MayNews).Upload(sitestore.PictureMost+1<<20), r.addPicture)
	for _, l := range r.listings() {
		path, need := "/staff/site/"+string(l.list), web.Need(site.MayEdit)
		rt.Handle("GET "+path, need, r.showListing(l))
		rt.Handle("GET "+path+"/{id}", need, r.editEntry(l))
		rt.Handle("POST "+path+"/{id}", need, r.saveEntry(l))
		rt.Handle("POST "+path+"/{id}/remove", need, r.moveEntry(l, r.Store.Remove, "site.said.removed"))
		rt.Handle("POST "+path+"/{id}/restore", need, r.moveEntry(l, r.Store.Restore, "site.said.restored"))
	}
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
	news, _, err := r.Store.List(rq.Context(), rq.Actor, site.Query{News: true, Lang: rq.Lang.Code(), Most: newsAtHome})
	if err != nil {
		return err
	}
	voices, err := r.voiceCards(rq)
	if err != nil {
		return err
	}
	examples, err := r.exampleCards(rq)
	if err != nil {
		return err
	}
	p := homePage{Shell: rq.Shell(rq.T("site.home.title", "hub", hubstore.Name(h, rq.Lang))), Hub: h, Coming: c, News: entries(rq, news), Voices: voices, Examples: examples,
		AsOf: rq.Lang.DateEra(rq.Today()), Hours: hoursTable(h, rq.Lang), NextClosed: nextClosed(h, rq)}
	p.OpenNow, p.OpenText = openText(h, rq)
	return w.Page(home(p))
}

type homePage struct {
	ui.Shell
	Hub        hub.Hub
	Coming     Coming
	News       []entry
	Voices     []voiceCard
	Examples   []exampleCard
	AsOf       string
	OpenNow    bool
	OpenText   string
	Hours      [][2]string
	NextClosed string
}

// What the home page shows of longer lists.
const (
	newsAtHome     = 3
	examplesAtHome = 4
)

type entry struct {
	Href, Title, Date, Text, Lang string
	Tags                          []string
}

func entries(rq web.Request, ps []site.Piece) []entry {
	var out []entry
	for _, p := range ps {
		out = append(out, entry{rq.Lang.Path(site.Path(p.Kind, p.Slug)), p.Title, rq.Lang.DateYear(p.First.DateIn(rq.Hub.Loc)), md.Plain(p.Body, 80), p.Lang, p.Tags})
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

// hoursTable is one line per set of hours, with all the days on which it holds; days
// off, and holidays if they are days off, stand together.
func hoursTable(h hub.Hub, l i18n.Lang) (rows [][2]string) {
	add := func(day, text string) {
		for i := range rows {
			if rows[i][1] == text {
				rows[i][0] += l.T("hub.hours.sep") + day
				return
			}
		}
		rows = append(rows, [2]string{day, text})
	}
	for _, d := range []int{1, 2, 3, 4, 5, 6, 0} {
		var spans []string
		for _, s := range h.Week[d] {
			spans = append(spans, l.Range(s.From, s.To))
		}
		text := strings.Join(spans, ", ")
		if text == "" {
			text = l.T("site.closed")
		}
		add(l.Weekday(time.Weekday(d)), text)
	}
	if !h.OpenHolidays {
		add(l.T("site.holidays"), l.T("site.closed"))
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

type todayPage struct {
	ui.Shell
	Date   string
	Waits  []waitGroup
	Course []Tile // what the day brings
}

// waitGroup is what waits, as loud as each other.
type waitGroup struct {
	Kind, Icon, Word string
	Tiles            []Tile
}

func (r *Rooms) today(w web.Writer, rq web.Request) error {
	tiles, err := r.Waiting(rq.Context(), rq)
	if err != nil {
		return err
	}
	p := todayPage{Shell: rq.Shell(rq.T("ui.nav.staff_home")), Date: rq.Lang.DateYear(rq.Today())}
	for _, g := range []waitGroup{{Kind: "bad", Icon: "alert", Word: rq.T("site.today.now")}, {Kind: "warn", Icon: "pause", Word: rq.T("site.today.waits")}} {
		if g.Tiles = ofKind(tiles, g.Kind); len(g.Tiles) > 0 {
			p.Waits = append(p.Waits, g)
		}
	}
	p.Course = ofKind(tiles, "")
	return w.Page(todayView(p))
}

func ofKind(tiles []Tile, kind string) (out []Tile) {
	for _, t := range tiles {
		if t.Kind == kind {
			out = append(out, t)
		}
	}
	return out
}
