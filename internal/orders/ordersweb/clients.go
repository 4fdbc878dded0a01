package ordersweb

import (
	"strconv"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type clientsPage struct {
	ui.Shell
	Search, XLSX, CSV string
	Rows              []clientRow
	Keep              bool
}

type clientRow struct {
	Href, No, Name, Kana, Kind, Contact, Reach string
	Live, All                                  int
}

func clientNo(rq web.Request, n int) string { return rq.T("orders.client.no", "n", n) }

func (r *Rooms) clients(w web.Writer, rq web.Request) error {
	q := rq.URL.Query()
	rows, err := r.Store.Clients(rq.Context(), rq.Actor, q.Get("q"))
	if err != nil {
		return err
	}
	p := clientsPage{Shell: rq.Shell(rq.T("orders.clients.title")), Search: q.Get("q"), Keep: rq.Actor.Can(orders.MayKeep), XLSX: rq.Lang.Path("/staff/clients.xlsx?" + q.Encode()), CSV: rq.Lang.Path("/staff/clients.csv?" + q.Encode())}
	for _, c := range rows {
		x := clientRow{Href: rq.Lang.Path("/staff/clients/" + c.ID), No: clientNo(rq, c.No), Name: c.Name, Kana: ja.Hiragana(c.Kana), Kind: rq.T("orders.client_kind." + string(c.Kind)), Contact: c.Contact, Reach: c.Mail, Live: c.Live, All: c.All}
		if x.Reach == "" {
			x.Reach = ja.PhoneShow(c.Phone)
		}
		p.Rows = append(p.Rows, x)
	}
	return w.Page(clientsView(p))
}

// lines are the clients as a table for an office.
func (r *Rooms) lines(rq web.Request) (sheet.Table, error) {
	rows, err := r.Store.Clients(rq.Context(), rq.Actor, rq.URL.Query().Get("q"))
	t := sheet.Table{Name: rq.T("orders.clients.title")}
	var heads []string
	for _, k := range []string{"no_head", "name", "kana", "kind", "contact", "mail", "phone", "live", "all"} {
		heads = append(heads, rq.T("orders.client."+k))
	}
	t.Lines = append(t.Lines, sheet.Head(heads...))
	for _, c := range rows {
		t.Lines = append(t.Lines, []any{clientNo(rq, c.No), c.Name, c.Kana, rq.T("orders.client_kind." + string(c.Kind)), c.Contact, c.Mail, ja.PhoneShow(c.Phone), c.Live, c.All})
	}
	return t, err
}

func (r *Rooms) clientsXLSX(w web.Writer, rq web.Request) error {
	t, err := r.lines(rq)
	if err != nil {
		return err
	}
	b, err := sheet.XLSX(t)
	if err != nil {
		return err
	}
	return w.File("clients.xlsx", sheet.TypeXLSX, b, true)
}

func (r *Rooms) clientsCSV(w web.Writer, rq web.Request) error {
	t, err := r.lines(rq)
	if err != nil {
		return err
	}
	b, err := sheet.CSV(t)
	if err != nil {
		return err
	}
	return w.File("clients.csv", sheet.TypeCSV, b, true)
}

type clientPage struct {
	ui.Shell
	Form                ui.Form
	sent                string
	Base, Name, Kind    string
	Keep                bool
	Facts, Bill         [][2]string
	Note                string
	Law                 []lawRow
	Late                bool
	Talks               []talkRow
	Windows             []windowRow
	Orders              []orderRow
	Once, Today, NewURL string
	Given               string // a link's address, shown this once
	Mailed              bool
	Contact             string
}

func (p clientPage) form(name string) ui.Form {
	if name == p.sent {
		return p.Form
	}
	return ui.Form{}
}

// lawRow says for a class of work who is bound by size.
type lawRow struct{ Work, Client, ClientKind, Workers, WorkersKind, Source string }

type talkRow struct {
	On, Asked, By, Answer, Answered, Href string
	Open                                  bool
}

type windowRow struct {
	To, Until, Seen, Revoke string
	Tag                     stateTag
	Live                    bool
}

func (r *Rooms) client(w web.Writer, rq web.Request) error {
	return r.clientPage(w, rq, 200, ui.Form{}, "", "")
}

// clientPage shows a client; given is the address of a link that was just made.
func (r *Rooms) clientPage(w web.Writer, rq web.Request, status int, f ui.Form, sent, given string) error {
	c, err := r.Store.Client(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := clientPage{Shell: rq.Shell(c.Name).WithErrors(f), Form: f, sent: sent, Base: l.Path("/staff/clients/" + c.ID), Name: c.Name, Kind: l.T("orders.client_kind." + string(c.Kind)), Keep: rq.Actor.Can(orders.MayKeep), Note: c.Note, Given: given, Mailed: c.Mail != "",
		Once: f.Or("once", id.Make()), Today: rq.Today().String(), NewURL: l.Path("/staff/orders/new?client=" + c.ID), Contact: c.Contact}
	p.Facts, p.Bill = clientFacts(rq, c.Client), billFacts(rq, c.Client)
	if p.Law, p.Late, err = r.law(rq, c.Client); err != nil {
		return err
	}
	for _, t := range c.Talks {
		p.Talks = append(p.Talks, talkRowOf(rq, t))
	}
	for _, x := range c.Windows {
		p.Windows = append(p.Windows, windowRowOf(rq, x))
	}
	kinds, err := r.byID(rq)
	if err != nil {
		return err
	}
	for _, o := range c.Orders {
		p.Orders = append(p.Orders, orderRowOf(rq, o, kinds[o.Kind]))
	}
	return w.PageStatus(status, clientView(p))
}

func clientFacts(rq web.Request, c orders.Client) (out [][2]string) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, [2]string{rq.T("orders.client." + key), value})
		}
	}
	add("no_head", clientNo(rq, c.No))
	add("kana", ja.Hiragana(c.Kana))
	add("contact", c.Contact)
	add("mail", c.Mail)
	add("phone", ja.PhoneShow(c.Phone))
	add("address", address(c))
	add("capital", sizeOf(rq, int64(c.Capital), "yen"))
	add("employees", sizeOf(rq, int64(c.Employees), "people"))
	add("budget_line", c.BudgetLine)
	return out
}

