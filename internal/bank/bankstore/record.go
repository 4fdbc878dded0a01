package bankstore

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"hiroba/internal/bank"
	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
	"hiroba/internal/workers/workersstore"
)

var errRecord = fault.New(fault.NotFound, "bank.fault.record_gone")

// sheetOf is what a payee's record is printed from.
type sheetOf struct {
	hub     hub.Hub
	records []bank.Record // of one worker
	last    issued
	payer   bank.Payer
	over    bool // the year is over: the figures stand
}

// issued is the paper that was issued last; none: its zero.
type issued struct {
	no            int
	document, sum string
}

// records are the records of a year, without addresses: a list needs none.
func (s *Store) records(q db.Q, hubID string, year int) ([]bank.Record, error) {
	rows, err := s.withheld(q, hubID, when.On(year, 1, 1), when.On(year, 12, 31))
	if err != nil {
		return nil, err
	}
	return bank.RecordsOf(year, rows)
}

// addressed are records with the addresses that stand in the files, for what leaves the house.
func (s *Store) addressed(q db.Q, hubID string, rs []bank.Record) ([]bank.Record, error) {
	of := make([]string, len(rs))
	for i, r := range rs {
		of[i] = r.Worker
	}
	files, err := s.Payees.Crew.Newest(q, hubID, workers.PartAddress, of)
	for i := range rs {
		if v, ok := files[rs[i].Worker]; ok {
			rs[i].Address = v.Address.Line()
		}
	}
	return rs, err
}

// RecordsFile is the year's records with the payees' addresses, for the tax office. Who
// took it is noted.
func (s *Store) RecordsFile(ctx context.Context, a who.Actor, year int) ([]bank.Record, error) {
	if err := a.May(bank.MaySee); err != nil {
		return nil, err
	}
	rs, err := db.Read(ctx, s.DB, func(v *db.View) ([]bank.Record, error) {
		rs, err := s.records(v, a.Hub, year)
		if err != nil {
			return nil, err
		}
		return s.addressed(v, a.Hub, rs)
	})
	if err != nil {
		return nil, err
	}
	return rs, db.Do(ctx, s.DB, func(tx *db.Tx) error { return journal.Note(tx, a, bank.RecordsTaken{Year: year, Records: len(rs)}) })
}

// RecordPDF is a payee's yearly record on paper; who took it is noted. Of a year
// that is over it goes into the archive when it is first made, and again, as a new version,
// when its figures changed. Before that it is a look at figures that still grow.
func (s *Store) RecordPDF(ctx context.Context, a who.Actor, year int, workerID string) (name string, body []byte, err error) {
	if err := a.May(bank.MayKeep); err != nil {
		return "", nil, err
	}
	x, err := db.Read(ctx, s.DB, func(v *db.View) (sheetOf, error) { return s.sheet(v, a.Hub, year, workerID) })
	if err != nil {
		return "", nil, err
	}
	if body, err = paper.Letter(letter(x, year)); err != nil {
		return "", nil, err
	}
	r := x.records[0]
	d := books.Document{Kind: books.PaymentRecordDoc, No: fmt.Sprintf("R-%d-%04d", year, r.WorkerNo), Name: fmt.Sprintf("shiharai-%d-%04d.pdf", year, r.WorkerNo), Media: "application/pdf", On: when.On(year, 12, 31),
		Amount: paid(x.records), Party: workerID, PartyName: r.WorkerName, Bytes: body}
	return d.Name, body, s.handOut(ctx, a, d, x.last, x.over, bank.RecordsTaken{Year: year, Worker: workerID, Records: len(x.records)}, func(tx *db.Tx, x issued) error {
		_, err := tx.Exec(`insert into bank_record (hub_id, year, worker_id, no, document_id, sha256, made_at) values ($1, $2, $3, $4, $5, $6, $7)`, a.Hub, year, workerID, x.no, x.document, x.sum, tx.Now())
		return err
	})
}

