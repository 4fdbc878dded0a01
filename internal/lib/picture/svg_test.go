package picture

import "testing"

func TestReadSVGTakesDrawings(t *testing.T) {
	const ns = `xmlns="http://www.w3.org/2000/svg" `
	for name, c := range map[string]struct {
		svg  string
		want Info
	}{
		"view box":    {`<?xml version="1.0" encoding="UTF-8"?><svg ` + ns + `viewBox="0 0 240 80"><title>印</title><path d="M0 0h9" fill="#f00"/></svg>`, Info{SVG, 240, 80}},
		"sizes":       {`<svg ` + ns + `width="120px" height="40"><g><rect width="9" height="9"/></g></svg>`, Info{SVG, 120, 40}},
		"gradient":    {`<svg ` + ns + `viewBox="0 0 8 4"><defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect fill="url(#a)" style="stroke:url('#a')"/><use href="#a"/></svg>`, Info{SVG, 8, 4}},
		"style":       {`<svg ` + ns + `viewBox="0,0,8.5,4"><style>.a{fill:red}</style></svg>`, Info{SVG, 9, 4}},
		"with traces": {`<svg ` + ns + `xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 8 4" inkscape:version="1"><inkscape:grid/><path/></svg>`, Info{SVG, 8, 4}},
	} {
		if got, err := ReadSVG([]byte(c.svg)); err != nil || got != c.want {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func TestReadSVGRefusesWhatActs(t *testing.T) {
	const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8" `
	for name, c := range map[string]struct {
		svg  string
		want error
	}{
		"script":            {head + `><script>alert(1)</script></svg>`, ErrScript},
		"handler":           {head + `onload="alert(1)"/>`, ErrScript},
		"handler within":    {head + `><path ONCLICK="x"/></svg>`, ErrScript},
		"link":              {head + `><a href="https://example.com"><path/></a></svg>`, ErrScript},
		"picture elsewhere": {head + `><image href="https://example.com/a.png"/></svg>`, ErrScript},
		"use elsewhere":     {head + `xmlns:xlink="http://www.w3.org/1999/xlink"><use xlink:href="https://example.com/a.svg#b"/></svg>`, ErrScript},
		"html within":       {head + `><foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject></svg>`, ErrScript},
		"html by prefix":    {head + `xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></svg>`, ErrScript},
		"html named a path": {head + `xmlns:h="http://www.w3.org/1999/xhtml"><h:path/></svg>`, ErrScript},
		"script in notes":   {head + `><metadata xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><r:RDF><script>alert(1)</script></r:RDF></metadata></svg>`, ErrScript},
		"import":            {head + `><style>@import "https://example.com/a.css";</style></svg>`, ErrScript},
		"style from afar":   {head + `><path style="fill:url( 'https://example.com/a' )"/></svg>`, ErrScript},
		"hidden by escape":  {head + `><style>.a{fill:u\72l(https://example.com)}</style></svg>`, ErrScript},
		"entities":          {`<!DOCTYPE svg [<!ENTITY a "b">]>` + head + `/>`, ErrScript},
		"moving":            {head + `><animate attributeName="href" to="javascript:alert(1)"/></svg>`, ErrScript},
		"style sheet":       {`<?xml-stylesheet href="https://example.com/a.css"?>` + head + `/>`, ErrScript},
		"no size":           {`<svg xmlns="http://www.w3.org/2000/svg"/>`, ErrKind},
		"endless":           {`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 Inf 1"/>`, ErrKind},
		"html":              {`<html/>`, ErrKind},
		"cut off":           {head + `><path`, ErrKind},
		"nothing":           {``, ErrKind},
		"words":             {`hello`, ErrKind},
	} {
		if got, err := ReadSVG([]byte(c.svg)); err != c.want {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}
