// Package peopleweb has the pages of signing in, of one's own account, and of staff and roles.
package peopleweb

import (
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/people"
	"hiroba/internal/people/peoplestore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Cookie names the session's cookie.
const Cookie = "hiroba_session"

// Rooms answers the requests about people.
type Rooms struct {
	Store  *peoplestore.Store
	places *web.Limiter // per network address
	mails  *web.Limiter // per mail address
}

// New makes the rooms with the usual limits.
func New(s *peoplestore.Store, clock when.Clock) *Rooms {
	return &Rooms{Store: s,
		places: &web.Limiter{Most: 30, Every: 10 * time.Second, Clock: clock},
		mails:  &web.Limiter{Most: 5, Every: 3 * time.Minute, Clock: clock}}
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	door := web.Public("whoever wants to sign in is not signed in yet")
	rt.Handle("GET /sign-in", door, r.signIn)
	rt.Handle("POST /sign-in/link", door, r.askLink)
	rt.Handle("GET /sign-in/sent", door, r.sent)
	rt.Handle("GET /sign-in/link/{token}", door, r.link)
	rt.Handle("POST /sign-in/link/{token}", door, r.useLink)
	rt.Handle("POST /sign-in/password", door, r.password)
	rt.Handle("POST /sign-out", web.SignedIn(), r.signOut)
	rt.Handle("GET /me", web.SignedIn(), r.me)
	rt.Handle("POST /me", web.SignedIn(), r.saveMe)
	rt.Handle("GET /me/devices", web.SignedIn(), r.devices)
	rt.Handle("POST /me/devices/{id}/end", web.SignedIn(), r.endDevice)
	rt.Handle("POST /me/devices/end-others", web.SignedIn(), r.endOthers)
	rt.Handle("GET /invitations/{token}", door, r.invitation)
	rt.Handle("POST /invitations/{token}", door, r.accept)
	rt.Handle("GET /staff/people", web.Need(people.MayInvite), r.staff)
	rt.Handle("GET /staff/people.xlsx", web.Need(people.MayInvite), r.staffFile)
	rt.Handle("GET /staff/people.csv", web.Need(people.MayInvite), r.staffFile)
	rt.Handle("POST /staff/people/invite", web.Need(people.MayInvite), r.invite)
	rt.Handle("POST /staff/people/add", web.Need(people.MayInvite), r.add)
	rt.Handle("POST /staff/invitations/{id}/withdraw", web.Need(people.MayInvite), r.withdraw)
	rt.Handle("GET /staff/people/{id}/end/{role}", web.Need(people.MayInvite), r.confirmEnd)
	rt.Handle("POST /staff/people/{id}/end/{role}", web.Need(people.MayInvite), r.endRole)
}

type signInPage struct {
	ui.Shell
	Form ui.Form
	Next string
}

// local lets a way back be a page of this hub only.
func local(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n") {
		return ""
	}
	return next
}

func (r *Rooms) signIn(w web.Writer, rq web.Request) error {
	return w.Page(signInView(signInPage{Shell: quiet(rq, "people.sign_in.title"), Next: local(rq.URL.Query().Get("next"))}))
}

func quiet(rq web.Request, key string) ui.Shell {
	s := rq.Shell(rq.T(key))
	s.NoIndex = true
	return s
}

func (r *Rooms) again(rq web.Request, next string) func(ui.Form) templ.Component {
	return func(f ui.Form) templ.Component {
		return signInView(signInPage{Shell: quiet(rq, "people.sign_in.title").WithErrors(f), Form: f, Next: next})
	}
}

// calm answers a fault when somebody, or some machine, tries too often.
func (r *Rooms) calm(rq web.Request, addr, field string) error {
	if r.places.Allow(web.Address(rq.Request)) && r.mails.Allow(strings.ToLower(addr)) {
		return nil
	}
	var c fault.Check
	c.Add(field, "ui.form.calm")
	return c.Err()
}

