package billstore

import (
	"context"
	"errors"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
)

// unbilled are the deliveries a client accepted that stand in no line. Practice work goes
// through everything without money.
const unbilled = `from work_delivery d join client_order o on o.hub_id = d.hub_id and o.id = d.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
	where d.hub_id = $1 and d.state = 'accepted' and o.practice = 0 and o.price_sen > 0
	and not exists (select 1 from bill_line b where b.hub_id = d.hub_id and b.order_id = d.order_id and b.delivery_no = d.no) `

// accepted are a client's deliveries that are to be billed.
func accepted(q db.Q, hub string, c orders.Client) ([]bill.Accepted, error) {
	h, err := hubstore.Load(q, hub)
	if err != nil {
		return nil, err
	}
	operator, err := ordersstore.Operator(q, hub)
	if err != nil {
		return nil, err
	}
	return db.All(q, func(r db.Scanner) (x bill.Accepted, err error) {
		var made, answered when.Instant
		var tool string
		err = r.Scan(&x.Order, &x.OrderNo, &x.Delivery, &x.Title, &x.Unit, &x.PO, &x.Quantity, &x.Price, &made, &answered, &tool)
		x.Handed, x.On = made.DateIn(h.Zone()), answered.DateIn(h.Zone())
		x.Binding = c.Towards(operator, orders.ClassOf(tool), x.Handed)
		return x, err
	}, `select o.id, o.no, d.no, o.title, k.unit, o.po_number, o.volume, o.price_sen, d.made_at, d.answered_at, k.tool `+unbilled+`and o.client_id = $2 order by d.answered_at, o.no`, hub, c.ID)
}

// Propose drafts what a client accepted. Closings that have not come yet wait, unless now
// asks for what there is.
func (s *Store) Propose(ctx context.Context, a who.Actor, clientID string, now bool) (drafts int, err error) {
	if err := a.May(bill.MayKeep); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) { return propose(tx, a, clientID, now) })
}

func propose(tx *db.Tx, a who.Actor, clientID string, now bool) (int, error) {
	c, err := ordersstore.LoadClient(tx, a.Hub, clientID)
	if err != nil {
		return 0, err
	}
	today := hubstore.Day(tx)
	by, err := IssuerOf(tx, a.Hub)
	if err != nil {
		return 0, err
	}
	xs, err := accepted(tx, a.Hub, c)
	if err != nil {
		return 0, err
	}
	drafts, err := bill.Propose(c, by, xs, today, now)
	for _, v := range drafts {
		if err := keepDraft(tx, a, v); err != nil {
			return 0, err
		}
	}
	return len(drafts), err
}

func keepDraft(tx *db.Tx, a who.Actor, v bill.Invoice) error {
	v.ID = id.Make()
	_, err := tx.Exec(`insert into bill_invoice (hub_id, id, client_id, kind, state, fiscal_year, number, from_on, until_on, issued_on, due_on, law_last_on, to_name, to_address, to_contact, to_mail, budget_line, budget_year,
		issuer, note, net, tax, gross, credited, got, given_up, document_id, version, made_by, made_at)
		values ($1, $2, $3, $4, 'draft', 0, 0, $5, $6, '', $7, $8, $9, $10, $11, $12, $13, $14, '', '', $15, $16, $17, 0, 0, 0, '', 1, $18, $19)`,
		a.Hub, v.ID, v.Client, string(v.Kind), v.From, v.Until, v.Due, v.LawLast, v.To.Name, v.To.Address, v.To.Contact, v.To.Mail, v.To.BudgetLine, v.To.FiscalYear,
		int64(v.Totals.Net), int64(v.Totals.Tax), int64(v.Totals.Gross), a.Name, tx.Now())
	if err != nil {
		return err
	}
	for _, l := range v.Lines {
		if err := addLine(tx, a.Hub, v.ID, l); err != nil {
			return err
		}
	}
	return journal.Note(tx, a, bill.Drafted{ID: v.ID, Client: v.Client, Lines: len(v.Lines), Gross: v.Totals.Gross, Until: v.Until})
}

func addLine(tx *db.Tx, hub, invoiceID string, l bill.Line) error {
	_, err := tx.Exec(`insert into bill_line (hub_id, invoice_id, no, order_id, order_no, delivery_no, title, unit, po_number, quantity, price_sen, amount, class, supplied_on, accepted_on, law_last_on, credited)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 0)`,
		hub, invoiceID, l.No, l.Order, l.OrderNo, l.Delivery, l.Title, l.Unit, l.PO, l.Quantity, int64(l.Price), int64(l.Amount), string(l.Class), l.Supplied, l.Accepted, l.LawLast)
	return err
}

