package ordersweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type boardPage struct {
	ui.Shell
	Tabs  []ui.NavItem
	Rows  []orderRow
	Keep  bool
	Any   bool // orders in any state
	State string
}

type orderRow struct {
	Href, No, Title, Client, ClientHref, Kind, Volume, Promise, Wanted, Ready string
	Tag                                                                       stateTag
	Late, Practice                                                            bool
}

// late tells whether the day promised has gone by before the work did.
func late(o orders.Order, today when.Date) bool {
	return !o.Promise.IsZero() && o.Promise.Before(today) && (o.State == orders.Ordered || o.State == orders.Working)
}

func (r *Rooms) board(w web.Writer, rq web.Request) error {
	state := orders.State(rq.URL.Query().Get("state"))
	rows, counts, err := r.Store.Board(rq.Context(), rq.Actor, state)
	if err != nil {
		return err
	}
	kinds, err := r.byID(rq)
	if err != nil {
		return err
	}
	ready := map[string]string{}
	if r.Ready != nil {
		if ready, err = r.Ready(rq); err != nil {
			return err
		}
	}
	p := boardPage{Shell: rq.Shell(rq.T("orders.board.title")), Keep: rq.Actor.Can(orders.MayKeep), Any: len(counts) > 0, State: string(state)}
	p.Tabs = boardTabs(rq, state, counts)
	for _, o := range rows {
		row := orderRowOf(rq, o, kinds[o.Kind])
		row.Ready = ready[o.ID]
		p.Rows = append(p.Rows, row)
	}
	return w.Page(boardView(p))
}

// byID are the kinds of work, for their units and names in the reader's language.
func (r *Rooms) byID(rq web.Request) (map[string]orders.Kind, error) {
	ks, err := r.Store.Kinds(rq.Context(), rq.Actor)
	out := map[string]orders.Kind{}
	for _, k := range ks {
		out[k.ID] = k
	}
	return out, err
}

func boardTabs(rq web.Request, now orders.State, counts map[orders.State]int) (out []ui.NavItem) {
	live := 0
	for s, n := range counts {
		if s.Live() {
			live += n
		}
	}
	out = append(out, ui.NavItem{Href: rq.Lang.Path("/staff/orders"), Label: rq.T("orders.board.live", "n", live), Current: now == ""})
	for _, s := range orders.States {
		if !s.Live() && s != orders.Accepted && counts[s] == 0 && s != now {
			continue // nothing ended that way
		}
		out = append(out, ui.NavItem{Href: rq.Lang.Path("/staff/orders?state=" + string(s)), Label: rq.T("orders.board.tab", "state", rq.T("orders.state."+string(s)), "n", counts[s]), Current: now == s})
	}
	return out
}

func orderRowOf(rq web.Request, o orders.Order, k orders.Kind) orderRow {
	l := rq.Lang
	x := orderRow{Href: l.Path("/staff/orders/" + o.ID), No: orderNo(l, o.No), Title: o.Title, Client: o.ClientName, ClientHref: l.Path("/staff/clients/" + o.Client), Kind: ordersstore.KindName(l, k), Volume: volume(l, o.Volume, k.Unit),
		Tag: stateOf(l, o.State), Late: late(o, rq.Today()), Practice: o.Practice}
	if !o.Promise.IsZero() {
		x.Promise = l.DateShort(o.Promise)
	} else if !o.Wanted.IsZero() {
		x.Wanted = l.T("orders.board.wanted", "day", l.DateShort(o.Wanted))
	}
	return x
}

type newOrderPage struct {
	ui.Shell
	Form           ui.Form
	Once, Client   string
	Clients, Kinds []ui.Option
}

func (r *Rooms) newOrder(w web.Writer, rq web.Request) error {
	p, err := r.newOrderPage(rq)
	if err != nil {
		return err
	}
	p.Form.Values = rq.URL.Query() // what was found out before the order: kind, amount, day
	return w.Page(newOrderView(p))
}

func (r *Rooms) newOrderPage(rq web.Request) (newOrderPage, error) {
	p := newOrderPage{Shell: rq.Shell(rq.T("orders.new.title")), Once: id.Make(), Client: rq.URL.Query().Get("client")}
	cs, err := r.Store.Clients(rq.Context(), rq.Actor, "")
	if err != nil {
		return p, err
	}
	p.Clients = []ui.Option{{Label: rq.T("orders.pick")}}
	for _, c := range cs {
		p.Clients = append(p.Clients, ui.Option{Value: c.ID, Label: c.Name})
	}
	ks, err := r.Store.OpenKinds(rq.Context(), rq.Actor)
	p.Kinds = []ui.Option{{Label: rq.T("orders.pick")}}
	for _, k := range ks {
		p.Kinds = append(p.Kinds, ui.Option{Value: k.ID, Label: ordersstore.KindName(rq.Lang, k)})
	}
	return p, err
}

