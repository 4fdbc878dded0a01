package paper

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is the white edge around a code, in its squares; scanners ask for at least two on a white ground.
const quiet = 2

func encode(text string) (*qr.Code, error) {
	c, err := qr.Encode(text, qr.M)
	if err != nil {
		return nil, fmt.Errorf("paper: QR: %w", err)
	}
	return c, nil
}

// QRPath draws a text as a QR code for a web page: the d of one path of dark squares in
// a box of side by side, its quiet zone included.
func QRPath(text string, side int) (string, error) {
	c, err := encode(text)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	unit := float64(side) / float64(c.Size+2*quiet)
	for y := range c.Size {
		for x := range c.Size {
			if c.Black(x, y) {
				fmt.Fprintf(&b, "M%.2f %.2fh%.2fv%.2fh-%.2fz", float64(x+quiet)*unit, float64(y+quiet)*unit, unit+.02, unit+.02, unit+.02)
			}
		}
	}
	return b.String(), nil
}

// QRPNG is a QR code as a picture for mail.
func QRPNG(text string) ([]byte, error) {
	c, err := encode(text)
	if err != nil {
		return nil, err
	}
	return c.PNG(), nil
}
