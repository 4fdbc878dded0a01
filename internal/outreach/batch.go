package outreach

import (
	"slices"
	"strings"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Channels are the kinds of places flyers go to, in the order of the form.
var Channels = []string{"nursery", "school", "clinic", "shop", "newsletter", "public", "event", "other"}

// Batch is a bundle of flyers that went one way.
type Batch struct {
	ID, SeminarID string
	Code          string // printed, and in the QR: "K7M4Q"
	Channel       string
	Place         string
	Copies        int
	Who           string // who hands them out
	On            when.Date
	Cost          yen.Amount
	Note          string
	MadeBy        string
	MadeAt        when.Instant
}

// CodeLength is the number of letters of a batch's code: 28^5 is enough for a town, and
// nothing is behind it but an open page.
const CodeLength = 5

// BatchForm is a batch as typed.
type BatchForm struct{ Channel, Place, Copies, Who, On, Cost, Note string }

// Batch reads the form.
func (f BatchForm) Batch(today when.Date, _ *time.Location) (Batch, error) {
	var c fault.Check
	b := Batch{Channel: f.Channel, Place: one(f.Place), Who: one(f.Who), Note: text(f.Note)}
	c.When(!slices.Contains(Channels, b.Channel), "channel", "outreach.batch.channel_missing")
	c.When(b.Place == "", "batch_place", "outreach.batch.place_missing")
	b.Copies = count(&c, f.Copies, "copies", 1, 1_000_000, 0)
	if strings.TrimSpace(f.On) != "" {
		d, err := when.ReadDate(f.On, today)
		c.When(err != nil, "on", "outreach.seminar.date_form")
		b.On = d
	}
	if strings.TrimSpace(f.Cost) != "" {
		n, err := yen.Read(f.Cost)
		c.When(err != nil || n < 0, "cost", "outreach.batch.cost_form")
		b.Cost = n
	}
	return b, c.Err()
}

// ReadCode folds a code as people type it from paper: any width, any case, no spaces.
func ReadCode(s string) string {
	return strings.ToUpper(strings.ReplaceAll(ja.FoldNumber(s), "-", ""))
}

// CostPer is the cost of one sign-up, rounded up to a yen; ok is false without sign-ups.
func CostPer(cost yen.Amount, signups int) (per yen.Amount, ok bool) {
	if signups <= 0 {
		return 0, false
	}
	n := yen.Amount(signups)
	return (cost + n - 1) / n, true
}
