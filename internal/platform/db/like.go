package db

import "strings"

var literal = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Containing is the pattern of "column like $n" for whatever contains a text as it was typed:
// the two signs that mean something in a pattern stand for themselves. Of "", which is in
// everything, it is "".
func Containing(s string) string {
	if s == "" {
		return ""
	}
	return "%" + literal.Replace(s) + "%"
}
