package zengin

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"hash"
	"io"

	"hiroba/internal/base/yen"
)

// Writer writes one bulk transfer file, record by record: its memory does not grow with
// the file.
type Writer struct {
	out     *bufio.Writer
	sum     hash.Hash
	profile Profile
	trailer Trailer
	bytes   int64
	raw     []byte
	lineEnd []byte
	err     error
}

// Receipt is what was written, to be kept with the batch.
type Receipt struct {
	Trailer
	Bytes  int64
	SHA256 [sha256.Size]byte
}

// ErrClosed says that a file was already ended, or that an earlier write failed.
var ErrClosed = errors.New("zengin: the file is closed")

// NewWriter checks the header and writes it.
func NewWriter(w io.Writer, p Profile, h Header) (*Writer, error) {
	if bad := h.Check(p); bad != nil {
		return nil, &Invalid{bad}
	}
	sum := sha256.New()
	f := &Writer{out: bufio.NewWriterSize(io.MultiWriter(w, sum), 1<<16), sum: sum, profile: p, lineEnd: []byte(p.LineEnd)}
	f.record(h.bytes())
	return f, f.err
}

// Add writes one transfer. A transfer that may not stand in a file is *Invalid and leaves
// the file as it was; any other error ends the file.
func (f *Writer) Add(t Transfer) error {
	if f.err != nil {
		return f.err
	}
	bad := t.Check(f.trailer.Count+2, f.profile)
	if f.trailer.Count == maxCount || f.trailer.Sum+t.Amount > maxSum {
		bad = append(bad, Problem{Line: f.trailer.Count + 2, Field: "sum", Kind: TooMuch})
	}
	if bad != nil {
		return &Invalid{bad}
	}
	f.raw = fill(f.raw)
	t.write(f.raw, f.profile)
	f.record(f.raw)
	f.trailer.Count++
	f.trailer.Sum += t.Amount
	return f.err
}

// template is an empty transfer record.
var template = transferLayout.blank()

// fill empties a record for the next transfer.
func fill(raw []byte) []byte {
	if raw == nil {
		raw = make([]byte, RecordLength)
	}
	copy(raw, template)
	return raw
}

// Close writes trailer and end and tells what the file holds. A file without a transfer
// is *Invalid.
func (f *Writer) Close() (Receipt, error) {
	if f.err != nil {
		return Receipt{}, f.err
	}
	if f.trailer.Count == 0 {
		return Receipt{}, &Invalid{[]Problem{{Kind: NoTransfers}}}
	}
	f.record(f.trailer.bytes())
	f.record(endBytes())
	if f.profile.EndMark {
		f.put([]byte{endMark})
	}
	if f.err == nil {
		f.err = f.out.Flush()
	}
	if f.err != nil {
		return Receipt{}, f.err
	}
	f.err = ErrClosed
	r := Receipt{Trailer: f.trailer, Bytes: f.bytes}
	f.sum.Sum(r.SHA256[:0])
	return r, nil
}

func (f *Writer) record(raw []byte) {
	f.put(raw)
	f.put(f.lineEnd)
}

func (f *Writer) put(b []byte) {
	if f.err != nil {
		return
	}
	n, err := f.out.Write(b)
	f.bytes, f.err = f.bytes+int64(n), err
}

// Write writes a whole file.
func Write(w io.Writer, p Profile, h Header, transfers []Transfer) (Receipt, error) {
	f, err := NewWriter(w, p, h)
	if err != nil {
		return Receipt{}, err
	}
	for _, t := range transfers {
		if err := f.Add(t); err != nil {
			return Receipt{}, err
		}
	}
	return f.Close()
}

// Total is what a trailer over some transfers says.
func Total(transfers []Transfer) Trailer {
	var sum yen.Amount
	for _, t := range transfers {
		sum += t.Amount
	}
	return Trailer{len(transfers), sum}
}
