package ordersweb

import (
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// materialRow is a file of an order as a line.
type materialRow struct {
	ID, Name, Use, Bytes, SHA, Rows, Problem, File, Remove, Progress string
	Tag                                                              stateTag
	Percent                                                          int
	Reading                                                          bool
}

var materialKinds = map[orders.MaterialState]string{orders.Stored: "info", orders.Reading: "info", orders.Whole: "ok", orders.Refused: "bad"}

func materialRowOf(rq web.Request, m orders.Material) materialRow {
	l := rq.Lang
	base := l.Path("/staff/orders/" + m.Order + "/materials/" + m.ID)
	x := materialRow{ID: m.ID, Name: m.Name, Use: l.T("orders.use." + m.Use), Bytes: bytes(l, m.Bytes), SHA: m.SHA256, File: base + "/file", Remove: base + "/remove", Progress: base, Tag: stateTag{materialKinds[m.State], l.T("orders.material." + string(m.State))},
		Reading: m.State == orders.Stored || m.State == orders.Reading, Problem: problem(l, m)}
	switch {
	case m.State == orders.Whole && m.Form != "":
		x.Rows = l.T("orders.material.rows", "form", l.T("orders.form."+m.Form), "n", m.Total)
	case x.Reading && m.Total > 0:
		x.Percent = 100 * m.Done / m.Total
		x.Rows = l.T("orders.material.done", "done", m.Done, "total", m.Total)
	}
	return x
}

// problem is why a material was refused, as a sentence.
func problem(l i18n.Lang, m orders.Material) string {
	if m.State != orders.Refused {
		return ""
	}
	var args []any
	if json.Unmarshal([]byte(m.ProblemArgs), &args) != nil {
		args = nil
	}
	for i, a := range args {
		if n, ok := a.(float64); ok {
			args[i] = int(n)
		}
	}
	return l.T("orders.problem."+m.Problem, args...)
}

type materialsPage struct {
	ui.Shell
	Form                           ui.Form
	Base, No, Title, Client, ToCli string
	Tag                            stateTag
	Tabs                           []ui.NavItem
	Practice, Open                 bool
	Materials, Others              []materialRow
	Uses                           []ui.Option
	Preview                        preview
	Lines                          []columnLine
	Given                          int
}

// preview are the first rows of an order.
type preview struct {
	Heads []string
	Rows  []previewRow
	Total string
}

type previewRow struct {
	No, Name, Picture, File string
	Cells                   []string
}

// previewRows is how many rows are shown before the work is split.
const previewRows = 8

// columnLine is one line of the columns' form.
type columnLine struct {
	N      string
	Given  bool
	Column orders.ColumnForm
}

// columnLines is how many lines for what is asked there are at least.
const columnLines = 12

func (r *Rooms) materials(w web.Writer, rq web.Request) error {
	return r.materialsPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) materialsPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	o, err := r.Store.Order(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := materialsPage{Shell: rq.Shell(l.T("orders.materials.of", "title", o.Title)).WithErrors(f), Form: f, Base: l.Path("/staff/orders/" + o.ID), No: orderNo(l, o.No), Title: o.Title, Client: o.ClientName, ToCli: l.Path("/staff/clients/" + o.Client),
		Tag: stateOf(l, o.State), Tabs: r.Tabs(rq, o.ID), Practice: o.Practice, Open: o.State.Live(), Uses: ui.Options(l, "orders.use.", []string{"material", "reference", "sample"})}
	for _, m := range o.Materials {
		if m.Use == "material" {
			p.Materials = append(p.Materials, materialRowOf(rq, m))
		} else {
			p.Others = append(p.Others, materialRowOf(rq, m))
		}
	}
	rows, err := r.Store.Preview(rq.Context(), rq.Actor, o.ID, previewRows)
	if err != nil {
		return err
	}
	p.Preview = previewOf(rq, o, rows)
	p.Lines, p.Given = linesOf(o.Columns, f)
	return w.PageStatus(status, materialsView(p))
}

func previewOf(rq web.Request, o ordersstore.Full, rows []orders.Row) preview {
	l := rq.Lang
	p := preview{Total: l.T("orders.preview.total", "n", o.Rows)}
	for _, c := range o.Columns {
		if !c.Asked {
			p.Heads = append(p.Heads, c.Name)
		}
	}
	for _, x := range rows {
		row := previewRow{No: strconv.Itoa(x.No), Name: x.Name, Cells: x.Cells}
		if x.File != "" {
			row.File = l.Path("/staff/orders/" + o.ID + "/rows/" + row.No)
		}
		if strings.HasPrefix(x.Media, "image/") {
			row.Picture = row.File
		}
		if x.To > 0 {
			row.Name = l.T("orders.preview.sound", "name", x.Name, "from", clock(x.From), "to", clock(x.To))
		}
		p.Rows = append(p.Rows, row)
	}
	return p
}

// clock is a place in a recording.
func clock(seconds int) string {
	return strconv.Itoa(seconds/60) + ":" + strconv.Itoa(100 + seconds%60)[1:]
}

// linesOf are the columns as lines of a form: what is given, what is asked, and empty ones.
func linesOf(cols []orders.Column, f ui.Form) (lines []columnLine, given int) {
	if f.Values.Has("lines") {
		for i, c := range readColumns(f.Values) {
			lines = append(lines, columnLine{strconv.Itoa(i), !c.Asked, c})
			if !c.Asked {
				given++
			}
		}
		return lines, given
	}
	for _, asked := range []bool{false, true} {
		for _, c := range cols {
			if c.Asked == asked {
				lines = append(lines, columnLine{strconv.Itoa(len(lines)), !asked, orders.ColumnForm{Name: c.Name, Type: c.Type, Width: c.Width, Choices: strings.ReplaceAll(c.Vocabulary(), "\n", ", "), Hint: c.Hint, Asked: asked, Must: c.Must, Group: orders.Groups[c.Lane]}})
			}
		}
		if !asked {
			given = len(lines)
		}
	}
	for len(lines) < given+columnLines || lines[len(lines)-1].Column.Name != "" {
		lines = append(lines, columnLine{strconv.Itoa(len(lines)), false, orders.ColumnForm{Type: "text", Asked: true, Must: true}})
	}
	return lines, given
}

// readColumns are the columns as typed; lines says how many there are.
func readColumns(v url.Values) (out []orders.ColumnForm) {
	for i := range min(atoi(v.Get("lines")), 2*orders.ColumnsMost) {
		n := strconv.Itoa(i)
		out = append(out, orders.ColumnForm{Name: v.Get("name" + n), Type: v.Get("type" + n), Width: v.Get("width" + n), Choices: v.Get("choices" + n), Hint: v.Get("hint" + n),
			Asked: v.Get("side"+n) != "given", Must: v.Get("must"+n) == "1", Group: v.Get("group" + n)})
	}
	return out
}

func (r *Rooms) saveColumns(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.SaveColumns(rq.Context(), rq.Actor, rq.PathValue("id"), readColumns(rq.PostForm)); err != nil {
		f, err := formOf(rq, err)
		if err != nil {
			return err
		}
		return r.materialsPage(w, rq, 422, f)
	}
	return w.Say("ok", "orders.said.columns").SeeOther("/staff/orders/" + rq.PathValue("id") + "/materials")
}

// keepFiles reads a form whose files are as large as they like: each goes part by part
// into the books and never lies unsealed on a disk. What was typed must stand before it.
func keepFiles(rq web.Request, keep func(u ordersstore.Upload) (string, error)) (last string, err error) {
	mr, err := rq.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return "", noFile()
	}
	if err != nil {
		return "", err
	}
	rq.PostForm = url.Values{}
	for {
		part, err := mr.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return last, err
		}
		if last, err = keepPart(rq, part, last, keep); err != nil {
			io.Copy(io.Discard, io.LimitReader(rq.Body, ordersstore.FileMost)) //nolint:errcheck // so that the browser reads the answer
			return last, err
		}
	}
	if last == "" {
		return "", noFile()
	}
	return last, nil
}

