package workersstore

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

// postcodesAsOf is how old the hub's table of postcodes is; zero without one.
func postcodesAsOf(q db.Q, hubID string) (when.Date, error) {
	days, err := db.All(q, func(r db.Scanner) (d when.Date, err error) { err = r.Scan(&d); return d, err },
		`select as_of from postcode_table where hub_id = $1 order by no desc limit 1`, hubID)
	if err != nil || len(days) == 0 {
		return when.Date{}, err
	}
	return days[0], nil
}

// Place is what a postcode stands for.
type Place struct{ Region, Town, Area string }

// Places are the places of a postcode, as the hub's table has them; none for a
// postcode it does not know.
func (s *Store) Places(ctx context.Context, a who.Actor, postcode string) ([]Place, error) {
	if err := a.May(workers.MayEnter); err != nil {
		return nil, err
	}
	code, err := ja.Postcode(postcode)
	if err != nil || code == "" {
		var c fault.Check
		c.Add("postcode", "workers.field.postcode_form")
		return nil, c.Err()
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Place, error) {
		return db.All(v, func(r db.Scanner) (p Place, err error) { err = r.Scan(&p.Region, &p.Town, &p.Area); return p, err },
			`select region, town, area from postcode_place where hub_id = $1 and postcode = $2 order by no`, a.Hub, code)
	})
}

// PostcodeTable is the hub's table, as the page about it shows it.
type PostcodeTable struct {
	AsOf   when.Date
	Lines  int
	MadeBy string
	Made   when.Instant
}

// Postcodes tells which table the hub has.
func (s *Store) Postcodes(ctx context.Context, a who.Actor) (PostcodeTable, error) {
	if err := a.May(hub.MaySet); err != nil {
		return PostcodeTable{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (PostcodeTable, error) {
		all, err := db.All(v, func(r db.Scanner) (p PostcodeTable, err error) {
			err = r.Scan(&p.AsOf, &p.Lines, &p.MadeBy, &p.Made)
			return p, err
		}, `select as_of, lines, made_by, made_at from postcode_table where hub_id = $1 order by no desc limit 1`, a.Hub)
		if err != nil || len(all) == 0 {
			return PostcodeTable{}, err
		}
		return all[0], nil
	})
}

// postcodeLimits are wide enough for the whole country.
var postcodeLimits = sheet.Limits{Bytes: 32 << 20, Unpacked: 64 << 20, Rows: 200_000, Columns: 20, Cell: 4000}

// Columns of a line as Japan Post publishes it (KEN_ALL): postcode, prefecture,
// municipality, area.
const (
	kenCode, kenRegion, kenTown, kenArea = 2, 6, 7, 8
	kenWidth                             = 9
)

// LoadPostcodes replaces the hub's table by a file in the form KEN_ALL. All of it is
// read before anything is replaced.
func (s *Store) LoadPostcodes(ctx context.Context, a who.Actor, asOf string, body []byte) (int, error) {
	if err := a.May(hub.MaySet); err != nil {
		return 0, err
	}
	day, lines, err := readKen(asOf, body, s.DB.Now().DateIn(when.Tokyo))
	if err != nil {
		return 0, err
	}
	return len(lines), db.Do(ctx, s.DB, func(tx *db.Tx) error {
		if _, err := tx.Exec(`delete from postcode_place where hub_id = $1`, a.Hub); err != nil {
			return err
		}
		rows := make([][]any, len(lines))
		for i, l := range lines {
			rows[i] = []any{l.code, i + 1, l.Region, l.Town, l.Area}
		}
		if err := insertAll(tx, `insert into postcode_place (hub_id, postcode, no, region, town, area) values `, a.Hub, rows); err != nil {
			return err
		}
		_, err := tx.Exec(`insert into postcode_table (hub_id, no, as_of, lines, made_by, made_at)
			select $1, coalesce(max(no), 0) + 1, $2, $3, $4, $5 from postcode_table where hub_id = $1`, a.Hub, day, len(lines), a.Name, tx.Now())
		if err != nil {
			return err
		}
		return journal.Note(tx, a, workers.PostcodesLoaded{Lines: len(lines), AsOf: day})
	})
}

type kenLine struct {
	code string
	Place
}

func readKen(asOf string, body []byte, today when.Date) (day when.Date, out []kenLine, err error) {
	var c fault.Check
	day, err = when.ReadDate(asOf, today)
	c.When(err != nil || day.After(today), "as_of", "workers.field.date_form")
	c.When(len(body) == 0, "file", "workers.field.file_missing")
	if err := c.Err(); err != nil {
		return day, nil, err
	}
	bad := func(line int) error {
		c.Add("file", "workers.field.ken_form", "line", line)
		return c.Err()
	}
	r, err := sheet.Open(bytes.NewReader(body), int64(len(body)), postcodeLimits)
	if err != nil {
		return day, nil, bad(1)
	}
	defer r.Close()
	for {
		cells, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || len(cells) < kenWidth {
			return day, nil, bad(r.Line())
		}
		code, err := ja.Postcode(cells[kenCode])
		if err != nil || code == "" {
			return day, nil, bad(r.Line())
		}
		out = append(out, kenLine{code, Place{cells[kenRegion], cells[kenTown], kenAreaOf(cells[kenArea])}})
	}
	if len(out) == 0 {
		return day, nil, bad(1)
	}
	return day, out, nil
}

// kenAreaOf leaves out what the table says about an area instead of naming it: "the
// cases not listed below", and what stands in brackets.
func kenAreaOf(s string) string {
	if strings.HasPrefix(s, "\u4ee5\u4e0b\u306b\u63b2\u8f09") {
		return ""
	}
	if i := strings.IndexAny(s, "\uff08("); i >= 0 {
		s = s[:i]
	}
	return s
}
