package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"hiroba/internal/books"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
)

// drawer draws the paper of a document again.
type drawer func(ctx context.Context, hub, document string) ([]byte, error)

// drawers are the kinds of documents that the books can draw again, byte for byte: many,
// large, and all of them alike.
func (a *App) drawers() map[books.DocKind]drawer {
	return map[books.DocKind]drawer{books.StatementDoc: a.Pay.Redraw, books.InvoiceDoc: a.Bills.Redraw}
}

// Redraw draws the documents again whose files were left out of what this database was made
// from, the newest first. One that does not come to its hash is not kept.
func (a *App) Redraw(ctx context.Context) error {
	return a.papers(ctx, a.Books.Lost, func(hub string, d books.Document, body []byte) error {
		same, err := a.Books.PutBack(ctx, hub, d, body)
		if err == nil && !same {
			a.Log.Error("a document drawn anew is not the one that was issued", "no", d.No, "version", d.Version)
		}
		return err
	})
}

// Redrawn are the files, by the id of their bytes, that Redraw would bring back as they are.
func (a *App) Redrawn(ctx context.Context) (blobs []string, err error) {
	err = a.papers(ctx, a.Books.Filed, func(_ string, d books.Document, body []byte) error {
		if sum := sha256.Sum256(body); hex.EncodeToString(sum[:]) == d.SHA256 {
			blobs = append(blobs, d.Blob)
		}
		return nil
	})
	return blobs, err
}

// papers draws the documents a list answers, of all hubs and of each kind that can be drawn.
func (a *App) papers(ctx context.Context, list func(ctx context.Context, hub string, kind books.DocKind) ([]books.Document, error), take func(hub string, d books.Document, body []byte) error) error {
	hubs, err := db.Read(ctx, a.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	if err != nil {
		return err
	}
	for _, hub := range hubs {
		for kind, draw := range a.drawers() {
			ds, err := list(ctx, hub, kind)
			if err != nil {
				return err
			}
			for _, d := range ds {
				body, err := draw(ctx, hub, d.ID)
				if err == nil {
					err = take(hub, d, body)
				}
				if err != nil {
					return fmt.Errorf("document %s: %w", d.No, err)
				}
			}
		}
	}
	return nil
}
