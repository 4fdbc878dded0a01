package paper

import (
	"fmt"
	"time"

	"hiroba/internal/lib/theme"
)

// FlyerSheet is everything that stands on the flyer of a seminar, in finished words.
type FlyerSheet struct {
	Hub, Operators, Phone, Hours, Address string
	Hue                                   int
	Title, Lead                           string
	Date, Time, Place                     string
	Care, Room                            string
	PointsHead                            string
	Points                                []string
	SpeakersHead                          string
	Speakers                              []string
	QRText, QRHint, ShortURL              string
	Code                                  string // of the batch; "" on the general flyer
	Version                               string
	Lang                                  string
	Created                               string // RFC 3339, the PDF's date
}

const (
	edge  = 42.0 // margin of the page
	inner = A4Width - 2*edge
	ink   = "#1b2a33"
	grey  = "#51626c"
	lamp  = "#f7b84b"
	white = "#ffffff"
)

// Flyer is one A4 page in the hub's colours that can be read from a notice board: what,
// when, where, and a code to sign up. Long titles become smaller, never cut.
func Flyer(s FlyerSheet) ([]byte, error) {
	created, err := time.Parse(time.RFC3339, s.Created)
	if err != nil {
		return nil, fmt.Errorf("paper: flyer: %w", err)
	}
	d := New(clean(s.Title), s.Hub, created)
	d.Page()
	hue := func(step string) string { return theme.Hex(s.Hue, step) }
	d.flyerHead(s, hue)
	y := d.flyerWhen(s, hue)
	d.flyerBody(s, hue, y)
	d.flyerFoot(s, hue)
	return d.Bytes()
}

// headHeight is how far down the sky and the snow go.
const headHeight = 318.0

func (d *Doc) flyerHead(s FlyerSheet, hue func(string) string) {
	d.Rect(0, 0, A4Width, headHeight, 0, hue("50"))
	d.scene(hue)
	d.Text(edge, 54, s.Hub, 15, Bold, hue("800"))
	size := d.Fit(clean(s.Title), inner, 44, 31, 1, Bold)
	if len(d.Wrap(clean(s.Title), inner, size, Bold)) > 1 {
		size = d.Fit(clean(s.Title), inner, 44, 24, 2, Bold)
	}
	y := 84 + size
	y = d.Block(edge, y, inner, clean(s.Title), size, size*1.28, Bold, ink)
	d.Block(edge, y-size*1.28+size*.55+16, inner, clean(s.Lead), 15, 23, Regular, ink)
}

// scene is a snow field in the evening with lit windows.
func (d *Doc) scene(hue func(string) string) {
	const b = headHeight
	d.Shape(hue("100"), 0, b-62, 90, b-104, 170, b-76, 268, b-124, 352, b-82, 440, b-116, 520, b-80, A4Width, b-102, A4Width, b, 0, b)
	d.Shape(white, 268, b-124, 244, b-112, 258, b-114, 268, b-107, 280, b-114, 292, b-112)
	d.Shape(white, 90, b-104, 70, b-95, 84, b-96, 92, b-91, 100, b-96, 108, b-97)
	d.Shape(hue("200"), 0, b-44, 120, b-58, 240, b-40, 380, b-56, 480, b-42, A4Width, b-54, A4Width, b, 0, b)
	for _, t := range []struct{ x, y, h float64 }{{60, 40, 30}, {78, 36, 22}, {196, 38, 26}, {330, 44, 32}, {350, 40, 22}, {540, 42, 30}, {522, 38, 22}} {
		d.tree(t.x, b-t.y+12, t.h, hue("700"))
	}
	d.house(128, b-22, 1.5, hue("800"))
	d.house(268, b-18, 1.15, hue("700"))
	d.house(430, b-22, 1.7, hue("800"))
	d.Shape(white, 0, b-22, 100, b-14, 220, b-24, 340, b-12, 470, b-22, A4Width, b-12, A4Width, b+1, 0, b+1)
}

func (d *Doc) tree(x, y, h float64, hex string) {
	w := h * .42
	for i := range 3 {
		top := y - h + h*.26*float64(i)
		wide := w * (.5 + .25*float64(i))
		d.Shape(hex, x, top, x+wide, top+h*.44, x-wide, top+h*.44)
	}
}

