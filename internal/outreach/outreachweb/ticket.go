package outreachweb

import (
	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/lib/paper"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) ticketRoutes(rt *web.Router) {
	open := web.Public("whoever holds the secret in the link")
	rt.Handle("GET /t/{token}", open, r.ticket)
	rt.Handle("GET /t/{token}/calendar.ics", open, r.ticketCalendar)
	rt.Handle("GET /t/{token}/change", open, r.changeForm)
	rt.Handle("POST /t/{token}/change", open, r.change)
	rt.Handle("GET /t/{token}/move", open, r.moveForm)
	rt.Handle("POST /t/{token}/move", open, r.move)
	rt.Handle("GET /t/{token}/cancel", open, r.cancelForm)
	rt.Handle("POST /t/{token}/cancel", open, r.cancel)
	rt.Handle("GET /t/{token}/decline", open, r.declineForm)
	rt.Handle("POST /t/{token}/answer", open, r.answerOffer)
}

type ticketPage struct {
	ui.Shell
	Base                string // address of the ticket
	Name, Code, QR      string
	Card                semCard
	Who, Ages, Where    string
	State, Kind, Detail string
	Mail                string
	Offer, Live, Seat   bool
	Change, Move        bool
}

var ticketKinds = map[outreach.SignupState]string{outreach.Seated: "ok", outreach.Waiting: "info", outreach.Offered: "warn"}

func (r *Rooms) openTicket(rq web.Request) (outreachstore.Ticket, error) {
	return r.Store.Ticket(rq.Context(), rq.Actor, rq.PathValue("token"))
}

func (r *Rooms) ticketPage(rq web.Request, t outreachstore.Ticket) (ticketPage, error) {
	l := rq.Lang
	p := ticketPage{Shell: rq.Shell(rq.T("outreach.ticket.title")), Base: l.Path("/t/" + t.Token), Name: t.Name, Code: t.Code, Card: cardOf(rq, t.Seminar),
		Who: outreachstore.Who(l, t.Party), Ages: outreachstore.Ages(l, t.Children), Where: outreachstore.WhereFor(l, t.Seminar.Seminar, t.Party),
		State: rq.T("outreach.ticket." + ticketWord(t.State)), Kind: ticketKinds[t.State], Mail: t.Mail,
		Offer: t.State == outreach.Offered && rq.Now.Before(t.Until), Seat: t.State == outreach.Seated}
	p.NoIndex = true
	p.Live = t.MayChange(t.Seminar.Seminar, rq.Now) == nil && t.State.Live()
	p.Change, p.Move = p.Live, p.Live && len(t.Other) > 0
	switch {
	case t.Seminar.State == outreach.Cancelled:
		p.State, p.Kind, p.Offer, p.Seat = rq.T("outreach.seminar.state.cancelled"), "bad", false, false
	case p.Offer:
		p.Detail = rq.T("outreach.ticket.until", "until", l.Moment(t.Until, rq.Hub.Loc))
	case t.State == outreach.Waiting:
		p.Detail = rq.T("outreach.ticket.line", "n", t.Ahead+1)
	}
	if !p.Seat || t.Way == outreach.Online {
		return p, nil
	}
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return p, err
	}
	p.QR, err = paper.QRPath(r.Store.Pass(h, t.Token, t.Code), qrSide)
	return p, err
}

// ticketWord is the end of the word key of a state.
func ticketWord(s outreach.SignupState) string {
	return map[outreach.SignupState]string{outreach.Seated: "seat", outreach.Waiting: "waiting", outreach.Offered: "offered", outreach.GaveUp: "cancelled", outreach.LapsedIn: "lapsed"}[s]
}

// qrSide is the width of the box in which a code is drawn.
const qrSide = 100

func (r *Rooms) ticket(w web.Writer, rq web.Request) error {
	t, err := r.openTicket(rq)
	if err != nil {
		return err
	}
	p, err := r.ticketPage(rq, t)
	if err != nil {
		return err
	}
	return w.Page(ticketView(p))
}

func (r *Rooms) ticketCalendar(w web.Writer, rq web.Request) error {
	t, err := r.openTicket(rq)
	if err != nil {
		return err
	}
	h, err := r.Store.Hubs.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	e := t.Seminar.Entry(outreachstore.UID(h, t.ID), t.Sequence, t.State == outreach.GaveUp || t.Seminar.State == outreach.Cancelled, outreachstore.Title(rq.Lang, t.Seminar.Seminar),
		outreachstore.WhereFor(rq.Lang, t.Seminar.Seminar, t.Party), r.Store.Link(h, rq.Lang, t.Token), rq.Now)
	return w.File("seminar.ics", "text/calendar; charset=utf-8", []byte(e.String()), true)
}

type changePage struct {
	ui.Shell
	Form  ui.Form
	Party partyAsk
	Base  string
	Card  semCard
}

func (r *Rooms) changePage(rq web.Request, t outreachstore.Ticket, f ui.Form) changePage {
	p := changePage{Shell: rq.Shell(rq.T("outreach.ticket.change_title")).WithErrors(f), Form: f, Party: askParty(rq, t.Seminar, f, formOf(rq.Lang, t.Signup)),
		Base: rq.Lang.Path("/t/" + t.Token), Card: cardOf(rq, t.Seminar)}
	p.NoIndex = true
	return p
}

