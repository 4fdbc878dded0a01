package billstore

import (
	"context"
	"strconv"
	"strings"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
)

// Query is what the list of invoices is narrowed by.
type Query struct {
	Client string
	Order  string    // that stands in a line
	Month  when.Date // any day of the month of the closing; none: all
	State  bill.State
	Words  string // of a client's name, or a number
	Offset int
	All    bool // for a file: no page, everything
}

// List are the invoices by what is searched for, and what all of them come to together.
type List struct {
	Rows        []bill.Invoice
	Total       int // how many there are, on all pages
	Gross, Left yen.Amount
	Late        yen.Amount // of what is left, overdue
	LateN       int
	Unbilled    int // accepted deliveries that stand in no draft yet
	Counts      map[bill.State]int
}

// ListPage is how many invoices a page of the list shows.
const ListPage = 50

// listAll is more than any hub writes.
const listAll = 1_000_000

// Overdue is a filter of the list and no state of an invoice.
const Overdue bill.State = "overdue"

const (
	leftNow = `(i.gross - i.credited - i.got - i.given_up)`
	// stateNow is Invoice.StateNow, and lateNow Invoice.Late, as the database counts them; $2 is today.
	stateNow = `case when i.state <> 'issued' then i.state when ` + leftNow + ` > 0 and i.got = 0 then 'issued' when ` + leftNow + ` > 0 then 'part' when i.given_up > 0 then 'given_up' when i.credited >= i.gross then 'credited' else 'paid' end`
	lateNow  = `case when i.state = 'issued' and ` + leftNow + ` > 0 and i.due_on < $2 then 1 else 0 end`
	listed   = ` and i.state <> 'dropped' and ($3 = '' or i.client_id = $3) and ($4 = '' or i.until_on >= $4 and i.until_on <= $5) and ($6 = '' or c.search_key like $6 or i.to_name like $6 or $8 > 0 and i.number = $8 and ($7 = 0 or i.fiscal_year = $7))
		and ($9 = '' or exists (select 1 from bill_line b where b.hub_id = i.hub_id and b.invoice_id = i.id and b.order_id = $9)) `
)

// Invoices are a page of the hub's invoices and drafts, drafts first.
func (s *Store) Invoices(ctx context.Context, a who.Actor, q Query) (List, error) {
	if err := a.May(bill.MaySee); err != nil {
		return List{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (l List, err error) {
		args, err := q.args(v, a.Hub)
		if err != nil {
			return l, err
		}
		if l, err = addedUp(v, q.State, args); err != nil {
			return l, err
		}
		limit := ListPage
		if q.All {
			limit = listAll
		}
		l.Rows, err = db.All(v, scanInvoice, invoiceColumns+listed+`and ($10 = '' or `+stateNow+` = $10 or $10 = 'overdue' and `+lateNow+` = 1)
			order by case when i.state = 'draft' then 0 else 1 end, i.until_on desc, i.fiscal_year desc, i.number desc, i.id limit $11 offset $12`, append(args, string(q.State), limit, q.Offset)...)
		if err != nil {
			return l, err
		}
		l.Unbilled, err = db.Value[int](v, `select count(*) `+unbilled, a.Hub)
		return l, err
	})
}

// args are the arguments of listed.
func (q Query) args(v db.Q, hub string) ([]any, error) {
	today := hubstore.Day(v)
	var from, until when.Date
	if !q.Month.IsZero() {
		var err error
		if from, until, err = books.MonthDays(books.Month(q.Month)); err != nil {
			return nil, err
		}
	}
	year, number := numberIn(q.Words)
	return []any{hub, today, q.Client, from, until, db.Containing(ja.SearchKey(q.Words)), year, number, q.Order}, nil
}

// numberIn reads the number of an invoice as somebody types it: 2026-0003, or 3 of any year.
func numberIn(words string) (year, number int) {
	y, n, whole := strings.Cut(ja.FoldNumber(strings.TrimSpace(words)), "-")
	if !whole {
		y, n = "0", y
	}
	year, e1 := strconv.Atoi(y)
	number, e2 := strconv.Atoi(n)
	if e1 != nil || e2 != nil || year < 0 || year > 9999 || number < 0 || number > 999_999 {
		return 0, 0
	}
	return year, number
}

// addedUp is what everything that is listed comes to, and of which state how much there is.
func addedUp(q db.Q, state bill.State, args []any) (List, error) {
	l := List{Counts: map[bill.State]int{}}
	type sums struct {
		state       bill.State
		late, n     int
		gross, left yen.Amount
	}
	rows, err := db.All(q, func(r db.Scanner) (x sums, err error) {
		err = r.Scan(&x.state, &x.late, &x.n, &x.gross, &x.left)
		return x, err
	}, `select `+stateNow+`, `+lateNow+`, count(*), cast(sum(i.gross) as bigint), cast(sum(case when i.state = 'issued' then `+leftNow+` else 0 end) as bigint)`+invoiceFrom+`where i.hub_id = $1 `+listed+`group by 1, 2`, args...)
	for _, x := range rows {
		l.Counts[x.state] += x.n
		if x.late == 1 {
			l.LateN, l.Late = l.LateN+x.n, l.Late+x.left
		}
		if state == "" || state == x.state || state == Overdue && x.late == 1 {
			l.Total, l.Gross, l.Left = l.Total+x.n, l.Gross+x.gross, l.Left+x.left
		}
	}
	return l, err
}
