package workweb

import (
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"hiroba/internal/base/ja"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

func (r *Rooms) staffRoutes(rt *web.Router) {
	run, check := web.Need(work.MayRun), web.Need(work.MayCheck)
	rt.Handle("GET /staff/orders/{id}/work", check, r.overview)
	rt.Handle("POST /staff/orders/{id}/work", run, r.split)
	rt.Handle("POST /staff/orders/{id}/work/firsts", run, r.approveFor)
	rt.Handle("GET /staff/orders/{id}/work/call", run, r.call)
	rt.Handle("POST /staff/orders/{id}/work/call", run, r.putOut)
	rt.Handle("POST /staff/orders/{id}/work/call/close", run, r.closeCall)
	rt.Handle("GET /staff/orders/{id}/work/pieces", check, r.pieces)
	rt.Handle("POST /staff/orders/{id}/work/change", run, r.changeTerms)
	rt.Handle("GET /staff/orders/{id}/work/cancel", run, r.cancel)
	rt.Handle("POST /staff/orders/{id}/work/cancel", run, r.cancelOrder)
	rt.Handle("GET /staff/orders/{id}/work/terms", check, r.terms)
	rt.Handle("POST /staff/orders/{id}/work/terms", run, r.leaveOpen)
	rt.Handle("POST /staff/orders/{id}/work/terms/{item}", run, r.decideItem)
	rt.Handle("GET /staff/orders/{id}/work/gold", run, r.gold)
	rt.Handle("POST /staff/orders/{id}/work/gold", run, r.keepGold)
	rt.Handle("GET /staff/orders/{id}/work/instruction", check, r.instruction)
	rt.Handle("POST /staff/orders/{id}/work/instruction", run, r.instruct)
	rt.Handle("POST /staff/orders/{id}/work/notes", run, r.noteRow)
	rt.Handle("GET /staff/orders/{id}/work/delivery", run, r.delivery)
	rt.Handle("POST /staff/orders/{id}/work/delivery", run, r.sendOff)
	rt.Handle("GET /staff/orders/{id}/work/delivery/{no}/file", run, r.deliveredFile)
	rt.Handle("POST /staff/orders/{id}/work/delivery/{no}/answer", run, r.answerFor)
	rt.Handle("GET /staff/orders/{id}/rows/{row}/file", check, r.checkFile)
	rt.Handle("GET /staff/orders/{id}/rows/{row}/piece", check, r.pieceOfRow)
	rt.Handle("GET /staff/check", check, r.queue)
	rt.Handle("GET /staff/check/{piece}", check, r.sheet)
	rt.Handle("POST /staff/check/{piece}", check, r.decide)
	rt.Handle("GET /staff/questions", check, r.questions)
	rt.Handle("GET /staff/questions/{id}", check, r.question)
	rt.Handle("POST /staff/questions/{id}", check, r.answer)
	here := web.Need(work.MayCheckIn)
	rt.Handle("GET /staff/here", here, r.here)
	rt.Handle("POST /staff/here", here, r.checkIn)
}

// orderHead is what stands above every page about the work of an order.
type orderHead struct {
	ui.Shell
	Form        ui.Form
	sent        string // which of the page's forms Form is of
	Tabs, Parts []ui.NavItem
	Base, Title string // Base: the address of the work, below which all forms are
	Order       string // the address of the order
	Practice    bool
	Run         bool // may split, call and deliver, not only inspect
}

// form is what was typed into one of the page's forms; the others stay as they are kept.
func (h orderHead) form(name string) ui.Form {
	if name == h.sent {
		return h.Form
	}
	return ui.Form{}
}

// parts of the work of an order, each a page.
var parts = []struct {
	path, key string
	run       bool
}{{"", "work.staff.part.progress", false}, {"/call", "work.staff.part.call", true}, {"/terms", "work.staff.part.terms", false}, {"/pieces", "work.staff.part.pieces", false}, {"/instruction", "work.staff.part.instruction", false}, {"/gold", "work.staff.part.gold", true}, {"/delivery", "work.staff.part.delivery", true}}

func (r *Rooms) head(rq web.Request, o orders.Order, f ui.Form, sent string) orderHead {
	l := rq.Lang
	h := orderHead{Shell: rq.Shell(l.T("work.staff.title", "title", o.Title)).WithErrors(f), Form: f, sent: sent, Order: l.Path("/staff/orders/" + o.ID), Title: o.Title, Practice: o.Practice, Run: rq.Actor.Can(work.MayRun)}
	h.Base = h.Order + "/work"
	if r.OrderTabs != nil {
		h.Tabs = r.OrderTabs(rq, o.ID)
	}
	for _, p := range parts {
		if !p.run || h.Run {
			h.Parts = append(h.Parts, ui.NavItem{Href: h.Base + p.path, Label: l.T(p.key)})
		}
	}
	h.Parts = ui.Mark(h.Parts, rq.URL.Path, l)
	if strings.HasSuffix(rq.URL.Path, "/firsts") {
		h.Parts[0].Current = true
	}
	return h
}

// again answers a fault in a form with the form's page, and anything else with the error.
func again(rq web.Request, err error, page func(status int, f ui.Form) error) error {
	f, err := rq.FormOf(err)
	if err != nil {
		return err
	}
	return page(http.StatusUnprocessableEntity, f)
}

func workPath(rq web.Request, part string) string {
	return "/staff/orders/" + rq.PathValue("id") + "/work" + part
}

// pieceTag is the state of a piece as a tag.
type pieceTag struct{ Kind, Word string }

var pieceKinds = map[work.State]string{work.Waiting: "line", work.Open: "info", work.Held: "hub", work.DeliveredIn: "warn", work.Rework: "bad", work.Accepted: "ok"}

var pieceStates = []work.State{work.Waiting, work.Open, work.Held, work.DeliveredIn, work.Rework, work.Accepted}

func pieceTagOf(l i18n.Lang, s work.State) pieceTag {
	return pieceTag{pieceKinds[s], l.T("work.staff.state." + string(s))}
}

// rowSpan is the rows of a piece as people read them.
func rowSpan(l i18n.Lang, rows work.Rows) string {
	if len(rows) > 3 {
		return l.T("work.staff.rows_many", "from", rows.First(), "to", rows.Last(), "n", rows.Count())
	}
	return l.T("work.staff.rows", "rows", rows.String(), "n", rows.Count())
}

func workerName(l i18n.Lang, no int, name string) string {
	return l.T("work.staff.worker", "no", workersstore.Number(no), "name", name)
}

func intOf(s string) int {
	n, _ := ja.Int(s)
	return n
}

func (r *Rooms) checkFile(w web.Writer, rq web.Request) error {
	x, body, err := r.Store.CheckFile(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(rq.PathValue("row")))
	if err != nil {
		return err
	}
	return serve(w, rq, x, body)
}

// download answers with a result that was delivered, as a file to keep.
func download(w web.Writer, rq web.Request, d work.Delivery, body io.ReadSeeker) error {
	h := w.Header()
	h.Set("Content-Type", d.Media)
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(d.Name))
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, rq.Request, "", time.Time{}, body)
	return nil
}

