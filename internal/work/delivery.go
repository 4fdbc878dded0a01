package work

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/orders"
)

// Formats a result can be delivered in, in the order of the form.
var Formats = []string{"csv", "csv_sjis", "xlsx", "text", "zip"}

// Note is the delivery note: what was done, looked at and changed (no more and no less).
type Note struct {
	Rows, Pieces  int
	People        int
	Looked, Fixed int // rows an inspector looked at, rows corrected
	Reworked      int // pieces done again
	Double        bool
	Instructions  int // versions of the instruction
	Questions     int
	Machine       bool // whether machine drafts were used; this version of the program makes none
}

// Delivery is one delivery to a client.
type Delivery struct {
	No                  int
	Format, Name, Media string
	SHA256, Blob        string
	Note                Note
	State               string // sent, accepted, objected
	MadeBy              string
	Made                when.Instant
	AnsweredBy, Answer  string
	Answered            when.Instant
	Objections          []Objection
}

// Objection is what a client says of one row.
type Objection struct {
	Row     int
	Words   string
	Settled when.Instant
	Reply   string
}

// Result is one row of the finished work: what was given, and what was found out.
type Result struct {
	No    int
	Name  string // of the row's file
	File  string // its id
	Media string
	From  int // seconds, of a recording
	To    int
	Given []string
	Asked []string

	Made, MadeName string // the file handed in for the row: its id, and its name
}

// Assemble writes the finished rows in a format.
func Assemble(format, title string, cols []orders.Column, rows []Result) (name, media string, body []byte, err error) {
	switch format {
	case "csv", "csv_sjis":
		body, err = sheet.CSV(table(title, cols, rows))
		if err == nil && format == "csv_sjis" {
			body, err = sheet.ShiftJIS(strings.TrimPrefix(string(body), "\ufeff"))
		}
		return title + ".csv", "text/csv", body, err
	case "xlsx":
		body, err = sheet.XLSX(table(title, cols, rows))
		return title + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body, err
	case "text":
		return title + ".txt", "text/plain; charset=utf-8", text(rows), nil
	}
	return "", "", nil, fmt.Errorf("no format %q", format)
}

func table(title string, cols []orders.Column, rows []Result) sheet.Table {
	files := slices.ContainsFunc(rows, func(r Result) bool { return r.Name != "" })
	heads := []string{"No."}
	if files {
		heads = append(heads, "file")
	}
	var asked []orders.Column
	for _, side := range []bool{false, true} {
		for _, c := range cols {
			if c.Asked == side {
				heads = append(heads, c.Name)
				if side {
					asked = append(asked, c)
				}
			}
		}
	}
	t := sheet.Table{Name: title, Lines: [][]any{sheet.Head(heads...)}}
	for _, r := range rows {
		line := []any{r.No}
		if files {
			line = append(line, r.Name)
		}
		for _, s := range r.Given {
			line = append(line, s)
		}
		for i, s := range r.Asked {
			line = append(line, value(asked[i], s))
		}
		t.Lines = append(t.Lines, line)
	}
	return t
}

// value is a number as a number, unless a zero in front of it means something.
func value(c orders.Column, s string) any {
	if n, err := strconv.ParseInt(s, 10, 64); c.Type == "number" && err == nil && strconv.FormatInt(n, 10) == s {
		return n
	}
	return s
}

// text writes transcripts and articles one after the other; a recording's rows carry their time.
func text(rows []Result) []byte {
	var b strings.Builder
	for _, r := range rows {
		if r.From > 0 || r.Name != "" {
			fmt.Fprintf(&b, "[%02d:%02d:%02d] ", r.From/3600, r.From/60%60, r.From%60)
		}
		b.WriteString(strings.Join(nonEmpty(r.Asked), "\n"))
		b.WriteString("\n")
	}
	return []byte(b.String())
}

func nonEmpty(in []string) (out []string) {
	for _, s := range in {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// FirstForm is the client's word on one of the first rows, as typed.
type FirstForm struct {
	Row   int
	Right bool
	Words string
}

// ReadFirsts cleans the client's word on the first rows: each is right, or wrong with what is wrong.
func ReadFirsts(fs []FirstForm, rows int) ([]FirstForm, error) {
	var c fault.Check
	for i, f := range fs {
		fs[i].Words = words(&c, fmt.Sprintf("words%d", f.Row), f.Words, !f.Right, 1000)
	}
	c.When(len(fs) < rows, "firsts", "work.field.firsts_all")
	return fs, c.Err()
}

// FirstsJudged says that a client looked at the first rows; the rest opens if they approve.
type FirstsJudged struct {
	Order    string `journal:"keep"`
	Right    int    `journal:"keep"`
	Wrong    int    `journal:"keep"`
	Approved bool   `journal:"keep"`
}

// Kind of the event.
func (e FirstsJudged) Kind() string { return "work.firsts_judged" }

// About is the order.
func (e FirstsJudged) About() string { return e.Order }

// SentToClient says that a result was delivered.
type SentToClient struct {
	Order  string `journal:"keep"`
	No     int    `journal:"keep"`
	Rows   int    `journal:"keep"`
	SHA256 string `journal:"keep"`
}

// Kind of the event.
func (e SentToClient) Kind() string { return "work.sent" }

// About is the order.
func (e SentToClient) About() string { return e.Order }

// ClientAnswered says what the client said to a delivery.
type ClientAnswered struct {
	Order      string `journal:"keep"`
	No         int    `journal:"keep"`
	Yes        bool   `journal:"keep"`
	Objections int    `journal:"keep"`
	By         string `journal:"mask"`
}

// Kind of the event.
func (e ClientAnswered) Kind() string {
	if e.Yes {
		return "work.client_accepted"
	}
	return "work.client_objected"
}

// About is the order.
func (e ClientAnswered) About() string { return e.Order }
