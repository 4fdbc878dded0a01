package billstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Noted is a payment with the receipt that is or may be given for it.
type Noted struct {
	bill.Note
	Of    bill.Invoice
	h     hub.Hub
	today when.Date
	asker string // the client, where they ask for it themselves
}

// noteOf is the receipt of one payment of an invoice. Between parts of one legal person nothing
// is sold, so there is nothing to give a receipt for.
func noteOf(q db.Q, hubID, invoiceID, receiptID string) (x Noted, err error) {
	if x.h, x.today, err = hubstore.Today(q, hubID); err != nil {
		return x, err
	}
	if x.Of, err = load(q, hubID, invoiceID); err != nil {
		return x, err
	}
	if x.Of.State != bill.Open || x.Of.Kind == bill.Internal {
		return x, errInvoice
	}
	if x.Note, err = db.One(q, errInvoice, scanNote, `select r.id, r.on_day, r.amount, r.over_yen, coalesce(n.id, ''), coalesce(n.fiscal_year, 0), coalesce(n.number, 0), coalesce(n.issued_on, ''), coalesce(n.document_id, ''), coalesce(n.made_by, '')
		from bill_receipt r left join bill_note n on n.hub_id = r.hub_id and n.receipt_id = r.id where r.hub_id = $1 and r.invoice_id = $2 and r.id = $3`, hubID, invoiceID, receiptID); err != nil {
		return x, err
	}
	came, err := cameOf(q, hubID, invoiceID)
	if err != nil {
		return x, err
	}
	x.Totals, err = x.Of.PartOf(came, receiptID)
	return x, err
}

func scanNote(r db.Scanner) (n bill.Note, err error) {
	err = r.Scan(&n.Receipt, &n.On, &n.Amount, &n.Over, &n.ID, &n.Year, &n.Number, &n.Issued, &n.Document, &n.MadeBy)
	return n, err
}

// cameOf is all that lessened what is owed on an invoice, in the order in which it came.
func cameOf(q db.Q, hubID, invoiceID string) ([]bill.Came, error) {
	came, err := db.All(q, func(r db.Scanner) (c bill.Came, err error) {
		err = r.Scan(&c.ID, &c.Applied)
		return c, err
	}, `select id, applied from (select id, amount - over_yen as applied, made_at from bill_receipt where hub_id = $1 and invoice_id = $2
		union all select id, amount, made_at from bill_advance_use where hub_id = $1 and invoice_id = $2
		union all select id, 0, made_at from bill_credit where hub_id = $1 and invoice_id = $2) x order by made_at, id`, hubID, invoiceID)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, c := range came {
		at[c.ID] = i
	}
	_, err = db.All(q, func(r db.Scanner) (x struct{}, err error) {
		var credit string
		var l bill.CreditLine
		if err = r.Scan(&credit, &l.No, &l.Amount); err == nil {
			c := &came[at[credit]]
			c.Back = append(c.Back, l)
		}
		return x, err
	}, `select l.credit_id, l.line_no, l.amount from bill_credit_line l join bill_credit c on c.hub_id = l.hub_id and c.id = l.credit_id where c.hub_id = $1 and c.invoice_id = $2 order by l.line_no`, hubID, invoiceID)
	return came, err
}

// Note is the receipt of a payment, given or not yet.
func (s *Store) Note(ctx context.Context, a who.Actor, invoiceID, receiptID string) (Noted, error) {
	if err := a.May(bill.MaySee); err != nil {
		return Noted{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Noted, error) { return noteOf(v, a.Hub, invoiceID, receiptID) })
}

// NoteInWindow is the receipt of a payment, in the window of the client who paid.
func (s *Store) NoteInWindow(ctx context.Context, a who.Actor, token, invoiceID, receiptID string) (Noted, error) {
	if err := a.May(bill.MayWatch); err != nil {
		return Noted{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Noted, error) {
		x, err := noteOf(v, a.Hub, invoiceID, receiptID)
		if err != nil {
			return x, err
		}
		_, c, err := ordersstore.ByWindow(v, a.Hub, token, x.today)
		if err == nil && c.ID != x.Of.Client {
			err = errInvoice
		}
		x.asker = c.Name
		return x, err
	})
}

// GiveNote gives the receipt for a payment: once, whoever asks first.
func (s *Store) GiveNote(ctx context.Context, a who.Actor, invoiceID, receiptID string) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return s.giveNote(ctx, a, func() (Noted, error) { return s.Note(ctx, a, invoiceID, receiptID) })
}

// TakeNote is a client's own asking for the receipt, in their window.
func (s *Store) TakeNote(ctx context.Context, a who.Actor, token, invoiceID, receiptID string) error {
	if err := a.May(bill.MayWatch); err != nil {
		return err
	}
	return s.giveNote(ctx, a, func() (Noted, error) { return s.NoteInWindow(ctx, a, token, invoiceID, receiptID) })
}

