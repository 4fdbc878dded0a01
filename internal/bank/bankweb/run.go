package bankweb

import (
	"net/http"
	"strconv"
	"strings"

	"hiroba/internal/bank"
	"hiroba/internal/bank/bankstore"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type runPage struct {
	ui.Shell
	Form                               ui.Form
	Tabs                               []ui.NavItem
	Base, No, Version                  string
	State                              bank.RunState
	Tag                                stateTag
	PayOn, Count, Sum, From            string
	Steps                              []step
	MayApprove, Keep, MayFile, MayDrop bool
	Mine                               bool // made by the reader, who therefore cannot approve it
	MaySettle, MayTake                 bool
	Again                              string // it was made before, by whom
	Hash, Bytes, File                  string
	Waiting, Paid, Bad                 string
	AnswerForm                         bool
	Rows                               []transferRow
	Pager                              ui.Pager
	Reason                             string
	Wait                               string // until when nothing of it can be paid
	Work                               workCard
}

// workCard is how far the making or the settling of a run is.
type workCard struct {
	Title, Progress, Halt string
	Percent               int
	Runs, MayGoOn         bool
}

// work shows the work that a run is in. Meanwhile nothing else can be done with it but to give
// up its making.
func (p *runPage) work(rq web.Request, x bankstore.RunView) {
	if x.Open == "" {
		return
	}
	w := x.Work
	p.Work = workCard{Title: rq.T("bank.work." + string(x.Open)), Progress: rq.T("bank.work.progress", "done", rq.Lang.Number(w.Done), "total", rq.Lang.Number(max(w.Total, w.Done))), Percent: w.Percent(), Runs: x.Open.Runs(), MayGoOn: p.Keep && x.Open.Stuck()}
	if x.Open.Stuck() {
		p.Work.Halt = rq.T(w.Halt.Key, w.Halt.With()...)
	}
}

// step is one act of a run with who did it, or that it waits.
type step struct {
	Text, By string
	Done     bool
	Now      bool
}

type transferRow struct {
	Href, Name, Kana, Bank, Branch, Kind, Number, Amount, New string
	Tag                                                       stateTag
}

var transferTags = map[bank.TransferState]string{bank.Waiting: "info", bank.Paid: "ok", bank.Failed: "bad", bank.TransferUnsent: "hub"}

func transferHref(rq web.Request, t bank.Transfer) string {
	return rq.Lang.Path("/staff/bank/runs/" + t.Run + "/" + strconv.Itoa(t.No))
}

func transferRowOf(rq web.Request, t bank.Transfer) transferRow {
	x := t.Record
	return transferRow{Href: transferHref(rq, t), Name: t.WorkerName, Kana: x.Payee, Bank: x.Bank + " " + x.BankName, Branch: x.Branch + " " + x.BranchName, Kind: rq.T("payee.kind." + string(rune('0'+x.Type))),
		Number: "****" + t.Last3(), Amount: rq.Lang.Yen(x.Amount), New: newWord(rq, byte(x.New)), Tag: stateTag{transferTags[t.State], rq.T("bank.transfer." + string(t.State))}}
}

func (r *Rooms) run(w web.Writer, rq web.Request) error {
	return r.runPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) runPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	n := web.PageOf(rq.URL.Query())
	x, err := r.Store.Run(rq.Context(), rq.Actor, rq.PathValue("id"), (n-1)*bankstore.TransfersPage)
	if err != nil {
		return err
	}
	p := runPage{Shell: rq.Shell(rq.T("bank.run.title", "n", x.No)).WithErrors(f), Form: f, Tabs: tabs(rq), Base: rq.Lang.Path("/staff/bank/runs/" + x.ID), No: rq.T("bank.run.no", "n", x.No), Version: f.Or("version", strconv.Itoa(x.Version)), State: x.State,
		Tag: tagOf(rq, x.Run), PayOn: rq.Lang.DateYear(x.PayOn), Count: rq.T("bank.count", "n", x.Count), Sum: rq.Lang.Yen(x.Sum),
		From: rq.T("bank.new.from", "bank", x.Profile.BankName, "branch", x.Profile.BranchName, "number", x.Profile.Number[4:]), Steps: steps(rq, x.Run), Reason: x.Reason}
	p.may(rq, x)
	p.work(rq, x)
	for _, t := range x.Transfers {
		p.Rows = append(p.Rows, transferRowOf(rq, t))
	}
	p.Pager = ui.Pager{Page: n, Size: bankstore.TransfersPage, Total: x.Count, Base: p.Base + "?p="}
	return w.PageStatus(status, runView(p))
}

