// Package paper makes PDF: the flyer of a seminar, and the parts of which statements
// and invoices are made. Lengths are points (1/72 inch) from the upper left corner.
// The same input gives the same bytes, at any time and on any machine.
package paper

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/signintech/gopdf"
)

// A4 is the size of the paper.
const (
	A4Width  = 595.28
	A4Height = 841.89
)

// Face is a typeface.
type Face string

// The faces. Fallback has the rare characters of names that the others lack.
const (
	Regular  Face = "regular"
	Bold     Face = "bold"
	fallback Face = "fallback"
)

// The fonts are packed, which makes the program smaller by a third of their size, and
// unpacked when the first document is drawn.
//
//go:embed fonts/*.ttf.gz
var packed embed.FS

var files = map[Face]string{Regular: "BIZUDPGothic-Regular", Bold: "BIZUDPGothic-Bold", fallback: "NotoSansJP-Regular"}

// fonts are read once; a document takes from them only what it shows.
var fonts = sync.OnceValues(func() (*gopdf.FontContainer, error) {
	c := &gopdf.FontContainer{}
	for face, name := range files {
		b, err := unpack("fonts/" + name + ".ttf.gz")
		if err == nil {
			err = c.AddTTFFontData(string(face), b)
		}
		if err != nil {
			return nil, fmt.Errorf("paper: %s: %w", face, err)
		}
	}
	return c, nil
})

func unpack(name string) ([]byte, error) {
	f, err := packed.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// Doc is a document being written. The first error stays and is answered by Bytes.
type Doc struct {
	pdf     *gopdf.GoPdf
	missing map[rune]bool
	err     error
}

// New begins a document of A4 pages. created is written into it as its date.
func New(title, author string, created time.Time) *Doc {
	d := &Doc{pdf: &gopdf.GoPdf{}, missing: map[rune]bool{}}
	d.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: A4Width, H: A4Height}})
	d.pdf.SetInfo(gopdf.PdfInfo{Title: title, Author: author, Producer: "hiroba", Creator: "hiroba", CreationDate: created})
	c, err := fonts()
	d.note(err)
	for _, f := range []Face{Regular, Bold, fallback} {
		if err == nil {
			d.note(d.pdf.AddTTFFontFromFontContainer(string(f), c))
		}
	}
	return d
}

func (d *Doc) note(err error) {
	if d.err == nil && err != nil {
		d.err = err
	}
}

// Page begins a page.
func (d *Doc) Page() { d.pdf.AddPage() }

// Bytes is the finished document.
func (d *Doc) Bytes() ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	b, err := d.pdf.GetBytesPdfReturnErr()
	return bytes.Clone(b), err
}

// Missing are the characters that no face has; they stand as a geta mark on the paper.
func (d *Doc) Missing() []rune {
	var out []rune
	for r := range d.missing {
		out = append(out, r)
	}
	return out
}

// Rect fills a rectangle; round is the radius of its corners.
func (d *Doc) Rect(x, y, w, h, round float64, hex string) {
	d.fill(hex)
	if round == 0 {
		d.pdf.RectFromUpperLeftWithStyle(x, y, w, h, "F")
		return
	}
	d.note(d.pdf.Rectangle(x, y, x+w, y+h, "F", round, 12))
}

// Shape fills a polygon of x, y, x, y …
func (d *Doc) Shape(hex string, xy ...float64) {
	d.fill(hex)
	var p []gopdf.Point
	for i := 0; i+1 < len(xy); i += 2 {
		p = append(p, gopdf.Point{X: xy[i], Y: xy[i+1]})
	}
	d.pdf.Polygon(p, "F")
}

// Rule draws a thin line.
func (d *Doc) Rule(x1, y1, x2, y2, width float64, hex string) {
	d.pdf.SetStrokeColor(rgb(hex))
	d.pdf.SetLineWidth(width)
	d.pdf.Line(x1, y1, x2, y2)
}

func (d *Doc) fill(hex string) { d.pdf.SetFillColor(rgb(hex)) }

// rgb reads "#rrggbb"; anything else is black.
func rgb(hex string) (r, g, b uint8) {
	if _, err := fmt.Sscanf(hex, "#%02x%02x%02x", &r, &g, &b); err != nil {
		return 0, 0, 0
	}
	return r, g, b
}

// run is a part of a text in one face.
type run struct {
	face Face
	text string
}

// geta stands for a character that cannot be printed, as printers have always shown one.
const geta = '〓'

// runs cuts a text by the face that has its characters.
func (d *Doc) runs(f Face, s string) (out []run) {
	for _, r := range s {
		use := f
		switch {
		case d.has(f, r):
		case d.has(fallback, r):
			use = fallback
		default:
			d.missing[r], r = true, geta
		}
		if n := len(out); n > 0 && out[n-1].face == use {
			out[n-1].text += string(r)
		} else {
			out = append(out, run{use, string(r)})
		}
	}
	return out
}

func (d *Doc) has(f Face, r rune) bool {
	d.note(d.pdf.SetFont(string(f), "", 10))
	ok, err := d.pdf.IsCurrFontContainGlyph(r)
	return err == nil && ok
}

// Width is how wide a text is.
func (d *Doc) Width(s string, size float64, f Face) (w float64) {
	for _, r := range d.runs(f, s) {
		d.note(d.pdf.SetFont(string(r.face), "", size))
		n, err := d.pdf.MeasureTextWidth(r.text)
		d.note(err)
		w += n
	}
	return w
}

// Text writes a line with its base at y, and answers where it ends.
func (d *Doc) Text(x, y float64, s string, size float64, f Face, hex string) float64 {
	for _, r := range d.runs(f, s) {
		d.note(d.pdf.SetFont(string(r.face), "", size))
		d.pdf.SetTextColor(rgb(hex))
		d.pdf.SetXY(x, y)
		w, err := d.pdf.MeasureTextWidth(r.text)
		d.note(err)
		d.note(d.pdf.Text(r.text))
		x += w
	}
	return x
}

// Right writes a line that ends at x.
func (d *Doc) Right(x, y float64, s string, size float64, f Face, hex string) {
	d.Text(x-d.Width(s, size, f), y, s, size, f, hex)
}

// Block writes a text in lines of a width, the first with its base at y, and answers
// the base after the last.
func (d *Doc) Block(x, y, width float64, s string, size, leading float64, f Face, hex string) float64 {
	for _, l := range d.Wrap(s, width, size, f) {
		d.Text(x, y, l, size, f, hex)
		y += leading
	}
	return y
}

// Fit is the largest size up to most at which a text needs no more than so many lines of a width.
func (d *Doc) Fit(s string, width, most, least float64, lines int, f Face) float64 {
	for size := most; size > least; size-- {
		if len(d.Wrap(s, width, size, f)) <= lines {
			return size
		}
	}
	return least
}

// QR draws a code in a square; its quiet zone is inside.
func (d *Doc) QR(x, y, side float64, text string) {
	c, err := encode(text)
	if err != nil {
		d.note(err)
		return
	}
	d.Rect(x, y, side, side, 0, "#ffffff")
	unit := side / float64(c.Size+2*quiet)
	for row := range c.Size {
		for col := 0; col < c.Size; col++ {
			from := col
			for col < c.Size && c.Black(col, row) {
				col++
			}
			if col > from {
				d.Rect(x+unit*float64(from+quiet), y+unit*float64(row+quiet), unit*float64(col-from), unit*1.02, 0, "#000000")
			}
		}
	}
}

// clean is a text in one line.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }
