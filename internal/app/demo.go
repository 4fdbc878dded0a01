package app

import (
	"context"
	"errors"
	"html"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/mail"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/town"
)

// SignIn is how one person of the demo town signs in.
type SignIn struct{ Role, Name, Mail, Password string }

// Fill makes the demo town, once: a second call changes nothing.
func (a *App) Fill(ctx context.Context) ([]SignIn, error) {
	var out []SignIn
	for _, p := range town.People {
		out = append(out, SignIn{string(p.Role), p.Name, p.Mail, town.Password})
	}
	if hubs, err := a.Hubs.All(ctx); len(hubs) > 0 || err != nil {
		return out, err
	}
	setup := who.System("", "demo", hub.MayOpen)
	token, err := a.Hubs.SetupLink(ctx, setup)
	if err != nil {
		return nil, err
	}
	first := town.People[0]
	var h hub.Hub
	err = a.live([]act{{a.ago(town.Opened), func() error {
		h, err = a.Hubs.Open(ctx, setup, token, town.Hub(), func(tx *db.Tx, here who.Actor) error {
			return peoplestore.FirstAdmin(tx, here, first.Name, first.Mail, town.Password)
		})
		return err
	}}})
	if err != nil {
		return nil, err
	}
	here := who.System(h.ID, "demo", people.MayInvite, people.MaySignIn, hub.MaySet)
	for _, p := range town.People[1:] {
		if err := a.People.Settle(ctx, here, people.Invite{Name: p.Name, Mail: p.Mail, Role: string(p.Role)}, town.Password); err != nil {
			return nil, err
		}
	}
	if err := a.live(append(a.pastSeminars(ctx, h.ID), a.pastTexts(ctx, h.ID)...)); err != nil {
		return nil, err
	}
	for _, fill := range []func(context.Context, string) error{
		a.fillOutreach,
		a.fillWorkers,
		a.fillSkills,
		a.fillCare,
		a.fillInterviews,
		a.fillOrders,
		a.fillWork,
		a.fillPayees,
		a.fillBills,
		a.fillPay,
		a.fillBank,
		a.fillDispatch,
		a.fillReports,
	} {
		if err := fill(ctx, h.ID); err != nil {
			return nil, err
		}
	}
	return out, a.Runner.Drain(ctx)
}

// demoRoutes shows every mail of the demo town; without --demo they do not exist.
func (a *App) demoRoutes(rt *web.Router) {
	why := web.Public("a demo town: nobody in it is real, and its mailbox stands in for everybody's")
	rt.Handle("GET /demo/mail", why, a.demoMails)
	rt.Handle("GET /demo/mail/{id}", why, a.demoMail)
	rt.Handle("POST /demo/clock", why, a.forward)
}

func (a *App) demoMails(w web.Writer, r web.Request) error {
	rows, err := db.Read(r.Context(), a.DB, func(v *db.View) ([]mail.Row, error) { return mail.Latest(v, r.Hub.ID, "", 0, 200) })
	if err != nil {
		return err
	}
	p := demoMailsPage{Shell: r.Shell(r.T("hub.demo.mailbox"))}
	p.NoIndex = true
	for _, m := range rows {
		if m.Erased() {
			continue
		}
		p.Rows = append(p.Rows, demoMailRow{r.Lang.Path("/demo/mail/" + m.ID), m.To, m.Subject, r.Lang.MomentShort(m.Created, r.Hub.Loc)})
	}
	return w.Page(demoMailsView(p))
}

type demoMailsPage struct {
	ui.Shell
	Rows []demoMailRow
}

type demoMailRow struct{ Href, To, Subject, At string }

type demoMailPage struct {
	ui.Shell
	To, Subject, Text string
}

func (a *App) demoMail(w web.Writer, r web.Request) error {
	m, err := db.Read(r.Context(), a.DB, func(v *db.View) (mail.Row, error) {
		return mail.Get(v, r.Hub.ID, r.PathValue("id"), fault.New(fault.NotFound, "hub.mail.gone"))
	})
	if err != nil {
		return err
	}
	if r.URL.Query().Get("part") == "ics" {
		return w.File(m.ICSName, "text/calendar; charset=utf-8", []byte(m.ICS), true)
	}
	p := demoMailPage{r.Shell(m.Subject), m.To, m.Subject, linked(m.Text)}
	p.NoIndex = true
	return w.Page(demoMailView(p))
}

// linked shows a mail's text as HTML, its addresses as links.
func linked(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		e := html.EscapeString(l)
		if strings.HasPrefix(l, "http://") || strings.HasPrefix(l, "https://") {
			e = `<a href="` + e + `">` + e + `</a>`
		}
		lines[i] = e
	}
	return strings.Join(lines, "\n")
}

// errDemo keeps a demo off a real hub's books.
var errDemo = errors.New("this database holds a real hub; --demo needs a database of its own")

// CheckDemo refuses to show the mailbox of people who are real.
func (a *App) CheckDemo(ctx context.Context) error {
	hubs, err := a.Hubs.All(ctx)
	for _, h := range hubs {
		if first := town.Hub().Slug; h.Slug != first && !strings.HasPrefix(h.Slug, first+"-") {
			return errDemo
		}
	}
	return err
}
