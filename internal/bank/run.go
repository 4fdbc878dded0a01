package bank

import (
	"slices"
	"strings"

	"hiroba/internal/base/fault"
	"hiroba/internal/base/when"
	"hiroba/internal/base/yen"
	"hiroba/internal/lib/duedate"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/payee"
)

// RunState is where a run stands.
type RunState string

// The states of a run. From its file on, money may be on its way.
const (
	RunPrepared RunState = "prepared"
	RunApproved RunState = "approved"
	RunFiled    RunState = "filed"
	RunDone     RunState = "done"
	RunDropped  RunState = "dropped"
)

// AtBank tells whether the run's file may be at the bank.
func (s RunState) AtBank() bool { return s == RunFiled || s == RunDone }

// Run is one batch of transfers, made by one person and approved by another.
type Run struct {
	ID       string
	No       int
	Due      when.Date // of the statements in it, at the latest
	PayOn    when.Date
	State    RunState
	Count    int
	Sum      yen.Amount
	Made     Act
	Approved Act
	Filed    Act // the last time
	Times    int // how often the file was made
	Document string
	SHA256   string
	Bytes    int64
	Reason   string // why it was dropped
	Version  int
	Profile  int // version of the hub's account it was made with
	Paid     int
	Failed   int
	Open     OpenWork // the making or settling it is in, "" none
}

// Act is who did something, and when.
type Act struct {
	Person, Name string
	At           when.Instant
}

// Waiting is how many transfers the bank has not answered.
func (r Run) Waiting() int { return r.Count - r.Paid - r.Failed }

// MayApprove tells whether a person may approve a run: whoever made it may not, and
// nobody may while it is in the making.
func (r Run) MayApprove(person string) bool {
	return r.State == RunPrepared && r.Open == "" && person != "" && person != r.Made.Person
}

// Payable is a locked statement that waits to be paid.
type Payable struct {
	Statement, No string
	Worker        string
	WorkerName    string
	WorkerNo      int
	Amount        yen.Amount
	Due           when.Date
	Month         when.Date // any day of the month it is for
}

// Before is what is known of earlier transfers to a worker.
type Before struct {
	PaidMark   string // of the account that was paid last, "" never
	FailedMark string // of the account whose transfer failed last, "" if one was paid since
}

// Line is one transfer that a run would make, with what there is to look at.
type Line struct {
	Payable
	Account  payee.Account
	New      zengin.NewCode
	Findings []Finding
}

// Stopped tells whether a line cannot be in a run.
func (l Line) Stopped() bool { return Stops(l.Findings) }

// Finding is something to look at. One that stops keeps its line, or the whole run, back.
type Finding struct {
	Kind  string
	Value string
	Stop  bool
}

// Stops tells whether one of the findings stops what they are of.
func Stops(of []Finding) bool {
	return slices.ContainsFunc(of, func(f Finding) bool { return f.Stop })
}

// newCode tells the bank that an account is paid for the first time or was changed.
func newCode(a payee.Account, b Before) zengin.NewCode {
	switch {
	case b.PaidMark == "":
		return zengin.First
	case b.PaidMark != a.Mark:
		return zengin.Changed
	}
	return zengin.Known
}

// Collector puts together what would be paid on a day, page after page, and looks at every line
// (5.3, R-78): an account that is missing or not confirmed stops its line; the others are paid
// all the same.
type Collector struct {
	profile Profile
	payOn   when.Date
	list    *zengin.Banks
	seen    map[twin]bool
}

// twin is what two payments have in common that may be one payment twice.
type twin struct {
	account string
	amount  yen.Amount
}

// NewCollector begins to collect.
func NewCollector(p Profile, payOn when.Date) *Collector {
	return &Collector{profile: p, payOn: payOn, list: zengin.KnownBanks(), seen: map[twin]bool{}}
}

// Lines are the transfers of a page of what waits, with what there is to look at.
func (c *Collector) Lines(ps []Payable, accounts map[string]payee.Account, before map[string]Before) []Line {
	out := make([]Line, len(ps))
	for i, x := range ps {
		out[i] = c.line(x, accounts[x.Worker], before[x.Worker])
	}
	return out
}

