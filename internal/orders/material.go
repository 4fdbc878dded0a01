package orders

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
)

// Uses of a file of an order.
var Uses = []string{"sample", "material", "reference"}

// MaterialState is how far a file has been read.
type MaterialState string

// The states of a material: rows count only when it is ready.
const (
	Stored  MaterialState = "stored"
	Reading MaterialState = "reading"
	Whole   MaterialState = "ready"
	Refused MaterialState = "refused"
	Removed MaterialState = "removed"
)

// Material is a file of an order.
type Material struct {
	ID, Order, Use, Name, Media, SHA256, Blob string
	Bytes                                     int64
	State                                     MaterialState
	Form                                      string // table, images, audio, pages, list: what its rows are
	First                                     int    // the order's number of its first row, once it is whole
	Done, Total                               int    // rows read, rows there are
	Problem                                   string // why it was refused: a key of the catalogue
	ProblemArgs                               string // its arguments, JSON
	MadeBy                                    string
	Made                                      when.Instant
}

// Row is one row of a material as it is handed out: one unit of work.
type Row struct {
	No    int      `json:"-"`           // in the order, from 1
	Cells []string `json:"c,omitempty"` // in the order of the given columns
	File  string   `json:"f,omitempty"` // id of the picture, sound or page
	Name  string   `json:"n,omitempty"` // the file's name
	Media string   `json:"m,omitempty"`
	From  int      `json:"s,omitempty"` // seconds into a sound
	To    int      `json:"t,omitempty"`
}

// ChunkRows is how many rows are kept in one sealed body.
const ChunkRows = 50

// PackRows writes rows as one body; numbers are left out, they follow from the place.
func PackRows(rows []Row) string {
	b, err := json.Marshal(rows)
	if err != nil {
		panic(fmt.Sprintf("orders: rows: %v", err)) // our own type always marshals
	}
	return string(b)
}

// UnpackRows reads a body whose first row has a number.
func UnpackRows(first int, body string) ([]Row, error) {
	var rows []Row
	if err := json.Unmarshal([]byte(body), &rows); err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].No = first + i
	}
	return rows, nil
}

// ColumnTypes and Widths are what a column can be.
var (
	ColumnTypes = []string{"text", "kana", "number", "date", "postcode", "phone", "mail", "choice", "term", "long"}
	Widths      = []string{"", "half", "full"}
)

// Column is one column of an order: given with the material, or asked of the worker.
type Column struct {
	No      int
	Name    string
	Asked   bool
	Type    string
	Width   string // half or full width letters, "" as typed
	Must    bool
	Choices []string          // the vocabulary of a choice or a term: nothing else is an answer
	Also    map[string]string // other ways of writing a word of the vocabulary, and that word
	Hint    string
	Lane    int // 0: shown to everybody; columns of different lanes never meet in one person's view
}

// ColumnForm is a column as typed.
type ColumnForm struct {
	Name, Type, Width, Choices, Hint string
	Group                            string // of Groups: columns of different groups never meet
	Asked, Must                      bool
}

// ReadVocabulary reads the words of a vocabulary, parted by commas or lines, each with the
// other ways in which it is met: "株式会社=(株)/㈱, 有限会社".
func ReadVocabulary(text string) (names []string, also map[string]string) {
	also = map[string]string{}
	for _, l := range Lines(strings.NewReplacer(",", "\n", "、", "\n", "，", "\n").Replace(text)) {
		name, others, _ := strings.Cut(strings.ReplaceAll(l, "＝", "="), "=")
		if name = strings.TrimSpace(name); name == "" || slices.Contains(names, name) {
			continue
		}
		names = append(names, name)
		for _, o := range strings.Split(strings.ReplaceAll(others, "／", "/"), "/") {
			if o = strings.TrimSpace(o); o != "" && o != name {
				also[o] = name
			}
		}
	}
	return names, also
}

// Vocabulary is the vocabulary as it is typed and stored, one word a line.
func (c Column) Vocabulary() string {
	var lines []string
	for _, n := range c.Choices {
		var others []string
		for o, name := range c.Also {
			if name == n {
				others = append(others, o)
			}
		}
		slices.Sort(others)
		if len(others) > 0 {
			n += "=" + strings.Join(others, "/")
		}
		lines = append(lines, n)
	}
	return strings.Join(lines, "\n")
}

// Word is the word of the vocabulary that is meant, however it is written; false if none is.
func (c Column) Word(s string) (string, bool) {
	fold := func(s string) string { return strings.ToLower(strings.ReplaceAll(norm.NFKC.String(s), " ", "")) }
	if name, ok := c.Also[s]; ok {
		return name, true
	}
	for _, n := range c.Choices {
		if fold(n) == fold(s) {
			return n, true
		}
	}
	for o, n := range c.Also {
		if fold(o) == fold(s) {
			return n, true
		}
	}
	return s, false
}

// Groups are the names under which columns are sealed from each other; "" is shown to everybody.
var Groups = []string{"", "a", "b", "c", "d"}

// ColumnsMost is how many columns an order can have.
const ColumnsMost = 40

