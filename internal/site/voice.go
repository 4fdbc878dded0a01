package site

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Voice is what somebody who works says. It is public only from the day on which
// that person agreed to it.
type Voice struct {
	Entry
	Text, TextEN string
	By, ByEN     string // who speaks, as far as they agreed: "K, thirties, two children"
	Consent      string // when they agreed, as typed; "" if they have not
	ConsentOn    when.Date
}

// Check cleans a voice and says what is wrong with it.
func (v *Voice) Check(today when.Date) error {
	var c fault.Check
	v.Entry.check(&c)
	texts(&c, map[string]*string{"text": &v.Text, "text_en": &v.TextEN})
	lines(&c, map[string]*string{"by": &v.By, "by_en": &v.ByEN, "consent": &v.Consent})
	c.When(v.Text == "", "text", "site.field.voice_missing")
	c.When(v.By == "", "by", "site.field.by_missing")
	v.ConsentOn = when.Date{}
	if v.Consent != "" {
		d, err := when.ReadDate(v.Consent, today)
		c.When(err != nil, "consent", "site.field.date_form")
		c.When(err == nil && d.After(today), "consent", "site.field.consent_future")
		v.ConsentOn = d
	}
	return c.Err()
}

// Label is who speaks.
func (v *Voice) Label() string { return v.By }

// Public tells whether everybody may read it.
func (v *Voice) Public() bool { return !v.ConsentOn.IsZero() }

// Example is one kind of work with what it pays and how long it usually takes.
type Example struct {
	Entry
	Kind, KindEN string // "data entry"
	Name, NameEN string
	Unit, UnitEN string     // what the fee is for: "36 receipts"
	Fee, Minutes string     // as typed
	FeeYen       yen.Amount // tax included
	Takes        int        // minutes; the middle of what people needed
}

// An example stands for one sitting: neither days nor fortunes.
const (
	feeMost     = 1_000_000
	minutesMost = 10_000
)

// Check cleans an example, reads its numbers and says what is wrong with it.
func (e *Example) Check(when.Date) error {
	var c fault.Check
	e.Entry.check(&c)
	lines(&c, map[string]*string{"kind": &e.Kind, "kind_en": &e.KindEN, "name": &e.Name, "name_en": &e.NameEN, "unit": &e.Unit, "unit_en": &e.UnitEN})
	c.When(e.Kind == "", "kind", "site.field.work_kind_missing")
	c.When(e.Name == "", "name", "site.field.work_missing")
	c.When(e.Unit == "", "unit", "site.field.unit_missing")
	var err error
	if e.FeeYen, err = yen.Read(e.Fee); err != nil || e.FeeYen < 1 || e.FeeYen > feeMost {
		c.Add("fee", "site.field.fee_form")
	}
	if e.Takes, err = ja.Int(e.Minutes); err != nil || e.Takes < 1 || e.Takes > minutesMost {
		c.Add("minutes", "site.field.minutes_form")
	}
	return c.Err()
}

// Label is the name of the work.
func (e *Example) Label() string { return e.Name }

// Hourly is what an hour of such work comes to, rounded down to ten yen.
func (e *Example) Hourly() yen.Amount { return e.FeeYen * 60 / yen.Amount(max(e.Takes, 1)) / 10 * 10 }
