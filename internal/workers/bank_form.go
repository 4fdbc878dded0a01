package workers

import (
	"errors"
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/lib/zengin"
)

// BankForm is the fourth screen as typed. With Later nothing else is read. Bank and
// Branch are a code or a name; a passbook of Japan Post has a sign instead of both.
type BankForm struct {
	Bank, Branch, Kind, Number, Holder string
	Sign                               string // of a Japan Post passbook
	Later                              bool
}

// BankChoices are what the list offers for a bank or a branch that was typed, where
// more than one fits.
type BankChoices struct {
	Banks    []zengin.Bank
	Branches []zengin.Branch
}

// choicesMost is how many banks or branches are offered at once.
const choicesMost = 8

// Choices looks up what was typed. Nothing is offered where one fits exactly.
func (f BankForm) Choices(list *zengin.Banks) (c BankChoices) {
	bank, ok := theBank(list, f.Bank)
	if !ok {
		c.Banks = list.FindBanks(f.Bank, choicesMost)
		return c
	}
	if _, ok := theBranch(list, bank, f.Branch); !ok {
		c.Branches = list.FindBranches(bank.Code, f.Branch, choicesMost)
	}
	return c
}

// theBank is the bank of a code or a name, if there is just one.
func theBank(list *zengin.Banks, typed string) (zengin.Bank, bool) {
	if b, ok := list.Bank(codeOf(typed)); ok {
		return b, true
	}
	found := list.FindBanks(one(typed), choicesMost)
	exact := slices.DeleteFunc(slices.Clone(found), func(b zengin.Bank) bool { return b.Name != one(typed) })
	switch {
	case len(exact) == 1:
		return exact[0], true
	case len(found) == 1:
		return found[0], true
	}
	return zengin.Bank{}, false
}

func theBranch(list *zengin.Banks, bank zengin.Bank, typed string) (zengin.Branch, bool) {
	if b, ok := list.Branch(bank.Code, codeOf(typed)); ok {
		return b, true
	}
	found := list.FindBranches(bank.Code, one(typed), choicesMost)
	exact := slices.DeleteFunc(slices.Clone(found), func(b zengin.Branch) bool { return b.Name != one(typed) })
	switch {
	case len(exact) == 1:
		return exact[0], true
	case len(found) == 1:
		return found[0], true
	}
	return zengin.Branch{}, false
}

// codeOf is a code in front of a name ("0001 Mizuho"), or the code alone.
func codeOf(s string) string {
	head, _, _ := strings.Cut(one(s), " ")
	return strings.ReplaceAll(ja.FoldNumber(head), "-", "")
}

// Read reads the screen against the list of banks. A code that the list does not know
// is taken where it has the right form: banks open, merge and close, and the list is
// of a day. The holder is kept as banks show it.
func (f BankForm) Read() (Account, error) { return f.read(zengin.KnownBanks()) }

func (f BankForm) read(list *zengin.Banks) (Account, error) {
	var c fault.Check
	a := Account{Kind: f.Kind}
	if one(f.Sign) != "" {
		f.post(&c, &a, list)
	} else {
		f.ordinary(&c, &a, list)
	}
	c.When(one(f.Sign) == "" && !slices.Contains(Kinds, a.Kind), "kind", "workers.field.kind_missing")
	a.Holder = f.holder(&c)
	return a, c.Err()
}

// holder reads the name of the account as banks show it; what stands in the way is named
// with what people write instead (TV-14).
func (f BankForm) holder(c *fault.Check) string {
	n, err := zengin.PayeeName(f.Holder, zengin.Profile{})
	var letters *zengin.Unwritable
	switch {
	case errors.As(err, &letters) && letters.Runes[0].Try != "":
		c.Add("holder", "workers.field.holder_try", "letter", string(letters.Runes[0].Rune), "try", letters.Runes[0].Try)
	case errors.As(err, &letters):
		c.Add("holder", "workers.field.holder_letter", "letter", string(letters.Runes[0].Rune))
	case errors.Is(err, zengin.ErrTwoForms):
		c.Add("holder", "workers.field.holder_forms")
	case err != nil || n.Text == "":
		c.Add("holder", "workers.field.holder_form")
	}
	return n.Text
}

// post reads sign and number of a Japan Post passbook (TV-15).
func (f BankForm) post(c *fault.Check, a *Account, list *zengin.Banks) {
	got, err := zengin.JapanPost(f.Sign, f.Number)
	c.When(err != nil, "sign", "workers.field.post_form")
	*a = Account{Bank: got.Bank, Branch: got.Branch, Number: got.Number, Kind: itoa(int(got.Type)), BankName: got.Bank, BranchName: got.Branch}
	if b, ok := list.Bank(got.Bank); ok {
		a.BankName = b.Name
	}
	if b, ok := list.Branch(got.Bank, got.Branch); ok {
		a.BranchName = b.Name
	}
}

func (f BankForm) ordinary(c *fault.Check, a *Account, list *zengin.Banks) {
	bank, ok := theBank(list, f.Bank)
	if !ok {
		bank = zengin.Bank{Code: codeOf(f.Bank), Name: one(f.Bank)}
		c.When(one(f.Bank) == "", "bank", "workers.field.bank_missing")
		c.When(len(bank.Code) != 4 || !allDigits(bank.Code), "bank", "workers.field.bank_pick")
	}
	branch, ok := theBranch(list, bank, f.Branch)
	if !ok {
		branch = zengin.Branch{Code: codeOf(f.Branch), Name: one(f.Branch)}
		c.When(one(f.Branch) == "", "branch", "workers.field.branch_missing")
		c.When(len(branch.Code) != 3 || !allDigits(branch.Code), "branch", "workers.field.branch_pick")
	}
	a.Bank, a.BankName, a.Branch, a.BranchName = bank.Code, bank.Name, branch.Code, branch.Name
	number := strings.ReplaceAll(ja.FoldNumber(f.Number), "-", "")
	c.When(number == "" || len(number) > 7 || !allDigits(number), "number", "workers.field.number_form")
	a.Number = strings.Repeat("0", max(7-len(number), 0)) + number
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
