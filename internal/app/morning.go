package app

import (
	"context"
	"slices"

	"hiroba/internal/base/who"
	"hiroba/internal/care"
	"hiroba/internal/hub"
	"hiroba/internal/mydata"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/people"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/site"
	"hiroba/internal/site/siteweb"
)

// waiting is what the first page of staff shows, house by house; the page puts what is late before what waits.
func (a *App) waiting(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	var out []siteweb.Tile
	h, err := a.Hubs.Here(ctx, r.Actor)
	if err != nil {
		return nil, err
	}
	l := r.Lang
	for _, n := range notices(h, l, r.Today()) {
		out = append(out, siteweb.Tile{Label: n.Strong, Text: n.Text, Href: l.Path("/staff/closures"), Link: l.T("hub.closure.title")})
	}
	for _, add := range []func(context.Context, web.Request) ([]siteweb.Tile, error){a.unanswered, a.heard, a.askedOfData, a.ordered, a.toInspect, a.owed, a.owing, a.todaysTalks, a.planned, a.nextSession, a.undelivered} {
		tiles, err := add(ctx, r)
		if err != nil {
			return nil, err
		}
		out = append(out, tiles...)
	}
	return out, nil
}

// tiles are what a house counts for the first page of staff.
type tiles struct {
	l   i18n.Lang
	all []siteweb.Tile
}

// count adds what waits, unless nothing does: how loud, what it is, where it is done, and
// the words of the link there.
func (t *tiles) count(n int, kind, key, path, link string) {
	if n > 0 {
		t.all = append(t.all, siteweb.Tile{Label: t.l.T(key), Value: t.l.Number(n), Href: t.l.Path(path), Link: t.l.T(link), Kind: kind})
	}
}

// unanswered are the inquiries somebody waits for.
func (a *App) unanswered(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(outreach.MayDesk) {
		return nil, nil
	}
	open, late, err := a.Reach.Waiting(ctx, r.Actor)
	if err != nil || open == 0 {
		return nil, err
	}
	l := r.Lang
	t := siteweb.Tile{Label: l.T("outreach.inquiry.queue"), Value: l.Number(open), Href: l.Path("/staff/inquiries"), Link: l.T("site.today.inquiries_go"), Kind: "warn"}
	if late > 0 {
		t.Text, t.Kind = l.T("site.today.inquiries_late", "n", late), "bad"
	}
	return []siteweb.Tile{t}, nil
}

// nextSession is the seminar that comes next, with how far it is from full.
func (a *App) nextSession(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(outreach.MaySee) {
		return nil, nil
	}
	next, err := a.Reach.Next(ctx, r.Actor, 1)
	if err != nil || len(next) == 0 {
		return nil, err
	}
	l, s := r.Lang, next[0]
	return []siteweb.Tile{{Label: l.T("site.home.next"), Text: l.T("site.today.seminar", "when", outreachstore.When(l, s.Seminar), "title", outreachstore.Title(l, s.Seminar), "n", s.Adults),
		Href: l.Path("/staff/seminars/" + s.ID), Link: l.T("site.today.seminar_go")}}, nil
}

// undelivered is the mail that did not arrive.
func (a *App) undelivered(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(hub.MayMail) {
		return nil, nil
	}
	m, err := a.Hubs.MailPage(ctx, r.Actor, "failed", 0, 1)
	if err != nil || m.NotArriv == 0 {
		return nil, err
	}
	l := r.Lang
	return []siteweb.Tile{{Label: l.T("hub.mail.failed"), Value: l.Number(m.NotArriv), Text: l.T("site.today.mail", "n", m.NotArriv), Href: l.Path("/staff/mail?state=failed"), Link: l.T("site.today.mail_go"), Kind: "bad"}}, nil
}

// coming is what the home page says of seminars, and the figures. Every visitor is told the
// same, and it is counted from the books of a year: it is kept until something is written.
func (a *App) coming(ctx context.Context, actor who.Actor, l i18n.Lang) (siteweb.Coming, error) {
	return a.front.Get(a.DB, actor.Hub+" "+l.Code(), func() (siteweb.Coming, error) { return a.readComing(ctx, actor, l) })
}

