package work

import (
	"fmt"
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/orders"
)

// Causes of a mistake, in the order of the form. Only "worker" is not paid.
var Causes = []string{"worker", "spec", "client", "tool"}

// Finding is one cell an inspector changed or sent back, with where the instruction says so.
type Finding struct {
	Piece, Worker string
	Row, Column   int
	Line          int    // of the instruction
	Cause         string // of Causes
	Was, Now      string
	Example       string
	Rework        bool
	By            string
	Made          when.Instant
}

// Fix is one cell as an inspector wants it.
type Fix struct {
	Row, Column int
	Text        string
}

// CheckForm is the result of an inspection as typed.
type CheckForm struct {
	Fixes   []Fix
	Rework  bool
	Rows    []int // to be done again
	Line    string
	Cause   string
	Example string
}

// Verdict is the result of an inspection.
type Verdict struct {
	Fixes   []Fix
	Rework  bool
	Rows    []int
	Line    int
	Cause   string
	Example string
}

// Read cleans a verdict on a piece, and says what is wrong with it. Whoever corrects or
// sends back points at a line of the instruction; sending back needs an example too.
func (f CheckForm) Read(p Piece, cols []orders.Column, instruction orders.Instruction, answers map[int]Answer, today when.Date) (Verdict, error) {
	var c fault.Check
	v := Verdict{Rework: f.Rework, Cause: f.Cause, Example: words(&c, "example", f.Example, f.Rework, 1000)}
	for _, x := range f.Fixes {
		i := slices.IndexFunc(cols, func(k orders.Column) bool { return k.No == x.Column })
		if i < 0 || !p.Rows.Has(x.Row) {
			continue
		}
		text, key := ReadCell(cols[i], x.Text, today)
		c.When(key != "", fmt.Sprintf("r%d_%d", x.Row, x.Column), "work.cell."+key)
		c.When(ja.LooksLikeMyNumber(text), fmt.Sprintf("r%d_%d", x.Row, x.Column), "work.field.my_number")
		if cells := answers[x.Row].Cells; i >= len(cells) || cells[i] != text {
			v.Fixes = append(v.Fixes, Fix{x.Row, x.Column, text})
		}
	}
	for _, r := range f.Rows {
		if p.Rows.Has(r) {
			v.Rows = append(v.Rows, r)
		}
	}
	c.When(f.Rework && len(v.Rows) == 0, "rows", "work.field.rework_rows")
	if f.Rework || len(v.Fixes) > 0 {
		lines := instruction.Numbered()
		v.Line = lineNo(f.Line)
		c.When(v.Line < 1 || v.Line > len(lines), "line", "work.field.line", "n", len(lines))
		c.When(!slices.Contains(Causes, v.Cause), "cause", "work.field.pick")
	}
	return v, c.Err()
}

func lineNo(s string) (n int) {
	fmt.Sscan(strings.TrimSpace(s), &n)
	return n
}

// Blame says who stands for a mistake: two people who stumble over the same line of the
// instruction in the same column show that the instruction is at fault, not they.
func Blame(cause string, column, line int, worker string, before []Finding) string {
	if cause != "worker" {
		return cause
	}
	for _, f := range before {
		if f.Column == column && f.Line == line && f.Worker != worker && (f.Cause == "worker" || f.Cause == "spec") {
			return "spec"
		}
	}
	return "worker"
}

// Receipt is what was received for a claim: the clock of payment starts on its day,
// whatever the inspection says.
type Receipt struct {
	Claim, Piece, Order, Worker string
	Rows                        int
	Fee, Extra                  yen.Amount
	Received, LastLawful, Due   when.Date
	AcceptBy                    when.Date
	Accepted                    when.Instant
	By                          string
	Deemed                      bool
}

// AcceptDays is within how many days after the receipt is inspected; silence after them is acceptance.
const AcceptDays = 7

// HandedBack says that a piece was given back, or that its lease ran out. Rows that were
// done are delivered and paid; no reason exists.
type HandedBack struct {
	Claim  string `journal:"keep"`
	Order  string `journal:"keep"`
	Done   int    `journal:"keep"`
	Left   int    `journal:"keep"`
	Lapsed bool   `journal:"keep"`
}

