// Package billweb has the pages of what clients owe: invoices and what comes of them for
// staff, the invoices in a client's window, margins, and the hub's profit and loss.
package billweb

import (
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store  *billstore.Store
	Orders *ordersstore.Store
}

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	see, keep := web.Need(bill.MaySee), web.Need(bill.MayKeep)
	rt.Handle("GET /staff/invoices", see, r.list)
	rt.Handle("GET /staff/invoices.xlsx", see, r.sheet)
	rt.Handle("GET /staff/invoices.csv", see, r.sheet)
	rt.Handle("POST /staff/invoices/propose", keep, r.propose)
	rt.Handle("GET /staff/orders/{id}/invoices", see, r.ofOrder)
	rt.Handle("GET /staff/invoices/{id}", see, r.invoice)
	rt.Handle("GET /staff/invoices/{id}/paper.pdf", see, r.paper)
	rt.Handle("GET /staff/invoices/{id}/credits/{credit}/paper.pdf", see, r.creditPaper)
	rt.Handle("POST /staff/invoices/{id}/head", keep, r.saveHead)
	rt.Handle("POST /staff/invoices/{id}/lines", keep, r.addLine)
	rt.Handle("POST /staff/invoices/{id}/lines/{no}/remove", keep, r.removeLine)
	rt.Handle("POST /staff/invoices/{id}/drop", keep, r.drop)
	rt.Handle("POST /staff/invoices/{id}/issue", keep, r.issue)
	rt.Handle("GET /staff/invoices/{id}/credit", keep, r.creditForm)
	rt.Handle("POST /staff/invoices/{id}/credit", keep, r.credit)
	rt.Handle("POST /staff/invoices/{id}/receipts", keep, r.receive)
	rt.Handle("GET /staff/invoices/{id}/receipts/{receipt}", see, r.note)
	rt.Handle("POST /staff/invoices/{id}/receipts/{receipt}/note", keep, r.giveNote)
	rt.Handle("GET /staff/invoices/{id}/receipts/{receipt}/note.pdf", see, r.notePaper)
	rt.Handle("POST /staff/invoices/{id}/advance", keep, r.useAdvance)
	rt.Handle("POST /staff/invoices/{id}/remind", keep, r.remind)
	rt.Handle("POST /staff/invoices/{id}/give-up", keep, r.askGiveUp)
	rt.Handle("POST /staff/invoices/{id}/give-up/approve", web.Need(bill.MayApprove), r.approveGiveUp)
	rt.Handle("POST /staff/invoices/{id}/give-up/refuse", web.Need(bill.MayApprove), r.refuseGiveUp)
	r.bookRoutes(rt)
	link := web.Public("a client opens their own window by a link, without an account")
	rt.Handle("GET /window/{token}/invoices", link, r.window)
	rt.Handle("GET /window/{token}/invoices/{id}", link, r.windowInvoice)
	rt.Handle("GET /window/{token}/invoices/{id}/paper.pdf", link, r.windowPaper)
	rt.Handle("GET /window/{token}/invoices/{id}/credits/{credit}/paper.pdf", link, r.windowPaper)
	rt.Handle("GET /window/{token}/invoices/{id}/receipts/{receipt}", link, r.windowNote)
	rt.Handle("POST /window/{token}/invoices/{id}/receipts/{receipt}/note", link, r.takeNote)
	rt.Handle("GET /window/{token}/invoices/{id}/receipts/{receipt}/note.pdf", link, r.windowNotePaper)
}

func (r *Rooms) bookRoutes(rt *web.Router) {
	book := web.Need(bill.MayBook)
	rt.Handle("GET /staff/invoices/issuer", book, r.issuerForm)
	rt.Handle("POST /staff/invoices/issuer", book, r.saveIssuer)
	rt.Handle("GET /staff/margins", book, r.margins)
	rt.Handle("GET /staff/margins.xlsx", book, r.marginSheet)
	rt.Handle("GET /staff/margins.csv", book, r.marginSheet)
	rt.Handle("GET /staff/profit", book, r.profit)
	rt.Handle("GET /staff/profit.xlsx", book, r.profitSheet)
	rt.Handle("GET /staff/profit.csv", book, r.profitSheet)
	rt.Handle("POST /staff/profit/plan", book, r.savePlan)
	rt.Handle("POST /staff/profit/costs", book, r.postCost)
	rt.Handle("GET /staff/profit/export", book, r.exportForm)
	rt.Handle("POST /staff/profit/export", book, r.export)
}

// day is a date in words, "" for none.
func day(l i18n.Lang, d when.Date) string {
	if d.IsZero() {
		return ""
	}
	return l.DateYear(d)
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// stateTag is a state as a tag: its kind of colour, its icon and its word.
type stateTag struct{ Kind, Icon, Word string }

var stateKinds = map[bill.State]string{bill.Draft: "info", bill.Open: "line", bill.Part: "warn", bill.Paid: "ok", bill.Cancelled: "line", bill.GivenUp: "line"}

// tagOf is where an invoice stands on a day; what is overdue is loud.
func tagOf(l i18n.Lang, v bill.Invoice, today when.Date) stateTag {
	if n := v.Late(today); n > 0 {
		return stateTag{"bad", "alert", l.T("bill.state.late", "n", n)}
	}
	s := v.StateNow()
	return stateTag{stateKinds[s], "", l.T("bill.state." + string(s))}
}

// named is what an invoice is called: its number, or that it is a draft.
func named(l i18n.Lang, v bill.Invoice) string {
	if v.State == bill.Draft {
		return l.T("bill.draft_of", "client", v.ClientName)
	}
	return l.T("bill.no_of", "no", v.No())
}

// shut answers a link that does not open as the window itself does.
func shut(w web.Writer, rq web.Request, err error) error {
	if f := fault.Of(err); f == nil || f.Key != ordersstore.WindowShut {
		return err
	}
	s := rq.Shell(rq.T("orders.shut.title"))
	s.NoIndex = true
	return w.PageStatus(404, shutView(s))
}

// ask reads the form, does one thing, says so and comes back to the page it was done on;
// what is wrong with a form is said there.
func (r *Rooms) ask(w web.Writer, rq web.Request, sent, said string, do func() error) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := do(); err != nil {
		return w.Mend(err, func(f ui.Form) error { return r.page(w, rq, 422, f, sent) })
	}
	return w.Say("ok", said).SeeOther("/staff/invoices/" + rq.PathValue("id"))
}

func version(rq web.Request) int { return atoi(rq.PostForm.Get("version")) }
