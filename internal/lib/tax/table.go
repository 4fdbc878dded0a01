// Package tax works out consumption tax, the deduction left on purchases from
// unregistered sellers, and income tax withheld from fees. Money is whole yen and
// rates are whole hundredths of a percent. Every number of the law stands in
// tables/*.tsv with the days it holds for, its source and a mark; docs/law explains
// them topic by topic. A day that no table covers is refused with *dated.Unknown.
//
// It is an engineer's reading, not legal advice.
package tax

import (
	"embed"
	"errors"

	"hiroba/internal/base/yen"
	"hiroba/internal/lib/dated"
)

//go:embed tables/*.tsv
var files embed.FS

var (
	consumption  = dated.Lazy(files, "tables/consumption.tsv")
	transitional = dated.Lazy(files, "tables/transitional.tsv")
	capTable     = dated.Lazy(files, "tables/cap.tsv")
	small        = dated.Lazy(files, "tables/small.tsv")
	withholding  = dated.Lazy(files, "tables/withholding.tsv")
	record       = dated.Lazy(files, "tables/record.tsv")
	efiling      = dated.Lazy(files, "tables/efiling.tsv")
	worktype     = dated.Lazy(files, "tables/worktype.tsv")
	wage         = dated.Lazy(files, "tables/wage.tsv")
	ceiling      = dated.Lazy(files, "tables/ceiling.tsv")
	homeworker   = dated.Lazy(files, "tables/homeworker.tsv")
	blue         = dated.Lazy(files, "tables/blue.tsv")
)

// Tables are all tables of the package, for a page that shows what the house knows,
// until when, and from where.
func Tables() []*dated.Table {
	return []*dated.Table{consumption(), transitional(), capTable(), small(), withholding(), record(), efiling(), worktype(), wage(), ceiling(), homeworker(), blue()}
}

// What can be wrong with a sum handed in.
var (
	ErrTooMuch  = errors.New("sum beyond ten trillion yen")
	ErrNegative = errors.New("sum below zero")
)

// most keeps every product of a sum and a rate far from overflow.
const most yen.Amount = 10_000_000_000_000

// Round is how a fraction of a yen is settled. The choice is free for consumption
// tax, but is kept the same once made (domain rule 4.1); withheld tax is always cut off.
type Round string

// The three ways; the zero Round is Floor.
const (
	Floor   Round = "floor"
	Nearest Round = "nearest"
	Ceil    Round = "ceil"
)

// div is n/d by magnitude with the sign put back, so that a credit note mirrors its invoice.
func (r Round) div(n, d int64) yen.Amount {
	sign := int64(1)
	if n < 0 {
		sign, n = -1, -n
	}
	q, rest := n/d, n%d
	switch r {
	case Nearest:
		if 2*rest >= d {
			q++
		}
	case Ceil:
		if rest > 0 {
			q++
		}
	}
	return yen.Amount(sign * q)
}

// of is a share of a sum.
func (r Round) of(a yen.Amount, rate dated.Rate) yen.Amount {
	return r.div(int64(a)*int64(rate), int64(dated.Whole))
}

// within is the tax inside a sum that includes it.
func (r Round) within(a yen.Amount, rate dated.Rate) yen.Amount {
	return r.div(int64(a)*int64(rate), int64(dated.Whole+rate))
}
