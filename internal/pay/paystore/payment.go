package paystore

import (
	"errors"
	"fmt"

	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/lib/tax"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
)

const payables = `select s.id, s.no, s.worker_id, s.month, v.transfer_yen - s.paid_yen, v.due_on
	from pay_statement s join pay_version v on v.hub_id = s.hub_id and v.statement_id = s.id and v.version = s.newest
	where s.hub_id = $1 and v.state <> 'draft' and v.due_on <= $2 and s.settled < s.newest `

func scanPayable(r db.Scanner) (p pay.Payable, err error) {
	err = r.Scan(&p.Statement, &p.No, &p.Worker, &p.Month, &p.Net, &p.DueOn)
	return p, err
}

// Payables are the statements that are to be paid by a day and are not: told to the worker,
// with money still open, some of them in the order of their numbers from one on. A question that
// is open holds nothing up, nor does a client who has not paid.
func Payables(q db.Q, hub string, due when.Date, after string, most int) ([]pay.Payable, error) {
	return db.All(q, scanPayable, payables+`and s.no > $3 order by s.no limit $4`, hub, due, after, most)
}

// PayablesOf are those of some statements that are to be paid by a day, at most db.InMost.
func PayablesOf(q db.Q, hub string, due when.Date, statements []string) ([]pay.Payable, error) {
	list, args := db.In(3, statements)
	return db.All(q, scanPayable, payables+`and s.id in `+list, append([]any{hub, due}, args...)...)
}

