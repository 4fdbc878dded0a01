package paper

import (
	"time"

	"github.com/signintech/gopdf"

	"hiroba/internal/lib/theme"
)

// A6 is the size of a card, upright.
const (
	A6Width  = 297.64
	A6Height = 419.53
)

// CardSheet is what stands on a card that one person hands to another. It names nobody.
type CardSheet struct {
	Hub, Lead, Text string
	Hue             int
	QRText, Short   string
	CodeHead, Code  string
	Phone           string
	Created         time.Time
}

// Card is one A6 page: who, a code to scan, the same code to read aloud.
func Card(s CardSheet) ([]byte, error) {
	d := New(clean(s.Lead), s.Hub, s.Created)
	d.pdf.AddPageWithOption(gopdf.PageOption{PageSize: &gopdf.Rect{W: A6Width, H: A6Height}})
	hue := func(step string) string { return theme.Hex(s.Hue, step) }
	const m, wide = 24.0, A6Width - 48
	d.Rect(0, 0, A6Width, 118, 0, hue("50"))
	d.Shape(hue("100"), 0, 100, 60, 78, 120, 96, 190, 66, 250, 92, A6Width, 80, A6Width, 118, 0, 118)
	d.Text(m, 34, s.Hub, d.Fit(s.Hub, wide, 12, 8, 1, Bold), Bold, hue("800"))
	size := d.Fit(clean(s.Lead), wide, 19, 11, 2, Bold)
	d.Block(m, 42+size, wide, clean(s.Lead), size, size*1.3, Bold, ink)
	const side = 150.0
	d.QR((A6Width-side)/2, 128, side, s.QRText)
	w := d.Width(s.Short, 9, Regular)
	d.Text((A6Width-w)/2, 292, s.Short, 9, Regular, ink)
	head := s.CodeHead + "  "
	cw := d.Width(head, 10, Regular) + d.Width(s.Code, 20, Bold)
	x := d.Text((A6Width-cw)/2, 320, head, 10, Regular, grey)
	d.Text(x, 320, s.Code, 20, Bold, hue("800"))
	d.Block(m, 346, wide, clean(s.Text), 9, 14, Regular, ink)
	d.Text(m, A6Height-18, s.Phone, 9, Bold, ink)
	return d.Bytes()
}
