package billstore

import (
	"context"
	"time"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Profit is the hub's profit and loss over a fiscal year, month by month from April,
// beside the plan. What was comes from the ledger alone.
type Profit struct {
	Year  int
	Was   [12]map[bill.Side]yen.Amount
	Plan  bill.Plan
	Costs []bill.Cost // entered for the year, newest first
}

// MonthOf is the first day of the n-th month of a fiscal year, April being 0.
func MonthOf(year, n int) when.Date { return when.On(year, time.April+time.Month(n), 1) }

// Profit of a fiscal year.
func (s *Store) Profit(ctx context.Context, a who.Actor, year int) (Profit, error) {
	if err := a.May(bill.MayBook); err != nil {
		return Profit{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (p Profit, err error) {
		p.Year = year
		if p.Plan, err = planOf(v, a.Hub, year); err != nil {
			return p, err
		}
		if p.Costs, err = costsOf(v, a.Hub, MonthOf(year, 0), MonthOf(year, 12).AddDays(-1)); err != nil {
			return p, err
		}
		for n := range 12 {
			moved, err := booksstore.Balances(v, a.Hub, MonthOf(year, n), MonthOf(year, n+1).AddDays(-1))
			if err != nil {
				return p, err
			}
			p.Was[n] = sidesOf(moved, p.Costs, MonthOf(year, n))
		}
		return p, nil
	})
}

// sidesOf are a month's lines: what moved on the accounts, and of the hub's costs which
// line each was entered for. Claims given up have no line of their own: they are other costs.
func sidesOf(moved []books.Balance, costs []bill.Cost, month when.Date) map[bill.Side]yen.Amount {
	by := map[books.Account]yen.Amount{}
	for _, b := range moved {
		by[b.Account] = b.Net()
	}
	out := map[bill.Side]yen.Amount{bill.SalesSide: -by[books.Sales], bill.GrantsSide: -by[books.Grants], bill.FeesSide: by[books.Fees], bill.ChargesSide: by[books.BankFees]}
	for _, c := range costs {
		if c.On.Year() == month.Year() && c.On.Month() == month.Month() && (c.Side == bill.StaffSide || c.Side == bill.RentSide) {
			out[c.Side] += c.Amount
		}
	}
	out[bill.OtherSide] = by[books.HubCosts] - out[bill.StaffSide] - out[bill.RentSide]
	return out
}

func planOf(q db.Q, hub string, year int) (bill.Plan, error) {
	p := bill.Plan{}
	_, err := db.All(q, func(r db.Scanner) (n int, err error) {
		var side bill.Side
		var month int
		var amount yen.Amount
		err = r.Scan(&side, &month, &amount)
		if err == nil {
			m := p[side]
			m[month-1] = amount
			p[side] = m
		}
		return month, err
	}, `select side, month, amount from bill_plan where hub_id = $1 and fiscal_year = $2`, hub, year)
	return p, err
}

func costsOf(q db.Q, hub string, from, until when.Date) ([]bill.Cost, error) {
	return db.All(q, func(r db.Scanner) (c bill.Cost, err error) {
		err = r.Scan(&c.ID, &c.Side, &c.On, &c.Amount, &c.Words, &c.MadeBy, &c.Entry)
		return c, err
	}, `select c.id, c.side, c.on_day, c.amount, c.words, c.made_by, e.id from bill_cost c join book_entry e on e.hub_id = c.hub_id and e.ref = 'cost:' || c.id
		where c.hub_id = $1 and c.on_day >= $2 and c.on_day <= $3 order by c.on_day desc, c.made_at desc, c.id`, hub, from, until)
}

// SavePlan sets what a fiscal year is expected to bring.
func (s *Store) SavePlan(ctx context.Context, a who.Actor, year int, f bill.PlanForm) error {
	if err := a.May(bill.MayBook); err != nil {
		return err
	}
	p, err := f.Read()
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		var of = map[bill.Side]yen.Amount{}
		for _, side := range bill.Sides {
			of[side] = p.Year(side)
			for n, amount := range p[side] {
				_, err := tx.Exec(`insert into bill_plan (hub_id, fiscal_year, side, month, amount) values ($1, $2, $3, $4, $5) on conflict (hub_id, fiscal_year, side, month) do update set amount = excluded.amount`,
					a.Hub, year, string(side), n+1, int64(amount))
				if err != nil {
					return err
				}
			}
		}
		return journal.Note(tx, a, bill.Planned{Year: year, Profit: bill.Profit(of)})
	})
}

// PostCost enters a cost or a grant of the hub, once for a form's mark, into the ledger too.
func (s *Store) PostCost(ctx context.Context, a who.Actor, once string, f bill.CostForm) error {
	if err := a.May(bill.MayBook); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := hubstore.Day(tx)
		c, err := f.Read(today)
		if err != nil {
			return err
		}
		if c.ID = once; c.ID == "" {
			c.ID = id.Make()
		}
		n, err := tx.Exec(`insert into bill_cost (hub_id, id, side, on_day, amount, words, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (hub_id, id) do nothing`,
			a.Hub, c.ID, string(c.Side), c.On, int64(c.Amount), c.Words, a.Name, tx.Now())
		if err != nil || n == 0 {
			return err
		}
		if err := postCost(tx, a, c); err != nil {
			return err
		}
		return journal.Note(tx, a, bill.CostPosted{ID: c.ID, Side: c.Side, On: c.On, Amount: c.Amount})
	})
}

func postCost(tx *db.Tx, a who.Actor, c bill.Cost) error {
	kind, to, n := "cost", books.HubCosts, c.Amount
	switch c.Side {
	case bill.GrantsSide:
		kind, to, n = "grant", books.Grants, -c.Amount
	case bill.ChargesSide:
		kind, to = "fee", books.BankFees
	case bill.WithheldSide:
		kind, to = "tax", books.Withholding
	case bill.SalesTaxSide:
		kind, to = "tax", books.OutputTax
	}
	return booksstore.Post(tx, a, books.Entry{On: c.On, Kind: kind, Ref: "cost:" + c.ID, Memo: c.Words, Lines: []books.Line{{Account: to, Amount: n}, {Account: books.Bank, Amount: -n}}})
}
