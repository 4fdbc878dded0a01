package bank

import (
	"bytes"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/lib/zengin"
)

// AnswerBytes is how large a file the bank sends may be.
const AnswerBytes = 32 << 20

// Answered is what a bank's answer says of a run's transfers.
type Answered struct {
	Paid, Failed []int // indexes of the transfers
	Silent       int   // transfers of the run the file does not speak of
	Unknown      int   // answers to what is not in the run
}

// ReadAnswer reads the file a bank sent back and pairs it with a run. A file that is cut off,
// broken, or of another run changes nothing: the fault says what is wrong and where.
func ReadAnswer(body []byte, p Profile, sent []Transfer, payOn when.Date) (Answered, error) {
	form, ok := p.Answers()
	if !ok {
		return Answered{}, at("file", "bank.field.no_answer_form")
	}
	if len(body) == 0 {
		return Answered{}, at("file", "bank.field.file_missing")
	}
	h, answers, problems, err := zengin.ReadAnswers(bytes.NewReader(body), form, payOn)
	if err != nil {
		return Answered{}, at("file", "bank.field.answer_form")
	}
	if bad := zengin.Refusing(problems); len(bad) > 0 {
		return Answered{}, at("file", "bank.problem."+string(bad[0].Kind), "line", bad[0].Line)
	}
	if h.Account != p.Number || h.Bank != p.Bank || h.Date != payOn {
		return Answered{}, at("file", "bank.field.other_run", "date", h.Date)
	}
	return pair(sent, answers)
}

// pair puts answers to the transfers they speak of.
func pair(sent []Transfer, answers []zengin.Answer) (Answered, error) {
	m := zengin.Match(Records(sent), answers)
	out := Answered{Unknown: len(m.Unknown)}
	for i, a := range m.Answers {
		switch {
		case a == nil:
			out.Silent++
		case a.Paid:
			out.Paid = append(out.Paid, i)
		default:
			out.Failed = append(out.Failed, i)
		}
	}
	if len(out.Paid)+len(out.Failed) == 0 {
		return out, at("file", "bank.field.nothing_known")
	}
	return out, nil
}

// at is one fault at a field.
func at(field, key string, args ...any) error {
	var c fault.Check
	c.Add(field, key, args...)
	return c.Err()
}
