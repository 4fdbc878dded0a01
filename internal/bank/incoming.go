package bank

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/zengin"
)

// IncomingState is where incoming money stands.
type IncomingState string

// The states of incoming money.
const (
	IncomingOpen  IncomingState = "open"
	IncomingDone  IncomingState = "matched"
	IncomingAside IncomingState = "aside" // none of the hub's invoices
)

// Incoming is one payment that came to the hub's account.
type Incoming struct {
	ID      string
	On      when.Date
	Amount  yen.Amount
	Left    yen.Amount // not matched yet
	Payer   string     // half-width kana, as the bank has it
	Ref     string
	State   IncomingState
	Reason  string // why it was set aside
	File    string
	Mark    string // what tells it from every other
	Version int
	Matches []Match
}

// Match is what a part of incoming money paid.
type Match struct {
	Invoice, No, Client string
	Amount              yen.Amount
	Fee                 yen.Amount // what was short and the hub bears
	By                  string
	At                  when.Instant
}

// Open is an invoice that waits to be paid.
type Open struct {
	Invoice, No string
	Client      string
	ClientName  string
	ClientKana  string
	Amount      yen.Amount // what is left of it
	Due         when.Date
}

// ReadIncoming reads a file of incoming money (振込入金通知, 入出金明細). Only money that came in
// is kept; a broken file changes nothing.
func ReadIncoming(body []byte, p Profile, today when.Date) ([]Incoming, error) {
	if len(body) == 0 {
		return nil, at("file", "bank.field.file_missing")
	}
	list, problems, err := zengin.ReadStatements(bytes.NewReader(body), today)
	if err != nil {
		return nil, at("file", "bank.field.no_statement")
	}
	if bad := zengin.Refusing(problems); len(bad) > 0 {
		return nil, at("file", "bank.problem."+string(bad[0].Kind), "line", bad[0].Line)
	}
	var out []Incoming
	for _, st := range list {
		if p.There() && (st.Bank != p.Bank || st.Branch != p.Branch || strings.TrimLeft(st.Account, "0") != strings.TrimLeft(p.Number, "0")) {
			return nil, at("file", "bank.field.other_account")
		}
		out = append(out, incomingOf(st)...)
	}
	if len(out) == 0 {
		return nil, at("file", "bank.field.nothing_came")
	}
	return out, nil
}

// incomingOf is the money that came in by one statement. Two payments alike on one day are
// told apart by how many there were, so a file that overlaps another brings none of them twice.
func incomingOf(st zengin.Statement) (out []Incoming) {
	seen := map[string]int{}
	for _, e := range st.Entries {
		if e.Out || e.Amount <= 0 {
			continue
		}
		key := strings.Join([]string{st.Bank, st.Branch, strings.TrimLeft(st.Account, "0"), e.On.String(), e.Amount.String(), e.Payer, strings.TrimSpace(e.Ref)}, "/")
		seen[key]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", key, seen[key]))
		out = append(out, Incoming{On: e.On, Amount: e.Amount, Left: e.Amount, Payer: strings.TrimSpace(e.Payer), Ref: strings.TrimSpace(e.Ref), State: IncomingOpen, Mark: hex.EncodeToString(sum[:])})
	}
	return out
}

// Proposal is what incoming money may have paid.
type Proposal struct {
	Invoices []Open
	Why      Why
	Short    yen.Amount // how much less came than was asked
	Over     yen.Amount // how much more
}

// MayBear tells whether the hub may bear what is short: up to what it set, never silently.
func (p Proposal) MayBear(most yen.Amount) bool { return p.Short > 0 && p.Short <= most }

// Why a proposal is made.
type Why string

// The grounds of a proposal, the strongest first.
const (
	BySum    Why = "both"     // name and amount
	ByAll    Why = "together" // name, and the amount of several invoices together
	ByFee    Why = "fee"      // name, and short by what banks take for a transfer
	ByOver   Why = "over"     // name, and as little too much
	ByName   Why = "name"
	ByAmount Why = "amount"
)

// feeMost is the most a bank takes for one transfer; a payer who takes it off pays so much less.
const feeMost = 990

// Propose offers what incoming money may have paid, best first. A person says which.
func Propose(x Incoming, open []Open) []Proposal {
	var out []Proposal
	var named []Open
	for _, o := range open {
		same := SameName(x.Payer, o.ClientKana)
		if why := whyOf(same, o.Amount-x.Left); why != "" {
			out = append(out, Proposal{[]Open{o}, why, max(o.Amount-x.Left, 0), max(x.Left-o.Amount, 0)})
		}
		if same {
			named = append(named, o)
		}
	}
	if p, ok := together(x, named); ok {
		out = append(out, p)
	}
	rank := []Why{BySum, ByAll, ByFee, ByOver, ByName, ByAmount}
	slices.SortStableFunc(out, func(a, b Proposal) int { return slices.Index(rank, a.Why) - slices.Index(rank, b.Why) })
	return out[:min(len(out), 6)]
}

