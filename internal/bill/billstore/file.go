package billstore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
)

// filed reads a paper from the archive, for whoever may see its invoice.
func (s *Store) filed(ctx context.Context, hub, documentID string) ([]byte, error) {
	d, err := db.Read(ctx, s.DB, func(v *db.View) (books.Document, error) { return booksstore.Load(v, hub, documentID) })
	if err != nil {
		return nil, err
	}
	return s.Books.Bytes(ctx, hub, d)
}

// Paper is an invoice's paper as it was issued; of a draft, what it would look like.
func (s *Store) Paper(ctx context.Context, a who.Actor, invoiceID string) (name string, body []byte, err error) {
	if err := a.May(bill.MaySee); err != nil {
		return "", nil, err
	}
	x, err := db.Read(ctx, s.DB, func(v *db.View) (x ready, err error) {
		if x.v, err = load(v, a.Hub, invoiceID); err != nil {
			return x, err
		}
		x.h, x.today, err = hubstore.Today(v, a.Hub)
		return x, err
	})
	if err != nil {
		return "", nil, err
	}
	if x.v.State == bill.Draft {
		x.v.IssuedOn = x.today
		body, err = invoicePaper(x.h, x.v)
		return fileName("draft", x.v.Until.String()), body, err
	}
	body, err = s.filed(ctx, a.Hub, x.v.Document)
	return fileName("invoice", x.v.No()), body, err
}

// CreditPaper is a credit note's paper as it was issued.
func (s *Store) CreditPaper(ctx context.Context, a who.Actor, invoiceID, creditID string) (name string, body []byte, err error) {
	if err := a.May(bill.MaySee); err != nil {
		return "", nil, err
	}
	cs, err := db.Read(ctx, s.DB, func(v *db.View) ([]bill.Credit, error) { return creditsOf(v, a.Hub, invoiceID) })
	if err != nil {
		return "", nil, err
	}
	return s.creditFile(ctx, a, cs, creditID)
}

func (s *Store) creditFile(ctx context.Context, a who.Actor, cs []bill.Credit, creditID string) (string, []byte, error) {
	for _, c := range cs {
		if c.ID == creditID {
			body, err := s.filed(ctx, a.Hub, c.Document)
			return fileName("credit", c.No()), body, err
		}
	}
	return "", nil, errInvoice
}

// PaperInWindow is the paper of an invoice, or of one of its credit notes, in a client's window.
func (s *Store) PaperInWindow(ctx context.Context, a who.Actor, token, invoiceID, creditID string) (name string, body []byte, err error) {
	f, err := s.InWindow(ctx, a, token, invoiceID)
	if err != nil {
		return "", nil, err
	}
	if creditID != "" {
		return s.creditFile(ctx, a, f.Credits, creditID)
	}
	body, err = s.filed(ctx, a.Hub, f.Document)
	return fileName("invoice", f.No()), body, err
}

// Redraw draws the paper of an invoice again that was issued as a document. It is the same,
// byte for byte, while what stands on it is: the archive tells by the hash.
func (s *Store) Redraw(ctx context.Context, hub, document string) ([]byte, error) {
	x, err := db.Read(ctx, s.DB, func(v *db.View) (x ready, err error) {
		invoice, err := db.One(v, errInvoice, func(r db.Scanner) (id string, err error) { err = r.Scan(&id); return id, err }, `select id from bill_invoice where hub_id = $1 and document_id = $2`, hub, document)
		if err != nil {
			return x, err
		}
		if x.v, err = load(v, hub, invoice); err != nil {
			return x, err
		}
		x.h, err = hubstore.Load(v, hub)
		return x, err
	})
	if err != nil {
		return nil, err
	}
	return invoicePaper(x.h, x.v)
}
