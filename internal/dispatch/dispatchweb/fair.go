package dispatchweb

import (
	"strconv"

	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type fairPage struct {
	ui.Shell
	Lead  string
	Strip []figure
	Rows  []fairRow
}

type fairRow struct {
	Name, Href, Yen, Percent, First, Offers string
	Share                                   int
	Waits                                   bool // nothing paid yet, for longer than usual
}

func (r *Rooms) fair(w web.Writer, rq web.Request) error {
	f, err := r.Store.Fair(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := fairPage{Shell: rq.Shell(l.T("dispatch.fair.title")), Lead: l.T("dispatch.fair.lead", "day", l.Date(f.From))}
	median := "—"
	if f.Median >= 0 {
		median = strconv.Itoa(f.Median)
	}
	p.Strip = []figure{{l.T("dispatch.fair.total"), l.Yen(f.Total), "", ""}, {l.T("dispatch.fair.median"), median, l.T("dispatch.fair.days"), ""}, {l.T("dispatch.fair.half"), strconv.Itoa(f.Half), l.T("dispatch.fair.persons"), ""}}
	for _, x := range f.People {
		row := fairRow{Name: x.Name, Href: l.Path("/staff/workers/" + x.Worker), Yen: l.Yen(x.Yen), Percent: l.T("dispatch.percent", "n", x.Share), Share: x.Share, First: l.T("dispatch.fair.first", "n", x.First), Offers: l.T("dispatch.fair.offers_value", "n", x.Offers, "liked", x.Liked)}
		if x.First < 0 {
			since := rq.Today().Sub(x.Registered)
			row.First = l.T("dispatch.fair.first_none", "n", since)
			row.Waits = f.Median >= 0 && since > f.Median
		}
		if !x.Wishes {
			row.Offers = l.T("dispatch.fair.offers_any", "n", x.Offers)
		}
		p.Rows = append(p.Rows, row)
	}
	return w.Page(fairView(p))
}
