// Package skillsweb has the pages of skills: the worker's home, her hours, skills and
// wishes; and for staff the same on her behalf, the hours on offer, the inventory, the
// catalogue and the school calendar.
package skillsweb

import (
	"context"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/workers"
)

// Card is what another house shows on a worker's home.
type Card struct {
	Title, Text string
	Href, Link  string
	Kind        string // "", info, warn
}

// Rooms answers the requests of the house.
type Rooms struct {
	Store *skillsstore.Store
	// Cards are what other houses show on a worker's home; app asks them. nil shows none.
	Cards func(ctx context.Context, r web.Request) ([]Card, error)
	// First stands first on a worker's home: the work, which lies above this house. nil shows none.
	First func(r web.Request) (templ.Component, error)
	// Unfinished are the things other houses still wait for from this worker.
	Unfinished func(ctx context.Context, r web.Request) ([]Card, error)
	// Fees are a worker's fees from this hub in a calendar year, once a house pays any.
	Fees func(ctx context.Context, a who.Actor, year int) (yen.Amount, error)
	// Tabs are the parts of a worker's staff page; app fills them from all houses.
	Tabs func(rq web.Request, workerID string) []ui.NavItem
	// Demand counts a skill's open orders, once a house takes any; nil says nothing of orders.
	Demand func(ctx context.Context, a who.Actor) (map[string]int, error)
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	self := web.Need(skills.MaySelf)
	rt.Handle("GET /my", self, r.home)
	rt.Handle("POST /my/today", self, r.notToday)
	rt.Handle("POST /my/today/undo", self, r.takeBack)
	r.linkRoutes(rt)
	r.personRoutes(rt, "/my", self, self, false)
	r.ceilingRoutes(rt)
	r.personRoutes(rt, "/staff/workers/{id}", web.Need(skills.MaySee), web.Need(skills.MayKeep), true)
	r.offerRoutes(rt)
	r.catalogueRoutes(rt)
	r.schoolRoutes(rt)
	r.inventoryRoutes(rt)
}

// personRoutes open one person's pages: for herself under /my, for staff under hers.
func (r *Rooms) personRoutes(rt *web.Router, base string, see, keep web.Policy, staff bool) {
	at := func(h func(web.Writer, web.Request, person) error) web.Handler {
		return func(w web.Writer, rq web.Request) error { return h(w, rq, personOf(rq, staff)) }
	}
	rt.Handle("GET "+base+"/hours", see, at(r.hours))
	rt.Handle("POST "+base+"/hours", keep, at(r.setWeek))
	rt.Handle("GET "+base+"/hours/day/{date}", see, at(r.day))
	rt.Handle("POST "+base+"/hours/day/{date}", keep, at(r.setDay))
	rt.Handle("POST "+base+"/hours/off", keep, at(r.takeOff))
	rt.Handle("POST "+base+"/hours/on", keep, at(r.backOn))
	rt.Handle("POST "+base+"/hours/school", keep, at(r.followSchool))
	rt.Handle("GET "+base+"/skills", see, at(r.profile))
	rt.Handle("POST "+base+"/skills", keep, at(r.record))
	rt.Handle("GET "+base+"/wishes", see, at(r.wishes))
	rt.Handle("POST "+base+"/wishes", keep, at(r.saveWishes))
	rt.Handle("GET "+base+"/notices", see, at(r.notices))
	rt.Handle("POST "+base+"/notices", keep, at(r.saveNotices))
	if staff {
		rt.Handle("GET "+base+"/skills/{evidence}/void", keep, r.voidForm)
		rt.Handle("POST "+base+"/skills/{evidence}/void", keep, r.void)
	}
}

// person is whose pages are shown: worker "" is the one who asks.
type person struct {
	worker string
	base   string // path under which the pages stand
}

func personOf(rq web.Request, staff bool) person {
	if staff {
		return person{rq.PathValue("id"), "/staff/workers/" + rq.PathValue("id")}
	}
	return person{"", "/my"}
}

func (p person) staff() bool { return p.worker != "" }

// frame is what every page of a person has.
type frame struct {
	ui.Shell
	Staff bool
	Base  string // with the language
	Name  string // whose page staff look at
	Tabs  []ui.NavItem
	May   bool // what stands here can be changed
}

func (r *Rooms) frame(rq web.Request, p person, w workers.Worker, title string) frame {
	f := frame{Shell: rq.Shell(title), Staff: p.staff(), Base: rq.Lang.Path(p.base), May: !p.staff() || rq.Actor.Can(skills.MayKeep)}
	f.NoIndex = true
	if !p.staff() {
		f.Tabs = ui.Mark([]ui.NavItem{{Href: rq.Lang.Path("/my/skills"), Label: rq.T("skills.tab.skills")}, {Href: rq.Lang.Path("/my/wishes"), Label: rq.T("skills.tab.wishes")},
			{Href: rq.Lang.Path("/my/ceiling"), Label: rq.T("skills.tab.ceiling")}, {Href: rq.Lang.Path("/my/notices"), Label: rq.T("skills.tab.notices")}}, rq.URL.Path, rq.Lang)
		return f
	}
	f.Name = w.Name
	f.Title = title + " " + w.Name
	f.Tabs = r.Tabs(rq, w.ID)
	return f
}

// mark is a form's own mark: a second press of the same form changes nothing.
func mark(rq web.Request) string {
	if s := rq.PostForm.Get("once"); id.Valid(s) {
		return s
	}
	return id.Make()
}

// given is the name by which one is greeted: of a name in two parts the second, in
// English texts the name as it is written.
func given(name string) string {
	parts := strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '\u3000' })
	if len(parts) == 2 {
		return parts[1]
	}
	return name
}

// hoursOf writes minutes as hours: 4, 4.5, 4.25.
func hoursOf(minutes int) string {
	s := strings.TrimRight(strings.TrimRight(decimals(minutes), "0"), ".")
	if s == "" {
		return "0"
	}
	return s
}
