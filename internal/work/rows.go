package work

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Rows is a set of row numbers, in order: which rows a piece is made of.
type Rows []Run

// Run is rows from one number to another, both in it.
type Run struct{ From, To int }

var errRows = errors.New("not a set of rows")

// ParseRows reads "1-25,31,40-44".
func ParseRows(s string) (Rows, error) {
	var out Rows
	for _, p := range strings.Split(s, ",") {
		a, b, has := strings.Cut(p, "-")
		from, err := strconv.Atoi(a)
		to := from
		if err == nil && has {
			to, err = strconv.Atoi(b)
		}
		if err != nil || from < 1 || to < from || len(out) > 0 && from <= out[len(out)-1].To {
			return nil, errRows
		}
		out = append(out, Run{from, to})
	}
	return out, nil
}

// String is the set as it is stored.
func (r Rows) String() string {
	var b strings.Builder
	for i, x := range r {
		if i > 0 {
			b.WriteByte(',')
		}
		if fmt.Fprint(&b, x.From); x.To > x.From {
			fmt.Fprintf(&b, "-%d", x.To)
		}
	}
	return b.String()
}

// Count is how many rows there are.
func (r Rows) Count() (n int) {
	for _, x := range r {
		n += x.To - x.From + 1
	}
	return n
}

// First is the lowest number, 0 of an empty set.
func (r Rows) First() int {
	if len(r) == 0 {
		return 0
	}
	return r[0].From
}

// Last is the highest number.
func (r Rows) Last() int {
	if len(r) == 0 {
		return 0
	}
	return r[len(r)-1].To
}

// Has tells whether a row is in the set.
func (r Rows) Has(no int) bool {
	return slices.ContainsFunc(r, func(x Run) bool { return no >= x.From && no <= x.To })
}

// After is the row that comes after another, 0 after the last.
func (r Rows) After(no int) int {
	for _, x := range r {
		if no < x.To {
			return max(no+1, x.From)
		}
	}
	return 0
}

// All are the numbers one by one.
func (r Rows) All() []int {
	out := make([]int, 0, r.Count())
	for _, x := range r {
		for n := x.From; n <= x.To; n++ {
			out = append(out, n)
		}
	}
	return out
}

// Apart is the set in two: the rows for which in answers yes, and the others.
func (r Rows) Apart(in func(no int) bool) (yes, no Rows) {
	for _, n := range r.All() {
		if in(n) {
			yes = yes.add(n)
		} else {
			no = no.add(n)
		}
	}
	return yes, no
}

func (r Rows) add(n int) Rows {
	if k := len(r); k > 0 && r[k-1].To == n-1 {
		r[k-1].To = n
		return r
	}
	return append(r, Run{n, n})
}
