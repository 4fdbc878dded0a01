package reportweb

import (
	"path"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/paper"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/report"
)

// document is a report on its way to a file: the same tables become sheets and paper.
type document struct {
	Title, Sub string
	At         when.Instant // the date written into the file
	Sections   []section
	Notes      []string
}

type section struct {
	Heading string
	Weights []float64
	Head    []string
	Lines   [][]any
}

// figureTable is all figures of a body as a table; the value stands where a telephone shows it.
func figureTable(l i18n.Lang, b report.Body) tableView {
	v := tableView{Caption: l.T("report.figures"), First: l.T("report.col.figure"), Heads: []string{l.T("report.col.value"), l.T("report.col.kpi"), l.T("report.col.version")}}
	for _, f := range b.Figures {
		if d, ok := report.Define(f.Key); ok {
			v.Lines = append(v.Lines, lineView{Name: name(l, d), Cells: []string{exact(l, d, f), d.KPI, l.Number(f.Version)}})
		}
	}
	return v
}

// exact is a figure with its unit, to the yen; a share with what it is of.
func exact(l i18n.Lang, d report.Definition, f report.Figure) string {
	switch {
	case f.None || d.Unit == report.Percent && f.Of == 0:
		return l.T("report.nothing")
	case d.Unit == report.Percent:
		return l.T("report.exact_share", "percent", percent(f.Permille()), "n", f.N, "of", f.Of)
	case d.Unit == report.Yen:
		return cell(l, d.Unit, f.N)
	}
	return amount(l, d.Unit, f.N).String()
}

func ofSnapshot(l i18n.Lang, s report.Snapshot, public bool) document {
	if public {
		return ofCopy(l, s)
	}
	d := ofBody(l, s.Body)
	d.Title, d.At = s.Title, s.Made
	d.Notes = append(d.Notes, l.T("report.paper.hash", "no", s.No, "hash", s.Hash))
	if s.To != "" {
		d.Sub = l.T("report.paper.to", "to", s.To) + "  " + d.Sub
	}
	return d
}

// ofBody is a whole report. Numbers stay numbers in a sheet.
func ofBody(l i18n.Lang, b report.Body) document {
	d := document{Title: l.T("report.title"), At: b.Known, Sub: head(l, b),
		Notes: []string{l.T("report.names_text", "n", int(b.Covering())), l.T("report.unkept_text")}}
	figures := section{Heading: l.T("report.figures"), Weights: []float64{.5, 2.2, 1.5, 4}, Head: []string{l.T("report.col.kpi"), l.T("report.col.figure"), l.T("report.col.value"), l.T("report.col.what")}}
	for _, f := range b.Figures {
		if def, ok := report.Define(f.Key); ok {
			figures.Lines = append(figures.Lines, []any{def.KPI, name(l, def), exact(l, def, f), l.T("report.kpi."+def.Key+".what") + l.T("report.paper.version", "n", f.Version)})
		}
	}
	d.Sections = []section{figures, sectionOf(l, monthsOf(b))}
	for _, t := range append(report.Parts(b, "came"), report.Parts(b, "orders")[1], report.Parts(b, "care")[0]) {
		if len(t.Lines) > 0 {
			d.Sections = append(d.Sections, sectionOf(l, t))
		}
	}
	return d
}

// monthsOf is the whole of each month.
func monthsOf(b report.Body) report.Table {
	return b.Monthly([]report.Column{{Key: "registered", Unit: report.People}, {Key: "active", Unit: report.People}, {Key: "fees", Unit: report.Yen}, {Key: "orders", Unit: report.Count}, {Key: "order_yen", Unit: report.Yen}, {Key: "pieces", Unit: report.Count}},
		func(m report.Month) []int64 {
			return []int64{m.Registered, m.Active, m.Fees, m.Orders, m.OrderYen, m.Pieces}
		})
}

