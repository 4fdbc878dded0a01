// Package bankstore keeps the books of the house bank: runs of transfers, what the bank
// answered, incoming payments. Account numbers and payers' names are sealed.
package bankstore

import (
	"context"
	"encoding/json"

	"hiroba/internal/bank"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
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
	Money  Money
}

// Money is what the houses around give and take: statements that wait, what becomes of them,
// the archive of documents, the invoices of clients. app puts it together.
type Money struct {
	Payables func(q db.Q, hub string, due when.Date) ([]bank.Payable, error)
	Paid     func(tx *db.Tx, a who.Actor, statement string, on when.Date, transfer string) error
	Failed   func(tx *db.Tx, a who.Actor, statement, transfer, reason string) error
	Issue    func(tx *db.Tx, a who.Actor, d Document) (string, error)
	Bytes    func(ctx context.Context, hub, documentID string) ([]byte, error)
	Open     func(q db.Q, hub string) ([]bank.Open, error)
	Receive  func(tx *db.Tx, a who.Actor, x bank.Incoming, m bank.Match) error
	Withheld func(q db.Q, hub string, from, until when.Date) ([]bank.Withheld, error)
}

// Document is a file of this house for the archive.
type Document struct {
	Kind, No, Name, Media string
	On                    when.Date
	Amount                int64
	Bytes                 []byte
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

func today(q db.Q) when.Date { return q.Now().DateIn(when.Tokyo) }
