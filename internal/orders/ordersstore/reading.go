package ordersstore

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hiroba/internal/base/ja"
	"hiroba/internal/lib/picture"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/lib/sound"
	"hiroba/internal/orders"
)

// What a material may be at most. A file beyond it is refused with its sentence.
const (
	FileMost     = 512 << 20 // bytes of one upload
	RowsMost     = 300_000
	zipFilesMost = 20_000
	zipBytesMost = 2 << 30
	zipFileMost  = 16 << 20 // one file in a zip
	minute       = 60       // a row of a recording
)

var limits = sheet.Limits{Bytes: FileMost, Unpacked: 1 << 30, Rows: RowsMost + 1, Columns: orders.ColumnsMost, Cell: 32 << 10}

// problem is why a material cannot be taken: a key under orders.problem. and what its sentence names.
type problem struct {
	key  string
	args []any
}

func (p *problem) Error() string { return fmt.Sprint(p.key, p.args) }

func refuse(key string, args ...any) error { return &problem{key, args} }

// source gives the rows of a material one after the other; body is the file of a row that
// has one of its own.
type source interface {
	form() string
	total() int // 0 where it is not known before the end
	columns() []string
	next() (row orders.Row, body []byte, err error)
}

// read finds out what a file is and gets ready to read it.
func read(name string, r io.ReaderAt, size int64) (source, error) {
	head := make([]byte, 16)
	n, _ := r.ReadAt(head, 0)
	head = head[:n]
	switch {
	case size == 0:
		return nil, refuse("empty")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && !isWorkbook(r, size):
		return readZip(r, size)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return &single{as: "pages", row: orders.Row{Name: name, Media: "application/pdf"}}, nil
	}
	if info, err := sound.Read(r, size); err == nil {
		return &recording{name: name, media: info.Media, length: int((info.Length + time.Second - 1) / time.Second)}, nil
	}
	if looksLikeSound(name) {
		return nil, refuse("sound")
	}
	if media := picturePrefix(head); media != "" {
		return &single{as: "images", row: orders.Row{Name: name, Media: media}}, nil
	}
	return readTable(r, size)
}

func looksLikeSound(name string) bool {
	return slices.Contains([]string{".mp3", ".wav", ".m4a", ".mp4", ".aac", ".wma", ".ogg", ".flac"}, strings.ToLower(path.Ext(name)))
}

func picturePrefix(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("\x89PNG")):
		return "image/png"
	case bytes.HasPrefix(head, []byte("\xFF\xD8\xFF")):
		return "image/jpeg"
	case bytes.HasPrefix(head, []byte("RIFF")) && len(head) >= 12 && string(head[8:12]) == "WEBP":
		return "image/webp"
	}
	return ""
}

// single is a file that is one row.
type single struct {
	as   string
	row  orders.Row
	done bool
}

func (s *single) form() string      { return s.as }
func (s *single) total() int        { return 1 }
func (s *single) columns() []string { return nil }
func (s *single) next() (orders.Row, []byte, error) {
	if s.done {
		return orders.Row{}, nil, io.EOF
	}
	s.done = true
	return s.row, nil, nil // its file is the upload itself
}

// recording has one row for each minute.
type recording struct {
	name, media string
	length, at  int // seconds
}

func (s *recording) form() string      { return "audio" }
func (s *recording) total() int        { return (s.length + minute - 1) / minute }
func (s *recording) columns() []string { return nil }
func (s *recording) next() (orders.Row, []byte, error) {
	if s.at >= s.length {
		return orders.Row{}, nil, io.EOF
	}
	r := orders.Row{Name: s.name, Media: s.media, From: s.at, To: min(s.at+minute, s.length)}
	s.at = r.To
	return r, nil, nil
}

// table has one row for each line after its heads; a list of addresses is a table without heads.
type table struct {
	r     *sheet.Reader
	heads []string
	first []string // of a list of addresses
	as    string
}

