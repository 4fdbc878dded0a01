package dispatchweb

import (
	"maps"
	"net/http"
	"strconv"

	"hiroba/internal/dispatch"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type rehearsalPage struct {
	ui.Shell
	Form  ui.Form
	Kinds []ui.Option
	Verdict,
	VerdictKind string
	Days   []rehearsedDay
	Orders []rehearsedOrder
	Again  string // the same with the next seed
}

type rehearsedDay struct {
	Date, Hours, People, Away, Finished string
	Share                               int
	Shut                                bool
}

type rehearsedOrder struct {
	Title, Promise, Ready, Kind, Word string
}

func (r *Rooms) rehearsal(w web.Writer, rq web.Request) error {
	x, err := r.Store.Askable(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l, q := rq.Lang, rq.URL.Query()
	p := rehearsalPage{Shell: rq.Shell(l.T("dispatch.rehearse.title")), Form: ui.Form{Values: q}, Kinds: []ui.Option{{Label: l.T("dispatch.rehearse.no_order")}}}
	for _, k := range x.Kinds {
		p.Kinds = append(p.Kinds, ui.Option{Value: k.ID, Label: l.T("dispatch.can.kind_unit", "kind", ordersstore.KindName(l, k), "unit", l.T("orders.unit."+k.Unit))})
	}
	if !q.Has("seed") {
		return w.Page(rehearsalView(p))
	}
	y, err := r.Store.Rehearse(rq.Context(), rq.Actor, dispatch.WhatIfForm{Kind: q.Get("kind"), Volume: q.Get("volume"), Wanted: q.Get("wanted"), Away: q.Get("away"), Shut: q.Get("shut"), Seed: q.Get("seed")})
	if err != nil {
		f, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		f.Values = q
		p.Form, p.Shell = f, p.WithErrors(f)
		return w.PageStatus(http.StatusUnprocessableEntity, rehearsalView(p))
	}
	p.fill(l, y)
	q = maps.Clone(q) // the form keeps what was typed
	q.Set("seed", strconv.FormatUint(y.What.Seed+1, 10))
	p.Again = l.Path("/staff/plan/rehearsal?" + q.Encode())
	return w.Page(rehearsalView(p))
}

func (p *rehearsalPage) fill(l i18n.Lang, y dispatchstore.Rehearsal) {
	title := func(order string) string {
		if order == "?" {
			return l.T("dispatch.rehearse.the_order")
		}
		return y.Titles[order].Title
	}
	most, late := 1, 0
	for _, d := range y.Days {
		most = max(most, d.Planned)
	}
	for _, d := range y.Days {
		row := rehearsedDay{Date: l.Date(d.Date), Hours: l.T("dispatch.rehearse.hours", "done", tenth(d.Done), "planned", tenth(d.Planned)), People: l.T("dispatch.people", "n", d.People), Share: d.Done * 100 / most, Shut: d.Shut}
		if d.Away > 0 {
			row.Away = l.T("dispatch.rehearse.away_n", "n", d.Away)
		}
		for i, o := range d.Finished {
			if i > 0 {
				row.Finished += l.T("dispatch.rehearse.and")
			}
			row.Finished += title(o)
		}
		p.Days = append(p.Days, row)
	}
	for _, o := range y.Orders {
		row := rehearsedOrder{Title: title(o.Order), Promise: l.Date(o.Promise), Ready: soon(l, o.Ready), Kind: "ok", Word: l.T("dispatch.rehearse.kept")}
		if o.Late() {
			late++
			row.Kind, row.Word = "bad", l.T("dispatch.state.late")
		}
		p.Orders = append(p.Orders, row)
	}
	p.VerdictKind, p.Verdict = "ok", l.T("dispatch.rehearse.all_kept", "n", len(y.Orders))
	if late > 0 {
		p.VerdictKind, p.Verdict = "warn", l.T("dispatch.rehearse.some_late", "n", late, "all", len(y.Orders))
	}
}
