package bank

import (
	"encoding/json"
	"fmt"
	"strings"

	"hiroba/internal/base/fault"
)

// WorkKind is what is done to a run batch by batch.
type WorkKind string

// The kinds of work.
const (
	Make   WorkKind = "make"   // its transfers are put together
	Settle WorkKind = "settle" // what the bank said of them is entered
)

// OpenWork is the work that a run is in, and whether it is stuck.
type OpenWork string

// The works of a run that are not done, "" none.
const (
	Making      OpenWork = "make.running"
	MakeStuck   OpenWork = "make.stuck"
	Settling    OpenWork = "settle.running"
	SettleStuck OpenWork = "settle.stuck"
)

// Runs tells whether the work is going on now.
func (w OpenWork) Runs() bool { return w == Making || w == Settling }

// Stuck tells whether the work waits for somebody's word to go on.
func (w OpenWork) Stuck() bool { return w == MakeStuck || w == SettleStuck }

// OfMaking tells whether the run is not whole yet.
func (w OpenWork) OfMaking() bool { return w == Making || w == MakeStuck }

// Work is how far the making or the settling of a run is. What is done of it is done: it goes
// on where it was, whatever stopped it.
type Work struct {
	Run    string
	No     int
	Kind   WorkKind
	Said   string
	After  string
	Done   int
	Total  int
	Paid   int
	Failed int
	Halt   Halt
	By     Act
}

// Percent is how much of it is done.
func (w Work) Percent() int { return w.Done * 100 / max(w.Total, 1) }

// The letters of what was said of a transfer.
const (
	saidNothing = '.'
	saidPaid    = 'p'
	saidFailed  = 'f'
)

// Said is what is said of a run's transfers, a letter each in the order of the file; of what
// stands as it was said already nothing is said again.
func Said(ts []Transfer, paid, failed []int) (said string, some bool) {
	b := make([]byte, len(ts))
	for i := range b {
		b[i] = saidNothing
	}
	put := func(of []int, letter byte, from ...TransferState) {
		for _, i := range of {
			for _, s := range from {
				if ts[i].State == s {
					b[i], some = letter, true
				}
			}
		}
	}
	put(paid, saidPaid, Waiting)
	put(failed, saidFailed, Waiting, Paid)
	return string(b), some
}

// RestPaid says of every transfer that it was paid, but of those that the work, stuck, still has
// to enter as refused. A work that says nothing refuses none; what came back already stays so.
func (w Work) RestPaid(n int) string {
	b := []byte(strings.Repeat(string(saidPaid), n))
	for i := range w.Said {
		if w.Said[i] == saidFailed {
			b[i] = saidFailed
		}
	}
	return string(b)
}

// SaysPaid tells whether anything is said to be paid.
func SaysPaid(said string) bool { return strings.ContainsRune(said, saidPaid) }

// SaidOf is what a work says of a transfer: that it was paid, or came back.
func (w Work) SaidOf(t Transfer) (paid, failed bool) {
	if t.No > len(w.Said) {
		return false, false
	}
	return w.Said[t.No-1] == saidPaid, w.Said[t.No-1] == saidFailed
}

// Halt is why a work is stuck: a sentence to be said later in
// somebody's language, by its key, with names and values.
type Halt struct {
	Key  string
	Args []string
}

// Broken is why a work is stuck whose fault nobody can mend on the page.
var Broken = Halt{Key: "bank.work.broken"}

// HaltOf is why a fault stopped a work; ok says whether it was one that a person understands.
func HaltOf(err error) (y Halt, ok bool) {
	f := fault.Of(err)
	if f == nil {
		return Broken, false
	}
	y.Key, ok = f.Key, true
	args := f.Args
	if len(f.Fields) > 0 {
		y.Key, args = f.Fields[0].Key, f.Fields[0].Args
	}
	for _, a := range args {
		y.Args = append(y.Args, fmt.Sprint(a))
	}
	return y, ok
}

// Text is the sentence as it is kept.
func (y Halt) Text() string {
	b, _ := json.Marshal(y)
	return string(b)
}

// ReadHalt reads what Text wrote.
func ReadHalt(s string) (y Halt) {
	_ = json.Unmarshal([]byte(s), &y)
	return y
}

// With are the sentence's names and values for the words.
func (y Halt) With() (out []any) {
	for _, a := range y.Args {
		out = append(out, a)
	}
	return out
}
