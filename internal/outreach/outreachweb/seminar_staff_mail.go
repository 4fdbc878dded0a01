package outreachweb

import (
	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/lib/paper"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type mailAllPage struct {
	ui.Shell
	Form          ui.Form
	Card          staffCard
	Tabs          []ui.NavItem
	Once          string
	Audience      string
	Preview       bool
	Subject, Body string
	Reach         string // how many are reached, and who must be called
	Sent          []sentRow
}

type sentRow struct{ At, Subject, By, People string }

func (p mailAllPage) audiences() []ui.Option {
	return []ui.Option{{Value: "seat", Label: p.Lang.T("outreach.staff.audience_seat"), On: true}, {Value: "all", Label: p.Lang.T("outreach.staff.audience_all")}}
}

func (r *Rooms) mailAllPage(rq web.Request, f ui.Form) (mailAllPage, error) {
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	p := mailAllPage{Shell: rq.Shell(rq.T("outreach.staff.mail")).WithErrors(f), Form: f, Card: staffCardOf(rq, e.Listed), Tabs: seminarTabs(rq, e.ID, "mail"), Once: f.Or("once", id.Make())}
	for _, m := range e.Mailed {
		p.Sent = append(p.Sent, sentRow{rq.Lang.MomentShort(m.At, rq.Hub.Loc), m.Subject, m.By, rq.Lang.Number(m.People)})
	}
	return p, err
}

func (r *Rooms) mailAllForm(w web.Writer, rq web.Request) error {
	p, err := r.mailAllPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(mailAllView(p))
}

// mailAll shows the letter first, with how many it reaches; only the second button sends it.
func (r *Rooms) mailAll(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	p, err := r.mailAllPage(rq, ui.Form{Values: f})
	if err != nil {
		return err
	}
	cmd := outreachstore.MailAll{Seminar: p.Card.ID, Once: f.Get("once"), Audience: f.Get("audience"), Subject: f.Get("subject"), Body: f.Get("body")}
	if err := cmd.Check(); err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return mailAllView(p)
		})
	}
	if f.Get("do") == "send" {
		n, err := r.Store.MailAll(rq.Context(), rq.Actor, cmd)
		if err != nil {
			return err
		}
		return w.Say("ok", "outreach.staff.mail_said", "n", n).SeeOther("/staff/seminars/" + p.Card.ID + "/mail")
	}
	if f.Get("do") == "preview" {
		reach, err := r.Store.Reach(rq.Context(), rq.Actor, p.Card.ID, cmd.Audience)
		if err != nil {
			return err
		}
		p.Preview, p.Audience, p.Subject, p.Body = true, cmd.Audience, cmd.Subject, cmd.Body
		p.Reach = rq.T("outreach.staff.reach", "mail", reach.WithMail, "call", reach.WithoutMail)
	}
	return w.Page(mailAllView(p))
}

type flyersPage struct {
	ui.Shell
	Form ui.Form
	Card staffCard
	Tabs []ui.NavItem
	ID   string
	Rows []batchRow
}

type batchRow struct{ Code, Channel, Place, Copies, Cost, Signups, Per, On, Link, PDF string }

func (p flyersPage) channels() (out []ui.Option) {
	out = append(out, ui.Option{Label: p.Lang.T("outreach.signup.heard_pick")})
	for _, c := range outreach.Channels {
		out = append(out, ui.Option{Value: c, Label: p.Lang.T("outreach.staff.channel." + c)})
	}
	return out
}

func (r *Rooms) flyersPage(rq web.Request, f ui.Form) (flyersPage, error) {
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	p := flyersPage{Shell: rq.Shell(rq.T("outreach.staff.flyers")).WithErrors(f), Form: f, Card: staffCardOf(rq, e.Listed), Tabs: seminarTabs(rq, e.ID, "flyers"), ID: f.Or("id", id.Make())}
	if err != nil {
		return p, err
	}
	rows, err := r.Store.Batches(rq.Context(), rq.Actor, e.ID)
	for _, b := range rows {
		row := batchRow{Code: b.Code, Channel: rq.T("outreach.staff.channel." + b.Channel), Place: b.Place, Copies: rq.Lang.Number(b.Copies), Cost: rq.Lang.Yen(b.Cost),
			Signups: rq.Lang.Number(b.Signups), Per: "—", Link: rq.Lang.Path("/s/" + b.Code), PDF: "/staff/seminars/" + e.ID + "/flyer.pdf?batch=" + b.ID}
		if per, ok := outreach.CostPer(b.Cost, b.Signups); ok {
			row.Per = rq.Lang.Yen(per)
		}
		if !b.On.IsZero() {
			row.On = rq.Lang.DateShort(b.On)
		}
		p.Rows = append(p.Rows, row)
	}
	return p, err
}

func (r *Rooms) flyers(w web.Writer, rq web.Request) error {
	p, err := r.flyersPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(flyersView(p))
}

func (r *Rooms) addFlyers(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	p, err := r.flyersPage(rq, ui.Form{Values: rq.PostForm})
	if err != nil {
		return err
	}
	f := rq.PostForm
	form := outreach.BatchForm{Channel: f.Get("channel"), Place: f.Get("batch_place"), Copies: f.Get("copies"), Who: f.Get("who"), On: f.Get("on"), Cost: f.Get("cost"), Note: f.Get("note")}
	if _, err := r.Store.AddBatch(rq.Context(), rq.Actor, outreachstore.AddBatch{ID: f.Get("id"), Seminar: p.Card.ID, Form: form}); err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return flyersView(p)
		})
	}
	return w.Say("ok", "outreach.staff.flyers_said").SeeOther("/staff/seminars/" + p.Card.ID + "/flyers")
}

// flyerPDF is the flyer for a batch, or the general one; ?lang=en prints it in English.
func (r *Rooms) flyerPDF(w web.Writer, rq web.Request) error {
	lang := "ja"
	if rq.URL.Query().Get("lang") == "en" {
		lang = "en"
	}
	s, err := r.Store.Flyer(rq.Context(), rq.Actor, rq.PathValue("id"), rq.URL.Query().Get("batch"), lang)
	if err != nil {
		return err
	}
	body, err := paper.Flyer(paper.FlyerSheet(s))
	if err != nil {
		return err
	}
	name := "flyer-" + s.Version + "-" + lang
	if s.Code != "" {
		name += "-" + s.Code
	}
	return w.File(name+".pdf", "application/pdf", body, false)
}
