package workers

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
)

// BankForm is the fourth screen as typed. With Later nothing else is read.
type BankForm struct {
	Bank, BankName, Branch, BranchName string
	Kind, Number, Holder               string
	Later                              bool
}

// JapanPost is the bank code of Yucho.
const JapanPost = "9900"

// Read reads the screen. The holder is kept as banks show it: half-width kana, small
// letters made large, as transfers require.
func (f BankForm) Read() (Account, error) {
	var c fault.Check
	a := Account{BankName: line(&c, "bank_name", f.BankName, true, "workers.field.bank_missing"), BranchName: one(f.BranchName), Kind: f.Kind}
	a.Bank = code(&c, "bank", f.Bank, 4)
	a.Branch = code(&c, "branch", f.Branch, 3)
	number := strings.ReplaceAll(ja.FoldNumber(f.Number), "-", "")
	c.When(number == "" || len(number) > 7 || !allDigits(number), "number", "workers.field.number_form")
	a.Number = strings.Repeat("0", max(7-len(number), 0)) + number
	c.When(!slices.Contains(Kinds, f.Kind), "kind", "workers.field.kind_missing")
	var err error
	a.Holder, err = BankKana(f.Holder)
	c.When(err != nil || a.Holder == "", "holder", "workers.field.holder_form")
	return a, c.Err()
}

func code(c *fault.Check, name, s string, n int) string {
	s = strings.ReplaceAll(ja.FoldNumber(s), "-", "")
	c.When(len(s) != n || !allDigits(s), name, "workers.field.code_form", "n", n)
	return s
}

func allDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