func (c *Collector) line(x Payable, a payee.Account, b Before) Line {
	l := Line{Payable: x, Account: a, New: newCode(a, b), Findings: accountFindings(a, c.list)}
	if l.New == zengin.Changed && !a.Missing() {
		l.Findings = append(l.Findings, Finding{Kind: "changed"})
	}
	if b.FailedMark != "" && b.FailedMark == a.Mark {
		l.Findings = append(l.Findings, Finding{Kind: "failed_before"})
	}
	if x.Due.Before(c.payOn) {
		l.Findings = append(l.Findings, Finding{Kind: "late", Value: x.Due.String()})
	}
	if a.Missing() {
		return l
	}
	if bad := l.Transfer().Check(1, c.profile.Layout()); len(bad) > 0 {
		l.Findings = append(l.Findings, Finding{Kind: string(bad[0].Kind), Value: bad[0].Value, Stop: true})
	}
	key := twin{a.Line(), x.Amount}
	if c.seen[key] {
		l.Findings = append(l.Findings, Finding{Kind: string(zengin.Twin)})
	}
	c.seen[key] = true
	return l
}

// Findings are what there is to look at in the whole.
func (c *Collector) Findings(today when.Date) []Finding {
	return runFindings(c.profile, c.payOn, today)
}

// accountFindings are what there is to look at in an account before money goes there.
func accountFindings(a payee.Account, list *zengin.Banks) (out []Finding) {
	switch a.State() {
	case payee.None:
		return []Finding{{Kind: "no_account", Stop: true}}
	case payee.ToConfirm:
		out = append(out, Finding{Kind: "not_confirmed", Stop: true})
	}
	for _, d := range a.Doubts(list) {
		out = append(out, Finding{Kind: string(d.Kind), Value: d.Value})
	}
	return out
}

// runFindings are what there is to look at in the whole: the hub's account, and the day.
func runFindings(p Profile, payOn, today when.Date) (out []Finding) {
	if !p.There() {
		out = append(out, Finding{Kind: "no_profile", Stop: true})
	} else {
		out = append(out, p.Doubts()...)
	}
	switch {
	case payOn.Before(today):
		out = append(out, Finding{Kind: string(zengin.Past), Value: payOn.String(), Stop: true})
	case payOn.Sub(today) > p.Layout().Ahead:
		out = append(out, Finding{Kind: string(zengin.FarAhead), Value: payOn.String()})
	}
	if duedate.BankClosed(payOn) {
		out = append(out, Finding{Kind: string(zengin.ClosedDay), Value: duedate.PreviousBankDay(payOn).String(), Stop: true})
	}
	return out
}

// Transfer is a line as the bank's file holds it. The customer's codes are the worker's
// number and the month it is for, so that a payee finds it on the passbook's note.
func (l Line) Transfer() zengin.Transfer {
	a := l.Account
	t := zengin.Transfer{Bank: a.Bank, Branch: a.Branch, Type: a.Type, Account: a.Number, Payee: a.HolderKana, Amount: l.Amount, New: l.New, Code1: int64(l.WorkerNo)}
	if !l.Month.IsZero() {
		t.Code2 = int64(l.Month.Year()*100 + int(l.Month.Month()))
	}
	t.BankName, t.BranchName = kanaOf(zengin.KnownBanks(), a.Bank, a.Branch)
	return t
}

// CollectForm is which statements a run takes, and when it is paid, as typed.
type CollectForm struct{ Due, PayOn string }

// Read reads the form. Without a day of payment it is the due date, or the last bank day
// before it.
func (f CollectForm) Read(today when.Date) (due, payOn when.Date, err error) {
	var c fault.Check
	due = date(&c, "due", f.Due, today)
	c.When(strings.TrimSpace(f.Due) == "", "due", "bank.field.due_missing")
	payOn = duedate.PreviousBankDay(due)
	if strings.TrimSpace(f.PayOn) != "" {
		payOn = date(&c, "pay_on", f.PayOn, today)
	}
	return due, payOn, c.Err()
}

// NextDue is the due date of the standard rule that comes next.
func NextDue(today when.Date) when.Date {
	d := when.On(today.Year(), today.Month(), duedate.Standard.Day)
	if d.Before(today) {
		d = d.AddMonths(1)
	}
	return d
}

func date(c *fault.Check, field, s string, today when.Date) when.Date {
	if strings.TrimSpace(s) == "" {
		return when.Date{}
	}
	d, err := when.ReadDate(s, today)
	c.When(err != nil, field, "bank.field.date_form")
	return d
}
