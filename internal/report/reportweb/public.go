package reportweb

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/report"
)

// copyView is the public copy in finished words.
type copyView struct {
	Head   string
	Few    int
	Tiles  []tile
	Months tableView
	Way    tableView
}

type publicPage struct {
	ui.Shell
	Copy copyView
	None bool
	PDF  string
}

func (r *Rooms) public(w web.Writer, rq web.Request) error {
	s, none, err := r.Store.Latest(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := publicPage{Shell: rq.Shell(rq.T("report.public.title")), None: none, PDF: rq.Lang.Path("/figures.pdf")}
	if !none {
		p.Copy = copyOf(rq.Lang, s)
	}
	return w.Page(publicView(p))
}

func (r *Rooms) publicFile(w web.Writer, rq web.Request) error {
	s, none, err := r.Store.Latest(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	if none {
		return fault.New(fault.NotFound, "report.fault.none_public")
	}
	return send(w, rq, "figures.pdf", ofCopy(rq.Lang, s))
}

func copyOf(l i18n.Lang, s report.Snapshot) copyView {
	c := report.Public(s.Body)
	v := copyView{Few: int(c.Few), Head: l.T("report.public.head", "year", fiscalYear(l, s.Body.On), "date", l.DateEra(s.Body.On), "made", l.DateYear(s.Made.DateIn(when.Tokyo)))}
	for _, f := range c.Figures {
		d, _ := report.Define(f.Key)
		t := tile{Name: name(l, d), What: l.T("report.kpi." + d.Key + ".what"), Value: show(l, d, f)}
		if x := c.Covers[f.Key]; x != report.Shown {
			t.Value = value{N: covered(l, c.Few, x, "")}
		}
		v.Tiles = append(v.Tiles, t)
	}
	v.Months = tableView{Caption: l.T("report.table.months"), First: l.T("report.first.months"), Heads: []string{l.T("report.col.active"), l.T("report.col.fees"), l.T("report.col.orders")}}
	for i, m := range c.Months {
		v.Months.Lines = append(v.Months.Lines, lineView{Name: month(l, m.Month), Cells: []string{covered(l, c.Few, c.Active[i], cell(l, report.People, m.Active)), covered(l, c.Few, c.Fees[i], cell(l, report.Yen, m.Fees)), cell(l, report.Count, m.Orders)}})
	}
	v.Way = tableView{Caption: l.T("report.table.way"), First: l.T("report.first.way"), Heads: []string{l.T("report.col.people")}}
	for i, g := range c.Way {
		v.Way.Lines = append(v.Way.Lines, lineView{Name: l.T("report.part.way." + g.Name), Cells: []string{covered(l, c.Few, c.WayOver[i], cell(l, report.People, g.N))}})
	}
	return v
}
