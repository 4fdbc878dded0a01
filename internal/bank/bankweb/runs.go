package bankweb

import (
	"net/http"

	"hiroba/internal/bank"
	"hiroba/internal/base/id"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

var runTags = map[bank.RunState]string{bank.RunPrepared: "warn", bank.RunApproved: "info", bank.RunFiled: "info", bank.RunDone: "ok", bank.RunDropped: "hub"}

type runsPage struct {
	ui.Shell
	Tabs   []ui.NavItem
	Keep   bool
	Failed []failedRow
	Rows   []runRow
}

type runRow struct {
	Href, No, PayOn, Count, Sum, Made, Approved string
	Tag                                         stateTag
	Bad                                         string // how many came back
}

type failedRow struct{ Href, Name, Amount, Reason, When string }

func (r *Rooms) runs(w web.Writer, rq web.Request) error {
	p := runsPage{Shell: rq.Shell(rq.T("bank.title")), Tabs: tabs(rq), Keep: rq.Actor.Can(bank.MayKeep)}
	rs, err := r.Store.Runs(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, x := range rs {
		p.Rows = append(p.Rows, runRowOf(rq, x))
	}
	failed, err := r.Store.Failed(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	for _, t := range failed {
		p.Failed = append(p.Failed, failedRow{transferHref(rq, t), t.WorkerName, rq.Lang.Yen(t.Record.Amount), rq.T("bank.reason." + string(t.Reason)), rq.Lang.DateYear(t.On)})
	}
	return w.Page(runsView(p))
}

// tagOf is where a run stands: the work it is in, if there is one.
func tagOf(rq web.Request, x bank.Run) stateTag {
	switch {
	case x.Open.Stuck():
		return stateTag{"bad", rq.T("bank.work." + string(x.Open))}
	case x.Open.Runs():
		return stateTag{"info", rq.T("bank.work." + string(x.Open))}
	}
	return stateTag{runTags[x.State], rq.T("bank.state." + string(x.State))}
}

func runRowOf(rq web.Request, x bank.Run) runRow {
	row := runRow{Href: rq.Lang.Path("/staff/bank/runs/" + x.ID), No: rq.T("bank.run.no", "n", x.No), PayOn: rq.Lang.DateYear(x.PayOn), Count: rq.T("bank.count", "n", x.Count), Sum: rq.Lang.Yen(x.Sum),
		Made: x.Made.Name, Approved: x.Approved.Name, Tag: tagOf(rq, x)}
	if x.Failed > 0 {
		row.Bad = rq.T("bank.run.bad", "n", x.Failed)
	}
	return row
}

type newPage struct {
	ui.Shell
	Form       ui.Form
	Tabs       []ui.NavItem
	Once       string
	Due, PayOn string // as fields
	Day        string // in words
	Count, Sum string
	From       string // the hub's account
	Findings   []finding
	Ready      []lineRow
	More       int // ready lines the page does not show
	Held       []lineRow
	HeldAll    int // how many are held back
	HeldMore   int // of them the page does not show
	May        bool
	Asked      bool
}

type lineRow struct {
	Name, Account, Href string
	No, Due, Amount     string
	Bank, Number, Kana  string
	New                 string
	Findings            []finding
}

func (r *Rooms) collect(w web.Writer, rq web.Request) error {
	q := rq.URL.Query()
	f := bank.CollectForm{Due: q.Get("due"), PayOn: q.Get("pay_on")}
	if !q.Has("due") {
		f.Due = bank.NextDue(rq.Today()).String()
	}
	return r.newPage(w, rq, f, ui.Form{Values: q}, http.StatusOK)
}

// newPage shows what a run would hold; days that are none are told beside their field.
func (r *Rooms) newPage(w web.Writer, rq web.Request, f bank.CollectForm, form ui.Form, status int) error {
	p := newPage{Shell: rq.Shell(rq.T("bank.new.title")), Form: form, Tabs: tabs(rq), Once: form.Or("once", id.Make()), Due: f.Due, PayOn: f.PayOn}
	plan, err := r.Store.Collect(rq.Context(), rq.Actor, f)
	if err != nil {
		bad, err := rq.FormOf(err)
		if err != nil {
			return err
		}
		bad.Values = form.Values
		p.Form, p.Shell = bad, p.WithErrors(bad)
		return w.PageStatus(http.StatusUnprocessableEntity, newView(p))
	}
	p.Due, p.PayOn, p.Day, p.Asked = plan.Due.String(), plan.PayOn.String(), rq.Lang.DateYear(plan.PayOn), true
	p.Count, p.Sum, p.May, p.Findings = rq.T("bank.count", "n", plan.Count), rq.Lang.Yen(plan.Sum), !plan.Stopped(), findings(rq, plan.Findings)
	if plan.Profile.There() {
		p.From = rq.T("bank.new.from", "bank", plan.Profile.BankName, "branch", plan.Profile.BranchName, "number", plan.Profile.Number[4:])
	}
	for _, l := range plan.Held {
		p.Held = append(p.Held, lineOf(rq, l))
	}
	for _, l := range plan.Ready {
		p.Ready = append(p.Ready, lineOf(rq, l))
	}
	p.More, p.HeldAll = plan.Count-len(plan.Ready), plan.Looked-plan.Count
	p.HeldMore = p.HeldAll - len(plan.Held)
	return w.PageStatus(status, newView(p))
}

func lineOf(rq web.Request, l bank.Line) lineRow {
	row := lineRow{Name: l.WorkerName, Account: rq.Lang.Path("/staff/workers/" + l.Worker + "/account"), No: l.No, Due: rq.Lang.DateShort(l.Due), Amount: rq.Lang.Yen(l.Amount), Findings: findings(rq, l.Findings)}
	if !l.Account.Missing() {
		row.Bank, row.Number, row.Kana = l.Account.BankName+" "+l.Account.BranchName, rq.T("bank.last3", "n", l.Account.Last3()), l.Account.HolderKana
		row.New = newWord(rq, byte(l.New))
	}
	return row
}

// newWord says that an account is paid for the first time or was changed.
func newWord(rq web.Request, code byte) string {
	if code == 0 {
		return ""
	}
	return rq.T("bank.new_code." + string(rune('0'+code)))
}

func (r *Rooms) prepare(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := bank.CollectForm{Due: rq.PostForm.Get("due"), PayOn: rq.PostForm.Get("pay_on")}
	run, err := r.Store.Prepare(rq.Context(), rq.Actor, f, rq.PostForm.Get("once"))
	if err != nil {
		return w.Mend(err, func(form ui.Form) error { return r.newPage(w, rq, f, form, http.StatusUnprocessableEntity) })
	}
	return r.said(w, rq, run, "bank.said.prepared")
}
