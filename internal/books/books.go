// Package books is the hub's accounts: a ledger by double entry and the archive of every
// document the hub issued (Act on electronic books; ). It holds the rules; the
// books themselves are in booksstore. Nothing that stands here is changed: what was wrong is
// answered by another entry or another version.
package books

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MaySee  who.Permission = "books.see"  // the ledger and the documents
	MayKeep who.Permission = "books.keep" // exports, locked months
)

// Issued says that a document went into the archive.
type Issued struct {
	ID       string  `journal:"keep"`
	What     DocKind `journal:"keep"`
	No       string  `journal:"keep"`
	Party    string  `journal:"keep"`
	SHA256   string  `journal:"keep"`
	Replaces string  `journal:"keep"`
}

// Kind of the event.
func (e Issued) Kind() string {
	if e.Replaces != "" {
		return "books.reissued"
	}
	return "books.issued"
}

// About is the document.
func (e Issued) About() string { return e.ID }

// MonthLocked says that nothing more is dated in a month.
type MonthLocked struct {
	Month string `journal:"keep"`
}

// Kind of the event.
func (e MonthLocked) Kind() string { return "books.month_locked" }

// About is the month.
func (e MonthLocked) About() string { return e.Month }

// Exported says that somebody had a period's documents put together.
type Exported struct {
	ID   string `journal:"keep"`
	From string `journal:"keep"`
	To   string `journal:"keep"`
}

// Kind of the event.
func (e Exported) Kind() string { return "books.exported" }

// About is the export.
func (e Exported) About() string { return e.ID }

// Opened says that somebody read a document with a person's name on it.
type Opened struct {
	ID string  `journal:"keep"`
	No string  `journal:"keep"`
	As DocKind `journal:"keep"`
}

// Kind of the event.
func (e Opened) Kind() string { return "books.opened" }

// About is the document.
func (e Opened) About() string { return e.ID }

// Fetched says that somebody opened an archive of documents.
type Fetched struct {
	ID   string `journal:"keep"`
	From string `journal:"keep"`
	To   string `journal:"keep"`
}

// Kind of the event.
func (e Fetched) Kind() string { return "books.fetched" }

// About is the archive.
func (e Fetched) About() string { return e.ID }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Issued{}, Issued{Replaces: "x"}, MonthLocked{}, Exported{}, Fetched{}, Opened{}}
}
