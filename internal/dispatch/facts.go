package dispatch

import (
	"cmp"
	"slices"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/skills"
)

// Days is how far a plan looks ahead, from the Monday of the present week: as far as free
// hours can be given.
const Days = 7 * skills.WeeksAhead

// Facts is what planning knows of a hub on a day.
type Facts struct {
	Today   when.Date
	Open    []bool // whether the hub is open, from the Monday of this week on
	Workers []Worker
	Parts   []Part
	Firm    []Firm
}

// Worker is one person's offer of time, with what she can do and the limits that are hers.
type Worker struct {
	ID        string
	Free      []int          // minutes of each day from this week's Monday on; days that are over have none
	There     []int          // of these, minutes in which the hub is open
	Place     skills.Place   // where she wants to work
	Levels    map[string]int // by skill
	Never     []string       // skills whose work she does not want
	PhoneOnly bool           // has nothing but a phone
	New       bool           // still within her first paid minutes
	Pace      map[string]Pace

	WeekCap, MonthCap   int // her own, in minutes; 0 is none
	WeekDone, MonthDone int // minutes of work delivered since this week's Monday, this month's first
	Limited             bool
	YenLeft             yen.Amount // fees left under the yearly ceiling she set, if Limited
}

// Pace is how fast somebody was found to be at a kind of work.
type Pace struct {
	Percent int // 100 is the standard time
	Sure    int // percent; how far that can be relied on
}

// The bounds of a speed that is believed, in percent.
const (
	slowest = 40
	fastest = 250
)

// Speed is the pace planned with: what was measured as far as it is sure, else the standard.
func (p Pace) Speed() int {
	if p.Percent == 0 {
		return 100
	}
	return min(max((p.Percent*p.Sure+100*(100-p.Sure))/100, slowest), fastest)
}

// Stage is how far a part of an order is on its way to people.
type Stage string

// The stages, in their order. Quoted is an order the client has not accepted yet, whose
// capacity is kept for a while.
const (
	Quoted Stage = "quoted"
	Uncut  Stage = "uncut"
	Asleep Stage = "asleep" // waits for the client's word on the first rows
	Open   Stage = "open"
)

// Part is work of an order that nobody has in hand: all of it, or the pieces of one lane
// and pass where no one may see two of them.
type Part struct {
	Order, Client string
	No            int // of the order, as people read it
	Lane, Pass    int
	Kind          string
	Skill         string // "" where none is needed
	Level         int    // 0 is none
	Phone         bool   // can be done on a phone
	HubOnly       bool
	Stage         Stage
	Units         int        // pieces
	Seconds       int        // standard time of all of them
	Fee           yen.Amount // for all of them
	Promise       when.Date  // when the client has it
	// Barred are those who may not have it: they have seen another lane or pass, or an offer
	// of it to them is closed. Which of these it is stands nowhere.
	Barred map[string]bool
}

// ToCome is the lane of work that is ordered and whose material has not come yet. Its time
// is kept; nobody is asked for it before there is something to do.
const ToCome = -1

// Key names a part.
type Key struct {
	Order      string
	Lane, Pass int
}

// Key is the part's name.
func (p Part) Key() Key { return Key{p.Order, p.Lane, p.Pass} }

// Effort is the standard minutes of a unit, rounded up.
func (p Part) Effort() int {
	if p.Units == 0 {
		return 1
	}
	return max((p.Seconds+60*p.Units-1)/(60*p.Units), 1)
}

// Hold is why work is firm.
type Hold string

// The holds: taken on by her, decided by staff, offered and not answered yet.
const (
	Taken   Hold = "taken"
	ByStaff Hold = "staff"
	Offered Hold = "offered"
)

// Firm is work that a plan does not move.
type Firm struct {
	ID string // of the offer or the decision
	Key
	Worker  string
	Hold    Hold
	Kind    string
	Units   int
	Seconds int // standard time left
	Fee     yen.Amount
	HubOnly bool
	Due     when.Date // by when she agreed to have it done; zero where that is the order's day
	Promise when.Date // when the client has the order
}

// sorted puts facts into the one order in which they are planned, so that the same books
// give the same plan.
func (f *Facts) sorted() {
	slices.SortFunc(f.Workers, func(a, b Worker) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(f.Parts, func(a, b Part) int {
		return cmp.Or(cmp.Compare(a.Promise.Sub(b.Promise), 0), cmp.Compare(a.No, b.No), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Pass, b.Pass))
	})
	rank := map[Hold]int{Taken: 0, ByStaff: 1, Offered: 2}
	slices.SortFunc(f.Firm, func(a, b Firm) int {
		return cmp.Or(cmp.Compare(rank[a.Hold], rank[b.Hold]), cmp.Compare(a.Due.Sub(b.Due), 0), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Worker, b.Worker), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Pass, b.Pass))
	})
}
