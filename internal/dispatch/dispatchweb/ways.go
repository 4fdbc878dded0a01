package dispatchweb

import (
	"net/url"
	"strconv"

	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/skills"
)

// waysPage is what else could be decided about an order than what the board offers.
type waysPage struct {
	ui.Shell
	Title, Order string
	Facts        [][2]string
	Basis        string
	Ways         []wayView // of an order that would be late
	Run          bool
	People       []askedRow
	Swap         *swapView
	Call         string
	CallLink     ui.Link
}

// askedRow is somebody the plan would ask, and what would come if she were not.
type askedRow struct{ Name, Href, Units, Days, Spare, Agreed string }

// swapView is what the plan does if somebody is spared.
type swapView struct {
	Lead, Day, Others string
	Bad               bool
	People            []insteadRow
}

// insteadRow is somebody who would do it instead, and the decision for her.
type insteadRow struct{ Name, Href, Units, Days, Part, Worker, N, Agreed string }

func (r *Rooms) ways(w web.Writer, rq web.Request) error {
	x, err := r.Store.Ways(rq.Context(), rq.Actor, rq.PathValue("id"), rq.URL.Query().Get("without"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := waysPage{Shell: rq.Shell(l.T("dispatch.ways.title")), Title: x.Title, Order: x.ID, Run: rq.Actor.Can(dispatch.MayRun)}
	p.Facts = [][2]string{{l.T("dispatch.orders.promise"), l.Date(x.Outlook.Promise)}, {l.T("dispatch.orders.ready"), soon(l, x.Ready)}}
	if x.Late() {
		p.late(l, x)
	}
	p.people(l, x)
	p.call(l, x)
	return w.Page(waysView(p))
}

// late are the ways out for an order that would not be ready as promised.
func (p *waysPage) late(l i18n.Lang, x dispatchstore.Ways) {
	day := wayView{Title: l.T("dispatch.ways.day"), Text: l.T("dispatch.ways.day_none")}
	if !x.Ready.IsZero() {
		day.Text = l.T("dispatch.ways.day_text", "day", l.Date(x.Ready), "promise", l.Date(x.Outlook.Promise), "n", -x.Slack)
	}
	if p.Ways = append(p.Ways, day); !x.Left {
		p.Basis = l.T("dispatch.ways.in_hands")
		return
	}
	a := x.Answer
	if a.ByWanted < a.Volume {
		text := l.T("dispatch.ways.less_none", "all", amount(l, a, a.Volume), "day", l.Date(a.Wanted))
		if a.ByWanted > 0 {
			text = l.T("dispatch.ways.less_text", "all", amount(l, a, a.Volume), "part", amount(l, a, a.ByWanted), "rest", amount(l, a, a.Volume-a.ByWanted), "day", l.Date(a.Wanted))
		}
		p.Ways = append(p.Ways, wayView{l.T("dispatch.ways.less"), text})
	}
	p.Ways = append(p.Ways, ways(l, a, dispatchstore.Askable{Skills: map[string]skills.Skill{x.Skill.ID: x.Skill}})...)
	if p.Basis = l.T("dispatch.can.basis", "runs", a.Runs); a.Runs == 0 {
		p.Basis = l.T("dispatch.can.basis_none")
	}
}

// people are those the plan would ask, and who could be asked instead.
func (p *waysPage) people(l i18n.Lang, x dispatchstore.Ways) {
	here := l.Path("/staff/plan/orders/" + x.ID)
	for _, s := range x.Shares {
		p.People = append(p.People, askedRow{x.People[s.Worker].Name, l.Path("/staff/workers/" + s.Worker), l.T("dispatch.units", "n", s.Units), days(l, s), here + "?" + url.Values{"without": {s.Worker}}.Encode() + "#swap", agreed(l, x.Arranged, s.Worker)})
	}
	if s := x.Swap; s != nil {
		p.Swap = swapped(l, x, s)
	}
}

func swapped(l i18n.Lang, x dispatchstore.Ways, s *dispatchstore.Swap) *swapView {
	name := x.People[s.Without].Name
	v := &swapView{Lead: l.T("dispatch.ways.swap_none", "name", name), Others: l.T("dispatch.can.others_none")}
	if len(s.Instead) > 0 {
		v.Lead = l.T("dispatch.ways.swap", "name", name)
	}
	v.Day = l.T("dispatch.ways.swap_day", "now", soon(l, s.Ready), "was", soon(l, x.Ready))
	if s.Worse > 0 {
		v.Others, v.Bad = l.T("dispatch.ways.worse", "n", s.Worse), true
	}
	for _, i := range s.Instead {
		v.People = append(v.People, insteadRow{x.People[i.Worker].Name, l.Path("/staff/workers/" + i.Worker), l.T("dispatch.units", "n", i.Units), days(l, i), dispatchstore.PartName(i.Key), i.Worker, strconv.Itoa(i.Units), agreed(l, x.Arranged, i.Worker)})
	}
	return v
}

// call leads to the order's call, which reaches everybody who could do it.
func (p *waysPage) call(l i18n.Lang, x dispatchstore.Ways) {
	p.Call, p.CallLink = l.T("dispatch.ways.call_text", "n", x.Able), ui.Link{Href: l.Path("/staff/orders/" + x.ID + "/work/call"), Label: l.T("dispatch.ways.call_go")}
	switch {
	case !x.Left:
		p.Call, p.CallLink = l.T("dispatch.ways.in_hands"), ui.Link{}
	case x.Uncut:
		p.Call, p.CallLink = l.T("dispatch.ways.call_uncut", "n", x.Able), ui.Link{Href: l.Path("/staff/orders/" + x.ID + "/work"), Label: l.T("dispatch.decide.cut")}
	}
}
