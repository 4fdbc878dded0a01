package booksweb

import (
	"net/http"
	"net/url"
	"path"
	"time"

	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type documentsPage struct {
	ui.Shell
	Tabs  []ui.NavItem
	Form  ui.Form
	Kinds []ui.Option
	Rows  []documentRow
	Any   bool
	Total int
	Sum   string
	Query string
	Pack  [][2]string // fields by which what was found is put together, none: it cannot be
	Half  bool        // it could, with a period
	Pager ui.Pager
}

type documentRow struct{ Href, No, On, Kind, Party, Amount, Version, Size, Reason, By string }

// parts are the fields of a search, in the order of the form.
var parts = []string{"from", "to", "min", "max", "name", "party", "kind"}

func formOf(rq web.Request) (f books.QueryForm, query string) {
	v, kept := rq.URL.Query(), url.Values{}
	for i, to := range []*string{&f.From, &f.To, &f.Min, &f.Max, &f.Name, &f.Party, &f.Kind} {
		if *to = v.Get(parts[i]); *to != "" {
			kept.Set(parts[i], *to)
		}
	}
	return f, kept.Encode()
}

func rowOf(rq web.Request, d books.Document) documentRow {
	l := rq.Lang
	row := documentRow{Href: l.Path("/staff/books/documents/" + d.ID), No: d.No, On: l.DateYear(d.On), Kind: l.T("books.kind." + string(d.Kind)), Party: d.PartyName, Amount: l.Yen(d.Amount), Reason: d.Reason, By: d.By,
		Size: l.T("books.size", "n", l.Number(int(max(1, d.Size>>10))))}
	if d.Version > 1 || d.Next != "" {
		row.Version = l.T("books.version", "n", d.Version)
	}
	if d.Next != "" {
		row.Version += l.T("books.replaced")
	}
	return row
}

func (r *Rooms) documents(w web.Writer, rq web.Request) error {
	f, query := formOf(rq)
	p := documentsPage{Shell: rq.Shell(rq.T("books.title")), Tabs: tabs(rq, "/staff/books"), Query: query, Any: query != ""}
	p.Kinds = append([]ui.Option{{Label: rq.T("books.search.any")}}, ui.Options(rq.Lang, "books.kind.", books.DocKinds)...)
	q, err := f.Read(rq.Today())
	if p.Form, err = rq.FormOf(err); err != nil {
		return err
	}
	p.Form.Values = rq.URL.Query()
	if p.Form.Bad() {
		p.Shell = p.Shell.WithErrors(p.Form)
		return w.PageStatus(http.StatusUnprocessableEntity, documentsView(p))
	}
	n := web.PageOf(rq.URL.Query())
	q.Offset, q.Most = (n-1)*pageSize, pageSize
	found, err := r.Store.Search(rq.Context(), rq.Actor, q)
	if err != nil {
		return err
	}
	for _, d := range found.Rows {
		p.Rows = append(p.Rows, rowOf(rq, d))
	}
	if q.Min == nil && q.Max == nil && rq.Actor.Can(books.MayKeep) {
		if p.Half = q.From.IsZero() || q.To.IsZero(); !p.Half {
			p.Pack = [][2]string{{"from", f.From}, {"to", f.To}, {"name", f.Name}, {"party", f.Party}, {"kind", f.Kind}}
		}
	}
	p.Total, p.Sum = found.Total, rq.Lang.Yen(found.Sum)
	p.Pager = ui.Pager{Page: n, Size: pageSize, Total: found.Total, Base: rq.Lang.Path("/staff/books") + "?" + query + "&p="}
	return w.Page(documentsView(p))
}

// listMost is how many lines of a file of the list are read at a time.
const listMost = 5_000

func (r *Rooms) documentsFile(w web.Writer, rq web.Request) error {
	f, _ := formOf(rq)
	q, err := f.Read(rq.Today())
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("books.title"), Lines: [][]any{sheet.Head(rq.T("books.index.on"), rq.T("books.index.no"), rq.T("books.index.kind"), rq.T("books.index.party"), rq.T("books.index.amount"), rq.T("books.index.version"), rq.T("books.index.hash"))}}
	for more := true; more; q.Offset += q.Most {
		q.Most = listMost
		found, err := r.Store.Search(rq.Context(), rq.Actor, q)
		if err != nil {
			return err
		}
		for _, d := range found.Rows {
			t.Lines = append(t.Lines, []any{d.On, d.No, rq.T("books.kind." + string(d.Kind)), d.PartyName, d.Amount, d.Version, d.SHA256})
		}
		more = len(found.Rows) == q.Most
	}
	return w.Sheet(path.Base(rq.URL.Path), t)
}

