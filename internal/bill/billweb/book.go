package billweb

import (
	"path"
	"strconv"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type marginsPage struct {
	ui.Shell
	From, Until, Query string
	Bad                string
	All                marginRow
	Groups             []marginGroup
}

type marginGroup struct {
	Title string
	Rows  []marginRow
}

type marginRow struct {
	Href, Name, Of, Sales, Fees, Lost, Look, Left, Share string
	Minus                                                bool
}

// span reads two days of a query; what cannot be read is the fiscal year so far.
func span(rq web.Request) (from, until when.Date, bad bool) {
	q := rq.URL.Query()
	from, e1 := when.ReadDate(q.Get("from"), rq.Today())
	until, e2 := when.ReadDate(q.Get("until"), rq.Today())
	if e1 != nil || e2 != nil || until.Before(from) {
		return billstore.MonthOf(rq.Today().FiscalYear(), 0), rq.Today(), q.Has("from") || q.Has("until")
	}
	return from, until, false
}

func (r *Rooms) margins(w web.Writer, rq web.Request) error {
	from, until, bad := span(rq)
	m, err := r.Store.Margins(rq.Context(), rq.Actor, from, until)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := marginsPage{Shell: rq.Shell(l.T("bill.margin.title")), From: from.String(), Until: until.String(), Query: "from=" + from.String() + "&until=" + until.String(), All: marginRowOf(l, billstore.MarginRow{Margin: m.All}, "")}
	if bad {
		p.Bad = l.T("bill.field.span")
	}
	for _, g := range []struct {
		id, to string
		rows   []billstore.MarginRow
	}{{"orders", "/staff/orders/", m.Orders}, {"clients", "/staff/clients/", m.Clients}, {"kinds", "/staff/kinds/", m.Kinds}} {
		x := marginGroup{Title: l.T("bill.margin." + g.id)}
		for _, row := range g.rows {
			x.Rows = append(x.Rows, marginRowOf(l, row, l.Path(g.to+row.ID)))
		}
		p.Groups = append(p.Groups, x)
	}
	return w.Page(marginsView(p))
}

func marginRowOf(l i18n.Lang, m billstore.MarginRow, href string) marginRow {
	return marginRow{Href: href, Name: m.Name, Of: m.Of, Sales: l.Yen(m.Sales), Fees: l.Yen(m.Fees), Lost: l.Yen(m.Lost), Look: l.Yen(m.Look), Left: l.Yen(m.Margin.Left()), Share: percent(l, m.Permille()), Minus: m.Margin.Left() < 0}
}

// percent is a share in a thousand as people say it.
func percent(l i18n.Lang, permille int) string {
	sign := ""
	if permille < 0 {
		sign, permille = "−", -permille
	}
	return l.T("bill.percent", "n", sign+yen.Amount(permille/10).String()+"."+strconv.Itoa(permille%10))
}

func (r *Rooms) marginSheet(w web.Writer, rq web.Request) error {
	from, until, _ := span(rq)
	m, err := r.Store.Margins(rq.Context(), rq.Actor, from, until)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("bill.margin.title")}
	var heads []string
	for _, k := range []string{"what", "client", "margin.sales", "margin.fees", "margin.lost", "margin.look", "margin.left"} {
		heads = append(heads, rq.T("bill."+k))
	}
	t.Lines = append(t.Lines, sheet.Head(heads...))
	for _, x := range m.Orders {
		t.Lines = append(t.Lines, []any{x.Name, x.Of, int64(x.Sales), int64(x.Fees), int64(x.Lost), int64(x.Look), int64(x.Margin.Left())})
	}
	return w.Sheet(path.Base(rq.URL.Path), t)
}

type profitPage struct {
	ui.Shell
	Form                    ui.Form
	sent                    string
	Year, Prev, Next, Query string
	Months                  []string
	Rows                    []profitRow
	Bottom                  profitRow
	Plan                    []planField
	Costs                   []costRow
	Sides                   []ui.Option
	Once, Today, YearRaw    string
}