// Kind of the event.
func (e HandedBack) Kind() string {
	if e.Lapsed {
		return "work.lapsed"
	}
	return "work.handed_back"
}

// About is the order.
func (e HandedBack) About() string { return e.Order }

// Delivered says that a worker delivered rows, and which days follow from it.
type Delivered struct {
	Claim    string     `journal:"keep"`
	Piece    string     `journal:"keep"`
	Order    string     `journal:"keep"`
	Worker   string     `journal:"keep"`
	Rows     int        `journal:"keep"`
	Fee      yen.Amount `journal:"keep"`
	Received when.Date  `journal:"keep"`
	Due      when.Date  `journal:"keep"`
}

// Kind of the event.
func (e Delivered) Kind() string { return "work.delivered" }

// About is the order.
func (e Delivered) About() string { return e.Order }

// Checked says how an inspection ended.
type Checked struct {
	Piece    string     `journal:"keep"`
	Order    string     `journal:"keep"`
	Worker   string     `journal:"keep"`
	Accepted bool       `journal:"keep"`
	Deemed   bool       `journal:"keep"`
	Fixed    int        `journal:"keep"`
	Rows     int        `journal:"keep"` // to be done again
	Cause    string     `journal:"keep"`
	Line     int        `journal:"keep"`
	Extra    yen.Amount `journal:"keep"`
}

// Kind of the event.
func (e Checked) Kind() string {
	switch {
	case e.Deemed:
		return "work.deemed"
	case e.Accepted:
		return "work.accepted"
	}
	return "work.sent_back"
}

// About is the order.
func (e Checked) About() string { return e.Order }

// Question is what somebody at work asks about a row; the answer goes to all.
type Question struct {
	ID, Order, Piece, Worker string
	Row                      int
	Body, Answer             string
	Instruction              int // the version that came of it, 0 none
	AnsweredBy               string
	Asked, Answered          when.Instant
	CodeName                 string
}

// ReadWords cleans a question, an answer or a reason.
func ReadWords(field, s string) (string, error) {
	var c fault.Check
	s = words(&c, field, s, true, 2000)
	return s, c.Err()
}

// Asked says that somebody asked about a row.
type Asked struct {
	ID    string `journal:"keep"`
	Order string `journal:"keep"`
	Row   int    `journal:"keep"`
}

// Kind of the event.
func (e Asked) Kind() string { return "work.asked" }

// About is the order.
func (e Asked) About() string { return e.Order }

// Answered says that a question was answered, and whether the instruction changed by it.
type Answered struct {
	ID          string `journal:"keep"`
	Order       string `journal:"keep"`
	Instruction int    `journal:"keep"`
}

// Kind of the event.
func (e Answered) Kind() string { return "work.answered" }

// About is the order.
func (e Answered) About() string { return e.Order }

// Pace is how fast and how well somebody does a kind of work, by what was accepted.
type Pace struct {
	Worker, Kind           string
	Units, Seconds, Pieces int
	Checked, Wrong         int // cells looked at, cells corrected for which she stood
}

// SecondsEach is the measured time of a unit; 0 without a measure.
func (p Pace) SecondsEach() int {
	if p.Units == 0 || p.Seconds == 0 {
		return 0
	}
	return max(1, p.Seconds/p.Units)
}

// Sure is how far the measure can be relied on, in percent: one piece says little, twenty say much.
func (p Pace) Sure() int { return p.Pieces * 100 / (p.Pieces + 5) }

// CheckedIn says that somebody came to the hub, or left it. It is never a measure of working time.
type CheckedIn struct {
	Worker string `journal:"keep"`
	Out    bool   `journal:"keep"`
}

// Kind of the event.
func (e CheckedIn) Kind() string {
	if e.Out {
		return "work.checked_out"
	}
	return "work.checked_in"
}

// About is the worker.
func (e CheckedIn) About() string { return e.Worker }
