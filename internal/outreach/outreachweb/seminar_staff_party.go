package outreachweb

import (
	"fmt"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) partyRoutes(rt *web.Router) {
	people := web.Need(outreach.MaySignups)
	rt.Handle("GET /staff/seminars/{id}/signups/new", people, r.signupForForm)
	rt.Handle("POST /staff/seminars/{id}/signups/new", people, r.signupFor)
	rt.Handle("GET /staff/seminars/{id}/signups/{sid}", people, r.party)
	rt.Handle("POST /staff/seminars/{id}/signups/{sid}/change", people, r.changeFor)
	rt.Handle("POST /staff/seminars/{id}/signups/{sid}/move", people, r.moveFor)
	rt.Handle("POST /staff/seminars/{id}/signups/{sid}/cancel", people, r.cancelFor)
	rt.Handle("POST /staff/seminars/{id}/signups/{sid}/answer", people, r.answerFor)
}

type signupForPage struct {
	ui.Shell
	Form   ui.Form
	Party  partyAsk
	Card   staffCard
	Once   string
	Anyway bool // the lookalike is asked about
}

func (r *Rooms) signupForPage(rq web.Request, e outreachstore.Edition, f ui.Form) signupForPage {
	return signupForPage{Shell: rq.Shell(rq.T("outreach.staff.by_phone")).WithErrors(f), Form: f, Party: askParty(rq, e.Listed, f, outreach.SignupForm{Way: string(outreach.AtPlace)}),
		Card: staffCardOf(rq, e.Listed), Once: f.Or("once", id.Make()), Anyway: f.Err("anyway") != ""}
}

func (r *Rooms) signupForForm(w web.Writer, rq web.Request) error {
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err == nil {
		err = e.MayEnter(rq.Now, true)
	}
	if err != nil {
		return err
	}
	return w.Page(signupForView(r.signupForPage(rq, e, ui.Form{})))
}

func (r *Rooms) signupFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	f := readSignup(rq)
	f.Lang = "ja" // the letters go to somebody who telephoned in Japanese
	got, err := r.Store.SignUpFor(rq.Context(), rq.Actor, outreachstore.SignUp{Seminar: e.ID, Once: rq.PostForm.Get("once"), Form: f, Anyway: rq.PostForm.Get("anyway") == "1"})
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return signupForView(r.signupForPage(rq, e, f)) })
	}
	return w.Say("ok", "outreach.signup.done").SeeOther("/staff/seminars/" + e.ID + "/signups/" + got.ID)
}

type partyPage struct {
	ui.Shell
	Form                            ui.Form
	Party                           partyAsk
	Card                            staffCard
	Base                            string
	Name, Kana, Code, Contact       string
	State, Kind, Detail, Who, Where string
	Heard, Source, Made, Wishes     string
	Alike                           string // address of the sign-up that looks alike
	Interview, Live, Offer          bool
	Ticket                          string
	Others                          []ui.Option
}

func (r *Rooms) partyPage(rq web.Request, t outreachstore.Ticket, f ui.Form) partyPage {
	l := rq.Lang
	base := l.Path("/staff/seminars/" + t.SeminarID)
	p := partyPage{Shell: rq.Shell(t.Name).WithErrors(f), Form: f, Party: askParty(rq, t.Seminar, f, formOf(l, t.Signup)), Card: staffCardOf(rq, t.Seminar), Base: base + "/signups/" + t.ID,
		Name: t.Name, Kana: t.Kana, Code: t.Code, Contact: outreachstore.Joined(l, filled(t.Mail, ja.PhoneShow(t.Phone))), State: rq.T("outreach.ticket." + ticketWord(t.State)), Kind: ticketKinds[t.State],
		Who: outreachstore.Who(l, t.Party), Where: outreachstore.WhereFor(l, t.Seminar.Seminar, t.Party), Source: rq.T("outreach.staff.source." + string(t.Source)),
		Made: l.MomentShort(t.Created, rq.Hub.Loc), Wishes: t.Wishes, Interview: t.Interview, Ticket: l.Path("/t/" + t.Token)}
	p.Live = t.MayChange(t.Seminar.Seminar, rq.Now) == nil && t.State.Live()
	p.Offer = t.State == outreach.Offered
	if t.Heard != "" {
		p.Heard = rq.T("outreach.signup.heard." + string(t.Heard))
	}
	if t.Worker > 0 {
		p.Heard = l.T("outreach.staff.by_mouth", "no", fmt.Sprintf("%04d", t.Worker))
	}
	if t.Alike != "" {
		p.Alike = base + "/signups/" + t.Alike
	}
	switch {
	case p.Offer:
		p.Detail = rq.T("outreach.ticket.until", "until", l.Moment(t.Until, rq.Hub.Loc))
	case t.State == outreach.Waiting:
		p.Detail = rq.T("outreach.staff.in_line", "n", t.Ahead+1)
	}
	for _, o := range t.Other {
		c := cardOf(rq, o)
		p.Others = append(p.Others, ui.Option{Value: o.ID, Label: c.Date + " " + c.Hours, Note: c.Title + "・" + c.Left})
	}
	return p
}

