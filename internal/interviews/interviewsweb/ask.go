package interviewsweb

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/interviews"
	"hiroba/internal/outreach"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) askRoutes(rt *web.Router) {
	open := web.Public("anybody may ask for an interview, without an account")
	rt.Handle("GET /interview", open, r.askForm)
	rt.Handle("POST /interview", open, r.ask)
	rt.Handle("GET /interview/again", open, r.askedBefore)
}

type askPage struct {
	ui.Shell
	Form        ui.Form
	Stamp, Once string
	Code        string
}

// cardCookie is the one in which a card's link is remembered while people look round.
const cardCookie = "card"

func (r *Rooms) askPage(rq web.Request, f ui.Form) askPage {
	code := outreach.ReadCode(rq.URL.Query().Get("c"))
	if c, err := rq.Cookie(cardCookie); err == nil && code == "" {
		code = outreach.ReadCode(c.Value)
	}
	return askPage{Shell: rq.Shell(rq.T("interviews.ask.title")).WithErrors(f), Form: f, Stamp: r.guard().Stamp(rq, "interview"), Once: f.Or("once", id.Make()), Code: code}
}

func (r *Rooms) askForm(w web.Writer, rq web.Request) error {
	return w.Page(askView(r.askPage(rq, ui.Form{})))
}

func formOf(v url.Values, lang string) interviews.Form {
	return interviews.Form{Name: v.Get("name"), Kana: v.Get("kana"), Mail: v.Get("mail"), Phone: v.Get("phone"), Wants: v.Get("wants"), Code: v.Get("code"), Lang: lang, Consent: v.Get("consent") == "1"}
}

func (r *Rooms) ask(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	form := formOf(rq.PostForm, rq.Lang.Code())
	_, err := form.Read(true)
	if err == nil {
		err = r.guard().Check(rq, "interview", "name")
	}
	to := "/interview/again"
	if err == nil {
		got, e := r.Store.Ask(rq.Context(), rq.Actor, rq.PostForm.Get("once"), form)
		if err = e; !got.Again {
			to = "/i/" + got.Token
		}
	}
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return askView(r.askPage(rq, f)) })
	}
	http.SetCookie(w, &http.Cookie{Name: cardCookie, Path: "/", MaxAge: -1})
	return w.SeeOther(to)
}

type plainPage struct {
	ui.Shell
	Text string
}

// askedBefore says that somebody of this name and contact asked before, and no more:
// their page can be opened only from the mail.
func (r *Rooms) askedBefore(w web.Writer, rq web.Request) error {
	p := plainPage{Shell: rq.Shell(rq.T("interviews.ask.again_title")), Text: rq.T("interviews.ask.again")}
	p.NoIndex = true
	return w.Page(plainView(p))
}

func yes(label, note string) []ui.Option {
	return []ui.Option{{Value: "1", Label: label, Note: note}}
}

// tookPhone says how a typed number was understood, if it was typed in another form.
func tookPhone(rq ui.Shell, f ui.Form) string {
	typed := f.Get("phone")
	e, err := ja.Phone(typed)
	if err != nil || e == "" || ja.PhoneShow(e) == typed {
		return ""
	}
	return rq.Lang.T("interviews.field.took", "typed", typed, "read", ja.PhoneShow(e))
}