func (d *Doc) house(x, y, k float64, roof string) {
	d.Rect(x-15*k, y-15*k, 30*k, 17*k, 0, "#8a6a52")
	d.Shape(roof, x-20*k, y-13*k, x, y-31*k, x+20*k, y-13*k)
	d.Shape(white, x-20*k, y-13*k, x, y-31*k, x+20*k, y-13*k, x+17*k, y-13*k, x, y-27*k, x-17*k, y-13*k)
	d.Rect(x-6*k, y-11*k, 12*k, 9*k, 0, lamp)
	d.Rule(x, y-11*k, x, y-2*k, 1*k, "#8a6a52")
	d.Rule(x-6*k, y-6.500*k, x+6*k, y-6.500*k, 1*k, "#8a6a52")
}

func (d *Doc) flyerWhen(s FlyerSheet, hue func(string) string) float64 {
	y := headHeight + 46
	d.Text(edge, y, s.Date, d.Fit(s.Date, inner, 34, 20, 1, Bold), Bold, hue("800"))
	y = d.Block(edge, y+32, inner, s.Time, 19, 26, Bold, ink)
	y = d.Block(edge, y, inner, s.Place, 17, 25, Regular, ink)
	x := edge
	for i, p := range []string{s.Care, s.Room} {
		if p == "" {
			continue
		}
		size := d.Fit(p, inner-24, 14, 9, 1, Bold)
		w := d.Width(p, size, Bold) + 24
		if x+w > A4Width-edge {
			x, y = edge, y+34
		}
		hex, text := hue("700"), white
		if i == 0 {
			hex, text = lamp, ink
		}
		d.Rect(x, y-6, w, 28, 13, hex)
		d.Text(x+12, y+13, p, size, Bold, text)
		x += w + 10
	}
	return y + 56
}

// cardWidth is the width of the box with the code.
const cardWidth = 178.0

func (d *Doc) flyerBody(s FlyerSheet, hue func(string) string, top float64) {
	left := inner - cardWidth - 28
	y := d.flyerList(s.PointsHead, s.Points, left, top, hue)
	d.flyerList(s.SpeakersHead, s.Speakers, left, y+10, hue)
	x := A4Width - edge - cardWidth
	top = min(top, A4Height-footHeight-cardWidth-56)
	d.Rect(x, top-18, cardWidth, cardWidth+62, 12, hue("50"))
	d.QR(x+19, top, cardWidth-38, s.QRText)
	d.Block(x+14, top+cardWidth-20, cardWidth-28, s.QRHint, 11, 15, Bold, ink)
	d.Block(x+14, top+cardWidth+16, cardWidth-28, s.ShortURL, 8.500, 11, Regular, grey)
}

func (d *Doc) flyerList(head string, rows []string, width, y float64, hue func(string) string) float64 {
	if len(rows) == 0 {
		return y
	}
	d.Text(edge, y, head, 15, Bold, hue("800"))
	y += 25
	for _, r := range rows {
		if y > A4Height-footHeight-12 {
			break
		}
		d.Rect(edge+2, y-9, 7, 7, 3, lamp)
		y = d.Block(edge+18, y, width-18, clean(r), 13, 20, Regular, ink) + 3
	}
	return y
}

// footHeight is the band with the way to ask.
const footHeight = 104.0

func (d *Doc) flyerFoot(s FlyerSheet, hue func(string) string) {
	top := A4Height - footHeight
	d.Rect(0, top, A4Width, footHeight, 0, hue("800"))
	x := d.Text(edge, top+36, s.Hub, 15, Bold, white)
	d.Text(x+18, top+36, s.Phone, 20, Bold, white)
	y := d.Block(edge, top+56, inner, s.Address+"　"+s.Hours, 9.500, 14, Regular, white)
	d.Block(edge, y, inner-70, s.Operators, 9, 13, Regular, hue("100"))
	if s.Code != "" {
		d.Right(A4Width-edge, A4Height-14, s.Code, 11, Bold, white)
	}
}