type documentPage struct {
	ui.Shell
	Row      documentRow
	Hash     string
	File     string
	Made     string
	Versions []documentRow
}

func (r *Rooms) document(w web.Writer, rq web.Request) error {
	vs, err := r.Store.Versions(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := documentPage{}
	for _, d := range vs {
		row := rowOf(rq, d)
		if d.ID == rq.PathValue("id") {
			p.Shell, p.Row, p.Hash, p.File, p.Made = rq.Shell(d.No), row, d.SHA256, rq.Lang.Path("/staff/books/documents/"+d.ID+"/file"), rq.Lang.DateYear(d.Made.DateIn(rq.Hub.Loc))
		}
		row.Version = rq.T("books.version", "n", d.Version)
		p.Versions = append(p.Versions, row)
	}
	return w.Page(documentView(p))
}

func (r *Rooms) file(w web.Writer, rq web.Request) error {
	d, err := r.Store.Document(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.File(d.Name, d.Media, d.Bytes, true)
}

type exportsPage struct {
	ui.Shell
	Tabs  []ui.NavItem
	Form  ui.Form
	Kinds []ui.Option
	Rows  []exportRow
	Busy  bool
}

type exportRow struct {
	Href, Period, Name, Kind, State, Text, Size string
	Percent                                     int
	Tag                                         string
}

func (r *Rooms) exportsPage(rq web.Request, f ui.Form) (exportsPage, error) {
	p := exportsPage{Shell: rq.Shell(rq.T("books.exports.title")).WithErrors(f), Tabs: tabs(rq, "/staff/books/exports"), Form: f}
	p.Kinds = append([]ui.Option{{Label: rq.T("books.search.any")}}, ui.Options(rq.Lang, "books.kind.", books.DocKinds)...)
	xs, err := r.Store.Exports(rq.Context(), rq.Actor)
	for _, x := range xs {
		p.Rows = append(p.Rows, exportOf(rq, x))
		p.Busy = p.Busy || x.State == "waiting"
	}
	return p, err
}

func exportOf(rq web.Request, x books.Export) exportRow {
	l := rq.Lang
	row := exportRow{Name: x.Name, Period: l.T("books.period", "from", l.DateYear(x.From), "to", l.DateYear(x.To)), State: l.T("books.export.state." + x.State), Tag: "info", Text: l.T("books.export.done", "done", l.Number(x.Done), "total", l.Number(x.Total))}
	if x.Kind != "" {
		row.Kind = l.T("books.kind." + string(x.Kind))
	}
	if x.Total > 0 {
		row.Percent = x.Done * 100 / x.Total
	}
	switch x.State {
	case "ready":
		row.Tag, row.Href, row.Size = "ok", l.Path("/staff/books/exports/"+x.ID), l.T("books.size", "n", l.Number(int(max(1, x.Size>>10))))
	case "failed":
		row.Tag = "bad"
	}
	return row
}

func (r *Rooms) exports(w web.Writer, rq web.Request) error {
	p, err := r.exportsPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(exportsView(p))
}

func (r *Rooms) export(w web.Writer, rq web.Request) error {
	f := books.QueryForm{From: rq.FormValue("from"), To: rq.FormValue("to"), Kind: rq.FormValue("kind"), Name: rq.FormValue("name"), Party: rq.FormValue("party")}
	q, err := f.ReadPeriod(rq.Today())
	if err == nil {
		_, err = r.Store.Export(rq.Context(), rq.Actor, q)
	}
	if err == nil {
		return w.Say("ok", "books.exports.begun").SeeOther("/staff/books/exports")
	}
	return w.Mend(err, func(f ui.Form) error {
		p, err := r.exportsPage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(http.StatusUnprocessableEntity, exportsView(p))
	})
}

func (r *Rooms) archive(w web.Writer, rq web.Request) error {
	x, f, err := r.Store.Archive(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(rq.T("books.exports.file", "from", x.From.String(), "to", x.To.String())))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, rq.Request, "", time.Time{}, f)
	return nil
}

// sum adds amounts for the foot of a table.
func sum(as []yen.Amount) (out yen.Amount) {
	for _, a := range as {
		out += a
	}
	return out
}
