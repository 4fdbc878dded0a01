package workers

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/tax"
)

const (
	nameMost = 60
	lineMost = 120
	noteMost = 400
)

// one is a line without breaks and outer spaces.
func one(s string) string { return strings.Join(strings.Fields(s), " ") }

// line reads a one-line answer: not too long, and no My Number in it (R-86).
func line(c *fault.Check, name, s string, must bool, missing string) string {
	s = one(s)
	c.When(must && s == "", name, missing)
	c.When(len([]rune(s)) > lineMost, name, "workers.field.long", "n", lineMost)
	c.When(ja.LooksLikeMyNumber(s), name, "workers.field.my_number")
	return s
}

// NameForm is the first screen as typed.
type NameForm struct{ Name, Kana, Era, Year, Month, Day string }

// Eras are how a birth date can be written, in the order of the form.
var Eras = []string{"western", "heisei", "showa", "reiwa", "taisho"}

// eraStart is the western year before the first of an era.
var eraStart = map[string]int{"western": 0, "reiwa": 2018, "heisei": 1988, "showa": 1925, "taisho": 1911}

// Read reads the screen. A name is kept as typed, whatever letters it has.
func (f NameForm) Read(today when.Date) (Naming, error) {
	var c fault.Check
	n := Naming{Name: ja.Name(f.Name)}
	c.When(n.Name == "", "name", "workers.field.name_missing")
	c.When(len([]rune(n.Name)) > nameMost, "name", "workers.field.long", "n", nameMost)
	var err error
	n.Kana, err = ja.Kana(f.Kana)
	c.When(err != nil, "kana", "workers.field.kana_form")
	c.When(n.Kana == "", "kana", "workers.field.kana_missing")
	n.Birth = f.birth(&c, today)
	return n, c.Err()
}

// birth reads the era and three boxes. An era that does not fit the day is asked
// about again: Heisei 35 is most likely another year, not 2023.
func (f NameForm) birth(c *fault.Check, today when.Date) when.Date {
	y, m, d := f.Year, f.Month, f.Day
	if strings.TrimSpace(y+m+d) == "" {
		c.Add("birth_year", "workers.field.birth_missing")
		return when.Date{}
	}
	year, ok1 := digits(y)
	month, ok2 := digits(m)
	day, ok3 := digits(d)
	start, known := eraStart[f.Era]
	date := when.Date{}
	if ok1 && ok2 && ok3 && known && year > 0 {
		date, _ = when.ParseDate(isoDay(start+year, month, day))
	}
	if date.IsZero() {
		c.Add("birth_year", "workers.field.birth_form")
		return date
	}
	era, _ := when.Era(date)
	c.When(f.Era != "western" && era != f.Era, "birth_year", "workers.field.birth_era")
	c.When(!date.Before(today), "birth_year", "workers.field.birth_future")
	c.When(Age(date, today) > 110, "birth_year", "workers.field.birth_form")
	return date
}

// FillBirth writes a birth date as the form shows it.
func (f *NameForm) FillBirth(d when.Date) {
	if !d.IsZero() {
		f.Era, f.Year, f.Month, f.Day = "western", itoa(d.Year()), itoa(int(d.Month())), itoa(d.Day())
	}
}

// ContactForm is the second screen as typed.
type ContactForm struct{ Mail, Phone, EmName, EmRelation, EmPhone string }

// Read reads the screen: a mail address or a telephone number must be there.
func (f ContactForm) Read() (Contact, error) {
	var c fault.Check
	var x Contact
	var err error
	x.Mail, err = ja.Mail(f.Mail)
	c.When(err != nil, "mail", "workers.field.mail_form")
	bad := err != nil
	x.Phone, err = ja.Phone(f.Phone)
	c.When(err != nil, "phone", "workers.field.phone_form")
	c.When(!bad && err == nil && x.Mail == "" && x.Phone == "", "phone", "workers.field.reach_missing")
	x.Emergency.Name = line(&c, "em_name", f.EmName, true, "workers.field.em_missing")
	x.Emergency.Relation = line(&c, "em_relation", f.EmRelation, false, "")
	x.Emergency.Phone, err = ja.Phone(f.EmPhone)
	c.When(err != nil, "em_phone", "workers.field.phone_form")
	c.When(err == nil && x.Emergency.Phone == "", "em_phone", "workers.field.em_phone_missing")
	return x, c.Err()
}

// AddressForm is the third screen as typed.
type AddressForm struct{ Postcode, Region, Town, Street, Building string }

