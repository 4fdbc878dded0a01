package workersstore

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/id"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/hub/hubstore"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

// ImportMost is how many people one list may hold; ImportBytes is how large its file may be.
const (
	ImportMost  = 20_000
	ImportBytes = 10 << 20
)

// importLimits bound what an uploaded list may be. Two lines may stand above the heads:
// the name of the list, the day it was made.
var importLimits = sheet.Limits{Bytes: ImportBytes, Unpacked: 100 << 20, Rows: ImportMost + 1, Columns: 60, Cell: 4000, Titles: 2}

// importDays is how long what is left of a list is kept.
const importDays = 7

// The purposes of sealed columns.
const (
	filePurpose  = "worker_import/file_sealed"
	headsPurpose = "worker_import/heads_sealed"
	blockPurpose = "worker_import_block/body_sealed"
	saidPurpose  = "worker_import_person/said_sealed"
)

// blockRows is how many rows one sealed block holds.
const blockRows = 200

// ImportState is where a list stands on its way into the books.
type ImportState string

// The states.
const (
	ImportColumns ImportState = "columns" // read; what is in which column is asked
	ImportReview  ImportState = "review"  // checked; waits for decisions and the last word
	ImportWriting ImportState = "writing" // in the hands of the background job
	ImportDone    ImportState = "done"
	ImportDropped ImportState = "dropped" // given up; nothing of it is kept
)

// Import is one list on its way.
type Import struct {
	ID, File, Encoding string
	Heads              []string
	Rows               int
	Columns            []workers.Column
	Since              when.Date
	State              ImportState
	Stopped            string // why the last attempt wrote nothing: cancelled, failed, moved
	Prepared           int    // rows the job has made ready
	Made, Filled, Left int
	Version            int
	Person, MadeBy     string
	At                 when.Instant
	Ended              when.Instant
	Erase              when.Date
	Erased             when.Instant
}

var (
	errNoImport = fault.New(fault.NotFound, "workers.import.gone")
	errMoved    = fault.New(fault.Conflict, "workers.import.moved")
)

const importColumns = `select id, file_sealed, heads_sealed, encoding, row_count, mapped, since_on, state, stopped, prepared, made, filled, left_out, version,
	person_id, made_by, made_at, ended_at, erase_on, erased_at from worker_import where hub_id = $1 `

func (s *Store) scanImport(r db.Scanner) (x Import, err error) {
	heads, mapped := "", ""
	err = r.Scan(&x.ID, &x.File, &heads, &x.Encoding, &x.Rows, &mapped, &x.Since, &x.State, &x.Stopped, &x.Prepared, &x.Made, &x.Filled, &x.Left, &x.Version,
		&x.Person, &x.MadeBy, &x.At, &x.Ended, &x.Erase, &x.Erased)
	if err != nil {
		return x, err
	}
	if x.File, err = s.Keys.Open(filePurpose, x.File); err != nil {
		return x, err
	}
	if heads, err = s.Keys.Open(headsPurpose, heads); err != nil || heads == "" {
		return x, err
	}
	for _, c := range strings.Split(mapped, ",") {
		x.Columns = append(x.Columns, workers.Column(c))
	}
	return x, json.Unmarshal([]byte(heads), &x.Heads)
}

func (s *Store) loadImport(q db.Q, hubID, importID string) (Import, error) {
	return db.One(q, errNoImport, s.scanImport, importColumns+`and id = $2`, hubID, importID)
}

// mapping is how a list is read in this hub: an address without a prefecture lies in
// the hub's own.
func (s *Store) mapping(q db.Q, hubID string, x Import) (workers.Mapping, error) {
	h, err := hubstore.Load(q, hubID)
	region, _ := ja.Region(h.Address)
	return workers.Mapping{Columns: x.Columns, Since: x.Since, Region: region}, err
}

// Imports are the hub's lists, the newest first.
func (s *Store) Imports(ctx context.Context, a who.Actor) ([]Import, error) {
	if err := a.May(workers.MayKeep); err != nil {
		return nil, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) ([]Import, error) {
		return db.All(v, s.scanImport, importColumns+`order by made_at desc, id desc limit 20`, a.Hub)
	})
}