func keepPart(rq web.Request, part *multipart.Part, last string, keep func(u ordersstore.Upload) (string, error)) (string, error) {
	defer part.Close()
	if part.FileName() == "" {
		if part.FormName() != "file" {
			b, err := io.ReadAll(io.LimitReader(part, 4000))
			rq.PostForm.Add(part.FormName(), string(b))
			return last, err
		}
		return last, nil
	}
	return keep(ordersstore.Upload{Use: rq.PostForm.Get("use"), Name: part.FileName(), Media: part.Header.Get("Content-Type"), Body: part})
}

func noFile() error {
	var c fault.Check
	c.Add("file", "orders.field.file_missing")
	return c.Err()
}

func (r *Rooms) upload(w web.Writer, rq web.Request) error {
	orderID := rq.PathValue("id")
	mid, err := keepFiles(rq, func(u ordersstore.Upload) (string, error) {
		return r.Store.Keep(rq.Context(), rq.Actor, orderID, u)
	})
	if err != nil {
		f, err := formOf(rq, err)
		if err != nil {
			return err
		}
		return r.materialsPage(w, rq, 422, f)
	}
	if rq.PostForm.Get("use") != "material" {
		return w.Say("ok", "orders.said.file").SeeOther("/staff/orders/" + orderID + "/materials")
	}
	return w.SeeOther("/staff/orders/" + orderID + "/materials/" + mid)
}

