package siteweb

import (
	"fmt"
	"regexp"
	"strconv"

	"hiroba/internal/lib/md"
	"hiroba/internal/platform/web"
)

// section is one part of an article, for the table of contents.
type section struct{ ID, No, Title string }

// The Markdown library writes these forms and no others, and text can hold no "<" of its own.
var (
	headingRe = regexp.MustCompile(`<h2 id="[^"]*">(.*?)</h2>`)
	tagRe     = regexp.MustCompile(`<[^>]*>`)
	pictureRe = regexp.MustCompile(`<img src="/pictures/([^"/]*)"`)
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

// html is a text that staff wrote as it stands on a page: its pictures say how large they
// are, so that the page leaves room for them and nothing jumps while they load.
func (r *Rooms) html(rq web.Request, body string) (string, error) {
	html, err := md.HTML(body)
	if err != nil {
		return "", err
	}
	html = captioned(html)
	var ids []string
	for _, m := range pictureRe.FindAllStringSubmatch(html, -1) {
		ids = append(ids, m[1])
	}
	if len(ids) == 0 {
		return html, nil
	}
	sizes, err := r.Store.Sizes(rq.Context(), rq.Actor, ids)
	return pictureRe.ReplaceAllStringFunc(html, func(img string) string {
		z := sizes[pictureRe.FindStringSubmatch(img)[1]]
		if z.Width == 0 {
			return img
		}
		return img + fmt.Sprintf(` width="%d" height="%d"`, z.Width, z.Height)
	}), err
}
