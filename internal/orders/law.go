package orders

import (
	"embed"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

//go:embed tables/*.tsv
var files embed.FS

var law = dated.Lazy(files, "tables/law.tsv")

// Size is how large a business is, as far as somebody told.
type Size struct {
	Capital   yen.Amount // Unknown
	Employees int        // regular ones; Unknown
	Person    bool       // somebody on their own account has no capital
}

// Alone is a worker of the hub.
var Alone = Size{Person: true}

// Binding is whether the act on commissions to smaller businesses binds by size.
type Binding string

// The answers. Open: somebody has to ask for capital or employees first.
const (
	Binds Binding = "yes"
	Free  Binding = "no"
	Open  Binding = "open"
)

// Classes of work the act draws its lines by: entering and sorting data, and everything
// else a hub makes.
var Classes = []string{"processing", "other"}

// ClassOf is the class of a tool's work, as we read the act.
func ClassOf(tool string) string {
	if tool == "entry" || tool == "check" || tool == "tag" {
		return "processing"
	}
	return "other"
}

// Bound tells whether a principal is bound towards a supplier by size, for a class of work
// on a day. Either test alone binds. A day the table does not reach stays open.
func Bound(principal, supplier Size, class string, day when.Date) Binding {
	r, err := law().On(class, day)
	if err != nil {
		return Open
	}
	one, two := byCapital(principal, supplier, r.Yen("capital"), r.Yen("capital_low")), byEmployees(principal, supplier, int(r.Int("employees")))
	switch {
	case one == Binds || two == Binds:
		return Binds
	case one == Open || two == Open:
		return Open
	}
	return Free
}

func byCapital(p, s Size, upper, lower yen.Amount) Binding {
	switch {
	case p.Person, p.Capital != Unknown && p.Capital <= lower, !s.Person && s.Capital != Unknown && s.Capital > upper:
		return Free
	case p.Capital == Unknown, !s.Person && s.Capital == Unknown:
		return Open
	case s.Person, p.Capital > upper && s.Capital <= upper, s.Capital <= lower:
		return Binds
	}
	return Free
}

func byEmployees(p, s Size, most int) Binding {
	switch {
	case p.Employees != Unknown && p.Employees <= most, s.Employees != Unknown && s.Employees > most:
		return Free
	case p.Employees == Unknown, s.Employees == Unknown:
		return Open
	}
	return Binds
}

// LawSince is the first day of the lines of a class that hold on a day, for the page that
// names the act; false for a day the table does not reach.
func LawSince(class string, day when.Date) (when.Date, bool) {
	r, err := law().On(class, day)
	if err != nil {
		return when.Date{}, false
	}
	return r.From, true
}

// Size is how large a client is.
func (c Client) Size() Size { return Size{Capital: c.Capital, Employees: c.Employees} }

// Towards tells whether the client is bound towards the operator of the hub. A section of
// the town hall is no business in the sense of the act.
func (c Client) Towards(operator Size, class string, day when.Date) Binding {
	if c.Kind == "section" {
		return Free
	}
	return Bound(c.Size(), operator, class, day)
}

// PaysLate tells whether the client's terms can go beyond two months from receipt, which
// the act counts as its sixty days: a month until the books close, and then more
// than one.
func (c Client) PaysLate() bool {
	return c.PayMonths > 1 || c.PayMonths == 1 && c.PayDay > c.ClosingDay
}

// SizeForm is the operator's size as typed.
type SizeForm struct{ Capital, Employees string }

// Read cleans the operator's size and says what is wrong with it.
func (f SizeForm) Read() (Size, error) {
	var c fault.Check
	s := Size{Capital: Unknown, Employees: Unknown}
	if strings.TrimSpace(f.Capital) != "" {
		n, err := yen.Read(f.Capital)
		c.When(err != nil || n < 0, "capital", "orders.field.number_form")
		s.Capital = n
	}
	if strings.TrimSpace(f.Employees) != "" {
		s.Employees = number(&c, "employees", f.Employees, 0, 10_000_000)
	}
	return s, c.Err()
}

// OperatorSized says how large the operator of the hub is.
type OperatorSized struct {
	Hub       string     `journal:"keep"`
	Capital   yen.Amount `journal:"keep"`
	Employees int        `journal:"keep"`
}

// Kind of the event.
func (e OperatorSized) Kind() string { return "orders.operator_sized" }

// About is the hub.
func (e OperatorSized) About() string { return e.Hub }
