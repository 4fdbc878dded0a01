package workers

import (
	"math/rand/v2"
	"testing"

	"hiroba/internal/base/when"
)

func stride(worker string, s State, from string) Stride {
	d := when.MustDate(from)
	return Stride{Worker: worker, State: s, From: d, Made: d.At(10*60, when.Tokyo)}
}

func TestTheFigureOfAPastDay(t *testing.T) {
	all := []Stride{stride("a", Registering, "2026-01-05"), stride("a", Registered, "2026-01-20"), stride("a", Paused, "2026-03-31"), stride("a", Registered, "2026-05-01"),
		stride("b", Registered, "2026-02-01"), stride("b", Left, "2026-04-01"), stride("c", Registered, "2026-03-31"), stride("c", Hired, "2026-06-01")}
	for day, want := range map[string]Count{
		"2026-01-19": {}, "2026-01-20": {Registered: 1, Active: 1}, "2026-03-31": {Registered: 3, Active: 2, Paused: 1},
		"2026-04-01": {Registered: 2, Active: 1, Paused: 1, Left: 1}, "2026-06-01": {Registered: 1, Active: 1, Left: 1, Hired: 1},
	} {
		want.On = when.MustDate(day)
		if got := On(all, want.On); got != want {
			t.Errorf("%s: %+v, want %+v", day, got, want)
		}
	}
	late := Stride{Worker: "d", State: Registered, From: when.MustDate("2026-03-01"), Made: when.MustDate("2026-04-15").At(0, when.Tokyo)}
	with := append(all, late)
	day := when.MustDate("2026-03-31")
	if now, then := On(with, day), On(Known(with, day.AddDays(1).At(0, when.Tokyo)), day); now.Registered != 4 || then.Registered != 3 {
		t.Errorf("now %d, then %d", now.Registered, then.Registered)
	}
}

// TestMonthsEndAsTheDayItself: whatever happens, the end of a month is what On says of
// its last day, and everybody is new once.
func TestMonthsEndAsTheDayItself(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		var all []Stride
		for w := range 12 {
			s, day := Registering, when.MustDate("2025-11-03").AddDays(r.IntN(120))
			all = append(all, Stride{Worker: string(rune('a' + w)), State: s, From: day})
			for range r.IntN(6) {
				s = ways[s][r.IntN(len(ways[s]))]
				day = day.AddDays(r.IntN(70))
				all = append(all, Stride{Worker: string(rune('a' + w)), State: s, From: day})
			}
		}
		to := when.MustDate("2026-12-31")
		newcomers, ever := 0, map[string]bool{}
		for _, x := range all {
			if x.State == Registered && !x.From.After(to) {
				ever[x.Worker] = true
			}
		}
		for _, m := range Months(all, when.MustDate("2025-11-01"), to) {
			last := m.First.AddMonths(1).AddDays(-1)
			if got := On(all, last); got != m.End {
				t.Fatalf("%s: %+v, months say %+v", last, got, m.End)
			}
			newcomers += m.New
		}
		if newcomers != len(ever) {
			t.Fatalf("%d were new, %d ever registered", newcomers, len(ever))
		}
	}
}

func TestATreeOfFive(t *testing.T) {
	w := func(id, by string, no int) Worker { return Worker{ID: id, No: no, ReferredBy: by} }
	tree := Tree([]Worker{w("a", "", 1), w("b", "a", 2), w("c", "b", 3), w("d", "c", 4), w("e", "d", 5), w("x", "a", 6)})
	if len(tree) != 1 || tree[0].Total() != 5 {
		t.Fatalf("%+v", tree)
	}
	if got := RingSizes(tree); len(got) != 5 || got[0] != 1 || got[1] != 2 || got[4] != 1 {
		t.Errorf("%v", got)
	}
	circle := Tree([]Worker{w("a", "b", 1), w("b", "a", 2)})
	if len(circle) != 1 || circle[0].ID != "a" || circle[0].Total() != 1 {
		t.Errorf("a circle: %+v", circle)
	}
}
