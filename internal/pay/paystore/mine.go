package paystore

import (
	"context"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/skills/skillsstore"
	"hiroba/internal/workers/workersstore"
)

// Money is a worker's own money: the month so far, what comes next, her year.
type Money struct {
	Month             string
	SoFar, Waiting    yen.Amount // accepted; received and not inspected yet
	Pieces            int
	Done              bool
	Last              string // the month before
	LastDone, HasLast bool   // whether she said that it was all; whether there was work
	Coming
	Statements []pay.Statement
	Year       YearSum
}

// Coming is what comes next: the statement that is paid soonest, and what none tells yet.
type Coming struct {
	Next       *pay.Statement // nil: none is open
	Expected   yen.Amount
	ExpectedOn when.Date
}

// YearSum is a calendar year of a worker at this hub.
type YearSum struct {
	Year           int
	Fees           yen.Amount // by day of delivery, tax-equivalent included
	Paid, Withheld yen.Amount // by day of payment
	Spent          yen.Amount // her own book
	Most           yen.Amount // fees that stay within her own ceiling, 0 none
	Wall           string     // its row, "" none
}

// MyMoney is one's own money at a glance.
func (s *Store) MyMoney(ctx context.Context, a who.Actor) (Money, error) {
	if err := a.May(pay.MaySelf); err != nil {
		return Money{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (m Money, err error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return m, err
		}
		today := hubstore.Day(v)
		if err := m.months(v, a.Hub, w.ID, today); err != nil {
			return m, err
		}
		if m.Statements, err = statementsOf(v, a.Hub, w.ID); err != nil {
			return m, err
		}
		if m.Coming, err = s.coming(v, a.Hub, w.ID, today); err != nil {
			return m, err
		}
		m.Year, err = yearOf(v, a.Hub, w.ID, today.Year())
		return m, err
	})
}

func (m *Money) months(q db.Q, hub, worker string, today when.Date) error {
	first := when.On(today.Year(), today.Month(), 1)
	m.Month, m.Last = books.Month(first), books.Month(first.AddDays(-1))
	err := q.QueryRow(`select cast(coalesce(sum(case when accepted_at = '' then fee_yen + extra_yen else 0 end), 0) as bigint), count(*)
		from work_receipt where hub_id = $1 and worker_id = $2 and received_on >= $3`, hub, worker, first).Scan(&m.Waiting, &m.Pieces)
	if err != nil {
		return err
	}
	if m.SoFar, err = earned(q, hub, worker, first, ever); err != nil {
		return err
	}
	for month, done := range map[string]*bool{m.Month: &m.Done, m.Last: &m.LastDone} {
		n, err := db.Value[int](q, `select count(*) from pay_done where hub_id = $1 and month = $2 and worker_id = $3`, hub, month, worker)
		if err != nil {
			return err
		}
		*done = n > 0
	}
	n, err := db.Value[int](q, `select count(*) from work_receipt t where t.hub_id = $1 and t.worker_id = $2 and t.received_on >= $3 and t.received_on < $4 and not exists (select 1 from pay_line l where l.hub_id = t.hub_id and l.claim_id = t.claim_id)`, hub, worker, first.AddMonths(-1), first)
	if err != nil {
		return err
	}
	m.HasLast = n > 0
	return nil
}

// MyNext is what comes next to one's own account, for the first page.
func (s *Store) MyNext(ctx context.Context, a who.Actor) (Coming, error) {
	if err := a.May(pay.MaySelf); err != nil {
		return Coming{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (Coming, error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return Coming{}, err
		}
		today := hubstore.Day(v)
		return s.coming(v, a.Hub, w.ID, today)
	})
}

func (s *Store) coming(q db.Q, hub, worker string, today when.Date) (c Coming, err error) {
	open, err := db.All(q, scanStatement, statementColumns+standing+`and s.worker_id = $2 and `+hers+` and v.transfer_yen > s.paid_yen order by v.due_on, s.month limit 1`, hub, worker)
	if err != nil {
		return c, err
	}
	for _, x := range open {
		if x, err = s.withAccount(q, hub, x); err != nil {
			return c, err
		}
		c.Next = &x
	}
	c.Expected, c.ExpectedOn, err = expected(q, hub, worker, today)
	return c, err
}

// hers are versions she may see: sent, or drawn up in the place of one that was.
const hers = `(v.state <> 'draft' or v.version > 1)`

// expected is what was accepted and no statement tells yet, and the day of the first of it.
func expected(q db.Q, hub, worker string, today when.Date) (sum yen.Amount, on when.Date, err error) {
	err = q.QueryRow(`select cast(coalesce(sum(`+dueAmount+`), 0) as bigint), coalesce(min(t.due_on), '')`+dueFrom+`and t.worker_id = $3`, hub, today, worker).Scan(&sum, &on)
	return sum, on, err
}

