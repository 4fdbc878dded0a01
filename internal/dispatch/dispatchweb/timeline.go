package dispatchweb

import (
	"fmt"

	"hiroba/internal/base/when"
	"hiroba/internal/dispatch/dispatchstore"
	"hiroba/internal/platform/i18n"
)

// The drawing of an order's days: two weeks from this week's Monday.
const (
	lineDays = 14
	dayWide  = 20
	lineHigh = 34
	barHigh  = 24
)

// timeline is the days of an order as bars, with the day promised. What it draws stands in
// words beside it.
type timeline struct {
	Box  string
	Shut []int // x of days on which the hub is shut
	Bars []bar
	Due  int // x; below 0 outside of what is drawn
	Now  int
	Late bool
}

type bar struct {
	X, Y, H int
	Firm    bool
}

func heads(l i18n.Lang, b dispatchstore.Board) []string {
	return []string{l.DateShort(b.Monday), l.DateShort(b.Monday.AddDays(7)), l.DateShort(b.Monday.AddDays(lineDays - 1))}
}

func lineOf(b dispatchstore.Board, o dispatchstore.Row) timeline {
	t := timeline{Box: fmt.Sprintf("0 0 %d %d", lineDays*dayWide, lineHigh), Due: x(b.Monday, o.Outlook.Promise), Now: x(b.Monday, b.Today), Late: o.Late()}
	for i := 0; i < lineDays && i < len(b.Open); i++ {
		if !b.Open[i] {
			t.Shut = append(t.Shut, i*dayWide)
		}
	}
	most := 1
	sum := map[int]int{}
	for _, s := range o.Spells {
		sum[s.Day] += s.Minutes
		most = max(most, sum[s.Day])
	}
	foot := map[int]int{}
	for _, firm := range []bool{true, false} {
		for _, s := range o.Spells {
			if s.Firm != firm || s.Day > lineDays {
				continue
			}
			h := max(s.Minutes*barHigh/most, 2)
			foot[s.Day] += h
			t.Bars = append(t.Bars, bar{(s.Day-1)*dayWide + 3, lineHigh - 2 - foot[s.Day], h, firm})
		}
	}
	return t
}

// x is where a date stands in the drawing, −1 if outside.
func x(monday, d when.Date) int {
	n := d.Sub(monday)
	if d.IsZero() || n < 0 || n >= lineDays {
		return -1
	}
	return n*dayWide + dayWide - 2
}

func soon(l i18n.Lang, d when.Date) string {
	if d.IsZero() {
		return l.T("dispatch.open_end")
	}
	return l.Date(d)
}
