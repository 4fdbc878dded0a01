package workersweb

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// listBody is how large a form with a list may be: the list and a little more.
const listBody = workersstore.ImportBytes + 1<<16

func (r *Rooms) imports(rt *web.Router, keep web.Policy) {
	rt.Handle("GET /staff/imports", keep, r.importStart)
	rt.Handle("POST /staff/imports", keep.Upload(listBody), r.importRead)
	rt.Handle("GET /staff/imports/template.xlsx", keep, r.importTemplate)
	rt.Handle("GET /staff/imports/template.csv", keep, r.importTemplate)
	rt.Handle("GET /staff/imports/{import}", keep, r.importShow)
	rt.Handle("POST /staff/imports/{import}/columns", keep, r.importColumns)
	rt.Handle("POST /staff/imports/{import}/rows", keep, r.importRows)
	rt.Handle("POST /staff/imports/{import}/doubles", keep, r.importDoubles)
	rt.Handle("POST /staff/imports/{import}/commit", keep, r.importCommit)
	rt.Handle("POST /staff/imports/{import}/cancel", keep, r.importCancel)
	rt.Handle("POST /staff/imports/{import}/drop", keep, r.importDrop)
	rt.Handle("GET /staff/imports/{import}/left.xlsx", keep, r.importLeft)
}

type importStartPage struct {
	ui.Shell
	Form      ui.Form
	Most, MB  int
	XLSX, CSV string
	Recent    []importRow
}

type importRow struct{ Href, File, At, By, Rows, State, Kind string }

var importKinds = map[workersstore.ImportState]string{workersstore.ImportColumns: "warn", workersstore.ImportReview: "warn", workersstore.ImportWriting: "info", workersstore.ImportDone: "ok"}

func (r *Rooms) importStart(w web.Writer, rq web.Request) error {
	return r.importStartPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) importStartPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	all, err := r.Store.Imports(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := importStartPage{Shell: rq.Shell(rq.T("workers.import.title")).WithErrors(f), Form: f, Most: workersstore.ImportMost, MB: workersstore.ImportBytes >> 20,
		XLSX: rq.Lang.Path("/staff/imports/template.xlsx"), CSV: rq.Lang.Path("/staff/imports/template.csv")}
	for _, x := range all {
		p.Recent = append(p.Recent, importRow{Href: rq.Lang.Path("/staff/imports/" + x.ID), File: fileName(rq, x), At: rq.Lang.Moment(x.At, rq.Hub.Loc), By: x.MadeBy,
			Rows: rq.T("workers.import.rows_n", "n", x.Rows), State: rq.T("workers.import.state." + string(x.State)), Kind: importKinds[x.State]})
	}
	return w.PageStatus(status, importStartView(p))
}

func fileName(rq web.Request, x workersstore.Import) string {
	if x.File == "" || strings.Contains(x.File, workers.Withheld) {
		return rq.T("workers.import.erased_name")
	}
	return x.File
}

// uploaded is the file of a form's field, "" and nil without one.
func uploaded(rq web.Request, field string, most int64) (name string, body []byte, err error) {
	if err := rq.ParseMultipartForm(most); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return "", nil, err
	}
	file, head, err := rq.FormFile(field)
	if err != nil {
		return "", nil, nil // no file is a fault of the form, not of the program
	}
	defer file.Close() //nolint:errcheck // read only
	body, err = io.ReadAll(file)
	return head.Filename, body, err
}

func (r *Rooms) importRead(w web.Writer, rq web.Request) error {
	name, body, err := uploaded(rq, "file", listBody)
	id, big := "", (*http.MaxBytesError)(nil)
	switch {
	case errors.As(err, &big): // cut off while it was sent
		err = workersstore.ListTooBig()
	case err == nil:
		id, err = r.Store.ReadList(rq.Context(), rq.Actor, name, body)
	}
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.importStartPage(w, rq, http.StatusUnprocessableEntity, f)
	}
	return w.SeeOther("/staff/imports/" + id)
}

