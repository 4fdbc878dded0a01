// Package bill is what clients owe the hub: invoices over what they accepted, credit
// notes, receipts and reminders, and what comes of it for the hub: margins, profit and
// loss, the journal for an accounting program. It holds the rules; the books are in
// billstore. Nothing here can hold back a worker's payment: no rule of the house
// of payments reads a table of this one.
package bill

import (
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/base/yen"
)

// What may be done here.
const (
	MaySee     who.Permission = "bill.see"     // invoices and what is open
	MayKeep    who.Permission = "bill.keep"    // drafts, issue, credit notes, reminders, receipts
	MayApprove who.Permission = "bill.approve" // give a claim up
	MayBook    who.Permission = "bill.book"    // margins, profit and loss, plan, export
	MayWatch   who.Permission = "bill.watch"   // the invoices in a client's window
)

// wordsMost is the longest text somebody may write here, in letters.
const wordsMost = 1000

// lineMost is the longest text that must find room in a part of a paper that does not go on
// over pages: a name, a title, the account to pay into.
const lineMost = 200

// words cleans a text and says what is wrong with it.
func words(c *fault.Check, field, s string, must bool) string {
	return text(c, field, s, must, wordsMost)
}

// text is a text of so many letters at most (R-86: no My Number).
func text(c *fault.Check, field, s string, must bool, most int) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	c.When(must && s == "", field, "bill.field.missing")
	c.When(len([]rune(s)) > most, field, "bill.field.long", "n", most)
	c.When(ja.LooksLikeMyNumber(s), field, "bill.field.my_number")
	return s
}

func line(c *fault.Check, field, s string, must bool) string {
	return text(c, field, ja.Name(s), must, lineMost)
}

// date reads a day that must be there and may not lie in the future.
func date(c *fault.Check, field, s string, today when.Date) when.Date {
	if strings.TrimSpace(s) == "" {
		c.Add(field, "bill.field.missing")
		return when.Date{}
	}
	d, err := when.ReadDate(s, today)
	c.When(err != nil, field, "bill.field.date_form")
	c.When(err == nil && d.After(today), field, "bill.field.future")
	return d
}

// amount reads yen between two bounds; "" is nothing where it may be left out.
func amount(c *fault.Check, field, s string, must bool, from, to yen.Amount) yen.Amount {
	if strings.TrimSpace(s) == "" {
		c.When(must, field, "bill.field.missing")
		return 0
	}
	n, err := yen.Read(s)
	c.When(err != nil, field, "bill.field.yen_form")
	c.When(err == nil && (n < from || n > to), field, "bill.field.yen_range", "from", from.String(), "to", to.String())
	return n
}

func number(c *fault.Check, field, s string, from, to int) int {
	n, err := ja.Int(s)
	c.When(err != nil || n < from || n > to, field, "bill.field.number", "from", from, "to", to)
	return n
}

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{IssuerSaved{}, Drafted{}, DraftChanged{}, Dropped{}, Issued{}, Credited{}, Received{}, NoteIssued{}, AdvanceUsed{}, Reminded{}, GaveUp{}, GaveUp{Approved: true}, GiveUpRefused{}, CostPosted{}, Planned{}, Exported{}}
}
