package zengin

import (
	"fmt"
	"time"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// RecordLength is the length of a bulk transfer record without its line end.
const RecordLength = 120

const (
	maxAmount = 9_999_999_999   // ten digits
	maxSum    = 999_999_999_999 // twelve digits
	maxCount  = 999_999         // six digits
)

var (
	headerLayout   = lay("kind N1, business N2, code N1, originator N10, originator_name C40, day N4, bank N4, bank_name C15, branch N3, branch_name C15, type N1, account N7, filler C17")
	transferLayout = lay("kind N1, bank N4, bank_name C15, branch N3, branch_name C15, clearing C4, type N1, account N7, payee C30, amount N10, new N1, code1 N10, code2 N10, transfer_kind C1, identification C1, filler C7")
	trailerLayout  = lay("kind N1, count N6, sum N12, filler C101")
	endLayout      = lay("kind N1, filler C119")
)

// ediAt is where customer codes 1 and 2 become one text of EDI information.
const ediAt, ediLength = 91, 20

// AccountType is the kind of an account (預金種目).
type AccountType byte

// The types. A payer's account is never a savings account.
const (
	Ordinary AccountType = 1 // 普通
	Current  AccountType = 2 // 当座
	Savings  AccountType = 4 // 貯蓄
	Other    AccountType = 9
)

// NewCode tells the bank whether an account is paid for the first time.
type NewCode byte

// The codes.
const (
	Known   NewCode = 0
	First   NewCode = 1
	Changed NewCode = 2
)

// Header is who pays, from which account, on which day.
type Header struct {
	Originator     string // ten digits given by the bank
	OriginatorName string // half-width, see OriginatorName
	Date           when.Date
	Bank, BankName string // four digits; the name may be ""
	Branch         string // three digits
	BranchName     string
	Type           AccountType
	Account        string // seven digits
}

// Transfer is one payment.
type Transfer struct {
	Bank, BankName     string // four digits; the name may be ""
	Branch, BranchName string // three digits
	Type               AccountType
	Account            string // seven digits
	Payee              string // half-width, see PayeeName
	Amount             yen.Amount
	New                NewCode
	Code1, Code2       int64  // free numbers of ten digits
	EDI                string // instead of the two codes: up to twenty characters for the payee
}

// Trailer is what the file says it holds.
type Trailer struct {
	Count int
	Sum   yen.Amount
}

// Check finds what keeps a header out of a file.
func (h Header) Check(p Profile) []Problem {
	c := checker{line: 1}
	c.code("originator", h.Originator, 10)
	c.code("bank", h.Bank, 4)
	c.code("branch", h.Branch, 3)
	c.code("account", h.Account, 7)
	c.text("originator_name", h.OriginatorName, 40, PartySet, p)
	c.text("bank_name", h.BankName, 15, BankSet, p)
	c.text("branch_name", h.BranchName, 15, BankSet, p)
	if h.OriginatorName == "" {
		c.add("originator_name", Empty, "")
	}
	if h.Type != Ordinary && h.Type != Current && h.Type != Other {
		c.add("type", WrongCode, fmt.Sprint(byte(h.Type)))
	}
	if h.Date.IsZero() {
		c.add("day", Empty, "")
	}
	return c.problems
}

// Check finds what keeps a transfer out of a file.
func (t Transfer) Check(line int, p Profile) []Problem {
	c := checker{line: line}
	c.code("bank", t.Bank, 4)
	c.code("branch", t.Branch, 3)
	c.code("account", t.Account, 7)
	c.text("bank_name", t.BankName, 15, BankSet, p)
	c.text("branch_name", t.BranchName, 15, BankSet, p)
	c.text("payee", t.Payee, NameLength, PartySet, p)
	c.text("edi", t.EDI, ediLength, EDISet, Profile{Dot: true})
	if t.Payee == "" {
		c.add("payee", Empty, "")
	}
	switch {
	case t.Amount <= 0:
		c.add("amount", Zero, fmt.Sprint(int64(t.Amount)))
	case t.Amount > maxAmount:
		c.add("amount", TooMuch, fmt.Sprint(int64(t.Amount)))
	}
	if t.Type != Ordinary && t.Type != Current && t.Type != Savings && t.Type != Other {
		c.add("type", WrongCode, fmt.Sprint(byte(t.Type)))
	}
	if t.New > Changed {
		c.add("new", WrongCode, fmt.Sprint(byte(t.New)))
	}
	if t.Code1 < 0 || t.Code1 > maxAmount || t.Code2 < 0 || t.Code2 > maxAmount || t.EDI != "" && (t.Code1 != 0 || t.Code2 != 0) {
		c.add("code1", WrongCode, fmt.Sprintf("%d %d", t.Code1, t.Code2))
	}
	return c.problems
}

// bytes is a checked header as a record.
func (h Header) bytes() []byte {
	l, raw := headerLayout, headerLayout.blank()
	_, m, d := h.Date.Parts()
	l.number(raw, "kind", 1)
	l.number(raw, "business", 21)
	l.text(raw, "originator", h.Originator)
	l.text(raw, "originator_name", h.OriginatorName)
	l.number(raw, "day", int64(m)*100+int64(d))
	l.text(raw, "bank", h.Bank)
	l.text(raw, "bank_name", h.BankName)
	l.text(raw, "branch", h.Branch)
	l.text(raw, "branch_name", h.BranchName)
	l.number(raw, "type", int64(h.Type))
	l.text(raw, "account", h.Account)
	return raw
}

// write puts a checked transfer into raw, which Writer uses again and again.
func (t Transfer) write(raw []byte, p Profile) {
	l := transferLayout
	l.number(raw, "kind", 2)
	l.text(raw, "bank", t.Bank)
	l.text(raw, "bank_name", t.BankName)
	l.text(raw, "branch", t.Branch)
	l.text(raw, "branch_name", t.BranchName)
	l.text(raw, "clearing", p.Clearing)
	l.number(raw, "type", int64(t.Type))
	l.text(raw, "account", t.Account)
	l.text(raw, "payee", t.Payee)
	l.number(raw, "amount", int64(t.Amount))
	l.number(raw, "new", int64(t.New))
	l.number(raw, "code1", t.Code1)
	l.number(raw, "code2", t.Code2)
	l.cut(raw, "transfer_kind")[0] = p.Kind
	if t.EDI != "" {
		l.cut(raw, "identification")[0] = 'Y'
		edi := raw[ediAt : ediAt+ediLength]
		copy(edi, "                    ")
		i := 0
		for _, r := range t.EDI {
			edi[i], _ = toByte(r)
			i++
		}
	}
}

func (t Trailer) bytes() []byte {
	raw := trailerLayout.blank()
	trailerLayout.number(raw, "kind", 8)
	trailerLayout.number(raw, "count", int64(t.Count))
	trailerLayout.number(raw, "sum", int64(t.Sum))
	return raw
}

func endBytes() []byte {
	raw := endLayout.blank()
	endLayout.number(raw, "kind", 9)
	return raw
}

// nearest is the date with a month and day that lies nearest to another: a file carries
// no year. 29 February may not exist near; then it is no date.
func nearest(month, day int, around when.Date) (when.Date, bool) {
	var best when.Date
	for y := around.Year() - 1; y <= around.Year()+1; y++ {
		d := when.On(y, time.Month(month), day)
		if int(d.Month()) != month || d.Day() != day {
			continue
		}
		if best.IsZero() || distance(d, around) < distance(best, around) {
			best = d
		}
	}
	return best, !best.IsZero()
}

func distance(a, b when.Date) int { return max(a.Sub(b), b.Sub(a)) }
