package personal

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"hiroba/internal/platform/db"
	"hiroba/internal/platform/keys"
)

// Section is what one table says of a person.
type Section struct {
	Table Table
	Rows  [][]Value
}

// Value is one named value: a text, a number, or a record.
type Value struct {
	Key, Words string
	Text       string
	Number     bool // Text is a whole number
	JSON       json.RawMessage
	Within     map[string]string // of a record, the beginnings of the words for codes
}

// Tell reads all a subject's sections. own says that she reads them herself.
func Tell(q db.Q, k *keys.Keys, houses []House, s Subject, own bool) (out []Section, err error) {
	for _, h := range houses {
		for _, t := range h.Tables {
			if t.Own && !own || t.Tell == "" {
				continue
			}
			x, err := tell(q, k, t, s)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", t.Name, err)
			}
			if len(x.Rows) > 0 {
				out = append(out, x)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Section) int { return rank(x) - rank(y) }) // what is for machines comes last
	return out, nil
}

func rank(s Section) int {
	if s.Table.Data {
		return 1
	}
	return 0
}

func tell(q db.Q, k *keys.Keys, t Table, s Subject) (Section, error) {
	columns := t.Columns()
	var names []string
	for _, c := range columns {
		names = append(names, or(t.As[c.Name], c.Name))
	}
	for _, x := range t.Sealed {
		names = append(names, or(x.By, "''"))
	}
	cond := "(" + t.Whose + ")"
	if t.Told != "" {
		cond += " and " + t.Told
	}
	where, args := t.condition(s, "", cond, 0)
	rows, err := db.All(q, func(r db.Scanner) ([]Value, error) {
		raw := make([]any, len(names))
		into := make([]any, len(names))
		for i := range raw {
			into[i] = &raw[i]
		}
		if err := r.Scan(into...); err != nil {
			return nil, err
		}
		return t.open(k, columns, raw)
	}, "select "+strings.Join(names, ", ")+" from "+t.Name+" where "+where+" order by "+t.Order, args...)
	return Section{t, rows}, err
}

// open makes values of a row; the columns by which something was sealed stand behind those told.
func (t Table) open(k *keys.Keys, columns []Column, raw []any) (out []Value, err error) {
	for i, c := range columns {
		v := Value{Key: c.Name, Words: c.Words}
		v.Text, v.Number = text(raw[i])
		for j, x := range t.Sealed {
			if x.Name != c.Name {
				continue
			}
			by, _ := text(raw[len(columns)+j])
			if v.Text, err = k.Open(x.Purpose+by, v.Text); err != nil {
				return nil, err
			}
			if x.JSON && json.Valid([]byte(v.Text)) {
				v.JSON, v.Within = json.RawMessage(v.Text), x.Words
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// Names are the names of rows of one table that are the subject's.
func Names(q db.Q, t Table, s Subject, column string) ([]string, error) {
	where, args := t.condition(s, "", t.Whose, 0)
	return db.All(q, func(r db.Scanner) (x string, err error) { err = r.Scan(&x); return x, err }, "select "+column+" from "+t.Name+" where "+where+" order by "+column, args...)
}

func text(v any) (s string, number bool) {
	switch x := v.(type) {
	case nil:
		return "", false
	case []byte:
		return string(x), false
	case string:
		return x, false
	case int64:
		return fmt.Sprint(x), true
	}
	return fmt.Sprint(v), false
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
