package ordersweb

import (
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// quoteRow is one version of a quote, as staff see it.
type quoteRow struct {
	No, PDF, Answer, AnsweredBy, Reason string
	Tag                                 stateTag
	Facts                               [][2]string
	Waits                               bool
}

func quoteRowOf(rq web.Request, o ordersstore.Full, q orders.Quote) quoteRow {
	l := rq.Lang
	x := quoteRow{No: l.T("orders.quote.version", "n", q.No), PDF: l.Path("/staff/orders/" + o.ID + "/quote.pdf?no=" + strconv.Itoa(q.No)), Tag: quoteStateOf(l, q, rq.Today()), Answer: q.Answer, AnsweredBy: q.AnsweredBy, Waits: q.State == orders.QuoteWaiting}
	x.Facts = quoteFacts(l, o, q)
	if q.Fee > 0 {
		x.Facts = append(x.Facts, [2]string{l.T("orders.quote.fee"), unitPrice(l, q.Fee)}, [2]string{l.T("orders.figures.hourly"), l.T("orders.figures.hourly_wage", "yen", l.Yen(q.Hourly), "wage", l.Yen(q.Wage))})
	}
	if q.Reason != "" {
		x.Reason = l.T("orders.approval.by", "name", q.Approved, "reason", q.Reason)
		x.Facts = append(x.Facts, [2]string{l.T("orders.approval.reason"), x.Reason})
	}
	return x
}

// quoteFacts are the lines of a quote both sides see; page and paper show the same.
func quoteFacts(l i18n.Lang, o ordersstore.Full, q orders.Quote) [][2]string {
	out := [][2]string{{l.T("orders.ask.kind"), ordersstore.KindName(l, o.Work)}, {l.T("orders.ask.volume"), volume(l, q.Volume, o.Work.Unit)}}
	if !o.Practice {
		out = append(out, [2]string{l.T("orders.quote.price"), unitPrice(l, q.Price)}, [2]string{l.T("orders.quote.total"), l.T("orders.quote.total_value", "yen", l.Yen(q.Total()))})
		if rate, with, ok := taxed(q.Total(), q.Promise); ok {
			out = append(out, [2]string{l.T("orders.quote.taxed"), l.T("orders.quote.taxed_value", "yen", l.Yen(with), "tax", l.Yen(with-q.Total()), "rate", rate)})
		}
	}
	return append(out, [2]string{l.T("orders.quote.promise"), day(l, q.Promise)}, [2]string{l.T("orders.ask.permille"), permille(l, q.Permille)}, [2]string{l.T("orders.quote.valid"), day(l, q.Valid)})
}

// taxed is a sum with consumption tax at the rate of the day it is to be delivered.
func taxed(a yen.Amount, on when.Date) (rate string, with yen.Amount, ok bool) {
	t, err := tax.Sum([]tax.Line{{Amount: a, Class: tax.Standard, Supplied: on}}, false, tax.Floor)
	if err != nil || len(t.Groups) != 1 {
		return "", 0, false
	}
	return t.Groups[0].Rate.String(), t.Gross, true
}

// figures is what a quote comes to, worked out beside the form.
type figures struct {
	Known                                     bool
	Hourly, Wage, Lowest, Total, Fees, Margin string
	Hours, Share                              string
	Below, NoWage, Practice                   bool
}

// figuresOf works out what can be worked out of what was typed so far.
func figuresOf(l i18n.Lang, f orders.QuoteForm, today when.Date, wage yen.Amount, practice bool) figures {
	x := figures{Practice: practice, NoWage: wage == 0, Wage: l.Yen(wage)}
	q, _ := f.Read(today, practice) // what is wrong is said when it is sent
	if q.Seconds < 1 || q.Volume < 1 {
		return x
	}
	x.Known, x.Hours = true, l.T("orders.figures.hours_n", "n", hours(q.Seconds*q.Volume))
	x.Lowest = unitPrice(l, orders.FeeFor(wage, q.Seconds))
	x.Total, x.Fees, x.Margin = l.Yen(q.Total()), l.Yen(q.Fees()), l.Yen(q.Total()-q.Fees())
	if q.Total() > 0 {
		x.Share = l.T("orders.figures.share", "n", int((q.Total()-q.Fees())*100/q.Total()))
	}
	if h, err := orders.Hourly(q.Fee, q.Seconds); err == nil && q.Fee > 0 {
		x.Hourly, x.Below = l.Yen(h.Yen()), h.Below(wage)
	}
	return x
}

type quotePage struct {
	ui.Shell
	Form                           ui.Form
	Base, No, Title, Client, ToCli string
	Tag                            stateTag
	Tabs                           []ui.NavItem
	Practice, May                  bool
	CanWe                          string      // where to find out by when it can be done
	Asked                          [][2]string // what the client asked for
	Words                          string
	Was                            orders.QuoteForm // what stands in the form
	Last, Minutes                  string
	Figures                        figures
	Versions                       []quoteRow
}

// first is what a new version begins with: the last one, or what was asked for.
func first(o ordersstore.Full, today when.Date) orders.QuoteForm {
	f := orders.QuoteForm{Volume: strconv.Itoa(o.Volume), Seconds: strconv.Itoa(o.Seconds), Permille: strconv.Itoa(o.Permille), Promise: o.Wanted.String(), Valid: today.AddDays(quoteLife).String()}
	if o.Volume == 0 {
		f.Volume = ""
	}
	if q, ok := o.Quote(); ok {
		f.Volume, f.Seconds, f.Price, f.Fee, f.Promise, f.Permille, f.Terms = strconv.Itoa(q.Volume), strconv.Itoa(q.Seconds), q.Price.String(), q.Fee.String(), q.Promise.String(), strconv.Itoa(q.Permille), q.Terms
	}
	return f
}

// quoteLife is how many days a quote is open unless somebody says otherwise.
const quoteLife = 14

// quoting is a quote as typed, over what stood there before.
func quoting(f ui.Form, was orders.QuoteForm) orders.QuoteForm {
	return orders.QuoteForm{Volume: f.Or("volume", was.Volume), Seconds: f.Or("seconds", was.Seconds), Price: f.Or("price", was.Price), Fee: f.Or("fee", was.Fee), Promise: f.Or("promise", was.Promise),
		Permille: f.Or("permille", was.Permille), Valid: f.Or("valid", was.Valid), Terms: f.Or("terms", was.Terms)}
}

// quoteForm shows the form; with figures in the address it works them out, with or without a script.
func (r *Rooms) quoteForm(w web.Writer, rq web.Request) error {
	f := ui.Form{}
	if q := rq.URL.Query(); len(q) > 0 {
		f.Values = q
	}
	return r.quotePage(w, rq, 200, f)
}

func (r *Rooms) quotePage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	o, err := r.Store.Order(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	wage, err := r.Store.Yardstick(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := quotePage{Shell: rq.Shell(l.T("orders.quote.of", "title", o.Title)).WithErrors(f), Form: f, Base: l.Path("/staff/orders/" + o.ID), No: orderNo(l, o.No), Title: o.Title, Client: o.ClientName, ToCli: l.Path("/staff/clients/" + o.Client), Tag: stateOf(l, o.State),
		Tabs: r.Tabs(rq, o.ID), Practice: o.Practice, May: o.State.May(orders.QuotedFor), Asked: askedFacts(rq, o), Words: o.Words}
	last := 0
	for i, q := range o.Quotes {
		p.Versions = append(p.Versions, quoteRowOf(rq, o, q))
		if i == 0 {
			last = q.No
		}
	}
	p.Was = quoting(f, first(o, rq.Today()))
	p.CanWe = l.Path("/staff/can-we?" + url.Values{"order": {o.ID}, "kind": {o.Kind}, "volume": {p.Was.Volume}, "wanted": {p.Was.Promise}}.Encode())
	p.Last, p.Minutes = f.Or("last", strconv.Itoa(last)), minutes(o.Work.Seconds)
	p.Figures = figuresOf(l, p.Was, rq.Today(), wage, o.Practice)
	return w.PageStatus(status, quoteView(p))
}

func (r *Rooms) quote(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.Quote(rq.Context(), rq.Actor, rq.PathValue("id"), atoi(rq.PostForm.Get("last")), quoting(ui.Form{Values: rq.PostForm}, orders.QuoteForm{}))
	if err != nil {
		f, err := formOf(rq, err)
		if err != nil {
			return err
		}
		return r.quotePage(w, rq, 422, f)
	}
	return w.Say("ok", "orders.said.quote").SeeOther("/staff/orders/" + rq.PathValue("id"))
}

type approvalsPage struct {
	ui.Shell
	Wait, Done []approvalRow
}

// approvalRow is what an approver needs to decide on: no name of a client stands in it.
type approvalRow struct {
	Href, No, Kind, Volume, Fee, Hourly, Wage, Lowest, Short, Seconds, By, When, Reason string
	State                                                                               stateTag
}

func approvalRowOf(rq web.Request, x ordersstore.Approval) approvalRow {
	l := rq.Lang
	return approvalRow{Href: l.Path("/staff/approvals/" + x.Order.ID + "/" + strconv.Itoa(x.Quote.No)), No: l.T("orders.approval.no", "no", orderNo(l, x.Order.No), "n", x.Quote.No), Kind: x.KindName, Volume: l.Number(x.Quote.Volume),
		Fee: unitPrice(l, x.Quote.Fee), Hourly: l.Yen(x.Hourly), Wage: l.Yen(x.Wage), Lowest: unitPrice(l, orders.FeeFor(x.Wage, x.Quote.Seconds)), Short: l.Yen(x.Wage - x.Hourly), Seconds: l.T("orders.kind.seconds_n", "n", x.Quote.Seconds),
		By: x.Approved, When: l.MomentShort(x.ApprovedAt, rq.Hub.Loc), Reason: x.Reason, State: quoteStateOf(l, x.Quote, rq.Today())}
}

func (r *Rooms) approvals(w web.Writer, rq web.Request) error {
	wait, done, err := r.Store.Approvals(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := approvalsPage{Shell: rq.Shell(rq.T("orders.approvals.title"))}
	for _, x := range wait {
		p.Wait = append(p.Wait, approvalRowOf(rq, x))
	}
	for _, x := range done {
		p.Done = append(p.Done, approvalRowOf(rq, x))
	}
	return w.Page(approvalsView(p))
}

type approvalPage struct {
	ui.Shell
	approvalRow
	Form ui.Form
}

func (r *Rooms) approval(w web.Writer, rq web.Request) error {
	p, err := r.approvalPage(rq)
	if err != nil {
		return err
	}
	return w.Page(approvalView(p))
}

func (r *Rooms) approvalPage(rq web.Request) (approvalPage, error) {
	x, err := r.Store.Approval(rq.Context(), rq.Actor, rq.PathValue("id"), atoi(rq.PathValue("no")))
	p := approvalPage{approvalRow: approvalRowOf(rq, x)}
	p.Shell = rq.Shell(p.No)
	return p, err
}

func (r *Rooms) approve(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.Approve(rq.Context(), rq.Actor, rq.PathValue("id"), atoi(rq.PathValue("no")), rq.PostForm.Get("reason"))
	if err != nil {
		p, e := r.approvalPage(rq)
		if e != nil {
			return e
		}
		return w.Again(named(rq, err), func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return approvalView(p)
		})
	}
	return w.Say("ok", "orders.said.approved").SeeOther("/staff/approvals")
}