func (r *Rooms) askLink(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	next := local(rq.PostForm.Get("next"))
	err := r.calm(rq, rq.PostForm.Get("mail"), "mail")
	if err == nil {
		err = r.Store.AskLink(rq.Context(), rq.Actor, rq.PostForm.Get("mail"), url.QueryEscape(next), rq.Lang)
	}
	if err != nil {
		return w.Again(err, r.again(rq, next))
	}
	return w.SeeOther("/sign-in/sent")
}

func (r *Rooms) sent(w web.Writer, rq web.Request) error {
	return w.Page(sentView(quiet(rq, "people.sent.title"), int(people.LinkLasts.Minutes())))
}

type linkPage struct {
	ui.Shell
	Form    ui.Form
	Action  string
	Next    string
	Choices []ui.Option
}

func (r *Rooms) link(w web.Writer, rq web.Request) error { return r.linkPage(w, rq, 200, ui.Form{}) }

func (r *Rooms) linkPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	cs, err := r.Store.Choices(rq.Context(), rq.Actor, rq.PathValue("token"))
	if err != nil {
		return err
	}
	p := linkPage{Shell: quiet(rq, "people.link.title").WithErrors(f), Form: f, Action: rq.Lang.Path("/sign-in/link/" + rq.PathValue("token")), Next: local(rq.URL.Query().Get("next"))}
	if len(cs) > 1 {
		for _, c := range cs {
			p.Choices = append(p.Choices, ui.Option{Value: c.ID, Label: c.Name})
		}
	}
	return w.PageStatus(status, linkView(p))
}

func (r *Rooms) useLink(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	s, err := r.Store.UseLink(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PostForm.Get("person"), rq.UserAgent())
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.linkPage(w, rq, 422, f)
	}
	return r.enter(w, rq, s, local(rq.PostForm.Get("next")))
}

func (r *Rooms) password(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	next := local(rq.PostForm.Get("next"))
	err := r.calm(rq, rq.PostForm.Get("mail"), "password")
	s := ""
	if err == nil {
		s, err = r.Store.WithPassword(rq.Context(), rq.Actor, rq.PostForm.Get("mail"), rq.PostForm.Get("password"), rq.UserAgent())
	}
	if err != nil {
		return w.Again(err, r.again(rq, next))
	}
	return r.enter(w, rq, s, next)
}

// enter gives the browser its session and sends it on.
func (r *Rooms) enter(w web.Writer, rq web.Request, session, next string) error {
	http.SetCookie(w, &http.Cookie{Name: Cookie, Value: session, Path: "/", HttpOnly: true, Secure: rq.TLS != nil || rq.Header.Get("X-Forwarded-Proto") == "https",
		SameSite: http.SameSiteLaxMode, MaxAge: int(people.SessionIdle.Seconds())})
	if next == "" {
		next = r.landing(rq, session)
	}
	http.Redirect(w, rq.Request, rq.Lang.Path(next), http.StatusSeeOther)
	return nil
}

// landing is where somebody begins who asked for no page: whoever is only a worker with
// her own home, whoever is only a client with their window, everybody else with the work pages.
func (r *Rooms) landing(rq web.Request, session string) string {
	_, p, err := r.Store.Actor(rq.Context(), rq.Hub.ID, session)
	if err != nil || len(p.Roles) != 1 {
		return "/staff"
	}
	switch p.Roles[0] {
	case people.Worker:
		return "/my"
	case people.Client:
		return "/client"
	}
	return "/staff"
}

// Token is the session of a request.
func Token(r *http.Request) string {
	c, err := r.Cookie(Cookie)
	if err != nil {
		return ""
	}
	return c.Value
}

func (r *Rooms) signOut(w web.Writer, rq web.Request) error {
	if err := r.Store.SignOut(rq.Context(), rq.Actor, Token(rq.Request)); err != nil {
		return err
	}
	http.SetCookie(w, &http.Cookie{Name: Cookie, Path: "/", MaxAge: -1})
	return w.Say("ok", "people.said.signed_out").SeeOther("/")
}

