package bankweb

import (
	"net/http"
	"strconv"

	"hiroba/internal/bank"
	"hiroba/internal/bank/bankstore"
	"hiroba/internal/base/fault"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type transferPage struct {
	ui.Shell
	Form            ui.Form
	Run, RunHref    string
	Row             transferRow
	Name, Statement string
	MayFail         bool
	Anew            bool // it came back already; only the reason is asked
	Reasons         []ui.Option
	Failed          bool
	Reason, Ask     string
	Steps           []step
	Account, New    string
	Next, NextHref  string
	Step            bankstore.Step
}

// stepsAgain are the steps back to a payment, in their order.
var stepsAgain = []bankstore.Step{bankstore.AskHer, bankstore.Confirm, bankstore.Ready, bankstore.InRun}

func (r *Rooms) transfer(w web.Writer, rq web.Request) error {
	return r.transferPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) transferPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.Again(rq.Context(), rq.Actor, rq.PathValue("id"), rq.PathValue("no"))
	if err != nil {
		return err
	}
	p := transferPage{Shell: rq.Shell(rq.T("bank.transfer_of", "name", x.WorkerName)).WithErrors(f), Form: f, Run: rq.T("bank.run.no", "n", x.RunNo), RunHref: rq.Lang.Path("/staff/bank/runs/" + x.Run), Row: transferRowOf(rq, x.Transfer), Name: x.WorkerName,
		Statement: x.StatementNo, MayFail: rq.Actor.Can(bank.MayKeep) && mayFail(x), Anew: x.Transfer.State == bank.Failed, Reasons: ui.Options(rq.Lang, "bank.reason.", bank.Reasons), Failed: x.Transfer.State == bank.Failed, Step: x.State,
		Account: rq.Lang.Path("/staff/workers/" + x.Worker + "/account"), New: rq.Lang.Path("/staff/bank/new")}
	if p.Failed {
		p.Reason, p.Ask, p.Steps = rq.T("bank.reason."+string(x.Reason)), rq.T("bank.ask."+string(x.Reason)), againSteps(rq, x)
	}
	if x.Next > 0 {
		p.Next, p.NextHref = rq.T("bank.run.no", "n", x.Next), rq.Lang.Path("/staff/bank/runs/"+x.NextID)
	}
	return w.PageStatus(status, transferView(p))
}

// mayFail tells whether a transfer can come back, or be told anew why it did.
func mayFail(x bankstore.Again) bool {
	switch x.Transfer.State {
	case bank.Waiting:
		return x.Filed
	case bank.Paid:
		return true
	case bank.Failed:
		return x.Waits()
	}
	return false
}

// againSteps are the steps from a failed transfer to the payment. Where nothing is for her
// to change, the first two are no steps.
func againSteps(rq web.Request, x bankstore.Again) (out []step) {
	past := x.State == bankstore.Done
	for _, s := range stepsAgain {
		if !x.Reason.HerPart() && (s == bankstore.AskHer || s == bankstore.Confirm) {
			continue
		}
		out = append(out, step{Text: rq.T("bank.again." + string(s)), Now: s == x.State})
	}
	for i := range out {
		if past || !out[i].Now && i < nowAt(out) {
			out[i].Done = true
		}
	}
	return out
}

// nowAt is which step is the one to take.
func nowAt(steps []step) int {
	for i, s := range steps {
		if s.Now {
			return i
		}
	}
	return 0
}

func (r *Rooms) fail(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	no, err := strconv.Atoi(rq.PathValue("no"))
	if err != nil {
		return fault.New(fault.NotFound, "bank.fault.transfer_gone")
	}
	if err := r.Store.Fail(rq.Context(), rq.Actor, rq.PathValue("id"), no, bank.FailForm{Reason: rq.PostForm.Get("reason")}); err != nil {
		return w.Mend(err, func(f ui.Form) error { return r.transferPage(w, rq, http.StatusUnprocessableEntity, f) })
	}
	return w.Say("ok", "bank.said.failed").SeeOther("/staff/bank/runs/" + rq.PathValue("id") + "/" + rq.PathValue("no"))
}