// asking is a request as typed.
func asking(rq web.Request) orders.AskForm {
	f := rq.PostForm
	return orders.AskForm{Title: f.Get("title"), Words: f.Get("words"), Volume: f.Get("volume"), Wanted: f.Get("wanted"), Permille: f.Get("permille")}
}

func (r *Rooms) askFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	oid, err := r.Store.AskFor(rq.Context(), rq.Actor, f.Get("once"), f.Get("client"), f.Get("kind"), f.Get("practice") == "1", asking(rq))
	if err != nil {
		p, e := r.newOrderPage(rq)
		if e != nil {
			return e
		}
		return w.Again(named(rq, err), func(f ui.Form) templ.Component {
			p.Form, p.Shell, p.Once = f, p.WithErrors(f), f.Or("once", p.Once)
			return newOrderView(p)
		})
	}
	return w.Say("ok", "orders.said.asked").SeeOther("/staff/orders/" + oid)
}

type orderPage struct {
	ui.Shell
	Form                             ui.Form
	sent                             string // which of the page's forms Form is of
	Base, No, Title, Client, ToCli   string
	Tag                              stateTag
	Practice, Keep, Late             bool
	Tabs                             []ui.NavItem
	Facts                            [][2]string
	Words                            string
	Steps                            []stepRow
	Thread                           []ui.Bubble
	Quote                            *quoteRow // the newest version
	Answer                           bool      // the client's answer can be written down
	Ends                             []ui.Option
	Planning, Working, Writing       bool
	Days                             bool // another day can be agreed on
	Contact                          string
	Plan                             orders.Plan
	Version, QuoteNo, Once, MailNote string
	Files                            []materialRow // samples
}

// form is what was typed into one of the page's forms; the others stay as they are kept.
func (p orderPage) form(name string) ui.Form {
	if name == p.sent {
		return p.Form
	}
	return ui.Form{}
}

type stepRow struct {
	State, When, By, Reason string
}

