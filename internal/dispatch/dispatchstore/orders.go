package dispatchstore

import (
	"time"

	"hiroba/internal/base/yen"
	"hiroba/internal/dispatch"
	"hiroba/internal/orders"
	"hiroba/internal/platform/db"
	"hiroba/internal/work"
)

// keptFor is how long the time for an order is kept after its quote went out.
const keptFor = 48 * time.Hour

const uncutPiece = 20 * 60 // seconds of a piece, as long as nobody has cut any

// parts is all work nobody has in hand: pieces, orders not cut yet, and quotes just sent.
// Practice is nobody's capacity.
func parts(q db.Q, hubID string) ([]dispatch.Part, error) {
	cut, err := db.All(q, scanCut, `select o.id, o.client_id, o.no, o.kind_id, k.skill_id, k.level, o.phone, o.hub_only, o.state, o.promise_on, g.lane, g.pass, g.open, g.waiting, g.seconds, g.fee
		from (select hub_id, order_id, lane, pass, sum(case when state = 'open' then 1 else 0 end) as open, sum(case when state = 'waiting' then 1 else 0 end) as waiting,
			cast(sum(seconds) as bigint) as seconds, cast(sum(fee_yen) as bigint) as fee from work_piece where hub_id = $1 and state in ('open', 'waiting') group by hub_id, order_id, lane, pass) g
		join client_order o on o.hub_id = g.hub_id and o.id = g.order_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
		where o.hub_id = $1 and o.practice = 0 and o.state in ('ordered', 'working') order by o.no, g.lane, g.pass`, hubID)
	if err != nil {
		return nil, err
	}
	whole, err := db.All(q, scanWhole, `select o.id, o.client_id, o.no, o.kind_id, k.skill_id, k.level, o.phone, o.hub_only, o.promise_on, o.volume, o.seconds, o.fee_sen, o.checks, 'uncut'
		from client_order o join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
		where o.hub_id = $1 and o.practice = 0 and o.state = 'ordered' and not exists (select 1 from work_piece p where p.hub_id = o.hub_id and p.order_id = o.id)
		union all select o.id, o.client_id, o.no, o.kind_id, k.skill_id, k.level, o.phone, o.hub_only, x.promise_on, x.volume, x.seconds, x.fee_sen, o.checks, 'quoted'
		from client_order o join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id join order_quote x on x.hub_id = o.hub_id and x.order_id = o.id
		where o.hub_id = $1 and o.practice = 0 and o.state = 'quoted' and x.state = 'sent' and coalesce(nullif(x.approved_at, ''), x.made_at) > $2`, hubID, q.Now().Add(-keptFor))
	if err != nil {
		return nil, err
	}
	coming, err := db.All(q, scanWhole, `select o.id, o.client_id, o.no, o.kind_id, k.skill_id, k.level, o.phone, o.hub_only, o.promise_on, o.volume - g.rows, o.seconds, o.fee_sen, o.checks, 'uncut'
		from client_order o join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id join (select hub_id, order_id, cast(max(rows) as bigint) as rows from
			(select hub_id, order_id, lane, pass, sum(rows) as rows from work_piece where hub_id = $1 and order_id in (select id from client_order where hub_id = $1 and state in ('ordered', 'working'))
			group by hub_id, order_id, lane, pass) x group by hub_id, order_id) g on g.hub_id = o.hub_id and g.order_id = o.id
		where o.hub_id = $1 and o.practice = 0 and o.state in ('ordered', 'working') and o.volume > g.rows`, hubID)
	for i := range coming {
		coming[i].Lane = dispatch.ToCome
	}
	return append(append(cut, whole...), coming...), err
}

func scanCut(r db.Scanner) (p dispatch.Part, err error) {
	var phone, hubOnly, open, waiting int
	var state orders.State
	err = r.Scan(&p.Order, &p.Client, &p.No, &p.Kind, &p.Skill, &p.Level, &phone, &hubOnly, &state, &p.Promise, &p.Lane, &p.Pass, &open, &waiting, &p.Seconds, &p.Fee)
	p.Phone, p.HubOnly, p.Units, p.Stage, p.Barred = phone == 1, hubOnly == 1, open+waiting, dispatch.Open, map[string]bool{}
	if state == orders.Working && waiting > open {
		p.Stage = dispatch.Asleep
	}
	return p, err
}

func scanWhole(r db.Scanner) (p dispatch.Part, err error) {
	var phone, hubOnly, volume, seconds int
	var fee yen.Sen
	var checks string
	err = r.Scan(&p.Order, &p.Client, &p.No, &p.Kind, &p.Skill, &p.Level, &phone, &hubOnly, &p.Promise, &volume, &seconds, &fee, &checks, &p.Stage)
	if checks == "double" {
		volume *= 2
	}
	p.Phone, p.HubOnly, p.Pass, p.Barred = phone == 1, hubOnly == 1, 1, map[string]bool{}
	p.Seconds, p.Fee = volume*seconds, fee.Times(int64(volume))
	p.Units = (p.Seconds + uncutPiece - 1) / uncutPiece
	return p, err
}

