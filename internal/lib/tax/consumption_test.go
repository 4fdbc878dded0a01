package tax

import (
	"errors"
	"math/rand/v2"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

var day = when.MustDate("2026-11-24")

func line(a yen.Amount, c Class) Line { return Line{a, c, day} }

func TestTaxIsRoundedOncePerRate(t *testing.T) { // TV-2, TV-4
	got, err := Sum([]Line{line(3*333, Standard), line(7*1280, Standard), line(121*55, Standard)}, false, Floor)
	if err != nil || got.Net != 16_614 || got.Tax != 1_661 || got.Gross != 18_275 {
		t.Errorf("TV-2: %+v %v", got, err)
	}
	got, err = Sum([]Line{line(2_999, ReducedFood), line(100_000, Standard)}, false, Floor)
	if err != nil || len(got.Groups) != 2 || got.Groups[0] != (Group{1000, 100_000, 10_000, 110_000}) || got.Groups[1] != (Group{800, 2_999, 239, 3_238}) || got.Gross != 113_238 {
		t.Errorf("TV-4: %+v %v", got, err)
	}
}

func TestTaxInside(t *testing.T) { // TV-3
	for _, c := range []struct {
		gross yen.Amount
		class Class
		tax   yen.Amount
	}{{9_999, Standard, 909}, {5_401, ReducedPress, 400}, {10_001, Standard, 909}, {0, Standard, 0}, {11, Standard, 1}, {10, Standard, 0}, {5_000, OutOfScope, 0}} {
		got, err := Sum([]Line{line(c.gross, c.class)}, true, Floor)
		if err != nil || got.Tax != c.tax || got.Gross != c.gross || got.Net != c.gross-c.tax {
			t.Errorf("TV-3 %d %s: %+v %v", c.gross, c.class, got, err)
		}
	}
}

func TestTheThreeRoundings(t *testing.T) { // rule 4.1: the method is free
	for r, want := range map[Round]yen.Amount{Floor: 239, Nearest: 240, Ceil: 240, "": 239} {
		if got, _ := Sum([]Line{line(2_999, ReducedPress)}, false, r); got.Tax != want {
			t.Errorf("%s: %d", r, got.Tax)
		}
	}
	if got, _ := Sum([]Line{line(1_001, Standard)}, false, Nearest); got.Tax != 100 {
		t.Errorf("100.1 to the nearest: %d", got.Tax)
	}
	if got, _ := Sum([]Line{line(1_005, Standard)}, false, Nearest); got.Tax != 101 {
		t.Errorf("100.5 goes up: %d", got.Tax)
	}
	if got, _ := Sum([]Line{line(-2_999, ReducedPress)}, false, Floor); got.Tax != -239 {
		t.Errorf("a credit note mirrors its invoice: %d", got.Tax)
	}
}

func TestRatesAreDated(t *testing.T) { // rule 4.1: rates are dated rows
	for _, c := range []struct {
		class Class
		on    string
		want  dated.Rate // -1: refused
	}{{Standard, "2019-10-01", 1000}, {Standard, "2019-09-30", -1}, {ReducedFood, "2027-03-31", 800}, {ReducedFood, "2027-04-01", -1},
		{ReducedPress, "2027-04-01", 800}, {Standard, "2033-01-01", -1}, {"luxury", "2026-11-24", -1}, {OutOfScope, "1999-01-01", 0}} {
		got, err := ConsumptionRate(c.class, when.MustDate(c.on))
		var u *dated.Unknown
		if c.want < 0 && !errors.As(err, &u) || c.want >= 0 && (err != nil || got != c.want) {
			t.Errorf("%s on %s: %v %v", c.class, c.on, got, err)
		}
	}
	if _, err := Sum([]Line{{1, Standard, when.Date{}}}, false, Floor); err == nil {
		t.Error("a line without a day of supply was taxed")
	}
	if _, err := Sum([]Line{line(most, Standard), line(1, Standard)}, false, Floor); err != ErrTooMuch {
		t.Errorf("ten trillion: %v", err)
	}
}

func TestMonthlyInvoiceOverDeliveryNotes(t *testing.T) { // rule 4.1: once per note and rate
	a, _ := Sum([]Line{line(999, Standard), line(99, ReducedPress)}, false, Floor)
	b, _ := Sum([]Line{line(999, Standard)}, false, Floor)
	m := Join(a, b)
	if m.Net != 2_097 || m.Tax != 99+7+99 || m.Groups[0] != (Group{1000, 1_998, 198, 2_196}) || m.Gross != m.Net+m.Tax {
		t.Errorf("%+v", m)
	}
	if one, _ := Sum([]Line{line(1_998, Standard)}, false, Floor); one.Tax != 199 {
		t.Errorf("one rounding for the month gives %d", one.Tax)
	}
}

func TestSumsAgreeWhateverTheLines(t *testing.T) { // property: nothing is lost between lines, groups and totals
	rnd := rand.New(rand.NewPCG(1, 2))
	classes := []Class{Standard, ReducedFood, ReducedPress, OutOfScope}
	for range 5_000 {
		var lines []Line
		var sum yen.Amount
		for range rnd.IntN(30) {
			l := line(yen.Amount(rnd.Int64N(1_000_000)), classes[rnd.IntN(4)])
			lines, sum = append(lines, l), sum+l.Amount
		}
		for _, inside := range []bool{false, true} {
			for _, r := range []Round{Floor, Nearest, Ceil} {
				got, err := Sum(lines, inside, r)
				given := got.Net
				if inside {
					given = got.Gross
				}
				if err != nil || got.Net+got.Tax != got.Gross || given != sum || len(got.Groups) > 3 {
					t.Fatalf("%+v %v", got, err)
				}
			}
		}
	}
}

func TestEveryTableIsWhole(t *testing.T) { // every row has days, mark and source: dated.Read refuses it otherwise
	for _, tab := range Tables() {
		if len(tab.Keys()) == 0 || tab.Checked.Before(when.MustDate("2026-11-01")) {
			t.Errorf("%s: empty or never checked", tab.Name)
		}
	}
	for _, kind := range WorkTypes() {
		w, err := TreatmentOf(kind, day)
		if err != nil || w.Row.Text("withhold") != "yes" && w.Row.Text("withhold") != "no" || w.Row.Text("check") != "yes" && w.Row.Text("check") != "no" {
			t.Errorf("%s: %+v %v", kind, w, err)
		}
	}
	for _, y := range []int{2025, 2026, 2027} {
		for _, c := range Ceilings(y) {
			if s := c.Row.Text("stay"); c.Measure != IncomeMeasure && c.Measure != HealthMeasure || s != "most" && s != "below" {
				t.Errorf("%d %s: %s %s", y, c.ID, c.Measure, s)
			}
		}
	}
}
