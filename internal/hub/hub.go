// Package hub is the place itself: its name and look, its opening hours, the days
// it is closed at short notice.
package hub

import (
	"regexp"
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/lib/calendar"
	"time"
)

// What may be done here.
const (
	MaySee     who.Permission = "hub.see"      // the pages of staff
	MaySet     who.Permission = "hub.settings" // name, look, opening hours
	MayClose   who.Permission = "hub.hours"    // closures at short notice
	MayJournal who.Permission = "hub.journal"
	MayMail    who.Permission = "hub.mail" // what was sent, and send it again
	MayOpen    who.Permission = "hub.open" // open a new hub with a set-up link
	MayKnow    who.Permission = "hub.know" // what everybody may know of the hub
)

// Hub is one telework hub of one operator.
type Hub struct {
	ID, Slug, Host         string
	Name, NameEN, Kana     string
	Sub, SubEN             string // one line under the name
	Operators, OperatorsEN string // who carries it together
	Postcode               string // seven digits
	Address, AddressEN     string
	Access, AccessEN       string
	Phone                  string // E.164
	Mail                   string
	Hue                    int // 0-359
	OpenHolidays           bool
	YearEndFrom, YearEndTo string // "12-29", "01-03", or ""
	ReplyDays              int    // inquiries are answered within so many business days
	Few                    int    // below so many people a public figure names no number
	Version                int
	OpenedAt               when.Instant
	Week                   [7][]calendar.Span
	Closures               []Closure // not withdrawn, not past
	Logo                   Logo      // the zero Logo where there is none
}

// Closure is a change of the hours at short notice, such as a snow day.
type Closure struct {
	ID string
	calendar.Closure
	Reason, ReasonEN string
	MadeBy           string
	MadeAt           when.Instant
	WithdrawnAt      when.Instant
}

// Zone is where the hub's clocks stand. All of Japan has one.
func (h Hub) Zone() *time.Location { return when.Tokyo }

// Hours are the opening hours with the closures in them.
func (h Hub) Hours() calendar.Hours {
	c := calendar.Hours{Week: h.Week, OpenHolidays: h.OpenHolidays, YearEndFrom: monthDay(h.YearEndFrom), YearEndTo: monthDay(h.YearEndTo)}
	for _, x := range h.Closures {
		c.Closures = append(c.Closures, x.Closure)
	}
	return c
}

func monthDay(s string) [2]int {
	t, err := time.Parse("01-02", s)
	if err != nil {
		return [2]int{}
	}
	return [2]int{int(t.Month()), t.Day()}
}

// Below how many people a public figure names no number (domain 2.3): the usual, which a hub
// can change, and between what. Fewer than three would name somebody to whoever is the other.
const (
	FewLeast = 3
	FewUsual = 5
	FewMost  = 10
)

var (
	slugRe = regexp.MustCompile(`^[a-z][a-z0-9-]{1,30}$`)
	hostRe = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$`)
)

// Check cleans the details and says what is wrong with them, field by field.
func (h *Hub) Check() error {
	var c fault.Check
	for _, s := range []*string{&h.Name, &h.NameEN, &h.Sub, &h.SubEN, &h.Address, &h.AddressEN, &h.Access, &h.AccessEN, &h.Operators, &h.OperatorsEN} {
		*s = strings.TrimSpace(*s)
	}
	var err error
	c.When(h.Name == "", "name", "hub.field.name_missing")
	c.When(!slugRe.MatchString(h.Slug), "slug", "hub.field.slug_form")
	c.When(h.Host != "" && (len(h.Host) > 253 || !hostRe.MatchString(h.Host)), "host", "hub.field.host_form")
	if h.Kana, err = ja.Kana(h.Kana); err != nil || h.Kana == "" {
		c.Add("kana", "hub.field.kana_form")
	}
	if h.Postcode, err = ja.Postcode(h.Postcode); err != nil {
		c.Add("postcode", "hub.field.postcode_form")
	}
	c.When(h.Address == "", "address", "hub.field.address_missing")
	if h.Phone, err = ja.Phone(h.Phone); err != nil {
		c.Add("phone", "hub.field.phone_form")
	}
	if h.Mail, err = ja.Mail(h.Mail); err != nil {
		c.Add("mail", "hub.field.mail_form")
	}
	c.When(h.Hue < 0 || h.Hue > 359, "hue", "hub.field.hue_range")
	if h.Few == 0 {
		h.Few = FewUsual
	}
	c.When(h.Few < FewLeast || h.Few > FewMost, "few", "hub.field.few_range", "from", FewLeast, "to", FewMost)
	return c.Err()
}

// CheckWeek says what is wrong with opening hours; names are "d0" … "d6".
func CheckWeek(w [7][]calendar.Span) error {
	var c fault.Check
	for d, spans := range w {
		for i, s := range spans {
			c.When(s.From >= s.To || i > 0 && s.From < spans[i-1].To, "d"+string(rune('0'+d)), "hub.field.hours_order")
		}
	}
	return c.Err()
}

// Check says what is wrong with a closure.
func (x *Closure) Check(today when.Date) error {
	var c fault.Check
	c.When(x.From.IsZero(), "from", "hub.closure.from_missing")
	if x.To.IsZero() {
		x.To = x.From
	}
	c.When(x.To.Before(today), "from", "hub.closure.past")
	c.When(x.To.Before(x.From), "to", "hub.closure.order")
	c.When(x.To.Sub(x.From) > 60, "to", "hub.closure.long")
	c.When(x.Opens > 0 && x.Closes > 0 && x.Opens >= x.Closes, "opens", "hub.field.hours_order")
	x.Reason = strings.TrimSpace(x.Reason)
	c.When(x.Reason == "", "reason", "hub.closure.reason_missing")
	return c.Err()
}

// Opened says that the hub was set up.
type Opened struct {
	Hub  string `journal:"keep"`
	Name string `journal:"keep"`
}

// Kind of the event.
func (e Opened) Kind() string { return "hub.opened" }

// About is the hub.
func (e Opened) About() string { return e.Hub }

// Changed says that a part of the settings was changed.
type Changed struct {
	Hub    string `journal:"keep"`
	Part   string `journal:"keep"` // "hub" or "hours"
	Before string `journal:"keep"`
	After  string `journal:"keep"`
}

// Kind of the event.
func (e Changed) Kind() string { return "hub.changed" }

// About is the hub.
func (e Changed) About() string { return e.Hub }

// Closed says that a closure was announced.
type Closed struct {
	ID     string    `journal:"keep"`
	From   when.Date `journal:"keep"`
	To     when.Date `journal:"keep"`
	Reason string    `journal:"keep"`
}

// Kind of the event.
func (e Closed) Kind() string { return "hub.closed" }

// About is the closure.
func (e Closed) About() string { return e.ID }

// Reopened says that a closure was withdrawn.
type Reopened struct {
	ID string `journal:"keep"`
}

// Kind of the event.
func (e Reopened) Kind() string { return "hub.reopened" }

// About is the closure.
func (e Reopened) About() string { return e.ID }

// Resent says that staff had a mail sent again.
type Resent struct {
	Mail string `journal:"keep"`
}

// Kind of the event.
func (e Resent) Kind() string { return "hub.mail_resent" }

// About is the mail.
func (e Resent) About() string { return e.Mail }

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Opened{}, Changed{}, Closed{}, Reopened{}, Resent{}, LogoSet{}, LogoRemoved{}}
}
