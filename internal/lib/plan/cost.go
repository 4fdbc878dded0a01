package plan

// The table of costs. On the order's side a cost is for one standard minute, on the
// worker's side for one clock minute.
const (
	// OverLevel is for each level above the one asked for.
	OverLevel = 3

	// NewcomerMinutes are favoured, each by NewcomerBonus.
	NewcomerMinutes = 300
	NewcomerBonus   = 20

	// Load over EasyShare percent of what a worker offers costs BusyCost a minute,
	// over BusyShare percent FullCost: work spreads before it piles up.
	EasyShare = 60
	BusyShare = 80
	BusyCost  = 4
	FullCost  = 12
)

// LateSteps are the days after the deadline up to which work may still be done, each at
// its own cost. A step that ends past the horizon does not exist.
var LateSteps = [...]int{0, 2, 5}

// UnmetCost is for work that nobody does.
func UnmetCost(priority int) int { return 1000 * (1 + priority) }

// LateCost is for work done within a step of so many days after the deadline.
func LateCost(priority, step int) int { return 50 * (1 + priority) * step }

// LateStep is the step in which work of the order done on the day falls: 0 in time; ok is
// false if it may not be done on that day at all.
func (o *Order) LateStep(day, horizon int) (step int, ok bool) {
	if day < o.Release || day > horizon {
		return 0, false
	}
	for _, s := range LateSteps {
		if day <= o.Deadline+s && o.Deadline+s <= horizon {
			return s, true
		}
	}
	return 0, false
}

// Band is a part of a worker's load with one cost a minute.
type Band struct {
	Room int // minutes
	Cost int // a minute
}

// Bands is the load cost of a worker who offers so many minutes over the horizon, after
// week caps: dearer and dearer, so the cheap minutes are used first. bonus is how many
// minutes a newcomer's favour lasts, 0 for others.
func Bands(offer, bonus int) [4]Band {
	first := min(bonus, offer)
	easy := max(offer*EasyShare/100-first, 0)
	busy := max(offer*BusyShare/100-first-easy, 0)
	return [4]Band{{first, -NewcomerBonus}, {easy, 0}, {busy, BusyCost}, {offer - first - easy - busy, FullCost}}
}
