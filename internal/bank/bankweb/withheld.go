package bankweb

import (
	"path"
	"strconv"
	"strings"

	"hiroba/internal/bank"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers/workersstore"
)

type withheldPage struct {
	ui.Shell
	Tabs                       []ui.NavItem
	Month                      string // as a query
	Heading, Before, After     string
	Due, People, PaidSum, Held string
	Rows                       []withheldRow
	Late, Keep                 bool
	PDF                        string
}

type withheldRow struct{ Name, No, Category, Count, Paid, Tax string }

// month is the month asked for; without one, the month before this one, whose tax is due.
func month(rq web.Request) when.Date {
	if d, err := when.ParseDate(rq.URL.Query().Get("month") + "-01"); err == nil {
		return d
	}
	return when.On(rq.Today().Year(), rq.Today().Month(), 1).AddMonths(-1)
}

func monthKey(d when.Date) string { return d.String()[:7] }

func (r *Rooms) withheld(w web.Writer, rq web.Request) error {
	m := month(rq)
	l, err := r.Store.Withheld(rq.Context(), rq.Actor, m)
	if err != nil {
		return err
	}
	base := rq.Lang.Path("/staff/bank/withheld?month=")
	p := withheldPage{Shell: rq.Shell(rq.T("bank.withheld.title")), Tabs: tabs(rq), Month: monthKey(m), Heading: rq.T("bank.withheld.of", "year", strconv.Itoa(m.Year()), "month", int(m.Month())), Before: base + monthKey(m.AddMonths(-1)), After: base + monthKey(m.AddMonths(1)),
		Due: rq.Lang.DateYear(l.Due), People: rq.T("bank.people", "n", l.People), PaidSum: rq.Lang.Yen(l.Paid), Held: rq.Lang.Yen(l.Tax), Late: l.Tax > 0 && rq.Today().After(l.Due),
		Keep: rq.Actor.Can(bank.MayKeep), PDF: rq.Lang.Path("/staff/bank/withheld.pdf?month=" + monthKey(m))}
	for _, x := range l.Rows {
		p.Rows = append(p.Rows, withheldRow{x.WorkerName, workersstore.Number(x.WorkerNo), rq.T("bank.category." + string(x.Category)), rq.Lang.Number(x.Payments), rq.Lang.Yen(x.Paid), rq.Lang.Yen(x.Tax)})
	}
	return w.Page(withheldView(p))
}

func (r *Rooms) withheldFile(w web.Writer, rq web.Request) error {
	m := month(rq)
	l, err := r.Store.Withheld(rq.Context(), rq.Actor, m)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: monthKey(m), Lines: [][]any{sheet.Head(rq.T("bank.col.worker_no"), rq.T("bank.col.who"), rq.T("bank.col.category"), rq.T("bank.col.payments"), rq.T("bank.col.paid"), rq.T("bank.col.tax"))}}
	for _, x := range l.Rows {
		t.Lines = append(t.Lines, []any{workersstore.Number(x.WorkerNo), x.WorkerName, rq.T("bank.category." + string(x.Category)), x.Payments, int(x.Paid), int(x.Tax)})
	}
	return w.Sheet("withheld-"+monthKey(m)+path.Ext(rq.URL.Path), t)
}

func (r *Rooms) withheldPDF(w web.Writer, rq web.Request) error {
	name, body, err := r.Store.WithheldPDF(rq.Context(), rq.Actor, month(rq))
	if err != nil {
		return err
	}
	return w.File(name, "application/pdf", body, false)
}

type recordsPage struct {
	ui.Shell
	Tabs                   []ui.NavItem
	Year                   string
	Heading, Before, After string
	Due                    string
	Rows                   []recordRow
	Needed                 string
}

type recordRow struct {
	Href, Name, No, Category, Count, Paid, Tax string
	Needed                                     bool
}

// year is the year asked for, or this one.
func year(rq web.Request) int {
	if n, err := strconv.Atoi(rq.URL.Query().Get("year")); err == nil && n > 2000 && n < 2200 {
		return n
	}
	return rq.Today().Year()
}

func (r *Rooms) records(w web.Writer, rq web.Request) error {
	y := year(rq)
	rs, err := r.Store.Records(rq.Context(), rq.Actor, y)
	if err != nil {
		return err
	}
	base := rq.Lang.Path("/staff/bank/records?year=")
	p := recordsPage{Shell: rq.Shell(rq.T("bank.records.title")), Tabs: tabs(rq), Year: strconv.Itoa(y), Heading: rq.T("bank.records.of", "year", strconv.Itoa(y)), Before: base + strconv.Itoa(y-1), After: base + strconv.Itoa(y+1), Due: rq.Lang.DateYear(bank.RecordsDue(y))}
	needed := 0
	for _, x := range rs {
		if x.Needed {
			needed++
		}
		p.Rows = append(p.Rows, recordRow{rq.Lang.Path("/staff/bank/records/" + strconv.Itoa(y) + "/" + x.Worker + ".pdf"), x.WorkerName, workersstore.Number(x.WorkerNo), rq.T("bank.category." + string(x.Category)), rq.Lang.Number(x.Count), rq.Lang.Yen(x.Paid), rq.Lang.Yen(x.Tax), x.Needed})
	}
	p.Needed = rq.T("bank.records.needed", "n", needed)
	return w.Page(recordsView(p))
}

func (r *Rooms) recordsFile(w web.Writer, rq web.Request) error {
	y := year(rq)
	rs, err := r.Store.RecordsFile(rq.Context(), rq.Actor, y)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: strconv.Itoa(y), Lines: [][]any{sheet.Head(rq.T("bank.col.worker_no"), rq.T("bank.col.who"), rq.T("bank.col.address"), rq.T("bank.col.category"), rq.T("bank.col.payments"), rq.T("bank.col.paid"), rq.T("bank.col.tax"), rq.T("bank.col.needed"), rq.T("bank.col.my_number"))}}
	for _, x := range rs {
		need := ""
		if x.Needed {
			need = rq.T("bank.records.need")
		}
		// The last column stays empty: My Number is written in outside and never stored.
		t.Lines = append(t.Lines, []any{workersstore.Number(x.WorkerNo), x.WorkerName, x.Address, rq.T("bank.category." + string(x.Category)), x.Count, int(x.Paid), int(x.Tax), need, ""})
	}
	return w.Sheet("records-"+strconv.Itoa(y)+path.Ext(rq.URL.Path), t)
}

func (r *Rooms) recordPDF(w web.Writer, rq web.Request) error {
	y, err := strconv.Atoi(rq.PathValue("year"))
	worker, pdf := strings.CutSuffix(rq.PathValue("worker"), ".pdf")
	if err != nil || !pdf {
		return fault.New(fault.NotFound, "bank.fault.record_gone")
	}
	name, body, err := r.Store.RecordPDF(rq.Context(), rq.Actor, y, worker)
	if err != nil {
		return err
	}
	return w.File(name, "application/pdf", body, false)
}
