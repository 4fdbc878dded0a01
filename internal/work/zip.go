package work

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/lib/sheet"
	"hiroba/internal/orders"
)

// Zip writes the finished rows as an archive: the table of all rows as index.csv, and the
// files handed in for them under the names that stand in the table. Each file is opened
// when its turn comes, so that no more than one is held at a time.
func Zip(w io.Writer, title string, cols []orders.Column, rows []Result, made when.Instant, open func(fileID string) (io.Reader, error)) error {
	z := zip.NewWriter(w)
	t := table(title, cols, rows)
	t.Lines[0] = append(t.Lines[0], "made")
	for i, r := range rows {
		t.Lines[i+1] = append(t.Lines[i+1], r.inZip())
	}
	index, err := sheet.CSV(t)
	if err != nil {
		return err
	}
	if err := entry(z, "index.csv", made, strings.NewReader(string(index))); err != nil {
		return err
	}
	for _, r := range rows {
		if r.Made == "" {
			continue
		}
		f, err := open(r.Made)
		if err != nil {
			return fmt.Errorf("row %d: %w", r.No, err)
		}
		if err := entry(z, r.inZip(), made, f); err != nil {
			return err
		}
	}
	return z.Close()
}

func entry(z *zip.Writer, name string, made when.Instant, r io.Reader) error {
	f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: made.Time()})
	if err == nil {
		_, err = io.Copy(f, r)
	}
	return err
}

// inZip is the name of a row's file in the archive: its number first, so that two files of
// one name do not meet, and nothing of the name that could lead out of the folder.
func (r Result) inZip() string {
	if r.Made == "" {
		return ""
	}
	name := path.Base(strings.ReplaceAll(r.MadeName, `\`, "/"))
	if name == "." || name == "/" || name == ".." {
		name = "file"
	}
	return fmt.Sprintf("files/%06d_%s", r.No, name)
}
