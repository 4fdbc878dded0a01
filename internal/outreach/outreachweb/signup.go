package outreachweb

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) signupRoutes(rt *web.Router) {
	open := web.Public("people sign up without an account")
	rt.Handle("GET /seminars/{id}/sign-up", open, r.signupForm)
	rt.Handle("POST /seminars/{id}/sign-up", open, r.signup)
	rt.Handle("GET /seminars/{id}/again", open, r.signedUpBefore)
}

// partyAsk is the part of a form that asks who comes; signing up, changing it and
// staff at the telephone share it.
type partyAsk struct {
	Lang    i18n.Lang
	Form    ui.Form
	Before  outreach.SignupForm // what stands there before anything is typed
	Both    bool
	Care    bool   // the seminar has childcare and still takes it
	Left    string // at the place
	Contact bool   // asks for name and contact as well
}

// tookPhone says how a typed number was understood, if it was typed in another form.
func (p partyAsk) tookPhone() string {
	typed := p.Form.Get("phone")
	e, err := ja.Phone(typed)
	if err != nil || e == "" || ja.PhoneShow(e) == typed {
		return ""
	}
	return p.Lang.T("outreach.signup.took", "typed", typed, "read", ja.PhoneShow(e))
}

func (p partyAsk) ways() []ui.Option {
	return []ui.Option{{Value: string(outreach.AtPlace), Label: p.Lang.T("outreach.signup.way_place"), Note: p.Left, On: p.Before.Way == string(outreach.AtPlace)},
		{Value: string(outreach.Online), Label: p.Lang.T("outreach.signup.way_online"), Note: p.Lang.T("outreach.signup.way_online_note"), On: p.Before.Way == string(outreach.Online)}}
}

func (p partyAsk) yes(label, note string, on bool) []ui.Option {
	return []ui.Option{{Value: "1", Label: p.Lang.T(label), Note: note, On: on}}
}

func heards(l i18n.Lang) []ui.Option {
	out := []ui.Option{{Label: l.T("outreach.signup.heard_pick")}}
	for _, h := range outreach.Heards {
		out = append(out, ui.Option{Value: string(h), Label: l.T("outreach.signup.heard." + string(h))})
	}
	return out
}

// askParty fills the shared part of a form for a seminar.
func askParty(rq web.Request, s outreachstore.Listed, f ui.Form, before outreach.SignupForm) partyAsk {
	return partyAsk{Lang: rq.Lang, Form: f, Before: before, Both: len(s.Ways()) == 2, Care: s.Childcare(rq.Today()), Contact: true,
		Left: rq.T("outreach.seminar.left", "n", s.Left().Adults)}
}

// readSignup reads a posted sign-up.
func readSignup(rq web.Request) outreach.SignupForm {
	f := rq.PostForm
	on := func(name string) bool { return f.Get(name) == "1" }
	return outreach.SignupForm{Name: f.Get("name"), Kana: f.Get("kana"), Mail: f.Get("mail"), Phone: f.Get("phone"), Way: f.Get("way"), Two: on("two"),
		Companion: f.Get("companion"), Care: on("care"), Ages: f.Get("ages"), Heard: f.Get("heard"), Flyer: f.Get("flyer"), Card: f.Get("card"), Wishes: f.Get("wishes"),
		Interview: on("interview"), Consent: on("consent"), Lang: rq.Lang.Code()}
}

type signupPage struct {
	ui.Shell
	Form        ui.Form
	Party       partyAsk
	Card        semCard
	Flyer, Code string // of the paper, of the card
	Stamp, Once string
}

func (r *Rooms) signupPage(rq web.Request, s outreachstore.Listed, f ui.Form) signupPage {
	flyer := rq.URL.Query().Get("flyer")
	if c, err := rq.Cookie(flyerCookie); err == nil && flyer == "" {
		flyer = c.Value
	}
	before := outreach.SignupForm{Flyer: outreach.ReadCode(flyer), Card: card(rq)}
	switch {
	case before.Card != "":
		before.Heard = "friend"
	case before.Flyer != "":
		before.Heard = "flyer"
	}
	return signupPage{Shell: rq.Shell(rq.T("outreach.signup.title")).WithErrors(f), Form: f, Party: askParty(rq, s, f, before), Card: cardOf(rq, s),
		Flyer: before.Flyer, Code: before.Card, Stamp: r.guard().Stamp(rq, "sign-up"), Once: f.Or("once", id.Make())}
}

