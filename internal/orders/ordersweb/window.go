package ordersweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// shell is the frame of a client's window: no search engine keeps its address.
func shell(rq web.Request, title string) ui.Shell {
	s := rq.Shell(title)
	s.NoIndex = true
	return s
}

// shut answers a link that does not open with a page that says whom to call; any other error goes on.
func shut(w web.Writer, rq web.Request, err error) error {
	if f := fault.Of(err); f == nil || f.Key != ordersstore.WindowShut {
		return err
	}
	return w.PageStatus(404, shutView(shell(rq, rq.T("orders.shut.title"))))
}

type windowPage struct {
	ui.Shell
	Client, Until, Ask string
	Rows, Over         []windowOrderRow // in hand, and done or dropped
	Beside             templ.Component
}

type windowOrderRow struct {
	Href, No, Title, Kind, Promise, Next string
	Tag                                  stateTag
}

// enter leads somebody who signed in for a client to their window.
func (r *Rooms) enter(w web.Writer, rq web.Request) error {
	token, err := r.Store.Enter(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	return w.SeeOther("/window/" + token)
}

func (r *Rooms) window(w web.Writer, rq web.Request) error {
	token := rq.PathValue("token")
	v, err := r.Store.ByLink(rq.Context(), rq.Actor, token)
	if err != nil {
		return shut(w, rq, err)
	}
	l := rq.Lang
	p := windowPage{Shell: shell(rq, rq.T("orders.window.title", "client", v.Of.Name)), Client: v.Of.Name, Until: l.DateYear(v.Expires), Ask: l.Path("/window/" + token + "/ask")}
	for _, o := range v.Orders {
		x := windowOrderRow{Href: l.Path("/window/" + token + "/orders/" + o.ID), No: orderNo(l, o.No), Title: o.Title, Kind: o.KindName, Tag: stateTag{stateKinds[o.State], l.T("orders.window.state." + string(o.State))}, Next: l.T("orders.window.next." + string(o.State))}
		if !o.Promise.IsZero() {
			x.Promise = l.DateYear(o.Promise)
		}
		if o.State.Live() {
			p.Rows = append(p.Rows, x)
		} else {
			p.Over = append(p.Over, x)
		}
	}
	if r.Beside != nil {
		if p.Beside, err = r.Beside(rq, token); err != nil {
			return err
		}
	}
	return w.Page(windowView(p))
}

type morePage struct {
	ui.Shell
	Form                       ui.Form
	Action, Back, Client, Once string
	Kinds                      []ui.Option
	Tells                      bool            // it can be asked by when
	Day                        templ.Component // the answer to that, nil before
}

func (r *Rooms) morePage(rq web.Request) (morePage, error) {
	token := rq.PathValue("token")
	v, err := r.Store.ByLink(rq.Context(), rq.Actor, token)
	if err != nil {
		return morePage{}, err
	}
	ks, err := r.Store.OpenKinds(rq.Context(), rq.Actor)
	p := morePage{Shell: shell(rq, rq.T("orders.window.ask")), Client: v.Of.Name, Action: rq.Lang.Path("/window/" + token + "/ask"), Back: rq.Lang.Path("/window/" + token), Once: id.Make()}
	p.Kinds, _ = kindChoices(rq, ks, "")
	if err == nil {
		p.Tells, err = r.tells(rq)
	}
	return p, err
}

func (r *Rooms) moreForm(w web.Writer, rq web.Request) error {
	p, err := r.morePage(rq)
	if err != nil {
		return shut(w, rq, err)
	}
	return w.Page(moreView(p))
}

func (r *Rooms) more(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if r.Days != nil && rq.PostForm.Get("by_when") != "" {
		return r.moreByWhen(w, rq)
	}
	token := rq.PathValue("token")
	oid, err := r.Store.AskByLink(rq.Context(), rq.Actor, token, rq.PostForm.Get("once"), rq.PostForm.Get("kind"), asking(rq))
	if fault.KindOf(err) == fault.Invalid {
		p, e := r.morePage(rq)
		if e != nil {
			return e
		}
		return p.again(w, rq, err)
	}
	if err != nil {
		return shut(w, rq, err)
	}
	if err := r.keepDay(rq, oid); err != nil {
		return err
	}
	return w.Say("ok", "orders.said.more").SeeOther("/window/" + token + "/orders/" + oid)
}

// moreByWhen answers by when it could be done, with what was typed so far.
func (r *Rooms) moreByWhen(w web.Writer, rq web.Request) error {
	p, err := r.morePage(rq)
	if err != nil {
		return shut(w, rq, err)
	}
	if p.Day, err = r.day(rq); err != nil {
		return p.again(w, rq, err)
	}
	return w.Page(p.typed(ui.Form{Values: rq.PostForm}))
}

// again is the form with what is to be mended in it.
func (p morePage) again(w web.Writer, rq web.Request, err error) error {
	return w.Again(named(rq, err), p.typed)
}

// typed is the form as it was typed.
func (p morePage) typed(f ui.Form) templ.Component {
	p.Form, p.Shell, p.Once = f, p.WithErrors(f), f.Or("once", p.Once)
	return moreView(p)
}

type windowOrderPage struct {
	ui.Shell
	Form                                 ui.Form
	sent                                 string
	Base, Back, No, Title, Client, Words string
	Tag                                  stateTag
	Next                                 string
	Facts                                [][2]string
	Quote                                *clientQuote
	Older                                []clientQuote
	Open, Confirmed, Live, Dropping      bool
	QuoteNo, Once, PDF, Paper            string
	Thread                               []ui.Bubble
	Files                                []materialRow
	Rows                                 string
	More                                 templ.Component
}

func (p windowOrderPage) form(name string) ui.Form {
	if name == p.sent {
		return p.Form
	}
	return ui.Form{}
}

// clientQuote is a version of a quote as the client sees it: nothing of fees in it.
type clientQuote struct {
	No, Total, Terms, Valid, Answer, PDF string
	Tag                                  stateTag
	Facts                                [][2]string
}

func clientQuoteOf(rq web.Request, base string, o ordersstore.Full, q orders.Quote) clientQuote {
	l := rq.Lang
	x := clientQuote{No: l.T("orders.quote.version", "n", q.No), Total: l.T("orders.quote.total_value", "yen", l.Yen(q.Total())), Terms: q.Terms, Valid: day(l, q.Valid), Answer: q.Answer, PDF: base + "/quote.pdf?no=" + strconv.Itoa(q.No),
		Tag: quoteStateOf(l, q, rq.Today()), Facts: quoteFacts(l, o, q)}
	return x
}

// sentTo are the versions of a quote that went to the client.
func sentTo(o ordersstore.Full) (out []orders.Quote) {
	for _, q := range o.Quotes {
		if q.State == orders.QuoteWaiting || q.State == orders.QuoteReplaced && q.Below() && q.Approved == "" {
			continue // it waits for an approver, or did and never went out
		}
		out = append(out, q)
	}
	return out
}

func (r *Rooms) windowOrder(w web.Writer, rq web.Request) error {
	return r.windowOrderPage(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) windowOrderPage(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	token := rq.PathValue("token")
	o, err := r.Store.OrderByLink(rq.Context(), rq.Actor, token, rq.PathValue("id"))
	if err != nil {
		return shut(w, rq, err)
	}
	l := rq.Lang
	base := l.Path("/window/" + token + "/orders/" + o.ID)
	p := windowOrderPage{Shell: shell(rq, o.Title).WithErrors(f), Form: f, sent: sent, Base: base, Back: l.Path("/window/" + token), No: orderNo(l, o.No), Title: o.Title, Client: o.Of.Name, Words: o.Words,
		Tag: stateTag{stateKinds[o.State], l.T("orders.window.state." + string(o.State))}, Next: l.T("orders.window.next." + string(o.State)), Thread: thread(rq, o.Messages, "client"), Once: f.Or("once", id.Make()),
		Confirmed: o.State.Bound(), Live: o.State.Live(), Dropping: o.State == orders.AskedFor || o.State == orders.QuotedFor || o.State == orders.Ordered, Paper: base + "/confirmation.pdf"}
	p.Facts = askedFacts(rq, o)
	for i, q := range sentTo(o) {
		x := clientQuoteOf(rq, base, o, q)
		if i == 0 {
			p.Quote, p.Open, p.QuoteNo = &x, q.Open(rq.Today()), strconv.Itoa(q.No)
		} else {
			p.Older = append(p.Older, x)
		}
	}
	for _, m := range o.Materials {
		p.Files = append(p.Files, materialRowOf(rq, m))
	}
	if o.Rows > 0 {
		p.Rows = l.T("orders.preview.total", "n", o.Rows)
	}
	if r.More != nil {
		if p.More, err = r.More(rq, token, o); err != nil {
			return err
		}
	}
	return w.PageStatus(status, windowOrderView(p))
}

// askedFacts are the lines of what was asked for.
func askedFacts(rq web.Request, o ordersstore.Full) [][2]string {
	l := rq.Lang
	return [][2]string{{l.T("orders.ask.kind"), ordersstore.KindName(l, o.Work)}, {l.T("orders.ask.volume"), volume(l, o.Volume, o.Work.Unit)}, {l.T("orders.ask.wanted"), day(l, o.Wanted)}, {l.T("orders.ask.permille"), permille(l, o.Permille)}}
}

func (r *Rooms) windowAgain(w web.Writer, rq web.Request, err error, sent string) error {
	if fault.KindOf(err) != fault.Invalid {
		return shut(w, rq, err)
	}
	f, err := formOf(rq, err)
	if err != nil {
		return err
	}
	return r.windowOrderPage(w, rq, 422, f, sent)
}

func (r *Rooms) here(rq web.Request) string {
	return "/window/" + rq.PathValue("token") + "/orders/" + rq.PathValue("id")
}

func (r *Rooms) accept(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	x := reply(rq)
	if err := r.Store.AnswerByWindow(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"), atoi(rq.PostForm.Get("no")), x); err != nil {
		return r.windowAgain(w, rq, err, "reply")
	}
	if x.Yes {
		return w.Say("ok", "orders.said.accepted").SeeOther(r.here(rq))
	}
	return w.Say("ok", "orders.said.replied").SeeOther(r.here(rq))
}

func (r *Rooms) writeBack(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.WriteByLink(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"), rq.PostForm.Get("once"), rq.PostForm.Get("body")); err != nil {
		return r.windowAgain(w, rq, err, "message")
	}
	return w.Say("ok", "orders.said.written").SeeOther(r.here(rq))
}

func (r *Rooms) drop(w web.Writer, rq web.Request) error {
	token, orderID := rq.PathValue("token"), rq.PathValue("id")
	_, err := keepFiles(rq, func(u ordersstore.Upload) (string, error) {
		if u.Use != "sample" { // what a client hands over is to be worked on, unless they say it is an example
			u.Use = "material"
		}
		return r.Store.KeepByLink(rq.Context(), rq.Actor, token, orderID, u)
	})
	if err != nil {
		return r.windowAgain(w, rq, err, "drop")
	}
	return w.Say("ok", "orders.said.dropped").SeeOther(r.here(rq))
}
