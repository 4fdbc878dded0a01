package ordersstore

import (
	"context"
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
)

// View is what a client's window shows: who they are, and their orders.
type View struct {
	orders.Window
	Of     orders.Client
	Orders []orders.Order
}

// ByLink opens a client's window; that it was opened stands with the link.
func (s *Store) ByLink(ctx context.Context, a who.Actor, token string) (View, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return View{}, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (x View, err error) {
		today := hubstore.Day(tx)
		if x.Window, x.Of, err = ByWindow(tx, a.Hub, token, today); err != nil {
			return x, err
		}
		if x.Seen.DateIn(when.Tokyo) != tx.Now().DateIn(when.Tokyo) {
			if _, err := tx.Exec(`update client_window set seen_at = $3 where hub_id = $1 and id = $2`, a.Hub, x.ID, tx.Now()); err != nil {
				return x, err
			}
		}
		x.Orders, err = db.All(tx, scanOrder, orderColumns+`and o.client_id = $2 and o.practice = 0 order by o.made_at desc, o.id desc`, a.Hub, x.Client)
		return x, err
	})
}

var errNoClient = fault.New(fault.NotFound, "orders.fault.no_client")

// Enter opens the window of the client somebody signed in for: the one who is reached at
// the address of their account. The link is theirs for a day.
func (s *Store) Enter(ctx context.Context, a who.Actor) (token string, err error) {
	if err := a.May(orders.MayEnter); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		today := hubstore.Day(tx)
		c, err := db.One(tx, errNoClient, scanClient, clientColumns+`and ended_at = '' and mail <> '' and mail = (select p.mail from person p join person_role r on r.person_id = p.id and r.hub_id = $1 and r.role = 'client' and r.ended_at = '' where p.id = $2) order by no limit 1`,
			a.Hub, a.Person)
		if err != nil {
			return "", err
		}
		return give(tx, a, c.ID, orders.Window{GivenTo: a.Name, Expires: today.AddDays(1)})
	})
}

// windowOrder is an order as a client's link may see it.
func windowOrder(q db.Q, hubID, token, orderID string) (orders.Order, orders.Client, error) {
	today := hubstore.Day(q)
	_, c, err := ByWindow(q, hubID, token, today)
	if err != nil {
		return orders.Order{}, c, err
	}
	o, err := Load(q, hubID, orderID)
	if err == nil && (o.Client != c.ID || o.Practice) {
		err = errOrder // not theirs: it does not exist for them
	}
	return o, c, err
}

// WindowOrder is an order with its parts as a client's link may see it; for the stores above too.
func WindowOrder(q db.Q, hubID, token, orderID string) (Full, error) {
	if _, _, err := windowOrder(q, hubID, token, orderID); err != nil {
		return Full{}, err
	}
	return Whole(q, hubID, orderID)
}

// OrderByLink is one order in a client's window.
func (s *Store) OrderByLink(ctx context.Context, a who.Actor, token, orderID string) (Full, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return Full{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Full, error) { return WindowOrder(v, a.Hub, token, orderID) })
}

// WriteByLink is what a client says in the window.
func (s *Store) WriteByLink(ctx context.Context, a who.Actor, token, orderID, once, body string) error {
	if err := a.May(orders.MayAsk); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		o, c, err := windowOrder(tx, a.Hub, token, orderID)
		if err != nil {
			return err
		}
		_, err = say(tx, a, o.ID, once, "client", c.Name, body)
		return err
	})
}

// AskByLink is a new request of a client who has a window.
func (s *Store) AskByLink(ctx context.Context, a who.Actor, token, once, kindID string, f orders.AskForm) (string, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		today := hubstore.Day(tx)
		_, c, err := ByWindow(tx, a.Hub, token, today)
		if err != nil {
			return "", err
		}
		x, err := f.Read(today)
		if kindID == "" {
			err = missing(err, false, true)
		}
		if err != nil {
			return "", err
		}
		return s.open(tx, a, once, c, kindID, false, x)
	})
}

// What the page for clients takes with a request: samples, no material.
const (
	SamplesMost = 10 << 20 // bytes of all of them
	samplesMany = 5
)

// KeepSample keeps a sample that came with a request. Whoever sent the request knows its
// once, a number of their own; the same file twice is one.
func (s *Store) KeepSample(ctx context.Context, a who.Actor, orderID, once string, u Upload) error {
	if err := a.May(orders.MayAsk); err != nil {
		return err
	}
	u.Use = "sample"
	_, err := s.keep(ctx, a, u, func(q db.Q) (orders.Order, error) {
		o, err := Load(q, a.Hub, orderID)
		if err != nil {
			return o, err
		}
		mine, err := db.Value[int](q, `select count(*) from client_order where hub_id = $1 and id = $2 and once_key = $3 and state = 'asked'`, a.Hub, orderID, once)
		if err == nil && mine == 0 {
			err = errOrder
		}
		if err != nil {
			return o, err
		}
		ms, err := materials(q, a.Hub, orderID)
		same := slices.ContainsFunc(ms, func(m orders.Material) bool { return m.Name == u.Name })
		if err == nil && (same || len(ms) >= samplesMany) {
			err = errState
		}
		return o, err
	})
	if err == errState {
		return nil // sent twice, or more than somebody can look at
	}
	return err
}

// ReplyDay is the day by which a request that comes now is answered.
func (s *Store) ReplyDay(ctx context.Context, a who.Actor) (when.Date, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return when.Date{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (when.Date, error) {
		h, err := hubstore.Load(v, a.Hub)
		return replyDay(h, v.Now()), err
	})
}

// replyDay is the day by which what comes at a moment is answered. A hub that has not set
// its opening hours yet answers within as many days of the calendar.
func replyDay(h hub.Hub, at when.Instant) when.Date {
	if by := h.Hours().ReplyBy(at, h.Zone(), h.ReplyDays); !by.IsZero() {
		return by.DateIn(h.Zone())
	}
	return at.DateIn(h.Zone()).AddDays(max(h.ReplyDays, 1))
}

// Waiting is what waits for staff: requests without a quote, messages of clients that were
// not answered, quotes that wait for an approver.
type Waiting struct{ Requests, Messages, Approvals int }

// Waits counts what waits for staff.
func (s *Store) Waits(ctx context.Context, a who.Actor) (Waiting, error) {
	if !a.Can(orders.MayApprove) { // an approver sees how many wait, and no order
		if err := a.May(orders.MaySee); err != nil {
			return Waiting{}, err
		}
	}
	return db.Read(ctx, s.DB, func(v *db.View) (w Waiting, err error) {
		if w.Requests, err = db.Value[int](v, `select count(*) from client_order where hub_id = $1 and state = 'asked'`, a.Hub); err != nil {
			return w, err
		}
		if w.Messages, err = db.Value[int](v, `select count(*) from client_order o where o.hub_id = $1 and o.state in ('asked', 'quoted', 'ordered', 'working', 'delivered')
			and (select m.side from order_message m where m.hub_id = o.hub_id and m.order_id = o.id order by m.made_at desc, m.id desc limit 1) = 'client'`, a.Hub); err != nil {
			return w, err
		}
		w.Approvals, err = db.Value[int](v, `select count(*) from order_quote where hub_id = $1 and state = 'waiting'`, a.Hub)
		return w, err
	})
}
