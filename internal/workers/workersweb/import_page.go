package workersweb

import (
	"strconv"
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

type importPage struct {
	ui.Shell
	Form                      ui.Form
	View                      workersstore.ListView
	Base, Again, File, ReadAs string
	Erase, Stopped, List      string
	Ask                       bool // the columns are asked again
	Status                    int
	Fields                    []ui.Field
	Bad                       []badRow
	Doubles                   []doubleRow
	Out                       []outRow
	First                     [][]string
	FirstHeads                []string
	Pager                     ui.Pager
}

type badRow struct {
	No, Line, Name string
	Fields         []ui.Field
}

type doubleRow struct {
	No, Like, Line string
	Listed, There  [][2]string
	Href, Title    string
	Choice         ui.Field
}

type outRow struct{ No, Line, Name, What, By string }

// withColumns asks of each column of the file what it holds.
func (p importPage) withColumns(rq web.Request) importPage {
	v := p.View
	for i, h := range v.Heads {
		f := ui.Field{Name: workers.ColumnField(i), Label: shown(h), Value: string(v.Columns[i]), Free: true, Hint: p.sample(rq, i)}
		if f.Label == "" {
			f.Label = rq.T("workers.import.nth", "n", i+1)
		}
		f.Options = append(f.Options, ui.Option{Label: rq.T("workers.import.skip_column")})
		for _, c := range workers.Columns {
			f.Options = append(f.Options, ui.Option{Value: string(c), Label: rq.T("workers.import.column." + string(c))})
		}
		p.Fields = append(p.Fields, f)
	}
	return p
}

func (p importPage) sample(rq web.Request, column int) string {
	var some []string
	for _, row := range p.View.Samples {
		if s := shown(row[column]); s != "" {
			some = append(some, ja.Excerpt(s, cutAt))
		}
	}
	if len(some) == 0 {
		return rq.T("workers.import.sample_none")
	}
	return rq.T("workers.import.sample", "text", strings.Join(some, " / "))
}

// cutAt is how many letters of a sample are shown.
const cutAt = 24

// withRows shows what waits for a decision, what was decided, and how the list was read.
func (p importPage) withRows(rq web.Request, pageNo int) importPage {
	v := p.View
	for _, b := range v.Bad {
		p.Bad = append(p.Bad, p.badRow(rq, b))
	}
	for _, d := range v.Doubles {
		p.Doubles = append(p.Doubles, doubleOf(rq, d))
	}
	for _, o := range v.Out {
		p.Out = append(p.Out, outRow{No: strconv.Itoa(o.No), Line: rq.T("workers.import.line", "n", o.Line), Name: shown(o.Name), What: rq.T("workers.import.decision." + string(o.Mark.State)),
			By: o.Mark.By + " · " + rq.Lang.Moment(o.Mark.At, rq.Hub.Loc)})
	}
	for _, c := range []string{"name", "kana", "birth", "address", "phone", "mail", "since"} {
		p.FirstHeads = append(p.FirstHeads, rq.T("workers.import.column."+c))
	}
	for _, x := range v.First {
		cells := append([]string{strconv.Itoa(x.Line)}, entrantCells(rq, x.Entrant)...)
		p.First = append(p.First, cells)
	}
	p.Pager = ui.Pager{Page: pageNo, Size: workersstore.ListPage, Total: max(v.Counts[workers.MarkBad], v.Counts[workers.MarkDouble]), Base: p.Base + "?p="}
	return p
}

func entrantCells(rq web.Request, e workers.Entrant) []string {
	birth, address := "", ""
	if !e.Birth.IsZero() {
		birth = rq.Lang.DateEra(e.Birth)
	}
	if e.Address != nil {
		address = strings.TrimSpace(ja.PostcodeShow(e.Address.Postcode) + " " + e.Address.Line())
	}
	return []string{e.Name, ja.Hiragana(e.Kana), birth, address, ja.PhoneShow(e.Phone), e.Mail, rq.Lang.DateYear(e.Since)}
}

// badRow are the questions of one row, each with what stood in the list. The form is
// told what is wrong, so that fields and summary say it.
func (p *importPage) badRow(rq web.Request, b workersstore.BadRow) badRow {
	row := badRow{No: strconv.Itoa(b.No), Line: rq.T("workers.import.line", "n", b.Line), Name: shown(b.Name)}
	for _, f := range b.Faults {
		x := ui.Field{Name: rowField(b.No, f.Name), Label: rq.T("workers.import.column." + f.Name), Value: shown(b.Said[f.Name]), Free: true}
		switch stood := b.Stood[f.Name]; {
		case strings.Contains(stood, workers.Withheld):
			x.Hint = rq.T("workers.import.stood_hidden")
		case stood == "":
			x.Hint = rq.T("workers.import.stood_none")
		default:
			x.Hint = rq.T("workers.import.stood", "text", stood)
		}
		p.Form.Add(x.Name, rq.T(f.Key, f.Args...))
		row.Fields = append(row.Fields, x)
	}
	return row
}

func doubleOf(rq web.Request, d workersstore.DoubleRow) doubleRow {
	x := doubleRow{No: strconv.Itoa(d.No), Like: rq.T("workers.import.like." + string(d.Mark.Like)), Line: rq.T("workers.import.in_line", "n", d.Line),
		Choice: ui.Field{Name: workersstore.DoubleField(d.No), Label: rq.T("workers.import.decide"), Free: true}}
	cells := entrantCells(rq, d.Entrant)
	for i, c := range []string{"name", "kana", "birth", "address", "phone", "mail", "since"} {
		if cells[i] != "" {
			x.Listed = append(x.Listed, [2]string{rq.T("workers.import.column." + c), cells[i]})
		}
	}
	for _, to := range workers.Decisions {
		if d.Mark.May(to) && !(to == workers.MarkSame && (d.Rival.State == workers.Left || d.Rival.State == workers.Hired)) {
			x.Choice.Options = append(x.Choice.Options, ui.Option{Value: string(to), Label: rq.T("workers.import.decision." + string(to))})
		}
	}
	if d.Rival.ID == "" {
		x.Title = rq.T("workers.import.in_line", "n", d.TwinLine)
		return x
	}
	x.Href, x.Title = rq.Lang.Path("/staff/workers/"+d.Rival.ID), workersstore.Number(d.Rival.No)+" "+d.Rival.Name
	for _, f := range [][2]string{{rq.T("workers.list.state"), rq.T("workers.state." + string(d.Rival.State))}, {rq.T("workers.list.since"), rq.Lang.DateYear(d.Rival.From)},
		{rq.T("workers.import.column.kana"), ja.Hiragana(d.Rival.Kana)}, {rq.T("workers.import.column.phone"), ja.PhoneShow(d.Rival.Phone)}, {rq.T("workers.import.column.mail"), d.Rival.Mail}} {
		if f[1] != "" {
			x.There = append(x.There, f)
		}
	}
	return x
}
