package paper

import (
	"fmt"
	"strings"
	"time"

	"hiroba/internal/lib/theme"
)

// InvoiceSheet is a paper about money between two sides, in finished words: an invoice,
// a credit note. It takes one page, and more where the lines need them.
type InvoiceSheet struct {
	Title      string
	Hue        int
	Facts      [][2]string // number, day of issue
	To         []string    // the first is the name, the others stand small below it
	From       []string
	Lead       string
	Label, Big string      // what is to be paid
	Beside     [][2]string // due date, account
	Head       []string    // date, what, how many, price, amount; none: no table
	Lines      []InvoiceLine
	Sums       [][2]string
	Total      [2]string
	Notes      []string
	Foot       string
	Author     string
	Created    time.Time
	Continued  string // under the lines of a page that goes on
	NotesHead  string
}

// InvoiceLine is one line of the table.
type InvoiceLine struct{ Date, What, Small, Quantity, Price, Amount string }

// invoiceColumns are the widths of the table's columns; the second takes what is left.
var invoiceColumns = [5]float64{72, 0, 66, 78, 88}

type invoice struct {
	*Doc
	s            InvoiceSheet
	y            float64
	pages, total int
}

// Invoice makes the document. It is written twice: the first run counts the pages.
func Invoice(s InvoiceSheet) ([]byte, error) {
	first := &invoice{Doc: New(clean(s.Title), s.Author, s.Created), s: s}
	first.write()
	second := &invoice{Doc: New(clean(s.Title), s.Author, s.Created), s: s, total: first.pages}
	second.write()
	return second.Bytes()
}

func (v *invoice) hue(step string) string { return theme.Hex(v.s.Hue, step) }

func (v *invoice) write() {
	v.page()
	v.head()
	v.parties()
	v.box()
	if len(v.s.Head) > 0 {
		v.tableHead()
	}
	for _, l := range v.s.Lines {
		v.line(l)
	}
	v.sums()
	v.notes()
}

func (v *invoice) page() {
	v.Page()
	v.pages++
	v.Rect(0, 0, A4Width, 8, 0, v.hue("700"))
	v.Text(edge, A4Height-30, v.s.Foot, 8, Regular, grey)
	v.Right(A4Width-edge, A4Height-30, fmt.Sprintf("%d/%d", v.pages, v.total), 9, Regular, grey)
	v.y = 58
}

// room begins a page, with the table's head where there is a table, if less than h is left.
func (v *invoice) room(h float64, table bool) {
	if v.y+h <= A4Height-60 {
		return
	}
	v.Right(A4Width-edge, A4Height-46, v.s.Continued, 8, Regular, grey)
	v.page()
	if table {
		v.tableHead()
	}
}

func (v *invoice) head() {
	v.Text(edge, v.y+14, v.s.Title, 24, Bold, ink)
	y := v.y
	for _, f := range v.s.Facts {
		v.Right(A4Width-edge-132, y, f[0], 8.5, Regular, grey)
		v.Right(A4Width-edge, y, f[1], 10.5, Bold, ink)
		y += 17
	}
	v.y = max(v.y+58, y+20)
}

func (v *invoice) parties() {
	const right = A4Width - edge - 216
	y := v.y
	for i, s := range v.s.To {
		size, step, face := 10.0, 15.0, Regular
		if i == 0 {
			size, step, face = v.Fit(s, right-edge-24, 15, 10, 1, Bold), 22, Bold
		}
		y = v.Block(edge, y, right-edge-24, s, size, step, face, ink)
	}
	v.Rule(edge, v.y+6, right-24, v.y+6, .8, ink)
	z := v.y
	for i, s := range v.s.From {
		face, size := Regular, 9.0
		if i == 0 {
			face, size = Bold, 11
		}
		z = v.Block(right, z, A4Width-edge-right, s, size, 14, face, ink)
	}
	v.y = max(y, z) + 12
	v.y = v.Block(edge, v.y, inner, v.s.Lead, 10, 16, Regular, ink) + 2
}

