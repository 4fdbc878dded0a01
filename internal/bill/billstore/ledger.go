package billstore

import (
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
	"hiroba/internal/bill"
	"hiroba/internal/books"
	"hiroba/internal/books/booksstore"
	"hiroba/internal/platform/db"
)

// sold are the lines of sales of an invoice or a credit note: each order's own, then the tax.
func sold(v bill.Invoice, of func(bill.Line) yen.Amount, tax yen.Amount) (out []books.Line) {
	for _, l := range v.Lines {
		if n := of(l); n != 0 {
			out = append(out, books.Line{Account: books.Sales, Amount: -n, Party: v.Client, Order: l.Order})
		}
	}
	return put(out, books.OutputTax, -tax, v.Client)
}

func put(ls []books.Line, to books.Account, n yen.Amount, party string) []books.Line {
	if n == 0 {
		return ls
	}
	return append(ls, books.Line{Account: to, Amount: n, Party: party})
}

// postInvoice enters what a client owes from now on: in the month of the closing, because
// the work was done then, or the first after it that is open.
func postInvoice(tx *db.Tx, a who.Actor, v bill.Invoice) error {
	on, err := booksstore.Open(tx, a.Hub, v.Until)
	if err != nil {
		return err
	}
	ls := put(nil, books.Receivable, v.Totals.Gross, v.Client)
	ls = append(ls, sold(v, func(l bill.Line) yen.Amount { return l.Amount }, v.Totals.Tax)...)
	return booksstore.Post(tx, a, books.Entry{On: on, Kind: "invoice", Ref: "invoice:" + v.ID, Memo: v.No(), Lines: ls})
}

func postCredit(tx *db.Tx, a who.Actor, v bill.Invoice, c bill.Credit, over yen.Amount) error {
	by := map[int]yen.Amount{}
	for _, l := range c.Lines {
		by[l.No] = l.Amount
	}
	ls := put(nil, books.Receivable, over-c.Totals.Gross, v.Client)
	ls = put(ls, books.Advance, -over, v.Client)
	ls = append(ls, sold(v, func(l bill.Line) yen.Amount { return -by[l.No] }, -c.Totals.Tax)...)
	return booksstore.Post(tx, a, books.Entry{On: c.On, Kind: "credit", Ref: "credit:" + c.ID, Memo: c.No(), Lines: ls})
}

// postReceipt enters what came in: on its day, or the first after it whose month is open.
func postReceipt(tx *db.Tx, a who.Actor, v bill.Invoice, id string, on when.Date, applied, over, fee yen.Amount) error {
	on, err := booksstore.Open(tx, a.Hub, on)
	if err != nil {
		return err
	}
	ls := put(nil, books.Bank, applied+over, v.Client)
	ls = put(ls, books.BankFees, fee, v.Client)
	ls = put(ls, books.Receivable, -applied-fee, v.Client)
	ls = put(ls, books.Advance, -over, v.Client)
	return booksstore.Post(tx, a, books.Entry{On: on, Kind: "receipt", Ref: "receipt:" + id, Memo: v.No(), Lines: ls})
}

func postUse(tx *db.Tx, a who.Actor, v bill.Invoice, id string, on when.Date, n yen.Amount) error {
	ls := put(put(nil, books.Advance, n, v.Client), books.Receivable, -n, v.Client)
	return booksstore.Post(tx, a, books.Entry{On: on, Kind: "receipt", Ref: "advance:" + id, Memo: v.No(), Lines: ls})
}

// postGiveUp makes a claim that will not be paid a cost of the hub.
func postGiveUp(tx *db.Tx, a who.Actor, v bill.Invoice, id string, on when.Date, n yen.Amount) error {
	ls := put(put(nil, books.HubCosts, n, v.Client), books.Receivable, -n, v.Client)
	return booksstore.Post(tx, a, books.Entry{On: on, Kind: "cost", Ref: "giveup:" + id, Memo: v.No(), Lines: ls})
}