func filled(of ...string) (out []string) {
	for _, s := range of {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// partyOf reads the sign-up of the address, which must be one of the seminar in it.
func (r *Rooms) partyOf(rq web.Request) (outreachstore.Ticket, error) {
	t, err := r.Store.TicketOf(rq.Context(), rq.Actor, rq.PathValue("sid"))
	if err == nil && t.SeminarID != rq.PathValue("id") {
		err = fault.New(fault.NotFound, "outreach.signup.gone")
	}
	return t, err
}

func (r *Rooms) party(w web.Writer, rq web.Request) error {
	t, err := r.partyOf(rq)
	if err != nil {
		return err
	}
	return w.Page(partyView(r.partyPage(rq, t, ui.Form{})))
}

// actFor runs one act for somebody and comes back to the sign-up's page, which asks again if the act was refused.
func (r *Rooms) actFor(w web.Writer, rq web.Request, field, said string, act func(t outreachstore.Ticket) error) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	t, err := r.partyOf(rq)
	if err != nil {
		return err
	}
	if err := act(t); err != nil {
		return w.Again(onForm(err, field), func(f ui.Form) templ.Component { return partyView(r.partyPage(rq, t, f)) })
	}
	if now, err := r.Store.TicketOf(rq.Context(), rq.Actor, t.ID); err == nil {
		t = now
	}
	return w.Say("ok", said).SeeOther("/staff/seminars/" + t.SeminarID + "/signups/" + t.ID)
}

func (r *Rooms) changeFor(w web.Writer, rq web.Request) error {
	return r.actFor(w, rq, "two", "outreach.ticket.changed", func(t outreachstore.Ticket) error {
		f := readSignup(rq)
		f.Consent, f.Heard, f.Lang = true, string(t.Heard), t.Lang
		return r.Store.ChangeFor(rq.Context(), rq.Actor, t.ID, f)
	})
}

func (r *Rooms) moveFor(w web.Writer, rq web.Request) error {
	return r.actFor(w, rq, "to", "outreach.ticket.moved", func(t outreachstore.Ticket) error {
		var c fault.Check
		c.When(rq.PostForm.Get("to") == "", "to", "outreach.ticket.move_pick")
		if err := c.Err(); err != nil {
			return err
		}
		return r.Store.MoveFor(rq.Context(), rq.Actor, t.ID, rq.PostForm.Get("to"))
	})
}

func (r *Rooms) cancelFor(w web.Writer, rq web.Request) error {
	return r.actFor(w, rq, "two", "outreach.staff.cancelled", func(t outreachstore.Ticket) error {
		return r.Store.CancelFor(rq.Context(), rq.Actor, t.ID)
	})
}

func (r *Rooms) answerFor(w web.Writer, rq web.Request) error {
	return r.actFor(w, rq, "two", "outreach.staff.answered", func(t outreachstore.Ticket) error {
		return r.Store.AnswerFor(rq.Context(), rq.Actor, t.ID, rq.PostForm.Get("answer") == "take")
	})
}