func (a *App) readComing(ctx context.Context, actor who.Actor, l i18n.Lang) (siteweb.Coming, error) {
	facts, err := a.figures(ctx, actor, l)
	if err != nil {
		return siteweb.Coming{}, err
	}
	figures, err := a.publicFigures(ctx, actor, l)
	if err != nil {
		return siteweb.Coming{}, err
	}
	next, err := a.Reach.Next(ctx, actor, 1)
	if err != nil || len(next) == 0 {
		return siteweb.Coming{Facts: facts, Figures: figures}, err
	}
	s := next[0]
	d, left := outreachstore.Day(s.Seminar), s.Left()
	c := &siteweb.Seminar{Href: l.Path("/seminars/" + s.ID), SignUp: l.Path("/seminars/" + s.ID + "/sign-up"), Title: outreachstore.Title(l, s.Seminar),
		Month: l.Month(d.Month()), Day: l.Number(d.Day()), Weekday: l.Weekday(d.Weekday()), Time: outreachstore.Hours(l, s.Seminar), Place: outreachstore.Where(l, s.Seminar),
		Seats: l.T("outreach.seminar.left", "n", left.Adults), Percent: 100 * s.Taken.Adults / max(s.Capacity.Adults, 1), Full: left.Adults == 0}
	if len(s.Ways()) == 2 {
		c.Online = l.T("outreach.seminar.or_online")
	}
	if s.Capacity.Children > 0 {
		c.Children = l.T("outreach.seminar.care", "n", s.Capacity.Children)
	}
	if c.Full {
		c.Seats = l.T("outreach.seminar.full")
	}
	return siteweb.Coming{Seminar: c, Facts: facts, Figures: figures}, nil
}

// heard is what waits for whoever reads requests and cases.
func (a *App) heard(ctx context.Context, r web.Request) (out []siteweb.Tile, err error) {
	if !r.Actor.Can(care.MayHandle) {
		return nil, nil
	}
	n, err := a.Care.Waits(ctx, r.Actor)
	l := r.Lang
	link := siteweb.Tile{Href: l.Path("/staff/care"), Link: l.T("care.staff.title"), Kind: "warn"}
	if n.Requests > 0 {
		t := link
		t.Label, t.Value = l.T("care.today.requests"), l.Number(n.Requests)
		out = append(out, t)
	}
	if n.Cases > 0 {
		t := link
		t.Label, t.Value, t.Href, t.Kind = l.T("care.today.cases"), l.Number(n.Cases), l.Path("/staff/care/cases"), "bad"
		out = append(out, t)
	}
	if n.Nobody && r.Actor.Can(care.MayName) {
		out = append(out, siteweb.Tile{Label: l.T("care.today.nobody"), Href: l.Path("/staff/care/handlers"), Link: l.T("care.handlers.title"), Kind: "bad"})
	}
	return out, err
}

// askedOfData are the requests about their own data that people wait for an answer to.
func (a *App) askedOfData(ctx context.Context, r web.Request) ([]siteweb.Tile, error) {
	if !r.Actor.Can(mydata.MayKeep) {
		return nil, nil
	}
	open, late, err := a.Mine.Waits(ctx, r.Actor)
	if err != nil || open == 0 {
		return nil, err
	}
	l := r.Lang
	t := siteweb.Tile{Label: l.T("mydata.today"), Value: l.Number(open), Href: l.Path("/staff/data"), Link: l.T("mydata.staff.title"), Kind: "warn"}
	if late > 0 {
		t.Text, t.Kind = l.T("mydata.today_late", "n", late), "bad"
	}
	return []siteweb.Tile{t}, nil
}

// team are the people who work at the hub.
func (a *App) team(ctx context.Context, actor who.Actor) ([]people.Person, error) {
	s, err := a.People.Staff(ctx, actor)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(s.People, func(p people.Person) bool {
		return !slices.ContainsFunc(p.Roles, func(r people.Role) bool { return slices.Contains(Rights([]people.Role{r}), care.MayHandle) })
	}), nil
}

// said are the voices workers gave for the public pages.
func (a *App) said(ctx context.Context, actor who.Actor) (out []site.Voice, err error) {
	vs, err := a.Care.PublicVoices(ctx, actor)
	for _, v := range vs {
		out = append(out, site.Voice{Text: v.Body, By: v.As})
	}
	return out, err
}

// registered is how many are registered, with its day (S2). A number so small that
// somebody could be recognised is not told.
func (a *App) registered(ctx context.Context, actor who.Actor, few int, l i18n.Lang) ([]siteweb.Fact, error) {
	n, err := a.Crew.Registered(ctx, actor)
	if err != nil || n.Registered < few {
		return nil, err
	}
	return []siteweb.Fact{{Label: l.T("workers.figures.registered"), Value: l.Number(n.Registered), Unit: l.T("workers.figures.unit")}}, nil
}
