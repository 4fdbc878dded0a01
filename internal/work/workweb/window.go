package workweb

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

func (r *Rooms) windowRoutes(rt *web.Router, link web.Policy) {
	rt.Handle("GET /window/{token}/orders/{id}/firsts", link, r.firsts)
	rt.Handle("POST /window/{token}/orders/{id}/firsts", link, r.judgeFirsts)
	rt.Handle("GET /window/{token}/orders/{id}/rows/{row}/file", link, r.firstFile)
	rt.Handle("GET /window/{token}/orders/{id}/deliveries/{no}", link, r.delivered)
	rt.Handle("POST /window/{token}/orders/{id}/deliveries/{no}", link, r.acceptDelivery)
	rt.Handle("GET /window/{token}/orders/{id}/deliveries/{no}/file", link, r.windowFile)
}

// section is what a client sees of the work within the page of their order.
type section struct {
	ui.Shell
	Bars       *bars
	Promise    string
	Firsts     *ui.Link // they are to be looked at
	FirstsSaid string   // how they stand
	Deliveries []windowDelivery
}

type windowDelivery struct {
	No, When, Href string
	Tag            pieceTag
	Open           bool
}

// Section is the part of a client's window that tells how the work on an order goes; nil before there is any.
func (r *Rooms) Section(rq web.Request, token string, o ordersstore.Full) (templ.Component, error) {
	if !o.State.Bound() || o.State == orders.Ordered {
		return nil, nil
	}
	x, err := r.Store.WindowOf(rq.Context(), rq.Actor, token, o.ID)
	if err != nil {
		return nil, err
	}
	l := rq.Lang
	base := l.Path("/window/" + token + "/orders/" + o.ID)
	s := section{Shell: rq.Shell(o.Title), Bars: barsOf(l, "", x.Progress), Promise: l.DateYear(x.Promise)}
	switch {
	case x.Order.FirstRows == 0:
	case x.Approved:
		s.FirstsSaid = l.T("work.window.firsts_approved")
	case len(x.FirstRows) == 0:
		s.FirstsSaid = l.T("work.window.firsts_waiting", "n", x.Order.FirstRows)
	default:
		s.Firsts = &ui.Link{Href: base + "/firsts", Label: l.T("work.window.firsts_look", "n", len(x.FirstRows))}
		if len(x.Judged) > 0 {
			s.FirstsSaid = l.T("work.window.firsts_judged")
		}
	}
	for _, d := range x.Deliveries {
		s.Deliveries = append(s.Deliveries, windowDelivery{l.T("work.staff.delivery.no", "n", d.No), l.DateYear(d.Made.DateIn(rq.Hub.Loc)), base + "/deliveries/" + strconv.Itoa(d.No), pieceTag{deliveryKinds[d.State], l.T("work.window.state." + d.State)}, d.State == "sent"})
	}
	return sectionView(s), nil
}

type firstsPage struct {
	ui.Shell
	Form     ui.Form
	Action   string
	Back     ui.Link
	Rows     []firstView
	Lead     string
	Approved bool
	Judged   bool
}

// firstView is one of the first rows beside what was made of it.
type firstView struct {
	givenView
	Cells [][2]string
	Right string
	Wrong string // words already said
}

func (r *Rooms) firsts(w web.Writer, rq web.Request) error {
	return r.firstsPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) firstsPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	token := rq.PathValue("token")
	x, err := r.Store.WindowOf(rq.Context(), rq.Actor, token, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	base := l.Path("/window/" + token + "/orders/" + x.ID)
	p := firstsPage{Shell: rq.Shell(l.T("work.window.firsts_title")).WithErrors(f), Form: f, Action: base + "/firsts", Back: ui.Link{Href: base, Label: x.Title}, Approved: x.Approved, Lead: l.T("work.window.firsts_lead", "n", len(x.FirstRows))}
	p.NoIndex = true
	for _, row := range x.FirstRows {
		p.Rows = append(p.Rows, firstViewOf(l.Path(fmt.Sprintf("/window/%s/orders/%s/rows/%d/file", token, x.ID, row.No)), x, row))
	}
	return w.PageStatus(status, firstsPageView(p))
}