// proposeJob drafts every closing that has come; a person looks at each and issues it.
func (s *Store) proposeJob(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		clients, e := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) {
			return db.All(v, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err }, `select distinct o.client_id `+unbilled, h)
		})
		err = errors.Join(err, e)
		for _, c := range clients {
			err = errors.Join(err, db.Do(ctx, s.DB, func(tx *db.Tx) error {
				_, err := propose(tx, who.System(h, "billing"), c, false)
				return err
			}))
		}
	}
	return err
}

// change loads a draft at a version, changes it, and keeps what follows from its lines.
func (s *Store) change(ctx context.Context, a who.Actor, invoiceID string, version int, what string, fn func(tx *db.Tx, v *bill.Invoice, today when.Date) error) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		v, err := load(tx, a.Hub, invoiceID)
		if err == nil && v.State != bill.Draft {
			err = errState
		}
		if err == nil && v.Version != version {
			err = errStale
		}
		if err != nil {
			return err
		}
		today := hubstore.Day(tx)
		if err := fn(tx, &v, today); err != nil {
			return err
		}
		if err := v.Settle(); err != nil {
			return err
		}
		err = db.Exec1(tx, errStale, `update bill_invoice set from_on = $4, law_last_on = $5, to_name = $6, to_address = $7, to_contact = $8, budget_line = $9, note = $10, net = $11, tax = $12, gross = $13, version = version + 1
			where hub_id = $1 and id = $2 and version = $3 and state = 'draft'`, a.Hub, v.ID, version, v.From, v.LawLast, v.To.Name, v.To.Address, v.To.Contact, v.To.BudgetLine, v.Note,
			int64(v.Totals.Net), int64(v.Totals.Tax), int64(v.Totals.Gross))
		if err != nil {
			return err
		}
		return journal.Note(tx, a, bill.DraftChanged{ID: v.ID, What: what, Gross: v.Totals.Gross})
	})
}

// SaveHead corrects to whom a draft is written, and its note.
func (s *Store) SaveHead(ctx context.Context, a who.Actor, invoiceID string, version int, f bill.HeadForm) error {
	return s.change(ctx, a, invoiceID, version, "head", func(_ *db.Tx, v *bill.Invoice, _ when.Date) (err error) {
		v.To, v.Note, err = f.Read(v.To)
		return err
	})
}

// AddLine adds a line by hand.
func (s *Store) AddLine(ctx context.Context, a who.Actor, invoiceID string, version int, f bill.LineForm) error {
	return s.change(ctx, a, invoiceID, version, "line_added", func(tx *db.Tx, v *bill.Invoice, today when.Date) error {
		l, err := f.Read(v.Kind, today)
		if err != nil {
			return err
		}
		l.No = 1
		if n := len(v.Lines); n > 0 {
			l.No = v.Lines[n-1].No + 1
		}
		v.Lines = append(v.Lines, l)
		return addLine(tx, a.Hub, v.ID, l)
	})
}

// RemoveLine takes a line off a draft: a delivery is open to be billed again.
func (s *Store) RemoveLine(ctx context.Context, a who.Actor, invoiceID string, version, no int) error {
	return s.change(ctx, a, invoiceID, version, "line_removed", func(tx *db.Tx, v *bill.Invoice, _ when.Date) error {
		var left []bill.Line
		for _, l := range v.Lines {
			if l.No != no {
				left = append(left, l)
			}
		}
		v.Lines = left
		return db.Exec1(tx, errStale, `delete from bill_line where hub_id = $1 and invoice_id = $2 and no = $3`, a.Hub, v.ID, no)
	})
}

// Drop gives a draft up: what it had is open to be billed again.
func (s *Store) Drop(ctx context.Context, a who.Actor, invoiceID string, version int) error {
	if err := a.May(bill.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		v, err := load(tx, a.Hub, invoiceID)
		if err != nil {
			return err
		}
		if err := db.Exec1(tx, errStale, `update bill_invoice set state = 'dropped', version = version + 1 where hub_id = $1 and id = $2 and version = $3 and state = 'draft'`, a.Hub, v.ID, version); err != nil {
			return err
		}
		if _, err := tx.Exec(`delete from bill_line where hub_id = $1 and invoice_id = $2`, a.Hub, v.ID); err != nil {
			return err
		}
		return journal.Note(tx, a, bill.Dropped{ID: v.ID, Client: v.Client})
	})
}
