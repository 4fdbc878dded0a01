package bank

import (
	"cmp"
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/zengin"
)

// Profile is the hub's own account and how its bank wants files. The originator's code comes
// with the contract on bulk transfers.
type Profile struct {
	No                 int `json:"-"`
	Originator         string
	Name               string // half-width kana
	Bank, BankName     string
	Branch, BranchName string
	Type               zengin.AccountType
	Number             string
	Form               string // of zengin.ProfileIDs
	AnswerAt           int    // where the bank writes its answer, counted from 1; 0: it sends none
	AnswerLength       int
	AnswerPaid         []string
	FeeMost            yen.Amount   // what the hub bears where a payer's bank took its fee off; 0: nothing
	SetBy              string       `json:"-"`
	Set                when.Instant `json:"-"`
}

// There tells whether somebody entered the account.
func (p Profile) There() bool { return p.Number != "" }

// Doubts are what there is to look at in the account: codes that the list of banks lacks.
func (p Profile) Doubts() []Finding {
	list := zengin.KnownBanks()
	if _, ok := list.Bank(p.Bank); !ok {
		return []Finding{{Kind: string(zengin.NoSuchBank), Value: p.Bank}}
	}
	if _, ok := list.Branch(p.Bank, p.Branch); !ok {
		return []Finding{{Kind: string(zengin.NoSuchBranch), Value: p.Branch}}
	}
	return nil
}

// Layout is how the bank wants its files.
func (p Profile) Layout() zengin.Profile {
	if l, ok := zengin.ProfileNamed(p.Form); ok {
		return l
	}
	return zengin.Standard()
}

// Answers is where the bank writes its answer; ok is false where it sends none.
func (p Profile) Answers() (f zengin.AnswerForm, ok bool) {
	return zengin.AnswerForm{At: p.AnswerAt - 1, Length: p.AnswerLength, Paid: p.AnswerPaid}, p.AnswerAt > 0
}

// Header is who pays, as a file begins.
func (p Profile) Header(on when.Date) zengin.Header {
	list := zengin.KnownBanks()
	h := zengin.Header{Originator: p.Originator, OriginatorName: p.Name, Date: on, Bank: p.Bank, Branch: p.Branch, Type: p.Type, Account: p.Number}
	h.BankName, h.BranchName = kanaOf(list, p.Bank, p.Branch)
	return h
}

// kanaOf are the names of bank and branch as files hold them; "" where the list lacks them.
func kanaOf(list *zengin.Banks, bank, branch string) (string, string) {
	b, ok := list.Bank(bank)
	if !ok {
		return "", ""
	}
	br, _ := list.Branch(bank, branch)
	return zengin.Half(b.Kana), zengin.Half(br.Kana)
}

// ProfileForm is the hub's account as typed.
type ProfileForm struct {
	Originator, Name, Bank, Branch, Kind, Number, Form string
	AnswerAt, AnswerLength, AnswerPaid                 string
	FeeMost                                            string
}

// ProfileKinds are the kinds of account a payer may have.
var ProfileKinds = []string{"1", "2", "9"}

// Read reads the form; the bank's form is the one known for its code where none was chosen.
func (f ProfileForm) Read(today when.Date) (Profile, error) {
	var c fault.Check
	p := Profile{Originator: digits(f.Originator), Bank: digits(f.Bank), Branch: digits(f.Branch), Number: digits(f.Number), Form: f.Form}
	c.When(p.Originator == "" || len(p.Originator) > 10 || !only(p.Originator), "originator", "bank.field.originator")
	p.Originator = pad(p.Originator, 10)
	p.account(&c, f)
	if p.Form == "" {
		p.Form = zengin.ProfileFor(p.Bank, today).ID
	}
	c.When(!slices.Contains(zengin.ProfileIDs(), p.Form), "form", "bank.field.form")
	n, err := zengin.OriginatorName(f.Name, p.Layout())
	c.When(err != nil || n.Text == "", "name", "bank.field.name")
	c.When(n.Cut, "name", "bank.field.name_long")
	p.Name = n.Text
	f.answer(&c, &p)
	if strings.TrimSpace(f.FeeMost) != "" {
		p.FeeMost, err = yen.Read(f.FeeMost)
		c.When(err != nil || p.FeeMost < 0 || p.FeeMost > feeMost, "fee_most", "bank.field.fee_form", "most", yen.Amount(feeMost))
	}
	return p, c.Err()
}

// account reads bank, branch and number. A bank the list lacks may be there all the same: a code
// of the right form is taken, and told as a doubt.
func (p *Profile) account(c *fault.Check, f ProfileForm) {
	list := zengin.KnownBanks()
	b, _ := list.Bank(p.Bank)
	br, _ := list.Branch(p.Bank, p.Branch)
	c.When(len(p.Bank) != 4 || !only(p.Bank), "bank", "bank.field.bank")
	c.When(len(p.Branch) != 3 || !only(p.Branch), "branch", "bank.field.branch")
	p.BankName, p.BranchName = cmp.Or(b.Name, p.Bank), cmp.Or(br.Name, p.Branch)
	c.When(!slices.Contains(ProfileKinds, f.Kind), "kind", "bank.field.kind")
	if len(f.Kind) == 1 {
		p.Type = zengin.AccountType(f.Kind[0] - '0')
	}
	c.When(p.Number == "" || len(p.Number) > 7 || !only(p.Number), "number", "bank.field.number")
	p.Number = pad(p.Number, 7)
}

// answer reads where the bank writes its answer; all of it or nothing.
func (f ProfileForm) answer(c *fault.Check, p *Profile) {
	if strings.TrimSpace(f.AnswerAt+f.AnswerLength+f.AnswerPaid) == "" {
		return
	}
	p.AnswerAt, p.AnswerLength = number(f.AnswerAt), number(f.AnswerLength)
	for _, code := range strings.FieldsFunc(f.AnswerPaid, func(r rune) bool { return strings.ContainsRune(" 　,、", r) }) {
		p.AnswerPaid = append(p.AnswerPaid, ja.FoldNumber(code))
	}
	if a, _ := p.Answers(); a.Valid() != nil {
		c.Add("answer_at", "bank.field.answer")
	}
}

// digits folds a number as people type it: any width, hyphens and spaces out.
func digits(s string) string { return strings.ReplaceAll(ja.FoldNumber(s), "-", "") }

func only(s string) bool { return strings.Trim(s, "0123456789") == "" }

func pad(s string, n int) string { return strings.Repeat("0", max(n-len(s), 0)) + s }

// number is a small number as typed, 0 where it is none.
func number(s string) (n int) {
	s = digits(s)
	if s == "" || len(s) > 4 || !only(s) {
		return 0
	}
	for _, r := range s {
		n = n*10 + int(r-'0')
	}
	return n
}
