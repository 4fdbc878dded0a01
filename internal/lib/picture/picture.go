// Package picture tells what a file of a picture is, from its bytes alone: the
// name and the type a browser claims are never believed.
package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image/jpeg"
	"image/png"
)

// The types that Read takes. SVG is not among them: it can carry script, see ReadSVG.
const (
	PNG  = "image/png"
	JPEG = "image/jpeg"
	WebP = "image/webp"
)

// Info is the type of a picture and its size in pixels.
type Info struct {
	Type          string
	Width, Height int
}

// ErrKind says that the bytes are no PNG, JPEG or WebP, or a broken one.
var ErrKind = errors.New("not a PNG, JPEG or WebP picture")

// Read looks at the head of a file and answers what it is, or ErrKind.
// It never unpacks the picture, so a small file that unpacks to gigabytes does no harm.
func Read(b []byte) (Info, error) {
	switch {
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		c, err := png.DecodeConfig(bytes.NewReader(b))
		return known(PNG, c.Width, c.Height, err)
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		c, err := jpeg.DecodeConfig(bytes.NewReader(b))
		return known(JPEG, c.Width, c.Height, err)
	case len(b) >= 30 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		w, h := webp(b)
		return known(WebP, w, h, nil)
	}
	return Info{}, ErrKind
}

func known(kind string, w, h int, err error) (Info, error) {
	if err != nil || w < 1 || h < 1 {
		return Info{}, ErrKind
	}
	return Info{Type: kind, Width: w, Height: h}, nil
}

// webp reads the size from the first chunk: lossy, lossless or extended; 0 if it is none of them.
func webp(b []byte) (w, h int) {
	if uint64(binary.LittleEndian.Uint32(b[4:]))+8 > uint64(len(b)) {
		return 0, 0 // cut off
	}
	d := b[20:]
	switch string(b[12:16]) {
	case "VP8 ":
		if !bytes.Equal(d[3:6], []byte{0x9d, 0x01, 0x2a}) {
			return 0, 0
		}
		return int(binary.LittleEndian.Uint16(d[6:]) & 0x3fff), int(binary.LittleEndian.Uint16(d[8:]) & 0x3fff)
	case "VP8L":
		if d[0] != 0x2f {
			return 0, 0
		}
		n := binary.LittleEndian.Uint32(d[1:])
		return int(n&0x3fff) + 1, int(n>>14&0x3fff) + 1
	case "VP8X":
		return (int(d[4]) | int(d[5])<<8 | int(d[6])<<16) + 1, (int(d[7]) | int(d[8])<<8 | int(d[9])<<16) + 1
	}
	return 0, 0
}
