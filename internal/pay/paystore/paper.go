package paystore

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/pay"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/jobs"
	"hiroba/internal/platform/mail"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

// paperOrder is the job that makes a statement's paper and sends it.
type paperOrder struct {
	Hub, Statement string
	Version        int
}

// paperJob makes the paper of a version outside of a write, puts it into the archive and
// tells the worker. A second run finds it sent and does nothing.
func (s *Store) paperJob(ctx context.Context, j jobs.Job) error {
	var o paperOrder
	if err := j.Read(&o); err != nil {
		return jobs.Never(err)
	}
	r, err := db.Read(ctx, s.DB, func(v *db.View) (printed, error) { return s.toPrint(v, o.Hub, o.Statement, 0) })
	if err != nil || r.x.State != pay.Draft || r.x.Version != o.Version {
		return err
	}
	pdf, err := paper.Invoice(Sheet(r.lang, r.h, r.x))
	if err != nil {
		return err
	}
	reason := ""
	if r.replace != "" {
		reason = Reason(i18n.JA, r.x) // the books are kept in Japanese
	}
	ready, err := s.Books.Prepare(books.Document{Kind: books.StatementDoc, No: r.x.No, On: r.x.Made.DateIn(r.h.Zone()), Amount: r.x.Transfer, Party: r.x.Worker, PartyName: r.x.WorkerName, Name: r.x.No + ".pdf", Media: "application/pdf", Bytes: pdf, Replaces: r.replace, Reason: reason})
	if err != nil {
		return err
	}
	return s.send(ctx, o, ready)
}

// printed is all that the paper of one version of a statement is drawn from.
type printed struct {
	x       pay.Statement
	h       hub.Hub
	lang    i18n.Lang
	replace string // the document before it
}

// toPrint reads a statement for its paper, as a version told it; 0 is the one that stands.
func (s *Store) toPrint(q db.Q, hubID, statement string, version int) (r printed, err error) {
	if r.x, err = loadAt(q, hubID, statement, version); err != nil {
		return r, err
	}
	if r.x, err = s.withAccount(q, hubID, r.x); err != nil {
		return r, err
	}
	if r.h, err = hubstore.Load(q, hubID); err != nil {
		return r, err
	}
	w, err := workersstore.Load(q, hubID, r.x.Worker)
	if err != nil {
		return r, err
	}
	r.lang = i18n.Of(w.Lang)
	r.replace, err = db.Value[string](q, `select coalesce((select document_id from pay_version where hub_id = $1 and statement_id = $2 and document_id <> '' and ($3 = 0 or version < $3) order by version desc limit 1), '')`, hubID, statement, version)
	return r, err
}

// Redraw draws the paper of a statement again that was issued as a document. It is the same,
// byte for byte, while what stands on it is: the archive tells by the hash.
func (s *Store) Redraw(ctx context.Context, hubID, document string) ([]byte, error) {
	r, err := db.Read(ctx, s.DB, func(v *db.View) (printed, error) {
		o, err := db.One(v, errStatement, func(r db.Scanner) (o paperOrder, err error) {
			err = r.Scan(&o.Statement, &o.Version)
			return o, err
		}, `select statement_id, version from pay_version where hub_id = $1 and document_id = $2`, hubID, document)
		if err != nil {
			return printed{}, err
		}
		return s.toPrint(v, hubID, o.Statement, o.Version)
	})
	if err != nil {
		return nil, err
	}
	return paper.Invoice(Sheet(r.lang, r.h, r.x))
}

