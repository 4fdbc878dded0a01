package outreachweb

import (
	"net/http"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/lib/md"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) seminarRoutes(rt *web.Router) {
	open := web.Public("anybody may look at seminars")
	rt.Handle("GET /seminars", open, r.programme)
	rt.Handle("GET /seminars/{id}", open, r.seminar)
	rt.Handle("GET /seminars/{id}/calendar.ics", open, r.seminarCalendar)
	rt.Handle("GET /s/{code}", open, r.flyerLink)
	r.signupRoutes(rt)
	r.ticketRoutes(rt)
}

// semCard is what everybody may know of a seminar, in finished words.
type semCard struct {
	Href, SignUp, Calendar                  string
	Series, Title, Lead                     string
	Date, Month, Day, Weekday, Hours, Doors string
	Place, Online                           string
	Care, CareUntil, CareLeft               string
	Left, Of, Came                          string
	Percent                                 int
	Openness                                outreach.Openness
	State, StateKind                        string
	Full                                    bool
	Both                                    bool // people choose between the place and home
	Points, Speakers, Bring                 []string
}

// Open tells whether one can sign up.
func (c semCard) Open() bool { return c.Openness == outreach.Open }

func cardOf(rq web.Request, s outreachstore.Listed) semCard {
	l, d, left := rq.Lang, outreachstore.Day(s.Seminar), s.Left()
	c := semCard{Href: l.Path("/seminars/" + s.ID), SignUp: l.Path("/seminars/" + s.ID + "/sign-up"), Calendar: "/seminars/" + s.ID + "/calendar.ics",
		Series: s.Series, Title: outreachstore.Title(l, s.Seminar), Lead: outreachstore.Lead(l, s.Seminar),
		Date: l.DateYear(d), Month: l.Month(d.Month()), Day: l.Number(d.Day()), Weekday: l.Weekday(d.Weekday()), Hours: outreachstore.Hours(l, s.Seminar),
		Doors: l.T("outreach.seminar.doors", "time", s.DoorsAt().ClockIn(rq.Hub.Loc)), Place: outreachstore.Where(l, s.Seminar),
		Openness: s.Openness(rq.Now), Both: len(s.Ways()) == 2, Full: left.Adults == 0,
		Left: l.T("outreach.seminar.left", "n", left.Adults), Of: l.T("outreach.seminar.of", "n", s.Capacity.Adults),
		Percent: 100 * s.Taken.Adults / max(s.Capacity.Adults, 1), Came: l.T("outreach.seminar.came", "n", s.Adults),
		Points: outreach.Lines(s.Points), Speakers: outreach.Lines(s.Speakers), Bring: outreach.Lines(s.Bring)}
	if c.Both {
		c.Online = l.T("outreach.seminar.or_online")
	}
	if c.Full {
		c.Left = l.T("outreach.seminar.full")
	}
	c.care(rq, s, left)
	c.State = l.T("outreach.seminar.state." + string(c.Openness))
	c.StateKind = map[outreach.Openness]string{outreach.Open: "ok", outreach.Off: "bad"}[c.Openness]
	return c
}

func (c *semCard) care(rq web.Request, s outreachstore.Listed, left outreach.Seats) {
	if s.Capacity.Children == 0 {
		return
	}
	l := rq.Lang
	c.Care = l.T("outreach.seminar.care", "n", s.Capacity.Children)
	switch {
	case !c.Open():
	case !s.Childcare(rq.Today()):
		c.CareLeft = l.T("outreach.seminar.care_now_over")
	case left.Children == 0:
		c.CareLeft = l.T("outreach.seminar.care_full")
	default:
		c.CareLeft = l.T("outreach.seminar.care_left", "n", left.Children)
		if !s.CareUntil.IsZero() {
			c.CareUntil = l.T("outreach.seminar.care_until", "date", l.Date(s.CareUntil))
		}
	}
}

type programmePage struct {
	ui.Shell
	Coming, Past []semCard
}

func (r *Rooms) programme(w web.Writer, rq web.Request) error {
	remember(w, rq)
	got, err := r.Store.Programme(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := programmePage{Shell: rq.Shell(rq.T("outreach.seminar.title"))}
	for _, s := range got.Coming {
		p.Coming = append(p.Coming, cardOf(rq, s))
	}
	for _, s := range got.Past {
		p.Past = append(p.Past, cardOf(rq, s))
	}
	return w.Page(programmeView(p))
}

type seminarPage struct {
	ui.Shell
	Card  semCard
	About string // HTML, made by md
}

func (r *Rooms) seminar(w web.Writer, rq web.Request) error {
	remember(w, rq)
	s, err := r.Store.Seminar(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := seminarPage{Card: cardOf(rq, s)}
	p.Shell = rq.Shell(p.Card.Title)
	if p.About, err = md.HTML(s.About); err != nil {
		return err
	}
	return w.Page(seminarView(p))
}

// seminarCalendar is the seminar as a calendar entry for people who only want to remember it.
func (r *Rooms) seminarCalendar(w web.Writer, rq web.Request) error {
	s, err := r.Store.Seminar(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	e := s.Entry(outreachstore.UID(h, s.ID), s.Version, s.State == outreach.Cancelled, outreachstore.Title(l, s.Seminar), outreachstore.Where(l, s.Seminar),
		r.Store.Hubs.URL(h, l.Path("/seminars/"+s.ID)), rq.Now)
	return w.File("seminar.ics", "text/calendar; charset=utf-8", []byte(e.String()), true)
}

// flyerCookie remembers for a month which flyer somebody scanned, so that a sign-up a
// week later is still counted for it. It names a bundle of paper, never a person.
const flyerCookie = "flyer"

func (r *Rooms) flyerLink(w web.Writer, rq web.Request) error {
	code := outreach.ReadCode(rq.PathValue("code"))
	to, err := r.Store.SeminarOfFlyer(rq.Context(), rq.Actor, code)
	if err != nil {
		if f := fault.Of(err); f != nil && f.Kind == fault.NotFound {
			return w.SeeOther("/seminars")
		}
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: flyerCookie, Value: code, Path: "/", MaxAge: int((30 * 24 * time.Hour).Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: rq.TLS != nil})
	return w.SeeOther("/seminars/" + to)
}
