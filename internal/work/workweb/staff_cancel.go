package workweb

import (
	"net/url"
	"strconv"
	"strings"

	"hiroba/internal/orders"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
)

type cancelPage struct {
	orderHead
	Version string
	Open    bool // the order can be cancelled now
	Losses  []lossRow
	Waiting string // deliveries that are inspected all the same
}

// lossRow is a piece in hand with what its holder would be paid.
type lossRow struct {
	Worker, Facts, Again string
	Cost, Paid           ui.Field
}

func lossRowOf(rq web.Request, x work.Loss, practice bool) lossRow {
	l := rq.Lang
	out := lossRow{Worker: workerName(l, x.WorkerNo, x.WorkerName)}
	done := l.T("work.staff.of", "n", x.Done, "total", x.Rows)
	switch {
	case practice:
		out.Facts = l.T("work.staff.cancel.practice", "piece", x.No, "done", done)
	case x.Rest == 0:
		out.Facts = l.T("work.staff.cancel.whole", "piece", x.No, "done", done, "earned", l.Yen(x.Earned))
	default:
		out.Facts = l.T("work.staff.cancel.facts", "piece", x.No, "done", done, "earned", l.Yen(x.Earned), "left", x.Left(), "rest", l.Yen(x.Rest))
		out.Cost = ui.Field{Name: "cost_" + x.Claim, Label: l.T("work.staff.cancel.cost"), Hint: l.T("work.staff.cancel.cost_hint"), Value: "0", Mode: "numeric", Must: true, Short: true}
		out.Paid = ui.Field{Name: "paid_" + x.Claim, Label: l.T("work.staff.cancel.paid"), Hint: l.T("work.staff.cancel.paid_hint", "rest", l.Yen(x.Rest)), Value: strconv.FormatInt(int64(x.Rest), 10), Mode: "numeric", Must: true, Short: true}
	}
	if x.Again {
		out.Again = l.T("work.staff.cancel.again")
	}
	return out
}

func (r *Rooms) cancel(w web.Writer, rq web.Request) error {
	return r.cancelPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) cancelPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	o, err := r.Store.Overview(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	losses, err := r.Store.Losses(rq.Context(), rq.Actor, o.ID)
	if err != nil {
		return err
	}
	p := cancelPage{orderHead: r.head(rq, o.Order, f, "cancel"), Version: strconv.Itoa(o.Version), Open: o.State == orders.Working}
	for _, x := range losses {
		p.Losses = append(p.Losses, lossRowOf(rq, x, o.Practice))
	}
	if n := o.Pieces[work.DeliveredIn]; n > 0 {
		p.Waiting = rq.Lang.T("work.staff.cancel.waiting", "n", n)
	}
	return w.PageStatus(status, cancelView(p))
}

// cancelOrder ends an order with pieces in hand; each is settled first.
func (r *Rooms) cancelOrder(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	x := work.CancelForm{Reason: f.Get("reason"), Less: f.Get("less"), Cost: under(f, "cost_"), Paid: under(f, "paid_")}
	if err := r.Store.Cancel(rq.Context(), rq.Actor, rq.PathValue("id"), intOf(f.Get("version")), x); err != nil {
		return again(rq, err, func(status int, f ui.Form) error { return r.cancelPage(w, rq, status, f) })
	}
	return w.Say("ok", "work.staff.said.cancelled").SeeOther("/staff/orders/" + rq.PathValue("id"))
}

// under are the fields of a form whose names begin with a prefix, by the rest of their names.
func under(f url.Values, prefix string) map[string]string {
	out := map[string]string{}
	for name := range f {
		if key, ok := strings.CutPrefix(name, prefix); ok {
			out[key] = f.Get(name)
		}
	}
	return out
}
