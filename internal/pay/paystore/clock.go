package paystore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/orders"
	"hiroba/internal/orders/ordersstore"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
)

// Clock is every piece that was received and is not paid yet, with the days of the law.
type Clock struct {
	Rows   []pay.Clocked
	Total  int
	Alarms map[duedate.Alarm]int // over all, not only this page
	Law    duedate.Law
}

// unpaid is what was received and has a fee that no transfer has paid.
const unpaid = ` from work_receipt t left join pay_line l on l.hub_id = t.hub_id and l.claim_id = t.claim_id and l.part = 0 left join pay_statement s on s.hub_id = l.hub_id and s.id = l.statement_id
	left join pay_version v on v.hub_id = s.hub_id and v.statement_id = s.id and v.version = s.newest
	where t.hub_id = $1 and t.fee_yen + t.extra_yen > 0 and (s.id is null or s.paid_yen < v.transfer_yen) `

// Clock reads the law's clock, the piece that is due soonest first. alarm narrows to
// those at least so near: "" shows all.
func (s *Store) Clock(ctx context.Context, a who.Actor, alarm duedate.Alarm, offset, most int) (Clock, error) {
	if err := a.May(pay.MaySee); err != nil {
		return Clock{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (c Clock, err error) {
		_, today, err := hubstore.Today(v, a.Hub)
		if err != nil {
			return c, err
		}
		if c.Law, err = lawOf(v, a.Hub, today); err != nil {
			return c, err
		}
		if c.Alarms, err = alarms(v, a.Hub, today); err != nil {
			return c, err
		}
		until := when.On(9999, 12, 31)
		if near, ok := alarmDays[alarm]; ok {
			until = today.AddDays(near)
		}
		if c.Total, err = db.Value[int](v, `select count(*)`+unpaid+`and t.due_on <= $2`, a.Hub, until); err != nil {
			return c, err
		}
		c.Rows, err = clocked(v, a.Hub, today, until, c.Law, offset, most)
		return c, err
	})
}

// alarmDays is how many days before the day of payment an alarm begins.
var alarmDays = map[duedate.Alarm]int{duedate.Overdue: -1, duedate.Today: 0, duedate.ThreeDays: 3, duedate.Week: 7}

func clocked(q db.Q, hub string, today, until when.Date, law duedate.Law, offset, most int) ([]pay.Clocked, error) {
	return db.All(q, func(r db.Scanner) (x pay.Clocked, err error) {
		var accepted string
		if err = r.Scan(&x.Claim, &x.Order, &x.Piece, &x.Worker, &x.Title, &x.WorkerName, &x.Amount, &x.Received, &x.Due, &x.Last, &accepted, &x.Statement); err != nil {
			return x, err
		}
		x.Accepted = accepted != ""
		return x.Judge(today, law)
	}, `select t.claim_id, t.order_id, t.piece_id, t.worker_id, coalesce((select o.title from client_order o where o.hub_id = t.hub_id and o.id = t.order_id), ''), coalesce((select w.name from worker w where w.hub_id = t.hub_id and w.id = t.worker_id), ''),
		t.fee_yen + t.extra_yen, t.received_on, t.due_on, t.last_lawful_on, t.accepted_at, coalesce(s.id, '')`+unpaid+`and t.due_on <= $2 order by t.due_on, t.received_on, t.claim_id limit $3 offset $4`, hub, until, most, offset)
}

// alarms counts by how near the day is, over the whole hub.
func alarms(q db.Q, hub string, today when.Date) (map[duedate.Alarm]int, error) {
	out := map[duedate.Alarm]int{}
	_, err := db.All(q, func(r db.Scanner) (n int, err error) {
		var due when.Date
		if err = r.Scan(&due, &n); err == nil {
			out[duedate.AlarmOf(due, today)] += n
		}
		return n, err
	}, `select t.due_on, count(*)`+unpaid+`group by t.due_on`, hub)
	return out, err
}

// lawOf is the law a delay is paid for under: the subcontract Act where the operator's size
// binds it towards people who work alone, else the Civil Code.
func lawOf(q db.Q, hub string, today when.Date) (duedate.Law, error) {
	size, err := ordersstore.Operator(q, hub)
	if err != nil {
		return "", err
	}
	if orders.Bound(size, orders.Alone, "processing", today) == orders.Binds {
		return duedate.Subcontract, nil
	}
	return duedate.Civil, nil
}

// Alarmed counts what is near its day or past it, for the first page of staff.
func (s *Store) Alarmed(ctx context.Context, a who.Actor) (map[duedate.Alarm]int, error) {
	if err := a.May(pay.MaySee); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (map[duedate.Alarm]int, error) {
		_, today, err := hubstore.Today(v, a.Hub)
		if err != nil {
			return nil, err
		}
		return alarms(v, a.Hub, today)
	})
}
