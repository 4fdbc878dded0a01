package billweb

import (
	"github.com/a-h/templ"

	"hiroba/internal/bill"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type windowPage struct {
	ui.Shell
	Client, Back, Open string
	Owing              bool
	Rows               []windowRow
}

type windowRow struct {
	Href, PDF, No, Gross, Due, Left string
	Tag                             stateTag
	Owing                           bool
}

func (r *Rooms) windowOf(rq web.Request) (windowPage, error) {
	token, l := rq.PathValue("token"), rq.Lang
	x, err := r.Store.WindowOf(rq.Context(), rq.Actor, token)
	p := windowPage{Shell: rq.Shell(l.T("bill.window.title")), Client: x.Client, Back: l.Path("/window/" + token), Open: l.Yen(x.Open), Owing: x.Open > 0}
	p.NoIndex = true
	for _, v := range x.Rows {
		p.Rows = append(p.Rows, windowRowOf(rq, token, v))
	}
	return p, err
}

func windowRowOf(rq web.Request, token string, v bill.Invoice) windowRow {
	l := rq.Lang
	href := l.Path("/window/" + token + "/invoices/" + v.ID)
	return windowRow{Href: href, PDF: href + "/paper.pdf", No: named(l, v), Gross: l.Yen(v.Totals.Gross), Due: l.DateYear(v.Due), Left: l.Yen(v.Left()), Tag: tagOf(l, v, rq.Today()), Owing: v.Left() > 0}
}

func (r *Rooms) window(w web.Writer, rq web.Request) error {
	p, err := r.windowOf(rq)
	if err != nil {
		return shut(w, rq, err)
	}
	return w.Page(windowView(p))
}

// Beside is what the first page of a client's window says of invoices; nil while there is none.
func (r *Rooms) Beside(rq web.Request, token string) (templ.Component, error) {
	p, err := r.windowOf(rq)
	if err != nil || len(p.Rows) == 0 {
		return nil, err
	}
	return besideView(p, rq.Lang.Path("/window/"+token+"/invoices")), nil
}

func (r *Rooms) windowInvoice(w web.Writer, rq web.Request) error {
	token := rq.PathValue("token")
	x, err := r.Store.InWindow(rq.Context(), rq.Actor, token, rq.PathValue("id"))
	if err != nil {
		return shut(w, rq, err)
	}
	p := pageOf(rq, x, "/window/"+token+"/invoices/"+x.ID)
	p.NoIndex = true
	for i := range p.Lines {
		p.Lines[i].RowsHref = ""
		if x.Lines[i].Order == "" {
			continue
		}
		p.Lines[i].OrderHref, p.Lines[i].DeliveryHref = rq.Lang.Path("/window/"+token+"/orders/"+x.Lines[i].Order), rq.Lang.Path("/window/"+token+"/orders/"+x.Lines[i].Order+"/deliveries/"+itoa(x.Lines[i].Delivery))
	}
	for _, rows := range [][]eventRow{p.Receipts, p.Credits} {
		for i := range rows {
			rows[i].By = "" // who entered it is the hub's own business
		}
	}
	for i := range p.Receipts {
		p.Receipts[i].Words = "" // and so is what they wrote beside it
	}
	return w.Page(windowInvoiceView(p, rq.Lang.Path("/window/"+token), rq.Lang.Path("/window/"+token+"/invoices")))
}

func (r *Rooms) windowPaper(w web.Writer, rq web.Request) error {
	name, body, err := r.Store.PaperInWindow(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"), rq.PathValue("credit"))
	if err != nil {
		return shut(w, rq, err)
	}
	return w.File(name, "application/pdf", body, false)
}