// may is what the reader can do with a run as it stands.
func (p *runPage) may(rq web.Request, x bankstore.RunView) {
	p.Keep = rq.Actor.Can(bank.MayKeep)
	p.MayApprove = p.Keep && x.MayApprove(rq.Actor.Person)
	p.Mine = x.State == bank.RunPrepared && x.Made.Person == rq.Actor.Person
	p.MayFile = p.Keep && (x.State == bank.RunApproved || x.State == bank.RunFiled)
	p.MayDrop = p.Keep && x.State != bank.RunDone && x.State != bank.RunDropped && x.Waiting() == x.Count && x.Open != bank.Settling
	p.MaySettle = p.Keep && x.State == bank.RunFiled && x.Waiting() > 0 && !x.Open.Runs()
	p.MayTake = p.Keep && x.State != bank.RunDropped
	if rq.Today().Before(x.PayOn) {
		p.Wait = rq.T("bank.answer.wait", "day", rq.Lang.DateYear(x.PayOn))
	}
	_, p.AnswerForm = x.Profile.Answers()
	if x.Times > 0 {
		p.Again = rq.T("bank.file.made", "n", x.Times, "by", x.Filed.Name, "at", rq.Lang.Moment(x.Filed.At, rq.Hub.Loc))
		p.Hash, p.Bytes, p.File = groups(x.SHA256), rq.T("bank.file.bytes", "n", rq.Lang.Number(int(x.Bytes))), bankstore.FileName(x.Run)
		p.Waiting, p.Paid, p.Bad = rq.Lang.Number(x.Waiting()), rq.Lang.Number(x.Paid), rq.Lang.Number(x.Failed)
	}
}

// groups writes a hash in parts of eight, as people compare it.
func groups(hash string) (out string) {
	for i := 0; i < len(hash); i += 8 {
		out += hash[i:min(i+8, len(hash))] + " "
	}
	return strings.TrimSpace(out)
}

// steps are the acts of a run, done and to come.
func steps(rq web.Request, x bank.Run) []step {
	out := []step{
		{Text: rq.T("bank.step.made"), By: rq.T("bank.step.by", "name", x.Made.Name, "at", rq.Lang.Moment(x.Made.At, rq.Hub.Loc)), Done: !x.Open.OfMaking()},
		{Text: rq.T("bank.step.approved"), Done: !x.Approved.At.IsZero()},
		{Text: rq.T("bank.step.filed"), Done: x.Times > 0},
		{Text: rq.T("bank.step.answered"), Done: x.State == bank.RunDone},
	}
	if out[1].Done {
		out[1].By = rq.T("bank.step.by", "name", x.Approved.Name, "at", rq.Lang.Moment(x.Approved.At, rq.Hub.Loc))
	}
	if out[2].Done {
		out[2].By = rq.T("bank.step.by", "name", x.Filed.Name, "at", rq.Lang.Moment(x.Filed.At, rq.Hub.Loc))
	}
	for i := range out {
		if !out[i].Done && x.State != bank.RunDropped {
			out[i].Now = true
			break
		}
	}
	return out
}

// act answers a form of the run's page.
func (r *Rooms) act(w web.Writer, rq web.Request, err error, said string, args ...any) error {
	if err == nil {
		return w.Say("ok", said, args...).SeeOther("/staff/bank/runs/" + rq.PathValue("id"))
	}
	return w.Mend(err, func(f ui.Form) error { return r.runPage(w, rq, http.StatusUnprocessableEntity, f) })
}

func (r *Rooms) approve(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.act(w, rq, r.Store.Approve(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq)), "bank.said.approved")
}

func (r *Rooms) drop(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := bank.DropForm{Reason: rq.PostForm.Get("reason"), Unsent: rq.PostForm.Get("unsent") == "1"}
	return r.act(w, rq, r.Store.Drop(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), f), "bank.said.dropped")
}

func (r *Rooms) makeFile(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	return r.act(w, rq, r.Store.MakeFile(rq.Context(), rq.Actor, rq.PathValue("id"), version(rq), rq.PostForm.Get("again") == "1"), "bank.said.filed")
}

func (r *Rooms) take(w web.Writer, rq web.Request) error {
	name, body, err := r.Store.Take(rq.Context(), rq.Actor, rq.PathValue("id"))
	if err != nil {
		return err
	}
	return w.File(name, "application/octet-stream", body, true)
}

func (r *Rooms) answer(w web.Writer, rq web.Request) error {
	_, body, err := rq.Upload("file", 1<<20)
	if err != nil {
		return err
	}
	got, err := r.Store.ReadAnswer(rq.Context(), rq.Actor, rq.PathValue("id"), body)
	return r.act(w, rq, err, "bank.said.answered", "paid", len(got.Paid), "failed", len(got.Failed), "silent", got.Silent, "unknown", got.Unknown)
}

func (r *Rooms) payRest(w web.Writer, rq web.Request) error {
	if err := r.Store.PayRest(rq.Context(), rq.Actor, rq.PathValue("id")); err != nil {
		return r.act(w, rq, err, "")
	}
	return r.said(w, rq, rq.PathValue("id"), "bank.said.paid")
}

func (r *Rooms) goOn(w web.Writer, rq web.Request) error {
	return r.act(w, rq, r.Store.GoOn(rq.Context(), rq.Actor, rq.PathValue("id")), "bank.said.working")
}

// said leads to a run of which something was said, or to how far it is.
func (r *Rooms) said(w web.Writer, rq web.Request, run, key string) error {
	working, err := r.Store.Working(rq.Context(), rq.Actor, run)
	if err != nil {
		return err
	}
	if working {
		key = "bank.said.working"
	}
	return w.Say("ok", key).SeeOther("/staff/bank/runs/" + run)
}
