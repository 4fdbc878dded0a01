package skills

import (
	"math/rand/v2"
	"testing"
	"time"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/tax"
)

func TestTheMostTrustedSourceSpeaksLast(t *testing.T) {
	at := func(day string, s Source, level int) Evidence {
		return Evidence{Skill: "x", Level: level, Source: s, On: when.MustDate(day)}
	}
	void := at("2026-06-01", Work, 3)
	void.Voided = when.FromTime(time.Now())
	for _, c := range []struct {
		name  string
		all   []Evidence
		level int
		from  Source
	}{
		{"nothing", nil, 0, ""},
		{"one's own word", []Evidence{at("2026-01-01", Declared, 3)}, 3, Declared},
		{"an interview beats newer boasting", []Evidence{at("2026-01-01", Interview, 1), at("2026-03-01", Declared, 3)}, 1, Interview},
		{"a test beats an interview", []Evidence{at("2026-03-01", Interview, 1), at("2026-01-01", Test, 2)}, 2, Test},
		{"the newer of the same source", []Evidence{at("2026-03-01", Test, 3), at("2026-01-01", Test, 1)}, 3, Test},
		{"what was a mistake does not count", []Evidence{at("2026-01-01", Declared, 1), void}, 1, Declared},
	} {
		if l := LevelNow(c.all); l.Level != c.level || l.Source != c.from {
			t.Errorf("%s: %+v", c.name, l)
		}
	}
}

// anyDay is a day of free time as chance makes it.
func anyDay(r *rand.Rand) (d Day) {
	for range r.IntN(4) {
		from := r.IntN(96)
		to := from + 1 + r.IntN(96-from)
		d = d.With(Span{when.TimeOfDay(from * Grain), when.TimeOfDay(to * Grain)})
	}
	return d
}

func TestDaysSurviveBeingKept(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		d, o := anyDay(r), anyDay(r)
		got, err := ParseDay(d.String())
		if err != nil || got != d {
			t.Fatalf("%s: %v %v", d, got, err)
		}
		if d.Or(o).Minutes()+d.And(o).Minutes() != d.Minutes()+o.Minutes() || d.Without(o).And(o).Minutes() != 0 {
			t.Fatalf("%s and %s do not add up", d, o)
		}
		n := 0
		for _, s := range d.Spans() {
			n += int(s.To - s.From)
		}
		if n != d.Minutes() {
			t.Fatalf("%s has %d minutes, its stretches %d", d, d.Minutes(), n)
		}
		var w, back Week
		for i := range w {
			w[i] = anyDay(r)
		}
		v, err := w.Value()
		if err != nil || back.Scan(v) != nil || back != w {
			t.Fatalf("%v", v)
		}
	}
	for _, s := range []string{"x", "9:00", "09:00-", ";"} {
		if _, err := ParseDay(s); err == nil {
			t.Errorf("%q was read", s)
		}
	}
	if FullDay.Minutes() != 24*60 {
		t.Errorf("a full day has %d minutes", FullDay.Minutes())
	}
}

// TestTheStripNeverWidensExactTimes: pressing again what is pressed changes nothing,
// however exact it was; letting go empties the band and no other.
func TestTheStripNeverWidensExactTimes(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		var w Week
		for i := range w {
			w[i] = anyDay(r)
		}
		var cells []string
		for i, d := range w {
			for _, b := range Bands {
				if d.In(b).Minutes() > 0 {
					cells = append(cells, Cell(i, b))
				}
			}
		}
		if Pressed(w, cells) != w {
			t.Fatal("saving what stands changed it")
		}
		for i, d := range Pressed(w, nil) {
			if d != w[i].And(Day{}.With(Span{0, 5 * 60})) {
				t.Fatalf("letting go of everything leaves %s of %s", d, w[i])
			}
		}
	}
	full := Pressed(Week{}, []string{"0-morning", "6-night"})
	if full[0].String() != "09:00-12:00" || full[6].String() != "21:00-24:00" || full.Minutes() != 360 {
		t.Errorf("%v", full)
	}
}