// whyOf is why money may be for an invoice of which so much is short, "" if nothing says so.
func whyOf(same bool, short yen.Amount) Why {
	switch {
	case same && short == 0:
		return BySum
	case same && short > 0 && short <= feeMost:
		return ByFee
	case same && short < 0 && -short <= feeMost:
		return ByOver
	case same:
		return ByName
	case short == 0:
		return ByAmount
	}
	return ""
}

// together is one client's invoices, the oldest first, where they come to the amount.
func together(x Incoming, named []Open) (Proposal, bool) {
	slices.SortStableFunc(named, func(a, b Open) int { return a.Due.Sub(b.Due) })
	var sum yen.Amount
	for i, o := range named {
		sum += o.Amount
		if short := sum - x.Left; i > 0 && short >= 0 && short <= feeMost && short < o.Amount { // some of it is for the last
			return Proposal{named[:i+1], ByAll, short, 0}, true
		}
	}
	return Proposal{}, false
}

// SameName tells whether a payer's name on a statement is a client's: legal forms, spaces and
// marks of length play no part, and a name that the bank cut is compared as far as it goes.
func SameName(payer, kana string) bool {
	a, b := bare(payer), bare(kana)
	if a == "" || b == "" {
		return false
	}
	if len([]rune(a)) > len([]rune(b)) {
		a, b = b, a
	}
	return a == b || len([]rune(a)) >= 12 && strings.HasPrefix(b, a)
}

// bare is a name without its legal form, in the letters of bank files.
func bare(s string) string {
	if n, err := zengin.PayeeName(s, zengin.Standard()); err == nil {
		s = n.Text
	}
	s = strings.NewReplacer(" ", "", "-", "", "ｰ", "", ".", "").Replace(s)
	if i := strings.Index(s, ")"); i >= 0 && len([]rune(s[:i])) <= 4 && !strings.Contains(s[:i], "(") {
		s = s[i+1:] // ｶ)name
	}
	if i := strings.LastIndex(s, "("); i > 0 {
		s = s[:i] // name(ｶ, and name(ｶ)office
	}
	return s
}

// MatchForm says what incoming money pays, as typed: invoices with an amount each.
type MatchForm struct {
	Invoices []string
	Amounts  []string // "" is as much as fits
	Rest     Rest
}

// Rest is a person's word on what is short, or too much.
type Rest string

// What can be said of the difference. Unsaid, what is short stays asked of the client, and what
// is too much waits among the incoming money.
const (
	RestAsk     Rest = "ask"     // the client is asked for what is short
	RestFee     Rest = "fee"     // the hub bears it as a charge of the bank
	RestAdvance Rest = "advance" // what is too much is the client's, as an advance
)

// Read reads the form: no more than came, and of each invoice once. Where no amount is typed
// it is no more than is open; what is typed beyond that is the client's, as an advance. most is
// what the hub bears where a payer's bank took its fee off.
func (f MatchForm) Read(x Incoming, open []Open, most yen.Amount) ([]Match, error) {
	var c fault.Check
	var out []Match
	left := x.Left
	for i, id := range f.Invoices {
		if slices.Contains(f.Invoices[:i], id) {
			continue // named twice it is paid once
		}
		k := slices.IndexFunc(open, func(o Open) bool { return o.Invoice == id })
		if k < 0 {
			c.Add("invoice", "bank.field.invoice_gone")
			continue
		}
		n := min(open[k].Amount, left)
		if i < len(f.Amounts) && strings.TrimSpace(f.Amounts[i]) != "" {
			v, err := yen.Read(f.Amounts[i])
			c.When(err != nil || v <= 0, "amount", "bank.field.amount")
			c.When(err == nil && v > left, "amount", "bank.field.more_than_came", "left", left)
			n = v
		}
		if n <= 0 || n > left {
			c.When(n <= 0 && left <= 0, "invoice", "bank.field.more_than_came", "left", left)
			continue
		}
		left -= n
		out = append(out, Match{Invoice: id, No: open[k].No, Client: open[k].Client, Amount: n})
	}
	c.When(len(f.Invoices) == 0, "invoice", "bank.field.invoice_missing")
	if c.Err() == nil && len(out) > 0 {
		f.rest(&c, out, left, open, most)
	}
	return out, c.Err()
}

// rest says what becomes of the difference between what came and what is open of the invoices;
// it falls on the last one that got something. A difference that was typed is none.
func (f MatchForm) rest(c *fault.Check, out []Match, left yen.Amount, open []Open, most yen.Amount) {
	var short yen.Amount
	for _, o := range open {
		if slices.Contains(f.Invoices, o.Invoice) {
			short += o.Amount
		}
	}
	for _, m := range out {
		short -= m.Amount
	}
	last := &out[len(out)-1]
	switch f.Rest {
	case RestFee:
		fits := short > 0 && short <= most && left == 0 && len(f.Invoices) == len(out)
		c.When(!fits && most == 0, "rest", "bank.field.fee_unset")
		c.When(!fits, "rest", "bank.field.fee_most", "most", most)
		last.Fee = short
	case RestAdvance:
		c.When(left <= 0 || short > 0, "rest", "bank.field.nothing_over")
		last.Amount += left
	case "", RestAsk:
	default:
		c.Add("rest", "bank.field.rest")
	}
}
