package billstore

import (
	"context"
	"encoding/json"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
)

const (
	invoiceFields = `i.id, i.client_id, c.name, c.no, i.kind, i.state, i.fiscal_year, i.number, i.from_on, i.until_on, i.issued_on, i.due_on, i.law_last_on, i.to_name, i.to_address, i.to_contact, i.to_mail,
	i.budget_line, i.budget_year, i.issuer, i.note, i.net, i.tax, i.gross, i.credited, i.got, i.given_up, i.document_id, i.made_by, i.version`
	invoiceFrom    = ` from bill_invoice i join client c on c.hub_id = i.hub_id and c.id = i.client_id `
	invoiceColumns = `select ` + invoiceFields + invoiceFrom + `where i.hub_id = $1 `
)

func scanInvoice(r db.Scanner) (v bill.Invoice, err error) {
	var by string
	err = r.Scan(&v.ID, &v.Client, &v.ClientName, &v.ClientNo, &v.Kind, &v.State, &v.Year, &v.Number, &v.From, &v.Until, &v.IssuedOn, &v.Due, &v.LawLast, &v.To.Name, &v.To.Address, &v.To.Contact, &v.To.Mail,
		&v.To.BudgetLine, &v.To.FiscalYear, &by, &v.Note, &v.Totals.Net, &v.Totals.Tax, &v.Totals.Gross, &v.Credited, &v.Got, &v.Given, &v.Document, &v.MadeBy, &v.Version)
	if err != nil || by == "" {
		return v, err
	}
	return v, json.Unmarshal([]byte(by), &v.By)
}

// load reads an invoice with its lines and, for a draft, the issuer of today.
func load(q db.Q, hub, invoiceID string) (v bill.Invoice, err error) {
	if v, err = db.One(q, errInvoice, scanInvoice, invoiceColumns+`and i.id = $2 and i.state <> 'dropped'`, hub, invoiceID); err != nil {
		return v, err
	}
	if v.Lines, err = linesOf(q, hub, v.ID); err != nil {
		return v, err
	}
	if v.State == bill.Draft {
		if v.By, err = IssuerOf(q, hub); err != nil {
			return v, err
		}
		v.Kind = kindNow(v)
	}
	v.Totals, err = bill.Sum(v.Lines, v.By.Rounding)
	return v, err
}

// kindNow is the paper a draft will be: the issuer may have been looked up since.
func kindNow(v bill.Invoice) bill.Kind {
	if v.Kind == bill.Internal {
		return bill.Internal
	}
	return v.By.Paper()
}

func linesOf(q db.Q, hub, invoiceID string) ([]bill.Line, error) {
	return db.All(q, func(r db.Scanner) (l bill.Line, err error) {
		err = r.Scan(&l.No, &l.Order, &l.OrderNo, &l.Delivery, &l.Title, &l.Unit, &l.PO, &l.Quantity, &l.Price, &l.Amount, &l.Class, &l.Supplied, &l.Accepted, &l.LawLast, &l.Credited)
		return l, err
	}, `select no, order_id, order_no, delivery_no, title, unit, po_number, quantity, price_sen, amount, class, supplied_on, accepted_on, law_last_on, credited from bill_line where hub_id = $1 and invoice_id = $2 order by no`, hub, invoiceID)
}

// Full is an invoice with everything that came of it.
type Full struct {
	bill.Invoice
	Credits   []bill.Credit
	Receipts  []Receipt
	Uses      []Receipt // advances that settled it
	Reminders []Reminder
	GiveUps   []bill.GivingUp
	Advance   yen.Amount // of the client, not used yet
	Next      bill.Step  // reminder that is due
	Today     when.Date
	Entries   []books.Entry // of the invoice itself
	Interest  yen.Amount    // owed by the act for being late, as of today
}

// Invoice is one invoice.
func (s *Store) Invoice(ctx context.Context, a who.Actor, invoiceID string) (Full, error) {
	if err := a.May(bill.MaySee); err != nil {
		return Full{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Full, error) { return full(v, a.Hub, invoiceID) })
}

func full(q db.Q, hub, invoiceID string) (f Full, err error) {
	if f.Invoice, err = load(q, hub, invoiceID); err != nil {
		return f, err
	}
	f.Today = hubstore.Day(q)
	if f.Credits, err = creditsOf(q, hub, invoiceID); err != nil {
		return f, err
	}
	if f.Receipts, f.Uses, err = receiptsOf(q, hub, invoiceID); err != nil {
		return f, err
	}
	if f.Reminders, err = remindersOf(q, hub, invoiceID); err != nil {
		return f, err
	}
	if f.GiveUps, err = giveUpsOf(q, hub, invoiceID); err != nil {
		return f, err
	}
	if f.Entries, err = booksstore.EntriesOf(q, hub, "invoice:"+invoiceID); err != nil {
		return f, err
	}
	f.Next = nextStep(f.Invoice, f.Reminders, f.Today)
	if f.Advance, err = advanceOf(q, hub, f.Client); err != nil {
		return f, err
	}
	f.Interest, err = f.Invoice.Interest(f.Today)
	return f, err
}
