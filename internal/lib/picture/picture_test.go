package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
)

func TestReadKnowsWhatItIs(t *testing.T) {
	var p, j bytes.Buffer
	m := image.NewGray(image.Rect(0, 0, 30, 20))
	if err := png.Encode(&p, m); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, m, nil); err != nil {
		t.Fatal(err)
	}
	riff := func(chunk string, d ...byte) []byte {
		b := append([]byte("RIFF\x16\x00\x00\x00WEBP"+chunk+"\x0a\x00\x00\x00"), d...)
		return b[:30]
	}
	for name, c := range map[string]struct {
		b    []byte
		want Info
	}{
		"png":           {p.Bytes(), Info{PNG, 30, 20}},
		"jpeg":          {j.Bytes(), Info{JPEG, 30, 20}},
		"webp lossy":    {riff("VP8 ", 0, 0, 0, 0x9d, 0x01, 0x2a, 30, 0, 20, 0), Info{WebP, 30, 20}},
		"webp lossless": {riff("VP8L", 0x2f, 29, 0xc0, 0x04, 0, 0, 0, 0, 0, 0), Info{WebP, 30, 20}},
		"webp extended": {riff("VP8X", 0, 0, 0, 0, 29, 0, 0, 19, 0, 0), Info{WebP, 30, 20}},
	} {
		got, err := Read(c.b)
		if err != nil || got != c.want {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestReadRefusesTheRest(t *testing.T) {
	var p bytes.Buffer
	if err := png.Encode(&p, image.NewGray(image.Rect(0, 0, 3, 3))); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"nothing":        nil,
		"svg":            []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
		"html":           []byte("<html>"),
		"gif":            []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"),
		"only a head":    p.Bytes()[:12],
		"jpeg cut off":   []byte("\xff\xd8\xff\xe0\x00"),
		"webp cut off":   []byte("RIFF\xff\xff\x00\x00WEBPVP8 \x0a\x00\x00\x00\x00\x00\x00\x9d\x01\x2a\x1e\x00\x14\x00"),
		"webp of no one": []byte("RIFF\x16\x00\x00\x00WEBPABCD\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		"webp, not VP8":  []byte("RIFF\x16\x00\x00\x00WEBPVP8 \x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
		"webp, not VP8L": []byte("RIFF\x16\x00\x00\x00WEBPVP8L\x0a\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"),
	} {
		if got, err := Read(b); err != ErrKind {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}