// earned is what a worker earned by what was received from one day to another: lines as they
// stand, corrections in them, and what was accepted and stands in none. What waits for
// inspection is not earned yet.
func earned(q db.Q, hub, worker string, from, to when.Date) (yen.Amount, error) {
	n, err := db.Value[int64](q, `select (select cast(coalesce(sum(`+amountNow+`), 0) as bigint) from pay_line l where l.hub_id = $1 and l.worker_id = $3 and l.received_on >= $4 and l.received_on <= $2)
		+ (select cast(coalesce(sum(`+dueAmount+`), 0) as bigint)`+dueFrom+`and t.worker_id = $3 and t.received_on >= $4)`, hub, to, worker, from)
	return yen.Amount(n), err
}

func statementsOf(q db.Q, hub, worker string) ([]pay.Statement, error) {
	return db.All(q, scanStatement, statementColumns+standing+`and s.worker_id = $2 and `+hers+` order by s.month desc limit 60`, hub, worker)
}

func yearOf(q db.Q, hub, worker string, year int) (y YearSum, err error) {
	y.Year = year
	from, to := when.On(year, 1, 1), when.On(year, 12, 31)
	for query, to2 := range map[string]*yen.Amount{
		`select cast(coalesce(sum(p.amount_yen), 0) as bigint) from pay_payment p join pay_statement s on s.hub_id = p.hub_id and s.id = p.statement_id where p.hub_id = $1 and s.worker_id = $2 and p.state = 'paid' and p.on_day >= $3 and p.on_day <= $4`:   &y.Paid,
		`select cast(coalesce(sum(p.withheld_yen), 0) as bigint) from pay_payment p join pay_statement s on s.hub_id = p.hub_id and s.id = p.statement_id where p.hub_id = $1 and s.worker_id = $2 and p.state = 'paid' and p.on_day >= $3 and p.on_day <= $4`: &y.Withheld,
		`select cast(coalesce(sum(amount_yen), 0) as bigint) from pay_expense where hub_id = $1 and worker_id = $2 and on_day >= $3 and on_day <= $4`:                                                                                                          &y.Spent,
	} {
		n, err := db.Value[int64](q, query, hub, worker, from, to)
		if err != nil {
			return y, err
		}
		*to2 = yen.Amount(n)
	}
	if y.Fees, err = earned(q, hub, worker, from, to); err != nil {
		return y, err
	}
	c, err := skillsstore.Ceiling(q, hub, worker)
	if err != nil {
		return y, err
	}
	if w, ok := c.Limit(year); ok {
		y.Wall = c.Wall
		y.Most, err = c.HighestFees(w, year)
	}
	return y, err
}

// YearSheet is what a tax return asks of a year: statements by day of payment, expenses by head.
type YearSheet struct {
	YearSum
	Name     string
	Payments []YearPayment
	Expenses []pay.Expense
	ByKind   map[string]yen.Amount
}

// YearPayment is one transfer of the year.
type YearPayment struct {
	On                     when.Date
	No, Statement, Month   string
	Gross, Withheld, Money yen.Amount
}

// MyYear is one's own year for the tax return.
func (s *Store) MyYear(ctx context.Context, a who.Actor, year int) (YearSheet, error) {
	if err := a.May(pay.MaySelf); err != nil {
		return YearSheet{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (y YearSheet, err error) {
		w, err := workersstore.Mine(v, a)
		if err != nil {
			return y, err
		}
		y.Name = w.Name
		if y.YearSum, err = yearOf(v, a.Hub, w.ID, year); err != nil {
			return y, err
		}
		y.Payments, err = db.All(v, func(r db.Scanner) (p YearPayment, err error) {
			err = r.Scan(&p.On, &p.No, &p.Statement, &p.Month, &p.Money, &p.Withheld)
			p.Gross = p.Money + p.Withheld
			return p, err
		}, `select p.on_day, s.no, s.id, s.month, p.amount_yen, p.withheld_yen from pay_payment p join pay_statement s on s.hub_id = p.hub_id and s.id = p.statement_id
			where p.hub_id = $1 and s.worker_id = $2 and p.state = 'paid' and p.on_day >= $3 and p.on_day <= $4 order by p.on_day, s.no`, a.Hub, w.ID, when.On(year, 1, 1), when.On(year, 12, 31))
		if err != nil {
			return y, err
		}
		y.Expenses, err = s.expenses(v, a.Hub, w.ID, year)
		y.ByKind = map[string]yen.Amount{}
		for _, x := range y.Expenses {
			y.ByKind[x.Kind] += x.Amount
		}
		return y, err
	})
}