// Read reads the screen.
func (f AddressForm) Read() (Address, error) {
	var c fault.Check
	p, err := ja.Postcode(f.Postcode)
	c.When(err != nil, "postcode", "workers.field.postcode_form")
	a := Address{Postcode: p}
	a.Region = line(&c, "region", f.Region, true, "workers.field.region_missing")
	a.Town = line(&c, "town", f.Town, true, "workers.field.town_missing")
	a.Street = line(&c, "street", f.Street, true, "workers.field.street_missing")
	a.Building = line(&c, "building", f.Building, false, "")
	return a, c.Err()
}

// BusinessForm is the fifth screen as typed.
type BusinessForm struct {
	Employs, Form, SideLimits, Invoice string
	Verified                           string
}

// Read reads the screen. A number whose check digit fails is taken with a warning.
func (f BusinessForm) Read(today when.Date) (Business, error) {
	var c fault.Check
	c.When(f.Employs != "yes" && f.Employs != "no", "employs", "workers.field.employs_missing")
	c.When(!slices.Contains(Forms, f.Form), "form", "workers.field.form_missing")
	b := Business{Employs: f.Employs == "yes", Form: f.Form, SideLimits: line(&c, "side_limits", f.SideLimits, false, "")}
	var err error
	b.Invoice, err = tax.ReadRegistration(f.Invoice)
	c.When(err != nil, "invoice", "workers.field.invoice_form")
	if strings.TrimSpace(f.Verified) != "" {
		b.Verified, err = when.ReadDate(f.Verified, today)
		c.When(err != nil || b.Verified.After(today), "verified", "workers.field.verified_form")
	}
	return b, c.Err()
}

// ToolsForm is the sixth screen as typed.
type ToolsForm struct {
	Devices            []string
	PCAge, Line        string
	Printer, QuietRoom bool
}

// Read reads the screen.
func (f ToolsForm) Read() (Tools, error) {
	var c fault.Check
	t := Tools{Line: f.Line, Printer: f.Printer, Quiet: f.QuietRoom}
	for _, d := range Devices {
		if slices.Contains(f.Devices, d) {
			t.Devices = append(t.Devices, d)
		}
	}
	c.When(len(t.Devices) == 0, "devices", "workers.field.devices_missing")
	c.When(!slices.Contains(Lines, f.Line), "line", "workers.field.line_missing")
	if slices.Contains(t.Devices, "pc") && slices.Contains(PCAges, f.PCAge) {
		t.PCAge = f.PCAge
	}
	return t, c.Err()
}

// BeginForm is a file opened at the desk, as typed.
type BeginForm struct {
	Name, Kana, Mail, Phone, Lang, Code string
	Invite                              bool // mail the link
}

// Beginning is who somebody is when their file is opened.
type Beginning struct{ Name, Kana, Mail, Phone, Lang, Code string }

// Read reads the form: a name is enough, the rest can follow.
func (f BeginForm) Read() (Beginning, error) {
	var c fault.Check
	b := Beginning{Name: ja.Name(f.Name), Lang: f.Lang, Code: ReadCode(f.Code)}
	c.When(b.Name == "", "name", "workers.field.name_missing")
	c.When(len([]rune(b.Name)) > nameMost, "name", "workers.field.long", "n", nameMost)
	var err error
	b.Kana, err = ja.Kana(f.Kana)
	c.When(err != nil, "kana", "workers.field.kana_form")
	b.Mail, err = ja.Mail(f.Mail)
	c.When(err != nil, "mail", "workers.field.mail_form")
	c.When(err == nil && f.Invite && b.Mail == "", "mail", "workers.field.invite_mail")
	b.Phone, err = ja.Phone(f.Phone)
	c.When(err != nil, "phone", "workers.field.phone_form")
	return b, c.Err()
}

// ReadCode folds a card's code as people type it from paper: any width, any case, no spaces.
func ReadCode(s string) string {
	return strings.ToUpper(strings.ReplaceAll(ja.FoldNumber(s), "-", ""))
}

// Take reads the screen into a file.
func (f NameForm) Take(today when.Date) (File, error) {
	n, err := f.Read(today)
	return File{Naming: &n}, err
}

// Take reads the screen into a file.
func (f ContactForm) Take(when.Date) (File, error) { x, err := f.Read(); return File{Contact: &x}, err }

// Take reads the screen into a file.
func (f AddressForm) Take(when.Date) (File, error) { x, err := f.Read(); return File{Address: &x}, err }

// Take reads the screen into a file; an account that follows later is none.
func (f BankForm) Take(when.Date) (File, error) {
	if f.Later {
		return File{}, nil
	}
	x, err := f.Read()
	return File{Bank: &x}, err
}

// Take reads the screen into a file.
func (f BusinessForm) Take(today when.Date) (File, error) {
	x, err := f.Read(today)
	return File{Business: &x}, err
}

// Take reads the screen into a file.
func (f ToolsForm) Take(when.Date) (File, error) { x, err := f.Read(); return File{Tools: &x}, err }
