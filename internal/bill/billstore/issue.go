package billstore

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

// errRaced says that somebody took the number a paper was drawn with.
var errRaced = errors.New("the number is taken")

// triesMost is how often a paper is drawn anew because its number was taken meanwhile.
const triesMost = 20

// ready is a paper that is drawn and not yet issued.
type ready struct {
	v     bill.Invoice
	h     hub.Hub
	today when.Date
}

// Issue gives a draft its number and its paper, as read at a version. The paper is drawn
// outside of the write, with the number that comes next; the write takes the number and
// begins anew if another invoice took it first, so no number is left out.
func (s *Store) Issue(ctx context.Context, a who.Actor, invoiceID string, version int) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return race(func() error {
		x, err := db.Read(ctx, s.DB, func(v *db.View) (ready, error) { return prepare(v, a.Hub, invoiceID, version) })
		if err != nil {
			return err
		}
		doc, err := s.drawn(x)
		if err != nil {
			return err
		}
		return db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.issue(tx, a, x, doc) })
	})
}

// race tries to issue a paper until nobody else took its number meanwhile.
func race(try func() error) error {
	for range triesMost {
		if err := try(); !errors.Is(err, errRaced) {
			return err
		}
	}
	return errStale
}

func prepare(q db.Q, hubID, invoiceID string, version int) (x ready, err error) {
	if x.h, x.today, err = hubstore.Today(q, hubID); err != nil {
		return x, err
	}
	if x.v, err = load(q, hubID, invoiceID); err != nil {
		return x, err
	}
	switch {
	case x.v.State != bill.Draft:
		return x, errState
	case x.v.Version != version:
		return x, errStale
	}
	x.v.State, x.v.IssuedOn, x.v.Year = bill.Open, x.today, x.today.FiscalYear()
	x.v.Number, err = db.Value[int](q, `select coalesce(max(number), 0) + 1 from bill_invoice where hub_id = $1 and fiscal_year = $2`, hubID, x.v.Year)
	return x, errors.Join(err, x.v.Ready())
}

// take takes the number a paper was drawn with out of its fiscal year's series.
func take(tx *db.Tx, hub, kind string, year, number int) error {
	n, err := booksstore.Next(tx, hub, kind+"-"+strconv.Itoa(year))
	if err == nil && int(n) != number {
		err = errRaced
	}
	return err
}

// drawn is the paper of an invoice, sealed and hashed.
func (s *Store) drawn(x ready) (booksstore.Ready, error) {
	v := x.v
	pdf, err := invoicePaper(x.h, v)
	if err != nil {
		return booksstore.Ready{}, err
	}
	return s.Books.Prepare(books.Document{Kind: books.InvoiceDoc, No: v.No(), On: v.IssuedOn, Amount: v.Totals.Gross, Party: v.Client, PartyName: v.To.Name, Name: fileName("invoice", v.No()), Media: "application/pdf", Bytes: pdf})
}

func (s *Store) issue(tx *db.Tx, a who.Actor, x ready, paper booksstore.Ready) error {
	v := x.v
	if err := take(tx, a.Hub, "invoice", v.Year, v.Number); err != nil {
		return err
	}
	by, err := json.Marshal(v.By)
	if err != nil {
		return err
	}
	doc, err := booksstore.Issue(tx, a, paper)
	if err != nil {
		return err
	}
	err = db.Exec1(tx, errStale, `update bill_invoice set state = 'issued', kind = $4, fiscal_year = $5, number = $6, issued_on = $7, issuer = $8, net = $9, tax = $10, gross = $11, document_id = $12, version = version + 1
		where hub_id = $1 and id = $2 and version = $3 and state = 'draft'`, a.Hub, v.ID, v.Version, string(v.Kind), v.Year, v.Number, v.IssuedOn, string(by), int64(v.Totals.Net), int64(v.Totals.Tax), int64(v.Totals.Gross), doc)
	if err != nil {
		return err
	}
	if err := postInvoice(tx, a, v); err != nil {
		return err
	}
	if err := s.tell(tx, a, x.h, v, "issued", "bill.mail.issued_subject", "bill.mail.issued_text"); err != nil {
		return err
	}
	return journal.Note(tx, a, bill.Issued{ID: v.ID, No: v.No(), Client: v.Client, As: v.Kind, Gross: v.Totals.Gross, Due: v.Due})
}

func fileName(kind, no string) string { return kind + "-" + no + ".pdf" }

// tell writes to the client about an invoice, with a link to their window; to nobody
// where the client has no address for mail.
func (s *Store) tell(tx *db.Tx, a who.Actor, h hub.Hub, v bill.Invoice, kind, subject, text string) error {
	if v.To.Mail == "" {
		return nil
	}
	c, err := ordersstore.LoadClient(tx, a.Hub, v.Client)
	if err != nil {
		return err
	}
	path, err := ordersstore.LinkFor(tx, a, c, tx.Now().DateIn(h.Zone()))
	if err != nil {
		return err
	}
	l := i18n.JA
	_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "bill." + kind, About: v.ID, To: v.To.Mail, ToName: v.To.Contact, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T(subject, "no", v.No()),
		Paragraphs: []string{l.T("bill.mail.dear", "company", v.To.Name, "name", v.To.Contact), l.T(text, "no", v.No(), "day", l.DateYear(v.Due))},
		Facts:      []mail.Fact{{Label: l.T("bill.no"), Value: v.No()}, {Label: l.T("bill.left"), Value: l.Yen(v.Left())}, {Label: l.T("bill.due"), Value: l.DateYear(v.Due)}, {Label: l.T("bill.pay_to"), Value: v.By.PayTo}},
		Button:     &mail.Link{Label: l.T("bill.mail.button"), URL: s.Hubs.URL(h, path+"/invoices/"+v.ID)}})
	return err
}