func address(c orders.Client) string {
	if c.Postcode == "" {
		return c.Address
	}
	return ja.PostcodeShow(c.Postcode) + " " + c.Address
}

// sizeOf is capital or employees in words, or that nobody told.
func sizeOf(rq web.Request, n int64, unit string) string {
	switch {
	case n == orders.Unknown:
		return rq.T("orders.client.untold")
	case unit == "yen":
		return rq.Lang.Yen(yen.Amount(n))
	}
	return rq.T("orders.client.people", "n", int(n))
}

func billFacts(rq web.Request, c orders.Client) (out [][2]string) {
	or := func(a, b string) string {
		if a == "" {
			return b
		}
		return a
	}
	add := func(key, value string) {
		if value != "" {
			out = append(out, [2]string{rq.T("orders.client." + key), value})
		}
	}
	add("bill_name", or(c.BillName, c.Name))
	add("bill_mail", or(c.BillMail, c.Mail))
	add("bill_to", or(c.BillTo, address(c)))
	add("closing", rq.T("orders.client.closing_value", "closing", monthDay(rq, c.ClosingDay), "months", rq.T("orders.months."+strconv.Itoa(c.PayMonths)), "pay", monthDay(rq, c.PayDay)))
	return out
}

// monthDay is a day of the month; the 31st is its end.
func monthDay(rq web.Request, n int) string {
	if n == 31 {
		return rq.T("orders.month_end")
	}
	return rq.T("orders.month_day", "n", n)
}

var lawKinds = map[orders.Binding]string{orders.Binds: "warn", orders.Free: "line", orders.Open: "info"}

// law says who is bound towards whom, and whether the client's terms are then too long.
func (r *Rooms) law(rq web.Request, c orders.Client) (out []lawRow, late bool, err error) {
	op, err := r.Store.Operator(rq.Context(), rq.Actor)
	if err != nil {
		return nil, false, err
	}
	for _, class := range orders.Classes {
		up, down := c.Towards(op, class, rq.Today()), orders.Bound(op, orders.Alone, class, rq.Today())
		out = append(out, lawRow{rq.T("orders.law.class." + class), rq.T("orders.law.client." + string(up)), lawKinds[up], rq.T("orders.law.workers." + string(down)), lawKinds[down], lawWord(rq, class)})
		late = late || up == orders.Binds && c.PaysLate()
	}
	return out, late, nil
}

func talkRowOf(rq web.Request, t orders.Talk) talkRow {
	x := talkRow{On: rq.Lang.DateYear(t.On), Asked: t.Asked, By: rq.T("orders.talk.by." + t.AskedBy), Answer: t.Answer, Open: t.Answered.IsZero(), Href: rq.Lang.Path("/staff/clients/" + t.Client + "/talks/" + t.ID)}
	if !x.Open {
		x.Answered = rq.Lang.DateYear(t.Answered)
	}
	return x
}