// bar notes who may not have a part: whoever has seen another lane or pass of its order,
// and to whom an offer of the order is closed. What is still to come has no lane yet.
func bar(q db.Q, hubID string, ps []dispatch.Part) error {
	type seen struct {
		order, worker string
		lane, pass    int
	}
	saw, err := db.All(q, func(r db.Scanner) (x seen, err error) {
		err = r.Scan(&x.order, &x.worker, &x.lane, &x.pass)
		return x, err
	}, `select distinct c.order_id, c.worker_id, p.lane, p.pass from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id
		join client_order o on o.hub_id = c.hub_id and o.id = c.order_id where c.hub_id = $1 and o.state = 'working'`, hubID)
	if err != nil {
		return err
	}
	shut, err := db.All(q, func(r db.Scanner) (x seen, err error) {
		err = r.Scan(&x.order, &x.worker)
		return x, err
	}, `select distinct f.order_id, f.worker_id from dispatch_offer f where f.hub_id = $1 and f.closed_at <> ''
		and not exists (select 1 from work_claim c where c.hub_id = f.hub_id and c.order_id = f.order_id and c.worker_id = f.worker_id and c.claimed_at >= f.made_at)`, hubID)
	if err != nil {
		return err
	}
	for i := range ps {
		p := &ps[i]
		for _, x := range saw {
			if p.Lane != dispatch.ToCome && x.order == p.Order && (x.lane != p.Lane || x.pass != p.Pass) {
				p.Barred[x.worker] = true
			}
		}
		for _, x := range shut {
			if x.order == p.Order {
				p.Barred[x.worker] = true
			}
		}
	}
	return nil
}

// reworkShare is how much of a piece that came back is to be done again, at most usual.
const reworkShare = 4

// firm is the work that plans do not move: in somebody's hands, decided, or offered.
func firm(q db.Q, hubID string) ([]dispatch.Firm, error) {
	taken, err := db.All(q, func(r db.Scanner) (x dispatch.Firm, err error) {
		var state work.State
		var rows, saved, hubOnly int
		err = r.Scan(&x.Order, &x.Lane, &x.Pass, &x.Worker, &x.Kind, &x.Seconds, &x.Fee, &hubOnly, &x.Due, &x.Promise, &state, &rows, &saved)
		if x.Hold, x.Units, x.HubOnly = dispatch.Taken, 1, hubOnly == 1; state == work.Rework {
			x.Seconds /= reworkShare
		} else {
			x.Seconds = x.Seconds * max(rows-saved, 0) / max(rows, 1)
		}
		return x, err
	}, `select p.order_id, p.lane, p.pass, c.worker_id, o.kind_id, p.seconds, p.fee_yen, o.hub_only, p.due_on, o.promise_on, p.state, p.rows,
		(select count(*) from work_row w where w.hub_id = p.hub_id and w.piece_id = p.id)
		from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id join client_order o on o.hub_id = p.hub_id and o.id = p.order_id
		where c.hub_id = $1 and o.practice = 0 and c.state in ('held', 'rework') order by c.claimed_at, c.id`, hubID)
	if err != nil {
		return nil, err
	}
	for _, from := range []struct {
		hold dispatch.Hold
		sql  string
	}{{dispatch.ByStaff, stillOpen + `from dispatch_pin f join client_order o on o.hub_id = f.hub_id and o.id = f.order_id where f.hub_id = $1 and f.ended_at = '' order by f.made_at, f.id`},
		{dispatch.Offered, stillOpen + `from dispatch_offer f join client_order o on o.hub_id = f.hub_id and o.id = f.order_id where f.hub_id = $1 and f.closed_at = '' order by f.made_at, f.id`}} {
		more, err := db.All(q, func(r db.Scanner) (x dispatch.Firm, err error) {
			var taken int
			x.Hold = from.hold
			err = r.Scan(&x.ID, &x.Order, &x.Lane, &x.Pass, &x.Worker, &x.Kind, &x.Promise, &x.Units, &taken)
			x.Units -= taken
			return x, err
		}, from.sql, hubID)
		if err != nil {
			return nil, err
		}
		for _, x := range more {
			if x.Units > 0 {
				taken = append(taken, x)
			}
		}
	}
	return taken, nil
}

// stillOpen reads an offer or a decision with how many of its units were taken on since, also
// of those handed back: these are anybody's again.
const stillOpen = `select f.id, f.order_id, f.lane, f.pass, f.worker_id, o.kind_id, o.promise_on, f.units, (select count(*) from work_claim c join work_piece p on p.hub_id = c.hub_id and p.id = c.piece_id
	where c.hub_id = f.hub_id and c.order_id = f.order_id and c.worker_id = f.worker_id and c.claimed_at >= f.made_at and p.lane = f.lane and p.pass = f.pass) `