// ReadList reads an uploaded list into sealed blocks and answers the import's id. The
// file itself is not kept; a My Number in it is taken out before anything is.
func (s *Store) ReadList(ctx context.Context, a who.Actor, name string, body []byte) (string, error) {
	if err := a.May(workers.MayKeep); err != nil {
		return "", err
	}
	encoding, heads, rows, err := readList(body)
	if err != nil {
		return "", err
	}
	blocks, err := s.sealRows(rows)
	if err != nil {
		return "", err
	}
	sealedHeads, err := json.Marshal(heads)
	if err != nil {
		return "", err
	}
	mapped := make([]string, len(heads))
	for i, c := range workers.GuessColumns(heads) {
		mapped[i] = string(c)
	}
	importID := id.Make()
	return importID, db.Do(ctx, s.DB, func(tx *db.Tx) error {
		today := tx.Now().DateIn(when.Tokyo)
		_, err := tx.Exec(`insert into worker_import (hub_id, id, file_sealed, heads_sealed, encoding, row_count, mapped, since_on, state, stopped, prepared, made, filled, left_out, version,
			person_id, made_by, made_at, ended_at, erase_on, erased_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'columns', '', 0, 0, 0, 0, 1, $9, $10, $11, '', $12, '')`,
			a.Hub, importID, s.Keys.Seal(filePurpose, workers.Withhold(name)), s.Keys.Seal(headsPurpose, string(sealedHeads)), encoding, len(rows), strings.Join(mapped, ","), today,
			a.Person, a.Name, tx.Now(), today.AddDays(importDays))
		if err != nil {
			return err
		}
		if err := putBlocks(tx, a.Hub, importID, blocks); err != nil {
			return err
		}
		return journal.Note(tx, a, workers.ListRead{Import: importID, Rows: len(rows)})
	})
}

// readList reads a whole file, or says what is wrong with it at the field "file".
func readList(body []byte) (encoding string, heads []string, rows []workers.ListRow, err error) {
	var c fault.Check
	if len(body) == 0 {
		c.Add("file", "workers.import.file_missing")
		return "", nil, nil, c.Err()
	}
	bad := func(err error) error {
		var p *sheet.Problem
		if !errors.As(err, &p) {
			return err
		}
		c.Add("file", "workers.import.file."+p.Kind, "line", p.Line, "want", listWant(p), "got", p.Got)
		return c.Err()
	}
	r, err := sheet.Open(bytes.NewReader(body), int64(len(body)), importLimits)
	if err != nil {
		return "", nil, nil, bad(err)
	}
	defer r.Close()
	for {
		cells, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return "", nil, nil, bad(err)
		}
		for i := range cells {
			cells[i] = workers.Withhold(cells[i])
		}
		if heads == nil {
			heads = cells
			continue
		}
		rows = append(rows, workers.ListRow{Line: r.Line(), Cells: cells})
	}
	if len(rows) == 0 {
		return "", nil, nil, bad(&sheet.Problem{Kind: "empty"})
	}
	if encoding = r.Encoding; r.Kind == "xlsx" {
		encoding = r.Kind
	}
	return encoding, heads, rows, nil
}

// ListTooBig is the fault of a file that is too large to be read at all.
func ListTooBig() error {
	var c fault.Check
	c.Add("file", "workers.import.file.big", "want", ImportBytes>>20)
	return c.Err()
}

// listWant is the limit as people count it: megabytes, people, columns, letters.
func listWant(p *sheet.Problem) int {
	switch p.Kind {
	case "big", "packed":
		return p.Want >> 20
	case "rows":
		return p.Want - 1
	}
	return p.Want
}

// sealRows cuts rows into blocks and seals each.
func (s *Store) sealRows(rows []workers.ListRow) (out []string, err error) {
	for i := 0; i < len(rows); i += blockRows {
		b, err := json.Marshal(rows[i:min(i+blockRows, len(rows))])
		if err != nil {
			return nil, err
		}
		out = append(out, s.Keys.Seal(blockPurpose, string(b)))
	}
	return out, nil
}

