package booksstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/books"
	"hiroba/internal/platform/db"
)

// EntriesIn are all entries from one day to another with their lines, oldest first; for
// the stores above that hand the ledger on.
func EntriesIn(q db.Q, hub string, from, until when.Date) (out []books.Entry, err error) {
	_, err = db.All(q, func(r db.Scanner) (n int, err error) {
		var e books.Entry
		var l books.Line
		if err = r.Scan(&e.ID, &e.On, &e.Kind, &e.Ref, &e.Memo, &l.Account, &l.Amount, &l.Party, &l.Order); err != nil {
			return 0, err
		}
		if n = len(out); n == 0 || out[n-1].ID != e.ID {
			out = append(out, e)
		}
		last := &out[len(out)-1]
		last.Lines = append(last.Lines, l)
		return len(out), nil
	}, `select e.id, e.on_day, e.kind, e.ref, e.memo, l.account, l.amount_yen, l.party, l.order_id from book_entry e join book_line l on l.hub_id = e.hub_id and l.entry_id = e.id
		where e.hub_id = $1 and e.on_day >= $2 and e.on_day <= $3 order by e.on_day, e.made_at, e.id, l.no`, hub, from, until)
	return out, err
}
