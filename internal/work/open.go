package work

import (
	"slices"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
)

// MayStayOpen are the items of the terms that can be undetermined for a time where there is
// an objective reason, in the order of the form. Who orders, the day of the order, the
// fee and the deadline are always fixed here before a piece opens.
var MayStayOpen = []string{"content", "expenses", "delivery", "acceptance", "rights"}

// OpenItem is an item of an order's terms that was not fixed when work began, and what was
// decided in the end.
type OpenItem struct {
	Undetermined
	Value     string
	Decided   when.Instant
	DecidedBy string
}

// Waits tells whether the item is still undetermined.
func (i OpenItem) Waits() bool { return i.Decided.IsZero() }

// Overdue tells whether the day by which it was to be decided has passed.
func (i OpenItem) Overdue(today when.Date) bool { return i.Waits() && i.DecideBy.Before(today) }

// With are the terms with an order's open items: left open with reason and day, or as decided.
func (t Terms) With(items []OpenItem) Terms {
	t.Open = slices.Clone(t.Open)
	for _, i := range items {
		if i.Waits() {
			*t.field(i.Item) = ""
			t.Open = append(t.Open, i.Undetermined)
		} else {
			*t.field(i.Item) = i.Value
		}
	}
	return t
}

// Supplement are stored terms completed by what was decided for one of their open items
// false if that item was never open in them. Nothing else of them changes.
func (t Terms) Supplement(item, value string) (Terms, bool) {
	i := slices.IndexFunc(t.Open, func(u Undetermined) bool { return u.Item == item })
	if i < 0 {
		return t, false
	}
	t.Open = slices.Delete(slices.Clone(t.Open), i, i+1)
	*t.field(item) = value
	return t, true
}

func (t *Terms) field(item string) *string {
	switch item {
	case "content":
		return &t.Content
	case "expenses":
		return &t.Expenses
	case "delivery":
		return &t.DeliverTo
	case "acceptance":
		return &t.AcceptBy
	default:
		return &t.Rights
	}
}

// OpenForm is an item that cannot be fixed yet, as typed.
type OpenForm struct{ Item, Reason, DecideBy string }

// Read cleans an open item: it needs an objective reason and the day by which it is decided.
func (f OpenForm) Read(today when.Date) (Undetermined, error) {
	var c fault.Check
	c.When(!slices.Contains(MayStayOpen, f.Item), "item", "work.field.pick")
	u := Undetermined{Item: f.Item, Reason: words(&c, "reason", f.Reason, true, 400)}
	var err error
	u.DecideBy, err = when.ReadDate(f.DecideBy, today)
	c.When(err != nil, "decide_by", "work.field.date_form")
	c.When(err == nil && u.DecideBy.Before(today), "decide_by", "work.field.past")
	return u, c.Err()
}

// ReadDecision cleans what was decided for an open item.
func ReadDecision(value string) (string, error) {
	var c fault.Check
	value = words(&c, "value", value, true, 1000)
	return value, c.Err()
}

// LeftOpen says that an item of an order's terms cannot be fixed yet.
type LeftOpen struct {
	Order    string    `journal:"keep"`
	Item     string    `journal:"keep"`
	Reason   string    `journal:"keep"`
	DecideBy when.Date `journal:"keep"`
}

// Kind of the event.
func (e LeftOpen) Kind() string { return "work.left_open" }

// About is the order.
func (e LeftOpen) About() string { return e.Order }

// Supplemented says that an open item was decided, and how many notices were completed by it.
type Supplemented struct {
	Order   string `journal:"keep"`
	Item    string `journal:"keep"`
	Value   string `journal:"keep"`
	Notices int    `journal:"keep"`
}

// Kind of the event.
func (e Supplemented) Kind() string { return "work.supplemented" }

// About is the order.
func (e Supplemented) About() string { return e.Order }