func putBlocks(tx *db.Tx, hubID, importID string, blocks []string) error {
	for i, b := range blocks {
		if _, err := tx.Exec(`insert into worker_import_block (hub_id, import_id, no, body_sealed) values ($1, $2, $3, $4)`, hubID, importID, i, b); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) openBlock(r db.Scanner) (rows []workers.ListRow, err error) {
	sealed := ""
	if err = r.Scan(&sealed); err != nil {
		return nil, err
	}
	plain, err := s.Keys.Open(blockPurpose, sealed)
	if err != nil {
		return nil, err
	}
	return rows, json.Unmarshal([]byte(plain), &rows)
}

// rows are all rows of a list.
func (s *Store) rows(q db.Q, hubID, importID string) ([]workers.ListRow, error) {
	blocks, err := db.All(q, s.openBlock, `select body_sealed from worker_import_block where hub_id = $1 and import_id = $2 order by no`, hubID, importID)
	var out []workers.ListRow
	for _, b := range blocks {
		out = append(out, b...)
	}
	return out, err
}

// rowReader hands out single rows of a list and opens each block once.
func (s *Store) rowReader(q db.Q, hubID, importID string) func(no int) (workers.ListRow, error) {
	opened := map[int][]workers.ListRow{}
	return func(no int) (workers.ListRow, error) {
		b := (no - 1) / blockRows
		if _, there := opened[b]; !there {
			var err error
			if opened[b], err = db.One(q, errNoImport, s.openBlock, `select body_sealed from worker_import_block where hub_id = $1 and import_id = $2 and no = $3`, hubID, importID, b); err != nil {
				return workers.ListRow{}, err
			}
		}
		i := (no - 1) % blockRows
		if i >= len(opened[b]) {
			return workers.ListRow{}, errNoImport
		}
		return opened[b][i], nil
	}
}

// markRow is a mark with the row it is on.
type markRow struct {
	no int
	workers.Mark
}

func scanMark(r db.Scanner) (x markRow, err error) {
	err = r.Scan(&x.no, &x.State, &x.Like, &x.Rival, &x.Twin, &x.By, &x.At)
	return x, err
}

const markColumns = `select row_no, state, likeness, rival_id, twin, made_by, made_at from worker_import_mark where hub_id = $1 and import_id = $2 `

func marks(q db.Q, hubID, importID string) (map[int]workers.Mark, error) {
	all, err := db.All(q, scanMark, markColumns+`order by row_no`, hubID, importID)
	out := make(map[int]workers.Mark, len(all))
	for _, m := range all {
		out[m.no] = m.Mark
	}
	return out, err
}

// DropList gives a list up: nothing of it is kept but that there was one.
func (s *Store) DropList(ctx context.Context, a who.Actor, importID string) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	return db.Do(ctx, s.DB, func(tx *db.Tx) error {
		x, err := s.loadImport(tx, a.Hub, importID)
		if err != nil {
			return err
		}
		if x.State == ImportWriting || x.State == ImportDone {
			return errMoved
		}
		return s.forget(tx, a, x)
	})
}

// forget erases what is personal of a list.
func (s *Store) forget(tx *db.Tx, a who.Actor, x Import) error {
	for _, q := range []string{`delete from worker_import_block where hub_id = $1 and import_id = $2`, `delete from worker_import_mark where hub_id = $1 and import_id = $2`} {
		if _, err := tx.Exec(q, a.Hub, x.ID); err != nil {
			return err
		}
	}
	state := ImportDropped
	if x.State == ImportDone {
		state = ImportDone
	}
	err := db.Exec1(tx, errNoImport, `update worker_import set state = $3, file_sealed = '', heads_sealed = '', mapped = '', erased_at = $4, ended_at = case when ended_at = '' then $4 else ended_at end,
		version = version + 1 where hub_id = $1 and id = $2`, a.Hub, x.ID, string(state), tx.Now())
	if err != nil {
		return err
	}
	return journal.Note(tx, a, workers.ListErased{Import: x.ID})
}

// forgetLists erases what is left of lists whose week is over.
func (s *Store) forgetLists(tx *db.Tx, a who.Actor) error {
	due, err := db.All(tx, s.scanImport, importColumns+`and erased_at = '' and erase_on <= $2 and state <> 'writing' order by erase_on, id limit $3`, a.Hub, tx.Now().DateIn(when.Tokyo), batch)
	for _, x := range due {
		if err == nil {
			err = s.forget(tx, a, x)
		}
	}
	return err
}
