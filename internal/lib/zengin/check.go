package zengin

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Rules is what a file is checked against before it is released (domain rule 5.3).
type Rules struct {
	Around  when.Date // the year of the pay date is the one nearest to this day
	Today   when.Date // zero: the pay date is not compared with today
	Profile Profile
	Closed  func(when.Date) bool // days banks are closed; nil: not checked
	Banks   *Banks               // nil: codes are not looked up
}

// most problems a check reports; a file of the wrong kind has one for every byte.
const manyProblems = 1_000

// Check reads a file as a bank would and lists what it would stumble over. An error is
// one of reading; a file that may be released has no problem that is not a warning.
func Check(r io.Reader, rules Rules) ([]Problem, error) {
	return walk(NewReader(r, rules.Around), rules, nil)
}

// walk runs through the records, judging each and their order, and shows each to see.
func walk(r *Reader, rules Rules, see func(Record)) ([]Problem, error) {
	w := walker{rules: rules, seen: map[twin]int{}}
	for {
		rec, err := r.Next()
		if errors.Is(err, io.EOF) {
			w.finish()
			return w.problems, nil
		}
		if err != nil {
			return w.problems, err
		}
		w.record(rec)
		if see != nil {
			see(rec)
		}
	}
}

// walker is where in a file a check stands: header, transfers, trailer, end; "" before all.
type walker struct {
	rules    Rules
	last     byte
	line     int
	count    int
	sum      yen.Amount
	total    int // transfers of all groups
	seen     map[twin]int
	problems []Problem
}

// twin is what two lines have in common that look like one payment made twice.
type twin struct {
	bank, branch string
	kind         AccountType
	account      string
	amount       yen.Amount
}

func (w *walker) add(p ...Problem) {
	if room := manyProblems - len(w.problems); room > 0 {
		w.problems = append(w.problems, p[:min(room, len(p))]...)
	}
}

func (w *walker) record(rec Record) {
	w.line = rec.Line
	w.add(rec.Problems...)
	if rec.Kind == '1' || rec.Kind == '2' || rec.Kind == '8' || rec.Kind == '9' {
		if !strings.Contains(follows[w.last], string(rune(rec.Kind))) {
			w.add(Problem{Line: rec.Line, Kind: Order, Value: fmt.Sprintf("%c", rec.Kind)})
		}
		w.last = rec.Kind
	}
	switch {
	case rec.Header != nil:
		w.count, w.sum = 0, 0
		w.header(rec)
	case rec.Transfer != nil:
		w.transfer(rec)
	case rec.Trailer != nil:
		w.trailer(rec)
	}
}

// follows is which record kinds may come after a kind. A file may hold several groups.
var follows = map[byte]string{0: "1", '1': "28", '2': "28", '8': "19", '9': ""}

func (w *walker) finish() {
	if w.last != '9' {
		w.add(Problem{Line: w.line, Kind: Order, Value: "no end record"})
	}
	if w.total == 0 {
		w.add(Problem{Kind: NoTransfers})
	}
}

func (w *walker) header(rec Record) {
	h := *rec.Header
	w.add(fresh(h.Check(w.rules.Profile), rec)...)
	w.lookUp(rec.Line, h.Bank, h.Branch)
	if h.Date.IsZero() {
		return
	}
	c := checker{line: rec.Line}
	if w.rules.Closed != nil && w.rules.Closed(h.Date) {
		c.add("day", ClosedDay, h.Date.String())
	}
	if today := w.rules.Today; !today.IsZero() && h.Date.Before(today) {
		c.add("day", Past, h.Date.String())
	} else if !today.IsZero() && h.Date.Sub(today) > w.rules.Profile.Ahead {
		c.warn("day", FarAhead, h.Date.String())
	}
	w.add(c.problems...)
}

func (w *walker) transfer(rec Record) {
	t := *rec.Transfer
	w.count, w.sum, w.total = w.count+1, w.sum+t.Amount, w.total+1
	w.add(fresh(t.Check(rec.Line, w.rules.Profile), rec)...)
	w.lookUp(rec.Line, t.Bank, t.Branch)
	c := checker{line: rec.Line}
	if Bytes(t.Payee) == NameLength {
		c.warn("payee", MaybeCut, t.Payee)
	}
	key := twin{t.Bank, t.Branch, t.Type, t.Account, t.Amount}
	if other, again := w.seen[key]; again {
		c.warn("account", Twin, fmt.Sprint(other))
	} else {
		w.seen[key] = rec.Line
	}
	w.add(c.problems...)
}

func (w *walker) trailer(rec Record) {
	c := checker{line: rec.Line}
	if rec.Trailer.Count != w.count {
		c.add("count", Count, fmt.Sprintf("%d, not %d", w.count, rec.Trailer.Count))
	}
	if rec.Trailer.Sum != w.sum {
		c.add("sum", Sum, fmt.Sprintf("%d, not %d", w.sum, rec.Trailer.Sum))
	}
	if w.count > maxCount || w.sum > maxSum {
		c.add("sum", TooMuch, w.sum.String())
	}
	w.add(c.problems...)
}

// lookUp wants bank and branch in the list. An old list only warns: banks open branches.
func (w *walker) lookUp(line int, bank, branch string) {
	b := w.rules.Banks
	if b == nil || bank == "" || branch == "" {
		return
	}
	p := Problem{Line: line, Field: "bank", Kind: NoSuchBank, Value: bank, Warn: b.Stale(w.rules.Today)}
	if _, ok := b.Bank(bank); !ok {
		w.add(p)
	} else if _, ok := b.Branch(bank, branch); !ok {
		p.Field, p.Kind, p.Value = "branch", NoSuchBranch, bank+"-"+branch
		w.add(p)
	}
}

// fresh leaves out what the reading of a record has already said about a field.
func fresh(found []Problem, rec Record) (out []Problem) {
	if found == nil {
		return nil
	}
	said := map[string]bool{}
	for _, p := range rec.Problems {
		said[p.Field] = said[p.Field] || !p.Warn
	}
	for _, p := range found {
		if !said[p.Field] {
			p.Line = rec.Line
			out = append(out, p)
		}
	}
	return out
}
