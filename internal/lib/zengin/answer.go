package zengin

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"hiroba/internal/base/when"
)

// AnswerForm is where a bank writes its answer when it sends a bulk transfer file back.
// The bankers' standard has no such file for bulk transfers, so there is no default:
// the operator takes the three from the bank's own guide.
type AnswerForm struct {
	At, Length int      // first byte (from 0) and number of bytes of the code in a transfer record
	Paid       []string // codes that mean "paid"; every other code means "not paid"
}

// ErrAnswerForm says that a form points outside of a record or into what it needs itself.
var ErrAnswerForm = errors.New("zengin: the answer's place is not in the record")

// Valid refuses a place outside of the record, or before the fields that tell the
// transfers apart have ended.
func (f AnswerForm) Valid() error {
	if f.Length < 1 || f.At < transferLayout.fields["transfer_kind"].at || f.At+f.Length > RecordLength || len(f.Paid) == 0 {
		return ErrAnswerForm
	}
	return nil
}

// Answer is what a bank says of one transfer.
type Answer struct {
	Transfer Transfer
	Code     string
	Paid     bool
}

// ReadAnswers reads the file a bank sends back. The problems are those of ReadFile, less
// what the bank has written into the place of its answer.
func ReadAnswers(r io.Reader, f AnswerForm, around when.Date) (Header, []Answer, []Problem, error) {
	if err := f.Valid(); err != nil {
		return Header{}, nil, nil, err
	}
	var h Header
	var out []Answer
	rd := NewReader(r, around)
	rd.answer = &f
	problems, err := walk(rd, Rules{Around: around, Profile: Standard()}, func(rec Record) {
		if rec.Header != nil {
			h = *rec.Header
		}
		if rec.Transfer != nil {
			out = append(out, Answer{*rec.Transfer, rec.Answer, slices.Contains(f.Paid, rec.Answer)})
		}
	})
	return h, out, problems, err
}

// take cuts the answer out of a transfer record and puts back what the file had there.
func (f AnswerForm) take(raw []byte) string {
	b := raw[f.At : f.At+f.Length]
	var s strings.Builder
	for _, c := range b {
		if r, ok := toRune(c); ok {
			s.WriteRune(r)
		}
	}
	copy(b, template[f.At:f.At+f.Length])
	return strings.TrimSpace(s.String())
}

// Matched is which answer belongs to which transfer that was sent.
type Matched struct {
	Answers []*Answer // by the index of what was sent; nil: the bank said nothing of it
	Unknown []Answer  // answers to what was never sent
}

// Match pairs answers with what was sent, by account, amount and customer codes; twins
// are paired in order.
func Match(sent []Transfer, answers []Answer) Matched {
	m := Matched{Answers: make([]*Answer, len(sent))}
	waiting := map[string][]int{}
	for i, t := range sent {
		waiting[t.key()] = append(waiting[t.key()], i)
	}
	for i, a := range answers {
		k := a.Transfer.key()
		if len(waiting[k]) == 0 {
			m.Unknown = append(m.Unknown, a)
			continue
		}
		m.Answers[waiting[k][0]] = &answers[i]
		waiting[k] = waiting[k][1:]
	}
	return m
}

func (t Transfer) key() string {
	return fmt.Sprint(t.Bank, " ", t.Branch, " ", t.Type, " ", t.Account, " ", int64(t.Amount), " ", t.Code1, " ", t.Code2, " ", t.EDI)
}
