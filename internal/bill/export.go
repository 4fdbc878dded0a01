package bill

import (
	"bytes"
	"encoding/csv"
	"strconv"

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
	Key    string
	Heads  []string // none: the program wants none
	Shift  bool     // Shift_JIS with CRLF; else UTF-8 with a mark and CRLF
	fill   func(e Entry, n, of int, d, c Leg) []string
	Source string
}

// noTax is the class of tax of every line: the ledger keeps tax on accounts of its own,
// so the program must not work it out a second time.
const noTax = "対象外"

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

var freee = Program{Key: "freee", Source: "support.freee.co.jp/hc/ja/articles/204847430",
	Heads: []string{"日付", "伝票番号", "決算整理仕訳", "借方勘定科目", "借方取引先", "借方税区分", "借方金額", "借方税額", "貸方勘定科目", "貸方取引先", "貸方税区分", "貸方金額", "貸方税額", "摘要"},
	fill: func(e Entry, _, _ int, d, c Leg) []string {
		return []string{slashed(e.On), strconv.Itoa(e.No), "", d.Account, d.Sub, d.class(), d.yen(), "", c.Account, c.Sub, c.class(), c.yen(), "", e.Words}
	}}

var moneyForward = Program{Key: "moneyforward", Source: "biz.moneyforward.com/support/ac-plus/guide/journal2/import2.html",
	Heads: []string{"取引No", "取引日", "借方勘定科目", "借方補助科目", "借方部門", "借方取引先", "借方税区分", "借方インボイス", "借方金額(円)", "借方税額",
		"貸方勘定科目", "貸方補助科目", "貸方部門", "貸方取引先", "貸方税区分", "貸方インボイス", "貸方金額(円)", "貸方税額", "摘要", "仕訳メモ", "タグ", "MF仕訳タイプ", "決算整理仕訳", "作成日時", "作成者", "最終更新日時", "最終更新者"},
	fill: func(e Entry, _, _ int, d, c Leg) []string {
		return []string{strconv.Itoa(e.No), slashed(e.On), d.Account, d.Sub, "", "", d.class(), "", d.yen(), "", c.Account, c.Sub, "", "", c.class(), "", c.yen(), "", e.Words, "", "", "", "", "", "", "", ""}
	}}

var yayoi = Program{Key: "yayoi", Shift: true, Source: "support.yayoi-kk.co.jp/subcontents.html?page_id=18545",
	fill: func(e Entry, n, of int, d, c Leg) []string {
		return []string{yayoiFlag(n, of), strconv.Itoa(e.No), "", slashed(e.On), d.Account, d.Sub, "", d.class(), zeroed(d), "", c.Account, c.Sub, "", c.class(), zeroed(c), "", e.Words, "", "", "3", "", "", "0", "0", "no"}
	}}

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

func slashed(d when.Date) string {
	y, m, day := d.Parts()
	return strconv.Itoa(y) + "/" + two(int(m)) + "/" + two(day)
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func (s Leg) class() string {
	if s.Account == "" {
		return ""
	}
	return noTax
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
	if p.Heads != nil {
		rows = append([][]string{p.Heads}, rows...)
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
