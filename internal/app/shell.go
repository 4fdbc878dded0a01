package app

import (
	"fmt"
	"strings"

	"hiroba/internal/bank"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/care"
	"hiroba/internal/dispatch"
	"hiroba/internal/help"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/hub/hubweb"
	"hiroba/internal/interviews"
	"hiroba/internal/mydata"
	"hiroba/internal/orders"
	"hiroba/internal/outreach"
	"hiroba/internal/pay"
	"hiroba/internal/people"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/report"
	"hiroba/internal/site"
	"hiroba/internal/skills"
	"hiroba/internal/work"
	"hiroba/internal/workers"
)

// Shell is the frame of every page: the hub's face, today's notices, the ways this person has.
func (a *App) Shell(r web.Request) ui.Shell {
	h, err := a.Hubs.Resolve(r.Context(), r.Host)
	if err != nil {
		a.Log.Error("shell", "err", err)
	}
	l := r.Lang
	s := ui.Shell{Lang: l, Demo: a.Demo, DemoDay: l.Date(r.Today()), HubName: hubstore.Name(h, l), HubSub: hubstore.Pick(l, h.Sub, h.SubEN), Postcode: ja.PostcodeShow(h.Postcode),
		Address: hubstore.Pick(l, h.Address, h.AddressEN), Access: hubstore.Pick(l, h.Access, h.AccessEN), Phone: ja.PhoneShow(h.Phone), PhoneHref: "tel:" + h.Phone,
		HoursLine: hubstore.HoursLine(h, l), Operators: hubstore.Pick(l, h.Operators, h.OperatorsEN), ThemeURL: fmt.Sprintf("/theme.css?v=%s-%d", h.ID, h.Version),
		Notices: notices(h, l, r.Today()), Help: l.Path(help.For(r.URL.Path))}
	s = hubweb.WithLogo(s, h, l)
	s.Nav = ui.Mark(publicNav(l), r.URL.Path, l)
	if p, ok := r.Context().Value(personKey{}).(people.Person); ok {
		s.Person, s.Scheme = p.Name, p.Scheme
		if len(p.Roles) > 0 {
			s.Role = l.T("people.role." + string(p.Roles[0]))
		}
		s.Rail = rail(r.Actor, l, r.URL.Path)
		s.Tabs = tabs(r.Actor, l, r.URL.Path)
		if r.Actor.Can(workers.MaySelf) {
			s.Mine = []ui.NavItem{{Href: l.Path("/my/skills"), Label: l.T("skills.home.mine")}, {Href: l.Path("/my/file"), Label: l.T("workers.my.title")}, {Href: l.Path("/my/account"), Label: l.T("payee.my.title")}}
			if r.Actor.Can(dispatch.MayOwn) {
				s.Mine = append(s.Mine, ui.NavItem{Href: l.Path("/my/why"), Label: l.T("dispatch.why.title")})
			}
		}
	}
	return s
}

// notices are the closures of today and the six days after it.
func notices(h hub.Hub, l i18n.Lang, today when.Date) (out []ui.Notice) {
	for _, c := range h.Closures {
		if c.To.Before(today) || c.From.Sub(today) > 6 {
			continue
		}
		out = append(out, ui.Notice{Icon: "flake", Strong: hubweb.Days(c, l), Text: hubweb.Sentence(c, l)})
	}
	return out
}

func publicNav(l i18n.Lang) []ui.NavItem {
	return []ui.NavItem{{Href: l.Path("/start"), Label: l.T("site.page.start.title")}, {Href: l.Path("/seminars"), Label: l.T("ui.nav.seminars")},
		{Href: l.Path("/companies"), Label: l.T("site.page.companies.title")}, {Href: l.Path("/about"), Label: l.T("ui.nav.about")},
		{Href: l.Path("/access"), Label: l.T("ui.nav.access")}, {Href: l.Path("/ask"), Label: l.T("ui.nav.ask")}}
}

