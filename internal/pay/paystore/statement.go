package paystore

import (
	"context"
	"encoding/json"
	"fmt"

	"hiroba/internal/base/id"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/pay"
	"hiroba/internal/payee"
	"hiroba/internal/payee/payeestore"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/journal"
	"hiroba/internal/work/workstore"
	"hiroba/internal/workers/workersstore"
)

const statementColumns = `select s.id, s.month, s.worker_id, s.no, w.name, w.no, v.version, s.newest, v.state, v.reason, v.number, v.groups, v.net_yen, v.tax_yen, v.gross_yen, v.credit_yen, v.base_yen, v.withheld_yen, v.transfer_yen,
	v.due_on, v.document_id, v.sent_at, v.answer_by, v.confirmed_at, v.confirmed_by, s.paid_yen, s.paid_on, s.failed, v.made_at, v.made_by,
	(select count(*) from pay_dispute d where d.hub_id = s.hub_id and d.statement_id = s.id and d.answered_at = ''),
	coalesce((select b.transfer_yen from pay_version b where b.hub_id = v.hub_id and b.statement_id = v.statement_id and b.version = v.version - 1), 0),
	` + contractThen + `
	from pay_statement s join pay_version v on v.hub_id = s.hub_id and v.statement_id = s.id join worker w on w.hub_id = s.hub_id and w.id = s.worker_id where s.hub_id = $1 `

// contractThen is the wording of the basic contract that was signed when a version v of a
// statement s was drawn up.
const contractThen = `coalesce((select c.version from worker_consent c where c.hub_id = s.hub_id and c.worker_id = s.worker_id and c.kind = 'contract' and c.made_at <= v.made_at order by c.made_at desc limit 1), '')`

// standing narrows to the version that stands.
const standing = `and v.version = s.newest `

func scanStatement(r db.Scanner) (s pay.Statement, err error) {
	var groups string
	var no int
	err = r.Scan(&s.ID, &s.Month, &s.Worker, &s.No, &s.WorkerName, &no, &s.Version, &s.Newest, &s.State, &s.Reason, &s.Number, &groups, &s.Net, &s.Tax, &s.Gross, &s.Credit, &s.Base, &s.Withheld, &s.Transfer,
		&s.Due, &s.Document, &s.Sent, &s.AnswerBy, &s.Confirmed, &s.ConfirmedBy, &s.Paid, &s.PaidOn, &s.Failed, &s.Made, &s.MadeBy, &s.Disputes, &s.Before, &s.Contract)
	if err != nil {
		return s, err
	}
	s.WorkerNo = workersstore.Number(no)
	err = json.Unmarshal([]byte(groups), &s.Groups)
	for _, g := range s.Groups {
		s.Registered, s.Plain = s.Registered || g.Registered, s.Plain || !g.Registered
	}
	return s, err
}

// linesAt are the lines of a statement as a version told them.
func linesAt(q db.Q, hub, statement string, version int) ([]pay.Line, error) {
	return db.All(q, func(r db.Scanner) (l pay.Line, err error) {
		err = r.Scan(&l.No, &l.Version, &l.Claim, &l.Part, &l.Worker, &l.Order, &l.Piece, &l.Title, &l.Unit, &l.Rows, &l.UnitFee, &l.Received, &l.Accepted, &l.Due, &l.Agreed, &l.Amount, &l.Withhold, &l.Reason)
		return l, err
	}, `select l.no, coalesce(c.version, l.version), l.claim_id, l.part, l.worker_id, l.order_id, l.piece_id, l.title, l.unit, l.rows, l.unit_fee_sen, l.received_on, l.accepted_on, l.due_on, l.agreed_yen, coalesce(c.amount_yen, l.amount_yen), l.withhold, coalesce(c.reason, '')
		from pay_line l left join pay_change c on c.hub_id = l.hub_id and c.statement_id = l.statement_id and c.line_no = l.no
			and c.version = (select max(x.version) from pay_change x where x.hub_id = l.hub_id and x.statement_id = l.statement_id and x.line_no = l.no and x.version <= $3)
		where l.hub_id = $1 and l.statement_id = $2 and l.version <= $3 order by l.no`, hub, statement, version)
}

func load(q db.Q, hub, statement string) (pay.Statement, error) { return loadAt(q, hub, statement, 0) }

