package billstore

import (
	"context"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
)

// exportDays is how many days an export may span: two years.
const exportDays = 732

// Export is a journal for an accounting program: all entries of the ledger from one day to another.
func (s *Store) Export(ctx context.Context, a who.Actor, program string, from, until when.Date) ([]byte, error) {
	if err := a.May(bill.MayBook); err != nil {
		return nil, err
	}
	p, ok := bill.ProgramOf(program)
	var c fault.Check
	c.When(!ok, "program", "bill.field.pick")
	c.When(from.IsZero(), "from", "bill.field.date_form")
	c.When(until.IsZero(), "until", "bill.field.date_form")
	c.When(until.Before(from) || until.Sub(from) > exportDays, "until", "bill.field.span")
	if err := c.Err(); err != nil {
		return nil, err
	}
	es, err := db.Read(ctx, s.DB, func(v *db.View) ([]bill.Entry, error) { return entriesOf(v, a.Hub, from, until) })
	if err != nil {
		return nil, err
	}
	body, err := p.File(es)
	if err != nil {
		return nil, err
	}
	return body, db.Do(ctx, s.DB, func(tx *db.Tx) error {
		return journal.Note(tx, a, bill.Exported{To: p.Key, From: from, Until: until, Entries: len(es)})
	})
}

func entriesOf(q db.Q, hub string, from, until when.Date) ([]bill.Entry, error) {
	es, err := booksstore.EntriesIn(q, hub, from, until)
	if err != nil {
		return nil, err
	}
	type client struct{ id, name string }
	cs, err := db.All(q, func(r db.Scanner) (c client, err error) { err = r.Scan(&c.id, &c.name); return c, err }, `select id, name from client where hub_id = $1`, hub)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, c := range cs {
		names[c.id] = c.name
	}
	out := make([]bill.Entry, len(es))
	for i, e := range es {
		out[i] = entryOf(i+1, e, names)
	}
	return out, nil
}

// entryOf is an entry in the program's words. Of the two sides of the books only clients
// go out by name: what a worker gets is told in her own statement.
func entryOf(no int, e books.Entry, clients map[string]string) bill.Entry {
	l := i18n.JA
	x := bill.Entry{No: no, On: e.On, Words: l.T("bill.entry."+e.Kind, "memo", e.Memo)}
	for _, line := range e.Lines {
		x.Lines = append(x.Lines, bill.Leg{Account: l.T("books.account." + string(line.Account)), Sub: clients[line.Party], Amount: line.Amount})
	}
	return x
}
