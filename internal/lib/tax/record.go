package tax

import (
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// RecordNeeded tells whether a yearly payment record must be filed for what one payee
// got in one category in a calendar year.
func RecordNeeded(c Category, year int, paid yen.Amount) (bool, error) {
	row, err := record().On(string(c), when.On(year, time.December, 31))
	if err != nil {
		return false, err
	}
	return paid > row.Yen("limit"), nil
}

// RecordDue is the day by which a year's records are filed: 31 January of the next
// year, moved forward off a closed day.
func RecordDue(year int) when.Date { return nextOpen(when.On(year+1, time.January, 31)) }

// MustFileElectronically tells whether a kind of record must be filed electronically on
// a day, given how many of it were filed two years earlier.
func MustFileElectronically(filed when.Date, twoYearsEarlier int) (bool, error) {
	row, err := efiling().On("records", filed)
	if err != nil {
		return false, err
	}
	return int64(twoYearsEarlier) >= row.Int("records"), nil
}
