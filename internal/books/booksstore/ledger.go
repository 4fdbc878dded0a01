package booksstore

import (
	"context"
	"fmt"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Post writes an entry in a write that goes on; whoever calls has asked for the right. A
// locked month is refused: what belongs there is dated in the open month.
func Post(tx *db.Tx, a who.Actor, e books.Entry) error {
	if err := e.Check(); err != nil {
		return err
	}
	locked, err := Locked(tx, a.Hub, books.Month(e.On))
	if err != nil {
		return err
	}
	if locked {
		return fault.New(fault.Conflict, "books.fault.month_locked", "month", books.Month(e.On))
	}
	e.ID = id.Make()
	_, err = tx.Exec(`insert into book_entry (hub_id, id, on_day, kind, ref, memo, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.Hub, e.ID, e.On, e.Kind, e.Ref, e.Memo, a.Name, tx.Now())
	for i, l := range e.Lines {
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into book_line (hub_id, entry_id, no, account, on_day, amount_yen, party, order_id) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
			a.Hub, e.ID, i+1, string(l.Account), e.On, l.Amount, l.Party, l.Order)
	}
	return err
}

// Next is the next number of a series without gaps. A write that is undone gives it back,
// and two writes at once wait for each other.
func Next(tx *db.Tx, hub, series string) (int64, error) {
	return db.Value[int64](tx, `insert into book_series (hub_id, series, last) values ($1, $2, 1)
		on conflict (hub_id, series) do update set last = book_series.last + 1 returning last`, hub, series)
}

// Locked tells whether nothing more may be dated in a month ("2026-11").
func Locked(q db.Q, hub, month string) (bool, error) {
	n, err := db.Value[int](q, `select count(*) from book_month where hub_id = $1 and month = $2`, hub, month)
	return n > 0, err
}

// LockMonth closes a month of the ledger for good, in a write that goes on.
func LockMonth(tx *db.Tx, a who.Actor, month string) error {
	if _, _, err := books.MonthDays(month); err != nil {
		return fmt.Errorf("month %q: %w", month, err)
	}
	n, err := tx.Exec(`insert into book_month (hub_id, month, locked_by, locked_at) values ($1, $2, $3, $4) on conflict (hub_id, month) do nothing`, a.Hub, month, a.Name, tx.Now())
	if err != nil || n == 0 {
		return err
	}
	return journal.Note(tx, a, books.MonthLocked{Month: month})
}

// Lock closes a month of the ledger for good.
func (s *Store) Lock(ctx context.Context, a who.Actor, month string) error {
	if err := a.May(books.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		first, last, err := books.MonthDays(month)
		if err != nil {
			return fault.New(fault.NotFound, "books.fault.no_month")
		}
		if !last.Before(tx.Now().DateIn(when.Tokyo)) {
			return fault.New(fault.Conflict, "books.fault.month_runs", "month", books.Month(first))
		}
		return LockMonth(tx, a, month)
	})
}

// Open is the first day on or after one in whose month something may still be dated: where
// a correction of a locked month goes.
func Open(q db.Q, hub string, on when.Date) (when.Date, error) {
	for {
		locked, err := Locked(q, hub, books.Month(on))
		if err != nil || !locked {
			return on, err
		}
		_, last, err := books.MonthDays(books.Month(on))
		if err != nil {
			return on, err
		}
		on = last.AddDays(1)
	}
}

// Balances is what each account comes to at the end of a day, in the order of the chart.
func Balances(q db.Q, hub string, from, upTo when.Date) ([]books.Balance, error) {
	rows, err := db.All(q, func(r db.Scanner) (b books.Balance, err error) {
		err = r.Scan(&b.Account, &b.Debit, &b.Credit)
		return b, err
	}, `select account, cast(coalesce(sum(case when amount_yen > 0 then amount_yen else 0 end), 0) as bigint), cast(coalesce(sum(case when amount_yen < 0 then -amount_yen else 0 end), 0) as bigint)
		from book_line where hub_id = $1 and on_day >= $2 and on_day <= $3 group by account`, hub, from, upTo)
	if err != nil {
		return nil, err
	}
	by := map[books.Account]books.Balance{}
	for _, b := range rows {
		by[b.Account] = b
	}
	out := make([]books.Balance, 0, len(books.Accounts))
	for _, acc := range books.Accounts {
		b := by[acc]
		b.Account = acc
		out = append(out, b)
	}
	return out, nil
}

// Sheet is the ledger at the end of a day: its balances, and its months that are locked.
type Sheet struct {
	Balances []books.Balance
	Months   []Month
}

// Month is a month with entries, and since when it is locked.
type Month struct {
	Month    string
	Entries  int
	LockedBy string
	Locked   when.Instant
}

// Sheet reads the ledger from one day to another.
func (s *Store) Sheet(ctx context.Context, a who.Actor, from, upTo when.Date) (Sheet, error) {
	if err := a.May(books.MaySee); err != nil {
		return Sheet{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (x Sheet, err error) {
		if x.Balances, err = Balances(v, a.Hub, from, upTo); err != nil {
			return x, err
		}
		x.Months, err = db.All(v, func(r db.Scanner) (m Month, err error) {
			err = r.Scan(&m.Month, &m.Entries, &m.LockedBy, &m.Locked)
			return m, err
		}, `select substr(e.on_day, 1, 7), count(*), coalesce(max(m.locked_by), ''), coalesce(max(m.locked_at), '') from book_entry e left join book_month m on m.hub_id = e.hub_id and m.month = substr(e.on_day, 1, 7)
			where e.hub_id = $1 group by substr(e.on_day, 1, 7) order by substr(e.on_day, 1, 7) desc limit 36`, a.Hub)
		return x, err
	})
}

const postingColumns = `select l.account, l.amount_yen, l.party, l.order_id, l.entry_id, e.kind, e.ref, e.memo, l.on_day from book_line l join book_entry e on e.hub_id = l.hub_id and e.id = l.entry_id where l.hub_id = $1 `

func scanPosting(r db.Scanner) (p books.Posting, err error) {
	err = r.Scan(&p.Account, &p.Amount, &p.Party, &p.Order, &p.Entry, &p.Kind, &p.Ref, &p.Memo, &p.On)
	return p, err
}

// Postings are the lines of an account, newest first, with how many and what they come to.
func (s *Store) Postings(ctx context.Context, a who.Actor, acc books.Account, from, upTo when.Date, offset, most int) (rows []books.Posting, total int, net yen.Amount, err error) {
	if err := a.May(books.MaySee); err != nil {
		return nil, 0, 0, err
	}
	rows, err = db.Read(ctx, s.DB, func(v *db.View) ([]books.Posting, error) {
		if err := v.QueryRow(`select count(*), cast(coalesce(sum(amount_yen), 0) as bigint) from book_line where hub_id = $1 and account = $2 and on_day >= $3 and on_day <= $4`, a.Hub, string(acc), from, upTo).Scan(&total, &net); err != nil {
			return nil, err
		}
		return db.All(v, scanPosting, postingColumns+`and l.account = $2 and l.on_day >= $3 and l.on_day <= $4 order by l.on_day desc, l.entry_id desc, l.no limit $5 offset $6`, a.Hub, string(acc), from, upTo, most, offset)
	})
	return rows, total, net, err
}

// Booked is what the entries that stand on something come to in an account.
func Booked(q db.Q, hub, ref string, acc books.Account) (yen.Amount, error) {
	n, err := db.Value[int64](q, `select cast(coalesce(sum(l.amount_yen), 0) as bigint) from book_entry e join book_line l on l.hub_id = e.hub_id and l.entry_id = e.id where e.hub_id = $1 and e.ref = $2 and l.account = $3`, hub, ref, string(acc))
	return yen.Amount(n), err
}

// EntriesOf are the entries that stand on something, oldest first.
func EntriesOf(q db.Q, hub, ref string) ([]books.Entry, error) {
	es, err := db.All(q, scanEntry, entryColumns+`and e.ref = $2 order by e.made_at, e.id`, hub, ref)
	if err != nil || len(es) == 0 {
		return es, err
	}
	at := make(map[string]int, len(es))
	for i, e := range es {
		at[e.ID] = i
	}
	_, err = db.All(q, func(r db.Scanner) (none struct{}, err error) {
		var entry string
		var l books.Line
		err = r.Scan(&entry, &l.Account, &l.Amount, &l.Party, &l.Order)
		if i, there := at[entry]; there { // none is missing: both are read in one picture of the books
			es[i].Lines = append(es[i].Lines, l)
		}
		return none, err
	}, `select l.entry_id, l.account, l.amount_yen, l.party, l.order_id from book_entry e join book_line l on l.hub_id = e.hub_id and l.entry_id = e.id where e.hub_id = $1 and e.ref = $2 order by l.entry_id, l.no`, hub, ref)
	return es, err
}

const entryColumns = `select e.id, e.on_day, e.kind, e.ref, e.memo, e.made_by, e.made_at from book_entry e where e.hub_id = $1 `

func scanEntry(r db.Scanner) (e books.Entry, err error) {
	err = r.Scan(&e.ID, &e.On, &e.Kind, &e.Ref, &e.Memo, &e.By, &e.Made)
	return e, err
}

func linesOf(q db.Q, hub, entry string) ([]books.Line, error) {
	return db.All(q, func(r db.Scanner) (l books.Line, err error) {
		err = r.Scan(&l.Account, &l.Amount, &l.Party, &l.Order)
		return l, err
	}, `select account, amount_yen, party, order_id from book_line where hub_id = $1 and entry_id = $2 order by no`, hub, entry)
}

// Entry is one entry with its lines, and the names of what they are about.
func (s *Store) Entry(ctx context.Context, a who.Actor, entryID string) (e books.Entry, names map[string]string, err error) {
	if err := a.May(books.MaySee); err != nil {
		return e, nil, err
	}
	e, err = db.Read(ctx, s.DB, func(v *db.View) (books.Entry, error) {
		e, err := db.One(v, errEntry, scanEntry, entryColumns+`and e.id = $2`, a.Hub, entryID)
		if err == nil {
			e.Lines, err = linesOf(v, a.Hub, e.ID)
		}
		if err != nil {
			return e, err
		}
		var ids []string
		for _, l := range e.Lines {
			ids = append(ids, l.Party)
		}
		names, err = Names(v, a.Hub, ids)
		return e, err
	})
	return e, names, err
}

var errEntry = fault.New(fault.NotFound, "books.fault.entry_gone")