func windowRowOf(rq web.Request, x orders.Window) windowRow {
	out := windowRow{To: x.GivenTo, Until: rq.Lang.DateYear(x.Expires), Seen: rq.Lang.Moment(x.Seen, rq.Hub.Loc), Revoke: rq.Lang.Path("/staff/clients/" + x.Client + "/windows/" + x.ID + "/revoke"), Live: x.Live(rq.Today())}
	switch {
	case out.Live:
		out.Tag = stateTag{"ok", rq.T("orders.window_state.live")}
	case !x.Revoked.IsZero():
		out.Tag = stateTag{"line", rq.T("orders.window_state.revoked")}
	default:
		out.Tag = stateTag{"line", rq.T("orders.window_state.expired")}
	}
	return out
}

func (r *Rooms) clientAgain(w web.Writer, rq web.Request, err error, sent string) error {
	f, err := formOf(rq, err)
	if err != nil {
		return err
	}
	return r.clientPage(w, rq, 422, f, sent, "")
}

func (r *Rooms) talk(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.Talk(rq.Context(), rq.Actor, rq.PathValue("id"), f.Get("once"), orders.TalkForm{On: f.Get("on"), AskedBy: f.Get("asked_by"), Asked: f.Get("asked")}); err != nil {
		return r.clientAgain(w, rq, err, "talk")
	}
	return w.Say("ok", "orders.said.talk").SeeOther("/staff/clients/" + rq.PathValue("id"))
}

type talkPage struct {
	ui.Shell
	talkRow
	Form                      ui.Form
	Today, Client, ClientHref string
}

func (r *Rooms) talkForm(w web.Writer, rq web.Request) error {
	p, err := r.talkPage(rq)
	if err != nil {
		return err
	}
	return w.Page(talkView(p))
}

func (r *Rooms) talkPage(rq web.Request) (talkPage, error) {
	c, err := r.Store.Client(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return talkPage{}, err
	}
	p := talkPage{Shell: rq.Shell(rq.T("orders.talk.answer_title")), Today: rq.Today().String(), Client: c.Name, ClientHref: rq.Lang.Path("/staff/clients/" + c.ID)}
	for _, t := range c.Talks {
		if t.ID == rq.PathValue("talk") {
			p.talkRow = talkRowOf(rq, t)
			return p, nil
		}
	}
	return p, ordersstore.NoTalk
}

func (r *Rooms) answerTalk(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	if err := r.Store.AnswerTalk(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("talk"), orders.TalkAnswerForm{On: f.Get("answered_on"), Answer: f.Get("answer")}); err != nil {
		p, e := r.talkPage(rq)
		if e != nil {
			return e
		}
		return w.Again(named(rq, err), func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return talkView(p)
		})
	}
	return w.Say("ok", "orders.said.talk").SeeOther("/staff/clients/" + rq.PathValue("id"))
}

// giveWindow answers with the page itself and not with a redirect: the address stands on it this once.
func (r *Rooms) giveWindow(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	url, err := r.Store.GiveWindow(rq.Context(), rq.Actor, rq.PathValue("id"), orders.WindowForm{GivenTo: f.Get("given_to"), Days: f.Get("days")})
	if err != nil {
		return r.clientAgain(w, rq, err, "window")
	}
	return r.clientPage(w, rq, 200, ui.Form{}, "", url)
}

func (r *Rooms) revokeWindow(w web.Writer, rq web.Request) error {
	if err := r.Store.RevokeWindow(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("window")); err != nil {
		return err
	}
	return w.Say("ok", "orders.said.revoked").SeeOther("/staff/clients/" + rq.PathValue("id"))
}

type clientFormPage struct {
	ui.Shell
	Form                  ui.Form
	Action, Version, Name string
	Was                   orders.ClientForm
}

func (r *Rooms) newClient(w web.Writer, rq web.Request) error {
	was := orders.ClientForm{Kind: "company", ClosingDay: "31", PayMonths: "1", PayDay: "31"}
	return w.Page(clientFormView(clientFormOf(rq, id.Make(), "0", rq.T("orders.client.new"), was)))
}

func clientFormOf(rq web.Request, clientID, version, name string, was orders.ClientForm) clientFormPage {
	return clientFormPage{Shell: rq.Shell(name), Action: rq.Lang.Path("/staff/clients/" + clientID + "/edit"), Version: version, Name: name, Was: was}
}

