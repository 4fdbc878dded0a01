package billweb

import (
	"strconv"

	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/books"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
	"hiroba/internal/work"
)

func itoa(n int) string { return strconv.Itoa(n) }

func phone(s string) string { return ja.PhoneShow(s) }

// invoicePage is the page of a draft or of an invoice, for staff and in a window.
type invoicePage struct {
	ui.Shell
	Form                                         ui.Form
	sent                                         string
	Base, Title, Client, ClientHref, Version     string
	PDF, Big, Left, Kind, Once, Today            string
	Tag                                          stateTag
	Facts                                        [][2]string
	Lines                                        []lineRow
	Sums                                         [][2]string
	Total                                        string
	Draft, Keep, Approve, Issuer, Internal, Paid bool
	Law                                          string // a sentence about the law's last day
	LawBad                                       bool
	To                                           bill.Recipient
	Note                                         string
	Credits, Receipts, Reminders                 []eventRow
	GiveUp                                       *giveUpRow
	Advance                                      string
	Next                                         int
	Ledger                                       string
	Classes                                      []ui.Option
}

func (p invoicePage) form(name string) ui.Form {
	if name == p.sent {
		return p.Form
	}
	return ui.Form{}
}

type lineRow struct {
	No                                                                        int
	Title, Order, OrderHref, Delivery, DeliveryHref, Supplied, Quantity, Unit string
	RowsHref, Amount, Rate, Credited, Remove, PO                              string
}

// eventRow is one thing that came of an invoice.
type eventRow struct{ On, What, Amount, Words, By, Href, Note string } // Note is the way to the receipt for it

type giveUpRow struct {
	Amount, Reason, By, On string
	Mine, Done             bool
}

func (r *Rooms) invoice(w web.Writer, rq web.Request) error {
	return r.page(w, rq, 200, ui.Form{}, "")
}

