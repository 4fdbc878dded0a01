package billstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

func creditsOf(q db.Q, hub, invoiceID string) ([]bill.Credit, error) {
	cs, err := db.All(q, func(r db.Scanner) (c bill.Credit, err error) {
		err = r.Scan(&c.ID, &c.Invoice, &c.Year, &c.Number, &c.On, &c.Reason, &c.Totals.Net, &c.Totals.Tax, &c.Totals.Gross, &c.Document, &c.MadeBy)
		return c, err
	}, `select id, invoice_id, fiscal_year, number, on_day, reason, net, tax, gross, document_id, made_by from bill_credit where hub_id = $1 and invoice_id = $2 order by made_at, id`, hub, invoiceID)
	return cs, err
}

// noting is a credit note that is drawn and not yet issued.
type noting struct {
	h hub.Hub
	v bill.Invoice
	c bill.Credit
}

// Credit issues a credit note over an invoice, as read at a version. What was issued
// stays as it is; the note takes back what it says, with its reason.
func (s *Store) Credit(ctx context.Context, a who.Actor, invoiceID string, version int, f bill.CreditForm) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return race(func() error {
		x, err := db.Read(ctx, s.DB, func(v *db.View) (noting, error) { return prepareCredit(v, a.Hub, invoiceID, version, f) })
		if err != nil {
			return err
		}
		doc, err := s.drawnCredit(x)
		if err != nil {
			return err
		}
		return db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.credit(tx, a, x, doc) })
	})
}

func prepareCredit(q db.Q, hubID, invoiceID string, version int, f bill.CreditForm) (x noting, err error) {
	h, today, err := hubstore.Today(q, hubID)
	if err != nil {
		return x, err
	}
	if x.h, x.v, err = loadAt(q, h, invoiceID, version); err != nil {
		return x, err
	}
	if x.c, err = f.Read(x.v, today); err != nil {
		return x, err
	}
	x.c.ID, x.c.Year = id.Make(), today.FiscalYear()
	x.c.Number, err = db.Value[int](q, `select coalesce(max(number), 0) + 1 from bill_credit where hub_id = $1 and fiscal_year = $2`, hubID, x.c.Year)
	return x, err
}

// loadAt is an issued invoice as read at a version.
func loadAt(q db.Q, h hub.Hub, invoiceID string, version int) (hub.Hub, bill.Invoice, error) {
	v, err := load(q, h.ID, invoiceID)
	switch {
	case err != nil:
	case v.State != bill.Open:
		err = errState
	case v.Version != version:
		err = errStale
	}
	return h, v, err
}

// drawnCredit is the paper of a credit note, sealed and hashed.
func (s *Store) drawnCredit(x noting) (booksstore.Ready, error) {
	c := x.c
	pdf, err := creditPaper(x.h, x.v, c)
	if err != nil {
		return booksstore.Ready{}, err
	}
	return s.Books.Prepare(books.Document{Kind: books.CreditNoteDoc, No: c.No(), On: c.On, Amount: -c.Totals.Gross, Party: x.v.Client, PartyName: x.v.To.Name, Name: fileName("credit", c.No()), Media: "application/pdf", Bytes: pdf, Reason: c.Reason})
}

func (s *Store) credit(tx *db.Tx, a who.Actor, x noting, paper booksstore.Ready) error {
	c := x.c
	if err := take(tx, a.Hub, "credit", c.Year, c.Number); err != nil {
		return err
	}
	applied, over := x.v.Apply(c.Totals.Gross) // what was paid already is the client's again
	doc, err := booksstore.Issue(tx, a, paper)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into bill_credit (hub_id, id, invoice_id, fiscal_year, number, on_day, reason, net, tax, gross, over_yen, document_id, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		a.Hub, c.ID, x.v.ID, c.Year, c.Number, c.On, c.Reason, int64(c.Totals.Net), int64(c.Totals.Tax), int64(c.Totals.Gross), int64(over), doc, a.Name, tx.Now())
	if err != nil {
		return err
	}
	for _, l := range c.Lines {
		if err := creditLine(tx, a.Hub, x.v.ID, c.ID, l); err != nil {
			return err
		}
	}
	if err := settle(tx, a.Hub, x.v, applied+over, -over, 0); err != nil {
		return err
	}
	if err := postCredit(tx, a, x.v, c, over); err != nil {
		return err
	}
	return journal.Note(tx, a, bill.Credited{ID: c.ID, Invoice: x.v.ID, No: c.No(), Gross: c.Totals.Gross, Reason: c.Reason})
}

func creditLine(tx *db.Tx, hub, invoiceID, creditID string, l bill.CreditLine) error {
	if _, err := tx.Exec(`insert into bill_credit_line (hub_id, credit_id, line_no, amount) values ($1, $2, $3, $4)`, hub, creditID, l.No, int64(l.Amount)); err != nil {
		return err
	}
	return db.Exec1(tx, errStale, `update bill_line set credited = credited + $4 where hub_id = $1 and invoice_id = $2 and no = $3`, hub, invoiceID, l.No, int64(l.Amount))
}

// settle keeps what came of an invoice: taken back, got, given up. The version keeps two
// people from settling the same yen.
func settle(tx *db.Tx, hub string, v bill.Invoice, credited, got, given yen.Amount) error {
	return db.Exec1(tx, errStale, `update bill_invoice set credited = credited + $4, got = got + $5, given_up = given_up + $6, version = version + 1 where hub_id = $1 and id = $2 and version = $3 and state = 'issued'`,
		hub, v.ID, v.Version, int64(credited), int64(got), int64(given))
}