func readTable(r io.ReaderAt, size int64) (source, error) {
	x, err := sheet.Open(r, size, limits)
	if err != nil {
		return nil, sheetProblem(err)
	}
	heads, err := x.Next()
	if err != nil {
		return nil, sheetProblem(err)
	}
	if len(heads) == 1 && isURL(heads[0]) {
		return &table{r: x, heads: []string{"URL"}, first: heads, as: "list"}, nil
	}
	seen := map[string]bool{}
	for i, h := range heads {
		h = strings.TrimSpace(h)
		switch {
		case h == "":
			return nil, refuse("head_empty", "n", i+1)
		case seen[h]:
			return nil, refuse("head_twice", "name", h)
		case utf8.RuneCountInString(h) > 200:
			return nil, refuse("head_long", "n", i+1)
		}
		heads[i], seen[h] = h, true
	}
	return &table{r: x, heads: heads, as: "table"}, nil
}

func isURL(s string) bool {
	u, err := url.Parse(strings.TrimSpace(s))
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

func (s *table) form() string      { return s.as }
func (s *table) total() int        { return 0 }
func (s *table) columns() []string { return s.heads }
func (s *table) next() (orders.Row, []byte, error) {
	cells := s.first
	if s.first = nil; cells == nil {
		var err error
		if cells, err = s.r.Next(); err != nil {
			return orders.Row{}, nil, sheetProblem(err)
		}
	}
	if s.as == "list" && !isURL(cells[0]) {
		return orders.Row{}, nil, refuse("url", "line", s.r.Line(), "text", ja.Excerpt(cells[0], 40))
	}
	return orders.Row{Cells: slices.Clone(cells)}, nil, nil
}

// sheetProblem puts what is wrong with a sheet into the house's words.
func sheetProblem(err error) error {
	var p *sheet.Problem
	if !errors.As(err, &p) {
		return err
	}
	return refuse("sheet."+p.Kind, "line", p.Line, "want", p.Want, "got", p.Got)
}

func isWorkbook(r io.ReaderAt, size int64) bool {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(z.File, func(f *zip.File) bool { return f.Name == "xl/workbook.xml" })
}

// archive has one row for each picture, page or text in a zip, by name.
type archive struct {
	files []*zip.File
	at    int
	as    string
	bytes int64
}

func readZip(r io.ReaderAt, size int64) (source, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse("zip")
	}
	s := &archive{}
	for _, f := range z.File {
		base := path.Base(f.Name)
		if f.FileInfo().IsDir() || strings.HasPrefix(base, ".") || strings.HasPrefix(f.Name, "__MACOSX/") || base == "Thumbs.db" {
			continue
		}
		s.files = append(s.files, f)
	}
	switch {
	case len(s.files) == 0:
		return nil, refuse("zip_empty")
	case len(s.files) > zipFilesMost:
		return nil, refuse("zip_many", "n", zipFilesMost)
	}
	slices.SortFunc(s.files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	s.as = "images"
	if strings.EqualFold(path.Ext(s.files[0].Name), ".pdf") {
		s.as = "pages"
	}
	return s, nil
}

func (s *archive) form() string      { return s.as }
func (s *archive) total() int        { return len(s.files) }
func (s *archive) columns() []string { return nil }
func (s *archive) next() (orders.Row, []byte, error) {
	if s.at == len(s.files) {
		return orders.Row{}, nil, io.EOF
	}
	f := s.files[s.at]
	s.at++
	body, err := s.unpack(f)
	if err != nil {
		return orders.Row{}, nil, err
	}
	row := orders.Row{Name: path.Base(f.Name)}
	if s.as == "pages" {
		if !bytes.HasPrefix(body, []byte("%PDF-")) {
			return row, nil, refuse("not_pdf", "name", row.Name)
		}
		row.Media = "application/pdf"
		return row, body, nil
	}
	info, err := picture.Read(body)
	if err != nil {
		return row, nil, refuse("not_image", "name", row.Name)
	}
	row.Media = info.Type
	return row, body, nil
}

// unpack reads one file; what it says of its size is not believed.
func (s *archive) unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, refuse("zip")
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, zipFileMost+1))
	if err != nil {
		return nil, refuse("zip_broken", "name", path.Base(f.Name))
	}
	if s.bytes += int64(len(body)); len(body) > zipFileMost || s.bytes > zipBytesMost {
		return nil, refuse("zip_bomb", "name", path.Base(f.Name), "n", zipFileMost>>20)
	}
	return body, nil
}
