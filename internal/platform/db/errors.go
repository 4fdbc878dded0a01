package db

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// SQLite's extended result codes; PostgreSQL's SQLSTATEs stand as they are.
const (
	liteUnique     = 2067
	litePrimaryKey = 1555
	liteForeignKey = 787
	liteCheck      = 275
)

// IsUnique tells that a row with the same key is already there.
func IsUnique(err error) bool { return is(err, "23505", liteUnique, litePrimaryKey) }

// IsForeignKey tells that a referenced row is missing or still referenced.
func IsForeignKey(err error) bool { return is(err, "23503", liteForeignKey) }

// IsCheck tells that a value broke a table's check.
func IsCheck(err error) bool { return is(err, "23514", liteCheck) }

func lostRace(err error) bool { return is(err, "40001") || is(err, "40P01") }

func is(err error, state string, codes ...int) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == state
	}
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		for _, c := range codes {
			if lite.Code() == c {
				return true
			}
		}
	}
	return false
}
