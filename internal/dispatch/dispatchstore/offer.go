package dispatchstore

import (
	"context"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/dispatch"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work"
	"hiroba/internal/work/workstore"
)

// answerWithin is how long an offer waits for its first piece to be taken on. It says
// nothing afterwards of why none was.
const answerWithin = 36 * time.Hour

// Send accepts the proposals of the newest plan, for one order or for all: they go out as
// offers, to each person when her quiet hours allow. A plan that is no longer the newest
// is not sent.
func (s *Store) Send(ctx context.Context, a who.Actor, no int, orderID string) (int, error) {
	if err := a.May(dispatch.MayRun); err != nil {
		return 0, err
	}
	return db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
		p, err := newest(tx, a.Hub)
		if err != nil {
			return 0, err
		}
		if p.No == 0 {
			return 0, errNoPlan
		}
		if p.No != no {
			return 0, errStale
		}
		shares, err := shares(tx, a.Hub, no)
		if err != nil {
			return 0, err
		}
		var out []dispatch.Proposal
		for _, x := range shares {
			if orderID == "" || x.Order == orderID {
				out = append(out, x)
			}
		}
		decided, err := decided(tx, a.Hub, orderID)
		if err != nil {
			return 0, err
		}
		out = append(out, decided...)
		n, sent, err := offer(tx, a.Hub, no, out)
		if err != nil || n == 0 {
			return n, err
		}
		if err := letOut(tx, a, out); err != nil {
			return 0, err
		}
		if _, err := tx.Exec(`update dispatch_plan set sent_by = $3, sent_at = $4 where hub_id = $1 and no = $2`, a.Hub, no, a.Name, tx.Now()); err != nil {
			return 0, err
		}
		return n, journal.Note(tx, a, dispatch.Sent{No: no, Offers: n, Orders: sent})
	})
}

// letOut notes the orders whose gaps are filled from now on without asking.
func letOut(tx *db.Tx, a who.Actor, ps []dispatch.Proposal) error {
	for _, p := range ps {
		if _, err := tx.Exec(`insert into dispatch_out (hub_id, order_id, made_by, made_at) values ($1, $2, $3, $4) on conflict (hub_id, order_id) do nothing`, a.Hub, p.Order, a.Name, tx.Now()); err != nil {
			return err
		}
	}
	return nil
}

// decided are the decisions of staff, which go out as offers too and stand as these from
// then on.
func decided(tx *db.Tx, hubID, orderID string) ([]dispatch.Proposal, error) {
	return db.All(tx, func(r db.Scanner) (p dispatch.Proposal, err error) {
		p.Why = dispatch.ByPin
		err = r.Scan(&p.Order, &p.Lane, &p.Pass, &p.Worker, &p.Units)
		return p, err
	}, `update dispatch_pin set ended_at = $3 where hub_id = $1 and ended_at = '' and ($2 = '' or order_id = $2) returning order_id, lane, pass, worker_id, units`, hubID, orderID, tx.Now())
}

// shares are the proposals of a plan that are not offered yet.
func shares(q db.Q, hubID string, no int) ([]dispatch.Proposal, error) {
	return db.All(q, func(r db.Scanner) (p dispatch.Proposal, err error) {
		err = r.Scan(&p.Order, &p.Lane, &p.Pass, &p.Worker, &p.Units, &p.Minutes, &p.First, &p.Last, &p.Why)
		return p, err
	}, `select x.order_id, x.lane, x.pass, x.worker_id, x.units, x.minutes, x.first_on, x.last_on, x.why from dispatch_share x join client_order o on o.hub_id = x.hub_id and o.id = x.order_id
		where x.hub_id = $1 and x.plan_no = $2 and x.lane >= 0 and o.state in ('ordered', 'working')
		and not exists (select 1 from dispatch_offer f where f.hub_id = x.hub_id and f.order_id = x.order_id and f.lane = x.lane and f.pass = x.pass and f.worker_id = x.worker_id and f.plan_no = x.plan_no)
		order by x.order_id, x.first_on, x.worker_id, x.lane, x.pass`, hubID, no)
}

// offer enters offers and has each order's go out. What is offered once more joins the
// offer that is open.
func offer(tx *db.Tx, hubID string, no int, ps []dispatch.Proposal) (n, orders int, err error) {
	last := ""
	for _, p := range ps {
		more, err := tx.Exec(`update dispatch_offer set units = units + $6, plan_no = $7 where hub_id = $1 and order_id = $2 and lane = $3 and pass = $4 and worker_id = $5 and closed_at = ''`,
			hubID, p.Order, p.Lane, p.Pass, p.Worker, p.Units, no)
		if err != nil {
			return 0, 0, err
		}
		if more == 0 {
			if _, err := tx.Exec(`insert into dispatch_offer (hub_id, id, order_id, lane, pass, worker_id, units, plan_no, why, made_at, told_at, answer_by, closed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '', '')`,
				hubID, id.Make(), p.Order, p.Lane, p.Pass, p.Worker, p.Units, no, string(p.Why), tx.Now()); err != nil {
				return 0, 0, err
			}
		}
		n++
		if p.Order == last {
			continue
		}
		last = p.Order
		orders++
		if err := jobs.Enqueue(tx, jobs.New(hubID, "dispatch.offer", offerArgs{p.Order})); err != nil {
			return 0, 0, err
		}
	}
	return n, orders, nil
}

