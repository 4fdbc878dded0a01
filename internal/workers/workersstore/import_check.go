package workersstore

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/platform/journal"
	"hiroba/internal/workers"
)

// draft is a whole list in hand: read, changed and checked outside of any write, so
// that ten thousand rows keep nobody waiting; then saved if nobody else was faster.
type draft struct {
	Import
	m        workers.Mapping
	rows     []workers.ListRow
	marks    map[int]workers.Mark
	enrolled []workers.Enrolled
	today    when.Date
	now      when.Instant
	touched  map[int]bool // blocks to seal anew
	decided  []workers.RowDecided
}

func (s *Store) draft(q db.Q, hubID, importID string) (d draft, err error) {
	if d.Import, err = s.loadImport(q, hubID, importID); err != nil {
		return d, err
	}
	if d.State == ImportDone || d.State == ImportDropped {
		return d, errMoved
	}
	d.today, d.now, d.touched = q.Now().DateIn(when.Tokyo), q.Now(), map[int]bool{}
	if d.m, err = s.mapping(q, hubID, d.Import); err != nil {
		return d, err
	}
	if d.rows, err = s.rows(q, hubID, importID); err != nil {
		return d, err
	}
	if d.marks, err = marks(q, hubID, importID); err != nil {
		return d, err
	}
	return d, nil
}

// enrolledNow are the people in the books as a list is compared with them. The sealed
// birth dates are opened only of those whose name stands in the list.
func (s *Store) enrolledNow(q db.Q, hubID string, d draft) ([]workers.Enrolled, error) {
	listed := make(map[string]bool, len(d.rows))
	for _, r := range d.rows {
		listed[workers.FoldName(r.Said(d.m, workers.ColumnName))] = true
	}
	all, err := db.All(q, func(r db.Scanner) (x workers.Enrolled, err error) {
		err = r.Scan(&x.ID, &x.Name, &x.Mail)
		return x, err
	},
		`select id, name, mail from worker where hub_id = $1 and search_key <> '' order by no`, hubID)
	if err != nil {
		return nil, err
	}
	at := map[string]int{}
	for i, x := range all {
		if listed[workers.FoldName(x.Name)] {
			at[x.ID] = i
		}
	}
	if len(at) == 0 {
		return all, nil
	}
	type birth struct{ worker, sealed string }
	births, err := db.All(q, func(r db.Scanner) (b birth, err error) { err = r.Scan(&b.worker, &b.sealed); return b, err },
		`select p.worker_id, p.body from worker_part p join worker_has h on h.hub_id = p.hub_id and h.worker_id = p.worker_id and h.part = p.part and h.no = p.no where p.hub_id = $1 and p.part = 'name'`, hubID)
	for _, b := range births {
		i, wanted := at[b.worker]
		if err != nil || !wanted {
			continue
		}
		var n workers.Naming
		plain, e := s.Keys.Open(purpose(workers.PartName), b.sealed)
		if e == nil {
			e = json.Unmarshal([]byte(plain), &n)
		}
		all[i].Birth, err = n.Birth, e
	}
	return all, err
}

// recheck changes a list, reads every row anew and saves what came of it.
func (s *Store) recheck(ctx context.Context, a who.Actor, importID string, change func(*draft) error) (d draft, err error) {
	for range 3 {
		d, err = db.Read(ctx, s.DB, func(v *db.View) (draft, error) {
			d, err := s.draft(v, a.Hub, importID)
			if err != nil {
				return d, err
			}
			if d.State == ImportWriting {
				return d, errMoved
			}
			if err := change(&d); err != nil {
				return d, err
			}
			d.enrolled, err = s.enrolledNow(v, a.Hub, d)
			return d, err
		})
		if err != nil {
			return d, err
		}
		_, d.marks = workers.CheckList(d.rows, d.m, d.today, d.enrolled, d.marks)
		if err = db.Do(ctx, s.DB, func(tx *db.Tx) error { return s.save(tx, a, d) }); !errors.Is(err, errMoved) {
			break
		}
	}
	return d, err
}

// save writes a draft, unless the list was changed since it was read.
func (s *Store) save(tx *db.Tx, a who.Actor, d draft) error {
	mapped := make([]string, len(d.m.Columns))
	for i, c := range d.m.Columns {
		mapped[i] = string(c)
	}
	err := db.Exec1(tx, errMoved, `update worker_import set mapped = $4, since_on = $5, state = 'review', version = version + 1
		where hub_id = $1 and id = $2 and version = $3 and state in ('columns', 'review')`, a.Hub, d.ID, d.Version, strings.Join(mapped, ","), d.m.Since)
	if err != nil {
		return err
	}
	for b := range d.touched {
		body, err := json.Marshal(d.rows[b*blockRows : min((b+1)*blockRows, len(d.rows))])
		if err != nil {
			return err
		}
		if _, err := tx.Exec(`update worker_import_block set body_sealed = $4 where hub_id = $1 and import_id = $2 and no = $3`, a.Hub, d.ID, b, s.Keys.Seal(blockPurpose, string(body))); err != nil {
			return err
		}
	}
	if err := putMarks(tx, a.Hub, d.ID, d.marks); err != nil {
		return err
	}
	return journal.NoteAll(tx, a, d.decided)
}

