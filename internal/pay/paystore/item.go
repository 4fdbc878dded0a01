package paystore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers/workersstore"
)

// due is what was received until a day, is accepted, and is not paid for in full by any
// line: $2 the day. What was added to a piece after its line was drawn up comes as a line
// of its own.
const dueFrom = ` from work_receipt t where t.hub_id = $1 and t.accepted_at <> '' and t.received_on <= $2
	and t.told_yen < t.fee_yen + t.extra_yen `

// dueAmount is what of a receipt t is in no line.
const dueAmount = `t.fee_yen + t.extra_yen - t.told_yen`

// waiting are the workers who have something to be paid for a month, after one of them in
// the order of their ids; a batch at a time.
func waiting(q db.Q, hub string, last when.Date, after string, most int) ([]person, error) {
	return db.All(q, func(r db.Scanner) (p person, err error) {
		var no int
		err = r.Scan(&p.id, &no)
		p.number = workersstore.Number(no)
		return p, err
	}, `select w.id, w.no from worker w where w.hub_id = $1 and w.id in (select t.worker_id`+dueFrom+`) and w.id > $3 order by w.id limit $4`, hub, last, after, most)
}

// itemColumns reads how the withholding was frozen in the notice of terms: inside its
// JSON a quote of a value is escaped, so the pattern finds nothing but the field. Where the
// notice left it open, the kind's decision since then stands.
const itemColumns = `select x.claim_id, x.worker_id, x.order_id, x.piece_id, x.rows, x.fee_yen + x.extra_yen, x.fee_yen, x.received_on, x.accepted_at, x.due_on, x.told, x.parts, o.title, o.fee_sen, k.unit,
	case when n.body like '%,"Withholding":"yes"%' then 'yes' when n.body like '%,"Withholding":"no"%' then 'no' else k.withholding end
	from (select t.claim_id, t.worker_id, t.order_id, t.piece_id, t.rows, t.fee_yen, t.extra_yen, t.received_on, t.accepted_at, t.due_on,
		t.told_yen told, (select coalesce(max(l.part) + 1, 0) from pay_line l where l.hub_id = t.hub_id and l.claim_id = t.claim_id) parts` + dueFrom + `and t.worker_id >= $3 and t.worker_id <= $4) x
	join client_order o on o.hub_id = $1 and o.id = x.order_id join work_kind k on k.hub_id = $1 and k.id = o.kind_id
	join work_claim c on c.hub_id = $1 and c.id = x.claim_id join terms_notice n on n.hub_id = $1 and n.id = c.notice_id
	order by x.worker_id, x.received_on, x.claim_id`

// owed is a receipt with what lines tell of it already.
type owed struct {
	pay.Item
	told yen.Amount
}

func scanItem(r db.Scanner) (x owed, err error) {
	var accepted when.Instant
	var withhold string
	err = r.Scan(&x.Claim, &x.Worker, &x.Order, &x.Piece, &x.Rows, &x.Amount, &x.Agreed, &x.Received, &accepted, &x.Due, &x.told, &x.Part, &x.Title, &x.UnitFee, &x.Unit, &withhold)
	x.Accepted, x.Withhold = accepted.DateIn(when.Tokyo), withhold == "yes"
	return x, err
}

// items are the lines a receipt still asks for: the work itself at the fee of the order, and
// apart from it what is paid on top, so that it is not told as ordinary work. Where
// lines are there, only what was added since.
func (x owed) items() (out []pay.Item) {
	added := x.Item
	added.Amount -= x.told
	if x.Part == 0 {
		if x.Agreed > 0 {
			work := x.Item
			work.Amount = x.Agreed
			out = append(out, work)
		}
		added.Amount, added.Part = x.Amount-x.Agreed, 1
	}
	if added.Agreed = added.Amount; added.Amount > 0 {
		out = append(out, added)
	}
	return out
}

// itemsOf is what some workers, from one id to another, are to be paid for until a day.
func itemsOf(q db.Q, hub string, last when.Date, from, to string) (map[string][]pay.Item, error) {
	xs, err := db.All(q, scanItem, itemColumns, hub, last, from, to)
	out := map[string][]pay.Item{}
	for _, x := range xs {
		out[x.Worker] = append(out[x.Worker], x.items()...)
	}
	return out, err
}