func firstViewOf(file string, x workstore.Window, row work.Result) firstView {
	var given, asked []orders.Column
	for _, c := range x.Columns {
		if c.Asked {
			asked = append(asked, c)
		} else {
			given = append(given, c)
		}
	}
	v := firstView{givenView: showRow(orders.Row{No: row.No, File: row.File, Name: row.Name, Media: row.Media, From: row.From, To: row.To}, file, given, row.Given)}
	for i, c := range asked {
		if i < len(row.Asked) {
			v.Cells = append(v.Cells, [2]string{c.Name, row.Asked[i]})
		}
	}
	for _, j := range x.Judged {
		if j.Row == row.No {
			if v.Right = "no"; j.Right {
				v.Right = "yes"
			}
			v.Wrong = j.Words
		}
	}
	return v
}

func (r *Rooms) judgeFirsts(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	v, token, id := rq.PostForm, rq.PathValue("token"), rq.PathValue("id")
	fs := readFirsts(v)
	approve := v.Get("do") == "approve"
	if err := r.Store.JudgeFirsts(rq.Context(), rq.Actor, token, id, v.Get("by"), approve, fs); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.firstsPage(w, rq, status, f) })
	}
	said := "work.window.said.again"
	if approve {
		said = "work.window.said.approved"
	}
	return w.Say("ok", said).SeeOther("/window/" + token + "/orders/" + id)
}

// readFirsts is the client's word on the first rows as typed, by row.
func readFirsts(v url.Values) (fs []work.FirstForm) {
	for name := range v {
		if n, is := strings.CutPrefix(name, "right"); is && v.Get(name) != "" {
			fs = append(fs, work.FirstForm{Row: intOf(n), Right: v.Get(name) == "yes", Words: v.Get("words" + n)})
		}
	}
	slices.SortFunc(fs, func(x, y work.FirstForm) int { return x.Row - y.Row })
	return fs
}

func (r *Rooms) firstFile(w web.Writer, rq web.Request) error {
	x, body, err := r.Store.FirstFile(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"), intOf(rq.PathValue("row")))
	if err != nil {
		return err
	}
	return serve(w, rq, x, body)
}

type deliveredPage struct {
	ui.Shell
	Form   ui.Form
	Action string
	Back   ui.Link
	Row    deliveryRow
}

func (r *Rooms) delivered(w web.Writer, rq web.Request) error {
	return r.deliveredPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) deliveredPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	token := rq.PathValue("token")
	x, err := r.Store.WindowOf(rq.Context(), rq.Actor, token, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	base := l.Path("/window/" + token + "/orders/" + x.ID)
	for _, d := range x.Deliveries {
		if strconv.Itoa(d.No) != rq.PathValue("no") {
			continue
		}
		row := deliveryRowOf(rq, base+"/deliveries/", d)
		row.Tag.Word = l.T("work.window.state." + d.State)
		p := deliveredPage{Shell: rq.Shell(l.T("work.window.delivery", "n", d.No)).WithErrors(f), Form: f, Action: base + "/deliveries/" + rq.PathValue("no"), Back: ui.Link{Href: base, Label: x.Title}, Row: row}
		p.NoIndex = true
		return w.PageStatus(status, deliveredPageView(p))
	}
	return fault.New(fault.NotFound, "work.fault.piece_gone")
}

func (r *Rooms) acceptDelivery(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	token, id, reply := rq.PathValue("token"), rq.PathValue("id"), readReply(rq)
	if err := r.Store.AnswerDelivery(rq.Context(), rq.Actor, token, id, intOf(rq.PathValue("no")), reply); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.deliveredPage(w, rq, status, f) })
	}
	said := "work.window.said.objected"
	if reply.Yes {
		said = "work.window.said.accepted"
	}
	return w.Say("ok", said).SeeOther("/window/" + token + "/orders/" + id)
}

func (r *Rooms) windowFile(w web.Writer, rq web.Request) error {
	d, body, err := r.Store.DeliveredFile(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"), intOf(rq.PathValue("no")))
	if err != nil {
		return err
	}
	return download(w, rq, d, body)
}
