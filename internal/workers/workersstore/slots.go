package workersstore

import (
	"strconv"
	"strings"

	"hiroba/internal/platform/db"
)

// slots are n parameters of one line of values, the hub's aside, which is $1.
func slots(from, n int) string {
	s := "($1"
	for i := range n {
		s += ", $" + strconv.Itoa(from+i+1)
	}
	return s + ")"
}

// slotsMost is how many parameters one statement takes: engines allow 999 and more, but
// SQLite looks each up by its name among all of them.
const slotsMost = 300

// insertAll inserts lines of values behind "insert into … values", as many in one
// statement as engines allow. The hub is the first column of each line.
func insertAll(tx *db.Tx, into, hubID string, lines [][]any) error {
	for len(lines) > 0 {
		width := len(lines[0])
		part := lines[:min(len(lines), slotsMost/width)]
		q := strings.Builder{}
		q.WriteString(into)
		args := make([]any, 1, 1+len(part)*width)
		args[0] = hubID
		for i, l := range part {
			if i > 0 {
				q.WriteByte(',')
			}
			q.WriteString(slots(len(args), width))
			args = append(args, l...)
		}
		if _, err := tx.Exec(q.String(), args...); err != nil {
			return err
		}
		lines = lines[len(part):]
	}
	return nil
}
