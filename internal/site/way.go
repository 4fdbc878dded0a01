package site

import (
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Way is how long it takes to the hub from one place by one means of travel (S4).
type Way struct {
	Entry
	From, FromEN string // "札幌駅"
	By, ByEN     string // "特急"
	Minutes      string // as typed
	Takes        int
	Note, NoteEN string // of a season, a change of trains
}

// wayMost is a day: nobody travels to a hub for longer.
const wayMost = 24 * 60

// Check cleans a way, reads its minutes and says what is wrong with it.
func (w *Way) Check(when.Date) error {
	var c fault.Check
	w.Entry.check(&c)
	lines(&c, map[string]*string{"from": &w.From, "from_en": &w.FromEN, "by": &w.By, "by_en": &w.ByEN, "note": &w.Note, "note_en": &w.NoteEN})
	c.When(w.From == "", "from", "site.field.from_missing")
	c.When(w.By == "", "by", "site.field.means_missing")
	var err error
	if w.Takes, err = ja.Int(w.Minutes); err != nil || w.Takes < 1 || w.Takes > wayMost {
		c.Add("minutes", "site.field.way_minutes_form", "most", wayMost)
	}
	return c.Err()
}

// Label is where a way begins, and by what.
func (w *Way) Label() string { return w.From + " · " + w.By }
