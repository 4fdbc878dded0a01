package billweb

import (
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// notePage is the receipt of one payment, for staff and in a window.
type notePage struct {
	ui.Shell
	Title, Do, PDF string // Do is the way to ask for it, PDF to read it; one of both
	Crumbs         []ui.Link
	Facts          [][2]string
}

// noteOf is what staff and the client see alike.
func noteOf(rq web.Request, x billstore.Noted, base string) notePage {
	l := rq.Lang
	p := notePage{Title: l.T("bill.note.title")}
	add := func(key, value string) { p.Facts = append(p.Facts, [2]string{l.T(key), value}) }
	add("bill.note.amount", l.Yen(x.Amount))
	add("bill.note.on", l.DateYear(x.On))
	add("bill.note.for", l.T("bill.note.for_"+x.For(x.Of), "no", x.Of.No()))
	p.Facts = append(p.Facts, sumsOf(l, x.Totals)...)
	if x.Over > 0 {
		add("bill.note.over", l.Yen(x.Over))
	}
	add("bill.note.to", x.Of.To.Name)
	add("bill.note.by", x.Of.By.Name+"\n"+x.Of.By.Address)
	if x.Of.Kind == bill.Qualified {
		add("bill.registration", string(x.Of.By.Registration))
	}
	base = l.Path(base + "/receipts/" + x.Receipt)
	if p.Do = base + "/note"; x.Given() {
		p.Title, p.Do, p.PDF = l.T("bill.note.of", "no", x.No()), "", base+"/note.pdf"
		add("bill.note.at", l.DateYear(x.Issued))
	}
	p.Shell = rq.Shell(p.Title)
	return p
}

func (r *Rooms) note(w web.Writer, rq web.Request) error {
	x, err := r.Store.Note(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("receipt"))
	if err != nil {
		return err
	}
	l := rq.Lang
	p := noteOf(rq, x, "/staff/invoices/"+x.Of.ID)
	p.Crumbs = []ui.Link{{Href: l.Path("/staff/invoices"), Label: l.T("bill.list.title")}, {Href: l.Path("/staff/invoices/" + x.Of.ID), Label: named(l, x.Of)}}
	if !rq.Actor.Can(bill.MayKeep) {
		p.Do = ""
	}
	return w.Page(noteView(p))
}

func (r *Rooms) giveNote(w web.Writer, rq web.Request) error {
	if err := r.Store.GiveNote(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("receipt")); err != nil {
		return err
	}
	return w.Say("ok", "bill.said.note").SeeOther("/staff/invoices/" + rq.PathValue("id") + "/receipts/" + rq.PathValue("receipt"))
}

func (r *Rooms) notePaper(w web.Writer, rq web.Request) error {
	name, body, err := r.Store.NotePaper(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("receipt"))
	if err != nil {
		return err
	}
	return w.File(name, "application/pdf", body, false)
}

func (r *Rooms) windowNote(w web.Writer, rq web.Request) error {
	l, window := rq.Lang, "/window/"+rq.PathValue("token")
	x, err := r.Store.NoteInWindow(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"), rq.PathValue("receipt"))
	if err != nil {
		return shut(w, rq, err)
	}
	p := noteOf(rq, x, window+"/invoices/"+x.Of.ID)
	p.NoIndex = true
	p.Crumbs = []ui.Link{{Href: l.Path(window), Label: x.Of.ClientName}, {Href: l.Path(window + "/invoices"), Label: l.T("bill.window.title")}, {Href: l.Path(window + "/invoices/" + x.Of.ID), Label: named(l, x.Of)}}
	return w.Page(windowNoteView(p))
}

func (r *Rooms) takeNote(w web.Writer, rq web.Request) error {
	token, invoice, receipt := rq.PathValue("token"), rq.PathValue("id"), rq.PathValue("receipt")
	if err := r.Store.TakeNote(rq.Context(), rq.Actor, token, invoice, receipt); err != nil {
		return shut(w, rq, err)
	}
	return w.Say("ok", "bill.said.note").SeeOther("/window/" + token + "/invoices/" + invoice + "/receipts/" + receipt)
}

func (r *Rooms) windowNotePaper(w web.Writer, rq web.Request) error {
	name, body, err := r.Store.NotePaperInWindow(rq.Context(), rq.Actor, rq.PathValue("token"), rq.PathValue("id"), rq.PathValue("receipt"))
	if err != nil {
		return shut(w, rq, err)
	}
	return w.File(name, "application/pdf", body, false)
}
