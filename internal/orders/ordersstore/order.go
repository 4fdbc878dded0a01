package ordersstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/platform/mail"
)

// The columns of an order with the names around it, and the tables they stand in.
const (
	orderFields = `o.id, o.no, o.client_id, o.kind_id, o.title, o.state, o.practice, o.volume, o.wanted_on, o.words, o.po_number, o.permille, o.price_sen, o.fee_sen, o.seconds, o.promise_on,
	o.checks, o.first_rows, o.hub_only, o.phone, o.owner, o.version, o.made_at, c.name, c.no, k.name`
	orderFrom    = ` from client_order o join client c on c.hub_id = o.hub_id and c.id = o.client_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id `
	orderColumns = `select ` + orderFields + orderFrom + `where o.hub_id = $1 `
)

// orderInto is where the columns of an order go.
func orderInto(o *orders.Order) []any {
	return []any{&o.ID, &o.No, &o.Client, &o.Kind, &o.Title, &o.State, &o.Practice, &o.Volume, &o.Wanted, &o.Words, &o.PONumber, &o.Permille, &o.Price, &o.Fee, &o.Seconds, &o.Promise,
		&o.Checks, &o.FirstRows, &o.HubOnly, &o.Phone, &o.Owner, &o.Version, &o.Made, &o.ClientName, &o.ClientNo, &o.KindName}
}

func scanOrder(r db.Scanner) (o orders.Order, err error) {
	err = r.Scan(orderInto(&o)...)
	return o, err
}

// Load reads an order for the stores above, inside their own transaction.
func Load(q db.Q, hub, orderID string) (orders.Order, error) {
	return db.One(q, errOrder, scanOrder, orderColumns+`and o.id = $2`, hub, orderID)
}

// Board are the orders in one state, or all live ones; by promised date, what has none last.
func (s *Store) Board(ctx context.Context, a who.Actor, state orders.State) ([]orders.Order, map[orders.State]int, error) {
	if err := a.May(orders.MaySee); err != nil {
		return nil, nil, err
	}
	counts := map[orders.State]int{}
	rows, err := db.Read(ctx, s.DB, func(v *db.View) ([]orders.Order, error) {
		type n struct {
			state orders.State
			n     int
		}
		ns, err := db.All(v, func(r db.Scanner) (x n, err error) { err = r.Scan(&x.state, &x.n); return x, err },
			`select state, count(*) from client_order where hub_id = $1 group by state`, a.Hub)
		if err != nil {
			return nil, err
		}
		for _, x := range ns {
			counts[x.state] = x.n
		}
		return db.All(v, scanOrder, orderColumns+`and ($2 = o.state or $2 = '' and o.state in ('asked', 'quoted', 'ordered', 'working', 'delivered'))
			order by case when o.promise_on = '' then 1 else 0 end, o.promise_on, o.made_at desc, o.id limit 500`, a.Hub, string(state))
	})
	return rows, counts, err
}

// Live are the orders there is still something to do about, for the stores above.
func Live(q db.Q, hub string) ([]orders.Order, error) {
	return db.All(q, scanOrder, orderColumns+`and o.state in ('asked', 'quoted', 'ordered', 'working', 'delivered') order by o.no`, hub)
}

// Full is an order with everything that belongs to it.
type Full struct {
	orders.Order
	Of           orders.Client
	Work         orders.Kind
	Quotes       []orders.Quote // newest first
	Steps        []orders.Step
	Messages     []orders.Message
	Materials    []orders.Material
	Columns      []orders.Column
	Instructions []orders.Instruction // newest first
	Rows         int                  // of all materials that are ready
}

// Quote is the newest version of the quote.
func (f Full) Quote() (orders.Quote, bool) {
	if len(f.Quotes) == 0 {
		return orders.Quote{}, false
	}
	return f.Quotes[0], true
}

// Order is one order with all its parts.
func (s *Store) Order(ctx context.Context, a who.Actor, orderID string) (Full, error) {
	if err := a.May(orders.MaySee); err != nil {
		return Full{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Full, error) { return Whole(v, a.Hub, orderID) })
}

// Basis is what terms rest on: an order, for whom, what kind of work, and how it is to be done.
type Basis struct {
	orders.Order
	Of     orders.Client
	Work   orders.Kind
	Manual orders.Instruction // the newest version; No 0 where there is none
}

// Basis is an order's basis, from what was read already.
func (f Full) Basis() Basis {
	b := Basis{Order: f.Order, Of: f.Of, Work: f.Work}
	if len(f.Instructions) > 0 {
		b.Manual = f.Instructions[0]
	}
	return b
}