// ReadColumns cleans the columns of an order and says what is wrong with them; field
// names carry the number of the line, from 0. Every group of sealed columns gets a lane.
func ReadColumns(fs []ColumnForm) ([]Column, error) {
	var c fault.Check
	var out []Column
	seen := map[string]bool{}
	for i, f := range fs {
		if strings.TrimSpace(f.Name) == "" {
			continue
		}
		n := fmt.Sprint(i)
		x := Column{No: len(out) + 1, Name: line(&c, "name"+n, f.Name, true), Asked: f.Asked, Type: f.Type, Width: f.Width, Must: f.Must && f.Asked, Hint: line(&c, "hint"+n, f.Hint, false)}
		x.Choices, x.Also = ReadVocabulary(f.Choices)
		if x.Type == "" {
			x.Type = "text"
		}
		c.When(!slices.Contains(ColumnTypes, x.Type), "type"+n, "orders.field.pick")
		c.When(!slices.Contains(Widths, x.Width), "width"+n, "orders.field.pick")
		c.When((x.Type == "choice" || x.Type == "term") && len(x.Choices) < 2, "choices"+n, "orders.field.choices_few")
		c.When(seen[x.Name], "name"+n, "orders.field.column_twice")
		seen[x.Name] = true
		x.Lane = max(slices.Index(Groups, f.Group), 0)
		c.When(!slices.Contains(Groups, f.Group), "group"+n, "orders.field.pick")
		out = append(out, x)
	}
	c.When(groups(out) == 1, "group0", "orders.field.group_alone")
	c.When(len(out) > ColumnsMost, "name0", "orders.field.columns_many", "n", ColumnsMost)
	return out, c.Err()
}

// groups counts the groups that are used.
func groups(cols []Column) int {
	seen := map[int]bool{}
	for _, c := range cols {
		if c.Lane > 0 {
			seen[c.Lane] = true
		}
	}
	return len(seen)
}

// Lanes are the lanes in which the rows of an order are worked on: one, or one for each
// group in which something is asked.
func Lanes(cols []Column) []int {
	if groups(cols) == 0 {
		return []int{0}
	}
	var out []int
	for l := range Groups {
		if l > 0 && len(AskedIn(cols, l)) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// first is the first lane in use: in it, what is asked without a group is asked.
func first(cols []Column) int {
	least := len(Groups)
	for _, c := range cols {
		if c.Lane > 0 {
			least = min(least, c.Lane)
		}
	}
	return least
}

// InLane are the columns somebody in a lane sees.
func InLane(cols []Column, lane int) (out []Column) {
	for _, c := range cols {
		if c.Lane == lane || c.Lane == 0 && (!c.Asked || lane == first(cols)) {
			out = append(out, c)
		}
	}
	return out
}

// AskedIn are the columns to fill in, in a lane.
func AskedIn(cols []Column, lane int) (out []Column) {
	for _, c := range InLane(cols, lane) {
		if c.Asked {
			out = append(out, c)
		}
	}
	return out
}

// Instruction is one version of how the work is to be done. Its lines have numbers: a
// correction points at one of them.
type Instruction struct {
	No           int
	Body, Reason string
	MadeBy       string
	Made         when.Instant
}

// reasonMost is how much may be said of a change: the answer to a question is one, and an
// answer may be as long.
const reasonMost = 2000

// ReadInstruction cleans an instruction and says what is wrong with it; a later version says why it changed.
func ReadInstruction(body, reason string, first bool) (Instruction, error) {
	var c fault.Check
	i := Instruction{Body: words(&c, "body", body, true, wordsMost), Reason: words(&c, "reason", reason, !first, reasonMost)}
	return i, c.Err()
}

// Numbered are the lines of the instruction, as they are pointed at.
func (i Instruction) Numbered() []string { return Lines(i.Body) }

// ReadNote cleans a note on a row.
func ReadNote(s string) (string, error) {
	var c fault.Check
	s = words(&c, "note", ja.Name(s), true, 400)
	return s, c.Err()
}

// MaterialKept says that a file of an order was kept.
type MaterialKept struct {
	ID     string `journal:"keep"`
	Order  string `journal:"keep"`
	Name   string `journal:"keep"`
	Use    string `journal:"keep"`
	Bytes  int64  `journal:"keep"`
	SHA256 string `journal:"keep"`
}

// Kind of the event.
func (e MaterialKept) Kind() string { return "orders.material_kept" }

// About is the order.
func (e MaterialKept) About() string { return e.Order }

// MaterialRead says that a material was read to its end.
type MaterialRead struct {
	ID    string        `journal:"keep"`
	Order string        `journal:"keep"`
	State MaterialState `journal:"keep"`
	Rows  int           `journal:"keep"`
}

// Kind of the event.
func (e MaterialRead) Kind() string { return "orders.material_read" }

// About is the order.
func (e MaterialRead) About() string { return e.Order }

// MaterialRemoved says that a file was taken away again, before work on it had begun.
type MaterialRemoved struct {
	ID    string `journal:"keep"`
	Order string `journal:"keep"`
	Name  string `journal:"keep"`
}

// Kind of the event.
func (e MaterialRemoved) Kind() string { return "orders.material_removed" }

// About is the order.
func (e MaterialRemoved) About() string { return e.Order }

// ColumnsSaved says what is given and what is asked.
type ColumnsSaved struct {
	Order  string `journal:"keep"`
	Given  int    `journal:"keep"`
	Asked  int    `journal:"keep"`
	Sealed int    `journal:"keep"`
}

// Kind of the event.
func (e ColumnsSaved) Kind() string { return "orders.columns_saved" }

// About is the order.
func (e ColumnsSaved) About() string { return e.Order }

// Instructed says that a version of the instruction was written, and why.
type Instructed struct {
	Order  string `journal:"keep"`
	No     int    `journal:"keep"`
	Reason string `journal:"keep"`
}

// Kind of the event.
func (e Instructed) Kind() string { return "orders.instructed" }

// About is the order.
func (e Instructed) About() string { return e.Order }