// loadAt is a statement as a version of it tells; 0 is the one that stands.
func loadAt(q db.Q, hub, statement string, version int) (pay.Statement, error) {
	s, err := db.One(q, errStatement, scanStatement, statementColumns+`and v.version = case when $3 = 0 then s.newest else $3 end and s.id = $2`, hub, statement, version)
	if err == nil {
		s.Lines, err = linesAt(q, hub, s.ID, s.Version)
	}
	return s, err
}

// person is whom a statement is drawn up for, as read before the write.
type person struct {
	id, number string
	standing   payeestore.Standing
}

// state draws up a worker's statement of a month, or its next version, with the entry in
// the ledger, in a write that goes on. Nothing new is nothing done.
func state(tx *db.Tx, a who.Actor, month string, last when.Date, p person, items []pay.Item) (bool, error) {
	if len(items) == 0 {
		return false, nil
	}
	old, err := db.All(tx, scanStatement, statementColumns+standing+`and s.month = $2 and s.worker_id = $3`, a.Hub, month, p.id)
	if err != nil {
		return false, err
	}
	s := pay.Statement{ID: id.Make(), Month: month, Worker: p.id, No: pay.StatementNo(month, p.number), WorkerNo: p.number}
	if len(old) > 0 {
		s = old[0]
		if s.Lines, err = linesAt(tx, a.Hub, s.ID, s.Version); err != nil {
			return false, err
		}
	} else if err := insertStatement(tx, a.Hub, s); err != nil {
		return false, err
	}
	before, no := s, len(s.Lines)
	for _, x := range items {
		no++
		if err := insertLine(tx, a.Hub, s.ID, no, s.Version+1, x); err != nil {
			return false, err
		}
		s.Lines = append(s.Lines, pay.Line{Item: x, No: no, Version: s.Version + 1})
	}
	return true, next(tx, a, before, s, last, p.standing.On, "")
}

func insertStatement(tx *db.Tx, hub string, s pay.Statement) error {
	_, err := tx.Exec(`insert into pay_statement (hub_id, id, month, worker_id, no, newest, paid_yen, paid_on, failed, made_at) values ($1, $2, $3, $4, $5, 1, 0, '', '', $6)`, hub, s.ID, s.Month, s.Worker, s.No, tx.Now())
	return err
}

func insertLine(tx *db.Tx, hub, statement string, no, version int, x pay.Item) error {
	_, err := tx.Exec(`insert into pay_line (hub_id, statement_id, no, version, claim_id, part, worker_id, order_id, piece_id, title, unit, rows, unit_fee_sen, received_on, accepted_on, due_on, agreed_yen, amount_yen, withhold)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`, hub, statement, no, version, x.Claim, x.Part, x.Worker, x.Order, x.Piece, x.Title, x.Unit, x.Rows, int64(x.UnitFee), x.Received, x.Accepted, x.Due, x.Agreed, x.Amount, db.Bit(x.Withhold))
	if err != nil {
		return err
	}
	return workstore.Stated(tx, hub, x.Claim, x.Amount)
}

// next writes the next version of a statement from its lines as they are now, and posts
// what differs from the version before. day is the one it is dated on; a locked month moves
// it to the first open day.
func next(tx *db.Tx, a who.Actor, before, s pay.Statement, day when.Date, status func(when.Date) payee.Tax, reason string) error {
	var err error
	s.Due = pay.DueOn(pay.Items(s.Lines))
	if s.Sums, err = pay.Settle(pay.Items(s.Lines), pay.AllIn, status, s.Due); err != nil {
		return err
	}
	s.Version, s.State, s.Reason, s.Number = s.Version+1, pay.Draft, reason, numberOf(s.Lines, status)
	groups, err := json.Marshal(s.Groups)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`insert into pay_version (hub_id, statement_id, version, state, reason, number, groups, net_yen, tax_yen, gross_yen, credit_yen, base_yen, withheld_yen, transfer_yen, due_on, document_id, sent_at, answer_by, confirmed_at, confirmed_by, made_by, made_at)
		values ($1, $2, $3, 'draft', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', '', '', '', $15, $16)`, a.Hub, s.ID, s.Version, reason, s.Number, string(groups), s.Net, s.Tax, s.Gross, s.Credit, s.Base, s.Withheld, s.Transfer, s.Due, a.Name, tx.Now())
	if err != nil {
		return err
	}
	if err := newest(tx, a.Hub, s.ID, s.Version); err != nil {
		return err
	}
	if err := post(tx, a, before, s, day); err != nil {
		return err
	}
	if err := jobs.Enqueue(tx, jobs.New(a.Hub, "pay.paper", paperOrder{a.Hub, s.ID, s.Version}).Once(fmt.Sprintf("pay.paper:%s:%d", s.ID, s.Version))); err != nil {
		return err
	}
	return journal.Note(tx, a, pay.Stated{ID: s.ID, No: s.No, Version: s.Version, Worker: s.Worker, Amount: s.Transfer, Reason: reason})
}