func (r *Rooms) changeForm(w web.Writer, rq web.Request) error {
	t, err := r.openTicket(rq)
	if err == nil {
		err = t.MayChange(t.Seminar.Seminar, rq.Now)
	}
	if err != nil {
		return err
	}
	return w.Page(changeView(r.changePage(rq, t, ui.Form{})))
}

func (r *Rooms) change(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	t, err := r.openTicket(rq)
	if err != nil {
		return err
	}
	f := readSignup(rq)
	f.Consent, f.Heard, f.Flyer = true, string(t.Heard), ""
	if err := r.Store.ChangeMine(rq.Context(), rq.Actor, t.Token, f); err != nil {
		return w.Again(onForm(err, "two"), func(f ui.Form) templ.Component { return changeView(r.changePage(rq, t, f)) })
	}
	return w.Say("ok", "outreach.ticket.changed").SeeOther("/t/" + t.Token)
}

// onForm puts a refusal that has no field beside the field that can mend it, so that
// nothing typed is lost.
func onForm(err error, field string) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Conflict {
		return err
	}
	var c fault.Check
	c.Add(field, f.Key, f.Args...)
	return c.Err()
}

type movePage struct {
	ui.Shell
	Form  ui.Form
	Base  string
	Cards []semCard
	IDs   []string
}

func (p movePage) options() (out []ui.Option) {
	for i, c := range p.Cards {
		out = append(out, ui.Option{Value: p.IDs[i], Label: c.Date + " " + c.Hours, Note: c.Title + "・" + c.Place + "・" + c.Left})
	}
	return out
}

func (r *Rooms) movePage(rq web.Request, t outreachstore.Ticket, f ui.Form) movePage {
	p := movePage{Shell: rq.Shell(rq.T("outreach.ticket.move")).WithErrors(f), Form: f, Base: rq.Lang.Path("/t/" + t.Token)}
	p.NoIndex = true
	for _, o := range t.Other {
		p.Cards, p.IDs = append(p.Cards, cardOf(rq, o)), append(p.IDs, o.ID)
	}
	return p
}

func (r *Rooms) moveForm(w web.Writer, rq web.Request) error {
	t, err := r.openTicket(rq)
	if err == nil {
		err = t.MayChange(t.Seminar.Seminar, rq.Now)
	}
	if err != nil {
		return err
	}
	return w.Page(moveView(r.movePage(rq, t, ui.Form{})))
}

func (r *Rooms) move(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	t, err := r.openTicket(rq)
	if err != nil {
		return err
	}
	var c fault.Check
	c.When(rq.PostForm.Get("to") == "", "to", "outreach.ticket.move_pick")
	if err = c.Err(); err == nil {
		err = onForm(r.Store.MoveMine(rq.Context(), rq.Actor, t.Token, rq.PostForm.Get("to")), "to")
	}
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return moveView(r.movePage(rq, t, f)) })
	}
	return w.Say("ok", "outreach.ticket.moved").SeeOther("/t/" + t.Token)
}

// surePage asks once more before a step that cannot be taken back.
type surePage struct {
	ui.Shell
	Head, Text, Action, Button, Answer string
	Back                               string
	Card                               semCard
}

func (r *Rooms) sure(w web.Writer, rq web.Request, head, text, button, act, answer string) error {
	t, err := r.openTicket(rq)
	if err == nil {
		err = t.MayChange(t.Seminar.Seminar, rq.Now)
	}
	if err != nil {
		return err
	}
	base := rq.Lang.Path("/t/" + t.Token)
	p := surePage{Shell: rq.Shell(head), Head: head, Text: text, Action: base + act, Button: button, Answer: answer, Back: base, Card: cardOf(rq, t.Seminar)}
	p.NoIndex = true
	return w.Page(sureView(p))
}

func (r *Rooms) cancelForm(w web.Writer, rq web.Request) error {
	return r.sure(w, rq, rq.T("outreach.ticket.cancel_title"), rq.T("outreach.ticket.cancel_text"), rq.T("outreach.ticket.cancel"), "/cancel", "")
}

func (r *Rooms) cancel(w web.Writer, rq web.Request) error {
	if err := r.Store.CancelMine(rq.Context(), rq.Actor, rq.PathValue("token")); err != nil {
		return err
	}
	return w.Say("ok", "outreach.ticket.cancel_done").SeeOther("/t/" + rq.PathValue("token"))
}

func (r *Rooms) declineForm(w web.Writer, rq web.Request) error {
	return r.sure(w, rq, rq.T("outreach.ticket.decline_title"), rq.T("outreach.ticket.decline_text"), rq.T("outreach.ticket.decline"), "/answer", "decline")
}

func (r *Rooms) answerOffer(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	take := rq.PostForm.Get("answer") == "take"
	if err := r.Store.AnswerMine(rq.Context(), rq.Actor, rq.PathValue("token"), take); err != nil {
		return err
	}
	said := "outreach.ticket.declined"
	if take {
		said = "outreach.ticket.taken"
	}
	return w.Say("ok", said).SeeOther("/t/" + rq.PathValue("token"))
}
