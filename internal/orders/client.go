package orders

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// ClientKind is what a client is to the hub (S47): a company, the operator's own head
// office, a section of the town hall.
type ClientKind string

// ClientKinds in the order of the form.
var ClientKinds = []ClientKind{"company", "operator", "section"}

// Unknown is a capital or number of employees nobody told.
const Unknown = -1

// Client is somebody for whom the hub works.
type Client struct {
	ID                            string
	No                            int
	Kind                          ClientKind
	Name, Kana                    string
	Contact, Mail, Phone          string
	Postcode, Address             string
	Capital                       yen.Amount // Unknown
	Employees                     int        // regular ones; Unknown
	BillName, BillMail, BillTo    string     // name, mail and address on invoices; "" as above
	ClosingDay, PayMonths, PayDay int
	BudgetLine                    string // of a section
	Note                          string
	Version                       int
	Ended                         when.Instant
}

// ClientForm is a client as typed.
type ClientForm struct {
	Kind, Name, Kana, Contact, Mail, Phone, Postcode, Address, Capital, Employees string
	BillName, BillMail, BillTo, ClosingDay, PayMonths, PayDay, BudgetLine, Note   string
}

// Read cleans a client and says what is wrong with it.
func (f ClientForm) Read() (Client, error) {
	var c fault.Check
	x := Client{Kind: ClientKind(f.Kind), Capital: Unknown, Employees: Unknown}
	c.When(!slices.Contains(ClientKinds, x.Kind), "kind", "orders.field.pick")
	x.Name = line(&c, "name", f.Name, true)
	x.Contact = line(&c, "contact", f.Contact, false)
	x.Address = line(&c, "address", f.Address, false)
	x.BillName, x.BillTo = line(&c, "bill_name", f.BillName, false), line(&c, "bill_to", f.BillTo, false)
	x.BudgetLine = line(&c, "budget_line", f.BudgetLine, x.Kind == "section")
	x.Note = words(&c, "note", f.Note, false, 4000)
	x.Kana = optional(&c, "kana", f.Kana, "orders.field.kana_form", ja.Kana)
	x.Mail = optional(&c, "mail", f.Mail, "orders.field.mail_form", ja.Mail)
	x.BillMail = optional(&c, "bill_mail", f.BillMail, "orders.field.mail_form", ja.Mail)
	x.Phone = optional(&c, "phone", f.Phone, "orders.field.phone_form", ja.Phone)
	x.Postcode = optional(&c, "postcode", f.Postcode, "orders.field.postcode_form", ja.Postcode)
	if strings.TrimSpace(f.Capital) != "" {
		n, err := yen.Read(f.Capital)
		c.When(err != nil || n < 0, "capital", "orders.field.number_form")
		x.Capital = n
	}
	if strings.TrimSpace(f.Employees) != "" {
		x.Employees = number(&c, "employees", f.Employees, 0, 10_000_000)
	}
	x.ClosingDay, x.PayMonths, x.PayDay = number(&c, "closing_day", f.ClosingDay, 1, 31), number(&c, "pay_months", f.PayMonths, 0, 2), number(&c, "pay_day", f.PayDay, 1, 31)
	return x, c.Err()
}

func optional(c *fault.Check, field, s, key string, read func(string) (string, error)) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	out, err := read(s)
	c.When(err != nil, field, key)
	return out
}

// number reads a whole number between two bounds, in any width of digits, with or without commas.
func number(c *fault.Check, field, s string, from, to int) int {
	n, err := ja.Int(s)
	c.When(err != nil || n < from || n > to, field, "orders.field.number", "from", from, "to", to)
	return n
}

// ClientSaved says that a client was entered or corrected.
type ClientSaved struct {
	ID      string     `journal:"keep"`
	Name    string     `journal:"keep"`
	As      ClientKind `journal:"keep"`
	New     bool       `journal:"keep"`
	Contact string     `journal:"mask"`
}

// Kind of the event.
func (e ClientSaved) Kind() string {
	if e.New {
		return "orders.client_entered"
	}
	return "orders.client_saved"
}

// About is the client.
func (e ClientSaved) About() string { return e.ID }

// Talk is a talk about prices: who asked for it, what was answered and when.
type Talk struct {
	ID, Client, AskedBy, Asked, Answer, MadeBy string
	On, Answered                               when.Date
}

// TalkForm is a talk as typed.
type TalkForm struct{ On, AskedBy, Asked string }

// Read cleans a talk and says what is wrong with it.
func (f TalkForm) Read(today when.Date) (Talk, error) {
	var c fault.Check
	t := Talk{AskedBy: f.AskedBy, Asked: words(&c, "asked", f.Asked, true, 4000), On: date(&c, "on", f.On, today, true)}
	c.When(t.AskedBy != "hub" && t.AskedBy != "client", "asked_by", "orders.field.pick")
	c.When(t.On.After(today), "on", "orders.field.future")
	return t, c.Err()
}

// TalkAnswerForm is the answer to a talk as typed.
type TalkAnswerForm struct{ On, Answer string }

// Read cleans the answer and says what is wrong with it.
func (f TalkAnswerForm) Read(today when.Date) (Talk, error) {
	var c fault.Check
	t := Talk{Answer: words(&c, "answer", f.Answer, true, 4000), Answered: date(&c, "answered_on", f.On, today, true)}
	c.When(t.Answered.After(today), "answered_on", "orders.field.future")
	return t, c.Err()
}

// Talked says that a price talk was asked for.
type Talked struct {
	ID      string `journal:"keep"`
	Client  string `journal:"keep"`
	AskedBy string `journal:"keep"`
}

// Kind of the event.
func (e Talked) Kind() string { return "orders.talked" }

// About is the client.
func (e Talked) About() string { return e.Client }

// TalkAnswered says that a price talk was answered.
type TalkAnswered struct {
	ID     string `journal:"keep"`
	Client string `journal:"keep"`
}

// Kind of the event.
func (e TalkAnswered) Kind() string { return "orders.talk_answered" }

// About is the client.
func (e TalkAnswered) About() string { return e.Client }

// Window is a client's link: to whom it was given, and until when it opens.
type Window struct {
	ID, Client, GivenTo, MadeBy string
	Expires                     when.Date
	Revoked, Seen, Made         when.Instant
}

// Live tells whether the link opens on a day.
func (w Window) Live(today when.Date) bool { return w.Revoked.IsZero() && !today.After(w.Expires) }

// WindowForm is a link as asked for.
type WindowForm struct{ GivenTo, Days string }

// windowDays is how long a link may live at most.
const windowDays = 400

// Read cleans the form; the link's last day is so many days from today.
func (f WindowForm) Read(today when.Date) (Window, error) {
	var c fault.Check
	w := Window{GivenTo: line(&c, "given_to", f.GivenTo, true)}
	n := number(&c, "days", f.Days, 1, windowDays)
	w.Expires = today.AddDays(n)
	return w, c.Err()
}

// WindowGiven says that a client was given a link.
type WindowGiven struct {
	ID      string    `journal:"keep"`
	Client  string    `journal:"keep"`
	GivenTo string    `journal:"mask"`
	Expires when.Date `journal:"keep"`
}

// Kind of the event.
func (e WindowGiven) Kind() string { return "orders.window_given" }

// About is the client.
func (e WindowGiven) About() string { return e.Client }

// WindowRevoked says that a link no longer opens.
type WindowRevoked struct {
	ID     string `journal:"keep"`
	Client string `journal:"keep"`
}

// Kind of the event.
func (e WindowRevoked) Kind() string { return "orders.window_revoked" }

// About is the client.
func (e WindowRevoked) About() string { return e.Client }
