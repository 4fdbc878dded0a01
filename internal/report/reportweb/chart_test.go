package reportweb

import (
	"fmt"
	"strings"
	"testing"

	"hiroba/internal/base/when"
	"hiroba/internal/platform/i18n"
	"hiroba/internal/report"
)

// TestAMonthOfCorrectionsHasNoBar: a correction counts on its own day (K7), so that a month
// or a year can come to less than nothing; no shape can.
func TestAMonthOfCorrectionsHasNoBar(t *testing.T) {
	s := series{Labels: []string{"4", "5"}, Sums: []int64{-3000, 9000}, People: []int64{1, 2}, SumText: func(n int64) string { return fmt.Sprint(n) }}
	d := s.columns(wide)
	if len(d.Bars) != 2 || d.Bars[0].H != "0" || strings.HasPrefix(d.Bars[1].H, "-") {
		t.Errorf("%+v", d.Bars)
	}
	fees, _ := report.Define("fees")
	b := report.Body{On: when.MustDate("2026-09-30"), Figures: []report.Figure{{Key: "fees", N: -3000}}}
	if x := tileOf(i18n.EN, b, fees, 1000); x.Percent != 0 {
		t.Errorf("%d percent", x.Percent)
	}
}

// TestTheSentenceNamesWhateverLags: also a figure that is no tile.
func TestTheSentenceNamesWhateverLags(t *testing.T) {
	orders, _ := report.Define("orders")
	b := report.Body{On: when.MustDate("2026-09-30"), Figures: []report.Figure{{Key: "orders", N: 1}}}
	x := tileOf(i18n.JA, b, orders, 1000)
	if orders.Tile || x.Tag.Kind != "warn" {
		t.Fatalf("%+v", x)
	}
	if _, lag := say(i18n.JA, b, []tile{x}, true); !strings.Contains(lag, x.Name) {
		t.Error(lag)
	}
}

// TestPartsInPercentAreRounded: cut off, two parts of a whole would come to 99.
func TestPartsInPercentAreRounded(t *testing.T) {
	for _, x := range []struct{ n, of, want int64 }{{203_700, 235_300, 87}, {31_600, 235_300, 13}, {3, 8, 38}, {0, 0, 0}, {7, 7, 100}} {
		if got := hundredths(x.n, x.of); got != x.want {
			t.Errorf("%d of %d: %d", x.n, x.of, got)
		}
	}
}
