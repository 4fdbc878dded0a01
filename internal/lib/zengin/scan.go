package zengin

import (
	"bufio"
	"bytes"
	"io"
	"unicode/utf8"
)

// endMark ends a file on older systems (Ctrl-Z).
const endMark = 0x1A

// scanner cuts a file into records whatever its line ends are.
type scanner struct {
	in    *bufio.Reader
	size  int
	line  int
	lines bool // the file has line ends: seen after the first record
	done  bool
	buf   []byte
	found []Problem // about the bytes of the record just cut
}

func newScanner(r io.Reader, size int) *scanner {
	return &scanner{in: bufio.NewReaderSize(r, 1<<16), size: size, buf: make([]byte, 0, size)}
}

// next is the next record, always of full size, with s.found saying what was wrong with
// its bytes; io.EOF at the end. The slice is good until the next call.
func (s *scanner) next() ([]byte, error) {
	s.found = nil
	if s.done {
		return nil, io.EOF
	}
	if err := s.bom(); err != nil {
		return nil, err
	}
	if err := s.skip(); err != nil {
		return nil, err
	}
	s.line++
	if err := s.take(); err != nil {
		return nil, err
	}
	s.judge()
	for i := range s.found {
		s.found[i].Line = s.line
	}
	for len(s.buf) < s.size {
		s.buf = append(s.buf, ' ')
	}
	return s.buf, nil
}

func (s *scanner) note(k Kind) { s.found = append(s.found, Problem{Kind: k}) }

func (s *scanner) bom() error {
	if s.line > 0 {
		return nil
	}
	b, err := s.in.Peek(3)
	if err != nil && err != io.EOF {
		return err
	}
	if bytes.Equal(b, []byte{0xEF, 0xBB, 0xBF}) {
		s.note(BOM)
		_, err = s.in.Discard(3)
		return err
	}
	return nil
}

// skip moves to the first byte of the next record. After the end mark nothing but line
// ends and more marks may follow.
func (s *scanner) skip() error {
	marked := false
	for {
		c, err := s.in.ReadByte()
		switch {
		case err != nil:
			s.done = true
			return err
		case c == '\r' || c == '\n':
		case c == endMark:
			marked = true
		case marked:
			s.done = true
			s.note(AfterEnd)
			return s.in.UnreadByte()
		default:
			return s.in.UnreadByte()
		}
	}
}

// take reads up to one record and what ends it.
func (s *scanner) take() error {
	s.buf = s.buf[:0]
	for len(s.buf) < s.size {
		c, err := s.in.ReadByte()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if c == '\r' || c == '\n' {
			s.note(Length)
			return s.in.UnreadByte()
		}
		s.buf = append(s.buf, c)
	}
	if len(s.buf) < s.size {
		s.note(Length)
		return nil
	}
	return s.after()
}

// after looks at what follows a full record: in a file with line ends, anything else
// makes the record too long, and the rest of its line is dropped.
func (s *scanner) after() error {
	b, err := s.in.Peek(s.size)
	if err != nil && err != io.EOF { // Peek swallows it: a second read might succeed
		return err
	}
	if len(b) == 0 {
		return nil
	}
	ended := b[0] == '\r' || b[0] == '\n'
	if s.line == 1 {
		s.lines = bytes.ContainsAny(b, "\r\n")
	}
	if !s.lines || ended || b[0] == endMark {
		return nil
	}
	s.note(Length)
	for {
		c, err := s.in.ReadByte()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if c == '\r' || c == '\n' {
			return s.in.UnreadByte()
		}
	}
}

// judge looks for bytes that come from another code.
func (s *scanner) judge() {
	if s.line == 1 && len(s.buf) > 0 && s.buf[0] == 0xF1 {
		s.note(EBCDIC)
		return
	}
	if threeBytes(s.buf) {
		s.note(UTF8)
		return
	}
	for _, c := range s.buf {
		if c >= 0x80 && c <= 0x9F || c >= 0xE0 {
			s.note(Wide)
			return
		}
	}
}

// threeBytes finds a UTF-8 character of three bytes, as all kana and kanji are. Two bytes
// prove nothing: ﾃｱ in one byte each is also valid UTF-8.
func threeBytes(b []byte) bool {
	for i := range len(b) - 2 {
		if b[i] >= 0xE3 && b[i] <= 0xEF && utf8.FullRune(b[i:i+3]) && utf8.Valid(b[i:i+3]) {
			return true
		}
	}
	return false
}
