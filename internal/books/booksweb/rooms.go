// Package booksweb has the pages of the accounts: documents and where they are found, a
// period as an archive, the ledger down to its lines.
package booksweb

import (
	"strings"

	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

// Rooms answers the requests of the house.
type Rooms struct {
	Store *booksstore.Store
	// Refs are the pages of what an entry stands on, by the beginning of its ref; app knows them all.
	Refs map[string]string
}

// pageSize is how many lines a page of a list has.
const pageSize = 50

// Register opens all routes of the house.
func (r *Rooms) Register(rt *web.Router) {
	see, keep := web.Need(books.MaySee), web.Need(books.MayKeep)
	rt.Handle("GET /staff/books", see, r.documents)
	rt.Handle("GET /staff/books.xlsx", see, r.documentsFile)
	rt.Handle("GET /staff/books.csv", see, r.documentsFile)
	rt.Handle("GET /staff/books/documents/{id}", see, r.document)
	rt.Handle("GET /staff/books/documents/{id}/file", see, r.file)
	rt.Handle("GET /staff/books/exports", keep, r.exports)
	rt.Handle("POST /staff/books/exports", keep, r.export)
	rt.Handle("GET /staff/books/exports/{id}", keep, r.archive)
	rt.Handle("GET /staff/books/ledger", see, r.ledger)
	rt.Handle("GET /staff/books/ledger/{account}", see, r.account)
	rt.Handle("GET /staff/books/entries/{id}", see, r.entry)
	rt.Handle("GET /staff/books/months/{month}", keep, r.month)
	rt.Handle("POST /staff/books/months/{month}", keep, r.lock)
}

// tabs are the parts of the accounts.
func tabs(rq web.Request, here string) (out []ui.NavItem) {
	for _, t := range []struct{ path, key string }{{"/staff/books", "books.tab.documents"}, {"/staff/books/exports", "books.tab.exports"}, {"/staff/books/ledger", "books.tab.ledger"}} {
		if t.path != "/staff/books/exports" || rq.Actor.Can(books.MayKeep) {
			out = append(out, ui.NavItem{Href: rq.Lang.Path(t.path), Label: rq.T(t.key), Current: t.path == here})
		}
	}
	return out
}

// ref is the page of what an entry stands on, "" if there is none.
func (r *Rooms) ref(l i18n.Lang, ref string) string {
	kind, x, _ := strings.Cut(ref, ":")
	if base := r.Refs[kind]; base != "" {
		return l.Path(base + x)
	}
	return ""
}
