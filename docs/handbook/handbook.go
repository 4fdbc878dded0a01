// Package handbook holds the handbook as it is written: chapters in two languages, and
// pictures of the screens they tell of.
package handbook

import "embed"

// FS is the chapters (ja/01-start.md, en/01-start.md, …) and their pictures.
//
//go:embed ja/*.md en/*.md pictures/*.webp
var FS embed.FS