// box is what the reader looks for first: how much, until when, where to.
func (v *invoice) box() {
	const label = 78
	lines := 0
	for _, b := range v.s.Beside {
		for _, part := range strings.Split(b[1], "\n") {
			lines += len(v.Wrap(part, inner/2-label-16, 10, Regular))
		}
	}
	h := max(78, float64(lines)*15+30)
	v.Rect(edge, v.y, inner, h, 0, v.hue("50"))
	v.Rect(edge, v.y, inner, 4, 0, v.hue("700"))
	v.Text(edge+16, v.y+26, v.s.Label, 10, Regular, grey)
	size := v.Fit(v.s.Big, inner/2-32, 28, 14, 1, Bold)
	v.Text(edge+16, v.y+30+size, v.s.Big, size, Bold, ink)
	y := v.y + 26
	for _, b := range v.s.Beside {
		v.Text(edge+inner/2, y, b[0], 8.5, Regular, grey)
		for _, part := range strings.Split(b[1], "\n") {
			y = v.Block(edge+inner/2+label, y, inner/2-label-16, part, 10, 15, Regular, ink)
		}
	}
	v.y += h + 22
}

// columns are where each column begins, and where the last ends.
func columns() (at [6]float64) {
	at[0] = edge
	rest := inner
	for _, w := range invoiceColumns {
		rest -= w
	}
	for i, w := range invoiceColumns {
		if w == 0 {
			w = rest
		}
		at[i+1] = at[i] + w
	}
	return at
}

const cell = 6.0

func (v *invoice) tableHead() {
	at := columns()
	v.Rect(edge, v.y, inner, 24, 0, v.hue("100"))
	for i, h := range v.s.Head {
		if i < 2 {
			v.Text(at[i]+cell, v.y+16, h, 9, Bold, ink)
		} else {
			v.Right(at[i+1]-cell, v.y+16, h, 9, Bold, ink)
		}
	}
	v.y += 24
}

func (v *invoice) line(l InvoiceLine) {
	at := columns()
	width := at[2] - at[1] - 2*cell
	what, small := v.Wrap(l.What, width, 10, Regular), []string(nil)
	if l.Small != "" {
		small = v.Wrap(l.Small, width, 8, Regular)
	}
	h := float64(len(what))*14 + float64(len(small))*11 + 10
	v.room(h, true)
	y := v.y + 16
	v.Text(at[0]+cell, y, l.Date, 9, Regular, ink)
	for i, s := range []string{l.Quantity, l.Price, l.Amount} {
		v.Right(at[i+3]-cell, y, s, 10, Regular, ink)
	}
	for _, s := range what {
		v.Text(at[1]+cell, y, s, 10, Regular, ink)
		y += 14
	}
	for _, s := range small {
		v.Text(at[1]+cell, y-1, s, 8, Regular, grey)
		y += 11
	}
	v.y += h
	v.Rule(edge, v.y, A4Width-edge, v.y, .5, "#c9d4da")
}

func (v *invoice) sums() {
	v.room(float64(len(v.s.Sums))*18+50, false)
	const from = A4Width - edge - 280
	v.y += 8
	for _, s := range v.s.Sums {
		v.Text(from+cell, v.y+13, s[0], 9.5, Regular, ink)
		v.Right(A4Width-edge-cell, v.y+13, s[1], 10, Regular, ink)
		v.y += 18
		v.Rule(from, v.y, A4Width-edge, v.y, .5, "#c9d4da")
	}
	v.Rect(from, v.y+2, 280, 28, 0, v.hue("50"))
	v.Rule(from, v.y+2, A4Width-edge, v.y+2, 1.4, v.hue("700"))
	v.Text(from+cell, v.y+21, v.s.Total[0], 11, Bold, ink)
	v.Right(A4Width-edge-cell, v.y+21, v.s.Total[1], 14, Bold, ink)
	v.y += 54
}

func (v *invoice) notes() {
	if len(v.s.Notes) == 0 {
		return
	}
	v.room(40, false)
	v.Text(edge, v.y, v.s.NotesHead, 9, Bold, grey)
	v.y += 15
	for _, n := range v.s.Notes {
		for _, l := range v.Wrap(n, inner, 9, Regular) {
			v.room(14, false)
			v.Text(edge, v.y, l, 9, Regular, ink)
			v.y += 14
		}
	}
}
