package bill

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

// Issuer is who writes the hub's invoices: the operator, with its registration.
type Issuer struct {
	Name, Address, Phone string
	Registration         tax.Registration
	Verified             when.Date // when it was looked up in the public register; none: not yet
	Rounding             tax.Round
	PayTo                string     // the account clients pay into, in lines
	Hour                 yen.Amount // what an hour of inspection costs the hub
	Look                 int        // percent of a unit's standard time that looking at it takes
	Version              int
}

// Qualified tells whether the issuer's invoices are qualified ones: the number stands and
// was looked up. The date of look-up is what R-64 asks before a number is printed.
func (i Issuer) Qualified() bool {
	return i.Registration != "" && !i.Verified.IsZero()
}

// Paper is what an issuer writes to whoever is another person.
func (i Issuer) Paper() Kind {
	if i.Qualified() {
		return Qualified
	}
	return Plain
}

// Roundings are the ways to round tax, in the order of the form; one is kept (rule 4.1).
var Roundings = []tax.Round{tax.Floor, tax.Nearest, tax.Ceil}

// IssuerForm is the issuer as typed.
type IssuerForm struct{ Name, Address, Phone, Registration, Verified, Rounding, PayTo, Hour, Look string }

// Read cleans the issuer and says what is wrong with it. A wrong check digit is no
// refusal; without a look-up the number is not printed.
func (f IssuerForm) Read(today when.Date) (Issuer, error) {
	var c fault.Check
	i := Issuer{Name: line(&c, "name", f.Name, true), Address: line(&c, "address", f.Address, true), PayTo: text(&c, "pay_to", f.PayTo, true, lineMost), Rounding: tax.Round(f.Rounding)}
	if strings.TrimSpace(f.Phone) != "" {
		n, err := ja.Phone(f.Phone)
		c.When(err != nil, "phone", "bill.field.phone_form")
		i.Phone = n
	}
	var err error
	i.Registration, err = tax.ReadRegistration(f.Registration)
	c.When(err != nil, "registration", "bill.field.registration_form")
	if strings.TrimSpace(f.Verified) != "" {
		i.Verified = date(&c, "verified", f.Verified, today)
		c.When(i.Registration == "" && err == nil, "registration", "bill.field.missing")
	}
	c.When(!slices.Contains(Roundings, i.Rounding), "rounding", "bill.field.pick")
	i.Hour = amount(&c, "hour", f.Hour, true, 0, 100_000)
	i.Look = number(&c, "look", f.Look, 0, 100)
	return i, c.Err()
}

// IssuerSaved says that the issuer of invoices was entered or corrected.
type IssuerSaved struct {
	Hub          string    `journal:"keep"`
	Name         string    `journal:"keep"`
	Registration string    `journal:"keep"`
	Verified     when.Date `journal:"keep"`
}

// Kind of the event.
func (e IssuerSaved) Kind() string { return "bill.issuer_saved" }

// About is the hub.
func (e IssuerSaved) About() string { return e.Hub }
