// Package hubweb has the hub's settings, closures, journal and mail for staff, and
// the set-up with which a hub is opened.
package hubweb

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/calendar"
	"hiroba/internal/lib/theme"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests about the hub itself.
type Rooms struct {
	Store *hubstore.Store
	// Shut is what the houses above say a closure would change, before it is saved; nil: nothing.
	Shut    func(rq web.Request, c hub.Closure) (templ.Component, error)
	ShutFor who.Permission // what somebody has to be allowed for that
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	rt.Handle("GET /theme.css", web.Public("the colours of public pages"), r.theme)
	rt.Handle("GET /staff/settings", web.Need(hub.MaySet), r.settings)
	rt.Handle("POST /staff/settings", web.Need(hub.MaySet), r.save)
	rt.Handle("GET /staff/settings/hours", web.Need(hub.MaySet), r.hours)
	rt.Handle("POST /staff/settings/hours", web.Need(hub.MaySet), r.saveHours)
	rt.Handle("GET /logo/{sum}", web.Public("the hub's logo"), r.logo)
	rt.Handle("GET /staff/settings/logo", web.Need(hub.MaySet), r.showLogo)
	rt.Handle("POST /staff/settings/logo", web.Need(hub.MaySet).Upload(hub.LogoMost+1<<20), r.saveLogo)
	rt.Handle("POST /staff/settings/logo/remove", web.Need(hub.MaySet), r.removeLogo)
	rt.Handle("GET /staff/closures", web.Need(hub.MayClose), r.closures)
	rt.Handle("POST /staff/closures", web.Need(hub.MayClose), r.closeDays)
	rt.Handle("POST /staff/closures/{id}/withdraw", web.Need(hub.MayClose), r.withdraw)
	rt.Handle("GET /staff/journal", web.Need(hub.MayJournal), r.journal)
	rt.Handle("GET /staff/mail", web.Need(hub.MayMail), r.mails)
	rt.Handle("GET /staff/mail/{id}", web.Need(hub.MayMail), r.mail)
	rt.Handle("POST /staff/mail/{id}/again", web.Need(hub.MayMail), r.mailAgain)
}

func (r *Rooms) theme(w web.Writer, rq web.Request) error {
	h, err := r.Store.Resolve(rq.Context(), rq.Host)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	return w.File("theme.css", "text/css; charset=utf-8", []byte(theme.CSS(h.Hue)), false)
}

type settingsPage struct {
	ui.Shell
	Form ui.Form
	Hub  hub.Hub
}

func (p settingsPage) tabs(which string) []ui.NavItem {
	l := p.Lang
	out := []ui.NavItem{{Href: l.Path("/staff/settings"), Label: l.T("hub.settings.hub")}, {Href: l.Path("/staff/settings/logo"), Label: l.T("hub.logo.title")},
		{Href: l.Path("/staff/settings/hours"), Label: l.T("hub.settings.hours")}, {Href: l.Path("/staff/closures"), Label: l.T("hub.settings.closures")}, {Href: l.Path("/staff/settings/days"), Label: l.T("dispatch.days.title")},
		{Href: l.Path("/staff/settings/contract"), Label: l.T("workers.clause.title")}, {Href: l.Path("/staff/settings/postcodes"), Label: l.T("workers.postcodes.title")}}
	for i := range out {
		out[i].Current = strings.HasSuffix(out[i].Href, which)
	}
	return out
}

func (r *Rooms) page(rq web.Request, key string, f ui.Form) (settingsPage, error) {
	h, err := r.Store.Here(rq.Context(), rq.Actor)
	return settingsPage{rq.Shell(rq.T(key)).WithErrors(f), f, h}, err
}

