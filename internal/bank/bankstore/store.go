// Package bankstore keeps the books of the house bank: runs of transfers, what the bank
// answered, incoming payments. Account numbers and payers' names are sealed.
package bankstore

import (
	"encoding/json"

	"hiroba/internal/bank"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
)

// Store is the bank business of all hubs.
type Store struct {
	DB     *db.DB
	Keys   *keys.Keys
	Hubs   *hubstore.Store // the hub's name, look and addresses for letters
	Payees *payeestore.Store
	Books  *booksstore.Store // the archive of issued documents
	Money  Money
}

// Money is what the houses around give and take: statements that wait, what becomes of them,
// the invoices of clients. app puts it together.
type Money struct {
	Payables func(q db.Q, hub string, due when.Date, after string, most int) ([]bank.Payable, error) // in the order of their numbers, from one on
	Owed     func(q db.Q, hub string, due when.Date, statements []string) ([]bank.Payable, error)    // those of them that wait
	Paid     func(tx *db.Tx, a who.Actor, statement string, amount yen.Amount, on when.Date, transfer string) error
	Failed   func(tx *db.Tx, a who.Actor, statement, transfer, reason string) error
	Open     func(q db.Q, hub string) ([]bank.Open, error)
	Receive  func(tx *db.Tx, a who.Actor, x bank.Incoming, m bank.Match) error
	Withheld func(q db.Q, hub string, from, until when.Date) ([]bank.Withheld, error)
	Payer    func(q db.Q, hub string) (bank.Payer, error)
}

// The purposes under which things are sealed: table and column.
const (
	profileBody    = "bank_profile.body"
	transferRecord = "bank_transfer.record"
	incomingPayer  = "bank_incoming.payer"
	incomingReason = "bank_incoming.reason"
)

// seal seals a value as JSON.
func (s *Store) seal(purpose string, v any) (string, error) {
	b, err := json.Marshal(v)
	return s.Keys.Seal(purpose, string(b)), err
}

// open reads what seal made.
func (s *Store) open(purpose, sealed string, into any) error {
	plain, err := s.Keys.Open(purpose, sealed)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(plain), into)
}