func putMarks(tx *db.Tx, hubID, importID string, marks map[int]workers.Mark) error {
	if _, err := tx.Exec(`delete from worker_import_mark where hub_id = $1 and import_id = $2`, hubID, importID); err != nil {
		return err
	}
	lines := make([][]any, 0, len(marks))
	for no, m := range marks {
		lines = append(lines, []any{importID, no, string(m.State), string(m.Like), m.Rival, m.Twin, m.By, m.At})
	}
	return insertAll(tx, `insert into worker_import_mark (hub_id, import_id, row_no, state, likeness, rival_id, twin, made_by, made_at) values `, hubID, lines)
}

// MapColumns says what is in which column, and has every row checked.
func (s *Store) MapColumns(ctx context.Context, a who.Actor, importID string, f workers.MappingForm) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	_, err := s.recheck(ctx, a, importID, func(d *draft) error {
		m, err := f.Read(d.today)
		if err == nil && len(m.Columns) != len(d.Heads) {
			err = errMoved
		}
		d.m.Columns, d.m.Since = m.Columns, m.Since
		return err
	})
	return err
}

// Mend is what was done to one row of a list.
type Mend struct {
	No   int // counted from 1
	Put  map[workers.Column]string
	Out  bool // leave the row out
	Back bool // take a decision back
}

// MendList mends rows, leaves them out or takes that back, and answers which of them
// still do not fit. What was typed is kept either way.
func (s *Store) MendList(ctx context.Context, a who.Actor, importID string, mends []Mend) (still []int, err error) {
	if err := a.May(workers.MayKeep); err != nil {
		return nil, err
	}
	d, err := s.recheck(ctx, a, importID, func(d *draft) error {
		for _, m := range mends {
			if m.No < 1 || m.No > len(d.rows) {
				return errNoImport
			}
			d.mend(a, m)
		}
		return nil
	})
	for _, m := range mends {
		if err == nil && d.marks[m.No].State == workers.MarkBad {
			still = append(still, m.No)
		}
	}
	return still, err
}

func (d *draft) mend(a who.Actor, m Mend) {
	r := &d.rows[m.No-1]
	for c, s := range m.Put {
		if s = workers.Withhold(s); s != r.Said(d.m, c) {
			if r.Put == nil {
				r.Put = map[workers.Column]string{}
			}
			r.Put[c] = s
			d.touched[(m.No-1)/blockRows] = true
		}
	}
	switch was := d.marks[m.No].State; {
	case m.Out && was.Open():
		d.decide(a, m.No, workers.Mark{State: workers.MarkOut})
	case m.Back && was != "" && !was.Open():
		d.decide(a, m.No, workers.Mark{State: workers.MarkDouble})
	}
}

// decide puts a decision on record.
func (d *draft) decide(a who.Actor, no int, m workers.Mark) {
	m.By, m.At = a.Name, d.now
	d.marks[no] = m
	d.decided = append(d.decided, workers.RowDecided{Import: d.ID, Line: d.rows[no-1].Line, To: m.State})
}

// DoubleField is the name of the form's field for a possible double.
func DoubleField(line int) string { return "d" + itoa(line) }

// DecideDoubles says of rows, by their place counted from 1, what is to be done with
// them. With all the decision holds for every one that is still open and allows it.
func (s *Store) DecideDoubles(ctx context.Context, a who.Actor, importID string, of map[int]workers.MarkState, all workers.MarkState) error {
	if err := a.May(workers.MayKeep); err != nil {
		return err
	}
	_, err := s.recheck(ctx, a, importID, func(d *draft) error {
		var c fault.Check
		for no, to := range of {
			m := d.marks[no]
			if m.Like == "" {
				return errMoved
			}
			c.When(!m.May(to), DoubleField(no), "workers.import.decide_missing")
			m.State = to
			d.decide(a, no, m)
		}
		for no, m := range d.marks {
			if m.State == workers.MarkDouble && m.May(all) {
				m.State = all
				d.decide(a, no, m)
			}
		}
		return c.Err()
	})
	return err
}
