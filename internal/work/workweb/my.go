package workweb

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"hiroba/internal/base/yen"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

func (r *Rooms) myRoutes(rt *web.Router, mine web.Policy) {
	rt.Handle("GET /my/work", mine, r.bench)
	rt.Handle("POST /my/work/orders/{id}/pass", mine, r.pass)
	rt.Handle("GET /my/work/orders/{id}", mine, r.propose)
	rt.Handle("POST /my/work/claim", mine, r.claim)
	rt.Handle("GET /my/work/terms", mine, r.notices)
	rt.Handle("GET /my/work/terms/{id}", mine, r.notice)
	rt.Handle("GET /my/work/terms/{id}/pdf", mine, r.noticePDF)
	rt.Handle("POST /my/work/terms/{id}", mine, r.answerChange)
	rt.Handle("GET /my/work/results", mine, r.results)
	rt.Handle("GET /my/work/pieces/{id}", mine, r.screen)
	rt.Handle("GET /my/work/pieces/{id}/all", mine, r.allRows)
	rt.Handle("POST /my/work/pieces/{id}/rows/{row}", mine, r.saveRow)
	rt.Handle("GET /my/work/pieces/{id}/rows/{row}/file", mine, r.rowFile)
	rt.Handle("POST /my/work/pieces/{id}/rows/{row}/ask", mine, r.ask)
	rt.Handle("POST /my/work/pieces/{id}/rows/{row}/file", mine.Upload(workstore.RowFileMost+1<<16), r.handIn)
	rt.Handle("POST /my/work/pieces/{id}/beat", mine, r.beat)
	rt.Handle("GET /my/work/pieces/{id}/deliver", mine, r.confirmDeliver)
	rt.Handle("POST /my/work/pieces/{id}/deliver", mine, r.deliver)
	rt.Handle("GET /my/work/pieces/{id}/back", mine, r.confirmBack)
	rt.Handle("POST /my/work/pieces/{id}/back", mine, r.handBack)
}

// The stretches of time that are offered, in minutes; the middle one is where a page begins.
var stretches = []int{20, 40, 90, 240}

const usualStretch = 40

// minutesOf are the minutes somebody has now.
func minutesOf(rq web.Request) int {
	n, err := strconv.Atoi(rq.FormValue("minutes"))
	if err != nil || n < 5 || n > 480 {
		return usualStretch
	}
	return n
}

// onPhone tells whether somebody looks from a phone: as they say, or as the browser says.
func onPhone(rq web.Request) bool {
	switch rq.FormValue("device") {
	case "phone":
		return true
	case "pc":
		return false
	}
	return strings.Contains(rq.UserAgent(), "Mobi")
}

type benchPage struct {
	ui.Shell
	Minutes  int
	Stretch  []ui.NavItem
	Device   []ui.NavItem
	Cards    []cardRow
	Others   []cardRow
	Held     []handRow
	Done     []handRow
	Here     bool
	Query    string
	TermsURL string
}

type cardRow struct {
	Order, Title, Kind, Amount, Fee, Minutes, Hourly, Due, Left, Reason, Href string
	Practice, Later                                                           bool
}

type handRow struct {
	Href, Title, Kind, Due, Count string
	Percent                       int
	Rework, Proposed, Past        bool
	Fee                           string
}

func (r *Rooms) bench(w web.Writer, rq web.Request) error {
	minutes, phone := minutesOf(rq), onPhone(rq)
	b, err := r.Store.Bench(rq.Context(), rq.Actor, minutes, phone)
	if err != nil {
		return err
	}
	p := benchPage{Shell: rq.Shell(rq.T("work.my.title")), Minutes: minutes, Here: b.Here, TermsURL: rq.Lang.Path("/my/work/terms"), Query: query(minutes, phone)}
	p.Stretch = lengths(rq, minutes, phone)
	for _, d := range []bool{true, false} {
		key := "work.my.pc"
		if d {
			key = "work.my.phone"
		}
		p.Device = append(p.Device, ui.NavItem{Href: rq.Lang.Path("/my/work" + query(minutes, d)), Label: rq.T(key), Current: d == phone})
	}
	for _, c := range b.Cards {
		p.Cards = append(p.Cards, cardOf(rq, c, p.Query))
	}
	for _, c := range b.Other {
		p.Others = append(p.Others, cardOf(rq, c, p.Query))
	}
	for _, h := range b.Held {
		p.Held = append(p.Held, handOf(rq, h))
	}
	for _, h := range b.Done {
		p.Done = append(p.Done, handOf(rq, h))
	}
	return w.Page(benchView(p))
}

type briefView struct {
	Lang    i18n.Lang
	Stretch []ui.NavItem
	Fits    string
	Href    string
	Held    []handRow
}

// Brief is the work on a worker's home: how much time she has, what fits, what is in hand.
func (r *Rooms) Brief(rq web.Request) (templ.Component, error) {
	phone := onPhone(rq)
	b, err := r.Store.Bench(rq.Context(), rq.Actor, usualStretch, phone)
	if err != nil {
		return nil, err
	}
	v := briefView{Lang: rq.Lang, Fits: rq.T("work.brief.fits", "minutes", duration(rq, usualStretch), "n", len(b.Cards)), Href: rq.Lang.Path("/my/work" + query(usualStretch, phone)), Stretch: lengths(rq, usualStretch, phone)}
	for _, h := range b.Held {
		v.Held = append(v.Held, handOf(rq, h))
	}
	return brief(v), nil
}

