package picture

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"
)

// SVG is a drawing. It can carry script and reach out to other addresses, so it has a
// reader of its own, which takes only what draws.
const SVG = "image/svg+xml"

// ErrScript says that a drawing holds something that could act: script, a link, a
// style sheet, a picture from elsewhere, a declaration.
var ErrScript = errors.New("the SVG holds more than a drawing")

// draws are the elements that are taken.
var draws = set("svg g defs title desc path rect circle ellipse line polyline polygon text tspan use symbol clipPath mask " +
	"linearGradient radialGradient stop pattern marker style metadata")

const space = "http://www.w3.org/2000/svg"

// notes are the name spaces in which drawing programs keep what they want to remember.
var notes = set("http://www.inkscape.org/namespaces/inkscape http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd " +
	"http://www.w3.org/1999/02/22-rdf-syntax-ns# http://purl.org/dc/elements/1.1/ http://creativecommons.org/ns# http://web.resource.org/cc/")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// ReadSVG answers the size of a drawing; ErrKind if the bytes are none, ErrScript if
// they hold more than a drawing. It reads the whole file, which must not be long.
func ReadSVG(b []byte) (Info, error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	info, first, inStyle := Info{}, true, false
	for {
		t, err := d.Token()
		if err == io.EOF && !first {
			return info, nil
		}
		if err != nil {
			return Info{}, ErrKind
		}
		switch x := t.(type) {
		case xml.StartElement:
			if first {
				if info, err = sizeOf(x); err != nil {
					return Info{}, err
				}
			}
			first = false
			if !draws[x.Name.Local] && !notes[x.Name.Space] || x.Name.Space != space && !notes[x.Name.Space] || acts(x.Attr) {
				return Info{}, ErrScript
			}
			inStyle = x.Name.Local == "style"
		case xml.EndElement:
			inStyle = false
		case xml.CharData:
			if inStyle && reaches(string(x)) {
				return Info{}, ErrScript
			}
		case xml.ProcInst:
			if x.Target != "xml" {
				return Info{}, ErrScript
			}
		case xml.Directive:
			return Info{}, ErrScript // it could declare entities
		}
	}
}

// acts tells whether attributes could do something or fetch something.
func acts(attrs []xml.Attr) bool {
	for _, a := range attrs {
		name := strings.ToLower(a.Name.Local)
		switch {
		case strings.HasPrefix(name, "on"), name == "base" && a.Name.Space != "":
			return true
		case name == "href" || name == "src":
			if !strings.HasPrefix(a.Value, "#") {
				return true
			}
		case a.Name.Space != "xmlns" && a.Name.Local != "xmlns" && reaches(a.Value):
			return true
		}
	}
	return false
}

// reaches tells whether a value or a style sheet fetches something from elsewhere.
func reaches(s string) bool {
	s = strings.ToLower(s)
	if strings.Contains(s, "@import") || strings.Contains(s, "javascript:") || strings.Contains(s, "\\") {
		return true
	}
	for _, part := range strings.Split(s, "url(")[1:] {
		if !strings.HasPrefix(strings.TrimLeft(part, " \t\n\r\"'"), "#") {
			return true
		}
	}
	return false
}

// svgMost is the largest side of a drawing, in its own units.
const svgMost = 100_000

// sizeOf reads the size of a drawing: its view box, or its width and height.
func sizeOf(root xml.StartElement) (Info, error) {
	if root.Name.Local != "svg" {
		return Info{}, ErrKind
	}
	var w, h float64
	for _, a := range root.Attr {
		switch a.Name.Local {
		case "width":
			w = max(w, length(a.Value))
		case "height":
			h = max(h, length(a.Value))
		}
	}
	for _, a := range root.Attr {
		if f := strings.Fields(strings.ReplaceAll(a.Value, ",", " ")); a.Name.Local == "viewBox" && len(f) == 4 {
			w, h = length(f[2]), length(f[3])
		}
	}
	if !(w > 0 && h > 0 && w <= svgMost && h <= svgMost) {
		return Info{}, ErrKind
	}
	return Info{Type: SVG, Width: int(math.Ceil(w)), Height: int(math.Ceil(h))}, nil
}

// length is a number with or without "px"; 0 for any other.
func length(s string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.TrimSpace(s), "px"), 64)
	if err != nil || math.IsNaN(n) {
		return 0
	}
	return n
}