func (r *Rooms) signupForm(w web.Writer, rq web.Request) error {
	s, err := r.Store.Seminar(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err == nil {
		err = s.MayEnter(rq.Now, false)
	}
	if err != nil {
		return err
	}
	remember(w, rq)
	return w.Page(signupView(r.signupPage(rq, s, ui.Form{})))
}

func (r *Rooms) signup(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	s, err := r.Store.Seminar(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	form, got := readSignup(rq), outreachstore.Receipt{}
	if err = s.MayEnter(rq.Now, false); err != nil {
		return err
	}
	if _, err = form.Read(s.Seminar, rq.Now, rq.Hub.Loc); err == nil {
		err = r.guard().Check(rq, "sign-up", "name")
	}
	if err == nil {
		got, err = r.Store.SignUp(rq.Context(), rq.Actor, outreachstore.SignUp{Seminar: s.ID, Once: rq.PostForm.Get("once"), Form: form})
	}
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return signupView(r.signupPage(rq, s, f)) })
	}
	http.SetCookie(w, &http.Cookie{Name: flyerCookie, Path: "/", MaxAge: -1})
	http.SetCookie(w, &http.Cookie{Name: cardCookie, Path: "/", MaxAge: -1})
	switch {
	case got.Again:
		return w.SeeOther("/seminars/" + s.ID + "/again")
	case got.State == outreach.Waiting:
		w = w.Say("info", "outreach.signup.done_wait")
	default:
		w = w.Say("ok", "outreach.signup.done")
	}
	return w.SeeOther("/t/" + got.Token)
}

// cardCookie remembers for a month whose card somebody opened, so that a sign-up after a
// look round is still counted for it. It names a card, never a person.
const cardCookie = "card"

// cardMost bounds what a link may put into the cookie.
const cardMost = 16

// remember keeps the code of a card's link (?c=CODE) while people look round.
func remember(w web.Writer, rq web.Request) {
	code := outreach.ReadCode(rq.URL.Query().Get("c"))
	if code == "" || len(code) > cardMost {
		return
	}
	http.SetCookie(w, &http.Cookie{Name: cardCookie, Value: code, Path: "/", MaxAge: int((30 * 24 * time.Hour).Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: rq.TLS != nil})
}

// card is the code of the card that brought a visitor, "" without one.
func card(rq web.Request) string {
	if code := outreach.ReadCode(rq.URL.Query().Get("c")); code != "" {
		return code
	}
	c, err := rq.Cookie(cardCookie)
	if err != nil {
		return ""
	}
	return outreach.ReadCode(c.Value)
}

type againPage struct {
	ui.Shell
	Back string
}

// signedUpBefore says that somebody of this name and contact is signed up, and no more:
// whose sign-up it is can be read only in the mail.
func (r *Rooms) signedUpBefore(w web.Writer, rq web.Request) error {
	s, err := r.Store.Seminar(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := againPage{Shell: rq.Shell(rq.T("outreach.signup.again_title")), Back: rq.Lang.Path("/seminars/" + s.ID)}
	p.NoIndex = true
	return w.Page(againView(p))
}

// formOf is a kept sign-up as it would have been typed, for changing it.
func formOf(l i18n.Lang, g outreach.Signup) outreach.SignupForm {
	return outreach.SignupForm{Name: g.Name, Kana: g.Kana, Mail: g.Mail, Phone: ja.PhoneShow(g.Phone), Way: string(g.Way), Two: g.Adults == 2, Companion: g.Companion,
		Care: len(g.Children) > 0, Ages: outreachstore.Ages(l, g.Children), Heard: string(g.Heard), Wishes: strings.TrimSpace(g.Wishes), Interview: g.Interview, Consent: true, Lang: g.Lang}
}
