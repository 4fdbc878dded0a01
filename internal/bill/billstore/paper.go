package billstore

import (
	"strings"
	"time"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/hub"
	"hiroba/internal/lib/paper"
	"hiroba/internal/lib/tax"
	"hiroba/internal/platform/i18n"
)

// paperLang is the language of what goes to a client: the papers of Japanese tax law.
var paperLang = i18n.JA

// invoicePaper draws an invoice. The same invoice gives the same bytes: its day of issue
// is the paper's date.
func invoicePaper(h hub.Hub, v bill.Invoice) ([]byte, error) {
	l := paperLang
	s := sheetOf(h, v, l)
	s.Title = l.T("bill.paper.title." + string(v.Kind))
	no := v.No()
	if v.State == bill.Draft {
		no = l.T("bill.state.draft")
	}
	s.Facts = [][2]string{{l.T("bill.paper.no"), no}, {l.T("bill.paper.issued"), l.DateYear(v.IssuedOn)}, {l.T("bill.paper.until"), l.DateYear(v.Until)}}
	s.Lead = l.T("bill.paper.lead." + string(v.Kind))
	s.Label, s.Big = l.T("bill.paper.total."+string(v.Kind)), l.Yen(v.Totals.Gross)
	s.Beside = [][2]string{{l.T("bill.paper.due"), l.DateYear(v.Due)}, {l.T("bill.paper.pay_to"), v.By.PayTo}}
	if v.Kind == bill.Internal {
		s.Beside = [][2]string{{l.T("bill.paper.due"), l.DateYear(v.Due)}}
	}
	for _, x := range v.Lines {
		s.Lines = append(s.Lines, paperLine(l, v.Kind, x, x.Quantity, x.Price, x.Amount))
	}
	s.Sums, s.Total = sumsOf(l, v.Kind, v.Totals), [2]string{l.T("bill.paper.total." + string(v.Kind)), l.Yen(v.Totals.Gross)}
	s.Notes = notesOf(l, v)
	s.Created = created(v.IssuedOn, h)
	return paper.Invoice(s)
}

// creditPaper draws a credit note: what is taken back, of which invoice, and why.
func creditPaper(h hub.Hub, v bill.Invoice, c bill.Credit) ([]byte, error) {
	l := paperLang
	s := sheetOf(h, v, l)
	s.Title = l.T("bill.paper.credit_title." + string(v.Kind))
	s.Facts = [][2]string{{l.T("bill.paper.no"), c.No()}, {l.T("bill.paper.issued"), l.DateYear(c.On)}, {l.T("bill.paper.of"), v.No()}}
	s.Lead = l.T("bill.paper.credit_lead", "no", v.No(), "day", l.DateYear(v.IssuedOn))
	s.Label, s.Big = l.T("bill.paper.credit_total"), l.Yen(c.Totals.Gross)
	// The reason may be long: notes go on over the pages, what stands beside the sum does not.
	s.NotesHead, s.Notes = l.T("bill.paper.reason"), strings.Split(c.Reason, "\n")
	by := map[int]bill.Line{}
	for _, x := range v.Lines {
		by[x.No] = x
	}
	for _, x := range c.Lines {
		s.Lines = append(s.Lines, paperLine(l, v.Kind, by[x.No], 1, 0, x.Amount))
	}
	s.Sums, s.Total = sumsOf(l, v.Kind, c.Totals), [2]string{l.T("bill.paper.credit_total"), l.Yen(c.Totals.Gross)}
	s.Created = created(c.On, h)
	return paper.Invoice(s)
}

// created is the date written into the file.
func created(d when.Date, h hub.Hub) time.Time { return d.At(9*60, h.Zone()).Time() }

// sheetOf is what an invoice and its credit notes have in common.
func sheetOf(h hub.Hub, v bill.Invoice, l i18n.Lang) paper.InvoiceSheet {
	s := paper.InvoiceSheet{Hue: h.Hue, Author: v.By.Name, Foot: l.T("bill.paper.foot", "hub", h.Name, "phone", ja.PhoneShow(v.By.Phone)), Continued: l.T("bill.paper.continued"), NotesHead: l.T("bill.paper.notes"),
		Head: []string{l.T("bill.paper.col_date"), l.T("bill.paper.col_what"), l.T("bill.paper.col_quantity"), l.T("bill.paper.col_price"), l.T("bill.paper.col_amount")}}
	s.To = []string{l.T("bill.paper.to", "name", v.To.Name)}
	for _, x := range []string{v.To.Address, v.To.Contact} {
		if x != "" {
			s.To = append(s.To, x)
		}
	}
	if v.To.Contact != "" {
		s.To[len(s.To)-1] = l.T("bill.paper.to_person", "name", v.To.Contact)
	}
	if v.To.BudgetLine != "" {
		s.To = append(s.To, l.T("bill.paper.budget", "year", v.To.FiscalYear, "line", v.To.BudgetLine))
	}
	s.From = []string{v.By.Name, v.By.Address}
	if v.By.Phone != "" {
		s.From = append(s.From, l.T("bill.paper.phone", "phone", ja.PhoneShow(v.By.Phone)))
	}
	if v.Kind == bill.Qualified {
		s.From = append(s.From, l.T("bill.paper.registration", "no", string(v.By.Registration)))
	}
	return s
}

func paperLine(l i18n.Lang, k bill.Kind, x bill.Line, quantity int, price yen.Sen, amount yen.Amount) paper.InvoiceLine {
	out := paper.InvoiceLine{Date: bill.Slashed(x.Supplied), What: x.Title, Quantity: l.Number(quantity), Amount: l.Yen(amount)}
	if price > 0 {
		out.Price = l.T("bill.yen_unit", "yen", price.String())
	} else {
		out.Quantity = ""
	}
	if price > 0 && x.Unit != "" {
		out.Quantity = l.T("orders.volume."+x.Unit, "n", quantity)
	}
	if x.Reduced() && k != bill.Internal {
		out.What += " ※"
	}
	var small []string
	if x.Order != "" {
		small = append(small, l.T("bill.paper.order", "no", x.OrderNo, "delivery", x.Delivery))
	}
	if x.PO != "" {
		small = append(small, l.T("bill.paper.po", "no", x.PO))
	}
	out.Small = strings.Join(small, "　")
	return out
}

// sumsOf are the sums by rate: fields 4 and 5 of a qualified invoice.
func sumsOf(l i18n.Lang, k bill.Kind, t tax.Totals) (out [][2]string) {
	if k == bill.Internal {
		return [][2]string{{l.T("bill.paper.sum_internal"), l.Yen(t.Net)}}
	}
	for _, g := range t.Groups {
		if g.Rate == 0 {
			out = append(out, [2]string{l.T("bill.paper.sum_free"), l.Yen(g.Net)})
			continue
		}
		rate := g.Rate.String()
		out = append(out, [2]string{l.T("bill.paper.sum_net", "rate", rate), l.Yen(g.Net)}, [2]string{l.T("bill.paper.sum_tax", "rate", rate), l.Yen(g.Tax)})
	}
	return out
}

func notesOf(l i18n.Lang, v bill.Invoice) (out []string) {
	reduced := false
	for _, x := range v.Lines {
		reduced = reduced || x.Reduced()
	}
	if reduced {
		out = append(out, l.T("bill.paper.reduced"))
	}
	if v.Kind == bill.Internal {
		out = append(out, l.T("bill.paper.internal"))
	}
	if v.Note != "" {
		out = append(out, strings.Split(v.Note, "\n")...)
	}
	return out
}
