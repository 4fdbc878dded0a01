package billstore

import (
	"cmp"
	"context"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/platform/db"
)

// MarginRow is what an order, a client or a kind of work left the hub.
type MarginRow struct {
	ID, Name, Of string // Of: an order's client
	No           int
	bill.Margin
}

// Margins are what the invoices of a time left: order by order, and put together by
// client and by kind.
type Margins struct {
	Orders, Clients, Kinds []MarginRow
	All                    bill.Margin
}

// margining is an order on its way to its margin.
type margining struct {
	MarginRow
	client, clientName, kind, kindName string
	seconds                            int
}

// Margins of the closings from one day to another. An order counts with all its costs
// there where it was billed.
func (s *Store) Margins(ctx context.Context, a who.Actor, from, until when.Date) (Margins, error) {
	if err := a.May(bill.MayBook); err != nil {
		return Margins{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out Margins, err error) {
		by, err := IssuerOf(v, a.Hub)
		if err != nil {
			return out, err
		}
		rows, err := billed(v, a.Hub, from, until)
		if err != nil {
			return out, err
		}
		if err := s.addFees(v, a.Hub, from, until, rows); err != nil {
			return out, err
		}
		if err := addLooks(v, a.Hub, from, until, by, rows); err != nil {
			return out, err
		}
		return together(rows), nil
	})
}

// billedOrders are the orders on invoices of a time.
const billedOrders = `select b.order_id from bill_line b join bill_invoice i on i.hub_id = b.hub_id and i.id = b.invoice_id where b.hub_id = $1 and i.state = 'issued' and b.order_id <> '' and i.until_on >= $2 and i.until_on <= $3`

func billed(q db.Q, hub string, from, until when.Date) (map[string]*margining, error) {
	rows, err := db.All(q, func(r db.Scanner) (m *margining, err error) {
		m = &margining{}
		err = r.Scan(&m.ID, &m.No, &m.Name, &m.client, &m.clientName, &m.kind, &m.kindName, &m.seconds, &m.Sales)
		m.Of = m.clientName
		return m, err
	}, `select o.id, o.no, o.title, c.id, c.name, k.id, k.name, o.seconds, cast(sum(b.amount - b.credited) as bigint) from bill_line b join bill_invoice i on i.hub_id = b.hub_id and i.id = b.invoice_id
		join client_order o on o.hub_id = b.hub_id and o.id = b.order_id join client c on c.hub_id = o.hub_id and c.id = o.client_id join work_kind k on k.hub_id = o.hub_id and k.id = o.kind_id
		where b.hub_id = $1 and i.state = 'issued' and i.until_on >= $2 and i.until_on <= $3 group by o.id, o.no, o.title, c.id, c.name, k.id, k.name, o.seconds`, hub, from, until)
	out := make(map[string]*margining, len(rows))
	for _, m := range rows {
		out[m.ID] = m
	}
	return out, err
}

// workerFee is what a worker got of an order for what was received on a day.
type workerFee struct {
	order, worker string
	bill.Fee
}

// feesOf are the fees of the orders billed in a time, of what was accepted, with what
// corrections of statements added to them.
func feesOf(q db.Q, hub string, from, until when.Date) ([]*workerFee, error) {
	scan := func(r db.Scanner) (*workerFee, error) {
		var f workerFee
		return &f, r.Scan(&f.order, &f.worker, &f.Gross, &f.Supplied)
	}
	fees, err := db.All(q, scan, `select t.order_id, t.worker_id, cast(sum(t.fee_yen + t.extra_yen) as bigint), t.received_on from work_receipt t
		where t.hub_id = $1 and t.accepted_at <> '' and t.order_id in (`+billedOrders+`) group by t.order_id, t.worker_id, t.received_on order by t.received_on`, hub, from, until)
	if err != nil {
		return nil, err
	}
	raised, err := db.All(q, scan, `select l.order_id, l.worker_id, c.amount_yen - l.amount_yen, l.received_on from pay_change c join pay_line l on l.hub_id = c.hub_id and l.statement_id = c.statement_id and l.no = c.line_no
		where c.hub_id = $1 and l.order_id in (`+billedOrders+`) and c.version = (select max(x.version) from pay_change x where x.hub_id = c.hub_id and x.statement_id = c.statement_id and x.line_no = c.line_no)`, hub, from, until)
	type key struct {
		order, worker string
		on            when.Date
	}
	of := make(map[key]*workerFee, len(fees))
	for _, f := range fees {
		of[key{f.order, f.worker, f.Supplied}] = f
	}
	for _, r := range raised {
		if f := of[key{r.order, r.worker, r.Supplied}]; f != nil {
			f.Gross += r.Gross
		}
	}
	return fees, err
}

// addFees adds what workers got, by the status each had on the day of supply.
func (s *Store) addFees(q db.Q, hub string, from, until when.Date, rows map[string]*margining) error {
	fees, err := feesOf(q, hub, from, until)
	if err != nil {
		return err
	}
	registered := func(string, when.Date) bool { return false }
	if s.Registered != nil && len(fees) > 0 {
		var of []string
		for _, f := range fees {
			of = append(of, f.worker)
		}
		slices.Sort(of)
		if registered, err = s.Registered(q, hub, slices.Compact(of)); err != nil {
			return err
		}
	}
	for _, f := range fees {
		f.Registered = registered(f.worker, f.Supplied)
		m := rows[f.order]
		if m.Margin, err = m.AddFee(f.Fee); err != nil {
			return err
		}
	}
	return nil
}

// addLooks adds the hours of inspection: units that were looked at, by the standard time.
func addLooks(q db.Q, hub string, from, until when.Date, by bill.Issuer, rows map[string]*margining) error {
	type look struct {
		order string
		rows  int
	}
	ls, err := db.All(q, func(r db.Scanner) (x look, err error) { err = r.Scan(&x.order, &x.rows); return x, err },
		`select p.order_id, cast(sum(l.looked) as bigint) from work_lot l join work_piece p on p.hub_id = l.hub_id and p.id = l.piece_id where l.hub_id = $1 and p.order_id in (`+billedOrders+`) group by p.order_id`, hub, from, until)
	for _, x := range ls {
		rows[x.order].Margin = rows[x.order].AddLook(x.rows, rows[x.order].seconds, by)
	}
	return err
}

func together(rows map[string]*margining) (out Margins) {
	clients, kinds := map[string]*MarginRow{}, map[string]*MarginRow{}
	add := func(to map[string]*MarginRow, id, name string, m bill.Margin) {
		if to[id] == nil {
			to[id] = &MarginRow{ID: id, Name: name}
		}
		to[id].Margin = to[id].Add(m)
	}
	for _, m := range rows {
		out.Orders = append(out.Orders, m.MarginRow)
		out.All = out.All.Add(m.Margin)
		add(clients, m.client, m.clientName, m.Margin)
		add(kinds, m.kind, m.kindName, m.Margin)
	}
	for _, m := range clients {
		out.Clients = append(out.Clients, *m)
	}
	for _, m := range kinds {
		out.Kinds = append(out.Kinds, *m)
	}
	for _, rs := range [][]MarginRow{out.Orders, out.Clients, out.Kinds} {
		slices.SortFunc(rs, func(a, b MarginRow) int {
			return cmp.Or(cmp.Compare(a.Left(), b.Left()), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
		})
	}
	return out
}
