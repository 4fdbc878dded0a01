package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"

	"github.com/a-h/templ"
	"github.com/klauspost/compress/gzip"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web/ui"
)

// Writer answers a request with a page, a redirect or a file.
type Writer struct {
	http.ResponseWriter
	r      *Request
	status *int
}

// WriteHeader notes the status for the log.
func (w Writer) WriteHeader(code int) {
	if *w.status == 0 {
		*w.status = code
		w.ResponseWriter.WriteHeader(code)
	}
}

// Write sends bytes; the status is 200 unless one was written.
func (w Writer) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.ResponseWriter.Write(b)
}

var (
	buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}
	zippers = sync.Pool{New: func() any { z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed); return z }}
)

// Page answers 200 with a page.
func (w Writer) Page(c templ.Component) error { return w.PageStatus(http.StatusOK, c) }

// PageStatus answers with a page; it is rendered whole before a byte goes out,
// so a fault half-way becomes an error page and not half a page.
func (w Writer) PageStatus(code int, c templ.Component) error {
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	if err := c.Render(w.r.Context(), b); err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	w.send(code, b.Bytes())
	return nil
}

// send compresses what is worth it and writes it out.
func (w Writer) send(code int, body []byte) {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	if len(body) < 1400 || !strings.Contains(w.r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(code)
		w.Write(body) //nolint:errcheck // the reader has gone
		return
	}
	b := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(b)
	b.Reset()
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	z.Reset(b)
	z.Write(body) //nolint:errcheck // a buffer does not fail
	z.Close()
	h.Set("Content-Encoding", "gzip")
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(code)
	w.Write(b.Bytes()) //nolint:errcheck // the reader has gone
}

// SeeOther sends the reader to another page of this hub, in their language.
func (w Writer) SeeOther(path string) error {
	http.Redirect(w, w.r.Request, w.r.Lang.Path(path), http.StatusSeeOther)
	return nil
}

// Say shows a notice on the page that comes next: kind is ok, info, warn or bad.
func (w Writer) Say(kind, key string, args ...any) Writer {
	b, _ := json.Marshal(said{kind, key, args})
	http.SetCookie(w, &http.Cookie{Name: flashCookie, Value: base64.RawURLEncoding.EncodeToString(b), Path: "/", HttpOnly: true,
		Secure: w.r.TLS != nil, SameSite: http.SameSiteLaxMode, MaxAge: 60})
	return w
}

const flashCookie = "hiroba_said"

type said struct {
	Kind, Key string
	Args      []any
}

func takeFlash(w Writer, r Request) []ui.Flash {
	c, err := r.Cookie(flashCookie)
	if err != nil || r.Method != http.MethodGet {
		return nil
	}
	http.SetCookie(w, &http.Cookie{Name: flashCookie, Path: "/", MaxAge: -1})
	b, err := base64.RawURLEncoding.DecodeString(c.Value)
	var s said
	if err != nil || json.Unmarshal(b, &s) != nil || !r.Lang.Has(s.Key) {
		return nil
	}
	for i, a := range s.Args {
		if f, ok := a.(float64); ok {
			s.Args[i] = int(f)
		}
	}
	return []ui.Flash{{Kind: s.Kind, Text: r.Lang.T(s.Key, s.Args...)}}
}

// File answers with a file. With download the browser keeps it under name, else it shows it.
func (w Writer) File(name, contentType string, body []byte, download bool) error {
	how := "inline"
	if download {
		how = "attachment"
	}
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Disposition", how+"; filename*=UTF-8''"+url.PathEscape(name))
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(body)
	return err
}

// Sheet answers with tables as a file to keep: a workbook of all of them, or CSV of the
// first, as the name's ending says. Nothing in it runs as a formula.
func (w Writer) Sheet(name string, tables ...sheet.Table) error {
	kind, write := sheet.TypeXLSX, sheet.XLSX
	if strings.HasSuffix(name, ".csv") {
		kind, write = sheet.TypeCSV, func(ts ...sheet.Table) ([]byte, error) { return sheet.CSV(ts[0]) }
	}
	body, err := write(tables...)
	if err != nil {
		return err
	}
	return w.File(name, kind, body, true)
}

// JSON answers with a small document for the page's own script.
func (w Writer) JSON(code int, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.send(code, b)
	return nil
}

// FormOf is the form as it was typed, with what the fault says in the reader's language.
// For faults that are not about a field the error is answered back.
func (r Request) FormOf(err error) (ui.Form, error) {
	f := ui.Form{Values: r.PostForm}
	flt := fault.Of(err)
	if flt == nil || flt.Kind != fault.Invalid || len(flt.Fields) == 0 {
		return f, err
	}
	for _, x := range flt.Fields {
		f.Add(x.Name, r.T(x.Key, x.Args...))
	}
	return f, nil
}

// Again shows the form page again with status 422 if err is about its fields;
// otherwise it answers err for the router to show.
func (w Writer) Again(err error, page func(ui.Form) templ.Component) error {
	return w.Mend(err, func(f ui.Form) error { return w.PageStatus(http.StatusUnprocessableEntity, page(f)) })
}

// Mend is Again for a page that its own function answers, with the status it is given.
func (w Writer) Mend(err error, page func(ui.Form) error) error {
	f, err := w.r.FormOf(err)
	if err != nil {
		return err
	}
	return page(f)
}

var statusOf = map[fault.Kind]int{
	fault.Invalid: http.StatusUnprocessableEntity, fault.Forbidden: http.StatusForbidden,
	fault.NotFound: http.StatusNotFound, fault.Conflict: http.StatusConflict,
}

// fail shows a fault as a page, and a defect under an incident number.
func (r *Router) fail(w Writer, rq Request, err error) {
	if *w.status != 0 {
		r.Log.Error("after the answer had begun", "err", err)
		return
	}
	if rq.Context().Err() != nil && errors.Is(err, context.Canceled) {
		r.Log.Debug("the reader has gone", "route", rq.Pattern) // a page that was left while its pictures came
		return
	}
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		err = &fault.Fault{Kind: fault.Invalid, Key: "ui.fault.too_big"}
	}
	code, incident := http.StatusInternalServerError, ""
	title, text := rq.T("ui.fault.defect_title"), rq.T("ui.fault.defect")
	if f := fault.Of(err); f != nil {
		code = statusOf[f.Kind]
		title, text = rq.T("ui.fault.title."+string(f.Kind)), rq.T(f.Key, f.Args...)
	} else {
		incident = strings.ToUpper(id.Short(6))
		r.Log.Error("defect", "incident", incident, "route", rq.Pattern, "hub", rq.Hub.ID, "person", rq.Actor.Person, "err", err)
	}
	s := ui.Shell{Lang: rq.Lang, Title: title, Path: rq.URL.Path}
	if rq.Hub.ID != "" {
		s = rq.Shell(title)
	}
	s.NoIndex = true
	if e := w.PageStatus(code, ui.ErrorPage(s, code, title, text, incident, []ui.Link{{Href: rq.Lang.Path("/"), Label: rq.T("ui.fault.home")}})); e != nil {
		r.Log.Error("error page", "err", e)
		http.Error(w, text, code)
	}
}

func stack() string { return string(debug.Stack()) }

func escape(s string) string { return url.QueryEscape(s) }