func (r *Rooms) editClient(w web.Writer, rq web.Request) error {
	c, err := r.Store.Client(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.Page(clientFormView(clientFormOf(rq, c.ID, strconv.Itoa(c.Version), c.Name, typed(c.Client))))
}

// typed is a client as a form would have it.
func typed(c orders.Client) orders.ClientForm {
	return orders.ClientForm{Kind: string(c.Kind), Name: c.Name, Kana: c.Kana, Contact: c.Contact, Mail: c.Mail, Phone: ja.PhoneShow(c.Phone), Postcode: ja.PostcodeShow(c.Postcode), Address: c.Address, Capital: told(int64(c.Capital)), Employees: told(int64(c.Employees)),
		BillName: c.BillName, BillMail: c.BillMail, BillTo: c.BillTo, ClosingDay: strconv.Itoa(c.ClosingDay), PayMonths: strconv.Itoa(c.PayMonths), PayDay: strconv.Itoa(c.PayDay), BudgetLine: c.BudgetLine, Note: c.Note}
}

func told(n int64) string {
	if n == orders.Unknown {
		return ""
	}
	return yen.Amount(n).String()
}

func (r *Rooms) saveClient(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	c := orders.ClientForm{Kind: f.Get("kind"), Name: f.Get("name"), Kana: f.Get("kana"), Contact: f.Get("contact"), Mail: f.Get("mail"), Phone: f.Get("phone"), Postcode: f.Get("postcode"), Address: f.Get("address"), Capital: f.Get("capital"), Employees: f.Get("employees"),
		BillName: f.Get("bill_name"), BillMail: f.Get("bill_mail"), BillTo: f.Get("bill_to"), ClosingDay: f.Get("closing_day"), PayMonths: f.Get("pay_months"), PayDay: f.Get("pay_day"), BudgetLine: f.Get("budget_line"), Note: f.Get("note")}
	clientID, version := rq.PathValue("id"), atoi(f.Get("version"))
	if err := r.Store.SaveClient(rq.Context(), rq.Actor, clientID, version, c); err != nil {
		name := rq.T("orders.client.new")
		if version > 0 {
			name = rq.T("orders.client.edit")
		}
		return w.Again(named(rq, err), func(form ui.Form) templ.Component {
			p := clientFormOf(rq, clientID, strconv.Itoa(version), name, c)
			p.Form, p.Shell = form, p.WithErrors(form)
			return clientFormView(p)
		})
	}
	return w.Say("ok", "orders.said.client").SeeOther("/staff/clients/" + clientID)
}

// lawWord names the act and the clause that the lines of a class are from, and since when.
func lawWord(rq web.Request, class string) string {
	since, ok := orders.LawSince(class, rq.Today())
	if !ok {
		return ""
	}
	return rq.T("orders.law.act", "since", rq.Lang.DateYear(since))
}

type operatorPage struct {
	ui.Shell
	Form               ui.Form
	Capital, Employees string
	Rows               []lawRow
}

func (r *Rooms) operatorPage(rq web.Request) (operatorPage, error) {
	s, err := r.Store.Operator(rq.Context(), rq.Actor)
	p := operatorPage{Shell: rq.Shell(rq.T("orders.operator.title")), Capital: told(int64(s.Capital)), Employees: told(int64(s.Employees))}
	for _, class := range orders.Classes {
		b := orders.Bound(s, orders.Alone, class, rq.Today())
		p.Rows = append(p.Rows, lawRow{Work: rq.T("orders.law.class." + class), Workers: rq.T("orders.law.workers." + string(b)), WorkersKind: lawKinds[b], Source: lawWord(rq, class)})
	}
	return p, err
}

func (r *Rooms) operatorForm(w web.Writer, rq web.Request) error {
	p, err := r.operatorPage(rq)
	if err != nil {
		return err
	}
	return w.Page(operatorView(p))
}

func (r *Rooms) saveOperator(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	err := r.Store.SaveOperator(rq.Context(), rq.Actor, orders.SizeForm{Capital: rq.PostForm.Get("capital"), Employees: rq.PostForm.Get("employees")})
	if err != nil {
		p, e := r.operatorPage(rq)
		if e != nil {
			return e
		}
		return w.Again(named(rq, err), func(f ui.Form) templ.Component {
			p.Form, p.Shell = f, p.WithErrors(f)
			return operatorView(p)
		})
	}
	return w.Say("ok", "orders.said.operator").SeeOther("/staff/clients/operator")
}

// windowsShown is how many links stand open on a client's page: every letter brings one of its own.
const windowsShown = 3
