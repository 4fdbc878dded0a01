package paper

import (
	"fmt"
	"strings"
	"time"

	"hiroba/internal/lib/theme"
)

// LetterSheet is a document of text: a contract, a filled form, a list. It takes as
// many pages as it needs, each with its number.
type LetterSheet struct {
	Hub, Title, Sub string
	Hue             int
	Blocks          []LetterBlock
	Foot            string // on each page, beside "n/N"
	QR, QRHint      string // a code on the first page, "" none
	Created         time.Time
}

// LetterBlock is one part: a heading, then text or lines of label and value.
type LetterBlock struct {
	Heading, Text string
	Rows          [][2]string
	Boxes         bool  // values are boxes to write in
	Grid          *Grid // a table, nil none
}

const (
	letterTop    = 70.0
	letterBottom = A4Height - 60
	labelWidth   = 150.0
)

// letter is a document being filled, with where it stands.
type letter struct {
	*Doc
	s     LetterSheet
	y     float64
	pages int
	total int // known on the second run
}

// Letter makes the document. It is written twice: the first run counts the pages.
func Letter(s LetterSheet) ([]byte, error) {
	first := &letter{Doc: New(clean(s.Title), s.Hub, s.Created), s: s}
	first.write()
	second := &letter{Doc: New(clean(s.Title), s.Hub, s.Created), s: s, total: first.pages}
	second.write()
	return second.Bytes()
}

func (l *letter) write() {
	l.page()
	wide := inner
	if l.s.QR != "" {
		wide -= 110
		l.QR(A4Width-edge-96, letterTop-16, 96, l.s.QR)
		l.Block(A4Width-edge-96, letterTop+92, 96, l.s.QRHint, 7.5, 10, Regular, grey)
	}
	l.y = l.Block(edge, letterTop+8, wide, clean(l.s.Title), 20, 27, Bold, ink)
	l.y = l.Block(edge, l.y, wide, clean(l.s.Sub), 10, 15, Regular, grey) + 8
	if l.s.QR != "" {
		l.y = max(l.y, letterTop+120)
	}
	for _, b := range l.s.Blocks {
		l.block(b)
	}
}

func (l *letter) page() {
	l.Page()
	l.pages++
	l.Rect(0, 0, A4Width, 8, 0, theme.Hex(l.s.Hue, "700"))
	l.Text(edge, 34, l.s.Hub, 10, Bold, theme.Hex(l.s.Hue, "800"))
	l.Text(edge, A4Height-30, l.s.Foot, 8, Regular, grey)
	l.Right(A4Width-edge, A4Height-30, fmt.Sprintf("%d/%d", l.pages, l.total), 9, Regular, grey)
	l.y = letterTop
}

// room begins a page if less than h is left.
func (l *letter) room(h float64) {
	if l.y+h > letterBottom {
		l.page()
	}
}

func (l *letter) block(b LetterBlock) {
	if b.Heading != "" {
		l.room(56)
		l.y += 12
		l.Text(edge, l.y, b.Heading, 12, Bold, theme.Hex(l.s.Hue, "800"))
		l.y += 18
	}
	for _, p := range strings.Split(b.Text, "\n") {
		l.paragraph(p)
	}
	for _, r := range b.Rows {
		l.row(r, b.Boxes)
	}
	if b.Grid != nil {
		l.grid(*b.Grid)
	}
}

func (l *letter) paragraph(p string) {
	if p == "" {
		l.y += 4
		return
	}
	for _, line := range l.Wrap(clean(p), inner, 10, Regular) {
		l.room(16)
		l.Text(edge, l.y, line, 10, Regular, ink)
		l.y += 16
	}
}

func (l *letter) row(r [2]string, boxes bool) {
	lines := l.Wrap(clean(r[1]), inner-labelWidth, 10.5, Regular)
	h := max(float64(len(lines)), 1)*15 + 9
	if boxes {
		h = max(h, 30)
	}
	l.room(h)
	l.Block(edge, l.y, labelWidth-10, clean(r[0]), 9, 12, Regular, grey)
	for i, s := range lines {
		l.Text(edge+labelWidth, l.y+float64(i)*15, s, 10.5, Regular, ink)
	}
	l.y += h
	l.Rule(edge, l.y-13, A4Width-edge, l.y-13, .5, "#c9d4da")
}
