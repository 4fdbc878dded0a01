package books

import (
	"errors"
	"fmt"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Account is a line of the chart of accounts. The chart is fixed: a hub of any town reads
// another's books.
type Account string

// The chart, in the order of the page.
const (
	Bank        Account = "bank"        // 普通預金
	Receivable  Account = "receivable"  // 売掛金
	InputTax    Account = "input_tax"   // 仮払消費税
	Payable     Account = "payable"     // 未払金
	Withholding Account = "withholding" // 預り金 源泉所得税
	OutputTax   Account = "output_tax"  // 仮受消費税
	Advance     Account = "advance"     // 前受金: receipts nobody has matched yet, too
	Sales       Account = "sales"       // 売上高
	Grants      Account = "grants"      // 補助金
	Fees        Account = "fees"        // 外注費
	BankFees    Account = "bank_fees"   // 支払手数料
	HubCosts    Account = "hub_costs"   // 拠点の費用
)

// Accounts is the chart in its order.
var Accounts = []Account{Bank, Receivable, InputTax, Payable, Withholding, OutputTax, Advance, Sales, Grants, Fees, BankFees, HubCosts}

// Debit tells whether an account usually stands on the left: what the hub has, and what it spends.
func (a Account) Debit() bool {
	return slices.Contains([]Account{Bank, Receivable, InputTax, Fees, BankFees, HubCosts}, a)
}

// Kinds are the kinds of entries.
var Kinds = []string{"statement", "transfer", "failed", "invoice", "credit", "receipt", "fee", "cost", "grant", "tax", "other"}

// Line is one line of an entry: a debit is above zero, a credit below.
type Line struct {
	Account Account
	Amount  yen.Amount
	Party   string // worker or client, "" none
	Order   string // order it belongs to, "" none
}

// Entry is one entry of the ledger. Ref is what it stands on: "statement:ID". Memo is what
// one reads beside it: the number of a document, never a person's name.
type Entry struct {
	ID    string
	On    when.Date
	Kind  string
	Ref   string
	Memo  string
	Lines []Line
	By    string
	Made  when.Instant
}

// What can be wrong with an entry. Each is a slip of the program, never of a person.
var (
	ErrSum     = errors.New("an entry's debits and credits differ")
	ErrZero    = errors.New("a line of an entry is zero")
	ErrAccount = errors.New("not an account of the chart")
	ErrEmpty   = errors.New("an entry has a day, a kind, a ref and two lines at least")
)

// Check refuses an entry whose sum is not zero, a line of zero, an unknown account.
func (e Entry) Check() error {
	if e.On.IsZero() || e.Ref == "" || !slices.Contains(Kinds, e.Kind) || len(e.Lines) < 2 {
		return fmt.Errorf("%w: %+v", ErrEmpty, e)
	}
	var sum yen.Amount
	for _, l := range e.Lines {
		switch {
		case !slices.Contains(Accounts, l.Account):
			return fmt.Errorf("%w: %q", ErrAccount, l.Account)
		case l.Amount == 0:
			return fmt.Errorf("%w: %s", ErrZero, l.Account)
		}
		sum += l.Amount
	}
	if sum != 0 {
		return fmt.Errorf("%w by %d: %s", ErrSum, sum, e.Ref)
	}
	return nil
}

// Balanced drops the lines of zero, for entries whose parts may be nothing.
func (e Entry) Balanced() Entry {
	e.Lines = slices.DeleteFunc(slices.Clone(e.Lines), func(l Line) bool { return l.Amount == 0 })
	return e
}

// Month is "2026-11" of a day.
func Month(d when.Date) string { return d.String()[:7] }

// MonthDays are the first and the last day of a month.
func MonthDays(month string) (first, last when.Date, err error) {
	first, err = when.ParseDate(month + "-01")
	if err != nil {
		return first, last, err
	}
	return first, first.AddMonths(1).AddDays(-1), nil
}

// Balance is what an account comes to.
type Balance struct {
	Account       Account
	Debit, Credit yen.Amount // sums of either side, both above zero
}

// Net is debits less credits.
func (b Balance) Net() yen.Amount { return b.Debit - b.Credit }

// Posting is one line of an account as it is read: with the day and what it stands on.
type Posting struct {
	Line
	Entry, Kind, Ref, Memo string
	On                     when.Date
}