func (p profitPage) form(name string) ui.Form {
	if name == p.sent {
		return p.Form
	}
	return ui.Form{}
}

// profitRow is a line of the table: each month beside its plan, and the year.
type profitRow struct {
	Label, Href, Year, Plan, Off string
	Cells                        []profitCell
	Behind                       bool
}

type profitCell struct{ Was, Href string }

type planField struct{ Name, Label, Value string }

type costRow struct{ On, Side, Amount, Words, By, Href string }

func yearOf(rq web.Request) int {
	n := atoi(rq.URL.Query().Get("year"))
	if n == 0 {
		n = atoi(rq.PostForm.Get("year"))
	}
	if n < 2000 || n > 2100 {
		return rq.Today().FiscalYear()
	}
	return n
}

func (r *Rooms) profit(w web.Writer, rq web.Request) error {
	return r.profitPage(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) profitPage(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	year, l := yearOf(rq), rq.Lang
	x, err := r.Store.Profit(rq.Context(), rq.Actor, year)
	if err != nil {
		return err
	}
	at := func(n int) string { return l.Path("/staff/profit?year=" + strconv.Itoa(n)) }
	p := profitPage{Shell: rq.Shell(l.T("bill.profit.title")).WithErrors(f), Form: f, sent: sent, Year: l.T("bill.profit.year", "year", year), Prev: at(year - 1), Next: at(year + 1), YearRaw: strconv.Itoa(year), Query: "year=" + strconv.Itoa(year),
		Once: f.Or("once", id.Make()), Today: rq.Today().String(), Sides: ui.Options(l, "bill.side.", bill.Entered)}
	for n := range 12 {
		p.Months = append(p.Months, l.Month(billstore.MonthOf(year, n).Month()))
	}
	p.Rows, p.Bottom = profitRows(l, x)
	for _, s := range bill.Sides {
		p.Plan = append(p.Plan, planField{"plan_" + string(s), l.T("bill.side." + string(s)), x.Plan.Year(s).String()})
	}
	for _, c := range x.Costs {
		p.Costs = append(p.Costs, costRow{On: l.DateYear(c.On), Side: l.T("bill.side." + string(c.Side)), Amount: l.Yen(c.Amount), Words: c.Words, By: c.MadeBy, Href: l.Path("/staff/books/entries/" + c.Entry)})
	}
	return w.PageStatus(status, profitView(p))
}

// accounts are where the entries of a line stand in the ledger.
var accounts = map[bill.Side]string{bill.SalesSide: "sales", bill.GrantsSide: "grants", bill.FeesSide: "fees", bill.StaffSide: "hub_costs", bill.RentSide: "hub_costs", bill.OtherSide: "hub_costs", bill.ChargesSide: "bank_fees"}

func profitRows(l i18n.Lang, x billstore.Profit) (rows []profitRow, bottom profitRow) {
	var left, plan [12]yen.Amount
	for n := range 12 {
		left[n] = bill.Profit(x.Was[n])
		of := map[bill.Side]yen.Amount{}
		for _, s := range bill.Sides {
			of[s] = x.Plan[s][n]
		}
		plan[n] = bill.Profit(of)
	}
	for _, s := range bill.Sides {
		var was [12]yen.Amount
		for n := range 12 {
			was[n] = x.Was[n][s]
		}
		row := profitRowOf(l, was, x.Plan[s], s.In(), func(n int) string {
			from := billstore.MonthOf(x.Year, n)
			return l.Path("/staff/books/ledger/" + accounts[s] + "?from=" + from.String() + "&to=" + from.AddMonths(1).AddDays(-1).String())
		})
		row.Label = l.T("bill.side." + string(s))
		rows = append(rows, row)
	}
	bottom = profitRowOf(l, left, plan, true, nil)
	bottom.Label = l.T("bill.profit.left")
	return rows, bottom
}

func profitRowOf(l i18n.Lang, was, plan [12]yen.Amount, in bool, href func(n int) string) (row profitRow) {
	var sum, planned yen.Amount
	for n := range 12 {
		c := profitCell{Was: l.Yen(was[n])}
		if href != nil && was[n] != 0 {
			c.Href = href(n)
		}
		row.Cells = append(row.Cells, c)
		sum, planned = sum+was[n], planned+plan[n]
	}
	off := sum - planned
	row.Year, row.Plan, row.Off, row.Behind = l.Yen(sum), l.Yen(planned), l.Yen(off), in && off < 0 || !in && off > 0
	return row
}

func (r *Rooms) profitSheet(w web.Writer, rq web.Request) error {
	x, err := r.Store.Profit(rq.Context(), rq.Actor, yearOf(rq))
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("bill.profit.title")}
	heads := []string{rq.T("bill.profit.line")}
	for n := range 12 {
		heads = append(heads, rq.Lang.Month(billstore.MonthOf(x.Year, n).Month()))
	}
	t.Lines = append(t.Lines, sheet.Head(append(heads, rq.T("bill.profit.sum"), rq.T("bill.profit.plan"))...))
	for _, s := range bill.Sides {
		line, sum := []any{rq.T("bill.side." + string(s))}, yen.Amount(0)
		for n := range 12 {
			line, sum = append(line, int64(x.Was[n][s])), sum+x.Was[n][s]
		}
		t.Lines = append(t.Lines, append(line, int64(sum), int64(x.Plan.Year(s))))
	}
	return w.Sheet(path.Base(rq.URL.Path), t)
}