// LoadBasis reads what terms rest on, and no more; for the stores above.
func LoadBasis(q db.Q, hub, orderID string) (b Basis, err error) {
	if b.Order, err = Load(q, hub, orderID); err != nil {
		return b, err
	}
	if b.Of, err = LoadClient(q, hub, b.Client); err != nil {
		return b, err
	}
	if b.Work, err = LoadKind(q, hub, b.Kind); err != nil {
		return b, err
	}
	is, err := db.All(q, scanInstruction, instructionColumns+`order by no desc limit 1`, hub, orderID)
	if len(is) == 1 {
		b.Manual = is[0]
	}
	return b, err
}

// Whole reads an order with all its parts, for the stores above.
func Whole(q db.Q, hub, orderID string) (f Full, err error) {
	if f.Order, err = Load(q, hub, orderID); err != nil {
		return f, err
	}
	if f.Of, err = LoadClient(q, hub, f.Client); err != nil {
		return f, err
	}
	if f.Work, err = LoadKind(q, hub, f.Kind); err != nil {
		return f, err
	}
	if f.Quotes, err = quotes(q, hub, orderID); err != nil {
		return f, err
	}
	if f.Steps, err = db.All(q, func(r db.Scanner) (x orders.Step, err error) {
		err = r.Scan(&x.No, &x.State, &x.Reason, &x.MadeBy, &x.Made)
		return x, err
	}, `select no, state, reason, made_by, made_at from order_step where hub_id = $1 and order_id = $2 order by no`, hub, orderID); err != nil {
		return f, err
	}
	if f.Messages, err = db.All(q, func(r db.Scanner) (x orders.Message, err error) {
		err = r.Scan(&x.ID, &x.Side, &x.Body, &x.MadeBy, &x.Made)
		return x, err
	}, `select id, side, body, made_by, made_at from order_message where hub_id = $1 and order_id = $2 order by made_at, id`, hub, orderID); err != nil {
		return f, err
	}
	if f.Materials, err = materials(q, hub, orderID); err != nil {
		return f, err
	}
	if f.Columns, err = Columns(q, hub, orderID); err != nil {
		return f, err
	}
	if f.Instructions, err = Instructions(q, hub, orderID); err != nil {
		return f, err
	}
	f.Rows, err = RowCount(q, hub, orderID)
	return f, err
}

// AskFor enters an order a client asked for by mail or telephone, or practice work.
func (s *Store) AskFor(ctx context.Context, a who.Actor, once, clientID, kindID string, practice bool, f orders.AskForm) (string, error) {
	if err := a.May(orders.MayKeep); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		today := hubstore.Day(tx)
		x, err := f.Read(today)
		if clientID == "" || kindID == "" {
			err = missing(err, clientID == "", kindID == "")
		}
		if err != nil {
			return "", err
		}
		c, err := LoadClient(tx, a.Hub, clientID)
		if err != nil {
			return "", err
		}
		return s.open(tx, a, once, c, kindID, practice, x)
	})
}

// missing adds what was not picked to what else is wrong.
func missing(err error, client, kind bool) error {
	var c fault.Check
	c.When(client, "client", "orders.field.pick")
	c.When(kind, "kind", "orders.field.pick")
	if f := fault.Of(err); f != nil {
		for _, x := range f.Fields {
			c.Add(x.Name, x.Key, x.Args...)
		}
	}
	return c.Err()
}

// open writes a new order; once makes a double press one order.
func (s *Store) open(tx *db.Tx, a who.Actor, once string, c orders.Client, kindID string, practice bool, x orders.Asking) (string, error) {
	k, err := LoadKind(tx, a.Hub, kindID)
	if err != nil {
		return "", err
	}
	no, err := next(tx, `select coalesce(max(no), 0) + 1 from client_order where hub_id = $1`, a.Hub)
	if err != nil {
		return "", err
	}
	oid := id.Make()
	if once == "" {
		once = oid
	}
	n, err := tx.Exec(`insert into client_order (hub_id, id, no, once_key, client_id, kind_id, title, state, practice, volume, wanted_on, words, po_number, permille, price_sen, fee_sen, seconds, promise_on,
		checks, first_rows, hub_only, phone, owner, version, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, 'asked', $8, $9, $10, $11, '', $12, 0, 0, $13, '', $14, 0, $15, $16, $17, 1, $18, $19)
		on conflict (hub_id, once_key) do nothing`, a.Hub, oid, no, once, c.ID, k.ID, x.Title, db.Bit(practice), x.Volume, x.Wanted, x.Words, x.Permille, k.Seconds, k.Checks, db.Bit(k.HubOnly), db.Bit(k.Phone), by(a, ""), by(a, c.Name), tx.Now())
	if err != nil {
		return "", err
	}
	if n == 0 {
		return db.Value[string](tx, `select id from client_order where hub_id = $1 and once_key = $2`, a.Hub, once)
	}
	if err := step(tx, a.Hub, by(a, c.Name), oid, orders.AskedFor, ""); err != nil {
		return "", err
	}
	return oid, journal.Note(tx, a, orders.Asked{ID: oid, No: no, Client: c.ID, Title: x.Title})
}

