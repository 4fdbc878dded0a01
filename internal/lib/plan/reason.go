package plan

// Reason says in one word why an order came to a worker or did not. It is about her and
// the order alone and names nobody else.
type Reason struct {
	Order  int  `json:"order"`
	Worker int  `json:"worker"`
	Given  bool `json:"given"` // whether she has work of the order
	Why    Why  `json:"why"`
}

// Why is the word. The first that holds, in this order, is the reason.
type Why string

// Why an order did not come:
const (
	Skill    Why = "skill"    // she has not got the skill
	Level    Why = "level"    // her level is lower than asked for
	Place    Why = "place"    // the work is tied to a hub where she does not work
	Deadline Why = "deadline" // she offers no time between its release and its last day
	Ceiling  Why = "ceiling"  // her plan is at the ceiling she set herself
	Cap      Why = "cap"      // she has free days for it, but their weeks are at her cap
	Hours    Why = "hours"    // her days for it are full
	Turn     Why = "turn"     // she could; others came first this time
)

// Why an order came, the first that holds:
//
//	Place    it is tied to her hub
//	Turn     she is new, and still within the minutes that are favoured
//	Hours    nobody else who may do it has time left for it in its days
//	Level    all others who have time are of a higher level than needed
//	Skill    she has the skill, and the plan costs least this way
//
// WhyGiven and WhyNot list the words for each case.
var (
	WhyGiven = []Why{Place, Turn, Hours, Level, Skill}
	WhyNot   = []Why{Skill, Level, Place, Deadline, Ceiling, Cap, Hours, Turn}
)

// LastDay is the last day on which the order may be done, lateness included.
func (o *Order) LastDay(horizon int) int {
	last := o.Deadline
	for _, s := range LateSteps {
		if o.Deadline+s <= horizon {
			last = o.Deadline + s
		}
	}
	return last
}

// Free is the least time left, in minutes, that counts as time.
const Free = 1.0
