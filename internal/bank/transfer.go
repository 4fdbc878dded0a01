package bank

import (
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/zengin"
)

// TransferState is where a transfer stands.
type TransferState string

// The states of a transfer.
const (
	Waiting        TransferState = "waiting"
	Paid           TransferState = "paid"
	Failed         TransferState = "failed"
	TransferUnsent TransferState = "unsent" // its run was dropped
)

// Transfer is one payment of a run, frozen as it was prepared.
type Transfer struct {
	Run         string
	RunNo       int
	No          int
	Statement   string
	StatementNo string
	Worker      string
	WorkerName  string
	WorkerNo    int
	Mark        string // of the account
	Record      zengin.Transfer
	State       TransferState
	Reason      Reason
	On          when.Date // paid or answered
	By          string
	SettledAt   when.Instant
}

// Last3 is the end of the account's number.
func (t Transfer) Last3() string { return t.Record.Account[max(len(t.Record.Account)-3, 0):] }

// Ref is a transfer's name in the books of other houses.
func (t Transfer) Ref() string { return t.Run + "/" + strconv.Itoa(t.No) }

// Reason is why a bank could not transfer, in the words a person can act on.
type Reason string

// Reasons in the order of the page.
var Reasons = []Reason{"no_account", "name", "closed", "bank_closed", "limit", "other"}

// HerPart tells whether the worker has to look at her account before it is tried again. A
// bank's file does not say why: until somebody knows, the account may be what is wrong.
func (r Reason) HerPart() bool { return r != "limit" }

// FailForm is a transfer that did not go, as typed.
type FailForm struct{ Reason string }

// Read reads the form.
func (f FailForm) Read() (Reason, error) {
	var c fault.Check
	r := Reason(f.Reason)
	c.When(!slices.Contains(Reasons, r), "reason", "bank.field.reason")
	return r, c.Err()
}

// DropForm is the giving up of a run as typed.
type DropForm struct {
	Reason string
	Unsent bool // said of a run whose file was made: the bank never got it
}

// Read reads the form.
func (f DropForm) Read(filed bool) (string, error) {
	var c fault.Check
	s := strings.TrimSpace(f.Reason)
	c.When(s == "", "reason", "bank.field.drop_reason")
	c.When(len([]rune(s)) > 500, "reason", "bank.field.long")
	c.When(filed && !f.Unsent, "unsent", "bank.field.unsent")
	return s, c.Err()
}

// Records are transfers as the bank's file holds them.
func Records(ts []Transfer) []zengin.Transfer {
	out := make([]zengin.Transfer, len(ts))
	for i, t := range ts {
		out[i] = t.Record
	}
	return out
}
