// Package md turns the Markdown that staff write into safe HTML: no raw HTML, no
// script links, headings below the page's own, pictures only with a description.
package md

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"hiroba/internal/base/ja"
)

// Kinds of problems that keep a text from being published.
const (
	MissingAlt  = "missing_alt"
	HeadingJump = "heading_jump"
	RawHTML     = "raw_html"
)

// Problem is something to mend in a text.
type Problem struct {
	Line int // 1 is the first line
	Kind string
}

var engine = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Linkify, extension.Strikethrough),
	goldmark.WithParserOptions(parser.WithAutoHeadingID(), parser.WithASTTransformers(util.Prioritized(lower{}, 100))),
)

// lower moves every heading one step down: the page has the first-level one itself.
type lower struct{}

// Transform is goldmark's way to change a parsed text.
func (lower) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	ast.Walk(doc, func(n ast.Node, in bool) (ast.WalkStatus, error) { //nolint:errcheck // the walker never fails
		if h, ok := n.(*ast.Heading); ok && in {
			h.Level = min(h.Level+1, 6)
		}
		return ast.WalkContinue, nil
	})
}

// HTML renders a text. Raw HTML is left out, dangerous links lose their target.
func HTML(src string) (string, error) {
	var b bytes.Buffer
	err := engine.Convert([]byte(src), &b)
	return b.String(), err
}

// With renders a text like HTML, after change has seen each of its parts: a book sets the
// anchors of its headings and the addresses of its links and pictures. A part may be
// taken out or replaced by another.
func With(src string, change func(n ast.Node, src []byte)) (string, error) {
	b := []byte(src)
	doc := engine.Parser().Parse(text.NewReader(b))
	var all []ast.Node
	ast.Walk(doc, func(n ast.Node, in bool) (ast.WalkStatus, error) { //nolint:errcheck // the walker never fails
		if in {
			all = append(all, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range all {
		change(n, b)
	}
	var out bytes.Buffer
	err := engine.Renderer().Render(&out, b, doc)
	return out.String(), err
}

// Words is what a part of a text says, without its marks.
func Words(n ast.Node, src []byte) string { return strings.TrimSpace(plain(n, src)) }

// Check finds what must be mended before a text is published.
func Check(src string) []Problem {
	b := []byte(src)
	doc := engine.Parser().Parse(text.NewReader(b))
	var out []Problem
	last := 1
	ast.Walk(doc, func(n ast.Node, in bool) (ast.WalkStatus, error) { //nolint:errcheck // the walker never fails
		if !in {
			return ast.WalkContinue, nil
		}
		switch x := n.(type) {
		case *ast.Image:
			if strings.TrimSpace(plain(x, b)) == "" {
				out = append(out, Problem{line(b, n), MissingAlt})
			}
		case *ast.Heading:
			if x.Level > last+1 {
				out = append(out, Problem{line(b, n), HeadingJump})
			}
			last = x.Level
		case *ast.HTMLBlock, *ast.RawHTML:
			out = append(out, Problem{line(b, n), RawHTML})
		}
		return ast.WalkContinue, nil
	})
	return out
}

// line is where a node, or the block it stands in, begins.
func line(src []byte, n ast.Node) int {
	for ; n != nil; n = n.Parent() {
		if n.Type() == ast.TypeBlock && n.Lines() != nil && n.Lines().Len() > 0 {
			return 1 + bytes.Count(src[:n.Lines().At(0).Start], []byte("\n"))
		}
	}
	return 1
}

func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	ast.Walk(n, func(c ast.Node, in bool) (ast.WalkStatus, error) { //nolint:errcheck // the walker never fails
		if t, ok := c.(*ast.Text); ok && in {
			b.Write(t.Segment.Value(src))
			if t.SoftLineBreak() || t.HardLineBreak() {
				b.WriteByte(' ')
			}
		}
		if c.Type() == ast.TypeBlock && !in {
			b.WriteByte(' ')
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// Plain is the first n characters of a text without its marks, for lists and previews.
func Plain(src string, n int) string {
	b := []byte(src)
	return ja.Excerpt(strings.Join(strings.Fields(plain(engine.Parser().Parse(text.NewReader(b)), b)), " "), n)
}
