package dispatchweb

import (
	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type whyPage struct {
	ui.Shell
	When       string
	Came, Stay []whyRow
}

// whyRow is an order with the one reason why it came or did not, and what she can do about it.
type whyRow struct {
	Title, Kind, Why, Units string
	Link                    *ui.Link
}

// mends are the pages on which a worker changes what kept work from her.
var mends = map[dispatch.Why]ui.Link{
	dispatch.NoWish: {Href: "/my/wishes", Label: "skills.tab.wishes"}, "deadline": {Href: "/my/hours", Label: "skills.tab.hours"}, "hours": {Href: "/my/hours", Label: "skills.tab.hours"},
	"cap": {Href: "/my/wishes", Label: "skills.tab.wishes"}, "place": {Href: "/my/wishes", Label: "skills.tab.wishes"}, "skill": {Href: "/my/work", Label: "work.my.title"}, "level": {Href: "/my/work", Label: "work.my.title"},
}

func (r *Rooms) why(w web.Writer, rq web.Request) error {
	m, err := r.Store.MyReasons(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := whyPage{Shell: rq.Shell(l.T("dispatch.why.title"))}
	if !m.Made.IsZero() {
		p.When = l.T("dispatch.why.when", "when", l.Moment(m.Made, rq.Hub.Loc))
	}
	for _, x := range m.Reasons {
		if x.Given {
			p.Came = append(p.Came, whyRowOf(l, x))
		} else {
			p.Stay = append(p.Stay, whyRowOf(l, x))
		}
	}
	return w.Page(whyView(p))
}

func whyRowOf(l i18n.Lang, x dispatchstore.MyReason) whyRow {
	row := whyRow{Title: x.Title, Kind: ordersstore.KindName(l, x.Kind)}
	if x.Given {
		row.Why, row.Link = l.T("dispatch.came."+string(x.Why)), &ui.Link{Href: l.Path("/my/work"), Label: l.T("dispatch.why.look")}
		if x.Units > 0 {
			row.Units = l.T("dispatch.why.units", "n", x.Units)
		}
		return row
	}
	row.Why = l.T("dispatch.stayed." + string(x.Why))
	if m, ok := mends[x.Why]; ok {
		row.Link = &ui.Link{Href: l.Path(m.Href), Label: l.T(m.Label)}
	}
	return row
}
