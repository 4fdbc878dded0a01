package ordersstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/tax"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

const quoteColumns = `q.no, q.state, q.volume, q.price_sen, q.fee_sen, q.seconds, q.promise_on, q.permille, q.valid_until, q.terms, q.wage_yen, q.hourly_yen, q.below_reason, q.approved_by, q.approved_at,
	q.made_by, q.made_at, q.answered_by, q.answered_at, q.answer`

// quoteInto is where the columns of a quote go.
func quoteInto(x *orders.Quote) []any {
	return []any{&x.No, &x.State, &x.Volume, &x.Price, &x.Fee, &x.Seconds, &x.Promise, &x.Permille, &x.Valid, &x.Terms, &x.Wage, &x.Hourly, &x.Reason, &x.Approved, &x.ApprovedAt,
		&x.MadeBy, &x.Made, &x.AnsweredBy, &x.AnsweredAt, &x.Answer}
}

func quotes(q db.Q, hub, orderID string) ([]orders.Quote, error) {
	return db.All(q, func(r db.Scanner) (x orders.Quote, err error) {
		err = r.Scan(quoteInto(&x)...)
		return x, err
	}, `select `+quoteColumns+` from order_quote q where q.hub_id = $1 and q.order_id = $2 order by q.no desc`, hub, orderID)
}

// Yardstick is the minimum wage where the hub stands, on a day; 0 where the table does not reach.
func Yardstick(h hub.Hub, day when.Date) yen.Amount {
	w, err := tax.MinimumWage(ja.Prefecture(h.Address), day)
	if err != nil {
		return 0
	}
	return w
}

// Yardstick is today's minimum wage where the hub stands.
func (s *Store) Yardstick(ctx context.Context, a who.Actor) (yen.Amount, error) {
	if err := a.May(orders.MaySee); err != nil {
		return 0, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (yen.Amount, error) {
		h, today, err := hubstore.Today(v, a.Hub)
		return Yardstick(h, today), err
	})
}

// Quote makes the next version of a quote. It goes to the client at once, unless its fee
// falls short of the yardstick: then it waits for an approver's reason.
func (s *Store) Quote(ctx context.Context, a who.Actor, orderID string, last int, f orders.QuoteForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		h, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return err
		}
		o, err := Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		q, err := f.Read(today, o.Practice)
		if err != nil {
			return err
		}
		if !o.State.May(orders.QuotedFor) {
			return errState
		}
		if q.Wage = Yardstick(h, today); q.Fee > 0 {
			hourly, err := orders.Hourly(q.Fee, q.Seconds)
			if err != nil {
				return err
			}
			q.Hourly = hourly.Yen()
		}
		if q.No, q.State, q.MadeBy = last+1, orders.QuoteSent, a.Name; q.Below() {
			q.State = orders.QuoteWaiting
		}
		if err := insertQuote(tx, a, o, q); err != nil {
			return err
		}
		if err := own(tx, a, o); err != nil {
			return err
		}
		if q.State == orders.QuoteWaiting {
			return nil
		}
		return s.sendQuote(tx, a, o, q)
	})
}

// own makes whoever quotes an order the one who answers for it, where nobody does yet.
func own(tx *db.Tx, a who.Actor, o orders.Order) error {
	if o.Owner != "" {
		return nil
	}
	_, err := tx.Exec(`update client_order set owner = $3 where hub_id = $1 and id = $2`, a.Hub, o.ID, a.Name)
	return err
}

func insertQuote(tx *db.Tx, a who.Actor, o orders.Order, q orders.Quote) error {
	if _, err := tx.Exec(`update order_quote set state = 'replaced' where hub_id = $1 and order_id = $2 and state in ('waiting', 'sent', 'answered')`, a.Hub, o.ID); err != nil {
		return err
	}
	n, err := tx.Exec(`insert into order_quote (hub_id, order_id, no, state, volume, price_sen, fee_sen, seconds, promise_on, permille, valid_until, terms, wage_yen, hourly_yen, below_reason, approved_by, approved_at,
		made_by, made_at, answered_by, answered_at, answer) select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', '', $15, $16, '', '', ''
		where $3 = (select coalesce(max(no), 0) + 1 from order_quote where hub_id = $1 and order_id = $2)`,
		a.Hub, o.ID, q.No, string(q.State), q.Volume, int64(q.Price), int64(q.Fee), q.Seconds, q.Promise, q.Permille, q.Valid, q.Terms, int64(q.Wage), int64(q.Hourly), a.Name, tx.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return errStale
	}
	return journal.Note(tx, a, orders.Quoted{ID: o.ID, No: q.No, Total: q.Total(), Sent: q.State == orders.QuoteSent})
}

