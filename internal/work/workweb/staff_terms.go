package workweb

import (
	"hiroba/internal/orders"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
)

type termsPage struct {
	orderHead
	Rows   []openRow
	Add    bool        // another item can be left open
	Offers []ui.Option // which
}

// openRow is an item of the terms that is or was undetermined.
type openRow struct {
	Item, Label, Reason, By, Value, Decided string
	Late                                    bool
}

func (r *Rooms) terms(w web.Writer, rq web.Request) error {
	return r.termsPage(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) termsPage(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	o, err := r.Store.Overview(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	items, err := r.Store.OpenItems(rq.Context(), rq.Actor, o.ID)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := termsPage{orderHead: r.head(rq, o.Order, f, sent)}
	taken := map[string]bool{}
	for _, i := range items {
		x := openRow{Item: i.Item, Label: l.T("work.item." + i.Item), Reason: i.Reason, By: l.DateYear(i.DecideBy), Value: i.Value, Late: i.Overdue(rq.Today())}
		if !i.Waits() {
			x.Decided = l.T("work.staff.terms.decided", "name", i.DecidedBy, "when", l.MomentShort(i.Decided, rq.Hub.Loc))
		}
		taken[i.Item] = true
		p.Rows = append(p.Rows, x)
	}
	for _, k := range work.MayStayOpen {
		if !taken[k] {
			p.Offers = append(p.Offers, ui.Option{Value: k, Label: l.T("work.item." + k)})
		}
	}
	p.Add = p.Run && len(p.Offers) > 0 && (o.State == orders.Ordered || o.State == orders.Working)
	return w.PageStatus(status, termsView(p))
}

// leaveOpen says that an item of the terms cannot be fixed yet.
func (r *Rooms) leaveOpen(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.LeaveOpen(rq.Context(), rq.Actor, rq.PathValue("id"), work.OpenForm{Item: f.Get("item"), Reason: f.Get("reason"), DecideBy: f.Get("decide_by")}); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.termsPage(w, rq, status, f, "open") })
	}
	return w.Say("ok", "work.staff.said.left_open").SeeOther(workPath(rq, "/terms"))
}

// decideItem fixes an open item; whoever has a notice gets a supplement.
func (r *Rooms) decideItem(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	item := rq.PathValue("item")
	if err := r.Store.Decide(rq.Context(), rq.Actor, rq.PathValue("id"), item, rq.PostForm.Get("value")); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.termsPage(w, rq, status, f, item) })
	}
	return w.Say("ok", "work.staff.said.supplemented").SeeOther(workPath(rq, "/terms"))
}
