package payee

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/tax"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/workers"
)

// Account is where a worker's money goes, as banks write it.
type Account struct {
	Bank, BankName     string
	Branch, BranchName string
	Type               zengin.AccountType
	Number             string // seven digits
	HolderKana         string // half-width
	Version            int    // of the worker's file
	SetBy              string
	SetOn              when.Instant
	Mark               string       // a signature of the whole account
	CheckedOn          when.Instant // zero: not confirmed as it stands now
	CheckedBy          string
	How                How
}

// AccountOf is an account of the file as banks write it.
func AccountOf(a workers.Account) Account {
	var kind zengin.AccountType
	if len(a.Kind) == 1 {
		kind = zengin.AccountType(a.Kind[0] - '0')
	}
	return Account{Bank: a.Bank, BankName: a.BankName, Branch: a.Branch, BranchName: a.BranchName, Type: kind, Number: a.Number, HolderKana: a.Holder}
}

// Missing tells that there is no account.
func (a Account) Missing() bool { return a.Number == "" }

// Last3 is the end of the number: all that stands anywhere but on her own page and in the
// bank's file.
func (a Account) Last3() string { return a.Number[max(len(a.Number)-3, 0):] }

// Line is everything that makes an account another one, in one text: what is signed.
func (a Account) Line() string {
	return strings.Join([]string{a.Bank, a.Branch, string(rune('0' + a.Type)), a.Number, a.HolderKana}, "/")
}

// State is how far an account may be used.
type State string

// The states. Only a confirmed account is paid to.
const (
	None      State = "none"
	ToConfirm State = "to_confirm"
	Confirmed State = "confirmed"
)

// State is where an account stands.
func (a Account) State() State {
	switch {
	case a.Missing():
		return None
	case a.CheckedOn.IsZero():
		return ToConfirm
	}
	return Confirmed
}

// How somebody confirmed their account.
type How string

// Hows are the ways: on the own screen, or written down by staff.
const (
	OnScreen How = "screen"
	OnPaper  How = "paper"
	ByPhone  How = "phone"
	AtDesk   How = "desk"
)

// StaffHows are those that staff write down.
var StaffHows = []How{OnPaper, ByPhone, AtDesk}

// CheckForm is the confirmation of an account as pressed. The mark is of the account that was
// shown: what was changed meanwhile is not confirmed by it.
type CheckForm struct{ Mark, How string }

// Read says what is wrong with a confirmation that staff write down.
func (f CheckForm) Read() (How, error) {
	var c fault.Check
	c.When(!slices.Contains(StaffHows, How(f.How)), "how", "payee.field.how_missing")
	return How(f.How), c.Err()
}

// Doubt is something to look at in an account before money goes there.
type Doubt struct {
	Kind  zengin.Kind
	Value string
}

// Doubts are what a bank might stumble over: codes the list does not have, a name that
// fills its field. None of them refuses: banks open, merge and close, and the list is of a day.
func (a Account) Doubts(list *zengin.Banks) (out []Doubt) {
	if a.Missing() {
		return nil
	}
	if _, ok := list.Bank(a.Bank); !ok {
		out = append(out, Doubt{zengin.NoSuchBank, a.Bank})
	} else if _, ok := list.Branch(a.Bank, a.Branch); !ok {
		out = append(out, Doubt{zengin.NoSuchBranch, a.Bank + "-" + a.Branch})
	}
	if zengin.Bytes(a.HolderKana) >= zengin.NameLength {
		out = append(out, Doubt{zengin.MaybeCut, a.HolderKana})
	}
	return out
}

// Masked is an account as it stands anywhere but on her own page: what tells it apart.
func (a Account) Masked() Account {
	a.Number, a.HolderKana = workers.Mask(a.Number, 3), ""
	return a
}

// Check is one confirmation of an account, as it is told.
type Check struct {
	Version int
	How     How
	By      string
	At      when.Instant
}

// File is what is known of a payee.
type File struct {
	Worker   string
	WorkerNo int
	Name     string
	Account  Account
	Checks   []Check    // newest first
	Declared []Declared // oldest first
	Lookups  []Lookup   // oldest first
}

// Tax is how she stands on a day.
func (f File) Tax(on when.Date) Tax { return TaxOn(f.Declared, f.Lookups, on) }

// Number is the registration number she gave last.
func (f File) Number() tax.Registration {
	if n := len(f.Declared); n > 0 {
		return f.Declared[n-1].Invoice
	}
	return ""
}