func (r *Rooms) page(w web.Writer, rq web.Request, status int, f ui.Form, sent string) error {
	x, err := r.Store.Invoice(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	p := pageOf(rq, x, "/staff/invoices/"+x.ID)
	p.Form, p.sent, p.Shell = f, sent, p.WithErrors(f)
	p.Keep, p.Approve = rq.Actor.Can(bill.MayKeep), rq.Actor.Can(bill.MayApprove)
	p.Once = f.Or("once", id.Make())
	p.ways(rq, x)
	if x.State == bill.Draft {
		return w.PageStatus(status, draftView(p))
	}
	return w.PageStatus(status, issuedView(p))
}

// pageOf is what staff and the client see alike.
func pageOf(rq web.Request, x billstore.Full, base string) invoicePage {
	l := rq.Lang
	p := invoicePage{Shell: rq.Shell(named(l, x.Invoice)), Base: l.Path(base), Title: named(l, x.Invoice), Client: x.ClientName, Version: itoa(x.Version), PDF: l.Path(base + "/paper.pdf"), Big: l.Yen(x.Totals.Gross), Left: l.Yen(x.Left()),
		Kind: l.T("bill.kind." + string(x.Kind)), Today: x.Today.String(), Tag: tagOf(l, x.Invoice, x.Today), Draft: x.State == bill.Draft, Issuer: x.By.Name != "", Internal: x.Kind == bill.Internal, Paid: x.Left() <= 0, To: x.To, Note: x.Note, Total: l.Yen(x.Totals.Gross)}
	p.Facts = factsOf(l, x)
	for _, line := range x.Lines {
		p.Lines = append(p.Lines, lineRowOf(l, x.Invoice, line))
	}
	p.Sums = sumsOf(l, x.Totals)
	p.came(l, x, base)
	return p
}

// sumsOf are the sums by rate.
func sumsOf(l i18n.Lang, t tax.Totals) (out [][2]string) {
	for _, g := range t.Groups {
		if g.Rate == 0 {
			out = append(out, [2]string{l.T("bill.sum_free"), l.Yen(g.Net)})
			continue
		}
		out = append(out, [2]string{l.T("bill.sum_net", "rate", g.Rate.String()), l.Yen(g.Net)}, [2]string{l.T("bill.sum_tax", "rate", g.Rate.String()), l.Yen(g.Tax)})
	}
	return out
}

func factsOf(l i18n.Lang, x billstore.Full) (out [][2]string) {
	add := func(key, value string) {
		if value != "" {
			out = append(out, [2]string{l.T("bill." + key), value})
		}
	}
	add("to", x.To.Name)
	add("kind", l.T("bill.kind."+string(x.Kind)))
	if x.To.BudgetLine != "" {
		add("budget", l.T("bill.paper.budget", "year", x.To.FiscalYear, "line", x.To.BudgetLine))
	}
	add("until", day(l, x.Until))
	add("issued", day(l, x.IssuedOn))
	add("due", day(l, x.Due))
	if x.Kind == bill.Qualified {
		add("registration", string(x.By.Registration))
	}
	if x.Kind != bill.Internal {
		add("pay_to", x.By.PayTo)
	}
	return out
}

func lineRowOf(l i18n.Lang, v bill.Invoice, x bill.Line) lineRow {
	out := lineRow{No: x.No, Title: x.Title, Supplied: l.DateShort(x.Supplied), Unit: l.T("bill.yen_unit", "yen", x.Price.String()), Quantity: l.Number(x.Quantity), Amount: l.Yen(x.Amount), PO: x.PO}
	if x.Unit != "" {
		out.Quantity = l.T("orders.volume."+x.Unit, "n", x.Quantity)
	}
	if x.Order != "" {
		out.Order, out.OrderHref = l.T("orders.no", "n", x.OrderNo), l.Path("/staff/orders/"+x.Order)
		out.RowsHref = out.OrderHref + "/work/pieces"
		out.Delivery, out.DeliveryHref = l.T("work.staff.delivery.no", "n", x.Delivery), out.OrderHref+"/work/delivery"
	}
	if r, err := x.Rate(); err == nil && r > 0 {
		out.Rate = l.T("bill.rate", "rate", r.String())
	}
	if x.Credited > 0 {
		out.Credited = l.T("bill.line_credited", "yen", l.Yen(x.Credited))
	}
	if v.State == bill.Draft {
		out.Remove = l.Path("/staff/invoices/" + v.ID + "/lines/" + itoa(x.No) + "/remove")
	}
	return out
}

// came puts together what came of an invoice: money, credit notes.
func (p *invoicePage) came(l i18n.Lang, x billstore.Full, base string) {
	for _, c := range x.Credits {
		p.Credits = append(p.Credits, eventRow{On: l.DateYear(c.On), What: l.T("bill.no_of", "no", c.No()), Amount: l.Yen(-c.Totals.Gross), Words: c.Reason, By: c.MadeBy, Href: l.Path(base + "/credits/" + c.ID + "/paper.pdf")})
	}
	for _, r := range x.Receipts {
		e := eventRow{On: l.DateYear(r.On), What: l.T("bill.came.receipt"), Amount: l.Yen(r.Amount), Words: r.Words, By: r.By}
		if x.Kind != bill.Internal {
			e.Note = l.Path(base + "/receipts/" + r.ID)
		}
		if r.Over > 0 {
			e.What = l.T("bill.came.over", "yen", l.Yen(r.Over))
		}
		if r.Fee > 0 {
			e.What = l.T("bill.came.fee", "yen", l.Yen(r.Fee))
		}
		p.Receipts = append(p.Receipts, e)
	}
	for _, r := range x.Uses {
		p.Receipts = append(p.Receipts, eventRow{On: l.DateYear(r.On), What: l.T("bill.came.advance"), Amount: l.Yen(r.Amount), By: r.By})
	}
}

// ways are what staff can do next with an invoice, and what they must know.
func (p *invoicePage) ways(rq web.Request, x billstore.Full) {
	l := rq.Lang
	p.ClientHref = l.Path("/staff/clients/" + x.Client)
	if len(x.Entries) > 0 && rq.Actor.Can(books.MaySee) {
		p.Ledger = l.Path("/staff/books/entries/" + x.Entries[0].ID)
	}
	if !x.LawLast.IsZero() {
		p.Law, p.LawBad = l.T("bill.law.last", "day", l.DateYear(x.LawLast)), x.PastLaw()
		if p.LawBad {
			p.Law = l.T("bill.law.past", "day", l.DateYear(x.LawLast), "due", l.DateYear(x.Due))
		}
		if x.Interest > 0 {
			p.Law, p.LawBad = l.T("bill.law.interest", "day", l.DateYear(x.LawLast), "yen", l.Yen(x.Interest)), true
		}
	}
	for _, r := range x.Reminders {
		how := "bill.came.called"
		if r.Mailed {
			how = "bill.came.mailed"
		}
		p.Reminders = append(p.Reminders, eventRow{On: l.DateYear(r.On), What: l.T("bill.came.reminder", "n", int(r.Step)), Words: l.T(how), By: r.By})
	}
	// A request about a claim that was paid meanwhile, or that was refused, asks nobody for anything.
	if n := len(x.GiveUps); n > 0 && (!x.GiveUps[n-1].Approved.IsZero() || x.GiveUps[n-1].Waits() && x.Left() > 0) {
		g := x.GiveUps[n-1]
		p.GiveUp = &giveUpRow{Amount: l.Yen(g.Amount), Reason: g.Reason, By: g.AskedBy, On: l.DateYear(g.Asked.DateIn(rq.Hub.Loc)), Mine: g.Asker == rq.Actor.Person, Done: !g.Approved.IsZero()}
	}
	if x.Advance > 0 && x.Left() > 0 {
		p.Advance = l.Yen(min(x.Advance, x.Left()))
	}
	p.Next = int(x.Next)
	for i := range p.Lines { // who may not open them reads their names
		if !rq.Actor.Can(work.MayRun) {
			p.Lines[i].DeliveryHref = ""
		}
		if !rq.Actor.Can(work.MayCheck) {
			p.Lines[i].RowsHref = ""
		}
	}
	p.Classes = ui.Options(l, "bill.class.", bill.Classes)
	if p.Internal {
		p.Classes = ui.Options(l, "bill.class.", bill.Classes[len(bill.Classes)-1:])
	}
}

func (r *Rooms) saveHead(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "head", "bill.said.draft", func() error {
		f := rq.PostForm
		return r.Store.SaveHead(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), bill.HeadForm{Name: f.Get("to_name"), Address: f.Get("to_address"), Contact: f.Get("to_contact"), BudgetLine: f.Get("budget_line"), Note: f.Get("note")})
	})
}

