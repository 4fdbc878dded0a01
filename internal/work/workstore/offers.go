package workstore

import (
	"context"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
	"hiroba/internal/workers/workersstore"
)

// Card is what somebody sees of the open pieces of an order: all that matters on one card.
type Card struct {
	work.Offer
	Kind     orders.Kind
	Practice bool
	Left     int // open pieces
	Fitting  int // of them, those that fit the minutes asked for
	Rows     int // of the piece she would get
	Minutes  int
	Fee      yen.Amount
	Hourly   yen.Amount
	Reason   work.Reason // why not, "" fits
}

// Bench is a worker's work: what is in hand, what could be taken on, what does not come and why.
type Bench struct {
	Held  []Hand
	Cards []Card // what fits now
	Other []Card // what does not, with the reason
	Here  bool
	Done  []Hand // delivered, not inspected yet
}

// Hand is a piece somebody has in hand.
type Hand struct {
	work.Piece
	Title, KindName string
	Lease           when.Instant
	Saved           int  // rows
	Proposed        bool // other terms wait for an answer
}

// Bench is what somebody can do now, in so many minutes, on a phone or not.
func (s *Store) Bench(ctx context.Context, a who.Actor, minutes int, phone bool) (Bench, error) {
	if err := a.May(work.MayDo); err != nil {
		return Bench{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (b Bench, err error) {
		today := hubstore.Day(v)
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return b, err
		}
		c, err := workersstore.ContractOf(v, a.Hub, w.ID)
		if err != nil {
			return b, err
		}
		sk, err := seeker(v, a.Hub, w, c, phone)
		if err != nil {
			return b, err
		}
		b.Here = sk.Here
		if b.Held, err = hands(v, a.Hub, w.ID); err != nil {
			return b, err
		}
		var done []Hand
		for _, h := range b.Held {
			if h.State == work.DeliveredIn {
				b.Done = append(b.Done, h)
			} else {
				done = append(done, h)
			}
		}
		b.Held = done
		cards, err := cards(v, a.Hub, w.ID, "", minutes)
		for _, c := range cards {
			c.Reason = work.Fits(c.Offer, sk, today)
			switch {
			case c.Reason == "" && sk.Said[c.Order] == "later":
				c.Reason = work.SaidLater
				b.Other = append(b.Other, c)
			case c.Reason == "" && c.Fitting > 0:
				b.add(c)
			case c.Reason == work.OtherLane || c.Reason == work.OtherPass: // the same order stands there in her own lane
			default:
				b.Other = append(b.Other, c)
			}
		}
		return b, err
	})
}

// add puts a card among what fits. An order stands there once: of its lanes the one with most to do.
func (b *Bench) add(c Card) {
	i := slices.IndexFunc(b.Cards, func(x Card) bool { return x.Order == c.Order })
	switch {
	case i < 0:
		b.Cards = append(b.Cards, c)
	case c.Left > b.Cards[i].Left:
		b.Cards[i] = c
	}
}

// hands are the pieces a worker holds or has delivered and not yet got back.
func hands(q db.Q, hub, workerID string) ([]Hand, error) {
	return db.All(q, func(r db.Scanner) (x Hand, err error) {
		var set string
		var first, proposed int
		p := &x.Piece
		if err = r.Scan(&p.ID, &p.Order, &p.No, &p.Lane, &p.Pass, &set, &p.Seconds, &p.Fee, &first, &p.State, &p.Due, &p.Parent, &p.Worker, &p.Version, &x.Title, &x.KindName, &x.Lease, &x.Saved, &proposed); err != nil {
			return x, err
		}
		x.Proposed = proposed > 0
		p.Rows, err = work.ParseRows(set)
		return x, err
	}, `select p.id, p.order_id, p.no, p.lane, p.pass, p.row_set, p.seconds, p.fee_yen, p.first, p.state, p.due_on, p.parent, p.worker_id, p.version, o.title, k.name, c.lease_until,
		(select count(*) from work_row r where r.hub_id = p.hub_id and r.piece_id = p.id),
		(select count(*) from terms_notice t where t.hub_id = p.hub_id and t.piece_id = p.id and t.worker_id = c.worker_id and t.state = 'proposed')
		from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id join client_order o on o.hub_id = p.hub_id and o.id = p.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
		where c.hub_id = $1 and c.worker_id = $2 and c.state in ('held', 'rework', 'delivered') order by c.state desc, c.claimed_at, c.id`, hub, workerID)
}

// cards are the open pieces by order, lane and pass: one query, whatever their number. With
// an order, it walks over the pieces of that order alone.
func cards(q db.Q, hub, workerID, orderID string, minutes int) ([]Card, error) {
	of, args := "", []any{hub, workerID, minutes * 60}
	if orderID != "" {
		of, args = ` and order_id = $4`, append(args, orderID)
	}
	return db.All(q, func(r db.Scanner) (c Card, err error) {
		var phone, hubOnly, practice, invited, seconds, per int
		var fee yen.Sen
		k := &c.Kind
		if err = r.Scan(&c.Order, &c.Title, &phone, &hubOnly, &practice, &fee, &per, &k.ID, &k.Name, &k.NameEN, &k.Unit, &k.Tool, &k.Skill, &k.Level, &c.Lane, &c.Pass, &c.Left, &c.Fitting, &seconds, &c.Due, &invited); err != nil {
			return c, err
		}
		c.Phone, c.HubOnly, c.Practice, c.Live, c.Invited, c.Skill, c.Level = phone == 1, hubOnly == 1, practice == 1, true, invited > 0, k.Skill, k.Level
		if c.Practice {
			c.Level = 0 // practice is how one comes to a level
		}
		k.Seconds = per // of this order
		c.Rows, c.Minutes = seconds/per, (seconds+59)/60
		c.Fee = fee.Times(int64(c.Rows))
		if fee > 0 {
			h, err := orders.Hourly(fee, per)
			if err != nil {
				return c, err
			}
			c.Hourly = h.Yen()
		}
		return c, nil
	}, `select o.id, o.title, o.phone, o.hub_only, o.practice, o.fee_sen, o.seconds, k.id, k.name, k.name_en, k.unit, k.tool, k.skill_id, k.level, g.lane, g.pass, g.n, g.fitting, g.best, g.due,
		case when c.everybody = 1 then 1 else (select count(*) from work_call_to t where t.hub_id = c.hub_id and t.order_id = o.id and t.worker_id = $2 and t.told_version > 0) end
		from (select hub_id, order_id, lane, pass, count(*) as n, count(case when seconds <= $3 then 1 end) as fitting,
				coalesce(max(case when seconds <= $3 then seconds end), min(seconds)) as best, min(due_on) as due
				from work_piece where hub_id = $1 and state = 'open'`+of+` group by hub_id, order_id, lane, pass) g
		join client_order o on o.hub_id = g.hub_id and o.id = g.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
		join work_call c on c.hub_id = o.hub_id and c.order_id = o.id and c.closed_at = ''
		where o.hub_id = $1 and o.state = 'working' order by g.due, o.no, g.lane, g.pass`, args...)
}
