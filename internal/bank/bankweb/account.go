package bankweb

import (
	"net/http"
	"strconv"
	"strings"

	"hiroba/internal/bank"
	"hiroba/internal/lib/zengin"
	"hiroba/internal/platform/web"
	"hiroba/internal/platform/web/ui"
)

type accountPage struct {
	ui.Shell
	Form    ui.Form
	Tabs    []ui.NavItem
	Profile bank.Profile
	Version string
	Kind    string
	At, Len string
	Paid    string
	FeeMost string
	Kinds   []ui.Option
	Forms   []ui.Option
	Set     string
	Doubts  []finding
}

func (r *Rooms) account(w web.Writer, rq web.Request) error {
	return r.accountPage(w, rq, http.StatusOK, ui.Form{})
}

func (r *Rooms) accountPage(w web.Writer, rq web.Request, status int, f ui.Form) error {
	x, err := r.Store.Profile(rq.Context(), rq.Actor)
	if err != nil {
		return err
	}
	p := accountPage{Shell: rq.Shell(rq.T("bank.account.title")).WithErrors(f), Form: f, Tabs: tabs(rq), Profile: x, Version: f.Or("version", strconv.Itoa(x.No)), Kinds: ui.Options(rq.Lang, "payee.kind.", bank.ProfileKinds)}
	if p.Kind = f.Get("kind"); p.Kind == "" && x.There() {
		p.Kind = string(rune('0' + x.Type))
	}
	form := f.Or("form", x.Form)
	for i := range p.Kinds {
		p.Kinds[i].On = p.Kinds[i].Value == p.Kind
	}
	for _, id := range zengin.ProfileIDs() {
		p.Forms = append(p.Forms, ui.Option{Value: id, Label: rq.T("bank.form." + id), On: id == form})
	}
	if x.AnswerAt > 0 {
		p.At, p.Len, p.Paid = strconv.Itoa(x.AnswerAt), strconv.Itoa(x.AnswerLength), strings.Join(x.AnswerPaid, " ")
	}
	if x.FeeMost > 0 {
		p.FeeMost = strconv.FormatInt(int64(x.FeeMost), 10)
	}
	if x.There() {
		p.Doubts = findings(rq, x.Doubts())
		p.Set = rq.T("bank.step.by", "name", x.SetBy, "at", rq.Lang.DateYear(x.Set.DateIn(rq.Hub.Loc)))
	}
	return w.PageStatus(status, accountView(p))
}

func (r *Rooms) setAccount(w web.Writer, rq web.Request) error {
	if err := rq.ParseForm(); err != nil {
		return err
	}
	f := rq.PostForm
	err := r.Store.SetProfile(rq.Context(), rq.Actor, version(rq), bank.ProfileForm{Originator: f.Get("originator"), Name: f.Get("name"), Bank: f.Get("bank"), Branch: f.Get("branch"), Kind: f.Get("kind"), Number: f.Get("number"), Form: f.Get("form"),
		AnswerAt: f.Get("answer_at"), AnswerLength: f.Get("answer_length"), AnswerPaid: f.Get("answer_paid"), FeeMost: f.Get("fee_most")})
	if err == nil {
		return w.Say("ok", "bank.said.account").SeeOther("/staff/bank/account")
	}
	return w.Mend(err, func(form ui.Form) error { return r.accountPage(w, rq, http.StatusUnprocessableEntity, form) })
}