type progressPage struct {
	ui.Shell
	Row         materialRow
	Title, Back string
}

// progress shows how far a material has been read, and goes on by itself without a script.
func (r *Rooms) progress(w web.Writer, rq web.Request) error {
	o, err := r.Store.Order(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	back := "/staff/orders/" + o.ID + "/materials"
	for _, m := range o.Materials {
		if x := materialRowOf(rq, m); m.ID == rq.PathValue("material") && x.Reading {
			w.Header().Set("Refresh", "2")
			return w.Page(progressView(progressPage{rq.Shell(rq.T("orders.material.reading_title")), x, o.Title, rq.Lang.Path(back)}))
		}
	}
	return w.SeeOther(back)
}

func (r *Rooms) remove(w web.Writer, rq web.Request) error {
	if err := r.Store.RemoveMaterial(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("material")); err != nil {
		return err
	}
	return w.Say("ok", "orders.said.removed").SeeOther("/staff/orders/" + rq.PathValue("id") + "/materials")
}

// stream answers with a file that may be large. What a client sent is never run by a browser of ours.
func stream(w web.Writer, name, media string, size int64, body io.Reader, download bool) error {
	h := w.Header()
	how := "inline"
	if download {
		how, media = "attachment", "application/octet-stream"
	}
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", how+"; filename*=UTF-8''"+url.PathEscape(name))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	w.WriteHeader(http.StatusOK)
	_, err := io.Copy(w, body)
	return err
}

func (r *Rooms) file(w web.Writer, rq web.Request) error {
	m, body, err := r.Store.File(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("material"))
	if err != nil {
		return err
	}
	return stream(w, m.Name, "", m.Bytes, body, true)
}

// rowFile shows the picture of one of the first rows.
func (r *Rooms) rowFile(w web.Writer, rq web.Request) error {
	rows, err := r.Store.Preview(rq.Context(), rq.Actor, rq.PathValue("id"), previewRows)
	if err != nil {
		return err
	}
	for _, x := range rows {
		if strconv.Itoa(x.No) != rq.PathValue("row") || x.File == "" {
			continue
		}
		body, err := r.Store.RowFile(rq.Context(), rq.Actor, x.File)
		if err != nil {
			return err
		}
		return stream(w, x.Name, x.Media, body.Bytes, body, !strings.HasPrefix(x.Media, "image/"))
	}
	return fault.New(fault.NotFound, "orders.fault.material_gone")
}

// lineNo is the number of a line of the columns' form, as people count.
func lineNo(n string) string { return strconv.Itoa(atoi(n) + 1) }

// columnsLabel names one of the two tables of columns.
func (p materialsPage) columnsLabel(given bool) string {
	if given {
		return p.Lang.T("orders.columns.given")
	}
	return p.Lang.T("orders.columns.asked")
}
