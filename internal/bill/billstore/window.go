package billstore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
)

// Window is what a client sees of what they owe: invoices, never a draft.
type Window struct {
	Client string
	Today  when.Date
	Rows   []bill.Invoice
	Open   yen.Amount
}

// WindowOf are the invoices in a client's window.
func (s *Store) WindowOf(ctx context.Context, a who.Actor, token string) (Window, error) {
	if err := a.May(bill.MayWatch); err != nil {
		return Window{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (w Window, err error) {
		w.Today = hubstore.Day(v)
		_, c, err := ordersstore.ByWindow(v, a.Hub, token, w.Today)
		if err != nil {
			return w, err
		}
		w.Client = c.Name
		w.Rows, err = db.All(v, scanInvoice, invoiceColumns+`and i.client_id = $2 and i.state = 'issued' order by i.issued_on desc, i.fiscal_year desc, i.number desc limit 200`, a.Hub, c.ID)
		for _, x := range w.Rows {
			w.Open += x.Left()
		}
		return w, err
	})
}

// InWindow is one invoice in a client's window: only their own, only what was issued.
func (s *Store) InWindow(ctx context.Context, a who.Actor, token, invoiceID string) (Full, error) {
	if err := a.May(bill.MayWatch); err != nil {
		return Full{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Full, error) {
		today := hubstore.Day(v)
		_, c, err := ordersstore.ByWindow(v, a.Hub, token, today)
		if err != nil {
			return Full{}, err
		}
		f, err := full(v, a.Hub, invoiceID)
		if err == nil && (f.Client != c.ID || f.State != bill.Open) {
			err = errInvoice
		}
		return f, err
	})
}
