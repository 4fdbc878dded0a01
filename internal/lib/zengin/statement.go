package zengin

import (
	"errors"
	"fmt"
	"io"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// StatementLength is the length of a statement's record without its line end.
const StatementLength = 200

// StatementKind is which of the two files of incoming money a bank sends.
type StatementKind string

// The kinds, by the business code of the standard.
const (
	Notice    StatementKind = "01" // 振込入金通知: money transferred in
	Movements StatementKind = "03" // 入出金取引明細: everything in and out, with balances
)

var (
	noticeHeader  = lay("kind N1, business N2, code N1, made N6, from N6, until N6, bank N4, bank_name C15, branch N3, branch_name C15, type N1, account N7, holder C40, filler C93")
	noticeEntry   = lay("kind N1, ref C6, on N6, value N6, amount N10, other N10, payer_code C10, payer C48, payer_bank C15, payer_branch C15, cancelled C1, edi C20, filler C52")
	noticeTrailer = lay("kind N1, in_count N6, in_sum N12, out_count N6, out_sum N12, filler C163")

	movementHeader  = lay("kind N1, business N2, code N1, made N6, from N6, until N6, bank N4, bank_name C15, branch N3, branch_name C15, unused C3, type N1, account N10, holder C40, debt N1, passbook N1, balance N14, filler C71")
	movementEntry   = lay("kind N1, ref C8, on N6, value N6, way N1, class N2, amount N12, other N12, shown C6, returned C6, bill C1, bill_number C7, sister C3, payer_code C10, payer C48, payer_bank C15, payer_branch C15, note C20, edi C20, filler C1")
	movementTrailer = lay("kind N1, in_count N6, in_sum N13, out_count N6, out_sum N13, debt N1, balance N14, records N7, filler C139")

	noticeEnd   = lay("kind N1, filler C199")
	movementEnd = lay("kind N1, records N10, accounts N5, filler C184")
)

// form is the layouts of a kind.
type form struct{ header, entry, trailer, end layout }

var forms = map[StatementKind]form{
	Notice:    {noticeHeader, noticeEntry, noticeTrailer, noticeEnd},
	Movements: {movementHeader, movementEntry, movementTrailer, movementEnd},
}

// Statement is what a bank says of one account over some days.
type Statement struct {
	Kind               StatementKind
	Made, From, Until  when.Date
	Bank, BankName     string
	Branch, BranchName string
	Type               AccountType
	Account            string // seven digits for Notice, ten for Movements
	Holder             string
	Opening, Closing   yen.Amount // Movements only
	Entries            []Entry
	In, Out            Trailer // for Notice, Out is what was cancelled
}

// Entry is one movement.
type Entry struct {
	Ref                    string // the bank's number for inquiries, as it stands
	On, Value              when.Date
	Out                    bool  // money going out; in a Notice: a cancelled entry
	Class                  int64 // Movements: 11 is a transfer, 14 a book transfer, 10 cash …
	Amount                 yen.Amount
	PayerCode, Payer       string
	PayerBank, PayerBranch string
	Note, EDI              string
}

// Transfer class of an entry in Movements.
const ClassTransfer = 11

// ErrStatement says that a file is none of the two statements.
var ErrStatement = errors.New("zengin: not a statement of incoming money")

// ReadStatements reads a file of either kind; a file may speak of several accounts.
// Dates are written in the years of the era (a few banks write the western year), so
// they are read as the one nearest to around, within eight years.
func ReadStatements(r io.Reader, around when.Date) ([]Statement, []Problem, error) {
	s := statements{scan: newScanner(r, StatementLength), around: around}
	for {
		raw, err := s.scan.next()
		if errors.Is(err, io.EOF) {
			return s.finish()
		}
		if err != nil {
			return s.list, s.problems, err
		}
		if err := s.record(raw); err != nil {
			return s.list, s.problems, err
		}
	}
}

// statements is a file being read.
type statements struct {
	scan     *scanner
	around   when.Date
	list     []Statement
	last     byte
	problems []Problem
}

func (s *statements) finish() ([]Statement, []Problem, error) {
	if s.list == nil {
		return nil, s.problems, ErrStatement
	}
	if s.last != '9' {
		s.problems = append(s.problems, Problem{Line: s.scan.line, Kind: Order, Value: "no end record"})
	}
	return s.list, s.problems, nil
}

func (s *statements) record(raw []byte) error {
	c := &checker{line: s.scan.line, problems: s.scan.found}
	if _, ok := followsInStatement[s.last][raw[0]]; !ok {
		c.add("", Order, fmt.Sprintf("%q", raw[0]))
	}
	switch k := StatementKind(raw[1:3]); {
	case raw[0] == '1' && forms[k].header.size == 0:
		return ErrStatement
	case raw[0] == '1':
		s.list = append(s.list, readStatementHeader(raw, k, s.around, c))
	case s.list == nil:
		return ErrStatement
	case raw[0] == '2':
		st := &s.list[len(s.list)-1]
		st.Entries = append(st.Entries, readEntry(raw, st.Kind, s.around, c))
	case raw[0] == '8':
		readStatementTrailer(raw, &s.list[len(s.list)-1], c)
	}
	if raw[0] == '1' || raw[0] == '2' || raw[0] == '8' || raw[0] == '9' {
		s.last = raw[0]
	}
	if len(s.problems) < manyProblems {
		s.problems = append(s.problems, c.problems...)
	}
	return nil
}

var followsInStatement = map[byte]map[byte]bool{0: {'1': true}, '1': {'2': true, '8': true}, '2': {'2': true, '8': true}, '8': {'1': true, '9': true}, '9': {}}

func readStatementHeader(raw []byte, k StatementKind, around when.Date, c *checker) Statement {
	l := forms[k].header
	st := Statement{Kind: k, Made: c.dayOf(l, raw, "made", around), From: c.dayOf(l, raw, "from", around), Until: c.dayOf(l, raw, "until", around), Bank: c.codeOf(l, raw, "bank"), BankName: c.wordsOf(l, raw, "bank_name"),
		Branch: c.codeOf(l, raw, "branch"), BranchName: c.wordsOf(l, raw, "branch_name"), Type: AccountType(c.numberOf(l, raw, "type", true)), Account: c.codeOf(l, raw, "account"), Holder: c.wordsOf(l, raw, "holder")}
	if k == Movements {
		st.Opening = c.balanceOf(l, raw)
	}
	return st
}

func readEntry(raw []byte, k StatementKind, around when.Date, c *checker) Entry {
	l := forms[k].entry
	e := Entry{Ref: c.wordsOf(l, raw, "ref"), On: c.dayOf(l, raw, "on", around), Value: c.dayOf(l, raw, "value", around), Amount: yen.Amount(c.numberOf(l, raw, "amount", false)),
		PayerCode: c.wordsOf(l, raw, "payer_code"), Payer: c.wordsOf(l, raw, "payer"), PayerBank: c.wordsOf(l, raw, "payer_bank"), PayerBranch: c.wordsOf(l, raw, "payer_branch"), EDI: c.wordsOf(l, raw, "edi")}
	if k == Notice {
		e.Out = l.cut(raw, "cancelled")[0] == '1'
		return e
	}
	e.Class, e.Note = c.numberOf(l, raw, "class", true), c.wordsOf(l, raw, "note")
	switch way := l.cut(raw, "way")[0]; way {
	case '1', '2':
		e.Out = way == '2'
	default:
		c.add("way", WrongCode, fmt.Sprintf("%q", way))
	}
	return e
}

// readStatementTrailer reads what the bank has added up and compares it.
func readStatementTrailer(raw []byte, st *Statement, c *checker) {
	l := forms[st.Kind].trailer
	st.In = Trailer{int(c.numberOf(l, raw, "in_count", false)), yen.Amount(c.numberOf(l, raw, "in_sum", false))}
	st.Out = Trailer{int(c.numberOf(l, raw, "out_count", false)), yen.Amount(c.numberOf(l, raw, "out_sum", false))}
	in, out := st.Totals()
	if st.In.Count != in.Count || st.Out.Count != out.Count {
		c.add("in_count", Count, fmt.Sprintf("%d and %d, not %d and %d", in.Count, out.Count, st.In.Count, st.Out.Count))
	}
	if st.In.Sum != in.Sum || st.Out.Sum != out.Sum {
		c.add("in_sum", Sum, fmt.Sprintf("%d and %d, not %d and %d", in.Sum, out.Sum, st.In.Sum, st.Out.Sum))
	}
	if st.Kind == Movements {
		st.Closing = c.balanceOf(l, raw)
		if st.Opening+in.Sum-out.Sum != st.Closing {
			c.add("balance", Sum, fmt.Sprintf("%d, not %d", st.Opening+in.Sum-out.Sum, st.Closing))
		}
	}
}

// Totals are what the entries add up to, in and out.
func (st Statement) Totals() (in, out Trailer) {
	for _, e := range st.Entries {
		t := &in
		if e.Out {
			t = &out
		}
		t.Count, t.Sum = t.Count+1, t.Sum+e.Amount
	}
	return in, out
}

// balanceOf is a balance with its mark: 2 means owed to the bank.
func (c *checker) balanceOf(l layout, raw []byte) yen.Amount {
	n := yen.Amount(c.numberOf(l, raw, "balance", true))
	if l.cut(raw, "debt")[0] == '2' {
		return -n
	}
	return n
}

// dayOf reads YYMMDD. Zeros or spaces are no date.
func (c *checker) dayOf(l layout, raw []byte, name string, around when.Date) when.Date {
	n := c.numberOf(l, raw, name, true)
	if n == 0 {
		return when.Date{}
	}
	d, ok := eraDay(int(n/10_000), int(n/100%100), int(n%100), around)
	if !ok {
		c.add(name, NoSuchDay, fmt.Sprintf("%06d", n))
	}
	return d
}

// bases are what a two-digit year may count from: Reiwa, Heisei, the western century.
var bases = [...]int{2018, 1988, 2000}

// eraDay is the date nearest to around that YYMMDD can mean, within eight years.
func eraDay(year, month, day int, around when.Date) (when.Date, bool) {
	var best when.Date
	for _, b := range bases {
		d := when.On(b+year, time.Month(month), day)
		if int(d.Month()) == month && d.Day() == day && distance(d, around) < 8*366 && (best.IsZero() || distance(d, around) < distance(best, around)) {
			best = d
		}
	}
	return best, !best.IsZero()
}
