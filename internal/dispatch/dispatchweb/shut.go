package dispatchweb

import (
	"github.com/a-h/templ"

	"hiroba/internal/dispatch"
	"hiroba/internal/hub"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
)

// shutCard is what a closure would do, beside its form.
type shutCard struct {
	Lang   i18n.Lang
	Lead   string
	Orders []shutRow
}

type shutRow struct {
	Title, Text string
	Late        bool
}

// Shut is what a closure of the hub would do to work and dates, for its page before it is
// saved; nil for whoever may not see plans.
func (r *Rooms) Shut(rq web.Request, c hub.Closure) (templ.Component, error) {
	if !rq.Actor.Can(dispatch.MaySee) {
		return nil, nil
	}
	x, err := r.Store.Shut(rq.Context(), rq.Actor, c)
	if err != nil {
		return nil, err
	}
	l := rq.Lang
	card := shutCard{Lang: l, Lead: l.T("dispatch.shut.none")}
	if x.Hours > 0 {
		card.Lead = l.T("dispatch.shut.lead", "hours", tenth(x.Hours), "people", x.People)
	}
	for _, o := range x.Orders {
		row := shutRow{Title: o.Title, Text: l.T("dispatch.shut.moved", "was", soon(l, o.Was), "now", soon(l, o.Now)), Late: o.Late}
		card.Orders = append(card.Orders, row)
	}
	return shutView(card), nil
}

// More is what a client sees of the plan within the page of their order: by when it would
// be ready, the same date staff see. nil where no plan speaks of it.
func (r *Rooms) More(rq web.Request, token string, o ordersstore.Full) (templ.Component, error) {
	if o.State != orders.Ordered && o.State != orders.Working {
		return nil, nil
	}
	x, ok, err := r.Store.WindowDate(rq.Context(), rq.Actor, token, o.ID)
	if err != nil || !ok {
		return nil, err
	}
	l := rq.Lang
	d := dateCard{Lang: l, Promise: l.DateYear(o.Promise), Ready: l.T("dispatch.window.open")}
	switch {
	case x.Ready.IsZero() || x.Ready.After(o.Promise):
		d.Kind, d.Text = "warn", l.T("dispatch.window.late")
		if !x.Ready.IsZero() {
			d.Ready = l.DateYear(x.Ready)
		}
	default:
		d.Kind, d.Ready, d.Text = "ok", l.DateYear(x.Ready), l.T("dispatch.window.fine")
	}
	return dateView(d), nil
}

// Ready is when each order will be ready, in words, for the board of orders.
func (r *Rooms) Ready(rq web.Request) (map[string]string, error) {
	if !rq.Actor.Can(dispatch.MaySee) {
		return nil, nil
	}
	dates, err := r.Store.Dates(rq.Context(), rq.Actor)
	out := map[string]string{}
	for id, o := range dates {
		out[id] = rq.T("dispatch.board.live", "day", soon(rq.Lang, o.Ready))
	}
	return out, err
}

type dateCard struct {
	Lang                       i18n.Lang
	Promise, Ready, Kind, Text string
}
