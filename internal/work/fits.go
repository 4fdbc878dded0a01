package work

import (
	"slices"

	"hiroba/internal/base/when"
)

// Seeker is what is known of somebody who looks for work. There is no field for absences,
// refusals or hand-backs, and no package below this one gives them out.
type Seeker struct {
	Worker  string
	Working bool              // registered, neither paused nor left
	Signed  bool              // the basic contract stands
	Levels  map[string]int    // by skill
	Never   []string          // skills whose work she does not want
	Here    bool              // checked in at the hub
	Phone   bool              // looks from a phone
	Holding int               // pieces in hand
	Lanes   map[string]int    // order: the lane she has worked in
	Passes  map[string]int    // order: the pass she has worked in
	Said    map[string]string // order: her answer to the call
}

// HandsMost is how many pieces one person holds at a time.
const HandsMost = 3

// Reason is why a piece does not come to somebody now; "" is none.
type Reason string

// The reasons, each with its sentence under work.reason.
const (
	NotWorking Reason = "not_working"
	NoContract Reason = "no_contract"
	HandsFull  Reason = "hands_full"
	NotInvited Reason = "not_invited"
	SaidNever  Reason = "said_never"
	SaidLater  Reason = "said_later"
	SkillLow   Reason = "skill"
	NeedsPC    Reason = "device"
	NeedsHub   Reason = "hub"
	OtherLane  Reason = "lane"
	OtherPass  Reason = "pass"
	CallShut   Reason = "shut"
	PastDue    Reason = "past"
)

// Offer is what one sees of the open pieces of an order: one line for each lane and pass.
type Offer struct {
	Order, Title string
	Skill        string
	Level        int
	Lane, Pass   int
	Phone        bool
	HubOnly      bool
	Live         bool // the call stands
	Invited      bool // she is among those asked, or everybody is
	Due          when.Date
}

// Fits tells whether somebody may take on a piece of an offer on a day, or why not.
func Fits(o Offer, s Seeker, today when.Date) Reason {
	switch {
	case !s.Working:
		return NotWorking
	case !s.Signed:
		return NoContract
	case !o.Live:
		return CallShut
	case !o.Due.IsZero() && today.After(o.Due):
		return PastDue
	case !o.Invited:
		return NotInvited
	case o.Skill != "" && slices.Contains(s.Never, o.Skill) || s.Said[o.Order] == "never":
		return SaidNever
	case o.Skill != "" && s.Levels[o.Skill] < o.Level:
		return SkillLow
	case o.HubOnly && !s.Here:
		return NeedsHub
	case s.Lanes[o.Order] != 0 && s.Lanes[o.Order] != o.Lane:
		return OtherLane // sealed columns never meet in one view
	case s.Passes[o.Order] != 0 && s.Passes[o.Order] != o.Pass:
		return OtherPass // the second entry is by somebody else
	case s.Phone && !o.Phone:
		return NeedsPC
	case s.Holding >= HandsMost:
		return HandsFull
	}
	return ""
}

// Answers to a call, in the order of the buttons. "later" hides it until it changes.
var CallAnswers = []string{"later", "never"}