func (r *Rooms) savePlan(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := bill.PlanForm{}
	for _, s := range bill.Sides {
		f[s] = rq.PostForm.Get("plan_" + string(s))
	}
	if err := r.Store.SavePlan(rq.Context(), rq.Actor, yearOf(rq), f); err != nil {
		return w.Mend(err, func(f ui.Form) error { return r.profitPage(w, rq, 422, f, "plan") })
	}
	return w.Say("ok", "bill.said.plan").SeeOther("/staff/profit?year=" + strconv.Itoa(yearOf(rq)))
}

func (r *Rooms) postCost(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.PostCost(rq.Context(), rq.Actor, f.Get("once"), bill.CostForm{Side: f.Get("side"), On: f.Get("on"), Amount: f.Get("amount"), Words: f.Get("words")}); err != nil {
		return w.Mend(err, func(f ui.Form) error { return r.profitPage(w, rq, 422, f, "cost") })
	}
	return w.Say("ok", "bill.said.cost").SeeOther("/staff/profit?year=" + strconv.Itoa(yearOf(rq)))
}

type exportPage struct {
	ui.Shell
	Form        ui.Form
	From, Until string
	Programs    []ui.Option
}

func (r *Rooms) exportForm(w web.Writer, rq web.Request) error {
	return r.exportPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) exportPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	last := when.On(rq.Today().Year(), rq.Today().Month(), 1)
	p := exportPage{Shell: rq.Shell(rq.T("bill.export.title")).WithErrors(f), Form: f, From: last.AddMonths(-1).String(), Until: last.AddDays(-1).String()}
	for _, x := range bill.Programs {
		p.Programs = append(p.Programs, ui.Option{Value: x.Key, Label: rq.T("bill.program." + x.Key), Note: rq.T("bill.program_note." + x.Key)})
	}
	return w.PageStatus(status, exportView(p))
}

func (r *Rooms) export(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	from, _ := when.ReadDate(f.Get("from"), rq.Today())   // none where it cannot be read: the store says so
	until, _ := when.ReadDate(f.Get("until"), rq.Today()) // likewise
	body, err := r.Store.Export(rq.Context(), rq.Actor, f.Get("program"), from, until)
	if err != nil {
		return w.Mend(err, func(f ui.Form) error { return r.exportPage(w, rq, 422, f) })
	}
	return w.File("journal-"+f.Get("program")+"-"+from.String()+"-"+until.String()+".csv", "text/csv", body, true)
}