// handOut notes that a paper leaves the house. Where its figures stand, it goes into the archive
// first, unless the very same is there already; keep writes down which document it is then.
func (s *Store) handOut(ctx context.Context, a who.Actor, d books.Document, last issued, over bool, taken event.Event, keep func(*db.Tx, issued) error) error {
	if last.document != "" {
		d.Replaces, d.Reason = last.document, i18n.JA.T("bank.record.changed")
	}
	ready, err := s.Books.Prepare(d)
	if err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if over && ready.SHA256 != last.sum {
			document, err := booksstore.Issue(tx, a, ready)
			if err != nil {
				return err
			}
			if err := keep(tx, issued{last.no + 1, document, ready.SHA256}); db.IsUnique(err) {
				return errStale
			} else if err != nil {
				return err
			}
		}
		return journal.Note(tx, a, taken)
	})
}

func paid(rs []bank.Record) (sum yen.Amount) {
	for _, r := range rs {
		sum += r.Paid
	}
	return sum
}

func (s *Store) sheet(q db.Q, hubID string, year int, workerID string) (x sheetOf, err error) {
	all, err := s.records(q, hubID, year)
	if err != nil {
		return x, err
	}
	x.records = slices.DeleteFunc(all, func(r bank.Record) bool { return r.Worker != workerID })
	if len(x.records) == 0 {
		return x, errRecord
	}
	if x.records, err = s.addressed(q, hubID, x.records); err != nil {
		return x, err
	}
	x.over = year < hubstore.Day(q).Year()
	if x.payer, err = s.Money.Payer(q, hubID); err != nil {
		return x, err
	}
	if x.hub, err = hubstore.Load(q, hubID); err != nil {
		return x, err
	}
	x.last, err = lastIssued(q, `select no, document_id, sha256 from bank_record where hub_id = $1 and year = $2 and worker_id = $3 order by no desc limit 1`, hubID, year, workerID)
	return x, err
}

func lastIssued(q db.Q, query string, args ...any) (issued, error) {
	last, err := db.All(q, func(r db.Scanner) (x issued, err error) { err = r.Scan(&x.no, &x.document, &x.sum); return x, err }, query, args...)
	return append(last, issued{})[0], err
}

// letter is the record as a letter. It is in Japanese: the tax office reads it. There is no
// room for My Number on the payee's copy.
func letter(x sheetOf, year int) paper.LetterSheet {
	l, r := i18n.JA, x.records[0]
	payee := paper.LetterBlock{Heading: l.T("bank.record.payee"), Rows: [][2]string{{l.T("bank.col.address"), r.Address}, {l.T("bank.record.name"), r.WorkerName}, {l.T("bank.col.worker_no"), workersstore.Number(r.WorkerNo)}}}
	sums := paper.LetterBlock{Heading: l.T("bank.record.sums"), Grid: &paper.Grid{Head: []string{l.T("bank.col.category"), l.T("bank.col.payments"), l.T("bank.col.paid"), l.T("bank.col.tax")}, Weights: []float64{3, 1, 2, 2}}}
	for _, y := range x.records {
		sums.Grid.Lines = append(sums.Grid.Lines, []string{l.T("bank.category." + string(y.Category)), l.Number(y.Count), l.Yen(y.Paid), l.Yen(y.Tax)})
	}
	return paper.LetterSheet{Hub: x.hub.Name, Title: l.T("bank.record.title", "year", strconv.Itoa(year)), Hue: x.hub.Hue, Created: when.On(year, 12, 31).At(0, when.Tokyo).Time(), Blocks: []paper.LetterBlock{payee, sums, payerBlock(x.payer), {Text: l.T("bank.record.note")}}}
}

func payerBlock(p bank.Payer) paper.LetterBlock {
	l := i18n.JA
	return paper.LetterBlock{Heading: l.T("bank.record.payer"), Rows: [][2]string{{l.T("bank.record.place"), p.Address}, {l.T("bank.record.name"), p.Name}, {l.T("bank.record.phone"), ja.PhoneShow(p.Phone)}}}
}