// sendQuote tells the client, and the order that it is quoted.
func (s *Store) sendQuote(tx *db.Tx, a who.Actor, o orders.Order, q orders.Quote) error {
	if o.State != orders.QuotedFor {
		if err := Move(tx, a, o, orders.QuotedFor, ""); err != nil {
			return err
		}
	}
	c, err := LoadClient(tx, a.Hub, o.Client)
	if err != nil {
		return err
	}
	l := i18n.JA
	return s.Tell(tx, a, c, "orders.quote", o, "orders.mail.quote_subject", "orders.mail.quote_text",
		mail.Fact{Label: l.T("orders.quote.total"), Value: l.T("orders.quote.total_value", "yen", l.Yen(q.Total()))}, mail.Fact{Label: l.T("orders.quote.promise"), Value: l.DateYear(q.Promise)},
		mail.Fact{Label: l.T("orders.quote.valid"), Value: l.DateYear(q.Valid)})
}

// Approve lets a fee below the yardstick go out, with the reason the city can read.
func (s *Store) Approve(ctx context.Context, a who.Actor, orderID string, no int, reason string) error {
	if err := a.May(orders.MayApprove); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		reason, err := orders.ReadReason(reason)
		if err != nil {
			return err
		}
		o, err := Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if o.State != orders.AskedFor && o.State != orders.QuotedFor { // declined or cancelled meanwhile
			return errState
		}
		err = db.Exec1(tx, errState, `update order_quote set state = 'sent', below_reason = $4, approved_by = $5, approved_at = $6 where hub_id = $1 and order_id = $2 and no = $3 and state = 'waiting'`,
			a.Hub, orderID, no, reason, a.Name, tx.Now())
		if err != nil {
			return err
		}
		qs, err := quotes(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		if err := journal.Note(tx, a, orders.QuoteApproved{ID: o.ID, No: no, Hourly: qs[0].Hourly, Wage: qs[0].Wage, Reason: reason}); err != nil {
			return err
		}
		return s.sendQuote(tx, a, o, qs[0])
	})
}

// Approval is a quote that waits for an approver.
type Approval struct {
	orders.Order
	orders.Quote
}

// Approvals are the quotes that wait for an approver, and the newest ones that were approved.
func (s *Store) Approvals(ctx context.Context, a who.Actor) (wait, done []Approval, err error) {
	if err := a.May(orders.MayApprove); err != nil {
		return nil, nil, err
	}
	all, err := db.Read(ctx, s.DB, func(v *db.View) ([]Approval, error) {
		return db.All(v, func(r db.Scanner) (x Approval, err error) {
			err = r.Scan(append(orderInto(&x.Order), quoteInto(&x.Quote)...)...)
			return x, err
		}, `select `+orderFields+`, `+quoteColumns+orderFrom+`join order_quote q on q.hub_id = o.hub_id and q.order_id = o.id
			where o.hub_id = $1 and (q.state = 'waiting' or q.below_reason <> '') order by o.made_at desc, o.id desc, q.no desc limit 200`, a.Hub)
	})
	for _, x := range all {
		if x.Quote.State == orders.QuoteWaiting {
			wait = append(wait, x)
		} else {
			done = append(done, x)
		}
	}
	return wait, done, err
}

// Approval is one quote that waits for an approver.
func (s *Store) Approval(ctx context.Context, a who.Actor, orderID string, no int) (Approval, error) {
	if err := a.May(orders.MayApprove); err != nil {
		return Approval{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Approval, error) {
		o, err := Load(v, a.Hub, orderID)
		if err != nil {
			return Approval{}, err
		}
		qs, err := quotes(v, a.Hub, orderID)
		if err != nil {
			return Approval{}, err
		}
		for _, q := range qs {
			if q.No == no && q.State == orders.QuoteWaiting {
				return Approval{o, q}, nil
			}
		}
		return Approval{}, errState
	})
}

