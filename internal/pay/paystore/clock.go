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

// untold is what was received and no line tells yet, unsettled what lines tell beyond the
// version up to which their statement is paid: together what no transfer has paid, due until
// $2. A correction makes only its difference unpaid, not what stood in the statement before. The join begins with the
// few statements that are open.
const (
	untold    = ` from work_receipt t where t.hub_id = $1 and t.told_yen < t.fee_yen + t.extra_yen and t.due_on <= $2 `
	unsettled = ` from pay_statement s cross join pay_line l where s.hub_id = $1 and s.settled < s.newest and l.hub_id = s.hub_id and l.statement_id = s.id and (l.version > s.settled or ` + amountNow + ` > ` + amountPaid + `) and l.due_on <= $2 `

	// amountNow is what a line l comes to as it stands.
	amountNow = `coalesce((select c.amount_yen from pay_change c where c.hub_id = l.hub_id and c.statement_id = l.statement_id and c.line_no = l.no order by c.version desc limit 1), l.amount_yen)`
	// amountPaid is what it came to in the version up to which its statement s is paid.
	amountPaid = `coalesce((select c.amount_yen from pay_change c where c.hub_id = l.hub_id and c.statement_id = l.statement_id and c.line_no = l.no and c.version <= s.settled order by c.version desc limit 1), l.amount_yen)`
	// ofOrder and ofWorker begin the title of an order and the name of a worker, there or gone.
	ofOrder  = `coalesce((select o.title from client_order o where o.hub_id = $1 and o.id = `
	ofWorker = `coalesce((select w.name from worker w where w.hub_id = $1 and w.id = `
)

// ever is beyond any day of payment.
var ever = when.On(9999, 12, 31)

// Clock reads the law's clock, the piece that is due soonest first. alarm narrows to
// those at least so near: "" shows all.
func (s *Store) Clock(ctx context.Context, a who.Actor, alarm duedate.Alarm, offset, most int) (Clock, error) {
	if err := a.May(pay.MaySee); err != nil {
		return Clock{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (c Clock, err error) {
		today := hubstore.Day(v)
		if c.Law, err = lawOf(v, a.Hub, today); err != nil {
			return c, err
		}
		if c.Alarms, err = alarms(v, a.Hub, today); err != nil {
			return c, err
		}
		until := ever
		if near, ok := alarmDays[alarm]; ok {
			until = today.AddDays(near)
		}
		if c.Total, err = db.Value[int](v, `select (select count(*)`+untold+`) + (select count(*)`+unsettled+`)`, a.Hub, until); err != nil {
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
	}, `select t.claim_id, t.order_id, t.piece_id, t.worker_id, `+ofOrder+`t.order_id), ''), `+ofWorker+`t.worker_id), ''), `+dueAmount+` amount, t.received_on, t.due_on, t.last_lawful_on, t.accepted_at, '' statement_id`+untold+`
		union all select l.claim_id, l.order_id, l.piece_id, l.worker_id, `+ofOrder+`l.order_id), ''), `+ofWorker+`l.worker_id), ''), `+amountNow+` - case when l.version > s.settled then 0 else `+amountPaid+` end, l.received_on, l.due_on,
		coalesce((select t.last_lawful_on from work_receipt t where t.hub_id = l.hub_id and t.claim_id = l.claim_id), l.due_on), l.accepted_on, l.statement_id`+unsettled+`
		order by due_on, received_on, claim_id limit $3 offset $4`, hub, until, most, offset)
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
	}, `select t.due_on, count(*)`+untold+`group by t.due_on union all select l.due_on, count(*)`+unsettled+`group by l.due_on`, hub, ever)
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
		today := hubstore.Day(v)
		return alarms(v, a.Hub, today)
	})
}