func TestACalendarFollowsSchoolAndDaysOffAndTheCap(t *testing.T) {
	monday := when.MustDate("2026-12-21")
	c := Calendar{Usual: Pressed(Week{}, []string{"0-morning", "0-evening", "4-morning", "4-evening"}), Rule: SchoolEvening,
		Breaks: []Period{{when.MustDate("2026-12-25"), when.MustDate("2027-01-15")}}, Off: map[when.Date]bool{}, Given: map[when.Date]Week{}}
	if n := c.Week(monday).Minutes(); n != 6*60+3*60 { // Friday the 25th keeps its evening
		t.Errorf("the week of the holidays' begin: %d minutes", n)
	}
	c.Rule = SchoolOff
	if n := c.Week(monday.AddDays(7)).Minutes(); n != 0 {
		t.Errorf("a whole week of holidays: %d", n)
	}
	c.Given[monday.AddDays(7)] = Pressed(Week{}, []string{"1-noon"})
	if n := c.Week(monday.AddDays(7)).Minutes(); n != 180 {
		t.Errorf("what was set on its own stands: %d", n)
	}
	c.Off[monday] = true
	if n := c.Week(monday).Minutes(); n != 0 {
		t.Errorf("Monday off, Friday school holiday: %d", n)
	}
	c.WeekCap = 60
	if n := c.Offered(monday.AddDays(7)); n != 60 {
		t.Errorf("over the cap: %d", n)
	}
	want := []when.Date{monday, monday.AddDays(7), monday.AddDays(14), monday.AddDays(21)}
	got := c.Unusual(monday)
	if len(got) != len(want) || got[0] != want[0] || got[3] != want[3] {
		t.Errorf("unusual weeks %v", got)
	}
	for day, m := range map[string]string{"2026-11-29": "2026-11-23", "2026-11-30": "2026-11-30", "2026-12-01": "2026-11-30"} {
		if Monday(when.MustDate(day)).String() != m {
			t.Errorf("the week of %s begins %s", day, Monday(when.MustDate(day)))
		}
	}
}

func TestExactTimes(t *testing.T) {
	d, err := ReadSpans([SpansMost][2]string{{"９：００", "11:30"}, {"", ""}, {"20時半", "24:00"}})
	if err != nil || d.String() != "09:00-11:30,20:30-24:00" {
		t.Errorf("%s %v", d, err)
	}
	for field, p := range map[string][2]string{"from1": {"morning", "12:00"}, "to1": {"9:00", "9:00"}} {
		_, err := ReadSpans([SpansMost][2]string{p})
		if f := fault.Of(err); f == nil || f.Fields[0].Name != field {
			t.Errorf("%v: %v", p, err)
		}
	}
	if _, err := ReadSpans([SpansMost][2]string{{"9:05", "10:00"}}); fault.KindOf(err) != fault.Invalid {
		t.Error("five past was taken")
	}
}

func TestQuietHours(t *testing.T) {
	at := func(s string) when.Instant { return when.MustDate("2026-11-29").At(mustTime(t, s), when.Tokyo) }
	for _, c := range []struct{ now, want string }{{"18:00", "18:00"}, {"21:00", "+8:00"}, {"23:59", "+8:00"}, {"7:59", "8:00"}, {"8:00", "8:00"}} {
		want := c.want
		day := when.MustDate("2026-11-29")
		if want[0] == '+' {
			day, want = day.AddDays(1), want[1:]
		}
		if got := UsualChannel.Next(at(c.now), when.Tokyo); got != day.At(mustTime(t, want), when.Tokyo) {
			t.Errorf("at %s: %s", c.now, got.In(when.Tokyo))
		}
	}
	if (Channel{Way: "paper"}).Wants("week") || (Channel{Way: "mail", Off: []string{"week"}}).Wants("week") || !UsualChannel.Wants("week") {
		t.Error("a message was sent that was not wanted, or not sent")
	}
}