// MarkPaid writes down that a transfer paid an amount of a statement on a day, in a write
// that goes on. The same transfer a second time changes nothing. What a correction added
// after the transfer was prepared stays open.
func MarkPaid(tx *db.Tx, a who.Actor, statement string, amount yen.Amount, on when.Date, transfer string) error {
	s, err := load(tx, a.Hub, statement)
	if err != nil {
		return err
	}
	known, err := db.Value[int](tx, `select count(*) from pay_payment where hub_id = $1 and statement_id = $2 and transfer = $3 and state = 'paid'`, a.Hub, s.ID, transfer)
	if err != nil || known > 0 {
		return err
	}
	if amount <= 0 || amount > s.Open() {
		return errPayment
	}
	x, err := settledBy(tx, a.Hub, s, amount)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into pay_payment (hub_id, statement_id, transfer, state, amount_yen, base_yen, withheld_yen, on_day, reason, made_by, made_at) values ($1, $2, $3, 'paid', $4, $5, $6, $7, '', $8, $9)
		on conflict (hub_id, statement_id, transfer) do update set state = 'paid', amount_yen = excluded.amount_yen, base_yen = excluded.base_yen, withheld_yen = excluded.withheld_yen, on_day = excluded.on_day, reason = ''`, a.Hub, s.ID, transfer, amount, x.base, x.withheld, on, a.Name, tx.Now())
	if err != nil {
		return err
	}
	if _, err := tx.Exec(`update pay_statement set paid_yen = paid_yen + $3, paid_on = $4, failed = '' where hub_id = $1 and id = $2`, a.Hub, s.ID, amount, on); err != nil {
		return err
	}
	if err := settle(tx, a.Hub, s.ID); err != nil {
		return err
	}
	if err := transferred(tx, a, s, "transfer", amount, on); err != nil {
		return err
	}
	if s.State.May(pay.Locked) {
		if err := move(tx, a, s, pay.Locked); err != nil {
			return err
		}
	}
	return journal.Note(tx, a, pay.Paid{ID: s.ID, No: s.No, Worker: s.Worker, Amount: amount})
}

// withholding is what of a payment was withheld from, and what was withheld.
type withholding struct{ base, withheld yen.Amount }

func scanWithholding(r db.Scanner) (x withholding, err error) {
	err = r.Scan(&x.base, &x.withheld)
	return x, err
}

// settledBy is what falls on a transfer: of the version it pays up to, less what fell on the
// transfers before it. A transfer that was on its way while an earlier one came back pays what
// one version told beyond another, and has what they differ by. Any other amount was never told.
func settledBy(q db.Q, hub string, s pay.Statement, amount yen.Amount) (withholding, error) {
	x, err := db.One(q, errPayment, scanWithholding, `select base_yen, withheld_yen from pay_version where hub_id = $1 and statement_id = $2 and transfer_yen = $3 order by version desc limit 1`, hub, s.ID, s.Paid+amount)
	if errors.Is(err, errPayment) {
		return db.One(q, errPayment, scanWithholding, `select v.base_yen - o.base_yen, v.withheld_yen - o.withheld_yen from pay_version v join pay_version o on o.hub_id = v.hub_id and o.statement_id = v.statement_id and o.version < v.version
			where v.hub_id = $1 and v.statement_id = $2 and v.transfer_yen - o.transfer_yen = $3 order by v.version desc, o.version desc limit 1`, hub, s.ID, amount)
	}
	if err != nil {
		return x, err
	}
	before, err := db.One(q, errPayment, scanWithholding, `select cast(coalesce(sum(base_yen), 0) as bigint), cast(coalesce(sum(withheld_yen), 0) as bigint) from pay_payment where hub_id = $1 and statement_id = $2 and state = 'paid'`, hub, s.ID)
	return withholding{x.base - before.base, x.withheld - before.withheld}, err
}

// settle keeps up to which version a statement is paid.
func settle(tx *db.Tx, hub, statement string) error {
	_, err := tx.Exec(`update pay_statement set settled = coalesce((select max(v.version) from pay_version v where v.hub_id = $1 and v.statement_id = $2 and v.transfer_yen <= pay_statement.paid_yen), 0) where hub_id = $1 and id = $2`, hub, statement)
	return err
}

// transferred posts money that left the bank, or came back to it.
func transferred(tx *db.Tx, a who.Actor, s pay.Statement, kind string, amount yen.Amount, on when.Date) error {
	on, err := booksstore.Open(tx, a.Hub, on)
	if err != nil {
		return err
	}
	return booksstore.Post(tx, a, books.Entry{On: on, Kind: kind, Ref: "statement:" + s.ID, Memo: s.No,
		Lines: []books.Line{{Account: books.Payable, Amount: amount, Party: s.Worker}, {Account: books.Bank, Amount: -amount}}})
}

// MarkFailed writes down that a transfer did not arrive: the statement is to be paid again,
// and money that was booked as gone comes back.
func MarkFailed(tx *db.Tx, a who.Actor, statement, transfer, reason string) error {
	s, err := load(tx, a.Hub, statement)
	if err != nil {
		return err
	}
	type was struct{ amount yen.Amount }
	paid, err := db.All(tx, func(r db.Scanner) (p was, err error) { err = r.Scan(&p.amount); return p, err },
		`select amount_yen from pay_payment where hub_id = $1 and statement_id = $2 and transfer = $3 and state = 'paid'`, a.Hub, s.ID, transfer)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into pay_payment (hub_id, statement_id, transfer, state, amount_yen, withheld_yen, on_day, reason, made_by, made_at) values ($1, $2, $3, 'failed', 0, 0, '', $4, $5, $6)
		on conflict (hub_id, statement_id, transfer) do update set state = 'failed', reason = excluded.reason`, a.Hub, s.ID, transfer, reason, a.Name, tx.Now())
	if err != nil {
		return err
	}
	var back yen.Amount
	for _, p := range paid {
		back += p.amount
	}
	if _, err := tx.Exec(`update pay_statement set paid_yen = paid_yen - $3, paid_on = case when paid_yen = $3 then '' else paid_on end, failed = $4 where hub_id = $1 and id = $2`, a.Hub, s.ID, back, reason); err != nil {
		return err
	}
	if err := settle(tx, a.Hub, s.ID); err != nil {
		return err
	}
	if back > 0 {
		if err := transferred(tx, a, s, "failed", -back, tx.Now().DateIn(when.Tokyo)); err != nil {
			return err
		}
	}
	return journal.Note(tx, a, pay.Paid{ID: s.ID, No: s.No, Worker: s.Worker, Amount: s.Open() + back, Failed: true, Reason: reason})
}

// WithheldRow is what a worker was paid in a category from one day to another, and what was
// withheld of it.
type WithheldRow struct {
	Worker, Name   string
	Category       tax.Category
	Paid, Withheld yen.Amount // of Paid: what was withheld from, as the lists of the tax office ask
	Payments       int
}

// Withheld is what was paid and withheld by worker, by the day of payment: for the monthly
// list and the yearly records.
func Withheld(q db.Q, hub string, from, to when.Date) ([]WithheldRow, error) {
	rows, err := db.All(q, func(r db.Scanner) (x WithheldRow, err error) {
		err = r.Scan(&x.Worker, &x.Name, &x.Paid, &x.Withheld, &x.Payments)
		x.Category = tax.Fees
		return x, err
	}, `select s.worker_id, w.name, cast(sum(p.base_yen) as bigint), cast(sum(p.withheld_yen) as bigint), count(*)
		from pay_payment p join pay_statement s on s.hub_id = p.hub_id and s.id = p.statement_id join worker w on w.hub_id = s.hub_id and w.id = s.worker_id
		where p.hub_id = $1 and p.state = 'paid' and p.on_day >= $2 and p.on_day <= $3 and (p.base_yen <> 0 or p.withheld_yen <> 0) group by s.worker_id, w.name, w.kana order by w.kana, s.worker_id`, hub, from, to)
	if err != nil {
		return nil, fmt.Errorf("withheld: %w", err)
	}
	return rows, nil
}
