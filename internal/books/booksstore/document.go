package booksstore

import (
	"context"
	"errors"
	"fmt"
	"io"

	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

// Ready is a document sealed and hashed, ready to be written.
type Ready struct {
	books.Document
	file  blob.Small
	party string
}

// Prepare seals a document: the dear part of issuing, done outside of a write.
func (s *Store) Prepare(d books.Document) (Ready, error) {
	f, err := blob.Seal(s.Keys, d.Media, d.Bytes)
	if err != nil {
		return Ready{}, fmt.Errorf("document %s: %w", d.No, err)
	}
	d.SHA256, d.Size, d.Blob, d.Bytes = f.SHA256, f.Bytes, f.ID, nil
	return Ready{Document: d, file: f, party: s.Keys.Seal(documentParty, d.PartyName)}, nil
}

// Issue seals and writes a document in a write that goes on. Where many are issued, Prepare
// them before the write.
func (s *Store) Issue(tx *db.Tx, a who.Actor, d books.Document) (string, error) {
	r, err := s.Prepare(d)
	if err != nil {
		return "", err
	}
	return Issue(tx, a, r)
}

// Issue writes a prepared document in a write that goes on and answers its id. One that
// replaces another takes its number and the next version; each can be replaced once.
func Issue(tx *db.Tx, a who.Actor, r Ready) (string, error) {
	r.ID, r.Version = id.Make(), 1
	if r.Replaces != "" {
		old, err := Load(tx, a.Hub, r.Replaces)
		if err != nil {
			return "", err
		}
		r.No, r.Version = old.No, old.Version+1
	}
	if err := blob.Keep(tx, a.Hub, r.file); err != nil {
		return "", err
	}
	_, err := tx.Exec(`insert into book_document (hub_id, id, kind, no, on_day, amount_yen, party, party_sealed, name, media, bytes, sha256, blob_id, replaces, version, reason, made_by, made_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`, a.Hub, r.ID, string(r.Kind), r.No, r.On, r.Amount, r.Party, r.party, r.Name, r.Media, r.Size, r.SHA256, r.Blob, r.Replaces, r.Version, r.Reason, a.Name, tx.Now())
	if db.IsUnique(err) {
		return "", errReplaced
	}
	if err != nil {
		return "", err
	}
	return r.ID, journal.Note(tx, a, books.Issued{ID: r.ID, What: r.Kind, No: r.No, Party: r.Party, SHA256: r.SHA256, Replaces: r.Replaces})
}

const documentColumns = `select d.id, d.kind, d.no, d.on_day, d.amount_yen, d.party, d.party_sealed, d.name, d.media, d.bytes, d.sha256, d.blob_id, d.replaces, d.version, d.reason, d.made_by, d.made_at,
	coalesce((select n.id from book_document n where n.hub_id = d.hub_id and n.replaces = d.id), '') from book_document d where d.hub_id = $1 `

// scanDocument leaves the name sealed; named opens it.
func scanDocument(r db.Scanner) (d books.Document, err error) {
	err = r.Scan(&d.ID, &d.Kind, &d.No, &d.On, &d.Amount, &d.Party, &d.PartyName, &d.Name, &d.Media, &d.Size, &d.SHA256, &d.Blob, &d.Replaces, &d.Version, &d.Reason, &d.By, &d.Made, &d.Next)
	return d, err
}

func (s *Store) named(ds []books.Document) (err error) {
	for i := range ds {
		if ds[i].PartyName, err = s.Keys.Open(documentParty, ds[i].PartyName); err != nil {
			return err
		}
	}
	return nil
}

// Load is what is known of a document, its name still sealed, for stores that lean on this one.
func Load(q db.Q, hub, documentID string) (books.Document, error) {
	return db.One(q, errDocument, scanDocument, documentColumns+`and d.id = $2`, hub, documentID)
}

// Bytes reads a document's file whole, for stores that have asked for the right themselves.
func (s *Store) Bytes(ctx context.Context, hub string, d books.Document) ([]byte, error) {
	f, err := blob.Open(ctx, s.DB, s.Keys, hub, d.Blob, errDocument)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(f)
	if errors.Is(err, blob.ErrLost) {
		return nil, errLost
	}
	return b, err
}

// Document reads a document with its file; that somebody read it is on record.
func (s *Store) Document(ctx context.Context, a who.Actor, documentID string) (books.Document, error) {
	if err := a.May(books.MaySee); err != nil {
		return books.Document{}, err
	}
	d, err := db.Write(ctx, s.DB, func(tx *db.Tx) (books.Document, error) { return Opened(tx, a, documentID) })
	if err != nil {
		return d, err
	}
	d.Bytes, err = s.Bytes(ctx, a.Hub, d)
	return d, err
}

// Opened is a document that somebody of the hub reads, with the note that they did, in a
// write that goes on; for stores that have asked for the right themselves.
func Opened(tx *db.Tx, a who.Actor, documentID string) (books.Document, error) {
	d, err := Load(tx, a.Hub, documentID)
	if err != nil {
		return d, err
	}
	return d, journal.Note(tx, a, books.Opened{ID: d.ID, No: d.No, As: d.Kind})
}

// Versions is a document's whole chain, oldest first.
func (s *Store) Versions(ctx context.Context, a who.Actor, documentID string) ([]books.Document, error) {
	if err := a.May(books.MaySee); err != nil {
		return nil, err
	}
	ds, err := db.Read(ctx, s.DB, func(v *db.View) ([]books.Document, error) {
		d, err := Load(v, a.Hub, documentID)
		if err != nil {
			return nil, err
		}
		return db.All(v, scanDocument, documentColumns+`and d.kind = $2 and d.no = $3 order by d.version`, a.Hub, string(d.Kind), d.No)
	})
	if err != nil {
		return nil, err
	}
	return ds, s.named(ds)
}

// searchWhere takes $2 from, $3 to, $4 min, $5 max, $6 party, $7 kind, $8 name. Each may be
// left out, in any combination.
const searchWhere = `and ($2 = '' or d.on_day >= $2) and ($3 = '' or d.on_day <= $3) and d.amount_yen >= $4 and d.amount_yen <= $5 and ($6 = '' or d.party = $6) and ($7 = '' or d.kind = $7)
	and ($8 = '' or d.party in (select w.id from worker w where w.hub_id = $1 and w.search_key like $8) or d.party in (select c.id from client c where c.hub_id = $1 and c.search_key like $8)) `

// amountMost is beyond any amount of the books.
const amountMost = yen.Amount(1) << 50

func searchArgs(hub string, q books.Query) []any {
	least, most := -amountMost, amountMost
	if q.Min != nil {
		least = *q.Min
	}
	if q.Max != nil {
		most = *q.Max
	}
	return []any{hub, q.From, q.To, least, most, q.Party, string(q.Kind), db.Containing(ja.SearchKey(q.Name))}
}

// Found is one page of a search: how many there are and what they come to.
type Found struct {
	Rows  []books.Document
	Total int
	Sum   yen.Amount
}

// Search finds documents, newest first.
func (s *Store) Search(ctx context.Context, a who.Actor, q books.Query) (Found, error) {
	if err := a.May(books.MaySee); err != nil {
		return Found{}, err
	}
	if q.Most == 0 {
		q.Most = 50
	}
	f, err := db.Read(ctx, s.DB, func(v *db.View) (f Found, err error) {
		args := searchArgs(a.Hub, q)
		if err = v.QueryRow(`select count(*), cast(coalesce(sum(d.amount_yen), 0) as bigint) from book_document d where d.hub_id = $1 `+searchWhere, args...).Scan(&f.Total, &f.Sum); err != nil {
			return f, err
		}
		f.Rows, err = db.All(v, scanDocument, documentColumns+searchWhere+`order by d.on_day desc, d.id desc limit $9 offset $10`, append(args, q.Most, q.Offset)...)
		return f, err
	})
	if err != nil {
		return f, err
	}
	return f, s.named(f.Rows)
}

// Names are the names of workers and clients by id, as they are now.
func Names(q db.Q, hub string, ids []string) (map[string]string, error) {
	out := map[string]string{}
	for _, x := range ids {
		if _, there := out[x]; there || x == "" {
			continue
		}
		n, err := db.Value[string](q, `select coalesce((select w.name from worker w where w.hub_id = $1 and w.id = $2), (select c.name from client c where c.hub_id = $1 and c.id = $2), '')`, hub, x)
		if err != nil {
			return nil, err
		}
		out[x] = n
	}
	return out, nil
}