type offerArgs struct{ Order string }

// offerJob has an order's new offers told, by the order's call: all nine items, to each
// person when her quiet hours allow. Where the call reaches everybody, they know already.
// An order that is not cut waits; the next plan after it is cut tells them.
func (s *Store) offerJob(ctx context.Context, j jobs.Job) error {
	var x offerArgs
	if err := j.Read(&x); err != nil {
		return jobs.Never(err)
	}
	c, ready, err := s.callFor(ctx, j.Hub, x.Order)
	if err != nil || !ready {
		return err
	}
	if len(c.form.Workers) > 0 {
		err = s.Work.Call(ctx, who.System(j.Hub, "dispatch", work.MayRun), x.Order, c.version, c.form)
		if fault.KindOf(err) == fault.Invalid {
			return nil // the day promised is over: the board says that offers wait for a new one
		}
		if err != nil {
			return err // a call that changed meanwhile is read once more
		}
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error { return told(tx, j.Hub, x.Order) })
}

// told notes whom the order's call reached. An offer to somebody it could not reach is over
// as others are: it would wait for ever, and nobody else be asked.
func told(tx *db.Tx, hubID, orderID string) error {
	call, live, err := workstore.CallOf(tx, hubID, orderID)
	if err != nil || !live || !call.Live {
		return err
	}
	if _, err = tx.Exec(`update dispatch_offer set told_at = $3, answer_by = $4 where hub_id = $1 and order_id = $2 and told_at = '' and closed_at = ''
		and ($5 = 1 or exists (select 1 from work_call_to t where t.hub_id = dispatch_offer.hub_id and t.order_id = dispatch_offer.order_id and t.worker_id = dispatch_offer.worker_id and t.told_version > 0))`,
		hubID, orderID, tx.Now(), tx.Now().Add(answerWithin), db.Bit(call.Everybody)); err != nil {
		return err
	}
	_, err = tx.Exec(`update dispatch_offer set closed_at = $3 where hub_id = $1 and order_id = $2 and told_at = '' and closed_at = '' and made_at <= $4`, hubID, orderID, tx.Now(), call.Updated)
	return err
}

// calling is the call an order's offers need: none where nobody new is in it.
type calling struct {
	version int
	form    workstore.CallForm
}

func (s *Store) callFor(ctx context.Context, hubID, orderID string) (c calling, ready bool, err error) {
	_, err = db.Read(ctx, s.DB, func(v *db.View) (int, error) {
		o, err := ordersstore.Load(v, hubID, orderID)
		if err != nil || o.State != orders.Ordered && o.State != orders.Working {
			return 0, err
		}
		if ready, err = workstore.Cut(v, hubID, orderID); err != nil || !ready {
			return 0, err
		}
		h, today, err := hubstore.Today(v, hubID)
		if err != nil {
			return 0, err
		}
		call, live, err := workstore.CallOf(v, hubID, orderID)
		if err != nil {
			return 0, err
		}
		if c.version = call.Version; live && call.Live && call.Everybody {
			return 0, nil
		}
		again := !live || !call.Live || call.Deadline.Before(today)
		day := call.Deadline
		if again {
			f := dispatch.Facts{Today: today, Open: openDays(h, today)}
			day = f.LastDay(o.Promise)
		}
		c.form.Deadline = day.String()
		c.form.Workers, err = askedBy(v, hubID, orderID, again, live && day != call.Deadline)
		return 0, err
	})
	return c, ready, err
}

// askedBy are those whom a call has to reach for the offers of its order: whoever is new,
// all if it is put out again, and with another day also whoever was told of the old one
// . Nobody where no offer waits for it.
func askedBy(q db.Q, hubID, orderID string, again, anotherDay bool) ([]string, error) {
	names, err := db.All(q, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
		`select distinct f.worker_id from dispatch_offer f where f.hub_id = $1 and f.order_id = $2 and f.told_at = '' and f.closed_at = ''
		and ($3 = 1 or not exists (select 1 from work_call_to t where t.hub_id = f.hub_id and t.order_id = f.order_id and t.worker_id = f.worker_id and t.told_version > 0)) order by f.worker_id`, hubID, orderID, db.Bit(again))
	if err != nil || len(names) == 0 || !anotherDay {
		return names, err
	}
	before, err := db.All(q, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err },
		`select worker_id from work_call_to where hub_id = $1 and order_id = $2 and told_version > 0 order by worker_id`, hubID, orderID)
	return append(names, before...), err
}

