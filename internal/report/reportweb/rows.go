package reportweb

import (
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/report"
)

type rowsPage struct {
	ui.Shell
	Tile        tile
	KPI, Head   string
	On, Bad     string
	Query, Path string
	Late        bool
	Share       string
	Parts       []tableView
	Records     *tableView
	Pager       ui.Pager
	Hidden      bool // there are records, but not for this person
}

// rowsAPage is how many records stand on one page.
const rowsAPage = 50

func (r *Rooms) rows(w web.Writer, rq web.Request) error {
	x, typed, bad := asked(rq)
	key := rq.PathValue("key")
	rows, err := r.Store.Rows(rq.Context(), rq.Actor, key, x)
	if err != nil {
		return err
	}
	targets, _, err := r.Store.Targets(rq.Context(), rq.Actor, rows.Body.Year)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := rowsPage{Shell: rq.Shell(name(l, rows.Def)), Tile: tileOf(l, rows.Body, rows.Def, targets[key]), KPI: rows.Def.KPI, Head: head(l, rows.Body), On: typed, Bad: bad, Late: x.Late, Query: query(x), Path: "/staff/reports/figures/" + key}
	if rows.Def.Unit == report.Percent && rows.Figure.Of > 0 {
		p.Share = rq.T("report.share", "n", rows.Figure.N, "of", rows.Figure.Of)
	}
	for _, t := range rows.Parts {
		p.Parts = append(p.Parts, words(l, t, rq.Actor.Can))
	}
	if rows.Records == nil {
		p.Hidden = true
		return w.Page(rowsView(p))
	}
	page := web.PageOf(rq.URL.Query())
	all := *rows.Records
	p.Pager = ui.Pager{Page: page, Size: rowsAPage, Total: len(all.Lines), Base: l.Path(p.Path) + joined(p.Query) + "p="}
	from := min((page-1)*rowsAPage, len(all.Lines))
	all.Lines = all.Lines[from:min(from+rowsAPage, len(all.Lines))]
	v := words(l, all, rq.Actor.Can)
	p.Records = &v
	return w.Page(rowsView(p))
}

// joined is a query that another part can follow.
func joined(q string) string {
	if q == "" {
		return "?"
	}
	return q + "&"
}

type definitionsPage struct {
	ui.Shell
	Rows   []definitionRow
	Unkept [][2]string
}

type definitionRow struct{ Name, Href, KPI, Version, Period, What, Source string }

func (r *Rooms) definitions(w web.Writer, rq web.Request) error {
	l := rq.Lang
	p := definitionsPage{Shell: rq.Shell(rq.T("report.definitions.title"))}
	for _, d := range report.Definitions {
		p.Rows = append(p.Rows, definitionRow{Name: name(l, d), Href: l.Path("/staff/reports/figures/" + d.Key), KPI: d.KPI, Version: rq.T("report.version", "n", d.Version), Period: rq.T("report.period." + string(d.Period)),
			What: rq.T("report.kpi." + d.Key + ".what"), Source: rq.T("report.kpi." + d.Key + ".from")})
	}
	for _, k := range report.Unkept {
		p.Unkept = append(p.Unkept, [2]string{k, rq.T("report.unkept." + k)})
	}
	return w.Page(definitionsView(p))
}
