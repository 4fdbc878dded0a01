package work

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
)

// Terms is what a worker is told in writing before a piece opens: the twelve items of the
// guideline and those of Art. 3 of the Freelance Act (domain 3.3). It is stored as it was
// shown; its hash is its name.
type Terms struct {
	Orderer, OrdererAddress, OrdererContact string // 1
	Worker                                  string // 1: name
	WorkerNo                                string
	OrderedOn                               when.Date  // 2
	Title, Content                          string     // 3
	Rows                                    int        // 3
	Unit                                    string     // 3
	Instruction                             int        // 3: version of the instruction
	Fee                                     yen.Amount // 4: all-in
	UnitFee                                 yen.Sen    // 4
	PerHour, UnitSeconds                    int        // 4: a worked example: units an hour
	DueOn                                   when.Date  // 4: the day of payment if delivered on the deadline
	PayRule                                 string     // 4: the closing rule that yields one date
	PayBy                                   string     // 4
	Expenses                                string     // 5
	Deadline                                when.Date  // 6
	DeliverTo                               string     // 7
	AcceptBy                                string     // 8: when the inspection ends
	AcceptDays                              int        // 8
	Change                                  string     // 9
	Defects                                 string     // 10
	Rights                                  string     // 11
	Secrecy                                 string     // 12
	Place                                   string     // of service
	Withholding                             string     // no, yes: with its reason
	Contract                                string     // the basic contract it rests on: version
	ContractOn                              when.Date
	Recommission, OriginalClient            string // the three items: that it is one, for whom, their due date
	OriginalDue                             string
	Contact, ContactHours                   string
	Open                                    []Undetermined `json:",omitempty"`
}

// Undetermined is an item that cannot be fixed yet for an objective reason.
type Undetermined struct {
	Item, Reason string
	DecideBy     when.Date
}

// Items are the keys of the twelve items, in their order.
var Items = []string{"parties", "ordered_on", "content", "fee", "expenses", "deadline", "delivery", "acceptance", "change", "defects", "rights", "secrecy"}

// Lacks are the items that are neither there nor marked as undetermined with reason and date.
func (t Terms) Lacks() (out []string) {
	there := map[string]bool{
		"parties":    t.Orderer != "" && t.OrdererAddress != "" && t.OrdererContact != "" && t.Worker != "",
		"ordered_on": !t.OrderedOn.IsZero(),
		"content":    t.Content != "" && t.Rows > 0 && t.Instruction > 0,
		"fee":        t.PayBy != "" && !t.DueOn.IsZero() && t.PayRule != "" && !LooseDue(t.PayRule) && t.PerHour > 0,
		"expenses":   t.Expenses != "", "deadline": !t.Deadline.IsZero(), "delivery": t.DeliverTo != "" && t.Place != "", "acceptance": t.AcceptBy != "",
		"change": t.Change != "", "defects": t.Defects != "", "rights": t.Rights != "", "secrecy": t.Secrecy != "",
	}
	for _, i := range Items {
		open := slices.ContainsFunc(t.Open, func(u Undetermined) bool { return u.Item == i && u.Reason != "" && !u.DecideBy.IsZero() })
		if !there[i] && !open {
			out = append(out, i)
		}
	}
	return out
}

//go:embed tables/loose.txt
var looseWords string

// loose finds the words by which a rule for payment names no one date, or hangs on something else.
var loose = sync.OnceValue(func() *regexp.Regexp {
	var out []string
	for _, w := range strings.Fields(looseWords) {
		if w[0] < 'A' || w[0] > 'z' {
			out = append(out, w)
		} else {
			out = append(out, `\b`+w+`\b`)
		}
	}
	return regexp.MustCompile(strings.Join(out, "|"))
})

// LooseDue tells whether a rule for the day of payment yields no single date, or hangs on
// the acceptance or on an invoice.
func LooseDue(rule string) bool { return loose().MatchString(rule) }

// Bytes are the terms as stored.
func (t Terms) Bytes() []byte {
	b, err := json.Marshal(t)
	if err != nil {
		panic(fmt.Sprintf("work: terms: %v", err)) // our own type always marshals
	}
	return b
}

// Hash is the SHA-256 of the stored bytes.
func (t Terms) Hash() string {
	s := sha256.Sum256(t.Bytes())
	return hex.EncodeToString(s[:])
}

// ErrTorn says that stored terms are not what they were.
var ErrTorn = errors.New("the stored terms do not have their hash")