// closeOver ends offers that are over: nobody took a piece on in time or went on with it, the
// order's call was passed, or its day has gone. They all end alike. Decisions end with their
// order.
func (s *Store) closeOver(ctx context.Context, hubID string) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		_, err := tx.Exec(`update dispatch_offer set closed_at = $2 where hub_id = $1 and closed_at = '' and (
			(answer_by <> '' and answer_by < $2 and not exists (select 1 from work_claim c where c.hub_id = dispatch_offer.hub_id and c.order_id = dispatch_offer.order_id and c.worker_id = dispatch_offer.worker_id and c.claimed_at >= dispatch_offer.made_at
				and (c.state in ('held', 'rework') or c.claimed_at > $3 or c.ended_at > $3)))
			or exists (select 1 from work_call_to t where t.hub_id = dispatch_offer.hub_id and t.order_id = dispatch_offer.order_id and t.worker_id = dispatch_offer.worker_id and t.answer <> '' and t.answered_at >= dispatch_offer.made_at)
			or not exists (select 1 from client_order o where o.hub_id = dispatch_offer.hub_id and o.id = dispatch_offer.order_id and o.state in ('ordered', 'working')))`, hubID, tx.Now(), tx.Now().Add(-answerWithin))
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`update dispatch_pin set ended_at = $2 where hub_id = $1 and ended_at = ''
			and not exists (select 1 from client_order o where o.hub_id = dispatch_pin.hub_id and o.id = dispatch_pin.order_id and o.state in ('ordered', 'working'))`, hubID, tx.Now()); err != nil {
			return err
		}
		return dropUncut(tx, hubID)
	})
}

// dropUncut takes back offers nobody was told that were made before their order was cut:
// their units were other ones. The plan that follows proposes them anew.
func dropUncut(tx *db.Tx, hubID string) error {
	_, err := tx.Exec(`delete from dispatch_offer where hub_id = $1 and told_at = '' and closed_at = ''
		and made_at < (select coalesce(min(p.made_at), '') from work_piece p where p.hub_id = dispatch_offer.hub_id and p.order_id = dispatch_offer.order_id)`, hubID)
	return err
}

// shrink takes back the part of an offer for which there is no time any more, so that
// somebody else can be asked at once. It is not closed but gone: she can be asked for this
// order again as if nothing had been.
func shrink(tx *db.Tx, a who.Actor, no int, kept []dispatch.Kept) error {
	less := 0
	for _, x := range kept {
		if x.Hold != dispatch.Offered || x.Units == x.Firm.Units {
			continue
		}
		less++
		sql := `update dispatch_offer set units = units - $3 where hub_id = $1 and id = $2 and units > $3 and closed_at = ''`
		n, err := tx.Exec(sql, a.Hub, x.ID, x.Firm.Units-x.Units)
		if err != nil {
			return err
		}
		if n == 0 {
			if _, err := tx.Exec(`delete from dispatch_offer where hub_id = $1 and id = $2 and closed_at = ''`, a.Hub, x.ID); err != nil {
				return err
			}
		}
	}
	if less == 0 {
		return nil
	}
	return journal.Note(tx, a, dispatch.Shrunk{No: no, Offers: less})
}

// refill offers at once what a new plan proposes for orders that are out already: staff
// have decided on them. Offers that wait for their order to be cut are tried again.
func refill(tx *db.Tx, a who.Actor, no int, ps []dispatch.Proposal) error {
	out, err := orderSet(tx, `select order_id from dispatch_out where hub_id = $1`, a.Hub)
	if err != nil {
		return err
	}
	var again []dispatch.Proposal
	for _, p := range ps {
		if out[p.Order] && p.Units > 0 && p.Lane != dispatch.ToCome {
			again = append(again, p)
		}
	}
	n, sent, err := offer(tx, a.Hub, no, again)
	if err != nil {
		return err
	}
	if n > 0 {
		if err := journal.Note(tx, a, dispatch.Sent{No: no, Offers: n, Orders: sent}); err != nil {
			return err
		}
	}
	return goOn(tx, a.Hub, again)
}

// goOn has offers tried again that wait, but for those put on their way just now.
func goOn(tx *db.Tx, hubID string, again []dispatch.Proposal) error {
	waiting, err := orderSet(tx, `select distinct order_id from dispatch_offer where hub_id = $1 and told_at = '' and closed_at = ''`, hubID)
	if err != nil {
		return err
	}
	for _, p := range again {
		delete(waiting, p.Order)
	}
	for order := range waiting {
		if err := jobs.Enqueue(tx, jobs.New(hubID, "dispatch.offer", offerArgs{order})); err != nil {
			return err
		}
	}
	return nil
}

func orderSet(q db.Q, sql, hubID string) (map[string]bool, error) {
	out := map[string]bool{}
	_, err := db.All(q, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); out[x] = true; return x, err }, sql, hubID)
	return out, err
}

// Offer is what went out to somebody and stands.
type Offer struct {
	dispatch.Key
	Worker string
	Units  int
	Why    dispatch.Why
	Told   when.Instant
}

func offers(q db.Q, hubID string) ([]Offer, error) {
	return db.All(q, func(r db.Scanner) (x Offer, err error) {
		err = r.Scan(&x.Order, &x.Lane, &x.Pass, &x.Worker, &x.Units, &x.Why, &x.Told)
		return x, err
	}, `select order_id, lane, pass, worker_id, units, why, told_at from dispatch_offer where hub_id = $1 and closed_at = '' order by made_at, id`, hubID)
}
