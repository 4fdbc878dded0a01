// Package personal knows what a table holds of a person and what becomes of it. Each
// house declares its tables once; from the declarations an export is told, and
// what is erased and what is kept when somebody asks to be forgotten. It
// knows no house: the declarations are put together in app.
package personal

import (
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/who"
	"hiroba/internal/platform/db"
)

// Subject is whom it is about, by all the names the books have for her in one hub.
type Subject struct {
	Hub                 string
	Person              string   // account, "" without one
	Workers, Applicants []string // their rows' names
	Names               []string // as she wrote them; with an address or a telephone they find what has no other name
	Mails, Phones       []string
}

// Fate is what becomes of a table's rows when the person is erased.
type Fate string

// The fates.
const (
	Drop  Fate = "drop"  // the rows go
	Blank Fate = "blank" // the rows stay, the columns named are emptied
	Keep  Fate = "keep"  // the rows stay, for the reason of Law
	Act   Fate = "act"   // the house's own act decides, by row
)

// Table is what one table holds of a person.
type Table struct {
	Name string
	// Whose is the condition by which rows are hers. :hub, :person, :workers, :applicants,
	// :names, :mails and :phones stand for the subject; the lists follow "in".
	Whose string
	// Told narrows the rows that are told; the others share their fate.
	Told  string
	Order string // columns by which the rows are told
	// Tell are the columns that are told, in their order: "state=workers.state." names the
	// beginning of the words for codes.
	Tell string
	// Hide are columns that are hers and yet not told; Why is the key of the reason.
	Hide, Why string
	As        map[string]string // what a column told stands for, where it is none of the table
	Sealed    []Sealed
	Fate      Fate
	// Empty are the columns a Blank empties. "made_by@" is emptied where it is her own
	// name; "state:left" is set to a value.
	Empty string
	// Acts are columns of a Blank that the house's own act empties.
	Acts string
	// Law is the key of the reason for what stays: of a Keep all, of a Blank the columns told
	// and not emptied, of an Act what it leaves.
	Law string
	// Until holds rows back from their fate while it is true: a condition that may use :today.
	Until string
	// Money says that rows of this table are papers of money: while there are any, the
	// name and address on them stay.
	Money      bool
	Own        bool // for her eyes alone: staff who print for her do not get it
	Everywhere bool // a table of the installation, which knows no hub
	Data       bool // too much for paper: only the file for machines has it
}

// Sealed is a sealed column among those told.
type Sealed struct {
	Name        string
	Purpose, By string            // what it was sealed for; with the value of a column behind it
	JSON        bool              // the opened text is a record of named values
	Words       map[string]string // by a value's name in the record, the beginning of the words for its codes
}

// House is what one house holds of people.
type House struct {
	Name   string
	Tables []Table // parents before their children
	// Find adds the names the house knows the subject by.
	Find func(q db.Q, s *Subject) error
	// Erase is the house's own act before its tables meet their fates; money tells that papers
	// of money are kept.
	Erase func(tx *db.Tx, a who.Actor, s Subject, money bool) error
}

// Column is one column told.
type Column struct{ Name, Words string }

// Columns are the columns told, in their order.
func (t Table) Columns() (out []Column) {
	for _, f := range strings.Fields(t.Tell) {
		name, words, _ := strings.Cut(f, "=")
		out = append(out, Column{name, words})
	}
	return out
}

// emptied are the columns a Blank empties: name, value, and whether only her own name is.
func (t Table) emptied() (out []empty) {
	for _, f := range strings.Fields(t.Empty) {
		name, own := strings.CutSuffix(f, "@")
		name, value, _ := strings.Cut(name, ":")
		out = append(out, empty{name, value, own})
	}
	return out
}

type empty struct {
	name, value string
	own         bool
}

// Empties tells whether a Blank empties a column, or the house's own act does.
func (t Table) Empties(column string) bool {
	for _, e := range t.emptied() {
		if e.name == column {
			return true
		}
	}
	return slices.Contains(strings.Fields(t.Acts), column)
}

// technical columns name rows, count versions, or keep links and lookups: nothing in
// them tells of a person what another column does not.
var technical = []string{"hub_id", "version", "once_key", "token_hash", "search_key", "mail_key", "sequence", "alike", "line", "consent_version", "source_id", "reminded", "reminded_at", "reminded_for", "told_on"}

// Technical tells whether a column needs no declaration.
func Technical(column string) bool {
	return slices.Contains(technical, column) || column == "id" || strings.HasSuffix(column, "_id")
}

// condition is Whose with the subject put in: the text with numbered places, and the values.
func (t Table) condition(s Subject, today, cond string, from int) (string, []any) {
	var args []any
	place := func(vs ...string) string {
		if len(vs) == 0 {
			vs = []string{nobody}
		}
		var ps []string
		for _, v := range vs {
			args = append(args, v)
			ps = append(ps, "$"+strconv.Itoa(from+len(args)))
		}
		return strings.Join(ps, ", ")
	}
	whole := cond
	if !t.Everywhere {
		whole = "hub_id = :hub and (" + cond + ")"
	}
	var b strings.Builder
	for whole != "" {
		i := strings.IndexByte(whole, ':')
		if i < 0 {
			b.WriteString(whole)
			break
		}
		b.WriteString(whole[:i])
		whole = whole[i+1:]
		n := 0
		for n < len(whole) && whole[n] >= 'a' && whole[n] <= 'z' {
			n++
		}
		b.WriteString(place(s.values(whole[:n], today)...))
		whole = whole[n:]
	}
	return b.String(), args
}

// Known is the condition for rows without an account: her name, with her address or telephone.
const Known = "name in (:names) and (mail in (:mails) or phone in (:phones))"

// nobody stands for an empty list: no row has this name.
const nobody = "-"

func (s Subject) values(name, today string) []string {
	switch name {
	case "hub":
		return []string{s.Hub}
	case "person":
		if s.Person == "" {
			return nil
		}
		return []string{s.Person}
	case "workers":
		return s.Workers
	case "applicants":
		return s.Applicants
	case "names":
		return s.Names
	case "mails":
		return s.Mails
	case "phones":
		return s.Phones
	case "today":
		return []string{today}
	}
	panic("personal: no such place: " + name)
}
