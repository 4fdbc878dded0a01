package sheet

import (
	"archive/zip"
	"io"

	"github.com/xuri/excelize/v2"
)

type xlsxRows struct {
	f    *excelize.File
	rows *excelize.Rows
	line int
}

// openXLSX reads the first sheet of a workbook, after asking the archive what it
// would unpack to.
func openXLSX(body io.ReaderAt, size int64, lim Limits) (source, error) {
	z, err := zip.NewReader(body, size)
	if err != nil {
		return nil, &Problem{Kind: "broken"}
	}
	var sum uint64
	for _, e := range z.File {
		if sum += e.UncompressedSize64; sum > uint64(lim.Unpacked) {
			return nil, &Problem{Kind: "packed", Want: int(lim.Unpacked)}
		}
	}
	f, err := excelize.OpenReader(io.NewSectionReader(body, 0, size), excelize.Options{
		UnzipSizeLimit: lim.Unpacked, UnzipXMLSizeLimit: lim.Unpacked, ShortDatePattern: "yyyy-mm-dd", CultureInfo: excelize.CultureNameJaJP})
	if err != nil {
		return nil, &Problem{Kind: "broken"}
	}
	names := f.GetSheetList()
	if len(names) == 0 {
		f.Close() //nolint:errcheck // the problem is told
		return nil, &Problem{Kind: "empty"}
	}
	rows, err := f.Rows(names[0])
	if err != nil {
		f.Close() //nolint:errcheck // the problem is told
		return nil, &Problem{Kind: "broken"}
	}
	return &xlsxRows{f: f, rows: rows}, nil
}

func (x *xlsxRows) next() ([]string, int, error) {
	if !x.rows.Next() {
		if x.rows.Error() != nil {
			return nil, 0, &Problem{Kind: "broken", Line: x.line}
		}
		return nil, 0, io.EOF
	}
	x.line++
	rec, err := x.rows.Columns()
	if err != nil {
		return nil, 0, &Problem{Kind: "broken", Line: x.line}
	}
	return rec, x.line, nil
}

func (x *xlsxRows) close() error {
	err := x.rows.Close()
	if e := x.f.Close(); err == nil {
		err = e
	}
	return err
}
