package siteweb

import (
	"regexp"
	"strconv"
)

// section is one part of an article, for the table of contents.
type section struct{ ID, No, Title string }

// The Markdown library writes these forms and no others, and text can hold no "<" of its own.
var (
	headingRe = regexp.MustCompile(`<h2 id="[^"]*">(.*?)</h2>`)
	tagRe     = regexp.MustCompile(`<[^>]*>`)
	figureRe  = regexp.MustCompile(`<p>(<img src="[^"]*" alt="[^"]*") title="([^"]*)">\s*</p>`)
)

// numbered gives the sections of an article their numbers and addresses that stay the
// same whatever the heading says, and answers them for the table of contents.
func numbered(html string) (string, []section) {
	var all []section
	html = headingRe.ReplaceAllStringFunc(html, func(h string) string {
		title := headingRe.FindStringSubmatch(h)[1]
		no := strconv.Itoa(len(all) + 1)
		all = append(all, section{"s" + no, no, tagRe.ReplaceAllString(title, "")})
		return `<h2 id="s` + no + `"><span class="num">` + no + `.</span> ` + title + `</h2>`
	})
	return html, all
}

// captioned turns a picture with a title, alone on its line, into a figure whose caption is the title.
func captioned(html string) string {
	return figureRe.ReplaceAllString(html, `<figure>$1><figcaption class="small sub">$2</figcaption></figure>`)
}