// by is who did something: whoever comes by the page or a link is the client.
func by(a who.Actor, client string) string {
	if a.Name == who.Visitor("").Name {
		return client
	}
	return a.Name
}

// step records a state; the caller writes it into the order.
func step(tx *db.Tx, hub, by, orderID string, to orders.State, reason string) error {
	_, err := tx.Exec(`insert into order_step (hub_id, order_id, no, state, reason, made_by, made_at)
		select $1, $2, (select coalesce(max(no), 0) + 1 from order_step where hub_id = $1 and order_id = $2), $3, $4, $5, $6`, hub, orderID, string(to), reason, by, tx.Now())
	return err
}

// Move takes an order into another state, on record; for the stores above too.
func Move(tx *db.Tx, a who.Actor, o orders.Order, to orders.State, reason string) error {
	if !o.State.May(to) {
		return errState
	}
	if err := db.Exec1(tx, errStale, `update client_order set state = $4, version = version + 1 where hub_id = $1 and id = $2 and state = $3`, a.Hub, o.ID, string(o.State), string(to)); err != nil {
		return err
	}
	if err := step(tx, a.Hub, by(a, o.ClientName), o.ID, to, reason); err != nil {
		return err
	}
	return journal.Note(tx, a, orders.Stepped{ID: o.ID, No: o.No, State: to, Reason: reason})
}

// Ask takes a request from the page for clients. Who is known by their mail address is
// the same client; anybody else becomes one. The receipt goes to the address given.
func (s *Store) Ask(ctx context.Context, a who.Actor, once, kindID string, p orders.PersonForm, f orders.AskForm) (string, error) {
	if err := a.May(orders.MayAsk); err != nil {
		return "", err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (string, error) {
		h, today, err := hubstore.Today(tx, a.Hub)
		if err != nil {
			return "", err
		}
		x, errAsk := f.Read(today)
		who, err := p.Read()
		if err = join(err, errAsk); err == nil && kindID == "" {
			err = missing(nil, false, true)
		}
		if err != nil {
			return "", err
		}
		c, err := s.clientOf(tx, a, who)
		if err != nil {
			return "", err
		}
		before, err := db.Value[int](tx, `select count(*) from client_order where hub_id = $1 and once_key = $2`, a.Hub, once)
		if err != nil {
			return "", err
		}
		oid, err := s.open(tx, a, once, c, kindID, false, x)
		if err != nil || before > 0 || who.Mail == "" {
			return oid, err
		}
		l := i18n.JA
		_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: "orders.receipt", About: oid, To: who.Mail, ToName: who.Name, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T("orders.mail.receipt_subject"),
			Paragraphs: []string{l.T("orders.mail.dear", "company", who.Company, "name", who.Name), l.T("orders.mail.receipt_text", "day", l.DateYear(replyDay(h, tx.Now())))},
			Facts:      []mail.Fact{{Label: l.T("orders.ask.title_label"), Value: x.Title}, {Label: l.T("orders.ask.words"), Value: x.Words}}})
		return oid, err
	})
}

// join is one fault with the fields of two.
func join(one, two error) error {
	if one == nil || two == nil || fault.Of(one) == nil || fault.Of(two) == nil {
		if one == nil {
			return two
		}
		return one
	}
	f := *fault.Of(one)
	f.Fields = append(append([]fault.Field{}, f.Fields...), fault.Of(two).Fields...)
	return &f
}

func (s *Store) clientOf(tx *db.Tx, a who.Actor, p orders.Person) (orders.Client, error) {
	if p.Mail != "" {
		same, err := db.All(tx, scanClient, clientColumns+`and mail = $2 and ended_at = '' order by no limit 1`, a.Hub, p.Mail)
		if err != nil {
			return orders.Client{}, err
		}
		if len(same) == 1 {
			return same[0], nil
		}
	}
	c := orders.Client{ID: id.Make(), Kind: "company", Name: p.Company, Contact: p.Name, Mail: p.Mail, Phone: p.Phone, Capital: orders.Unknown, Employees: orders.Unknown, ClosingDay: 31, PayMonths: 1, PayDay: 31}
	return c, enter(tx, a, c)
}

// End declines an order that is not bound yet, or cancels one; always with a reason.
func (s *Store) End(ctx context.Context, a who.Actor, orderID string, to orders.State, reason string) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	if to != orders.Declined && to != orders.Cancelled {
		return errState
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
		if o.State == orders.Working { // pieces are out with people: R-37 wants each of them settled first
			return errState
		}
		return Move(tx, a, o, to, reason)
	})
}

