// Package sheet reads and writes the tables offices exchange: xlsx, and CSV in the
// encodings that are met in Japan. What is read is bounded before it is believed;
// what is written runs nothing when a spreadsheet opens it.
package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
)

// The content types of the files written here.
const (
	TypeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	TypeCSV  = "text/csv; charset=utf-8"
)

// Table is one sheet: the first line holds the heads. A cell is a string, an int, an
// int64, or anything with a String method; numbers stay numbers in xlsx.
type Table struct {
	Name  string
	Lines [][]any
}

// Head is a first line of words.
func Head(words ...string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

// XLSX is a workbook with one sheet per table. Text is written as text, so nothing
// somebody typed becomes a formula.
func XLSX(tables ...Table) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // nothing is on disk
	for i, t := range tables {
		name := sheetName(t.Name, i)
		if i == 0 {
			if err := f.SetSheetName("Sheet1", name); err != nil {
				return nil, err
			}
		} else if _, err := f.NewSheet(name); err != nil {
			return nil, err
		}
		if err := fill(f, name, t.Lines); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, err
	}
	return inOrder(b.Bytes())
}

// inOrder packs the parts of a workbook in the order of their names, so that the same
// tables are the same bytes. What is compressed already stays as it is.
func inOrder(packed []byte) ([]byte, error) {
	r, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(r.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range r.File {
		if err := w.Copy(part); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return b.Bytes(), err
}

func fill(f *excelize.File, name string, lines [][]any) error {
	w, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for y, line := range lines {
		row := make([]any, len(line))
		for x, v := range line {
			row[x] = cell(v)
			if y == 0 {
				row[x] = excelize.Cell{StyleID: bold, Value: row[x]}
			}
		}
		at, err := excelize.CoordinatesToCellName(1, y+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, row); err != nil {
			return err
		}
	}
	return w.Flush()
}

func cell(v any) any {
	switch x := v.(type) {
	case int, int64, string:
		return x
	case fmt.Stringer:
		return x.String()
	}
	return fmt.Sprint(v)
}

// sheetName keeps to what spreadsheets allow: 31 characters, none of []:*?/\.
func sheetName(s string, i int) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, s)
	if r := []rune(s); len(r) > 31 {
		s = string(r[:31])
	}
	if s == "" {
		s = strconv.Itoa(i + 1)
	}
	return s
}

// CSV is a table as UTF-8 with a byte order mark, by which spreadsheets know the encoding.
func CSV(t Table) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	c := csv.NewWriter(&b)
	c.UseCRLF = true
	for _, line := range t.Lines {
		row := make([]string, len(line))
		for i, v := range line {
			if s, ok := cell(v).(string); ok {
				row[i] = noFormula(s)
			} else {
				row[i] = fmt.Sprint(v)
			}
		}
		if err := c.Write(row); err != nil {
			return nil, err
		}
	}
	c.Flush()
	return b.Bytes(), c.Error()
}

// ShiftJIS is a text as older offices and programs read it; a letter that is not in it
// becomes 〓, as printers do.
func ShiftJIS(text string) ([]byte, error) {
	var b bytes.Buffer
	e := japanese.ShiftJIS.NewEncoder()
	for _, r := range text {
		s, err := e.String(string(r))
		if err != nil {
			e = japanese.ShiftJIS.NewEncoder()
			s, err = e.String("〓")
		}
		if err != nil {
			return nil, err
		}
		b.WriteString(s)
	}
	return b.Bytes(), nil
}

// noFormula keeps a spreadsheet from running what somebody typed as their name.
func noFormula(s string) string {
	if s != "" && strings.ContainsAny(s[:1], "=+-@\t\r") {
		return "'" + s
	}
	return s
}
