package skills

import "strings"

// one is a one-line answer: no line breaks, no spaces at its ends.
func one(s string) string {
	return strings.Trim(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\r' || r == '\n' || r == '\t' }), " "), " \u3000")
}

func long(s string, most int) bool { return len([]rune(s)) > most }
