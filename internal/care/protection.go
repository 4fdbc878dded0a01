package care

import (
	"embed"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/dated"
)

//go:embed tables/*.tsv
var files embed.FS

var protection = dated.Lazy(files, "tables/protection.tsv")

// ProtectedFrom is the last day of the protection of whoever speaks on a day: acts
// against them until then raise a warning. On a day the table does not
// cover, its newest row serves: nobody is turned away because a table has ended.
func ProtectedFrom(day when.Date) when.Date {
	r, err := protection().On("commissioned", day)
	if err != nil {
		rows := protection().Rows("commissioned")
		r = rows[len(rows)-1]
	}
	return day.AddMonths(12 * int(r.Int("years")))
}

// WhistleProtected tells whether the Whistleblower Protection Act covers people on
// commission who speak on a day.
func WhistleProtected(day when.Date) bool {
	rows := protection().Rows("whistle")
	return !day.Before(rows[0].From)
}
