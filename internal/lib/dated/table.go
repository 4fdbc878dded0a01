// Package dated reads tables of legal numbers. Each row says from when until when it
// holds, where it was seen and how sure that is; a question about a day outside of
// what is known is refused, never answered with the nearest row.
//
// A table is tab-separated text:
//
//	@checked 2026-11-22
//	@known 2031-12-31
//	key	from	until	rate:rate	mark	source
//	standard	2019-10-01	open	10	sourced	ERP
//
// "open" means that the law names no end; such a row is still trusted only through
// the day after @known, because nobody has looked further.
package dated

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
	"sync"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Mark says how sure a row is.
type Mark string

// The marks a row may carry.
const (
	Sourced  Mark = "sourced"  // seen in the named source
	Memory   Mark = "memory"   // general knowledge, not seen: to be checked by the operator's adviser
	Measured Mark = "measured" // computed from sourced rows
)

// Row is one line of a table.
type Row struct {
	Key         string
	From, Until when.Date // both days included; Until is never zero, see Open
	Open        bool      // the law names no end; Until is the table's last known day
	Mark        Mark
	Source      string
	cells       map[string]string
	table       *Table
}

// Table is a table of dated rows.
type Table struct {
	Name    string
	Checked when.Date // when somebody last compared the table with its sources
	Known   when.Date // the last day any row is trusted for
	columns []column
	keys    []string // in the order of the file
	rows    map[string][]Row
}

type column struct{ name, kind string }

// Unknown refuses a question: no row of the table covers the day.
type Unknown struct {
	Table, Key  string
	On          when.Date
	From, Until when.Date // what is known for the key; zero: the key itself is unknown
}

// Error names the table, the day and what would have been answered.
func (u *Unknown) Error() string {
	if u.From.IsZero() {
		return fmt.Sprintf("%s: nothing known about %q", u.Table, u.Key)
	}
	return fmt.Sprintf("%s: %q is known from %s until %s, not for %s", u.Table, u.Key, u.From, u.Until, u.On)
}

// Lazy reads an embedded table when it is first asked for. A broken table is a
// defect of the build (a test reads them all), so it panics.
func Lazy(files fs.FS, name string) func() *Table {
	return sync.OnceValue(func() *Table {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			panic(err)
		}
		t, err := Read(name, string(b))
		if err != nil {
			panic(err)
		}
		return t
	})
}

// Read reads and checks a table: typed cells, a mark and a source on every row,
// rows of a key in order, without overlap and without a gap.
func Read(name, text string) (*Table, error) {
	t := &Table{Name: name, rows: map[string][]Row{}}
	for i, l := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		if l == "" || l[0] == '#' {
			continue
		}
		if err := t.line(l); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
	if len(t.keys) == 0 {
		return nil, fmt.Errorf("%s: no rows", name)
	}
	return t, nil
}

func (t *Table) line(l string) (err error) {
	if rest, ok := strings.CutPrefix(l, "@checked "); ok {
		t.Checked, err = when.ParseDate(rest)
		return err
	}
	if rest, ok := strings.CutPrefix(l, "@known "); ok {
		t.Known, err = when.ParseDate(rest)
		return err
	}
	f := strings.Split(l, "\t")
	if t.columns == nil {
		return t.head(f)
	}
	return t.add(f)
}

func (t *Table) head(f []string) error {
	if t.Checked.IsZero() || t.Known.IsZero() {
		return fmt.Errorf("@checked and @known must stand before the head")
	}
	n := len(f)
	if n < 5 || !slices.Equal(f[:3], []string{"key", "from", "until"}) || !slices.Equal(f[n-2:], []string{"mark", "source"}) {
		return fmt.Errorf("head must be key, from, until … mark, source: %q", f)
	}
	for _, c := range f[3 : n-2] {
		name, kind, _ := strings.Cut(c, ":")
		if !slices.Contains([]string{"yen", "rate", "int", "text"}, kind) {
			return fmt.Errorf("column %q has no kind", c)
		}
		t.columns = append(t.columns, column{name, kind})
	}
	if t.columns == nil {
		t.columns = []column{}
	}
	return nil
}