// SavePlan sets how an order is worked on, until its first piece opens.
func (s *Store) SavePlan(ctx context.Context, a who.Actor, orderID string, version int, f orders.PlanForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	p, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		err := db.Exec1(tx, errStale, `update client_order set checks = $4, first_rows = $5, hub_only = $6, phone = $7, owner = $8, version = version + 1
			where hub_id = $1 and id = $2 and version = $3 and state in ('asked', 'quoted', 'ordered')`, a.Hub, orderID, version, p.Checks, p.FirstRows, db.Bit(p.HubOnly), db.Bit(p.Phone), p.Owner)
		if err != nil {
			return err
		}
		return journal.Note(tx, a, orders.Planned{ID: orderID, Checks: p.Checks, FirstRows: p.FirstRows, HubOnly: p.HubOnly, Phone: p.Phone, Owner: p.Owner})
	})
}

// AgreeDay promises an order in hand for another day, to which somebody at the client's
// agreed: the old day stays in the journal, and the client has the new one in writing. The
// deadlines of pieces stay as they were called for. The version makes a double press one day.
func (s *Store) AgreeDay(ctx context.Context, a who.Actor, orderID string, version int, f orders.DayForm) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := hubstore.Day(tx)
		o, err := Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		d, err := f.Read(today, o.Promise)
		if err != nil {
			return err
		}
		if o.State != orders.Ordered && o.State != orders.Working {
			return errState
		}
		if err := db.Exec1(tx, errStale, `update client_order set promise_on = $4, version = version + 1 where hub_id = $1 and id = $2 and version = $3`, a.Hub, o.ID, version, d.On); err != nil {
			return err
		}
		if err := journal.Note(tx, a, orders.DayAgreed{ID: o.ID, From: o.Promise, To: d.On, By: d.By, Why: d.Why}); err != nil {
			return err
		}
		l := i18n.JA
		body := l.T("orders.day.message", "from", l.Date(o.Promise), "to", l.Date(d.On), "by", d.By, "why", d.Why)
		return s.write(tx, a, o, id.Make(), body, mail.Fact{Label: l.T("orders.quote.promise"), Value: l.DateYear(d.On)})
	})
}

// Write says something to the client; where they have a mail address they are told.
func (s *Store) Write(ctx context.Context, a who.Actor, orderID, once, body string) error {
	if err := a.May(orders.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		o, err := Load(tx, a.Hub, orderID)
		if err != nil {
			return err
		}
		return s.write(tx, a, o, once, body)
	})
}

// write says something to the client of an order and tells them by mail, once.
func (s *Store) write(tx *db.Tx, a who.Actor, o orders.Order, once, body string, facts ...mail.Fact) error {
	fresh, err := say(tx, a, o.ID, once, "hub", a.Name, body)
	if err != nil || !fresh {
		return err
	}
	c, err := LoadClient(tx, a.Hub, o.Client)
	if err != nil {
		return err
	}
	return s.Tell(tx, a, c, "orders.message", o, "orders.mail.message_subject", "orders.mail.message_text", facts...)
}

// say writes a message; fresh tells whether it was not there yet.
func say(tx *db.Tx, a who.Actor, orderID, once, side, by, body string) (fresh bool, err error) {
	if body, err = orders.ReadMessage(body); err != nil {
		return false, err
	}
	n, err := tx.Exec(`insert into order_message (hub_id, id, order_id, once_key, side, body, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (hub_id, once_key) do nothing`,
		a.Hub, id.Make(), orderID, once, side, body, by, tx.Now())
	if err != nil || n == 0 {
		return false, err
	}
	return true, journal.Note(tx, a, orders.Wrote{ID: orderID, Side: side})
}

// windowLife is how many days a link lives that goes out with a letter.
const windowLife = 180

// Tell writes a letter about an order to its client, with a link of its own to the
// window. For the stores above too; a client without a mail address is called.
func (s *Store) Tell(tx *db.Tx, a who.Actor, c orders.Client, kind string, o orders.Order, subject, text string, facts ...mail.Fact) error {
	if c.Mail == "" {
		return nil
	}
	h, err := hubstore.Load(tx, a.Hub)
	if err != nil {
		return err
	}
	token, err := give(tx, a, c.ID, orders.Window{GivenTo: c.Contact, Expires: tx.Now().DateIn(h.Zone()).AddDays(windowLife)})
	if err != nil {
		return err
	}
	l := i18n.JA
	_, err = mail.Enqueue(tx, mail.Message{Hub: a.Hub, Kind: kind, About: o.ID, To: c.Mail, ToName: c.Contact, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T(subject, "title", o.Title),
		Paragraphs: []string{l.T("orders.mail.dear", "company", c.Name, "name", c.Contact), l.T(text, "title", o.Title)}, Facts: facts,
		Button: &mail.Link{Label: l.T("orders.mail.window_button"), URL: s.Hubs.URL(h, "/window/"+token+"/orders/"+o.ID)}})
	return err
}