func (r *Rooms) addLine(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "line", "bill.said.draft", func() error {
		f := rq.PostForm
		return r.Store.AddLine(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), bill.LineForm{Title: f.Get("title"), Quantity: f.Get("quantity"), Price: f.Get("price"), Class: f.Get("class"), Supplied: f.Get("supplied")})
	})
}

func (r *Rooms) removeLine(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "", "bill.said.draft", func() error {
		return r.Store.RemoveLine(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), atoi(rq.PathValue("no")))
	})
}

func (r *Rooms) drop(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.Drop(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq)); err != nil {
		return err
	}
	return w.Say("ok", "bill.said.dropped").SeeOther("/staff/invoices")
}

func (r *Rooms) issue(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "issue", "bill.said.issued", func() error {
		return r.Store.Issue(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq))
	})
}

func (r *Rooms) receive(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "receipt", "bill.said.received", func() error {
		f := rq.PostForm
		return r.Store.ReceiveByHand(rq.Context(), rq.Actor, rq.PathValue("id"), f.Get("once"), bill.ReceiptForm{On: f.Get("on"), Amount: f.Get("amount"), Words: f.Get("words")})
	})
}

func (r *Rooms) useAdvance(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "", "bill.said.advance", func() error {
		return r.Store.UseAdvance(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq))
	})
}

func (r *Rooms) remind(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "", "bill.said.reminded", func() error {
		return r.Store.Remind(rq.Context(), rq.Actor, rq.PathValue("id"), atoi(rq.PostForm.Get("step")))
	})
}

func (r *Rooms) askGiveUp(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "give_up", "bill.said.give_up_asked", func() error {
		return r.Store.AskGiveUp(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), bill.GiveUpForm{Reason: rq.PostForm.Get("reason")})
	})
}

func (r *Rooms) approveGiveUp(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "", "bill.said.gave_up", func() error {
		return r.Store.ApproveGiveUp(rq.Context(), rq.Actor, rq.PathValue("id"))
	})
}

func (r *Rooms) refuseGiveUp(w web.Writer, rq web.Request) error {
	return r.ask(w, rq, "", "bill.said.give_up_refused", func() error {
		return r.Store.RefuseGiveUp(rq.Context(), rq.Actor, rq.PathValue("id"))
	})
}

// paper is an invoice's own paper from the archive, or what a draft would look like.
func (r *Rooms) paper(w web.Writer, rq web.Request) error {
	name, body, err := r.Store.Paper(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.File(name, "application/pdf", body, false)
}

func (r *Rooms) creditPaper(w web.Writer, rq web.Request) error {
	name, body, err := r.Store.CreditPaper(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("credit"))
	if err != nil {
		return err
	}
	return w.File(name, "application/pdf", body, false)
}

type creditPage struct {
	ui.Shell
	Form                  ui.Form
	Base, Title, Version  string
	Client, Gross, Credit string
	Lines                 []creditRow
}

type creditRow struct{ Field, Title, Amount, Left string }

func (r *Rooms) creditForm(w web.Writer, rq web.Request) error {
	return r.creditPage(w, rq, 200, ui.Form{})
}

func (r *Rooms) creditPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.Invoice(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := creditPage{Shell: rq.Shell(l.T("bill.credit.title")).WithErrors(f), Form: f, Base: l.Path("/staff/invoices/" + x.ID), Title: named(l, x.Invoice), Version: f.Or("version", itoa(x.Version)), Client: x.ClientName, Gross: l.Yen(x.Totals.Gross)}
	for _, line := range x.Lines {
		p.Lines = append(p.Lines, creditRow{bill.LineField(line.No), line.Title, l.Yen(line.Amount), line.Left().String()})
	}
	return w.PageStatus(status, creditView(p))
}

func (r *Rooms) credit(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := bill.CreditForm{Reason: rq.PostForm.Get("reason"), Amounts: map[int]string{}}
	for name := range rq.PostForm {
		if len(name) > 4 && name[:4] == "line" {
			f.Amounts[atoi(name[4:])] = rq.PostForm.Get(name)
		}
	}
	if err := r.Store.Credit(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), f); err != nil {
		return w.Mend(err, func(f ui.Form) error { return r.creditPage(w, rq, 422, f) })
	}
	return w.Say("ok", "bill.said.credited").SeeOther("/staff/invoices/" + rq.PathValue("id"))
}