// send puts the paper into the archive, moves the statement on and writes to the worker.
func (s *Store) send(ctx context.Context, o paperOrder, ready booksstore.Ready) error {
	a := who.System(o.Hub, "statements")
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := load(tx, o.Hub, o.Statement)
		if err != nil || x.State != pay.Draft || x.Version != o.Version {
			return err
		}
		doc, err := booksstore.Issue(tx, a, ready)
		if err != nil {
			return err
		}
		var by when.Date
		if x.Silence() {
			by = pay.AnswerBy(tx.Now().DateIn(when.Tokyo))
		}
		_, err = tx.Exec(`update pay_version set document_id = $4, sent_at = $5, answer_by = $6 where hub_id = $1 and statement_id = $2 and version = $3`, o.Hub, x.ID, x.Version, doc, tx.Now(), by)
		if err != nil {
			return err
		}
		name := "statement"
		if x.Version > 1 {
			name = "restated"
		}
		if _, err := s.write(tx, o.Hub, x.Worker, name, "/my/money/"+x.ID, "no", x.No); err != nil {
			return err
		}
		return move(tx, a, x, pay.Sent)
	})
}

// write sends a worker who has an address a mail that leads to a page; amounts stay behind the sign-in.
func (s *Store) write(tx *db.Tx, hubID, workerID, name, path string, args ...any) (written bool, err error) {
	w, err := workersstore.Load(tx, hubID, workerID)
	if err != nil || w.Mail == "" {
		return false, err
	}
	h, err := hubstore.Load(tx, hubID)
	if err != nil {
		return false, err
	}
	l := i18n.Of(w.Lang)
	_, err = mail.Enqueue(tx, mail.Message{Hub: h.ID, Kind: "pay." + name, About: w.ID, To: w.Mail, ToName: w.Name, Lang: l, Look: s.Hubs.Look(h, l), Subject: l.T("pay.mail."+name+"_subject", args...),
		Paragraphs: []string{l.T("pay.mail.hello", "name", w.Name), l.T("pay.mail."+name+"_text", args...)}, Button: &mail.Link{Label: l.T("pay.mail." + name + "_button"), URL: s.Hubs.URL(h, l.Path(path))}})
	return err == nil, err
}

// Sheet is a statement on paper, with the same numbers as its page. The same version makes
// the same bytes at any time: nothing on it is read from today.
func Sheet(l i18n.Lang, h hub.Hub, x pay.Statement) paper.InvoiceSheet {
	made := x.Made.DateIn(h.Zone())
	s := paper.InvoiceSheet{Title: l.T("pay.paper.title"), Hue: h.Hue, Author: h.Name, Created: x.Made.Time().Truncate(time.Second), Lead: l.T("pay.paper.lead", "month", MonthName(l, x.Month)), Label: l.T("pay.statement.transfer"), Big: l.Yen(x.Transfer),
		Facts: [][2]string{{l.T("pay.paper.no"), x.No}, {l.T("pay.paper.made"), l.DateYear(made)}}, To: []string{l.T("pay.paper.name", "name", x.WorkerName), x.WorkerNo}, From: []string{hubstore.Name(h, l), hubstore.Pick(l, h.Address, h.AddressEN), ja.PhoneShow(h.Phone)},
		Head: []string{l.T("pay.col.received"), l.T("pay.col.work"), l.T("pay.col.rows"), l.T("pay.col.unit_fee"), l.T("pay.col.amount")}, Total: [2]string{l.T("pay.statement.transfer"), l.Yen(x.Transfer)},
		Foot: l.T("pay.paper.foot", "no", x.No, "version", x.Version), Continued: l.T("pay.paper.continued"), NotesHead: l.T("pay.paper.notes")}
	if h.Operators != "" {
		s.From = append(s.From, hubstore.Pick(l, h.Operators, h.OperatorsEN))
	}
	if x.Number != "" {
		s.To = append(s.To, l.T("pay.paper.number", "number", x.Number))
	} else {
		s.To = append(s.To, l.T("pay.paper.no_number"))
	}
	if x.Version > 1 {
		s.Facts = append(s.Facts, [2]string{l.T("pay.paper.version"), l.T("pay.paper.version_of", "n", x.Version)})
		s.Notes = append(s.Notes, l.T("pay.paper.corrected", "reason", Reason(l, x), "before", l.Yen(x.Before), "more", l.Yen(x.Transfer-x.Before)))
	}
	s.Beside = append(s.Beside, [2]string{l.T("pay.paper.due"), l.DateYear(x.Due)})
	if x.Last3 != "" {
		s.Beside = append(s.Beside, [2]string{l.T("pay.paper.account"), l.T("pay.account", "bank", x.BankName, "branch", x.Branch, "last", x.Last3)})
	}
	for _, y := range Grouped(x.Lines) {
		s.Lines = append(s.Lines, paper.InvoiceLine{Date: l.DateShort(y.Received), What: LineTitle(l, y), Quantity: Quantity(l, y), Price: UnitFee(l, y), Amount: l.Yen(y.Amount)})
	}
	s.Sums = SumRows(l, x)
	s.Notes = append(s.Notes, l.T("pay.paper.fee_note"))
	if x.Silence() {
		s.Notes = append(s.Notes, l.T("pay.paper.answer_note", "n", pay.DeemDays))
	} else {
		s.Notes = append(s.Notes, l.T("pay.paper.look_note"))
	}
	return s
}

