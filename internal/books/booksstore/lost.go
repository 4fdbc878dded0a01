package booksstore

import (
	"context"

	"hiroba/internal/books"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
)

// Filed are a hub's documents of a kind, newest first.
func (s *Store) Filed(ctx context.Context, hub string, kind books.DocKind) ([]books.Document, error) {
	return s.filed(ctx, hub, kind, "")
}

// Lost are a hub's documents of a kind whose file is not there, newest first. A backup may
// leave files out that can be drawn again, as the town does that is shipped for the demo.
func (s *Store) Lost(ctx context.Context, hub string, kind books.DocKind) ([]books.Document, error) {
	return s.filed(ctx, hub, kind, `and not exists (select 1 from blob_part p where p.hub_id = d.hub_id and p.blob_id = d.blob_id) `)
}

func (s *Store) filed(ctx context.Context, hub string, kind books.DocKind, where string) ([]books.Document, error) {
	return db.Read(ctx, s.DB, func(v *db.View) ([]books.Document, error) {
		return db.All(v, scanDocument, documentColumns+where+`and d.kind = $2 order by d.made_at desc, d.id`, hub, string(kind))
	})
}

// PutBack keeps the file of a document again that is lost; false where it is not, byte for
// byte, the one that was issued.
func (s *Store) PutBack(ctx context.Context, hub string, d books.Document, body []byte) (bool, error) {
	return blob.PutBack(ctx, s.DB, s.Keys, hub, d.Blob, body)
}
