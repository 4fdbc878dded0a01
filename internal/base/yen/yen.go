// Package yen is money: whole yen, never a float.
package yen

import (
	"errors"
	"strconv"
	"strings"
)

// Amount is whole yen.
type Amount int64

// ErrAmount says that a text is no amount of yen.
var ErrAmount = errors.New("not an amount of yen")

const most = 1_000_000_000_000 // a trillion: beyond any hub, far from overflow

// Read accepts 1200, 1,200, １，２００, 1200円, ¥1,200 and −500.
func Read(s string) (Amount, error) {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case strings.ContainsRune(",，、 　円¥￥", r):
			return -1
		case strings.ContainsRune("−－‐–", r):
			return '-'
		}
		return r
	}, s)
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n > most || n < -most {
		return 0, ErrAmount
	}
	return Amount(n), nil
}

// String has commas and the true minus sign: "−1,200".
func (a Amount) String() string {
	s := strconv.FormatInt(int64(a), 10)
	sign := ""
	if a < 0 {
		sign, s = "−", s[1:]
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return sign + s
}