func (t *Table) add(f []string) (err error) {
	if len(f) != len(t.columns)+5 {
		return fmt.Errorf("%d cells, want %d", len(f), len(t.columns)+5)
	}
	r := Row{Key: f[0], Mark: Mark(f[len(f)-2]), Source: f[len(f)-1], cells: map[string]string{}, table: t}
	if r.Mark != Sourced && r.Mark != Memory && r.Mark != Measured || strings.TrimSpace(r.Source) == "" || r.Key == "" {
		return fmt.Errorf("row needs a key, a mark and a source")
	}
	if r.From, err = when.ParseDate(f[1]); err != nil {
		return err
	}
	if r.Open = f[2] == "open"; r.Open {
		r.Until = t.Known
	} else if r.Until, err = when.ParseDate(f[2]); err != nil {
		return err
	}
	for i, c := range t.columns {
		if err := c.check(f[3+i]); err != nil {
			return fmt.Errorf("column %s: %w", c.name, err)
		}
		r.cells[c.name] = f[3+i]
	}
	return t.join(r)
}

func (t *Table) join(r Row) error {
	if r.Until.Before(r.From) {
		return fmt.Errorf("%s ends %s before it begins %s", r.Key, r.Until, r.From)
	}
	before := t.rows[r.Key]
	if n := len(before); n == 0 {
		t.keys = append(t.keys, r.Key)
	} else if last := before[n-1]; last.Open || last.Until.AddDays(1) != r.From {
		return fmt.Errorf("%s: %s does not follow on %s", r.Key, r.From, last.Until)
	}
	t.rows[r.Key] = append(before, r)
	return nil
}

func (c column) check(s string) error {
	switch c.kind {
	case "yen", "int":
		if _, err := strconv.ParseInt(s, 10, 64); err != nil {
			return fmt.Errorf("%q is no whole number", s)
		}
	case "rate":
		if _, err := ReadRate(s); err != nil {
			return fmt.Errorf("%q: %w", s, err)
		}
	default:
		if strings.TrimSpace(s) == "" {
			return fmt.Errorf("empty")
		}
	}
	return nil
}

// Keys are the keys in the order of the table.
func (t *Table) Keys() []string { return slices.Clone(t.keys) }

// Rows are all rows of a key, oldest first.
func (t *Table) Rows(key string) []Row { return slices.Clone(t.rows[key]) }

// On answers the row of a key that holds on a day, or *Unknown.
func (t *Table) On(key string, d when.Date) (Row, error) {
	rows := t.rows[key]
	for _, r := range rows {
		if !d.Before(r.From) && !d.After(r.Until) {
			return r, nil
		}
	}
	u := &Unknown{Table: t.Name, Key: key, On: d}
	if len(rows) > 0 {
		u.From, u.Until = rows[0].From, rows[len(rows)-1].Until
	}
	return Row{}, u
}

// Yen is the amount in a column. A column the table lacks is a defect: it panics.
func (r Row) Yen(col string) yen.Amount { return yen.Amount(r.number(col, "yen")) }

// Int is the whole number in a column.
func (r Row) Int(col string) int64 { return r.number(col, "int") }

// Rate is the rate in a column.
func (r Row) Rate(col string) Rate {
	rate, _ := ReadRate(r.cell(col, "rate")) // Read has checked every cell
	return rate
}

// Text is the text in a column.
func (r Row) Text(col string) string { return r.cell(col, "text") }

func (r Row) number(col, kind string) int64 {
	n, _ := strconv.ParseInt(r.cell(col, kind), 10, 64) // Read has checked every cell
	return n
}

func (r Row) cell(col, kind string) string {
	if !slices.Contains(r.table.columns, column{col, kind}) {
		panic(fmt.Sprintf("%s has no column %s:%s", r.table.Name, col, kind))
	}
	return r.cells[col]
}