// newest makes a version the one that stands.
func newest(tx *db.Tx, hub, statement string, version int) error {
	if version == 1 { // as it was inserted, and nothing is paid
		return nil
	}
	if _, err := tx.Exec(`update pay_statement set newest = $3 where hub_id = $1 and id = $2`, hub, statement, version); err != nil {
		return err
	}
	return settle(tx, hub, statement)
}

// numberOf is the registration number a statement prints: of the newest supply that has one.
func numberOf(ls []pay.Line, status func(when.Date) payee.Tax) string {
	number := ""
	for _, l := range ls {
		if t := status(l.Received); t.Registered {
			number = t.Number
		}
	}
	return number
}

// post writes what a version changes in the ledger: fees and deductible tax on the left,
// what is owed to her and to the tax office on the right.
func post(tx *db.Tx, a who.Actor, before, s pay.Statement, day when.Date) error {
	day, err := booksstore.Open(tx, a.Hub, day)
	if err != nil {
		return err
	}
	e := entryOf(s, day)
	for _, x := range byOrder(before.Lines, s.Lines) {
		e.Lines = append(e.Lines, books.Line{Account: books.Fees, Amount: x.amount, Party: s.Worker, Order: x.order})
	}
	credit, err := creditLines(tx, a.Hub, s)
	if err != nil {
		return err
	}
	e.Lines = append(e.Lines, credit...)
	e.Lines = append(e.Lines,
		books.Line{Account: books.Withholding, Amount: before.Withheld - s.Withheld, Party: s.Worker}, books.Line{Account: books.Payable, Amount: before.Transfer - s.Transfer, Party: s.Worker})
	if e = e.Balanced(); len(e.Lines) == 0 {
		return nil
	}
	return booksstore.Post(tx, a, e)
}

func entryOf(s pay.Statement, day when.Date) books.Entry {
	return books.Entry{On: day, Kind: "statement", Ref: "statement:" + s.ID, Memo: s.No}
}

// creditLines move what a statement's tax may be deducted by out of the fees, as far as it is
// not in the ledger yet. What an agreed version brought stays while a later one waits for her
// word; more than the tax of the statement never stands there.
func creditLines(q db.Q, hub string, s pay.Statement) ([]books.Line, error) {
	booked, err := booksstore.Booked(q, hub, "statement:"+s.ID, books.InputTax)
	credit := max(s.Usable(), min(booked, s.Credit)) - booked
	return []books.Line{{Account: books.Fees, Amount: -credit, Party: s.Worker}, {Account: books.InputTax, Amount: credit, Party: s.Worker}}, err
}

// agreed posts the input tax of a statement that came to serve for it, on the day it did.
func agreed(tx *db.Tx, a who.Actor, s pay.Statement) error {
	lines, err := creditLines(tx, a.Hub, s)
	if err != nil || lines[0].Amount == 0 {
		return err
	}
	day, err := booksstore.Open(tx, a.Hub, tx.Now().DateIn(when.Tokyo))
	if err != nil {
		return err
	}
	e := entryOf(s, day)
	e.Lines = lines
	return booksstore.Post(tx, a, e)
}

type orderSum struct {
	order  string
	amount yen.Amount
}

// byOrder is what a version adds, order by order: margins are read from it.
func byOrder(before, now []pay.Line) (out []orderSum) {
	old := map[int]yen.Amount{}
	for _, l := range before {
		old[l.No] = l.Amount
	}
	at := map[string]int{}
	for _, l := range now {
		i, there := at[l.Order]
		if !there {
			i = len(out)
			at[l.Order] = i
			out = append(out, orderSum{order: l.Order})
		}
		out[i].amount += l.Amount - old[l.No]
	}
	return out
}

