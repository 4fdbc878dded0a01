package report

import "slices"

// Column is one column of a table of parts: a word for its head, and what it counts.
type Column struct {
	Key  string
	Unit Unit
}

// Line is one line of it. Kind says how Name is read: a month, a word, a seminar, or a
// number of the hub's; ID leads to the record where there is one.
type Line struct {
	Kind, Name, ID string
	N              []int64
}

// Table is the parts of a figure: what it was counted from.
type Table struct {
	Of      string // its heading
	Columns []Column
	Lines   []Line
}

// Parts are the tables behind a figure, without people: by month, by group, by seminar.
func Parts(b Body, key string) []Table {
	switch key {
	case "registered", "new", "left", "hired":
		return []Table{b.Monthly([]Column{{"new", People}, {"left", People}, {"registered", People}}, func(m Month) []int64 { return []int64{m.New, m.Left, m.Registered} })}
	case "active":
		return []Table{b.Monthly([]Column{{"active", People}, {"pieces", Count}}, func(m Month) []int64 { return []int64{m.Active, m.Pieces} })}
	case "fees", "median", "paid":
		return []Table{b.Monthly([]Column{{"fees", Yen}, {"fee_people", People}}, func(m Month) []int64 { return []int64{m.Fees, m.FeePeople} })}
	case "orders", "order_yen", "clients":
		return []Table{b.Monthly([]Column{{"orders", Count}, {"order_yen", Yen}}, func(m Month) []int64 { return []int64{m.Orders, m.OrderYen} }), b.grouped("client", Column{"orders", Count}, Column{"order_yen", Yen})}
	case "on_time", "first_time":
		return []Table{b.Monthly([]Column{{"pieces", Count}, {"on_time", Count}, {"first_time", Count}}, func(m Month) []int64 { return []int64{m.Pieces, m.OnTime, m.FirstTime} })}
	case "seminars", "signups", "came", "joined":
		return []Table{b.editions(), b.grouped("way", Column{"people", People})}
	case "first_job":
		return []Table{b.grouped("way", Column{"people", People})}
	case "care", "cared":
		return []Table{b.grouped("care", Column{"count", Count})}
	case "moving":
		return []Table{b.grouped("asked", Column{"count", Count})}
	case "used":
		return []Table{b.grouped("plan", Column{"minutes", Count})}
	}
	return nil
}

// Monthly is the table of the months, with what is asked for of each.
func (b Body) Monthly(cs []Column, of func(Month) []int64) Table {
	t := Table{Of: "months", Columns: cs}
	for _, m := range b.Months {
		t.Lines = append(t.Lines, Line{Kind: "month", Name: m.Month, N: of(m)})
	}
	return t
}

func (b Body) grouped(of string, cs ...Column) Table {
	t := Table{Of: of, Columns: cs}
	for _, g := range b.GroupsOf(of) {
		t.Lines = append(t.Lines, Line{Kind: of, Name: g.Name, N: []int64{g.N, g.Yen}[:len(cs)]})
	}
	return t
}

func (b Body) editions() Table {
	t := Table{Of: "editions", Columns: []Column{{"signups", People}, {"came", People}, {"applied", People}, {"joined", People}}}
	for _, e := range b.Editions {
		t.Lines = append(t.Lines, Line{Kind: "seminar", Name: e.On.String() + " " + e.Title, ID: e.ID, N: []int64{e.Signups, e.Came, e.Applied, e.Joined}})
	}
	return t
}

// Copy is what the public page shows of a body: figures, months and the way to work, each
// with its cover.
type Copy struct {
	Few     Few
	Figures []Figure
	Covers  map[string]Cover
	Months  []Month
	Active  []Cover
	Fees    []Cover
	Way     []Group
	WayOver []Cover
}

// Public is the public copy of a body. Newcomers and leavers are no part of it, nor is the
// number of registered people month by month: the difference would tell of one or two.
func Public(b Body) Copy {
	few := b.Covering()
	c := Copy{Few: few, Covers: map[string]Cover{}, Months: b.Months, Way: b.GroupsOf("way")}
	for _, d := range Definitions {
		if f := b.Figure(d.Key); d.Public && !f.None {
			c.Figures, c.Covers[d.Key] = append(c.Figures, f), few.CoverFigure(d, f)
		}
	}
	var fees, people, way []int64
	for _, m := range b.Months {
		fees, people = append(fees, m.Fees), append(people, m.FeePeople)
		c.Active = append(c.Active, Shown)
		if few.small(m.Active) {
			c.Active[len(c.Active)-1] = TooFew
		}
	}
	var hide bool
	if c.Fees, hide = few.CoverMoney(fees, people); hide {
		c.Covers["fees"] = Held
	}
	for _, g := range c.Way {
		way = append(way, g.N)
	}
	c.WayOver = few.CoverWay(way)
	c.cover("came", c.Way, c.WayOver)
	return c
}

// cover keeps a figure that stands in the way too covered in both places.
func (c Copy) cover(key string, way []Group, covers []Cover) {
	if i := slices.IndexFunc(way, func(g Group) bool { return g.Name == key }); i >= 0 {
		if c.Covers[key] != Shown {
			covers[i] = c.Covers[key]
		} else if covers[i] != Shown {
			c.Covers[key] = covers[i]
		}
	}
}

// Median is the middle of sums, the mean of the two middle ones rounded down; 0 of none.
func Median(ns []int64) int64 {
	if len(ns) == 0 {
		return 0
	}
	ns = slices.Sorted(slices.Values(ns))
	m := len(ns) / 2
	if len(ns)%2 == 1 {
		return ns[m]
	}
	return (ns[m-1] + ns[m]) / 2
}
