package payweb

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"hiroba/internal/base/id"
	"hiroba/internal/lib/paper"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/pay"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type nextView struct {
	Lang                      i18n.Lang
	Day, Amount, Account, How string
	Href                      string
}

type moneyPage struct {
	ui.Shell
	Next                     nextView
	Month, SoFar, Waiting    string
	Pieces                   string
	Asks                     []doneView
	Rows                     []statementRow
	Year                     string
	Fees, Paid, Held, Spent  string
	Most, Left               string
	Percent                  int
	Over                     bool
	Work, Book, Sheet, Limit string
}

// doneView is a month with the button 今月はこれで全部.
type doneView struct {
	Month, Name string
	Done        bool
}

type statementRow struct {
	Href, Month, No, Amount, Due, State, Tag, Who, Version string
	Credit                                                 string // that its input tax waits for her word, for staff
	Open                                                   bool
}

func rowOf(rq web.Request, x pay.Statement, base string) statementRow {
	l := rq.Lang
	row := statementRow{Href: l.Path(base + x.ID), Month: paystore.MonthName(l, x.Month), No: x.No, Amount: l.Yen(x.Transfer), Due: l.Date(x.Due), State: l.T("pay.state." + string(x.State)), Tag: stateTag(x.State), Who: x.WorkerName, Open: x.Disputes > 0}
	if x.Version > 1 {
		row.Version = l.T("pay.paper.version_of", "n", x.Version)
	}
	if x.Failed != "" {
		row.State, row.Tag = l.T("pay.list.failed"), "bad"
	}
	if x.Waits() {
		row.Credit = l.T("pay.list.no_credit")
	}
	return row
}

// nextOf is the next payment in one line: when, how much, where to.
func nextOf(rq web.Request, m paystore.Coming) nextView {
	l := rq.Lang
	v := nextView{Lang: l, Href: l.Path("/my/money")}
	switch {
	case m.Next != nil:
		v.Day, v.Amount, v.Href = l.Date(m.Next.Due), l.Yen(m.Next.Open()), l.Path("/my/money/"+m.Next.ID)
		v.How = l.T("pay.next.statement", "month", paystore.MonthName(l, m.Next.Month))
		if m.Next.Last3 != "" {
			v.Account = l.T("pay.account", "bank", m.Next.BankName, "branch", m.Next.Branch, "last", m.Next.Last3)
		} else {
			v.Account = l.T("pay.next.no_account")
		}
	case m.Expected > 0:
		v.Day, v.Amount, v.How = l.Date(m.ExpectedOn), l.Yen(m.Expected), l.T("pay.next.expected")
	}
	return v
}

// Brief is the next payment on a worker's home; nothing where nothing comes.
func (r *Rooms) Brief(rq web.Request) (templ.Component, error) {
	if !rq.Actor.Can(pay.MaySelf) {
		return nil, nil
	}
	m, err := r.Store.MyNext(rq.Context(), rq.Actor)
	if err != nil {
		return nil, err
	}
	if v := nextOf(rq, m); v.Amount != "" {
		return brief(v), nil
	}
	return nil, nil
}

