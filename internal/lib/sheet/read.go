package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// Limits bound what a file may be. Every one but Titles must be set.
type Limits struct {
	Bytes    int64 // of the file
	Unpacked int64 // of an xlsx, once unzipped
	Rows     int   // lines with content, the heads among them
	Columns  int
	Cell     int // bytes of one cell
	Titles   int // lines with one filled cell that may stand above the heads and are passed over; may be 0
}

// Problem says why a file cannot be read. Kind is one of: empty, big, legacy (an .xls,
// or a workbook with a password), packed (unzips to too much), broken (no workbook
// inside), encoding, quote, columns, rows, wide, cell, binary.
type Problem struct {
	Kind string
	Line int // 1 is the first line of the file; 0 where no line is to blame
	Want int // columns, rows or bytes that are allowed or expected, by kind
	Got  int
}

// Error is for logs; people read a sentence made of Kind and the numbers.
func (p *Problem) Error() string {
	return fmt.Sprintf("sheet: %s at line %d (want %d, got %d)", p.Kind, p.Line, p.Want, p.Got)
}

// Reader gives a table line by line.
type Reader struct {
	Kind     string // "csv" or "xlsx"
	Encoding string // "utf-8", "utf-16" or "shift_jis"; xlsx is utf-8
	rows     source
	lim      Limits
	width    int // columns of the first line
	n        int // lines given
	titles   int // lines passed over before the heads
	line     int
}

// source gives raw records and the line of the file each began on.
type source interface {
	next() ([]string, int, error)
	close() error
}

// Open looks at a file and gets ready to read it. The encoding of text is told from
// its bytes: a mark, else UTF-8 if it is valid, else Shift_JIS as Windows writes it.
func Open(body io.ReaderAt, size int64, lim Limits) (*Reader, error) {
	if size == 0 {
		return nil, &Problem{Kind: "empty"}
	}
	if size > lim.Bytes {
		return nil, &Problem{Kind: "big", Want: int(lim.Bytes), Got: int(size)}
	}
	head := make([]byte, min(size, 4096))
	if _, err := body.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	r := &Reader{Kind: "csv", Encoding: "utf-8", lim: lim}
	var err error
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		r.Kind = "xlsx"
		r.rows, err = openXLSX(body, size, lim)
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		err = &Problem{Kind: "legacy"}
	default:
		r.rows, r.Encoding, err = openCSV(body, size)
	}
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Next is the next line that is not empty; io.EOF after the last. Every line has as
// many cells as the first: a longer one may only have empty cells at its end, a
// shorter one is a Problem in CSV (in xlsx empty cells at the end are not stored).
func (r *Reader) Next() ([]string, error) {
	for {
		rec, line, err := r.rows.next()
		if err != nil {
			return nil, err
		}
		r.line = line
		if blank(rec) || r.title(rec) {
			continue
		}
		return r.fit(rec)
	}
}

// title tells whether a line is the name of the list above its heads, as offices write it.
func (r *Reader) title(rec []string) bool {
	if r.n > 0 || r.titles >= r.lim.Titles {
		return false
	}
	filled := 0
	for _, s := range rec {
		if strings.TrimSpace(s) != "" {
			filled++
		}
	}
	if filled != 1 {
		return false
	}
	r.titles++
	return true
}

func (r *Reader) fit(rec []string) ([]string, error) {
	if r.n++; r.n > r.lim.Rows {
		return nil, &Problem{Kind: "rows", Line: r.line, Want: r.lim.Rows, Got: r.n}
	}
	for _, s := range rec {
		if len(s) > r.lim.Cell {
			return nil, &Problem{Kind: "cell", Line: r.line, Want: r.lim.Cell, Got: len(s)}
		}
		if strings.ContainsRune(s, utf8.RuneError) {
			return nil, &Problem{Kind: "encoding", Line: r.line}
		}
		if strings.IndexByte(s, 0) >= 0 {
			return nil, &Problem{Kind: "binary", Line: r.line}
		}
	}
	if r.n == 1 {
		for len(rec) > 0 && strings.TrimSpace(rec[len(rec)-1]) == "" {
			rec = rec[:len(rec)-1]
		}
		if r.width = len(rec); r.width > r.lim.Columns {
			return nil, &Problem{Kind: "wide", Line: r.line, Want: r.lim.Columns, Got: r.width}
		}
		return rec, nil
	}
	if len(rec) > r.width && !blank(rec[r.width:]) || len(rec) < r.width && r.Kind == "csv" {
		return nil, &Problem{Kind: "columns", Line: r.line, Want: r.width, Got: len(rec)}
	}
	for len(rec) < r.width {
		rec = append(rec, "")
	}
	return rec[:r.width], nil
}

// Line is where the last record began in the file; 1 is the first line.
func (r *Reader) Line() int { return r.line }

// Close lets the file go.
func (r *Reader) Close() error { return r.rows.close() }

func blank(rec []string) bool {
	for _, s := range rec {
		if strings.TrimSpace(s) != "" {
			return false
		}
	}
	return true
}

type csvRows struct{ r *csv.Reader }

func openCSV(body io.ReaderAt, size int64) (source, string, error) {
	all := func() io.Reader { return io.NewSectionReader(body, 0, size) }
	enc, err := encodingOf(all())
	if err != nil {
		return nil, "", err
	}
	text := decoded(all(), enc)
	first, err := firstLine(decoded(all(), enc))
	if err != nil {
		return nil, "", err
	}
	c := csv.NewReader(text)
	c.FieldsPerRecord = -1
	c.Comma = separator(first)
	return csvRows{c}, enc, nil
}

func (c csvRows) next() ([]string, int, error) {
	rec, err := c.r.Read()
	var bad *csv.ParseError
	if errors.As(err, &bad) {
		return nil, 0, &Problem{Kind: "quote", Line: bad.StartLine}
	}
	if err != nil {
		return nil, 0, err
	}
	line, _ := c.r.FieldPos(0)
	return rec, line, nil
}

func (c csvRows) close() error { return nil }

// encodingOf reads the whole text once: only then is it known to be valid UTF-8.
func encodingOf(r io.Reader) (string, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	if head, _ := b.Peek(2); len(head) == 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff) {
		return "utf-16", nil
	}
	for {
		c, n, err := b.ReadRune()
		if errors.Is(err, io.EOF) {
			return "utf-8", nil
		}
		if err != nil {
			return "", err
		}
		if c == utf8.RuneError && n == 1 {
			return "shift_jis", nil
		}
	}
}

func decoded(r io.Reader, enc string) io.Reader {
	switch enc {
	case "utf-16":
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case "shift_jis":
		return transform.NewReader(r, japanese.ShiftJIS.NewDecoder())
	}
	b := bufio.NewReader(r)
	if head, _ := b.Peek(3); string(head) == "\ufeff" {
		b.Discard(3) //nolint:errcheck // three bytes were just seen
	}
	return b
}

const firstLineMost = 64 << 10

func firstLine(r io.Reader) (string, error) {
	b := bufio.NewReaderSize(io.LimitReader(r, firstLineMost), 4096)
	for {
		s, err := b.ReadString('\n')
		if strings.TrimSpace(s) != "" || errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return "", err
		}
	}
}

// separator is the sign that cuts the first line into most cells; the comma if none does.
func separator(first string) rune {
	best, n := ',', strings.Count(first, ",")
	for _, c := range "\t;" {
		if k := strings.Count(first, string(c)); k > n {
			best, n = c, k
		}
	}
	return best
}
