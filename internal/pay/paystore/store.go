// Package paystore keeps the books of what workers are paid: months that are closed worker
// by worker, statements with their versions, and each worker's own book of expenses.
package paystore

import (
	"errors"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/who"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/platform/blob"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/keys"
	"hiroba/internal/platform/personal"
	"hiroba/internal/platform/reseal"
)

// Store is the pay of all hubs.
type Store struct {
	DB     *db.DB
	Keys   *keys.Keys
	Hubs   *hubstore.Store
	Books  *booksstore.Store
	Payees *payeestore.Store
}

// expenseNote is the purpose under which a note of her own book is sealed.
const expenseNote = "pay_expense.note"

// Sealed are the house's sealed columns, for a rotation of keys.
var Sealed = []reseal.Column{{Table: "pay_expense", Name: "note_sealed", Key: []string{"hub_id", "id"}, Purpose: expenseNote, Batch: 200}}

const ofStatement = "statement_id in (select s.id from pay_statement s where s.hub_id = :hub and s.worker_id in (:workers))"

// Personal is what the house holds of people: statements and their lines stay as long as
// the law has papers of money kept, a worker's own book goes with her.
var Personal = personal.House{Name: "pay", Erase: forgetPhotos, Tables: []personal.Table{
	{Name: "pay_done", Whose: "worker_id in (:workers)", Order: "month", Tell: "month made_by made_at", Fate: personal.Drop},
	{Name: "pay_expense", Whose: "worker_id in (:workers)", Order: "on_day, id", Own: true, Tell: "on_day kind=pay.expense.kind. amount_yen note_sealed made_at", Hide: "media", Why: "mydata.why.twin",
		Sealed: []personal.Sealed{{Name: "note_sealed", Purpose: expenseNote}}, Fate: personal.Drop},
	{Name: "pay_statement", Whose: "worker_id in (:workers)", Order: "month", Tell: "month no paid_yen paid_on made_at", Hide: "newest settled failed", Why: "mydata.why.twin", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "pay_version", Whose: ofStatement, Order: "statement_id, version", Tell: "version state=pay.state. reason net_yen tax_yen gross_yen withheld_yen transfer_yen due_on sent_at answer_by confirmed_at confirmed_by made_at", Hide: "number groups credit_yen base_yen made_by", Why: "mydata.why.twin",
		Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "pay_change", Whose: ofStatement, Order: "statement_id, line_no, version", Tell: "line_no version amount_yen reason made_by made_at", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "pay_payment", Whose: ofStatement, Order: "on_day, statement_id, transfer", Tell: "state=pay.payment. amount_yen withheld_yen on_day reason made_by made_at", Hide: "transfer base_yen", Why: "mydata.why.twin", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "pay_line", Whose: "worker_id in (:workers)", Order: "received_on, claim_id, part", Tell: "title rows amount_yen received_on accepted_on due_on", Hide: "no version part unit unit_fee_sen agreed_yen withhold", Why: "mydata.why.twin", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
	{Name: "pay_dispute", Whose: "worker_id in (:workers)", Order: "made_at, id", Tell: "line_no words answer answered_by answered_at made_by made_at", Fate: personal.Keep, Law: "mydata.law.money", Money: true},
}}

// forgetPhotos takes away the pictures of receipts with the book they belong to.
func forgetPhotos(tx *db.Tx, _ who.Actor, s personal.Subject, _ bool) error {
	for _, w := range s.Workers {
		files, err := db.All(tx, scanString, `select blob_id from pay_expense where hub_id = $1 and worker_id = $2 and blob_id <> ''`, s.Hub, w)
		for _, f := range files {
			err = errors.Join(err, blob.Drop(tx, s.Hub, f))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

var (
	errStatement = fault.New(fault.NotFound, "pay.fault.statement_gone")
	errLine      = fault.New(fault.NotFound, "pay.fault.line_gone")
	errMonth     = fault.New(fault.NotFound, "pay.fault.month_gone")
	errState     = fault.New(fault.Conflict, "pay.fault.state")
	errDispute   = fault.New(fault.NotFound, "pay.fault.dispute_gone")
	errExpense   = fault.New(fault.NotFound, "pay.fault.expense_gone")
	errPayment   = fault.New(fault.Conflict, "pay.fault.payment")
)

// deemEvery is how often statements are looked at on which nobody spoke in time.
const deemEvery = time.Hour

// Jobs registers the house's background work.
func (s *Store) Jobs(r *jobs.Runner) {
	r.Handle("pay.close", s.closeJob)
	r.Handle("pay.paper", s.paperJob)
	r.Every(deemEvery, "pay.deem", s.deemJob)
}

func scanString(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err }