// ReadTerms reads stored terms and checks them against their hash.
func ReadTerms(body, hash string) (Terms, error) {
	var t Terms
	s := sha256.Sum256([]byte(body))
	if hex.EncodeToString(s[:]) != hash {
		return t, ErrTorn
	}
	return t, json.Unmarshal([]byte(body), &t)
}

// Notice is one notice of terms as it was given to a worker.
type Notice struct {
	ID, Worker, Order, Piece, Claim string
	Version                         int
	State                           string // agreed, proposed, refused
	Hash                            string
	Terms                           Terms
	Shown, Agreed                   when.Instant
	Reason                          string // of a change
	Supplements                     string // the notice it completes
}

// ChangeForm is a change of the terms of what is in hand, as typed. A fee is never cut.
type ChangeForm struct{ Due, Fee, Reason string }

// Claimed says that somebody took a piece on, and which terms she had agreed to.
type Claimed struct {
	Claim  string `journal:"keep"`
	Piece  string `journal:"keep"`
	Order  string `journal:"keep"`
	Worker string `journal:"keep"`
	Notice string `journal:"keep"`
	Hash   string `journal:"keep"`
}

// Kind of the event.
func (e Claimed) Kind() string { return "work.claimed" }

// About is the order.
func (e Claimed) About() string { return e.Order }

// ChangeOffered says that other terms were offered for what is in hand.
type ChangeOffered struct {
	Order  string `journal:"keep"`
	Claims int    `journal:"keep"`
	Reason string `journal:"keep"`
}

// Kind of the event.
func (e ChangeOffered) Kind() string { return "work.change_offered" }

// About is the order.
func (e ChangeOffered) About() string { return e.Order }

// ChangeAnswered says whether a worker agreed to other terms. If not, the old ones stand.
type ChangeAnswered struct {
	Order  string `journal:"keep"`
	Claim  string `journal:"keep"`
	Agreed bool   `journal:"keep"`
}

// Kind of the event.
func (e ChangeAnswered) Kind() string { return "work.change_answered" }

// About is the order.
func (e ChangeAnswered) About() string { return e.Order }

// Call is the notice of recruitment for an order: the nine items, and to whom.
type Call struct {
	Order                       string
	Version                     int
	Live                        bool
	Everybody                   bool
	Content                     string    // 1
	Deadline                    when.Date // 2
	UnitFee                     yen.Sen   // 3
	Unit                        string    // 3
	DueOn                       when.Date // 3
	PayRule, PayBy              string    // 3
	Expenses                    string    // 4
	Rights                      string    // 5
	Contact                     string    // 6
	Recruiter, RecruiterAddress string    // 7, 8
	Place                       string    // 9
	Updated                     when.Instant
}

// CallItems are the keys of the nine items, in their order.
var CallItems = []string{"content", "deadline", "fee", "expenses", "rights", "contact", "recruiter", "address", "place"}

// Lacks are the items without which a call is misleading (Art. 12; notice of 2024-12-18).
func (c Call) Lacks(practice bool) (out []string) {
	for i, ok := range []bool{c.Content != "", !c.Deadline.IsZero(), practice || c.UnitFee > 0 && !c.DueOn.IsZero() && c.PayRule != "" && c.PayBy != "", c.Expenses != "", c.Rights != "", c.Contact != "", c.Recruiter != "", c.RecruiterAddress != "", c.Place != ""} {
		if !ok {
			out = append(out, CallItems[i])
		}
	}
	return out
}

// Called says that a call went out, or out anew after a change.
type Called struct {
	Order   string `journal:"keep"`
	Version int    `journal:"keep"`
	People  int    `journal:"keep"` // 0: everybody who can do it
	Changed bool   `journal:"keep"`
}

// Kind of the event.
func (e Called) Kind() string {
	if e.Changed {
		return "work.call_changed"
	}
	return "work.called"
}

// About is the order.
func (e Called) About() string { return e.Order }

// CallClosed says that nobody more is looked for.
type CallClosed struct {
	Order string `journal:"keep"`
}

// Kind of the event.
func (e CallClosed) Kind() string { return "work.call_closed" }

// About is the order.
func (e CallClosed) About() string { return e.Order }

// Declined says that somebody let a call pass. No reason is asked, and nothing reads it but
// her own list.
type Declined struct {
	Order string `journal:"keep"`
}

// Kind of the event.
func (e Declined) Kind() string { return "work.declined" }

// About is the order.
func (e Declined) About() string { return e.Order }
