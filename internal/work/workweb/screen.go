package workweb

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/orders"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work/workstore"
)

type screenPage struct {
	ui.Shell
	Form       ui.Form
	ID         string
	Action     string
	Row        rowView
	Place      int // of the row in the piece, from 1
	All        int
	Saved      int
	Percent    int
	Prev, Next string
	Lease      string
	Due        string
	Manual     []string
	ManualNo   string
	ManualNew  string // why the instruction changed since the piece was taken on
	Fields     []ui.Field
	Tool       string
	Rework     bool
	Closed     bool
	Proposed   []ui.Link
	Notice     string
	References []ui.Link
	Whole      bool
	FeeEach    string
	Dots       []dot
}

type dot struct {
	Href, Label string
	Done, Now   bool
}

type rowView struct {
	No, Version int
	Picture     string
	Sound       string
	Page        string
	Name        string
	Given       []ui.Link // label and value
	Note        string
	Findings    []string
	Asked       []questionView
	HandedIn    string
	Span        string
}

type questionView struct{ Body, Answer string }

func (r *Rooms) screen(w web.Writer, rq web.Request) error {
	no, _ := strconv.Atoi(rq.URL.Query().Get("row"))
	return r.screenPage(w, rq, 200, no, ui.Form{})
}

// screenPage shows one row of a piece: the one asked for, or the first that is not done.
func (r *Rooms) screenPage(w web.Writer, rq web.Request, status, no int, f ui.Form) error {
	x, err := r.Store.Screen(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	path := "/my/work/pieces/" + x.ID
	p := screenPage{Shell: rq.Shell(x.Title).WithErrors(f), Form: f, ID: x.ID, Action: rq.Lang.Path(path), All: len(x.Lines), Saved: x.Saved, Percent: x.Saved * 100 / len(x.Lines), Tool: x.Tool, Rework: x.Phase == "rework",
		Closed: x.Phase != "held" && x.Phase != "rework", Manual: x.Instruction.Numbered(), ManualNo: rq.T("work.screen.version", "n", x.Instruction.No), Notice: rq.Lang.Path("/my/work/terms/" + x.Notice), Whole: x.Saved == len(x.Lines),
		Lease: rq.T("work.screen.lease", "at", rq.Lang.MomentShort(x.Lease, rq.Hub.Loc)), Due: rq.T("work.my.due", "day", rq.Lang.Date(x.Due))}
	if x.Instruction.No > x.Then {
		p.ManualNew = rq.T("work.screen.manual_new", "n", x.Instruction.No, "reason", x.Instruction.Reason)
	}
	for _, n := range x.Proposed {
		p.Proposed = append(p.Proposed, ui.Link{Href: rq.Lang.Path("/my/work/terms/" + n.ID), Label: rq.T("work.screen.proposed")})
	}
	at := place(x, no)
	for i, l := range x.Lines {
		p.Dots = append(p.Dots, dot{rq.Lang.Path(fmt.Sprintf("%s?row=%d", path, l.No)), rq.T("work.screen.row", "n", i+1), l.Done && l.Answer.Mark != "wrong", i == at})
	}
	p.Place = at + 1
	if at > 0 {
		p.Prev = p.Dots[at-1].Href
	}
	if at+1 < len(x.Lines) {
		p.Next = p.Dots[at+1].Href
	}
	p.Row = rowOf(rq, x, x.Lines[at])
	for i, c := range x.Ask {
		p.Fields = append(p.Fields, fieldOf(rq, c, x.Lines[at].Answer.Cells[i]))
	}
	return w.PageStatus(status, screenView(p))
}

// place finds the row asked for, or the first that is not done.
func place(x workstore.Screen, no int) int {
	for i, l := range x.Lines {
		if no == l.No || no == 0 && (!l.Done || l.Answer.Mark == "wrong") {
			return i
		}
	}
	return 0
}

func rowOf(rq web.Request, x workstore.Screen, l workstore.Line) rowView {
	v := rowView{No: l.No, Version: l.Answer.Version, Name: l.Name, Note: l.Note, HandedIn: l.Answer.FileName}
	file := rq.Lang.Path(fmt.Sprintf("/my/work/pieces/%s/rows/%d/file", x.ID, l.No))
	switch {
	case strings.HasPrefix(l.Media, "image/"):
		v.Picture = file
	case strings.HasPrefix(l.Media, "audio/"):
		v.Sound = fmt.Sprintf("%s#t=%d,%d", file, l.From, l.To)
		v.Span = rq.T("work.screen.span", "from", clock(l.From), "to", clock(l.To))
	case l.File != "":
		v.Page = file
	}
	for i, c := range x.Given {
		v.Given = append(v.Given, ui.Link{Label: c.Name, Href: l.Given[i]})
	}
	for _, f := range l.Findings {
		text := rq.T("work.screen.finding", "line", f.Line, "example", f.Example)
		if !f.Rework {
			text = rq.T("work.screen.corrected", "line", f.Line, "was", f.Was, "now", f.Now)
		}
		v.Findings = append(v.Findings, text)
	}
	for _, q := range l.Asked {
		v.Asked = append(v.Asked, questionView{q.Body, q.Answer})
	}
	return v
}

// clock is so many seconds as a player shows them.
func clock(s int) string { return fmt.Sprintf("%d:%02d", s/60, s%60) }

var modes = map[string]string{"number": "numeric", "postcode": "numeric", "phone": "tel", "mail": "email"}

func name(c orders.Column) string { return "c" + strconv.Itoa(c.No) }

func fieldOf(rq web.Request, c orders.Column, value string) ui.Field {
	f := ui.Field{Name: name(c), Label: c.Name, Hint: c.Hint, Value: value, Mode: modes[c.Type], Must: c.Must, Free: !c.Must, Auto: "off"}
	if f.Hint == "" && c.Type != "text" && c.Type != "long" && c.Type != "choice" {
		f.Hint = rq.T("work.hint." + c.Type)
	}
	for _, o := range c.Choices {
		f.Options = append(f.Options, ui.Option{Value: o, Label: o})
	}
	switch c.Type {
	case "choice":
		f.Type = "radios"
	case "long":
		f.Type = "long"
		f.Rows = 8
	}
	return f
}

// typed are the cells of a form, by the numbers of their columns.
func typed(rq web.Request) map[int]string {
	out := map[int]string{}
	for name, v := range rq.PostForm {
		if no, err := strconv.Atoi(strings.TrimPrefix(name, "c")); err == nil && strings.HasPrefix(name, "c") {
			out[no] = v[0]
		}
	}
	return out
}

// saveRow saves a row. The page's own script asks for JSON and goes on; without it the next row opens.
func (r *Rooms) saveRow(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	no, _ := strconv.Atoi(rq.PathValue("row"))
	version, _ := strconv.Atoi(rq.PostForm.Get("version"))
	x, err := r.Store.SaveRow(rq.Context(), rq.Actor, rq.PathValue("id"), no, version, typed(rq))
	script := strings.Contains(rq.Header.Get("Accept"), "application/json")
	if err != nil {
		if f := fault.Of(err); f != nil && script {
			return w.JSON(http.StatusConflict, map[string]any{"said": rq.T(f.Key, f.Args...)})
		}
		return err
	}
	if script {
		return w.JSON(http.StatusOK, saved(rq, x))
	}
	f := ui.Form{Values: rq.PostForm}
	for _, k := range x.Wrong {
		if k.Key != "missing" { // what is still missing is asked for at the delivery
			f.Add("c"+strconv.Itoa(k.Column), rq.T("work.cell."+k.Key))
		}
	}
	if f.Bad() {
		f.Values.Set("version", strconv.Itoa(x.Version))
		return r.screenPage(w, rq, http.StatusUnprocessableEntity, no, f)
	}
	path := "/my/work/pieces/" + rq.PathValue("id")
	if x.Next == 0 {
		return w.SeeOther(path + "/all")
	}
	return w.SeeOther(fmt.Sprintf("%s?row=%d", path, x.Next))
}

// savedRow is what the page's script is told.
type savedRow struct {
	Version int               `json:"version"`
	Cells   map[string]string `json:"cells"`
	Wrong   map[string]string `json:"wrong"`
	Said    string            `json:"said"`
}

func saved(rq web.Request, x workstore.SavedRow) savedRow {
	s := savedRow{Version: x.Version, Cells: map[string]string{}, Wrong: map[string]string{}, Said: rq.T("work.screen.saved", "at", rq.Now.ClockIn(rq.Hub.Loc).String())}
	for i, c := range x.Columns {
		s.Cells[name(c)] = x.Cells[i]
	}
	for _, k := range x.Wrong {
		if k.Key != "missing" {
			s.Wrong["c"+strconv.Itoa(k.Column)] = rq.T("work.cell." + k.Key)
		}
	}
	return s
}

type allPage struct {
	ui.Shell
	Form   ui.Form
	Action string
	Heads  []string
	Rows   []allRow
	Left   int
	Open   bool
	Rework bool
	Count  string
	Fee    string
	Manual []string
}

type allRow struct {
	Href, Label, Tag, Kind string
	Cells                  []string
}

// allRows is the piece at a glance, before it is delivered.
func (r *Rooms) allRows(w web.Writer, rq web.Request) error {
	p, err := r.allPage(rq, ui.Form{})
	if err != nil {
		return err
	}
	return w.Page(allView(p))
}

func (r *Rooms) allPage(rq web.Request, f ui.Form) (allPage, error) {
	x, err := r.Store.Screen(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return allPage{}, err
	}
	path := "/my/work/pieces/" + x.ID
	p := allPage{Shell: rq.Shell(x.Title).WithErrors(f), Form: f, Action: rq.Lang.Path(path), Open: x.Phase == "held" || x.Phase == "rework", Rework: x.Phase == "rework", Count: rq.T("work.my.count", "done", x.Saved, "all", len(x.Lines)),
		Fee: rq.Lang.Yen(x.Fee), Left: len(x.Lines) - x.Saved, Manual: x.Instruction.Numbered()}
	for _, c := range x.Ask {
		p.Heads = append(p.Heads, c.Name)
	}
	for i, l := range x.Lines {
		row := allRow{Href: rq.Lang.Path(fmt.Sprintf("%s?row=%d", path, l.No)), Label: rq.T("work.screen.row", "n", i+1), Cells: l.Answer.Cells, Tag: rq.T("work.row.open"), Kind: "warn"}
		switch {
		case l.Answer.Mark == "wrong":
			row.Tag, row.Kind = rq.T("work.row.again"), "bad"
		case l.Answer.Mark == "fixed":
			row.Tag, row.Kind = rq.T("work.row.fixed"), "info"
		case l.Done:
			row.Tag, row.Kind = rq.T("work.row.done"), "ok"
		}
		p.Rows = append(p.Rows, row)
	}
	return p, nil
}

func (r *Rooms) confirmDeliver(w web.Writer, rq web.Request) error { return r.allRows(w, rq) }

func (r *Rooms) deliver(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.Deliver(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		p, err := r.allPage(rq, f)
		if err != nil {
			return err
		}
		return w.PageStatus(http.StatusUnprocessableEntity, allView(p))
	}
	return w.Say("ok", "work.said.delivered").SeeOther("/my/work")
}

type backPage struct {
	ui.Shell
	Action, Here, Done, Left string
	Some                     bool
}

func (r *Rooms) confirmBack(w web.Writer, rq web.Request) error {
	x, err := r.Store.Screen(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	here := rq.Lang.Path("/my/work/pieces/" + x.ID)
	return w.Page(backView(backPage{Shell: rq.Shell(rq.T("work.back.title")), Action: here + "/back", Here: here, Done: rq.T("work.back.done", "n", x.Saved), Left: rq.T("work.back.left", "n", len(x.Lines)-x.Saved), Some: x.Saved > 0}))
}

func (r *Rooms) handBack(w web.Writer, rq web.Request) error {
	if err := r.Store.HandBack(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "work.said.handed_back").SeeOther("/my/work")
}

func (r *Rooms) beat(w web.Writer, rq web.Request) error {
	if err := r.Store.Beat(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.JSON(http.StatusOK, struct{}{})
}

func (r *Rooms) ask(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	no, _ := strconv.Atoi(rq.PathValue("row"))
	if err := r.Store.Ask(rq.Context(), rq.Actor, rq.PathValue("id"), no, rq.PostForm.Get("question")); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.screenPage(w, rq, http.StatusUnprocessableEntity, no, f)
	}
	return w.Say("ok", "work.said.asked").SeeOther(fmt.Sprintf("/my/work/pieces/%s?row=%d", rq.PathValue("id"), no))
}

func (r *Rooms) handIn(w web.Writer, rq web.Request) error {
	no, _ := strconv.Atoi(rq.PathValue("row"))
	name, body, err := rq.Upload("file", 1<<20)
	if err != nil {
		return err
	}
	if err := r.Store.HandIn(rq.Context(), rq.Actor, rq.PathValue("id"), no, name, http.DetectContentType(body), body); err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		return r.screenPage(w, rq, http.StatusUnprocessableEntity, no, f)
	}
	return w.Say("ok", "work.said.handed_in").SeeOther(fmt.Sprintf("/my/work/pieces/%s?row=%d", rq.PathValue("id"), no))
}

// rowFile shows the picture, page or recording of a row; a recording can be sought in.
func (r *Rooms) rowFile(w web.Writer, rq web.Request) error {
	no, _ := strconv.Atoi(rq.PathValue("row"))
	row, f, err := r.Store.RowFile(rq.Context(), rq.Actor, rq.PathValue("id"), no)
	if err != nil {
		return err
	}
	return serve(w, rq, row, f)
}

// serve answers a client's file: shown, never kept by caches between.
func serve(w web.Writer, rq web.Request, row orders.Row, f io.ReadSeeker) error {
	h := w.Header()
	h.Set("Content-Type", row.Media)
	h.Set("Cache-Control", "private, max-age=3600")
	h.Set("Content-Disposition", "inline")
	http.ServeContent(w, rq.Request, "", time.Time{}, f)
	return nil
}
