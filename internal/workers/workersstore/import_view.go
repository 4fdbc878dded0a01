package workersstore

import (
	"context"
	"strconv"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
	"hiroba/internal/workers"
)

func itoa(n int) string { return strconv.Itoa(n) }

// ListView is a list as its page shows it.
type ListView struct {
	Import
	Mapping workers.Mapping
	Samples [][]string // the first rows as they stand, while columns are asked
	Counts  map[workers.MarkState]int
	Bad     []BadRow
	Doubles []DoubleRow
	Out     []OutRow
	First   []FirstRow // the first rows as understood
}

// Ready is how many rows would be registered as new.
func (v ListView) Ready() int {
	n := v.Rows + v.Counts[workers.MarkOther]
	for _, c := range v.Counts {
		n -= c
	}
	return n
}

// Open is how many rows wait for a decision.
func (v ListView) Open() int { return v.Counts[workers.MarkBad] + v.Counts[workers.MarkDouble] }

// LeftOut is how many rows would not be taken.
func (v ListView) LeftOut() int { return v.Counts[workers.MarkOut] + v.Counts[workers.MarkSkip] }

// BadRow is a row with what does not fit in it, and what stood there in the file.
type BadRow struct {
	No, Line int
	Name     string
	Faults   []fault.Field
	Said     map[string]string // by column
	Stood    map[string]string // as the file had it
}

// DoubleRow is a row that may be somebody who is there.
type DoubleRow struct {
	No, Line int
	workers.Entrant
	Mark     workers.Mark
	Rival    workers.Worker // zero for a twin of the list
	TwinLine int
}

// OutRow is a row that will not be registered as new, by decision.
type OutRow struct {
	No, Line int
	Name     string
	Mark     workers.Mark
}

// FirstRow is one of the first rows, as understood.
type FirstRow struct {
	Line int
	workers.Entrant
}

// How many rows a page shows of each kind.
const (
	ListPage  = 20 // of each kind that waits
	firstRows = 8
	outRows   = 100
	samples   = 3
)

// ViewList is a list where it stands, with one page of the rows that wait.
func (s *Store) ViewList(ctx context.Context, a who.Actor, importID string, page int) (ListView, error) {
	if err := a.May(workers.MayKeep); err != nil {
		return ListView{}, err
	}
	return db.Read(ctx, s.DB, func(v *db.View) (out ListView, err error) {
		if out.Import, err = s.loadImport(v, a.Hub, importID); err != nil {
			return out, err
		}
		if out.Mapping, err = s.mapping(v, a.Hub, out.Import); err != nil {
			return out, err
		}
		if out.Counts, err = markCounts(v, a.Hub, importID); err != nil {
			return out, err
		}
		switch row := s.rowReader(v, a.Hub, importID); out.State {
		case ImportColumns:
			return out, out.withSamples(row)
		case ImportReview:
			return out, s.review(v, a, &out, max(page, 1), row)
		}
		return out, nil
	})
}

func markCounts(q db.Q, hubID, importID string) (map[workers.MarkState]int, error) {
	type n struct {
		s workers.MarkState
		n int
	}
	all, err := db.All(q, func(r db.Scanner) (x n, err error) { err = r.Scan(&x.s, &x.n); return x, err },
		`select state, count(*) from worker_import_mark where hub_id = $1 and import_id = $2 group by state`, hubID, importID)
	out := map[workers.MarkState]int{}
	for _, x := range all {
		out[x.s] = x.n
	}
	return out, err
}

type rowOf func(no int) (workers.ListRow, error)

func (v *ListView) withSamples(row rowOf) error {
	for no := 1; no <= min(samples, v.Rows); no++ {
		r, err := row(no)
		if err != nil {
			return err
		}
		v.Samples = append(v.Samples, r.Cells)
	}
	return nil
}

// review reads what the page of a checked list shows: a page of each kind of row.
func (s *Store) review(q db.Q, a who.Actor, v *ListView, page int, row rowOf) error {
	today, skip := q.Now().DateIn(when.Tokyo), (page-1)*ListPage
	err := marked(q, a.Hub, v.ID, row, func(m markRow, r workers.ListRow) error {
		v.Bad = append(v.Bad, badRow(r, m.no, v.Mapping, today))
		return nil
	}, markColumns+`and state = 'bad' order by row_no limit $3 offset $4`, ListPage, skip)
	if err != nil {
		return err
	}
	err = marked(q, a.Hub, v.ID, row, func(m markRow, r workers.ListRow) error {
		x, err := double(q, a.Hub, v.Mapping, today, m, r, row)
		v.Doubles = append(v.Doubles, x)
		return err
	}, markColumns+`and state = 'double' order by row_no limit $3 offset $4`, ListPage, skip)
	if err != nil {
		return err
	}
	err = marked(q, a.Hub, v.ID, row, func(m markRow, r workers.ListRow) error {
		v.Out = append(v.Out, OutRow{No: m.no, Line: r.Line, Name: r.Said(v.Mapping, workers.ColumnName), Mark: m.Mark})
		return nil
	}, markColumns+`and state in ('out', 'skip', 'same', 'other') order by row_no limit $3 offset $4`, outRows, 0)
	if err != nil {
		return err
	}
	return v.withFirst(row, today)
}

// marked hands out the marked rows of a query, a page of them.
func marked(q db.Q, hubID, importID string, row rowOf, take func(markRow, workers.ListRow) error, query string, most, skip int) error {
	shown, err := db.All(q, scanMark, query, hubID, importID, most, skip)
	if err != nil {
		return err
	}
	for _, m := range shown {
		r, err := row(m.no)
		if err != nil {
			return err
		}
		if err := take(m, r); err != nil {
			return err
		}
	}
	return nil
}

// withFirst adds the first rows that could be read, as understood.
func (v *ListView) withFirst(row rowOf, today when.Date) error {
	for no := 1; no <= v.Rows && no <= 10*firstRows && len(v.First) < firstRows; no++ {
		r, err := row(no)
		if err != nil {
			return err
		}
		if e, err := r.Read(v.Mapping, today); err == nil {
			v.First = append(v.First, FirstRow{r.Line, e})
		}
	}
	return nil
}

func badRow(r workers.ListRow, no int, m workers.Mapping, today when.Date) BadRow {
	b := BadRow{No: no, Line: r.Line, Name: r.Said(m, workers.ColumnName), Said: map[string]string{}, Stood: map[string]string{}}
	_, err := r.Read(m, today)
	if f := fault.Of(err); f != nil {
		b.Faults = f.Fields
	}
	asFile := r
	asFile.Put = nil
	for _, f := range b.Faults {
		b.Said[f.Name], b.Stood[f.Name] = r.Said(m, workers.Column(f.Name)), asFile.Said(m, workers.Column(f.Name))
	}
	return b
}

// double is a row with the one it may be: a worker, or an earlier row of the list.
func double(q db.Q, hubID string, mapping workers.Mapping, today when.Date, m markRow, r workers.ListRow, row rowOf) (x DoubleRow, err error) {
	x = DoubleRow{No: m.no, Line: r.Line, Mark: m.Mark}
	x.Entrant, _ = r.Read(mapping, today) //nolint:errcheck // a double was read without a fault
	if m.Rival != "" {
		x.Rival, err = Load(q, hubID, m.Rival)
		return x, err
	}
	twin, err := row(m.Twin)
	x.TwinLine = twin.Line
	return x, err
}
