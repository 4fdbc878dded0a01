package payee

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/tax"
	"hiroba/internal/workers"
)

// Tax is how a worker stands in tax on the day of a supply.
type Tax struct {
	Registered bool   // the number may be printed and used for credit
	Number     string // "" where it may not
	VerifiedOn when.Date
	Corporate  bool
	Employs    bool // uses employees
	Doubtful   bool // there is a number, and it waits for a look-up
}

// Declared is what she said of her business, from the day she said it.
type Declared struct {
	On when.Date
	workers.Business
}

// Lookup is what the public register said of a number on a day.
type Lookup struct {
	No          int
	Number      tax.Registration
	Found       bool
	From, Until when.Date // of the registration; zero Until: it stands
	LookedOn    when.Date
	MadeBy      string
	Made        when.Instant
}

// holds tells whether a registration stood on a day.
func (l Lookup) holds(on when.Date) bool {
	return l.Found && !on.Before(l.From) && (l.Until.IsZero() || on.Before(l.Until))
}

// TaxOn is how somebody stands on a day: the status of that day decides, not of the day of
// payment. What the register said stands above what she said; where nobody looked,
// her number counts from the day she told it, unless its check digit fails. Both lists are
// oldest first.
func TaxOn(declared []Declared, looked []Lookup, on when.Date) Tax {
	d, ok := declaredOn(declared, on)
	t := Tax{Corporate: d.Form == "company", Employs: d.Employs}
	for _, l := range slices.Backward(looked) {
		switch {
		case l.Number != d.Invoice && !toldLater(declared, l.Number, on):
			continue // a number she had taken back by then
		case l.holds(on):
			t.Registered, t.Number, t.VerifiedOn = true, string(l.Number), l.LookedOn
			return t
		case l.Number == d.Invoice:
			return t // the register says no
		}
	}
	if !ok || d.Invoice == "" {
		return t
	}
	if t.Doubtful = d.InvoiceDoubt(); t.Doubtful {
		return t
	}
	t.Registered, t.Number = true, string(d.Invoice)
	return t
}

// toldLater tells whether she first told a number after a day: what the register says of it
// counts for the days before, too.
func toldLater(all []Declared, n tax.Registration, on when.Date) bool {
	i := slices.IndexFunc(all, func(d Declared) bool { return d.Invoice == n })
	return i >= 0 && all[i].On.After(on)
}

// declaredOn is what she had said by the end of a day; before the first word, that one
// serves for her form, and its number does not.
func declaredOn(all []Declared, on when.Date) (Declared, bool) {
	for _, d := range slices.Backward(all) {
		if !d.On.After(on) {
			return d, true
		}
	}
	if len(all) == 0 {
		return Declared{}, false
	}
	first := all[0]
	first.Invoice = ""
	return first, false
}

// LookupForm is a look into the public register as typed. Number is the one that stood on the
// page: what the register says holds for no other.
type LookupForm struct{ Number, Found, From, Until, LookedOn string }

// Read reads the form; number is the one that was looked up.
func (f LookupForm) Read(number tax.Registration, today when.Date) (Lookup, error) {
	var c fault.Check
	l := Lookup{Number: number, Found: f.Found == "yes", LookedOn: today}
	c.When(number == "", "found", "payee.field.no_number")
	c.When(f.Found != "yes" && f.Found != "no", "found", "payee.field.found_missing")
	if f.LookedOn != "" {
		l.LookedOn = date(&c, "looked_on", f.LookedOn, today)
	}
	c.When(l.LookedOn.After(today), "looked_on", "payee.field.future")
	if !l.Found {
		return l, c.Err()
	}
	c.When(f.From == "", "from", "payee.field.from_missing")
	l.From, l.Until = date(&c, "from", f.From, today), date(&c, "until", f.Until, today)
	c.When(!l.Until.IsZero() && !l.Until.After(l.From), "until", "payee.field.until_before")
	return l, c.Err()
}

func date(c *fault.Check, field, s string, today when.Date) when.Date {
	if s == "" {
		return when.Date{}
	}
	d, err := when.ReadDate(s, today)
	c.When(err != nil, field, "payee.field.date_form")
	return d
}