func mustTime(t *testing.T, s string) when.TimeOfDay {
	t.Helper()
	x, err := when.ReadTime(s)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestYearlyLines are TV-20 and TV-21 by the worker's own estimates.
func TestYearlyLines(t *testing.T) {
	wall := func(id string, year int) tax.Ceiling {
		w, ok := Ceiling{Wall: id}.Limit(year)
		if !ok {
			t.Fatalf("no %s in %d", id, year)
		}
		return w
	}
	for _, c := range []struct {
		own          Ceiling
		wall         string
		year         int
		fees, income yen.Amount
		within       bool
	}{
		{Ceiling{Expenses: 15, Direct: 5}, "W1", 2026, 1_200_000, 1_020_000, false},
		{Ceiling{Expenses: 15, Direct: 5}, "W2", 2026, 1_200_000, 1_020_000, false},
		{Ceiling{Expenses: 15, Direct: 5}, "W3", 2026, 1_200_000, 1_020_000, true},
		{Ceiling{Expenses: 15, Direct: 5}, "W4", 2026, 1_200_000, 1_020_000, true},
		{Ceiling{Expenses: 15, Minimum: true}, "W1", 2026, 1_200_000, 510_000, true},
		{Ceiling{Expenses: 15, Direct: 5}, "W6", 2026, 1_200_000, 1_140_000, true},
		{Ceiling{Expenses: 15}, "W4", 2025, 1_200_000, 1_020_000, false},
		{Ceiling{Expenses: 15, Minimum: true}, "W1", 2025, 1_200_000, 550_000, true},
	} {
		w := wall(c.wall, c.year)
		got, err := c.own.Income(w, c.year, c.fees)
		if err != nil || got != c.income || (got <= w.Most) != c.within {
			t.Errorf("TV-20 %s %d: %d %v", c.wall, c.year, got, err)
		}
	}
	for _, c := range []struct {
		own  Ceiling
		wall string
		most yen.Amount
	}{{Ceiling{Expenses: 15}, "W1", 729_411}, {Ceiling{Minimum: true}, "W1", 1_310_000}, {Ceiling{Minimum: true}, "W4", 1_730_000}, {Ceiling{Direct: 5}, "W6", 1_368_420}} {
		if got, err := c.own.HighestFees(wall(c.wall, 2026), 2026); err != nil || got != c.most {
			t.Errorf("TV-21 %s: %d %v", c.wall, got, err)
		}
	}
	for _, w := range Walls(2026) {
		if w.ID[:2] == "W5" {
			t.Error("one town's resident tax stands in every town")
		}
	}
	if _, err := (CeilingForm{Wall: "W9"}).Read(2026); fault.KindOf(err) != fault.Invalid {
		t.Error("an unknown line was taken")
	}
	if c, err := (CeilingForm{Wall: OwnWall, Own: "１，０００，０００円", Expenses: "15%"}).Read(2026); err != nil || c.Own != 1_000_000 || c.Expenses != 15 {
		t.Errorf("%+v %v", c, err)
	}
}

func TestWishesAreRead(t *testing.T) {
	w, err := WishForm{Kinds: map[string]string{"a": "yes", "b": "never", "c": ""}, Place: "home", Devices: []string{"phone", "sundial"}, WeekCap: "７．５", MonthCap: ""}.Read()
	if err != nil || len(w.Want) != 1 || len(w.Never) != 1 || w.WeekCap != 450 || w.MonthCap != 0 || len(w.Devices) != 1 {
		t.Errorf("%+v %v", w, err)
	}
	for _, f := range []WishForm{{Place: "moon"}, {Place: "home", WeekCap: "200"}, {Place: "home", WeekCap: "-1"}, {Place: "home", Note: "123456789018"}} {
		if _, err := f.Read(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v was taken", f)
		}
	}
}
