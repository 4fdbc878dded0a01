package reportstore

import (
	"slices"

	"hiroba/internal/platform/db"
	"hiroba/internal/report"
)

// taken are the orders taken on: quotes clients accepted, practice left out (K6).
const taken = `select q.order_id, q.answered_at as at, o.client_id, c.kind, (q.volume * q.price_sen + 99) / 100 as yen
	from order_quote q join client_order o on o.hub_id = q.hub_id and o.id = q.order_id join client c on c.hub_id = o.hub_id and c.id = o.client_id
	where q.hub_id = $1 and q.state = 'accepted' and q.answered_at >= $2 and q.answered_at <= $3 and o.practice = 0`

// clientKinds in the order of the page.
var clientKinds = []string{"company", "operator", "section"}

// orders counts K6: how many, for how much, from how many clients.
func (t *tally) orders() error {
	type row struct {
		month, n, yen int64
		client, kind  string
	}
	rows, err := db.All(t.q, func(r db.Scanner) (x row, err error) {
		err = r.Scan(&x.month, &x.client, &x.kind, &x.n, &x.yen)
		return x, err
	}, `select y.month, y.client_id, y.kind, count(*), cast(sum(y.yen) as bigint) from (select `+byMonth+` as month, x.client_id, x.kind, x.yen from (`+taken+`) x) y
		group by y.month, y.client_id, y.kind order by y.month, y.client_id`, t.args()...)
	if err != nil {
		return err
	}
	clients, kinds := map[string]bool{}, map[string]report.Group{}
	var n, yen int64
	for _, x := range rows {
		m, g := &t.b.Months[x.month], kinds[x.kind]
		m.Orders, m.OrderYen = m.Orders+x.n, m.OrderYen+x.yen
		g.N, g.Yen = g.N+x.n, g.Yen+x.yen
		kinds[x.kind], clients[x.client] = g, true
		n, yen = n+x.n, yen+x.yen
	}
	for _, k := range clientKinds {
		t.b.Groups = append(t.b.Groups, report.Group{Of: "client", Name: k, N: kinds[k].N, Yen: kinds[k].Yen})
	}
	t.set("orders", n, 0, 0)
	t.set("order_yen", yen, 0, 0)
	t.set("clients", int64(len(clients)), 0, 0)
	return nil
}

// feeLines are the lines of the ledger that say what workers earned: fees before tax is
// withheld, with the consumption tax in them (K7). A correction is an entry of its own.
const feeLines = ` from book_line l join book_entry e on e.hub_id = l.hub_id and e.id = l.entry_id
	where l.hub_id = $1 and l.account in ('fees', 'input_tax') and l.on_day >= $2 and l.on_day <= $3 and e.kind = 'statement' and e.made_at <= $4`

// transferLines are those that say what reached their accounts; money that came back is
// taken off.
const transferLines = ` from book_line l join book_entry e on e.hub_id = l.hub_id and e.id = l.entry_id
	where l.hub_id = $1 and l.account = 'payable' and l.on_day >= $2 and l.on_day <= $3 and e.kind in ('transfer', 'failed') and e.made_at <= $4`

// money counts K7.
func (t *tally) money() error {
	type row struct {
		month, party string
		yen          int64
	}
	rows, err := db.All(t.q, func(r db.Scanner) (x row, err error) {
		err = r.Scan(&x.month, &x.party, &x.yen)
		return x, err
	}, `select substr(l.on_day, 1, 7) as month, l.party, cast(sum(l.amount_yen) as bigint)`+feeLines+` group by substr(l.on_day, 1, 7), l.party order by month, l.party`, t.hub, t.from, t.on, t.known)
	if err != nil {
		return err
	}
	people := map[string]int64{}
	var sum int64
	for _, x := range rows {
		people[x.party] += x.yen
		sum += x.yen
		if i := slices.IndexFunc(t.b.Months, func(m report.Month) bool { return m.Month == x.month }); i >= 0 {
			t.b.Months[i].Fees += x.yen
			t.b.Months[i].FeePeople++
		}
	}
	var each []int64
	for _, n := range people {
		each = append(each, n)
	}
	t.set("fees", sum, 0, int64(len(people)))
	t.set("median", report.Median(each), 0, int64(len(people)))
	paid, err := db.Value[int64](t.q, `select cast(coalesce(sum(l.amount_yen), 0) as bigint)`+transferLines, t.hub, t.from, t.on, t.known)
	t.set("paid", paid, 0, int64(len(people)))
	return err
}