type mePage struct {
	ui.Shell
	Form   ui.Form
	Person people.Person
}

func (r *Rooms) me(w web.Writer, rq web.Request) error { return r.mePage(w, rq, 200, ui.Form{}) }

func (r *Rooms) mePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	p, err := r.Store.Me(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return w.PageStatus(status, meView(mePage{rq.Shell(rq.T("people.me.title")).WithErrors(f), f, p}))
}

func (r *Rooms) saveMe(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.SaveMe(rq.Context(), rq.Actor, peoplestore.Account{Name: f.Get("name"), Lang: f.Get("lang"), Scheme: f.Get("scheme"), Password: f.Get("password")})
	if err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.mePage(w, rq, 422, form)
	}
	http.Redirect(w.Say("ok", "people.said.saved"), rq.Request, i18n.Of(f.Get("lang")).Path("/me"), http.StatusSeeOther)
	return nil
}

type devicesPage struct {
	ui.Shell
	Devices []device
}

type device struct {
	ID, Name, Since, Seen string
	This                  bool
}

func (r *Rooms) devices(w web.Writer, rq web.Request) error {
	ds, err := r.Store.Devices(rq.Context(), rq.Actor, Token(rq.Request))
	if err != nil {
		return err
	}
	p := devicesPage{Shell: rq.Shell(rq.T("people.devices.title"))}
	for _, d := range ds {
		p.Devices = append(p.Devices, device{d.ID, agentName(d.Agent, rq.Lang), rq.Lang.Moment(d.Made, rq.Hub.Loc), rq.Lang.Moment(d.Seen, rq.Hub.Loc), d.This})
	}
	return w.Page(devicesView(p))
}

// agentName is a browser's word for itself in words people know.
func agentName(agent string, l i18n.Lang) string {
	for _, x := range [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Macintosh", "Mac"}, {"CrOS", "Chromebook"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, x[0]) {
			for _, b := range []string{"Edg", "Firefox", "Chrome", "Safari"} {
				if strings.Contains(agent, b) {
					return x[1] + " (" + strings.Replace(b, "Edg", "Edge", 1) + ")"
				}
			}
			return x[1]
		}
	}
	return l.T("people.devices.unknown")
}

func (r *Rooms) endDevice(w web.Writer, rq web.Request) error {
	if err := r.Store.EndDevice(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "people.said.device_ended").SeeOther("/me/devices")
}

func (r *Rooms) endOthers(w web.Writer, rq web.Request) error {
	if err := r.Store.EndOthers(rq.Context(), rq.Actor, Token(rq.Request)); err != nil {
		return err
	}
	return w.Say("ok", "people.said.device_ended").SeeOther("/me/devices")
}

type invitationPage struct {
	ui.Shell
	Form                       ui.Form
	Action, Name, Role, MadeBy string
}

func (r *Rooms) invitation(w web.Writer, rq web.Request) error {
	return r.invitationPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) invitationPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	i, err := r.Store.Invitation(rq.Context(), rq.Actor, rq.PathValue("token"))
	if err != nil {
		return err
	}
	return w.PageStatus(status, invitationView(invitationPage{quiet(rq, "people.invitation.title").WithErrors(f), f,
		rq.Lang.Path("/invitations/" + rq.PathValue("token")), i.Name, rq.T("people.role." + string(i.Role)), i.MadeBy}))
}

func (r *Rooms) accept(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	s, err := r.Store.Accept(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PostForm.Get("password"), rq.UserAgent(), rq.Lang)
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.invitationPage(w, rq, 422, f)
	}
	return r.enter(w, rq, s, "")
}

type staffPage struct {
	ui.Shell
	Form    ui.Form
	People  []member
	Invited []member
	Roles   []ui.Option
}

