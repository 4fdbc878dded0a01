package tax

import (
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

func TestHourlyReturnBesideTheMinimumWage(t *testing.T) { // TV-13, R-36
	hokkaido, err := MinimumWage(1, when.MustDate("2026-10-01"))
	if err != nil || hokkaido != 1_131 {
		t.Fatalf("%d %v", hokkaido, err)
	}
	for _, c := range []struct {
		fee            yen.Amount
		units, minutes int64
		hour           yen.Amount
		below          bool
	}{{95, 12, 60, 1_140, false}, {94, 12, 60, 1_128, true}, {1_130, 1, 60, 1_130, true}, {1_131, 1, 60, 1_131, false},
		{100, 1, 7, 857, true}, {132, 1, 7, 1_131, false}, {566, 1, 30, 1_132, false}} {
		h, err := HourlyOf(c.fee, c.units, c.minutes)
		if err != nil || h.Yen() != c.hour || h.Below(hokkaido) != c.below {
			t.Errorf("TV-13 %+v: %d %v", c, h.Yen(), err)
		}
	}
	for _, c := range [][3]int64{{1, 0, 60}, {1, 1, 0}, {-1, 1, 1}, {1, 1 << 40, 1}, {1 << 50, 1, 1}} {
		if _, err := HourlyOf(yen.Amount(c[0]), c[1], c[2]); err == nil {
			t.Errorf("%v was answered", c)
		}
	}
	for on, want := range map[string]yen.Amount{"2025-10-04": 1_075, "2026-09-30": 1_075, "2025-10-03": 0, "2027-10-01": 0} {
		if got, err := MinimumWage(1, when.MustDate(on)); got != want || (err == nil) != (want > 0) {
			t.Errorf("Hokkaido %s: %d %v", on, got, err)
		}
	}
	if _, err := MinimumWage(13, day); err == nil {
		t.Error("a prefecture nobody looked up was answered")
	}
}

func TestAYearAgainstTheCeilings(t *testing.T) { // TV-20
	y := Year{Year: 2026, Revenue: 1_200_000, Expenses: 180_000, Direct: 60_000}
	within := func(y Year, id string) bool {
		c, err := CeilingOf(id, y.Year)
		if err != nil {
			t.Fatal(err)
		}
		m, err := y.Measured(c)
		if err != nil {
			t.Fatal(err)
		}
		return m <= c.Most
	}
	if m, err := y.Income(); err != nil || m != 1_020_000 || y.Health() != 1_140_000 {
		t.Errorf("TV-20: %d %d %v", m, y.Health(), err)
	}
	for id, want := range map[string]bool{"W1": false, "W2": false, "W3": true, "W4": true, "W6": true} {
		if within(y, id) != want {
			t.Errorf("TV-20 2026 %s: %v", id, !want)
		}
	}
	y.HomeWorker = true
	if m, _ := y.Income(); m != 510_000 || !within(y, "W1") {
		t.Errorf("TV-20 with the minimum: %d", m)
	}
	y.Year = 2025
	if m, _ := y.Income(); m != 550_000 || !within(y, "W1") {
		t.Errorf("TV-20 2025 with the minimum: %d", m)
	}
	y.HomeWorker = false
	if m, _ := y.Income(); m != 1_020_000 || within(y, "W4") {
		t.Errorf("TV-20 2025: %d", m)
	}
}

func TestTheMinimumAndTheBlueReturnMakeNoLoss(t *testing.T) { // rule 4.4: never above the revenue, less any salary deduction
	for _, c := range []struct {
		y    Year
		want yen.Amount
	}{
		{Year{Year: 2026, Revenue: 300_000, HomeWorker: true}, 0},
		{Year{Year: 2026, Revenue: 1_000_000, HomeWorker: true, Salary: 500_000}, 810_000},
		{Year{Year: 2026, Revenue: 1_000_000, HomeWorker: true, Salary: 740_000}, 1_000_000},
		{Year{Year: 2026, Revenue: 1_000_000, Expenses: 800_000, HomeWorker: true}, 200_000},
		{Year{Year: 2026, Revenue: 1_000_000, Expenses: 800_000, Blue: 650_000, Other: 50_000}, 50_000},
		{Year{Year: 2026, Revenue: 500_000, Expenses: 800_000, Blue: 650_000}, -300_000},
	} {
		if got, err := c.y.Income(); err != nil || got != c.want {
			t.Errorf("%+v: %d %v", c.y, got, err)
		}
	}
	for _, c := range []struct {
		kind string
		year int
		want yen.Amount
	}{{"best", 2026, 650_000}, {"best", 2027, 750_000}, {"paper", 2026, 550_000}, {"paper", 2027, 100_000}, {"simple", 2026, 100_000}} {
		if got, err := BlueDeduction(c.kind, c.year); err != nil || got != c.want {
			t.Errorf("%+v: %d %v", c, got, err)
		}
	}
}

func TestHighestRevenueWithinACeiling(t *testing.T) { // TV-21
	for _, c := range []struct {
		id    string
		y     Year
		share dated.Rate
		want  yen.Amount
	}{{"W1", Year{}, 1500, 729_411}, {"W1", Year{HomeWorker: true}, 1500, 1_310_000}, {"W4", Year{HomeWorker: true}, 0, 1_730_000}, {"W6", Year{}, 500, 1_368_420},
		{"W1", Year{Other: 620_000}, 0, 0}, {"W1", Year{Other: 700_000, HomeWorker: true}, 0, 0}, {"W1", Year{Blue: 650_000}, 0, 1_270_000}, {"W6", Year{HomeWorker: true, Blue: 650_000}, 0, 1_299_999}} {
		c.y.Year = 2026
		w, err := CeilingOf(c.id, 2026)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.y.MostRevenue(w, c.share); err != nil || got != c.want {
			t.Errorf("TV-21 %s %+v: %d %v, want %d", c.id, c.y, got, err, c.want)
		}
	}
}

func TestHighestRevenueIsTheHighest(t *testing.T) { // property: there it stays within, a yen more does not
	for _, c := range Ceilings(2026) {
		for share := dated.Rate(0); share < 9_000; share += 137 {
			for _, home := range []bool{false, true} {
				y := Year{Year: 2026, HomeWorker: home, Other: 12_345}
				top, err := y.MostRevenue(c, share)
				if err != nil {
					t.Fatal(err)
				}
				at := func(rev yen.Amount) yen.Amount {
					y.Revenue = rev
					y.Expenses = Floor.of(rev, share)
					y.Direct = y.Expenses
					m, _ := y.Measured(c)
					return m
				}
				if at(top) > c.Most || at(top+1) <= c.Most {
					t.Fatalf("%s %s home=%v: %d gives %d, one more %d", c.ID, share, home, top, at(top), at(top+1))
				}
			}
		}
	}
}

func TestCeilingsAreDated(t *testing.T) { // table of 4.4
	for _, c := range []struct {
		id   string
		year int
		most yen.Amount // 0: refused
	}{{"W1", 2025, 580_000}, {"W1", 2026, 620_000}, {"W2", 2026, 950_000}, {"W2", 2027, 0}, {"W3", 2026, 1_330_000}, {"W4", 2025, 950_000}, {"W4", 2027, 1_040_000}, {"W4", 2028, 0},
		{"W6", 2026, 1_299_999}, {"W6a", 2025, 1_499_999}, {"W6a", 2024, 0}, {"W6b", 2026, 1_799_999}, {"W7", 2026, 0}, {"W5.tomakomai.flat", 2026, 420_000}} {
		got, err := CeilingOf(c.id, c.year)
		if got.Most != c.most || (err == nil) != (c.most > 0) {
			t.Errorf("%+v: %+v %v", c, got, err)
		}
	}
}
