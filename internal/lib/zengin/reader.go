package zengin

import (
	"fmt"
	"io"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Record is one record of a bulk transfer file. One of the three is set; none for the
// end record and for what could not be told apart.
type Record struct {
	Line     int
	Kind     byte // '1', '2', '8', '9', or what stood there
	Header   *Header
	Transfer *Transfer
	Trailer  *Trailer
	Answer   string    // a bank's answer, where the file is one
	Problems []Problem // what is wrong with this record alone
}

// Reader reads a bulk transfer file record by record, in any of the usual line ends.
type Reader struct {
	scan   *scanner
	around when.Date
	answer *AnswerForm // where a bank has written its answer; nil: the file is ours
}

// NewReader reads a file. A header carries month and day only; its date is taken as the
// one nearest to around.
func NewReader(r io.Reader, around when.Date) *Reader {
	return &Reader{scan: newScanner(r, RecordLength), around: around}
}

// Next is the next record, or io.EOF. What is wrong with the record stands in it; an
// error is one of reading.
func (r *Reader) Next() (Record, error) {
	raw, err := r.scan.next()
	if err != nil {
		return Record{}, err
	}
	rec := Record{Line: r.scan.line, Kind: raw[0]}
	c := checker{line: rec.Line, problems: r.scan.found}
	switch raw[0] {
	case '1':
		rec.Header = readHeader(raw, r.around, &c)
	case '2':
		if r.answer != nil {
			rec.Answer = r.answer.take(raw)
		}
		rec.Transfer = readTransfer(raw, &c)
	case '8':
		rec.Trailer = readTrailer(raw, &c)
	case '9':
	default:
		c.add("kind", UnknownKind, fmt.Sprintf("%q", raw[0]))
	}
	rec.Problems = c.problems
	return rec, nil
}

func readHeader(raw []byte, around when.Date, c *checker) *Header {
	l := headerLayout
	if b := string(l.cut(raw, "business")); b != "21" {
		c.add("business", UnknownKind, b)
	}
	if b := string(l.cut(raw, "code")); b == "1" {
		c.add("code", EBCDIC, b)
	} else if b != "0" {
		c.add("code", WrongCode, b)
	}
	h := &Header{Originator: c.codeOf(l, raw, "originator"), OriginatorName: c.wordsOf(l, raw, "originator_name"), Bank: c.codeOf(l, raw, "bank"), BankName: c.wordsOf(l, raw, "bank_name"),
		Branch: c.codeOf(l, raw, "branch"), BranchName: c.wordsOf(l, raw, "branch_name"), Type: AccountType(c.numberOf(l, raw, "type", false)), Account: c.codeOf(l, raw, "account")}
	c.filler(l, raw)
	md := int(c.numberOf(l, raw, "day", false))
	d, ok := nearest(md/100, md%100, around)
	if !ok {
		c.add("day", NoSuchDay, fmt.Sprintf("%04d", md))
	}
	h.Date = d
	return h
}

func readTransfer(raw []byte, c *checker) *Transfer {
	l := transferLayout
	t := &Transfer{Bank: c.codeOf(l, raw, "bank"), BankName: c.wordsOf(l, raw, "bank_name"), Branch: c.codeOf(l, raw, "branch"), BranchName: c.wordsOf(l, raw, "branch_name"),
		Type: AccountType(c.numberOf(l, raw, "type", false)), Account: c.codeOf(l, raw, "account"), Payee: c.wordsOf(l, raw, "payee"),
		Amount: yen.Amount(c.numberOf(l, raw, "amount", false)), New: NewCode(c.numberOf(l, raw, "new", true))}
	c.numberOf(l, raw, "clearing", true)
	c.filler(l, raw)
	switch mark := l.cut(raw, "identification")[0]; mark {
	case 'Y':
		t.EDI = c.wordsOf(ediLayout, raw[ediAt:ediAt+ediLength], "edi")
	case ' ':
		t.Code1, t.Code2 = c.numberOf(l, raw, "code1", true), c.numberOf(l, raw, "code2", true)
	default:
		c.add("identification", WrongCode, fmt.Sprintf("%q", mark))
	}
	if k := l.cut(raw, "transfer_kind")[0]; k != '7' && k != '8' && k != '0' && k != ' ' {
		c.add("transfer_kind", WrongCode, fmt.Sprintf("%q", k))
	}
	return t
}

var ediLayout = lay("edi C20")

func readTrailer(raw []byte, c *checker) *Trailer {
	l := trailerLayout
	t := &Trailer{Count: int(c.numberOf(l, raw, "count", false)), Sum: yen.Amount(c.numberOf(l, raw, "sum", false))}
	c.filler(l, raw)
	return t
}

// codeOf reads a number field as the digits that stand there.
func (c *checker) codeOf(l layout, raw []byte, name string) string {
	if _, ok := l.digits(raw, name, false); !ok {
		s, _ := l.words(raw, name)
		c.add(name, NotDigits, s)
		return ""
	}
	return string(l.cut(raw, name))
}

func (c *checker) numberOf(l layout, raw []byte, name string, blank bool) int64 {
	n, ok := l.digits(raw, name, blank)
	if !ok {
		s, _ := l.words(raw, name)
		c.add(name, NotDigits, s)
	}
	return n
}

func (c *checker) wordsOf(l layout, raw []byte, name string) string {
	s, ok := l.words(raw, name)
	if !ok {
		c.add(name, Characters, s)
	}
	return s
}

// filler must be empty: letters there mean that the fields have shifted.
func (c *checker) filler(l layout, raw []byte) {
	if s, ok := l.words(raw, "filler"); s != "" || !ok {
		c.warn("filler", Characters, s)
	}
}

// File is a whole bulk transfer file.
type File struct {
	Header    Header
	Transfers []Transfer
	Trailer   Trailer
}

// ReadFile reads a file whole and judges it by itself: records, order, count and sum.
// Check judges it against the calendar and the bank list too.
func ReadFile(r io.Reader, around when.Date) (File, []Problem, error) {
	var f File
	problems, err := walk(NewReader(r, around), Rules{Around: around, Profile: Standard()}, func(rec Record) {
		switch {
		case rec.Header != nil:
			f.Header = *rec.Header
		case rec.Transfer != nil:
			f.Transfers = append(f.Transfers, *rec.Transfer)
		case rec.Trailer != nil:
			f.Trailer = *rec.Trailer
		}
	})
	return f, problems, err
}