// importTemplate is an empty list with the heads that are understood; the workbook has
// a second sheet that says how to write each column.
func (r *Rooms) importTemplate(w web.Writer, rq web.Request) error {
	var names []string
	how := sheet.Table{Name: rq.T("workers.import.template_how")}
	for _, c := range workers.Template {
		names = append(names, rq.T("workers.import.column."+string(c)))
		how.Lines = append(how.Lines, sheet.Head(rq.T("workers.import.column."+string(c)), rq.T("workers.import.way."+string(c))))
	}
	t := sheet.Table{Name: rq.T("workers.list.title"), Lines: [][]any{sheet.Head(names...)}}
	if strings.HasSuffix(rq.URL.Path, ".csv") {
		return w.Sheet("template.csv", t)
	}
	return w.Sheet("template.xlsx", t, how)
}

func (r *Rooms) importShow(w web.Writer, rq web.Request) error {
	return r.importPage(w, rq, http.StatusOK, ui.Form{})
}

func importHref(rq web.Request) string { return "/staff/imports/" + rq.PathValue("import") }

// importPage shows a list where it stands. f is what a form just said, its faults named
// by the fields of the page.
func (r *Rooms) importPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	pageNo, _ := strconv.Atoi(rq.URL.Query().Get("p"))
	v, err := r.Store.ViewList(rq.Context(), rq.Actor, rq.PathValue("import"), pageNo)
	if err != nil {
		return err
	}
	p := importPage{Shell: rq.Shell(rq.T("workers.import.title")).WithErrors(f), Form: f, View: v, Base: rq.Lang.Path(importHref(rq)), Again: rq.Lang.Path("/staff/imports"),
		File: fileName(rq, v.Import), Erase: rq.Lang.DateYear(v.Erase), Ask: rq.URL.Query().Get("columns") == "1" && v.State == workersstore.ImportReview, Status: status}
	p.NoIndex = true
	if v.Encoding != "" {
		p.ReadAs = rq.T("workers.import.read_as", "file", p.File, "n", v.Rows, "encoding", rq.T("workers.import.encoding."+strings.ReplaceAll(v.Encoding, "-", "_")))
	}
	if v.Stopped != "" {
		p.Stopped = rq.T("workers.import.stopped." + v.Stopped)
	}
	switch {
	case v.State == workersstore.ImportColumns || p.Ask:
		return w.PageStatus(status, importColumnsView(p.withColumns(rq)))
	case v.State == workersstore.ImportReview:
		return w.PageStatus(status, importReviewView(p.withRows(rq, max(pageNo, 1))))
	case v.State == workersstore.ImportWriting:
		return w.PageStatus(status, importWritingView(p))
	case v.State == workersstore.ImportDone:
		p.List = rq.Lang.Path("/staff/workers?state=all&import=" + v.ID)
		return w.PageStatus(status, importDoneView(p))
	}
	return w.PageStatus(status, importDroppedView(p))
}

func (r *Rooms) importColumns(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := workers.MappingForm{Since: rq.PostForm.Get("since")}
	for i := 0; rq.PostForm.Has(workers.ColumnField(i)); i++ {
		f.Columns = append(f.Columns, rq.PostForm.Get(workers.ColumnField(i)))
	}
	if err := r.Store.MapColumns(rq.Context(), rq.Actor, rq.PathValue("import"), f); err != nil {
		form, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		rq.URL.RawQuery = "columns=1"
		return r.importPage(w, rq, http.StatusUnprocessableEntity, form)
	}
	return w.SeeOther(importHref(rq))
}

// rowField is the name of the form's field for a column of a row.
func rowField(no int, column string) string { return "r" + strconv.Itoa(no) + "_" + column }

// readMends reads what was typed into rows, which of them are ticked to be left out,
// and which to be taken back.
func readMends(rq web.Request) []workersstore.Mend {
	at := map[int]*workersstore.Mend{}
	of := func(s string) *workersstore.Mend {
		no, _ := strconv.Atoi(s)
		if at[no] == nil {
			at[no] = &workersstore.Mend{No: no, Put: map[workers.Column]string{}}
		}
		return at[no]
	}
	for name, v := range rq.PostForm {
		if no, column, ok := strings.Cut(strings.TrimPrefix(name, "r"), "_"); ok && strings.HasPrefix(name, "r") {
			of(no).Put[workers.Column(column)] = v[0]
		}
	}
	for _, s := range rq.PostForm["out"] {
		of(s).Out = true
	}
	for _, s := range rq.PostForm["back"] {
		of(s).Back = true
	}
	var out []workersstore.Mend
	for _, m := range at {
		out = append(out, *m)
	}
	return out
}

