package workers

import (
	"fmt"
	"strconv"

	"hiroba/internal/base/ja"
)

// digits reads a small number as people type it; "" and anything else is none. The
// first year of an era is also written gan.
func digits(s string) (int, bool) {
	if ja.FoldNumber(s) == "\u5143" {
		return 1, true
	}
	n, err := ja.Int(s)
	return n, err == nil && n >= 0
}

func isoDay(y, m, d int) string { return fmt.Sprintf("%04d-%02d-%02d", y, m, d) }

func itoa(n int) string { return strconv.Itoa(n) }
