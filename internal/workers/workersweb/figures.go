package workersweb

import (
	"fmt"
	"path"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

type figuresPage struct {
	ui.Shell
	On, Typed, Bad string
	Strip          [][2]string
	Then           string // the figure as it could be told on that day, if it differs
	Months         []monthRow
	Bars           []bar
	Says           string // the finding in one sentence
	Query          string
	Public         bool
	PublicHref     string
}

type monthRow struct{ Month, New, Back, Paused, Left, Hired, Registered, Active, Mouth string }

// bar is one month of the chart, in the units of its box.
type bar struct {
	X, Y, W, H    string
	Label, LabelX string
	Value         string
	ValueY        string
	Show          bool // its label is written
}

// count is a number as the page shows it; one below few, in the public copy, is masked.
func count(rq web.Request, n, few int) string {
	if n > 0 && n < few {
		return rq.T("workers.figures.few", "n", few)
	}
	return rq.Lang.Number(n)
}

// askedDay is the day the page is asked for; today if none was.
func askedDay(rq web.Request) (d when.Date, bad bool) {
	s := rq.URL.Query().Get("on")
	if s == "" {
		return rq.Today(), false
	}
	d, err := when.ReadDate(s, rq.Today())
	if err != nil || d.After(rq.Today()) {
		return rq.Today(), true
	}
	return d, false
}

func (r *Rooms) figures(w web.Writer, rq web.Request) error {
	on, bad := askedDay(rq)
	f, err := r.Store.Figures(rq.Context(), rq.Actor, on)
	if err != nil {
		return err
	}
	p := figuresPage{Shell: rq.Shell(rq.T("workers.figures.title")), On: rq.Lang.DateEra(on), Typed: rq.URL.Query().Get("on"), Public: rq.URL.Query().Get("public") == "1"}
	if bad {
		p.Bad = rq.T("workers.figures.date_form")
	}
	few := 0
	if p.Public {
		few = f.Few
	}
	c := func(n int) string { return count(rq, n, few) }
	p.Strip = [][2]string{{rq.T("workers.figures.registered"), c(f.Day.Registered)}, {rq.T("workers.figures.active"), c(f.Day.Active)}, {rq.T("workers.figures.paused"), c(f.Day.Paused)}, {rq.T("workers.figures.left_all"), c(f.Day.Left)}}
	if f.Then.Registered != f.Day.Registered {
		p.Then = rq.T("workers.figures.then", "n", f.Then.Registered)
	}
	for _, m := range f.Months {
		p.Months = append(p.Months, monthRow{monthName(rq, m.First), c(m.New), c(m.Back), c(m.Paused), c(m.Left), c(m.Hired), c(m.End.Registered), c(m.End.Active), share(rq, m, few)})
	}
	p.Bars = bars(rq, f.Months, few)
	p.Says = rq.T("workers.figures.says", "date", rq.Lang.DateYear(on), "n", f.Day.Registered)
	p.Query = "on=" + on.String()
	if p.Public {
		p.Query += "&public=1"
		p.Says = rq.T("workers.figures.chart")
	}
	p.PublicHref = rq.Lang.Path("/staff/figures?public=1&on=" + on.String())
	return w.Page(figuresView(p))
}

func monthName(rq web.Request, d when.Date) string {
	return rq.T("workers.figures.month", "year", d.Year(), "month", rq.Lang.Month(d.Month()))
}

// share is the part of the newcomers who came by word of mouth.
func share(rq web.Request, m workers.Month, few int) string {
	if m.New == 0 || m.New < few {
		return ""
	}
	return rq.T("workers.figures.share", "n", (100*m.Mouth+m.New/2)/m.New)
}

// The box of the chart, in its own units.
const (
	chartWide, chartHigh = 640, 200
	chartFoot            = 22
)

func bars(rq web.Request, ms []workers.Month, few int) (out []bar) {
	most := 1
	for _, m := range ms {
		most = max(most, m.End.Registered)
	}
	wide := float64(chartWide) / float64(max(len(ms), 1))
	for i, m := range ms {
		h := float64(chartHigh-chartFoot-20) * float64(m.End.Registered) / float64(most)
		x, y := wide*float64(i), float64(chartHigh-chartFoot)-h
		out = append(out, bar{X: units(x + wide*.14), Y: units(y), W: units(wide * .72), H: units(h), Label: rq.Lang.Month(m.First.Month()), LabelX: units(x + wide/2),
			Value: count(rq, m.End.Registered, few), ValueY: units(y - 5), Show: len(ms) <= 8 || (len(ms)-1-i)%3 == 0})
	}
	return out
}

func units(f float64) string { return strings.TrimSuffix(fmt.Sprintf("%.1f", f), ".0") }

func (r *Rooms) figureTable(rq web.Request) (sheet.Table, error) {
	on, _ := askedDay(rq)
	f, err := r.Store.Figures(rq.Context(), rq.Actor, on)
	t := sheet.Table{Name: rq.T("workers.figures.title")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("workers.figures.month_head"), rq.T("workers.figures.until_day"), rq.T("workers.figures.new"), rq.T("workers.figures.back"), rq.T("workers.figures.paused_new"), rq.T("workers.figures.left"),
		rq.T("workers.figures.hired"), rq.T("workers.figures.registered"), rq.T("workers.figures.active"), rq.T("workers.figures.mouth")))
	cell := func(n int) any { return n }
	if rq.URL.Query().Get("public") == "1" {
		cell = func(n int) any { return count(rq, n, f.Few) }
	}
	for _, m := range f.Months {
		t.Lines = append(t.Lines, []any{monthName(rq, m.First), m.End.On, cell(m.New), cell(m.Back), cell(m.Paused), cell(m.Left), cell(m.Hired), cell(m.End.Registered), cell(m.End.Active), cell(m.Mouth)})
	}
	return t, err
}

