package work

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"hiroba/internal/base/ja"
	"hiroba/internal/base/when"
	"hiroba/internal/orders"
)

// Answer is one row as it was filled in: a text for each asked column, in their order.
type Answer struct {
	Row      int
	Cells    []string
	Version  int    // how often it was saved
	File     string // id of a file handed in for the row
	FileName string
	Saved    when.Instant
	Spent    int    // seconds
	Mark     string // "", ok, fixed, wrong: what an inspector said
}

// cellMost is the longest answer, in letters.
const cellMost = 20000

// ReadCell puts one answer into the form its column asks for, and tells what is wrong with
// it: a key under work.cell. An empty text is no answer yet.
func ReadCell(c orders.Column, s string, today when.Date) (string, string) {
	if c.Type == "long" {
		s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	} else {
		s = strings.Join(strings.Fields(s), " ")
	}
	if s == "" {
		if c.Must {
			return "", "missing"
		}
		return "", ""
	}
	if len([]rune(s)) > cellMost {
		return s, "long"
	}
	out, err := readers[c.Type](s, c, today)
	if err != "" {
		return s, err
	}
	switch c.Width {
	case "half":
		out = width.Narrow.String(out)
	case "full":
		out = width.Widen.String(out)
	}
	return out, ""
}

var readers = map[string]func(s string, c orders.Column, today when.Date) (string, string){
	"text": func(s string, _ orders.Column, _ when.Date) (string, string) { return norm.NFC.String(s), "" },
	"long": func(s string, _ orders.Column, _ when.Date) (string, string) { return norm.NFC.String(s), "" },
	"kana": func(s string, _ orders.Column, _ when.Date) (string, string) { return or(ja.Kana(s))("kana") },
	"number": func(s string, _ orders.Column, _ when.Date) (string, string) {
		s = strings.NewReplacer(",", "", "，", "", "−", "-", "－", "-").Replace(ja.FoldNumber(s))
		if _, err := strconv.ParseFloat(s, 64); err != nil {
			return s, "number"
		}
		return s, ""
	},
	"date": func(s string, _ orders.Column, today when.Date) (string, string) {
		d, err := when.ReadDate(s, today)
		if err != nil {
			return s, "date"
		}
		return d.String(), ""
	},
	"postcode": func(s string, _ orders.Column, _ when.Date) (string, string) {
		p, err := ja.Postcode(s)
		if err != nil {
			return s, "postcode"
		}
		return p[:3] + "-" + p[3:], ""
	},
	"phone": func(s string, _ orders.Column, _ when.Date) (string, string) {
		p, err := ja.Phone(s)
		return or(ja.PhoneShow(p), err)("phone")
	},
	"mail":   func(s string, _ orders.Column, _ when.Date) (string, string) { return or(ja.Mail(s))("mail") },
	"choice": word,
	"term":   word,
}

// word is the word of the column's vocabulary that was written, in its one form.
func word(s string, c orders.Column, _ when.Date) (string, string) {
	w, known := c.Word(s)
	if !known {
		return s, c.Type
	}
	return w, ""
}

func or(s string, err error) func(key string) (string, string) {
	return func(key string) (string, string) {
		if err != nil {
			return s, key
		}
		return s, ""
	}
}

// Wrong is one cell that does not fit its column.
type Wrong struct {
	Column int // the column's number
	Key    string
}

// ReadCells reads the answers of a row. Half-filled rows are saved too: what is missing is
// asked for at the delivery.
func ReadCells(cols []orders.Column, typed []string, today when.Date) (cells []string, wrong []Wrong) {
	for i, c := range cols {
		s := ""
		if i < len(typed) {
			s = typed[i]
		}
		out, key := ReadCell(c, s, today)
		cells = append(cells, out)
		if key != "" {
			wrong = append(wrong, Wrong{c.No, key})
		}
	}
	return cells, wrong
}

// Empty tells whether nothing has been filled in.
func Empty(cells []string) bool {
	return !slices.ContainsFunc(cells, func(s string) bool { return s != "" })
}

// Done tells whether a row can be delivered: every cell fits, and it says something, or has a file.
func (a Answer) Done(cols []orders.Column, today when.Date) bool {
	_, wrong := ReadCells(cols, a.Cells, today)
	return len(wrong) == 0 && (!Empty(a.Cells) || a.File != "")
}

// PackCells and UnpackCells write answers as one text and read them back.
func PackCells(cells []string) string {
	b, err := json.Marshal(cells)
	if err != nil {
		panic(fmt.Sprintf("work: cells: %v", err))
	}
	return string(b)
}

// UnpackCells reads what PackCells wrote.
func UnpackCells(s string) (cells []string, err error) {
	err = json.Unmarshal([]byte(s), &cells)
	return cells, err
}

// Differ are the columns, by place, in which two people entered different things.
func Differ(a, b []string) (out []int) {
	for i := range a {
		if i >= len(b) || a[i] != b[i] {
			out = append(out, i)
		}
	}
	return out
}

// Lease is how long a piece stays with somebody after the last sign of life: until then
// nobody else gets it, and nothing has to be said.
const Lease = 8 * time.Hour

// spentMost is the longest time one save is believed to have taken; beyond it somebody was called away.
const spentMost = 10 * time.Minute

// Spent is how many seconds of work lie between two saves.
func Spent(last, now when.Instant) int {
	if last.IsZero() {
		return 0
	}
	if d := now.Sub(last); d > 0 && d <= spentMost {
		return int(d / time.Second)
	}
	return 0
}
