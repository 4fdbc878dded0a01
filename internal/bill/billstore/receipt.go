package billstore

import (
	"context"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Receipt is money that came in, as kept.
type Receipt struct {
	ID           string
	On           when.Date
	Amount, Over yen.Amount
	Fee          yen.Amount // what was short and the hub bears
	Words, By    string
}

func receiptsOf(q db.Q, hub, invoiceID string) (in, uses []Receipt, err error) {
	scan := func(r db.Scanner) (x Receipt, err error) {
		err = r.Scan(&x.ID, &x.On, &x.Amount, &x.Over, &x.Fee, &x.Words, &x.By)
		return x, err
	}
	if in, err = db.All(q, scan, `select id, on_day, amount, over_yen, fee_yen, words, made_by from bill_receipt where hub_id = $1 and invoice_id = $2 order by made_at, id`, hub, invoiceID); err != nil {
		return nil, nil, err
	}
	uses, err = db.All(q, func(r db.Scanner) (x Receipt, err error) {
		var at when.Instant
		err = r.Scan(&x.ID, &x.Amount, &x.By, &at)
		x.On = at.DateIn(when.Tokyo)
		return x, err
	}, `select id, amount, made_by, made_at from bill_advance_use where hub_id = $1 and invoice_id = $2 order by made_at, id`, hub, invoiceID)
	return in, uses, err
}

// advanceOf is what a client has paid too much and nothing has used yet.
func advanceOf(q db.Q, hub, clientID string) (yen.Amount, error) {
	n, err := db.Value[int64](q, `select cast(coalesce((select sum(over_yen) from bill_receipt where hub_id = $1 and client_id = $2), 0)
		+ coalesce((select sum(x.over_yen) from bill_credit x join bill_invoice i on i.hub_id = x.hub_id and i.id = x.invoice_id where x.hub_id = $1 and i.client_id = $2), 0)
		- coalesce((select sum(amount) from bill_advance_use where hub_id = $1 and client_id = $2), 0) as bigint)`, hub, clientID)
	return yen.Amount(n), err
}

// Unpaid is an invoice that is still owed, for whoever matches what came in at the bank.
type Unpaid struct {
	Invoice, No, Client, ClientName, ClientKana string
	Amount                                      yen.Amount // what is left
	Due                                         when.Date
}

// Open are the unpaid invoices of a hub, the oldest due first; for the stores above.
func Open(q db.Q, hub string) ([]Unpaid, error) {
	return db.All(q, func(r db.Scanner) (x Unpaid, err error) {
		var year, n int
		err = r.Scan(&x.Invoice, &year, &n, &x.Client, &x.ClientName, &x.ClientKana, &x.Amount, &x.Due)
		x.No = bill.Number(year, n)
		return x, err
	}, `select i.id, i.fiscal_year, i.number, c.id, c.name, c.kana, i.gross - i.credited - i.got - i.given_up, i.due_on from bill_invoice i join client c on c.hub_id = i.hub_id and c.id = i.client_id
		where i.hub_id = $1 and i.state = 'issued' and i.gross > i.credited + i.got + i.given_up order by i.due_on, i.fiscal_year, i.number`, hub)
}

// Receive enters money that came in for an invoice, in the caller's own write. A part
// stays a part; what is over stays the client's, as an advance; what the payer's bank took off and
// the hub bears is a charge of the hub. The same ref twice is one.
func Receive(tx *db.Tx, a who.Actor, x bill.Receipt) error {
	known, err := db.Value[int](tx, `select count(*) from bill_receipt where hub_id = $1 and ref = $2`, a.Hub, x.Ref)
	if err != nil || known > 0 {
		return err
	}
	v, err := load(tx, a.Hub, x.Invoice)
	if err == nil && v.State != bill.Open {
		err = errState
	}
	if err != nil {
		return err
	}
	applied, over := v.Apply(x.Amount)
	if x.Fee < 0 || x.Fee > v.Left()-applied {
		return errState // a fee settles no more than what is short
	}
	rid := id.Make()
	_, err = tx.Exec(`insert into bill_receipt (hub_id, id, ref, invoice_id, client_id, on_day, amount, over_yen, fee_yen, words, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		a.Hub, rid, x.Ref, v.ID, v.Client, x.On, int64(x.Amount), int64(over), int64(x.Fee), x.Words, a.Name, tx.Now())
	if err != nil {
		return err
	}
	if err := settle(tx, a.Hub, v, 0, applied+x.Fee, 0); err != nil {
		return err
	}
	if err := postReceipt(tx, a, v, rid, x.On, applied, over, x.Fee); err != nil {
		return err
	}
	return journal.Note(tx, a, bill.Received{Invoice: v.ID, Amount: x.Amount, Over: over, Fee: x.Fee, On: x.On})
}

// ReceiveByHand enters a receipt somebody read off the passbook. once is the form's mark.
func (s *Store) ReceiveByHand(ctx context.Context, a who.Actor, invoiceID, once string, f bill.ReceiptForm) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return err
		}
		x, err := f.Read(invoiceID, "hand:"+once, today)
		if err != nil {
			return err
		}
		return Receive(tx, a, x)
	})
}

// UseAdvance settles an invoice, as read at a version, with what its client has paid too much.
func (s *Store) UseAdvance(ctx context.Context, a who.Actor, invoiceID string, version int) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return err
		}
		_, v, err := loadAt(tx, h, invoiceID, version)
		if err != nil {
			return err
		}
		there, err := advanceOf(tx, a.Hub, v.Client)
		if err != nil {
			return err
		}
		n := min(there, v.Left())
		if n <= 0 {
			return errState
		}
		uid := id.Make()
		if _, err := tx.Exec(`insert into bill_advance_use (hub_id, id, client_id, invoice_id, amount, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7)`, a.Hub, uid, v.Client, v.ID, int64(n), a.Name, tx.Now()); err != nil {
			return err
		}
		if err := settle(tx, a.Hub, v, 0, n, 0); err != nil {
			return err
		}
		if err := postUse(tx, a, v, uid, today, n); err != nil {
			return err
		}
		return journal.Note(tx, a, bill.AdvanceUsed{Invoice: v.ID, Amount: n})
	})
}