// lengths are the ways to say how much time there is.
func lengths(rq web.Request, now int, phone bool) (out []ui.NavItem) {
	for _, n := range stretches {
		out = append(out, ui.NavItem{Href: rq.Lang.Path("/my/work" + query(n, phone)), Label: duration(rq, n), Current: n == now})
	}
	return out
}

func query(minutes int, phone bool) string {
	device := "pc"
	if phone {
		device = "phone"
	}
	return "?minutes=" + strconv.Itoa(minutes) + "&device=" + device
}

// duration is so many minutes as one says it.
func duration(rq web.Request, n int) string {
	if n >= 120 && n%60 == 0 {
		return rq.T("work.hours", "n", n/60)
	}
	return rq.T("work.minutes", "n", n)
}

func cardOf(rq web.Request, c workstore.Card, query string) cardRow {
	x := cardRow{Order: c.Order, Title: c.Title, Kind: ordersstore.KindName(rq.Lang, c.Kind), Amount: rq.T("work.my.amount."+c.Kind.Unit, "n", c.Rows), Fee: rq.Lang.Yen(c.Fee),
		Minutes: duration(rq, c.Minutes), Due: rq.T("work.my.due", "day", rq.Lang.Date(c.Due)), Left: rq.T("work.my.left", "n", c.Left), Practice: c.Practice, Later: c.Reason == work.SaidLater,
		Href: rq.Lang.Path("/my/work/orders/" + c.Order + query)}
	if c.Practice {
		x.Fee = rq.T("work.my.no_fee")
	}
	if c.Hourly > 0 {
		x.Hourly = rq.T("work.my.hourly", "yen", rq.Lang.Yen(c.Hourly))
	}
	switch {
	case c.Reason != "":
		x.Reason = rq.T("work.reason." + string(c.Reason))
	case c.Fitting == 0:
		x.Reason = rq.T("work.my.too_long", "minutes", duration(rq, c.Minutes))
	}
	return x
}

func handOf(rq web.Request, h workstore.Hand) handRow {
	n := h.Rows.Count()
	return handRow{Href: rq.Lang.Path("/my/work/pieces/" + h.ID), Title: h.Title, Kind: h.KindName, Due: rq.T("work.my.due", "day", rq.Lang.Date(h.Due)), Count: rq.T("work.my.count", "done", h.Saved, "all", n),
		Percent: h.Saved * 100 / n, Rework: h.State == work.Rework, Proposed: h.Proposed, Past: rq.Today().After(h.Due), Fee: rq.Lang.Yen(h.Fee)}
}

func (r *Rooms) pass(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	answer := rq.PostForm.Get("answer")
	if err := r.Store.Pass(rq.Context(), rq.Actor, rq.PathValue("id"), answer); err != nil {
		return err
	}
	said := "work.said.passed"
	if answer == "" {
		said = "work.said.back"
	}
	return w.Say("ok", said).SeeOther("/my/work" + query(minutesOf(rq), onPhone(rq)))
}

type resultsPage struct {
	ui.Shell
	Paces    []paceRow
	Receipts []receiptRow
	Sum      string
}

type paceRow struct{ Kind, Each, Standard, Pieces, Right, Sure string }

type receiptRow struct {
	Day, Rows, Fee, Extra, Due string
	Tag                        [2]string
}

// results is what came of one's work: what was received, when it is paid, and what was measured.
func (r *Rooms) results(w web.Writer, rq web.Request) error {
	paces, kinds, err := r.Store.MyPace(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	rs, err := r.Store.Receipts(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := resultsPage{Shell: rq.Shell(rq.T("work.results.title"))}
	for _, x := range paces {
		k := kinds[x.Kind]
		row := paceRow{Kind: ordersstore.KindName(rq.Lang, k), Each: rq.T("work.results.unmeasured"), Standard: rq.T("work.results.each", "n", k.Seconds), Pieces: rq.Lang.Number(x.Pieces), Sure: rq.T("work.results.sure", "n", x.Sure()), Right: rq.T("work.results.unmeasured")}
		if n := x.SecondsEach(); n > 0 {
			row.Each = rq.T("work.results.each", "n", n)
		}
		if x.Checked > 0 {
			row.Right = rq.T("work.results.right", "n", x.Checked, "wrong", x.Wrong)
		}
		p.Paces = append(p.Paces, row)
	}
	var sum yen.Amount
	for _, x := range rs {
		row := receiptRow{Day: rq.Lang.Date(x.Received), Rows: rq.Lang.Number(x.Rows), Fee: rq.Lang.Yen(x.Fee + x.Extra), Due: rq.Lang.DateYear(x.Due), Tag: [2]string{"info", rq.T("work.results.waiting", "day", rq.Lang.Date(x.AcceptBy))}}
		if x.Extra > 0 {
			row.Extra = rq.T("work.results.extra", "yen", rq.Lang.Yen(x.Extra))
		}
		if !x.Accepted.IsZero() {
			row.Tag = [2]string{"ok", rq.T("work.results.accepted")}
			sum += x.Fee + x.Extra
		}
		p.Receipts = append(p.Receipts, row)
	}
	p.Sum = rq.Lang.Yen(sum)
	return w.Page(resultsView(p))
}
