package help

import (
	"regexp"
	"strings"
)

// Step is a line of the handbook that names pages, with what it says stands on them.
type Step struct {
	Pages  []string // "/staff/plan"; "/staff/orders/…" is any page below
	Labels []string
	Text   string
}

var (
	pageRe  = regexp.MustCompile("`(/[^`]*)`")
	labelRe = regexp.MustCompile(`\*\*([^*]+)\*\*`)
)

// Steps are the lines of a chapter that name a page.
func (c Chapter) Steps() (out []Step) {
	for line := range strings.Lines(c.text) {
		s := Step{Text: strings.TrimSpace(line)}
		for _, m := range pageRe.FindAllStringSubmatch(line, -1) {
			s.Pages = append(s.Pages, m[1])
		}
		if len(s.Pages) == 0 {
			continue
		}
		for _, m := range labelRe.FindAllStringSubmatch(line, -1) {
			s.Labels = append(s.Labels, m[1])
		}
		out = append(out, s)
	}
	return out
}
