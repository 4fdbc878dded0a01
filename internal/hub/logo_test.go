package hub

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"hiroba/internal/base/fault"
)

func pngOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const svgHead = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 8" `

func TestALogoHasItsBounds(t *testing.T) {
	l, err := ReadLogo(pngOf(t, 400, 80))
	if err != nil || l.Width != 400 || l.Height != 80 || !l.Wordmark() || len(l.Sum) != 20 {
		t.Errorf("%+v %v", l, err)
	}
	if l, err := ReadLogo(pngOf(t, 80, 80)); err != nil || l.Wordmark() {
		t.Errorf("%+v %v", l, err)
	}
	if l, err := ReadLogo([]byte(svgHead + `><path d="M0 0h9"/></svg>`)); err != nil || l.Type != "image/svg+xml" || l.Width != 240 || l.Height != 80 || !l.Wordmark() {
		t.Errorf("%+v %v", l, err)
	}
	for key, body := range map[string][]byte{
		"hub.logo.missing": nil, "hub.logo.kind": []byte("%PDF-1.7"), "hub.logo.script": []byte(svgHead + `onload="alert(1)"/>`), "hub.logo.small": pngOf(t, 100, 39),
		"hub.logo.large": pngOf(t, 1601, 800), "hub.logo.long": pngOf(t, 601, 100), "hub.logo.big": append(pngOf(t, 100, 100), make([]byte, LogoMost)...),
	} {
		_, err := ReadLogo(body)
		if f := fault.Of(err); f == nil || f.Fields[0].Key != key {
			t.Errorf("%s: %v", key, err)
		}
	}
}
