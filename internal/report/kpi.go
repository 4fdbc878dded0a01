package report

import "slices"

// Unit is what a figure is counted in.
type Unit string

// The units.
const (
	People  Unit = "people"
	Count   Unit = "count"
	Firms   Unit = "firms"
	Yen     Unit = "yen"
	Percent Unit = "percent" // of N in Of
)

// Period is the time a figure speaks of.
type Period string

// The periods: as it stands on the day; the month of the day and the two before it; the
// fiscal year until the day; the last plan made before the day ended.
const (
	AtDay   Period = "day"
	Quarter Period = "quarter"
	Year    Period = "year"
	Plan    Period = "plan"
)

// Definition is how one figure is counted. Whoever changes what a figure counts gives it
// the next version: a snapshot names the versions it was counted by.
type Definition struct {
	Key     string
	KPI     string // its number in the list of the programme (K1 to K15)
	Version int
	Unit    Unit
	Period  Period
	Aim     Aim
	Tile    bool // stands on the dashboard's first lines
	Public  bool // part of the public copy
}

// Aim is how a target is compared.
type Aim string

// The ways: none; a sum that grows with the year; a level reached from where the year
// began; a share to be kept.
const (
	NoAim Aim = ""
	Sum   Aim = "sum"
	Level Aim = "level"
	Share Aim = "share"
)

// Definitions are the figures of this version of the program, in the order of the page.
var Definitions = []Definition{
	{Key: "registered", KPI: "K3", Version: 1, Unit: People, Period: AtDay, Aim: Level, Tile: true, Public: true},
	{Key: "active", KPI: "K4", Version: 1, Unit: People, Period: Quarter, Aim: Level, Tile: true, Public: true},
	{Key: "fees", KPI: "K7", Version: 1, Unit: Yen, Period: Year, Aim: Sum, Tile: true, Public: true},
	{Key: "clients", KPI: "K6", Version: 1, Unit: Firms, Period: Year, Aim: Sum, Tile: true, Public: true},
	{Key: "hired", KPI: "K2", Version: 1, Unit: People, Period: AtDay, Aim: Level, Tile: true, Public: true},
	{Key: "came", KPI: "K9", Version: 1, Unit: People, Period: Year, Aim: Sum, Tile: true, Public: true},
	{Key: "first_job", KPI: "K5", Version: 1, Unit: Percent, Period: Year, Aim: Share, Tile: true, Public: true},
	{Key: "on_time", KPI: "K12", Version: 1, Unit: Percent, Period: Year, Aim: Share, Tile: true, Public: true},
	{Key: "new", KPI: "K3", Version: 1, Unit: People, Period: Year, Aim: Sum},
	{Key: "left", KPI: "K3", Version: 1, Unit: People, Period: Year},
	{Key: "orders", KPI: "K6", Version: 1, Unit: Count, Period: Year, Aim: Sum, Public: true},
	{Key: "order_yen", KPI: "K6", Version: 1, Unit: Yen, Period: Year, Aim: Sum, Public: true},
	{Key: "median", KPI: "K7", Version: 1, Unit: Yen, Period: Year},
	{Key: "paid", KPI: "K7", Version: 1, Unit: Yen, Period: Year},
	{Key: "seminars", KPI: "K9", Version: 1, Unit: Count, Period: Year, Aim: Sum, Public: true},
	{Key: "signups", KPI: "K9", Version: 1, Unit: People, Period: Year, Aim: Sum},
	{Key: "joined", KPI: "K9", Version: 1, Unit: Percent, Period: Year, Aim: Share},
	{Key: "moving", KPI: "K11", Version: 1, Unit: Count, Period: Year},
	{Key: "first_time", KPI: "K12", Version: 1, Unit: Percent, Period: Year, Aim: Share, Public: true},
	{Key: "used", KPI: "K13", Version: 1, Unit: Percent, Period: Plan},
	{Key: "care", KPI: "K14", Version: 1, Unit: Count, Period: Year},
	{Key: "cared", KPI: "K14", Version: 1, Unit: Count, Period: Year},
}

// Unkept are the figures of the programme the hub keeps no records for yet. The page says
// so; nobody types such a figure in.
var Unkept = []string{"K1", "K8", "K10", "K11", "K15"}

// Define finds a definition by its key.
func Define(key string) (Definition, bool) {
	i := slices.IndexFunc(Definitions, func(d Definition) bool { return d.Key == key })
	if i < 0 {
		return Definition{}, false
	}
	return Definitions[i], true
}
