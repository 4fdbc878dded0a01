package workweb

import (
	"strconv"

	"hiroba/internal/orders"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

// pieceSize is how many pieces stand on a page.
const pieceSize = 50

type piecesPage struct {
	orderHead
	States []ui.NavItem
	Rows   []pieceRow
	Pager  ui.Pager
	Change bool // something is in hand, whose terms can be changed
	Cancel bool // the order can be ended from here
	Fee    string
	Money  bool
}

type pieceRow struct {
	No, Rows, Worker, Saved, Lease, Due, Fee, Href, Lane string
	Tag                                                  pieceTag
	First                                                bool
}

func pieceRowOf(rq web.Request, x workstore.PieceRow, practice bool) pieceRow {
	l := rq.Lang
	p := pieceRow{No: l.T("work.staff.piece", "n", x.No), Rows: rowSpan(l, x.Rows), Saved: l.T("work.staff.of", "n", x.Done, "total", x.Rows.Count()), Tag: pieceTagOf(l, x.State), First: x.First}
	if x.Lane > 0 {
		p.Lane = l.T("work.staff.lane", "group", orders.Groups[x.Lane])
	}
	if x.Pass == 2 {
		p.Lane += l.T("work.staff.second")
	}
	if x.Worker != "" {
		p.Worker, p.Href = workerName(l, x.WorkerNo, x.WorkerName), l.Path("/staff/check/"+x.ID)
	}
	if !x.Lease.IsZero() {
		p.Lease = l.MomentShort(x.Lease, rq.Hub.Loc)
	}
	if !x.Due.IsZero() {
		p.Due = l.DateShort(x.Due)
	}
	if !practice {
		p.Fee = l.Yen(x.Fee)
	}
	return p
}

func (r *Rooms) pieces(w web.Writer, rq web.Request) error {
	return r.piecesPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) piecesPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	o, err := r.Store.Overview(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l, q := rq.Lang, rq.URL.Query()
	state, n := q.Get("state"), web.PageOf(q)
	rows, total, err := r.Store.Pieces(rq.Context(), rq.Actor, o.ID, state, (n-1)*pieceSize, pieceSize)
	if err != nil {
		return err
	}
	p := piecesPage{orderHead: r.head(rq, o.Order, f, "change"), Fee: o.Fee.String(), Money: !o.Practice}
	p.Pager = ui.Pager{Page: n, Size: pieceSize, Total: total, Base: p.Base + "/pieces?state=" + state + "&p="}
	p.Change = p.Run && o.Pieces[work.Held]+o.Pieces[work.Rework] > 0
	p.Cancel = p.Run && o.State == orders.Working
	p.States = []ui.NavItem{{Href: p.Base + "/pieces", Label: l.T("work.staff.all"), Current: state == ""}}
	for _, s := range pieceStates {
		if o.Pieces[s] > 0 {
			p.States = append(p.States, ui.NavItem{Href: p.Base + "/pieces?state=" + string(s), Label: l.T("work.staff.state."+string(s)) + " " + strconv.Itoa(o.Pieces[s]), Current: string(s) == state})
		}
	}
	for _, x := range rows {
		p.Rows = append(p.Rows, pieceRowOf(rq, x, o.Practice))
	}
	return w.PageStatus(status, piecesView(p))
}

// changeTerms offers other terms to those at work; who does not agree keeps the old ones.
func (r *Rooms) changeTerms(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.Change(rq.Context(), rq.Actor, rq.PathValue("id"), work.ChangeForm{Due: f.Get("due"), Fee: f.Get("fee"), Reason: f.Get("reason")}); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.piecesPage(w, rq, status, f) })
	}
	return w.Say("ok", "work.staff.said.change").SeeOther(workPath(rq, "/pieces"))
}
