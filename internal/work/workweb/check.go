package workweb

import (
	"fmt"
	"slices"
	"strconv"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/orders"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

type queuePage struct {
	ui.Shell
	Rows []queueRow
	Late int
}

// queueRow is a piece that waits for an inspector.
type queueRow struct {
	Href, Order, Piece, Worker, Received, By string
	Tag                                      *pieceTag // how urgent it is
	First, Own                               bool
}

// urgent says how near the day is after which silence is acceptance.
func urgent(l i18n.Lang, by, today when.Date) *pieceTag {
	switch {
	case by.IsZero():
		return nil
	case by.Before(today):
		return &pieceTag{"bad", l.T("work.check.late")}
	case by == today:
		return &pieceTag{"bad", l.T("work.check.today")}
	case by == today.AddDays(1):
		return &pieceTag{"warn", l.T("work.check.tomorrow")}
	}
	return nil
}

func (r *Rooms) queue(w web.Writer, rq web.Request) error {
	xs, err := r.Store.Queue(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := queuePage{Shell: rq.Shell(l.T("work.check.title"))}
	for _, x := range xs {
		q := queueRow{Order: l.T("work.check.order", "kind", x.KindName, "title", x.Title), Piece: l.T("work.staff.piece", "n", x.No) + " " + rowSpan(l, x.Rows), Worker: workerName(l, x.WorkerNo, x.WorkerName), Received: l.MomentShort(x.Received, rq.Hub.Loc),
			Tag: urgent(l, x.AcceptBy, rq.Today()), First: x.First, Own: x.Own, Href: l.Path("/staff/check/" + x.ID)}
		if !x.AcceptBy.IsZero() {
			q.By = l.DateShort(x.AcceptBy)
		}
		if q.Tag != nil && q.Tag.Kind == "bad" {
			p.Late++
		}
		p.Rows = append(p.Rows, q)
	}
	return w.Page(queueView(p))
}

type sheetPage struct {
	ui.Shell
	Form          ui.Form
	Action        string
	Order         ui.Link
	Piece, Worker string
	Tag           pieceTag
	Plan          string
	Version       string
	Ready, Own    bool
	Sample, Rest  []sheetRow
	Lines         []ui.Option
	Numbered      []string
	Causes        []ui.Option
	First         bool
}

// sheetRow is a row before an inspector: what was given, and what was made of it.
type sheetRow struct {
	givenView
	Cells  []sheetCell
	Again  bool // is to be done again
	Mark   string
	File   string // name of a file handed in
	First  bool   // of the page: errors lead here
	Differ bool   // the two entries are not the same
	Found  []string
}

// sheetCell is one answer, as it can be mended.
type sheetCell struct {
	orders.Column
	Field  string
	Value  string
	Other  string // of the second entry, or the right answer
	Differ bool
	Gold   bool // the right answer is known
}

// planWords are how much of a piece is looked at.
func planWords(l i18n.Lang, x workstore.Sheet) string {
	rows := x.Rows.Count()
	if x.Plan.Size >= rows {
		return l.T("work.check.plan_all", "n", rows)
	}
	return l.T("work.check.plan", "size", x.Plan.Size, "n", rows, "accept", x.Plan.Accept, "regime", l.T("work.check.regime."+string(x.Regime)))
}

// sheetRowOf is a line of the sheet with its fields named after row and column.
func sheetRowOf(rq web.Request, s workstore.Sheet, x workstore.Line) sheetRow {
	l := rq.Lang
	file := l.Path(fmt.Sprintf("/staff/orders/%s/rows/%d/file", s.Piece.Order, x.No))
	row := sheetRow{givenView: showRow(x.Row, file, s.Given, x.Given), File: x.Answer.FileName}
	row.Note = x.Note
	if x.Answer.Mark != "" {
		row.Mark = l.T("work.check.mark." + x.Answer.Mark)
	}
	other, entered := s.Other[x.No]
	gold, known := s.Gold[x.No]
	if known { // what is known to be right counts more than a second entry
		other, entered = gold, true
	}
	var differ []int
	if entered {
		differ = work.Differ(x.Answer.Cells, other)
	}
	for i, c := range s.Ask {
		cell := sheetCell{Gold: known, Column: c, Field: fmt.Sprintf("r%d_%d", x.No, c.No)}
		if i < len(x.Answer.Cells) {
			cell.Value = x.Answer.Cells[i]
		}
		if cell.Differ = slices.Contains(differ, i); cell.Differ && i < len(other) {
			cell.Other = other[i]
		}
		row.Differ = row.Differ || cell.Differ
		row.Cells = append(row.Cells, cell)
	}
	for _, f := range x.Findings {
		row.Found = append(row.Found, l.T("work.check.found", "line", f.Line, "cause", l.T("work.check.cause."+f.Cause), "name", f.By))
	}
	return row
}

func (r *Rooms) sheet(w web.Writer, rq web.Request) error {
	return r.sheetPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) sheetPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.Sheet(rq.Context(), rq.Actor, rq.PathValue("piece"))
	if err != nil {
		return err
	}
	l := rq.Lang
	piece := l.T("work.staff.piece", "n", x.No)
	p := sheetPage{Shell: rq.Shell(l.T("work.check.of", "title", x.Title, "piece", piece)).WithErrors(f), Form: f, Action: l.Path("/staff/check/" + x.ID), Order: ui.Link{Href: l.Path("/staff/orders/" + x.Piece.Order + "/work"), Label: x.Title}, Piece: piece + " " + rowSpan(l, x.Rows),
		Worker: workerName(l, x.WorkerNo, x.WorkerName), Tag: pieceTagOf(l, x.State), Plan: planWords(l, x), Version: strconv.Itoa(x.Version), Ready: x.Ready && !x.Own, Own: x.Own, Numbered: x.Instruction.Numbered(), Causes: ui.Options(rq.Lang, "work.check.cause.", work.Causes), First: x.Piece.First}
	p.Lines = []ui.Option{{Label: l.T("work.check.no_line")}}
	for i, s := range p.Numbered {
		p.Lines = append(p.Lines, ui.Option{Value: strconv.Itoa(i + 1), Label: strconv.Itoa(i+1) + ". " + short(s)})
	}
	for _, line := range x.Lines {
		row := sheetRowOf(rq, x, line)
		row.Again = f.Has("rows", row.No)
		if x.Looked(line.No) || row.Differ {
			p.Sample = append(p.Sample, row)
		} else {
			p.Rest = append(p.Rest, row)
		}
	}
	if len(p.Sample) > 0 {
		p.Sample[0].First = true
	}
	return w.PageStatus(status, sheetView(p))
}

// short is a line of an instruction as it fits into a list.
func short(s string) string { return ja.Excerpt(s, 48) }

// readCheck is an inspection as typed: every cell as it now stands, the verdict, and why.
func readCheck(rq web.Request) work.CheckForm {
	v := rq.PostForm
	f := work.CheckForm{Rework: v.Get("do") == "back", Line: v.Get("line"), Cause: v.Get("cause"), Example: v.Get("example")}
	for name, values := range v {
		var row, col int
		if n, _ := fmt.Sscanf(name, "r%d_%d", &row, &col); n == 2 && len(values) > 0 {
			f.Fixes = append(f.Fixes, work.Fix{Row: row, Column: col, Text: values[0]})
		}
	}
	slices.SortFunc(f.Fixes, func(x, y work.Fix) int { return (x.Row-y.Row)*1000 + x.Column - y.Column })
	for _, s := range v["rows"] {
		f.Rows = append(f.Rows, intOf(s))
	}
	return f
}

// decide records an inspection and opens the next piece of the queue. Without a verdict,
// as when a key sent the form, the sheet is shown again as it was typed.
func (r *Rooms) decide(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v := rq.PostForm
	if do := v.Get("do"); do != "accept" && do != "back" {
		return r.sheetPage(w, rq, 200, ui.Form{Values: v})
	}
	form := readCheck(rq)
	if err := r.Store.Check(rq.Context(), rq.Actor, rq.PathValue("piece"), intOf(v.Get("version")), form); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.sheetPage(w, rq, status, f) })
	}
	said := "work.check.said.accepted"
	if form.Rework {
		said = "work.check.said.back"
	}
	xs, err := r.Store.Queue(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, x := range xs {
		if !x.Own {
			return w.Say("ok", said).SeeOther("/staff/check/" + x.ID)
		}
	}
	return w.Say("ok", said).SeeOther("/staff/check")
}

// restBad tells whether something is to be mended among the rows that are folded away.
func restBad(p sheetPage) bool {
	return slices.ContainsFunc(p.Rest, func(x sheetRow) bool {
		return x.Again || slices.ContainsFunc(x.Cells, func(c sheetCell) bool { return p.Form.Err(c.Field) != "" })
	})
}

// choiceOptions are a column's choices, and what was entered where it is none of them.
func choiceOptions(c sheetCell) (out []ui.Option) {
	if !slices.Contains(c.Choices, c.Value) {
		out = append(out, ui.Option{Value: c.Value, Label: c.Value})
	}
	for _, s := range c.Choices {
		out = append(out, ui.Option{Value: s, Label: s})
	}
	return out
}

func otherWords(p sheetPage, c sheetCell) string {
	if c.Other == "" {
		return p.Lang.T("work.check.other_empty")
	}
	return c.Other
}

func otherName(p sheetPage, c sheetCell) string {
	if c.Gold {
		return p.Lang.T("work.check.gold")
	}
	return p.Lang.T("work.check.other")
}
