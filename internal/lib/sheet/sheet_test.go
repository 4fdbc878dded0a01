package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

var usual = Limits{Bytes: 1 << 20, Unpacked: 8 << 20, Rows: 1000, Columns: 10, Cell: 1000}

func read(body []byte, lim Limits) (*Reader, [][]string, error) {
	r, err := Open(bytes.NewReader(body), int64(len(body)), lim)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	var out [][]string
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			return r, out, nil
		}
		if err != nil {
			return r, out, err
		}
		out = append(out, rec)
	}
}

func sjis(t *testing.T, s string) []byte {
	b, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestEveryEncodingOfficesWrite(t *testing.T) {
	text := "名前,ふりがな\r\n髙橋 花子,たかはし はなこ\r\n\r\n﨑山①,さきやま\r\n"
	want := [][]string{{"名前", "ふりがな"}, {"髙橋 花子", "たかはし はなこ"}, {"﨑山①", "さきやま"}}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"utf-8": []byte(text), "utf-8 ": []byte("\ufeff" + text), "shift_jis": sjis(t, text), "utf-16": utf16} {
		r, got, err := read(body, usual)
		if err != nil || !reflect.DeepEqual(got, want) || r.Encoding != strings.TrimSpace(name) {
			t.Errorf("%s: %v %v", name, got, err)
		}
	}
}

func TestTabsSemicolonsAndQuotes(t *testing.T) {
	for _, body := range []string{"a\tb,c\td\n1\t\"x\n\"\"y\"\"\"\t\n", "a;b,c;d\n1;\"x\n\"\"y\"\"\";\n"} {
		_, got, err := read([]byte(body), usual)
		if err != nil || !reflect.DeepEqual(got, [][]string{{"a", "b,c", "d"}, {"1", "x\n\"y\"", ""}}) {
			t.Errorf("%q: %q %v", body, got, err)
		}
	}
}

