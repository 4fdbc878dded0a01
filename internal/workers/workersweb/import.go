package workersweb

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

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

func (r *Rooms) importRead(w web.Writer, rq web.Request) error {
	name, body, err := rq.Upload("file", listBody)
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
	pageNo := web.PageOf(rq.URL.Query())
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
	t := sheet.Table{Name: rq.T("workers.import.done_left"), Lines: [][]any{sheet.Head(rq.T("workers.import.left_line"))}}
	for _, h := range x.Heads {
		t.Lines[0] = append(t.Lines[0], shown(h))
	}
	// What was typed where the list has no single column of its own stands behind it.
	var typed []workers.Column
	for _, c := range workers.Columns {
		if !slices.Contains(x.Columns, c) && slices.ContainsFunc(rows, func(row workers.ListRow) bool { return row.Put[c] != "" }) {
			typed = append(typed, c)
			t.Lines[0] = append(t.Lines[0], rq.T("workers.import.column."+string(c)))
		}
	}
	for _, row := range rows {
		line := []any{row.Line}
		for i, s := range row.Cells {
			if put, ok := row.Put[x.Columns[i]]; ok && x.Columns[i] != "" {
				s = put
			}
			line = append(line, shown(s))
		}
		for _, c := range typed {
			line = append(line, shown(row.Put[c]))
		}
		t.Lines = append(t.Lines, line)
	}
	return w.Sheet("left-out.xlsx", t)
}

// shown is a cell without the sign that a number was taken out of it.
func shown(s string) string { return strings.ReplaceAll(s, workers.Withheld, "") }
