package workers

import (
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/tax"
)

// Part is one group of questions of the file: one screen on a phone.
type Part string

// The parts, in the order in which they are asked.
const (
	PartName     Part = "name"
	PartContact  Part = "contact"
	PartAddress  Part = "address"
	PartBank     Part = "bank"
	PartBusiness Part = "business"
	PartTools    Part = "tools"
	PartPhoto    Part = "photo"
	PartSign     Part = "sign"
)

// Parts are all screens of the registration.
var Parts = []Part{PartName, PartContact, PartAddress, PartBank, PartBusiness, PartTools, PartPhoto, PartSign}

// Valid tells whether a part exists.
func (p Part) Valid() bool { return slices.Contains(Parts, p) }

// Must tells whether nobody is registered without it. A bank account may follow: it
// is needed for the first payment, not for the first day.
func (p Part) Must() bool { return p != PartBank && p != PartPhoto && p != PartSign }

// Kept tells whether the answers of a part are a row of the file; a photo and a
// signature are records of their own.
func (p Part) Kept() bool { return p != PartPhoto && p != PartSign }

// Number is which screen it is, from 1.
func (p Part) Number() int { return slices.Index(Parts, p) + 1 }

// After is the screen that comes next; the last one is followed by itself.
func (p Part) After() Part { return Parts[min(p.Number(), len(Parts)-1)] }

// Before is the screen that came before; the first one follows itself.
func (p Part) Before() Part { return Parts[max(p.Number()-2, 0)] }

// Whole are the parts without which a file is incomplete.
func Whole() (out []Part) {
	for _, p := range Parts {
		if p.Kept() {
			out = append(out, p)
		}
	}
	return out
}

// Missing are the parts of a complete file that are not among those there are.
func Missing(there []Part) (out []Part) {
	for _, p := range Whole() {
		if !slices.Contains(there, p) {
			out = append(out, p)
		}
	}
	return out
}

// Naming is who somebody is. Name and kana stand in the worker's own row; the birth
// date is sealed.
type Naming struct {
	Name  string `json:"-"`
	Kana  string `json:"-"`
	Birth when.Date
}

// MinorUnder is the age below which a guardian must agree (R-88; Civil Code art. 4
// as in force since 1 April 2022).
const MinorUnder = 18

// Age is how old somebody born on a day is on another: a year is complete on the eve
// of the birthday in law, on the birthday in daily life; the form goes by daily life.
func Age(birth, on when.Date) int {
	age := on.Year() - birth.Year()
	if on.Month() < birth.Month() || on.Month() == birth.Month() && on.Day() < birth.Day() {
		age--
	}
	return age
}

// Minor tells whether a guardian must agree on a day.
func (n Naming) Minor(on when.Date) bool {
	return !n.Birth.IsZero() && Age(n.Birth, on) < MinorUnder
}

// Someone is a person to call.
type Someone struct{ Name, Relation, Phone string }

// Contact is how to reach somebody, and whom else in an emergency. Mail and phone
// stand in the worker's own row.
type Contact struct {
	Mail      string `json:"-"`
	Phone     string `json:"-"`
	Emergency Someone
}

// Address is where somebody lives.
type Address struct {
	Postcode string // seven digits or ""
	Region   string // prefecture
	Town     string // municipality and area
	Street   string
	Building string
}

// Line is an address in one line.
func (a Address) Line() string {
	s := a.Region + a.Town + a.Street
	if a.Building != "" {
		s += " " + a.Building
	}
	return s
}

// Account is a bank account as banks write it.
type Account struct {
	Bank, BankName     string // 4 digits and the name
	Branch, BranchName string // 3 digits and the name
	Kind               string // "1" ordinary, "2" current, "4" savings: the codes of bank transfers
	Number             string // 7 digits
	Holder             string // half-width kana as the bank shows it
}

// Masked is the number with all but its last three digits hidden.
func (a Account) Masked() string { return Mask(a.Number, 3) }

// Mask hides all but the last n characters: "****567".
func Mask(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		n = 0
	}
	for i := range len(r) - n {
		r[i] = '*'
	}
	return string(r)
}

// Business is what decides which law protects somebody as a contractor, declared
// every year.
type Business struct {
	Employs    bool   // uses employees: then no "specified contractor" of the Freelance Act
	Form       string // "person" or "company"
	SideLimits string // limits an employer sets on side jobs, "" none
	Invoice    tax.Registration
	Verified   when.Date // when the number was looked up, zero if nobody did
}

// InvoiceDoubt tells that the number's check digit fails: most likely a slip.
func (b Business) InvoiceDoubt() bool { return b.Invoice != "" && !b.Invoice.CheckDigitHolds() }

// Tools is what somebody works with.
type Tools struct {
	Devices []string // of Devices
	PCAge   string   // of PCAges, "" without one
	Line    string   // of Lines
	Printer bool
	Quiet   bool // a room where one can talk
}

// What can be answered, in the order of the form.
var (
	Devices = []string{"phone", "tablet", "pc"}
	Lines   = []string{"fixed", "mobile", "none"}
	PCAges  = []string{"new", "some", "old", "unsure"}
	Forms   = []string{"person", "company"}
	Kinds   = []string{"1", "2", "4"}
)

// File is everything somebody told the hub about themselves. A part nobody filled in is nil.
type File struct {
	Naming   *Naming
	Contact  *Contact
	Address  *Address
	Bank     *Account
	Business *Business
	Tools    *Tools
	Changed  map[Part]when.Instant // when each part was last written
}

// There are the parts that have been filled in.
func (f File) There() (out []Part) {
	for p, there := range map[Part]bool{PartName: f.Naming != nil, PartContact: f.Contact != nil, PartAddress: f.Address != nil, PartBank: f.Bank != nil,
		PartBusiness: f.Business != nil, PartTools: f.Tools != nil} {
		if there {
			out = append(out, p)
		}
	}
	return out
}

// Lacks are the parts without which nobody can sign.
func (f File) Lacks() (out []Part) {
	there := f.There()
	for _, p := range Whole() {
		if p.Must() && !slices.Contains(there, p) {
			out = append(out, p)
		}
	}
	return out
}

// Next is the first screen that still asks for something.
func (f File) Next() Part {
	there := f.There()
	for _, p := range Parts {
		if p.Kept() && !slices.Contains(there, p) {
			return p
		}
	}
	return PartSign
}
