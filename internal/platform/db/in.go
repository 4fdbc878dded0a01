package db

import (
	"strconv"
	"strings"
)

// InMost is how many ids one list may have.
const InMost = 256

// In is a list of ids for "column in (…)", its parameters numbered from one on, with their
// values. It is filled up with "" to one of a few lengths, so that few texts are prepared;
// nothing has the id "".
func In(from int, ids []string) (list string, args []any) {
	n := 4
	for n < len(ids) {
		n *= 4
	}
	places := make([]string, n)
	args = make([]any, n)
	for i := range places {
		places[i], args[i] = "$"+strconv.Itoa(from+i), ""
		if i < len(ids) {
			args[i] = ids[i]
		}
	}
	return "(" + strings.Join(places, ", ") + ")", args
}
