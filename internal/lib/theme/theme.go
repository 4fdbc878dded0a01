// Package theme makes a hub's colours from one hue. Lightness is fixed per step
// (OKLCH), so text on any hub's colours keeps its contrast whatever the hue.
package theme

import (
	"fmt"
	"math"
	"strings"
)

// Hues are the named ones a hub can start from.
var Hues = []struct {
	Name string
	Hue  int
}{{"ezomatsu", 168}, {"mizuumi", 240}, {"hamanasu", 0}, {"lavender", 292}, {"mugi", 62}}

var steps = []struct {
	name string
	l, c float64
}{{"50", .972, .012}, {"100", .938, .026}, {"200", .878, .05}, {"300", .79, .075}, {"400", .66, .09},
	{"500", .56, .092}, {"600", .49, .086}, {"700", .425, .076}, {"800", .36, .062}, {"900", .285, .045}}

// Hex is the colour of a step ("50" … "900") at a hue of 0 to 359 degrees.
func Hex(hue int, step string) string {
	for _, s := range steps {
		if s.name == step {
			return hex(s.l, s.c*1.2, float64(hue))
		}
	}
	panic("theme: no step " + step)
}

// CSS sets the ten hub colours.
func CSS(hue int) string {
	var b strings.Builder
	b.WriteString(":root{")
	for _, s := range steps {
		fmt.Fprintf(&b, "--hub-%s:%s;", s.name, Hex(hue, s.name))
	}
	b.WriteString("}")
	return b.String()
}

// hex turns OKLCH into sRGB, lowering chroma until the colour can be shown.
func hex(l, c, hue float64) string {
	for {
		out, ok := srgb(l, c*math.Cos(hue*math.Pi/180), c*math.Sin(hue*math.Pi/180))
		if ok || c <= 0 {
			return out
		}
		c -= 0.002
	}
}

func srgb(l, a, b float64) (string, bool) {
	cube := func(x float64) float64 { return x * x * x }
	p, q, r := cube(l+0.3963377774*a+0.2158037573*b), cube(l-0.1055613458*a-0.0638541728*b), cube(l-0.0894841775*a-1.2914855480*b)
	ok, out := true, "#"
	for _, x := range [3]float64{4.0767416621*p - 3.3077115913*q + 0.2309699292*r,
		-1.2684380046*p + 2.6097574011*q - 0.3413193965*r, -0.0041960863*p - 0.7034186147*q + 1.7076147010*r} {
		ok = ok && x >= -1e-4 && x <= 1+1e-4
		x = min(1, max(0, x))
		if x <= 0.0031308 {
			x *= 12.92
		} else {
			x = 1.055*math.Pow(x, 1/2.4) - 0.055
		}
		out += fmt.Sprintf("%02x", int(math.Round(255*x)))
	}
	return out, ok
}

// Contrast is the WCAG ratio of two colours, 1 to 21.
func Contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + .05) / (min(x, y) + .05)
}

func luminance(s string) float64 {
	var v [3]int
	fmt.Sscanf(s, "#%02x%02x%02x", &v[0], &v[1], &v[2]) //nolint:errcheck // our own colours
	lin := func(n int) float64 {
		x := float64(n) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return .2126*lin(v[0]) + .7152*lin(v[1]) + .0722*lin(v[2])
}