func (r *Rooms) figuresFile(w web.Writer, rq web.Request) error {
	t, err := r.figureTable(rq)
	if err != nil {
		return err
	}
	return w.Sheet("workers-figures"+path.Ext(rq.URL.Path), t)
}

type ringsPage struct {
	ui.Shell
	Rings []ringRow
	Tree  []workers.Branch
	Drawn []circle
	Says  string
}

type ringRow struct{ Ring, People string }

// circle is one ring of the drawing, from the outside in.
type circle struct{ R, Class string }

func (r *Rooms) rings(w web.Writer, rq web.Request) error {
	tree, err := r.Store.Rings(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := ringsPage{Shell: rq.Shell(rq.T("workers.rings.title")), Tree: tree}
	sizes := workers.RingSizes(tree)
	sum := 0
	for i, n := range sizes {
		p.Rings = append(p.Rings, ringRow{rq.T("workers.rings.ring", "n", i), rq.Lang.Number(n)})
		sum += n
	}
	p.Says = rq.T("workers.rings.says", "rings", len(sizes), "n", sum)
	acc := 0
	for i, n := range sizes {
		acc += n
		p.Drawn = append([]circle{{units(8 + 84*float64(acc)/float64(max(sum, 1))), fmt.Sprintf("ring ring--%d", i%4)}}, p.Drawn...)
	}
	return w.Page(ringsView(p))
}

// ringsFile is the tree as a table: who came through whom, and in which ring.
func (r *Rooms) ringsFile(w web.Writer, rq web.Request) error {
	tree, err := r.Store.Rings(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("workers.rings.title")}
	t.Lines = append(t.Lines, sheet.Head(rq.T("workers.rings.head"), rq.T("workers.list.no"), rq.T("workers.file.name"), rq.T("workers.list.state"), rq.T("workers.list.mouth")))
	var walk func(bs []workers.Branch, by string)
	walk = func(bs []workers.Branch, by string) {
		for _, b := range bs {
			t.Lines = append(t.Lines, []any{b.Ring, number(b.No), b.Name, rq.T("workers.state." + string(b.State)), by})
			walk(b.Came, b.Name)
		}
	}
	walk(tree, "")
	return w.Sheet("rings"+path.Ext(rq.URL.Path), t)
}

func number(no int) string { return workersstore.Number(no) }