func (r *Rooms) settings(w web.Writer, rq web.Request) error {
	p, err := r.page(rq, "hub.settings.title", ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(settingsView(p))
}

func (r *Rooms) save(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	h := readHub(rq.PostForm)
	old, err := r.Store.Here(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	h.Slug = old.Slug
	if err := r.Store.Save(rq.Context(), rq.Actor, h); err != nil {
		return w.Again(err, func(f ui.Form) templ.Component {
			return settingsView(settingsPage{rq.Shell(rq.T("hub.settings.title")).WithErrors(f), f, old})
		})
	}
	return w.Say("ok", "hub.settings.said").SeeOther("/staff/settings")
}

type hoursPage struct {
	settingsPage
	Holidays []string
}

func (r *Rooms) hoursPage(rq web.Request, f ui.Form) (hoursPage, error) {
	p, err := r.page(rq, "hub.settings.hours", f)
	hp := hoursPage{settingsPage: p}
	y := rq.Today().Year()
	for d := when.On(y, 1, 1); d.Year() <= y+1; d = d.AddDays(1) {
		if x, ok := calendar.HolidayOn(d); ok && !d.Before(rq.Today()) {
			s := rq.Lang.DateYear(d) + " " + rq.T("hub.holiday."+x.Name)
			if x.Provisional {
				s += rq.T("hub.settings.provisional")
			}
			hp.Holidays = append(hp.Holidays, s)
		}
	}
	return hp, err
}

func (r *Rooms) hours(w web.Writer, rq web.Request) error {
	p, err := r.hoursPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(hoursView(p))
}

func (r *Rooms) saveHours(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	var h hub.Hub
	h.Version, _ = strconv.Atoi(rq.PostForm.Get("version"))
	err := readWeek(rq.PostForm, &h)
	if err == nil {
		err = r.Store.SaveHours(rq.Context(), rq.Actor, h)
	}
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		p, err := r.hoursPage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(422, hoursView(p))
	}
	return w.Say("ok", "hub.settings.said").SeeOther("/staff/settings/hours")
}

type closuresPage struct {
	settingsPage
	Once string
	Rows []closureRow
	Try  bool            // whether it can be asked what a closure would change
	Shut templ.Component // the answer, nil before
	Seen string          // of which closure it is
}

type closureRow struct {
	ID, Days, Text, By string
	Withdrawn, Past    bool
}

func (r *Rooms) closuresPage(rq web.Request, f ui.Form) (closuresPage, error) {
	p, err := r.page(rq, "hub.closure.title", f)
	if err != nil {
		return closuresPage{}, err
	}
	cs, err := r.Store.Closures(rq.Context(), rq.Actor)
	cp := closuresPage{settingsPage: p, Once: id.Make(), Try: r.tries(rq)}
	for i := len(cs) - 1; i >= 0; i-- {
		c := cs[i]
		cp.Rows = append(cp.Rows, closureRow{c.ID, Days(c, rq.Lang), Sentence(c, rq.Lang), c.MadeBy + " " + rq.Lang.MomentShort(c.MadeAt, rq.Hub.Loc),
			!c.WithdrawnAt.IsZero(), c.To.Before(rq.Today())})
	}
	return cp, err
}

// tries tells whether the houses above answer this actor what a closure would change.
func (r *Rooms) tries(rq web.Request) bool { return r.Shut != nil && rq.Actor.Can(r.ShutFor) }

func (r *Rooms) closures(w web.Writer, rq web.Request) error {
	if rq.URL.Query().Has("from") && r.tries(rq) {
		return r.tryClosure(w, rq)
	}
	p, err := r.closuresPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(closuresView(p))
}

// tryClosure shows what a closure would change, with what was typed; nothing is saved.
func (r *Rooms) tryClosure(w web.Writer, rq web.Request) error {
	rq.PostForm = rq.URL.Query()
	c, err := readClosure(rq.PostForm, rq.Today())
	if err == nil {
		err = c.Check(rq.Today())
	}
	if err != nil {
		return r.closuresAgain(w, rq, err)
	}
	return r.shutPage(w, rq, 200, ui.Form{Values: rq.PostForm}, c)
}

// shutPage is the form with what its closure would change.
func (r *Rooms) shutPage(w web.Writer, rq web.Request, status int, f ui.Form, c hub.Closure) error {
	p, err := r.closuresPage(rq, f)
	if err != nil {
		return err
	}
	if p.Shut, err = r.Shut(rq, c); err != nil {
		return err
	}
	p.Seen = seen(c)
	return w.PageStatus(status, closuresView(p))
}

// seen names the days and hours of a closure, so that a form can say which one was looked at.
func seen(c hub.Closure) string { return fmt.Sprintf("%s/%s/%d/%d", c.From, c.To, c.Opens, c.Closes) }

// unseen shows what a closure changes before it can be saved: promises may move (S24), and
// whoever closes the hub knows which. A form that was changed since is looked at again.
func (r *Rooms) unseen(w web.Writer, rq web.Request, c hub.Closure) error {
	var check fault.Check
	check.Add("from", "hub.closure.unseen")
	f, err := rq.FormOf(check.Err())
	if err != nil {
		return err
	}
	return r.shutPage(w, rq, 422, f, c)
}

// closuresAgain shows the form with what is wrong in it.
func (r *Rooms) closuresAgain(w web.Writer, rq web.Request, err error) error {
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	p, err := r.closuresPage(rq, f)
	if err != nil {
		return err
	}
	return w.PageStatus(422, closuresView(p))
}

func (r *Rooms) closeDays(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	c, err := readClosure(rq.PostForm, rq.Today())
	if err == nil {
		err = c.Check(rq.Today())
	}
	if err == nil && r.tries(rq) && rq.PostForm.Get("seen") != seen(c) {
		return r.unseen(w, rq, c)
	}
	if err == nil {
		if !id.Valid(c.ID) {
			c.ID = id.Make()
		}
		err = r.Store.Close(rq.Context(), rq.Actor, c)
	}
	if err != nil {
		return r.closuresAgain(w, rq, err)
	}
	return w.Say("ok", "hub.closure.said").SeeOther("/staff/closures")
}

func (r *Rooms) withdraw(w web.Writer, rq web.Request) error {
	if err := r.Store.Withdraw(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "hub.closure.said_withdrawn").SeeOther("/staff/closures")
}

type journalPage struct {
	ui.Shell
	Lines []journalLine
	Older string
}

type journalLine struct{ When, What string }

func (r *Rooms) journal(w web.Writer, rq web.Request) error {
	before, _ := strconv.ParseInt(rq.URL.Query().Get("before"), 10, 64)
	es, err := r.Store.Journal(rq.Context(), rq.Actor, before)
	if err != nil {
		return err
	}
	p := journalPage{Shell: rq.Shell(rq.T("hub.journal.title"))}
	for _, e := range es {
		p.Lines = append(p.Lines, journalLine{rq.Lang.MomentShort(e.At, rq.Hub.Loc), line(e, rq.Lang)})
	}
	if n := len(es); n == 50 && es[n-1].Seq > 1 {
		p.Older = rq.Lang.Path("/staff/journal?before=" + strconv.FormatInt(es[n-1].Seq, 10))
	}
	return w.Page(journalView(p))
}

// line is an entry as a sentence.
func line(e journal.Entry, l i18n.Lang) string {
	house, verb, _ := strings.Cut(e.Kind, ".")
	actor := e.Actor
	switch {
	case actor == "visitor":
		actor = l.T("hub.journal.visitor")
	case strings.HasPrefix(actor, "system:"):
		actor = l.T("hub.journal.system")
	}
	args := []any{"actor", actor}
	kept := map[string]any{}
	if json.Unmarshal([]byte(e.Particulars), &kept) == nil {
		for k, v := range kept {
			if f, ok := v.(float64); ok {
				args = append(args, k, int64(f)) // a number, so that "1 order" is no "1 orders"
				continue
			}
			args = append(args, k, fmt.Sprint(v))
		}
	}
	return l.T(house+".event."+verb, args...)
}

type mailsPage struct {
	ui.Shell
	Tabs  []ui.NavItem
	Rows  []mailRow
	Pager ui.Pager
}

type mailRow struct{ Href, To, Subject, State, Kind, At string }

const mailsOnPage = 50

func (r *Rooms) mails(w web.Writer, rq web.Request) error {
	state := rq.URL.Query().Get("state")
	page := web.PageOf(rq.URL.Query())
	m, err := r.Store.MailPage(rq.Context(), rq.Actor, state, (page-1)*mailsOnPage, mailsOnPage)
	if err != nil {
		return err
	}
	p := mailsPage{Shell: rq.Shell(rq.T("hub.mail.title"))}
	total := m.All
	for _, t := range []struct {
		state, key string
		n          int
	}{{"", "hub.mail.all", m.All}, {"waiting", "hub.mail.waiting", m.Waiting}, {"sent", "hub.mail.sent", m.Sent}, {"failed", "hub.mail.failed", m.NotArriv}} {
		p.Tabs = append(p.Tabs, ui.NavItem{Href: rq.Lang.Path("/staff/mail?state=" + t.state), Label: rq.T(t.key) + " " + strconv.Itoa(t.n), Current: t.state == state})
		if t.state == state {
			total = t.n
		}
	}
	for _, x := range m.Rows {
		if x.Erased() {
			x.Subject = rq.T("hub.mail.erased")
		}
		p.Rows = append(p.Rows, mailRow{rq.Lang.Path("/staff/mail/" + x.ID), x.To, x.Subject, rq.T("hub.mail." + x.State), kindOf(x.State), rq.Lang.MomentShort(x.Created, rq.Hub.Loc)})
	}
	p.Pager = ui.Pager{Page: page, Size: mailsOnPage, Total: total, Base: rq.Lang.Path("/staff/mail?state=" + url.QueryEscape(state) + "&p=")}
	return w.Page(mailsView(p))
}

func kindOf(state string) string {
	switch state {
	case "sent":
		return "ok"
	case "failed":
		return "bad"
	}
	return "info"
}

type mailPage struct {
	ui.Shell
	ID, To, Subject, Text, State, Kind, At, Error string
}

func (r *Rooms) mail(w web.Writer, rq web.Request) error {
	x, err := r.Store.Mail(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	to := x.To
	if x.ToName != "" {
		to = x.ToName + " <" + x.To + ">"
	}
	if x.Erased() {
		x.Subject = rq.T("hub.mail.erased")
	}
	return w.Page(mailView(mailPage{rq.Shell(x.Subject), x.ID, to, x.Subject, x.Text, rq.T("hub.mail." + x.State), kindOf(x.State), rq.Lang.Moment(x.Created, rq.Hub.Loc), x.LastError}))
}

func (r *Rooms) mailAgain(w web.Writer, rq web.Request) error {
	if err := r.Store.MailAgain(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "hub.mail.said").SeeOther("/staff/mail/" + rq.PathValue("id"))
}
