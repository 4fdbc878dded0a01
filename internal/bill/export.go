package bill

import (
	"bytes"
	_ "embed" // the words of the files
	"encoding/csv"
	"strconv"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/sheet"
)

// Entry is one entry of the ledger on its way to an accounting program: lines whose
// debits (above zero) and credits (below) come to nothing together.
type Entry struct {
	No    int // counted within the file
	On    when.Date
	Words string
	Lines []Leg
}

// Leg is one line of such an entry.
type Leg struct {
	Account, Sub string // by the names the program knows
	Amount       yen.Amount
}

// Program is an accounting program a journal can be made for.
type Program struct {
	Key   string
	Shift bool // Shift_JIS with CRLF; else UTF-8 with a mark and CRLF
	fill  func(e Entry, n, of int, d, c Leg) []string
}

//go:embed tables/journal.tsv
var journalWords string

// journalRows are the words of the programs' files: a program's heads, and the class of tax of
// every line. The ledger keeps tax on accounts of its own, so no program must work it out again.
var journalRows = func() map[string][]string {
	out := map[string][]string{}
	for _, l := range strings.Split(journalWords, "\n") {
		f := strings.Split(l, "\t")
		out[f[0]] = f[1:]
	}
	return out
}()

// Heads are the heads of the program's columns; none where it wants none.
func (p Program) Heads() []string { return journalRows[p.Key] }

// Programs in the order of the page.
var Programs = []Program{freee, moneyForward, yayoi}

// ProgramOf is a program by its key.
func ProgramOf(key string) (Program, bool) {
	for _, p := range Programs {
		if p.Key == key {
			return p, true
		}
	}
	return Program{}, false
}

// support.freee.co.jp/hc/ja/articles/204847430
var freee = Program{Key: "freee",
	fill: func(e Entry, _, _ int, d, c Leg) []string {
		return []string{Slashed(e.On), strconv.Itoa(e.No), "", d.Account, d.Sub, d.class(), d.yen(), "", c.Account, c.Sub, c.class(), c.yen(), "", e.Words}
	}}

// biz.moneyforward.com/support/ac-plus/guide/journal2/import2.html
var moneyForward = Program{Key: "moneyforward",
	fill: func(e Entry, _, _ int, d, c Leg) []string {
		return []string{strconv.Itoa(e.No), Slashed(e.On), d.Account, d.Sub, "", "", d.class(), "", d.yen(), "", c.Account, c.Sub, "", "", c.class(), "", c.yen(), "", e.Words, "", "", "", "", "", "", "", ""}
	}}

// support.yayoi-kk.co.jp/subcontents.html?page_id=18545
var yayoi = Program{Key: "yayoi", Shift: true,
	fill: func(e Entry, n, of int, d, c Leg) []string {
		return []string{yayoiFlag(n, of), strconv.Itoa(e.No), "", Slashed(e.On), d.Account, d.Sub, "", d.class(), zeroed(d), "", c.Account, c.Sub, "", c.class(), zeroed(c), "", e.Words, "", "", "3", "", "", "0", "0", "no"}
	}}

// Slashed is a day as papers and accounting programs write it: 2026/12/01.
func Slashed(d when.Date) string { return strings.ReplaceAll(d.String(), "-", "/") }

// yayoiFlag marks the rows of one slip: alone, first, between, last.
func yayoiFlag(n, of int) string {
	switch {
	case of == 1:
		return "2111"
	case n == 0:
		return "2110"
	case n == of-1:
		return "2101"
	}
	return "2100"
}

func (s Leg) class() string {
	if s.Account == "" {
		return ""
	}
	return journalRows["no_tax"][0]
}

func (s Leg) yen() string {
	if s.Account == "" {
		return ""
	}
	return strconv.FormatInt(int64(s.Amount), 10)
}

func zeroed(s Leg) string {
	if s.Account == "" {
		return "0"
	}
	return s.yen()
}

// Rows are the lines of a journal as the program wants them, without heads. Debits stand
// beside credits as far as both reach; amounts are always above zero.
func (p Program) Rows(es []Entry) (out [][]string) {
	for _, e := range es {
		ds, cs := sides(e)
		of := max(len(ds), len(cs))
		for n := range of {
			var d, c Leg
			if n < len(ds) {
				d = ds[n]
			}
			if n < len(cs) {
				c = cs[n]
			}
			out = append(out, p.fill(e, n, of, d, c))
		}
	}
	return out
}

func sides(e Entry) (debit, credit []Leg) {
	for _, l := range e.Lines {
		if l.Amount > 0 {
			debit = append(debit, l)
		} else {
			l.Amount = -l.Amount
			credit = append(credit, l)
		}
	}
	return debit, credit
}

// File is the journal as the program reads it.
func (p Program) File(es []Entry) ([]byte, error) {
	rows := p.Rows(es)
	if heads := p.Heads(); heads != nil {
		rows = append([][]string{heads}, rows...)
	}
	var b bytes.Buffer
	if !p.Shift {
		b.WriteString("\ufeff")
	}
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, r := range rows {
		if err := w.Write(r); err != nil {
			return nil, err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil || !p.Shift {
		return b.Bytes(), err
	}
	return sheet.ShiftJIS(b.String())
}
