package orders

import (
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// State is where an order stands.
type State string

// The states of an order. Working begins with the first piece that opens.
const (
	AskedFor  State = "asked"
	QuotedFor State = "quoted"
	Ordered   State = "ordered"
	Working   State = "working"
	Delivered State = "delivered"
	Accepted  State = "accepted"
	Declined  State = "declined"
	Cancelled State = "cancelled"
)

// States in the order of the board.
var States = []State{AskedFor, QuotedFor, Ordered, Working, Delivered, Accepted, Declined, Cancelled}

var after = map[State][]State{
	AskedFor:  {QuotedFor, Ordered, Declined, Cancelled},
	QuotedFor: {QuotedFor, Ordered, Declined, Cancelled},
	Ordered:   {Working, Cancelled},
	Working:   {Delivered, Cancelled},
	Delivered: {Working, Accepted, Delivered},
}

// May tells whether one state can follow another.
func (s State) May(to State) bool {
	for _, x := range after[s] {
		if x == to {
			return true
		}
	}
	return false
}

// Live tells whether there is still something to do about an order.
func (s State) Live() bool { return len(after[s]) > 0 }

// Bound tells whether both sides are bound by an accepted quote.
func (s State) Bound() bool { return s == Ordered || s == Working || s == Delivered || s == Accepted }

// Order is what a client wants done, and, once a quote is accepted, on which terms.
type Order struct {
	ID, Client, Kind string
	No               int
	Title            string
	State            State
	Practice         bool // goes through everything, without money
	Volume           int  // units
	Wanted           when.Date
	Words, PONumber  string
	Permille         int     // errors the client accepts, in a thousand units
	Price, Fee       yen.Sen // of one unit: to the client without tax, to the worker with everything in it
	Seconds          int     // of one unit
	Promise          when.Date
	Checks           string
	FirstRows        int // rows the client approves before the rest opens; 0: none
	HubOnly, Phone   bool
	Owner            string // who answers for it
	Version          int
	Made             when.Instant
	ClientName       string
	ClientNo         int
	KindName         string
}

// Asking is what somebody asks for.
type Asking struct {
	Title, Words string
	Volume       int
	Wanted       when.Date
	Permille     int
}

// AskForm is a request as typed, on the page for clients or at the desk.
type AskForm struct{ Title, Words, Volume, Wanted, Permille string }

// Read cleans a request and says what is wrong with it. What is not known yet stays open.
func (f AskForm) Read(today when.Date) (Asking, error) {
	var c fault.Check
	a := Asking{Title: line(&c, "title", f.Title, true), Words: words(&c, "words", f.Words, false, 4000), Wanted: date(&c, "wanted", f.Wanted, today, false)}
	if strings.TrimSpace(f.Volume) != "" {
		a.Volume = number(&c, "volume", f.Volume, 1, 10_000_000)
	}
	a.Permille = 1
	if strings.TrimSpace(f.Permille) != "" {
		a.Permille = number(&c, "permille", f.Permille, 0, 1000)
	}
	c.When(!a.Wanted.IsZero() && a.Wanted.Before(today), "wanted", "orders.field.past")
	return a, c.Err()
}

// Person is who asks, where the hub does not know them yet.
type Person struct{ Company, Name, Mail, Phone string }

// PersonForm is who asks, as typed.
type PersonForm struct{ Company, Name, Mail, Phone string }

// Read cleans who asks and says what is wrong with it: a mail address or a telephone
// number must be there to answer to.
func (f PersonForm) Read() (Person, error) {
	var c fault.Check
	p := Person{Company: line(&c, "company", f.Company, true), Name: line(&c, "name", f.Name, true),
		Mail: optional(&c, "mail", f.Mail, "orders.field.mail_form", ja.Mail), Phone: optional(&c, "phone", f.Phone, "orders.field.phone_form", ja.Phone)}
	c.When(strings.TrimSpace(f.Mail) == "" && strings.TrimSpace(f.Phone) == "", "mail", "orders.field.reach_missing")
	return p, c.Err()
}

// Plan is how an order is worked on, as staff set it before it is split.
type Plan struct {
	Checks         string
	FirstRows      int
	HubOnly, Phone bool
	Owner          string
}

// PlanForm is the plan as typed.
type PlanForm struct {
	Checks, FirstRows, Owner string
	HubOnly, Phone           bool
}

// firstMost is how many rows a client can be asked to look at before the rest opens.
const firstMost = 100

// Read cleans the plan and says what is wrong with it.
func (f PlanForm) Read() (Plan, error) {
	var c fault.Check
	p := Plan{Checks: f.Checks, HubOnly: f.HubOnly, Phone: f.Phone, Owner: line(&c, "owner", f.Owner, true)}
	c.When(p.Checks != "sample" && p.Checks != "all" && p.Checks != "double", "checks", "orders.field.pick")
	p.FirstRows = number(&c, "first_rows", f.FirstRows, 0, firstMost)
	return p, c.Err()
}

// DayForm is another day of delivery as typed: what the client and the hub agreed on.
type DayForm struct{ Day, By, Why string }

// NewDay is another day of delivery; By is who agreed to it at the client's.
type NewDay struct {
	On      when.Date
	By, Why string
}

// Read cleans the agreement and says what is wrong with it; promised is the day until now.
func (f DayForm) Read(today, promised when.Date) (NewDay, error) {
	var c fault.Check
	d := NewDay{On: date(&c, "day", f.Day, today, true), By: line(&c, "by", f.By, true), Why: line(&c, "why", f.Why, true)}
	c.When(!d.On.IsZero() && d.On.Before(today), "day", "orders.field.past")
	c.When(!d.On.IsZero() && d.On == promised, "day", "orders.field.same_day")
	return d, c.Err()
}

// Step is one change of an order's state, as recorded.
type Step struct {
	No             int
	State          State
	Reason, MadeBy string
	Made           when.Instant
}

// Message is one thing said between the client and the hub.
type Message struct {
	ID, Side, Body, MadeBy string
	Made                   when.Instant
}

// ReadMessage cleans what somebody writes and says what is wrong with it.
func ReadMessage(body string) (string, error) {
	var c fault.Check
	body = words(&c, "body", body, true, 4000)
	return body, c.Err()
}

// ReadReason cleans a reason that must be given.
func ReadReason(s string) (string, error) {
	var c fault.Check
	s = words(&c, "reason", s, true, 1000)
	return s, c.Err()
}

// Asked says that an order was asked for.
type Asked struct {
	ID     string `journal:"keep"`
	No     int    `journal:"keep"`
	Client string `journal:"keep"`
	Title  string `journal:"keep"`
}

// Kind of the event.
func (e Asked) Kind() string { return "orders.asked" }

// About is the order.
func (e Asked) About() string { return e.ID }

// Stepped says that an order changed its state.
type Stepped struct {
	ID     string `journal:"keep"`
	No     int    `journal:"keep"`
	State  State  `journal:"keep"`
	Reason string `journal:"mask"`
}

// Kind of the event.
func (e Stepped) Kind() string { return "orders.step_" + string(e.State) }

// About is the order.
func (e Stepped) About() string { return e.ID }

// Wrote says that one side wrote to the other.
type Wrote struct {
	ID   string `journal:"keep"`
	Side string `journal:"keep"`
}

// Kind of the event.
func (e Wrote) Kind() string { return "orders.wrote" }

// About is the order.
func (e Wrote) About() string { return e.ID }

// DayAgreed says that an order was promised for another day, and who agreed to it.
type DayAgreed struct {
	ID   string    `journal:"keep"`
	From when.Date `journal:"keep"`
	To   when.Date `journal:"keep"`
	By   string    `journal:"mask"`
	Why  string    `journal:"keep"`
}

// Kind of the event.
func (e DayAgreed) Kind() string { return "orders.day_agreed" }

// About is the order.
func (e DayAgreed) About() string { return e.ID }

// Planned says how an order is to be worked on.
type Planned struct {
	ID        string `journal:"keep"`
	Checks    string `journal:"keep"`
	FirstRows int    `journal:"keep"`
	HubOnly   bool   `journal:"keep"`
	Phone     bool   `journal:"keep"`
	Owner     string `journal:"keep"`
}

// Kind of the event.
func (e Planned) Kind() string { return "orders.planned" }

// About is the order.
func (e Planned) About() string { return e.ID }
