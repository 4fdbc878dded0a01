package siteweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/site"
)

func (r *Rooms) newsMailRoutes(rt *web.Router) {
	open := web.Public("anybody may ask for news by mail, and whoever holds the link in a mail may stop it")
	rt.Handle("GET /news-mail", open, r.newsMailForm)
	rt.Handle("POST /news-mail", open, r.askForNews)
	rt.Handle("GET /news-mail/confirm/{token}", open, r.readerPage("confirm"))
	rt.Handle("POST /news-mail/confirm/{token}", open, r.joinNews)
	rt.Handle("GET /news-mail/stop/{token}", open, r.readerPage("stop"))
	rt.Handle("POST /news-mail/stop/{token}", open, r.leaveNews)
	news := web.Need(site.MayNews)
	rt.Handle("GET /staff/site/letters", news, r.letters)
	rt.Handle("GET /staff/site/letters/{id}", news, r.letter)
	rt.Handle("POST /staff/site/letters/{id}", news, r.mailNews)
}

type newsMailPage struct {
	ui.Shell
	Form        ui.Form
	Stamp, Once string
	Asked       bool
}

// guard keeps robots off the public form.
func (r *Rooms) guard() web.Guard { return web.Guard{Keys: r.Keys, Limit: r.Limit} }

func (r *Rooms) newsMailPage(rq web.Request, f ui.Form) newsMailPage {
	return newsMailPage{Shell: rq.Shell(rq.T("site.newsmail.title")).WithErrors(f), Form: f, Stamp: r.guard().Stamp(rq, "news"), Once: f.Or("once", id.Make()), Asked: rq.URL.Query().Get("asked") == "1"}
}

func (r *Rooms) newsMailForm(w web.Writer, rq web.Request) error {
	return w.Page(newsMailView(r.newsMailPage(rq, ui.Form{})))
}

func (r *Rooms) askForNews(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := site.NewsForm{Mail: rq.PostForm.Get("mail"), Lang: rq.Lang.Code(), Consent: rq.PostForm.Get("consent") == "1"}
	_, err := f.Read()
	if err == nil {
		err = r.guard().Check(rq, "news", "mail")
	}
	if err == nil {
		err = r.Store.AskForNews(rq.Context(), rq.Actor, f)
	}
	if err != nil {
		return w.Again(err, func(f ui.Form) templ.Component { return newsMailView(r.newsMailPage(rq, f)) })
	}
	return w.SeeOther("/news-mail?asked=1")
}

// readerMailPage is what the holder of a link in a mail sees: what can be done, or what was done.
type readerMailPage struct {
	ui.Shell
	Title, Text, Action, Button string
}

// readerPage asks once more: programs that look at links in mails must change nothing.
func (r *Rooms) readerPage(what string) web.Handler {
	return func(w web.Writer, rq web.Request) error {
		state, err := r.Store.NewsReader(rq.Context(), rq.Actor, rq.PathValue("token"))
		if err != nil {
			return err
		}
		key := "site.newsmail." + what
		p := readerMailPage{Action: rq.Lang.Path("/news-mail/" + what + "/" + rq.PathValue("token")), Button: rq.T(key + "_button")}
		switch {
		case state == "left":
			key, p.Button = "site.newsmail.left", ""
		case state == "reads" && what == "confirm":
			key, p.Button = "site.newsmail.joined", ""
		}
		return r.readerSays(w, rq, key, p)
	}
}

func (r *Rooms) readerSays(w web.Writer, rq web.Request, key string, p readerMailPage) error {
	p.Title, p.Text = rq.T(key+"_title"), rq.T(key+"_text")
	p.Shell = rq.Shell(p.Title)
	p.NoIndex = true
	return w.Page(readerMailView(p))
}

func (r *Rooms) joinNews(w web.Writer, rq web.Request) error {
	if err := r.Store.JoinNews(rq.Context(), rq.Actor, rq.PathValue("token")); err != nil {
		return err
	}
	return r.readerSays(w, rq, "site.newsmail.joined", readerMailPage{})
}

// leaveNews stops at once, by the button and by the one click of a mail program (RFC 8058),
// which wants no redirect.
func (r *Rooms) leaveNews(w web.Writer, rq web.Request) error {
	if err := r.Store.LeaveNews(rq.Context(), rq.Actor, rq.PathValue("token")); err != nil {
		return err
	}
	return r.readerSays(w, rq, "site.newsmail.left", readerMailPage{})
}

type lettersPage struct {
	ui.Shell
	Tabs []ui.NavItem
	Said string
	Rows []letterRow
}

type letterRow struct{ Title, Published, Sent, Href string }

func (r *Rooms) letters(w web.Writer, rq web.Request) error {
	ls, n, err := r.Store.NewsLetters(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := lettersPage{Shell: rq.Shell(rq.T("site.letters.title")), Tabs: r.tabs(rq, "letters"), Said: rq.T("site.letters.readers", "n", n.Reads, "asked", n.Asked, "left", n.Left)}
	for _, l := range ls {
		row := letterRow{Title: l.Title, Published: rq.Lang.Date(l.First.DateIn(rq.Hub.Loc))}
		if l.Sent.IsZero() {
			row.Href = rq.Lang.Path("/staff/site/letters/" + l.ID)
		} else {
			row.Sent = rq.T("site.letters.sent", "when", rq.Lang.MomentShort(l.Sent, rq.Hub.Loc), "n", l.People, "by", l.SentBy)
		}
		p.Rows = append(p.Rows, row)
	}
	return w.Page(lettersView(p))
}

type letterPage struct {
	ui.Shell
	Heading, Text, Action, Read, Back string
	Can                               bool
}

func (r *Rooms) letter(w web.Writer, rq web.Request) error {
	l, n, err := r.Store.NewsLetter(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	if !l.Sent.IsZero() {
		return fault.New(fault.Conflict, "site.fault.news_sent")
	}
	p := letterPage{Shell: rq.Shell(rq.T("site.letters.send")), Heading: l.Title, Text: rq.T("site.letters.sure", "n", n.Reads), Action: rq.Lang.Path("/staff/site/letters/" + l.ID),
		Read: rq.Lang.Path(site.Path(site.News, l.Slug)), Back: rq.Lang.Path("/staff/site/letters"), Can: n.Reads > 0}
	return w.Page(letterView(p))
}

func (r *Rooms) mailNews(w web.Writer, rq web.Request) error {
	n, err := r.Store.MailNews(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.Say("ok", "site.letters.said", "n", strconv.Itoa(n)).SeeOther("/staff/site/letters")
}