// rail is the work pages this person may open, daily ones first.
func rail(a who.Actor, l i18n.Lang, path string) [][]ui.NavItem {
	type way struct {
		may             who.Permission
		path, key, icon string
	}
	groups := [][]way{
		{{hub.MaySee, "/staff", "ui.nav.staff_home", "home"}, {report.MaySee, "/staff/reports", "report.title", "chart"}, {outreach.MaySee, "/staff/seminars", "ui.nav.seminars", "cal"}, {outreach.MayDesk, "/staff/inquiries", "outreach.inquiry.queue", "chat"},
			{care.MayHandle, "/staff/care", "care.staff.title", "leaf"}, {mydata.MayKeep, "/staff/data", "mydata.staff.title", "user"}},
		{{dispatch.MaySee, "/staff/plan", "dispatch.board.title", "shuffle"}, {dispatch.MaySee, "/staff/can-we", "dispatch.can.title", "cal"}, {orders.MaySee, "/staff/orders", "orders.board.title", "work"}, {orders.MaySee, "/staff/clients", "orders.clients.title", "bldg"}, {orders.MaySee, "/staff/kinds", "orders.kinds.title", "file"}, {orders.MayApprove, "/staff/approvals", "orders.approvals.title", "okc"},
			{work.MayCheck, "/staff/check", "work.check.title", "check"}, {work.MayCheck, "/staff/questions", "work.staff.questions.title", "chat"}, {work.MayCheckIn, "/staff/here", "work.staff.here.nav", "pin"}},
		{{pay.MaySee, "/staff/months", "pay.months.title", "yen"}, {bank.MaySee, "/staff/bank", "bank.title", "yen"}, {bill.MaySee, "/staff/invoices", "bill.list.title", "file"}, {bill.MayBook, "/staff/margins", "bill.margin.title", "chart"}, {bill.MayBook, "/staff/profit", "bill.profit.title", "chart"}, {books.MaySee, "/staff/books", "books.title", "file"}},
		{{interviews.MayBoard, "/staff/applicants", "interviews.board.title", "shuffle"}, {interviews.MayBoard, "/staff/interviews", "interviews.slots.title", "cal"}, {workers.MaySee, "/staff/workers", "workers.list.title", "users"}, {workers.MayCount, "/staff/figures", "workers.figures.title", "chart"}, {skills.MayCount, "/staff/hours", "skills.offer.title", "clock"}, {skills.MaySee, "/staff/skills/inventory", "skills.inventory.title", "search"}, {skills.MayCatalogue, "/staff/skills", "skills.catalogue.title", "work"}},
		{{site.MayNews, "/staff/site", "site.staff.title", "edit"}, {care.MaySurvey, "/staff/surveys", "care.survey.title", "check"}, {care.MaySurvey, "/staff/voices", "care.voices.title", "chat"},
			{hub.MayMail, "/staff/mail", "ui.nav.mail", "file"}, {hub.MayClose, "/staff/closures", "hub.closure.title", "flake"}},
		{{people.MayInvite, "/staff/people", "ui.nav.staff_people", "users"}, {hub.MayJournal, "/staff/journal", "ui.nav.journal", "clock"}, {hub.MaySet, "/staff/settings", "ui.nav.settings", "filter"}}}
	var all []ui.NavItem
	var sizes []int
	for _, g := range groups {
		n := len(all)
		for _, w := range g {
			if a.Can(w.may) {
				all = append(all, ui.NavItem{Href: l.Path(w.path), Label: l.T(w.key), Icon: w.icon})
			}
		}
		sizes = append(sizes, len(all)-n)
	}
	switch {
	case strings.HasPrefix(path, "/staff/imports"):
		path = "/staff/workers"
	case strings.HasPrefix(path, "/staff/statements") || strings.HasPrefix(path, "/staff/clock"):
		path = "/staff/months"
	case strings.HasPrefix(path, "/staff/fairness"):
		path = "/staff/plan"
	}
	all = ui.Mark(all, path, l)
	var out [][]ui.NavItem
	for _, n := range sizes {
		if n > 0 {
			out = append(out, all[:n])
		}
		all = all[n:]
	}
	return out
}

// tabs are the ways a worker has, the same five at most on every page.
func tabs(a who.Actor, l i18n.Lang, path string) []ui.NavItem {
	if !a.Can(workers.MaySelf) {
		return nil
	}
	items := []ui.NavItem{{Href: l.Path("/my"), Label: l.T("ui.worker.home"), Icon: "home"}}
	if a.Can(work.MayDo) {
		items = append(items, ui.NavItem{Href: l.Path("/my/work"), Label: l.T("work.my.title"), Icon: "work"})
	}
	if a.Can(pay.MaySelf) {
		items = append(items, ui.NavItem{Href: l.Path("/my/money"), Label: l.T("ui.worker.money"), Icon: "yen"})
	}
	if a.Can(skills.MaySelf) {
		items = append(items, ui.NavItem{Href: l.Path("/my/hours"), Label: l.T("skills.tab.hours"), Icon: "clock"})
	}
	if a.Can(care.MayAsk) {
		items = append(items, ui.NavItem{Href: l.Path("/my/care"), Label: l.T("care.my.title"), Icon: "chat"})
	}
	return mine(ui.Mark(items, path, l), path)
}

// mine marks the way to which a page belongs that has none of its own: "about me" on the
// pages beside it, the file on one's own data.
func mine(items []ui.NavItem, path string) []ui.NavItem {
	home := ""
	switch {
	case path == "/my/account" || path == "/my/wishes" || path == "/my/ceiling" || path == "/my/notices":
		home = "/my/skills"
	case path == "/me/data" || strings.HasPrefix(path, "/me/data/"):
		home = "/my/file"
	default:
		return items
	}
	for i := range items {
		items[i].Current = strings.HasSuffix(items[i].Href, home)
	}
	return items
}