func (r *Rooms) importRows(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	still, err := r.Store.MendList(rq.Context(), rq.Actor, rq.PathValue("import"), readMends(rq))
	if err != nil {
		return err
	}
	if len(still) == 0 {
		return w.Say("ok", "workers.import.said_mended").SeeOther(importHref(rq))
	}
	// What was typed is kept with the row, so the page shows it again by itself.
	return r.importPage(w, rq, http.StatusUnprocessableEntity, ui.Form{})
}

func (r *Rooms) importDoubles(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	all := workers.MarkState(rq.PostForm.Get("all"))
	of := map[int]workers.MarkState{}
	for _, s := range rq.PostForm["row"] {
		no, _ := strconv.Atoi(s)
		if to := rq.PostForm.Get(workersstore.DoubleField(no)); to != "" || all == "" && len(rq.PostForm["row"]) == 1 {
			of[no] = workers.MarkState(to)
		}
	}
	if len(of) == 0 && all == "" && len(rq.PostForm["row"]) > 0 {
		no, _ := strconv.Atoi(rq.PostForm["row"][0])
		of[no] = ""
	}
	if err := r.Store.DecideDoubles(rq.Context(), rq.Actor, rq.PathValue("import"), of, all); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.importPage(w, rq, http.StatusUnprocessableEntity, f)
	}
	return w.Say("ok", "workers.import.said_decided").SeeOther(importHref(rq))
}

func (r *Rooms) importCommit(w web.Writer, rq web.Request) error {
	if err := r.Store.CommitList(rq.Context(), rq.Actor, rq.PathValue("import")); err != nil {
		return err
	}
	return w.SeeOther(importHref(rq))
}

func (r *Rooms) importCancel(w web.Writer, rq web.Request) error {
	if err := r.Store.CancelList(rq.Context(), rq.Actor, rq.PathValue("import")); err != nil {
		return err
	}
	return w.SeeOther(importHref(rq))
}

func (r *Rooms) importDrop(w web.Writer, rq web.Request) error {
	if err := r.Store.DropList(rq.Context(), rq.Actor, rq.PathValue("import")); err != nil {
		return err
	}
	return w.Say("ok", "workers.import.said_dropped").SeeOther("/staff/imports")
}

// importLeft is what was not taken, in the columns of the list itself.
func (r *Rooms) importLeft(w web.Writer, rq web.Request) error {
	x, rows, err := r.Store.LeftOut(rq.Context(), rq.Actor, rq.PathValue("import"))
	if err != nil {
		return err
	}
	head := sheet.Head(rq.T("workers.import.left_line"))
	for _, h := range x.Heads {
		head = append(head, shown(h))
	}
	t := sheet.Table{Name: rq.T("workers.import.done_left"), Lines: [][]any{head}}
	for _, row := range rows {
		line := []any{row.Line}
		for i, s := range row.Cells {
			if put, ok := row.Put[x.Columns[i]]; ok && x.Columns[i] != "" {
				s = put
			}
			line = append(line, shown(s))
		}
		t.Lines = append(t.Lines, line)
	}
	return w.Sheet("left-out.xlsx", t)
}

// shown is a cell without the sign that a number was taken out of it.
func shown(s string) string { return strings.ReplaceAll(s, workers.Withheld, "") }

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
			some = append(some, cut(s))
		}
	}
	if len(some) == 0 {
		return rq.T("workers.import.sample_none")
	}
	return rq.T("workers.import.sample", "text", strings.Join(some, " / "))
}

// cutAt is how many letters of a sample are shown.
const cutAt = 24

func cut(s string) string {
	if r := []rune(s); len(r) > cutAt {
		return string(r[:cutAt]) + "…"
	}
	return s
}

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