// Reply is what a client says to a quote: yes, with their own order number, or something else.
type Reply struct {
	Yes              bool
	Name, PO, Answer string
}

func (r Reply) read() (Reply, error) {
	var c fault.Check
	r.Name, r.PO, r.Answer = ja.Name(r.Name), ja.Name(r.PO), ja.Name(r.Answer)
	c.When(r.Name == "", "name", "orders.field.missing")
	c.When(!r.Yes && r.Answer == "", "answer", "orders.field.missing")
	c.When(len([]rune(r.Name)) > 100, "name", "orders.field.long", "n", 100)
	c.When(len([]rune(r.PO)) > 100, "po", "orders.field.long", "n", 100)
	c.When(len([]rune(r.Answer)) > 2000, "answer", "orders.field.long", "n", 2000)
	return r, c.Err()
}

// AnswerByWindow is the client's answer to a quote, on the page.
func (s *Store) AnswerByWindow(ctx context.Context, a who.Actor, token, orderID string, no int, r Reply) error {
	if err := a.May(orders.MayAsk); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		o, _, err := windowOrder(tx, a.Hub, token, orderID)
		if err != nil {
			return err
		}
		return s.answer(tx, a, o, no, r)
	})
}

// AnswerFor records what the client answered by mail, on paper or by telephone.
func (s *Store) AnswerFor(ctx context.Context, a who.Actor, orderID string, no int, r Reply) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		o, err := Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		return s.answer(tx, a, o, no, r)
	})
}

var errLapsed = fault.New(fault.Conflict, "orders.fault.quote_lapsed")

// answer writes the answer. A yes freezes price, fee, time and promise in the order.
func (s *Store) answer(tx *db.Tx, a who.Actor, o orders.Order, no int, r Reply) error {
	r, err := r.read()
	if err != nil {
		return err
	}
	today := hubstore.Day(tx)
	qs, err := quotes(tx, a.Hub, o.ID)
	if err != nil {
		return err
	}
	if len(qs) == 0 || qs[0].No != no || !qs[0].Open(today) {
		if len(qs) > 0 && qs[0].No == no && qs[0].State == orders.QuoteAccepted && r.Yes {
			return nil // pressed twice
		}
		return errLapsed
	}
	q, state := qs[0], orders.QuoteOther
	if r.Yes {
		state = orders.QuoteAccepted
	}
	if _, err := tx.Exec(`update order_quote set state = $4, answered_by = $5, answered_at = $6, answer = $7 where hub_id = $1 and order_id = $2 and no = $3`, a.Hub, o.ID, no, string(state), r.Name, tx.Now(), r.Answer); err != nil {
		return err
	}
	if err := journal.Note(tx, a, orders.QuoteAnswered{ID: o.ID, No: no, Yes: r.Yes, By: r.Name}); err != nil || !r.Yes {
		return err
	}
	_, err = tx.Exec(`update client_order set volume = $3, price_sen = $4, fee_sen = $5, seconds = $6, promise_on = $7, permille = $8, po_number = $9 where hub_id = $1 and id = $2`,
		a.Hub, o.ID, q.Volume, int64(q.Price), int64(q.Fee), q.Seconds, q.Promise, q.Permille, r.PO)
	if err != nil {
		return err
	}
	if err := Move(tx, a, o, orders.Ordered, ""); err != nil {
		return err
	}
	c, err := LoadClient(tx, a.Hub, o.Client)
	if err != nil {
		return err
	}
	l := i18n.JA
	return s.Tell(tx, a, c, "orders.confirmed", o, "orders.mail.confirmed_subject", "orders.mail.confirmed_text",
		mail.Fact{Label: l.T("orders.quote.total"), Value: l.T("orders.quote.total_value", "yen", l.Yen(q.Total()))}, mail.Fact{Label: l.T("orders.quote.promise"), Value: l.DateYear(q.Promise)})
}
