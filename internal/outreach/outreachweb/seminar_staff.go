package outreachweb

import (
	"net/url"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/outreach"
	"hiroba/internal/outreach/outreachstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

func (r *Rooms) seminarStaffRoutes(rt *web.Router) {
	see, run := web.Need(outreach.MaySee), web.Need(outreach.MayRun)
	rt.Handle("GET /staff/seminars", see, r.staffSeminars)
	rt.Handle("GET /staff/seminars/new", run, r.newSeminar)
	rt.Handle("POST /staff/seminars/new", run, r.saveSeminar)
	rt.Handle("GET /staff/seminars/{id}", see, r.staffSeminar)
	rt.Handle("GET /staff/seminars/{id}/edit", run, r.editSeminar)
	rt.Handle("POST /staff/seminars/{id}/edit", run, r.saveSeminar)
	rt.Handle("GET /staff/seminars/{id}/step/{step}", run, r.stepForm)
	rt.Handle("POST /staff/seminars/{id}/step/{step}", run, r.stepSeminar)
	r.partyRoutes(rt)
	rt.Handle("GET /staff/seminars/{id}/mail", run, r.mailAllForm)
	rt.Handle("POST /staff/seminars/{id}/mail", run, r.mailAll)
	rt.Handle("GET /staff/seminars/{id}/flyers", run, r.flyers)
	rt.Handle("POST /staff/seminars/{id}/flyers", run, r.addFlyers)
	rt.Handle("GET /staff/seminars/{id}/flyer.pdf", run, r.flyerPDF)
}

// staffCard is a seminar with the numbers staff steer by.
type staffCard struct {
	semCard
	ID                             string
	Base                           string // its page for staff
	Draft                          bool
	Parties, Waiting, Kids, Target string
	ToTarget                       int // percent of the target that has a seat
	Status, StatusKind             string
}

func staffCardOf(rq web.Request, s outreachstore.Listed) staffCard {
	l := rq.Lang
	c := staffCard{semCard: cardOf(rq, s), ID: s.ID, Base: l.Path("/staff/seminars/" + s.ID), Draft: s.State == outreach.Draft, Parties: l.Number(s.Adults),
		Waiting: l.Number(s.WaitingParties + s.Offered), Kids: l.Number(s.Counts.Children), Status: l.T("outreach.staff.state." + string(s.State)), StatusKind: map[outreach.SeminarState]string{
			outreach.Published: "ok", outreach.Cancelled: "bad", outreach.Draft: "warn"}[s.State]}
	if s.Target > 0 {
		c.Target, c.ToTarget = l.Number(s.Target), 100*s.Adults/s.Target
	}
	if c.Openness == outreach.Over && s.State != outreach.Cancelled && !c.Draft {
		c.Status, c.StatusKind = l.T("outreach.seminar.state.over"), ""
	}
	return c
}

type staffSeminarsPage struct {
	ui.Shell
	Coming, Past []staffCard
	MayRun       bool
}

func (r *Rooms) staffSeminars(w web.Writer, rq web.Request) error {
	coming, past, err := r.Store.Seminars(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := staffSeminarsPage{Shell: rq.Shell(rq.T("outreach.seminar.title")), MayRun: rq.Actor.Can(outreach.MayRun)}
	for _, s := range coming {
		p.Coming = append(p.Coming, staffCardOf(rq, s))
	}
	for _, s := range past {
		p.Past = append(p.Past, staffCardOf(rq, s))
	}
	return w.Page(staffSeminarsView(p))
}

// seminarTabs are the ways through one seminar's work pages.
func seminarTabs(rq web.Request, id, current string) []ui.NavItem {
	base := "/staff/seminars/" + id
	var out []ui.NavItem
	add := func(name, path, key string) {
		out = append(out, ui.NavItem{Href: rq.Lang.Path(path), Label: rq.T(key), Current: name == current})
	}
	add("signups", base, "outreach.staff.tab.signups")
	if rq.Actor.Can(outreach.MayRun) {
		add("flyers", base+"/flyers", "outreach.staff.tab.flyers")
		add("mail", base+"/mail", "outreach.staff.tab.mail")
	}
	if rq.Actor.Can(outreach.MayDoor) {
		add("door", "/door/"+id, "outreach.staff.tab.door")
	}
	add("numbers", base+"/numbers", "outreach.numbers.title")
	return out
}

type staffSeminarPage struct {
	ui.Shell
	Card               staffCard
	Tabs               []ui.NavItem
	Steps              []ui.Link // what can be done with it now
	MayRun, MayPeople  bool
	Enter              bool // somebody who telephones can still be entered
	State, Words, Sort string
	States             []ui.Option
	Rows               []partyRow
	Total              int
	Pager              ui.Pager
	Log                []string
}

// partyRow is one line of the sign-up table.
type partyRow struct{ Href, Name, Kana, Who, Contact, State, Kind, Until, Batch, Made, Alike string }

const signupsSize = 50

func (r *Rooms) staffSeminar(w web.Writer, rq web.Request) error {
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := staffSeminarPage{Card: staffCardOf(rq, e.Listed), Tabs: seminarTabs(rq, e.ID, "signups"), MayRun: rq.Actor.Can(outreach.MayRun), MayPeople: rq.Actor.Can(outreach.MaySignups)}
	p.Enter = p.MayPeople && e.MayEnter(rq.Now, true) == nil
	p.Shell = rq.Shell(p.Card.Title)
	if p.MayRun {
		p.Steps = stepLinks(rq, e.Seminar)
	}
	for _, s := range e.Steps {
		line := rq.Lang.MomentShort(s.At, rq.Hub.Loc) + " " + rq.T("outreach.staff.state."+string(s.State)) + " (" + s.By + ")"
		if s.Reason != "" {
			line += " " + s.Reason
		}
		p.Log = append(p.Log, line)
	}
	if p.MayPeople {
		if err := r.signupTable(rq, e.ID, &p); err != nil {
			return err
		}
	}
	return w.Page(staffSeminarView(p))
}

func (r *Rooms) signupTable(rq web.Request, id string, p *staffSeminarPage) error {
	q := rq.URL.Query()
	ask := outreachstore.ListAsk{Seminar: id, State: q.Get("state"), Search: q.Get("q"), Sort: q.Get("sort"), Page: web.PageOf(q), Size: signupsSize}
	if !q.Has("state") {
		ask.State = "live"
	}
	if ask.Sort != "kana" {
		ask.Sort = "line"
	}
	got, err := r.Store.Signups(rq.Context(), rq.Actor, ask)
	if err != nil {
		return err
	}
	p.State, p.Words, p.Sort, p.Total = ask.State, ask.Search, ask.Sort, got.Total
	p.States = []ui.Option{{Value: "live", Label: rq.T("outreach.staff.live")}, {Value: "", Label: rq.T("outreach.staff.all")}}
	for _, s := range []outreach.SignupState{outreach.Seated, outreach.Waiting, outreach.Offered, outreach.GaveUp, outreach.LapsedIn} {
		p.States = append(p.States, ui.Option{Value: string(s), Label: rq.T("outreach.ticket."+ticketWord(s)) + " " + rq.Lang.Number(got.ByState[s])})
	}
	p.Rows = make([]partyRow, 0, len(got.Rows))
	for _, g := range got.Rows {
		p.Rows = append(p.Rows, partyRowOf(rq, p.Card.Base, g))
	}
	p.Pager = ui.Pager{Page: ask.Page, Size: signupsSize, Total: got.Total, Base: p.Card.Base + "?state=" + url.QueryEscape(ask.State) + "&q=" + url.QueryEscape(ask.Search) + "&sort=" + ask.Sort + "&p="}
	return nil
}

func partyRowOf(rq web.Request, base string, g outreachstore.ListRow) partyRow {
	l := rq.Lang
	row := partyRow{Href: base + "/signups/" + g.ID, Name: g.Name, Kana: g.Kana, Who: l.T("outreach.party.adults", "n", g.Adults), Contact: g.Mail,
		State: l.T("outreach.ticket." + ticketWord(g.State)), Kind: ticketKinds[g.State], Batch: g.Batch, Made: l.MomentShort(g.Created, rq.Hub.Loc)}
	if g.Kids > 0 {
		row.Who = l.T("outreach.party.both", "adults", row.Who, "children", l.T("outreach.party.children", "n", g.Kids))
	}
	if g.Way == outreach.Online {
		row.Who = l.T("outreach.party.list", "a", row.Who, "b", l.T("outreach.seminar.online"))
	}
	if row.Contact == "" {
		row.Contact = ja.PhoneShow(g.Phone)
	}
	if g.State == outreach.Offered {
		row.Until = l.MomentShort(g.Until, rq.Hub.Loc)
	}
	if g.Alike != "" {
		row.Alike = l.T("outreach.staff.alike")
	}
	return row
}

// steps are the ways a seminar can go on, by the word in the address.
var steps = map[string]outreach.SeminarState{"publish": outreach.Published, "close": outreach.Closed, "cancel": outreach.Cancelled}

func stepLinks(rq web.Request, s outreach.Seminar) (out []ui.Link) {
	for _, name := range []string{"publish", "close", "cancel"} {
		if s.Step(steps[name], rq.Now) == nil {
			out = append(out, ui.Link{Href: rq.Lang.Path("/staff/seminars/" + s.ID + "/step/" + name), Label: rq.T("outreach.staff.step." + name)})
		}
	}
	return out
}

type stepPage struct {
	ui.Shell
	Form               ui.Form
	Card               staffCard
	Head, Text, Action string
	Reason             bool
}

func (r *Rooms) stepPage(rq web.Request, e outreachstore.Edition, f ui.Form) (stepPage, error) {
	step := rq.PathValue("step")
	p := stepPage{Shell: rq.Shell(rq.T("outreach.staff.step." + step)).WithErrors(f), Form: f, Card: staffCardOf(rq, e.Listed), Head: rq.T("outreach.staff.step." + step), Reason: step == "cancel"}
	p.Action = p.Card.Base + "/step/" + step
	reach, err := r.Store.Reach(rq.Context(), rq.Actor, e.ID, "all")
	p.Text = rq.T("outreach.staff.sure."+step, "mail", reach.WithMail, "call", reach.WithoutMail)
	return p, err
}

// stepping reads the seminar of a step and sees that the step can be taken.
func (r *Rooms) stepping(rq web.Request) (outreachstore.Edition, error) {
	to, ok := steps[rq.PathValue("step")]
	if !ok {
		return outreachstore.Edition{}, fault.New(fault.NotFound, "outreach.seminar.gone")
	}
	e, err := r.Store.Edition(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err == nil {
		err = e.Step(to, rq.Now)
	}
	return e, err
}

func (r *Rooms) stepForm(w web.Writer, rq web.Request) error {
	e, err := r.stepping(rq)
	if err != nil {
		return err
	}
	p, err := r.stepPage(rq, e, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(stepView(p))
}

func (r *Rooms) stepSeminar(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	e, err := r.stepping(rq)
	if err != nil {
		return err
	}
	switch rq.PathValue("step") {
	case "publish":
		err = r.Store.Publish(rq.Context(), rq.Actor, e.ID)
	case "close":
		err = r.Store.CloseSignUp(rq.Context(), rq.Actor, e.ID)
	default:
		var c fault.Check
		c.When(rq.PostForm.Get("reason") == "", "reason", "outreach.staff.reason_missing")
		if err = c.Err(); err == nil {
			_, err = r.Store.CancelSeminar(rq.Context(), rq.Actor, e.ID, rq.PostForm.Get("reason"))
		}
	}
	if err != nil {
		p, wrong := r.stepPage(rq, e, ui.Form{})
		if wrong != nil {
			return wrong
		}
		return w.Again(err, func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return stepView(p)
		})
	}
	return w.Say("ok", "outreach.staff.said."+rq.PathValue("step")).SeeOther("/staff/seminars/" + e.ID)
}