// pieceOfRow leads from a row a client spoke of to the sheet on which it is mended.
func (r *Rooms) pieceOfRow(w web.Writer, rq web.Request) error {
	row := rq.PathValue("row")
	piece, err := r.Store.PieceOfRow(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(row))
	if err != nil {
		return err
	}
	return w.SeeOther("/staff/check/" + piece + "#row" + row)
}

// givenView is the given part of a row: its file and its cells.
type givenView struct {
	No                         string
	Name, Picture, Sound, Page string // addresses of the file
	Given                      [][2]string
	Note                       string
}

// showRow is how a row is seen by whoever looks at it; file is where its file is.
func showRow(x orders.Row, file string, heads []orders.Column, cells []string) givenView {
	v := givenView{No: strconv.Itoa(x.No), Name: x.Name}
	switch {
	case x.File == "":
	case strings.HasPrefix(x.Media, "image/"):
		v.Picture = file
	case strings.HasPrefix(x.Media, "audio/"):
		v.Sound = file + "#t=" + strconv.Itoa(x.From) + "," + strconv.Itoa(x.To)
	default:
		v.Page = file
	}
	for i, c := range heads {
		if i < len(cells) {
			v.Given = append(v.Given, [2]string{c.Name, cells[i]})
		}
	}
	return v
}

// lastInstruction is the version that stands.
func lastInstruction(f ordersstore.Full) orders.Instruction {
	if len(f.Instructions) == 0 {
		return orders.Instruction{}
	}
	return f.Instructions[0]
}
