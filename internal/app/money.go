package app

import (
	"fmt"

	"hiroba/internal/bank"
	"hiroba/internal/bank/bankstore"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/bill"
	"hiroba/internal/bill/billstore"
	"hiroba/internal/books"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/pay"
	"hiroba/internal/pay/paystore"
	"hiroba/internal/platform/db"
)

// money is what the bank business is given and gives: statements of the house pay, invoices
// of the house bill.
func money() bankstore.Money {
	return bankstore.Money{Payables: payables, Owed: owed, Paid: paystore.MarkPaid, Failed: paystore.MarkFailed, Open: unpaid, Receive: receive, Withheld: withheld, Payer: payer}
}

func payables(q db.Q, hub string, due when.Date, after string, most int) ([]bank.Payable, error) {
	return payablesOf(paystore.Payables(q, hub, due, after, most))
}

func owed(q db.Q, hub string, due when.Date, statements []string) ([]bank.Payable, error) {
	return payablesOf(paystore.PayablesOf(q, hub, due, statements))
}

func payablesOf(ps []pay.Payable, err error) ([]bank.Payable, error) {
	if err != nil {
		return nil, err
	}
	out := make([]bank.Payable, len(ps))
	for i, p := range ps {
		if out[i], err = payableOf(p); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// payableOf is a statement as the bank business knows it.
func payableOf(p pay.Payable) (bank.Payable, error) {
	month, _, err := books.MonthDays(p.Month)
	return bank.Payable{Statement: p.Statement, No: p.No, Worker: p.Worker, Amount: p.Net, Due: p.DueOn, Month: month}, err
}

func unpaid(q db.Q, hub string) ([]bank.Open, error) {
	us, err := billstore.Open(q, hub)
	out := make([]bank.Open, 0, len(us))
	for _, u := range us {
		out = append(out, bank.Open{Invoice: u.Invoice, No: u.No, Client: u.Client, ClientName: u.ClientName, ClientKana: u.ClientKana, Amount: u.Amount, Due: u.Due})
	}
	return out, err
}

// receive enters what a person matched. The name of a receipt is the payment's, its version
// and the invoice: each word of a person is one receipt.
func receive(tx *db.Tx, a who.Actor, x bank.Incoming, m bank.Match) error {
	return billstore.Receive(tx, a, bill.Receipt{Invoice: m.Invoice, Amount: m.Amount, Fee: m.Fee, On: x.On, Ref: fmt.Sprintf("bank:%s:%d:%s", x.ID, x.Version, m.Invoice), Words: x.Ref})
}

// payer is the operator, who writes the hub's invoices and pays its workers. Before somebody
// entered it, it is known by the hub's name.
func payer(q db.Q, hub string) (bank.Payer, error) {
	i, err := billstore.IssuerOf(q, hub)
	if err != nil || i.Name != "" {
		return bank.Payer{Name: i.Name, Address: i.Address, Phone: i.Phone}, err
	}
	h, err := hubstore.Load(q, hub)
	return bank.Payer{Name: h.Name, Address: h.Address, Phone: h.Phone}, err
}

func withheld(q db.Q, hub string, from, until when.Date) ([]bank.Withheld, error) {
	rows, err := paystore.Withheld(q, hub, from, until)
	out := make([]bank.Withheld, 0, len(rows))
	for _, r := range rows {
		out = append(out, bank.Withheld{Worker: r.Worker, Category: r.Category, Payments: r.Payments, Paid: r.Paid, Tax: r.Withheld})
	}
	return out, err
}
