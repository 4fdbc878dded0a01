package reportweb

import (
	"strconv"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/report"
)

type targetsPage struct {
	ui.Shell
	Form          ui.Form
	Year, Version int
	Title         string
	Fields        []ui.Field
	Years         []ui.NavItem
}

// yearOf is the fiscal year asked for: this one unless another near it is named.
func yearOf(rq web.Request, typed string) int {
	now := rq.Today().FiscalYear()
	if y, err := strconv.Atoi(typed); err == nil && y >= now-5 && y <= now+2 {
		return y
	}
	return now
}

func (r *Rooms) targets(w web.Writer, rq web.Request) error {
	p, err := r.targetsPage(rq, yearOf(rq, rq.URL.Query().Get("year")), ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(targetsView(p))
}

func (r *Rooms) targetsPage(rq web.Request, year int, f ui.Form) (targetsPage, error) {
	ts, version, err := r.Store.Targets(rq.Context(), rq.Actor, year)
	l := rq.Lang
	p := targetsPage{Shell: rq.Shell(rq.T("report.targets.title")).WithErrors(f), Form: f, Year: year, Version: version, Title: rq.T("report.targets.of", "year", fiscalYear(l, when.On(year, 4, 1)))}
	for y := rq.Today().FiscalYear() - 1; y <= rq.Today().FiscalYear()+1; y++ {
		p.Years = append(p.Years, ui.NavItem{Href: l.Path("/staff/reports/targets?year=" + strconv.Itoa(y)), Label: rq.T("report.year_short", "year", y), Current: y == year})
	}
	for _, d := range report.Definitions {
		if d.Aim == report.NoAim {
			continue
		}
		x := ui.Field{Name: d.Key, Label: name(l, d), Mode: "numeric", Short: true, Hint: rq.T("report.targets.hint_" + string(d.Unit))}
		if n := ts[d.Key]; n > 0 {
			x.Value = strconv.FormatInt(n, 10)
		}
		p.Fields = append(p.Fields, x)
	}
	return p, err
}

func (r *Rooms) aim(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	year := yearOf(rq, rq.PostForm.Get("year"))
	version, _ := strconv.Atoi(rq.PostForm.Get("version"))
	err := r.Store.SetTargets(rq.Context(), rq.Actor, year, version, rq.PostForm.Get)
	if err == nil {
		return w.Say("ok", "report.said.aimed").SeeOther("/staff/reports")
	}
	return w.Mend(err, func(f ui.Form) error {
		p, err := r.targetsPage(rq, year, f)
		if err != nil {
			return err
		}
		return w.PageStatus(422, targetsView(p))
	})
}
