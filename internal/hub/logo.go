package hub

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"

	"hiroba/internal/base/fault"
	"hiroba/internal/lib/picture"
)

// Logo is the hub's own mark, shown at the head of every page.
type Logo struct {
	Sum           string // names its bytes: a changed logo has another address
	Type          string
	Width, Height int // pixels
}

// LogoMost is the largest logo taken, in bytes: it comes with every first visit.
const LogoMost = 256 << 10

// Bounds of a logo in pixels. It is shown forty high; twice as many are sharp on any
// screen. A mark wider than six times its height would push the menu away.
const (
	logoLow  = 40
	logoHigh = 1600
	logoWide = 6
)

// ReadLogo looks at the bytes of a logo and says what is wrong with them.
func ReadLogo(body []byte) (Logo, error) {
	var c fault.Check
	c.When(len(body) == 0, "file", "hub.logo.missing")
	c.When(len(body) > LogoMost, "file", "hub.logo.big", "kb", LogoMost>>10)
	if c.Err() != nil {
		return Logo{}, c.Err()
	}
	info, err := picture.Read(body)
	if err != nil {
		info, err = drawing(body)
	}
	c.When(errors.Is(err, picture.ErrScript), "file", "hub.logo.script")
	c.When(err != nil, "file", "hub.logo.kind")
	c.When(info.Height < logoLow || info.Width < logoLow, "file", "hub.logo.small", "px", logoLow)
	c.When(info.Height > logoHigh || info.Width > logoHigh, "file", "hub.logo.large", "px", logoHigh)
	c.When(info.Width > logoWide*info.Height || info.Height > 2*info.Width, "file", "hub.logo.long", "n", logoWide)
	sum := sha256.Sum256(body)
	return Logo{Sum: hex.EncodeToString(sum[:10]), Type: info.Type, Width: info.Width, Height: info.Height}, c.Err()
}

// drawing reads an SVG. It has no pixels of its own, so it is measured at twice the
// height at which a logo is shown.
func drawing(body []byte) (picture.Info, error) {
	info, err := picture.ReadSVG(body)
	if err == nil {
		info.Width, info.Height = max(info.Width*2*logoLow/info.Height, 1), 2*logoLow
	}
	return info, err
}

// Wordmark tells a logo that is wide enough to hold the hub's name from a mere mark,
// beside which the name is written.
func (l Logo) Wordmark() bool { return l.Width >= 5*l.Height/2 }

// LogoSet says that the hub has a new logo.
type LogoSet struct {
	Hub    string `journal:"keep"`
	Sum    string `journal:"keep"`
	Width  int    `journal:"keep"`
	Height int    `journal:"keep"`
}

// Kind of the event.
func (e LogoSet) Kind() string { return "hub.logo_set" }

// About is the hub.
func (e LogoSet) About() string { return e.Hub }

// LogoRemoved says that the hub shows hiroba's own mark again.
type LogoRemoved struct {
	Hub string `journal:"keep"`
}

// Kind of the event.
func (e LogoRemoved) Kind() string { return "hub.logo_removed" }

// About is the hub.
func (e LogoRemoved) About() string { return e.Hub }
