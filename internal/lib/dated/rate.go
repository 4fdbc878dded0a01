package dated

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Rate is a share in hundredths of one percent: 10.21 % is 1021. Every rate of the
// law the house meets is whole in this unit, so no money is ever worked out in floats.
type Rate int64

// Whole is 100 %.
const Whole Rate = 10_000

// ErrRate says that a text is no rate.
var ErrRate = errors.New("not a rate")

// ReadRate reads "10.21", "10" and "7.8": percent with at most two places.
func ReadRate(s string) (Rate, error) {
	whole, part, dot := strings.Cut(s, ".")
	if dot && (part == "" || len(part) > 2) || whole == "" || len(whole) > 3 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, ErrRate
	}
	n, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	return Rate(n), err
}

// String is "10.21%", without idle zeros.
func (r Rate) String() string {
	s := fmt.Sprintf("%d.%02d", r/100, r%100)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") + "%"
}
