package skillsweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/workers"
)

type homePage struct {
	ui.Shell
	Glance     glance
	NextWeek   string // what stands for next week, in words
	NextHref   string
	Working    bool
	State      string
	Today      todayCard
	Unfinished []Card
	Cards      []Card
	First      templ.Component
}

// hello is the head of a worker's home.
type hello struct{ Greeting, Date, Desk string }

// glance is a week in seven small columns.
type glance struct {
	Days  []glanceDay
	Total string
	Cap   string
	Href  string
}

type glanceDay struct {
	Weekday, Day, Hours, Said string
	Today, None               bool
	Height                    int // of 40
}

// todayCard is the one press for a day that went otherwise.
type todayCard struct {
	Some   bool // there are hours today that could be dropped
	Said   bool
	Undo   string // until when, "" when it is over
	Action string
}

// decimals writes minutes as hours with two decimals.
func decimals(minutes int) string { return strconv.FormatFloat(float64(minutes)/60, 'f', 2, 64) }

const glanceMost = 8 * 60 // minutes of a full column

func glanceOf(rq web.Request, h skillsstore.Hours) glance {
	m := skills.Monday(h.Today)
	week := h.Week(m)
	g := glance{Total: skillsstore.Duration(rq.Lang, week.Minutes()), Href: rq.Lang.Path("/my/hours")}
	for i, d := range week {
		on := m.AddDays(i)
		g.Days = append(g.Days, glanceDay{Weekday: rq.Lang.Weekday(on.Weekday()), Day: strconv.Itoa(on.Day()), Hours: hoursOf(d.Minutes()), None: d.Minutes() == 0,
			Said: rq.Lang.Date(on) + " " + skillsstore.Duration(rq.Lang, d.Minutes()), Today: on == h.Today, Height: min(40*d.Minutes()/glanceMost, 40)})
	}
	if n := h.Offered(m); n < week.Minutes() {
		g.Cap = rq.T("skills.hours.capped", "time", skillsstore.Duration(rq.Lang, n))
	}
	return g
}

func (r *Rooms) home(w web.Writer, rq web.Request) error {
	h, err := r.Store.Hours(rq.Context(), rq.Actor, "")
	if err != nil {
		return err
	}
	p := homePage{Shell: rq.Shell(rq.T("ui.worker.home")), Glance: glanceOf(rq, h), Working: h.Worker.State.Working(), State: stateWord(rq, h.Worker.State)}
	p.NoIndex = true
	p.Hello = helloView(hello{rq.T("skills.home.hello", "name", given(h.Worker.Name)), rq.Lang.Date(h.Today), p.HoursLine})
	next := skills.Monday(h.Today).AddDays(7)
	p.NextHref = rq.Lang.Path("/my/hours?week=" + next.String())
	p.NextWeek = rq.T("skills.home.next_none")
	if n := h.Week(next).Minutes(); n > 0 {
		p.NextWeek = rq.T("skills.home.next_some", "time", skillsstore.Duration(rq.Lang, n))
	}
	if p.Today, err = r.todayCard(rq, h); err != nil {
		return err
	}
	if p.Unfinished, err = r.unfinished(rq, h); err != nil {
		return err
	}
	if r.First != nil {
		if p.First, err = r.First(rq); err != nil {
			return err
		}
	}
	if r.Cards != nil {
		if p.Cards, err = r.Cards(rq.Context(), rq); err != nil {
			return err
		}
	}
	return w.Page(homeView(p))
}

func stateWord(rq web.Request, s workers.State) string { return rq.T("skills.state." + string(s)) }

func (r *Rooms) todayCard(rq web.Request, h skillsstore.Hours) (todayCard, error) {
	said, until, err := r.Store.MyToday(rq.Context(), rq.Actor)
	c := todayCard{Some: h.On(h.Today).Minutes() > 0, Said: said, Action: rq.Lang.Path("/my/today")}
	if said && rq.Now.Before(until) {
		c.Undo = until.ClockIn(rq.Hub.Loc).String()
	}
	return c, err
}

// unfinished is what this worker has not said yet, as far as it helps her.
func (r *Rooms) unfinished(rq web.Request, h skillsstore.Hours) (out []Card, err error) {
	if r.Unfinished != nil {
		if out, err = r.Unfinished(rq.Context(), rq); err != nil {
			return nil, err
		}
	}
	profile, err := r.Store.Profile(rq.Context(), rq.Actor, "")
	if err != nil {
		return nil, err
	}
	wishes, err := r.Store.Wishes(rq.Context(), rq.Actor, "")
	if err != nil {
		return nil, err
	}
	add := func(missing bool, key, path string) {
		if missing {
			out = append(out, Card{Title: rq.T("skills.todo." + key), Text: rq.T("skills.todo." + key + "_text"), Href: rq.Lang.Path(path)})
		}
	}
	add(!h.Set && len(h.Given) == 0, "hours", "/my/hours")
	add(len(profile.Levels) == 0, "skills", "/my/skills")
	add(!wishes.Known, "wishes", "/my/wishes")
	return out, nil
}

func (r *Rooms) notToday(w web.Writer, rq web.Request) error {
	if err := r.Store.NotToday(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "skills.today.said").SeeOther(r.back(rq))
}

func (r *Rooms) takeBack(w web.Writer, rq web.Request) error {
	if err := r.Store.TakeBack(rq.Context(), rq.Actor); err != nil {
		return err
	}
	return w.Say("ok", "skills.today.back").SeeOther(r.back(rq))
}

// back is the page a press on the home or on the hours page came from.
func (r *Rooms) back(rq web.Request) string {
	if rq.ParseForm() == nil && rq.PostForm.Get("from") == "hours" {
		return "/my/hours"
	}
	return "/my"
}

// dateOf reads a date of a path or a query; the zero date if it is none.
func dateOf(s string) when.Date {
	d, err := when.ParseDate(s)
	if err != nil {
		return when.Date{}
	}
	return d
}