func (r *Rooms) money(w web.Writer, rq web.Request) error {
	m, err := r.Store.MyMoney(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	l := rq.Lang
	p := moneyPage{Shell: rq.Shell(rq.T("pay.my.title")), Next: nextOf(rq, m.Coming), Month: paystore.MonthName(l, m.Month), SoFar: l.Yen(m.SoFar), Pieces: l.T("pay.my.pieces", "n", m.Pieces), Year: strconv.Itoa(m.Year.Year),
		Fees: l.Yen(m.Year.Fees), Paid: l.Yen(m.Year.Paid), Held: l.Yen(m.Year.Withheld), Spent: l.Yen(m.Year.Spent), Work: l.Path("/my/work/results"), Book: l.Path("/my/money/book"), Sheet: l.Path("/my/money/year"), Limit: l.Path("/my/ceiling")}
	p.NoIndex = true
	if m.Waiting > 0 {
		p.Waiting = l.T("pay.my.waiting", "amount", l.Yen(m.Waiting))
	}
	if m.HasLast {
		p.Asks = append(p.Asks, doneView{m.Last, paystore.MonthName(l, m.Last), m.LastDone})
	}
	if m.Pieces > 0 {
		p.Asks = append(p.Asks, doneView{m.Month, paystore.MonthName(l, m.Month), m.Done})
	}
	if m.Year.Most > 0 {
		p.Most, p.Percent, p.Over = l.Yen(m.Year.Most), percent(m.Year.Fees, m.Year.Most), m.Year.Fees > m.Year.Most
		p.Left = l.T("pay.my.left", "left", l.Yen(m.Year.Most-m.Year.Fees), "most", p.Most)
		if p.Over {
			p.Left = l.T("pay.my.over", "most", p.Most)
		}
	}
	for _, x := range m.Statements {
		p.Rows = append(p.Rows, rowOf(rq, x, "/my/money/"))
	}
	return w.Page(moneyView(p))
}

func (r *Rooms) done(w web.Writer, rq web.Request) error {
	undo := rq.FormValue("undo") != ""
	if err := r.Store.Report(rq.Context(), rq.Actor, rq.FormValue("month"), !undo); err != nil {
		return err
	}
	key := "pay.said.done"
	if undo {
		key = "pay.said.undone"
	}
	return w.Say("ok", key).SeeOther("/my/money")
}

type bookPage struct {
	ui.Shell
	Form  ui.Form
	Once  string
	Kinds []ui.Option
	Year  string
	Rows  []expenseRow
	Sum   string
	Sheet string
}

type expenseRow struct{ ID, On, Kind, Amount, Note, Photo string }

func expenseOf(rq web.Request, x pay.Expense) expenseRow {
	row := expenseRow{ID: x.ID, On: rq.Lang.DateShort(x.On), Kind: rq.T("pay.expense.kind." + x.Kind), Amount: rq.Lang.Yen(x.Amount), Note: x.Note}
	if x.File != "" {
		row.Photo = rq.Lang.Path("/my/money/book/" + x.ID + "/photo")
	}
	return row
}

func (r *Rooms) bookPage(w web.Writer, rq web.Request, code int, f ui.Form) error {
	y, err := r.Store.MyYear(rq.Context(), rq.Actor, rq.Today().Year())
	if err != nil {
		return err
	}
	p := bookPage{Shell: rq.Shell(rq.T("pay.book.title")).WithErrors(f), Form: f, Once: f.Or("once", id.Make()), Kinds: ui.Options(rq.Lang, "pay.expense.kind.", pay.ExpenseKinds), Year: strconv.Itoa(y.Year), Sum: rq.Lang.Yen(y.Spent), Sheet: rq.Lang.Path("/my/money/year")}
	for i := len(y.Expenses) - 1; i >= 0; i-- {
		p.Rows = append(p.Rows, expenseOf(rq, y.Expenses[i]))
	}
	return w.PageStatus(code, bookView(p))
}

func (r *Rooms) book(w web.Writer, rq web.Request) error {
	return r.bookPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) spend(w web.Writer, rq web.Request) error {
	_, photo, err := rq.Upload("photo", pay.PhotoMost)
	if err != nil {
		return err
	}
	f := pay.ExpenseForm{On: rq.FormValue("on"), Kind: rq.FormValue("kind"), Amount: rq.FormValue("amount"), Note: rq.FormValue("note")}
	err = r.Store.Spend(rq.Context(), rq.Actor, f, photo, rq.FormValue("once"))
	if err == nil {
		return w.Say("ok", "pay.said.spent").SeeOther("/my/money/book")
	}
	return w.Mend(err, func(f ui.Form) error { return r.bookPage(w, rq, http.StatusUnprocessableEntity, f) })
}

func (r *Rooms) unspend(w web.Writer, rq web.Request) error {
	if err := r.Store.Unspend(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return err
	}
	return w.Say("ok", "pay.said.unspent").SeeOther("/my/money/book")
}

func (r *Rooms) photo(w web.Writer, rq web.Request) error {
	media, body, err := r.Store.ReceiptPhoto(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Content-Type", media)
	http.ServeContent(w, rq.Request, "", time.Time{}, bytes.NewReader(body))
	return nil
}

type yearPage struct {
	ui.Shell
	Year                    string
	Other                   []ui.NavItem
	Fees, Paid, Held, Spent string
	Payments                []yearRow
	Kinds                   [][2]string
	PDF, CSV                string
}

type yearRow struct{ Href, On, What, Gross, Held, Money string }

// yearAsked is the year of the sheet: this one, or the one asked for.
func yearAsked(rq web.Request) int {
	if y := intOf(rq.URL.Query().Get("y")); y >= 2020 && y <= rq.Today().Year() {
		return y
	}
	return rq.Today().Year()
}

func (r *Rooms) year(w web.Writer, rq web.Request) error {
	y, err := r.Store.MyYear(rq.Context(), rq.Actor, yearAsked(rq))
	if err != nil {
		return err
	}
	l := rq.Lang
	q := "?y=" + strconv.Itoa(y.Year)
	p := yearPage{Shell: rq.Shell(l.T("pay.year.title", "year", strconv.Itoa(y.Year))), Year: strconv.Itoa(y.Year), Fees: l.Yen(y.Fees), Paid: l.Yen(y.Paid), Held: l.Yen(y.Withheld), Spent: l.Yen(y.Spent), PDF: l.Path("/my/money/year.pdf") + q, CSV: l.Path("/my/money/year.csv") + q}
	p.NoIndex = true
	for n := rq.Today().Year(); n > rq.Today().Year()-3; n-- {
		p.Other = append(p.Other, ui.NavItem{Href: l.Path("/my/money/year") + "?y=" + strconv.Itoa(n), Label: l.T("pay.year.name", "year", strconv.Itoa(n)), Current: n == y.Year})
	}
	for _, x := range y.Payments {
		p.Payments = append(p.Payments, yearRow{l.Path("/my/money/" + x.Statement), l.DateShort(x.On), l.T("pay.year.of", "month", paystore.MonthName(l, x.Month), "no", x.No), l.Yen(x.Gross), l.Yen(x.Withheld), l.Yen(x.Money)})
	}
	p.Kinds = kindSums(rq, y)
	return w.Page(yearView(p))
}

func kindSums(rq web.Request, y paystore.YearSheet) (out [][2]string) {
	for _, k := range pay.ExpenseKinds {
		if a := y.ByKind[k]; a > 0 {
			out = append(out, [2]string{rq.T("pay.expense.kind." + k), rq.Lang.Yen(a)})
		}
	}
	return out
}

func (r *Rooms) yearPDF(w web.Writer, rq web.Request) error {
	y, err := r.Store.MyYear(rq.Context(), rq.Actor, yearAsked(rq))
	if err != nil {
		return err
	}
	l := rq.Lang
	g := &paper.Grid{Head: []string{l.T("pay.year.on"), l.T("pay.year.what"), l.T("pay.year.gross"), l.T("pay.year.held"), l.T("pay.year.money")}, Weights: []float64{2, 4, 2, 2, 2}}
	for _, x := range y.Payments {
		g.Lines = append(g.Lines, []string{l.DateYear(x.On), l.T("pay.year.of", "month", paystore.MonthName(l, x.Month), "no", x.No), l.Yen(x.Gross), l.Yen(x.Withheld), l.Yen(x.Money)})
	}
	b, err := paper.Letter(paper.LetterSheet{Hub: rq.Hub.Name, Title: l.T("pay.year.title", "year", strconv.Itoa(y.Year)), Sub: y.Name, Created: rq.Now.Time(), Foot: l.T("pay.year.note"), Blocks: []paper.LetterBlock{
		{Rows: [][2]string{{l.T("pay.year.fees"), l.Yen(y.Fees)}, {l.T("pay.year.paid"), l.Yen(y.Paid)}, {l.T("pay.year.held_sum"), l.Yen(y.Withheld)}, {l.T("pay.year.spent"), l.Yen(y.Spent)}}},
		{Heading: l.T("pay.year.payments"), Grid: g}, {Heading: l.T("pay.year.spent"), Rows: kindSums(rq, y)}, {Text: l.T("pay.year.note")}}})
	if err != nil {
		return err
	}
	return w.File(l.T("pay.year.file", "year", strconv.Itoa(y.Year))+".pdf", "application/pdf", b, true)
}

func (r *Rooms) yearCSV(w web.Writer, rq web.Request) error {
	y, err := r.Store.MyYear(rq.Context(), rq.Actor, yearAsked(rq))
	if err != nil {
		return err
	}
	t := sheet.Table{Lines: [][]any{sheet.Head(rq.T("pay.year.on"), rq.T("pay.year.what"), rq.T("pay.year.gross"), rq.T("pay.year.held"), rq.T("pay.year.money"), rq.T("pay.year.spent"))}}
	for _, x := range y.Payments {
		t.Lines = append(t.Lines, []any{x.On, x.No, x.Gross, x.Withheld, x.Money, ""})
	}
	for _, x := range y.Expenses {
		t.Lines = append(t.Lines, []any{x.On, rq.T("pay.expense.kind."+x.Kind) + " " + x.Note, "", "", "", x.Amount})
	}
	return w.Sheet(strconv.Itoa(y.Year)+".csv", t)
}