func (r *Rooms) order(w web.Writer, rq web.Request) error {
	return r.orderPage(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) orderPage(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	o, err := r.Store.Order(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := orderPage{Shell: rq.Shell(o.Title).WithErrors(f), Form: f, sent: sent, Base: l.Path("/staff/orders/" + o.ID), No: orderNo(l, o.No), Title: o.Title, Client: o.ClientName, ToCli: l.Path("/staff/clients/" + o.Client),
		Tag: stateOf(l, o.State), Practice: o.Practice, Keep: rq.Actor.Can(orders.MayKeep), Late: late(o.Order, rq.Today()), Tabs: r.Tabs(rq, o.ID), Facts: factsOf(rq, o), Words: o.Words, Thread: thread(rq, o.Messages, "hub"),
		Writing: o.State.Live(), Version: strconv.Itoa(o.Version), Once: f.Or("once", id.Make()), Plan: orders.Plan{Checks: o.Checks, FirstRows: o.FirstRows, HubOnly: o.HubOnly, Phone: o.Phone, Owner: o.Owner}}
	if p.Plan.Owner == "" {
		p.Plan.Owner = rq.Actor.Name
	}
	if r.Days != nil {
		told, err := r.Days.ToldDay(rq, o.ID)
		if err != nil {
			return err
		}
		p.Facts = append(p.Facts, told...)
	}
	p.Working = o.State == orders.Working
	p.Days, p.Contact = p.Working || o.State == orders.Ordered, o.Of.Contact
	p.Planning = o.State == orders.AskedFor || o.State == orders.QuotedFor || o.State == orders.Ordered
	for _, s := range o.Steps {
		p.Steps = append(p.Steps, stepRow{l.T("orders.state." + string(s.State)), l.MomentShort(s.Made, rq.Hub.Loc), s.MadeBy, s.Reason})
	}
	if q, ok := o.Quote(); ok {
		x := quoteRowOf(rq, o, q)
		p.Quote, p.QuoteNo, p.Answer = &x, strconv.Itoa(q.No), q.Open(rq.Today())
	}
	p.Ends = ends(rq, o.State)
	if o.Of.Mail == "" {
		p.MailNote = l.T("orders.order.no_mail")
	}
	for _, m := range o.Materials {
		if m.Use != "material" {
			p.Files = append(p.Files, materialRowOf(rq, m))
		}
	}
	return w.PageStatus(status, orderView(p))
}

// ends are the ways in which an order can end now.
func ends(rq web.Request, s orders.State) (out []ui.Option) {
	for _, to := range []orders.State{orders.Declined, orders.Cancelled} {
		if s.May(to) && s != orders.Working {
			out = append(out, ui.Option{Value: string(to), Label: rq.T("orders.end." + string(to))})
		}
	}
	return out
}

// factsOf are the lines of an order that stand on every page about it.
func factsOf(rq web.Request, o ordersstore.Full) (out [][2]string) {
	l := rq.Lang
	add := func(key, value string) {
		if value != "" {
			out = append(out, [2]string{l.T(key), value})
		}
	}
	add("orders.ask.kind", ordersstore.KindName(l, o.Work))
	add("orders.ask.volume", volume(l, o.Volume, o.Work.Unit))
	add("orders.ask.wanted", day(l, o.Wanted))
	add("orders.ask.permille", permille(l, o.Permille))
	if o.State.Bound() {
		add("orders.quote.promise", day(l, o.Promise))
		if !o.Practice {
			add("orders.quote.price", unitPrice(l, o.Price))
			add("orders.quote.fee", unitPrice(l, o.Fee))
			add("orders.quote.total", l.T("orders.quote.total_value", "yen", l.Yen(o.Price.Times(int64(o.Volume)))))
		}
	}
	add("orders.reply.po", o.PONumber)
	add("orders.plan.checks", l.T("orders.checks."+o.Checks))
	add("orders.plan.owner", o.Owner)
	if o.Of.Kind == "section" {
		add("orders.client.budget_line", o.Of.BudgetLine)
		add("orders.client.fiscal_year", l.T("orders.client.fiscal_year_ends", "day", l.DateYear(when.On(o.Made.DateIn(rq.Hub.Loc).FiscalYear()+1, 3, 31))))
	}
	return out
}

// again shows the order's page with what is to be mended in one of its forms.
func (r *Rooms) again(w web.Writer, rq web.Request, err error, sent string) error {
	f, err := formOf(rq, err)
	if err != nil {
		return err
	}
	return r.orderPage(w, rq, 422, f, sent)
}

func (r *Rooms) answerFor(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.AnswerFor(rq.Context(), rq.Actor, rq.PathValue("id"), atoi(rq.PostForm.Get("no")), reply(rq)); err != nil {
		return r.again(w, rq, err, "reply")
	}
	return w.Say("ok", "orders.said.answer").SeeOther("/staff/orders/" + rq.PathValue("id"))
}

// reply is the answer to a quote as typed.
func reply(rq web.Request) ordersstore.Reply {
	f := rq.PostForm
	return ordersstore.Reply{Yes: f.Get("yes") == "yes", Name: f.Get("name"), PO: f.Get("po"), Answer: f.Get("answer")}
}

func (r *Rooms) end(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.End(rq.Context(), rq.Actor, rq.PathValue("id"), orders.State(rq.PostForm.Get("to")), rq.PostForm.Get("reason")); err != nil {
		return r.again(w, rq, err, "end")
	}
	return w.Say("ok", "orders.said.ended").SeeOther("/staff/orders/" + rq.PathValue("id"))
}

func (r *Rooms) savePlan(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.SavePlan(rq.Context(), rq.Actor, rq.PathValue("id"), atoi(f.Get("version")), orders.PlanForm{Checks: f.Get("checks"), FirstRows: f.Get("first_rows"), Owner: f.Get("owner"), HubOnly: f.Get("hub_only") == "1", Phone: f.Get("phone") == "1"})
	if err != nil {
		return r.again(w, rq, err, "plan")
	}
	return w.Say("ok", "orders.said.plan").SeeOther("/staff/orders/" + rq.PathValue("id"))
}

func (r *Rooms) agreeDay(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.AgreeDay(rq.Context(), rq.Actor, rq.PathValue("id"), atoi(f.Get("version")), orders.DayForm{Day: f.Get("day"), By: f.Get("by"), Why: f.Get("why")}); err != nil {
		return r.again(w, rq, err, "day")
	}
	return w.Say("ok", "orders.said.day").SeeOther("/staff/orders/" + rq.PathValue("id"))
}

func (r *Rooms) write(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.Write(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PostForm.Get("once"), rq.PostForm.Get("body")); err != nil {
		return r.again(w, rq, err, "message")
	}
	return w.Say("ok", "orders.said.message").SeeOther("/staff/orders/" + rq.PathValue("id"))
}
