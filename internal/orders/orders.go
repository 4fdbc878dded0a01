// Package orders is for whom the hub works and what for: clients, kinds of work, and the
// way from an inquiry over a quote to an order whose rows can be handed out. It holds the
// rules; the books are in ordersstore.
package orders

import (
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MaySee     who.Permission = "orders.see"     // orders, clients and their money
	MayKeep    who.Permission = "orders.keep"    // clients, kinds, quotes, materials
	MayApprove who.Permission = "orders.approve" // a fee below the yardstick
	MayAsk     who.Permission = "orders.ask"     // ask for work, and the window of a link
	MayEnter   who.Permission = "orders.enter"   // a client's own window, with an account
)

// wordsMost is the longest text somebody may write here, in letters.
const wordsMost = 20000

// words cleans a text and says what is wrong with it (R-86: no My Number).
func words(c *fault.Check, field, s string, must bool, most int) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	c.When(must && s == "", field, "orders.field.missing")
	c.When(len([]rune(s)) > most, field, "orders.field.long", "n", most)
	c.When(ja.LooksLikeMyNumber(s), field, "orders.field.my_number")
	return s
}

func line(c *fault.Check, field, s string, must bool) string {
	return words(c, field, ja.Name(s), must, 200)
}

// date reads a day; must says whether it may be left out.
func date(c *fault.Check, field, s string, today when.Date, must bool) when.Date {
	if s = strings.TrimSpace(s); s == "" {
		c.When(must, field, "orders.field.missing")
		return when.Date{}
	}
	d, err := when.ReadDate(s, today)
	c.When(err != nil, field, "orders.field.date_form")
	return d
}

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{ClientSaved{}, ClientSaved{New: true}, Talked{}, TalkAnswered{}, WindowGiven{}, WindowRevoked{}, KindSaved{}, Asked{},
		Stepped{State: QuotedFor}, Stepped{State: Ordered}, Stepped{State: Working}, Stepped{State: Delivered}, Stepped{State: Accepted}, Stepped{State: Declined}, Stepped{State: Cancelled},
		Quoted{}, Quoted{Sent: true}, QuoteApproved{}, QuoteAnswered{}, QuoteAnswered{Yes: true}, Wrote{}, MaterialKept{}, MaterialRead{}, MaterialRemoved{},
		ColumnsSaved{}, Instructed{}, Planned{}, DayAgreed{}, OperatorSized{}}
}
