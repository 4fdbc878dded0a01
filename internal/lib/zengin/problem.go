package zengin

import (
	"fmt"
	"strings"
)

// Kind says what is wrong; the sentence for people stands elsewhere.
type Kind string

// The kinds. Those that only warn say so in Problem.Warn.
const (
	BOM          Kind = "bom"          // the file begins with a byte order mark
	UTF8         Kind = "utf8"         // kana are written as UTF-8
	Wide         Kind = "wide"         // full-width characters
	EBCDIC       Kind = "ebcdic"       // a code this package does not read
	Length       Kind = "length"       // the record is not 120 (or 200) bytes
	AfterEnd     Kind = "after_end"    // something follows the end record
	UnknownKind  Kind = "unknown_kind" // the record kind or the business code is not known
	Order        Kind = "order"        // records in the wrong order, or one is missing
	NotDigits    Kind = "not_digits"   // a number field holds something else
	Characters   Kind = "characters"   // a text field holds a character banks do not take
	TooLong      Kind = "too_long"     // text does not fit its field
	Empty        Kind = "empty"        // a name or a code is missing
	Zero         Kind = "zero"         // an amount of nothing
	TooMuch      Kind = "too_much"     // an amount or a sum does not fit its field
	WrongCode    Kind = "wrong_code"   // account type, new code or the like is none that exists
	Count        Kind = "count"        // the trailer counts otherwise
	Sum          Kind = "sum"          // the trailer sums otherwise
	NoSuchDay    Kind = "no_such_day"  // month and day are no date
	ClosedDay    Kind = "closed_day"   // banks are closed on the pay date
	Past         Kind = "past"         // the pay date is over
	FarAhead     Kind = "far_ahead"    // warning: later than banks usually accept
	Twin         Kind = "twin"         // warning: same account and amount as another line
	MaybeCut     Kind = "maybe_cut"    // warning: the name fills its field, it may have been cut
	NoSuchBank   Kind = "no_such_bank" // not in the bank list
	NoSuchBranch Kind = "no_such_branch"
	NoTransfers  Kind = "no_transfers"
)

// Problem is something to look at before a file is released.
type Problem struct {
	Line  int    // the record, 1 is the header; 0: the whole
	Field string // name of the field, "" for the whole record
	Kind  Kind
	Value string // what stands there, if that helps
	Warn  bool   // may be released after a look
}

// Invalid refuses a record or a file.
type Invalid struct{ Problems []Problem }

// Error lists line, field and kind.
func (v *Invalid) Error() string {
	var s []string
	for _, p := range v.Problems {
		s = append(s, fmt.Sprintf("line %d %s %s %q", p.Line, p.Field, p.Kind, p.Value))
	}
	return "zengin: " + strings.Join(s, "; ")
}

// Refusing are the problems that are more than warnings.
func Refusing(all []Problem) (out []Problem) {
	for _, p := range all {
		if !p.Warn {
			out = append(out, p)
		}
	}
	return out
}

// checker collects the problems of one record.
type checker struct {
	line     int
	problems []Problem
}

func (c *checker) add(field string, k Kind, value string) {
	c.problems = append(c.problems, Problem{Line: c.line, Field: field, Kind: k, Value: value})
}

func (c *checker) warn(field string, k Kind, value string) {
	c.problems = append(c.problems, Problem{Line: c.line, Field: field, Kind: k, Value: value, Warn: true})
}

// code wants exactly n digits.
func (c *checker) code(field, s string, n int) {
	if s == "" {
		c.add(field, Empty, s)
	} else if len(s) != n || strings.Trim(s, "0123456789") != "" {
		c.add(field, NotDigits, s)
	}
}

// text wants half-width text of the set that fits the field.
func (c *checker) text(field, s string, n int, set Set, p Profile) {
	if r, bad := set.strange(s); bad {
		c.add(field, Characters, string(r))
	} else if !p.Dot && strings.Contains(s, ".") {
		c.add(field, Characters, ".")
	}
	if Bytes(s) > n {
		c.add(field, TooLong, s)
	}
	if strings.HasSuffix(s, " ") {
		c.add(field, Characters, " ") // a trailing space cannot be told from the filling
	}
}