func TestProblemsNameTheirLine(t *testing.T) {
	long := strings.Repeat("x", 1001)
	for want, body := range map[string]string{
		"empty 0":    "",
		"columns 3":  "a,b\n1,2\n3\n",
		"columns 2":  "a,b\n1,2,3\n",
		"quote 2":    "a,b\n1,\"2\n3,4\n",
		"cell 2":     "a,b\n1," + long + "\n",
		"wide 1":     strings.Repeat("a,", 11) + "b\n",
		"encoding 2": "a,b\n\x82\xa0,\x81\xff\n",
		"binary 2":   "a,b\n1,\x00\n",
		"rows 1001":  "a\n" + strings.Repeat("1\n", 1000),
		"legacy 0":   "\xd0\xcf\x11\xe0rest",
		"broken 0":   "PK\x03\x04rest",
	} {
		_, _, err := read([]byte(body), usual)
		var p *Problem
		if !errors.As(err, &p) || fmt.Sprintf("%s %d", p.Kind, p.Line) != want {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	if _, _, err := read([]byte("a,b\n1,2\n"), Limits{Bytes: 3}); err == nil {
		t.Error("a file over the limit was read")
	}
}

func TestAShorterLineIsFineWhereItsEndIsEmpty(t *testing.T) {
	_, got, err := read([]byte("a,b,,\n1,2,,\n"), usual)
	if err != nil || !reflect.DeepEqual(got, [][]string{{"a", "b"}, {"1", "2"}}) {
		t.Error(got, err)
	}
}

func TestTheNameOfAListIsNoHead(t *testing.T) {
	lim := usual
	lim.Titles = 2
	for _, body := range []string{"登録者の名簿,,\n\n,,令和8年\na,b,\n1,2,\n", "a,b\n1,2\n", "名簿\na,b\n1,2\n"} {
		_, got, err := read([]byte(body), lim)
		if err != nil || !reflect.DeepEqual(got, [][]string{{"a", "b"}, {"1", "2"}}) {
			t.Errorf("%q: %q %v", body, got, err)
		}
	}
}

func TestAWorkbookIsReadBack(t *testing.T) {
	f := excelize.NewFile()
	for cell, v := range map[string]any{"A1": "名前", "B1": "生年月日", "C1": "メモ", "A2": "花子", "B2": time.Date(1990, 2, 3, 0, 0, 0, 0, time.UTC), "A4": "次郎", "B4": "1991/4/5"} {
		if err := f.SetCellValue("Sheet1", cell, v); err != nil {
			t.Fatal(err)
		}
	}
	style, err := f.NewStyle(&excelize.Style{NumFmt: 14})
	if err != nil {
		t.Fatal(err)
	}
	if err := f.SetCellStyle("Sheet1", "B2", "B2", style); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	r, got, err := read(b.Bytes(), usual)
	if err != nil || !reflect.DeepEqual(got, [][]string{{"名前", "生年月日", "メモ"}, {"花子", "1990-02-03", ""}, {"次郎", "1991/4/5", ""}}) || r.Line() != 4 {
		t.Errorf("%q %v, line %d", got, err, r.Line())
	}
}

func TestABombIsNotUnpacked(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 9 {
		if _, err := w.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	_, _, err = read(b.Bytes(), usual)
	var p *Problem
	if !errors.As(err, &p) || p.Kind != "packed" {
		t.Error(err)
	}
}

func TestWhatIsWrittenIsReadBackAndRunsNothing(t *testing.T) {
	table := Table{Name: "a/b[名簿]", Lines: [][]any{Head("名前", "件数"), {"=1+1", 12}, {"-x", int64(7)}}}
	x, err := XLSX(table, Table{Lines: [][]any{Head("2")}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(x))
	if err != nil {
		t.Fatal(err)
	}
	name := f.GetSheetList()[0]
	if formula, _ := f.GetCellFormula(name, "A2"); formula != "" || name != "ab名簿" {
		t.Errorf("%q holds the formula %q", name, formula)
	}
	if kind, _ := f.GetCellType(name, "B2"); kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Error("a number became text")
	}
	if _, got, err := read(x, usual); err != nil || !reflect.DeepEqual(got, [][]string{{"名前", "件数"}, {"=1+1", "12"}, {"-x", "7"}}) {
		t.Errorf("%q %v", got, err)
	}
	c, err := CSV(table)
	if err != nil {
		t.Fatal(err)
	}
	if _, got, err := read(c, usual); err != nil || !reflect.DeepEqual(got, [][]string{{"名前", "件数"}, {"'=1+1", "12"}, {"'-x", "7"}}) {
		t.Errorf("%q %v", got, err)
	}
}

func TestTheSameTablesAreTheSameBytes(t *testing.T) {
	var ts []Table
	for _, name := range []string{"figures", "months", "clients", "seminars", "way", "about"} {
		ts = append(ts, Table{Name: name, Lines: [][]any{Head("名前", "数"), {name, 7}}})
	}
	first, err := XLSX(ts...)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		again, err := XLSX(ts...)
		if err != nil || !bytes.Equal(first, again) {
			t.Fatalf("other bytes: %v", err)
		}
	}
}

func FuzzAnyBytesAreReadWithoutPanic(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\xef\xbb\xbfa\tb\n", "\x82\xa0,b\n", "PK\x03\x04", "\xff\xfea\x00,\x00"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		_, got, err := read(body, usual)
		for _, rec := range got {
			if len(rec) != len(got[0]) {
				t.Fatalf("%q: lines of different width", body)
			}
		}
		var p *Problem
		if err != nil && !errors.As(err, &p) {
			t.Fatalf("%q: %v is no problem a person can read", body, err)
		}
	})
}

func BenchmarkReadShiftJIS100000(b *testing.B) {
	var text strings.Builder
	text.WriteString("番号,名前,住所\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d,山田 花子,北海道雪原市本町%d丁目\n", i, i%9)
	}
	body, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if _, got, err := read(body, Limits{Bytes: 1 << 26, Rows: 1 << 20, Columns: 9, Cell: 999}); err != nil || len(got) != 100_001 {
			b.Fatal(len(got), err)
		}
	}
}
