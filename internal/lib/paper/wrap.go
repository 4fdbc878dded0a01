package paper

import (
	"strings"
	"unicode"
)

// What may not begin a line, and what may not end one (kinsoku).
const (
	notFirst = "、。，．,.・：；:;？！?!）)］]｝}」』】〉》〕’”ゝゞ々ー〜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%"
	notLast  = "（([［{｛「『【〈《〔‘“￥¥第"
)

// Wrap breaks a text into lines no wider than width. Words of letters and digits stay
// whole where they fit; closing marks are carried down together with what they close.
func (d *Doc) Wrap(s string, width, size float64, f Face) (lines []string) {
	line, w := "", 0.0
	for _, t := range tokens(s) {
		n := d.Width(t, size, f)
		if w+n > width && line != "" {
			lines = append(lines, strings.TrimRight(line, " "))
			line, w, t = "", 0, strings.TrimLeft(t, " ")
			n = d.Width(t, size, f)
		}
		for n > width && len([]rune(t)) > 1 { // one word wider than the line
			cut := d.cut(t, width, size, f)
			lines = append(lines, t[:cut])
			t = t[cut:]
			n = d.Width(t, size, f)
		}
		line += t
		w += n
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// cut is how many bytes of a word fit, at least one character.
func (d *Doc) cut(s string, width, size float64, f Face) int {
	at := 0
	for i, r := range s {
		end := i + len(string(r))
		if at > 0 && d.Width(s[:end], size, f) > width {
			break
		}
		at = end
	}
	return at
}

// tokens are the parts between which a line may break.
func tokens(s string) (out []string) {
	glue := false // the last token may not end a line
	for _, r := range s {
		n := len(out)
		last := ""
		if n > 0 {
			last = out[n-1]
		}
		join := n > 0 && (glue || strings.ContainsRune(notFirst, r) || r == ' ' || latin(r) && latinEnd(last))
		if join {
			out[n-1] += string(r)
		} else {
			out = append(out, string(r))
		}
		glue = strings.ContainsRune(notLast, r)
	}
	return out
}

func latin(r rune) bool {
	return r < 0x2e80 && !unicode.IsSpace(r)
}

func latinEnd(s string) bool {
	r := []rune(s)
	return len(r) > 0 && latin(r[len(r)-1])
}
