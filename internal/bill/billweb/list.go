package billweb

import (
	"net/url"
	"path"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type listPage struct {
	ui.Shell
	Client, Month, State, Words, Query string
	Order                              string // only what this order stands in
	MonthBad                           string
	Clients                            []ui.Option
	States                             []ui.Option
	Rows                               []listRow
	Sum, Left, Late                    string
	LateN, Unbilled                    int
	Any, Keep, Issuer, Book            bool
	Once                               string
	Total                              int
	Pager                              ui.Pager
}

type listRow struct {
	Href, No, Client, ClientHref, Until, Due, Gross, Left string
	Tag                                                   stateTag
}

// queryOf is what the list is narrowed by; a month nobody can read is said, and none is taken.
func queryOf(q url.Values) (out billstore.Query, bad bool) {
	out = billstore.Query{Client: q.Get("client"), Order: q.Get("order"), State: bill.State(q.Get("state")), Words: q.Get("q")}
	if s := q.Get("month"); s != "" {
		d, err := when.ParseDate(s + "-01")
		out.Month, bad = d, err != nil
	}
	return out, bad
}

func (r *Rooms) list(w web.Writer, rq web.Request) error {
	values := rq.URL.Query()
	q, bad := queryOf(values)
	n := web.PageOf(values)
	q.Offset = (n - 1) * billstore.ListPage
	l, err := r.Store.Invoices(rq.Context(), rq.Actor, q)
	if err != nil {
		return err
	}
	i, err := r.Store.Issuer(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := listPage{Shell: rq.Shell(rq.T("bill.list.title")), Client: q.Client, Order: q.Order, Month: values.Get("month"), State: string(q.State), Words: q.Words, Keep: rq.Actor.Can(bill.MayKeep), Book: rq.Actor.Can(bill.MayBook), Issuer: i.Name != "",
		Sum: rq.Lang.Yen(l.Gross), Left: rq.Lang.Yen(l.Left), Late: rq.Lang.Yen(l.Late), LateN: l.LateN, Unbilled: l.Unbilled, Any: len(values) > 0, Once: id.Make(), Total: l.Total}
	values.Del("p")
	p.Query, p.Pager = values.Encode(), ui.Pager{Page: n, Size: billstore.ListPage, Total: l.Total, Base: rq.Lang.Path("/staff/invoices") + "?" + values.Encode() + "&p="}
	if bad {
		p.MonthBad = rq.T("bill.field.month_form")
	}
	if p.Clients, err = r.clients(rq); err != nil {
		return err
	}
	for _, s := range append([]bill.State{billstore.Overdue}, bill.States...) {
		n := l.Counts[s]
		if s == billstore.Overdue {
			n = l.LateN
		}
		p.States = append(p.States, ui.Option{Value: string(s), Label: rq.T("bill.list.state_n", "state", rq.T("bill.state."+string(s)), "n", n)})
	}
	for _, v := range l.Rows {
		p.Rows = append(p.Rows, listRowOf(rq, v))
	}
	return w.Page(listView(p))
}

func listRowOf(rq web.Request, v bill.Invoice) listRow {
	l := rq.Lang
	x := listRow{Href: l.Path("/staff/invoices/" + v.ID), No: v.No(), Client: v.ClientName, ClientHref: l.Path("/staff/clients/" + v.Client), Until: l.DateYear(v.Until), Due: l.DateYear(v.Due), Gross: l.Yen(v.Totals.Gross), Tag: tagOf(l, v, rq.Today())}
	if v.State == bill.Draft {
		x.No = l.T("bill.state.draft")
	} else {
		x.Left = l.Yen(v.Left())
	}
	return x
}

// clients are the hub's clients to pick from.
func (r *Rooms) clients(rq web.Request) ([]ui.Option, error) {
	rows, err := r.Orders.Clients(rq.Context(), rq.Actor, "")
	var out []ui.Option
	for _, c := range rows {
		out = append(out, ui.Option{Value: c.ID, Label: c.Name})
	}
	return out, err
}

// sheet is the list as a table for an office.
func (r *Rooms) sheet(w web.Writer, rq web.Request) error {
	q, _ := queryOf(rq.URL.Query())
	q.All = true
	l, err := r.Store.Invoices(rq.Context(), rq.Actor, q)
	if err != nil {
		return err
	}
	t := sheet.Table{Name: rq.T("bill.list.title")}
	var heads []string
	for _, k := range []string{"no", "client", "kind", "until", "issued", "due", "state", "net", "tax", "gross", "got", "credited", "left"} {
		heads = append(heads, rq.T("bill."+k))
	}
	t.Lines = append(t.Lines, sheet.Head(heads...))
	for _, v := range l.Rows {
		no, left := v.No(), v.Left()
		if v.State == bill.Draft {
			no, left = "", 0
		}
		t.Lines = append(t.Lines, []any{no, v.ClientName, rq.T("bill.kind." + string(v.Kind)), v.Until, v.IssuedOn, v.Due, tagOf(rq.Lang, v, rq.Today()).Word,
			int64(v.Totals.Net), int64(v.Totals.Tax), int64(v.Totals.Gross), int64(v.Got), int64(v.Credited), int64(left)})
	}
	return w.Sheet(path.Base(rq.URL.Path), t)
}

func (r *Rooms) propose(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	n, err := r.Store.Propose(rq.Context(), rq.Actor, rq.PostForm.Get("client"), true)
	if err != nil {
		return err
	}
	if n == 0 {
		return w.Say("info", "bill.said.nothing_to_bill").SeeOther("/staff/invoices")
	}
	return w.Say("ok", "bill.said.proposed", "n", n).SeeOther("/staff/invoices?state=draft")
}

// ofOrder leads from an order to the invoices it stands in.
func (r *Rooms) ofOrder(w web.Writer, rq web.Request) error {
	return w.SeeOther("/staff/invoices?order=" + url.QueryEscape(rq.PathValue("id")))
}

type issuerPage struct {
	ui.Shell
	Form    ui.Form
	Was     bill.IssuerForm
	Version string
	Warn    bool // a number whose check digit fails
	Unseen  bool // a number nobody looked up
}

func (r *Rooms) issuerForm(w web.Writer, rq web.Request) error {
	return r.issuerPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) issuerPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	i, err := r.Store.Issuer(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := issuerPage{Shell: rq.Shell(rq.T("bill.issuer.title")).WithErrors(f), Form: f, Version: f.Or("version", rq.Lang.Number(i.Version)), Was: typedIssuer(i)}
	if i.Version == 0 {
		p.Was.Rounding, p.Was.Hour, p.Was.Look = "floor", "1,800", "20"
	}
	p.Warn, p.Unseen = i.Registration != "" && !i.Registration.CheckDigitHolds(), i.Registration != "" && i.Verified.IsZero()
	return w.PageStatus(status, issuerView(p))
}

func typedIssuer(i bill.Issuer) bill.IssuerForm {
	return bill.IssuerForm{Name: i.Name, Address: i.Address, Phone: phone(i.Phone), Registration: string(i.Registration), Verified: i.Verified.String(), Rounding: string(i.Rounding), PayTo: i.PayTo, Hour: i.Hour.String(), Look: itoa(i.Look)}
}

func (r *Rooms) saveIssuer(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.SaveIssuer(rq.Context(), rq.Actor, version(rq), bill.IssuerForm{Name: f.Get("name"), Address: f.Get("address"), Phone: f.Get("phone"), Registration: f.Get("registration"), Verified: f.Get("verified"),
		Rounding: f.Get("rounding"), PayTo: f.Get("pay_to"), Hour: f.Get("hour"), Look: f.Get("look")})
	if err != nil {
		return w.Mend(err, func(f ui.Form) error { return r.issuerPage(w, rq, 422, f) })
	}
	return w.Say("ok", "bill.said.issuer").SeeOther("/staff/invoices/issuer")
}
