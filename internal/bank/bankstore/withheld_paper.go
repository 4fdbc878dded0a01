package bankstore

import (
	"context"
	"strconv"

	"hiroba/internal/bank"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/books"
	"hiroba/internal/hub"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/paper"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/workers/workersstore"
)

// withheldSheet is what a month's list is printed from.
type withheldSheet struct {
	bank.WithheldList
	hub   hub.Hub
	last  issued
	payer bank.Payer
	over  bool // the month is over: the figures stand
}

func (x withheldSheet) key() string { return x.Month.String()[:7] }

// WithheldPDF is a month's list of withheld tax on paper; who took it is noted. Of
// a month that is over it goes into the archive as a yearly record does.
func (s *Store) WithheldPDF(ctx context.Context, a who.Actor, month when.Date) (name string, body []byte, err error) {
	if err := a.May(bank.MayKeep); err != nil {
		return "", nil, err
	}
	x, err := db.Read(ctx, s.DB, func(v *db.View) (withheldSheet, error) { return s.withheldSheet(v, a.Hub, month) })
	if err != nil {
		return "", nil, err
	}
	if body, err = paper.Letter(withheldLetter(x)); err != nil {
		return "", nil, err
	}
	key := x.key()
	d := books.Document{Kind: books.WithholdingListDoc, No: "G-" + key, Name: "gensen-" + key + ".pdf", Media: "application/pdf", On: x.lastDay(), Amount: x.Tax, Bytes: body}
	return d.Name, body, s.handOut(ctx, a, d, x.last, x.over, bank.WithheldTaken{Month: key, People: x.People}, func(tx *db.Tx, x issued) error {
		_, err := tx.Exec(`insert into bank_withheld (hub_id, month, no, document_id, sha256, made_at) values ($1, $2, $3, $4, $5, $6)`, a.Hub, key, x.no, x.document, x.sum, tx.Now())
		return err
	})
}

func (x withheldSheet) lastDay() when.Date { return x.Month.AddMonths(1).AddDays(-1) }

func (s *Store) withheldSheet(q db.Q, hubID string, month when.Date) (x withheldSheet, err error) {
	first := when.On(month.Year(), month.Month(), 1)
	rows, err := s.withheld(q, hubID, first, first.AddMonths(1).AddDays(-1))
	if err != nil {
		return x, err
	}
	if x.WithheldList = bank.ListOf(first, rows); len(x.Rows) == 0 {
		return x, errRecord
	}
	x.over = x.lastDay().Before(hubstore.Day(q))
	if x.payer, err = s.Money.Payer(q, hubID); err != nil {
		return x, err
	}
	if x.hub, err = hubstore.Load(q, hubID); err != nil {
		return x, err
	}
	x.last, err = lastIssued(q, `select no, document_id, sha256 from bank_withheld where hub_id = $1 and month = $2 order by no desc limit 1`, hubID, x.key())
	return x, err
}

// withheldLetter is the list as a letter, in Japanese: the tax office reads it.
func withheldLetter(x withheldSheet) paper.LetterSheet {
	l := i18n.JA
	sums := paper.LetterBlock{Rows: [][2]string{{l.T("bank.withheld.due"), l.DateYear(x.Due)}, {l.T("bank.withheld.people"), l.T("bank.people", "n", x.People)}, {l.T("bank.withheld.paid"), l.Yen(x.Paid)}, {l.T("bank.withheld.tax"), l.Yen(x.Tax)}}}
	list := paper.LetterBlock{Grid: &paper.Grid{Head: []string{l.T("bank.col.worker_no"), l.T("bank.col.who"), l.T("bank.col.category"), l.T("bank.col.payments"), l.T("bank.col.paid"), l.T("bank.col.tax")}, Weights: []float64{1.4, 2.4, 2.4, 1, 1.6, 1.8}}}
	for _, r := range x.Rows {
		list.Grid.Lines = append(list.Grid.Lines, []string{workersstore.Number(r.WorkerNo), r.WorkerName, l.T("bank.category." + string(r.Category)), l.Number(r.Payments), l.Yen(r.Paid), l.Yen(r.Tax)})
	}
	return paper.LetterSheet{Hub: x.hub.Name, Title: l.T("bank.withheld.title"), Sub: l.T("bank.withheld.of", "year", strconv.Itoa(x.Month.Year()), "month", int(x.Month.Month())), Hue: x.hub.Hue, Created: x.lastDay().At(0, when.Tokyo).Time(), Blocks: []paper.LetterBlock{sums, list, payerBlock(x.payer)}}
}
