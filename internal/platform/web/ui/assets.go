// Package ui is hiroba's kit of page parts: shells, fields, tables, notices. A page is
// one struct and one component that composes these; parts take words, never keys.
package ui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed assets/*.css assets/*.js assets/*.svg
var files embed.FS

func drawing(name string) string {
	b, err := files.ReadFile("assets/" + name)
	if err != nil {
		panic(err) // embedded: only a misspelt name in our own code
	}
	return string(b)
}

var (
	markSVG  = drawing("mark.svg")
	sceneSVG = drawing("scene.svg")
	footSVG  = drawing("foot.svg")
	townSVG  = drawing("town.svg")
)

type asset struct {
	name, kind string
	plain      []byte
	small      func() []byte // packed when a browser first asks for it
}

// assets are made once: one style sheet, and the scripts, each under the hash of its content.
var assets = sync.OnceValue(func() map[string]*asset {
	css := drawing("tokens.css") + "\n" + drawing("kit.css") + "\n" + drawing("pages.css")
	m := map[string]*asset{}
	add := func(file, kind, body string) {
		sum := sha256.Sum256([]byte(body))
		ext := path.Ext(file)
		a := &asset{name: strings.TrimSuffix(file, ext) + "." + hex.EncodeToString(sum[:5]) + ext, kind: kind, plain: []byte(body), small: sync.OnceValue(func() []byte { return packed(body) })}
		m[file], m[a.name] = a, a
	}
	add("app.css", "text/css; charset=utf-8", css)
	for _, js := range []string{"app.js", "check.js", "door.js", "desk.js", "htmx.js"} {
		add(js, "text/javascript; charset=utf-8", drawing(js))
	}
	add("icon.svg", "image/svg+xml", strings.NewReplacer("var(--hub-700)", "#0b5a4a", "var(--hub-300)", "#7cc4b1", "var(--lamp-400)", "#f5b83d", "var(--hub-200)", "#a9dccd",
		`<svg `, `<svg xmlns="http://www.w3.org/2000/svg" `).Replace(markSVG))
	return m
})

func packed(body string) []byte {
	var z bytes.Buffer
	w, _ := gzip.NewWriterLevel(&z, gzip.BestCompression)
	fmt.Fprint(w, body)
	w.Close()
	return z.Bytes()
}

// Asset is the address of a file of the kit: "/assets/app.1a2b3c4d5e.css".
func Asset(file string) string { return "/assets/" + assets()[file].name }

// ServeAssets answers /assets/{name}: content under its hash never changes.
func ServeAssets() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := assets()[path.Base(r.URL.Path)]
		if a == nil || path.Base(r.URL.Path) != a.name {
			http.NotFound(w, r)
			return
		}
		h := w.Header()
		h.Set("Content-Type", a.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("Vary", "Accept-Encoding")
		body := a.plain
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = a.small()
		}
		w.Write(body) //nolint:errcheck // the reader has gone
	})
}