// giveNote draws the paper outside of the write, with the number that comes next, as an invoice's.
func (s *Store) giveNote(ctx context.Context, a who.Actor, read func() (Noted, error)) error {
	return race(func() error {
		x, err := read()
		if err != nil || x.Given() {
			return err
		}
		if x.asker != "" {
			a.Name = x.asker
		}
		x.ID, x.Issued, x.Year = id.Make(), x.today, x.today.FiscalYear()
		if x.Number, err = db.Read(ctx, s.DB, func(v *db.View) (int, error) {
			return db.Value[int](v, `select coalesce(max(number), 0) + 1 from bill_note where hub_id = $1 and fiscal_year = $2`, a.Hub, x.Year)
		}); err != nil {
			return err
		}
		doc, err := s.drawnNote(x)
		if err != nil {
			return err
		}
		return db.Do(ctx, s.DB, func(tx *db.Tx) error { return keepNote(tx, a, x, doc) })
	})
}

// drawnNote is the paper of a receipt, sealed and hashed. It is found by the day the money came.
func (s *Store) drawnNote(x Noted) (booksstore.Ready, error) {
	pdf, err := notePaper(x)
	if err != nil {
		return booksstore.Ready{}, err
	}
	return s.Books.Prepare(books.Document{Kind: books.ReceiptNoteDoc, No: x.No(), On: x.On, Amount: x.Amount, Party: x.Of.Client, PartyName: x.Of.To.Name, Name: fileName("receipt", x.No()), Media: "application/pdf", Bytes: pdf})
}

func keepNote(tx *db.Tx, a who.Actor, x Noted, paper booksstore.Ready) error {
	given, err := db.Value[int](tx, `select count(*) from bill_note where hub_id = $1 and receipt_id = $2`, a.Hub, x.Receipt)
	if err != nil || given > 0 {
		return err
	}
	if err := take(tx, a.Hub, "receipt", x.Year, x.Number); err != nil {
		return err
	}
	doc, err := booksstore.Issue(tx, a, paper)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into bill_note (hub_id, id, receipt_id, fiscal_year, number, issued_on, document_id, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, a.Hub, x.ID, x.Receipt, x.Year, x.Number, x.Issued, doc, a.Name, tx.Now())
	if err != nil {
		return err
	}
	return journal.Note(tx, a, bill.NoteIssued{Invoice: x.Of.ID, Receipt: x.Receipt, No: x.No(), Amount: x.Amount})
}

// NotePaper is a receipt as it was given: the same bytes every time.
func (s *Store) NotePaper(ctx context.Context, a who.Actor, invoiceID, receiptID string) (name string, body []byte, err error) {
	x, err := s.Note(ctx, a, invoiceID, receiptID)
	return s.noteFile(ctx, a, x, err)
}

// NotePaperInWindow is a receipt as it was given, in a client's window.
func (s *Store) NotePaperInWindow(ctx context.Context, a who.Actor, token, invoiceID, receiptID string) (name string, body []byte, err error) {
	x, err := s.NoteInWindow(ctx, a, token, invoiceID, receiptID)
	return s.noteFile(ctx, a, x, err)
}

func (s *Store) noteFile(ctx context.Context, a who.Actor, x Noted, err error) (string, []byte, error) {
	if err == nil && !x.Given() {
		err = errInvoice
	}
	if err != nil {
		return "", nil, err
	}
	body, err := s.filed(ctx, a.Hub, x.Document)
	return fileName("receipt", x.No()), body, err
}

// notePaper draws a receipt: what came in, when, for what, the tax by rate, and who got it.
func notePaper(x Noted) ([]byte, error) {
	l := paperLang
	s := sheetOf(x.h, x.Of, l)
	s.Title, s.Head = l.T("bill.paper.note_title"), nil
	s.Facts = [][2]string{{l.T("bill.paper.no"), x.No()}, {l.T("bill.paper.issued"), l.DateYear(x.Issued)}}
	s.Lead = l.T("bill.paper.note_lead")
	s.Label, s.Big = l.T("bill.paper.note_total"), l.Yen(x.Amount)
	s.Beside = [][2]string{{l.T("bill.note.on"), l.DateYear(x.On)}, {l.T("bill.note.for"), l.T("bill.note.for_"+x.For(x.Of), "no", x.Of.No())}}
	s.Sums = sumsOf(l, x.Of.Kind, x.Totals)
	if x.Over > 0 {
		s.Sums = append(s.Sums, [2]string{l.T("bill.note.over"), l.Yen(x.Over)})
	}
	s.Total = [2]string{l.T("bill.paper.note_total"), l.Yen(x.Amount)}
	s.Notes = []string{l.T("bill.paper.note_stamp")}
	s.Created = created(x.Issued, x.h)
	return paper.Invoice(s)
}
