// Package zengin writes and reads the fixed-length files Japanese banks exchange with
// their customers: bulk transfers (総合振込, 120 bytes a record), the bank's answers to
// them, and statements of incoming money (振込入金通知 and 入出金取引明細, 200 bytes). Text
// is held as half-width kana and ASCII; a file holds one byte for each.
//
// docs/law/zengin.md lists where each rule was seen.
package zengin

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// field is one field of a record. N is digits, right aligned and zero filled; C is text,
// left aligned and space filled.
type field struct {
	name  string
	at, n int
	kind  byte
}

// layout is one record's fields in order.
type layout struct {
	fields map[string]field
	order  []field
	size   int
}

// lay reads "kind N1, bank N4, bank_name C15" into a layout; offsets add up by themselves.
func lay(spec string) layout {
	l := layout{fields: map[string]field{}}
	for _, s := range strings.Split(spec, ",") {
		name, width, _ := strings.Cut(strings.TrimSpace(s), " ")
		n, err := strconv.Atoi(width[1:])
		if err != nil {
			panic(err) // a defect of the package; every layout is laid when it starts
		}
		f := field{name, l.size, n, width[0]}
		l.fields[name], l.order, l.size = f, append(l.order, f), l.size+n
	}
	return l
}

// blank is an empty record: zeros in N fields, spaces in C fields.
func (l layout) blank() []byte {
	raw := make([]byte, l.size)
	for _, f := range l.order {
		fill := byte(' ')
		if f.kind == 'N' {
			fill = '0'
		}
		for i := range f.n {
			raw[f.at+i] = fill
		}
	}
	return raw
}

func (l layout) cut(raw []byte, name string) []byte {
	f, ok := l.fields[name]
	if !ok {
		panic(fmt.Sprintf("zengin: no field %q", name))
	}
	return raw[f.at : f.at+f.n]
}

// number writes n into a field; the caller has checked that it fits.
func (l layout) number(raw []byte, name string, n int64) {
	b := l.cut(raw, name)
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
}

// text writes half-width text into a field; the caller has checked that it fits.
func (l layout) text(raw []byte, name, s string) {
	b := l.cut(raw, name)
	n := 0
	for _, r := range s {
		if n == len(b) {
			return
		}
		b[n], _ = toByte(r)
		n++
	}
}

// digits reads a field that must hold digits only; spaces all over read as zero where
// blank is allowed.
func (l layout) digits(raw []byte, name string, blank bool) (int64, bool) {
	b := l.cut(raw, name)
	if blank && len(bytes.TrimLeft(b, " ")) == 0 {
		return 0, true
	}
	var n int64
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// words reads a text field without the spaces that fill it. Bytes that are neither ASCII
// nor kana become "?" and are reported.
func (l layout) words(raw []byte, name string) (string, bool) {
	b := bytes.TrimRight(l.cut(raw, name), " ")
	var s strings.Builder
	s.Grow(3 * len(b)) // a kana is three bytes here
	good := true
	for _, c := range b {
		r, ok := toRune(c)
		if !ok {
			r, good = '?', false
		}
		s.WriteRune(r)
	}
	return s.String(), good
}