func sectionOf(l i18n.Lang, t report.Table) section {
	s := section{Heading: l.T("report.table." + t.Of), Head: []string{l.T("report.first." + t.Of)}, Weights: []float64{2}}
	for _, c := range t.Columns {
		s.Head, s.Weights = append(s.Head, l.T("report.col."+c.Key)), append(s.Weights, 1)
	}
	for _, x := range t.Lines {
		line := []any{label(l, x)}
		for _, n := range x.N {
			line = append(line, n)
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}

// ofCopy is the public copy of a snapshot: small numbers covered.
func ofCopy(l i18n.Lang, s report.Snapshot) document {
	v := copyOf(l, s)
	d := document{Title: l.T("report.public.title"), Sub: v.Head, At: s.Made, Notes: []string{l.T("report.public.covered", "n", v.Few), l.T("report.names_text", "n", v.Few)}}
	figures := section{Heading: l.T("report.figures"), Weights: []float64{2, 1.3, 4}, Head: []string{l.T("report.col.figure"), l.T("report.col.value"), l.T("report.col.what")}}
	for _, t := range v.Tiles {
		figures.Lines = append(figures.Lines, []any{t.Name, t.Value.String(), t.What})
	}
	d.Sections = []section{figures, ofView(v.Months), ofView(v.Way)}
	return d
}

func ofView(t tableView) section {
	s := section{Heading: t.Caption, Head: append([]string{t.First}, t.Heads...)}
	for _, x := range t.Lines {
		line := []any{x.Name}
		for _, c := range x.Cells {
			line = append(line, c)
		}
		s.Lines = append(s.Lines, line)
	}
	return s
}

// send answers with a document as the kind of file its name asks for.
func send(w web.Writer, rq web.Request, file string, d document) error {
	if path.Ext(file) == ".xlsx" {
		return w.Sheet(file, d.sheets(rq.Lang)...)
	}
	b, err := d.paper(rq)
	if err != nil {
		return err
	}
	return w.File(file, "application/pdf", b, false)
}

func (d document) sheets(l i18n.Lang) []sheet.Table {
	about := sheet.Table{Name: l.T("report.paper.about"), Lines: [][]any{{d.Title}, {d.Sub}}}
	var out []sheet.Table
	for _, s := range d.Sections {
		out = append(out, sheet.Table{Name: s.Heading, Lines: append([][]any{sheet.Head(s.Head...)}, s.Lines...)})
	}
	for _, n := range d.Notes {
		about.Lines = append(about.Lines, []any{n})
	}
	return append(out, about)
}

// hue is the colour of a report's paper: the same whatever the hub's colour becomes, so
// that a snapshot's paper stays the same.
const hue = 210

func (d document) paper(rq web.Request) ([]byte, error) {
	l := rq.Lang
	s := paper.LetterSheet{Hub: rq.Hub.Name, Title: d.Title, Sub: d.Sub, Hue: hue, Created: d.At.Time(), Foot: d.Title}
	for _, x := range d.Sections {
		g := &paper.Grid{Head: x.Head, Weights: x.Weights}
		for _, line := range x.Lines {
			var cells []string
			for _, c := range line {
				if n, ok := c.(int64); ok {
					c = l.Number(int(n))
				}
				cells = append(cells, c.(string))
			}
			g.Lines = append(g.Lines, cells)
		}
		s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: x.Heading, Grid: g})
	}
	s.Blocks = append(s.Blocks, paper.LetterBlock{Heading: l.T("report.source"), Text: strings.Join(d.Notes, "\n")})
	return paper.Letter(s)
}

func (r *Rooms) liveFile(w web.Writer, rq web.Request) error {
	x, _, _ := asked(rq)
	b, err := r.Store.Report(rq.Context(), rq.Actor, x)
	if err != nil {
		return err
	}
	return send(w, rq, path.Base(rq.URL.Path), ofBody(rq.Lang, b))
}