// Statement is one statement as it stands, for staff.
func (s *Store) Statement(ctx context.Context, a who.Actor, statement string) (pay.Statement, error) {
	if err := a.May(pay.MaySee); err != nil {
		return pay.Statement{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (pay.Statement, error) {
		x, err := load(v, a.Hub, statement)
		if err != nil {
			return x, err
		}
		return s.withAccount(v, a.Hub, x)
	})
}

// withAccount adds where the money goes: of the account only its end.
func (s *Store) withAccount(q db.Q, hub string, x pay.Statement) (pay.Statement, error) {
	acc, err := s.Payees.AccountsOf(q, hub, []string{x.Worker})
	if to, there := acc[x.Worker]; there && !to.Missing() {
		x.BankName, x.Branch, x.Last3 = to.BankName, to.BranchName, to.Last3()
	}
	return x, err
}

// Mine is a worker's own statement.
func (s *Store) Mine(ctx context.Context, a who.Actor, statement string) (pay.Statement, error) {
	if err := a.May(pay.MaySelf); err != nil {
		return pay.Statement{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (pay.Statement, error) {
		x, err := s.own(v, a, statement)
		if err != nil {
			return x, err
		}
		return s.withAccount(v, a.Hub, x)
	})
}

func (s *Store) own(q db.Q, a who.Actor, statement string) (pay.Statement, error) {
	w, err := workersstore.Mine(q, a)
	if err != nil {
		return pay.Statement{}, err
	}
	x, err := load(q, a.Hub, statement)
	if err == nil && (x.Worker != w.ID || x.State == pay.Draft && x.Version == 1) {
		err = errStatement
	}
	return x, err
}

// Confirm is a worker's word that a statement is right. version is the one she saw.
func (s *Store) Confirm(ctx context.Context, a who.Actor, statement string, version int) error {
	if err := a.May(pay.MaySelf); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := s.own(tx, a, statement)
		if err != nil {
			return err
		}
		if x.Version != version || x.ConfirmedBy != "" || !x.State.May(pay.Confirmed) {
			return errState
		}
		to := pay.Confirmed
		if x.State == pay.Locked { // the money has gone; her word makes it fit for credit
			to = pay.Locked
		}
		_, err = tx.Exec(`update pay_version set state = $4, confirmed_at = $5, confirmed_by = $6 where hub_id = $1 and statement_id = $2 and version = $3`, a.Hub, x.ID, x.Version, string(to), tx.Now(), a.Name)
		if err != nil {
			return err
		}
		x.State, x.Confirmed = to, tx.Now()
		if err := agreed(tx, a, x); err != nil {
			return err
		}
		return journal.Note(tx, a, pay.Moved{ID: x.ID, No: x.No, Worker: x.Worker, State: pay.Confirmed})
	})
}

// move brings a version into another state.
func move(tx *db.Tx, a who.Actor, x pay.Statement, to pay.State) error {
	if !x.State.May(to) {
		return errState
	}
	if _, err := tx.Exec(`update pay_version set state = $4 where hub_id = $1 and statement_id = $2 and version = $3`, a.Hub, x.ID, x.Version, string(to)); err != nil {
		return err
	}
	return journal.Note(tx, a, pay.Moved{ID: x.ID, No: x.No, Worker: x.Worker, State: to})
}

// Correct raises the amount of a line: a new version with the difference and its reason
// . It is never lowered.
func (s *Store) Correct(ctx context.Context, a who.Actor, statement string, version, no int, f pay.CorrectForm) error {
	if err := a.May(pay.MayClose); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := load(tx, a.Hub, statement)
		if err != nil {
			return err
		}
		if x.Version != version {
			return errState
		}
		if no < 1 || no > len(x.Lines) {
			return errLine
		}
		amount, reason, err := f.Read(x.Lines[no-1])
		if err != nil {
			return err
		}
		_, err = tx.Exec(`insert into pay_change (hub_id, statement_id, line_no, version, amount_yen, reason, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`, a.Hub, x.ID, no, x.Version+1, amount, reason, a.Name, tx.Now())
		if err != nil {
			return err
		}
		return s.restate(tx, a, x, no, amount, reason)
	})
}

// restate writes the next version after one line changed.
func (s *Store) restate(tx *db.Tx, a who.Actor, x pay.Statement, no int, amount yen.Amount, reason string) error {
	st, err := s.Payees.Standings(tx, a.Hub, []string{x.Worker})
	if err != nil {
		return err
	}
	_, today, err := hubstore.Today(tx, a.Hub)
	if err != nil {
		return err
	}
	_, last, err := books.MonthDays(x.Month)
	if err != nil {
		return err
	}
	if today.After(last) {
		last = today
	}
	raised := x
	raised.Lines = append([]pay.Line(nil), x.Lines...)
	raised.Lines[no-1].Amount = amount
	return next(tx, a, x, raised, last, st[x.Worker].On, reason)
}
