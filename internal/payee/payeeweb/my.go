package payeeweb

import (
	"hiroba/internal/payee"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type minePage struct {
	ui.Shell
	State  payee.State
	Rows   [][2]string
	Doubts []string
	Mark   string
	When   string // confirmed
	Set    string // entered
	Tax    standing
}

func (r *Rooms) mine(w web.Writer, rq web.Request) error {
	f, err := r.Store.Mine(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	a := f.Account
	p := minePage{Shell: rq.Shell(rq.T("payee.my.title")), State: a.State(), Mark: a.Mark, Doubts: doubts(rq, a), Tax: standingOf(rq, f)}
	if !a.Missing() {
		p.Rows, p.Set = accountRows(rq, a), rq.T("payee.my.set", "at", rq.Lang.DateYear(a.SetOn.DateIn(rq.Hub.Loc)), "by", a.SetBy)
	}
	if p.State == payee.Confirmed {
		p.When = rq.T("payee.my.confirmed_at", "at", rq.Lang.DateYear(a.CheckedOn.DateIn(rq.Hub.Loc)))
	}
	return w.Page(mineView(p))
}

func (r *Rooms) confirm(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	if err := r.Store.Confirm(rq.Context(), rq.Actor, rq.PostForm.Get("mark")); err != nil {
		return err
	}
	return w.Say("ok", "payee.said.confirmed").SeeOther("/my/account")
}