// deemJob takes silence for agreement where the contract she signed says so, the days are over
// and no question is open.
func (s *Store) deemJob(ctx context.Context, _ jobs.Job) error {
	hubs, err := db.Read(ctx, s.DB, func(v *db.View) ([]string, error) { return hubstore.IDs(v) })
	for _, h := range hubs {
		err = errors.Join(err, s.deem(ctx, h), s.again(ctx, h))
	}
	return err
}

// again asks once a day for the papers of statements that should have been sent an hour ago:
// the job that was to make them may have died, and what was never told is never paid.
func (s *Store) again(ctx context.Context, hubID string) error {
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		drafts, err := db.All(tx, func(r db.Scanner) (o paperOrder, err error) {
			o.Hub = hubID
			err = r.Scan(&o.Statement, &o.Version)
			return o, err
		}, `select v.statement_id, v.version from pay_version v join pay_statement s on s.hub_id = v.hub_id and s.id = v.statement_id and s.newest = v.version
			where v.hub_id = $1 and v.state = 'draft' and v.made_at < $2 order by v.made_at limit $3`, hubID, tx.Now().Add(-time.Hour), deemMost)
		for _, o := range drafts {
			if err == nil {
				err = jobs.Enqueue(tx, jobs.New(hubID, "pay.paper", o).Once(fmt.Sprintf("pay.paper:%s:%d:%s", o.Statement, o.Version, tx.Now().DateIn(when.Tokyo))))
			}
		}
		return err
	})
}

// deemMost is how many statements one write deems.
const deemMost = 200

func (s *Store) deem(ctx context.Context, hubID string) error {
	a := who.System(hubID, "deemed")
	for {
		n, err := db.Write(ctx, s.DB, func(tx *db.Tx) (int, error) {
			xs, err := db.All(tx, scanStatement, statementColumns+standing+`and v.state = 'sent' and v.answer_by <> '' and v.answer_by < $2 and `+contractThen+` >= $4 and not exists (select 1 from pay_dispute d where d.hub_id = s.hub_id and d.statement_id = s.id and d.answered_at = '') order by s.id limit $3`, hubID, tx.Now().DateIn(when.Tokyo), deemMost, workers.SilenceSince)
			for _, x := range xs {
				if err == nil {
					err = deemed(tx, a, x)
				}
			}
			return len(xs), err
		})
		if err != nil || n < deemMost {
			return err
		}
	}
}

// deemed takes silence for agreement to one statement. When it did stays with the version:
// once it is paid, it serves for credit all the same. By nobody: her own word may still follow.
func deemed(tx *db.Tx, a who.Actor, x pay.Statement) error {
	if err := move(tx, a, x, pay.Deemed); err != nil {
		return err
	}
	_, err := tx.Exec(`update pay_version set confirmed_at = $4 where hub_id = $1 and statement_id = $2 and version = $3`, a.Hub, x.ID, x.Version, tx.Now())
	if err != nil {
		return err
	}
	x.State = pay.Deemed
	return agreed(tx, a, x)
}
