package dispatchstore

import (
	"context"
	"encoding/json"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/care/carestore"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// Board is the newest plan with all that staff decide by.
type Board struct {
	Plan
	Making  bool // another one is being made
	Failed  bool // the last one asked for came to nothing
	Today   when.Date
	Monday  when.Date
	Open    []bool // whether the hub is open, day by day from Monday
	Orders  []Row
	Loads   []dispatch.Load
	Shares  []dispatch.Proposal // not offered yet
	Offers  []Offer             // out, and standing
	Parts   []dispatch.Part     // what can be decided on: work nobody has in hand
	Pins    []Pin
	Changes []Change
	People  map[string]Person
	Titles  map[string]orders.Order
	Kinds   map[string]orders.Kind
	// Arranged are those with whom something was agreed, for a named handler alone. What
	// it is are words, which no plan reads: whoever sends offers looks there first.
	Arranged map[string]bool
}

// Person is somebody of the hub as a board names them.
type Person struct {
	Name string
	No   int
}

// Row is an order on the board.
type Row struct {
	dispatch.Outlook
	orders.Order
}

// Change is what moved since the plan before: an order's date.
type Change struct {
	Order    string
	Was, Now when.Date // zero: not within the days planned
}

// Board reads the newest plan. Without one it is empty, and says what to do first.
func (s *Store) Board(ctx context.Context, a who.Actor) (Board, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return Board{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (b Board, err error) {
		h, today, err := hubstore.Today(v, a.Hub)
		if err != nil {
			return b, err
		}
		f := dispatch.Facts{Today: today}
		b.Today, b.Monday = today, f.Monday()
		b.Open = openDays(h, today)
		if b.Plan, err = newest(v, a.Hub); err != nil {
			return b, err
		}
		if b.Making, b.Failed, err = progress(v, a.Hub); err != nil {
			return b, err
		}
		if err := b.names(v, a.Hub); err != nil {
			return b, err
		}
		if b.Arranged, err = carestore.Arranged(v, a, today); err != nil {
			return b, err
		}
		if b.Parts, err = parts(v, a.Hub); err != nil {
			return b, err
		}
		if b.Pins, err = pins(v, a.Hub); err != nil || b.No == 0 {
			return b, err
		}
		if err := b.read(v, a.Hub); err != nil {
			return b, err
		}
		b.Changes, err = changes(v, a.Hub, b.No)
		return b, err
	})
}

// Waits is what the newest plan leaves to people.
type Waits struct {
	Late       int // orders that would not be ready as promised
	Proposed   int // orders with proposals that have not gone out
	Unanswered int // offers that are with people
}

// Waits counts what waits for whoever decides.
func (s *Store) Waits(ctx context.Context, a who.Actor) (Waits, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return Waits{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (n Waits, err error) {
		p, err := newest(v, a.Hub)
		if err != nil || p.No == 0 {
			return n, err
		}
		outlooks, err := db.All(v, scanOutlook, outlookColumns+`and plan_no = $2 and order_id in (select id from client_order where hub_id = $1 and state in ('ordered', 'working'))`, a.Hub, p.No)
		if err != nil {
			return n, err
		}
		for _, o := range outlooks {
			if o.Late() {
				n.Late++
			}
		}
		proposed, err := shares(v, a.Hub, p.No)
		if err != nil {
			return n, err
		}
		for i, x := range proposed { // those of an order stand together
			if i == 0 || x.Order != proposed[i-1].Order {
				n.Proposed++
			}
		}
		n.Unanswered, err = db.Value[int](v, `select count(*) from dispatch_offer where hub_id = $1 and closed_at = '' and told_at <> ''`, a.Hub)
		return n, err
	})
}

// names are the orders, kinds and people a board speaks of.
func (b *Board) names(v *db.View, hubID string) error {
	b.People = map[string]Person{}
	ws, err := workersstore.InState(v, hubID, workers.Registered)
	if err != nil {
		return err
	}
	for _, w := range ws {
		b.People[w.ID] = Person{w.Name, w.No}
	}
	return b.titles(v, hubID)
}

func (b *Board) titles(v *db.View, hubID string) error {
	b.Titles, b.Kinds = map[string]orders.Order{}, map[string]orders.Kind{}
	kinds, err := ordersstore.Catalogue(v, hubID)
	if err != nil {
		return err
	}
	for _, k := range kinds {
		b.Kinds[k.ID] = k
	}
	live, err := ordersstore.Live(v, hubID)
	for _, o := range live {
		b.Titles[o.ID] = o
	}
	return err
}

func (b *Board) read(v *db.View, hubID string) (err error) {
	outlooks, err := db.All(v, scanOutlook, outlookColumns+`and plan_no = $2 order by place`, hubID, b.No)
	if err != nil {
		return err
	}
	for _, o := range outlooks {
		if x, ok := b.Titles[o.Order]; ok {
			b.Orders = append(b.Orders, Row{o, x})
		}
	}
	if b.Loads, err = db.All(v, scanLoad, `select worker_id, week_minutes, week_offered, minutes, offered, fresh from dispatch_load where hub_id = $1 and plan_no = $2
		order by week_minutes * 1000 / (week_offered + 1) desc, worker_id`, hubID, b.No); err != nil {
		return err
	}
	if b.Shares, err = shares(v, hubID, b.No); err != nil {
		return err
	}
	b.Offers, err = offers(v, hubID)
	return err
}

const outlookColumns = `select order_id, promise_on, ready_on, slack, missing, people, spells from dispatch_outlook where hub_id = $1 `

func scanOutlook(r db.Scanner) (o dispatch.Outlook, err error) {
	var spells string
	if err = r.Scan(&o.Order, &o.Promise, &o.Ready, &o.Slack, &o.Missing, &o.People, &spells); err != nil {
		return o, err
	}
	return o, json.Unmarshal([]byte(spells), &o.Spells)
}

func scanLoad(r db.Scanner) (l dispatch.Load, err error) {
	var fresh int
	err = r.Scan(&l.Worker, &l.Week, &l.WeekOffered, &l.All, &l.Offered, &fresh)
	l.New = fresh == 1
	return l, err
}

// changes are the orders whose date is another one than in the plan before.
func changes(q db.Q, hubID string, no int) ([]Change, error) {
	return db.All(q, func(r db.Scanner) (c Change, err error) { err = r.Scan(&c.Order, &c.Was, &c.Now); return c, err },
		`select n.order_id, w.ready_on, n.ready_on from dispatch_outlook n join dispatch_outlook w on w.hub_id = n.hub_id and w.order_id = n.order_id
		where n.hub_id = $1 and n.plan_no = $2 and w.plan_no = (select coalesce(max(no), 0) from dispatch_plan where hub_id = $1 and no < $2 and state = 'ready') and w.ready_on <> n.ready_on order by n.place`, hubID, no)
}

// Ready is by when an order would be ready, by the newest plan: the date staff and client
// see. ok is false where no plan speaks of it.
func Ready(q db.Q, hubID, orderID string) (o dispatch.Outlook, ok bool, err error) {
	rows, err := db.All(q, scanOutlook, outlookColumns+`and order_id = $2 and plan_no = (select coalesce(max(no), 0) from dispatch_plan where hub_id = $1 and state = 'ready')`, hubID, orderID)
	if err != nil || len(rows) == 0 {
		return o, false, err
	}
	return rows[0], true, nil
}

// Dates are by when each order would be ready, by the newest plan.
func (s *Store) Dates(ctx context.Context, a who.Actor) (map[string]dispatch.Outlook, error) {
	if err := a.May(dispatch.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (map[string]dispatch.Outlook, error) {
		rows, err := db.All(v, scanOutlook, outlookColumns+`and plan_no = (select coalesce(max(no), 0) from dispatch_plan where hub_id = $1 and state = 'ready')`, a.Hub)
		out := map[string]dispatch.Outlook{}
		for _, o := range rows {
			out[o.Order] = o
		}
		return out, err
	})
}

// WindowDate is by when an order would be ready, for the client whose link this is.
func (s *Store) WindowDate(ctx context.Context, a who.Actor, token, orderID string) (o dispatch.Outlook, ok bool, err error) {
	if err := a.May(orders.MayAsk); err != nil {
		return o, false, err
	}
	o, err = db.Read(ctx, s.DB, func(v *db.View) (o dispatch.Outlook, err error) {
		if _, err := ordersstore.WindowOrder(v, a.Hub, token, orderID); err != nil {
			return o, err
		}
		o, ok, err = Ready(v, a.Hub, orderID)
		return o, err
	})
	return o, ok, err
}
