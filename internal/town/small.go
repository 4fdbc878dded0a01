package town

import (
	"fmt"
	"strings"

	"hiroba/internal/orders"
)

// Small is a small order of the demo town that was done: a list with one column to fill in.
type Small struct {
	Client                                   int // its place among Clients
	Rows, Minutes                            int // Minutes: of one piece
	Each                                     int // seconds between two rows
	Title, Seconds, Price, Fee, Permille, PO string
	Mark                                     string // the form of its rows' numbers
	Manual                                   string
	Columns                                  []orders.ColumnForm
	Answer                                   func(row int) string
}

// Body is the material as a file.
func (s Small) Body() string {
	var b strings.Builder
	b.WriteString(s.Columns[0].Name + "\n")
	for n := range s.Rows {
		fmt.Fprintf(&b, s.Mark+"\n", n+1)
	}
	return b.String()
}