type member struct {
	ID, Name, Mail, Since string
	Roles                 []roleTag
}

type roleTag struct{ Role, Label string }

func (r *Rooms) staff(w web.Writer, rq web.Request) error { return r.staffPage(w, rq, 200, ui.Form{}) }

// staffFile is the list of who may sign in as what, as a table.
func (r *Rooms) staffFile(w web.Writer, rq web.Request) error {
	st, err := r.Store.Staff(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("people.staff.title")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("people.field.name"), rq.T("people.field.mail"), rq.T("people.field.role"), rq.T("people.staff.since")))
	for _, x := range st.People {
		for _, role := range x.Roles {
			t.Lines = append(t.Lines, []any{x.Name, x.Mail, rq.T("people.role." + string(role)), x.Since.DateIn(rq.Hub.Loc)})
		}
	}
	return w.Sheet("people"+path.Ext(rq.URL.Path), t)
}

func (r *Rooms) staffPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	st, err := r.Store.Staff(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := staffPage{Shell: rq.Shell(rq.T("people.staff.title")).WithErrors(f), Form: f, Roles: []ui.Option{{Label: rq.T("people.staff.choose")}}}
	for _, x := range people.Roles() {
		p.Roles = append(p.Roles, ui.Option{Value: string(x), Label: rq.T("people.role." + string(x))})
	}
	for _, x := range st.People {
		m := member{ID: x.ID, Name: x.Name, Mail: x.Mail, Since: rq.Lang.DateYear(x.Since.DateIn(rq.Hub.Loc))}
		for _, role := range x.Roles {
			m.Roles = append(m.Roles, roleTag{string(role), rq.T("people.role." + string(role))})
		}
		p.People = append(p.People, m)
	}
	for _, x := range st.Invited {
		p.Invited = append(p.Invited, member{ID: x.ID, Name: x.Name, Mail: x.Mail, Since: rq.Lang.DateYear(x.Made.DateIn(rq.Hub.Loc)), Roles: []roleTag{{string(x.Role), rq.T("people.role." + string(x.Role))}}})
	}
	return w.PageStatus(status, staffView(p))
}

func (r *Rooms) invite(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	i := people.Invite{Name: rq.PostForm.Get("name"), Mail: rq.PostForm.Get("mail"), Role: rq.PostForm.Get("role")}
	if err := r.Store.Invite(rq.Context(), rq.Actor, i, rq.Lang); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.staffPage(w, rq, 422, f)
	}
	return w.Say("ok", "people.said.invited").SeeOther("/staff/people")
}

func (r *Rooms) add(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	i := people.Invite{Name: rq.PostForm.Get("name"), Role: rq.PostForm.Get("role")}
	if err := r.Store.AddPerson(rq.Context(), rq.Actor, i); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.staffPage(w, rq, 422, f)
	}
	return w.Say("ok", "people.said.added").SeeOther("/staff/people")
}

func (r *Rooms) withdraw(w web.Writer, rq web.Request) error {
	if err := r.Store.Withdraw(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "people.said.withdrawn").SeeOther("/staff/people")
}

type endPage struct {
	ui.Shell
	Action, Role string
}

func (r *Rooms) confirmEnd(w web.Writer, rq web.Request) error {
	role := people.Role(rq.PathValue("role"))
	if !role.Valid() {
		return fault.New(fault.NotFound, "people.fault.role_gone")
	}
	return w.Page(endView(endPage{rq.Shell(rq.T("people.end.title")), rq.Lang.Path("/staff/people/" + rq.PathValue("id") + "/end/" + string(role)), rq.T("people.role." + string(role))}))
}

func (r *Rooms) endRole(w web.Writer, rq web.Request) error {
	if err := r.Store.EndRole(rq.Context(), rq.Actor, rq.PathValue("id"), people.Role(rq.PathValue("role"))); err != nil {
		return err
	}
	return w.Say("ok", "people.said.role_ended").SeeOther("/staff/people")
}
