package booksweb

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

var errAccount = fault.New(fault.NotFound, "books.fault.no_account")

type ledgerPage struct {
	ui.Shell
	Tabs          []ui.NavItem
	From, To      string
	Rows          []balanceRow
	Debit, Credit string
	Months        []monthRow
}

type balanceRow struct{ Href, Name, Debit, Credit, Net string }

type monthRow struct {
	Month, Entries, State, Tag, Href string
}

// period is the days a page of the ledger is about: what was asked for, or the fiscal year.
func period(rq web.Request) (from, to when.Date, query string) {
	today := rq.Today()
	from, to = when.On(today.FiscalYear(), 4, 1), when.On(today.FiscalYear()+1, 3, 31)
	if d, err := when.ReadDate(rq.URL.Query().Get("from"), today); err == nil {
		from = d
	}
	if d, err := when.ReadDate(rq.URL.Query().Get("to"), today); err == nil && !d.Before(from) {
		to = d
	}
	return from, to, "?from=" + from.String() + "&to=" + to.String()
}

func (r *Rooms) ledger(w web.Writer, rq web.Request) error {
	from, to, query := period(rq)
	x, err := r.Store.Sheet(rq.Context(), rq.Actor, from, to)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := ledgerPage{Shell: rq.Shell(rq.T("books.ledger.title")), Tabs: tabs(rq, "/staff/books/ledger"), From: from.String(), To: to.String()}
	var debits, credits []yen.Amount
	for _, b := range x.Balances {
		net := b.Net()
		if !b.Account.Debit() {
			net = -net
		}
		debits, credits = append(debits, b.Debit), append(credits, b.Credit)
		p.Rows = append(p.Rows, balanceRow{l.Path("/staff/books/ledger/" + string(b.Account) + query), l.T("books.account." + string(b.Account)), l.Yen(b.Debit), l.Yen(b.Credit), l.Yen(net)})
	}
	p.Debit, p.Credit = l.Yen(sum(debits)), l.Yen(sum(credits))
	for _, m := range x.Months {
		row := monthRow{Month: m.Month, Entries: l.Number(m.Entries), State: l.T("books.month.open"), Tag: "info"}
		if !m.Locked.IsZero() {
			row.State, row.Tag = l.T("books.month.locked", "who", m.LockedBy, "when", l.DateYear(m.Locked.DateIn(rq.Hub.Loc))), "ok"
		} else if _, last, err := books.MonthDays(m.Month); err == nil && last.Before(rq.Today()) && rq.Actor.Can(books.MayKeep) {
			row.Href = l.Path("/staff/books/months/" + m.Month)
		}
		p.Months = append(p.Months, row)
	}
	return w.Page(ledgerView(p))
}

type accountPage struct {
	ui.Shell
	Name, Period, Net string
	Rows              []postingRow
	Pager             ui.Pager
}

type postingRow struct{ Href, On, Kind, Memo, Debit, Credit string }

func (r *Rooms) account(w web.Writer, rq web.Request) error {
	acc, l := books.Account(rq.PathValue("account")), rq.Lang
	if !slices.Contains(books.Accounts, acc) {
		return errAccount
	}
	from, to, query := period(rq)
	n := web.PageOf(rq.URL.Query())
	rows, total, net, err := r.Store.Postings(rq.Context(), rq.Actor, acc, from, to, (n-1)*pageSize, pageSize)
	if err != nil {
		return err
	}
	if !acc.Debit() {
		net = -net
	}
	name := l.T("books.account." + string(acc))
	p := accountPage{Shell: rq.Shell(name), Name: name, Period: l.T("books.period", "from", l.DateYear(from), "to", l.DateYear(to)), Net: l.Yen(net),
		Pager: ui.Pager{Page: n, Size: pageSize, Total: total, Base: l.Path("/staff/books/ledger/"+string(acc)) + query + "&p="}}
	for _, x := range rows {
		row := postingRow{Href: l.Path("/staff/books/entries/" + x.Entry), On: l.DateYear(x.On), Kind: l.T("books.entry." + x.Kind), Memo: x.Memo}
		row.Debit, row.Credit = sides(rq, x.Amount)
		p.Rows = append(p.Rows, row)
	}
	return w.Page(accountView(p))
}

// sides puts an amount on the left or on the right.
func sides(rq web.Request, a yen.Amount) (debit, credit string) {
	if a > 0 {
		return rq.Lang.Yen(a), ""
	}
	return "", rq.Lang.Yen(-a)
}

type entryPage struct {
	ui.Shell
	Kind, On, Memo, Ref, By string
	Rows                    []lineRow
}

type lineRow struct{ Account, Party, Order, Debit, Credit string }

func (r *Rooms) entry(w web.Writer, rq web.Request) error {
	e, names, err := r.Store.Entry(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	kind := l.T("books.entry." + e.Kind)
	p := entryPage{Shell: rq.Shell(kind + " " + e.Memo), Kind: kind, On: l.DateYear(e.On), Memo: e.Memo, Ref: r.ref(l, e.Ref), By: l.T("books.entry_by", "who", e.By, "when", l.DateYear(e.Made.DateIn(rq.Hub.Loc)))}
	for _, x := range e.Lines {
		row := lineRow{Account: l.T("books.account." + string(x.Account)), Party: names[x.Party]}
		if x.Order != "" {
			row.Order = l.Path("/staff/orders/" + x.Order)
		}
		row.Debit, row.Credit = sides(rq, x.Amount)
		p.Rows = append(p.Rows, row)
	}
	return w.Page(entryView(p))
}

type monthPage struct {
	ui.Shell
	Month string
}

// month asks once more before a month is closed for good.
func (r *Rooms) month(w web.Writer, rq web.Request) error {
	if _, _, err := books.MonthDays(rq.PathValue("month")); err != nil {
		return fault.New(fault.NotFound, "books.fault.no_month")
	}
	return w.Page(monthView(monthPage{Shell: rq.Shell(rq.T("books.month.title", "month", rq.PathValue("month"))), Month: rq.PathValue("month")}))
}

func (r *Rooms) lock(w web.Writer, rq web.Request) error {
	if err := r.Store.Lock(rq.Context(), rq.Actor, rq.PathValue("month")); err != nil {
		return err
	}
	return w.Say("ok", "books.month.done", "month", rq.PathValue("month")).SeeOther("/staff/books/ledger")
}
