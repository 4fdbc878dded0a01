// Package work is the work itself: pieces cut from an order, the terms on which they are
// taken on, the rows that are filled in, their inspection, and the delivery to the client.
// It holds the rules; the books are in workstore. Nothing here knows why somebody was
// away, declined or handed a piece back: those facts cannot be asked for.
package work

import (
	"strings"

	"hiroba/internal/base/event"
	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MayDo      who.Permission = "work.do"      // a worker's own work
	MayRun     who.Permission = "work.run"     // split, call, answer, deliver
	MayCheck   who.Permission = "work.check"   // inspect what was delivered
	MayCheckIn who.Permission = "work.checkin" // who is at the hub right now
	MayWatch   who.Permission = "work.watch"   // the window of a client's link
)

// words cleans a text and says what is wrong with it (R-86: no My Number).
func words(c *fault.Check, field, s string, must bool, most int) string {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	c.When(must && s == "", field, "work.field.missing")
	c.When(len([]rune(s)) > most, field, "work.field.long", "n", most)
	c.When(ja.LooksLikeMyNumber(s), field, "work.field.my_number")
	return s
}

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{Split{}, Called{}, Called{Changed: true}, CallClosed{}, Declined{}, Claimed{}, HandedBack{}, HandedBack{Lapsed: true}, Delivered{}, Checked{Accepted: true}, Checked{}, Checked{Accepted: true, Deemed: true},
		Asked{}, Answered{}, ChangeOffered{}, ChangeAnswered{}, FirstsJudged{}, SentToClient{}, ClientAnswered{}, ClientAnswered{Yes: true}, CheckedIn{}, CheckedIn{Out: true}, Settled{}, LeftOpen{}, Supplemented{}, GoldKept{}, GoldKept{Gone: true}}
}
