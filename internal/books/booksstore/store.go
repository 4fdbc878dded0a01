// Package booksstore keeps the ledger and the archive of issued documents. Both only grow:
// there is no statement here that changes an entry, a line or a document.
package booksstore

import (
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/personal"
	"hiroba/internal/platform/reseal"
)

// Store is the books of all hubs.
type Store struct {
	DB   *db.DB
	Keys *keys.Keys
	Hubs *hubstore.Store
}

// documentParty is the purpose under which the name on a document is sealed.
const documentParty = "book_document.party"

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{{Table: "book_document", Name: "party_sealed", Key: []string{"hub_id", "id"}, Purpose: documentParty, Batch: 200}}

// Personal is what the house holds of people: their documents and the lines of the ledger
// that are theirs. All of it stays as long as the law has books kept.
var Personal = personal.House{Name: "books", Tables: []personal.Table{
	{Name: "book_line", Whose: "party in (:workers)", Order: "on_day, entry_id, no", Tell: "on_day account=books.account. amount_yen", Hide: "no party", Why: "mydata.why.twin", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "book_document", Whose: "party in (:workers)", Order: "on_day, id", Tell: "kind=books.kind. no on_day amount_yen party_sealed name version reason made_by made_at", Hide: "party media bytes sha256 replaces", Why: "mydata.why.twin",
		Sealed: []personal.Sealed{{Name: "party_sealed", Purpose: documentParty}}, Fate: personal.Keep, Law: "mydata.law.money", Money: true},
}}

var (
	errDocument = fault.New(fault.NotFound, "books.fault.document_gone")
	errLost     = fault.New(fault.Conflict, "books.fault.document_lost")
	errReplaced = fault.New(fault.Conflict, "books.fault.replaced")
	errExport   = fault.New(fault.NotFound, "books.fault.export_gone")
)

// sweepEvery is how often archives whose days are over are taken away.
const sweepEvery = time.Hour

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("books.export", s.exportJob)
	r.Every(sweepEvery, "books.sweep", s.sweepJob)
}
