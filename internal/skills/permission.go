// Package skills is what somebody can and wants to do, and when: the catalogue, the
// evidence of each skill, wishes and own limits, free hours, and what of all that a
// company may be shown. It holds the rules; the books are in skillsstore.
package skills

import (
	"hiroba/internal/base/event"
	"hiroba/internal/base/who"
)

// What may be done here.
const (
	MayCount     who.Permission = "skills.count"     // offered hours per skill, without people
	MaySee       who.Permission = "skills.see"       // who can do what, and when
	MayKeep      who.Permission = "skills.keep"      // record evidence, hours and wishes for somebody
	MayCatalogue who.Permission = "skills.catalogue" // the hub's list of skills and the school calendar
	MaySelf      who.Permission = "skills.self"      // one's own skills, wishes and hours
	MayAnswer    who.Permission = "skills.answer"    // give one's hours by the link of the Sunday message; visitors have it
)

// Events are all the house's events.
func Events() []event.Event {
	return []event.Event{SkillSaved{}, EvidenceAdded{}, EvidenceVoided{}, WishesSaved{}, ChannelSaved{}, CeilingSaved{}, HoursSet{}, SchoolSaved{}, BreakSaved{}, WeekAsked{}}
}
