package paystore

import (
	"context"

	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
)

// Listing is one page of statements, with what all of them come to.
type Listing struct {
	Rows       []pay.Statement
	Total      int
	Sum, Still yen.Amount
}

// Statements are the statements of a month, or of all months, in the order of readings.
func (s *Store) Statements(ctx context.Context, a who.Actor, month string, state pay.State, offset, most int) (Listing, error) {
	if err := a.May(pay.MaySee); err != nil {
		return Listing{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (l Listing, err error) {
		const where = `and ($2 = '' or s.month = $2) and ($3 = '' or v.state = $3) `
		err = v.QueryRow(`select count(*), cast(coalesce(sum(v.transfer_yen), 0) as bigint), cast(coalesce(sum(v.transfer_yen - s.paid_yen), 0) as bigint) from pay_statement s join pay_version v on v.hub_id = s.hub_id and v.statement_id = s.id and v.version = s.newest where s.hub_id = $1 `+where, a.Hub, month, string(state)).
			Scan(&l.Total, &l.Sum, &l.Still)
		if err != nil {
			return l, err
		}
		l.Rows, err = db.All(v, scanStatement, statementColumns+standing+where+`order by s.month desc, w.kana, s.id limit $4 offset $5`, a.Hub, month, string(state), most, offset)
		return l, err
	})
}

// Paper is the archived paper of a statement as staff may read it; that somebody did is on
// record.
func (s *Store) Paper(ctx context.Context, a who.Actor, statement string) (name, media string, body []byte, err error) {
	if err := a.May(pay.MaySee); err != nil {
		return "", "", nil, err
	}
	d, err := db.Write(ctx, s.DB, func(tx *db.Tx) (books.Document, error) {
		x, err := load(tx, a.Hub, statement)
		if err != nil {
			return books.Document{}, err
		}
		return booksstore.Opened(tx, a, x.Document)
	})
	return s.bytes(ctx, a, d, err)
}

// MyPaper is the paper of one's own statement: the very bytes that were issued.
func (s *Store) MyPaper(ctx context.Context, a who.Actor, statement string) (name, media string, body []byte, err error) {
	if err := a.May(pay.MaySelf); err != nil {
		return "", "", nil, err
	}
	d, err := db.Read(ctx, s.DB, func(v *db.View) (books.Document, error) {
		x, err := s.own(v, a, statement)
		if err != nil {
			return books.Document{}, err
		}
		return booksstore.Load(v, a.Hub, x.Document)
	})
	return s.bytes(ctx, a, d, err)
}

func (s *Store) bytes(ctx context.Context, a who.Actor, d books.Document, err error) (name, media string, body []byte, _ error) {
	if err == nil {
		body, err = s.Books.Bytes(ctx, a.Hub, d)
	}
	return d.Name, d.Media, body, err
}
