package work

import (
	"fmt"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/orders"
)

// Gold is a row of which the right answer is known. Whoever works on it sees a row like any
// other; the program compares, and an inspector cannot let a difference pass unseen.
type Gold struct {
	Row   int
	Cells map[int]string // by the numbers of the asked columns
	By    string
	Made  when.Instant
}

// In are the right answers for the columns of a piece, in their order.
func (g Gold) In(cols []orders.Column) []string {
	out := make([]string, len(cols))
	for i, c := range cols {
		out[i] = g.Cells[c.No]
	}
	return out
}

// ReadGold brings right answers into the form their columns ask for, and says what is wrong with them.
func ReadGold(row, rows int, cols []orders.Column, typed map[int]string, today when.Date) (Gold, error) {
	var c fault.Check
	c.When(row < 1 || row > rows, "row", "work.field.row_unknown", "n", rows)
	g := Gold{Row: row, Cells: map[int]string{}}
	some := false
	for _, k := range cols {
		text, key := ReadCell(k, typed[k.No], today)
		c.When(key != "", fmt.Sprintf("c%d", k.No), "work.cell."+key)
		c.When(ja.LooksLikeMyNumber(text), fmt.Sprintf("c%d", k.No), "work.field.my_number")
		g.Cells[k.No] = text
		some = some || text != ""
	}
	if len(cols) > 0 {
		c.When(!some && c.Err() == nil, fmt.Sprintf("c%d", cols[0].No), "work.field.missing")
	}
	return g, c.Err()
}

// Unmet are the gold rows of a piece that would still differ after a verdict, unless they
// are sent back: nobody accepts an answer that is known to be wrong.
func (v Verdict) Unmet(cols []orders.Column, answers map[int]Answer, golds []Gold) (out []Fix) {
	again := map[int]bool{}
	for _, r := range v.Rows {
		again[r] = v.Rework
	}
	fixed := map[[2]int]string{}
	for _, f := range v.Fixes {
		fixed[[2]int{f.Row, f.Column}] = f.Text
	}
	for _, g := range golds {
		if again[g.Row] {
			continue
		}
		want := g.In(cols)
		for i, c := range cols {
			now, there := fixed[[2]int{g.Row, c.No}]
			if !there && i < len(answers[g.Row].Cells) {
				now = answers[g.Row].Cells[i]
			}
			if now != want[i] {
				out = append(out, Fix{g.Row, c.No, want[i]})
			}
		}
	}
	return out
}

// GoldKept says that the right answer to a row was written down, or taken away.
type GoldKept struct {
	Order string `journal:"keep"`
	Row   int    `journal:"keep"`
	Gone  bool   `journal:"keep"`
}

// Kind of the event.
func (e GoldKept) Kind() string {
	if e.Gone {
		return "work.gold_dropped"
	}
	return "work.gold_kept"
}

// About is the order.
func (e GoldKept) About() string { return e.Order }
