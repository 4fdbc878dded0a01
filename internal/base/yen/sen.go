package yen

import (
	"strconv"
	"strings"
)

// Sen is a hundredth of a yen: what one unit of work costs where whole yen are too
// coarse. Sums are always whole yen.
type Sen int64

// ReadSen accepts 15, 15.2, １５．２５円: at most two digits after the point.
func ReadSen(s string) (Sen, error) {
	s = strings.NewReplacer("．", ".", "。", ".").Replace(strings.TrimSpace(s))
	whole, part, has := strings.Cut(s, ".")
	n, err := Read(whole)
	if err != nil || n < 0 {
		return 0, ErrAmount
	}
	if !has {
		return Sen(n * 100), nil
	}
	p, err := Read(part)
	part = strings.TrimRight(part, "円 ")
	if err != nil || p < 0 || len([]rune(part)) > 2 || part == "" {
		return 0, ErrAmount
	}
	if len([]rune(part)) == 1 {
		p *= 10
	}
	return Sen(int64(n)*100 + int64(p)), nil
}

// Times is the price of n units in whole yen; a part of a yen counts as one, in favour of whoever is paid.
func (s Sen) Times(n int64) Amount { return Amount((int64(s)*n + 99) / 100) }

// String is "15.2", without the yen.
func (s Sen) String() string {
	out := Amount(s / 100).String()
	if r := int64(s % 100); r != 0 {
		out += "." + strings.TrimRight(strconv.FormatInt(100+r, 10)[1:], "0")
	}
	return out
}
